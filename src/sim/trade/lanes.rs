//! What it costs to bring a good from one region to another, and how much is let through: the terms of a pair of regions,
//! and tables of them for a whole market, so that a row of pairs is a loop over plain numbers.

use super::clearing::throughput;
use super::components::Market;
use crate::content::ids::{FirmId, GoodId, RegionId};
use crate::sim::calendar::components::Drivers;
use crate::sim::facts::Facts;
use crate::sim::policy::components::Effects;

/// What decides the landed cost of a pair.
pub struct Landing<'a> {
    /// Catalog tables.
    pub facts: &'a Facts,
    /// Measures.
    pub effects: &'a Effects,
    /// Freight indices and rates.
    pub drivers: &'a Drivers,
    /// Relations by region.
    pub relations: &'a [&'a [f64]],
}

/// The parts of a landed cost, $M per unit.
#[derive(Clone, Copy, Debug, Default)]
pub struct Landed {
    /// Price at the seller's gate.
    pub ask: f64,
    /// Export tax (less rebate).
    pub export_tax: f64,
    /// Import duty.
    pub duty: f64,
    /// Freight, insurance, money at sea.
    pub freight: f64,
    /// Risk of a hostile border: weighed, not paid.
    pub risk: f64,
    /// Penalty of a content rule: weighed, not paid.
    pub content: f64,
}

impl Landed {
    /// What is paid.
    #[must_use]
    pub fn paid(&self) -> f64 {
        self.ask + self.export_tax + self.duty + self.freight
    }

    /// What is weighed.
    #[must_use]
    pub fn weighed(&self) -> f64 {
        self.paid() + self.risk + self.content
    }
}

/// The terms between two regions, the same for all who sell in one and buy in the other.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lane {
    /// Export tax (less rebate), share of the price asked.
    pub export_tax: f64,
    /// Import duty, share of the price asked.
    pub duty: f64,
    /// Insurance and money at sea, share of the price asked.
    pub insurance: f64,
    /// Carriage, $M per unit.
    pub carriage: f64,
    /// Risk of a hostile border, share of the price asked: weighed, not paid.
    pub risk: f64,
    /// Share that licences let through.
    pub licence: f64,
    /// Share of what licences hold back that leaks.
    pub leak: f64,
    /// Mean cost of what flows, leaks included, over that of the direct way; 1 without leaks.
    pub dearness: f64,
    /// Weight of what flows, leaks included, over that of a free lane.
    pub gate: f64,
    /// Months at sea.
    pub months: usize,
}

impl Lane {
    /// Landed cost that is weighed, per unit of the price asked; content rules and carriage come on top.
    #[must_use]
    pub fn slope(&self) -> f64 {
        1.0 + self.export_tax + self.duty + self.insurance + self.risk
    }
}

impl Landing<'_> {
    /// The terms of a good between two regions, leaks aside.
    #[must_use]
    pub fn lane(&self, good: GoodId, from: RegionId, to: RegionId) -> Lane {
        let at = self.effects.at(good, from, to);
        let catalog = &self.facts.catalog;
        let export_tax = self.effects.export_tax[at];
        let months = self.facts.months(from, to);
        let carriage = self.facts.freight[at] * self.drivers.freight[self.facts.freight_index[good.index()]];
        let licence = self.effects.licence[at];
        let home = Lane {
            export_tax,
            duty: (1.0 + export_tax) * self.effects.tariff[at],
            carriage,
            licence,
            dearness: 1.0,
            gate: licence,
            months,
            ..Lane::default()
        };
        if from == to {
            return home;
        }
        let class = &catalog.freight_classes[catalog.goods[good.index()].freight.index()];
        let hostility = (-self.relations[to.index()][from.index()]).max(0.0) / 100.0;
        Lane {
            insurance: class.value_share + catalog.rules.trade.sea_interest * months as f64 / 12.0,
            risk: catalog.rules.trade.risk_share + catalog.rules.trade.hostile_risk_share * hostility,
            ..home
        }
    }

    /// Penalty of a region's content rules on goods of a maker, share of the price asked.
    #[must_use]
    pub fn penalty(&self, good: GoodId, maker: FirmId, to: RegionId) -> f64 {
        self.effects.content_penalty[self.effects.at(good, self.facts.catalog.firms[maker.index()].home, to)]
    }

    /// The landed cost of a unit that `seller` asks `ask` for, in `buyer`'s region.
    #[must_use]
    pub fn cost(&self, market: &Market, seller: usize, buyer: usize, ask: f64) -> Landed {
        let (from, to) = (market.sellers[seller].region, market.buyers[buyer].region);
        let lane = self.lane(market.good, from, to);
        let penalty = self.penalty(market.good, market.sellers[seller].firm, to);
        Landed {
            ask,
            export_tax: ask * lane.export_tax,
            duty: ask * lane.duty,
            freight: lane.carriage + ask * lane.insurance,
            risk: ask * lane.risk,
            content: ask * penalty,
        }
    }
}

