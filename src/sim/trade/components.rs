//! Markets: who sells a good where, who buys it where, at what price, with what on the way.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::content::ids::{FirmId, GoodId, RegionId};
use crate::units::Month;
use crate::units::math::single;

/// Months that goods can be on the way.
pub const RING: usize = 2;

/// A firm that sells a good from a region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seller {
    /// Who.
    pub firm: FirmId,
    /// From where.
    pub region: RegionId,
    /// Offered this month.
    pub offer: f64,
    /// Sold this month.
    pub sold: f64,
    /// Taken for the goods this month, $M (spot and contracts).
    pub revenue: f64,
    /// Export taxes (less rebates) due on this month's sales, $M.
    pub export_tax: f64,
    /// Orders directed here before rationing, a mean of a few months (`plans.order_months`), units a month.
    pub orders: f64,
    /// Penalties of contracts due this month, less those received, $M.
    pub penalty: f64,
    /// Price asked on the spot market, $M per unit.
    pub ask: f64,
    /// Rationing in the last clearing: 1 means nobody was turned away.
    pub open_share: f64,
    /// Cost-plus sellers: price without rounding, moving slowly.
    pub list_price: f64,
}

/// Who buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Customer {
    /// All plants of the region that use the good.
    Plants,
    /// A car maker's plants in the region.
    Maker(FirmId),
    /// Grid storage.
    Storage,
    /// Buses, trucks, two-wheelers, tools and electronics.
    Devices,
    /// Users outside the chain.
    Outside,
    /// The government's stockpile.
    Reserve,
}

/// A buyer of a good in a region.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Buyer {
    /// Who.
    pub customer: Customer,
    /// Where.
    pub region: RegionId,
    /// Wanted this month.
    pub bid: f64,
    /// Bought this month.
    pub bought: f64,
    /// Arrived this month.
    pub arrived: f64,
    /// Price paid for what was bought this month, landed, $M per unit (last known when nothing was bought).
    pub landed: f64,
    /// Value at the sellers' gates of this month's purchases, $M.
    pub goods_cost: f64,
    /// Freight, insurance and risk of this month's purchases, $M.
    pub freight: f64,
    /// Import duty of this month's purchases, $M.
    pub duty: f64,
    /// Export tax (less rebates) of this month's purchases, $M.
    pub export_tax: f64,
    /// Penalties of contracts due this month, less those received, $M.
    pub penalty: f64,
    /// On the way: arriving next month, and the month after.
    pub transit: [f64; RING],
    /// Released to it from the government's reserve this month, paid at spot.
    pub released: f64,
    /// Use per month, expected.
    pub use_expected: f64,
    /// Months that its supplies are at sea, flow-weighted.
    pub sea_months: f64,
}

/// A standing contract between a seller and a buyer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contract {
    /// Index of the seller in its market.
    pub seller: u32,
    /// Index of the buyer in its market.
    pub buyer: u32,
    /// Units a month.
    pub quantity: f64,
    /// Price now, $M per unit.
    pub price: f64,
    /// Price when signed or last renewed; the collar is around it.
    pub signed_price: f64,
    /// Month of expiry.
    pub expires: Month,
    /// Months in which less than half could be delivered for want of licences.
    pub blocked_months: u32,
    /// Delivered this month.
    pub delivered: f64,
}

/// The terms of a price, as logarithms that add up to ln price (docs/month.md 10).
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PriceTerms {
    /// ln of the full cost of the marginal plant.
    pub marginal_cost: f64,
    /// Capital cost that idle capacity keeps prices from recovering.
    pub idle: f64,
    /// Expected price above or below that cost.
    pub expectations: f64,
    /// Sellers' stock cover.
    pub cover: f64,
    /// Users' stock.
    pub users_stock: f64,
    /// Orders against output.
    pub flow: f64,
    /// Rationing premium.
    pub rationing: f64,
    /// Lift to the floor of cash cost.
    pub floor: f64,
    /// What the start price had that the model does not explain.
    pub start: f64,
    /// Mark-up on cost (cost-plus goods).
    pub markup: f64,
    /// Distance of the price from its level: stickiness.
    pub lag: f64,
}

