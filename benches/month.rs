//! A month, the trade phase written by hand for comparison, and a whole campaign. Limits: docs/speed.md.
#![allow(missing_docs, reason = "criterion's macros write functions without comments")]

mod shared;

use cathode::content::Catalog;
use cathode::sim::Simulation;
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::sync::Arc;

/// A copy whose schedule and scratch tables are there.
fn ready(world: &Simulation) -> Simulation {
    let mut copy = world.duplicate();
    copy.step_month();
    copy
}

fn months(c: &mut Criterion, name: &str, catalog: &Arc<Catalog>) {
    let world = shared::warm(catalog);
    c.bench_function(name, |b| {
        // A year at a time, so that what happens once a quarter or a year takes its part; the figure is per year.
        b.iter_batched_ref(|| ready(&world), |copy| shared::run(copy, shared::MONTHS), BatchSize::PerIteration);
    });
}

fn month(c: &mut Criterion) {
    let catalog = shared::load(&shared::sources());
    months(c, "twelve months", &catalog);
    months(c, "twelve months of four times the lines", &shared::four_times_the_lines());
    let mut kernel = shared::kernel::Kernel::new(&shared::warm(&catalog));
    c.bench_function("trade phase by hand", |b| b.iter(|| black_box(kernel.month())));
    c.bench_function("campaign", |b| b.iter(|| shared::campaign(&catalog)));
}

criterion_group! { name = benches; config = Criterion::default().sample_size(20); targets = month }
criterion_main!(benches);
