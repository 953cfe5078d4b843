//! Orders and effects in words: said without ids, written so that they read again, wrong ones told with their place.

use super::table::CASES;
use super::world::{give, good, large, new_world, order, region, run, small};
use cathode::content::definitions::policies::Condition;
use cathode::content::definitions::settings::Setting;
use cathode::content::ids::PolicyId;
use cathode::content::render;
use cathode::orders::sentences::{self, Speaker};
use cathode::orders::{Dated, Settings, print, written};
use cathode::sim::policy::components::{Effects, Measures};

fn is_clean(text: &str) -> bool {
    text.len() > 3 && !text.contains(['_', '"']) && !text.contains("  ") && !text.contains("Setting") && !text.contains("not set")
}

#[test]
fn every_effect_condition_and_setting_of_the_base_says_itself() {
    for catalog in [small(), large()] {
        for (index, policy) in catalog.policies.iter().enumerate() {
            for by in [None, Some(catalog.scenario.us), Some(catalog.scenario.china)] {
                let speaker = Speaker { catalog: &catalog, policy, settings: &Settings::new(), by };
                let word = catalog.word_of(PolicyId::from_index(index));
                let mut said: Vec<String> = policy.effects.iter().map(|e| speaker.effect(e)).collect();
                said.extend(policy.needs.iter().map(|c: &Condition| speaker.condition(c)));
                said.extend(policy.settings.keys().map(|name| speaker.setting(name)));
                said.push(speaker.measure());
                for text in said {
                    assert!(is_clean(&text), "{word}: {text:?}");
                }
                assert!(speaker.measure().ends_with('.') && speaker.measure().chars().next().unwrap().is_uppercase(), "{word}");
            }
        }
    }
}

#[test]
fn measures_of_the_campaign_say_themselves() {
    let catalog = large();
    for measure in &catalog.measures {
        let speaker = Speaker { catalog: &catalog, policy: &catalog[measure.policy], settings: &measure.settings, by: Some(measure.by) };
        assert!(is_clean(&speaker.measure()), "{}", speaker.measure());
    }
}

#[test]
fn a_tariff_reads_as_one_would_say_it() {
    let sim = new_world();
    let text = r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Stage(Cells), "origin": Region("china"), "rate": 0.25})"#;
    let quote = sim.check(region(&sim, "us"), &order(&sim, text)).unwrap();
    assert_eq!(quote.effect, "Adds 25 % duty on cells from China.");
    assert!(quote.cost_per_year_musd < 0.0, "a tariff is income");
    assert_eq!((quote.lag_months, quote.cost_now_musd), (3, 2.0));
}

/// One of every kind of order and directive.
const ALL: &[&str] = &[
    r#"ProposeDeal(to: "indonesia", articles: [(article: "offtake", by: Partner, settings: {"good": Good("nickel_ore"), "share": 0.25}), (article: "truce", by: Both, settings: {})], months: 60)"#,
    r#"AnswerOffer(offer: 3, accept: true)"#,
    r#"LeaveDeal(deal: 3)"#,
    r#"OpenTalks(with: "chile")"#,
    r#"HoldSummit(with: "china")"#,
    r#"SetDeadline(to: "china", measure: 90000, months: 6)"#,
    r#"Mediate(first: "korea", second: "japan")"#,
    r#"EnactPolicy(policy: "import_tariff", settings: {"origin": Region("china"), "rate": Path({2024: 0.25, 2026: 0.5}), "stage": Stage(Cells)})"#,
    r#"EnactPolicy(policy: "research_mission", settings: {"technology": Technology("solid_state")})"#,
    r#"EnactPolicy(policy: "stockpile", settings: {"good": Good("anode_material"), "months": 0.125})"#,
    r#"AdjustMeasure(measure: 3, settings: {"rate": 0.1})"#,
    "RepealMeasure(measure: 12)",
    "FundProject(project: 4, musd: 12.5)",
    "FastTrackProject(project: 4)",
    r#"SetStockpile(good: "graphite_flake", months: 3)"#,
    r#"StartMission(technology: "solid_state", musd_per_year: 300)"#,
    r#"DirectFirm(firm: "gm", directive: ChooseChemistry(chemistry: "lfp", region: "us"))"#,
    r#"DirectFirm(firm: "gm", directive: SourceFrom(supplier: "catl", region: "us", share: 0.4))"#,
    r#"DirectFirm(firm: "gm", directive: BuildPlant(process: "car_assembly", region: "us", capacity: 150))"#,
    r#"DirectFirm(firm: "gm", directive: JointVenture(partner: "catl", technology: "lithium_ion_cells"))"#,
    r#"DirectFirm(firm: "gm", directive: TakeLicence(licensor: "catl", technology: "lithium_ion_cells"))"#,
    r#"DirectFirm(firm: "gm", directive: RampPlugs(push: 0.5))"#,
    r#"DirectFirm(firm: "byd", directive: EnterMarket(region: "us"))"#,
    r#"DirectFirm(firm: "gm", directive: LeaveMarket(region: "china"))"#,
    r#"DirectFirm(firm: "ganfeng", directive: BuySite(site: "pilgangoora"))"#,
    r#"EnactPolicy(policy: "firm_listing", settings: {"firm": Firm("catl")})"#,
    r#"EnactPolicy(policy: "stability_pledge", settings: {"policy": Policy("good_tariff")})"#,
];

