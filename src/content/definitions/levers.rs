//! Levers beside the chain: what every car needs and few countries make. Numbers of the rules.

use super::ByRegion;
use super::cars::Powertrain;
use crate::content::shape::Table;
use crate::shape;

shape! {
    /// Magnets of rare earths (docs/month.md 6).
    pub struct Magnets {
        /// Share of the world's magnets that come from a region.
        pub supply: ByRegion where 0 to 1,
        /// Months of use that makers and their suppliers hold.
        pub stock_months: f64 where 0 to 24 = 1.5,
        /// Months in which motors without them and magnets from elsewhere take the place of what does not come.
        pub substitution_months: f64 where 1 to 240 = 60.0,
        /// Share of cars of a powertrain that cannot be built without.
        pub need: Table<Powertrain, f64> where 0 to 1 = Table::new(),
    }
}

impl Magnets {
    /// Of a pack that knows nothing of them: nobody depends on anybody.
    #[must_use]
    pub fn none() -> Self {
        Self { supply: ByRegion::everywhere(0.0), stock_months: 1.5, substitution_months: 60.0, need: Table::new() }
    }
}
