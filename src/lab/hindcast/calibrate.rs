//! Which parameters come nearest to what was: a search by CMA-ES (Hansen) inside the ranges that sources leave, with one seed, so that
//! it finds the same again.

use std::cmp::Ordering;
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::Mutex;

use cmaes::{CMAESOptions, DVector};

use super::known::{Band, Comparison, Row, Years, rows};
use super::play::{Run, mean, run};
use super::score::{USUAL_ERROR, error, unit};
use crate::content::Catalog;
use crate::content::ids::KINDS;
use crate::session::ensemble::{Field, files, pack};
use crate::session::level::Level;
use crate::units::math;

/// Name of the file that says what may be fitted.
pub const PARAMETERS: &str = "parameters.csv";
/// Id of the pack that holds fitted parameters.
const PACK: &str = "fitted_parameters";
/// Weight of the distance from where a parameter starts, over half its range.
const PRIOR_WEIGHT: f64 = 0.02;
/// Years played past the judged ones, so that nothing is fitted that falls to pieces afterwards.
const BEYOND: i32 = 4;
/// Loss of a good set, as a multiple of the best.
const GOOD: f64 = 1.1;
/// Loss of parameters with which nothing can be played.
const HOPELESS: f64 = 1e6;

/// A number of the model that may be fitted.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Kind of the item, as files have it.
    pub kind: String,
    /// The item, with its pack.
    pub item: String,
    /// The field.
    pub field: String,
    /// What its sources allow.
    pub range: (f64, f64),
    /// What the level has, where the search begins.
    pub start: f64,
    /// Why so.
    pub source: String,
}

/// Reads a `parameters.csv`.
///
/// # Errors
/// A sentence on the first row that cannot be read, with its line.
pub fn read_parameters(bytes: &[u8], catalog: &Catalog) -> Result<Vec<Parameter>, String> {
    rows(PARAMETERS, bytes, |row: &Row<'_>| {
        let range = (row.number("low")?, row.number("high")?);
        let (kind, item, field) = (row.text("kind")?, row.text("item")?, row.text("field")?);
        let written = KINDS.iter().find(|k| k.file_word() == kind).and_then(|kind| catalog.provenance(*kind, item, field));
        let start: Option<f64> = written.and_then(|written| written.value.parse().ok());
        let start = start.ok_or_else(|| row.wrong(&format!("`{field}` is no number of `{item}` among {kind}")))?;
        if !(range.0 < range.1 && (range.0..=range.1).contains(&start)) {
            return Err(row.wrong(&format!("the level has {start}, which does not lie between low and high")));
        }
        let (kind, item, field) = (kind.to_owned(), item.to_owned(), field.to_owned());
        Ok(Parameter { kind, item, field, range, start, source: row.text("source")?.to_owned() })
    })
}

impl Parameter {
    /// Where a value lies in its range, 0 to 1.
    fn place(&self, value: f64) -> f64 {
        (value - self.range.0) / (self.range.1 - self.range.0)
    }

    /// The value at a place of the search, which is folded back into the range at its ends.
    pub(super) fn value(&self, place: f64) -> f64 {
        let folded = place.rem_euclid(2.0);
        let inside = if folded > 1.0 { 2.0 - folded } else { folded };
        self.range.0 + inside * (self.range.1 - self.range.0)
    }

    /// Whether a value lies on an end of its range, so that the range and not the data decided.
    #[must_use]
    pub fn at_bound(&self, value: f64) -> bool {
        let place = self.place(value);
        !(0.01..=0.99).contains(&place)
    }
}

/// What counts when a run is judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// Years whose errors count.
    pub years: RangeInclusive<i32>,
    /// Comparisons whose id has one of these words between its underscores are left out.
    pub without: Vec<String>,
}

/// A fit: on what, how long, with which luck.
#[derive(Clone, Debug)]
pub struct Fit {
    /// What counts.
    pub judged: Judged,
    /// Generations at most.
    pub generations: usize,
    /// Runs of a generation.
    pub population: usize,
    /// Seed of the search.
    pub seed: u64,
    /// Other good sets that are wanted.
    pub sets: usize,
}

