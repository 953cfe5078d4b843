//! What follows from the catalog alone and is wanted every month: which process makes what, routes, element tables.
//! Derived once per world, shared by all copies.

use bevy_ecs::prelude::Resource;
use std::sync::Arc;

use crate::content::Catalog;
use crate::content::definitions::chain::{Element, Pricing, Stage, Unit};
use crate::content::definitions::places::Site;
use crate::content::definitions::politics::Form;
use crate::content::definitions::start::CarMarket;
use crate::content::ids::{ChemistryId, FirmId, GoodId, ProcessId, RegionId, TechnologyId};
use crate::sim::plans::formulas::capital_recovery;
use crate::sim::policy::support::Claimant;
use crate::sim::production::components::{Facility, INPUTS, SIDES};

/// Number of tracked elements.
pub const ELEMENTS: usize = Element::ALL.len();

/// A process as the month wants it.
#[derive(Clone, Debug)]
pub struct ProcessFacts {
    /// Main good.
    pub makes: GoodId,
    /// Inputs: good and units per unit of good output at full yield.
    pub inputs: Vec<(GoodId, f64)>,
    /// Side goods: good and units per unit of good output. Rejects are last and counted per unit of rejected output.
    pub sides: Vec<(GoodId, f64)>,
    /// Whether the last side good is rejects.
    pub rejects: bool,
    /// Kilotonnes of elements per unit of output taken from the ground.
    pub mined: [f64; ELEMENTS],
    /// Know-how.
    pub technology: TechnologyId,
    /// Stage of the main good.
    pub stage: Stage,
    /// Whether the plant pays for its first input what it can afford (netback): it takes the price of what it makes.
    pub price_taker: bool,
}

/// Everything derived.
#[derive(Resource, Clone)]
pub struct Facts(pub Arc<FactTables>);

impl std::ops::Deref for Facts {
    type Target = FactTables;

    fn deref(&self) -> &FactTables {
        &self.0
    }
}

/// The tables behind [`Facts`].
pub struct FactTables {
    /// What can exist.
    pub catalog: Arc<Catalog>,
    /// Processes.
    pub processes: Vec<ProcessFacts>,
    /// Number of regions.
    pub regions: usize,
    /// Kilotonnes of elements in a unit of each good.
    pub contains: Vec<[f64; ELEMENTS]>,
    /// Freight per unit of each good at `(good * regions + from) * regions + to`, $M, at index 1.
    pub freight: Vec<f64>,
    /// Which freight index moves a good: 0 container, 1 ro-ro.
    pub freight_index: Vec<usize>,
    /// Months at sea at `from * regions + to`.
    pub sea_months: Vec<u32>,
    /// Ordinary duty at `(good * regions + from) * regions + to`.
    pub duty: Vec<f64>,
    /// Cell good of each chemistry, and the chemistry of each cell good.
    pub cells: Vec<GoodId>,
    /// Chemistry by good, for cell goods.
    pub chemistry_of: Vec<Option<ChemistryId>>,
    /// Scrap units per GWh of each chemistry, limited by the scarcest element.
    pub scrap_units: Vec<f64>,
    /// Goods of the four powertrains: ICE, HEV, PHEV, BEV.
    pub car_goods: [GoodId; 4],
    /// Index of a car maker's entry in the catalog by `firm * regions + region`.
    pub car_maker: Vec<Option<u16>>,
    /// Index of a region's car market in the catalog.
    car_market: Vec<Option<usize>>,
    /// Capital recovery factor of each firm for each process, at `firm * processes + process`.
    recovery: Vec<f64>,
    /// Goods by stage-wise depth from cars back to ore: users before makers.
    pub users_first: Vec<GoodId>,
    /// Relations at the start, at `region * regions + other`: what they come back to.
    pub base_relations: Vec<f64>,
    /// How far the provinces of a region overshoot a plan; nothing where there is no plan.
    pub zeal: Vec<f64>,
    /// By good, what is made of it, recycling aside; each good once, whichever processes make it.
    made_of: Vec<Vec<GoodId>>,
}

impl FactTables {
    /// The process facts of `process`.
    #[must_use]
    pub fn process(&self, process: ProcessId) -> &ProcessFacts {
        &self.processes[process.index()]
    }

