//! Payments of the month, in the order of the chain: goods, running costs, cars.

use bevy_ecs::prelude::*;

use super::components::{Account, Finance, Ledger, Tag, UnitCost};
use crate::content::definitions::cars::Powertrain;
use crate::content::ids::RegionId;
use crate::sim::buyers::components::{Cars, POWERTRAINS, Presence};
use crate::sim::calendar::components::{Calendar, Drivers};
use crate::sim::deliveries::systems::CarShipments;
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::plans::cars::{CarRoutes, body_index, take_back};
use crate::sim::plans::chemistries::{pack_cost, parts_factor};
use crate::sim::plans::components::Plan;
use crate::sim::plans::costs::HOURS_A_YEAR;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run};
use crate::sim::setup::StartFacts;
use crate::sim::society::components::Treasury;
use crate::sim::technology::components::Technologies;
use crate::sim::trade::components::{Customer, Markets};
use crate::units::{Cents, MUSD_IN_CENTS};

/// Tags of a government's account that are its effort in the contest: what it pays less what comes back, as for goods released
/// from stockpiles. Public loans are not among them: they are owed to it.
pub const CONTEST: [Tag; 8] = [
    Tag::PurchaseCredits,
    Tag::ProductionCredits,
    Tag::Grants,
    Tag::Programmes,
    Tag::Research,
    Tag::Bailouts,
    Tag::Purchases,
    Tag::Freight,
];

/// Plants pay for their inputs: goods and export taxes through the clearing house, freight, duties.
pub fn pay_for_inputs(facts: Res<Facts>, markets: Res<Markets>, mut ledger: ResMut<Ledger>, lines: Query<(&Facility, &Plan)>) {
    for (line, plan) in &lines {
        // One bill per line: all its inputs are bought for the plants of its own region.
        let (payer, government) = (Account::Firm(line.owner), Account::Government(line.region));
        let (mut goods, mut export_tax, mut penalty, mut freight, mut duty, mut released) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0);
        for (slot, (good, _)) in facts.process(line.process).inputs.iter().enumerate() {
            let market = markets.of(*good);
            let buyer = &market.buyers[line.buyers[slot] as usize];
            if buyer.bid <= 0.0 || plan.bids[slot] <= 0.0 {
                continue;
            }
            let part = plan.bids[slot] / buyer.bid;
            goods += buyer.goods_cost * part;
            export_tax += buyer.export_tax * part;
            penalty += buyer.penalty * part;
            freight += buyer.freight * part;
            duty += buyer.duty * part;
            released += buyer.released * market.nodes[buyer.region.index()].spot * part;
        }
        ledger.pay(payer, Account::Clearing, Tag::Purchases, goods);
        ledger.pay(payer, Account::Clearing, Tag::ExportTaxes, export_tax);
        ledger.pay(payer, Account::Clearing, Tag::Penalties, penalty);
        ledger.pay(payer, Account::Outside, Tag::Freight, freight);
        ledger.pay(payer, government, Tag::Tariffs, duty);
        ledger.pay(payer, government, Tag::Purchases, released);
    }
}

/// Everybody else pays for what they bought, then the clearing house pays sellers and exporting governments, market by
/// market, to the last cent.
pub fn clear_payments(mut markets: ResMut<Markets>, mut ledger: ResMut<Ledger>, mut weights: Local<Vec<f64>>, mut parts: Local<Vec<i64>>) {
    for market in &markets.goods {
        for buyer in &market.buyers {
            let payer = match buyer.customer {
                Customer::Plants => continue,
                Customer::Maker(firm) => Account::Firm(firm),
                Customer::Reserve => Account::Government(buyer.region),
                Customer::Storage | Customer::Devices | Customer::Outside => Account::Outside,
            };
            // A government's own export taxes are income: what its stockpile pays abroad is part of what it buys for.
            let taxes = if buyer.customer == Customer::Reserve { Tag::Purchases } else { Tag::ExportTaxes };
            ledger.pay(payer, Account::Clearing, Tag::Purchases, buyer.goods_cost);
            ledger.pay(payer, Account::Clearing, taxes, buyer.export_tax);
            ledger.pay(payer, Account::Clearing, Tag::Penalties, buyer.penalty);
            ledger.pay(payer, Account::Outside, Tag::Freight, buyer.freight);
            ledger.pay(payer, Account::Government(buyer.region), Tag::Tariffs, buyer.duty);
            let released = buyer.released * market.nodes[buyer.region.index()].spot;
            ledger.pay(payer, Account::Government(buyer.region), Tag::Purchases, released);
        }
    }
    for market in &mut markets.goods {
        market.buyers.iter_mut().for_each(|b| b.released = 0.0);
    }
    for market in &markets.goods {
        for seller in &market.sellers {
            ledger.pay(Account::Clearing, Account::Government(seller.region), Tag::ExportTaxes, seller.export_tax);
            ledger.pay(Account::Firm(seller.firm), Account::Clearing, Tag::Penalties, seller.penalty);
        }
    }
    // What remains is the sellers': one pot, split by revenue, so that the clearing house is empty to the cent.
    weights.clear();
    for market in &markets.goods {
        weights.extend(market.sellers.iter().map(|s| s.revenue));
    }
    let pot = ledger.cash(Account::Clearing);
    crate::units::split(pot, &weights, &mut parts);
    let sellers = markets.goods.iter().flat_map(|m| &m.sellers);
    for (seller, part) in sellers.zip(parts.iter()) {
        if *part != 0 {
            ledger.transfer(Account::Clearing, Account::Firm(seller.firm), Tag::Goods, *part);
        }
    }
}

