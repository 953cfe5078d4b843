//! What a plant would cost and earn where it might be built, as its investors see it: their hurdle, its cash cost, what its inputs
//! take to be brought, the price that they expect.

use super::captive;
use super::formulas::{self, busy_share};
use super::projects::Ground;
use super::weigh::Investors;
use crate::content::definitions::chain::{Pricing, Process};
use crate::content::ids::{FirmId, GoodId, ProcessId, RegionId};
use crate::sim::plans::formulas::scale_factor;
use crate::sim::production::components::{Facility, INPUTS, SIDES};
use crate::sim::production::formulas::ripe_yield;
use crate::sim::trade::components::Node;
use crate::sim::trade::parted::Kin;
use crate::units::{Month, math};

/// What a market has room for, as an investor sees it.
pub(super) struct Room {
    /// Utilisation of plants when the new one opens.
    pub(super) load: f64,
    /// What is under way, units a year.
    pub(super) coming: f64,
    /// What may be under way before a crowd is seen, units a year.
    pub(super) need: f64,
}

impl Investors<'_> {
    /// The makers whom a firm's plant in a region would join.
    pub(super) fn kin(&self, firm: FirmId, region: RegionId) -> Kin {
        Kin { home: self.facts.catalog.firms[firm.index()].home, region }
    }

    /// The room for another plant in a region. Where a licence holds back what others make, and what those ask for who go without
    /// would fill plants better than the world's demand does, they are the market.
    pub(super) fn room(&self, good: GoodId, kin: Kin, growth: f64) -> Room {
        let rules = &self.facts.catalog.rules.investment;
        let (market, outlook) = (self.markets.of(good), &self.outlooks[good.index()]);
        let pace = (3.0 * market.growth + 0.25).clamp(0.15, 2.0);
        let of = |asked: f64, able: f64, coming: f64, missing: f64| Room {
            load: formulas::expected_utilisation(asked * growth, able, rules.rival_weight * coming),
            coming,
            need: able * pace + missing,
        };
        let world = of(12.0 * market.demand, outlook.capacity, outlook.pipeline, 0.0);
        let Some(divided) = &self.divided[good.index()] else { return world };
        let side = divided.market.side(kin);
        if side.part <= 0.0 {
            return world;
        }
        let coming = divided.coming.iter().map(|(from, units)| units * divided.market.rivalry(*from, kin)).sum();
        let apart = of(side.asked, side.able, coming, (side.asked - side.able).max(0.0));
        if apart.load > world.load { apart } else { world }
    }

    /// Price that makers of a good expect on average who sell what a region's plants would: of the world, and as far as these sell in
    /// a market of their own, of those who do so too.
    fn mean_price(&self, good: GoodId, kin: Kin) -> f64 {
        let world = self.outlooks[good.index()].price;
        let Some(divided) = &self.divided[good.index()] else { return world };
        let part = divided.market.side(kin).part;
        let apart = divided.market.mean(kin, |from| self.markets.of(good).node(from).expected);
        apart.filter(|_| part > 0.0 && world.is_finite()).map_or(world, |apart| world + part * (apart - world))
    }

    /// What a plant for a good would get at its gate from buyers abroad who ask for just its goods: those to whom its region's makers are
    /// promised, and those who go without what others may not deliver. Nothing if there are none.
    pub(super) fn gate_price(&self, good: GoodId, kin: Kin) -> Option<f64> {
        let offtakes = self.effects.pacts.offtakes.iter().filter(|offtake| offtake.good == good && offtake.from == kin.region);
        let promised = offtakes.map(|offtake| (offtake.to, offtake.share * self.outlet(good, offtake.to).used));
        let parted = self.divided[good.index()].as_ref();
        let gaps = parted.into_iter().flat_map(|divided| divided.market.gaps(kin));
        let (mut value, mut weight) = (0.0, 0.0);
        for (to, units) in promised.chain(gaps) {
            let Some(landed) = self.outlet(good, to).bought else { continue };
            let lane = self.landing.lane(good, kin.region, to);
            value += units * (landed - lane.carriage).max(0.0) / lane.slope();
            weight += units;
        }
        (weight > 0.0).then(|| value / weight)
    }

    /// What all users of a good will ask for in so many years, units a year.
    fn asked_in(&self, good: GoodId, years: f64) -> f64 {
        let market = self.markets.of(good);
        12.0 * market.demand * math::pow(1.0 + market.growth.max(-0.5), years)
    }

    /// Part of what a plant needs that the world will be able to make of its scarcest input when it opens in so many years: what stands
    /// and is under way over what all users will ask for.
    pub(super) fn fed(&self, process: ProcessId, years: f64) -> f64 {
        let share = |good: &GoodId| {
            let outlook = &self.outlooks[good.index()];
            let asked = self.asked_in(*good, years);
            if outlook.capacity > 0.0 { (outlook.capacity + outlook.pipeline) / asked.max(1e-9) } else { 1.0 }
        };
        self.facts.process(process).inputs.iter().map(|(good, _)| share(good)).fold(1.0, f64::min)
    }

    /// What inputs will cost less than expected prices say when the plant opens in so many years, $M per unit: where what stands and
    /// is being built is far more than users will ask for, their price comes down to what the dearest plant needs.
    pub(super) fn relief(&self, process: ProcessId, years: f64) -> f64 {
        let (rules, recipe) = (&self.facts.catalog.rules.investment, self.facts.process(process));
        let of = |(good, units): &(GoodId, f64)| {
            let outlook = &self.outlooks[good.index()];
            let dear = (outlook.price - outlook.marginal_cost).max(0.0);
            if outlook.building <= 0.0 || !dear.is_finite() {
                return 0.0;
            }
            let load = self.asked_in(*good, years) / (outlook.capacity + outlook.building).max(1e-9);
            units * dear * (1.0 - busy_share(load, rules.idle_load, rules.busy_load))
        };
        recipe.inputs.iter().map(of).sum()
    }

    /// Utilisation that the firm expects of its plants there from its own order book, and how far that lets it build more; nothing
    /// where it has none. A maker with idle lines does not build more because the world is short.
    pub(super) fn own_load(&self, firm: FirmId, good: GoodId, region: RegionId, growth: f64) -> Option<(f64, f64)> {
        let rules = &self.facts.catalog.rules.investment;
        let there = || self.of_firm(firm).iter().filter(|f| f.region == region && self.facts.process(f.process).makes == good);
        let seller = &self.markets.of(good).sellers[there().next()?.seller as usize];
        let capacity: f64 = there().map(|f| f.capacity).sum();
        let key = (firm, region, good);
        let coming = self.under_way.binary_search_by(|(f, r, g, _)| (*f, *r, *g).cmp(&key)).map_or(0.0, |i| self.under_way[i].3);
        if capacity <= 0.0 {
            return None;
        }
        let load = |orders: f64| formulas::expected_utilisation(orders, capacity, coming);
        let site = there().filter_map(|f| f.site).map(|site| &self.facts.catalog.sites[site.index()]).find(|s| s.merchant_units.is_some());
        if let Some(site) = site {
            // A captive mine grows with its owners' plants, not with the market.
            let standing = self.footholds.iter().map(|f| (f.firm, f.process, f.capacity));
            let asked = captive::asked_at_full_load(self.facts, site, good, standing.chain(self.coming.iter().copied()));
            return Some((load(asked), if asked > capacity + coming { 1.0 } else { 0.0 }));
        }
        let load = load(12.0 * seller.orders * growth);
        Some((load, busy_share(load, rules.idle_load, rules.busy_load)))
    }

    pub(super) fn hurdle(&self, own: f64, region: RegionId, foreign: bool) -> f64 {
        let rules = &self.facts.catalog.rules.investment;
        let unsafety = rules.unsafety_hurdle * (1.0 - self.basis.governments.safety[region.index()]);
        own + unsafety + if foreign { rules.abroad_hurdle } else { 0.0 }
    }

    /// Cash cost there: the firm's own, or what a new plant of it would cost. Infinite where neither the firm nor a neighbour there
    /// knows how to make it.
    pub(super) fn cash_cost(&self, firm: FirmId, process: ProcessId, region: RegionId, ground: Ground) -> f64 {
        let own = self.own(firm, process);
        if let Ground::Deposit(site) = ground {
            // Miners hire people who know: what others do anywhere is a measure.
            let known = self.footholds.iter().find(|f| f.process == process);
            let factor = self.facts.catalog.sites[site.index()].cost_factor;
            return known.map_or(f64::INFINITY, |known| self.cost_of_new(firm, process, region, known.region) * factor);
        }
        if let Some(exact) = own.iter().find(|f| f.region == region) {
            return exact.cash;
        }
        let near = || self.footholds.iter().find(|f| f.process == process && f.region == region);
        own.first().or_else(near).map_or(f64::INFINITY, |known| self.cost_of_new(firm, process, region, known.region))
    }

    /// Cash cost of a unit of a firm's new plant, with inputs at expected prices: wages, power and credits of the region, the firm's
    /// know-how, a ripe yield, one module. Inputs cost what plants of the region pay, and where none uses them yet what it takes to
    /// bring them; `known` is a region where they are used.
    pub(super) fn cost_of_new(&self, firm: FirmId, process: ProcessId, region: RegionId, known: RegionId) -> f64 {
        let (catalog, recipe) = (&self.facts.catalog, self.facts.process(process));
        let definition = &catalog.processes[process.index()];
        let mut buyers = [0; INPUTS];
        let mut brought = [None; INPUTS];
        for (slot, (good, _)) in recipe.inputs.iter().enumerate() {
            let here = self.outlet(*good, region).plants;
            let Some(buyer) = here.or_else(|| self.outlet(*good, known).plants) else {
                return f64::INFINITY;
            };
            buyers[slot] = buyer;
            brought[slot] = here.is_none().then(|| self.brought(*good, region));
        }
        let plant = Facility {
            id: 0,
            site: None,
            process,
            region,
            owner: firm,
            since: Month::default(),
            seller: 0,
            side_sellers: [0; SIDES],
            buyers,
        };
        let size = scale_factor(self.facts.size(process, definition.module_units), 1.0, catalog.rules.learning.size_power);
        let know = self.know_how[firm.index()].cost_factor[recipe.technology.index()];
        let mature = definition.yield_share.at(region);
        let yield_share = if recipe.rejects { ripe_yield(mature, know) } else { mature };
        let cost = self.basis.unit_cost(&plant, recipe, yield_share, know * size);
        let expected = |(slot, (good, units)): (usize, &(GoodId, f64))| {
            let node = self.markets.of(*good).node(region);
            if let Some(landed) = brought[slot] {
                return landed * units / yield_share - cost.inputs[slot];
            }
            let scarce = catalog.market_rules[catalog.goods[good.index()].market.index()].pricing != Pricing::CostPlus;
            if scarce && node.spot > 0.0 { cost.inputs[slot] * (node.expected / node.spot - 1.0) } else { 0.0 }
        };
        cost.cash + recipe.inputs.iter().enumerate().map(expected).sum::<f64>()
    }

    /// What it takes to bring a good from where it is made, at expected prices: the cheapest way, $M per unit. Infinite if nobody
    /// makes it.
    pub(super) fn brought(&self, good: GoodId, region: RegionId) -> f64 {
        *self.brought[good.index() * self.facts.regions + region.index()].get_or_init(|| {
            let landed = |(from, node): (usize, &Node)| {
                let lane = self.landing.lane(good, RegionId::from_index(from), region);
                node.expected * lane.slope() + lane.carriage
            };
            let makers = self.markets.of(good).nodes.iter().enumerate().filter(|(_, node)| node.capacity > 0.0);
            makers.map(landed).fold(f64::INFINITY, f64::min)
        })
    }

    /// Price that a maker there expects. Scarce goods: the region's expected price, but where plants make more than the region uses,
    /// no more than the world's. Cells and other goods priced from cost: what the firm asks now, or what users there pay now, which
    /// again is no more than the world's price where it would have to sell abroad.
    pub(super) fn expected_price(&self, recipe: &Process, firm: FirmId, region: RegionId) -> f64 {
        let good = recipe.makes;
        let market = self.markets.of(good);
        let node = market.node(region);
        let trend = (market.growth * 0.25).clamp(-0.05, 0.05);
        let bought = || self.outlet(good, region).bought.map(|landed| landed * 0.97);
        let rule = &self.facts.catalog.market_rules[self.facts.catalog.goods[good.index()].market.index()];
        let sells_abroad = node.nameplate + recipe.module_units > self.outlet(good, region).used;
        let mean = self.mean_price(good, self.kin(firm, region));
        let most = if sells_abroad { mean } else { f64::INFINITY };
        let price = match rule.pricing {
            Pricing::Scarcity | Pricing::Netback if node.capacity > 0.0 => node.expected.min(most),
            // Where nobody makes it yet, there is no price but that of makers who sell to the same buyers, if there are any.
            Pricing::Scarcity | Pricing::Netback if self.divided[good.index()].is_some() && mean.is_finite() => {
                node.expected.max(bought().unwrap_or(0.0)).max(mean).min(most)
            }
            Pricing::Scarcity | Pricing::Netback => node.expected.max(bought().unwrap_or(0.0)).min(most),
            Pricing::CostPlus => {
                let asked = market.seller(firm, region).map(|s| market.sellers[s].list_price);
                asked.unwrap_or_else(|| bought().unwrap_or(node.spot).min(most))
            }
        };
        price.max(0.0) * (1.0 + trend)
    }
}
