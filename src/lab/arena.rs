//! Doctrines against each other: every pair under the same seeds, each seed twice with the sides swapped.

use std::collections::BTreeMap;

use super::parallel::in_order;
use crate::ai::act;
use crate::content::definitions::scores::Index;
use crate::content::ids::{DoctrineId, PolicyId, RegionId};
use crate::session::game::Game;
use crate::session::level::Level;
use crate::session::players::Player;
use crate::sim::policy::components::Measures;
use crate::sim::scoreboard::ends::titled;
use crate::sim::scoreboard::outcome::{Standing, standing};
use crate::sim::scoreboard::scores::Scores;

/// Which campaigns to play.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Who plays.
    pub doctrines: Vec<DoctrineId>,
    /// Seeds for each pair; each is played twice.
    pub runs: usize,
    /// The first seed; the others follow it.
    pub first_seed: u64,
    /// Quarters to play at most.
    pub quarters: usize,
    /// Threads.
    pub threads: usize,
}

/// A campaign: who plays the United States and China, under which seed. Nobody plays both sides where there is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match {
    /// The two sides, by their places in the plan's list.
    pub sides: Option<[usize; 2]>,
    /// Seed.
    pub seed: u64,
}

/// How one side of a campaign came out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Result {
    /// Score, 0 to 100.
    pub score: f64,
    /// What it ends with on average if no person plays, as the level tells.
    pub par: f64,
    /// The five indices.
    pub indices: [f64; Index::ALL.len()],
    /// Orders by what they do.
    pub acts: BTreeMap<String, usize>,
    /// Whether an early end made it the winner.
    pub won_early: bool,
}

impl Result {
    /// What campaigns are compared by: the score, and beyond any score an early win.
    #[must_use]
    pub fn merit(&self) -> f64 {
        self.score + if self.won_early { 100.0 } else { 0.0 }
    }

    /// What the two sides of a campaign are compared by.
    #[must_use]
    pub fn above_par(&self) -> f64 {
        self.merit() - self.par
    }
}

/// A campaign's end.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Which campaign.
    pub played: Match,
    /// The two sides.
    pub sides: [Result; 2],
    /// What decided it.
    pub decided: String,
    /// Orders that were refused when their month came.
    pub refused: usize,
    /// What did not balance: a fault of the program.
    pub faults: Vec<String>,
}

impl Plan {
    /// All campaigns: those without any orders first, then pair after pair.
    #[must_use]
    pub fn matches(&self) -> Vec<Match> {
        let seeds = || (0..self.runs as u64).map(|n| self.first_seed.wrapping_add(n));
        let mut list: Vec<Match> = seeds().map(|seed| Match { sides: None, seed }).collect();
        for (a, b) in pairs(self.doctrines.len()) {
            list.extend(seeds().flat_map(|seed| [[a, b], [b, a]].map(|sides| Match { sides: Some(sides), seed })));
        }
        list
    }
}

/// Every pair of different places.
pub fn pairs(count: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..count).flat_map(move |a| (a + 1..count).map(move |b| (a, b)))
}

/// Plays all campaigns; the results stand in the order of [`Plan::matches`], whatever the number of threads.
pub fn play(level: &Level, plan: &Plan, done: impl Fn(usize) + Sync) -> Vec<Outcome> {
    let list = plan.matches();
    in_order(list.len(), plan.threads, |index| one(level, plan, list[index]), done)
}

fn one(level: &Level, plan: &Plan, played: Match) -> Outcome {
    let player = |side: usize| played.sides.map_or(Player::Nothing, |sides| Player::Doctrine(plan.doctrines[sides[side]]));
    let mut game = Game::new(level.clone(), played.seed, player(0), player(1)).scored();
    let (mut refused, mut faults, mut policies) = (0, Vec::new(), BTreeMap::new());
    for _ in 0..plan.quarters {
        if game.is_over() {
            break;
        }
        let result = game.end_quarter();
        refused += result.refused.len();
        faults.extend(result.faults);
        policies.extend(game.simulation().world().resource::<Measures>().list.iter().map(|measure| (measure.id, measure.policy)));
    }
    let scenario = &game.level().catalog.scenario;
    let sides = [scenario.us, scenario.china].map(|side| result_of(&game, side, &policies));
    let early = game.outcome().and_then(|outcome| Some(titled(&game.level().catalog, outcome.end? as usize, outcome.side)));
    Outcome { played, sides, decided: early.unwrap_or_else(|| "final score".to_owned()), refused, faults }
}

