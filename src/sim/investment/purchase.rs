//! Buying what others run: a site with its lines and customers, by order. The owner sells for what it is worth to it and a premium; the
//! host's government has its say.

use crate::content::ids::{FirmId, GoodId, RegionId, SiteId};
use crate::orders::phrases::{money, percent, region as region_name};
use crate::orders::{Consent, Party, Refusal};
use crate::sim::Simulation;
use crate::sim::directives::{Appraisal, SHUT, finance, relations};
use crate::sim::facts::Facts;
use crate::sim::investment::components::Capacity;
use crate::sim::ledger::components::{Account, Finance, Ledger, Tag, UnitCost};
use crate::sim::ledger::firms::rejoin;
use crate::sim::ledger::formulas::book_of;
use crate::sim::ledger::loans;
use crate::sim::plans::formulas::capital_recovery;
use crate::sim::policy::components::Effects;
use crate::sim::production::components::{Facility, Run};
use crate::sim::scoreboard::components::History;
use crate::sim::trade::components::{Market, Markets};
use crate::sim::trade::contracts::sign;
use crate::units::digits::fixed;
use crate::units::{MUSD_IN_CENTS, cents};

/// What stands at a site and what it is worth.
struct Lot {
    owner: FirmId,
    region: RegionId,
    goods: Vec<GoodId>,
    /// Numbers of the lines, what each has of its owner's capacity for its good in the region.
    lines: Vec<(u32, f64)>,
    /// Margin a year at today's costs and expected prices, $M.
    margin: f64,
    /// Years that it lasts.
    years: f64,
    /// Book of the lines, $M.
    book: f64,
}

impl Lot {
    fn worth(&self, hurdle: f64) -> f64 {
        (self.margin.max(0.0) / capital_recovery(hurdle, self.years.max(1.0))).max(0.0)
    }

    /// What the owner asks, $M.
    fn price(&self, sim: &Simulation) -> f64 {
        let hurdle = sim.catalog()[self.owner].hurdle_share;
        let premium = sim.catalog().rules.investment.purchase_premium;
        (1.0 + premium) * self.worth(hurdle).max(sim.catalog().rules.finance.auction_share * self.book)
    }
}

fn lot(sim: &Simulation, site: SiteId) -> Option<Lot> {
    let (facts, world) = (sim.facts(), sim.world());
    let markets = world.resource::<Markets>();
    let mut query = world.try_query::<(&Facility, &Capacity, &UnitCost, &Run)>()?;
    let standing: Vec<_> = query.iter(world).filter(|(_, capacity, ..)| capacity.nameplate > 0.0).collect();
    let at_site = || standing.iter().filter(|(line, ..)| line.site == Some(site));
    let owner = at_site().max_by(|a, b| a.1.nameplate.total_cmp(&b.1.nameplate)).map(|(line, ..)| line.owner)?;
    let region = facts.catalog[site].region;
    let mut lot = Lot { owner, region, goods: Vec::new(), lines: Vec::new(), margin: 0.0, years: 0.0, book: 0.0 };
    let busy = facts.catalog.rules.plans.reference_utilisation;
    for (line, capacity, cost, run) in at_site().filter(|(line, ..)| line.owner == owner) {
        let good = facts.process(line.process).makes;
        let same = standing.iter().filter(|(l, ..)| l.owner == owner && l.region == region && facts.process(l.process).makes == good);
        let all: f64 = same.map(|(_, c, ..)| c.nameplate).sum();
        let units = busy * capacity.nameplate;
        let life = facts.catalog[line.process].life_years;
        let left = facts.catalog[site].reserve_units.map_or(life, |reserve| ((reserve - run.extracted) / units.max(1e-9)).clamp(0.0, life));
        lot.lines.push((line.id, capacity.nameplate / all.max(1e-9)));
        lot.goods.push(good);
        lot.margin += units * (markets.of(good).node(region).expected - cost.cash);
        lot.years = lot.years.max(left);
        lot.book += book_of(&facts.catalog.rules.finance, facts.cost_anew(line, capacity.nameplate));
    }
    Some(lot)
}

/// Whether a firm can buy a site, and what it gains.
pub fn can_buy(sim: &Simulation, firm: FirmId, site: SiteId) -> Result<Appraisal, Refusal> {
    let catalog = sim.catalog();
    let (buyer, place) = (&catalog[firm], &catalog[site]);
    let Some(lot) = lot(sim, site) else {
        return Err(Refusal::new(format!("Nothing runs at {}.", place.name), "Choose a site with plants."));
    };
    if lot.owner == firm {
        return Err(Refusal::new(format!("{} runs {} already.", buyer.name, place.name), "Choose a site of another firm."));
    }
    may_buy(sim, firm, &lot)?;
    let (price, hurdle) = (lot.price(sim), buyer.hurdle_share);
    let own = own_means(sim, firm);
    let missing = (price - own).max(0.0);
    let owner = &catalog[lot.owner].name;
    let partner = (missing > 0.0).then(|| Consent {
        who: Party::Firm(firm),
        sweetener_musd: missing,
        why: format!("{} has {} for it, and the government puts up the rest.", buyer.name, money(own)),
    });
    let effect = format!("{} buys {} from {owner} for {}, with its customers and contracts.", buyer.name, place.name, money(price));
    let why = format!("it earns {} a year for {:.0} years, against a price of {}", money(lot.margin), lot.years, money(price));
    Ok(Appraisal { gain_musd: lot.worth(hurdle) - price, stake_musd: price, lag_months: 0, effect, why, partner })
}

