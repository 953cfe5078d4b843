//! The ten things that changed most since a month, and why. The series tell what changed; if figures of that month were
//! remembered, the reason is the term that changed most, else what the series and today's terms say.

use super::figures::{Figure, FigureKey, MECHANICAL, figure};
use super::table::cells;
use super::{Filter, ReportError, Table, View};
use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, ItemKind, RegionId};
use crate::units::digits::{fixed, number};
use crate::units::{Month, math};

/// Things in a briefing.
const TEN: usize = 10;
/// Most of them that are notes.
const MOST_NOTES: usize = 4;
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
    /// How much it matters: about 1 for a price that has nearly tripled.
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
        back: usize::try_from(view.sim.now().since(since) - 1).unwrap_or(0),
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

    fn log_change(&self, series: &str, region: &str) -> Option<f64> {
        let (then, now) = self.ends(series, region, 1)?;
        (then > 1e-12 && now > 1e-12).then(|| math::ln(now / then))
    }

    fn prices(&self, list: &mut Vec<Change>) {
        let view = self.view;
        let worth = |good: GoodId| view.markets.of(good).world_price * view.markets.of(good).demand;
        let largest = view.goods().map(worth).fold(1e-9, f64::max);
        for good in view.goods().filter(|g| view.catalog.goods[g.index()].stage != Stage::Recycling) {
            let series = format!("price.{}", view.word(ItemKind::Good, good.index()));
            let (Some(move_of), Some((then, now))) = (self.log_change(&series, "world"), self.ends(&series, "world", 1)) else { continue };
            let key = FigureKey::Price { good, region: largest_maker(view, good) };
            let weight = move_of.abs() * (0.3 + 0.7 * math::pow((worth(good) / largest).max(0.0), 0.25));
            let what = format!("price of {} {}", view.said(good), verb(move_of));
            let reason = self.terms_reason(&key).unwrap_or_else(|| self.price_reason(good, move_of));
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
            let reason = self.terms_reason(&key).unwrap_or_else(|| self.largest_term(&key));
            let what = format!("pack price {}", verb(move_of));
            list.push(Change {
                what,
                place: "world".to_owned(),
                then: Some(then),
                now: Some(now),
                unit: "$/kWh".to_owned(),
                reason,
                opens: Some(key),
                weight: 1.5 * move_of.abs(),
            });
        }
    }

    /// The term that moved the figure most the way it went since it was remembered; how fast it follows is no reason by itself.
    fn terms_reason(&self, key: &FigureKey) -> Option<String> {
        let then = self.memory?.figure(key)?;
        let now = figure(self.view, key).ok()?;
        let mut names: Vec<&str> = now.terms.iter().chain(&then.terms).map(|t| t.name.as_str()).collect();
        names.dedup();
        let part = |figure: &Figure, name: &str| figure.term(name).map_or(0.0, |t| t.value);
        let change = |name: &str| part(&now, name) - part(then, name);
        let way = (now.value - then.value).signum();
        names.retain(|name| !MECHANICAL.contains(name));
        let most =
            names.into_iter().max_by(|a, b| (way * change(a)).total_cmp(&(way * change(b)))).filter(|name| way * change(name) > 0.0)?;
        let sign = if change(most) >= 0.0 { "+" } else { "−" };
        let unit = if now.unit == "%" { "points" } else { &now.unit };
        Some(format!("{most} ({sign}{} {unit})", number(change(most).abs())))
    }

    /// The largest term of a figure today.
    fn largest_term(&self, key: &FigureKey) -> String {
        let Ok(now) = figure(self.view, key) else { return String::new() };
        let causes = now.terms.iter().filter(|t| !MECHANICAL.contains(&t.name.as_str()));
        let most = causes.max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
        most.map_or_else(String::new, |t| format!("largest part today: {} ({} {})", t.name, number(t.value), now.unit))
    }

    /// What moved with a price: inputs, stocks, or what holds it today.
    fn price_reason(&self, good: GoodId, move_of: f64) -> String {
        let view = self.view;
        let word = view.word(ItemKind::Good, good.index());
        let mut best: (f64, String) = (0.02, String::new());
        let stock = self.log_change(&format!("stock.{word}"), "world").unwrap_or(0.0);
        offer(&mut best, -0.5 * stock * move_of.signum(), format!("stocks {} by {} %", verb(stock), percent_of(stock)));
        for line in view.lines.iter().filter(|l| view.makes(l) == good && l.cost.full > 0.0 && l.capacity.nameplate > 0.0) {
            for (slot, (input, _)) in view.facts.process(line.facility.process).inputs.iter().enumerate() {
                let moved = self.log_change(&format!("price.{}", view.word(ItemKind::Good, input.index())), "world").unwrap_or(0.0);
                let part = line.cost.inputs[slot] / line.cost.full;
                offer(
                    &mut best,
                    part * moved * move_of.signum(),
                    format!("{} {} by {} %", view.said(*input), verb(moved), percent_of(moved)),
                );
            }
        }
        if best.1.is_empty() { self.tightness(good) } else { best.1 }
    }

    /// The strongest pull of scarcity on a price today.
    fn tightness(&self, good: GoodId) -> String {
        let Ok(now) = figure(self.view, &FigureKey::Price { good, region: largest_maker(self.view, good) }) else { return String::new() };
        let pulls = now.terms.iter().filter(|t| t.name != "marginal cost" && !MECHANICAL.contains(&t.name.as_str()) && t.value != 0.0);
        let most = pulls.max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
        most.map_or_else(
            || "costs of makers".to_owned(),
            |t| format!("strongest pull today: {} ({} {})", t.name, number(t.value), now.unit),
        )
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
                    .terms_reason(&key)
                    .unwrap_or_else(|| self.plug_reason(word, now - then).unwrap_or_else(|| self.largest_term(&key)));
                list.push(Change {
                    what,
                    place: place.clone(),
                    then: Some(then),
                    now: Some(now),
                    unit: "%".to_owned(),
                    reason,
                    opens: Some(key),
                    weight: (now - then).abs() / 10.0,
                });
            }
            let rival = view.word(ItemKind::Region, other.index());
            if let Some((then, now)) = self.ends(&format!("dependence.{rival}"), word, 1) {
                let key = FigureKey::Dependence { user: region, supplier: other };
                let what = format!("dependence on {} {}", view.there(other), verb(now - then));
                let reason = self.terms_reason(&key).unwrap_or_else(|| self.largest_term(&key));
                list.push(Change {
                    what,
                    place: place.clone(),
                    then: Some(then),
                    now: Some(now),
                    unit: "of 100".to_owned(),
                    reason,
                    opens: Some(key),
                    weight: (now - then).abs() / 15.0,
                });
            }
            if let (Some(move_of), Some((then, now))) = (self.log_change("jobs.chain", word), self.ends("jobs.chain", word, 1)) {
                let key = FigureKey::Jobs { region };
                let reason = self.terms_reason(&key).unwrap_or_else(|| self.largest_term(&key));
                let what = format!("jobs in the chain {}", verb(move_of));
                list.push(Change {
                    what,
                    place,
                    then: Some(then),
                    now: Some(now),
                    unit: "thousand".to_owned(),
                    reason,
                    opens: Some(key),
                    weight: move_of.abs(),
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

    /// What moved the way that plugs moved: packs or chargers.
    fn plug_reason(&self, region: &str, change: f64) -> Option<String> {
        let pack = self.log_change("price.pack", "world").unwrap_or(0.0);
        let chargers = self.log_change("chargers.adequacy", region).unwrap_or(0.0);
        let mut best = (0.02, String::new());
        let dearer = if pack > 0.0 { "dearer" } else { "cheaper" };
        offer(&mut best, -pack * change.signum(), format!("packs are {} % {dearer}", percent_of(pack)));
        let scarcer = if chargers > 0.0 { "more plentiful" } else { "scarcer" };
        offer(&mut best, chargers * change.signum(), format!("chargers are {} % {scarcer}", percent_of(chargers)));
        (!best.1.is_empty()).then_some(best.1)
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
                let weight = 0.8 * move_of.abs() * ((now.max(then)) / world.max(1e-9)).min(1.0);
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

    /// Who has the youngest lines of a good in a region.
    fn builders(&self, good: GoodId, region: RegionId) -> String {
        let view = self.view;
        let here = view.lines.iter().filter(|l| view.makes(l) == good && l.facility.region == region);
        let largest = here.max_by(|a, b| {
            (a.facility.since, a.capacity.nameplate)
                .partial_cmp(&(b.facility.since, b.capacity.nameplate))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        largest.map_or_else(String::new, |l| format!("youngest plant: {}, since {}", view.firm(l.facility.owner), l.facility.since))
    }

    /// Dated notes: what happened to firms weighs more than openings; newer more than older.
    fn notes(&self, since: Month) -> Vec<Change> {
        let now = self.view.sim.now();
        let span = f64::from(now.since(since).max(1));
        let mut list: Vec<Change> = Vec::new();
        for (month, text) in self.view.history.notes.iter().filter(|(month, _)| *month >= since) {
            let weight = if text.contains(" opens ") { 0.08 } else { 0.25 } + 0.05 * f64::from(month.since(since)) / span;
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

/// Keeps the better of two reasons.
fn offer(best: &mut (f64, String), weight: f64, reason: String) {
    if weight > best.0 {
        *best = (weight, reason);
    }
}

fn verb(change: f64) -> &'static str {
    if change >= 0.0 { "rose" } else { "fell" }
}

/// A change of a logarithm as %, without its sign.
fn percent_of(log: f64) -> String {
    fixed((100.0 * (math::exp(log) - 1.0)).abs(), 0)
}

pub(super) fn build(view: &View<'_>, filter: &Filter) -> Result<Vec<Table>, ReportError> {
    let (start, now) = (view.history.start, view.sim.now());
    let since = filter.month.unwrap_or_else(|| now.plus(-12).max(start));
    if since < start || since > now {
        return Err(ReportError::new(format!("the series of this game run from {start} to {now}; {since} is not among them")));
    }
    let mut table = Table::new("briefing", format!("What changed most from {since} to {now}"))
        .phrases("what", 26)
        .words("where")
        .values("then")
        .values("now")
        .words("unit")
        .phrases("why", 26)
        .words("figure");
    let memory = view.memories.iter().min_by_key(|memory| memory.month.since(since).abs());
    for change in changes(view, since, memory) {
        let opens = change.opens.as_ref().map(|key| key.words(view));
        table.push(cells![change.what, change.place, change.then, change.now, change.unit, change.reason, opens]);
    }
    Ok(vec![table])
}
