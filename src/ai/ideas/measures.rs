//! Measures that could be taken: every policy of the side about what it touches most, with settings thrown about the usual ones.

use super::settings::{Level, choices, set};
use super::{Idea, key};
use crate::ai::act::Act;
use crate::ai::reach::{Reach, pays_by_piece, reach};
use crate::ai::sight::Sight;
use crate::content::definitions::doctrines::Aim;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::Setting;
use crate::content::ids::{GoodId, PolicyId};
use crate::orders::{Order, Settings};
use crate::sim::dice::{Dice, Purpose};
use crate::sim::policy::components::Measure;
use crate::sim::policy::measures::InForce;
use crate::sim::policy::needs;
use crate::units::math;

/// Matters of one policy that are thought of at once.
const MATTERS: usize = 3;
/// Measures of the same kind that count when one more is weighed.
const MOST_ALIKE: i32 = 4;
/// What is left of the gain of a measure that takes the place of another.
const REPLACING: f64 = 0.3;

/// What a measure touches, as shares from 0 to 1.
pub(super) struct Touch {
    /// Of trade, or of what home makes and uses.
    value: f64,
    /// How far the rival holds what it touches at home.
    held: f64,
    /// How far home holds what it touches of the rival.
    holds: f64,
    /// Home's lack of the technology, for research.
    lack: Option<f64>,
    /// How much the doctrine cares for the goods.
    pub liking: f64,
}

pub(super) fn think(sight: &Sight<'_>, dice: &Dice, ideas: &mut Vec<Idea>) {
    let may = |policy: &Policy| policy.who.is_empty() || policy.who.contains(&sight.side);
    for (id, policy) in sight.view.catalog.all::<PolicyId>().filter(|(_, policy)| !policy.serves.is_empty() && may(policy)) {
        let standing = own(sight, id).count() > 0;
        if standing && !policy.several {
            continue;
        }
        let mut matters: Vec<(f64, Measure)> = choices(sight, policy)
            .into_iter()
            .map(|settings| measure(sight, id, settings))
            .filter(|planned| !(standing && is_taken(sight, planned)))
            .map(|planned| (worth(sight, policy, &planned), planned))
            .filter(|(worth, _)| *worth > 0.0)
            .collect();
        matters.sort_by(|a, b| b.0.total_cmp(&a.0));
        matters.truncate(MATTERS);
        for (_, planned) in matters {
            let matter = key(&format!("{id:?} {:?}", about(&planned.settings)));
            let level = Level::thrown(dice.share(sight.now, Purpose::Whim, matter), sight.doctrine.force);
            ideas.extend(at_level(sight, id, planned.clone(), level, matter));
            // What is paid by the piece may be too dear but for the mildest.
            if policy.effects.iter().any(pays_by_piece) {
                let milder = [(Level::Mild, matter ^ 1), (Level::Faint, matter ^ 2)].into_iter().filter(|(milder, _)| *milder != level);
                ideas.extend(milder.filter_map(|(milder, matter)| at_level(sight, id, planned.clone(), milder, matter)));
            }
        }
    }
}

/// A measure set as strong as a level says, if what it needs holds.
fn at_level(sight: &Sight<'_>, id: PolicyId, mut planned: Measure, level: Level, matter: u64) -> Option<Idea> {
    let policy = &sight.view.catalog[id];
    let weight = if set(sight, policy, &mut planned, level) { level.weight(sight) } else { 1.0 };
    let holds = policy.needs.iter().all(|need| needs::holds(sight.view.sim, &planned, need));
    holds.then(|| idea(sight, id, policy, &planned, (weight, matter)))
}

/// A side's standing measures of a policy that have no end yet.
pub(super) fn own<'a>(sight: &'a Sight<'_>, policy: PolicyId) -> impl Iterator<Item = &'a Measure> {
    let lives = |m: &&Measure| m.until.is_none_or(|until| until > sight.now);
    sight.view.measures.list.iter().filter(move |m| m.by == sight.side && m.policy == policy).filter(lives)
}

fn is_taken(sight: &Sight<'_>, planned: &Measure) -> bool {
    own(sight, planned.policy).any(|m| about(&m.settings) == about(&planned.settings))
}

