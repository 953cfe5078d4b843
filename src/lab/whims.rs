//! Random orders, right and wrong ones: for campaigns that must survive whatever is ordered.

use rand::{Rng, SeedableRng};
use rand_pcg::Pcg64Mcg;

use super::whims_abroad as abroad;
use crate::content::Catalog;
use crate::content::definitions::chain::Stage;
use crate::content::definitions::policies::Policy;
use crate::content::definitions::settings::{Setting, SettingKind, SettingRule};
use crate::content::draft::ItemId;
use crate::content::ids::{EventId, PolicyId, RegionId};
use crate::orders::{Directive, Order, Settings};
use crate::sim::Simulation;
use crate::sim::events::components::Events;
use crate::sim::investment::components::Pipeline;
use crate::sim::policy::components::Measures;

/// Of so many settings one is wrong.
const WRONG: usize = 6;

/// Somebody without a plan.
pub struct Whims {
    dice: Pcg64Mcg,
}

/// What makes an order of one kind.
type Make = fn(&mut Whims, &Simulation, RegionId) -> Order;

/// Every kind of order.
const KINDS: &[Make] = &[
    enact,
    adjust,
    repeal,
    fund,
    hasten,
    direct,
    stockpile,
    mission,
    answer,
    abroad::propose,
    abroad::answer,
    abroad::leave,
    abroad::talk,
    abroad::meet,
    abroad::demand,
    abroad::mediate,
];

