//! Cars at the start: sales, prices and plants of the data; tastes fitted so that buyers choose exactly these.

use super::Builder;
use crate::content::definitions::cars::Powertrain;
use crate::content::definitions::start::{CarMaker, CarMarket};
use crate::content::ids::{ChemistryId, FirmId, RegionId};
use crate::sim::buyers::components::{Cars, Maker, POWERTRAINS, Presence, Status};
use crate::sim::facts::Facts;
use crate::sim::investment::cars::open_cell_buyers;
use crate::sim::plans::cars::{cell_need, nearness};
use crate::sim::plans::chemistries::pack_parts;
use crate::sim::society::chargers::adequacy;
use crate::units::math;

/// All makers with an empty presence in every region.
pub fn empty(facts: &Facts) -> Cars {
    let catalog = &facts.catalog;
    let mut firms: Vec<FirmId> = catalog.car_makers.iter().map(|m| m.firm).collect();
    firms.sort_unstable();
    firms.dedup();
    let makers: Vec<Maker> = firms
        .iter()
        .map(|firm| Maker {
            firm: *firm,
            home: catalog.firms[firm.index()].home,
            status: Status::MultiRegional,
            status_months: 0,
            push: 0.0,
        })
        .collect();
    let mut presences = Vec::new();
    for maker in 0..makers.len() {
        for region in (0..facts.regions).map(RegionId::from_index) {
            presences.push(blank(maker, region));
        }
    }
    let (count, chemistries, segments) = (presences.len(), facts.cells.len(), catalog.segments.len());
    Cars {
        availability: vec![0.0; count * segments * 2],
        cells: vec![0.0; count * chemistries],
        afloat: vec![0.0; makers.len() * chemistries],
        afloat_wanted: vec![0.0; makers.len()],
        mix: vec![0.0; count * chemistries],
        mix_appeal: vec![0.0; count * chemistries],
        powertrain_appeal: vec![0.0; facts.regions * POWERTRAINS],
        credit_worth: vec![0.0; facts.regions],
        plug_share: vec![0.0; facts.regions * segments],
        plug_potential: vec![0.0; facts.regions * segments],
        reference_price: vec![1.0; facts.regions],
        pack_price: 120.0,
        pack_price_start: 120.0,
        makers,
        presences,
    }
}

fn blank(maker: usize, region: RegionId) -> Presence {
    let zero = [0.0; POWERTRAINS];
    Presence {
        maker: u32::try_from(maker).unwrap_or(0),
        region,
        selling: false,
        leaving: false,
        certified_in: 0,
        network: 0.0,
        trust: 0.0,
        combustion: 1.0,
        appeal: zero,
        price: zero,
        body_cost: zero,
        landed_cost: zero,
        markup_share: zero,
        support: zero,
        pack_kwh: zero,
        pack_kwh_start: zero,
        wish: zero,
        backlog: zero,
        cancelled: 0.0,
        dealers: zero,
        transit: [zero; 2],
        sold: zero,
        sold_year: zero,
        expected: zero,
        capacity: 0.0,
        plug_capacity: 0.0,
        plant_standing: 1.0,
        orders: zero,
        built: zero,
        built_year: zero,
        plug_orders_year: 0.0,
        yard: zero,
        pack_cost: 0.0,
        credits: Vec::new(),
        limit: 0,
    }
}

impl Builder {
    pub(super) fn market(&self, region: usize) -> Option<&CarMarket> {
        self.facts.catalog.car_markets.iter().find(|m| m.region.index() == region)
    }

    /// Everything about cars, in the order in which one follows from the other.
    pub(super) fn place_cars(&mut self) {
        self.place_governments();
        self.read_makers();
        self.settle_lands();
        for maker in 0..self.cars.makers.len() {
            (0..60).for_each(|_| self.unload_plants(maker));
        }
        self.fit_tastes();
        self.cost_bodies();
        self.stock_dealers();
        for maker in 0..self.cars.makers.len() {
            let world: f64 = self.cars.presences.iter().map(|p| p.sold_year.iter().sum::<f64>()).sum();
            self.cars.makers[maker].status = crate::sim::society::makers::status(&self.facts, &self.cars, maker, world);
        }
    }

