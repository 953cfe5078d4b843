//! Automakers convert lines to cars with a plug, extend plants, and build abroad where tariffs and freight make imports dear.

use bevy_ecs::prelude::*;

use super::components::Pipeline;
use crate::content::ids::{FirmId, RegionId};
use crate::sim::buyers::components::{Cars, PLUGS, POWERTRAINS};
use crate::sim::calendar::components::Calendar;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag};
use crate::sim::ledger::loans;
use crate::sim::plans::cars::CarRoutes;
use crate::sim::policy::components::Effects;
use crate::sim::society::components::Treasury;
use crate::sim::trade::components::{Customer, Markets};

/// Utilisation of plug lines above which more are converted.
const BUSY: f64 = 0.8;
/// Share of assembly capital cost that a conversion takes.
const CONVERSION: f64 = 0.3;
/// Months over which a car plant is built or converted.
const BUILD_MONTHS: f64 = 24.0;

/// Each maker looks at one plant region a month: convert, extend, or stay.
pub fn grow_car_plants(
    facts: Res<Facts>,
    effects: Res<Effects>,
    mut cars: ResMut<Cars>,
    mut pipeline: ResMut<Pipeline>,
    mut ledger: ResMut<Ledger>,
    mut firms: Query<&mut Finance>,
    mut treasuries: Query<&mut Treasury>,
) {
    let mut finances: Vec<Mut<'_, Finance>> = firms.iter_mut().collect();
    let mut treasuries: Vec<Mut<'_, Treasury>> = treasuries.iter_mut().collect();
    for at in 0..cars.presences.len() {
        let region = cars.presences[at].region;
        let firm = cars.makers[at / facts.regions].firm;
        let Some(market) = facts.car_market(region) else { continue };
        if cars.presences[at].capacity <= 0.0 || finances[firm.index()].failed || finances[firm.index()].receiver_months > 0 {
            continue;
        }
        let room = finances[firm.index()].room_share;
        let presence = &mut cars.presences[at];
        let plugs = 12.0 * (presence.orders[2] + presence.orders[3]);
        let others = 12.0 * (presence.orders[0] + presence.orders[1]);
        let mut cost = 0.0;
        if plugs > BUSY * presence.plug_capacity {
            // What two years of the last orders' growth will want, a month's share of it.
            let wanted = (plugs * 1.25 - presence.plug_capacity).max(0.0);
            let convertible = (presence.capacity - presence.plug_capacity - others).max(0.0);
            let step = (wanted / BUILD_MONTHS * 2.0).min(0.05 * presence.capacity) * room;
            let converted = step.min(convertible);
            let frozen = effects.support(facts.car_goods[3], region).freeze_pass;
            let built = (step - converted) * frozen;
            presence.plug_capacity += converted + built;
            presence.capacity += built;
            cost = market.assembly_capex_musd_per_thousand * (converted * CONVERSION + built);
        } else if others + plugs < 0.35 * presence.capacity && presence.capacity > 20.0 {
            // Plants that stand mostly idle are closed slowly.
            let closed = 0.01 * presence.capacity;
            presence.capacity -= closed;
            presence.plug_capacity = presence.plug_capacity.min(presence.capacity);
        }
        if cost > 0.0 {
            let builder = Builder { facts: &facts, effects: &effects, firm, region };
            builder.pay(&mut ledger, &mut pipeline, &mut finances[firm.index()], &mut treasuries[region.index()], cost);
        }
    }
}

/// Who builds car plants where.
struct Builder<'a> {
    facts: &'a Facts,
    effects: &'a Effects,
    firm: FirmId,
    region: RegionId,
}

impl Builder<'_> {
    /// Pays for a plant, out of grants and public loans as far as they go.
    fn pay(&self, ledger: &mut Ledger, pipeline: &mut Pipeline, finance: &mut Finance, treasury: &mut Treasury, cost: f64) {
        let (firm, region) = (self.firm, self.region);
        let home = self.facts.catalog.firms[firm.index()].home;
        let support = self.effects.support(self.facts.car_goods[3], region);
        let grant = support.grant(home) * cost;
        pipeline.awards.extend(support.awards(home, cost));
        let paid = ledger.pay(Account::Firm(firm), Account::Outside, Tag::Capex, cost);
        let granted = ledger.pay(Account::Government(region), Account::Firm(firm), Tag::Grants, grant);
        finance.plant += paid - granted;
        treasury.spent_month += grant;
        let (share, saved) = support.loan(home);
        loans::lend(ledger, finance, treasury, (firm, region), (share * cost).min(cost - grant), saved);
    }
}

