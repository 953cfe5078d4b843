//! Read-only access to everything that reports are made from, gathered once.

use super::briefing::Memory;
use super::dossier::Dossier;
use crate::content::Catalog;
use crate::content::definitions::chain::Unit;
use crate::content::definitions::start::CarMarket;
use crate::content::ids::{FirmId, GoodId, ItemKind, RegionId};
use crate::orders::phrases;
use crate::sim::Simulation;
use crate::sim::buyers::components::{Cars, POWERTRAINS};
use crate::sim::buyers::systems::mean_range;
use crate::sim::buyers::utility::RegionView;
use crate::sim::calendar::components::Drivers;
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::facts::Facts;
use crate::sim::investment::components::{Capacity, Pipeline};
use crate::sim::ledger::components::{Finance, Ledger, UnitCost};
use crate::sim::plans::components::Plan;
use crate::sim::policy::components::{Effects, Measures};
use crate::sim::politics::components::Politics;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::scoreboard::components::History;
use crate::sim::society::components::{Dependence, Land, Treasury};
use crate::sim::technology::components::{KnowHow, Technologies};
use crate::sim::trade::components::Markets;

/// A production line.
#[derive(Clone, Copy)]
pub struct LineView<'a> {
    /// What and where.
    pub facility: &'a Facility,
    /// Yards.
    pub stocks: &'a Stocks,
    /// This month's run.
    pub run: &'a Run,
    /// Plan.
    pub plan: &'a Plan,
    /// Cost of a unit.
    pub cost: &'a UnitCost,
    /// Capacity.
    pub capacity: &'a Capacity,
}

/// A world as reports see it.
pub struct View<'a> {
    /// The simulation.
    pub sim: &'a Simulation,
    /// What can exist.
    pub catalog: &'a Catalog,
    /// Tables derived from it.
    pub facts: &'a Facts,
    /// Markets.
    pub markets: &'a Markets,
    /// Cars.
    pub cars: &'a Cars,
    /// Money.
    pub ledger: &'a Ledger,
    /// Who controls what.
    pub dependence: &'a Dependence,
    /// Capacity under way.
    pub pipeline: &'a Pipeline,
    /// Measures.
    pub measures: &'a Measures,
    /// Moods, votes, capital.
    pub politics: &'a Politics,
    /// Tension between the sides.
    pub diplomacy: &'a Diplomacy,
    /// What measures do.
    pub effects: &'a Effects,
    /// Outside world.
    pub drivers: &'a Drivers,
    /// Readiness and packs.
    pub technologies: &'a Technologies,
    /// Series.
    pub history: &'a History,
    /// Lines, by number.
    pub lines: Vec<LineView<'a>>,
    /// Firms' books, by firm.
    pub finances: Vec<&'a Finance>,
    /// Firms' know-how, by firm.
    pub know_how: Vec<&'a KnowHow>,
    /// Regions, by number.
    pub lands: Vec<&'a Land>,
    /// Governments, by region.
    pub treasuries: Vec<&'a Treasury>,
    /// Figures as they were, if somebody kept them.
    pub memories: &'a [Memory],
    /// What is known of governments beside what the world shows.
    pub dossiers: &'a [Dossier],
}

impl<'a> View<'a> {
    /// Gathers everything.
    #[must_use]
    pub fn new(sim: &'a Simulation) -> Self {
        let world = sim.world();
        let (mut lines, mut finances, mut know_how, mut lands, mut treasuries) =
            (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
        if let Some(mut query) = world.try_query::<(&Facility, &Stocks, &Run, &Plan, &UnitCost, &Capacity)>() {
            lines.extend(query.iter(world).map(|(facility, stocks, run, plan, cost, capacity)| LineView {
                facility,
                stocks,
                run,
                plan,
                cost,
                capacity,
            }));
        }
        if let Some(mut query) = world.try_query::<(&Finance, &KnowHow)>() {
            for (finance, learned) in query.iter(world) {
                finances.push(finance);
                know_how.push(learned);
            }
        }
        if let Some(mut query) = world.try_query::<(&Land, &Treasury)>() {
            for (land, treasury) in query.iter(world) {
                lands.push(land);
                treasuries.push(treasury);
            }
        }
        Self {
            memories: &[],
            dossiers: &[],
            sim,
            catalog: sim.catalog(),
            facts: sim.facts(),
            markets: world.resource(),
            cars: world.resource(),
            politics: world.resource(),
            diplomacy: world.resource(),
            ledger: world.resource(),
            dependence: world.resource(),
            pipeline: world.resource(),
            measures: world.resource(),
            effects: world.resource(),
            drivers: world.resource(),
            technologies: world.resource(),
            history: sim.history(),
            lines,
            finances,
            know_how,
            lands,
            treasuries,
        }
    }

    /// All regions.
    pub fn regions(&self) -> impl Iterator<Item = RegionId> + use<> {
        (0..self.facts.regions).map(RegionId::from_index)
    }

    /// All goods that are traded on markets.
    pub fn goods(&self) -> impl Iterator<Item = GoodId> {
        (0..self.catalog.goods.len()).map(GoodId::from_index).filter(|good| self.facts.is_traded(*good))
    }

    /// The same, with figures as somebody kept them.
    #[must_use]
    pub const fn remembering(mut self, memories: &'a [Memory]) -> Self {
        self.memories = memories;
        self
    }

    /// The same, with what is known of governments.
    #[must_use]
    pub const fn knowing(mut self, dossiers: &'a [Dossier]) -> Self {
        self.dossiers = dossiers;
        self
    }

    /// Name of a good.
    #[must_use]
    pub fn good(&self, good: GoodId) -> &'a str {
        &self.catalog.goods[good.index()].name
    }

