//! The numbers, regions and goods that a measure leaves open: what a player sets, what a pack writes in their place, and what
//! may be set.

use super::chain::Stage;
use crate::content::ids::{ChemistryId, FirmId, GoodId, PolicyId, RegionId, TechnologyId};
use crate::content::shape::{Bounded, Read, Reader, Table, word, word_or};
use crate::content::syntax::{Kind, Node};
use crate::{choice, shape};
use serde::{Deserialize, Serialize};

/// A chosen setting of a measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Setting {
    /// A number, in the unit of the setting.
    Number(f64),
    /// A number that changes with the calendar year: from that year on.
    Path(Vec<(i32, f64)>),
    /// A region.
    Region(RegionId),
    /// A good.
    Good(GoodId),
    /// A stage.
    Stage(Stage),
    /// A technology.
    Technology(TechnologyId),
    /// A chemistry.
    Chemistry(ChemistryId),
    /// A firm.
    Firm(FirmId),
    /// A policy.
    Policy(PolicyId),
}

impl Setting {
    /// What it chooses.
    #[must_use]
    pub const fn kind(&self) -> SettingKind {
        match self {
            Self::Number(_) | Self::Path(_) => SettingKind::Number,
            Self::Region(_) => SettingKind::Region,
            Self::Good(_) => SettingKind::Good,
            Self::Stage(_) => SettingKind::Stage,
            Self::Technology(_) => SettingKind::Technology,
            Self::Chemistry(_) => SettingKind::Chemistry,
            Self::Firm(_) => SettingKind::Firm,
            Self::Policy(_) => SettingKind::Policy,
        }
    }

    /// Every number in it.
    pub fn numbers(&self) -> impl Iterator<Item = f64> {
        let (one, path): (Option<f64>, &[(i32, f64)]) = match self {
            Self::Number(number) => (Some(*number), &[]),
            Self::Path(path) => (None, path),
            _ => (None, &[]),
        };
        one.into_iter().chain(path.iter().map(|(_, number)| *number))
    }
}

/// Why a setting cannot be chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Misfit {
    /// It is of another kind.
    Kind,
    /// A number lies outside the bounds.
    Number(f64),
    /// The good is not among those listed.
    Good(GoodId),
}

/// The single value inside `Name(value)`.
fn inside<'n>(node: &'n Node, reader: &mut Reader<'_>) -> Option<&'n Node> {
    match &node.kind {
        Kind::Tuple { items, .. } if items.len() == 1 => Some(&items[0]),
        _ => {
            reader.expected(node, "one value in parentheses");
            None
        }
    }
}

fn path(node: &Node, reader: &mut Reader<'_>) -> Option<Vec<(i32, f64)>> {
    let table = Table::<u32, f64>::read(node, reader)?;
    #[expect(clippy::cast_possible_wrap, reason = "years are small")]
    let steps: Vec<(i32, f64)> = table.into_iter().map(|(year, value)| (year as i32, value)).collect();
    if steps.is_empty() {
        reader.expected(node, "at least one `year: number`");
        return None;
    }
    Some(steps)
}

impl Read for Setting {
    fn wanted() -> String {
        "a number, Path({year: number}), Region(\"…\"), Good(\"…\"), Stage(…), Technology(\"…\"), Chemistry(\"…\"), Firm(\"…\") or \
         Policy(\"…\")"
            .to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(node.kind, Kind::Number(_)) {
            return f64::read(node, reader).map(Self::Number);
        }
        let known = ["Path", "Region", "Good", "Stage", "Technology", "Chemistry", "Firm", "Policy"];
        let name = word(node, &known, reader)?;
        let value = inside(node, reader)?;
        match name {
            "Path" => path(value, reader).map(Self::Path),
            "Region" => RegionId::read(value, reader).map(Self::Region),
            "Good" => GoodId::read(value, reader).map(Self::Good),
            "Stage" => Stage::read(value, reader).map(Self::Stage),
            "Technology" => TechnologyId::read(value, reader).map(Self::Technology),
            "Chemistry" => ChemistryId::read(value, reader).map(Self::Chemistry),
            "Firm" => FirmId::read(value, reader).map(Self::Firm),
            _ => PolicyId::read(value, reader).map(Self::Policy),
        }
    }
}

/// A number of an effect: written out, by year, or taken from a setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Always this.
    Fixed(f64),
    /// From that calendar year on.
    Path(Vec<(i32, f64)>),
    /// The named setting of the measure.
    Setting(String),
}

