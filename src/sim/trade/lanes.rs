//! What it costs to bring a good from one region to another, and how much is let through: the terms of a pair of regions,
//! and tables of them for a whole market, so that a row of pairs is a loop over plain numbers.

use super::clearing::{Long, Short, blocks};
use super::components::Market;
use super::weights::{Terms, throughput};
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

/// The lanes of one market, and the same by origin and buyer for the weights of pairs and for bills. They are kept from month to
/// month: what they say follows from measures, relations and who trades. Freight alone moves every month and stands apart.
#[derive(Default)]
pub struct Lanes {
    regions: usize,
    /// Sellers and buyers when the tables were filled.
    traders: (usize, usize),
    /// At `from * regions + to`; only pairs that somebody could use are filled. Carriage is at a freight index of one.
    lanes: Vec<Lane>,
    /// Blocks of a row of buyers.
    pub blocks: usize,
    /// Regions that sell, in order of appearance.
    pub origins: Vec<RegionId>,
    /// Place of a region in that list.
    place: Vec<usize>,
    /// Rows by origin: weighed cost per unit of ask, carriage added to it, and weight of what passes.
    slope: Vec<Short>,
    carriage: Vec<Short>,
    gate: Vec<Short>,
    /// Rows by origin of what is paid per unit of value, and per unit carried at a freight index of one.
    pub duty: Vec<Long>,
    /// Insurance and money at sea.
    pub insurance: Vec<Long>,
    /// Carriage.
    pub carried: Vec<Long>,
    /// Months at sea by origin and buyer.
    pub months: Vec<u8>,
    /// Freight index of the good this month.
    pub freight: f64,
    /// Whether content rules or white lists treat makers differently by their home.
    pub by_home: bool,
    /// Rows by home of a maker: penalty of content rules, and what white lists leave.
    penalty: Vec<Short>,
    listed: Vec<Short>,
    /// Rows for where no rule asks for the maker's home.
    free: (Vec<Short>, Vec<Short>),
    /// By origin, whether nothing that leaves it is taxed there or leaks around a licence.
    plain: Vec<bool>,
    /// By origin, whether a licence holds anything back.
    licensed: Vec<bool>,
}

impl Lanes {
    /// Brings the tables up to this month. `changed` is whether measures or relations say anything new of the good.
    pub fn refresh(&mut self, market: &Market, landing: &Landing<'_>, power: u32, changed: bool) {
        if changed || self.traders != (market.sellers.len(), market.buyers.len()) {
            self.fill(market, landing, power);
        }
        self.freight = landing.drivers.freight[landing.facts.freight_index[market.good.index()]];
        let penalised = landing.effects.marks[market.good.index()].penalty;
        let listed = (0..self.regions).any(|r| landing.effects.support(market.good, RegionId::from_index(r)).list_share > 0.0);
        self.by_home = penalised || listed;
        if self.by_home {
            self.fill_homes(market, landing);
        }
    }

    fn fill(&mut self, market: &Market, landing: &Landing<'_>, power: u32) {
        let regions = landing.facts.regions;
        self.regions = regions;
        self.traders = (market.sellers.len(), market.buyers.len());
        self.blocks = blocks(market.buyers.len());
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
        self.plain.clear();
        self.licensed.clear();
        for from in &self.origins {
            let (mut plain, mut licensed) = (true, false);
            for to in (0..regions).filter(|to| users & (1 << to) != 0) {
                let region = RegionId::from_index(to);
                let mut lane = landing.lane(market.good, *from, region);
                let at = landing.effects.at(market.good, *from, region);
                lane.carriage = landing.facts.freight[at];
                lane.leak = landing.effects.leak[at];
                (lane.gate, lane.dearness) = throughput(lane.licence, lane.leak, premium, power);
                plain &= lane.export_tax == 0.0 && lane.dearness == 1.0;
                licensed |= lane.licence < 1.0;
                self.lanes[from.index() * regions + to] = lane;
            }
            self.plain.push(plain);
            self.licensed.push(licensed);
        }
        self.fill_rows(market);
    }

