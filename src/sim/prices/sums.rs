//! What plants add up to: by good and region, by seller, and for those who pay what they can.

use super::formulas::{self, Rationing, Tightness};
use crate::content::definitions::chain::{MarketRule, Pricing};
use crate::content::definitions::pricing::Prices;
use crate::sim::facts::{Facts, ProcessFacts};
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::UnitCost;
use crate::sim::production::components::{Facility, Run, Stocks};
use crate::sim::trade::components::{Market, Markets, PriceTerms, Seller};

/// What the plants of one good in one region add up to.
#[derive(Clone, Default)]
pub struct Sum {
    /// (full cost, capacity a year) of each plant.
    pub(super) plants: Vec<(f64, f64)>,
    /// Cash cost times nameplate, and that nameplate, of all plants that set prices, the mothballed too.
    pub(super) cash: (f64, f64),
    /// Capital cost and full cost of all plants, for the share of the one in the other.
    pub(super) capital: f64,
    pub(super) full: f64,
    /// Output a month of plants that take the price: they serve demand, but their cost sets no price.
    pub(super) takers: f64,
    pub(super) stock: f64,
    pub(super) made: f64,
    pub(super) capacity: f64,
    pub(super) nameplate: f64,
}

impl Sum {
    /// Adds a line.
    pub fn add(&mut self, process: &ProcessFacts, stocks: &Stocks, run: &Run, cost: &UnitCost, capacity: &Capacity) {
        let yearly = capacity.monthly() * 12.0;
        if process.price_taker {
            self.takers += run.made;
        } else if yearly > 0.0 {
            self.plants.push((cost.full, yearly));
            self.capital += cost.capital * yearly;
            self.full += cost.full * yearly;
        }
        // A mothballed line holds the floor too: below it, it would not come back.
        if !process.price_taker && cost.full > 0.0 {
            self.cash.0 += cost.cash * capacity.nameplate;
            self.cash.1 += capacity.nameplate;
        }
        self.stock += stocks.output;
        self.made += run.made;
        self.capacity += yearly;
        self.nameplate += capacity.nameplate;
    }
}

/// What users of a good can pay for a unit of it: a mean over their plants.
#[derive(Clone, Copy, Default)]
pub struct Netback {
    value: f64,
    weight: f64,
}

impl Netback {
    /// Counts a plant that takes prices. `price` is that of a unit of what it makes.
    pub fn add(&mut self, process: &ProcessFacts, run: &Run, cost: &UnitCost, capacity: &Capacity, price: f64) {
        if let Some((_, units)) = process.inputs.first() {
            let own = cost.energy + cost.labour + cost.other + cost.capital;
            let weight = capacity.nameplate.max(1e-9);
            self.value += weight * (price - own - cost.byproducts) * run.yield_share / units;
            self.weight += weight;
        }
    }

    /// The sellers' part of it, if there are users.
    #[must_use]
    pub fn anchor(&self, rule: &MarketRule, rules: &Prices, start_price: f64) -> Option<f64> {
        let netback = rule.pricing == Pricing::Netback && self.weight > 0.0;
        netback.then(|| (rule.payable_share * self.value / self.weight).max(rules.scrap_floor_share * start_price))
    }
}

/// The sums of all goods, reused every month.
#[derive(Default)]
pub struct Tables {
    sums: Vec<Sum>,
    users: Vec<(f64, f64)>,
    sellers: Vec<Vec<SellerCost>>,
    netbacks: Vec<Netback>,
    regions: usize,
}

impl Tables {
    /// Forgets the last month.
    pub fn clear(&mut self, markets: &Markets, regions: usize) {
        self.regions = regions;
        self.sums.resize(markets.goods.len() * regions, Sum::default());
        self.users.clear();
        self.users.resize(markets.goods.len() * regions, (0.0, 0.0));
        self.sellers.resize(markets.goods.len(), Vec::new());
        for (costs, market) in self.sellers.iter_mut().zip(&markets.goods) {
            costs.clear();
            costs.resize(market.sellers.len(), SellerCost::default());
        }
        self.netbacks.clear();
        self.netbacks.resize(markets.goods.len(), Netback::default());
        for sum in &mut self.sums {
            sum.plants.clear();
            *sum = Sum { plants: std::mem::take(&mut sum.plants), ..Sum::default() };
        }
    }

