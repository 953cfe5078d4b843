//! How stories are played, and what came of them: for each seed two worlds side by side, one with the orders and one without. All
//! stories of a level and seed share the one without.

use crate::content::definitions::events::EventMode;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::parallel::in_order;
use super::reading::figure_of;
use super::series::window;
use super::story::{Expectation, Story};
use super::told::{Line, Numbers, Told};
use crate::sim::Simulation;
use crate::sim::partial::{PartialMonth, Without};

/// When a figure is looked at.
type Look = (u32, String);

/// What was seen in a world.
type Seen = BTreeMap<Look, Result<f64, String>>;

/// A world that is played month by month, with or without a part of the month.
struct Stage {
    world: Simulation,
    partial: Option<PartialMonth>,
    /// Months played.
    played: u32,
    seen: Seen,
}

impl Stage {
    fn new(story: &Story, seed: u32, without: Option<Without>) -> Self {
        let mut world = Simulation::new(story.catalog.clone(), u64::from(seed));
        if story.file.quiet {
            world.set_event_mode(EventMode::Off);
        }
        Self { world, partial: without.and_then(PartialMonth::without), played: 0, seen: Seen::new() }
    }

    /// Plays a month and looks at what is to be seen after it.
    fn step(&mut self, looks: &BTreeSet<Look>) {
        match &mut self.partial {
            Some(month) => self.world.step_partial_month(month),
            None => self.world.step_month(),
        }
        self.played += 1;
        for (month, figure) in looks.range((self.played, String::new())..(self.played + 1, String::new())) {
            self.seen.insert((*month, figure.clone()), figure_of(&self.world, figure));
        }
    }
}

/// The worlds of a story under one seed.
struct Pair {
    /// Orders that were refused or never given.
    refused: Vec<String>,
    with: Seen,
    without: Arc<Seen>,
}

/// Plays a story, or what is left of it without a part of the month.
#[must_use]
pub fn tell(story: &Story, without: Option<Without>) -> Told {
    tell_all(std::slice::from_ref(story), &Playing { without, ..Playing::default() }).pop().unwrap_or_default()
}

/// How stories are played.
#[derive(Clone, Copy, Debug, Default)]
pub struct Playing {
    /// A part of the month to leave out.
    pub without: Option<Without>,
    /// Seeds of each story that has several, instead of its own number.
    pub seeds: Option<u32>,
    /// Threads; one if none.
    pub threads: usize,
}

/// Plays stories; what came of them stands in their order.
#[must_use]
pub fn tell_all(stories: &[Story], playing: &Playing) -> Vec<Told> {
    let seeds = |story: &Story| if story.file.seeds > 1 { playing.seeds.unwrap_or(story.file.seeds) } else { 1 };
    let seeds_of: Vec<Vec<u32>> = stories.iter().map(|story| (0..seeds(story)).map(|at| story.file.seed + at).collect()).collect();
    let of = |story: &'_ Story, seed: u32| (story.file.level.clone(), story.file.quiet, seed);
    let worlds: BTreeSet<(String, bool, u32)> =
        stories.iter().zip(&seeds_of).flat_map(|(story, seeds)| seeds.iter().map(|seed| of(story, *seed))).collect();
    let worlds: Vec<(String, bool, u32)> = worlds.into_iter().collect();
    let plays = |at: usize, world: &(String, bool, u32)| of(&stories[at], world.2) == *world && seeds_of[at].contains(&world.2);
    let one = |world: usize| {
        let told: Vec<usize> = (0..stories.len()).filter(|at| plays(*at, &worlds[world])).collect();
        let of: Vec<&Story> = told.iter().map(|at| &stories[*at]).collect();
        told.into_iter().zip(pairs(&of, worlds[world].2, playing.without)).collect::<Vec<_>>()
    };
    let mut by_story: Vec<Vec<Pair>> = stories.iter().map(|_| Vec::new()).collect();
    in_order(worlds.len(), playing.threads, one, |_| {}).into_iter().flatten().for_each(|(at, pair)| by_story[at].push(pair));
    stories.iter().zip(by_story).map(|(story, pairs)| judge_all(story, &pairs)).collect()
}

/// What a story looks at in the world with the orders, or in the one without.
fn looks(story: &Story, comparing: bool) -> BTreeSet<Look> {
    let mut looks = BTreeSet::new();
    for expectation in story.file.expect.iter().filter(|e| !comparing || e.compares_worlds()) {
        let (figure, after) = expectation.figure();
        looks.insert((after.unwrap_or(story.file.months), figure.to_owned()));
        if expectation.compares_months() {
            looks.insert((first_look(figure), figure.to_owned()));
        }
        looks.extend(expectation.other().map(|other| (after.unwrap_or(story.file.months), other.to_owned())));
    }
    looks
}