/// Wages, energy, reagents, royalties; credits and price floors from governments; the watchman of a mothballed plant.
pub fn pay_running_costs(
    facts: Res<Facts>,
    effects: Res<Effects>,
    mut ledger: ResMut<Ledger>,
    lines: Query<(&Facility, &Run, &UnitCost, &Capacity)>,
) {
    let idle = facts.catalog.rules.investment.mothball_cost_share;
    let mut gaps: Vec<(&Facility, usize, f64)> = Vec::new();
    for (line, run, cost, capacity) in &lines {
        let firm = Account::Firm(line.owner);
        let good = facts.process(line.process).makes;
        let watch = capacity.nameplate * capacity.idle_share / 12.0 * (cost.labour + cost.other) * idle;
        ledger.pay(firm, Account::Outside, Tag::Energy, cost.energy * run.made);
        ledger.pay(firm, Account::Households(line.region), Tag::Wages, cost.labour * run.made + watch);
        ledger.pay(firm, Account::Outside, Tag::Other, cost.other * run.made);
        let income = facts.catalog.processes[line.process.index()].other_income_musd_per_unit;
        ledger.pay(Account::Outside, firm, Tag::Other, income * run.made);
        ledger.pay(firm, Account::Government(line.region), Tag::Royalties, cost.royalty * run.made);
        if cost.credit < 0.0 {
            ledger.pay(Account::Government(line.region), firm, Tag::ProductionCredits, -cost.credit * run.made);
        }
        let support = effects.support(good, line.region);
        if support.floor > 0.0 && run.sold > 0.0 {
            gaps.push((line, support.floor_payer, (support.floor - run.revenue / run.sold).max(0.0) * run.sold));
        }
    }
    // A floor pays a twelfth of its yearly money a month at most, to all in proportion.
    for (payer, (_, yearly)) in effects.floors.iter().enumerate() {
        let asked: f64 = gaps.iter().filter(|g| g.1 == payer).map(|g| g.2).sum();
        let share = if asked > 0.0 { (yearly / 12.0 / asked).min(1.0) } else { 0.0 };
        for (line, _, gap) in gaps.iter().filter(|g| g.1 == payer) {
            ledger.pay(Account::Government(line.region), Account::Firm(line.owner), Tag::Programmes, gap * share);
        }
    }
}

/// What paying for a region's cars depends on, whoever makes them.
struct Place {
    /// Taxes on a car by powertrain, share of its price.
    tax: [f64; POWERTRAINS],
    /// Wages of assembly, $M per thousand cars.
    wages: f64,
    /// What wages and learning make of a body's cost, by powertrain.
    body: [f64; POWERTRAINS],
    /// Whether plants get production credits.
    credited: bool,
}

impl Place {
    /// None where no cars are sold.
    fn of(facts: &Facts, effects: &Effects, drivers: &Drivers, technologies: &Technologies, region: RegionId) -> Option<Self> {
        let market = facts.car_market(region)?;
        let wage = drivers.wage[region.index()];
        let body = body_index(&facts.catalog.rules.automakers, wage);
        let glider = body * technologies.glider_factor;
        let tax = |p: usize| market.vat_share + market.purchase_tax_share.get(&Powertrain::ALL[p]).copied().unwrap_or(0.0);
        Some(Self {
            tax: std::array::from_fn(tax),
            wages: market.assembly_jobs_per_thousand * wage * HOURS_A_YEAR * 1e-6,
            body: [body, body, glider, glider],
            credited: facts.car_goods.iter().any(|good| !effects.support(*good, region).claims.is_empty()),
        })
    }
}

