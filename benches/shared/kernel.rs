//! The trade phase written by hand for speed alone: plain arrays, nothing but the sums of docs/month.md 7. It marks what
//! the machine could do, and says how far the readable month is from it. One pass does what a month of trade does:
//! contracts, weights of all pairs, the rounds of the logit, shipments with duty and freight, the year's flows, and the
//! drift of preferences.

use cathode::sim::Simulation;
use cathode::sim::calendar::components::Drivers;
use cathode::sim::policy::components::Effects;
use cathode::sim::society::components::Treasury;
use cathode::sim::trade::components::Markets;

/// All markets as arrays.
pub struct Kernel {
    regions: usize,
    rounds: u32,
    goods: Vec<Good>,
    /// Over (good, from, to): landed cost per unit of ask, and what is added to it.
    slope: Vec<f64>,
    carriage: Vec<f64>,
    licence: Vec<f64>,
    sea_months: Vec<u32>,
    weights: Vec<f64>,
    flow: Vec<f64>,
    load: Vec<f64>,
}

/// One market.
struct Good {
    first_pair: usize,
    power: u32,
    drift_months: f64,
    slack: f64,
    seller_region: Vec<u32>,
    buyer_region: Vec<u32>,
    ask: Vec<f64>,
    offer: Vec<f64>,
    bid: Vec<f64>,
    reference: Vec<f64>,
    open: Vec<f64>,
    orders: Vec<f64>,
    sold: Vec<f64>,
    revenue: Vec<f64>,
    bought: Vec<f64>,
    cost: Vec<f64>,
    transit: Vec<[f64; 3]>,
    preference: Vec<f64>,
    flow_year: Vec<f64>,
    contracts: Vec<(u32, u32, f64)>,
}

impl Kernel {
    /// Copies the markets of a world.
    #[must_use]
    pub fn new(simulation: &Simulation) -> Self {
        let (world, facts) = (simulation.world(), simulation.facts());
        let (effects, drivers) = (world.resource::<Effects>(), world.resource::<Drivers>());
        let (catalog, regions) = (&facts.catalog, facts.regions);
        let mut governments = world.try_query::<&Treasury>().unwrap();
        let relations: Vec<Vec<f64>> = governments.iter(world).map(|t| t.relations.clone()).collect();
        let mut kernel = Self {
            regions,
            rounds: catalog.rules.trade.rounds,
            goods: Vec::new(),
            slope: Vec::new(),
            carriage: Vec::new(),
            licence: effects.licence.clone(),
            sea_months: facts.sea_months.clone(),
            weights: Vec::new(),
            flow: Vec::new(),
            load: Vec::new(),
        };
        for (number, good) in catalog.goods.iter().enumerate() {
            let class = &catalog.freight_classes[good.freight.index()];
            for from in 0..regions {
                for to in 0..regions {
                    let at = (number * regions + from) * regions + to;
                    let months = f64::from(facts.sea_months[from * regions + to]);
                    let hostile = (-relations[to][from]).max(0.0) / 100.0;
                    let abroad = class.value_share
                        + 0.06 * months / 12.0
                        + catalog.rules.trade.risk_share
                        + catalog.rules.trade.hostile_risk_share * hostile;
                    let taxed = (1.0 + effects.export_tax[at]) * (1.0 + effects.tariff[at]);
                    kernel.slope.push(taxed + if from == to { 0.0 } else { abroad } + effects.content_penalty[at]);
                    kernel.carriage.push(facts.freight[at] * drivers.freight[facts.freight_index[number]]);
                }
            }
        }
        for (number, market) in world.resource::<Markets>().goods.iter().enumerate() {
            let rule = &catalog.market_rules[catalog.goods[number].market.index()];
            let slack = cathode::units::math::exp(-rule.tightness_limit * f64::from(rule.trade_power));
            kernel.goods.push(Good {
                first_pair: number * regions * regions,
                power: rule.trade_power,
                drift_months: rule.preference_months,
                slack: slack * catalog.rules.trade.slack_weight,
                seller_region: market.sellers.iter().map(|s| u32::from(s.region.0)).collect(),
                buyer_region: market.buyers.iter().map(|b| u32::from(b.region.0)).collect(),
                ask: market.sellers.iter().map(|s| s.ask).collect(),
                offer: market.sellers.iter().map(|s| s.offer).collect(),
                bid: market.buyers.iter().map(|b| b.bid).collect(),
                reference: market.buyers.iter().map(|b| b.landed).collect(),
                open: market.sellers.iter().map(|s| s.open_share).collect(),
                orders: market.sellers.iter().map(|s| s.orders).collect(),
                sold: vec![0.0; market.sellers.len()],
                revenue: vec![0.0; market.sellers.len()],
                bought: vec![0.0; market.buyers.len()],
                cost: vec![0.0; market.buyers.len()],
                transit: vec![[0.0; 3]; market.buyers.len()],
                preference: market.preference.iter().map(|p| f64::from(*p)).collect(),
                flow_year: market.flow_year.iter().map(|f| f64::from(*f)).collect(),
                contracts: market.contracts.iter().map(|c| (c.seller, c.buyer, c.quantity)).collect(),
            });
        }
        kernel
    }

