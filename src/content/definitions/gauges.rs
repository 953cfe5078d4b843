//! Numbers that conditions read from a world: what is compared, seen from a government. How each is read is in `sim::gauges`, how it
//! reads aloud in `orders::sentences::gauges`.

use super::chain::Stage;
use crate::content::ids::{EventId, GoodId, PolicyId, RegionId, TechnologyId};
use crate::content::shape::{Read, Reader, word};
use crate::content::syntax::{Kind, Node};
use crate::{shape, variants};

/// A region, seen from the government that a condition is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// That government's own.
    Own,
    /// The other of the two sides; for a third country the first.
    Rival,
    /// All regions together.
    World,
    /// This one.
    Region(RegionId),
}

impl Read for Place {
    fn wanted() -> String {
        "Own, Rival, World or Region(\"…\")".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        Some(match word(node, &["Own", "Rival", "World", "Region"], reader)? {
            "Own" => Self::Own,
            "Rival" => Self::Rival,
            "World" => Self::World,
            _ => match &node.kind {
                Kind::Tuple { items, .. } if items.len() == 1 => Self::Region(RegionId::read(&items[0], reader)?),
                _ => {
                    reader.expected(node, "Region(\"…\")");
                    return None;
                }
            },
        })
    }
}

variants! {
    /// A number read from the world.
    pub enum Gauge {
        /// Tension between the two sides, 0 to 100.
        Tension(Nothing),
        /// What a government thinks of another, −100 to 100.
        Relations(Regard),
        /// Approval of a government, 0 to 100.
        Approval(Of),
        /// Political capital of a government, 0 to 100.
        Capital(Of),
        /// Mean credibility of a government with others, 0 to 100.
        Credibility(Of),
        /// What a government owes beyond its cash, in years of its budget for the contest.
        Debt(Of),
        /// World price of a good, million US$ per unit.
        Price(OfGood),
        /// World price over what people expect of it, less 1.
        PriceGap(OfGood),
        /// Stock of sellers and users over a month's use of the world, months.
        Cover(OfGood),
        /// Growth of the world's orders that people expect, share a year.
        Growth(OfGood),
        /// Output over capacity of plants.
        Load(Making),
        /// Part of what the world makes that is made in a place, by worth.
        MadeShare(Making),
        /// Dependence of a government's region on another, 0 to 100.
        Dependence(Reliance),
        /// Share of cars with a plug among those sold.
        PlugShare(Of),
        /// Share of makers from a home in the cars sold in a place.
        BrandShare(Brands),
        /// Jobs along the chain and in car plants, thousand.
        Jobs(Of),
        /// Readiness of a technology, 1 to 9.
        Readiness(OfTechnology),
        /// Highest rung of the ladder that a side has stepped on lately.
        Rung(Stepped),
    }
}

impl Gauge {
    /// The least and the greatest value that it can have.
    #[must_use]
    pub const fn range(&self) -> (f64, f64) {
        match self {
            Self::Tension(_) | Self::Approval(_) | Self::Capital(_) | Self::Credibility(_) | Self::Dependence(_) => (0.0, 100.0),
            Self::Relations(_) => (-100.0, 100.0),
            Self::MadeShare(_) | Self::PlugShare(_) | Self::BrandShare(_) => (0.0, 1.0),
            Self::Readiness(_) => (1.0, 9.0),
            Self::Rung(_) => (0.0, 10.0),
            Self::Load(_) => (0.0, 1.5),
            Self::PriceGap(_) | Self::Growth(_) => (-1.0, f64::INFINITY),
            Self::Price(_) | Self::Cover(_) | Self::Jobs(_) => (0.0, f64::INFINITY),
            Self::Debt(_) => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }
}

shape! {
    /// Nothing more to say.
    pub struct Nothing {
    }
}

shape! {
    /// Of whom.
    pub struct Of {
        /// Whose.
        pub of: Place,
    }
}

shape! {
    /// Who thinks of whom.
    pub struct Regard {
        /// Who.
        pub of: Place,
        /// Of whom.
        pub to: Place,
    }
}

shape! {
    /// Which good.
    pub struct OfGood {
        /// The good.
        pub good: GoodId,
    }
}

shape! {
    /// What is made where.
    pub struct Making {
        /// Goods; empty means all of `stages`.
        pub goods: Vec<GoodId> = Vec::new(),
        /// Stages; empty means none beside `goods`.
        pub stages: Vec<Stage> = Vec::new(),
        /// Where.
        pub at: Place = Place::World,
    }
}

shape! {
    /// Who depends on whom.
    pub struct Reliance {
        /// Who depends.
        pub of: Place,
        /// On whom.
        pub on: Place,
    }
}

shape! {
    /// Whose cars are sold where.
    pub struct Brands {
        /// Home of the makers.
        pub of: Place,
        /// Where cars are sold.
        pub at: Place = Place::World,
    }
}

shape! {
    /// Which technology.
    pub struct OfTechnology {
        /// The technology.
        pub technology: TechnologyId,
    }
}

shape! {
    /// Steps of a side against the other.
    pub struct Stepped {
        /// Whose.
        pub by: Place,
        /// How long ago at most, months.
        pub months: u32 where 1 to 240 = 12,
    }
}

shape! {
    /// A gauge and what it is held against.
    pub struct Mark {
        /// What is read.
        pub gauge: Gauge,
        /// What it is compared with, in the gauge's unit.
        pub value: f64 where -1000000 to 1000000,
    }
}

shape! {
    /// A measure of some government.
    pub struct MeasureOf {
        /// The policy.
        pub policy: PolicyId,
        /// Whose measure.
        pub by: Place,
    }
}

shape! {
    /// An event of the past.
    pub struct Happened {
        /// Which.
        pub event: EventId,
        /// Only if it was answered so: number of the answer, from 0.
        pub answer: Option<u32> where 0 to 9 = None,
    }
}