/// Buyers pay makers and the tax office; governments pay credits; makers pay for bodies, packs, duties and ships.
pub fn pay_for_cars(
    facts: Res<Facts>,
    effects: Res<Effects>,
    drivers: Res<Drivers>,
    technologies: Res<Technologies>,
    start: Res<StartFacts>,
    cars: Res<Cars>,
    routes: Res<CarRoutes>,
    shipments: Res<CarShipments>,
    mut ledger: ResMut<Ledger>,
) {
    let place = |region| Place::of(&facts, &effects, &drivers, &technologies, RegionId::from_index(region));
    let places: Vec<Option<Place>> = (0..facts.regions).map(place).collect();
    for (at, presence) in cars.presences.iter().enumerate() {
        let (region, sold) = (presence.region, &presence.sold);
        let (sells, builds) = (*sold != [0.0; POWERTRAINS], presence.built != [0.0; POWERTRAINS]);
        let Some(place) = places[region.index()].as_ref().filter(|_| sells || builds) else { continue };
        let firm = Account::Firm(cars.makers[presence.maker as usize].firm);
        if sells {
            let values: [f64; POWERTRAINS] = std::array::from_fn(|p| sold[p] * presence.price[p]);
            let revenue: f64 = values.iter().sum();
            let tax = dot(&values, &place.tax);
            ledger.pay(Account::Households(region), firm, Tag::Cars, revenue);
            ledger.pay(Account::Households(region), Account::Government(region), Tag::SalesTax, tax);
            let credit = dot(sold, &presence.support);
            ledger.pay(Account::Government(region), Account::Households(region), Tag::PurchaseCredits, credit);
            let overhead = revenue * start.overhead_share[presence.maker as usize];
            let packs = dot(sold, &presence.pack_kwh) * take_back(&effects, region);
            ledger.pay(firm, Account::Outside, Tag::Other, overhead + packs);
        }
        if builds {
            let factor = parts_factor(&facts.catalog.rules.automakers, &technologies, presence);
            let mix = &cars.mix[at * facts.cells.len()..][..facts.cells.len()];
            // Cells were paid for when they were bought.
            let pack = pack_cost(&facts, mix, region, factor, |_| 0.0);
            pay_for_building(&mut ledger, firm, place, presence, pack);
            if place.credited {
                let earned = building_credit(&facts, &effects, place, &cars, at);
                ledger.pay(Account::Government(region), firm, Tag::ProductionCredits, earned);
            }
        }
    }
    // A maker pays once for all that came to one of its dealers.
    let (mut duty, mut freight) = (0.0, 0.0);
    for (index, (route, units)) in routes.list.iter().zip(&shipments.units).enumerate() {
        duty += dot(units, &route.duty);
        freight += units.iter().sum::<f64>() * route.freight;
        if routes.list.get(index + 1).is_none_or(|next| next.dealer != route.dealer) {
            let dealer = &cars.presences[route.dealer];
            let firm = Account::Firm(cars.makers[dealer.maker as usize].firm);
            ledger.pay(firm, Account::Government(dealer.region), Tag::Tariffs, std::mem::take(&mut duty));
            ledger.pay(firm, Account::Outside, Tag::Freight, std::mem::take(&mut freight));
        }
    }
}

/// The sum of products over the powertrains.
fn dot(a: &[f64; POWERTRAINS], b: &[f64; POWERTRAINS]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

/// Pays for the bodies of a month's cars and for their packs around the cells, of `pack` $ a kWh.
fn pay_for_building(ledger: &mut Ledger, firm: Account, place: &Place, presence: &Presence, pack: f64) {
    let built: f64 = presence.built.iter().sum();
    if built <= 0.0 {
        return;
    }
    let wages = built * place.wages;
    let bodies: f64 = (0..POWERTRAINS).map(|p| presence.built[p] * presence.body_cost[p] * place.body[p]).sum();
    let kwh = presence.built[2] * presence.pack_kwh[2] + presence.built[3] * presence.pack_kwh[3];
    ledger.pay(firm, Account::Households(presence.region), Tag::Wages, wages.min(bodies));
    ledger.pay(firm, Account::Outside, Tag::Other, (bodies - wages).max(0.0) + kwh * pack / 1000.0);
}

/// Production credits on the cars that a plant built this month, $M.
fn building_credit(facts: &Facts, effects: &Effects, place: &Place, cars: &Cars, at: usize) -> f64 {
    let presence = &cars.presences[at];
    let claimant = facts.claimant(cars.makers[presence.maker as usize].firm);
    let one = |p: usize| {
        let (per_car, share) = effects.support(facts.car_goods[p], presence.region).credit(claimant);
        let pack = if p >= 2 { presence.pack_kwh[p] * presence.pack_cost / 1000.0 } else { 0.0 };
        presence.built[p] * (per_car + share * (presence.body_cost[p] * place.body[p] + pack))
    };
    (0..POWERTRAINS).map(one).sum()
}

/// Closes the ledger's month.
pub fn close_ledger(mut ledger: ResMut<Ledger>, calendar: Res<Calendar>, mut governments: Query<&mut Treasury>) {
    for (region, mut treasury) in governments.iter_mut().enumerate() {
        let account = Account::Government(RegionId::from_index(region));
        let spent: Cents = CONTEST.iter().map(|tag| -ledger.flow(account, *tag)).sum();
        treasury.spending += spent as f64 / MUSD_IN_CENTS - treasury.spending / 12.0;
        if calendar.month.of_year() == 12 {
            treasury.rescued = 0.0;
        }
    }
    ledger.close_month(calendar.month.of_year() == 1);
}

/// A firm's equity, $M: cash, stocks, plant and business outside the chain less debt.
#[must_use]
pub fn equity(ledger: &Ledger, firm: crate::content::ids::FirmId, finance: &Finance) -> f64 {
    (ledger.cash(Account::Firm(firm)) + finance.stocks + finance.plant + finance.outside_plant - finance.debt) as f64
        / crate::units::MUSD_IN_CENTS
}