    /// Name of a good in running text.
    #[must_use]
    pub fn said(&self, good: GoodId) -> String {
        phrases::good(self.catalog, good)
    }

    /// Name of a region.
    #[must_use]
    pub fn region(&self, region: RegionId) -> &'a str {
        &self.catalog.regions[region.index()].name
    }

    /// Name of a region in running text.
    #[must_use]
    pub fn there(&self, region: RegionId) -> &'a str {
        phrases::region(self.catalog, region)
    }

    /// Short name of a region, for headers.
    #[must_use]
    pub fn short(&self, region: RegionId) -> &'a str {
        &self.catalog.regions[region.index()].short
    }

    /// Name of a firm.
    #[must_use]
    pub fn firm(&self, firm: FirmId) -> &'a str {
        &self.catalog.firms[firm.index()].name
    }

    /// The id word of an item.
    #[must_use]
    pub fn word(&self, kind: ItemKind, index: usize) -> &'a str {
        self.catalog.word(kind, index)
    }

    /// The good that a line makes.
    #[must_use]
    pub fn makes(&self, line: &LineView<'_>) -> GoodId {
        self.facts.process(line.facility.process).makes
    }

    /// Unit of a good's price.
    #[must_use]
    pub fn price_unit(&self, good: GoodId) -> &'static str {
        price_unit(self.catalog.goods[good.index()].unit)
    }

    /// Unit of a good.
    #[must_use]
    pub fn unit(&self, good: GoodId) -> &'static str {
        self.catalog.goods[good.index()].unit.label()
    }

    /// Relations of one government to another, −100 to 100; none where there is no government.
    #[must_use]
    pub fn relation(&self, of: RegionId, to: RegionId) -> Option<f64> {
        self.treasuries.get(of.index())?.relations.get(to.index()).copied()
    }

    /// The car market of a region.
    #[must_use]
    pub fn car_market(&self, region: RegionId) -> Option<&'a CarMarket> {
        self.catalog.car_markets.iter().find(|m| m.region == region)
    }

    /// What a region's car buyers see now.
    #[must_use]
    pub fn buyers(&self, region: RegionId) -> Option<RegionView<'a>> {
        let market = self.car_market(region)?;
        let land = self.lands.iter().find(|land| land.id == region.0)?;
        let range_km = mean_range(self.cars, region.index(), self.facts);
        Some(RegionView { facts: self.facts, market, land, range_km, oil: self.drivers.oil, effects: self.effects })
    }

    /// Cars sold a year in a region by powertrain, thousand.
    #[must_use]
    pub fn sales(&self, region: RegionId) -> [f64; POWERTRAINS] {
        let mut sum = [0.0; POWERTRAINS];
        for maker in 0..self.cars.makers.len() {
            let sold = &self.cars.presence(maker, region, self.facts.regions).sold_year;
            (0..POWERTRAINS).for_each(|p| sum[p] += 12.0 * sold[p]);
        }
        sum
    }

    /// Value of a series `months` ago, if it was recorded then; 0 is the last value.
    #[must_use]
    pub fn past(&self, series: &str, region: &str, months: usize) -> Option<f64> {
        self.history.series(series, region)?.back(months)
    }

    /// Change of a series over the last `months`, %.
    #[must_use]
    pub fn change(&self, series: &str, region: &str, months: usize) -> Option<f64> {
        let (now, then) = (self.past(series, region, 0)?, self.past(series, region, months)?);
        (then.abs() > 1e-12).then(|| 100.0 * (now / then - 1.0))
    }
}

/// Share of a whole as %, nothing of nothing being nothing.
#[must_use]
pub fn percent(part: f64, whole: f64) -> f64 {
    if whole.abs() > 1e-12 { 100.0 * part / whole } else { 0.0 }
}

/// Unit of the price of a good that is counted in `unit`: what $M per unit reads as.
#[must_use]
pub const fn price_unit(unit: Unit) -> &'static str {
    match unit {
        Unit::KtLce => "$/kg LCE",
        Unit::KtNi => "$/kg Ni",
        Unit::KtCo => "$/kg Co",
        Unit::KtMn => "$/kg Mn",
        Unit::KtP => "$/kg P",
        Unit::Kt => "$/kg",
        Unit::MillionM2 => "$/m²",
        Unit::Gwh => "$/kWh",
        Unit::ThousandCars => "k$ per car",
    }
}
