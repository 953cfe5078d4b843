//! Quotes against what comes of the orders.

use super::world::{firm, give, id, large, new_world, order, region, run};
use cathode::content::ids::GoodId;
use cathode::orders::Quote;
use cathode::sim::Simulation;
use cathode::sim::buyers::components::Cars;
use cathode::sim::ledger::components::{Account, Ledger, Tag};
use cathode::sim::policy::components::Measures;
use cathode::sim::society::components::Dependence;
use cathode::units::Month;

fn quote(sim: &Simulation, side: &str, text: &str) -> Quote {
    sim.check(region(sim, side), &order(sim, text)).unwrap_or_else(|refusal| panic!("{text}: {refusal}"))
}

/// The world of the campaign after some months.
fn campaign(months: usize) -> Simulation {
    let mut sim = Simulation::new(large(), 1);
    run(&mut sim, months);
    sim
}

/// The number before a word in a text: `31` of "$31 per kWh cheaper" before " per kWh".
fn before(text: &str, word: &str) -> f64 {
    let (front, _) = text.split_once(word).unwrap_or_else(|| panic!("no {word:?} in {text:?}"));
    let digits: String =
        front.chars().rev().take_while(|c| c.is_ascii_digit() || *c == '.').collect::<Vec<_>>().into_iter().rev().collect();
    digits.parse().unwrap_or_else(|_| panic!("no number before {word:?} in {text:?}"))
}

fn pack_cost(sim: &Simulation, maker: &str, place: &str) -> f64 {
    let cars = sim.world().resource::<Cars>();
    cars.presence(cars.maker(firm(sim, maker)).unwrap(), region(sim, place), sim.facts().regions).pack_cost
}

/// Share of a maker's sales in a region that has a plug.
fn plug_share(sim: &Simulation, maker: &str, place: &str) -> f64 {
    let cars = sim.world().resource::<Cars>();
    let sold = cars.presence(cars.maker(firm(sim, maker)).unwrap(), region(sim, place), sim.facts().regions).sold_year;
    sold[2..].iter().sum::<f64>() / sold.iter().sum::<f64>()
}

#[test]
fn cheaper_packs_are_quoted_as_a_gain() {
    let mut plain = campaign(3);
    let mut ordered = plain.duplicate();
    let text = r#"DirectFirm(firm: "ford", directive: ChooseChemistry(chemistry: "lfp", region: "us"))"#;
    let told = quote(&plain, "us", text);
    let why = &told.agree[0].why;
    assert!(why.contains("cheaper"), "{why}");
    let quoted = before(why, " per kWh");
    give(&mut ordered, "us", text);
    run(&mut plain, 30);
    run(&mut ordered, 30);
    let saved = pack_cost(&plain, "ford", "us") - pack_cost(&ordered, "ford", "us");
    assert!(saved > 0.67 * quoted && saved < 1.5 * quoted, "saves {saved} of the quoted {quoted}: {why}");
}

/// General Motors went from 1.7 % of its US sales in 2022 to 4.3 % in 2024 and 7 % in 2025.
#[test]
fn a_paid_push_does_what_it_costs() {
    let mut plain = campaign(6);
    let mut ordered = plain.duplicate();
    let text = r#"DirectFirm(firm: "gm", directive: RampPlugs(push: 1))"#;
    let told = quote(&plain, "us", text);
    give(&mut ordered, "us", text);
    run(&mut plain, 30);
    run(&mut ordered, 30);
    let (without, with) = (plug_share(&plain, "gm", "us"), plug_share(&ordered, "gm", "us"));
    assert!(with > 1.25 * without && with < 6.0 * without, "{without} → {with}: {told:?}");
}

/// What the United States pay less what they get under a tag in 2025, with an order of January 2024 and without, $M.
fn more_in_2025(plain: &Simulation, ordered: &Simulation, tag: Tag) -> f64 {
    let paid = |sim: &Simulation| -sim.world().resource::<Ledger>().year_musd(Account::Government(region(sim, "us")), tag);
    paid(ordered) - paid(plain)
}