impl PriceTerms {
    /// The terms as they are remembered; the lag is what they leave.
    #[must_use]
    pub(in crate::sim) fn remembered(self) -> Self {
        Self {
            marginal_cost: single(self.marginal_cost),
            idle: single(self.idle),
            expectations: single(self.expectations),
            cover: single(self.cover),
            users_stock: single(self.users_stock),
            flow: single(self.flow),
            rationing: single(self.rationing),
            floor: single(self.floor),
            start: single(self.start),
            markup: single(self.markup),
            lag: 0.0,
        }
    }

    /// Names and values, in the order shown.
    #[must_use]
    pub fn list(&self) -> [(&'static str, f64); 11] {
        [
            ("marginal cost", self.marginal_cost),
            ("idle capacity", self.idle),
            ("expectations", self.expectations),
            ("sellers’ stock", self.cover),
            ("users’ stock", self.users_stock),
            ("orders against output", self.flow),
            ("rationing", self.rationing),
            ("floor of cash cost", self.floor),
            ("mark-up", self.markup),
            ("start condition", self.start),
            ("lag", self.lag),
        ]
    }
}

/// A good in one region.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// Spot price, $M per unit.
    pub spot: f64,
    /// Price that people expect.
    pub expected: f64,
    /// Index that contracts follow.
    pub contract_index: f64,
    /// Unexplained part of the start price, in logs; fades.
    pub start_gap: f64,
    /// Months in which it fades.
    pub start_months: f64,
    /// Where the price comes from.
    pub terms: PriceTerms,
    /// Made here this month.
    pub made: f64,
    /// Used here this month.
    pub used: f64,
    /// Ramped capacity here, units a year, less what is mothballed.
    pub capacity: f64,
    /// Nameplate capacity here, units a year.
    pub nameplate: f64,
    /// Sellers' stock here.
    pub stock: f64,
    /// Users' stock here.
    pub users_stock: f64,
}

/// The market of one good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Market {
    /// The good.
    pub good: GoodId,
    /// Sellers, in order of appearance.
    pub sellers: Vec<Seller>,
    /// Buyers, in order of appearance.
    pub buyers: Vec<Buyer>,
    /// Preference of buyer j for seller i at `i * buyers + j`, adding up to 1 over sellers.
    pub preference: Vec<f32>,
    /// Shipped from i to j a month, a mean of about a year.
    pub flow_year: Vec<f32>,
    /// Standing contracts.
    pub contracts: Vec<Contract>,
    /// Nodes by region.
    pub nodes: Vec<Node>,
    /// World orders a month, expected (unfilled ones included).
    pub demand: f64,
    /// Growth of demand a year, expected.
    pub growth: f64,
    /// Monthly momentum of ln price.
    pub momentum: f64,
    /// World price, weighted by sales.
    pub world_price: f64,
    /// Orders this month, all buyers.
    pub orders: f64,
    /// Share of orders filled this month.
    pub fill: f64,
    /// Full cost of the marginal plant of the world.
    pub marginal_cost: f64,
}

/// Part of its standing with a buyer that a firm takes along to a new plant.
const KNOWN_SHARE: f32 = 0.5;

impl Market {
    /// Expected use of everybody in a region who buys here, governments' reserves left out, units a month.
    #[must_use]
    pub fn used_in(&self, region: RegionId) -> f64 {
        self.buyers.iter().filter(|b| b.region == region && b.customer != Customer::Reserve).map(|b| b.use_expected).sum()
    }

    /// The seller of `firm` in `region`, if any.
    #[must_use]
    pub fn seller(&self, firm: FirmId, region: RegionId) -> Option<usize> {
        self.sellers.iter().position(|s| s.firm == firm && s.region == region)
    }