impl Whims {
    /// The whims of a seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { dice: Pcg64Mcg::seed_from_u64(seed) }
    }

    /// A number from 0 to `count` − 1; 0 if there is none.
    pub fn below(&mut self, count: usize) -> usize {
        let draw = self.dice.next_u64() >> 1;
        usize::try_from(draw).unwrap_or(0).checked_rem(count).unwrap_or(0)
    }

    /// A number from 0 to 1.
    fn share(&mut self) -> f64 {
        (self.dice.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number between two others, and now and then far outside.
    fn between(&mut self, least: f64, most: f64) -> f64 {
        let value = least + (most - least) * self.share();
        if self.below(WRONG) == 0 { value * [-1.0, 0.0, 50.0, 1e9][self.below(4)] } else { value }
    }

    /// Any item of a kind.
    pub(super) fn any<I: ItemId>(&mut self, catalog: &Catalog) -> I {
        I::of_index(self.below(I::list(catalog).len()))
    }

    /// An order.
    pub fn order(&mut self, sim: &Simulation, side: RegionId) -> Order {
        KINDS[self.below(KINDS.len())](self, sim, side)
    }

    pub(super) fn settings(&mut self, catalog: &Catalog, policy: &Policy) -> Settings {
        let mut settings = Settings::new();
        for (name, rule) in &policy.settings {
            if self.below(3) > 0 {
                settings.insert(name.clone(), self.setting(catalog, rule));
            }
        }
        if self.below(4 * WRONG) == 0 {
            settings.insert("whim".to_owned(), Setting::Number(1.0));
        }
        settings
    }

    fn setting(&mut self, catalog: &Catalog, rule: &SettingRule) -> Setting {
        let kind = if self.below(2 * WRONG) == 0 { SettingKind::ALL[self.below(SettingKind::ALL.len())] } else { rule.kind };
        match kind {
            SettingKind::Number if self.below(4) == 0 => {
                let year = 2015 + i32::try_from(self.below(30)).unwrap_or(0);
                Setting::Path(vec![(year, self.between(rule.least, rule.most)), (year + 2, self.between(rule.least, rule.most))])
            }
            SettingKind::Number => Setting::Number(self.between(rule.least, rule.most)),
            SettingKind::Region => Setting::Region(self.any(catalog)),
            SettingKind::Good if rule.goods.is_empty() || self.below(WRONG) == 0 => Setting::Good(self.any(catalog)),
            SettingKind::Good => Setting::Good(rule.goods[self.below(rule.goods.len())]),
            SettingKind::Stage => Setting::Stage(Stage::ALL[self.below(Stage::ALL.len())]),
            SettingKind::Technology => Setting::Technology(self.any(catalog)),
            SettingKind::Chemistry => Setting::Chemistry(self.any(catalog)),
            SettingKind::Firm => Setting::Firm(self.any(catalog)),
            SettingKind::Policy => Setting::Policy(self.any(catalog)),
        }
    }

    /// The number of something that there is, or of nothing.
    pub(super) fn number(&mut self, known: &[u32]) -> u32 {
        if known.is_empty() || self.below(WRONG) == 0 { 1_000_000 } else { known[self.below(known.len())] }
    }

    fn project(&mut self, sim: &Simulation) -> u32 {
        let known: Vec<u32> = sim.world().resource::<Pipeline>().projects.iter().map(|project| project.id).collect();
        self.number(&known)
    }

    /// Mostly a measure of the side's own.
    pub(super) fn measure(&mut self, sim: &Simulation, side: RegionId) -> u32 {
        let foreign = self.below(WRONG) == 0;
        let list = &sim.world().resource::<Measures>().list;
        let known: Vec<u32> = list.iter().filter(|m| foreign || m.by == side).map(|m| m.id).collect();
        self.number(&known)
    }
}

fn enact(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    let policy: PolicyId = whims.any(sim.catalog());
    Order::EnactPolicy { policy, settings: whims.settings(sim.catalog(), &sim.catalog()[policy]) }
}

fn adjust(whims: &mut Whims, sim: &Simulation, side: RegionId) -> Order {
    let measure = whims.measure(sim, side);
    let standing = sim.world().resource::<Measures>().list.iter().find(|m| m.id == measure);
    let policy = standing.map_or_else(|| whims.any(sim.catalog()), |measure| measure.policy);
    Order::AdjustMeasure { measure, settings: whims.settings(sim.catalog(), &sim.catalog()[policy]) }
}

fn repeal(whims: &mut Whims, sim: &Simulation, side: RegionId) -> Order {
    Order::RepealMeasure { measure: whims.measure(sim, side) }
}

fn fund(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    Order::FundProject { project: whims.project(sim), musd: whims.between(0.0, 2000.0) }
}

fn hasten(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    Order::FastTrackProject { project: whims.project(sim) }
}

fn direct(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    let catalog = sim.catalog();
    let directive = match whims.below(9) {
        0 => Directive::ChooseChemistry { chemistry: whims.any(catalog), region: whims.any(catalog) },
        1 => Directive::SourceFrom { supplier: whims.any(catalog), region: whims.any(catalog), share: whims.between(0.0, 1.0) },
        2 => Directive::BuildPlant { process: whims.any(catalog), region: whims.any(catalog), capacity: whims.between(1.0, 100.0) },
        3 => Directive::JointVenture { partner: whims.any(catalog), technology: whims.any(catalog) },
        4 => Directive::TakeLicence { licensor: whims.any(catalog), technology: whims.any(catalog) },
        5 => Directive::RampPlugs { push: whims.between(0.0, 1.0) },
        6 => Directive::EnterMarket { region: whims.any(catalog) },
        7 => Directive::BuySite { site: whims.any(catalog) },
        _ => Directive::LeaveMarket { region: whims.any(catalog) },
    };
    Order::DirectFirm { firm: whims.any(catalog), directive }
}

fn stockpile(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    Order::SetStockpile { good: whims.any(sim.catalog()), months: whims.between(0.0, 12.0) }
}

fn mission(whims: &mut Whims, sim: &Simulation, _: RegionId) -> Order {
    Order::StartMission { technology: whims.any(sim.catalog()), musd_per_year: whims.between(0.0, 1500.0) }
}

/// Mostly to an event that waits.
fn answer(whims: &mut Whims, sim: &Simulation, side: RegionId) -> Order {
    let catalog = sim.catalog();
    let waiting: Vec<EventId> =
        sim.world().resource::<Events>().waiting().map(|(event, _)| event).filter(|event| catalog[*event].asks == Some(side)).collect();
    if catalog.events.is_empty() {
        return enact(whims, sim, side);
    }
    let event = if waiting.is_empty() { whims.any(catalog) } else { waiting[whims.below(waiting.len())] };
    Order::AnswerEvent { event, answer: u32::try_from(whims.below(4)).unwrap_or(0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::orders::print;
    use crate::orders::written::OrderFile;
    use std::collections::BTreeSet;

    #[test]
    #[expect(clippy::expect_used, reason = "a test may stop at what should not happen")]
    fn every_kind_of_order_is_drawn_and_reads_again() {
        let catalog = crate::content::load(&crate::content::packs::levels(), "battery_race").catalog.expect("the level has no errors");
        let sim = Simulation::new(catalog.clone(), 1);
        let mut whims = Whims::new(1);
        let drawn: BTreeSet<String> = (0..2000)
            .map(|_| print::order(&catalog, &whims.order(&sim, catalog.scenario.us)).split('(').next().unwrap_or_default().to_owned())
            .collect();
        let known = OrderFile::schema().into_iter().map(|(name, ..)| name.to_owned());
        let missing: Vec<String> = known.filter(|name| !drawn.contains(name)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }
}