fn result_of(game: &Game, side: RegionId, policies: &BTreeMap<u32, PolicyId>) -> Result {
    let (catalog, scores) = (&game.level().catalog, game.simulation().world().resource::<Scores>());
    let mut acts = BTreeMap::new();
    for line in game.log().iter().filter(|line| line.side == side) {
        *acts.entry(act::word(catalog, &line.order, |measure| policies.get(&measure).copied())).or_default() += 1;
    }
    let ended = game.outcome().filter(|outcome| outcome.end.is_some());
    let won_early = ended.is_some_and(|outcome| standing(catalog, outcome, side) == Standing::Won);
    let last = game.outcome().and_then(|outcome| outcome.finals.iter().find(|last| last.region == side));
    let (score, indices) = match (last, scores.of(side)) {
        (Some(last), _) => (last.score, last.indices),
        (None, Some(score)) => (score.total(&catalog.scenario), score.indices),
        (None, None) => return Result::default(),
    };
    Result { score, par: catalog.scenario.par(side), indices, acts, won_early }
}

/// Wins of so many games.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rate {
    /// Games won; a draw is half a win.
    pub won: f64,
    /// Games.
    pub of: usize,
}

impl Rate {
    /// Counts a game by its margin.
    pub fn count(&mut self, margin: f64) {
        self.of += 1;
        self.won += if margin > 0.0 { 1.0 } else { 0.5 * f64::from(u8::from(margin == 0.0)) };
    }

    /// Share won.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.of == 0 { 0.0 } else { self.won / self.of as f64 }
    }

    /// Ends of the interval that holds the true share in 95 of 100 cases (Wilson 1927).
    #[must_use]
    pub fn interval(&self) -> (f64, f64) {
        const Z: f64 = 1.96;
        if self.of == 0 {
            return (0.0, 1.0);
        }
        let (n, p) = (self.of as f64, self.share());
        let middle = (p + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let half = Z / (1.0 + Z * Z / n) * (p * (1.0 - p) / n + Z * Z / (4.0 * n * n)).sqrt();
        ((middle - half).max(0.0), (middle + half).min(1.0))
    }
}

/// How a doctrine fared.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// Seeds of a pair in which both of its campaigns together went better for it than for the other.
    pub pairs: Rate,
    /// Campaigns in which it did better on a side than the other did on the same side under the same seed.
    pub as_side: [Rate; 2],
    /// Campaigns on a side in which it had the higher score of the two sides.
    pub ahead: [Rate; 2],
    /// Mean score on each side.
    pub score: [f64; 2],
    /// Mean indices on each side.
    pub indices: [[f64; Index::ALL.len()]; 2],
    /// Orders by what they do.
    pub acts: BTreeMap<String, usize>,
}

/// Records of all doctrines, in the plan's order, and of the campaigns without orders.
#[must_use]
pub fn records(count: usize, outcomes: &[Outcome]) -> (Vec<Record>, Record) {
    let (mut list, mut idle) = (vec![Record::default(); count], Record::default());
    let mut games = vec![[0.0; 2]; count + 1];
    for outcome in outcomes {
        for side in 0..2 {
            let who = outcome.played.sides.map(|sides| sides[side]);
            let record = who.map_or(&mut idle, |who| &mut list[who]);
            let (own, other) = (&outcome.sides[side], &outcome.sides[1 - side]);
            games[who.unwrap_or(count)][side] += 1.0;
            record.ahead[side].count(own.above_par() - other.above_par());
            record.score[side] += own.score;
            own.indices.iter().zip(&mut record.indices[side]).for_each(|(value, sum)| *sum += value);
            own.acts.iter().for_each(|(act, times)| *record.acts.entry(act.clone()).or_default() += times);
        }
    }
    for (record, games) in list.iter_mut().chain([&mut idle]).zip(&games) {
        for side in 0..2 {
            record.score[side] /= f64::max(games[side], 1.0);
            record.indices[side].iter_mut().for_each(|sum| *sum /= f64::max(games[side], 1.0));
        }
    }
    for [first, second] in swapped(outcomes) {
        let Some([a, b]) = first.played.sides else { continue };
        let margin = |o: &Outcome| o.sides[0].merit() - o.sides[1].merit();
        let better = [first.sides[0].merit() - second.sides[0].merit(), second.sides[1].merit() - first.sides[1].merit()];
        let whole = margin(first) - margin(second);
        for (who, sign) in [(a, 1.0), (b, -1.0)] {
            list[who].pairs.count(sign * whole);
            (0..2).for_each(|side| list[who].as_side[side].count(sign * better[side]));
        }
    }
    (list, idle)
}

