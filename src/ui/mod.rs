//! Panels, screens and widgets: plain functions over reports that draw with egui and act on input. No window and no graphics card is
//! needed for them; `desktop` gives them one.
#![expect(clippy::disallowed_methods, reason = "what is drawn decides nothing, so it need not be the same to the last bit everywhere")]

pub mod app;
pub mod atlas;
pub mod cached;
pub mod desk;
pub mod keys;
pub mod panels;
pub mod saved;
pub mod screens;
pub mod theme;
pub mod widgets;

pub use app::App;
