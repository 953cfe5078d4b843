//! The past played again: a level that began years ago, with what governments decided then and nothing else that came later; how near
//! the model comes to what was, beside rules of thumb.

pub mod baselines;
pub mod calibrate;
pub mod facts;
pub mod known;
pub mod picture;
pub mod play;
pub mod report;
pub mod score;
pub mod screen;
