//! Copying a world, and reading its state as plain values.
#![allow(missing_docs, reason = "criterion's macros write functions without comments")]

mod shared;

use criterion::{Criterion, criterion_group, criterion_main};

fn copy(c: &mut Criterion) {
    let world = shared::warm(&shared::load(&shared::sources()));
    let state = world.snapshot();
    c.bench_function("copy of a world", |b| b.iter_with_large_drop(|| world.duplicate()));
    c.bench_function("snapshot", |b| b.iter_with_large_drop(|| world.snapshot()));
    c.bench_function("state as bytes", |b| b.iter_with_large_drop(|| shared::bytes(&state)));
    c.bench_function("checksum", |b| b.iter(|| state.checksum()));
}

criterion_group! { name = benches; config = Criterion::default().sample_size(50); targets = copy }
criterion_main!(benches);