/// Plays stories of one level under one seed.
fn pairs(stories: &[&Story], seed: u32, without: Option<Without>) -> Vec<Pair> {
    let compared: BTreeSet<Look> = stories.iter().flat_map(|story| looks(story, true)).collect();
    let mut plain = Seen::new();
    if let (Some(story), Some((months, _))) = (stories.first(), compared.last()) {
        let mut stage = Stage::new(story, seed, without);
        (0..*months).for_each(|_| stage.step(&compared));
        plain = stage.seen;
    }
    let plain = Arc::new(plain);
    stories.iter().map(|story| with_orders(story, seed, without, Arc::clone(&plain))).collect()
}

fn with_orders(story: &Story, seed: u32, without: Option<Without>, plain: Arc<Seen>) -> Pair {
    let looks = looks(story, false);
    let mut stage = Stage::new(story, seed, without);
    let mut refused = Vec::new();
    let mut given = vec![false; story.orders.len()];
    for _ in 0..story.file.months {
        let now = stage.world.now();
        for (order, given) in story.orders.iter().zip(&mut given).filter(|(order, given)| !**given && order.month == now) {
            *given = true;
            let answer = if story.file.decided {
                stage.world.decide(order.side, &order.order)
            } else {
                stage.world.submit(order.side, &order.order).map(|_| ())
            };
            if let Err(refusal) = answer {
                refused.push(format!("{now}: {refusal}"));
            }
        }
        stage.step(&looks);
    }
    let late = story.orders.iter().zip(&given).filter(|(_, given)| !**given);
    refused.extend(late.map(|(order, _)| format!("the month {} of an order never came", order.month)));
    Pair { refused, with: stage.seen, without: plain }
}

/// The month after which a figure is first known: a mean needs its months.
fn first_look(figure: &str) -> u32 {
    window(figure).ok().and_then(|(months, _)| u32::try_from(months).ok()).unwrap_or(1)
}

fn judge_all(story: &Story, pairs: &[Pair]) -> Told {
    let mut refused: Vec<String> = pairs.iter().flat_map(|pair| pair.refused.clone()).collect();
    refused.dedup();
    let lines = story.file.expect.iter().map(|expectation| judge(expectation, story.file.months, pairs)).collect();
    Told { refused, lines }
}

fn judge(expectation: &Expectation, months: u32, pairs: &[Pair]) -> Line {
    let (figure, after) = expectation.figure();
    let after = after.unwrap_or(months);
    let value = |seen: &Seen, month: u32, figure: &str| {
        seen.get(&(month, figure.to_owned())).cloned().unwrap_or_else(|| Err(format!("`{figure}` was not looked at")))
    };
    let now = pairs.iter().map(|pair| value(&pair.with, after, figure)).collect::<Result<Vec<f64>, String>>();
    let then = |pair: &Pair| match (expectation.other(), expectation.compares_worlds()) {
        (Some(other), _) => value(&pair.with, after, other),
        (None, true) => value(&pair.without, after, figure),
        (None, false) => value(&pair.with, first_look(figure), figure),
    };
    let then = match expectation {
        Expectation::Between(_) => Ok(Vec::new()),
        _ => pairs.iter().map(then).collect::<Result<Vec<f64>, String>>(),
    };
    let numbers = now.and_then(|now| then.map(|then| Numbers { now, then }));
    let holds = numbers.as_ref().is_ok_and(|numbers| holds(expectation, numbers));
    Line { holds, what: format!("{} {figure}, month {after}", expectation.word()), numbers }
}

/// Whether the mean and the median are as expected.
fn holds(expectation: &Expectation, numbers: &Numbers) -> bool {
    if !numbers.are_finite() {
        return false;
    }
    let change = numbers.changes();
    let [mean, median] = if numbers.then.is_empty() { numbers.middles() } else { [change.mean, change.median] };
    [mean, median].into_iter().all(|x| match expectation {
        Expectation::Rises(c) | Expectation::Higher(c) => x > 0.0 && x >= c.by && x <= c.most,
        Expectation::Falls(c) | Expectation::Lower(c) => x < 0.0 && -x >= c.by && -x <= c.most,
        Expectation::Stays(n) | Expectation::Same(n) => x.abs() <= n.within,
        Expectation::Below(p) => x < 0.0 && -x >= p.by,
        Expectation::Between(b) => x >= b.least && x <= b.most,
    })
}
