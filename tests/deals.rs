//! Deals: what the sum says is what is answered; every article does something; truces snap back; a broken word costs.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod worlds;

use cathode::content::Catalog;
use cathode::content::definitions::diplomacy::Giving;
use cathode::content::definitions::settings::{Setting, SettingKind};
use cathode::content::ids::{ArticleId, GoodId, RegionId};
use cathode::orders::deals::{Clause, Giver};
use cathode::orders::{Order, Settings, written};
use cathode::sim::Simulation;
use cathode::sim::diplomacy::components::Diplomacy;
use cathode::sim::diplomacy::counter::acceptable;
use cathode::sim::diplomacy::deals::Deals;
use cathode::sim::diplomacy::terms::{MOST_ARTICLES, MOST_MONTHS};
use cathode::sim::policy::components::{Effects, Measures};
use cathode::sim::politics::components::Politics;
use cathode::sim::society::components::Treasury;
use cathode::sim::trade::components::Markets;
use proptest::prelude::*;
use std::sync::{Arc, OnceLock};
use worlds::{changed, give, level, run, sound, world};

fn id(sim: &Simulation, word: &str) -> RegionId {
    sim.catalog().find(word).unwrap()
}

fn order(sim: &Simulation, text: &str) -> Order {
    written::read_order(sim.catalog(), text).unwrap_or_else(|problem| panic!("{problem}"))
}

fn deals(sim: &Simulation) -> &Deals {
    sim.world().resource()
}

fn relation(sim: &Simulation, of: &str, with: &str) -> f64 {
    let mut query = sim.world().try_query::<&Treasury>().unwrap();
    query.iter(sim.world()).nth(id(sim, of).index()).unwrap().relations[id(sim, with).index()]
}

/// A level in which everybody signs anything: for what deals do, not for whether they come about.
fn willing() -> Arc<Catalog> {
    static WILLING: OnceLock<Arc<Catalog>> = OnceLock::new();
    let rules = r#"Rules([Patch("base:rules", [Set("deals.inertia_points", 0), Set("deals.standing_points", 0), Set("deals.displeasure_points", 0), Set("deals.half_months", 240), Set("deals.talks_points", 100), Set("deals.card_enact", 100)])])"#;
    WILLING.get_or_init(|| changed("battery_race", &[("willing.ron", rules)])).clone()
}

/// A deal that is signed whatever it says: talks are worth a hundred points there.
fn signed(sim: &mut Simulation, to: &str, articles: &str) {
    give(sim, "us", &format!("OpenTalks(with: \"{to}\")"));
    let before = deals(sim).list.len();
    give(sim, "us", &format!("ProposeDeal(to: \"{to}\", articles: [{articles}], months: 60)"));
    if to == "china" {
        let offer = deals(sim).offers.last().unwrap().id;
        give(sim, "china", &format!("AnswerOffer(offer: {offer}, accept: true)"));
    }
    assert_eq!(deals(sim).list.len(), before + 1, "{articles}");
}

/// Articles, partners and settings at random.
fn proposals() -> impl Strategy<Value = Vec<(usize, u8, Vec<f64>, usize)>> {
    prop::collection::vec((0..64_usize, 0..3_u8, prop::collection::vec(0.0..1.0, 4), 0..64_usize), 1..=MOST_ARTICLES)
}