/// What a search found.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// Values of the parameters, in their order.
    pub values: Vec<f64>,
    /// Their loss, and that of the start.
    pub loss: (f64, f64),
    /// Runs made.
    pub runs: usize,
    /// Other sets that come nearly as near, and differ.
    pub sets: Vec<Vec<f64>>,
}

/// How bad a run is: errors over their limits, weighed, and the distance of parameters from where they started.
#[must_use]
pub fn loss(comparisons: &[Comparison], run: &Run, judged: &Judged) -> f64 {
    let means = mean(std::slice::from_ref(run));
    let counts = |c: &&Comparison| c.weight > 0.0 && !c.id.split('_').any(|part| judged.without.iter().any(|word| word == part));
    let mut sums = (0.0, 0.0);
    for (comparison, years) in comparisons.iter().zip(&means).filter(|(c, _)| counts(c)) {
        if let Some(band) = &comparison.band {
            if let Some(miss) = outside(band, years, &judged.years) {
                sums.0 += comparison.weight * miss;
                sums.1 += comparison.weight;
            }
            continue;
        }
        let Some(error) = error(comparison, years, &judged.years) else { continue };
        let size = error / unit(comparison);
        sums.0 += comparison.weight * size * size;
        sums.1 += comparison.weight;
        if comparison.peak {
            sums.0 += comparison.weight * peak_miss(comparison, years, &judged.years);
        }
    }
    sums.0 / f64::max(sums.1, 1e-9)
}

/// How far years lie outside of a band, as the mean square in its widths. What tells what was counts in the judged years alone.
fn outside(band: &Band, years: &Years, judged: &RangeInclusive<i32>) -> Option<f64> {
    let counts = |year: &i32| band.years.contains(year) && (!band.was || judged.contains(year)) && *year <= judged.end() + BEYOND;
    let (low, high) = band.range;
    let miss = |value: f64| (low - value).max(value - high).max(0.0) / (high - low);
    let squares: Vec<f64> = years.iter().filter(|(year, _)| counts(year)).map(|(_, value)| math::whole_power(miss(*value), 2)).collect();
    (!squares.is_empty()).then(|| squares.iter().sum::<f64>() / squares.len() as f64)
}

/// How far height and year of a peak are missed: pure errors punish a late spike twice, and so prefer none.
fn peak_miss(comparison: &Comparison, years: &Years, window: &RangeInclusive<i32>) -> f64 {
    let top = |list: &Years| {
        let inside = list.range(window.clone()).filter(|(year, _)| comparison.history.contains_key(year));
        inside.max_by(|a, b| a.1.total_cmp(b.1)).map(|(year, value)| (*year, *value))
    };
    let Some((is, was)) = top(years).zip(top(&comparison.history)) else { return 0.0 };
    let height = math::ln(is.1.max(1e-9) / was.1) / USUAL_ERROR;
    let year = f64::from(is.0 - was.0);
    height * height + year * year
}

