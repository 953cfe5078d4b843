//! Policies: what a government can do, what may be set in it, and what must hold before. What it changes is in
//! `definitions::effects`.

use super::doctrines::Aim;
use super::effects::Effect;
use super::gauges::{Happened, Mark, MeasureOf};
use super::politics::Issue;
use super::settings::{Setting, SettingRule, What, Who};
use crate::content::diagnostics::Problem;
use crate::content::ids::{PolicyId, RegionId};
use crate::content::shape::Table;
use crate::content::syntax::Span;
use crate::{choice, shape, variants};

/// Least and most that size makes of a measure in the eyes of those who judge it: even a token step is one, and nobody is angrier than
/// twice.
const LEAST_SIZE: f64 = 0.3;
const MOST_SIZE: f64 = 2.0;

impl Policy {
    /// What is told where a setting is named that this policy, called `word`, does not have.
    #[must_use]
    pub fn lacks(&self, word: &str, setting: &str, place: Span) -> Problem {
        let problem = Problem::error("E0303", place, format!("the policy `{word}` has no setting `{setting}`"));
        problem.suggest(setting, self.settings.keys().map(String::as_str))
    }

    /// How large a measure with these settings is beside an ordinary one of its kind, 0.3 to 2: by the strongest of the settings that
    /// tell it. Paths count with their highest step.
    #[must_use]
    pub fn size(&self, settings: &std::collections::BTreeMap<String, Setting>) -> f64 {
        let Some(weight) = &self.weight else { return 1.0 };
        let of = |setting: &Setting| setting.numbers().map(|number| (number - weight.neutral).abs()).fold(0.0, f64::max);
        let one = |name: &String| {
            let default = &self.settings.get(name)?.default;
            let usual = weight.usual.map_or_else(|| of(default), |usual| (usual - weight.neutral).abs());
            Some(of(settings.get(name).unwrap_or(default)) / usual.max(1e-9))
        };
        weight.of.iter().filter_map(one).fold(0.0, f64::max).clamp(LEAST_SIZE, MOST_SIZE)
    }

    /// The settings that tell how large a measure is, by name, if all of them are 0: such a measure does nothing.
    #[must_use]
    pub fn idle(&self, settings: &std::collections::BTreeMap<String, Setting>) -> Option<Vec<&str>> {
        let weight = self.weight.as_ref().filter(|weight| weight.neutral == 0.0 && !weight.of.is_empty())?;
        let rules = weight.of.iter().filter_map(|name| Some((name, self.settings.get(name)?)));
        let nothing = |name: &String, default: &Setting| settings.get(name).unwrap_or(default).numbers().all(|number| number == 0.0);
        rules.map(|(name, rule)| nothing(name, &rule.default).then_some(rule.name.as_str())).collect()
    }
}

choice! {
    /// Where a policy stands in menus.
    pub enum Field {
        /// Buyers and roads.
        Demand => "demand",
        /// Making things at home.
        Industry => "industry",
        /// Borders.
        Trade => "trade",
        /// Money for building.
        Finance => "finance",
        /// Know-how.
        Technology => "technology",
        /// Ore, stocks, scrap.
        Resources => "resources",
    }
}

shape! {
    /// A measure that a government can take.
    pub struct Policy {
        /// Name shown to players.
        pub name: String,
        /// Two sentences: what it does, what it costs besides money.
        pub about: String,
        /// Where it stands in menus.
        pub field: Field,
        /// Governments that can take it; empty means every one.
        pub who: Vec<RegionId> = Vec::new(),
        /// Whether it can be taken in a deal alone, towards the partner.
        pub by_treaty: bool = false,
        /// What can be set.
        pub settings: Table<String, SettingRule> = Table::new(),
        /// What must hold to enact it.
        pub needs: Vec<Condition> = Vec::new(),
        /// Months from the order to the first effect.
        pub lag_months: u32 where 0 to 60 = 1,
        /// Months over which it comes into full effect.
        pub phase_months: u32 where 0 to 120 = 0,
        /// Whether a government with chambers needs a law for it; others and all without chambers act by order.
        pub law: bool = false,
        /// Whether courts may stop it where it is taken without a law.
        pub contestable: bool = false,
        /// Political capital that it takes where nobody is won or lost by it.
        pub capital: f64 where 0 to 100 = 0.0,
        /// Attention that it takes in the quarter in which it is ordered.
        pub attention: f64 where 0 to 5 = 1.0,
        /// What it says by itself, beside what it will do: points on issues for those who care about them.
        pub issues: Table<Issue, f64> where -3 to 3 = Table::new(),
        /// What it is good for (below nothing: bad for), by aim: what governments that no person steers take it for.
        pub serves: Table<Aim, f64> where -3 to 3 = Table::new(),
        /// Whether it sets the direction of a plan, which outside of a plan's window takes more capital.
        pub directional: bool = false,
        /// Rung of the ladder that it stands on when it is aimed at a rival; 0 is none.
        pub rung: u32 where 0 to 10 = 0,
        /// One-time cost of setting it up, million US$.
        pub setup_musd: f64 where 0 to 100000 = 0.0,
        /// Whether several at once, with different settings, are possible (a tariff on cells and one on cars).
        pub several: bool = false,
        /// The setting that says for how many months it holds; nothing means until it is ended.
        pub lasts: Option<String> = None,
        /// Months in force before which it cannot be ended: findings and orders that stand.
        pub stands_months: u32 where 0 to 240 = 0,
        /// What makes it larger or smaller than usual in the eyes of those who judge it; nothing means that it is one size.
        pub weight: Option<Weight> = None,
        /// Measures by the same government that it replaces.
        pub replaces: Vec<PolicyId> = Vec::new(),
        /// What it does.
        pub effects: Vec<Effect>,
    }
}

