//! Mines of others that home firms could be asked to buy: of ore that home's chain uses and lacks.

use super::{Idea, letter};
use crate::ai::sight::Sight;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::doctrines::{Aim, Deed};
use crate::content::ids::{FirmId, GoodId, SiteId};
use crate::orders::{Directive, Order};
use crate::units::math;

/// Purchases that are thought of at once.
const MOST: usize = 2;

pub(super) fn think(sight: &Sight<'_>, ideas: &mut Vec<Idea>) {
    let view = &sight.view;
    let mut list: Vec<(f64, SiteId, GoodId)> = Vec::new();
    for line in view.lines.iter().filter(|line| line.capacity.nameplate > 0.0) {
        let owner = &view.catalog[line.facility.owner];
        let Some(site) = line.facility.site.filter(|_| owner.home != sight.side && owner.home != sight.rival) else { continue };
        let good = view.makes(line);
        if view.catalog[good].stage != Stage::Mining {
            continue;
        }
        let stake = sight.stakes.of(good);
        let worth = (12.0 * line.capacity.nameplate * view.markets.of(good).node(sight.side).spot).min(stake.gap());
        let liked = sight.doctrine.stages.get(&view.catalog[good].stage).copied().unwrap_or(1.0);
        match list.iter_mut().find(|(_, other, made)| (*other, *made) == (site, good)) {
            Some((sum, ..)) => *sum += worth * liked,
            None => list.push((worth * liked, site, good)),
        }
    }
    list.retain(|(worth, ..)| *worth > 0.0);
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let Some(firm) = buyer(sight) else { return };
    for (worth, site, good) in list.into_iter().take(MOST) {
        let stake = sight.stakes.of(good);
        let share = math::pow((worth / stake.used.max(1e-9)).clamp(0.0, 1.0), sight.thinking.stake_power);
        let order = Order::DirectFirm { firm, directive: Directive::BuySite { site } };
        let mut idea = letter(sight, Deed::BuySite, order, share, &format!("buy {site:?}"));
        for (aim, points) in &mut idea.serves {
            if *aim == Aim::Resilience {
                *points *= 0.3 + stake.held;
            }
        }
        ideas.push(idea);
    }
}

/// The richest sound home firm: where ore is what is lacking, miners and those who use it buy alike.
fn buyer(sight: &Sight<'_>) -> Option<FirmId> {
    let view = &sight.view;
    let sound = |firm: &usize| {
        let finance = view.finances[*firm];
        view.catalog.firms[*firm].home == sight.side && !finance.failed && finance.receiver_months == 0
    };
    let richest = (0..view.finances.len()).filter(sound);
    richest.max_by(|a, b| view.finances[*a].plant.cmp(&view.finances[*b].plant).then(b.cmp(a))).map(FirmId::from_index)
}
