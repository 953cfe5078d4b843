//! The one dispatch of orders: every variant goes to the `can_…` and `do_…` of its domain, one line each.

use super::diplomacy::{contacts, orders as deals};
use super::simulation::Simulation;
use super::{events, investment, policy, politics, scoreboard};
use crate::content::ids::RegionId;
use crate::orders::{Order, Quote, Receipt, Refusal};

impl Simulation {
    /// What an order of a side would cost and do, or why it cannot be given.
    pub fn check(&self, side: RegionId, order: &Order) -> Result<Quote, Refusal> {
        scoreboard::ends::allows(self, order)?;
        let mut quote = self.check_domain(side, order)?;
        quote.political = politics::bills::price(self, side, order)?;
        Ok(quote)
    }

    fn check_domain(&self, side: RegionId, order: &Order) -> Result<Quote, Refusal> {
        match order {
            Order::EnactPolicy { policy, settings } => policy::orders::can_enact(self, side, *policy, settings),
            Order::AdjustMeasure { measure, settings } => policy::orders::can_adjust(self, side, *measure, settings),
            Order::RepealMeasure { measure } => policy::orders::can_repeal(self, side, *measure),
            Order::SetStockpile { good, months } => policy::programmes::can_stockpile(self, side, *good, *months),
            Order::StartMission { technology, musd_per_year } => {
                policy::programmes::can_start_mission(self, side, *technology, *musd_per_year)
            }
            Order::AnswerEvent { event, answer } => events::orders::can_answer(self, side, *event, *answer),
            Order::FundProject { project, musd } => investment::orders::can_fund(self, side, *project, *musd),
            Order::FastTrackProject { project } => investment::orders::can_fast_track(self, side, *project),
            Order::DirectFirm { firm, directive } => self.can_direct(side, *firm, directive).map(|asked| asked.quote),
            Order::ProposeDeal { to, articles, months } => deals::can_propose(self, side, *to, articles, *months),
            Order::AnswerOffer { offer, accept } => deals::can_answer(self, side, *offer, *accept),
            Order::LeaveDeal { deal } => deals::can_leave(self, side, *deal),
            Order::OpenTalks { with } => contacts::can_talk(self, side, *with),
            Order::HoldSummit { with } => contacts::can_meet(self, side, *with),
            Order::SetDeadline { to, measure, months } => contacts::can_demand(self, side, *to, *measure, *months),
            Order::Mediate { first, second } => contacts::can_mediate(self, side, *first, *second),
        }
    }

    /// Gives an order: applied now, at the start of the month that comes next.
    pub fn submit(&mut self, side: RegionId, order: &Order) -> Result<Receipt, Refusal> {
        let quote = self.check(side, order)?;
        politics::bills::pay(self, side, order, &quote.political);
        let mut receipt = Receipt { month: self.now(), quote, measure: None, project: None };
        match order {
            Order::EnactPolicy { policy, settings } => receipt.measure = Some(policy::orders::do_enact(self, side, *policy, settings)),
            Order::AdjustMeasure { measure, settings } => receipt.measure = policy::orders::do_adjust(self, *measure, settings),
            Order::RepealMeasure { measure } => receipt.measure = policy::orders::do_repeal(self, *measure),
            Order::SetStockpile { good, months } => receipt.measure = policy::programmes::do_stockpile(self, side, *good, *months),
            Order::StartMission { technology, musd_per_year } => {
                receipt.measure = policy::programmes::do_start_mission(self, side, *technology, *musd_per_year)
            }
            Order::AnswerEvent { event, answer } => events::orders::do_answer(self, side, *event, *answer),
            Order::FundProject { project, musd } => receipt.project = investment::orders::do_fund(self, side, *project, *musd),
            Order::FastTrackProject { project } => receipt.project = investment::orders::do_fast_track(self, side, *project),
            Order::DirectFirm { firm, directive } => receipt.project = self.do_direct(side, *firm, directive)?,
            Order::ProposeDeal { to, articles, months } => deals::do_propose(self, side, *to, articles, *months),
            Order::AnswerOffer { offer, accept } => deals::do_answer(self, side, *offer, *accept),
            Order::LeaveDeal { deal } => deals::do_leave(self, side, *deal),
            Order::OpenTalks { with } => contacts::do_talk(self, side, *with),
            Order::HoldSummit { with } => contacts::do_meet(self, side, *with),
            Order::SetDeadline { to, measure, months } => contacts::do_demand(self, side, *to, *measure, *months),
            Order::Mediate { first, second } => contacts::do_mediate(self, side, *first, *second),
        }
        Ok(receipt)
    }
}
