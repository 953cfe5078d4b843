//! Markets, lines, firms, governments and measures as the level names them.

use super::Builder;
use crate::content::definitions::start::Progress;
use crate::content::ids::{GoodId, RegionId};
use crate::sim::buyers::components::PLUGS;
use crate::sim::facts::Facts;
use crate::sim::investment::cars::{assembly, steps_at_start};
use crate::sim::investment::components::{Project, Work};
use crate::sim::investment::projects::{lead, new_line};
use crate::sim::policy::components::{Measure, Measures};
use crate::sim::society::components::{Land, MagnetStore, Treasury};
use crate::sim::technology::components::KnowHow;
use crate::sim::technology::systems::{effective_experience, share_research};
use crate::sim::trade::components::{Customer, Market, Node};

/// Years of nameplate output that the builders of a plant have learned from pilots before it makes its first unit.
const PILOT_YEARS: f64 = 0.25;

/// The measures that the level has in force or dated.
pub fn measures(facts: &Facts) -> Measures {
    let mut list = Vec::new();
    for (index, definition) in facts.catalog.measures.iter().enumerate() {
        let policy = &facts.catalog.policies[definition.policy.index()];
        let mut settings = definition.settings.clone();
        for (name, rule) in &policy.settings {
            settings.entry(name.clone()).or_insert_with(|| rule.default.clone());
        }
        list.push(Measure {
            id: u32::try_from(index).unwrap_or(0),
            policy: definition.policy,
            by: definition.by,
            since: definition.since,
            announced: definition.since.plus(-24),
            until: definition.until,
            settings,
            change: None,
            executive: false,
            levies: Vec::new(),
            awarded: 0.0,
        });
    }
    let next = u32::try_from(list.len()).unwrap_or(0);
    Measures { list, next }
}

impl Builder {
    /// Every good gets a market with a node in every region, at the level's prices.
    pub(super) fn open_markets(&mut self) {
        let regions = self.facts.regions;
        for (index, _) in self.facts.catalog.goods.iter().enumerate() {
            let state = self.facts.catalog.good_states.iter().find(|s| s.good.index() == index);
            let mut nodes = Vec::with_capacity(regions);
            for region in (0..regions).map(RegionId::from_index) {
                let price = state.map_or(1.0, |s| s.price_musd.at(region));
                let scale = |wanted: Option<f64>| wanted.map_or(price, |w| w * price / state.map_or(1.0, |s| s.price_musd.all));
                nodes.push(Node {
                    spot: price,
                    expected: scale(state.and_then(|s| s.expected_price_musd)),
                    contract_index: scale(state.and_then(|s| s.contract_price_musd)),
                    start_months: state.map_or(36.0, |s| s.settles_in_months),
                    ..Node::default()
                });
                self.start.price.push(price);
            }
            self.markets.goods.push(Market {
                good: GoodId::from_index(index),
                sellers: Vec::new(),
                buyers: Vec::new(),
                preference: Vec::new(),
                flow_year: Vec::new(),
                contracts: Vec::new(),
                nodes,
                demand: 0.0,
                growth: state.map_or(0.05, |s| s.growth_share),
                momentum: 0.0,
                world_price: state.map_or(1.0, |s| s.price_musd.all),
                orders: 0.0,
                fill: 1.0,
                marginal_cost: 0.0,
            });
        }
        self.start.other_use_scale = vec![1.0; self.facts.catalog.goods.len()];
    }

