//! What an order is called when orders are counted, and what it is to a doctrine.

use crate::content::Catalog;
use crate::content::definitions::doctrines::{Deed, Doctrine};
use crate::content::ids::PolicyId;
use crate::orders::{Directive, Order};

/// What an order is to a doctrine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    /// Taking a measure.
    Policy(PolicyId),
    /// Anything else.
    Deed(Deed),
}

impl Act {
    /// How much a doctrine likes it beside what it serves; 1 is neither more nor less.
    #[must_use]
    pub fn liking(self, doctrine: &Doctrine) -> f64 {
        match self {
            Self::Policy(policy) => doctrine.policies.get(&policy),
            Self::Deed(deed) => doctrine.deeds.get(&deed),
        }
        .copied()
        .unwrap_or(1.0)
    }
}

/// The word of what an order does, for counts: the policy that is taken or set anew, or the kind of order. `policy_of` tells which
/// policy a measure is of.
#[must_use]
pub fn word(catalog: &Catalog, order: &Order, policy_of: impl Fn(u32) -> Option<PolicyId>) -> String {
    let fixed = match order {
        Order::EnactPolicy { policy, .. } => return catalog.word_of(*policy).to_owned(),
        Order::AdjustMeasure { measure, .. } => match policy_of(*measure) {
            Some(policy) => return catalog.word_of(policy).to_owned(),
            None => "adjust",
        },
        Order::RepealMeasure { .. } => "repeal",
        Order::FundProject { .. } => "fund_project",
        Order::FastTrackProject { .. } => "fast_track",
        Order::SetStockpile { .. } => "stockpile",
        Order::StartMission { .. } => "research_mission",
        Order::AnswerEvent { .. } => "answer_event",
        Order::ProposeDeal { .. } => "propose_deal",
        Order::AnswerOffer { .. } => "answer_offer",
        Order::LeaveDeal { .. } => "leave_deal",
        Order::OpenTalks { .. } => "open_talks",
        Order::HoldSummit { .. } => "hold_summit",
        Order::SetDeadline { .. } => "set_deadline",
        Order::Mediate { .. } => "mediate",
        Order::DirectFirm { directive, .. } => directive_word(directive),
    };
    fixed.to_owned()
}

const fn directive_word(directive: &Directive) -> &'static str {
    match directive {
        Directive::ChooseChemistry { .. } => "choose_chemistry",
        Directive::SourceFrom { .. } => "source_from",
        Directive::BuildPlant { .. } => "build_plant",
        Directive::JointVenture { .. } => "joint_venture",
        Directive::TakeLicence { .. } => "take_licence",
        Directive::RampPlugs { .. } => "ramp_plugs",
        Directive::EnterMarket { .. } => "enter_market",
        Directive::LeaveMarket { .. } => "leave_market",
        Directive::BuySite { .. } => "buy_site",
    }
}
