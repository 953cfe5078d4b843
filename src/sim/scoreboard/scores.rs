//! The score of each side as five indices, 0 to 100, with the parts that make them (docs/month.md 15).

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use super::shares::pack_price;
use crate::content::definitions::scenario::Scenario;
use crate::content::definitions::scores::{Index, Marks};
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, Status};
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Ledger};
use crate::sim::politics::components::Politics;
use crate::sim::politics::figures::{home_share, industry_share, plug_share};
use crate::sim::society::components::{Land, Treasury};
use crate::units::{MUSD_IN_CENTS, Month};

/// Number of indices.
pub const INDICES: usize = Index::ALL.len();

/// Scores of both sides.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Scores {
    /// Whether resilience is tested each December. Copies that look ahead do not.
    pub kept: bool,
    /// The two sides.
    pub sides: Vec<SideScore>,
}

/// Score of one side.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SideScore {
    /// Whose.
    pub region: RegionId,
    /// What still came in the last test, 0 to 100, and when that was.
    pub resilience: Option<(f64, Month)>,
    /// Jobs of the start, thousand: what growth is measured against.
    pub jobs_start: f64,
    /// The indices; resilience as tested last, nothing before.
    pub indices: [f64; INDICES],
}

impl Scores {
    /// The score of a side.
    #[must_use]
    pub fn of(&self, region: RegionId) -> Option<&SideScore> {
        self.sides.iter().find(|side| side.region == region)
    }
}

impl SideScore {
    /// The weighed mean of the indices; resilience counts once it has been tested.
    #[must_use]
    pub fn total(&self, scenario: &Scenario) -> f64 {
        let known = Index::ALL.iter().filter(|index| **index != Index::Resilience || self.resilience.is_some());
        let (sum, weight) = known.fold((0.0, 0.0), |(sum, weight), index| {
            (sum + scenario.weight(*index) * self.indices[*index as usize], weight + scenario.weight(*index))
        });
        if weight > 0.0 { sum / weight } else { 0.0 }
    }
}

/// A part of an index: what it is, 0 to 1, and its part of the index.
pub type Part = (&'static str, f64, f64);

/// What scores are read from.
pub struct Sources<'a> {
    /// Tables.
    pub facts: &'a Facts,
    /// Car makers and markets.
    pub cars: &'a Cars,
    /// Money.
    pub ledger: &'a Ledger,
    /// Credibility.
    pub politics: &'a Politics,
    /// Land and purse by region.
    pub lands: &'a [(&'a Land, &'a Treasury)],
}

