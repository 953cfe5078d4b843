//! What could be answered to an event, and what each answer brings: its measures by what they serve, what else it moves by the rules.

use super::measures::{fresh, measure, served, touch};
use super::{Idea, key};
use crate::ai::act::Act;
use crate::ai::sight::Sight;
use crate::content::definitions::doctrines::{Aim, Deed, Move};
use crate::content::definitions::events::{Answer, Change, Outside};
use crate::content::ids::{EventId, RegionId};
use crate::orders::{Order, Settings};
use crate::sim::policy::components::Measure;
use crate::sim::policy::orders::can_enact;

/// Third countries that a change of relations with all of them counts as.
const ALL: f64 = 5.0;
/// Months of a year.
const YEAR: f64 = 12.0;

/// Every answer to an event, as an idea.
pub(in crate::ai) fn answers(sight: &Sight<'_>, event: EventId) -> Vec<Idea> {
    let list = &sight.view.catalog[event].answers;
    list.iter().zip(0_u32..).map(|(answer, number)| idea(sight, event, number, answer)).collect()
}

fn idea(sight: &Sight<'_>, event: EventId, number: u32, answer: &Answer) -> Idea {
    let order = Order::AnswerEvent { event, answer: number };
    let mut idea = Idea {
        attention: answer.attention,
        capital: answer.capital,
        ..Idea::of(order, Act::Deed(Deed::AnswerEvent), key(&format!("answer {event:?} {number}")))
    };
    for change in &answer.changes {
        add(sight, change, &mut idea);
    }
    idea
}

fn add(sight: &Sight<'_>, change: &Change, idea: &mut Idea) {
    let side = sight.side;
    let here = |at: &[RegionId]| at.is_empty() || at.contains(&side);
    match change {
        Change::Enact(e) if e.by == side => {
            let policy = &sight.view.catalog[e.policy];
            let mut settings: Settings = policy.settings.iter().map(|(name, rule)| (name.clone(), rule.default.clone())).collect();
            settings.extend(e.settings.clone());
            let planned = measure(sight, e.policy, settings);
            let left = fresh(sight, e.policy, policy);
            let touch = touch(sight, policy, &planned);
            let gains = served(sight, policy, &planned, &touch);
            idea.serves.extend(gains.into_iter().map(|(aim, points)| (aim, left * touch.liking * points)));
            if sight.hits_rival(&planned) {
                idea.rung = idea.rung.max(policy.rung);
                idea.size = policy.size(&planned.settings);
            }
            if let Ok(quote) = can_enact(sight.view.sim, side, e.policy, &planned.settings) {
                idea.year_musd += quote.cost_per_year_musd;
            }
        }
        Change::End(e) if e.by == side => {
            let policy = &sight.view.catalog[e.policy];
            let meant = |m: &&Measure| {
                m.by == side && m.policy == e.policy && e.about.iter().all(|(name, setting)| m.latest().get(name) == Some(setting))
            };
            for m in sight.view.measures.list.iter().filter(meant) {
                let gains = served(sight, policy, m, &touch(sight, policy, m));
                idea.serves.extend(gains.into_iter().map(|(aim, points)| (aim, -points)));
            }
        }
        Change::Relations(e) if e.to == side => {
            let thirds = if e.of.is_empty() { ALL } else { e.of.iter().filter(|of| **of != sight.rival).count() as f64 };
            moved(sight, idea, Move::Relations, thirds * e.points);
            if e.of.contains(&sight.rival) {
                moved(sight, idea, Move::Tension, -e.points);
            }
        }
        Change::Tension(e) => {
            idea.shift += e.points;
            moved(sight, idea, Move::Tension, e.points);
        }
        Change::Credibility(e) if e.of == side => moved(sight, idea, Move::Credibility, e.points),
        Change::Capital(e) if e.of == side => idea.capital -= e.points,
        Change::Money(e) if e.of == side => idea.year_musd -= e.musd / sight.doctrine.patience_years,
        Change::Outage(e) if here(&e.at) => moved(sight, idea, Move::Standstill, 10.0 * e.share * f64::from(e.months) / YEAR),
        Change::Delay(e) if here(&e.at) => moved(sight, idea, Move::Standstill, e.months / YEAR),
        Change::Shock(e) if here(&e.at) && matches!(e.of, Outside::CarMarket | Outside::Storage) => {
            moved(sight, idea, Move::Buyers, 10.0 * (e.times - 1.0) * f64::from(e.months) / YEAR);
        }
        Change::Readiness(e) => moved(sight, idea, Move::Readiness, e.steps * sight.needs.technology(e.technology)),
        _ => {}
    }
}

fn moved(sight: &Sight<'_>, idea: &mut Idea, what: Move, amount: f64) {
    let each = sight.thinking.moves.get(&what).into_iter().flatten();
    idea.serves.extend(each.map(|(aim, per_unit): (&Aim, &f64)| (*aim, per_unit * amount)));
}
