//! From the texts of all packs to a catalog, and from a catalog to the first month of a world.
#![allow(missing_docs, reason = "criterion's macros write functions without comments")]

mod shared;

use cathode::sim::Simulation;
use criterion::{Criterion, criterion_group, criterion_main};
use std::sync::Arc;

fn load(c: &mut Criterion) {
    let sources = shared::sources();
    c.bench_function("load all packs", |b| b.iter_with_large_drop(|| shared::load(&sources)));
    let catalog = shared::load(&sources);
    c.bench_function("new world", |b| b.iter_with_large_drop(|| Simulation::new(Arc::clone(&catalog), 1)));
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = load }
criterion_main!(benches);
