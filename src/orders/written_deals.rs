//! Orders between governments as a script writes them: `ProposeDeal(to: "indonesia", articles: [(article: "offtake", by: Partner)])`.

use super::deals::{Clause, Giver};
use super::written::MeasureNumber;
use crate::content::definitions::settings::Setting;
use crate::content::ids::{ArticleId, RegionId};
use crate::content::shape::Table;
use crate::shape;

shape! {
    /// Offer a deal.
    pub struct ProposeDealFile {
        /// To whom.
        pub to: RegionId,
        /// What it says.
        pub articles: Vec<ClauseFile>,
        /// For how long, months.
        pub months: u32 where 1 to 480 = 60,
    }
}

shape! {
    /// An article of a proposal.
    pub struct ClauseFile {
        /// Which.
        pub article: ArticleId,
        /// Who gives it.
        pub by: Giver = Giver::Both,
        /// How it is set.
        pub settings: Table<String, Setting> = Table::new(),
    }
}

shape! {
    /// Answer an offer.
    pub struct AnswerOfferFile {
        /// Number of the offer.
        pub offer: u32,
        /// Whether it is taken.
        pub accept: bool,
    }
}

shape! {
    /// Leave a deal before its time.
    pub struct LeaveDealFile {
        /// Number of the deal.
        pub deal: u32,
    }
}

shape! {
    /// Something that is done with one other government.
    pub struct WithFile {
        /// With whom.
        pub with: RegionId,
    }
}

shape! {
    /// A demand with a deadline.
    pub struct SetDeadlineFile {
        /// Of whom.
        pub to: RegionId,
        /// Which measure must end.
        pub measure: MeasureNumber,
        /// Months until then.
        pub months: u32 where 1 to 36 = 6,
    }
}

shape! {
    /// Mediation between two others.
    pub struct MediateFile {
        /// One of them.
        pub first: RegionId,
        /// The other.
        pub second: RegionId,
    }
}

impl From<ClauseFile> for Clause {
    fn from(file: ClauseFile) -> Self {
        Self { article: file.article, by: file.by, settings: file.settings }
    }
}
