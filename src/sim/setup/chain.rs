//! The chain in balance: from what car plants and storage need back to the mines.

use super::Builder;
use super::flows::{fit, share_out};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::production::formulas::yield_share;
use crate::sim::trade::components::Customer;
use crate::sim::trade::lanes::Landing;
use crate::units::math;

/// Largest utilisation at the start.
const FULL: f64 = 0.95;
/// Prior of a pair that is one firm.
const OWN_FIRM: f64 = 12.0;

impl Builder {
    /// Goes from cells back to ore: use is known, output is shared out, flows are fitted, inputs follow.
    pub(super) fn balance_chain(&mut self) {
        self.ripen();
        for good in self.facts.clone().users_first.clone() {
            if self.facts.is_traded(good) && !self.markets.of(good).buyers.is_empty() {
                self.set_uses(good);
                self.set_output(good);
                self.fit_flows(good);
                self.set_transit(good);
            }
        }
        self.fill_yards();
        self.lag_expectations();
    }

    /// In a growing market a mean of past months lies below today. Expectations start there, or plans, which carry them forward
    /// by growth, would begin above what is used.
    fn lag_expectations(&mut self) {
        let rules = &self.facts.catalog.rules;
        for market in &mut self.markets.goods {
            let behind = |months: f64| 1.0 / (1.0 + market.growth * months / 12.0);
            let (orders, demand) = (behind(rules.plans.order_months), behind(rules.expectations.demand_months));
            market.demand *= demand;
            for seller in &mut market.sellers {
                seller.orders *= orders;
            }
            for buyer in market.buyers.iter_mut().filter(|b| b.customer == Customer::Plants) {
                buyer.use_expected *= demand;
            }
        }
    }

    fn ripen(&mut self) {
        let start = self.facts.catalog.scenario.start;
        for (line, _, run, ..) in &mut self.lines {
            let recipe = &self.facts.catalog.processes[line.process.index()];
            let age = f64::from(start.since(line.since).max(0));
            run.yield_share = yield_share(
                recipe.first_yield_share.at(line.region),
                recipe.yield_share.at(line.region),
                age,
                recipe.yield_months.at(line.region),
            );
        }
    }

    /// What every buyer uses a month.
    fn set_uses(&mut self, good: GoodId) {
        let facts = self.facts.clone();
        let regions = facts.regions;
        let mut plants = vec![0.0; regions];
        for (line, _, run, ..) in &self.lines {
            for (input, units) in &facts.process(line.process).inputs {
                if *input == good {
                    plants[line.region.index()] += run.made * units / run.yield_share;
                }
            }
        }
        let chemistry = facts.chemistry_of[good.index()].map(|c| (c.index(), &facts.catalog.chemistries[c.index()]));
        let other = facts.catalog.goods[good.index()].other_use.as_ref();
        let weights: f64 = other.map_or(1.0, |o| o.regions.values().sum::<f64>().max(1e-12));
        let driver = self.drivers.other_use[good.index()];
        for index in 0..self.markets.of(good).buyers.len() {
            let (customer, region) = (self.markets.of(good).buyers[index].customer, self.markets.of(good).buyers[index].region);
            let r = region.index();
            let used = match customer {
                Customer::Plants => plants[r],
                Customer::Maker(firm) => chemistry.map_or(0.0, |(h, _)| self.maker_need(firm, region, h)),
                Customer::Storage => chemistry.map_or(0.0, |(_, c)| self.drivers.storage[r] * c.storage_share / 12.0),
                Customer::Devices => chemistry
                    .map_or(0.0, |(_, c)| (self.drivers.heavy[r] * c.heavy_share + self.drivers.devices[r] * c.device_share) / 12.0),
                Customer::Outside => other.map_or(0.0, |o| driver * o.regions.get(&region).copied().unwrap_or(0.0) / weights / 12.0),
                Customer::Reserve => 0.0,
            };
            self.markets.of_mut(good).buyers[index].use_expected = used;
        }
    }

