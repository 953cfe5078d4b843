//! Reading a measure: the number, regions and goods that an effect means under the measure's settings.

use std::collections::BTreeMap;

use super::components::{Levy, Measure};
use crate::content::definitions::chain::Stage;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::settings::{Setting, Value, What, Who};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::facts::Facts;
use crate::units::Month;

/// All regions as bits.
pub const EVERYONE: u32 = u32::MAX;

/// The value of a dated path in a year: that of the last step not after it, of the first step before.
#[must_use]
pub fn in_year(path: &[(i32, f64)], year: i32) -> f64 {
    path.iter().rev().find(|(from, _)| *from <= year).or(path.first()).map_or(0.0, |(_, value)| *value)
}

/// A measure in the light of a month.
pub struct InForce<'a> {
    /// The measure.
    pub measure: &'a Measure,
    /// The catalog.
    pub facts: &'a Facts,
    /// The month.
    pub month: Month,
    /// How far it is phased in, 0 to 1.
    pub phase: f64,
}

impl<'a> InForce<'a> {
    /// A measure as it stands in `month`, or nothing if it has no effect then.
    #[must_use]
    pub fn new(measure: &'a Measure, facts: &'a Facts, month: Month) -> Option<Self> {
        if !measure.is_in_force(month) {
            return None;
        }
        let months = facts.catalog.policies[measure.policy.index()].phase_months;
        let age = f64::from(month.since(measure.since)) + 1.0;
        let phase = if months == 0 { 1.0 } else { (age / f64::from(months)).min(1.0) };
        Some(Self { measure, facts, month, phase })
    }

    /// A setting as it holds in the month.
    #[must_use]
    pub fn setting(&self, name: &str) -> Option<&Setting> {
        self.measure.settings_in(self.month).get(name)
    }

    /// The number that `value` means.
    #[must_use]
    pub fn number(&self, value: &Value) -> f64 {
        let year = self.month.year();
        match value {
            Value::Fixed(number) => *number,
            Value::Path(path) => in_year(path, year),
            Value::Setting(name) => match self.setting(name) {
                Some(Setting::Number(number)) => *number,
                Some(Setting::Path(path)) => in_year(path, year),
                _ => 0.0,
            },
        }
    }

    /// The same, growing with the phase-in.
    #[must_use]
    pub fn phased(&self, value: &Value) -> f64 {
        self.number(value) * self.phase
    }

    /// Share of its terms that a programme can offer now: what is left of a yearly cap against the months left.
    #[must_use]
    pub fn room_share(&self, cap: f64) -> f64 {
        let months = f64::from(13 - self.month.of_year());
        if cap > 0.0 { ((cap - self.measure.awarded) / (cap * months / 12.0)).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// The most that the measure awards in a year; none without a cap.
    #[must_use]
    pub fn yearly_cap(&self) -> Option<f64> {
        let effects = &self.facts.catalog.policies[self.measure.policy.index()].effects;
        effects.iter().find_map(|effect| match effect {
            Effect::CapexGrant(e) => e.yearly_musd.as_ref().map(|v| self.number(v)),
            Effect::SoftLoan(e) => Some(self.number(&e.yearly_musd)),
            Effect::ProvincialCredit(e) => Some(self.number(&e.yearly_musd)),
            Effect::OreFinance(e) => Some(self.number(&e.yearly_musd)),
            _ => None,
        })
    }

    /// The regions that `who` means, as bits.
    #[must_use]
    pub fn regions(&self, who: &Who) -> u32 {
        let own = 1_u32 << self.measure.by.index();
        let bits = |list: &[RegionId]| list.iter().fold(0_u32, |all, r| all | 1 << r.index());
        match who {
            Who::Anyone => EVERYONE,
            Who::Own => own,
            Who::Foreign => EVERYONE & !own,
            Who::Rival => 1 << self.facts.catalog.scenario.rival(self.measure.by).index(),
            Who::Partner => self.measure.treaty.map_or(0, |treaty| 1 << treaty.with.index()),
            Who::Regions(list) => bits(list),
            Who::AllBut(list) => EVERYONE & !bits(list),
            Who::Setting(name) => match self.setting(name) {
                Some(Setting::Region(region)) => 1 << region.index(),
                _ => 0,
            },
        }
    }

    /// The goods that `what` means.
    #[must_use]
    pub fn goods(&self, what: &What) -> Vec<GoodId> {
        match what {
            What::Goods(list) => list.clone(),
            What::Stages(stages) => self.of_stages(stages),
            What::Setting(name) => match self.setting(name) {
                Some(Setting::Good(good)) => vec![*good],
                Some(Setting::Stage(stage)) => self.of_stages(&[*stage]),
                _ => Vec::new(),
            },
        }
    }

    fn of_stages(&self, stages: &[Stage]) -> Vec<GoodId> {
        let goods = self.facts.catalog.goods.iter().enumerate();
        goods.filter(|(_, g)| stages.contains(&g.stage)).map(|(i, _)| GoodId::from_index(i)).collect()
    }
}

/// A measure as it stands in a month: two months in which it stands alike, in one year, it does the same to pairs of regions.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    id: u32,
    /// How far it is phased in; nothing while it is not in force.
    phase: f64,
    settings: BTreeMap<String, Setting>,
    levies: Vec<Levy>,
}

impl Standing {
    /// A measure as it stands in a month.
    #[must_use]
    pub fn of(measure: &Measure, facts: &Facts, month: Month) -> Self {
        let (settings, levies) = (measure.settings_in(month).clone(), measure.levies.clone());
        Self { id: measure.id, phase: Self::phase(measure, facts, month), settings, levies }
    }

    fn phase(measure: &Measure, facts: &Facts, month: Month) -> f64 {
        InForce::new(measure, facts, month).map_or(0.0, |m| m.phase)
    }

    /// Whether a measure still stands so.
    #[must_use]
    pub fn holds(&self, measure: &Measure, facts: &Facts, month: Month) -> bool {
        let same = self.id == measure.id && self.levies == measure.levies && self.settings == *measure.settings_in(month);
        same && self.phase == Self::phase(measure, facts, month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_keeps_its_last_step() {
        let path = [(2023, 1.0), (2030, 0.75), (2033, 0.0)];
        assert_eq!(in_year(&path, 2020), 1.0);
        assert_eq!(in_year(&path, 2031), 0.75);
        assert_eq!(in_year(&path, 2040), 0.0);
    }
}