/// Once a quarter each maker asks where it sells most from abroad, and whether a plant there would pay for itself.
pub fn plan_plants_abroad(
    facts: Res<Facts>,
    calendar: Res<Calendar>,
    effects: Res<Effects>,
    routes: Res<CarRoutes>,
    mut cars: ResMut<Cars>,
    mut markets: ResMut<Markets>,
    mut ledger: ResMut<Ledger>,
    mut pipeline: ResMut<Pipeline>,
    mut firms: Query<&mut Finance>,
    mut treasuries: Query<&mut Treasury>,
) {
    let mut finances: Vec<Mut<'_, Finance>> = firms.iter_mut().collect();
    let mut treasuries: Vec<Mut<'_, Treasury>> = treasuries.iter_mut().collect();
    let turn = usize::try_from(calendar.month.since(calendar.start).rem_euclid(3)).unwrap_or(0);
    for maker in (0..cars.makers.len()).filter(|m| m % 3 == turn) {
        let firm = cars.makers[maker].firm;
        let finance = &mut finances[firm.index()];
        if finance.failed || finance.receiver_months > 0 || finance.room_share < 0.5 {
            continue;
        }
        let mut best: Option<(f64, RegionId, f64)> = None;
        for region in (0..facts.regions).map(RegionId::from_index) {
            let at = maker * facts.regions + region.index();
            let Some(market) = facts.car_market(region) else { continue };
            let imports = || routes.of_dealer(at).iter().filter(|r| r.plant != at);
            let imported: f64 = imports().map(|r| 12.0 * (r.ordered[2] + r.ordered[3])).sum();
            let burden: f64 = imports()
                .map(|r| (0..POWERTRAINS).filter(|p| *p >= 2).map(|p| 12.0 * r.ordered[p] * (r.duty[p] + r.freight)).sum::<f64>())
                .sum();
            let home = facts.catalog.firms[firm.index()].home;
            let support = effects.support(facts.car_goods[3], region);
            if imported < 60.0 || support.refuses(&facts.catalog.firms, firm) {
                continue;
            }
            let capex =
                imported * market.assembly_capex_musd_per_thousand * (1.0 - support.grant(home)) * (1.0 + support.venture_share * 0.35);
            let yearly = burden / capex;
            if yearly > 0.16 && best.is_none_or(|b| yearly > b.0) {
                best = Some((yearly, region, imported));
            }
        }
        if let Some((_, region, imported)) = best {
            let at = maker * facts.regions + region.index();
            let size = (imported * 0.1).max(5.0);
            let market = facts.car_market(region);
            let cost = market.map_or(0.0, |m| m.assembly_capex_musd_per_thousand) * size;
            let builder = Builder { facts: &facts, effects: &effects, firm, region };
            builder.pay(&mut ledger, &mut pipeline, finance, &mut treasuries[region.index()], cost);
            let presence = &mut cars.presences[at];
            presence.capacity += size;
            presence.plug_capacity += size;
            cars.plant_preference[(maker * facts.regions + region.index()) * facts.regions + region.index()] = 1.0;
            open_cell_buyers(&facts, &mut markets, firm, region);
        }
    }
}

/// A finished car plant builds cars with a plug, first of all for its own region. Nobody but an automaker can run one.
pub fn open_car_plant(facts: &Facts, markets: &mut Markets, cars: &mut Cars, project: &super::components::Project) {
    let Some(maker) = cars.maker(project.firm) else { return };
    let at = maker * facts.regions + project.region.index();
    let row = maker * facts.regions..(maker + 1) * facts.regions;
    for p in PLUGS {
        let largest = cars.presences[row.clone()].iter().map(|x| x.pack_kwh[p]).fold(0.0, f64::max);
        let presence = &mut cars.presences[at];
        if presence.pack_kwh[p] <= 0.0 {
            presence.pack_kwh[p] = largest;
            presence.pack_kwh_start[p] = largest;
        }
    }
    cars.presences[at].capacity += project.capacity;
    cars.presences[at].plug_capacity += project.capacity;
    cars.plant_preference[at * facts.regions + project.region.index()] = 1.0;
    open_cell_buyers(facts, markets, project.firm, project.region);
}

/// A maker's new plant buys cells of every chemistry on the markets.
pub fn open_cell_buyers(facts: &Facts, markets: &mut Markets, firm: crate::content::ids::FirmId, region: RegionId) {
    for cell in &facts.cells {
        markets.of_mut(*cell).add_buyer(Customer::Maker(firm), region);
    }
}
