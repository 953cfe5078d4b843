//! How a campaign can end before its last month: what must hold for how long, for whom it is good, and what can still stop it.

use crate::{choice, shape, variants};

choice! {
    /// A figure of a side by which a campaign may end.
    pub enum Gauge {
        /// What still comes if the rival stops all exports, 0 to 100, as tested last. Unknown before the first test.
        Resilience => "resilience",
        /// Political capital, 0 to 100. Unknown for a side without politics.
        Capital => "political capital",
        /// Approval, 0 to 100.
        Approval => "approval",
        /// Tension between the sides, 0 to 100.
        Tension => "tension",
        /// Interest a year on what the government owes, % of its budget.
        DebtCost => "cost of debt",
        /// Cells made at home in the last three months, % of the best three months of two years. Unknown before the first three.
        CellOutput => "cell output against its peak",
        /// Plants for cells that stand at home. Unknown until there has been one.
        CellPlants => "cell plants that stand",
        /// Cells of the next generation that the side leads in: most of the world's output, at no more than what ordinary cells cost.
        NextCells => "next-generation cells led in",
        /// Deals between the two sides that stand.
        Treaties => "treaties between the sides",
        /// 1 while the two sides talk: talks or a summit within the time that talks last, or a treaty that stands; else 0.
        Talks => "talks between the sides",
    }
}

impl Gauge {
    /// Unit behind its number.
    #[must_use]
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Resilience | Self::Capital | Self::Approval | Self::Tension => "of 100",
            Self::DebtCost => "% of budget",
            Self::CellOutput => "% of peak",
            Self::CellPlants | Self::NextCells | Self::Treaties | Self::Talks => "",
        }
    }
}

choice! {
    /// Whose figure is looked at.
    pub enum Whose {
        /// The side that the end is about.
        Own => "own",
        /// Its rival.
        Rival => "the rival’s",
    }
}

choice! {
    /// What an end means for the side that it is about.
    pub enum Verdict {
        /// It has won, the rival has lost.
        Wins => "wins",
        /// It has lost, the rival has won.
        Loses => "loses",
        /// Both have won.
        BothWin => "both sides win",
        /// Both have lost.
        BothLose => "both sides lose",
    }
}

impl Verdict {
    /// Whether the end is about both sides at once.
    #[must_use]
    pub const fn is_shared(self) -> bool {
        matches!(self, Self::BothWin | Self::BothLose)
    }
}

shape! {
    /// A figure and the value that it is held against.
    pub struct Bound {
        /// Which figure.
        pub gauge: Gauge,
        /// Whose.
        pub of: Whose = Whose::Own,
        /// The value.
        pub value: f64 where -1000000 to 1000000,
    }
}

variants! {
    /// What must hold of one figure. What is unknown holds for nothing.
    pub enum Sign {
        /// It is at least so much.
        AtLeast(Bound),
        /// It is less than so much.
        Below(Bound),
    }
}

impl Sign {
    /// The figure and its bound.
    #[must_use]
    pub const fn bound(&self) -> &Bound {
        match self {
            Self::AtLeast(bound) | Self::Below(bound) => bound,
        }
    }

    /// Whether it holds of a value.
    #[must_use]
    pub fn holds(&self, value: Option<f64>) -> bool {
        match self {
            Self::AtLeast(bound) => value.is_some_and(|value| value >= bound.value),
            Self::Below(bound) => value.is_some_and(|value| value < bound.value),
        }
    }
}

shape! {
    /// A way in which a campaign ends early. An end that both sides share is judged once, with the first side as its own.
    pub struct End {
        /// Name shown to players.
        pub name: String,
        /// How it is called of a side, with `{side}` and `{rival}` where they stand; without it the name and the side.
        pub title: String = String::new(),
        /// What it is, a sentence.
        pub about: String,
        /// What stops it while its countdown runs, a sentence.
        pub way_out: String,
        /// What it means.
        pub verdict: Verdict,
        /// What must hold, all of it.
        pub when: Vec<Sign>,
        /// Months in a row for which it must hold; 0 ends the campaign at once.
        pub months: u32 where 0 to 240 = 0,
        /// Months that are played on with all trade between the sides cut off before the campaign ends.
        pub cut_months: u32 where 0 to 120 = 0,
        /// What the final scores are multiplied by.
        pub score_factor: f64 where 0 to 2 = 1.0,
    }
}

shape! {
    /// What a final score is called.
    pub struct Grade {
        /// The word.
        pub name: String,
        /// Least score.
        pub least: f64 where 0 to 100,
    }
}

shape! {
    /// How campaigns end and how they are graded (docs/month.md 15).
    pub struct EndRules {
        /// Early ends, of which the first that is reached counts.
        pub early: Vec<End> = Vec::new(),
        /// Grades of a final score, the highest first.
        pub grades: Vec<Grade> = Vec::new(),
        /// Points of score by which a side must lead in the last month to have won.
        pub clear_lead: f64 where 0 to 100 = 2.0,
        /// Share of the world's output of a next-generation cell that is a lead.
        pub next_share: f64 where 0.01 to 1 = 0.6,
        /// Price of a next-generation cell where it is made, against the world's mean of ordinary cells, that counts as parity.
        pub next_parity: f64 where 0.1 to 10 = 1.0,
        /// Part of the world's cells that a next-generation cell must make up to be worth leading in.
        pub next_part: f64 where 0 to 1 = 0.02,
    }
}

impl Default for EndRules {
    fn default() -> Self {
        Self { early: Vec::new(), grades: Vec::new(), clear_lead: 2.0, next_share: 0.6, next_parity: 1.0, next_part: 0.02 }
    }
}

impl EndRules {
    /// What the lowest score is called; nothing if there are no grades.
    #[must_use]
    pub fn worst(&self) -> &str {
        self.grades.last().map_or("", |grade| grade.name.as_str())
    }

    /// What a final score is called; nothing if no grade is that low.
    #[must_use]
    pub fn grade(&self, score: f64) -> &str {
        self.grades.iter().find(|grade| score >= grade.least).map_or("", |grade| grade.name.as_str())
    }
}
