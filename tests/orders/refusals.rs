//! What is refused, and in which words.

use super::world::{give, new_world, refusal, run, submit};

/// Something told to a firm of the United States.
fn tell(firm: &str, directive: &str) -> String {
    format!("DirectFirm(firm: \"{firm}\", directive: {directive})")
}

fn plant(firm: &str, process: &str, region: &str, capacity: u32) -> String {
    tell(firm, &format!("BuildPlant(process: \"{process}\", region: \"{region}\", capacity: {capacity})"))
}

/// Side, order, and a part of what the player is told is missing.
const LEDGER: &[(&str, &str, &str)] = &[
    ("us", r#"EnactPolicy(policy: "tariff_schedule", settings: {"origin": Region("china")})"#, "would do nothing"),
    ("us", r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Stage(Cells), "rate": 0.0})"#, "would do nothing: “Rate” is 0"),
    ("china", r#"EnactPolicy(policy: "purchase_credit_origin")"#, "open to the United States only"),
    ("us", r#"EnactPolicy(policy: "import_tariff", settings: {"rate": 9})"#, "cannot be 900 %"),
    ("us", r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Good("lfp_cell")})"#, "is a stage, not a good"),
    ("us", r#"EnactPolicy(policy: "stockpile", settings: {"good": Good("bev_car")})"#, "not made for battery car"),
    ("us", r#"EnactPolicy(policy: "origin_rule")"#, "needs that one of these holds"),
    ("china", r#"EnactPolicy(policy: "capacity_freeze", settings: {"stage": Stage(Cells)})"#, "run below 70 %"),
    ("us", r#"EnactPolicy(policy: "export_licence", settings: {"good": Good("sodium_cell")})"#, "home plants make"),
    ("us", "RepealMeasure(measure: 99)", "no measure 99"),
    ("us", "FundProject(project: 9999, musd: 10)", "no project 9999"),
    ("us", "FastTrackProject(project: 9999)", "no project 9999"),
    ("us", r#"SetStockpile(good: "bev_car", months: 3)"#, "cannot be kept in a store"),
    ("us", r#"StartMission(technology: "solid_state", musd_per_year: 90000)"#, "cannot be $90 bn a year"),
];

/// Directives of the United States, and a part of what is missing.
fn directives() -> Vec<(String, &'static str)> {
    vec![
        (tell("ultium_cells", "RampPlugs(push: 1)"), "no automaker"),
        (tell("byd", r#"ChooseChemistry(chemistry: "nmc_high", region: "china")"#), "takes no orders from the United States"),
        (tell("gm", r#"ChooseChemistry(chemistry: "lfp", region: "chile")"#), "builds no cars with a plug"),
        (tell("gm", r#"SourceFrom(supplier: "albemarle", region: "us", share: 0.5)"#), "makes no cells"),
        (tell("gm", r#"EnterMarket(region: "us")"#), "sells in the United States already"),
        (tell("gm", r#"LeaveMarket(region: "japan")"#), "does not sell in Japan"),
        (plant("gm", "car_assembly", "us", 1), "less than one line"),
        (plant("gm", "car_assembly", "us", 900_000), "more than 5 times"),
        (plant("ultium_cells", "car_assembly", "us", 60), "no automaker"),
        (plant("albemarle", "cobalt_mining", "japan", 10), "No deposit for"),
        (tell("ultium_cells", r#"JointVenture(partner: "ultium_cells", technology: "lithium_ion_cells")"#), "with itself"),
        (tell("ultium_cells", r#"TakeLicence(licensor: "albemarle", technology: "lithium_ion_cells")"#), "nothing to learn"),
    ]
}

#[test]
fn refusals_say_what_is_missing_and_what_would_do() {
    let sim = new_world();
    let directives = directives();
    let told = directives.iter().map(|(text, part)| ("us", text.as_str(), *part));
    for (side, text, part) in LEDGER.iter().copied().chain(told) {
        let refusal = refusal(&sim, side, text);
        assert!(refusal.missing.contains(part), "{text}: {refusal}");
        for sentence in [&refusal.missing, &refusal.remedy] {
            assert!(sentence.ends_with(['.', ':']) && sentence.len() > 8, "{text}: {sentence:?}");
            assert!(!sentence.contains('_') && sentence.chars().next().is_some_and(|c| !c.is_lowercase()), "{text}: {sentence:?}");
        }
    }
}

#[test]
fn a_measure_is_taken_once_about_the_same_thing_and_several_times_about_others() {
    let mut sim = new_world();
    let tariff =
        |stage: &str, rate: f64| format!(r#"EnactPolicy(policy: "import_tariff", settings: {{"stage": Stage({stage}), "rate": {rate}}})"#);
    let first = give(&mut sim, "us", &tariff("Cells", 0.25)).measure.unwrap();
    give(&mut sim, "us", &tariff("Cars", 0.25));
    let refused = submit(&mut sim, "us", &tariff("Cells", 0.5)).unwrap_err();
    assert!(refused.remedy.contains(&format!("Adjust measure {first}")), "{refused}");
    give(&mut sim, "us", r#"EnactPolicy(policy: "charging_programme")"#);
    assert!(submit(&mut sim, "us", r#"EnactPolicy(policy: "charging_programme", settings: {"musd_per_year": 900})"#).is_err());
}

#[test]
fn only_the_government_that_took_a_measure_changes_it() {
    let mut sim = new_world();
    let number = give(&mut sim, "us", r#"EnactPolicy(policy: "charging_programme")"#).measure.unwrap();
    let end = format!("RepealMeasure(measure: {number})");
    let change = format!(r#"AdjustMeasure(measure: {number}, settings: {{"musd_per_year": 900}})"#);
    assert!(refusal(&sim, "china", &end).missing.contains("of the United States"));
    assert!(refusal(&sim, "china", &change).missing.contains("of the United States"));
    give(&mut sim, "us", &change);
    run(&mut sim, 1);
    give(&mut sim, "us", &end);
    run(&mut sim, 1);
    assert!(refusal(&sim, "us", &end).missing.contains("no measure"));
}

#[test]
fn a_government_cannot_spend_more_than_a_years_budget_at_once() {
    let mut sim = new_world();
    let mut accepted = 0;
    for stage in ["Mining", "Refining", "Materials", "Cells", "Cars", "Recycling"] {
        for policy in ["skills_programme", "permitting_reform", "loan_programme"] {
            let text = format!(r#"EnactPolicy(policy: "{policy}", settings: {{"stage": Stage({stage})}})"#);
            accepted += usize::from(submit(&mut sim, "us", &text).is_ok());
        }
    }
    assert_eq!(accepted, 18, "ordinary programmes fit into a budget");
    let text = r#"DirectFirm(firm: "gm", directive: BuildPlant(process: "car_assembly", region: "china", capacity: 8000))"#;
    assert!(refusal(&sim, "us", text).missing.contains("at once"));
}
