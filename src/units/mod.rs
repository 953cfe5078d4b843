//! Numbers that say what they count: dates, money, portable mathematics, and how numbers are written. Knows nobody.
//! Quantities of goods are `f64` in the good's own unit (see `content::definitions::goods`), prices are million US$ of
//! 2024 per unit: 1 $M/kt = 1 $/kg, 1 $M/GWh = 1 $/kWh, 1 $M per thousand cars = 1 k$ per car.

pub mod digits;
pub mod math;
mod money;
mod time;

pub use money::{Cents, MUSD_IN_CENTS, cents, split};
pub use time::{Month, ParseMonthError};