impl Read for Value {
    fn wanted() -> String {
        "a number, Path({year: number}) or Setting(\"name\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        if matches!(node.kind, Kind::Number(_)) {
            return f64::read(node, reader).map(Self::Fixed);
        }
        let name = word_or(node, &["Path", "Setting"], &Self::wanted(), reader)?;
        let value = inside(node, reader)?;
        if name == "Path" { path(value, reader).map(Self::Path) } else { String::read(value, reader).map(Self::Setting) }
    }
}

impl Bounded for Value {
    fn numbers(&self, check: &mut dyn FnMut(f64)) {
        match self {
            Self::Fixed(value) => check(*value),
            Self::Path(steps) => steps.iter().for_each(|(_, value)| check(*value)),
            Self::Setting(_) => {}
        }
    }
}

/// Which regions an effect is about, seen from the government that takes the measure.
#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// Everybody, the own region included.
    Anyone,
    /// The own region.
    Own,
    /// Everybody else.
    Foreign,
    /// The other playing side.
    Rival,
    /// The other party of the deal in which the measure stands; nobody outside of deals.
    Partner,
    /// These regions.
    Regions(Vec<RegionId>),
    /// Everybody but these regions.
    AllBut(Vec<RegionId>),
    /// The region named by a setting.
    Setting(String),
}

impl Read for Who {
    fn wanted() -> String {
        "Anyone, Own, Foreign, Rival, Partner, Regions([…]), AllBut([…]) or Setting(\"name\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let name = word(node, &["Anyone", "Own", "Foreign", "Rival", "Partner", "Regions", "AllBut", "Setting"], reader)?;
        match name {
            "Anyone" => Some(Self::Anyone),
            "Own" => Some(Self::Own),
            "Foreign" => Some(Self::Foreign),
            "Rival" => Some(Self::Rival),
            "Partner" => Some(Self::Partner),
            "Regions" => Vec::read(inside(node, reader)?, reader).map(Self::Regions),
            "AllBut" => Vec::read(inside(node, reader)?, reader).map(Self::AllBut),
            _ => String::read(inside(node, reader)?, reader).map(Self::Setting),
        }
    }
}

/// Which goods an effect is about.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// These goods.
    Goods(Vec<GoodId>),
    /// Every good of these stages.
    Stages(Vec<Stage>),
    /// The good or stage named by a setting.
    Setting(String),
}

impl Read for What {
    fn wanted() -> String {
        "Goods([…]), Stages([…]) or Setting(\"name\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let name = word(node, &["Goods", "Stages", "Setting"], reader)?;
        let value = inside(node, reader)?;
        match name {
            "Goods" => Vec::read(value, reader).map(Self::Goods),
            "Stages" => Vec::read(value, reader).map(Self::Stages),
            _ => String::read(value, reader).map(Self::Setting),
        }
    }
}

choice! {
    /// What a setting chooses.
    pub enum SettingKind {
        /// A number between two ends.
        Number => "number",
        /// A region.
        Region => "region",
        /// A good.
        Good => "good",
        /// A stage of the chain.
        Stage => "stage",
        /// A technology.
        Technology => "technology",
        /// A chemistry.
        Chemistry => "chemistry",
        /// A firm.
        Firm => "firm",
        /// A policy.
        Policy => "policy",
    }
}

shape! {
    /// What a player may set in a policy.
    pub struct SettingRule {
        /// Name shown to players.
        pub name: String,
        /// What is chosen.
        pub kind: SettingKind,
        /// Unit shown behind the number: `k$ per car`, `share`, `months`.
        pub unit: String = String::new(),
        /// Value when nothing is chosen.
        pub default: Setting,
        /// Smallest number allowed.
        pub least: f64 = 0.0,
        /// Largest number allowed.
        pub most: f64 = 1.0,
        /// Goods that may be chosen; empty means any.
        pub goods: Vec<GoodId> = Vec::new(),
    }
}

impl SettingRule {
    /// What keeps `setting` from being chosen, if anything does.
    #[must_use]
    pub fn misfit(&self, setting: &Setting) -> Option<Misfit> {
        if setting.kind() != self.kind {
            return Some(Misfit::Kind);
        }
        if let Setting::Good(good) = setting {
            return (!self.goods.is_empty() && !self.goods.contains(good)).then_some(Misfit::Good(*good));
        }
        setting.numbers().find(|n| !(*n >= self.least && *n <= self.most)).map(Misfit::Number)
    }
}
