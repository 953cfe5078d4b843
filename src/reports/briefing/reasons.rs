//! Why a figure moved: the terms that changed most, or, without figures as they were, what the series and today's terms say.

use super::{Reader, verb};
use crate::content::ids::{GoodId, ItemKind, RegionId};
use crate::reports::figures::{Figure, FigureKey, MECHANICAL, figure};
use crate::units::digits::{fixed, number};
use crate::units::math;

impl Reader<'_> {
    /// The term that did most for how the figure moved since it was remembered, and the one that moved most beside it, for or against; how
    /// fast a figure follows is no reason by itself.
    pub(super) fn terms_reason(&self, key: &FigureKey, moved: f64) -> Option<String> {
        let then = self.memory?.figure(key)?;
        let now = figure(self.view, key).ok()?;
        let mut names: Vec<&str> = now.terms.iter().chain(&then.terms).map(|t| t.name.as_str()).collect();
        names.sort_unstable();
        names.dedup();
        let part = |figure: &Figure, name: &str| figure.term(name).map_or(0.0, |t| t.value);
        let change = |name: &str| part(&now, name) - part(then, name);
        let small = 0.05 * (now.value - then.value).abs();
        names.retain(|name| !MECHANICAL.contains(name) && change(name).abs() > small.max(1e-9 * now.scale()));
        names.sort_by(|a, b| change(b).abs().total_cmp(&change(a).abs()));
        let unit = if now.unit == "%" { "points" } else { &now.unit };
        let told = |name: &str| {
            let sign = if change(name) >= 0.0 { "+" } else { "−" };
            format!("{name} ({sign}{} {unit})", number(change(name).abs()))
        };
        let first = names.iter().position(|name| change(name) * moved > 0.0)?;
        let first = names.remove(first);
        let beside = names.first().map_or_else(String::new, |name| {
            let against = if change(name) * moved < 0.0 { "; against it " } else { ", " };
            format!("{against}{}", told(name))
        });
        Some(told(first) + &beside)
    }

    /// The two largest terms of a figure today.
    pub(super) fn largest_term(&self, key: &FigureKey) -> String {
        let Ok(now) = figure(self.view, key) else { return String::new() };
        let mut causes: Vec<_> = now.terms.iter().filter(|t| !MECHANICAL.contains(&t.name.as_str()) && t.value != 0.0).collect();
        causes.sort_by(|a, b| b.value.abs().total_cmp(&a.value.abs()));
        let told: Vec<String> = causes.iter().take(2).map(|t| format!("{} ({} {})", t.name, number(t.value), now.unit)).collect();
        if told.is_empty() { String::new() } else { format!("largest parts today: {}", told.join(", ")) }
    }

    /// What moved with a price: inputs, stocks, or what holds it today.
    pub(super) fn price_reason(&self, good: GoodId, move_of: f64) -> String {
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
        if best.1.is_empty() { self.tightness(good, move_of) } else { best.1 }
    }

    /// The strongest pull of scarcity on a price today, the way that it moved.
    pub(super) fn tightness(&self, good: GoodId, moved: f64) -> String {
        let Ok(now) = figure(self.view, &FigureKey::Price { good, region: super::largest_maker(self.view, good) }) else {
            return String::new();
        };
        let pulls =
            now.terms.iter().filter(|t| t.name != "marginal cost" && !MECHANICAL.contains(&t.name.as_str()) && t.value * moved > 0.0);
        let most = pulls.max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
        most.map_or_else(
            || "costs of makers".to_owned(),
            |t| format!("strongest pull today: {} ({} {})", t.name, number(t.value), now.unit),
        )
    }

    /// What moved the way that plugs moved: packs or chargers.
    pub(super) fn plug_reason(&self, region: &str, change: f64) -> Option<String> {
        let pack = self.log_change("price.pack", "world").unwrap_or(0.0);
        let chargers = self.log_change("chargers.adequacy", region).unwrap_or(0.0);
        let mut best = (0.02, String::new());
        let dearer = if pack > 0.0 { "dearer" } else { "cheaper" };
        offer(&mut best, -pack * change.signum(), format!("packs are {} % {dearer}", percent_of(pack)));
        let scarcer = if chargers > 0.0 { "more plentiful" } else { "scarcer" };
        offer(&mut best, chargers * change.signum(), format!("chargers are {} % {scarcer}", percent_of(chargers)));
        (!best.1.is_empty()).then_some(best.1)
    }

    /// Who opened the youngest line of a good in a region within a year; where nobody did, what stood has grown.
    pub(super) fn builders(&self, good: GoodId, region: RegionId) -> String {
        let view = self.view;
        let here = view.lines.iter().filter(|l| view.makes(l) == good && l.facility.region == region);
        let largest = here.max_by(|a, b| {
            (a.facility.since, a.capacity.nameplate)
                .partial_cmp(&(b.facility.since, b.capacity.nameplate))
                .unwrap_or(std::cmp::Ordering::Equal)
        });
        largest.map_or_else(String::new, |l| {
            if view.sim.now().since(l.facility.since) > 12 {
                return "plants that stand were extended".to_owned();
            }
            format!("youngest plant: {}, since {}", view.firm(l.facility.owner), l.facility.since)
        })
    }
}

/// Keeps the better of two reasons.
fn offer(best: &mut (f64, String), weight: f64, reason: String) {
    if weight > best.0 {
        *best = (weight, reason);
    }
}

/// A change of a logarithm as %, without its sign.
fn percent_of(log: f64) -> String {
    fixed((100.0 * (math::exp(log) - 1.0)).abs(), 0)
}
