//! How far each aim is from its mark, 0 (there) to about 1 (nothing of it): from the score, the budget, tension, dependence, know-how.

use crate::content::definitions::doctrines::Aim;
use crate::content::definitions::scores::Index;
use crate::content::ids::{RegionId, TechnologyId};
use crate::reports::View;
use crate::sim::ledger::components::Account;
use crate::sim::scoreboard::scores::Scores;
use crate::units::MUSD_IN_CENTS;

/// Need of every aim, and what home lacks of every technology.
pub(super) struct Needs {
    aims: [f64; Aim::ALL.len()],
    technologies: Vec<f64>,
}

/// What is spent of a budget before thrift is wanted at all.
const EASY: f64 = 0.7;

impl Needs {
    pub fn see(view: &View<'_>, side: RegionId, rival: RegionId) -> Self {
        let scores = view.sim.world().resource::<Scores>();
        // Before the first month nothing has been scored.
        let scored = |region: RegionId| scores.of(region).filter(|score| score.jobs_start > 0.0);
        let index = |index: Index| scored(side).map_or(50.0, |score| score.indices[index as usize]);
        let all =
            |region: RegionId| scored(region).map_or(50.0, |score| score.total(&view.catalog.scenario)) - view.catalog.scenario.par(region);
        let technologies = technologies(view, side);
        let (mut sum, mut count) = (0.0, 0.0);
        for lack in &technologies {
            sum += lack;
            count += 1.0;
        }
        let hangs = view.dependence.pairs.get(side.index() * view.facts.regions + rival.index());
        let hangs = hangs.map_or(0.0, |pair| pair.index(&view.catalog.rules.society) / 100.0);
        let tested = scores.of(side).and_then(|score| score.resilience).map_or(hangs, |(left, _)| 1.0 - left / 100.0);
        let need = |aim: Aim| match aim {
            Aim::Resilience => 0.5 * (tested + hangs),
            Aim::Industry => 1.0 - index(Index::Industry) / 100.0,
            Aim::Mobility => 1.0 - index(Index::Mobility) / 100.0,
            Aim::Transition => 1.0 - index(Index::Transition) / 100.0,
            Aim::Technology => sum / f64::max(count, 1.0),
            Aim::Standing => 1.0 - index(Index::Standing) / 100.0,
            Aim::Thrift => overdrawn(view, side),
            Aim::Pressure => (0.5 + (all(rival) - all(side)) / 100.0).clamp(0.1, 1.0),
            Aim::Calm => view.diplomacy.tension / 100.0,
        };
        let mut aims = [0.0; Aim::ALL.len()];
        for aim in Aim::ALL {
            aims[*aim as usize] = need(*aim).clamp(0.0, 1.0);
        }
        Self { aims, technologies }
    }

    pub const fn of(&self, aim: Aim) -> f64 {
        self.aims[aim as usize]
    }

    pub fn technology(&self, technology: TechnologyId) -> f64 {
        self.technologies.get(technology.index()).copied().unwrap_or(0.0)
    }
}

/// Spending beyond the easy part of a budget, and debt in years of it.
fn overdrawn(view: &View<'_>, side: RegionId) -> f64 {
    let Some(treasury) = view.treasuries.get(side.index()) else { return 0.0 };
    let budget = treasury.budget.max(1.0);
    let owed = treasury.debt as f64 / MUSD_IN_CENTS - view.ledger.cash_musd(Account::Government(side)).max(0.0);
    (treasury.spending / budget - EASY).max(0.0) + (owed / budget).max(0.0) / 3.0
}

/// What home firms lack of the experience of the best region, by technology; what is not ready for anybody is lacking too.
fn technologies(view: &View<'_>, side: RegionId) -> Vec<f64> {
    let count = view.catalog.technologies.len();
    let mut known = vec![0.0; count * view.facts.regions];
    for (firm, learned) in view.catalog.firms.iter().zip(&view.know_how) {
        for (t, experience) in learned.experience.iter().enumerate() {
            known[firm.home.index() * count + t] += experience;
        }
    }
    let lack = |t: usize| {
        let best = (0..view.facts.regions).map(|r| known[r * count + t]).fold(0.0, f64::max);
        let behind = if best > 0.0 { 1.0 - known[side.index() * count + t] / best } else { 0.5 };
        let unripe = (9.0 - view.technologies.readiness[t]) / 8.0;
        behind.clamp(0.0, 1.0).max(unripe)
    };
    (0..count).map(lack).collect()
}
