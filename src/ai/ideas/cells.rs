//! What home automakers could be told: other cells, other suppliers, more models with a plug, markets to enter or to leave.

use super::{Idea, letter};
use crate::ai::sight::Sight;
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::content::ids::{ChemistryId, FirmId, RegionId};
use crate::orders::{Directive, Order};
use crate::sim::buyers::components::{POWERTRAINS, Status};
use crate::sim::buyers::presence::net_margin;
use crate::units::math;

/// Makers, the largest first, that are thought of at once.
const MOST: usize = 3;
/// Share of its cells that a maker is told to buy from a supplier.
const SHARE: f64 = 0.5;
/// What a maker must save of the cost of its cells by others before it is asked to change, share.
const LEAST_BETTER: f64 = 0.1;
/// What it saves where a change is worth all that it can be.
const MUCH_BETTER: f64 = 0.4;

pub(super) fn think(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let cars = sight.view.cars;
    let mut makers: Vec<(f64, usize)> = (0..cars.makers.len())
        .filter(|maker| cars.makers[*maker].home == sight.side && cars.makers[*maker].status != Status::Failed)
        .map(|maker| (sold(sight, maker), maker))
        .filter(|(sold, _)| *sold > 0.0)
        .collect();
    makers.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let all: f64 = makers.iter().map(|(sold, _)| sold).sum();
    for (sold, maker) in makers.iter().take(MOST) {
        let share = math::pow(sold / all, sight.thinking.stake_power);
        ramp(sight, *maker, share, ideas);
        chemistry(sight, *maker, share, ideas);
        supplier(sight, *maker, share, ideas);
        markets(sight, *maker, share, ideas);
    }
}

fn sold(sight: &Sight<'_>, maker: usize) -> f64 {
    let regions = sight.view.facts.regions;
    sight.view.cars.presences[maker * regions..(maker + 1) * regions].iter().map(|p| p.sold_year.iter().sum::<f64>()).sum()
}

fn told(sight: &Sight<'_>, maker: usize, deed: Deed, directive: Directive, share: f64) -> Idea {
    let firm = sight.view.cars.makers[maker].firm;
    let matter = format!("{deed:?} {firm:?} {:?} {:?}", directive.region(), directive.partner());
    letter(sight, deed, Order::DirectFirm { firm, directive }, share, &matter)
}

fn ramp(sight: &Sight<'_>, maker: usize, share: f64, ideas: &mut Vec<Idea>) {
    if sight.view.cars.makers[maker].push < 0.5 {
        ideas.push(told(sight, maker, Deed::RampPlugs, Directive::RampPlugs { push: 0.5 }, share));
    }
}

/// The chemistry whose cells cost least, more where the rival holds them, among those that are made in earnest.
fn chemistry(sight: &Sight<'_>, maker: usize, share: f64, ideas: &mut Vec<Idea>) {
    let (view, side) = (&sight.view, sight.side);
    let count = view.facts.cells.len();
    let presence = view.cars.presence(maker, side, view.facts.regions);
    if presence.plug_capacity <= 0.0 {
        return;
    }
    let at = maker * view.facts.regions + side.index();
    let mix = &view.cars.mix[at * count..(at + 1) * count];
    // What a cell costs the maker's country, more where the rival holds it and the doctrine minds.
    let minds = sight.doctrine.aims.get(&Aim::Resilience).copied().unwrap_or(0.0).max(0.0);
    let worth = |h: usize| {
        let good = view.facts.cells[h];
        view.markets.of(good).node(side).spot * (1.0 + 0.5 * minds * sight.stakes.of(good).held)
    };
    let made = |h: &usize| view.markets.of(view.facts.cells[*h]).demand > 0.0 && view.technologies.readiness[technology(sight, *h)] >= 9.0;
    let Some(best) = (0..count).filter(made).min_by(|a, b| worth(*a).total_cmp(&worth(*b)).then(a.cmp(b))) else { return };
    // Packs and plants were built for the cells of today: others must be much better.
    let (today, weighed) = (0..count).fold((0.0, 0.0), |(sum, all), h| (sum + mix[h] * worth(h), all + mix[h]));
    let better = 1.0 - worth(best) * weighed / today.max(1e-9);
    if mix[best] < 0.5 && better > LEAST_BETTER {
        let directive = Directive::ChooseChemistry { chemistry: ChemistryId::from_index(best), region: side };
        ideas.push(told(sight, maker, Deed::ChooseChemistry, directive, share * (better / MUCH_BETTER).min(1.0)));
    }
}

