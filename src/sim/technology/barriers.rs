//! What controls of technology and machines hold back: know-how that is not heard, plants that start late. Nobody unlearns what it knows.

use super::components::{KnowHow, Ties};
use super::systems::spillover;
use crate::content::ids::{FirmId, RegionId, TechnologyId};
use crate::sim::facts::Facts;
use crate::sim::policy::controls::{Controls, KnowHowBar};
use crate::units::Month;

/// Experience that a firm would hear of and does not, units. `by_home` is what all firms of each region know, at
/// `region * technologies + technology`.
#[must_use]
pub fn withheld(
    facts: &Facts,
    bars: &[KnowHowBar],
    (ties, month): (&Ties, Month),
    (firm, t): (usize, usize),
    known: &[impl AsRef<[f64]>],
    by_home: &[f64],
) -> f64 {
    let technology = &facts.catalog.technologies[t];
    let definition = &facts.catalog.firms[firm];
    let home_of = |firm: FirmId| facts.catalog.firms[firm.index()].home;
    let mut sum = 0.0;
    for bar in bars.iter().filter(|bar| bar.technology.index() == t) {
        let held = bar.between(bar.from, definition.home);
        if held <= 0.0 {
            continue;
        }
        let from_there = |with: FirmId| if home_of(with) == bar.from { known[with.index()].as_ref()[t] } else { 0.0 };
        let ventures = definition.ventures.iter().filter(|tie| tie.technology.index() == t).map(|tie| from_there(tie.with));
        let licences = definition.licences.iter().filter(|tie| tie.technology.index() == t).map(|tie| from_there(tie.with));
        let months = facts.catalog.rules.learning.venture_months;
        let made = ties.counting(FirmId::from_index(firm), TechnologyId::from_index(t), month, months);
        let heard = technology.world_spillover * by_home[bar.from.index() * facts.catalog.technologies.len() + t]
            + technology.venture_spillover * ventures.sum::<f64>()
            + technology.licence_spillover * licences.sum::<f64>()
            + made.map(|tie| spillover(technology, tie.kind) * from_there(tie.with)).sum::<f64>();
        sum += held * heard;
    }
    sum
}

/// Cost factor where a part of what others know is not heard: what is known already stays known.
#[must_use]
pub const fn learned(before: f64, open: f64, barred: f64) -> f64 {
    open.max(barred.min(before))
}

/// Share of the world's know-how in each technology that controls keep from plants.
pub struct Hindrance<'a> {
    bars: &'a [KnowHowBar],
    /// What the firms of each bar's region know of its technology, as a share of what the world knows.
    shares: Vec<f64>,
}

impl<'a> Hindrance<'a> {
    /// As firms know now.
    pub fn of<'k>(facts: &Facts, controls: &'a Controls, know_how: impl Iterator<Item = &'k KnowHow>) -> Self {
        let bars = &controls.know_how[..];
        if bars.is_empty() {
            return Self { bars, shares: Vec::new() };
        }
        let mut sums = vec![(0.0, 0.0); bars.len()];
        for (know, firm) in know_how.zip(&facts.catalog.firms) {
            for (bar, (own, all)) in bars.iter().zip(&mut sums) {
                let known = know.experience[bar.technology.index()];
                *all += known;
                *own += if firm.home == bar.from { known } else { 0.0 };
            }
        }
        Self { bars, shares: sums.into_iter().map(|(own, all)| if all > 0.0 { own / all } else { 0.0 }).collect() }
    }

    /// Share of what a plant in `region` would need of others' machines and engineers that does not come, 0 to 1. Plants abroad of
    /// firms from where the control is need licences too.
    #[must_use]
    pub fn at(&self, technology: TechnologyId, region: RegionId, home: RegionId) -> f64 {
        let one = |(bar, share): (&KnowHowBar, &f64)| {
            let part = if home == bar.from { bar.own_abroad } else { 1.0 };
            if bar.technology == technology { share * part * bar.between(bar.from, region) } else { 0.0 }
        };
        self.bars.iter().zip(&self.shares).map(one).sum::<f64>().min(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::learned;

    #[test]
    fn nobody_unlearns_and_nobody_hears_what_is_held_back() {
        assert_eq!(learned(0.8, 0.7, 0.9), 0.8);
        assert_eq!(learned(0.8, 0.7, 0.75), 0.75);
        // What fades for everybody fades behind a barrier too.
        assert_eq!(learned(0.8, 0.85, 0.95), 0.85);
    }
}