/// The settings that say what a measure is about.
pub(super) fn about(settings: &Settings) -> Vec<(&String, &Setting)> {
    settings.iter().filter(|(_, setting)| !matches!(setting, Setting::Number(_) | Setting::Path(_))).collect()
}

/// A measure as it would be, taken now.
pub(super) fn measure(sight: &Sight<'_>, policy: PolicyId, settings: Settings) -> Measure {
    Measure {
        id: u32::MAX,
        policy,
        by: sight.side,
        since: sight.now,
        announced: sight.now,
        until: None,
        settings,
        change: None,
        executive: false,
        awarded: 0.0,
        levies: Vec::new(),
        treaty: None,
        suspended: None,
    }
}

/// What matters of a policy are ordered by: what the measure serves that the doctrine wants.
fn worth(sight: &Sight<'_>, policy: &Policy, planned: &Measure) -> f64 {
    let touch = touch(sight, policy, planned);
    let gains: Vec<(Aim, f64)> = served(sight, policy, planned, &touch).into_iter().map(|(aim, points)| (aim, points.max(0.0))).collect();
    touch.liking * sight.worth(&gains)
}

fn idea(sight: &Sight<'_>, id: PolicyId, policy: &Policy, planned: &Measure, (weight, matter): (f64, u64)) -> Idea {
    let touch = touch(sight, policy, planned);
    let serves = served(sight, policy, planned, &touch).into_iter().map(|(aim, points)| (aim, weight * points)).collect();
    Idea {
        serves,
        liking: touch.liking,
        fresh: fresh(sight, id, policy),
        rung: if sight.hits_rival(planned) { policy.rung } else { 0 },
        size: policy.size(&planned.settings),
        attention: policy.attention,
        capital: policy.capital,
        grows: sight.growth_of(policy),
        earns: sight.earned_by(policy),
        ..Idea::of(order(id, policy, &planned.settings), Act::Policy(id), matter)
    }
}

/// Stores and missions by their short orders, everything else by its policy.
fn order(id: PolicyId, policy: &Policy, settings: &Settings) -> Order {
    let number = |name: Option<(&str, _)>| match name.and_then(|(name, _)| settings.get(name)) {
        Some(Setting::Number(number)) => Some(*number),
        _ => None,
    };
    for effect in &policy.effects {
        let money = number(crate::ai::reach::strength(effect));
        for setting in settings.values() {
            match (effect, setting, money) {
                (Effect::Stockpile(_), Setting::Good(good), Some(months)) => return Order::SetStockpile { good: *good, months },
                (Effect::Research(_), Setting::Technology(technology), Some(musd_per_year)) => {
                    return Order::StartMission { technology: *technology, musd_per_year };
                }
                _ => {}
            }
        }
    }
    Order::EnactPolicy { policy: id, settings: settings.clone() }
}

/// What a measure serves, by what it touches.
pub(super) fn served(sight: &Sight<'_>, policy: &Policy, measure: &Measure, touch: &Touch) -> Vec<(Aim, f64)> {
    let hits = sight.hits_rival(measure);
    let share = |aim: Aim| match aim {
        Aim::Resilience => touch.held.max(0.3 * touch.value),
        Aim::Pressure if hits => touch.holds.max(0.5 * touch.value),
        Aim::Pressure if policy.rung > 0 => 0.0,
        Aim::Technology => touch.lack.unwrap_or(touch.value),
        _ => touch.value,
    };
    policy.serves.iter().map(|(aim, points)| (*aim, points * share(*aim))).collect()
}