    /// The buyer `customer` in `region`, if any.
    #[must_use]
    pub fn buyer(&self, customer: Customer, region: RegionId) -> Option<usize> {
        self.buyers.iter().position(|b| b.customer == customer && b.region == region)
    }

    /// The node of `region`.
    #[must_use]
    pub fn node(&self, region: RegionId) -> &Node {
        &self.nodes[region.index()]
    }

    /// Adds a seller. A firm that a buyer knows from plants elsewhere keeps half of that standing; an unproven supplier's
    /// preferences start small. Returns its index.
    pub fn add_seller(&mut self, firm: FirmId, region: RegionId, newcomer_preference: f32) -> usize {
        if let Some(index) = self.seller(firm, region) {
            return index;
        }
        let price = self.nodes[region.index()].spot;
        let seller = Seller {
            firm,
            region,
            offer: 0.0,
            sold: 0.0,
            revenue: 0.0,
            export_tax: 0.0,
            orders: 0.0,
            penalty: 0.0,
            ask: price,
            open_share: 1.0,
            list_price: price,
        };
        self.sellers.push(seller);
        let pairs = self.sellers.len() * self.buyers.len();
        self.preference.resize(pairs, 0.0);
        self.flow_year.resize(pairs, 0.0);
        self.introduce(self.sellers.len() - 1, newcomer_preference);
        self.sellers.len() - 1
    }

    /// Makes a seller known that nobody knows, by what buyers know of its firm.
    pub(in crate::sim) fn introduce(&mut self, seller: usize, newcomer_preference: f32) {
        let (columns, firm) = (self.buyers.len(), self.sellers[seller].firm);
        let known: Vec<usize> = (0..self.sellers.len()).filter(|s| self.sellers[*s].firm == firm).collect();
        for buyer in 0..columns {
            let best = known.iter().map(|s| self.preference[s * columns + buyer]).fold(0.0, f32::max);
            self.preference[seller * columns + buyer] = newcomer_preference.max(KNOWN_SHARE * best);
        }
    }

    /// Adds a buyer; it starts without preferences between sellers. Returns its index.
    pub fn add_buyer(&mut self, customer: Customer, region: RegionId) -> usize {
        if let Some(index) = self.buyer(customer, region) {
            return index;
        }
        let (rows, columns) = (self.sellers.len(), self.buyers.len());
        let widen = |old: &[f32], fill: f32| {
            let mut new = Vec::with_capacity(rows * (columns + 1));
            for row in 0..rows {
                new.extend_from_slice(&old[row * columns..(row + 1) * columns]);
                new.push(fill);
            }
            new
        };
        let even = if rows == 0 { 1.0 } else { 1.0 / rows as f32 };
        self.preference = widen(&self.preference, even);
        self.flow_year = widen(&self.flow_year, 0.0);
        let landed = self.nodes[region.index()].spot;
        self.buyers.push(Buyer {
            customer,
            region,
            bid: 0.0,
            bought: 0.0,
            arrived: 0.0,
            landed,
            goods_cost: 0.0,
            freight: 0.0,
            duty: 0.0,
            export_tax: 0.0,
            penalty: 0.0,
            transit: [0.0; RING],
            released: 0.0,
            use_expected: 0.0,
            sea_months: 0.0,
        });
        columns
    }
}

/// All markets, by good. Cars are traded inside their makers (see `sim::buyers`), so their markets stay empty.
#[derive(Resource, Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Markets {
    /// By good.
    pub goods: Vec<Market>,
}

impl Markets {
    /// The market of `good`.
    #[must_use]
    pub fn of(&self, good: GoodId) -> &Market {
        &self.goods[good.index()]
    }

    /// The same, to change.
    pub(in crate::sim) fn of_mut(&mut self, good: GoodId) -> &mut Market {
        &mut self.goods[good.index()]
    }
}