    /// A month of trade. Returns what was sold, in all units, so that nothing can be left out.
    pub fn month(&mut self) -> f64 {
        let mut goods = std::mem::take(&mut self.goods);
        let sold = goods.iter_mut().map(|good| self.trade(good)).sum();
        self.goods = goods;
        sold
    }

    fn trade(&mut self, good: &mut Good) -> f64 {
        let (rows, columns) = (good.offer.len(), good.bid.len());
        for list in [&mut self.weights, &mut self.flow] {
            list.clear();
            list.resize(rows * columns, 0.0);
        }
        self.load.clear();
        self.load.resize(columns, 0.0);
        for totals in [&mut good.sold, &mut good.revenue, &mut good.bought, &mut good.cost] {
            totals.fill(0.0);
        }
        for (seller, buyer, units) in &good.contracts {
            self.flow[*seller as usize * columns + *buyer as usize] += units;
        }
        for row in 0..rows {
            let first = good.first_pair + good.seller_region[row] as usize * self.regions;
            let ask = good.ask[row];
            for column in 0..columns {
                let at = first + good.buyer_region[column] as usize;
                let landed = ask * self.slope[at] + self.carriage[at];
                let (mut ratio, mut power, mut left) = (good.reference[column] / landed, 1.0, good.power);
                while left > 0 {
                    power *= if left & 1 == 1 { ratio } else { 1.0 };
                    ratio *= ratio;
                    left >>= 1;
                }
                self.weights[row * columns + column] = good.preference[row * columns + column] * self.licence[at] * power;
            }
        }
        for _ in 0..self.rounds {
            self.attract(good, columns);
            for (row, weights) in self.weights.chunks_exact(columns.max(1)).enumerate() {
                let wanted: f64 = weights.iter().zip(&self.load).map(|(w, b)| w * b).sum();
                good.open[row] = if wanted > good.offer[row] { good.offer[row] / wanted } else { 1.0 };
            }
        }
        self.attract(good, columns);
        for row in 0..rows {
            let first = good.first_pair + good.seller_region[row] as usize * self.regions;
            let (mut sold, mut orders) = (0.0, 0.0);
            for column in 0..columns {
                let at = first + good.buyer_region[column] as usize;
                let pair = row * columns + column;
                let wanted = self.weights[pair] * self.load[column];
                let units = good.open[row] * wanted;
                let all = self.flow[pair] + units;
                let landed = good.ask[row] * self.slope[at] + self.carriage[at];
                good.bought[column] += all;
                good.cost[column] += all * landed;
                let months = self.sea_months[good.seller_region[row] as usize * self.regions + good.buyer_region[column] as usize];
                good.transit[column][months as usize] += all;
                good.flow_year[pair] += (all - good.flow_year[pair]) / 12.0;
                sold += all;
                orders += wanted;
            }
            good.sold[row] = sold;
            good.revenue[row] = sold * good.ask[row];
            good.orders[row] += (orders - good.orders[row]) / 6.0;
        }
        self.drift(good, columns);
        good.sold.iter().sum()
    }

    /// Bids over the sum of open weights.
    fn attract(&mut self, good: &Good, columns: usize) {
        self.load.fill(good.slack);
        for (open, weights) in good.open.iter().zip(self.weights.chunks_exact(columns.max(1))) {
            for (sum, weight) in self.load.iter_mut().zip(weights) {
                *sum += open * weight;
            }
        }
        for (sum, bid) in self.load.iter_mut().zip(&good.bid) {
            *sum = bid / *sum;
        }
    }

    /// Preferences toward the shares of the year.
    fn drift(&mut self, good: &mut Good, columns: usize) {
        self.load.fill(1e-12);
        for year in good.flow_year.chunks_exact(columns.max(1)) {
            for (sum, flow) in self.load.iter_mut().zip(year) {
                *sum += flow;
            }
        }
        for (preferences, year) in good.preference.chunks_exact_mut(columns.max(1)).zip(good.flow_year.chunks_exact(columns.max(1))) {
            for ((preference, flow), sum) in preferences.iter_mut().zip(year).zip(&self.load) {
                *preference += (flow / sum - *preference) / good.drift_months;
            }
        }
    }
}