fn clause(catalog: &Catalog, (article, by, numbers, thing): &(usize, u8, Vec<f64>, usize)) -> Clause {
    let article = ArticleId::from_index(article % catalog.articles.len());
    let policy = &catalog[catalog[article].policy];
    let mut numbers = numbers.iter().cycle();
    let mut settings = Settings::new();
    for (name, rule) in &policy.settings {
        let setting = match rule.kind {
            SettingKind::Number => Setting::Number(rule.least + (rule.most - rule.least) * numbers.next().unwrap()),
            SettingKind::Good if rule.goods.is_empty() => Setting::Good(GoodId::from_index(thing % catalog.goods.len())),
            SettingKind::Good => Setting::Good(rule.goods[thing % rule.goods.len()]),
            _ => continue,
        };
        settings.insert(name.clone(), setting);
    }
    let by = match (catalog[article].gives, by) {
        (Giving::Both, _) => Giver::Both,
        (Giving::Either, 0) => Giver::Proposer,
        (Giving::Either, _) => Giver::Partner,
    };
    Clause { article, by, settings }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn what_the_sum_says_is_what_is_answered(drawn in proposals(), to in 0..18_usize, months in 1..MOST_MONTHS, months_played in 0..2_usize) {
        let mut sim = world(&level("battery_race"));
        let (us, to) = (id(&sim, "us"), RegionId::from_index(to));
        let articles: Vec<Clause> = drawn.iter().map(|drawn| clause(sim.catalog(), drawn)).collect();
        let order = Order::ProposeDeal { to, articles: articles.clone(), months };
        let (weighed, checked) = (sim.weigh_deal(us, to, &articles, months, to), sim.check(us, &order));
        let before = sim.checksum();
        match (weighed, checked) {
            (Err(_), checked) => prop_assert!(checked.is_err(), "what cannot be spelled out cannot be offered"),
            (Ok(sum), checked) => {
                prop_assert!(sum.total().is_finite() && sum.lines.iter().all(|line| line.points.is_finite()));
                // Capital and attention at home may be short as well, but never is an unwilling third country talked over.
                let third = !sim.catalog().scenario.is_side(to);
                prop_assert!(!third || sum.accepts() || checked.is_err(), "{:?}", sum);
                if let Ok(quote) = checked {
                    prop_assert!(quote.cost_per_year_musd.is_finite() && quote.agree.len() == 1);
                    let mut twin = sim.duplicate();
                    sim.submit(us, &order).unwrap();
                    twin.submit(us, &order).unwrap();
                    prop_assert_eq!(deals(&sim).list.len(), usize::from(third));
                    run(&mut sim, months_played);
                    run(&mut twin, months_played);
                    prop_assert_eq!(sim.checksum(), twin.checksum());
                    sound(&sim);
                } else {
                    prop_assert_eq!(sim.checksum(), before);
                }
            }
        }
    }
}

#[test]
fn what_is_said_to_be_acceptable_is_accepted() {
    let sim = world(&level("battery_race"));
    let us = id(&sim, "us");
    let asked = r#"ProposeDeal(to: "indonesia", articles: [(article: "offtake", by: Partner, settings: {"good": Good("nickel_intermediates"), "share": 0.2})], months: 60)"#;
    let Order::ProposeDeal { to, articles, months } = order(&sim, asked) else { panic!("a proposal") };
    assert!(sim.check(us, &order(&sim, asked)).is_err(), "nothing is offered for it");
    let counters = acceptable(&sim, us, to, &articles, months);
    assert!((1..=3).contains(&counters.len()), "{counters:?}");
    assert!(counters.windows(2).all(|pair| pair[0].cost <= pair[1].cost), "the least dear is first: {counters:?}");
    for counter in &counters {
        let quote = sim.check(us, &counter.order).unwrap_or_else(|refusal| panic!("{counter:?}: {refusal}"));
        assert!(quote.agree[0].why.contains("signs") && counter.sum >= 0.0, "{quote:?}");
    }
}