    /// Lines of the level, with the buyers and sellers that they bring; then everybody else who buys on the markets.
    pub(super) fn place_lines(&mut self) {
        for definition in &self.facts.catalog.lines {
            let site = &self.facts.catalog.sites[definition.site.index()];
            let Some(operator) = site.operator() else { continue };
            let id = u32::try_from(self.lines.len()).unwrap_or(0);
            let mut bundle = new_line(
                &self.facts,
                &mut self.markets,
                id,
                Some(definition.site),
                definition.process,
                site.region,
                operator,
                definition.since,
            );
            bundle.5.nameplate = definition.capacity_units;
            bundle.5.ramped = definition.capacity_units * definition.ramped_share;
            bundle.5.idle_share = definition.mothballed_share;
            bundle.5.size_start = self.facts.size(definition.process, definition.capacity_units);
            self.lines.push(bundle);
            self.utilisation.push(definition.utilisation_share);
        }
        for (index, good) in self.facts.catalog.goods.iter().enumerate() {
            let market = &mut self.markets.goods[index];
            if let Some(other) = &good.other_use {
                for region in other.regions.keys() {
                    market.add_buyer(Customer::Outside, *region);
                }
            }
            if let Some(chemistry) = self.facts.chemistry_of[index] {
                let definition = &self.facts.catalog.chemistries[chemistry.index()];
                for region in (0..self.facts.regions).map(RegionId::from_index) {
                    if definition.storage_fit > 0.0 && self.drivers.storage[region.index()] > 0.0 {
                        market.add_buyer(Customer::Storage, region);
                    }
                    if definition.heavy_share + definition.device_share > 0.0
                        && self.drivers.heavy[region.index()] + self.drivers.devices[region.index()] > 0.0
                    {
                        market.add_buyer(Customer::Devices, region);
                    }
                }
            }
        }
    }

    /// What firms know at the start: data, or what their plants must have made.
    pub(super) fn teach_firms(&mut self) {
        let catalog = self.facts.catalog.clone();
        let count = catalog.technologies.len();
        let start = catalog.scenario.start;
        let mut made = vec![0.0; catalog.firms.len() * count];
        for (line, _, run, .., capacity) in &self.lines {
            let technology = self.facts.process(line.process).technology;
            let years = (f64::from(start.since(line.since)) / 12.0).clamp(0.25, 12.0);
            let made_since = run.made * 12.0 * years * 0.5;
            made[line.owner.index() * count + technology.index()] += made_since.max(PILOT_YEARS * capacity.nameplate);
        }
        for state in &catalog.firm_states {
            for (technology, units) in &state.experience_units {
                made[state.firm.index() * count + technology.index()] = *units;
            }
        }
        self.know_how = (0..catalog.firms.len())
            .map(|f| KnowHow {
                experience: made[f * count..(f + 1) * count].to_vec(),
                cost_factor: vec![1.0; count],
                reference: vec![0.0; count],
            })
            .collect();
        self.set_references();
        self.technologies.equipment = vec![1.0; count];
        self.technologies.equipment_reference = (0..count).map(|t| made.iter().skip(t).step_by(count).sum::<f64>().max(1e-6)).collect();
        let mut research = vec![0.0; count];
        for state in &catalog.firm_states {
            share_research(&self.facts, &self.know_how[state.firm.index()], state.research_musd, &mut research);
        }
        let decay = catalog.rules.learning.research_decay.max(0.01);
        let stock: Vec<f64> = research.iter().zip(&catalog.technologies).map(|(m, t)| (m / decay).max(t.step_cost_musd * 0.05)).collect();
        self.technologies.readiness =
            (0..count).map(|t| catalog.scenario.readiness_of(crate::content::ids::TechnologyId::from_index(t))).collect();
        self.technologies.research.clone_from(&stock);
        self.technologies.research_reference = stock;
        let cells: f64 = self
            .facts
            .cells
            .iter()
            .filter_map(|c| catalog.processes.iter().find(|p| p.makes == *c))
            .map(|p| p.technology.index())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter()
            .map(|t| (0..catalog.firms.len()).map(|f| made[f * count + t]).sum::<f64>())
            .sum();
        self.technologies.cells_made = cells.max(1.0);
        self.technologies.cells_reference = cells.max(1.0);
        self.technologies.pack_factor = 1.0;
        self.technologies.glider_factor = 1.0;
        let plugs: f64 = catalog.car_markets.iter().map(|m| m.plug_fleet_million).sum::<f64>().max(0.01);
        self.technologies.plug_cars = (plugs, plugs);
    }

