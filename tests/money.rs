//! Money and plants of firms, money of governments: what counts as revenue and as spending, what becomes of those who fail, what a save may say.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use cathode::content::definitions::start::Progress;
use cathode::content::ids::{FirmId, RegionId};
use cathode::sim::Simulation;
use cathode::sim::investment::components::Project;
use cathode::sim::investment::weigh::appraise;
use cathode::sim::ledger::components::{Account, Finance, Ledger, PublicLoan, Tag};
use cathode::sim::state::Snapshot;
use cathode::sim::trade::components::{Customer, Market};

#[path = "worlds/mod.rs"]
mod worlds;
use worlds::{figure, give, level, revived, run, world};

fn finances(sim: &Simulation) -> Vec<Finance> {
    sim.snapshot().firms.finance
}

fn firm(sim: &Simulation, word: &str) -> FirmId {
    sim.catalog().find(word).unwrap()
}

/// Revenue is what customers pay, not what is left of it after the purchases: it cannot be less than earnings, and it stays what
/// it was at the start while the same is made and sold.
#[test]
fn revenue_is_told_before_purchases() {
    let mut sim = world(&level("battery_race"));
    let before = finances(&sim);
    run(&mut sim, 24);
    let after = finances(&sim);
    for (index, finance) in after.iter().enumerate().filter(|(_, f)| !f.failed) {
        let name = &sim.catalog().firms[index].name;
        // Fines received, credits and the like may lift a firm that sells next to nothing.
        let small = finance.revenue < 50.0;
        assert!(small || finance.earnings <= finance.revenue, "{name} earns {} on {}", finance.earnings, finance.revenue);
    }
    let revenue = |list: &[Finance], word| list[firm(&sim, word).index()].revenue;
    for word in ["catl", "glencore", "toyota"] {
        let (first, last) = (revenue(&before, word), revenue(&after, word));
        assert!(last > 0.6 * first, "revenue of {word} fell from {first} to {last}");
    }
}

