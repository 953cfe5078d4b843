//! Measures that stand: which could be stronger, milder, or ended.

use super::measures::{about, served, touch};
use super::{Idea, key};
use crate::ai::act::Act;
use crate::ai::reach::{Strength, strength};
use crate::ai::sight::Sight;
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::Setting;
use crate::orders::{Order, Settings};
use crate::sim::policy::components::Measure;
use crate::sim::policy::measures::in_year;
use crate::sim::politics::bills::change_of_size;
use crate::units::math;

/// What changes when a measure is made stronger, as a factor of its number.
const STRONGER: f64 = 1.5;
/// Points of calm that a hostile measure's end brings, for each rung.
const CALM_PER_RUNG: f64 = 0.1;

pub(super) fn think(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    // Whoever is short of money waits less long.
    #[expect(clippy::cast_possible_truncation, reason = "a few years")]
    let keeps = (f64::from(sight.thinking.keep_months) * (1.0 - sight.urgency())) as i32;
    let own = sight.view.measures.list.iter().filter(|m| m.by == sight.side && m.until.is_none_or(|until| until.since(sight.now) > 12));
    for m in own.filter(|m| m.change.is_none()) {
        let policy = &sight.view.catalog[m.policy];
        // What a doctrine has taken itself stays for a while; what was there before may go at once. A rival's retreat is answered sooner.
        let age = if m.announced < sight.view.sim.calendar().start { keeps } else { sight.now.since(m.announced) };
        let answers = sight.eased > 0 && policy.rung > 0;
        if age < keeps && !answers {
            continue;
        }
        let hostile = if sight.hits_rival(m) { policy.rung } else { 0 };
        let touch = touch(sight, policy, m);
        let gains = served(sight, policy, m, &touch);
        // Whoever likes a policy likes more of it, and is loth to end it.
        let liked = sight.doctrine.policies.get(&m.policy).copied().unwrap_or(1.0);
        ideas.push(end(sight, policy, m, hostile, (&gains, touch.liking * liked.max(1.0))));
        if answers {
            continue;
        }
        for factor in [STRONGER, 1.0 / STRONGER] {
            if let Some(settings) = changed(sight, policy, m, factor) {
                let liked = if factor > 1.0 { liked } else { 1.0 };
                ideas.push(change(sight, (policy, m), (settings, factor), (&gains, touch.liking * liked)));
            }
        }
    }
}

fn end(sight: &Sight<'_>, policy: &Policy, m: &Measure, hostile: u32, (gains, liking): (&[(Aim, f64)], f64)) -> Idea {
    let mut serves: Vec<(Aim, f64)> = gains.iter().map(|(aim, points)| (*aim, -points * liking)).collect();
    serves.extend(sight.thinking.served(Deed::Repeal));
    if hostile > 0 {
        serves.push((Aim::Calm, CALM_PER_RUNG * f64::from(hostile)));
    }
    Idea {
        serves,
        takes_back: hostile,
        attention: policy.attention,
        capital: 0.5 * policy.capital,
        grows: sight.growth_of(policy),
        ..Idea::of(Order::RepealMeasure { measure: m.id }, Act::Deed(Deed::Repeal), key(&format!("repeal {}", m.id)))
    }
}

fn change(
    sight: &Sight<'_>,
    (policy, m): (&Policy, &Measure),
    (settings, factor): (Settings, f64),
    (gains, liking): (&[(Aim, f64)], f64),
) -> Idea {
    let more = math::pow(factor, 0.5) - 1.0;
    // A change of either kind is one matter: what was raised is not lowered again at once.
    let matter = key(&format!("adjust {} {:?}", m.id, about(&m.settings)));
    // What is aimed at the rival and made larger is a step like a new one.
    let size = change_of_size(policy, m, &settings);
    let rung = if size > 0.0 && sight.hits_rival(m) { policy.rung } else { 0 };
    Idea {
        serves: gains.iter().map(|(aim, points)| (*aim, more * points)).collect(),
        liking,
        rung,
        size,
        attention: policy.attention,
        capital: 0.5 * policy.capital,
        grows: sight.growth_of(policy),
        earns: sight.earned_by(policy),
        ..Idea::of(Order::AdjustMeasure { measure: m.id, settings }, Act::Deed(Deed::Adjust), matter)
    }
}

/// The numbers that make a measure strong, times a factor; none if nothing changes.
fn changed(sight: &Sight<'_>, policy: &Policy, m: &Measure, factor: f64) -> Option<Settings> {
    let now = m.settings_in(sight.now);
    let mut settings = Settings::new();
    for (name, how) in policy.effects.iter().filter_map(strength) {
        let rule = policy.settings.get(name)?;
        let value = match now.get(name)? {
            Setting::Number(value) => *value,
            Setting::Path(path) => in_year(path, sight.now.year()),
            _ => continue,
        };
        let changed = match how {
            Strength::Less => value / factor,
            Strength::More | Strength::Price | Strength::PlugShare => value * factor,
        };
        let changed = ((changed * 1e4).round() / 1e4).clamp(rule.least, rule.most);
        if (changed - value).abs() > 0.02 * value.abs().max(1e-3) {
            settings.insert(name.to_owned(), Setting::Number(changed));
        }
    }
    (!settings.is_empty()).then_some(settings)
}
