//! Preferences drift: what was bought, and who is large, near and known, is bought again.

use bevy_ecs::prelude::*;

use super::components::{Customer, Market, Markets};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::Facility;

/// Preference of a buyer for a seller it never bought from.
pub const NEWCOMER: f32 = 0.002;

/// Tables reused every month.
#[derive(Default)]
pub struct Scratch {
    capacity: Vec<Vec<f32>>,
    /// By market and seller, whether it has plants, running or not.
    stands: Vec<Vec<bool>>,
    /// By market: how much likelier than anybody else a seller is to serve a buyer, from nearness and old bonds. It follows from
    /// who they are, so it is reckoned again only when somebody joins.
    bonds: Vec<Bonds>,
    masked: Vec<f32>,
    buyers: Buyers,
}

/// Bonds of one market, a row of buyers for each seller.
#[derive(Default)]
struct Bonds {
    buyers: usize,
    pairs: Vec<f32>,
}

/// By buyer: the year's flows and the pull of all sellers, then what becomes of a unit of each, and how fast.
#[derive(Default)]
struct Buyers {
    flows: Vec<f32>,
    pulls: Vec<f32>,
    speed: Vec<f32>,
}

/// Preferences drift toward the shares of the last year and, in part, toward what capacity, nearness and old bonds suggest:
/// so the long run answers a few times as much as the short, and a new plant becomes known where it stands.
#[expect(clippy::cast_possible_truncation, reason = "preferences need no more than f32")]
pub fn drift_preferences(
    mut markets: ResMut<Markets>,
    facts: Res<Facts>,
    effects: Res<Effects>,
    lines: Query<(&Facility, &Capacity)>,
    mut scratch: Local<Scratch>,
) {
    let scratch = &mut *scratch;
    scratch.capacity.resize(markets.goods.len(), Vec::new());
    scratch.stands.resize(markets.goods.len(), Vec::new());
    scratch.bonds.resize_with(markets.goods.len(), Bonds::default);
    for ((sum, stands), market) in scratch.capacity.iter_mut().zip(&mut scratch.stands).zip(&markets.goods) {
        sum.clear();
        sum.resize(market.sellers.len(), 0.0);
        stands.clear();
        stands.resize(market.sellers.len(), false);
    }
    for (line, capacity) in lines.iter().filter(|(_, capacity)| capacity.nameplate > 0.0) {
        let process = facts.process(line.process);
        scratch.capacity[process.makes.index()][line.seller as usize] += capacity.monthly() as f32;
        let sides = process.sides.iter().zip(&line.side_sellers).map(|((good, _), seller)| (*good, *seller));
        for (good, seller) in sides.chain([(process.makes, line.seller)]) {
            scratch.stands[good.index()][seller as usize] = true;
        }
    }
    for (index, market) in markets.goods.iter_mut().enumerate() {
        if market.preference.is_empty() {
            continue;
        }
        forget(market, &scratch.stands[index], facts.catalog.rules.trade.forgotten_share);
        let bonds = &mut scratch.bonds[index];
        if bonds.pairs.len() != market.preference.len() || bonds.buyers != market.buyers.len() {
            bind(&facts, market, bonds);
        }
        let bonds = &bonds.pairs;
        if effects.marks[index].licence {
            mask(&effects, market, bonds, &mut scratch.masked);
            drift(&facts, market, &scratch.capacity[index], &scratch.masked, &mut scratch.buyers);
        } else {
            drift(&facts, market, &scratch.capacity[index], bonds, &mut scratch.buyers);
        }
    }
}

/// Who has closed and has sold less than a `speck` of demand for years is forgotten; whoever comes back is a newcomer.
fn forget(market: &mut Market, stands: &[bool], speck: f64) {
    let columns = market.buyers.len();
    for (seller, stands) in stands.iter().enumerate() {
        let row = seller * columns..(seller + 1) * columns;
        let is_unknown = market.preference[row.clone()].iter().all(|preference| *preference == 0.0);
        let sells = *stands || market.sellers[seller].offer > 0.0;
        if sells && is_unknown {
            market.introduce(seller, NEWCOMER);
        } else if !sells && !is_unknown {
            let sold: f64 = market.flow_year[row.clone()].iter().map(|flow| f64::from(*flow)).sum();
            if sold < speck * market.demand {
                market.preference[row.clone()].fill(0.0);
                market.flow_year[row].fill(0.0);
            }
        }
    }
}

