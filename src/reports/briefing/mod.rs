//! The briefing of a quarter: the ten things that moved most against what is usual for them and why, what of a side's own orders came
//! into effect, three threats, three openings. The series tell what changed; if figures of that month were remembered, the reasons
//! are the terms that changed most.

mod outlook;
mod page;
mod reasons;

pub use outlook::{Point, openings, threats};
pub(super) use page::build;
pub use page::{Briefing, briefing};

use super::View;
use super::figures::{Figure, FigureKey, figure};
use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, ItemKind, RegionId};
use crate::units::{Month, math};

/// Things in a briefing.
const TEN: usize = 10;
/// Most of them that are notes.
const MOST_NOTES: usize = 4;
/// Earlier movements that an assumption of what is usual is worth.
const TRUST: f64 = 4.0;
/// Times the usual beyond which a movement is no more news than another.
const MOST_UNUSUAL: f64 = 6.0;
/// Movements of a quarter that are taken as usual before any are known: of prices and capacities as logarithms, of jobs, of shares in
/// points, of dependence in points.
const USUAL_PRICE: f64 = 0.06;
const USUAL_GROWTH: f64 = 0.04;
const USUAL_JOBS: f64 = 0.02;
const USUAL_SHARE: f64 = 1.5;
const USUAL_DEPENDENCE: f64 = 2.0;
/// Series whose movement is told in points.
const LEVELS: [&str; 1] = ["dependence."];
/// Months over which sales are averaged, for single months are noisy.
const SMOOTH: usize = 3;

/// Something that changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// What, in a few words.
    pub what: String,
    /// Where.
    pub place: String,
    /// Value then, if it is a number.
    pub then: Option<f64>,
    /// Value now.
    pub now: Option<f64>,
    /// Unit of both.
    pub unit: String,
    /// Why.
    pub reason: String,
    /// The figure that explains it.
    pub opens: Option<FigureKey>,
    /// How much it matters: its movement over what is usual for it, times the part that it plays in the contest.
    pub weight: f64,
}

/// Figures as they were, kept by whoever wants exact reasons later (a session, once a quarter).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// When.
    pub month: Month,
    /// What they were.
    pub figures: Vec<Figure>,
}

impl Memory {
    /// The figures that briefings ask for, as they are now.
    #[must_use]
    pub fn of(view: &View<'_>) -> Self {
        let scenario = &view.catalog.scenario;
        let mut keys = vec![FigureKey::PackPrice];
        keys.extend(
            view.goods()
                .filter(|g| !view.markets.of(*g).sellers.is_empty())
                .map(|good| FigureKey::Price { good, region: largest_maker(view, good) }),
        );
        for (region, other) in [(scenario.us, scenario.china), (scenario.china, scenario.us)] {
            keys.extend([
                FigureKey::PlugShare { region },
                FigureKey::Jobs { region },
                FigureKey::Dependence { user: region, supplier: other },
            ]);
        }
        Self { month: view.sim.now(), figures: keys.iter().filter_map(|key| figure(view, key).ok()).collect() }
    }

    fn figure(&self, key: &FigureKey) -> Option<&Figure> {
        self.figures.iter().find(|f| f.key == *key)
    }
}

/// Region that makes most of a good.
fn largest_maker(view: &View<'_>, good: GoodId) -> RegionId {
    let nodes = &view.markets.of(good).nodes;
    let most = (0..nodes.len()).max_by(|a, b| nodes[*a].made.total_cmp(&nodes[*b].made).then(b.cmp(a)));
    RegionId::from_index(most.unwrap_or(0))
}

/// What changed most since `since`, largest first.
#[must_use]
pub fn changes(view: &View<'_>, since: Month, memory: Option<&Memory>) -> Vec<Change> {
    let reader = Reader {
        view,
        back: usize::try_from(view.sim.now().since(since)).unwrap_or(0).min((view.history.months as usize).saturating_sub(1)),
        memory: memory.filter(|m| m.month.since(since).abs() <= 2),
    };
    let mut list = Vec::new();
    reader.prices(&mut list);
    reader.sides(&mut list);
    reader.capacity(&mut list);
    list.extend(reader.notes(since));
    list.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    list.truncate(TEN);
    list
}

struct Reader<'a> {
    view: &'a View<'a>,
    back: usize,
    memory: Option<&'a Memory>,
}

