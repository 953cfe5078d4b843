//! What loading promises: order changes nothing, every value knows where it comes from, patches do what they say.
#![allow(clippy::unwrap_used, missing_docs)]

mod common;

use cathode::content::ids::{GoodId, ItemKind, ProcessId, RegionId};
use cathode::content::packs::{PackSource, levels};
use cathode::content::{Catalog, check, load};
use cathode::units::Month;
use std::fs;
use std::path::Path;
use std::sync::Arc;

fn catalog_with(files: &[(&str, &str)]) -> Arc<Catalog> {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let loaded = common::load_with(folder.path());
    let said = common::report(&loaded, folder.path());
    loaded.catalog.unwrap_or_else(|| panic!("{said}"))
}

const MOD: &str = "Pack(id: \"mine\", name: \"Mine\", version: \"1.0.0\", depends: [\"base\", \"race\"])";

#[test]
fn ids_find_items_and_words_find_ids() {
    let catalog = load(&common::small_world(), "race").catalog.unwrap();
    let cell: GoodId = catalog.find("lfp_cell").unwrap();
    assert_eq!((catalog[cell].name.as_str(), catalog.word_of(cell)), ("LFP cell", "lfp_cell"));
    assert_eq!(catalog.find::<GoodId>("base:lfp_cell"), Some(cell));
    assert_eq!(catalog.find::<GoodId>("tariff"), None);
    let words: Vec<&str> = catalog.all::<GoodId>().map(|(id, _)| catalog.word_of(id)).collect();
    assert_eq!(words, ["brine", "carbonate", "lfp_cell", "lfp_scrap"]);
    let scenario = &catalog.scenario;
    assert_eq!((scenario.start, catalog.word(ItemKind::Region, scenario.us.index())), (Month::new(2023, 7), "us"));
}

#[test]
fn order_files_and_comments_do_not_change_the_hash() {
    let one = "Technologies([Define((id: \"a\", name: \"A\", about: \"a\", learning_share: 0.1, floor_share: 0.2))])";
    let two = "Technologies([Define((id: \"b\", name: \"B\", about: \"b\", learning_share: 0.1, floor_share: 0.2))])";
    let apart = catalog_with(&[("pack.ron", MOD), ("x.ron", one), ("y.ron", two)]);
    let swapped = "// both\nTechnologies([\n Define((floor_share: 2e-1, about: \"b\", name: \"B\", learning_share: 0.10, id: \"b\")), /* a */\n Define((id: \"a\", name: \"A\", about: \"a\", learning_share: 0.1, floor_share: 0.2)),\n])";
    let together = catalog_with(&[("pack.ron", MOD), ("deep/er/z.ron", swapped)]);
    assert_eq!(apart.hash, together.hash);
    let other = catalog_with(&[("pack.ron", MOD), ("x.ron", one), ("y.ron", &two.replace("0.2", "0.21"))]);
    assert_ne!(apart.hash, other.hash);
}

#[test]
fn patches_change_what_they_name_and_nothing_else() {
    let patch = r#"Processes([
        Patch("base:refining", [
            Set("capex_musd_per_unit.at.us", 22), // E: guess
            Scale(yield_share, 0.9),
            Set(extension_share, 0.5),
            Set("inputs.brine.units", 1.3),
        ]),
        Patch("base:recycling", [
            Set("capex_musd_per_unit.at", {"us": 20}),
            Add(inputs, [(good: "brine", units: 0.1)]),
            Add(byproducts, [(good: "brine", units: 0.01)]),
        ]),
    ])"#;
    let catalog = catalog_with(&[("pack.ron", MOD), ("p.ron", patch)]);
    let [us, china] = ["us", "china"].map(|word| catalog.find::<RegionId>(word).unwrap());
    let refining = &catalog[catalog.find::<ProcessId>("refining").unwrap()];
    let capex = &refining.capex_musd_per_unit;
    assert_eq!((capex.all, capex.at(us), capex.at(china)), (15.0, 22.0, 8.0));
    assert_eq!((refining.yield_share.all, refining.yield_share.at(china)), (0.855, 0.873));
    assert_eq!((refining.extension_share, refining.inputs[0].units), (0.5, 1.3));
    let recycling = &catalog[catalog.find::<ProcessId>("recycling").unwrap()];
    assert_eq!((recycling.capex_musd_per_unit.all, recycling.capex_musd_per_unit.at(us)), (12.0, 20.0));
    assert_eq!((recycling.inputs.len(), recycling.byproducts.len()), (2, 1));
}