/// The owner's and the host's government.
fn may_buy(sim: &Simulation, firm: FirmId, lot: &Lot) -> Result<(), Refusal> {
    let catalog = sim.catalog();
    let (buyer, owner) = (&catalog[firm], &catalog[lot.owner]);
    let rules = &catalog.rules.investment;
    if owner.home != buyer.home && owner.state_backing > rules.purchase_state {
        let missing = format!("{} belongs to its state to {} and does not sell abroad.", owner.name, percent(owner.state_backing));
        return Err(Refusal::new(missing, "A site of a private owner would do."));
    }
    let host = region_name(catalog, lot.region);
    let refused = lot.goods.iter().any(|good| sim.world().resource::<Effects>().support(*good, lot.region).refuses(&catalog.firms, firm));
    if refused {
        return Err(Refusal::new(
            format!("{host} screens out {}.", buyer.name),
            "A buyer of another home would do, or an end of the screen.",
        ));
    }
    let least = if buyer.state_backing > rules.purchase_state { rules.purchase_review } else { SHUT };
    let relation = relations(sim, lot.region, buyer.home);
    if lot.region != buyer.home && relation < least {
        let missing = format!("The review of {host} refuses {}: relations stand at {}.", buyer.name, fixed(relation, 0));
        return Err(Refusal::new(missing, format!("Relations of {} or better would do.", fixed(least, 0))));
    }
    Ok(())
}

/// What a firm can put into a purchase: a part of its cash, and what its banks would lend, $M.
fn own_means(sim: &Simulation, firm: FirmId) -> f64 {
    let cash = sim.world().resource::<Ledger>().cash_musd(Account::Firm(firm));
    (sim.catalog().rules.investment.purchase_cash * cash).max(0.0)
        + finance(sim, firm).map_or(0.0, |finance| loans::room(&finance).max(0.0))
}

/// Buys the site: money to the owner, lines and customers to the buyer.
pub fn do_buy(sim: &mut Simulation, firm: FirmId, site: SiteId) {
    let Some(lot) = lot(sim, site) else { return };
    let price = cents(lot.price(sim));
    let (now, world) = (sim.now(), sim.world_mut());
    let facts = world.resource::<Facts>().clone();
    let cash = world.resource::<Ledger>().cash(Account::Firm(firm));
    let mut draw = 0;
    for (index, mut finance) in world.query::<&mut Finance>().iter_mut(world).enumerate() {
        if index == firm.index() {
            let half = cents(facts.catalog.rules.investment.purchase_cash * cash.max(0) as f64 / MUSD_IN_CENTS);
            draw = (price - half).max(0).min(cents(loans::room(&finance).max(0.0)));
            finance.debt += draw;
            finance.plant += price;
        } else if index == lot.owner.index() {
            finance.write_down(lot.book);
        }
    }
    let mut ledger = world.resource_mut::<Ledger>();
    ledger.transfer(Account::Banks, Account::Firm(firm), Tag::Loans, draw);
    ledger.transfer(Account::Firm(firm), Account::Firm(lot.owner), Tag::Assets, price);
    let mut markets = std::mem::replace(&mut *world.resource_mut::<Markets>(), Markets { goods: Vec::new() });
    for mut line in world.query::<&mut Facility>().iter_mut(world) {
        let Some((_, share)) = lot.lines.iter().find(|(number, _)| *number == line.id) else { continue };
        let before = line.clone();
        line.owner = firm;
        rejoin(&facts, &mut markets, &mut line);
        let process = facts.process(line.process);
        pass_on(markets.of_mut(process.makes), before.seller as usize, line.seller as usize, *share);
        for (slot, (good, _)) in process.sides.iter().enumerate() {
            pass_on(markets.of_mut(*good), before.side_sellers[slot] as usize, line.side_sellers[slot] as usize, *share);
        }
    }
    *world.resource_mut::<Markets>() = markets;
    let text = format!("{} buys {} from {}", facts.catalog[firm].name, facts.catalog[site].name, facts.catalog[lot.owner].name);
    world.resource_mut::<History>().note(now, text);
}

/// A share of a seller's customers, orders and contracts goes to another.
#[expect(clippy::cast_possible_truncation, reason = "means of flows need no more than f32")]
fn pass_on(market: &mut Market, from: usize, to: usize, share: f64) {
    if from == to {
        return;
    }
    let (columns, share) = (market.buyers.len(), share.clamp(0.0, 1.0));
    let (orders, ask, list) = (market.sellers[from].orders * share, market.sellers[from].ask, market.sellers[from].list_price);
    market.sellers[from].orders -= orders;
    market.sellers[to].orders += orders;
    (market.sellers[to].ask, market.sellers[to].list_price) = (ask, list);
    for column in 0..columns {
        for table in [&mut market.flow_year, &mut market.preference] {
            let moved = table[from * columns + column] * share as f32;
            table[from * columns + column] -= moved;
            table[to * columns + column] += moved;
        }
    }
    let (old, new) = (u32::try_from(from).unwrap_or(0), u32::try_from(to).unwrap_or(0));
    let mut deals = Vec::new();
    for contract in market.contracts.iter_mut().filter(|contract| contract.seller == old) {
        let mut deal = contract.clone();
        deal.seller = new;
        deal.quantity *= share;
        contract.quantity -= deal.quantity;
        deals.push(deal);
    }
    deals.into_iter().filter(|deal| deal.quantity > 0.0).for_each(|deal| sign(market, deal));
    market.contracts.retain(|contract| contract.seller != old || contract.quantity > 1e-12);
}