    /// The effective experience of the start is the reference of every learning curve: a firm's own where it has plants, that of
    /// a typical maker where it has none, so that a newcomer pays for what it does not know yet.
    fn set_references(&mut self) {
        let catalog = self.facts.catalog.clone();
        let count = catalog.technologies.len();
        let all: Vec<Vec<f64>> = self.know_how.iter().map(|k| k.experience.clone()).collect();
        for t in 0..count {
            let world: Vec<f64> = (0..count).map(|t| all.iter().map(|e| e[t]).sum()).collect();
            for firm in 0..catalog.firms.len() {
                let home = catalog.firms[firm].home;
                let country: f64 = (0..catalog.firms.len()).filter(|f| catalog.firms[*f].home == home).map(|f| all[f][t]).sum();
                let heard = effective_experience(&self.facts, firm, t, &all, &world, country);
                self.know_how[firm].reference[t] = heard.max(1e-3);
            }
            let (mut known, mut weight) = (0.0, 0.0);
            for (know, own) in self.know_how.iter().zip(&all).filter(|(_, own)| own[t] > 0.0) {
                known += own[t].sqrt() * know.reference[t];
                weight += own[t].sqrt();
            }
            let typical = if weight > 0.0 { known / weight } else { 1e-3 };
            for (know, _) in self.know_how.iter_mut().zip(&all).filter(|(_, own)| own[t] <= 0.0) {
                know.reference[t] = know.reference[t].max(typical);
            }
        }
    }

    /// Governments with their purses, and the land that they govern.
    pub(super) fn place_governments(&mut self) {
        let regions = self.facts.regions;
        let goods = self.facts.catalog.goods.len();
        for region in 0..regions {
            let definition = self.facts.catalog.governments.iter().find(|g| g.region.index() == region);
            self.treasuries.push(Treasury {
                budget: definition.map_or(500.0, |g| g.budget_busd * 1000.0),
                relations: self.facts.base_relations[region * regions..(region + 1) * regions].to_vec(),
                approval: definition.map_or(50.0, |g| g.approval),
                ..Treasury::default()
            });
            let full = MagnetStore { months: self.facts.catalog.rules.magnets.stock_months, substitute: 0.0, cover: 1.0, usual: [0.0; 4] };
            let mut land = Land { id: u16::try_from(region).unwrap_or(0), reserve: vec![0.0; goods], magnets: full, ..Land::default() };
            if let Some(market) = self.facts.catalog.car_markets.iter().find(|m| m.region.index() == region) {
                let plugs = market.plug_fleet_million;
                let rest = (market.fleet_million - plugs).max(0.0);
                land.fleet = [rest * 0.95, rest * 0.05, plugs * 0.3, plugs * 0.7];
            }
            self.lands.push(land);
        }
    }

    /// Projects of the level, and a filler where growth needs more than is named, spread over the lead time.
    pub(super) fn fill_pipeline(&mut self) {
        let catalog = self.facts.catalog.clone();
        let start = catalog.scenario.start;
        for definition in &catalog.projects {
            let site = &catalog.sites[definition.site.index()];
            let Some(operator) = site.operator() else { continue };
            let recipe = &catalog.processes[definition.process.index()];
            let build = recipe.build_months.at(site.region);
            let due = f64::from(definition.due.since(start)).max(1.0);
            // Dates are those that were told; luck comes on top of what is filed or begun later.
            let line = self.lines.iter().find(|b| b.0.site == Some(definition.site) && b.0.process == definition.process);
            let support = self.effects.support(recipe.makes, site.region);
            let work = if line.is_some() { Work::Extension } else { Work::New };
            let (permit, _) = lead(&self.facts, definition.process, site.region, support, work);
            let (months_left, spent) = match definition.progress {
                Progress::Building => (due, (1.0 - due / build).clamp(0.05, 0.95)),
                Progress::Permitting => ((due - build).max(1.0), 0.0),
                Progress::Announced => ((due - build - permit).max(1.0), 0.0),
            };
            let cost = definition.capex_musd.unwrap_or(definition.capacity_units * recipe.capex_musd_per_unit.at(site.region));
            self.pipeline.projects.push(Project {
                id: self.pipeline.next,
                firm: operator,
                region: site.region,
                site: Some(definition.site),
                process: definition.process,
                capacity: definition.capacity_units,
                progress: definition.progress,
                months_left,
                doubt: 0.0,
                build_months: build.max(due * f64::from(u8::from(definition.progress == Progress::Building))),
                cost,
                spent: cost * spent,
                grant_share: 0.0,
                abroad: None,
                loan: (0.0, 0.0),
                raises: false,
                ordered_by: None,
                extends: line.map(|b| b.0.id),
                work,
                npv: 0.0,
                fast_tracked: false,
                ended: false,
            });
            self.pipeline.next += 1;
        }
        self.add_filler();
        self.add_car_plants();
    }