    /// Output: by region where data gives it, else shared by capacity; users outside the chain take up the difference.
    fn set_output(&mut self, good: GoodId) {
        let facts = self.facts.clone();
        let state = facts.catalog.good_states.iter().find(|s| s.good == good);
        let lines: Vec<usize> = (0..self.lines.len()).filter(|i| facts.process(self.lines[*i].0.process).makes == good).collect();
        let side: f64 = self
            .lines
            .iter()
            .flat_map(|(line, _, run, ..)| {
                let process = facts.process(line.process);
                process.sides.iter().enumerate().map(move |(slot, (g, units))| {
                    let rejects = process.rejects && slot + 1 == process.sides.len();
                    let factor = if rejects { (1.0 - run.yield_share) / run.yield_share } else { 1.0 };
                    if *g == good { run.made * units * factor } else { 0.0 }
                })
            })
            .sum();
        let chain: f64 = self.markets.of(good).buyers.iter().filter(|b| b.customer != Customer::Outside).map(|b| b.use_expected).sum();
        let outside: f64 = self.markets.of(good).buyers.iter().filter(|b| b.customer == Customer::Outside).map(|b| b.use_expected).sum();
        let mut made = vec![0.0; lines.len()];
        if let Some(known) = state.filter(|s| !s.output_units.is_empty()) {
            for (region, units) in &known.output_units {
                self.share_region(&lines, &mut made, *region, units / 12.0);
            }
        }
        let known: f64 = made.iter().sum();
        let wanted = (chain + outside - side).max(0.0);
        if known > 0.0 && self.is_unbalanced(good) {
            // The data's own imbalance stays: what is made beyond use goes into stocks from the first month on.
            for (index, units) in lines.iter().zip(&made) {
                self.lines[*index].2.made = *units;
                self.lines[*index].2.made_year = *units;
            }
            return;
        }
        let due = if known > 0.0 && outside > 0.0 && known + side >= chain { known } else { wanted };
        self.scale_output(&lines, &mut made, due);
        for (index, units) in lines.iter().zip(&made) {
            self.lines[*index].2.made = *units;
        }
        let total: f64 = made.iter().sum::<f64>() + side;
        self.close_gap(good, total, chain, outside);
    }

    /// Whether the level says that the good's market was out of balance at the start.
    pub(super) fn is_unbalanced(&self, good: GoodId) -> bool {
        self.facts.catalog.good_states.iter().any(|s| s.good == good && s.settles_in_months < 12.0)
    }

    /// Shares a region's known output among its lines.
    fn share_region(&self, lines: &[usize], made: &mut [f64], region: RegionId, units: f64) {
        let own: Vec<usize> = (0..lines.len()).filter(|i| self.lines[lines[*i]].0.region == region).collect();
        let weights: Vec<f64> = own.iter().map(|i| self.weight(lines[*i])).collect();
        let limits: Vec<f64> = own.iter().map(|i| self.lines[lines[*i]].5.monthly() * FULL).collect();
        let mut out = vec![0.0; own.len()];
        let left = share_out(units, &weights, &limits, &mut out);
        let full: f64 = out.iter().sum();
        for (i, x) in own.iter().zip(&out) {
            // Data may show more output than capacity; the last tenth is stretched over all lines.
            made[*i] = if full > 0.0 { x * (1.0 + (left / full).min(0.1)) } else { 0.0 };
        }
    }

    fn weight(&self, line: usize) -> f64 {
        self.lines[line].5.monthly() * self.utilisation[line].max(0.02)
    }

    /// Brings output to `due`: down in proportion, up within capacity.
    fn scale_output(&mut self, lines: &[usize], made: &mut [f64], due: f64) {
        let now: f64 = made.iter().sum();
        if now > 0.0 {
            made.iter_mut().for_each(|m| *m *= due / now);
        }
        let weights: Vec<f64> = if now > 0.0 { made.to_vec() } else { lines.iter().map(|i| self.weight(*i)).collect() };
        let limits: Vec<f64> = lines.iter().map(|i| self.lines[*i].5.monthly() * FULL).collect();
        let left = share_out(due, &weights, &limits, made);
        if left > 0.0 && !made.is_empty() {
            // Capacity in the data is short of what the data's users need: it is raised, in proportion (E).
            let full: f64 = made.iter().sum::<f64>().max(1e-12);
            for (i, x) in lines.iter().zip(made.iter_mut()) {
                let factor = 1.0 + left / full;
                *x *= factor;
                let capacity = &mut self.lines[*i].5;
                capacity.nameplate *= factor;
                capacity.ramped *= factor;
            }
        }
    }

    /// Users outside the chain take what is made beyond the chain's use; without such users the chain's use is met exactly.
    fn close_gap(&mut self, good: GoodId, total: f64, chain: f64, outside: f64) {
        let rest = total - chain;
        if outside > 0.0 && rest > 0.0 {
            let factor = rest / outside;
            self.start.other_use_scale[good.index()] = factor;
            for buyer in &mut self.markets.of_mut(good).buyers {
                if buyer.customer == Customer::Outside {
                    buyer.use_expected *= factor;
                }
            }
        }
    }

