//! Forty mistakes that people make, and what they are told: each names the file, the line, the column, and the right word
//! where there is one nearby.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use common::load_with;
use std::fs;

const GOODS: &str = r#"Goods([
    Define((
        id: "salt", // the id
        name: "Lithium salt",
        about: "White powder.",
        stage: Refining,
        unit: KtLce,
        contains_kt: {Li: 0.188},
        market: "raw",
        freight: "bulk",
        tariff: "all",
        replaceable_share: 0.2,
        other_use: (driver: "glass_demand", regions: {"us": 1, "china": 2}),
    )),
])
"#;

const PROCESSES: &str = r#"Processes([
    Define((
        id: "salting",
        name: "Salting",
        about: "Brine becomes salt.",
        makes: "salt",
        inputs: [(good: "brine", units: 1.1)],
        yield_share: (all: 0.95, at: {"china": 0.97}),
        energy_mwh_per_unit: 1000,
        jobs_per_unit: 2,
        other_cost_musd_per_unit: 2.5,
        capex_musd_per_unit: 15,
        permit_months: 12,
        build_months: 18,
        ramp_months: 12,
        life_years: 20,
        module_units: 5,
        technology: "mining",
    )),
])
"#;

const STATES: &str = "GoodStates([Define((id: \"salt\", good: \"salt\", price_musd: 20))])\n";
const PACK: &str = "Pack(id: \"mine\", name: \"Mine\", version: \"1.0.0\", depends: [\"base\"])\n";