    fn read_makers(&mut self) {
        let facts = self.facts.clone();
        let chemistries = facts.cells.len();
        for definition in &facts.catalog.car_makers {
            let Some(maker) = self.cars.maker(definition.firm) else { continue };
            let at = maker * facts.regions + definition.region.index();
            let Some(market) = facts.catalog.car_markets.iter().find(|m| m.region == definition.region) else { continue };
            let presence = &mut self.cars.presences[at];
            read_presence(presence, definition, market, has_engines(&facts.catalog.car_makers, definition.firm));
            let known: f64 = definition.chemistries.values().sum();
            for h in 0..chemistries {
                let share = definition.chemistries.get(&ChemistryId::from_index(h)).copied().unwrap_or(0.0);
                self.cars.mix[at * chemistries + h] = if known > 0.0 { share / known } else { 0.0 };
            }
        }
        self.fill_mixes();
        for at in 0..self.cars.presences.len() {
            if self.cars.presences[at].plug_capacity > 0.0 {
                let (firm, region) = (self.cars.makers[at / facts.regions].firm, self.cars.presences[at].region);
                open_cell_buyers(&facts, &mut self.markets, firm, region);
            }
        }
    }

    /// Plants without named chemistries take the maker's mean, or the world's.
    fn fill_mixes(&mut self) {
        let chemistries = self.facts.cells.len();
        let regions = self.facts.regions;
        let mut world = vec![1e-9; chemistries];
        for at in 0..self.cars.presences.len() {
            let weight = self.cars.presences[at].plug_capacity;
            (0..chemistries).for_each(|h| world[h] += weight * self.cars.mix[at * chemistries + h]);
        }
        let sum: f64 = world.iter().sum();
        for at in 0..self.cars.presences.len() {
            let own: f64 = (0..chemistries).map(|h| self.cars.mix[at * chemistries + h]).sum();
            if own > 0.0 {
                continue;
            }
            let maker = at / regions;
            let mut mean = vec![0.0; chemistries];
            for r in 0..regions {
                let other = maker * regions + r;
                (0..chemistries).for_each(|h| mean[h] += self.cars.presences[other].plug_capacity * self.cars.mix[other * chemistries + h]);
            }
            let total: f64 = mean.iter().sum();
            for h in 0..chemistries {
                self.cars.mix[at * chemistries + h] = if total > 0.0 { mean[h] / total } else { world[h] / sum };
            }
        }
    }

    /// Chargers as they stand, familiarity in equilibrium with the fleet of the start.
    fn settle_lands(&mut self) {
        let facts = self.facts.clone();
        let (society, buyers) = (&facts.catalog.rules.society, &facts.catalog.rules.buyers);
        for land in &mut self.lands {
            let region = land.id as usize;
            let Some(market) = facts.catalog.car_markets.iter().find(|m| m.region.index() == region) else { continue };
            let fleet: f64 = land.fleet.iter().sum::<f64>().max(1e-6);
            land.public_points = market.chargers_thousand;
            land.chargers = adequacy(land.public_points, fleet, society.points_per_thousand_cars);
            for p in 0..POWERTRAINS {
                let share = land.fleet[p] / fleet;
                let seen = buyers.familiarity_marketing + buyers.familiarity_fleet * share;
                land.familiarity[p] = seen / (seen + buyers.forgetting * (1.0 - share));
            }
        }
    }

