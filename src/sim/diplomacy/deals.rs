//! What governments have agreed, offered and demanded of each other, as state.

use bevy_ecs::prelude::Resource;
use serde::{Deserialize, Serialize};

use crate::choice;
use crate::content::ids::{ArticleId, CardId, RegionId};
use crate::orders::Settings;
use crate::orders::deals::Clause;
use crate::units::Month;

/// Deals, offers, demands, and what has been tried.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Deals {
    /// Standing deals, oldest first.
    pub list: Vec<Deal>,
    /// Offers that wait for an answer.
    pub offers: Vec<Offer>,
    /// Demands whose date has not come.
    pub demands: Vec<Demand>,
    /// Talks, summits and mediations of the last years.
    pub contacts: Vec<Contact>,
    /// What third countries have done by themselves.
    pub played: Vec<Played>,
    /// Credibility of governments without a polity, by region, 0 to 100.
    pub word: Vec<f64>,
    /// Number of the next deal, offer or demand.
    pub next: u32,
}

/// A standing deal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deal {
    /// Number.
    pub id: u32,
    /// Who proposed it, and who accepted.
    pub parties: [RegionId; 2],
    /// What is given.
    pub articles: Vec<Given>,
    /// First month.
    pub since: Month,
    /// First month without it.
    pub until: Month,
}

/// An article that a government gives in a deal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Given {
    /// Which.
    pub article: ArticleId,
    /// Who gives it.
    pub by: RegionId,
    /// How it is set, complete.
    pub settings: Settings,
    /// Number of its measure.
    pub measure: u32,
}

impl Deal {
    /// The party that is not `one`.
    #[must_use]
    pub fn other(&self, one: RegionId) -> RegionId {
        if self.parties[0] == one { self.parties[1] } else { self.parties[0] }
    }

    /// Whether it stands between two governments.
    #[must_use]
    pub fn is_between(&self, a: RegionId, b: RegionId) -> bool {
        self.parties == [a, b] || self.parties == [b, a]
    }
}

/// An offer that waits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Offer {
    /// Number.
    pub id: u32,
    /// Who offers.
    pub from: RegionId,
    /// To whom.
    pub to: RegionId,
    /// What it says.
    pub articles: Vec<Clause>,
    /// For how long, months.
    pub months: u32,
    /// The month in which it lapses.
    pub lapses: Month,
}

/// A demand with a deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Demand {
    /// Number.
    pub id: u32,
    /// Who demands.
    pub by: RegionId,
    /// Of whom.
    pub to: RegionId,
    /// The measure that must end.
    pub measure: u32,
    /// When it was made.
    pub made: Month,
    /// By when.
    pub due: Month,
}

choice! {
    /// How governments meet.
    pub enum Meeting {
        /// Talks of officials.
        Talks => "talks",
        /// A summit of heads.
        Summit => "summit",
        /// Mediation by a third.
        Mediation => "mediation",
    }
}

/// A meeting of governments.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    /// What.
    pub meeting: Meeting,
    /// Between whom.
    pub between: [RegionId; 2],
    /// When it began.
    pub month: Month,
}

/// A card that a third country has played.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Played {
    /// Which.
    pub card: CardId,
    /// By whom.
    pub by: RegionId,
    /// When.
    pub month: Month,
    /// Number of its measure.
    pub measure: u32,
}

impl Deals {
    /// The last meeting of a kind between two governments.
    #[must_use]
    pub fn last(&self, meeting: Meeting, a: RegionId, b: RegionId) -> Option<Month> {
        let between = |contact: &&Contact| contact.meeting == meeting && (contact.between == [a, b] || contact.between == [b, a]);
        self.contacts.iter().filter(between).map(|contact| contact.month).max()
    }

    /// Takes the next number.
    pub(in crate::sim) fn number(&mut self) -> u32 {
        self.next += 1;
        self.next - 1
    }
}
