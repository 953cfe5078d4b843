//! Dead packs: what is collected of them goes to shredders, who pay for it.

use bevy_ecs::prelude::*;

use crate::content::ids::RegionId;
use crate::sim::books::Passage;
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::{ELEMENTS, Facts};
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::{Account, Ledger, Tag};
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Stocks};
use crate::sim::society::components::{Batteries, PACK_YEARS};
use crate::sim::trade::components::Markets;
use crate::units::math;

/// What a line needs to take scrap.
type Shredder<'a> = (&'a Facility, &'a mut Stocks, &'a Capacity);

/// Packs die by Weibull's law; what is collected is sold to shredders, the rest is lost.
pub fn collect_packs(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    markets: Res<Markets>,
    mut ledger: ResMut<Ledger>,
    mut batteries: ResMut<Batteries>,
    mut passage: ResMut<Passage>,
    mut lines: Query<Shredder<'_>>,
) {
    let rules = &facts.catalog.rules.society;
    let chemistries = facts.cells.len();
    let mut collected = vec![0.0; facts.regions * facts.catalog.goods.len()];
    let rates: [f64; PACK_YEARS] = std::array::from_fn(|age| death_rate(age, rules.pack_life_years, rules.pack_life_shape));
    for region in 0..facts.regions {
        let share = rules.collected_share.max(effects.collection[region].0) * rules.dismantling_share;
        for h in 0..chemistries {
            let row = (region * chemistries + h) * PACK_YEARS;
            let mut dead = 0.0;
            for (packs, rate) in batteries.packs[row..row + PACK_YEARS].iter_mut().zip(&rates) {
                let dying = *packs * rate;
                *packs -= dying;
                dead += dying;
            }
            let other = &mut batteries.other[region * chemistries + h];
            let dying = *other / (rules.pack_life_years * 12.0);
            *other -= dying;
            dead += dying;
            let scrap = facts.catalog.chemistries[h].scrap;
            let units = dead * share * facts.scrap_units[h];
            collected[region * facts.catalog.goods.len() + scrap.index()] += units;
            passage.gone[facts.cells[h].index()] += dead;
            passage.found[scrap.index()] += units;
            for e in 0..ELEMENTS {
                batteries.lost[e] += dead * facts.contains[facts.cells[h].index()][e] - units * facts.contains[scrap.index()][e];
            }
        }
    }
    hand_over(&facts, &markets, &mut ledger, &mut collected, &mut lines);
    for (at, left) in collected.iter().enumerate() {
        let good = at % facts.catalog.goods.len();
        passage.gone[good] += left;
        (0..ELEMENTS).for_each(|e| batteries.lost[e] += left * facts.contains[good][e]);
    }
    if calendar.month.of_year() == 12 {
        grow_older(&facts, &mut batteries);
    }
}

/// Chance that a pack of this age in years dies within a month: Weibull's hazard with a mean of `life` years.
fn death_rate(age: usize, life: f64, shape: f64) -> f64 {
    let scale = life / gamma_after_one(1.0 / shape);
    let middle = (age as f64 + 0.5) / scale;
    (shape / scale * math::pow(middle, shape - 1.0) / 12.0).min(0.5)
}

/// Γ(1 + x) for x from 0 to 1, to 3e-7 (Abramowitz & Stegun 1964, 6.1.36).
fn gamma_after_one(x: f64) -> f64 {
    const B: [f64; 8] =
        [-0.577_191_652, 0.988_205_891, -0.897_056_937, 0.918_206_857, -0.756_704_078, 0.482_199_394, -0.193_527_818, 0.035_868_343];
    1.0 + x * B.iter().rev().fold(0.0, |sum, b| sum * x + b)
}

/// Collected scrap goes to shredders that run, all over the world, most to those with much capacity and little in the yard; they
/// pay the households whose cars it was the price of scrap there.
fn hand_over(facts: &Facts, markets: &Markets, ledger: &mut Ledger, collected: &mut [f64], lines: &mut Query<Shredder<'_>>) {
    let (goods, regions) = (facts.catalog.goods.len(), facts.regions);
    let worlds: Vec<f64> = (0..goods).map(|good| (0..regions).map(|r| collected[r * goods + good]).sum()).collect();
    let takes: Vec<bool> = facts.processes.iter().map(|p| p.inputs.iter().any(|(good, _)| worlds[good.index()] > 0.0)).collect();
    let takes = |line: &Facility| takes[line.process.index()];
    let mut shredders: Vec<_> = lines.iter_mut().filter(|(line, ..)| takes(line)).map(|(l, s, c)| (l, s, c.monthly())).collect();
    let mut bills = vec![0.0; shredders.len() * regions];
    for good in (0..goods).filter(|good| worlds[*good] > 0.0) {
        // A month's worth in the yard halves what comes.
        let weight = |(line, stocks, monthly): &(&Facility, Mut<'_, Stocks>, f64)| {
            let slot = facts.process(line.process).inputs.iter().position(|(g, _)| g.index() == good).filter(|_| *monthly > 0.0);
            slot.map(|slot| (slot, monthly * monthly / (monthly + stocks.inputs[slot])))
        };
        let weights: Vec<Option<(usize, f64)>> = shredders.iter().map(weight).collect();
        let total: f64 = weights.iter().flatten().map(|(_, weight)| weight).sum();
        if total <= 0.0 {
            continue;
        }
        let from: Vec<(usize, f64)> = (0..regions)
            .map(|r| (r, collected[r * goods + good] * markets.goods[good].nodes[r].spot / total))
            .filter(|(_, musd)| *musd > 0.0)
            .collect();
        for ((shredder, bill), found) in shredders.iter_mut().zip(bills.chunks_exact_mut(regions)).zip(weights) {
            let Some((slot, weight)) = found else { continue };
            shredder.1.inputs[slot] += worlds[good] * weight / total;
            from.iter().for_each(|(region, musd)| bill[*region] += weight * musd);
        }
        (0..regions).for_each(|r| collected[r * goods + good] = 0.0);
    }
    // One bill for all scrap from the households of a region.
    for ((line, ..), bill) in shredders.iter().zip(bills.chunks_exact(regions)) {
        for (region, musd) in bill.iter().enumerate().filter(|(_, musd)| **musd > 0.0) {
            ledger.pay(Account::Firm(line.owner), Account::Households(RegionId::from_index(region)), Tag::Purchases, *musd);
        }
    }
}

/// Packs have a birthday in December.
fn grow_older(facts: &Facts, batteries: &mut Batteries) {
    for row in 0..facts.regions * facts.cells.len() {
        let packs = &mut batteries.packs[row * PACK_YEARS..(row + 1) * PACK_YEARS];
        let oldest = packs[PACK_YEARS - 1] + packs[PACK_YEARS - 2];
        packs.rotate_right(1);
        packs[0] = 0.0;
        packs[PACK_YEARS - 1] = oldest;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packs_live_as_long_as_told_whatever_the_shape() {
        for shape in [1.0, 2.0, 4.0, 8.0] {
            let (mut alive, mut lived) = (1.0, 0.0);
            for month in 0..1200 {
                lived += alive / 12.0;
                alive *= 1.0 - death_rate(month / 12, 10.0, shape);
            }
            assert!((lived - 10.0).abs() < 0.3, "shape {shape}: {lived} years");
        }
    }
}