    /// Lowers the standing of a maker's overloaded plants with all its dealers: none builds beyond its capacity.
    fn unload_plants(&mut self, maker: usize) {
        let regions = self.facts.regions;
        let mut load = vec![[0.0_f64; 2]; regions];
        for to in 0..regions {
            let sold = self.cars.presences[maker * regions + to].sold_year;
            for (group, units) in [(0, sold[0] + sold[1]), (1, sold[2] + sold[3])] {
                let weights: Vec<f64> = (0..regions).map(|from| self.plant_weight(maker, to, from, group)).collect();
                let total: f64 = weights.iter().sum();
                if total > 0.0 {
                    (0..regions).for_each(|from| load[from][group] += 12.0 * units * weights[from] / total);
                }
            }
        }
        for from in 0..regions {
            let plant = &self.cars.presences[maker * regions + from];
            let capacity = [plant.capacity - plant.plug_capacity, plant.plug_capacity];
            let worst = (0..2).map(|g| if capacity[g] > 0.0 { load[from][g] / (0.88 * capacity[g]) } else { 0.0 }).fold(0.0, f64::max);
            if worst > 1.0 {
                let factor = 1.0 / math::pow(worst, 0.7);
                self.cars.presences[maker * regions + from].plant_standing *= factor;
            }
        }
    }

    pub(super) fn plant_weight(&self, maker: usize, to: usize, from: usize, group: usize) -> f64 {
        let plant = &self.cars.presences[maker * self.facts.regions + from];
        let lines = if group == 1 { plant.plug_capacity } else { plant.capacity - plant.plug_capacity };
        plant.plant_standing * nearness(&self.facts, self.cars.makers[maker].home.index(), from, to) * lines.max(0.0)
    }

    /// Orders of the first month are its sales; dealers, ships and plants hold what that needs.
    fn stock_dealers(&mut self) {
        let facts = self.facts.clone();
        let regions = facts.regions;
        let chemistries = facts.cells.len();
        let rules = &facts.catalog.rules.automakers;
        for maker in 0..self.cars.makers.len() {
            for to in 0..regions {
                let dealer = maker * regions + to;
                if !self.cars.presences[dealer].selling {
                    continue;
                }
                for p in 0..POWERTRAINS {
                    self.send_orders(maker, to, p);
                    let presence = &mut self.cars.presences[dealer];
                    presence.sold[p] = presence.sold_year[p];
                    presence.wish[p] = presence.sold_year[p];
                    presence.expected[p] = presence.sold_year[p];
                    presence.dealers[p] = rules.dealer_stock_months * presence.sold_year[p];
                }
            }
        }
        for at in 0..self.cars.presences.len() {
            self.cars.presences[at].built_year = self.cars.presences[at].orders;
            let need = cell_need(&self.cars, at);
            for h in 0..chemistries {
                let state = self.facts.catalog.good_states.iter().find(|s| s.good == self.facts.cells[h]);
                let overhang = state.map_or(1.0, |s| s.users_stock_factor);
                self.cars.cells[at * chemistries + h] = overhang * rules.cell_stock_months * need * self.cars.mix[at * chemistries + h];
                self.cars.mix_appeal[at * chemistries + h] = 0.0;
            }
        }
        self.set_afloat();
        self.fit_chemistries();
    }

    fn send_orders(&mut self, maker: usize, to: usize, p: usize) {
        let regions = self.facts.regions;
        let units = self.cars.presences[maker * regions + to].sold_year[p];
        let weights: Vec<f64> = (0..regions).map(|from| self.plant_weight(maker, to, from, usize::from(p >= 2))).collect();
        let total: f64 = weights.iter().sum();
        for (from, weight) in weights.iter().enumerate() {
            if *weight <= 0.0 || units <= 0.0 {
                continue;
            }
            let part = units * weight / total;
            self.cars.presences[maker * regions + from].orders[p] += part;
            let months = self.facts.months(RegionId::from_index(from), RegionId::from_index(to));
            let ships = &mut self.cars.presences[maker * regions + to].transit;
            (0..months.min(2)).for_each(|m| ships[m][p] += part);
        }
    }