/// In which file, what is written for what, where that is found, and words of the message and of the help.
type Mistake = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const G: &str = "goods.ron";
const P: &str = "processes.ron";

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    // The wrong word.
    (G, "replaceable_share:", "replacable_share:", "12:9", "no field is called `replacable_share`", "did you mean `replaceable_share`?"),
    (G, "stage: Refining", "stage: Refined", "6:16", "`Refined` is not known", "did you mean `Refining`?"),
    (G, "stage: Refining", "stage: refining", "6:16", "`refining` is not known", "did you mean `Refining`?"),
    (G, "stage: Refining", "stage: \"Refining\"", "6:16", "expected one of", ""),
    (G, "unit: KtLce", "unit: kt_lce", "7:15", "`kt_lce` is not known", "did you mean `KtLce`?"),
    (G, "Li: 0.188", "Lithium: 0.188", "8:23", "`Lithium` is not known", "write one of Li"),
    (G, "market: \"raw\"", "market: \"row\"", "9:17", "unknown market rule `row`", "did you mean `base:raw`?"),
    (G, "market: \"raw\"", "market: raw", "9:17", "in quotes, found the word `raw`", ""),
    (G, "freight: \"bulk\"", "freight: \"raw\"", "10:18", "unknown freight class `raw`", "there is a market rule of this name"),
    (G, "\"glass_demand\"", "\"glas_demand\"", "13:29", "no drivers.csv has a series `glas_demand`", "did you mean `glass_demand`?"),
    (G, "{\"us\": 1,", "{\"usa\": 1,", "13:55", "unknown region `usa`", "did you mean `base:us`?"),
    (G, "Goods([", "Good([", "1:1", "`Good` is no kind of items", "did you mean `Goods`?"),
    (G, "Define((", "Defin((", "2:5", "`Defin` is nothing that can be done", "did you mean `Define`?"),
    (P, "capex_musd_per_unit:", "capex:", "12:9", "no field is called `capex`", "did you mean `capex_musd_per_unit`?"),
    (P, "makes: \"salt\"", "makes: \"slat\"", "6:16", "unknown good `slat`", "did you mean `mine:salt`?"),
    (P, "technology: \"mining\"", "technology: \"Mining\"", "18:21", "unknown technology `Mining`", "did you mean `base:mining`?"),
    (P, "all: 0.95", "al: 0.95", "8:23", "no field is called `al`", "did you mean `all`?"),
    // A sign too few or too many.
    (G, "name: \"Lithium salt\",", "name: \"Lithium salt\"", "4:28", "a comma is missing", "write `,`"),
    (G, "name: \"Lithium salt\"", "name: \"Lithium salt", "4:15", "this text is not closed", "end it with"),
    (G, "name: \"Lithium salt\"", "name: 'Lithium salt'", "4:15", "double quotes", "instead of"),
    (G, "name: \"Lithium salt\"", "name: “Lithium salt”", "4:15", "does not begin a text", "straight quotes"),
    (G, "name: \"Lithium salt\"", "name: Lithium salt", "4:23", "expected a comma or `)`", "a text stands in quotes"),
    (G, "name: \"Lithium salt\"", "name = \"Lithium salt\"", "4:14", "`=` is not used here", "write `:`"),
    (G, "name: \"Lithium salt\"", "\"name\": \"Lithium salt\"", "4:9", "has no quotes", "write `name: …`"),
    (G, "    )),\n", "    ),\n", "15:1", "expected `)` or a comma, found `]`", ""),
    (G, "    )),\n", "    ))),\n", "14:7", "expected `]` or a comma, found `)`", ""),
    (G, "// the id", "# the id", "3:21", "`#` means nothing here", ""),
    (P, "[(good: \"brine\", units: 1.1)]", "(good: \"brine\", units: 1.1)", "7:17", "expected a list `[…]`", ""),
    (P, "[(good: \"brine\", units: 1.1)]", "[(\"brine\", 1.1)]", "7:18", "expected fields with their names", "write (good: …, units: …)"),
    (P, "[(good: \"brine\", units: 1.1)]", "[{good: \"brine\", units: 1.1}]", "7:18", "expected a group of fields", "round brackets"),
    (P, "{\"china\": 0.97}", "(china: 0.97)", "8:38", "expected a table `{…}`", ""),
    // Numbers.
    (G, "0.2,", "20,", "12:28", "`replaceable_share` is 20, outside its range", "if 20 % is meant, write the fraction 0.2"),
    (G, "0.2,", "20%,", "12:30", "`%` is not used here", "20 % is 0.2"),
    (G, "0.2,", "\"0.2\",", "12:28", "expected a number, found the text \"0.2\"", "without quotes"),
    (P, "2.5,", "2,5,", "11:37", "expected the name of a field, found the number 5", "with a point"),
    (P, "2.5,", "2.5M,", "11:35", "`2.5M` is not a number", "unit stands in the field's name"),
    (P, "1000,", "1.000.000,", "9:30", "`1.000.000` is not a number", "1_000"),
    (P, "life_years: 20", "life_years: 200", "16:21", "`life_years` is 200, outside its range", "from 3 to 60"),
    (P, "2.5,", "-2.5,", "11:35", "`other_cost_musd_per_unit` is -2.5", "from 0 to"),
    (P, "units: 1.1", "units: 0.8", "7:17", "makes lithium out of nothing", "raise the inputs"),
    // Things left out or twice.
    (P, "        build_months: 18,\n", "", "2:12", "the field `build_months` is missing", "add `build_months: …`"),
    (P, "        build_months: 18,\n", "        build_months: 18,\n        build_months: 20,\n", "15:9", "written twice", "keep one"),
    (G, "id: \"salt\", // the id", "", "2:12", "the field `id` is missing", "add `id:"),
    (G, "id: \"salt\"", "id: \"carbonate\"", "3:13", "defined already by pack `base`", "Patch"),
    (G, "id: \"salt\"", "id: \"Lithium Salt\"", "3:13", "cannot be an id", "small letters"),
];

#[test]
fn usual_mistakes_are_answered_with_place_and_advice() {
    assert!(MISTAKES.len() >= 40);
    let mut wrong = Vec::new();
    for (file, right, mistake, place, message, help) in MISTAKES {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [(G, GOODS), (P, PROCESSES), ("states.ron", STATES), ("pack.ron", PACK)] {
            assert!(name != *file || text.contains(right), "{right} is not in {file}");
            let text = if name == *file { text.replacen(right, mistake, 1) } else { text.to_owned() };
            fs::write(folder.path().join(name), text).unwrap();
        }
        let loaded = load_with(folder.path());
        let found = loaded.problems.list().iter().any(|problem| {
            let at = problem.span.map(|span| loaded.files.locate(span)).unwrap_or_default();
            let told = help.is_empty() || problem.help.iter().any(|line| line.contains(help));
            at.ends_with(&format!("{file}:{place}")) && problem.message.contains(message) && told
        });
        if !found || loaded.catalog.is_some() {
            wrong.push(format!("{mistake}: expected {file}:{place} {message} ({help}), said\n{}", common::report(&loaded, folder.path())));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn without_a_mistake_nothing_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [(G, GOODS), (P, PROCESSES), ("states.ron", STATES), ("pack.ron", PACK)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    assert_eq!(common::report(&load_with(folder.path()), folder.path()), "a catalog came out\n");
}