#[test]
fn lists_lose_what_is_removed_from_them() {
    let patch = "Regions([Define((id: \"eu\", name: \"EU\", short: \"EU\", bloc: Europe, zone: EastAsia))])";
    let routes = "Rules([Patch(\"base:rules\", [Add(routes, [(from: EastAsia, to: EastAsia, class: \"sea\", months: 0)])])])";
    let state = "Governments([Define((id: \"eu\", region: \"eu\", budget_busd: 1, borrowing_share: 0, profit_tax_share: 0, investment_safety: 1, approval: 50, relations: {}))])";
    let site = "Sites([Patch(\"base:works\", [Remove(processes, [\"recycling\"]), Set(region, \"eu\")])])";
    let catalog = catalog_with(&[("pack.ron", MOD), ("r.ron", patch), ("s.ron", routes), ("g.ron", state), ("w.ron", site)]);
    let works = catalog.sites.iter().find(|site| site.name == "The works").unwrap();
    assert_eq!((works.processes.len(), catalog.word_of(works.region)), (2, "eu"));
}

#[test]
fn every_value_tells_where_it_comes_from() {
    let patch = "Processes([\n    Patch(\"base:refining\", [\n        Scale(life_years, 0.5), // E: salt eats pipes\n    ]),\n])";
    let catalog = catalog_with(&[("pack.ron", MOD), ("p.ron", patch)]);
    let life = catalog.provenance(ItemKind::Process, "refining", "life_years").unwrap();
    assert_eq!((life.pack.as_str(), life.line, life.value.as_str()), ("mine", 3, "10"));
    assert_eq!(life.remark.as_deref(), Some("E: salt eats pipes"));
    assert_eq!((life.steps[0].what.as_str(), life.steps[0].before.as_deref()), ("Scale 0.5", Some("20")));
    let china = catalog.provenance(ItemKind::Process, "base:refining", "capex_musd_per_unit.at.china").unwrap();
    assert_eq!((china.pack.as_str(), china.value.as_str(), china.steps.len()), ("base", "8", 0));
    assert!(china.file.ends_with("processes.ron") && china.line > 8);
    assert!(catalog.provenance(ItemKind::Process, "refining", "extension_share").is_none());
}

#[test]
fn drivers_run_between_years_and_fall_back_to_the_world() {
    let table = "series,region,year,value\noil_price,,2023,60\noil_price,,2024,72\noil_price,us,2023,50\n";
    let catalog = catalog_with(&[("pack.ron", MOD), ("drivers.csv", table)]);
    let us = catalog.find::<RegionId>("us");
    let at = |region, year, month| catalog.drivers.at("oil_price", region, Month::new(year, month)).map(|v| (v * 100.0).round() / 100.0);
    assert_eq!(at(None, 2023, 7), Some(60.5));
    assert_eq!(at(us, 2023, 7), Some(50.0));
    assert_eq!(at(catalog.find::<RegionId>("china"), 2025, 1), Some(72.0));
    assert_eq!(catalog.drivers.at("moon_price", None, Month::new(2023, 1)), None);
}

#[test]
fn packs_tell_where_they_were_read_from() {
    let loaded = load(&common::small_world(), "race");
    let ids: Vec<&str> = loaded.packs.iter().map(|pack| pack.id.as_str()).collect();
    assert_eq!(ids, ["base", "race"]);
    assert!(loaded.packs[1].folder.as_ref().unwrap().ends_with("tests/packs/race"));
    assert!(levels().iter().all(|level| !level.always));
}

#[test]
fn check_reports_text_json_and_an_exit_code() {
    let good = common::tests_folder().join("packs").join("race");
    let others = || common::small_world();
    let (text, code) = check::check_with(&[good], others(), false);
    assert_eq!((text.as_str(), code), ("Read 2 packs (base 1.0.0, race 1.0.0). No problems.\n", 0));
    let bad = common::broken_folder().join("unknown_field");
    let (text, code) = check::check_with(std::slice::from_ref(&bad), others(), false);
    assert!(text.contains("goods.ron:4:56") && text.contains("did you mean `replaceable_share`?") && text.contains("^^^"), "{text}");
    assert_eq!(code, 1);
    let (json, _) = check::check_with(&[bad], others(), true);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((json["problems"][0]["at"]["line"].as_u64(), json["errors"].as_u64()), (Some(4), Some(1)));
    assert_eq!(check::check(&[Path::new("/no/such/folder").to_path_buf()], false).1, 2);
}

#[test]
fn the_levels_that_ship_are_clean() {
    let sources: Vec<PackSource> = levels();
    for pack in sources.iter().filter_map(cathode::content::load::is_scenario) {
        let loaded = load(&sources, &pack);
        assert!(loaded.catalog.is_some(), "{}", cathode::content::render::text(&loaded.problems, &loaded.files));
    }
}