    /// Cells inside cars at dealers and at sea.
    fn set_afloat(&mut self) {
        let regions = self.facts.regions;
        let chemistries = self.facts.cells.len();
        for maker in 0..self.cars.makers.len() {
            let mut gwh = 0.0;
            let mut built = vec![1e-12; chemistries];
            for r in 0..regions {
                let at = maker * regions + r;
                let presence = &self.cars.presences[at];
                for p in 2..POWERTRAINS {
                    gwh += (presence.dealers[p] + presence.transit[0][p] + presence.transit[1][p]) * presence.pack_kwh[p] / 1000.0;
                }
                let need = cell_need(&self.cars, at);
                (0..chemistries).for_each(|h| built[h] += need * self.cars.mix[at * chemistries + h]);
            }
            let sum: f64 = built.iter().sum();
            (0..chemistries).for_each(|h| self.cars.afloat[maker * chemistries + h] = gwh * built[h] / sum);
            self.cars.afloat_wanted[maker] = gwh;
        }
    }

    /// Fondness for chemistries that makes today's mix what today's costs would choose; unused ones stay possible.
    fn fit_chemistries(&mut self) {
        let facts = self.facts.clone();
        let chemistries = facts.cells.len();
        let (power, newcomer) = (facts.catalog.rules.automakers.chemistry_power, facts.catalog.rules.automakers.newcomer_appeal);
        let mut costs = vec![0.0; chemistries];
        for at in 0..self.cars.presences.len() {
            let region = self.cars.presences[at].region;
            for (h, c) in facts.catalog.chemistries.iter().enumerate() {
                let parts = pack_parts(c, region, 1.0).iter().sum::<f64>();
                costs[h] = self.markets.of(c.cell).node(region).spot + parts + c.range_penalty_usd_per_kwh;
            }
            let mean: f64 = (0..chemistries).map(|h| self.cars.mix[at * chemistries + h] * costs[h]).sum::<f64>().max(1.0);
            for h in 0..chemistries {
                let share = self.cars.mix[at * chemistries + h];
                let inverse = math::exp(power * (costs[h] / mean - 1.0).clamp(-2.0, 2.0));
                self.cars.mix_appeal[at * chemistries + h] = if share > 0.0 { share * inverse } else { newcomer };
            }
        }
    }

    /// Cells that a maker's plant in a region needs a month, of one chemistry, GWh.
    pub(super) fn maker_need(&self, firm: FirmId, region: RegionId, h: usize) -> f64 {
        let Some(maker) = self.cars.maker(firm) else { return 0.0 };
        let at = maker * self.facts.regions + region.index();
        cell_need(&self.cars, at) * self.cars.mix[at * self.facts.cells.len() + h]
    }
}

/// Whether a maker sells any car with an engine anywhere: who sells none will not begin with plug-in hybrids.
fn has_engines(makers: &[CarMaker], firm: FirmId) -> bool {
    let burns = |definition: &CarMaker| definition.sales_thousand.iter().any(|(p, sales)| *p != Powertrain::Bev && *sales > 0.0);
    makers.iter().any(|definition| definition.firm == firm && burns(definition))
}

fn read_presence(presence: &mut Presence, definition: &CarMaker, market: &CarMarket, engines: bool) {
    for (index, p) in Powertrain::ALL.iter().enumerate() {
        let sales = definition.sales_thousand.get(p).copied().unwrap_or(0.0) / 12.0;
        presence.sold_year[index] = sales;
        let offered = sales > 0.0 || index == 3 || (index == 2 && engines);
        presence.price[index] = if offered { market.price_kusd.get(p).copied().unwrap_or(30.0) } else { 0.0 };
        presence.pack_kwh[index] =
            if index >= 2 { market.pack_kwh.get(p).copied().unwrap_or(if index == 3 { 60.0 } else { 15.0 }) } else { 0.0 };
    }
    presence.pack_kwh_start = presence.pack_kwh;
    presence.selling = presence.sold_year.iter().sum::<f64>() > 0.0;
    // Who sells here has its dealers, and what its name is worth is in the fitted tastes.
    let known = if presence.selling { 1.0 } else { 0.0 };
    (presence.network, presence.trust) = (known, known);
    presence.capacity = definition.capacity_thousand.max(definition.plug_capacity_thousand);
    presence.plug_capacity = definition.plug_capacity_thousand;
}
