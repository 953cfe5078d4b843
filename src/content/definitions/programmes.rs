//! Effects of public programmes: chargers, stocks, public buying, research, training.

use super::settings::{Value, What};
use crate::content::ids::TechnologyId;
use crate::shape;

shape! {
    /// Charging points.
    pub struct Charging {
        /// Million US$ a year.
        pub musd_per_year: Value where 0 to 1000000,
        /// Cost of a public point, k$.
        pub kusd_per_point: f64 where 1 to 200 = 15.0,
    }
}

shape! {
    /// State stockpile.
    pub struct Stockpile {
        /// The good.
        pub on: What,
        /// Wanted stock in months of home use; below it the state buys, above it sells.
        pub months: Value where 0 to 36,
        /// Most that is bought in a month, in months of home use.
        pub pace_months: Value where 0 to 3 = Value::Fixed(0.1),
    }
}

shape! {
    /// Public buying.
    pub struct Procurement {
        /// Grid storage bought a year beyond the market, GWh.
        pub storage_gwh: Value where 0 to 1000 = Value::Fixed(0.0),
        /// Electric fleet cars bought a year, thousand.
        pub cars_thousand: Value where 0 to 5000 = Value::Fixed(0.0),
    }
}

shape! {
    /// Public research.
    pub struct Research {
        /// The technology: fixed, or left to the setting `technology`.
        pub technology: Option<TechnologyId> = None,
        /// Million US$ a year.
        pub musd_per_year: Value where 0 to 100000,
    }
}

shape! {
    /// Training and equipment.
    pub struct Skills {
        /// Goods whose plants it helps.
        pub on: What,
        /// Share by which yields rise and ramps run faster.
        pub faster: Value where 0 to 2,
    }
}