impl Reader<'_> {
    /// Mean of a series over the months around then and before now.
    fn ends(&self, series: &str, region: &str, smooth: usize) -> Option<(f64, f64)> {
        let values = &self.view.history.series(series, region)?.values;
        let last = values.len().checked_sub(1)?;
        let first = last.checked_sub(self.back)?;
        let mean = |part: &[f32]| part.iter().map(|v| f64::from(*v)).sum::<f64>() / part.len().max(1) as f64;
        let smooth = smooth.min(self.back / 2).max(1);
        Some((mean(&values[first..(first + smooth).min(values.len())]), mean(&values[values.len() - smooth..])))
    }

    /// What is usual in a quarter as what is usual in the months that are looked back: movements grow with the root of time.
    fn usual(&self, a_quarter: f64) -> f64 {
        a_quarter * (self.back.max(1) as f64 / 3.0).sqrt()
    }

    fn log_change(&self, series: &str, region: &str) -> Option<f64> {
        let (then, now) = self.ends(series, region, 1)?;
        (then > 1e-12 && now > 1e-12).then(|| log_of(now, then))
    }

    /// A movement over what is usual for the series in as many months; `usual` is taken for what is not known of it yet.
    fn against_usual(&self, series: &str, region: &str, moved: f64, usual: f64) -> f64 {
        let values = self.view.history.series(series, region).map_or(&[][..], |series| &series.values);
        let step = self.back.max(1);
        let before = values.len().saturating_sub(step);
        let moves: Vec<f64> = values[..before]
            .iter()
            .rev()
            .step_by(step)
            .map(|value| f64::from(*value))
            .collect::<Vec<f64>>()
            .windows(2)
            .map(|pair| if LEVELS.iter().any(|level| series.starts_with(level)) { pair[0] - pair[1] } else { log_of(pair[0], pair[1]) })
            .collect();
        let known: f64 = moves.iter().map(|moved| moved.abs()).sum();
        let usual = (known + TRUST * usual) / (moves.len() as f64 + TRUST);
        (moved.abs() / usual.max(1e-9)).min(MOST_UNUSUAL)
    }

    fn prices(&self, list: &mut Vec<Change>) {
        let view = self.view;
        let worth = |good: GoodId| view.markets.of(good).world_price * view.markets.of(good).demand;
        let largest = view.goods().map(worth).fold(1e-9, f64::max);
        for good in view.goods().filter(|g| view.catalog.goods[g.index()].stage != Stage::Recycling) {
            let series = format!("price.{}", view.word(ItemKind::Good, good.index()));
            let (Some(move_of), Some((then, now))) = (self.log_change(&series, "world"), self.ends(&series, "world", 1)) else { continue };
            let key = FigureKey::Price { good, region: largest_maker(view, good) };
            let part = 0.3 + 0.7 * math::pow((worth(good) / largest).max(0.0), 0.25);
            let weight = part * self.against_usual(&series, "world", move_of, self.usual(USUAL_PRICE));
            let what = format!("price of {} {}", view.said(good), verb(move_of));
            let reason = self.terms_reason(&key, move_of).unwrap_or_else(|| self.price_reason(good, move_of));
            list.push(Change {
                what,
                place: "world".to_owned(),
                then: Some(then),
                now: Some(now),
                unit: view.price_unit(good).to_owned(),
                reason,
                opens: Some(key),
                weight,
            });
        }
        if let (Some(move_of), Some((then, now))) = (self.log_change("price.pack", "world"), self.ends("price.pack", "world", 1)) {
            let key = FigureKey::PackPrice;
            let reason = self.terms_reason(&key, move_of).unwrap_or_else(|| self.largest_term(&key));
            let what = format!("pack price {}", verb(move_of));
            list.push(Change {
                what,
                place: "world".to_owned(),
                then: Some(then),
                now: Some(now),
                unit: "$/kWh".to_owned(),
                reason,
                opens: Some(key),
                weight: 1.5 * self.against_usual("price.pack", "world", move_of, self.usual(USUAL_PRICE)),
            });
        }
    }

    /// Plug shares, jobs and dependence of both sides.
    fn sides(&self, list: &mut Vec<Change>) {
        let view = self.view;
        let scenario = &view.catalog.scenario;
        for (region, other) in [(scenario.us, scenario.china), (scenario.china, scenario.us)] {
            let word = view.word(ItemKind::Region, region.index());
            let place = view.region(region).to_owned();
            if let Some((then, now)) = self.plug_share(word) {
                let key = FigureKey::PlugShare { region };
                let what = format!("share of cars with a plug {}", verb(now - then));
                let reason = self
                    .terms_reason(&key, now - then)
                    .unwrap_or_else(|| self.plug_reason(word, now - then).unwrap_or_else(|| self.largest_term(&key)));
                list.push(Change {
                    what,
                    place: place.clone(),
                    then: Some(then),
                    now: Some(now),
                    unit: "%".to_owned(),
                    reason,
                    opens: Some(key),
                    weight: ((now - then).abs() / self.usual(USUAL_SHARE)).min(MOST_UNUSUAL),
                });
            }
            let rival = view.word(ItemKind::Region, other.index());
            if let Some((then, now)) = self.ends(&format!("dependence.{rival}"), word, 1) {
                let key = FigureKey::Dependence { user: region, supplier: other };
                let what = format!("dependence on {} {}", view.there(other), verb(now - then));
                let reason = self.terms_reason(&key, now - then).unwrap_or_else(|| self.largest_term(&key));
                list.push(Change {
                    what,
                    place: place.clone(),
                    then: Some(then),
                    now: Some(now),
                    unit: "of 100".to_owned(),
                    reason,
                    opens: Some(key),
                    weight: self.against_usual(&format!("dependence.{rival}"), word, now - then, self.usual(USUAL_DEPENDENCE)),
                });
            }
            if let (Some(move_of), Some((then, now))) = (self.log_change("jobs.chain", word), self.ends("jobs.chain", word, 1)) {
                let key = FigureKey::Jobs { region };
                let reason = self.terms_reason(&key, move_of).unwrap_or_else(|| self.largest_term(&key));
                let what = format!("jobs in the chain {}", verb(move_of));
                list.push(Change {
                    what,
                    place,
                    then: Some(then),
                    now: Some(now),
                    unit: "thousand".to_owned(),
                    reason,
                    opens: Some(key),
                    weight: self.against_usual("jobs.chain", word, move_of, self.usual(USUAL_JOBS)),
                });
            }
        }
    }

    /// Share of cars with a plug then and now, %.
    fn plug_share(&self, region: &str) -> Option<(f64, f64)> {
        let mut sums = [(0.0, 0.0); 2];
        for (index, name) in ["ice", "hev", "phev", "bev"].iter().enumerate() {
            let (then, now) = self.ends(&format!("sales.{name}"), region, SMOOTH)?;
            sums[0] = (sums[0].0 + then, sums[0].1 + now);
            if index >= 2 {
                sums[1] = (sums[1].0 + then, sums[1].1 + now);
            }
        }
        (sums[0].0 > 1e-9 && sums[0].1 > 1e-9).then(|| (100.0 * sums[1].0 / sums[0].0, 100.0 * sums[1].1 / sums[0].1))
    }

    /// Capacity by side and good.
    fn capacity(&self, list: &mut Vec<Change>) {
        let view = self.view;
        for region in [view.catalog.scenario.us, view.catalog.scenario.china] {
            let word = view.word(ItemKind::Region, region.index());
            for good in view.goods() {
                let series = format!("capacity.{}", view.word(ItemKind::Good, good.index()));
                let (Some(move_of), Some((then, now))) = (self.log_change(&series, word), self.ends(&series, word, 1)) else { continue };
                let world: f64 = view.markets.of(good).nodes.iter().map(|n| n.nameplate).sum();
                let part = math::pow(((now.max(then)) / world.max(1e-9)).min(1.0), 0.5);
                let weight = 0.8 * part * self.against_usual(&series, word, move_of, self.usual(USUAL_GROWTH));
                let what = format!("capacity for {} {}", view.said(good), verb(move_of));
                let unit = format!("{} a year", view.unit(good));
                list.push(Change {
                    what,
                    place: view.region(region).to_owned(),
                    then: Some(then),
                    now: Some(now),
                    unit,
                    reason: self.builders(good, region),
                    opens: None,
                    weight,
                });
            }
        }
    }

    /// Dated notes: what happened to firms weighs more than openings; newer more than older.
    fn notes(&self, since: Month) -> Vec<Change> {
        let now = self.view.sim.now();
        let span = f64::from(now.since(since).max(1));
        let mut list: Vec<Change> = Vec::new();
        for (month, text) in self.view.history.notes.iter().filter(|(month, _)| *month >= since) {
            let weight = if text.contains(" opens ") { 0.8 } else { 2.0 } + 0.5 * f64::from(month.since(since)) / span;
            list.push(Change {
                what: text.clone(),
                place: month.to_string(),
                then: None,
                now: None,
                unit: String::new(),
                reason: String::new(),
                opens: None,
                weight,
            });
        }
        list.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        list.truncate(MOST_NOTES);
        list
    }
}

/// Logarithm of a ratio; nothing of nothing has not moved.
fn log_of(now: f64, then: f64) -> f64 {
    if then > 1e-12 && now > 1e-12 { math::ln(now / then) } else { 0.0 }
}

fn verb(change: f64) -> &'static str {
    if change >= 0.0 { "rose" } else { "fell" }
}
