//! Orders: what is refused and why, what each directive changes, what each policy of the base moves, and how orders are
//! written, read and said.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test stops at the first surprise")]

#[path = "orders/controls.rs"]
mod controls;
#[path = "orders/directives.rs"]
mod directives;
#[path = "orders/effects.rs"]
mod effects;
#[path = "orders/purchase.rs"]
mod purchase;
#[path = "orders/quotes.rs"]
mod quotes;
#[path = "orders/refusals.rs"]
mod refusals;
#[path = "orders/table.rs"]
mod table;
#[path = "orders/words.rs"]
mod words;
#[path = "orders/world.rs"]
mod world;
mod worlds;
