//! The chain in balance: from what car plants and storage need back to the mines.

use super::Builder;
use super::flows::{fit, share_out};
use crate::content::definitions::chain::{MarketRule, Pricing};
use crate::content::ids::{GoodId, RegionId};
use crate::sim::plans::formulas as plans;
use crate::sim::prices::formulas as prices;
use crate::sim::production::formulas::yield_share;
use crate::sim::trade::components::{Contract, Customer, Seller};
use crate::sim::trade::lanes::Landing;
use crate::sim::trade::preferences::NEWCOMER;
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
    fn is_unbalanced(&self, good: GoodId) -> bool {
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

    /// Goods on their way, landed prices, preferences that reproduce the flows, contracts.
    fn set_transit(&mut self, good: GoodId) {
        let facts = self.facts.clone();
        let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
        let relations: Vec<Vec<f64>> = self.treasuries.iter().map(|t| t.relations.clone()).collect();
        let relations: Vec<&[f64]> = relations.iter().map(Vec::as_slice).collect();
        let landing = Landing { facts: &facts, effects: &self.effects, drivers: &self.drivers, relations: &relations };
        let market = &mut self.markets.goods[good.index()];
        let n = market.buyers.len();
        for seller in &mut market.sellers {
            let node = &market.nodes[seller.region.index()];
            seller.ask = node.spot;
            seller.list_price = node.spot;
        }
        for j in 0..n {
            let (mut value, mut units, mut months) = (0.0, 0.0, 0.0);
            let mut transit = [0.0; 2];
            for i in 0..market.sellers.len() {
                let x = f64::from(market.flow_year[i * n + j]);
                let at_sea = facts.months(market.sellers[i].region, market.buyers[j].region);
                (0..at_sea.min(2)).for_each(|m| transit[m] += x);
                let index = market.nodes[market.sellers[i].region.index()].contract_index;
                let spot = landing.cost(market, i, j, market.sellers[i].ask).paid();
                let contract = landing.cost(market, i, j, index).paid();
                let share = if matches!(market.buyers[j].customer, Customer::Outside) { 0.0 } else { rule.contract_share };
                value += x * (share * contract + (1.0 - share) * spot);
                units += x;
                months += x * at_sea as f64;
            }
            let landed = if units > 0.0 { value / units } else { market.nodes[market.buyers[j].region.index()].spot };
            market.buyers[j].landed = landed;
            market.buyers[j].transit = transit;
            market.buyers[j].sea_months = if units > 0.0 { months / units } else { 0.0 };
            let mut total = 0.0;
            let mut weights = vec![0.0; market.sellers.len()];
            for (i, weight) in weights.iter_mut().enumerate() {
                let cost = landing.cost(market, i, j, market.sellers[i].ask).weighed().max(0.1 * landed);
                let x = f64::from(market.flow_year[i * n + j]);
                *weight = x * math::whole_power(cost / landed, rule.trade_power);
                total += *weight;
            }
            for (i, weight) in weights.iter().enumerate() {
                let share = if total > 0.0 { weight / total } else { 1.0 / market.sellers.len().max(1) as f64 };
                market.preference[i * n + j] = (share as f32).max(NEWCOMER * 0.5);
            }
        }
        sign(market, rule, facts.catalog.scenario.start);
    }

    /// Yards and harbours hold what people want there; plans stand at what is made.
    fn fill_yards(&mut self) {
        let facts = self.facts.clone();
        for (line, stocks, run, plan, ..) in &mut self.lines {
            let process = facts.process(line.process);
            let rule = &facts.catalog.market_rules[facts.catalog.goods[process.makes.index()].market.index()];
            stocks.output = rule.sellers_stock_months * run.made;
            plan.output = run.made;
            plan.orders = run.made;
            for (slot, (good, units)) in process.inputs.iter().enumerate() {
                let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
                let factor = facts.catalog.good_states.iter().find(|s| s.good == *good).map_or(1.0, |s| s.users_stock_factor);
                let used = run.made * units / run.yield_share;
                run.used[slot] = used;
                plan.bids[slot] = used;
                stocks.inputs[slot] = rule.users_stock_months * used * factor;
            }
        }
    }

    /// Unit costs at the start's prices, the margins they leave, and what prices hold that the model does not explain.
    pub(super) fn settle_prices(&mut self) {
        let facts = self.facts.clone();
        self.cost_lines();
        let rules = &facts.catalog.rules;
        for (line, _, run, plan, cost, capacity) in &mut self.lines {
            let good = facts.process(line.process).makes;
            let price = self.markets.of(good).node(line.region).spot;
            plan.margin = (price - cost.cash) / cost.cash.abs().max(1e-9);
            let backing = facts.catalog.firms[line.owner.index()].state_backing;
            let least = rules.plans.least_utilisation + (rules.plans.least_utilisation_backed - rules.plans.least_utilisation) * backing;
            let used = if capacity.monthly() > 0.0 { (run.made / capacity.monthly()).clamp(0.0, 0.98) } else { 0.0 };
            let allowed = plans::utilisation_limit(least, plan.margin, rules.plans.margin_softness);
            let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
            // Lines led by price run at the start as data shows; the others only need leave to.
            let aim = if rule.price_led_share > 0.0 { used } else { (used * 1.05).min(0.985) };
            if allowed < aim {
                plan.margin_gap = plans::margin_for(least, aim.max(least), rules.plans.margin_softness) - plan.margin;
            }
            plan.utilisation_limit = aim.max(allowed);
            plan.start_slack = (1.0 - aim / plan.utilisation_limit.min(rules.plans.most_utilisation)).clamp(0.0, 1.0);
        }
        for good in (0..facts.catalog.goods.len()).map(GoodId::from_index) {
            let rule = &facts.catalog.market_rules[facts.catalog.goods[good.index()].market.index()];
            if !self.markets.of(good).sellers.is_empty() && facts.is_traded(good) {
                self.explain_price(good, rule);
            }
        }
    }

    fn cost_lines(&mut self) {
        let facts = self.facts.clone();
        for index in 0..self.lines.len() {
            let (line, _, run, ..) = &self.lines[index];
            let process = facts.process(line.process);
            let view = crate::sim::plans::costs::View {
                facts: &facts,
                markets: &self.markets,
                drivers: &self.drivers,
                effects: &self.effects,
                governments: &self.governments,
            };
            let mut cost = view.unit_cost(line, process, run.yield_share, 1.0);
            cost.expected_materials = cost.materials();
            self.lines[index].4 = cost;
        }
    }

    /// The start condition of a price: data less what stocks, costs and expectations explain.
    fn explain_price(&mut self, good: GoodId, rule: &MarketRule) {
        let facts = self.facts.clone();
        let mut sums: Vec<crate::sim::prices::systems::Sum> = vec![crate::sim::prices::systems::Sum::default(); facts.regions];
        let mut costs = vec![(0.0, 0.0, 0.0); self.markets.of(good).sellers.len()];
        let mut netback = crate::sim::prices::systems::Netback::default();
        for (line, stocks, run, _, cost, capacity) in &self.lines {
            let process = facts.process(line.process);
            if process.price_taker && process.inputs[0].0 == good {
                netback.add(process, run, cost, capacity, self.markets.of(process.makes).node(line.region).spot);
            }
            if process.makes == good {
                sums[line.region.index()].add(process, stocks, run, cost, capacity);
                let yearly = (capacity.monthly() * 12.0).max(1e-9);
                let seller = &mut costs[line.seller as usize];
                seller.0 += crate::sim::prices::systems::list_cost(&facts, line, run, cost) * yearly;
                seller.1 += yearly;
                seller.2 += run.made * 12.0;
            }
        }
        let users: Vec<(f64, f64)> = (0..facts.regions).map(|r| self.users_of(good, r)).collect();
        let immediate = self.is_unbalanced(good);
        let market = &mut self.markets.goods[good.index()];
        let data: Vec<f64> = market.nodes.iter().map(|n| n.spot).collect();
        match rule.pricing {
            Pricing::Scarcity | Pricing::Netback => {
                for node in &mut market.nodes {
                    node.start_gap = 0.0;
                }
                let signals = crate::sim::prices::systems::scarcity_signals(
                    &facts,
                    market,
                    rule,
                    &mut sums,
                    &users,
                    netback.anchor(rule, data[0]),
                    data[0],
                );
                for ((node, price), mut terms) in market.nodes.iter_mut().zip(&data).zip(signals) {
                    // What the data itself had out of balance is left to the market: it gets no start condition.
                    let gap = math::ln(*price) - prices::level(&terms);
                    node.start_gap = if immediate { 0.0 } else { gap };
                    terms.start = node.start_gap;
                    terms.lag = gap - node.start_gap;
                    node.terms = terms;
                }
            }
            Pricing::CostPlus => {
                for (region, node) in market.nodes.iter_mut().enumerate() {
                    let (mut aim, mut weight) = (0.0, 0.0);
                    for (seller, (value, capacity, made)) in market.sellers.iter().zip(&costs) {
                        if seller.region.index() == region && *capacity > 1e-6 {
                            let w = seller.orders + 1e-9 * capacity;
                            aim += w * value / capacity * (1.0 + prices::markup(rule, made / capacity));
                            weight += w;
                        }
                    }
                    node.start_gap = if weight > 0.0 { math::ln(data[region] / (aim / weight)) } else { 0.0 };
                }
                for (seller, (value, capacity, made)) in market.sellers.iter_mut().zip(&costs) {
                    if *capacity > 1e-6 {
                        let gap = math::exp(market.nodes[seller.region.index()].start_gap);
                        seller.list_price = value / capacity * (1.0 + prices::markup(rule, made / capacity)) * gap;
                        seller.ask = seller.list_price;
                    }
                }
            }
        }
        let sales = |s: &Seller| s.orders.max(1e-9);
        let sold: f64 = market.sellers.iter().map(sales).sum();
        if sold > 0.0 {
            market.world_price = market.sellers.iter().map(|s| s.ask * sales(s)).sum::<f64>() / sold;
        }
    }

    /// Stock that a region's plants hold of a good, and what they use a month.
    fn users_of(&self, good: GoodId, region: usize) -> (f64, f64) {
        let (mut held, mut used) = (0.0, 0.0);
        for (line, stocks, run, ..) in self.lines.iter().filter(|b| b.0.region.index() == region) {
            for (slot, (input, _)) in self.facts.process(line.process).inputs.iter().enumerate() {
                if *input == good {
                    held += stocks.inputs[slot];
                    used += run.used[slot];
                }
            }
        }
        (held, used)
    }
}

/// Contracts for the wanted share of every flow, ending one after the other.
fn sign(market: &mut crate::sim::trade::components::Market, rule: &MarketRule, start: crate::units::Month) {
    let n = market.buyers.len();
    let number = |x: usize| u32::try_from(x).unwrap_or(0);
    for i in 0..market.sellers.len() {
        for j in 0..n {
            let quantity = rule.contract_share * f64::from(market.flow_year[i * n + j]);
            let free = matches!(market.buyers[j].customer, Customer::Outside | Customer::Reserve);
            if free || quantity < 0.01 * market.buyers[j].use_expected || quantity <= 0.0 {
                continue;
            }
            let price = market.nodes[market.sellers[i].region.index()].contract_index;
            let months = 1 + (market.contracts.len() * 7) % rule.contract_months.max(1) as usize;
            market.contracts.push(Contract {
                seller: number(i),
                buyer: number(j),
                quantity,
                price,
                signed_price: price,
                expires: start.plus(i32::try_from(months).unwrap_or(12)),
                blocked_months: 0,
                delivered: quantity,
            });
        }
    }
}
