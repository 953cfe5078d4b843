//! Markets that licences, bans and content rules part: for buyers whose usual makers may not deliver, those that still may are a market of
//! their own, as far as they are too few to stand in. How a market is cleared under a licence is in `trade::licences`.

use super::components::{Customer, Market};
use crate::content::ids::{FirmId, RegionId};
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;
use crate::units::math;

/// A maker: whose, where, units a year.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Maker {
    /// Who.
    pub firm: FirmId,
    /// Where.
    pub region: RegionId,
    /// Units a year.
    pub units: f64,
}

/// How the makers of a region stand in a parted market.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Side {
    /// How far they sell in a market of their own, 0 to 1: the share of the world's plants that is held back from the buyers they may
    /// stand in for, as far as what is held back would fill those who may.
    pub part: f64,
    /// What buyers there ask for of all who may stand in, units a year.
    pub asked: f64,
    /// What those can make, units a year.
    pub able: f64,
}

/// Makers of one home in one region, whose goods measures treat alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kin {
    /// Home of their owners.
    pub home: RegionId,
    /// Where they are.
    pub region: RegionId,
}

/// Who may reach whom in a parted market.
pub struct Parted {
    regions: usize,
    /// Makers, and what they make, units a year.
    makers: Vec<(Kin, f64)>,
    /// By region of buyers.
    buyers: Vec<Shut>,
    /// Regions whose buyers go without anything: the few that count.
    short: Vec<usize>,
    /// At `from * regions + to`: what licences and bans let through.
    passes: Vec<f64>,
    /// At `home * regions + to`: what content rules leave of the weight of goods of makers from a home.
    conforms: Vec<f64>,
}

/// What buyers of a region go without.
#[derive(Clone, Copy, Debug, Default)]
struct Shut {
    /// Part of the world's plants that reaches them.
    reach: f64,
    /// What is held back, and what is asked for of those who may stand in, units a year.
    held_back: f64,
    asked: f64,
}

/// Amounts of the same makers added up, in the order in which these come first.
pub fn together(list: impl IntoIterator<Item = (Kin, f64)>) -> Vec<(Kin, f64)> {
    let mut sums: Vec<(Kin, f64)> = Vec::new();
    for (kin, units) in list {
        match sums.iter_mut().find(|(known, _)| *known == kin) {
            Some((_, sum)) => *sum += units,
            None => sums.push((kin, units)),
        }
    }
    sums
}

/// How far a maker that reaches a buyer to `reach` stands in where all makers together reach it to `mean`: who is held back like the
/// others not at all, who is free wholly.
fn stand_in(reach: f64, mean: f64) -> f64 {
    if mean < 1.0 { ((reach - mean) / (1.0 - mean)).clamp(0.0, 1.0) } else { 0.0 }
}

impl Parted {
    /// Whether anything parts the market of a good.
    #[must_use]
    pub fn is_parted(effects: &Effects, market: &Market) -> bool {
        let marks = effects.marks[market.good.index()];
        marks.licence || marks.penalty
    }

    /// The parted market of a good, if a licence, a ban or a content rule holds anything back.
    #[must_use]
    pub fn of(facts: &Facts, effects: &Effects, market: &Market, makers: impl IntoIterator<Item = Maker>) -> Option<Self> {
        if !Self::is_parted(effects, market) {
            return None;
        }
        let kin = |maker: Maker| (Kin { home: facts.catalog.firms[maker.firm.index()].home, region: maker.region }, maker.units);
        let makers = together(makers.into_iter().filter(|maker| maker.units > 0.0).map(kin));
        let (regions, all) = (facts.regions, makers.iter().map(|(_, units)| units).sum::<f64>());
        let power = facts.catalog.market_rules[facts.catalog.goods[market.good.index()].market.index()].trade_power;
        let mut parted = Self {
            regions,
            makers,
            buyers: vec![Shut::default(); regions],
            short: Vec::new(),
            passes: vec![1.0; regions * regions],
            conforms: vec![1.0; regions * regions],
        };
        for (from, to) in (0..regions).flat_map(|from| (0..regions).map(move |to| (from, to))) {
            let at = effects.at(market.good, RegionId::from_index(from), RegionId::from_index(to));
            parted.passes[from * regions + to] = effects.licence[at] + (1.0 - effects.licence[at]) * effects.leak[at];
            if effects.content_penalty[at] > 0.0 {
                parted.conforms[from * regions + to] = 1.0 / math::whole_power(1.0 + effects.content_penalty[at], power);
            }
        }
        for buyer in market.buyers.iter().filter(|buyer| buyer.customer != Customer::Reserve) {
            parted.buyers[buyer.region.index()].asked += 12.0 * buyer.bid.max(buyer.use_expected);
        }
        for to in 0..regions {
            let usual = |(kin, units): &(Kin, f64)| units / all * parted.reach(*kin, to);
            let mean: f64 = parted.makers.iter().map(usual).sum();
            let granted = |maker: &(Kin, f64)| usual(maker) * (1.0 - stand_in(parted.reach(maker.0, to), mean));
            let granted: f64 = parted.makers.iter().map(granted).sum();
            let asked = parted.buyers[to].asked;
            parted.buyers[to] = Shut { reach: mean, held_back: asked * (1.0 - mean), asked: asked * (1.0 - granted) };
        }
        parted.short = (0..regions).filter(|to| parted.buyers[*to].held_back > 0.0).collect();
        Some(parted)
    }

