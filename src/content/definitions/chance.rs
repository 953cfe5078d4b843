//! The numbers behind luck (part of [`super::rules::Rules`]).

use crate::shape;

shape! {
    /// What nobody can foresee: permits, building sites, plants that stop (docs/month.md 6, 12).
    pub struct Chance {
        /// Largest delay or haste of permits, share of their usual time.
        pub permit_spread: f64 where 0 to 0.9,
        /// Largest overrun of building, share of the planned time; small ones are likelier.
        pub building_overrun: f64 where 0 to 2,
        /// Chance a month that a mine is struck by a strike, a flood, a court.
        pub mine_stoppage: f64 where 0 to 0.2,
        /// Chance a month that another plant is struck by a fire, a breakdown, a power cut.
        pub plant_stoppage: f64 where 0 to 0.2,
        /// Largest share of a month's capacity that is lost with it.
        pub stoppage_share: f64 where 0 to 1,
        /// Part of such a loss that is left a month later.
        pub stoppage_left: f64 where 0 to 0.95 = 0.5,
    }
}
