//! The level of a price: an anchor of cost and expectation, lifted or pressed by stocks and orders.

use crate::content::definitions::chain::MarketRule;
use crate::content::definitions::rules::Prices;
use crate::sim::trade::components::PriceTerms;
use crate::units::math;

/// What a scarcity price looks at, for the world or for one region.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signals {
    /// Full cost of the marginal plant, $M per unit.
    pub marginal_cost: f64,
    /// Share of capital in the full cost of the plants.
    pub capital_share: f64,
    /// Mean cash cost of the plants, the mothballed included.
    pub mean_cash: f64,
    /// Expected price.
    pub expected: f64,
    /// Sellers' stock in months of expected demand.
    pub cover: f64,
    /// Users' stock over wanted users' stock.
    pub users_stock: f64,
    /// (orders − output)/(orders + output).
    pub flow: f64,
    /// Flow-weighted rationing premium, as ln.
    pub rationing: f64,
    /// Expected orders over the capacity that can run.
    pub load: f64,
}

/// Part of a shortage that reaches the price at a load of the plants: a maker with idle lines makes more instead of asking more.
#[must_use]
pub fn squeeze(load: f64) -> f64 {
    ((load - IDLE_LOAD) / (FULL_LOAD - IDLE_LOAD)).clamp(LEAST_SQUEEZE, 1.0)
}

/// Part of capital cost that prices recover at a load of the plants: what is built is sunk, and with idle lines makers sell for
/// little more than cash.
#[must_use]
pub fn recovery(load: f64) -> f64 {
    ((load - GLUT_LOAD) / (FULL_LOAD - GLUT_LOAD)).clamp(LEAST_RECOVERY, 1.0)
}

/// Load below which hardly any capital cost is recovered, and what is left of it there (E).
const GLUT_LOAD: f64 = 0.4;
const LEAST_RECOVERY: f64 = 0.1;

/// Loads between which makers' answer to a shortage goes from more output to higher prices (E).
const IDLE_LOAD: f64 = 0.5;
const FULL_LOAD: f64 = 0.9;
/// What is left of a shortage's effect on price while much capacity is idle (E).
const LEAST_SQUEEZE: f64 = 0.2;

/// The terms of the wanted level of ln price; their sum is that level. Tightness is bent by tanh so that a price never
/// leaves the reservation prices of users; each part keeps its share of the bent sum.
#[must_use]
pub fn scarcity_terms(rule: &MarketRule, rules: &Prices, s: &Signals) -> PriceTerms {
    let cover = rule.cover_response * math::ln(rule.sellers_stock_months / s.cover.max(0.05));
    let users = -rule.users_stock_response * math::ln(s.users_stock.clamp(0.2, 2.5));
    let flow = rule.flow_response * s.flow;
    let raw = cover + users + flow + s.rationing;
    let felt = if raw > 0.0 { raw * squeeze(s.load) } else { raw };
    let bent = rule.tightness_limit * math::tanh(felt / rule.tightness_limit);
    let scale = if raw.abs() > 1e-12 { bent / raw } else { 1.0 };
    let idle = math::ln(1.0 - s.capital_share.clamp(0.0, 0.9) * (1.0 - recovery(s.load)));
    let ratio = (s.expected / (s.marginal_cost * math::exp(idle))).clamp(rules.anchor_least, rules.anchor_most);
    let expectations = (1.0 - rule.cost_weight) * math::ln(ratio);
    let marginal = math::ln(s.marginal_cost);
    let level = marginal + idle + expectations + bent;
    let least = math::ln((rules.floor_share * s.mean_cash).max(1e-9));
    PriceTerms {
        marginal_cost: marginal,
        idle,
        expectations,
        cover: cover * scale,
        users_stock: users * scale,
        flow: flow * scale,
        rationing: s.rationing * scale,
        floor: (least - level).max(0.0),
        ..PriceTerms::default()
    }
}

/// Rationing premium of a seller as ln: the rise of price that would have cleared it.
#[must_use]
pub fn rationing_premium(open_share: f64, power: u32) -> f64 {
    -math::ln(open_share.clamp(0.001, 1.0)) / f64::from(power)
}

/// Blends the world's terms with the region's own.
#[must_use]
pub fn blend(world: &PriceTerms, own: &PriceTerms, weight: f64) -> PriceTerms {
    let mix = |a: f64, b: f64| (1.0 - weight) * a + weight * b;
    PriceTerms {
        marginal_cost: mix(world.marginal_cost, own.marginal_cost),
        idle: mix(world.idle, own.idle),
        expectations: mix(world.expectations, own.expectations),
        cover: mix(world.cover, own.cover),
        users_stock: mix(world.users_stock, own.users_stock),
        flow: mix(world.flow, own.flow),
        rationing: mix(world.rationing, own.rationing),
        floor: mix(world.floor, own.floor),
        ..PriceTerms::default()
    }
}

/// Sum of all terms but the lag: the wanted level of ln price.
#[must_use]
pub fn level(terms: &PriceTerms) -> f64 {
    let PriceTerms { marginal_cost, idle, expectations, cover, users_stock, flow, rationing, floor, start, markup, lag: _ } = terms;
    marginal_cost + idle + expectations + cover + users_stock + flow + rationing + floor + markup + start
}

/// Mark-up of a cost-plus seller at a utilisation (docs/month.md 10), as a share of cost.
#[must_use]
pub fn markup(rule: &MarketRule, utilisation: f64) -> f64 {
    (rule.markup_share + rule.markup_per_utilisation * (utilisation - 0.72)).max(-0.12)
}
