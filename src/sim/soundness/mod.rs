//! Whether a snapshot that came from a file can be a world of this level at all: every number a number, every list as long as
//! the level needs, every reference to something that exists. Whether it is the world that was saved, its checksum tells.

mod governments;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

use super::simulation::Simulation;
use super::state::Snapshot;
use crate::content::Catalog;
use crate::sim::buyers::components::Cars;
use crate::sim::scoreboard::outcome::unfit;
use crate::sim::trade::components::{Customer, Market};
use crate::units::{Cents, MUSD_IN_CENTS, Month};

/// More money than the world has, and little enough that sums of it do not run over.
const MOST_CENTS: Cents = 1 << 55;

/// Any value at all, if every number in it is finite.
struct Finite;

impl<'de> Deserialize<'de> for Finite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FiniteVisitor)
    }
}

struct FiniteVisitor;

impl<'de> Visitor<'de> for FiniteVisitor {
    type Value = Finite;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Finite, E> {
        if value.is_finite() { Ok(Finite) } else { Err(E::custom("it holds a number that is not finite")) }
    }

    fn visit_f32<E: de::Error>(self, value: f32) -> Result<Finite, E> {
        self.visit_f64(f64::from(value))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Finite, E> {
        Ok(Finite)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Finite, E> {
        Ok(Finite)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Finite, E> {
        Ok(Finite)
    }

    fn visit_str<E>(self, _: &str) -> Result<Finite, E> {
        Ok(Finite)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Finite, E> {
        Ok(Finite)
    }

    fn visit_unit<E>(self) -> Result<Finite, E> {
        Ok(Finite)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Finite, A::Error> {
        while list.next_element::<Finite>()?.is_some() {}
        Ok(Finite)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Finite, A::Error> {
        while map.next_entry::<Finite, Finite>()?.is_some() {}
        Ok(Finite)
    }
}

/// Refuses MessagePack that holds an infinite number or none at all (NaN).
///
/// # Errors
/// A sentence on what was found.
pub fn require_finite(bytes: &[u8]) -> Result<(), String> {
    rmp_serde::from_slice::<Finite>(bytes).map(|_| ()).map_err(|e| e.to_string())
}

/// Collects what is wrong; only the first fault is told.
pub(in crate::sim) struct Check {
    fault: Option<String>,
}

impl Check {
    pub(in crate::sim) fn that(&mut self, holds: bool, fault: impl FnOnce() -> String) {
        if !holds && self.fault.is_none() {
            self.fault = Some(fault());
        }
    }

    pub(in crate::sim) fn long(&mut self, what: &str, have: usize, want: usize) {
        self.that(have == want, || format!("{what} has {have} entries where the level has {want}"));
    }

    pub(in crate::sim) fn below(&mut self, what: &str, number: usize, limit: usize) {
        self.that(number < limit, || format!("{what} points to number {number} of {limit}"));
    }

    pub(in crate::sim) fn date(&mut self, what: &str, month: Month) {
        let fits = (1900..=2300).contains(&month.year());
        self.that(fits, || format!("{what} is dated outside any calendar of the game"));
    }
}

/// Refuses a snapshot that is no world of the level. `fresh` is a snapshot of the level's start.
///
/// # Errors
/// A sentence on the first thing that does not fit.
pub fn require_fit(snapshot: &Snapshot, fresh: &Snapshot, catalog: &Catalog) -> Result<(), String> {
    let mut check = Check { fault: None };
    calendar(&mut check, snapshot, fresh);
    lists(&mut check, snapshot, fresh);
    if check.fault.is_none() {
        markets(&mut check, snapshot, catalog);
        lines(&mut check, snapshot, catalog);
        agents(&mut check, snapshot, catalog);
        plans(&mut check, snapshot, catalog);
        governments::politics(&mut check, snapshot, fresh, catalog);
        money(&mut check, snapshot);
        unfit(&snapshot.ends, catalog).into_iter().for_each(|fault| check.that(false, || fault));
    }
    check.fault.map_or(Ok(()), Err)
}

fn calendar(check: &mut Check, snapshot: &Snapshot, fresh: &Snapshot) {
    let (now, start) = (&snapshot.calendar, &fresh.calendar);
    check.date("the calendar", now.month);
    check.that(now.start == start.start && now.end == start.end, || "the calendar is that of another level".to_owned());
    let fits = check.fault.is_none() && now.month >= start.month && i64::from(now.month.since(start.month)) == i64::from(now.tick);
    check.that(fits, || "the calendar does not count its months right".to_owned());
    // A campaign that has ended may be played on.
    let in_time = now.month <= start.end.plus(1) || snapshot.ends.outcome.is_some();
    check.that(fits && in_time, || "the calendar is past the level's end".to_owned());
}

/// Lists whose length the level gives once and for all.
fn lists(check: &mut Check, s: &Snapshot, fresh: &Snapshot) {
    check.that(s.lines.agents().is_some_and(|n| n >= fresh.lines.facility.len()), || "plants are missing".to_owned());
    check.that(s.firms.agents() == fresh.firms.agents(), || "firms are missing or too many".to_owned());
    check.that(s.lands.agents() == fresh.lands.agents(), || "regions are missing or too many".to_owned());
    check.long("the list of markets", s.markets.goods.len(), fresh.markets.goods.len());
    lists_of_cars(check, &s.cars, &fresh.cars);
    lists_of_agents(check, s, fresh);
    for (what, have, want) in [
        ("packs in use", s.batteries.packs.len(), fresh.batteries.packs.len()),
        ("other batteries", s.batteries.other.len(), fresh.batteries.other.len()),
        ("pairs of dependence", s.dependence.pairs.len(), fresh.dependence.pairs.len()),
        ("control over goods", s.dependence.control.len(), fresh.dependence.control.len()),
        ("readiness", s.technologies.readiness.len(), fresh.technologies.readiness.len()),
        ("research", s.technologies.research.len(), fresh.technologies.research.len()),
        ("what plants cost", s.technologies.equipment.len(), fresh.technologies.equipment.len()),
        ("the reference of what plants cost", s.technologies.equipment_reference.len(), fresh.technologies.equipment_reference.len()),
        ("the reference of research", s.technologies.research_reference.len(), fresh.technologies.research_reference.len()),
        ("overheads", s.start.overhead_share.len(), fresh.start.overhead_share.len()),
        ("other uses", s.start.other_use_scale.len(), fresh.start.other_use_scale.len()),
        ("prices of the start", s.start.price.len(), fresh.start.price.len()),
        ("accounts", s.ledger.cash.len(), fresh.ledger.cash.len()),
        ("payments", s.ledger.flows.len(), fresh.ledger.flows.len()),
        ("payments of last month", s.ledger.last.len(), fresh.ledger.last.len()),
        ("payments of the year", s.ledger.year.len(), fresh.ledger.year.len()),
    ] {
        check.long(what, have, want);
    }
    check.long("the mix of storage", s.batteries.storage_mix.len(), fresh.batteries.storage_mix.len());
    check.long("the trust of storage", s.batteries.storage_appeal.len(), fresh.batteries.storage_appeal.len());
    for table in [&s.dependence.by_place, &s.dependence.by_owner].into_iter().filter(|table| !table.is_empty()) {
        check.long("a table of origins", table.len(), fresh.dependence.control.len());
    }
    let whose = (s.ledger.firms, s.ledger.regions) == (fresh.ledger.firms, fresh.ledger.regions);
    check.that(whose, || "the ledger is that of another level".to_owned());
}

/// Lists of automakers.
fn lists_of_cars(check: &mut Check, cars: &Cars, start: &Cars) {
    for (what, have, want) in [
        ("the list of automakers", cars.makers.len(), start.makers.len()),
        ("the list of presences", cars.presences.len(), start.presences.len()),
        ("availability", cars.availability.len(), start.availability.len()),
        ("cells at car plants", cars.cells.len(), start.cells.len()),
        ("cells afloat", cars.afloat.len(), start.afloat.len()),
        ("cells wanted afloat", cars.afloat_wanted.len(), start.afloat_wanted.len()),
        ("the mix of chemistries", cars.mix.len(), start.mix.len()),
        ("the appeal of chemistries", cars.mix_appeal.len(), start.mix_appeal.len()),
        ("the appeal of powertrains", cars.powertrain_appeal.len(), start.powertrain_appeal.len()),
        ("the worth of credits", cars.credit_worth.len(), start.credit_worth.len()),
        ("the share of plugs", cars.plug_share.len(), start.plug_share.len()),
        ("the potential of plugs", cars.plug_potential.len(), start.plug_potential.len()),
        ("reference prices", cars.reference_price.len(), start.reference_price.len()),
    ] {
        check.long(what, have, want);
    }
}

/// Lists of firms, regions and governments.
fn lists_of_agents(check: &mut Check, s: &Snapshot, fresh: &Snapshot) {
    for (have, want) in s.firms.know_how.iter().zip(&fresh.firms.know_how) {
        check.long("a firm's experience", have.experience.len(), want.experience.len());
        check.long("a firm's costs", have.cost_factor.len(), want.cost_factor.len());
        check.long("a firm's reference", have.reference.len(), want.reference.len());
    }
    for (number, (land, start)) in s.lands.land.iter().zip(&fresh.lands.land).enumerate() {
        check.that(usize::from(land.id) == number, || "a region stands in another's place".to_owned());
        check.long("a reserve", land.reserve.len(), start.reserve.len());
    }
    for (have, want) in s.lands.treasury.iter().zip(&fresh.lands.treasury) {
        check.long("a government's relations", have.relations.len(), want.relations.len());
    }
}

fn markets(check: &mut Check, s: &Snapshot, catalog: &Catalog) {
    let (firms, regions) = (catalog.firms.len(), catalog.regions.len());
    for (number, market) in s.markets.goods.iter().enumerate() {
        check.that(market.good.index() == number, || "a market stands in another's place".to_owned());
        check.long("a market's list of regions", market.nodes.len(), regions);
        let pairs = market.sellers.len() * market.buyers.len();
        check.long("a market's preferences", market.preference.len(), pairs);
        check.long("a market's flows of a year", market.flow_year.len(), pairs);
        for seller in &market.sellers {
            check.below("a seller's firm", seller.firm.index(), firms);
            check.below("a seller's region", seller.region.index(), regions);
        }
        for buyer in &market.buyers {
            check.below("a buyer's region", buyer.region.index(), regions);
            if let Customer::Maker(firm) = buyer.customer {
                check.below("a buyer's firm", firm.index(), firms);
            }
        }
        for contract in &market.contracts {
            check.below("a contract's seller", contract.seller as usize, market.sellers.len());
            check.below("a contract's buyer", contract.buyer as usize, market.buyers.len());
            check.date("a contract", contract.expires);
        }
    }
}

fn lines(check: &mut Check, s: &Snapshot, catalog: &Catalog) {
    let side = |good: crate::content::ids::GoodId| s.markets.goods.get(good.index());
    let sellers = |market: Option<&Market>| market.map_or(0, |m| m.sellers.len());
    for (number, (line, run)) in s.lines.facility.iter().zip(&s.lines.run).enumerate() {
        check.that(line.id as usize == number, || "a plant stands in another's place".to_owned());
        check.below("a plant's site", line.site.map_or(0, |site| site.index()), catalog.sites.len());
        check.below("a plant's region", line.region.index(), catalog.regions.len());
        check.below("a plant's owner", line.owner.index(), catalog.firms.len());
        check.below("a plant's process", line.process.index(), catalog.processes.len());
        check.date("a plant", line.since);
        let Some(process) = catalog.processes.get(line.process.index()) else { continue };
        check.below("a plant's seller", line.seller as usize, sellers(side(process.makes)));
        for (slot, input) in process.inputs.iter().enumerate().take(line.buyers.len()) {
            let buyers = side(input.good).map_or(0, |m| m.buyers.len());
            check.below("a plant's buyer", line.buyers[slot] as usize, buyers);
        }
        let byproducts = process.byproducts.iter().map(|b| b.good).chain(process.rejects);
        for (slot, good) in byproducts.enumerate().take(line.side_sellers.len()) {
            check.below("a plant's seller of a side good", line.side_sellers[slot] as usize, sellers(side(good)));
        }
        let waits_for = usize::try_from(run.limit).unwrap_or(0);
        let known = waits_for == 0 || waits_for < process.inputs.len();
        check.that(known, || "a plant waits for an input that it does not use".to_owned());
    }
}

fn agents(check: &mut Check, s: &Snapshot, catalog: &Catalog) {
    let (firms, regions) = (catalog.firms.len(), catalog.regions.len());
    for maker in &s.cars.makers {
        check.below("an automaker's firm", maker.firm.index(), firms);
        check.below("an automaker's home", maker.home.index(), regions);
    }
    for (number, presence) in s.cars.presences.iter().enumerate() {
        let place = (presence.maker as usize, presence.region.index());
        check.that(place == (number / regions, number % regions), || "an automaker stands in another's place".to_owned());
        check.that(presence.credits.iter().all(|credits| *credits >= 0.0), || "an automaker has less than no credits".to_owned());
    }
    for loan in s.firms.finance.iter().flat_map(|f| &f.public) {
        check.below("a public lender", loan.by.index(), regions);
    }
    for pair in &s.dependence.pairs {
        if let Some(good) = pair.bottleneck_good {
            check.below("a bottleneck", usize::from(good), catalog.goods.len());
        }
    }
}

fn plans(check: &mut Check, s: &Snapshot, catalog: &Catalog) {
    let (firms, regions, processes) = (catalog.firms.len(), catalog.regions.len(), catalog.processes.len());
    for project in &s.pipeline.projects {
        check.below("a project's firm", project.firm.index(), firms);
        check.below("a project's region", project.region.index(), regions);
        check.below("a project's site", project.site.map_or(0, |site| site.index()), catalog.sites.len());
        check.below("a project's process", project.process.index(), processes);
        if let Some(by) = project.ordered_by {
            check.below("a project's government", by.index(), regions);
        }
        if let Some(line) = project.extends {
            check.below("a project's plant", line as usize, s.lines.facility.len());
        }
    }
    let wishes = s.pipeline.appetite.iter().map(|(f, p, r, _)| (*f, *p, *r));
    let verdicts = s.pipeline.verdicts.iter().map(|v| (v.firm, v.process, v.region));
    for (firm, process, region) in wishes.chain(verdicts) {
        check.below("a plan's firm", firm.index(), firms);
        check.below("a plan's process", process.index(), processes);
        check.below("a plan's region", region.index(), regions);
    }
    for tie in &s.ties.list {
        check.below("a tie's firm", tie.firm.index(), firms);
        check.below("a tie's other firm", tie.with.index(), firms);
        check.below("a tie's technology", tie.technology.index(), catalog.technologies.len());
        check.below("a tie's government", tie.ordered_by.index(), regions);
        check.date("a tie", tie.since);
    }
    crate::sim::policy::sound::check(check, s, catalog);
}

fn money(check: &mut Check, s: &Snapshot) {
    let ledger = &s.ledger;
    let amounts = ledger.cash.iter().chain(&ledger.flows).chain(&ledger.last).chain(&ledger.year).chain([&ledger.total]);
    let finance = s.firms.finance.iter().flat_map(|f| [&f.debt, &f.revolving, &f.plant, &f.outside_plant, &f.stocks]);
    let public = s.firms.finance.iter().flat_map(|f| f.public.iter().map(|loan| &loan.owed));
    let debts = s.lands.treasury.iter().flat_map(|t| [&t.debt, &t.lent]);
    let sane = amounts.chain(finance).chain(public).chain(debts).all(|cents| cents.checked_abs().is_some_and(|c| c < MOST_CENTS));
    check.that(sane, || "an account holds more than the world has".to_owned());
    // What is lent is what is owed: else repayment would leave a rest that nobody owes.
    for (region, treasury) in s.lands.treasury.iter().enumerate() {
        let loans = s.firms.finance.iter().flat_map(|f| &f.public).filter(|loan| loan.by.index() == region);
        let owed = loans.fold(0, |sum: Cents, loan| sum.saturating_add(loan.owed));
        check.that(owed == treasury.lent, || "what a government has lent is not what firms owe it".to_owned());
    }
    let awarded = s.measures.list.iter().all(|m| m.awarded.abs() * MUSD_IN_CENTS < MOST_CENTS as f64);
    check.that(awarded, || "a programme has promised more than the world has".to_owned());
}

impl Simulation {
    /// A world from a snapshot that came from a file, with what was remembered of its past.
    ///
    /// # Errors
    /// A sentence on why this is no world of the level.
    pub fn restore(
        catalog: &std::sync::Arc<Catalog>,
        seed: u64,
        snapshot: Snapshot,
        history: super::scoreboard::components::History,
    ) -> Result<Self, String> {
        let fresh = Self::new(std::sync::Arc::clone(catalog), seed).snapshot();
        require_fit(&snapshot, &fresh, catalog)?;
        let months = snapshot.calendar.tick;
        let whole = history.series.iter().all(|s| s.values.len() == history.months as usize && s.values.iter().all(|v| v.is_finite()));
        if !whole || history.months != months || history.start != fresh.calendar.start {
            return Err("its history does not have one value for every month".to_owned());
        }
        let simulation = Self::from_snapshot(std::sync::Arc::clone(catalog), snapshot, history);
        simulation.check_books().into_iter().next().map_or(Ok(simulation), Err)
    }
}