    /// Derives everything from a checked catalog.
    #[must_use]
    pub fn new(catalog: Arc<Catalog>) -> Self {
        let regions = catalog.regions.len();
        let contains: Vec<[f64; ELEMENTS]> = catalog
            .goods
            .iter()
            .map(|good| {
                let mut row = [0.0; ELEMENTS];
                for (element, kt) in &good.contains_kt {
                    row[*element as usize] = *kt;
                }
                row
            })
            .collect();
        let processes = catalog.processes.iter().map(|p| process_facts(p, &catalog, &contains)).collect();
        let cells: Vec<GoodId> = catalog.chemistries.iter().map(|c| c.cell).collect();
        let mut chemistry_of = vec![None; catalog.goods.len()];
        for (index, cell) in cells.iter().enumerate() {
            chemistry_of[cell.index()] = Some(ChemistryId::from_index(index));
        }
        let scrap_units = catalog.chemistries.iter().map(|c| scrap_units(&contains[c.cell.index()], &contains[c.scrap.index()])).collect();
        let (freight, sea_months) = routes(&catalog);
        let freight_index =
            catalog.goods.iter().map(|g| usize::from(catalog.freight_classes[g.freight.index()].index == "roro_freight_index")).collect();
        let car_goods = ["ice_car", "hev_car", "phev_car", "bev_car"].map(|word| catalog.find::<GoodId>(word).unwrap_or(GoodId(0)));
        let duty = duties(&catalog);
        let users_first = users_first(&catalog);
        let made_of = made_of(&catalog);
        let mut car_maker = vec![None; catalog.firms.len() * regions];
        for (index, maker) in catalog.car_makers.iter().enumerate() {
            car_maker[maker.firm.index() * regions + maker.region.index()] = u16::try_from(index).ok();
        }
        Self {
            processes,
            regions,
            contains,
            freight,
            freight_index,
            sea_months,
            duty,
            cells,
            chemistry_of,
            scrap_units,
            car_goods,
            users_first,
            base_relations: base_relations(&catalog),
            zeal: zeal(&catalog),
            made_of,
            car_maker,
            car_market: (0..regions).map(|r| catalog.car_markets.iter().position(|m| m.region.index() == r)).collect(),
            recovery: catalog
                .firms
                .iter()
                .flat_map(|f| catalog.processes.iter().map(|p| capital_recovery(f.hurdle_share, p.life_years)))
                .collect(),
            catalog,
        }
    }

    /// A firm as it claims public money.
    #[must_use]
    pub fn claimant(&self, firm: FirmId) -> Claimant {
        Claimant { firm, home: self.catalog.firms[firm.index()].home }
    }

    /// What is made of a good, recycling aside.
    #[must_use]
    pub fn made_of(&self, good: GoodId) -> &[GoodId] {
        &self.made_of[good.index()]
    }

    /// The car market of a region, if it has one.
    #[must_use]
    pub fn car_market(&self, region: RegionId) -> Option<&CarMarket> {
        self.car_market[region.index()].map(|index| &self.catalog.car_markets[index])
    }

    /// The yearly payment per dollar that a firm must earn on what it builds for a process.
    #[must_use]
    pub fn recovery(&self, firm: FirmId, process: ProcessId) -> f64 {
        self.recovery[firm.index() * self.processes.len() + process.index()]
    }

    /// How much likelier than anybody else `supplier` is to sell cells to `maker`'s plants in `region`: named suppliers by their
    /// share, the firm itself where nobody is named.
    #[must_use]
    pub fn bond(&self, maker: FirmId, region: RegionId, supplier: FirmId) -> f64 {
        let definition = self.car_maker[maker.index() * self.regions + region.index()].map(|i| &self.catalog.car_makers[usize::from(i)]);
        match definition.filter(|d| !d.cell_suppliers.is_empty()) {
            Some(named) => named.cell_suppliers.get(&supplier).copied().unwrap_or(0.0) * 30.0 + 0.05,
            None if maker == supplier => 20.0,
            None => 1.0,
        }
    }

    /// The named site of a line; none stands on a green field.
    #[must_use]
    pub fn site(&self, line: &Facility) -> Option<&Site> {
        line.site.map(|site| &self.catalog.sites[site.index()])
    }

    /// What `units` a year of a line's capacity would cost to build anew, $M.
    #[must_use]
    pub fn cost_anew(&self, line: &Facility, units: f64) -> f64 {
        units * self.catalog.processes[line.process.index()].capex_musd_per_unit.at(line.region)
    }

    /// What the place of a line is called.
    #[must_use]
    pub fn place(&self, line: &Facility) -> String {
        self.site(line).map_or_else(|| format!("{}, new site", self.catalog.regions[line.region.index()].short), |site| site.name.clone())
    }

    /// Months at sea between two regions.
    #[must_use]
    pub fn months(&self, from: RegionId, to: RegionId) -> usize {
        self.sea_months[from.index() * self.regions + to.index()] as usize
    }

    /// Size of a line, as a share of the size beyond which it gains nothing by growing; a single module is the least.
    #[must_use]
    pub fn size(&self, process: ProcessId, nameplate: f64) -> f64 {
        let most = self.catalog.rules.learning.size_modules;
        (nameplate / self.catalog.processes[process.index()].module_units).clamp(1.0, most) / most
    }

    /// Index of (good, from, to) in the dense tables.
    #[must_use]
    pub fn at(&self, good: GoodId, from: RegionId, to: RegionId) -> usize {
        (good.index() * self.regions + from.index()) * self.regions + to.index()
    }

    /// Whether plants sell the good on a market (cars are sold by their makers).
    #[must_use]
    pub fn is_traded(&self, good: GoodId) -> bool {
        self.catalog.goods[good.index()].unit != Unit::ThousandCars
    }
}

