//! Parts of the window that stand on several screens.

pub mod agenda;
pub mod briefing;
pub mod changed;
pub mod dialogs;
pub mod final_page;
pub mod frame;
pub mod offers;
pub mod tray;
pub mod why;
