//! Random orders between governments.

use super::whims::Whims;
use crate::content::ids::{ArticleId, RegionId};
use crate::orders::Order;
use crate::orders::deals::{Clause, Giver};
use crate::sim::Simulation;
use crate::sim::diplomacy::deals::Deals;

/// A proposal of up to three articles.
pub(super) fn propose(whims: &mut Whims, sim: &Simulation, side: RegionId) -> Order {
    let catalog = sim.catalog();
    if catalog.articles.is_empty() {
        return talk(whims, sim, side);
    }
    let many = whims.below(4);
    let clause = |whims: &mut Whims| {
        let article: ArticleId = whims.any(catalog);
        let settings = whims.settings(catalog, &catalog[catalog[article].policy]);
        Clause { article, by: Giver::ALL[whims.below(Giver::ALL.len())], settings }
    };
    let articles = (0..many).map(|_| clause(whims)).collect();
    Order::ProposeDeal { to: whims.any(catalog), articles, months: u32::try_from(whims.below(130)).unwrap_or(0) }
}

/// Mostly to an offer that waits.
pub(super) fn answer(whims: &mut Whims, sim: &Simulation, side: RegionId) -> Order {
    let waiting: Vec<u32> = sim.world().resource::<Deals>().offers.iter().filter(|offer| offer.to == side).map(|offer| offer.id).collect();
    Order::AnswerOffer { offer: whims.number(&waiting), accept: whims.below(2) == 0 }
}

/// Mostly of a deal of one's own.
pub(super) fn leave(whims: &mut Whims, sim: &Simulation, side: RegionId) -> Order {
    let own = sim.world().resource::<Deals>().list.iter().filter(|deal| deal.parties.contains(&side));
    let own: Vec<u32> = own.map(|deal| deal.id).collect();
    Order::LeaveDeal { deal: whims.number(&own) }
}

pub(super) fn talk(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    Order::OpenTalks { with: whims.any(sim.catalog()) }
}

pub(super) fn meet(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    Order::HoldSummit { with: whims.any(sim.catalog()) }
}

/// Of anybody, that a measure of theirs ends.
pub(super) fn demand(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    let to = whims.any(sim.catalog());
    Order::SetDeadline { to, measure: whims.measure(sim, to), months: u32::try_from(whims.below(40)).unwrap_or(0) }
}

pub(super) fn mediate(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    Order::Mediate { first: whims.any(sim.catalog()), second: whims.any(sim.catalog()) }
}
