//! Governments that no person steers. One looks at the world through what reports and quotes show, thinks of orders, weighs them by a
//! doctrine, and hands back the orders that it wants with the reasons. It gives none itself and knows nothing of luck to come.

pub mod act;
mod ideas;
mod judge;
pub mod mind;
mod needs;
mod plan;
mod reach;
mod replies;
mod sight;
mod stakes;
mod temper;

pub use judge::{Judge, Published};
pub use mind::Mind;
pub use plan::{Intent, answers, plan};
pub use temper::tempered;
