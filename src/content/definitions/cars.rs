//! Car buyers.

use crate::{choice, shape};

choice! {
    /// How a car is driven.
    pub enum Powertrain {
        /// Combustion engine only.
        Ice => "ICE",
        /// Hybrid without a plug.
        Hev => "HEV",
        /// Plug-in hybrid, range extenders included.
        Phev => "PHEV",
        /// Battery only.
        Bev => "BEV",
    }
}

shape! {
    /// A group of car buyers (docs/month.md 4).
    pub struct Segment {
        /// Name shown to players.
        pub name: String,
        /// One sentence on who they are.
        pub about: String,
        /// Weight of one k$ of 2024 in the choice (β), per k$.
        pub price_weight_per_kusd: f64 where 0.01 to 1,
        /// Value of missing range (ρ), k$ at zero range.
        pub range_penalty_kusd: f64 where 0 to 50,
        /// Range below which few can use a battery car (R_m), km.
        pub range_need_km: f64 where 10 to 1000,
        /// Burden of charging away from home where there are no chargers (c_m), k$.
        pub charging_penalty_kusd: f64 where 0 to 50,
        /// Share of running-cost savings that counts (θ).
        pub running_cost_weight: f64 where 0 to 2,
        /// Distance driven against the region's mean.
        pub distance_factor: f64 where 0.1 to 5,
        /// Size of car, as a factor of price and battery.
        pub size_factor: f64 where 0.3 to 3,
        /// Fondness for plugs beside all reasons (δ), added to the utility of PHEV and BEV.
        pub plug_fondness: f64 where -5 to 5,
        /// Speed at which models appear for it, against the ordinary.
        pub launch_speed: f64 where 0.1 to 2 = 1.0,
    }
}

shape! {
    /// A maker in a market where it has not sold yet (docs/month.md 4).
    pub struct Entry {
        /// Months until models are adapted, certified and on sale, by region of sale.
        pub certify_months: super::ByRegion where 1 to 60,
        /// Cost of adapting and certifying the first models, in platforms.
        pub adaptation_share: f64 where 0 to 3,
        /// Share of the way from its own cars to the region's usual body and battery that a newcomer's models go.
        pub class_fit_share: f64 where 0 to 1,
        /// Mark-up over cost and overheads at which a newcomer begins.
        pub first_markup_share: f64 where -0.3 to 1,
        /// Availability of its first models, share of what is usual in the market.
        pub first_models_share: f64 where 0 to 1,
        /// Share of buyers whom the first dealers reach.
        pub first_network_share: f64 where 0.0001 to 1,
        /// Growth of the network while it is small, per year.
        pub network_growth: f64 where 0 to 5,
        /// Maker's cost of a complete network, million US$ per thousand cars that the whole market buys a year.
        pub network_musd_per_thousand: f64 where 0 to 10,
        /// What a wholly unknown name costs, utility.
        pub distrust: f64 where 0 to 10,
        /// Months in which distrust falls to 1/e.
        pub trust_months: f64 where 1 to 600,
    }
}