/// Two campaigns of a seed with the sides swapped.
pub fn swapped(outcomes: &[Outcome]) -> impl Iterator<Item = [&Outcome; 2]> {
    let played: Vec<&Outcome> = outcomes.iter().filter(|outcome| outcome.played.sides.is_some()).collect();
    (0..played.len() / 2).map(move |n| [played[2 * n], played[2 * n + 1]])
}

/// Half of the sum by which shares of what is done differ: 0 if two do the same, 1 if they have nothing in common.
#[must_use]
pub fn distance(a: &BTreeMap<String, usize>, b: &BTreeMap<String, usize>) -> f64 {
    let sum = |acts: &BTreeMap<String, usize>| acts.values().sum::<usize>().max(1) as f64;
    let (all_a, all_b) = (sum(a), sum(b));
    let words: std::collections::BTreeSet<&String> = a.keys().chain(b.keys()).collect();
    let share = |acts: &BTreeMap<String, usize>, word: &String, all: f64| acts.get(word).map_or(0.0, |times| *times as f64 / all);
    0.5 * words.into_iter().map(|word| (share(a, word, all_a) - share(b, word, all_b)).abs()).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn acts(list: &[(&str, usize)]) -> BTreeMap<String, usize> {
        list.iter().map(|(word, times)| ((*word).to_owned(), *times)).collect()
    }

    #[test]
    fn distance_is_nothing_for_the_same_habits_and_one_for_nothing_in_common() {
        assert_eq!(distance(&acts(&[("a", 1), ("b", 3)]), &acts(&[("a", 10), ("b", 30)])), 0.0);
        assert_eq!(distance(&acts(&[("a", 5)]), &acts(&[("b", 2)])), 1.0);
        assert!((distance(&acts(&[("a", 1), ("b", 1)]), &acts(&[("a", 1), ("c", 1)])) - 0.5).abs() < 1e-12);
    }

    #[test]
    fn an_interval_narrows_with_games_and_holds_the_share() {
        let width = |of: usize| {
            let rate = Rate { won: of as f64 * 0.6, of };
            let (low, high) = rate.interval();
            assert!(low < 0.6 && 0.6 < high);
            high - low
        };
        assert!(width(10) > width(100) && width(100) > width(1000) && width(1000) < 0.07);
        assert_eq!(Rate::default().interval(), (0.0, 1.0));
    }

    #[test]
    fn whoever_does_better_on_both_sides_wins_the_pair() {
        let side = |score: f64| Result { score, ..Result::default() };
        let game = |sides, us, china| Outcome {
            played: Match { sides: Some(sides), seed: 1 },
            sides: [side(us), side(china)],
            decided: String::new(),
            refused: 0,
            faults: Vec::new(),
        };
        let (list, _) = records(2, &[game([0, 1], 40.0, 60.0), game([1, 0], 35.0, 65.0)]);
        assert_eq!([list[0].pairs.share(), list[1].pairs.share()], [1.0, 0.0]);
        assert_eq!(list[0].as_side.map(|rate| rate.share()), [1.0, 1.0]);
        assert_eq!(list[0].ahead.map(|rate| rate.share()), [0.0, 1.0], "China is ahead in both games");
    }
}