shape! {
    /// How the size of a measure is read off its settings.
    pub struct Weight {
        /// Settings, of which the strongest counts.
        pub of: Vec<String>,
        /// Value at which it would do nothing.
        pub neutral: f64 = 0.0,
        /// Value at which it counts once; the setting's default if left out.
        pub usual: Option<f64> = None,
    }
}

variants! {
    /// What must hold.
    pub enum Condition {
        /// All of these.
        All(Conditions),
        /// At least one of these.
        Any(Conditions),
        /// None of these.
        None(Conditions),
        /// A measure of ours is in force.
        InForce(InForce),
        /// Utilisation of home capacity is below a share.
        UtilisationBelow(UtilisationBelow),
        /// Home production of some good of a stage exists.
        MakesAny(MakesAny),
        /// The treasury holds this much.
        TreasuryAtLeast(TreasuryAtLeast),
        /// The date is reached.
        NotBefore(NotBefore),
        /// The date is not yet reached.
        Before(NotBefore),
        /// A number read from the world is at least this.
        AtLeast(Mark),
        /// A number read from the world is below this.
        Below(Mark),
        /// A measure of some government is in force.
        MeasureOf(MeasureOf),
        /// An event has come.
        Happened(Happened),
        /// Imports hurt home plants.
        Injury(Injury),
        /// Home users of a good get less than they ask for.
        Shortage(Shortage),
        /// So many regions are on good terms with the government.
        Friends(Friends),
        /// Relations with a region are good enough.
        RelationsAtLeast(RelationsAtLeast),
    }
}

shape! {
    /// Imports that hurt: they have taken a part of the market while home plants stand idle.
    pub struct Injury {
        /// Goods that are looked at together.
        pub on: What,
        /// Origins.
        pub from: Who,
        /// Share of home use that comes from there, least.
        pub import_share: f64 where 0 to 1,
        /// Load of home plants below which they are hurt.
        pub load: f64 where 0 to 1,
    }
}

shape! {
    /// A shortage at home.
    pub struct Shortage {
        /// Goods, of which one must be short.
        pub on: What,
        /// Share of what home users asked for last month below which it is short.
        pub fill: f64 where 0 to 1,
    }
}

shape! {
    /// Friends.
    pub struct Friends {
        /// Relations from which a region counts.
        pub relations: f64 where -100 to 100,
        /// How many there must be.
        pub count: u32 where 1 to 100,
    }
}

shape! {
    /// Relations with others.
    pub struct RelationsAtLeast {
        /// With whom, each of them.
        pub with: Who,
        /// Least.
        pub least: f64 where -100 to 100,
    }
}

shape! {
    /// A list of conditions.
    pub struct Conditions {
        /// The conditions.
        pub of: Vec<Condition>,
    }
}

shape! {
    /// A measure in force.
    pub struct InForce {
        /// The policy.
        pub policy: PolicyId,
    }
}

shape! {
    /// Utilisation of home capacity.
    pub struct UtilisationBelow {
        /// Goods whose plants are looked at.
        pub on: What,
        /// Share of nameplate.
        pub share: f64 where 0 to 1,
    }
}

shape! {
    /// Home production.
    pub struct MakesAny {
        /// Goods, of which one must be made at home.
        pub on: What,
    }
}

shape! {
    /// Money in the contest budget.
    pub struct TreasuryAtLeast {
        /// Million US$.
        pub musd: f64 where 0 to 10000000,
    }
}

shape! {
    /// A date.
    pub struct NotBefore {
        /// First month.
        pub month: crate::units::Month,
    }
}
