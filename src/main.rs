//! Cathode.
fn main() {}
