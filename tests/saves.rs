//! What a player may rely on: no broken save is ever taken for a game, and no crash ever costs one.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at what should not happen")]

mod saves {
    pub mod crashes;
    pub mod damage;
    pub mod folder;
    pub mod samples;
}