/// Searches.
///
/// # Errors
/// The level cannot be played, or a parameter names nothing.
pub fn search(
    level: &Level,
    comparisons: &[Comparison],
    parameters: &[Parameter],
    fit: &Fit,
    told: impl Fn(usize, f64) + Sync,
) -> Result<Fitted, String> {
    let try_out = |values: &[f64]| -> Result<f64, String> {
        let run = run(&with(level, parameters, values)?, comparisons, 1, fit.judged.years.end() + BEYOND)?;
        Ok(loss(comparisons, &run, &fit.judged))
    };
    let start: Vec<f64> = parameters.iter().map(|p| p.start).collect();
    let at_start = try_out(&start)?;
    let tried = Mutex::new(Vec::new());
    let objective = |places: &DVector<f64>| {
        let values: Vec<f64> = parameters.iter().zip(places.iter()).map(|(p, place)| p.value(*place)).collect();
        let far: f64 = parameters.iter().zip(&values).map(|(p, v)| 2.0 * (p.place(*v) - p.place(p.start))).map(|d| d * d).sum();
        let values: Vec<f64> = values.into_iter().map(rounded).collect();
        let loss = try_out(&values).unwrap_or(HOPELESS);
        if let Ok(mut tried) = tried.lock() {
            tried.push((loss, values));
        }
        if loss.is_finite() { loss + PRIOR_WEIGHT * far } else { HOPELESS }
    };
    let places: Vec<f64> = parameters.iter().map(|p| p.place(p.start)).collect();
    let mut search = CMAESOptions::new(places, 0.2)
        .population_size(fit.population)
        .max_generations(fit.generations)
        .seed(fit.seed)
        .build(objective)
        .map_err(|error| format!("The search cannot begin: {error:?}."))?;
    let mut ended = None;
    while ended.is_none() {
        ended = search.next_parallel();
        let best = search.overall_best_individual().map_or(HOPELESS, |best| best.value);
        told(search.generation(), best);
    }
    let best = search.overall_best_individual().ok_or("The search found nothing.")?;
    let values: Vec<f64> = parameters.iter().zip(best.point.iter()).map(|(p, place)| rounded(p.value(*place))).collect();
    let (loss, runs) = (try_out(&values)?, search.function_evals());
    drop(search);
    let mut tried = tried.into_inner().unwrap_or_default();
    // Threads end in any order.
    tried.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.iter().zip(&b.1).fold(Ordering::Equal, |o, (a, b)| o.then(a.total_cmp(b)))));
    let sets = apart(&tried, (loss, &values), fit.sets, |p, value| parameters[p].place(value));
    Ok(Fitted { loss: (loss, at_start), values, runs, sets })
}

/// Four digits are what a fit can tell.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// The level with other values of its parameters.
///
/// # Errors
/// A parameter names nothing, or the values make no world.
pub fn with(level: &Level, parameters: &[Parameter], values: &[f64]) -> Result<Level, String> {
    level.with(pack("parameters".to_owned(), &level.id, &fields(parameters), values)).map_err(|error| error.details)
}

/// Writes a pack with values of parameters, each with its range and source.
///
/// # Errors
/// The folder cannot be written.
pub fn write_pack(folder: &Path, level: &str, parameters: &[Parameter], values: &[f64]) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let why = |at: usize| {
        let Parameter { range, source, .. } = &parameters[at];
        format!(" // {} to {}: {source}", range.0, range.1)
    };
    for file in files(PACK, level, &fields(parameters), values, why) {
        std::fs::write(folder.join(file.name), file.bytes)?;
    }
    Ok(())
}

/// Where the parameters stand.
#[must_use]
pub fn fields(parameters: &[Parameter]) -> Vec<Field> {
    let field = |p: &Parameter| Field { kind: p.kind.clone(), item: p.item.clone(), field: p.field.clone() };
    parameters.iter().map(field).collect()
}

/// Sets that come nearly as near as the best and differ most: each in turn is the one that is farthest from those already chosen.
fn apart(tried: &[(f64, Vec<f64>)], best: (f64, &[f64]), count: usize, place: impl Fn(usize, f64) -> f64) -> Vec<Vec<f64>> {
    let far = |a: &[f64], b: &[f64]| {
        a.iter().zip(b).enumerate().map(|(p, (a, b))| math::whole_power(place(p, *a) - place(p, *b), 2)).sum::<f64>()
    };
    let near: Vec<&Vec<f64>> = tried.iter().filter(|(loss, _)| *loss <= GOOD * best.0).map(|(_, values)| values).collect();
    let mut chosen: Vec<Vec<f64>> = vec![best.1.to_vec()];
    while chosen.len() <= count {
        let least = |values: &[f64]| chosen.iter().map(|c| far(c, values)).fold(f64::INFINITY, f64::min);
        let Some(next) = near.iter().max_by(|a, b| least(a).total_cmp(&least(b))).filter(|next| least(next) > 0.0) else { break };
        chosen.push((*next).clone());
    }
    chosen.remove(0);
    chosen
}