/// Nearness and bonds of every pair of a market; those of sellers that stood in it before are known, unless a buyer has joined.
#[expect(clippy::cast_possible_truncation, reason = "preferences need no more than f32")]
fn bind(facts: &Facts, market: &Market, bonds: &mut Bonds) {
    let rule = &facts.catalog.market_rules[facts.catalog.goods[market.good.index()].market.index()];
    if bonds.buyers != market.buyers.len() {
        bonds.pairs.clear();
    }
    bonds.buyers = market.buyers.len();
    for seller in &market.sellers[bonds.pairs.len() / bonds.buyers..] {
        bonds.pairs.extend(market.buyers.iter().map(|buyer| {
            let near = if seller.region == buyer.region { rule.home_weight } else { 1.0 };
            let bond = if let Customer::Maker(maker) = buyer.customer { facts.bond(maker, buyer.region, seller.firm) } else { 1.0 };
            (near * bond) as f32
        }));
    }
}

/// Bonds as licences leave them: who may not deliver pulls nobody.
#[expect(clippy::cast_possible_truncation, reason = "preferences need no more than f32")]
fn mask(effects: &Effects, market: &Market, bonds: &[f32], masked: &mut Vec<f32>) {
    masked.clear();
    for (seller, row) in market.sellers.iter().zip(bonds.chunks_exact(market.buyers.len())) {
        let granted = |to| effects.licence[effects.at(market.good, seller.region, to)] as f32;
        masked.extend(row.iter().zip(&market.buyers).map(|(bond, buyer)| bond * granted(buyer.region)));
    }
}

#[expect(clippy::cast_possible_truncation, reason = "preferences need no more than f32")]
fn drift(facts: &Facts, market: &mut Market, capacity: &[f32], bonds: &[f32], buyers: &mut Buyers) {
    let rules = &facts.catalog.rules.trade;
    let rule = &facts.catalog.market_rules[facts.catalog.goods[market.good.index()].market.index()];
    let columns = market.buyers.len();
    let Buyers { flows, pulls, speed } = buyers;
    for sums in [&mut *flows, &mut *pulls] {
        sums.clear();
        sums.resize(columns, 0.0);
    }
    for ((year, bonds), units) in market.flow_year.chunks_exact(columns).zip(bonds.chunks_exact(columns)).zip(capacity) {
        add_row(flows, year, 1.0);
        if *units > 0.0 {
            add_row(pulls, bonds, *units);
        }
    }
    speed.clear();
    for (flow, pull) in flows.iter_mut().zip(pulls.iter_mut()) {
        // Who bought nothing keeps its preferences.
        speed.push(if *flow > 1e-9 { 1.0 / rule.preference_months as f32 } else { 0.0 });
        let anchor = if *pull > 0.0 { rules.anchor_share as f32 } else { 0.0 };
        *flow = (1.0 - anchor) / flow.max(1e-12);
        *pull = anchor / pull.max(1e-12);
    }
    let rows = market.preference.chunks_exact_mut(columns).zip(market.flow_year.chunks_exact(columns)).zip(bonds.chunks_exact(columns));
    for (((preferences, year), bonds), units) in rows.zip(capacity) {
        approach(preferences, year, bonds, *units, buyers);
    }
}

/// Adds a row to sums by buyer, four abreast.
fn add_row(sums: &mut [f32], row: &[f32], factor: f32) {
    let ((sums, last_sums), (row, last)) = (sums.as_chunks_mut::<4>(), row.as_chunks::<4>());
    for (sums, row) in sums.iter_mut().zip(row) {
        for lane in 0..4 {
            sums[lane] += factor * row[lane];
        }
    }
    for (sum, x) in last_sums.iter_mut().zip(last) {
        *sum += factor * x;
    }
}

/// The whole blocks of a row.
fn blocks(row: &[f32]) -> &[[f32; 4]] {
    row.as_chunks::<4>().0
}

/// Moves a seller's row of preferences, four abreast.
fn approach(preferences: &mut [f32], year: &[f32], bonds: &[f32], units: f32, buyers: &Buyers) {
    let next = |preference: f32, year: f32, bond: f32, [per_flow, per_pull, speed]: [f32; 3]| {
        let share = year * per_flow + units * bond * per_pull;
        let share = if share > NEWCOMER { share } else { NEWCOMER };
        let next = preference + (share - preference) * speed;
        if preference > 0.0 { next } else { 0.0 }
    };
    let (preferences, last) = preferences.as_chunks_mut::<4>();
    let first = preferences.len() * 4;
    let terms = blocks(&buyers.flows).iter().zip(blocks(&buyers.pulls)).zip(blocks(&buyers.speed));
    for (((preferences, year), bonds), ((flows, pulls), speed)) in preferences.iter_mut().zip(blocks(year)).zip(blocks(bonds)).zip(terms) {
        for lane in 0..4 {
            preferences[lane] = next(preferences[lane], year[lane], bonds[lane], [flows[lane], pulls[lane], speed[lane]]);
        }
    }
    for (preference, buyer) in last.iter_mut().zip(first..) {
        let terms = [buyers.flows[buyer], buyers.pulls[buyer], buyers.speed[buyer]];
        *preference = next(*preference, year[buyer], bonds[buyer], terms);
    }
}
