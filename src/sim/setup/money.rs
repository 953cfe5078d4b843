//! Money at the start: cash and debts of the data, books of plant, overheads that bring earnings to what is published.

use super::Builder;
use crate::content::ids::FirmId;
use crate::sim::buyers::components::POWERTRAINS;
use crate::sim::ledger::components::Account;
use crate::sim::ledger::formulas;
use crate::sim::ledger::standards::{balance, bills, settle};
use crate::units::{MUSD_IN_CENTS, cents};

impl Builder {
    /// Endows every account and opens every firm's books.
    pub(super) fn fund_everybody(&mut self) {
        let facts = self.facts.clone();
        let (firms, rules) = (facts.catalog.firms.len(), &facts.catalog.rules.finance);
        let mut earnings = vec![0.0; firms];
        let mut revenue = vec![0.0; firms];
        let mut plant = vec![0.0; firms];
        let mut stocks = vec![0.0; firms];
        for (line, held, run, _, cost, capacity) in &self.lines {
            stocks[line.owner.index()] += formulas::worth_of_stocks(facts.process(line.process), held, run.yield_share, cost);
            let price = self.markets.of(facts.process(line.process).makes).node(line.region).spot;
            earnings[line.owner.index()] += 12.0 * run.made * (price - cost.cash);
            revenue[line.owner.index()] += 12.0 * run.made * price;
            plant[line.owner.index()] += formulas::book_of(rules, facts.cost_anew(line, capacity.nameplate));
        }
        for project in &self.pipeline.projects {
            plant[project.firm.index()] += project.spent;
        }
        self.add_cars(&mut earnings, &mut revenue, &mut plant);
        for firm in 0..firms {
            self.open_books(firm, earnings[firm], revenue[firm], (plant[firm], stocks[firm]));
        }
        for region in self.ledger.regions().collect::<Vec<_>>() {
            let budget = self.treasuries[region.index()].budget;
            self.ledger.endow(Account::Government(region), budget / 4.0);
        }
    }

    /// Car business: overheads are what is left between the gross margin and the earnings of the trade.
    fn add_cars(&mut self, earnings: &mut [f64], revenue: &mut [f64], plant: &mut [f64]) {
        let regions = self.facts.regions;
        self.start.overhead_share = vec![0.0; self.cars.makers.len()];
        let duties = self.standard_bills();
        let facts = self.facts.clone();
        let rules = &facts.catalog.rules.finance;
        for maker in 0..self.cars.makers.len() {
            let firm = self.cars.makers[maker].firm.index();
            let (mut sales, mut cost) = (0.0, 12.0 * duties[maker]);
            for r in 0..regions {
                let presence = &self.cars.presences[maker * regions + r];
                for p in 0..POWERTRAINS {
                    sales += 12.0 * presence.sold_year[p] * presence.price[p];
                    cost += 12.0 * presence.sold_year[p] * presence.landed_cost[p];
                }
                let capex = self
                    .facts
                    .catalog
                    .car_markets
                    .iter()
                    .find(|m| m.region == presence.region)
                    .map_or(10.0, |m| m.assembly_capex_musd_per_thousand);
                plant[firm] += formulas::book_of(rules, presence.capacity * capex);
            }
            if sales > 0.0 {
                self.start.overhead_share[maker] = ((sales - cost) / sales - rules.start_car_margin).max(0.0);
                earnings[firm] += (sales - cost) - self.start.overhead_share[maker] * sales;
                revenue[firm] += sales;
            }
        }
    }

    /// What fleet standards cost each maker a month before anybody has banked credits, $M.
    fn standard_bills(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.cars.makers.len()];
        for (region, (target, fine)) in self.effects.standard.iter().copied().enumerate().filter(|(_, (target, _))| *target > 0.0) {
            let here = self.cars.presences.iter().skip(region).step_by(self.facts.regions);
            let balances: Vec<f64> =
                here.map(|p| if p.selling { balance(&self.facts.catalog.rules.automakers, p, target) } else { 0.0 }).collect();
            let mut banks = vec![Vec::new(); balances.len()];
            let settled = settle(&balances, &mut banks.iter_mut().collect::<Vec<_>>());
            for (sum, bill) in sums.iter_mut().zip(bills(&settled, self.cars.credit_worth[region].min(fine), fine)) {
                *sum += bill;
            }
        }
        sums
    }

    fn open_books(&mut self, firm: usize, earnings: f64, revenue: f64, (plant, stocks): (f64, f64)) {
        let facts = self.facts.clone();
        let rules = &facts.catalog.rules.finance;
        let state = facts.catalog.firm_states.iter().find(|s| s.firm.index() == firm);
        let id = FirmId::from_index(firm);
        let definition = &facts.catalog.firms[firm];
        let outside_revenue = state.map_or(0.0, |s| (s.revenue_musd - revenue).max(0.0));
        // Nobody had lent more than banks lend: business that a firm's debts show but its revenue does not earns enough for them.
        let carried = state.map_or(0.0, |s| s.debt_musd) / self.facts.catalog.rules.finance.limit_earnings.max(1.0) - earnings;
        let usual = carried.min(outside_revenue * rules.start_outside_margin_most).max(outside_revenue * rules.start_outside_margin);
        let outside = state.and_then(|s| s.earnings_musd).map_or(usual, |all| (all - earnings).max(0.0));
        let cash = state.map_or(0.12 * revenue, |s| s.cash_musd).max(20.0);
        let all = earnings + outside;
        let debt = state.map_or((rules.start_debt_years * all).max(0.0), |s| s.debt_musd);
        self.ledger.endow(Account::Firm(id), cash);
        let finance = &mut self.finances[firm];
        finance.plant = cents(plant);
        finance.stocks = cents(stocks);
        finance.debt = cents(debt);
        let missing = debt - cash - stocks - plant;
        let outside_plant = match state.and_then(|s| s.equity_musd) {
            Some(equity) => equity + missing,
            None if outside_revenue > 0.0 => missing.max(rules.start_outside_years * outside),
            None => 0.0,
        };
        finance.outside_plant = cents(outside_plant.max(0.0));
        finance.outside_earnings = outside;
        finance.outside_revenue = outside_revenue;
        finance.earnings = all;
        finance.revenue = revenue + outside_revenue;
        finance.costs = (revenue - earnings).max(0.0);
        let research = state.map_or(0.0, |s| s.research_musd);
        let usual = self.facts.catalog.rules.learning.research_share;
        finance.research_share = if research > 0.0 && finance.revenue > 0.0 { research / finance.revenue } else { usual };
        finance.room_share = 1.0;
        finance.rate =
            formulas::interest_rate(rules, rules.safe_rate.at(definition.home), debt, all, finance.revenue, definition.state_backing);
        finance.limit =
            formulas::debt_limit(rules, all, (finance.plant + finance.outside_plant) as f64 / MUSD_IN_CENTS, definition.state_backing);
        finance.revolving = finance.debt.min(cents(finance.limit));
    }
}
