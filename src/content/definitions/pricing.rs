//! The numbers behind plans and prices (part of [`super::rules::Rules`]).

use crate::shape;

shape! {
    /// Plans (docs/month.md 5).
    pub struct Plans {
        /// Months in which makers bring their yards to the wanted stock.
        pub yard_months: f64 where 1 to 24 = 2.0,
        /// Months over which makers smooth the orders that reach them.
        pub order_months: f64 where 1 to 24 = 2.5,
        /// Months in which stocks are brought to what is wanted (τ_I, τ_in).
        pub stock_months: f64 where 1 to 24,
        /// Weight of goods on order (people underweight it).
        pub on_order_weight: f64 where 0 to 1,
        /// Least utilisation of a private plant that loses money.
        pub least_utilisation: f64 where 0 to 1,
        /// The same for a state-backed plant.
        pub least_utilisation_backed: f64 where 0 to 1,
        /// Softness of the margin's effect on utilisation.
        pub margin_softness: f64 where 0.01 to 1,
        /// Largest utilisation of nameplate.
        pub most_utilisation: f64 where 0.5 to 1.2,
        /// Months in which what the start takes for granted about margins fades.
        pub start_margin_months: f64 where 1 to 120 = 36.0,
        /// How far to the left the curve of utilisation lies, in units of softness: what a plant runs at that just earns its cash cost.
        pub eagerness: f64 where -5 to 5 = 1.5,
        /// Rise of bids by the share of supply that announced licences are expected to stop.
        pub fear: f64 where 0 to 10 = 1.5,
        /// Utilisation at which capital cost is spread over output.
        pub reference_utilisation: f64 where 0.3 to 1 = 0.8,
        /// Part of their price at which by-products count.
        pub byproduct_share: f64 where 0 to 1 = 0.9,
    }
}

shape! {
    /// Prices (docs/month.md 10).
    pub struct Prices {
        /// Lowest price as a share of the mean cash cost of all plants.
        pub floor_share: f64 where 0.1 to 1,
        /// Largest move of ln price in a month.
        pub largest_move: f64 where 0.05 to 1,
        /// Least ratio of expected price to marginal cost in the anchor.
        pub anchor_least: f64 where 0.1 to 1,
        /// Most of it.
        pub anchor_most: f64 where 1 to 5,
        /// Share of capacity up to which the marginal plant is sought.
        pub marginal_share: f64 where 0.5 to 1,
        /// Months of the raw-material index in cost-plus prices.
        pub index_months: f64 where 1 to 24,
        /// Load of the plants (orders over capacity) from which prices recover all of capital cost, and shortages lift them fully.
        pub full_load: f64 where 0.9 to 1,
        /// Load at which hardly any capital cost is recovered.
        pub glut_load: f64 where 0 to 0.89,
        /// Part of capital cost that is recovered at that load and below.
        pub least_recovery: f64 where 0 to 1,
        /// Load below which makers answer a shortage with output, not with price.
        pub idle_load: f64 where 0 to 0.89,
        /// Part of a shortage that lifts the price at that load and below.
        pub least_squeeze: f64 where 0 to 1,
        /// Part by which users cut what they order at once when a price rises (an elasticity, positive).
        pub shortage_elasticity: f64 where 0.02 to 2,
        /// Part of a production credit that cost-plus makers pass on to their buyers.
        pub credit_share: f64 where 0 to 1,
        /// Least worth of scrap as a share of its price of the start.
        pub scrap_floor_share: f64 where 0 to 1,
        /// Most that a seller asks above or below its region's price, by how full its yard is.
        pub ask_spread: f64 where 0 to 0.5 = 0.05,
    }
}