#[test]
fn the_first_full_year_costs_what_was_quoted() {
    let mut plain = campaign(6);
    let cases = [
        // A quote leaves out who buys because of the measure, and these are many.
        (r#"EnactPolicy(policy: "purchase_tax_relief")"#, Tag::PurchaseCredits, 2.5),
        (r#"AdjustMeasure(measure: 80, settings: {"usd_per_kwh": 50})"#, Tag::ProductionCredits, 1.67),
        (r#"EnactPolicy(policy: "good_tariff", settings: {"good": Good("anode_material"), "rate": 0.25})"#, Tag::Tariffs, 1.67),
        (r#"SetStockpile(good: "anode_material", months: 6)"#, Tag::Purchases, 1.67),
    ];
    // Each alone: credits for cells make cars cheaper, and what sells better costs more in credits for buyers.
    let start = plain.duplicate();
    run(&mut plain, 24);
    assert_eq!(plain.now(), Month::new(2026, 1));
    let worst = plain.world().resource::<Dependence>();
    let (us, china) = (region(&plain, "us"), region(&plain, "china"));
    let pair = &worst.pairs[us.index() * plain.facts().regions + china.index()];
    let good = GoodId(pair.bottleneck_good.unwrap());
    assert_ne!(good, id::<GoodId>(&plain, "sodium_cell"), "hardly any sodium cells are used");
    for (text, tag, most) in &cases {
        let told = quote(&start, "us", text);
        assert_eq!(told.year, 2025, "{text}");
        let mut ordered = start.duplicate();
        give(&mut ordered, "us", text);
        run(&mut ordered, 24);
        let (quoted, came) = (told.cost_per_year_musd, more_in_2025(&plain, &ordered, *tag));
        assert!(came / quoted > 0.6 && came / quoted < *most, "{text}: quoted {quoted}, came {came}");
    }
}

#[test]
fn a_measure_begins_in_the_first_year_that_it_names() {
    let mut sim = new_world();
    let text = r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Stage(Cells), "rate": Path({2025: 0.25, 2027: 0.5})})"#;
    let told = quote(&sim, "us", text);
    assert!(told.effect.ends_with("Nothing happens before 2025.") && told.year == 2025, "{told:?}");
    assert_eq!(told.lag_months, 18);
    let number = give(&mut sim, "us", text).measure.unwrap();
    let since = |sim: &Simulation| sim.world().resource::<Measures>().list.iter().find(|m| m.id == number).unwrap().since;
    assert_eq!(since(&sim), Month::new(2025, 1));
    let later = quote(&sim, "us", &format!("AdjustMeasure(measure: {number}, settings: {{\"rate\": Path({{2026: 0.3}})}})"));
    assert!(later.effect.ends_with("Nothing changes before 2026."), "{later:?}");
    let plain = quote(&sim, "us", r#"EnactPolicy(policy: "import_tariff", settings: {"stage": Stage(Materials), "rate": 0.25})"#);
    assert_eq!(plain.lag_months, 3, "without dates it begins as soon as it can");
}

#[test]
fn grants_that_nobody_would_get_say_so() {
    let sim = campaign(6);
    let told = quote(&sim, "us", r#"EnactPolicy(policy: "capex_grant", settings: {"stage": Stage(Mining), "share": 0.3})"#);
    assert!(told.cost_per_year_musd < 50.0, "{told:?}");
    assert_eq!(told.cost_per_year_musd == 0.0, told.effect.contains("Nobody is expected to build"), "{told:?}");
    for side in ["us", "china"] {
        let tax = quote(&sim, side, r#"EnactPolicy(policy: "export_tax")"#);
        assert!(tax.cost_per_year_musd < -1.0, "the default good is one that is sold abroad: {tax:?}");
    }
}

#[test]
fn a_deposit_carries_no_more_than_its_ore() {
    let ceiling = r#"Sites([Patch("base:thacker_pass", [Set(ceiling_units, 160)])])"#;
    let sim = Simulation::new(crate::worlds::changed("battery_race", &[("sites.ron", ceiling)]), 1);
    let text = r#"DirectFirm(firm: "lithium_americas", directive: BuildPlant(process: "clay_extraction", region: "us", capacity: 1000))"#;
    let refused = sim.check(region(&sim, "us"), &order(&sim, text)).unwrap_err();
    assert!(refused.missing.contains("Thacker Pass carries 160"), "{refused}");
}

/// What takes the place of another costs the difference, and says so.
#[test]
fn a_measure_that_replaces_another_is_quoted_against_it() {
    let sim = campaign(3);
    let text = r#"EnactPolicy(policy: "production_credit_cells_restricted", settings: {"usd_per_kwh": 35})"#;
    let told = quote(&sim, "us", text);
    assert!(told.effect.contains("It replaces “Production credit for cells”."), "{}", told.effect);
    let standing = told.in_force_musd.expect("what is replaced has a cost");
    assert!(standing > 1000.0 && told.cost_per_year_musd.abs() < 0.2 * standing, "{told:?}");
}

/// Duties that keep goods out bring less than they did.
#[test]
fn a_prohibitive_duty_is_not_quoted_as_a_gold_mine() {
    let sim = campaign(3);
    let brings = |rate: f64| {
        let text = format!(r#"EnactPolicy(policy: "good_tariff", settings: {{"good": Good("lfp_cell"), "rate": {rate}}})"#);
        -quote(&sim, "us", &text).cost_per_year_musd
    };
    let (low, high) = (brings(0.2), brings(2.0));
    assert!(low > 0.0 && high > low && high < 5.0 * low, "20 % brings {low}, 200 % {high} million US$");
}