    /// What automakers must have under way so that lines for cars with a plug keep pace with the growth that the level tells, in
    /// three steps over the time that each takes. Orders of the past year lie behind today's by that growth.
    fn add_car_plants(&mut self) {
        let facts = self.facts.clone();
        let rules = &facts.catalog.rules.automakers;
        let growth = self.markets.of(facts.car_goods[3]).growth.clamp(0.0, rules.planned_growth);
        for presence in &mut self.cars.presences {
            presence.plug_orders_year = PLUGS.iter().map(|p| presence.orders[*p]).sum::<f64>() / (1.0 + growth);
        }
        let Some(process) = assembly(&facts) else { return };
        for (at, work, units, lead) in steps_at_start(&facts, &self.effects, &self.cars, &self.pipeline, growth) {
            let (firm, region) = (self.cars.makers[at / facts.regions].firm, self.cars.presences[at].region);
            let part = if work == Work::Conversion { rules.conversion_cost_share } else { 1.0 };
            let cost = units / 3.0 * facts.catalog.processes[process.index()].capex_musd_per_unit.at(region) * part;
            for step in 0..3 {
                let months_left = (lead * (1.0 + 2.0 * f64::from(step)) / 6.0).max(1.0);
                self.pipeline.projects.push(Project {
                    id: self.pipeline.next,
                    firm,
                    region,
                    site: None,
                    process,
                    capacity: units / 3.0,
                    progress: Progress::Building,
                    months_left,
                    doubt: 0.0,
                    build_months: lead.max(months_left),
                    cost,
                    spent: cost * (1.0 - months_left / lead.max(months_left)),
                    grant_share: 0.0,
                    abroad: None,
                    loan: (0.0, 0.0),
                    raises: false,
                    ordered_by: None,
                    extends: None,
                    work,
                    npv: 0.0,
                    fast_tracked: false,
                    ended: false,
                });
                self.pipeline.next += 1;
            }
        }
    }

    fn add_filler(&mut self) {
        let catalog = self.facts.catalog.clone();
        for index in 0..self.lines.len() {
            let (line, _, run, .., capacity) = &self.lines[index];
            let recipe = &catalog.processes[line.process.index()];
            let good = recipe.makes;
            let growth = self.markets.of(good).growth.clamp(0.0, 0.25);
            let used = if capacity.ramped > 0.0 { run.made * 12.0 / capacity.ramped } else { 0.0 };
            if used < 0.7 || capacity.nameplate <= 0.0 {
                continue;
            }
            let share = recipe.extension_share;
            let lead = (recipe.permit_months.at(line.region) + recipe.build_months.at(line.region)) * share;
            let named: f64 = self
                .pipeline
                .projects
                .iter()
                .filter(|p| p.process == line.process && p.firm == line.owner && p.region == line.region)
                .map(|p| p.capacity)
                .sum();
            let wanted = growth * capacity.nameplate * lead / 12.0 - named;
            if wanted < 0.3 * recipe.module_units {
                continue;
            }
            for part in 0..3 {
                let months_left = lead * (1.0 + 2.0 * f64::from(part)) / 6.0;
                let cost = wanted / 3.0 * recipe.capex_musd_per_unit.at(line.region);
                let build = recipe.build_months.at(line.region) * share;
                self.pipeline.projects.push(Project {
                    id: self.pipeline.next,
                    firm: line.owner,
                    region: line.region,
                    site: line.site,
                    process: line.process,
                    capacity: wanted / 3.0,
                    progress: Progress::Building,
                    months_left: months_left.max(1.0),
                    doubt: 0.0,
                    build_months: build.max(months_left),
                    cost,
                    spent: cost * (1.0 - months_left / build.max(months_left)),
                    grant_share: 0.0,
                    abroad: None,
                    loan: (0.0, 0.0),
                    raises: false,
                    ordered_by: None,
                    extends: Some(line.id),
                    work: Work::Extension,
                    npv: 0.0,
                    fast_tracked: false,
                    ended: false,
                });
                self.pipeline.next += 1;
            }
        }
    }
}