/// What a stockpile pays is spending on the contest, freight and foreign taxes too, and there is one list of what counts.
#[test]
fn a_stockpile_is_spending() {
    let mut sims = [world(&level("two_regions")), world(&level("two_regions"))];
    give(&mut sims[1], "us", r#"EnactPolicy(policy: "stockpile", settings: {"good": Good("anode_material"), "months": 6})"#);
    let us: RegionId = sims[0].catalog().find("us").unwrap();
    let mut bought = 0.0;
    for _ in 0..18 {
        sims.iter_mut().for_each(|sim| run(sim, 1));
        let paid = |sim: &Simulation| -sim.world().resource::<Ledger>().last_musd(Account::Government(us), Tag::Purchases);
        assert!(paid(&sims[0]).abs() < 1e-9);
        bought += paid(&sims[1]) - bought / 12.0;
    }
    // Beside goods there are freight and the set-up of the programme.
    let extra = figure(&sims[1], "spending.contest us") - figure(&sims[0], "spending.contest us");
    assert!(bought > 10.0 && extra > bought && extra < 1.3 * bought + 15.0, "{extra} $M a year for {bought} $M of goods");
}

/// Whose cars fall short of a fleet standard pays: other makers for what they have over, the government for the rest, and both say so.
#[test]
fn a_fleet_standard_is_paid_for() {
    let mut sim = world(&level("two_regions"));
    give(&mut sim, "us", r#"EnactPolicy(policy: "fleet_standard", settings: {"plug_share": 0.9, "fine_kusd": 10})"#);
    run(&mut sim, 48);
    let ledger = sim.world().resource::<Ledger>();
    let us: RegionId = sim.catalog().find("us").unwrap();
    let flow = |firm: FirmId, tag| ledger.last_musd(Account::Firm(firm), tag);
    let sum = |tag| ledger.firms().map(|firm| flow(firm, tag)).sum::<f64>();
    let income = ledger.last_musd(Account::Government(us), Tag::Fines);
    assert!(income > 10.0 && (income + sum(Tag::Fines)).abs() < 1e-6, "fines of {income} $M against {} $M", sum(Tag::Fines));
    let (gm, tesla) = (firm(&sim, "gm"), firm(&sim, "tesla"));
    assert!(flow(gm, Tag::FleetCredits) < 0.0 && flow(tesla, Tag::FleetCredits) > 0.0 && sum(Tag::FleetCredits).abs() < 1e-6);
    let told = figure(&sim, "earnings gm / fines of fleet standards");
    assert!((told - flow(gm, Tag::Fines)).abs() < 0.01, "{told} $M told");
    assert!((figure(&sim, "report ledger us / ledger / fines of fleet standards / last month") - income).abs() < 0.01);
}

/// Who buys everything from one supplier has not forgotten that there are others.
#[test]
fn a_sole_supplier_bars_nobody() {
    let mut sim = world(&level("two_regions"));
    let known = |sim: &Simulation| {
        let snapshot = sim.snapshot();
        let gm = firm(sim, "gm");
        let us: RegionId = sim.catalog().find("us").unwrap();
        let mut list = Vec::new();
        for cell in &sim.facts().cells {
            let market = snapshot.markets.of(*cell);
            let Some(buyer) = market.buyer(Customer::Maker(gm), us) else { continue };
            list.extend((0..market.sellers.len()).map(|s| market.preference[s * market.buyers.len() + buyer] > 0.0));
        }
        list
    };
    let before = known(&sim);
    give(&mut sim, "us", r#"DirectFirm(firm: "gm", directive: SourceFrom(supplier: "tesla", region: "us", share: 1))"#);
    assert!(before.iter().filter(|known| **known).count() > 2, "{before:?}");
    assert_eq!(known(&sim), before);
}

/// A save that names a lender outside the world, or sums that no world has, is refused with a sentence.
#[test]
fn a_save_with_impossible_loans_is_refused() {
    let mut sim = world(&level("two_regions"));
    give(&mut sim, "us", r#"EnactPolicy(policy: "production_credit_cells")"#);
    run(&mut sim, 2);
    let restored = |change: &dyn Fn(&mut Snapshot)| {
        let mut snapshot = sim.snapshot();
        change(&mut snapshot);
        Simulation::restore(sim.catalog(), 7, snapshot, sim.history().clone()).map(|_| ())
    };
    assert_eq!(restored(&|_| ()), Ok(()));
    let regions = sim.catalog().regions.len();
    let lend = |by: usize, owed: i64| {
        move |s: &mut Snapshot| {
            let saved = 0.01;
            s.firms.finance[0].public.push(PublicLoan { by: RegionId::from_index(by), owed, saved });
        }
    };
    type Damage = Box<dyn Fn(&mut Snapshot)>;
    let wrong: [(&str, Damage); 5] = [
        ("a public lender points to number", Box::new(lend(regions, 100))),
        ("an account holds more", Box::new(lend(0, i64::MAX))),
        ("has lent is not what firms owe", Box::new(lend(0, 100))),
        ("an account holds more", Box::new(|s| s.lands.treasury[0].lent = i64::MIN)),
        ("a programme has promised more", Box::new(|s| s.measures.list[0].awarded = 1e30)),
    ];
    for (part, change) in wrong {
        let fault = restored(&change).unwrap_err();
        assert!(fault.contains(part), "`{fault}` does not say `{part}`");
    }
}

/// What is left of a year's budget in December lapses; nothing piles up.
#[test]
fn budgets_lapse_with_the_year() {
    let mut sim = world(&level("two_regions"));
    let regions: Vec<RegionId> = ["us", "china"].map(|word| sim.catalog().find(word).unwrap()).to_vec();
    let cash = |sim: &Simulation, at: RegionId| sim.world().resource::<Ledger>().cash(Account::Government(at));
    run(&mut sim, 5);
    assert!(regions.iter().all(|at| cash(&sim, *at) > 0), "a treasury without orders has something left in November");
    run(&mut sim, 1);
    assert!(regions.iter().all(|at| cash(&sim, *at) == 0), "{:?}", regions.iter().map(|at| cash(&sim, *at)).collect::<Vec<_>>());
}

/// What a firm earns outside the chain is told apart from what it pays for other inputs.
#[test]
fn business_outside_the_chain_has_a_line_of_its_own() {
    let mut sim = world(&level("battery_race"));
    run(&mut sim, 1);
    let who = firm(&sim, "catl");
    let line = |tag| sim.world().resource::<Ledger>().last_musd(Account::Firm(who), tag);
    assert!((12.0 * line(Tag::OutsideBusiness) - finances(&sim)[who.index()].outside_earnings).abs() < 0.01);
    assert!(line(Tag::Other) < 0.0, "other inputs are paid: {}", line(Tag::Other));
}

/// A firm that is wound up owes nobody anything any more: no plant runs, no contract binds, no cash flows.
#[test]
fn a_failed_firm_is_gone() {
    let mut sim = world(&level("battery_race"));
    let word = "albemarle";
    let who = firm(&sim, word);
    run(&mut sim, 3);
    let mut snapshot = sim.snapshot();
    snapshot.firms.finance[who.index()].receiver_months = 6;
    sim = revived(&sim, snapshot);
    run(&mut sim, 3);
    let contracts = |sim: &Simulation| {
        let markets = sim.snapshot().markets;
        let bound = |m: &Market| m.contracts.iter().filter(|c| m.sellers[c.seller as usize].firm == who).count();
        markets.goods.iter().map(bound).sum::<usize>()
    };
    let cash = |sim: &Simulation| sim.world().resource::<Ledger>().cash(Account::Firm(who));
    assert!(finances(&sim)[who.index()].failed);
    assert_eq!(contracts(&sim), 0);
    let lines = sim.snapshot().lines;
    let runs = lines.facility.iter().zip(&lines.capacity).any(|(l, c)| l.owner == who && c.nameplate > 0.0);
    assert!(!runs, "{word} still runs plants");
    let before = cash(&sim);
    run(&mut sim, 6);
    assert!(cash(&sim) >= before.min(0), "cash of {word} went from {before} to {}", cash(&sim));
}

/// Who buys the plants of a failed firm takes over what its customers order: the largest maker of cells changes hands, and its lines run on.
#[test]
fn plants_that_change_hands_run_on() {
    let mut sim = world(&level("battery_race"));
    let who = firm(&sim, "catl");
    run(&mut sim, 3);
    let mut snapshot = sim.snapshot();
    snapshot.firms.finance[who.index()].receiver_months = 5;
    sim = revived(&sim, snapshot);
    let made = |sim: &Simulation, line: usize| sim.snapshot().lines.run[line].made;
    let theirs: Vec<usize> = (0..sim.snapshot().lines.facility.len()).filter(|l| sim.snapshot().lines.facility[*l].owner == who).collect();
    let all = |sim: &Simulation| theirs.iter().map(|line| made(sim, *line)).sum::<f64>();
    run(&mut sim, 1);
    let before = all(&sim);
    for month in 1..=6 {
        run(&mut sim, 1);
        let now = all(&sim);
        assert!(now > 0.8 * before, "{month} months on, its plants make {now} instead of {before}");
    }
    assert!(finances(&sim)[who.index()].failed);
}

/// Sound firms whose main business lies outside the chain do not die of their balance in the first years.
#[test]
fn nobody_dies_of_the_start() {
    let mut sim = world(&level("battery_race"));
    run(&mut sim, 24);
    let all = finances(&sim);
    for word in ["codelco", "erg", "gecamines", "resonac"] {
        let finance = &all[firm(&sim, word).index()];
        assert!(!finance.failed && finance.receiver_months == 0, "{word} is in receivership");
    }
}

/// No automaker has lines for cars with a plug that were not under way before: its own plans take as long as what is ordered.
#[test]
fn car_plants_take_time() {
    let mut sim = world(&level("battery_race"));
    let assembly = sim.catalog().find("car_assembly").unwrap();
    let first = sim.snapshot().pipeline.next;
    let (mut begun, mut opened) = (0, 0);
    for _ in 0..18 {
        let before = sim.snapshot();
        run(&mut sim, 1);
        let after = sim.snapshot();
        for (old, new) in before.cars.presences.iter().zip(&after.cars.presences) {
            let here = |p: &&Project| (p.process, p.firm, p.region) == (assembly, before.cars.makers[old.maker as usize].firm, old.region);
            let building = before.pipeline.projects.iter().filter(here).filter(|p| p.progress == Progress::Building);
            let ready: f64 = building.filter(|p| p.months_left <= 1.0).map(|p| p.capacity).sum();
            let more = new.plug_capacity - old.plug_capacity;
            assert!(more <= ready + 1e-9, "{:?} in {:?} has {more} more, {ready} were ready", old.maker, old.region);
            opened += usize::from(more > 0.0);
        }
        begun += after.pipeline.projects.iter().filter(|p| p.process == assembly && p.id >= first).count();
    }
    assert!(begun > 10 && opened > 10, "{begun} begun, {opened} opened");
}

/// A credit that its government refuses to owners from abroad is no reason for them to build there, whatever it does for their
/// neighbours' costs.
#[test]
fn nobody_counts_on_credits_that_are_for_others() {
    let mut sims = [world(&level("two_regions")), world(&level("two_regions"))];
    give(&mut sims[1], "us", r#"EnactPolicy(policy: "production_credit_cells_restricted", settings: {"usd_per_kwh": 40})"#);
    sims.iter_mut().for_each(|sim| run(sim, 8));
    let worth = |sim: &Simulation, word: &str| {
        let (process, us) = (sim.catalog().find("lfp_cell_production").unwrap(), sim.catalog().find("us").unwrap());
        appraise(sim.world(), firm(sim, word), process, us, 10.0, None).unwrap().npv
    };
    let gain = |word: &str| worth(&sims[1], word) - worth(&sims[0], word);
    assert!(gain("tesla") > 0.3, "Tesla gains {}", gain("tesla"));
    // What credits do for the whole market, CATL sees as well: users are more.
    assert!(gain("catl") < 0.3 * gain("tesla"), "CATL gains {} where Tesla gains {}", gain("catl"), gain("tesla"));
}
