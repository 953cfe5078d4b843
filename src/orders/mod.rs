//! The only way in: what a government can order, what it is told beforehand, why it is refused. Data only; whether an order
//! may be given and what it does is decided by the domain that it concerns (`sim::<domain>::orders`).

pub mod deals;
pub mod outbox;
pub mod phrases;
pub mod print;
pub mod sentences;
pub mod usual;
pub mod written;
pub mod written_deals;

use deals::Clause;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;

use crate::content::definitions::settings::Setting;
use crate::content::ids::{ChemistryId, EventId, FirmId, GoodId, PolicyId, ProcessId, RegionId, SiteId, TechnologyId};
use crate::units::Month;

/// Settings of a measure by the names that its policy gives them.
pub type Settings = BTreeMap<String, Setting>;

/// What a government orders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Order {
    /// Take a measure; settings left out take the policy's defaults.
    EnactPolicy {
        /// Which.
        policy: PolicyId,
        /// How.
        settings: Settings,
    },
    /// Change settings of a measure of one's own; those left out stay.
    AdjustMeasure {
        /// Number of the measure.
        measure: u32,
        /// What changes.
        settings: Settings,
    },
    /// End a measure of one's own, stockpiles and missions included.
    RepealMeasure {
        /// Number of the measure.
        measure: u32,
    },
    /// Pay a part of what a project still costs; it waits less.
    FundProject {
        /// Number of the project.
        project: u32,
        /// Million US$.
        musd: f64,
    },
    /// Halve what is left of a project's permits.
    FastTrackProject {
        /// Number of the project.
        project: u32,
    },
    /// Ask a firm to do something; it complies if it gains by it, or for a sweetener.
    DirectFirm {
        /// Who.
        firm: FirmId,
        /// What.
        directive: Directive,
    },
    /// Hold so many months of home use of a good in a state stockpile.
    SetStockpile {
        /// Which good.
        good: GoodId,
        /// Months of home use.
        months: f64,
    },
    /// Put public money into a technology.
    StartMission {
        /// Which.
        technology: TechnologyId,
        /// Million US$ a year.
        musd_per_year: f64,
    },
    /// Answer an event.
    AnswerEvent {
        /// Which.
        event: EventId,
        /// Number of the answer, from 0.
        answer: u32,
    },
    /// Offer another government a deal. Third countries answer at once, the rival by an order of its own.
    ProposeDeal {
        /// To whom.
        to: RegionId,
        /// What it says.
        articles: Vec<Clause>,
        /// For how long.
        months: u32,
    },
    /// Answer an offer of a deal.
    AnswerOffer {
        /// Number of the offer.
        offer: u32,
        /// Whether it is taken.
        accept: bool,
    },
    /// Leave a deal before its time: one's word is worth less after that.
    LeaveDeal {
        /// Number of the deal.
        deal: u32,
    },
    /// Open talks: for some months the other would rather sign.
    OpenTalks {
        /// With whom.
        with: RegionId,
    },
    /// Hold a summit: relations rise and, between the two sides, tension falls.
    HoldSummit {
        /// With whom.
        with: RegionId,
    },
    /// Demand that a measure of another government ends by a date.
    SetDeadline {
        /// Of whom.
        to: RegionId,
        /// Number of the measure.
        measure: u32,
        /// Months until then.
        months: u32,
    },
    /// Mediate between two others.
    Mediate {
        /// One of them.
        first: RegionId,
        /// The other.
        second: RegionId,
    },
}

/// What a firm is asked to do.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Directive {
    /// An automaker's plants in a region move to a chemistry.
    ChooseChemistry {
        /// Which.
        chemistry: ChemistryId,
        /// Where its plants are.
        region: RegionId,
    },
    /// An automaker's plants in a region buy a share of their cells from a supplier.
    SourceFrom {
        /// From whom.
        supplier: FirmId,
        /// Where the plants are.
        region: RegionId,
        /// Share of its cells, 0 to 1.
        share: f64,
    },
    /// Build capacity.
    BuildPlant {
        /// Of what.
        process: ProcessId,
        /// Where.
        region: RegionId,
        /// Units of the main good a year.
        capacity: f64,
    },
    /// Found a joint venture: both learn from each other.
    JointVenture {
        /// With whom.
        partner: FirmId,
        /// In what.
        technology: TechnologyId,
    },
    /// Take a licence: the licensee learns.
    TakeLicence {
        /// From whom.
        licensor: FirmId,
        /// In what.
        technology: TechnologyId,
    },
    /// An automaker launches more models with a plug.
    RampPlugs {
        /// How hard, 0 to 1.
        push: f64,
    },
    /// An automaker starts selling in a region.
    EnterMarket {
        /// Where.
        region: RegionId,
    },
    /// Buy a site with the plants, customers and contracts of its owner.
    BuySite {
        /// Which.
        site: SiteId,
    },
    /// An automaker stops selling in a region; dealers sell what they have.
    LeaveMarket {
        /// Where.
        region: RegionId,
    },
}