fn technology(sight: &Sight<'_>, chemistry: usize) -> usize {
    sight.view.catalog.chemistries[chemistry].technology.index()
}

/// The largest maker of cells that the rival does not own, at home or with a friend.
fn supplier(sight: &Sight<'_>, maker: usize, share: f64, ideas: &mut Vec<Idea>) {
    let view = &sight.view;
    let (mut best, mut held, mut used): (Option<(f64, FirmId)>, f64, f64) = (None, 0.0, 0.0);
    for good in &view.facts.cells {
        let stake = sight.stakes.of(*good);
        held += stake.held * stake.used;
        used += stake.used;
        for seller in &view.markets.of(*good).sellers {
            let owner = view.catalog[seller.firm].home;
            let open = view.effects.licence[view.effects.at(*good, seller.region, sight.side)] > 0.5;
            if owner == sight.rival || seller.region == sight.rival || !open {
                continue;
            }
            let offered = seller.sold * if owner == sight.side { 2.0 } else { 1.0 };
            if best.is_none_or(|(most, _)| offered > most) {
                best = Some((offered, seller.firm));
            }
        }
    }
    let firm = view.cars.makers[maker].firm;
    let builds = view.cars.presence(maker, sight.side, view.facts.regions).plug_capacity > 0.0;
    if let Some((_, supplier)) = best.filter(|(offered, supplier)| builds && *offered > 0.0 && *supplier != firm) {
        let directive = Directive::SourceFrom { supplier, region: sight.side, share: SHARE };
        let mut idea = told(sight, maker, Deed::SourceFrom, directive, share);
        for (aim, points) in &mut idea.serves {
            if *aim == Aim::Resilience {
                *points *= held / used.max(1e-9);
            }
        }
        ideas.push(idea);
    }
}

/// The largest market where a maker does not sell, and the one where it sells least for a loss.
fn markets(sight: &Sight<'_>, maker: usize, share: f64, ideas: &mut Vec<Idea>) {
    let view = &sight.view;
    let row = |region: usize| view.cars.presence(maker, RegionId::from_index(region), view.facts.regions);
    let size = |region: usize| view.sales(RegionId::from_index(region)).iter().sum::<f64>();
    let other = |region: &usize| *region != sight.side.index() && view.car_market(RegionId::from_index(*region)).is_some();
    let closed = (0..view.facts.regions).filter(other).filter(|r| !row(*r).selling && row(*r).certified_in == 0);
    let largest = closed.max_by(|a, b| size(*a).total_cmp(&size(*b)).then(b.cmp(a)));
    if let Some(region) = largest.filter(|region| size(*region) > 0.0) {
        let directive = Directive::EnterMarket { region: RegionId::from_index(region) };
        // A market counts as far as it is large beside home's.
        let large = math::pow((size(region) / size(sight.side.index()).max(1e-9)).clamp(0.0, 1.0), sight.thinking.stake_power);
        ideas.push(told(sight, maker, Deed::EnterMarket, directive, share * large));
    }
    let loses = |region: &usize| {
        let presence = row(*region);
        let margin = |p: usize| net_margin(view.sim, maker, presence, p) * presence.sold_year[p];
        let sold: f64 = presence.sold_year.iter().sum();
        presence.selling && !presence.leaving && sold > 0.0 && (0..POWERTRAINS).map(margin).sum::<f64>() < 0.0
    };
    let worst = (0..view.facts.regions).filter(other).filter(loses).min_by(|a, b| size(*a).total_cmp(&size(*b)).then(a.cmp(b)));
    if let Some(region) = worst {
        let directive = Directive::LeaveMarket { region: RegionId::from_index(region) };
        ideas.push(told(sight, maker, Deed::LeaveMarket, directive, share));
    }
}
