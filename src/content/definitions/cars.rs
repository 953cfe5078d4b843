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