    fn reach(&self, kin: Kin, to: usize) -> f64 {
        self.passes[kin.region.index() * self.regions + to] * self.conforms[kin.home.index() * self.regions + to]
    }

    /// How far makers stand in for what is held back from a region's buyers.
    fn stands_in(&self, kin: Kin, to: usize) -> f64 {
        stand_in(self.reach(kin, to), self.buyers[to].reach)
    }

    /// What buyers of the regions that go without anything go without.
    fn shut(&self) -> impl Iterator<Item = (usize, &Shut)> {
        self.short.iter().map(|to| (*to, &self.buyers[*to]))
    }

    /// How far makers are rivals of others for what is held back: 1 if they may reach the same buyers.
    #[must_use]
    pub fn rivalry(&self, of: Kin, with: Kin) -> f64 {
        let (mut both, mut all) = (0.0, 0.0);
        for (to, shut) in self.shut() {
            let here = self.stands_in(with, to) * shut.held_back;
            all += here;
            both += here * self.stands_in(of, to);
        }
        if all > 0.0 { both / all } else { 0.0 }
    }

    /// How makers stand.
    #[must_use]
    pub fn side(&self, kin: Kin) -> Side {
        let (mut gap, mut share, mut asked) = (0.0, 0.0, 0.0);
        for (to, shut) in self.shut() {
            let part = self.stands_in(kin, to);
            gap += part * shut.held_back;
            share += part * shut.held_back * (1.0 - shut.reach);
            asked += part * shut.asked;
        }
        if gap <= 0.0 {
            return Side::default();
        }
        let able = self.makers.iter().map(|(other, units)| units * self.rivalry(*other, kin)).sum::<f64>();
        Side { part: share / gap * (gap / able.max(1e-9)).min(1.0), asked, able }
    }

    /// Regions whose buyers go without what `kin` may stand in for, and how much of it, units a year.
    pub fn gaps(&self, kin: Kin) -> impl Iterator<Item = (RegionId, f64)> {
        let gap = move |(to, shut): (usize, &Shut)| (RegionId::from_index(to), self.stands_in(kin, to) * shut.held_back);
        self.shut().map(gap).filter(|(_, units)| *units > 0.0)
    }

    /// How far the makers of each region sell in a market of their own, by what they make.
    #[must_use]
    pub fn by_region(&self) -> Vec<f64> {
        let mut sums = vec![(0.0, 0.0); self.regions];
        for (kin, units) in &self.makers {
            let (part, all) = &mut sums[kin.region.index()];
            *part += units * self.side(*kin).part;
            *all += units;
        }
        sums.into_iter().map(|(part, all)| if all > 0.0 { part / all } else { 0.0 }).collect()
    }

    /// Mean over makers of what `of` says of their regions, each by what it can make and how far it is a rival of `kin`; nothing if there
    /// are none.
    #[must_use]
    pub fn mean(&self, kin: Kin, of: impl Fn(RegionId) -> f64) -> Option<f64> {
        let (mut value, mut weight) = (0.0, 0.0);
        for (other, units) in &self.makers {
            let units = units * self.rivalry(*other, kin);
            value += units * of(other.region);
            weight += units;
        }
        (weight > 0.0).then(|| value / weight)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_free_stands_in_for_those_who_are_held_back() {
        assert_eq!(stand_in(1.0, 1.0), 0.0);
        assert_eq!(stand_in(1.0, 0.3), 1.0);
        assert_eq!(stand_in(0.2, 0.3), 0.0);
        assert!((stand_in(0.65, 0.3) - 0.5).abs() < 1e-12);
    }
}