/// The lanes of one market, and the same by origin and buyer for the weights of pairs.
#[derive(Default)]
pub struct Lanes {
    regions: usize,
    /// At `from * regions + to`; only pairs that somebody could use are filled.
    lanes: Vec<Lane>,
    /// Regions that sell, in order of appearance.
    pub origins: Vec<RegionId>,
    /// Place of a region in that list.
    place: Vec<usize>,
    /// At `origin * buyers + buyer`: weighed cost per unit of ask, what is added to it, and weight of what passes.
    pub slope: Vec<f32>,
    /// Carriage, $M per unit.
    pub carriage: Vec<f32>,
    /// Throughput with leaks.
    pub gate: Vec<f32>,
    /// Whether content rules or white lists treat makers differently by their home.
    pub by_home: bool,
    /// By origin, whether nothing that leaves it is taxed there or leaks around a licence.
    plain: Vec<bool>,
    /// By origin, whether a licence holds anything back.
    licensed: Vec<bool>,
}

impl Lanes {
    /// Fills the tables for a market.
    #[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32")]
    pub fn fill(&mut self, market: &Market, landing: &Landing<'_>, power: u32) {
        let (regions, columns) = (landing.facts.regions, market.buyers.len());
        self.regions = regions;
        self.lanes.resize(regions * regions, Lane::default());
        self.origins.clear();
        self.place.clear();
        self.place.resize(regions, usize::MAX);
        for seller in &market.sellers {
            if self.place[seller.region.index()] == usize::MAX {
                self.place[seller.region.index()] = self.origins.len();
                self.origins.push(seller.region);
            }
        }
        let users = market.buyers.iter().fold(0_u32, |bits, buyer| bits | 1 << buyer.region.index());
        let premium = landing.facts.catalog.rules.trade.leak_premium_share;
        for table in [&mut self.slope, &mut self.carriage, &mut self.gate] {
            table.resize(self.origins.len() * columns, 0.0);
        }
        self.plain.clear();
        self.licensed.clear();
        for (place, from) in self.origins.iter().enumerate() {
            let row = from.index() * regions;
            let (mut plain, mut licensed) = (true, false);
            for to in (0..regions).filter(|to| users & (1 << to) != 0) {
                let region = RegionId::from_index(to);
                let mut lane = landing.lane(market.good, *from, region);
                lane.leak = landing.effects.leak[landing.effects.at(market.good, *from, region)];
                (lane.gate, lane.dearness) = throughput(lane.licence, lane.leak, premium, power);
                plain &= lane.export_tax == 0.0 && lane.dearness == 1.0;
                licensed |= lane.licence < 1.0;
                self.lanes[row + to] = lane;
            }
            self.plain.push(plain);
            self.licensed.push(licensed);
            let here = place * columns..(place + 1) * columns;
            let tables = self.slope[here.clone()].iter_mut().zip(&mut self.carriage[here.clone()]).zip(&mut self.gate[here]);
            for (((slope, carriage), gate), buyer) in tables.zip(&market.buyers) {
                let lane = &self.lanes[row + buyer.region.index()];
                (*slope, *carriage, *gate) = (lane.slope() as f32, lane.carriage as f32, lane.gate as f32);
            }
        }
        let penalised = landing.effects.marks[market.good.index()].penalty;
        let listed = (0..regions).any(|r| landing.effects.support(market.good, RegionId::from_index(r)).list_share > 0.0);
        self.by_home = penalised || listed;
    }

    /// The lane between two regions; it must be one that a seller and a buyer of the market can use.
    #[must_use]
    pub fn of(&self, from: RegionId, to: RegionId) -> &Lane {
        &self.lanes[from.index() * self.regions + to.index()]
    }

    /// Where a region stands among the origins.
    #[must_use]
    pub fn place(&self, from: RegionId) -> usize {
        self.place[from.index()]
    }

    /// Whether a licence holds back anything that leaves the origin at this place.
    #[must_use]
    pub fn is_licensed(&self, place: usize) -> bool {
        self.licensed[place]
    }

    /// Whether nothing that leaves the origin at this place is taxed there or leaks around a licence.
    #[must_use]
    pub fn is_plain(&self, place: usize) -> bool {
        self.plain[place]
    }
}