/// By region, how far provinces overshoot a plan.
fn zeal(catalog: &Catalog) -> Vec<f64> {
    let mut zeal = vec![0.0; catalog.regions.len()];
    for polity in &catalog.polities {
        if let Form::Plan(plan) = &polity.form {
            zeal[polity.region.index()] = plan.zeal;
        }
    }
    zeal
}

/// Relations at the start, by region and other.
fn base_relations(catalog: &Catalog) -> Vec<f64> {
    let regions = catalog.regions.len();
    let mut relations = vec![0.0; regions * regions];
    for government in &catalog.governments {
        for (other, value) in &government.relations {
            relations[government.region.index() * regions + other.index()] = *value;
        }
    }
    relations
}

fn process_facts(process: &crate::content::definitions::chain::Process, catalog: &Catalog, contains: &[[f64; ELEMENTS]]) -> ProcessFacts {
    let mut sides: Vec<(GoodId, f64)> = process.byproducts.iter().map(|b| (b.good, b.units)).collect();
    let rejects = process.rejects.is_some();
    if let Some(scrap) = process.rejects {
        sides.push((scrap, scrap_units(&contains[process.makes.index()], &contains[scrap.index()])));
    }
    sides.truncate(SIDES);
    let mut mined = [0.0; ELEMENTS];
    for (element, kt) in &process.mined_kt {
        mined[*element as usize] = *kt;
    }
    let inputs = process.inputs.iter().map(|a| (a.good, a.units)).take(INPUTS).collect();
    ProcessFacts {
        makes: process.makes,
        inputs,
        sides,
        rejects,
        mined,
        technology: process.technology,
        stage: catalog.goods[process.makes.index()].stage,
        price_taker: process.inputs.first().is_some_and(|a| {
            let market = catalog.goods[a.good.index()].market;
            catalog.market_rules[market.index()].pricing == Pricing::Netback
        }),
    }
}

/// Units of scrap that a unit of `whole` can become without making any element: limited by the scarcest.
fn scrap_units(whole: &[f64; ELEMENTS], scrap: &[f64; ELEMENTS]) -> f64 {
    let limit = (0..ELEMENTS).filter(|&e| scrap[e] > 0.0).map(|e| whole[e] / scrap[e]).fold(1.0_f64, f64::min);
    limit.max(0.0)
}

fn routes(catalog: &Catalog) -> (Vec<f64>, Vec<u32>) {
    let n = catalog.regions.len();
    let mut class: Vec<&str> = vec!["domestic"; n * n];
    let mut months = vec![0_u32; n * n];
    for from in 0..n {
        for to in 0..n {
            let (a, b) = (catalog.regions[from].zone, catalog.regions[to].zone);
            if from == to {
                continue;
            }
            let route = catalog.rules.routes.iter().find(|r| (r.from == a && r.to == b) || (r.from == b && r.to == a));
            if let Some(route) = route {
                class[from * n + to] = &route.class;
                months[from * n + to] = route.months;
            }
        }
    }
    let mut freight = Vec::with_capacity(catalog.goods.len() * n * n);
    for good in &catalog.goods {
        let table = &catalog.freight_classes[good.freight.index()].routes;
        let mean = table.values().sum::<f64>() / table.len().max(1) as f64;
        for pair in &class {
            freight.push(table.get(*pair).copied().unwrap_or(mean) * good.shipped_per_unit);
        }
    }
    (freight, months)
}

fn duties(catalog: &Catalog) -> Vec<f64> {
    let n = catalog.regions.len();
    let mut duty = Vec::with_capacity(catalog.goods.len() * n * n);
    for good in &catalog.goods {
        let class = &catalog.tariff_classes[good.tariff.index()];
        let first = duty.len();
        for from in 0..n {
            for to in 0..n {
                let rate = if from == to { 0.0 } else { class.mfn_share.at(RegionId::from_index(to)) };
                duty.push(rate);
            }
        }
        for rule in &class.preferential {
            duty[first + rule.from.index() * n + rule.to.index()] = rule.share;
        }
    }
    duty
}

fn made_of(catalog: &Catalog) -> Vec<Vec<GoodId>> {
    let mut made_of = vec![Vec::new(); catalog.goods.len()];
    for process in catalog.processes.iter().filter(|p| catalog.goods[p.makes.index()].stage != Stage::Recycling) {
        for input in &process.inputs {
            made_of[input.good.index()].push(process.makes);
        }
    }
    for goods in &mut made_of {
        goods.sort_unstable();
        goods.dedup();
    }
    made_of
}

/// Orders goods so that every good comes after all goods that are made from it.
fn users_first(catalog: &Catalog) -> Vec<GoodId> {
    let goods = catalog.goods.len();
    let mut depth = vec![0_usize; goods];
    for _ in 0..goods {
        for process in &catalog.processes {
            let made = depth[process.makes.index()];
            for input in &process.inputs {
                let below = &mut depth[input.good.index()];
                if *below <= made && made + 1 < goods {
                    *below = made + 1;
                }
            }
        }
    }
    let mut order: Vec<usize> = (0..goods).collect();
    order.sort_by_key(|&g| (depth[g], g));
    order.into_iter().map(GoodId::from_index).collect()
}
