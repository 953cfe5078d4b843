//! What governments decided after a level had begun, as it was in the world, in the words of orders.

use super::settings::Setting;
use crate::content::ids::{DecisionId, MeasureId, PolicyId, RegionId};
use crate::content::shape::{Read, Reader, Table};
use crate::content::syntax::Node;
use crate::units::Month;
use crate::{shape, variants};

shape! {
    /// A decision of a government.
    pub struct Decision {
        /// Whose.
        pub by: RegionId,
        /// The month from which it holds.
        pub since: Month,
        /// What was decided.
        pub order: Decided,
    }
}

variants! {
    /// What a government decided, in the words of orders.
    pub enum Decided {
        /// It took a measure.
        EnactPolicy(Enacted),
        /// It changed settings of a measure.
        AdjustMeasure(Adjusted),
        /// It ended a measure.
        RepealMeasure(Repealed),
    }
}

shape! {
    /// A measure that was taken.
    pub struct Enacted {
        /// Which.
        pub policy: PolicyId,
        /// How; what is left out takes the policy's defaults.
        pub settings: Table<String, Setting> = Table::new(),
    }
}

shape! {
    /// A measure that was changed.
    pub struct Adjusted {
        /// Which.
        pub measure: Standing,
        /// What changes.
        pub settings: Table<String, Setting>,
    }
}

shape! {
    /// A measure that was ended.
    pub struct Repealed {
        /// Which.
        pub measure: Standing,
    }
}

/// A measure by its name: one that the level begins with, or one that an earlier decision took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It stands at the start.
    Start(MeasureId),
    /// This decision took it.
    Decided(DecisionId),
}

impl Read for Standing {
    fn wanted() -> String {
        "the id of a measure that the level begins with, or of a decision that took one".to_owned()
    }

    fn read(node: &Node, reader: &mut Reader<'_>) -> Option<Self> {
        let decided = node.text().is_some_and(|word| reader.ids.find(DecisionId::KIND, word).is_some());
        if decided { DecisionId::read(node, reader).map(Self::Decided) } else { MeasureId::read(node, reader).map(Self::Start) }
    }
}
