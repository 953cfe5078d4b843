//! What a proposal of a deal says: articles, who gives them, how they are set.

use serde::{Deserialize, Serialize};

use super::Settings;
use crate::choice;
use crate::content::ids::ArticleId;

choice! {
    /// Who gives an article of a proposal.
    pub enum Giver {
        /// Who proposes.
        Proposer => "the proposer",
        /// Who is asked.
        Partner => "the partner",
        /// Both to each other.
        Both => "both",
    }
}

/// An article of a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Clause {
    /// Which.
    pub article: ArticleId,
    /// Who gives it.
    pub by: Giver,
    /// How it is set; what is left out takes the defaults of its policy.
    pub settings: Settings,
}