impl Sources<'_> {
    fn marks(&self) -> &Marks {
        &self.facts.catalog.rules.marks
    }

    /// The parts of an index but resilience, which is tested.
    #[must_use]
    pub fn parts(&self, side: &SideScore, index: Index) -> Vec<Part> {
        match index {
            Index::Resilience => {
                vec![("what still came when it was last tested", side.resilience.map_or(0.0, |(share, _)| share / 100.0), 1.0)]
            }
            Index::Industry => self.industry(side),
            Index::Mobility => self.mobility(side.region),
            Index::Transition => self.transition(side.region),
            Index::Standing => self.standing(side.region),
        }
    }

    fn industry(&self, side: &SideScore) -> Vec<Part> {
        let marks = self.marks();
        let share = industry_share(self.lands, side.region) / marks.industry_share;
        let jobs: f64 = self.lands[side.region.index()].0.jobs.iter().sum();
        let grown = jobs / (side.jobs_start * marks.jobs_ratio).max(1e-9);
        vec![
            ("share of the world’s value along the chain", share.clamp(0.0, 1.0), marks.value_part),
            ("jobs against those of the start", grown.clamp(0.0, 1.0), 1.0 - marks.value_part),
        ]
    }

    fn mobility(&self, home: RegionId) -> Vec<Part> {
        let marks = self.marks();
        let share = home_share(self.cars, home) / marks.makers_share;
        let (mut reach, mut sold) = (0.0, 0.0);
        for (number, maker) in self.cars.makers.iter().enumerate().filter(|(_, maker)| maker.home == home) {
            let own = &self.cars.presences[number * self.facts.regions..(number + 1) * self.facts.regions];
            let cars: f64 = own.iter().map(|p| p.sold_year.iter().sum::<f64>()).sum();
            sold += cars;
            reach += cars
                * match maker.status {
                    Status::Global => 1.0,
                    Status::MultiRegional => marks.multi_regional_reach,
                    Status::Regional => marks.regional_reach,
                    Status::Failed => 0.0,
                };
        }
        let reach = if sold > 0.0 { reach / sold } else { 0.0 };
        vec![
            ("share of home brands in the world’s cars", share.clamp(0.0, 1.0), marks.share_part),
            ("reach of home brands", reach, 1.0 - marks.share_part),
        ]
    }

    fn transition(&self, region: RegionId) -> Vec<Part> {
        let marks = self.marks();
        let land = self.lands[region.index()].0;
        let paid = pack_price(self.cars, region);
        let pack = if paid > 0.0 { marks.pack_usd_per_kwh / paid } else { 0.0 };
        let avoided = 1.0 - land.fleet_co2 / land.fleet_co2_without_plugs.max(1e-9);
        let third = 1.0 / 3.0;
        vec![
            ("new cars with a plug", (plug_share(self.cars, region) / marks.plug_share).clamp(0.0, 1.0), third),
            ("price of a pack at home", pack.clamp(0.0, 1.0), third),
            ("CO2 of the fleet avoided", (avoided / marks.co2_share).clamp(0.0, 1.0), third),
        ]
    }

    fn standing(&self, region: RegionId) -> Vec<Part> {
        let treasury = self.lands[region.index()].1;
        let owed = treasury.debt as f64 / MUSD_IN_CENTS - self.ledger.cash_musd(Account::Government(region)).max(0.0);
        let money = 1.0 - owed / (treasury.budget * self.marks().debt_years).max(1.0);
        let scenario = &self.facts.catalog.scenario;
        let third = |r: usize| r != scenario.us.index() && r != scenario.china.index();
        let mean = |values: &dyn Fn(usize) -> f64| -> f64 {
            let list: Vec<f64> = (0..self.facts.regions).filter(|r| third(*r)).map(values).collect();
            if list.is_empty() { 0.5 } else { list.iter().sum::<f64>() / list.len() as f64 }
        };
        let believed = self.politics.of(region).map_or(0.5, |side| mean(&|r| side.credibility[r] / 100.0));
        let liked = mean(&|r| 0.5 + self.lands[r].1.relations.get(region.index()).copied().unwrap_or(0.0) / 200.0);
        let part = 1.0 / 3.0;
        vec![
            ("money, debt aside", money.clamp(0.0, 1.0), part),
            ("credibility with third countries", believed.clamp(0.0, 1.0), part),
            ("relations with third countries", liked.clamp(0.0, 1.0), part),
        ]
    }
}

/// The sum of an index's parts, 0 to 100.
#[must_use]
pub fn index_of(parts: &[Part]) -> f64 {
    100.0 * parts.iter().map(|(_, share, part)| share * part).sum::<f64>()
}

/// Scores of the month.
pub fn score_sides(
    facts: Res<Facts>,
    cars: Res<Cars>,
    ledger: Res<Ledger>,
    politics: Res<Politics>,
    lands: Query<(&Land, &Treasury)>,
    mut scores: ResMut<Scores>,
) {
    let list: Vec<(&Land, &Treasury)> = lands.iter().collect();
    let sources = Sources { facts: &facts, cars: &cars, ledger: &ledger, politics: &politics, lands: &list };
    for side in &mut scores.sides {
        if side.jobs_start <= 0.0 {
            side.jobs_start = list[side.region.index()].0.jobs.iter().sum();
        }
        for index in Index::ALL {
            side.indices[*index as usize] = index_of(&sources.parts(side, *index));
        }
    }
}
