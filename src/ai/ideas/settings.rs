//! Settings to try: what a policy may be about, and mild, usual and strong numbers for it.

use crate::ai::reach::Reach;
use crate::ai::reach::{Strength, reach, strength};
use crate::ai::sight::Sight;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::effects::Effect;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, SettingKind, SettingRule};
use crate::content::ids::{ChemistryId, FirmId, GoodId, RegionId, TechnologyId};
use crate::orders::Settings;
use crate::sim::buyers::components::PLUGS;
use crate::sim::policy::components::Measure;
use crate::sim::policy::measures::InForce;
use crate::units::math;

/// How hard a measure is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Level {
    /// Mild, but of what is paid by the piece as little as a full purse bears.
    Faint,
    Mild,
    Usual,
    Strong,
}

/// Share of the largest number at which a setting is tried that stands at nothing by default: mild, usual, strong.
const FROM_NOTHING: [f64; 3] = [0.05, 0.1, 0.2];
/// Share of sales with a plug that a standard asks beyond today's: mild, usual, strong.
const BEYOND_TODAY: [f64; 3] = [0.05, 0.1, 0.2];
/// A floor against the price of today: mild, usual, strong.
const ABOUT_PRICE: [f64; 3] = [0.95, 1.1, 1.25];
/// Share of home use that home must make before a list of duties names a good: what one cannot do without is left out.
const OWN_SHARE: f64 = 0.1;

impl Level {
    /// By a throw from 0 to 1 and a doctrine's force from -1 to 1.
    pub fn thrown(throw: f64, force: f64) -> Self {
        let at = 2.0 * throw - 1.0 + force;
        if at < -0.5 {
            Self::Mild
        } else if at > 0.5 {
            Self::Strong
        } else {
            Self::Usual
        }
    }

    const fn of(self, three: [f64; 3]) -> f64 {
        match self {
            Self::Faint | Self::Mild => three[0],
            Self::Usual => three[1],
            Self::Strong => three[2],
        }
    }

    /// The usual number, times this.
    const fn times(self, sight: &Sight<'_>) -> f64 {
        match self {
            Self::Faint => sight.thinking.faint,
            _ => self.of([sight.thinking.mild, 1.0, sight.thinking.strong]),
        }
    }

    /// What the level makes of what a measure serves: the root of how much stronger it is.
    pub fn weight(self, sight: &Sight<'_>) -> f64 {
        math::pow(self.times(sight), 0.5)
    }
}

/// Everything that a policy may be about, as settings that are no numbers, the usual numbers with them.
pub(super) fn choices(sight: &Sight<'_>, policy: &Policy) -> Vec<Settings> {
    let usual: Settings = policy.settings.iter().map(|(name, rule)| (name.clone(), rule.default.clone())).collect();
    let mut all = vec![usual];
    for (name, rule) in policy.settings.iter().filter(|(_, rule)| rule.kind != SettingKind::Number) {
        let options = options(sight, rule);
        all = all
            .into_iter()
            .flat_map(|settings| {
                options.iter().map(move |option| {
                    let mut more = settings.clone();
                    more.insert(name.clone(), option.clone());
                    more
                })
            })
            .collect();
    }
    all
}

fn options(sight: &Sight<'_>, rule: &SettingRule) -> Vec<Setting> {
    let catalog = sight.view.catalog;
    match rule.kind {
        SettingKind::Number => Vec::new(),
        SettingKind::Region => regions(sight).into_iter().map(Setting::Region).collect(),
        SettingKind::Good if rule.goods.is_empty() => chain(sight).map(Setting::Good).collect(),
        SettingKind::Good => rule.goods.iter().map(|good| Setting::Good(*good)).collect(),
        SettingKind::Stage => Stage::ALL.iter().map(|stage| Setting::Stage(*stage)).collect(),
        SettingKind::Technology => (0..catalog.technologies.len()).map(|t| Setting::Technology(TechnologyId::from_index(t))).collect(),
        SettingKind::Firm => firms(sight).into_iter().map(Setting::Firm).collect(),
        SettingKind::Policy => {
            sight.view.measures.list.iter().filter(|m| m.by == sight.side).map(|m| Setting::Policy(m.policy)).take(4).collect()
        }
        SettingKind::Chemistry => (0..catalog.chemistries.len()).map(|c| Setting::Chemistry(ChemistryId::from_index(c))).collect(),
    }
}

/// Goods of the chain: cars without a plug are none.
fn chain<'a>(sight: &'a Sight<'_>) -> impl Iterator<Item = GoodId> + 'a {
    let facts = sight.view.facts;
    let goods = (0..facts.catalog.goods.len()).map(GoodId::from_index);
    goods.filter(|good| facts.is_traded(*good) || PLUGS.iter().any(|plug| facts.car_goods[*plug] == *good))
}