/// What a measure touches.
pub(super) fn touch(sight: &Sight<'_>, policy: &Policy, measure: &Measure) -> Touch {
    let view = InForce { measure, facts: sight.view.facts, month: sight.now, phase: 1.0 };
    let mut sum = Sum::default();
    for effect in &policy.effects {
        let over = |bits: u32, by: &[f64]| by.iter().enumerate().filter(|(r, _)| bits & (1 << r) != 0).map(|(_, v)| *v).sum::<f64>();
        match reach(effect) {
            Reach::Imports(on, from) => {
                let bits = view.regions(from);
                sum.add(sight, &view.goods(on), |s| over(bits, &s.imports), |s| s.imports.iter().sum());
            }
            Reach::Exports(on, to) => {
                let bits = view.regions(to);
                sum.add(sight, &view.goods(on), |s| over(bits, &s.exports), |s| s.exports.iter().sum());
            }
            Reach::Makers(on) => {
                let work = |s: &crate::ai::stakes::Stake| s.gap() + 0.3 * s.used + 0.2 * s.made;
                sum.add(sight, &view.goods(on), work, work);
            }
            Reach::Stores(on) => sum.add(sight, &view.goods(on), |s| s.used * s.held, |s| s.used * s.held),
            Reach::Research => {
                if let Some(Setting::Technology(technology)) = view.setting("technology") {
                    sum.lack = Some(sight.needs.technology(*technology));
                }
            }
            Reach::Everybody => sum.everybody = true,
        }
    }
    let power = sight.thinking.stake_power;
    let root = |part: f64, whole: f64| if whole > 0.0 { math::pow((part / whole).clamp(0.0, 1.0), power) } else { 0.0 };
    let breadth = root(sum.used, sum.stage_used);
    let value = if sum.everybody || sum.lack.is_some() { 1.0 } else { root(sum.touched, sum.whole) };
    let mean = |part: f64, whole: f64| if whole > 0.0 { part / whole } else { 0.0 };
    let moves = sum.touched > 0.0;
    Touch {
        value,
        held: if moves { mean(sum.held, sum.used) * breadth } else { 0.0 },
        holds: if moves { mean(sum.holds, sum.rival_used) * breadth } else { 0.0 },
        lack: sum.lack,
        liking: if sum.cared > 0.0 { sum.cared / sum.counted } else { 1.0 },
    }
}

/// What effects touch, added up.
#[derive(Default)]
struct Sum {
    touched: f64,
    whole: f64,
    used: f64,
    stage_used: f64,
    rival_used: f64,
    held: f64,
    holds: f64,
    cared: f64,
    counted: f64,
    lack: Option<f64>,
    everybody: bool,
}

impl Sum {
    fn add(
        &mut self,
        sight: &Sight<'_>,
        goods: &[GoodId],
        touched: impl Fn(&crate::ai::stakes::Stake) -> f64,
        whole: impl Fn(&crate::ai::stakes::Stake) -> f64,
    ) {
        let (catalog, stakes) = (sight.view.catalog, &sight.stakes);
        self.whole = self.whole.max(stakes.goods.iter().map(&whole).sum());
        let stages: Vec<_> = goods.iter().map(|good| catalog[*good].stage).collect();
        let fellows = stakes.goods.iter().zip(&catalog.goods).filter(|(_, good)| stages.contains(&good.stage));
        self.stage_used += fellows.map(|(stake, _)| stake.used).sum::<f64>();
        for good in goods {
            let stake = stakes.of(*good);
            let part = touched(stake);
            self.touched += part;
            self.used += stake.used;
            self.rival_used += stake.rival_used;
            self.held += stake.used * stake.held;
            self.holds += stake.rival_used * stake.holds;
            let liked = sight.doctrine.stages.get(&catalog[*good].stage).copied().unwrap_or(1.0)
                * sight.doctrine.goods.get(good).copied().unwrap_or(1.0);
            self.cared += (part + 1e-9) * liked;
            self.counted += part + 1e-9;
        }
    }
}

/// What measures that stand already have left of the gain of one more.
pub(super) fn fresh(sight: &Sight<'_>, id: PolicyId, policy: &Policy) -> f64 {
    let catalog = sight.view.catalog;
    let kind = policy.effects.first().map(Effect::word);
    let (mut same, mut alike) = (0, 0);
    for m in sight.view.measures.list.iter().filter(|m| m.by == sight.side && m.until.is_none_or(|until| until > sight.now)) {
        if m.policy == id {
            same += 1;
        } else if catalog[m.policy].effects.first().map(Effect::word) == kind {
            alike += 1;
        }
    }
    let left = |share: f64, times: i32| math::pow(share, f64::from(times.min(MOST_ALIKE)));
    // What it takes the place of did most of the same.
    let replaces = policy.replaces.iter().any(|old| own(sight, *old).next().is_some());
    left(sight.thinking.saturation, same) * left(sight.thinking.overlap, alike) * if replaces { REPLACING } else { 1.0 }
}
