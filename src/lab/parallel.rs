//! The same work many times over, on several threads; the results stand in the order of the work, whoever did it first.

use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Threads that this machine runs at once.
#[must_use]
pub fn cores() -> usize {
    thread::available_parallelism().map_or(1, NonZeroUsize::get)
}

/// Does `job` for 0 to `count` and returns the results in that order. `done` is called after each, with how many are done.
pub fn in_order<T: Send>(count: usize, threads: usize, job: impl Fn(usize) -> T + Sync, done: impl Fn(usize) + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let finished = AtomicUsize::new(0);
    let results: Mutex<Vec<(usize, T)>> = Mutex::new(Vec::with_capacity(count));
    let work = || {
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return;
            }
            let result = job(index);
            // A poisoned lock means that another job panicked; the scope passes that on, so nothing is hidden here.
            results.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, result));
            done(finished.fetch_add(1, Ordering::Relaxed) + 1);
        }
    };
    thread::scope(|scope| {
        for _ in 1..threads.clamp(1, count.max(1)) {
            scope.spawn(work);
        }
        work();
    });
    let mut results = results.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    results.sort_by_key(|(index, _)| *index);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_work() {
        for threads in [1, 3, 50] {
            let slow_first = |index: usize| {
                thread::sleep(std::time::Duration::from_millis(if index == 0 { 20 } else { 0 }));
                index * index
            };
            assert_eq!(in_order(10, threads, slow_first, |_| {}), (0..10).map(|i| i * i).collect::<Vec<_>>());
        }
        assert!(in_order(0, 4, |i| i, |_| {}).is_empty());
    }

    #[test]
    fn every_piece_of_work_is_counted_once() {
        let sum = AtomicUsize::new(0);
        in_order(
            20,
            4,
            |i| i,
            |done| {
                sum.fetch_add(done, Ordering::Relaxed);
            },
        );
        assert_eq!(sum.into_inner(), 210);
    }
}
