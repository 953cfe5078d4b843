//! The level of a price: an anchor of cost and expectation, lifted or pressed by stocks and orders.

use crate::content::definitions::chain::MarketRule;
use crate::content::definitions::pricing::Prices;
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
pub fn squeeze(rules: &Prices, load: f64) -> f64 {
    ((load - rules.idle_load) / (rules.full_load - rules.idle_load)).clamp(rules.least_squeeze, 1.0)
}

/// Part of capital cost that prices recover at a load of the plants: what is built is sunk, and with idle lines makers sell for
/// little more than cash.
#[must_use]
pub fn recovery(rules: &Prices, load: f64) -> f64 {
    ((load - rules.glut_load) / (rules.full_load - rules.glut_load)).clamp(rules.least_recovery, 1.0)
}

/// What idle lines take off ln price, 0 or less, at a load and a share of capital in full cost.
#[must_use]
pub fn idle_discount(rules: &Prices, capital_share: f64, load: f64) -> f64 {
    math::ln(1.0 - capital_share.clamp(0.0, 0.9) * (1.0 - recovery(rules, load)))
}

/// What stocks and orders say of a market or of one seller, each as ln of the price it would ask for.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tightness {
    /// Sellers' stock, short or long.
    pub cover: f64,
    /// Users' stock.
    pub users: f64,
    /// Orders against output.
    pub flow: f64,
    /// Rationing.
    pub rationing: f64,
}

impl Tightness {
    /// Bends the sum by tanh so that a price never leaves the reservation prices of users; each part keeps its share of the bent
    /// sum. With idle lines only a part of a shortage counts.
    #[must_use]
    fn bent(self, rules: &Prices, limit: f64, load: f64) -> Self {
        let raw = self.cover + self.users + self.flow + self.rationing;
        let felt = if raw > 0.0 { raw * squeeze(rules, load) } else { raw };
        let scale = if raw.abs() > 1e-12 { limit * math::tanh(felt / limit) / raw } else { 1.0 };
        Self { cover: self.cover * scale, users: self.users * scale, flow: self.flow * scale, rationing: self.rationing * scale }
    }

    /// Adds these terms to a price's.
    fn join(self, terms: &mut PriceTerms) {
        terms.cover = self.cover;
        terms.users_stock = self.users;
        terms.flow = self.flow;
        terms.rationing = self.rationing;
    }
}

/// What a sellers' stock of `cover` months of orders asks for.
#[must_use]
pub fn cover_pull(rule: &MarketRule, cover: f64) -> f64 {
    rule.cover_response * math::ln(rule.sellers_stock_months / cover.max(0.05))
}

/// (orders − output)/(orders + output), -1 to 1.
#[must_use]
pub fn flow(orders: f64, made: f64) -> f64 {
    (orders - made) / (orders + made).max(1e-9)
}

/// The terms of the wanted level of ln price; their sum is that level.
#[must_use]
pub fn scarcity_terms(rule: &MarketRule, rules: &Prices, s: &Signals) -> PriceTerms {
    let tightness = Tightness {
        cover: cover_pull(rule, s.cover),
        users: -rule.users_stock_response * math::ln(s.users_stock.clamp(0.2, 2.5)),
        flow: rule.flow_response * s.flow,
        rationing: s.rationing,
    };
    let mut terms = PriceTerms { marginal_cost: math::ln(s.marginal_cost), ..PriceTerms::default() };
    terms.idle = idle_discount(rules, s.capital_share, s.load);
    let ratio = (s.expected / (s.marginal_cost * math::exp(terms.idle))).clamp(rules.anchor_least, rules.anchor_most);
    terms.expectations = (1.0 - rule.cost_weight) * math::ln(ratio);
    tightness.bent(rules, rule.tightness_limit, s.load).join(&mut terms);
    let least = math::ln((rules.floor_share * s.mean_cash).max(1e-9));
    terms.floor = (least - level(&terms)).max(0.0);
    terms
}

/// The terms of a cost-plus seller's list price: cost, what idle lines take off it, mark-up, and what its own order book adds.
#[must_use]
pub fn list_terms(rule: &MarketRule, rules: &Prices, cost: f64, capital_share: f64, used: f64, book: Tightness) -> PriceTerms {
    let mut terms = PriceTerms {
        marginal_cost: math::ln(cost),
        idle: idle_discount(rules, capital_share, used),
        markup: math::ln(1.0 + markup(rule, used)),
        ..PriceTerms::default()
    };
    book.bent(rules, rule.tightness_limit, used).join(&mut terms);
    terms
}

/// How a market is rationed: what all buyers together go without, and the seller who turned fewest away.
#[derive(Clone, Copy, Debug)]
pub struct Rationing {
    /// Premium of every seller, as ln: the rise of price at which users would do without what is missing.
    common: f64,
    /// Open share of the most open seller.
    most_open: f64,
    power: u32,
}

impl Rationing {
    /// Of a market with this share of its orders filled.
    #[must_use]
    pub fn new(rules: &Prices, power: u32, fill: f64, most_open: f64) -> Self {
        Self { common: -math::ln(fill.clamp(0.05, 1.0)) / rules.shortage_elasticity, most_open: most_open.clamp(1e-6, 1.0), power }
    }

    /// Premium of a seller as ln: what is missing in all, and the rise of price that would have sent those whom it turned away to
    /// the most open seller.
    #[must_use]
    pub fn premium(&self, open_share: f64) -> f64 {
        self.common - math::ln((open_share / self.most_open).clamp(0.001, 1.0)) / f64::from(self.power)
    }
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