    /// Lays lanes out by origin and buyer.
    #[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32, and goods are a few months at sea")]
    fn fill_rows(&mut self, market: &Market) {
        let (places, blocks) = (self.origins.len() * self.blocks, self.blocks);
        for table in [&mut self.slope, &mut self.carriage, &mut self.gate] {
            table.clear();
            table.resize(places, [0.0; 4]);
        }
        for table in [&mut self.duty, &mut self.insurance, &mut self.carried] {
            table.clear();
            table.resize(places, [0.0; 4]);
        }
        self.free = (vec![[0.0; 4]; blocks], vec![[1.0; 4]; blocks]);
        self.months.clear();
        self.months.resize(places * 4, 0);
        for (place, from) in self.origins.iter().enumerate() {
            for (column, buyer) in market.buyers.iter().enumerate() {
                let lane = &self.lanes[from.index() * self.regions + buyer.region.index()];
                let at = place * blocks * 4 + column;
                self.slope.as_flattened_mut()[at] = lane.slope() as f32;
                self.carriage.as_flattened_mut()[at] = lane.carriage as f32;
                self.gate.as_flattened_mut()[at] = lane.gate as f32;
                self.duty.as_flattened_mut()[at] = lane.duty;
                self.insurance.as_flattened_mut()[at] = lane.insurance;
                self.carried.as_flattened_mut()[at] = lane.carriage;
                self.months[at] = lane.months as u8;
            }
        }
    }

    /// What content rules add to the cost of goods from makers by home, per unit of ask, and the share of demand that white lists
    /// leave them.
    #[expect(clippy::cast_possible_truncation, reason = "weights need no more than f32")]
    fn fill_homes(&mut self, market: &Market, landing: &Landing<'_>) {
        let firms = &landing.facts.catalog.firms;
        let homes = market.sellers.iter().fold(0_u32, |bits, seller| bits | 1 << firms[seller.firm.index()].home.index());
        self.penalty.resize(self.regions * self.blocks, [0.0; 4]);
        self.listed.resize(self.regions * self.blocks, [1.0; 4]);
        for home in (0..self.regions).filter(|home| homes & (1 << home) != 0) {
            let row = home * self.blocks * 4;
            for (column, buyer) in market.buyers.iter().enumerate() {
                let penalty = landing.effects.content_penalty[landing.effects.at(market.good, RegionId::from_index(home), buyer.region)];
                let support = landing.effects.support(market.good, buyer.region);
                let left = if support.listed & (1 << home) == 0 { 1.0 - support.list_share } else { 1.0 };
                self.penalty.as_flattened_mut()[row + column] = penalty as f32;
                self.listed.as_flattened_mut()[row + column] = left as f32;
            }
        }
    }

    /// The lane between two regions; it must be one that a seller and a buyer of the market can use. Its carriage is at a freight
    /// index of one.
    #[must_use]
    pub fn of(&self, from: RegionId, to: RegionId) -> &Lane {
        &self.lanes[from.index() * self.regions + to.index()]
    }

    /// Landed cost of the cheapest offer to a buyer, $M per unit, at the `price` of each origin; nothing if none is let through.
    #[must_use]
    pub fn cheapest(&self, buyer: usize, price: impl Fn(&RegionId) -> f64) -> Option<f64> {
        let (block, lane) = (buyer / 4, buyer % 4);
        let offer = |(place, from): (usize, &RegionId)| {
            let at = place * self.blocks + block;
            let carriage = f64::from(self.carriage[at][lane]) * self.freight;
            (self.gate[at][lane] > 0.0).then(|| price(from) * f64::from(self.slope[at][lane]) + carriage)
        };
        self.origins.iter().enumerate().filter_map(offer).reduce(f64::min)
    }

    /// The terms of all who sell at a place of the list of origins and have their home in `home`.
    #[must_use]
    pub fn terms(&self, place: usize, home: RegionId) -> Terms<'_> {
        let here = place * self.blocks..(place + 1) * self.blocks;
        let own = home.index() * self.blocks..(home.index() + 1) * self.blocks;
        Terms {
            slope: &self.slope[here.clone()],
            carriage: &self.carriage[here.clone()],
            gate: &self.gate[here],
            penalty: if self.by_home { &self.penalty[own.clone()] } else { &self.free.0 },
            listed: if self.by_home { &self.listed[own] } else { &self.free.1 },
        }
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