    /// Adds a line.
    pub fn add(
        &mut self,
        facts: &Facts,
        markets: &Markets,
        line: &Facility,
        stocks: &Stocks,
        run: &Run,
        cost: &UnitCost,
        capacity: &Capacity,
    ) {
        let regions = self.regions;
        let process = facts.process(line.process);
        let sum = &mut self.sums[process.makes.index() * regions + line.region.index()];
        sum.add(process, stocks, run, cost, capacity);
        if process.price_taker {
            let price = markets.of(process.makes).node(line.region).spot;
            self.netbacks[process.inputs[0].0.index()].add(process, run, cost, capacity, price);
        }
        self.sellers[process.makes.index()][line.seller as usize].add(facts, line, run, cost, capacity);
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            let side = &mut self.sums[good.index() * regions + line.region.index()];
            side.stock += stocks.sides[slot];
            side.made += run.sides[slot];
        }
        for (slot, (good, _)) in process.inputs.iter().enumerate() {
            let user = &mut self.users[good.index() * regions + line.region.index()];
            user.0 += stocks.inputs[slot];
            user.1 += run.used[slot];
        }
    }

    /// What the plants of a good add up to, by region; what its users hold and use; its sellers' costs; what its users can pay.
    pub fn of(&mut self, good: usize) -> OfGood<'_> {
        let here = good * self.regions..(good + 1) * self.regions;
        OfGood {
            sums: &mut self.sums[here.clone()],
            users: &self.users[here],
            sellers: &mut self.sellers[good],
            netback: &self.netbacks[good],
        }
    }
}

/// The sums of one good.
pub struct OfGood<'a> {
    /// Plants by region.
    pub sums: &'a mut [Sum],
    /// Held and used by plants, by region.
    pub users: &'a [(f64, f64)],
    /// Costs by seller.
    pub sellers: &'a mut [SellerCost],
    /// What users can pay.
    pub netback: &'a Netback,
}

impl OfGood<'_> {
    /// Notes on the market what plants make, hold and could make.
    pub fn note(&self, market: &mut Market) {
        for (node, (sum, (held, used))) in market.nodes.iter_mut().zip(self.sums.iter().zip(self.users)) {
            node.made = sum.made;
            node.used = *used;
            node.capacity = sum.capacity;
            node.nameplate = sum.nameplate;
            node.stock = sum.stock;
            node.users_stock = *held;
        }
    }
}

/// What the plants behind one seller's list price add up to.
#[derive(Clone, Copy, Default)]
pub struct SellerCost {
    /// List cost times capacity, and capital's part of it, $M a year.
    full: f64,
    capital: f64,
    /// Capacity and output, units a year.
    pub(super) capacity: f64,
    made: f64,
    /// What the order book says, times capacity.
    cover: f64,
    flow: f64,
    rationing: f64,
}

impl SellerCost {
    /// Adds a line. What counts as cost is that of the ripe plant, for nobody pays for another's scrap; of a production credit only
    /// the part that is passed on.
    pub fn add(&mut self, facts: &Facts, line: &Facility, run: &Run, cost: &UnitCost, capacity: &Capacity) {
        let ripe = facts.catalog.processes[line.process.index()].yield_share.at(line.region);
        let weight = (capacity.monthly() * 12.0).max(1e-9);
        let part = (run.yield_share / ripe).min(1.0) * weight;
        let kept = (1.0 - facts.catalog.rules.prices.credit_share) * cost.credit;
        self.full += (cost.full - kept) * part;
        self.capital += cost.capital * part;
        self.capacity += weight;
        self.made += run.made * 12.0;
    }

    /// Looks into the order book, when all lines are added.
    pub(super) fn see(&mut self, rule: &MarketRule, rationing: &Rationing, seller: &Seller) {
        let weight = self.capacity;
        let cover = if seller.orders > 1e-9 { (seller.offer - seller.sold) / seller.orders } else { rule.sellers_stock_months };
        self.cover = weight * formulas::cover_pull(rule, cover);
        self.flow = weight * rule.flow_response * formulas::flow(12.0 * seller.orders, self.made);
        self.rationing = weight * rationing.premium(seller.open_share);
    }

    /// Adds another seller's at a weight.
    pub(super) fn blend(&mut self, other: &Self, weight: f64) {
        let scale = weight / other.capacity;
        self.full += other.full * scale;
        self.capital += other.capital * scale;
        self.capacity += weight;
        self.made += other.made * scale;
        self.cover += other.cover * scale;
        self.flow += other.flow * scale;
        self.rationing += other.rationing * scale;
    }

    /// Whether there is a plant to speak of.
    #[must_use]
    pub fn runs(&self) -> bool {
        self.capacity > 1e-6
    }

    /// The terms of a list price.
    #[must_use]
    pub fn terms(&self, rule: &MarketRule, rules: &Prices) -> PriceTerms {
        let book = Tightness {
            cover: self.cover / self.capacity,
            flow: self.flow / self.capacity,
            rationing: self.rationing / self.capacity,
            ..Tightness::default()
        };
        formulas::list_terms(rule, rules, self.full / self.capacity, self.capital / self.full, self.made / self.capacity, book)
    }
}
