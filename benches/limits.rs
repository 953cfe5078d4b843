//! One table: every figure that has a limit (docs/speed.md), as it is on this machine. Instructions are counted with
//! valgrind where it is installed; everything else needs nothing but Rust.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::unwrap_used, reason = "a bench prints, and looks at the clock")]

mod shared;

use cathode::sim::Simulation;
use std::hint::black_box;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

/// The word after which this program counts instead of measuring.
const COUNT: &str = "--count";

fn main() {
    let words: Vec<String> = std::env::args().collect();
    if let Some(at) = words.iter().position(|word| word == COUNT) {
        counted(&words[at + 1]);
    } else {
        measured();
    }
}

fn measured() {
    let sources = shared::sources();
    let load = median(9, || (), |()| drop(shared::load(&sources)));
    let catalog = shared::load(&sources);
    let setup = median(9, || (), |()| drop(Simulation::new(Arc::clone(&catalog), 1)));
    let world = shared::warm(&catalog);
    let month = month_of(&world);
    let campaign = median(5, || (), |()| drop(black_box(shared::campaign(&catalog))));
    let copy = median(51, || (), |()| drop(black_box(world.duplicate())));
    let mut kernel = shared::kernel::Kernel::new(&world);
    let by_hand = median(
        101,
        || (),
        |()| {
            black_box(kernel.month());
        },
    );
    let late = shared::campaign(&catalog);
    let fourfold = month_of(&shared::warm(&shared::four_times_the_lines()));
    row("month, median", month, "ms", "0.5");
    row("trade phase by hand", by_hand, "ms", "");
    row("month / by hand", month / by_hand, "times", "");
    row("four times the lines / once", fourfold / month, "times", "4.4");
    row("campaign", campaign / 1000.0, "s", "0.2");
    row("copy of a world", copy, "ms", "0.5");
    row("state at the start", shared::bytes(&Simulation::new(catalog, 1).snapshot()) as f64 / 1e6, "MB", "1");
    row("state after two years", shared::bytes(&world.snapshot()) as f64 / 1e6, "MB", "1");
    row("state at the end", shared::bytes(&late.snapshot()) as f64 / 1e6, "MB", "1");
    row("load of all packs", load, "ms", "50");
    row("new world", setup, "ms", "");
    instructions();
}

/// Median of the months of two years, each measured alone, ms.
fn month_of(world: &Simulation) -> f64 {
    let mut copy = world.duplicate();
    copy.step_month();
    median(24 * 3, || (), |()| copy.step_month())
}

/// Median of `times` measurements, ms; what `prepare` does is not measured.
fn median<T>(times: usize, mut prepare: impl FnMut() -> T, mut work: impl FnMut(T)) -> f64 {
    let mut all: Vec<f64> = (0..times)
        .map(|_| {
            let input = prepare();
            let start = Instant::now();
            work(input);
            start.elapsed().as_secs_f64() * 1000.0
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[times / 2]
}

fn row(name: &str, value: f64, unit: &str, limit: &str) {
    let limit = if limit.is_empty() { String::new() } else { format!("   (limit {limit})") };
    println!("{name:<32} {value:>9.3} {unit:<6}{limit}");
}

/// Millions of instructions, by running this program again under valgrind.
fn instructions() {
    let million = |what: &str| count(what).map(|all| all / 1e6);
    let (Some(months), Some(by_hand)) = (million("months"), million("by-hand")) else {
        println!("{:<32} valgrind is not installed: not counted", "instructions");
        return;
    };
    let month = months / shared::MONTHS as f64;
    row("instructions of a month", month, "M", "4.5");
    row("instructions by hand", by_hand, "M", "");
    row("month / by hand", month / by_hand, "times", "");
    if let Some(fourfold) = million("fourfold") {
        row("four times the lines / once", fourfold / months, "times", "4.4");
    }
}

fn count(what: &str) -> Option<f64> {
    let own = std::env::current_exe().ok()?;
    let valgrind = ["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no", "--toggle-collect=*counted_here*"];
    let output = Command::new("valgrind").args(valgrind).arg(own).args([COUNT, what]).output().ok()?;
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    text.lines().find_map(|line| line.split_once("Collected :")?.1.trim().parse().ok())
}

/// What valgrind sees: everything is prepared outside of [`counted_here`].
fn counted(what: &str) {
    let catalog = if what == "fourfold" { shared::four_times_the_lines() } else { shared::load(&shared::sources()) };
    let mut world = shared::warm(&catalog);
    if what == "by-hand" {
        let mut kernel = shared::kernel::Kernel::new(&world);
        kernel.month();
        counted_here(&mut || {
            black_box(kernel.month());
        });
    } else {
        counted_here(&mut || shared::run(&mut world, shared::MONTHS));
    }
}

#[inline(never)]
fn counted_here(work: &mut dyn FnMut()) {
    work();
    black_box(());
}