#[test]
fn what_is_printed_reads_again() {
    let sim = new_world();
    let catalog = sim.catalog();
    let orders: Vec<_> = ALL.iter().map(|text| order(&sim, text)).collect();
    for (text, order) in ALL.iter().zip(&orders) {
        assert_eq!(&print::order(catalog, order), text);
        assert!(
            is_clean(&sentences::order(catalog, catalog.scenario.us, order).replace(['“', '”'], "")),
            "{}",
            sentences::order(catalog, catalog.scenario.us, order)
        );
    }
    let dated: Vec<Dated> = orders.into_iter().map(|order| Dated { month: sim.now(), side: catalog.scenario.us, order }).collect();
    let script = written::read_script(catalog, "game.ron", &print::script(catalog, &dated));
    assert!(!script.problems.any_error(), "{}", render::text(&script.problems, &script.files));
    assert_eq!(script.orders, dated);
    let bytes = rmp_serde::to_vec(&dated).unwrap();
    assert_eq!(rmp_serde::from_slice::<Vec<Dated>>(&bytes).unwrap(), dated, "saves keep orders");
}

#[test]
fn a_level_measure_is_named_by_its_id() {
    let catalog = large();
    let order = written::read_order(&catalog, r#"RepealMeasure(measure: "us_30d")"#).unwrap();
    assert_eq!(print::order(&catalog, &order), r#"RepealMeasure(measure: "us_30d")"#);
}

#[test]
fn mistakes_in_a_script_are_told_with_their_place() {
    let catalog = small();
    let text = "Orders([\n    (month: \"2024-03\", side: \"us\", order: EnactPolicy(policy: \"import_tarif\")),\n    (month: \"2024-03\", side: \"us\", order: EnactPolicy(policy: \"import_tariff\", settings: {\"rat\": 0.2})),\n    (month: \"2024-13\", side: \"us\", order: RepealMeasure(measure: -1)),\n    (month: \"2024-04\", side: \"us\", order: FastTrackProject(project: 1)),\n])\n";
    let script = written::read_script(&catalog, "mine.ron", text);
    let lines: Vec<String> = script.problems.list().iter().map(|p| render::line(p, &script.files)).collect();
    for part in ["mine.ron:2:63: error", "import_tarif", "mine.ron:3:91: error", "no setting `rat`", "mine.ron:4:13: error", "2024-13"] {
        assert!(lines.iter().any(|line| line.contains(part)), "{part} is not in {lines:#?}");
    }
    assert!(script.orders.iter().any(|d| print::order(&catalog, &d.order).contains("FastTrackProject")), "what is right is read");
    let wrong = written::read_order(&catalog, r#"DirectFirm(firm: "gm", directive: RampPlugs(push: 3))"#).unwrap_err();
    assert!(wrong.contains("from 0 to 1"), "{wrong}");
}

/// Policies of the table that the small level refuses in its first month: its cell plants are too busy for a freeze, it has no friends for
/// a club.
const NOT_AT_ONCE: [&str; 3] = ["capacity_freeze", "price_floor_club", "consolidation"];

#[test]
fn every_quote_of_the_table_is_a_sentence_with_numbers() {
    let sim = new_world();
    let mut refused = Vec::new();
    for case in CASES.iter().chain(super::controls::CONTROLS).filter(|case| case.first.is_empty()) {
        let text = format!("EnactPolicy(policy: \"{}\", settings: {})", case.policy, case.settings);
        match sim.check(region(&sim, case.by), &order(&sim, &text)) {
            Ok(quote) => assert!(is_clean(&quote.effect) && quote.cost_per_year_musd.is_finite(), "{}: {quote:?}", case.policy),
            Err(_) => refused.push(case.policy),
        }
    }
    assert_eq!(refused, NOT_AT_ONCE);
}

#[test]
fn an_adjustment_takes_the_lag_of_its_policy_and_keeps_the_phase() {
    let mut sim = new_world();
    let number =
        give(&mut sim, "us", r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Stage(Cells), "rate": 0.2})"#).measure.unwrap();
    let duty = |sim: &cathode::sim::Simulation| {
        let effects = sim.world().resource::<Effects>();
        effects.tariff[effects.at(good(sim, "lfp_cell"), region(sim, "china"), region(sim, "us"))]
    };
    let plain = duty(&sim);
    run(&mut sim, 3);
    assert_eq!(duty(&sim), plain, "announced, not in force");
    run(&mut sim, 1);
    assert!((duty(&sim) - plain - 0.2).abs() < 1e-12);
    give(&mut sim, "us", &format!(r#"AdjustMeasure(measure: {number}, settings: {{"rate": 0.5}})"#));
    run(&mut sim, 3);
    assert!((duty(&sim) - plain - 0.2).abs() < 1e-12);
    run(&mut sim, 1);
    assert!((duty(&sim) - plain - 0.5).abs() < 1e-12);
    give(&mut sim, "us", &format!("RepealMeasure(measure: {number})"));
    run(&mut sim, 4);
    assert_eq!(duty(&sim), plain);
    assert!(sim.world().resource::<Measures>().list.iter().all(|m| m.id != number));
}

#[test]
fn a_new_measure_replaces_the_one_that_it_names() {
    let mut sim = new_world();
    let old = give(&mut sim, "us", r#"EnactPolicy(policy: "production_credit_cells")"#).measure.unwrap();
    give(&mut sim, "us", r#"EnactPolicy(policy: "production_credit_cells_restricted")"#);
    run(&mut sim, 7);
    let list = &sim.world().resource::<Measures>().list;
    assert!(list.len() == 1 && list[0].id != old);
}

#[test]
fn short_orders_become_the_measures_that_do_it() {
    let mut sim = new_world();
    let number = give(&mut sim, "us", r#"SetStockpile(good: "anode_material", months: 2)"#).measure.unwrap();
    let again = give(&mut sim, "us", r#"SetStockpile(good: "anode_material", months: 5)"#).measure.unwrap();
    assert_eq!(number, again, "the same store, with another aim");
    let measure = sim.world().resource::<Measures>().list.iter().find(|m| m.id == number).cloned().unwrap();
    assert_eq!(measure.settings.get("months"), Some(&Setting::Number(5.0)));
    give(&mut sim, "us", r#"SetStockpile(good: "anode_material", months: 0)"#);
    run(&mut sim, 1);
    assert!(sim.world().resource::<Measures>().list.iter().all(|m| m.id != number));
    give(&mut sim, "china", r#"StartMission(technology: "solid_state", musd_per_year: 300)"#);
    assert_eq!(sim.world().resource::<Measures>().list.len(), 1);
}