    /// Fits flows between sellers and buyers, then lets every seller make exactly what it sells.
    fn fit_flows(&mut self, good: GoodId) {
        let rows = self.seller_outputs(good);
        let columns: Vec<f64> = self.markets.of(good).buyers.iter().map(|b| b.use_expected).collect();
        let n = columns.len();
        let mut flow = self.prior(good, &rows);
        let sold: f64 = rows.iter().sum();
        let used: f64 = columns.iter().sum();
        // Side goods may exceed use: the excess waits in yards.
        let target: Vec<f64> = if sold > 0.0 { rows.iter().map(|r| r * (used / sold).min(1.0)).collect() } else { rows.clone() };
        fit(&mut flow, &target, &columns, 300);
        if !self.is_unbalanced(good) {
            self.adjust_lines(good, &flow, &rows, n);
        }
        let market = self.markets.of_mut(good);
        market.flow_year = flow.iter().map(|x| *x as f32).collect();
        for (index, seller) in market.sellers.iter_mut().enumerate() {
            seller.sold = flow[index * n..(index + 1) * n].iter().sum();
            seller.orders = seller.sold;
        }
        for (index, buyer) in market.buyers.iter_mut().enumerate() {
            let got: f64 = (0..market.sellers.len()).map(|s| flow[s * n + index]).sum();
            buyer.use_expected = got;
            buyer.bid = got;
        }
        market.orders = market.buyers.iter().map(|b| b.bid).sum();
        market.demand = market.orders;
    }

    /// Monthly output of each seller: main output and side goods of its lines.
    fn seller_outputs(&self, good: GoodId) -> Vec<f64> {
        let mut rows = vec![0.0; self.markets.of(good).sellers.len()];
        for (line, _, run, ..) in &self.lines {
            let process = self.facts.process(line.process);
            if process.makes == good {
                rows[line.seller as usize] += run.made;
            }
            for (slot, (side, units)) in process.sides.iter().enumerate() {
                if *side == good {
                    let rejects = process.rejects && slot + 1 == process.sides.len();
                    let factor = if rejects { (1.0 - run.yield_share) / run.yield_share } else { 1.0 };
                    rows[line.side_sellers[slot] as usize] += run.made * units * factor;
                }
            }
        }
        rows
    }

    /// What is known or likely of who buys from whom: named suppliers, one firm, neighbours, cheap routes.
    fn prior(&self, good: GoodId, rows: &[f64]) -> Vec<f64> {
        let market = self.markets.of(good);
        let n = market.buyers.len();
        let relations: Vec<&[f64]> = self.treasuries.iter().map(|t| t.relations.as_slice()).collect();
        let landing = Landing { facts: &self.facts, effects: &self.effects, drivers: &self.drivers, relations: &relations };
        let known = self.facts.catalog.good_states.iter().find(|s| s.good == good);
        let mut prior = vec![0.0; rows.len() * n];
        for (i, seller) in market.sellers.iter().enumerate() {
            for (j, buyer) in market.buyers.iter().enumerate() {
                let at = self.effects.at(good, seller.region, buyer.region);
                let price = market.node(seller.region).spot;
                let landed = landing.cost(market, i, j, price).weighed().max(1e-9);
                let cheap = math::whole_power(market.node(buyer.region).spot / landed, 4).min(50.0);
                let mut weight = rows[i] * self.effects.licence[at] * cheap;
                weight *= if seller.region == buyer.region { 3.0 } else { 1.0 };
                if let Customer::Maker(firm) = buyer.customer {
                    weight *= self.facts.bond(firm, buyer.region, seller.firm);
                }
                if buyer.customer == Customer::Plants && self.runs_in(seller.firm, buyer.region, good) {
                    weight *= OWN_FIRM;
                }
                if let Some(flow) = known.and_then(|s| s.flows.iter().find(|f| f.from == seller.region && f.to == buyer.region)) {
                    weight *= 1.0 + flow.units / 12.0 / rows.iter().sum::<f64>().max(1e-9) * 20.0;
                }
                prior[i * n + j] = weight;
            }
        }
        prior
    }

    /// Whether a firm has plants in a region that use a good.
    fn runs_in(&self, firm: crate::content::ids::FirmId, region: RegionId, good: GoodId) -> bool {
        self.lines
            .iter()
            .any(|b| b.0.owner == firm && b.0.region == region && self.facts.process(b.0.process).inputs.iter().any(|(g, _)| *g == good))
    }

    /// Lines make what their seller sells.
    fn adjust_lines(&mut self, good: GoodId, flow: &[f64], rows: &[f64], n: usize) {
        let sold: Vec<f64> = flow.chunks_exact(n).map(|row| row.iter().sum()).collect();
        let facts = self.facts.clone();
        let mut main = vec![0.0; rows.len()];
        for (line, _, run, ..) in &self.lines {
            if facts.process(line.process).makes == good {
                main[line.seller as usize] += run.made;
            }
        }
        for (line, _, run, _, _, capacity) in &mut self.lines {
            if facts.process(line.process).makes == good {
                let i = line.seller as usize;
                // Only main output can be adjusted; what comes beside other goods comes anyway.
                let aim = (sold[i] - (rows[i] - main[i])).max(0.0);
                let factor = if main[i] > 0.0 { aim / main[i] } else { 0.0 };
                run.made *= factor;
                if run.made > capacity.monthly() * 0.97 {
                    let raise = run.made / (capacity.monthly() * 0.97);
                    capacity.nameplate *= raise;
                    capacity.ramped *= raise;
                }
                run.made_year = run.made;
            }
        }
    }
}