#[test]
fn a_red_line_is_never_crossed_whatever_is_paid() {
    let mut sim = world(&willing());
    give(&mut sim, "us", r#"OpenTalks(with: "indonesia")"#);
    let ban = r#"(article: "licence_waiver", by: Partner, settings: {"good": Good("nickel_ore"), "share": 0.5})"#;
    let money = r#"(article: "infrastructure", by: Proposer, settings: {"musd_per_year": 2000})"#;
    let text = format!("ProposeDeal(to: \"indonesia\", articles: [{ban}, {money}], months: 120)");
    let refusal = sim.check(id(&sim, "us"), &order(&sim, &text)).unwrap_err();
    assert!(refusal.missing.contains("ore is worked up at home"), "{refusal}");
}

/// What an article must change, and that it changes back when the deal is left.
#[test]
fn every_article_does_what_it_says_and_ends_with_its_deal() {
    let catalog = willing();
    let fresh = || {
        let mut sim = world(&catalog);
        give(&mut sim, "china", r#"EnactPolicy(policy: "export_licence", settings: {"good": Good("anode_material"), "granted": 0.3})"#);
        run(&mut sim, 4);
        sim
    };
    let good = |sim: &Simulation, word: &str| -> GoodId { sim.catalog().find(word).unwrap() };
    let pair = |sim: &Simulation, table: fn(&Effects) -> &Vec<f64>, what: &str, from: &str, to: &str| {
        let effects = sim.world().resource::<Effects>();
        table(effects)[effects.at(good(sim, what), id(sim, from), id(sim, to))]
    };
    type Figure<'f> = Box<dyn Fn(&Simulation) -> f64 + 'f>;
    let support = |sim: &Simulation, what: &str, at: &str, home: &str| {
        sim.world().resource::<Effects>().support(good(sim, what), id(sim, at)).hurdle_of(id(sim, home))
    };
    let pacts = |sim: &Simulation| sim.world().resource::<Effects>().pacts.clone();
    let cases: Vec<(&str, &str, &str, Figure<'_>, f64)> = vec![
        (
            "tariff_cut",
            "japan",
            r#"(article: "tariff_cut", by: Proposer, settings: {"stage": Stage(Cells), "share": 1})"#,
            Box::new(move |s| pair(s, |e| &e.tariff, "lfp_cell", "japan", "us")),
            -1.0,
        ),
        (
            "import_quota",
            "korea",
            r#"(article: "import_quota", by: Partner, settings: {"good": Good("nmc_high_cell"), "granted": 0.4})"#,
            Box::new(move |s| pair(s, |e| &e.licence, "nmc_high_cell", "korea", "us")),
            -1.0,
        ),
        (
            "licence_waiver",
            "china",
            r#"(article: "licence_waiver", by: Partner, settings: {"good": Good("anode_material")})"#,
            Box::new(move |s| pair(s, |e| &e.licence, "anode_material", "china", "us")),
            1.0,
        ),
        (
            "general_licence",
            "china",
            r#"(article: "general_licence", by: Partner)"#,
            Box::new(move |s| pair(s, |e| &e.licence, "anode_material", "china", "us")),
            1.0,
        ),
        (
            "offtake",
            "chile",
            r#"(article: "offtake", by: Partner, settings: {"good": Good("lithium_carbonate"), "share": 0.3})"#,
            Box::new(move |s| pacts(s).offtakes.len() as f64),
            1.0,
        ),
        (
            "investment",
            "indonesia",
            r#"(article: "investment", by: Partner, settings: {"stage": Stage(Refining)})"#,
            Box::new(move |s| support(s, "nickel_sulfate", "indonesia", "us")),
            1.0,
        ),
        (
            "technology_licence",
            "china",
            r#"(article: "technology_licence", by: Partner)"#,
            Box::new(move |s| pacts(s).licences.len() as f64),
            1.0,
        ),
        (
            "joint_stockpile",
            "japan",
            r#"(article: "joint_stockpile", by: Both, settings: {"good": Good("anode_material")})"#,
            Box::new(move |s| s.world().resource::<Effects>().stockpiles[id(s, "us").index()].len() as f64),
            1.0,
        ),
        (
            "price_floor_club",
            "australia",
            r#"(article: "price_floor_club", by: Both)"#,
            Box::new(move |s| s.world().resource::<Effects>().support(good(s, "lithium_hydroxide"), id(s, "australia")).floor),
            1.0,
        ),
        (
            "recognition",
            "japan",
            r#"(article: "recognition", by: Both)"#,
            Box::new(move |s| {
                f64::from(
                    s.world().resource::<Effects>().credits[id(s, "us").index()].iter().map(|c| c.assembled_in.count_ones()).sum::<u32>(),
                )
            }),
            1.0,
        ),
        (
            "minerals_agreement",
            "indonesia",
            r#"(article: "minerals_agreement", by: Proposer)"#,
            Box::new(move |s| {
                f64::from(
                    s.world().resource::<Effects>().credits[id(s, "us").index()]
                        .iter()
                        .flat_map(|c| &c.tests)
                        .map(|t| t.from.count_ones())
                        .sum::<u32>(),
                )
            }),
            1.0,
        ),
        (
            "security_guarantee",
            "philippines",
            r#"(article: "security_guarantee", by: Proposer)"#,
            Box::new(move |s| pacts(s).goodwill(id(s, "us"), id(s, "philippines"))),
            1.0,
        ),
        (
            "infrastructure",
            "drc",
            r#"(article: "infrastructure", by: Proposer)"#,
            Box::new(move |s| support(s, "cobalt_hydroxide", "drc", "china")),
            1.0,
        ),
        (
            "truce",
            "china",
            r#"(article: "truce", by: Both, settings: {"rung": 5})"#,
            Box::new(move |s| pair(s, |e| &e.licence, "anode_material", "china", "us")),
            1.0,
        ),
    ];
    let all: Vec<&str> = catalog.all::<ArticleId>().map(|(article, _)| catalog.word_of(article)).collect();
    let mut tried: Vec<&str> = cases.iter().map(|case| case.0).collect();
    tried.sort_unstable();
    assert_eq!(tried, all, "every article of the base is tried once");
    for (name, to, text, figure, way) in cases {
        let (mut sim, mut plain) = (fresh(), fresh());
        signed(&mut sim, to, text);
        run(&mut sim, 9);
        run(&mut plain, 9);
        let (with, without) = (figure(&sim), figure(&plain));
        assert!((with - without) * way > 1e-9, "{name}: {with} with the deal, {without} without");
        let deal = deals(&sim).list[0].id;
        give(&mut sim, "us", &format!("LeaveDeal(deal: {deal})"));
        run(&mut sim, 1);
        run(&mut plain, 1);
        assert!((figure(&sim) - figure(&plain)).abs() < 1e-9, "{name}: {} is left of it, {} without", figure(&sim), figure(&plain));
    }
}

#[test]
fn a_truce_suspends_what_stands_and_snaps_back_on_its_date() {
    let mut sim = world(&willing());
    let licence = r#"EnactPolicy(policy: "export_licence", settings: {"good": Good("anode_material"), "granted": 0.3})"#;
    give(&mut sim, "china", licence);
    run(&mut sim, 12);
    let open = |sim: &Simulation| {
        let (effects, good) = (sim.world().resource::<Effects>(), sim.catalog().find("anode_material").unwrap());
        effects.licence[effects.at(good, id(sim, "china"), id(sim, "us"))]
    };
    assert!(open(&sim) < 0.5);
    let truce = r#"ProposeDeal(to: "china", articles: [(article: "truce", by: Both, settings: {"rung": 5})], months: 12)"#;
    give(&mut sim, "us", truce);
    assert!(deals(&sim).list.is_empty(), "the rival has not answered");
    let offer = deals(&sim).offers[0].id;
    let tension = sim.world().resource::<Diplomacy>().tension;
    give(&mut sim, "china", &format!("AnswerOffer(offer: {offer}, accept: true)"));
    let back = sim.now().plus(12);
    let suspended: Vec<_> = sim.world().resource::<Measures>().list.iter().filter(|m| m.suspended.is_some()).map(|m| m.suspended).collect();
    assert!(!suspended.is_empty() && suspended.iter().all(|date| *date == Some(back)), "{suspended:?}");
    run(&mut sim, 12);
    assert_eq!(open(&sim), 1.0);
    assert!(sim.world().resource::<Diplomacy>().tension < tension, "a year of calm");
    run(&mut sim, 1);
    assert!(open(&sim) < 0.5 && deals(&sim).list.is_empty(), "nobody renewed it: {}", open(&sim));
}

#[test]
fn an_offer_that_nobody_answers_lapses_after_a_quarter() {
    let mut sim = world(&level("battery_race"));
    give(&mut sim, "us", r#"ProposeDeal(to: "china", articles: [(article: "truce", by: Both)], months: 12)"#);
    let offer = deals(&sim).offers[0].id;
    run(&mut sim, 4);
    assert!(deals(&sim).offers.is_empty() && deals(&sim).list.is_empty());
    let late = order(&sim, &format!("AnswerOffer(offer: {offer}, accept: true)"));
    assert!(sim.check(id(&sim, "china"), &late).is_err());
}

#[test]
fn a_broken_word_costs_with_everybody_and_makes_the_next_deal_dearer() {
    let mut sim = world(&willing());
    let article = r#"(article: "infrastructure", by: Proposer, settings: {"musd_per_year": 400})"#;
    signed(&mut sim, "drc", article);
    run(&mut sim, 3);
    let word =
        |sim: &Simulation, with: &str| sim.world().resource::<Politics>().of(id(sim, "us")).unwrap().credibility[id(sim, with).index()];
    let (partner, other, liked) = (word(&sim, "drc"), word(&sim, "chile"), relation(&sim, "drc", "us"));
    let Order::ProposeDeal { to, articles, months } = order(&sim, &format!("ProposeDeal(to: \"drc\", articles: [{article}], months: 60)"))
    else {
        panic!("a proposal")
    };
    let worth = |sim: &Simulation| sim.weigh_deal(id(sim, "us"), to, &articles, months, to).unwrap().total();
    let before = worth(&sim);
    let deal = deals(&sim).list[0].id;
    let leave = order(&sim, &format!("LeaveDeal(deal: {deal})"));
    assert_eq!(sim.check(id(&sim, "us"), &leave).unwrap().cost_per_year_musd, -400.0, "what is no longer paid is told");
    give(&mut sim, "us", &format!("LeaveDeal(deal: {deal})"));
    assert!(word(&sim, "drc") < partner - 20.0 && word(&sim, "chile") < other - 5.0 && relation(&sim, "drc", "us") < liked - 5.0);
    assert!(worth(&sim) < before, "what is promised is believed less");
}

#[test]
fn a_breach_is_found_in_time_and_ends_the_deal() {
    let mut sim = world(&willing());
    signed(&mut sim, "china", r#"(article: "truce", by: Both, settings: {"rung": 3})"#);
    give(
        &mut sim,
        "us",
        r#"EnactPolicy(policy: "good_tariff", settings: {"good": Good("separator"), "origin": Region("china"), "rate": 0.5})"#,
    );
    let found = (0..48).any(|_| {
        sim.step_month();
        deals(&sim).list.is_empty()
    });
    assert!(found, "four years are enough");
    assert!(sim.history().notes.iter().any(|(_, note)| note.contains("broken its deal")));
}

#[test]
fn an_offtake_moves_what_is_sold_to_whom() {
    let catalog = willing();
    let (mut sim, mut plain) = (world(&catalog), world(&catalog));
    give(&mut sim, "china", r#"OpenTalks(with: "indonesia")"#);
    give(
        &mut sim,
        "china",
        r#"ProposeDeal(to: "indonesia", articles: [(article: "offtake", by: Partner, settings: {"good": Good("nickel_intermediates"), "share": 0.6})], months: 60)"#,
    );
    run(&mut sim, 24);
    run(&mut plain, 24);
    let under_contract = |sim: &Simulation| {
        let market = sim.world().resource::<Markets>().of(sim.catalog().find("nickel_intermediates").unwrap());
        let pair = |c: &&cathode::sim::trade::components::Contract| {
            market.sellers[c.seller as usize].region == id(sim, "indonesia") && market.buyers[c.buyer as usize].region == id(sim, "china")
        };
        market.contracts.iter().filter(pair).map(|contract| contract.delivered).sum::<f64>()
    };
    assert!(under_contract(&sim) > 1.1 * under_contract(&plain), "{} against {}", under_contract(&sim), under_contract(&plain));
}

#[test]
fn third_countries_play_cards_of_their_own_but_do_not_run_wild() {
    let mut sim = world(&level("battery_race"));
    (0..120).for_each(|_| sim.step_month());
    let notes: Vec<&String> = sim.history().notes.iter().map(|(_, note)| note).filter(|note| note.contains("acts by itself")).collect();
    assert!(!notes.is_empty(), "in ten years somebody moves");
    let moves = sim.history().notes.iter().filter(|(_, note)| note.contains("acts by itself") || note.contains("no longer pays"));
    for region in 0..sim.catalog().regions.len() {
        let name = &sim.catalog().regions[region].name;
        let own = moves.clone().filter(|(_, note)| note.to_lowercase().contains(&name.to_lowercase())).count();
        assert!(own <= 10, "{name} moves {own} times in ten years");
    }
    // Where the past is played they leave it to the past.
    let mut past = world(&level("made_in_china_2015"));
    (0..36).for_each(|_| past.step_month());
    assert!(past.history().notes.iter().all(|(_, note)| !note.contains("acts by itself")));
}

#[test]
fn a_summit_calms_and_a_demand_in_vain_is_remembered() {
    let mut sim = world(&level("battery_race"));
    let tension = sim.world().resource::<Diplomacy>().tension;
    let calm = relation(&sim, "us", "china");
    give(&mut sim, "us", r#"HoldSummit(with: "china")"#);
    assert!(sim.world().resource::<Diplomacy>().tension < tension && relation(&sim, "us", "china") > calm);
    assert!(sim.check(id(&sim, "china"), &order(&sim, r#"HoldSummit(with: "us")"#)).is_err(), "one a year");
    let word = |sim: &Simulation| sim.world().resource::<Politics>().of(id(sim, "china")).unwrap().credibility[id(sim, "korea").index()];
    let before = word(&sim);
    give(&mut sim, "china", r#"SetDeadline(to: "us", measure: "us_section_301", months: 2)"#);
    run(&mut sim, 3);
    assert!(word(&sim) < before, "it did nothing when the date came");
}