impl Directive {
    /// The region whose market or plants it is about, if it is about one.
    #[must_use]
    pub const fn region(&self) -> Option<RegionId> {
        match self {
            Self::ChooseChemistry { region, .. }
            | Self::SourceFrom { region, .. }
            | Self::BuildPlant { region, .. }
            | Self::EnterMarket { region }
            | Self::LeaveMarket { region } => Some(*region),
            Self::JointVenture { .. } | Self::TakeLicence { .. } | Self::RampPlugs { .. } | Self::BuySite { .. } => None,
        }
    }

    /// The other firm that must agree, if there is one.
    #[must_use]
    pub const fn partner(&self) -> Option<FirmId> {
        match self {
            Self::JointVenture { partner, .. } => Some(*partner),
            Self::TakeLicence { licensor, .. } => Some(*licensor),
            _ => None,
        }
    }
}

/// An order with its month and side: a line of a log or script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dated {
    /// Month at whose start it is applied.
    pub month: Month,
    /// Who orders.
    pub side: RegionId,
    /// What.
    pub order: Order,
}

/// Somebody who must agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Party {
    /// A firm.
    Firm(FirmId),
    /// A government.
    Government(RegionId),
}

/// What makes somebody agree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    /// Who.
    pub who: Party,
    /// Money that it takes, million US$; nothing if they gain by it.
    pub sweetener_musd: f64,
    /// Why: one sentence with numbers.
    pub why: String,
}

/// Votes in a chamber.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Vote {
    /// The chamber.
    pub chamber: String,
    /// Votes without a favour.
    pub willing: f64,
    /// Votes with the favours that the order's capital pays.
    pub votes: f64,
    /// Votes that are needed.
    pub needed: f64,
}

/// What an order asks of a government's own people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Political {
    /// Political capital, favours for votes included.
    pub capital: f64,
    /// Attention of this quarter.
    pub attention: f64,
    /// Votes by chamber, if it takes a law.
    pub votes: Vec<Vote>,
    /// Whether it is made without a law, and so may lapse or be stopped.
    pub executive: bool,
}

impl Political {
    /// Nothing: of an order that nobody at home minds, or of a government that nobody binds.
    pub const NONE: Self = Self { capital: 0.0, attention: 0.0, votes: Vec::new(), executive: false };
}

/// What an order would cost and do, told before it is given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Quote {
    /// Paid at once, million US$, sweeteners included.
    pub cost_now_musd: f64,
    /// Expected cost in [`Self::year`], million US$ at today's prices and the volumes that people expect then; negative is income.
    /// Of an order that changes, ends or replaces a measure it is the difference to [`Self::in_force_musd`].
    pub cost_per_year_musd: f64,
    /// The first calendar year in which it is in full effect from January on.
    pub year: i32,
    /// What the measure that is changed, ended or replaced would cost in that year as it stands, million US$; none for something new.
    pub in_force_musd: Option<f64>,
    /// Who else must agree, and for how much.
    pub agree: Vec<Consent>,
    /// Months from the order to its first effect.
    pub lag_months: u32,
    /// What it does: one sentence with numbers.
    pub effect: String,
    /// What it asks of the government's own people.
    pub political: Political,
}

impl Quote {
    /// The quote of something that is paid once, in the year of the order, and acts at once with nobody's consent.
    #[must_use]
    pub const fn once(cost_now_musd: f64, year: i32, effect: String) -> Self {
        Self {
            cost_now_musd,
            cost_per_year_musd: 0.0,
            year,
            in_force_musd: None,
            agree: Vec::new(),
            lag_months: 0,
            effect,
            political: Political::NONE,
        }
    }
}

/// Why an order cannot be given, in sentences for the player.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// What is missing.
    pub missing: String,
    /// What would do.
    pub remedy: String,
}

impl Refusal {
    /// A refusal: what is missing, and what would do.
    #[must_use]
    pub fn new(missing: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { missing: phrases::capital(&missing.into()), remedy: remedy.into() }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.missing, self.remedy)
    }
}

impl std::error::Error for Refusal {}

/// What an accepted order did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Receipt {
    /// Month in which it was applied.
    pub month: Month,
    /// The terms, as they were when it was applied.
    pub quote: Quote,
    /// Number of the measure that began or changed, if any.
    pub measure: Option<u32>,
    /// Number of the project that began or changed, if any.
    pub project: Option<u32>,
}