/// The rival's firms that are worth most, the worthiest first.
fn firms(sight: &Sight<'_>) -> Vec<FirmId> {
    let view = &sight.view;
    let theirs = (0..view.catalog.firms.len()).filter(|firm| view.catalog.firms[*firm].home == sight.rival && !view.finances[*firm].failed);
    let mut list: Vec<(i64, usize)> = theirs.map(|firm| (view.finances[firm].plant, firm)).collect();
    list.sort_by(|a, b| b.cmp(a));
    list.into_iter().take(4).map(|(_, firm)| FirmId::from_index(firm)).collect()
}

/// The rival, and the third country that home buys most from.
fn regions(sight: &Sight<'_>) -> Vec<RegionId> {
    let third = |region: &usize| *region != sight.side.index() && *region != sight.rival.index();
    let bought = |region: usize| sight.stakes.goods.iter().map(|stake| stake.imports[region]).sum::<f64>();
    let most = (0..sight.view.facts.regions).filter(third).max_by(|a, b| bought(*a).total_cmp(&bought(*b)).then(b.cmp(a)));
    std::iter::once(sight.rival).chain(most.map(RegionId::from_index)).collect()
}

/// Sets the numbers that make a measure strong. Returns whether any did.
pub(super) fn set(sight: &Sight<'_>, policy: &Policy, measure: &mut Measure, level: Level) -> bool {
    let mut any = false;
    for effect in &policy.effects {
        let Some((name, how)) = strength(effect) else { continue };
        let Some(rule) = policy.settings.get(name) else { continue };
        let value = match number(sight, policy, measure, effect, (rule, how, level)) {
            Some(value) => value,
            None => continue,
        };
        any = true;
        measure.settings.insert(name.to_owned(), Setting::Number(rounded(value.clamp(rule.least, rule.most))));
    }
    any
}

fn number(
    sight: &Sight<'_>,
    policy: &Policy,
    measure: &Measure,
    effect: &Effect,
    (rule, how, level): (&SettingRule, Strength, Level),
) -> Option<f64> {
    let usual = rule.default.numbers().next()?;
    let value = match how {
        Strength::PlugShare => {
            let sales = sight.view.sales(sight.side);
            (sales[2] + sales[3]) / sales.iter().sum::<f64>().max(1e-9) + level.of(BEYOND_TODAY)
        }
        Strength::Price => {
            let good = goods(sight, measure, effect).into_iter().find(|good| sight.view.facts.is_traded(*good))?;
            sight.view.markets.of(good).node(sight.side).spot * level.of(ABOUT_PRICE)
        }
        Strength::Less => level.of([0.5 * (usual + rule.most), usual, usual / sight.thinking.strong]),
        Strength::More if usual == 0.0 && rule.least < 0.0 => rule.least * level.of([0.3, 0.6, 1.0]),
        // A list of duties leaves out what home cannot do without.
        Strength::More if usual == 0.0 && policy.effects.len() > 1 && lacks(sight, measure, effect) => return None,
        Strength::More if usual == 0.0 => rule.most * level.of(FROM_NOTHING),
        Strength::More => usual * level.times(sight),
    };
    Some(value)
}

/// Goods that an effect reaches, if it names any.
pub(super) fn goods(sight: &Sight<'_>, measure: &Measure, effect: &Effect) -> Vec<GoodId> {
    let view = InForce { measure, facts: sight.view.facts, month: sight.now, phase: 1.0 };
    match reach(effect) {
        Reach::Imports(on, _) | Reach::Exports(on, _) | Reach::Makers(on) | Reach::Stores(on) => view.goods(on),
        Reach::Research | Reach::Everybody => Vec::new(),
    }
}

fn lacks(sight: &Sight<'_>, measure: &Measure, effect: &Effect) -> bool {
    let (mut made, mut used) = (0.0, 0.0);
    for good in goods(sight, measure, effect) {
        made += sight.stakes.of(good).made;
        used += sight.stakes.of(good).used;
    }
    made < OWN_SHARE * used
}

/// A number as a person would write it: two digits that count.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return 0.0;
    }
    let mut unit = 1.0;
    while value.abs() / unit >= 100.0 {
        unit *= 10.0;
    }
    while value.abs() / unit < 10.0 {
        unit /= 10.0;
    }
    // Tenths that are no whole numbers of tenths would carry a tail of digits.
    let digits = (value / unit).round() * unit;
    (digits * 1e6).round() / 1e6
}

#[cfg(test)]
mod tests {
    use super::{Level, rounded};

    #[test]
    fn numbers_are_written_as_people_write_them() {
        assert_eq!([0.123_456, 1.0, -0.0667, 4321.0, 0.0].map(rounded), [0.12, 1.0, -0.067, 4300.0, 0.0]);
    }

    #[test]
    fn force_makes_strong_settings_likelier() {
        let strong = |force: f64| (0..100).filter(|n| Level::thrown(f64::from(*n) / 100.0, force) == Level::Strong).count();
        assert!(strong(-1.0) == 0 && strong(0.0) < strong(0.5) && strong(0.5) < strong(1.0), "{}", strong(0.0));
    }
}
