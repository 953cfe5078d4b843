//! Remembers the month: one value per series, always the same series in the same order.

use bevy_ecs::prelude::*;

use super::components::{History, Series};
use super::scores::Scores;
use super::shares;
use crate::content::Catalog;
use crate::content::definitions::scores::Index;
use crate::content::ids::{ItemKind, RegionId};
use crate::sim::buyers::components::Cars;
use crate::sim::calendar::components::Drivers;
use crate::sim::diplomacy::components::Diplomacy;
use crate::sim::facts::Facts;
use crate::sim::ledger::components::{Account, Ledger};
use crate::sim::politics::components::Politics;
use crate::sim::politics::systems::approval;
use crate::sim::society::components::{Dependence, Land, Treasury};
use crate::sim::trade::components::Markets;

/// Collects the month's values; the first month fixes the list.
struct Recorder<'a> {
    history: &'a mut History,
    next: usize,
}

impl Recorder<'_> {
    fn add(&mut self, name: &str, thing: &str, region: &str, unit: &str, value: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "charts need no more than f32")]
        let value = value as f32;
        if self.next == self.history.series.len() {
            let full = if thing.is_empty() { name.to_owned() } else { format!("{name}.{thing}") };
            let values = vec![0.0; self.history.months as usize];
            self.history.series.push(Series { name: full, region: region.to_owned(), unit: unit.to_owned(), values });
        }
        self.history.series[self.next].values.push(value);
        self.next += 1;
    }
}

/// What governments have to act with.
fn record_means(recorder: &mut Recorder<'_>, catalog: &Catalog, politics: &Politics) {
    for side in &politics.sides {
        let region = catalog.word(ItemKind::Region, side.region.index());
        recorder.add("approval", "government", region, "points", approval(catalog, side));
        recorder.add("capital", "political", region, "points", side.capital);
        recorder.add("attention", "political", region, "orders", side.attention);
        let believed = side.credibility.get(catalog.scenario.rival(side.region).index()).copied();
        recorder.add("credibility", "rival", region, "points", believed.unwrap_or(0.0));
    }
}

/// Records every series that reports and charts show.
pub fn record_history(
    facts: Res<Facts>,
    markets: Res<Markets>,
    cars: Res<Cars>,
    ledger: Res<Ledger>,
    dependence: Res<Dependence>,
    drivers: Res<Drivers>,
    (politics, diplomacy, scores): (Res<Politics>, Res<Diplomacy>, Res<Scores>),
    lands: Query<(&Land, &Treasury)>,
    mut history: ResMut<History>,
) {
    let catalog = &facts.catalog;
    let mut recorder = Recorder { history: &mut history, next: 0 };
    for (index, good) in catalog.goods.iter().enumerate() {
        if !facts.is_traded(crate::content::ids::GoodId::from_index(index)) {
            continue;
        }
        let market = &markets.goods[index];
        let word = catalog.word(ItemKind::Good, index);
        let unit = good.unit.label();
        let sum = |f: fn(&crate::sim::trade::components::Node) -> f64| market.nodes.iter().map(f).sum::<f64>();
        recorder.add("price", word, "world", "$M per unit", market.world_price);
        recorder.add("output", word, "world", unit, sum(|n| n.made));
        recorder.add("capacity", word, "world", unit, sum(|n| n.nameplate));
        recorder.add("stock", word, "world", unit, sum(|n| n.stock + n.users_stock));
        recorder.add("fill", word, "world", "share", market.fill);
        for side in [catalog.scenario.us, catalog.scenario.china] {
            let region = catalog.word(ItemKind::Region, side.index());
            let node = market.node(side);
            recorder.add("price", word, region, "$M per unit", node.spot);
            recorder.add("output", word, region, unit, node.made);
            recorder.add("capacity", word, region, unit, node.nameplate);
        }
    }
    recorder.add("price", "pack", "world", "$/kWh", cars.pack_price);
    for (land, treasury) in &lands {
        let region = catalog.word(ItemKind::Region, land.id as usize);
        let id = RegionId(land.id);
        let sold = |p: usize| (0..cars.makers.len()).map(|m| cars.presences[m * facts.regions + land.id as usize].sold[p]).sum::<f64>();
        for (p, name) in ["ice", "hev", "phev", "bev"].iter().enumerate() {
            recorder.add("sales", name, region, "thousand cars", sold(p));
        }
        recorder.add("jobs", "chain", region, "thousand", land.jobs.iter().sum());
        recorder.add("chargers", "adequacy", region, "share", land.chargers);
        recorder.add("co2", "fleet", region, "kt", land.fleet_co2);
        recorder.add("spending", "contest", region, "$M a year", treasury.spending);
        recorder.add("cash", "government", region, "$M", ledger.cash_musd(Account::Government(id)));
        recorder.add("value_added", "chain", region, "$M a month", land.value_added);
    }
    for (user, supplier) in [(catalog.scenario.us, catalog.scenario.china), (catalog.scenario.china, catalog.scenario.us)] {
        let pair = &dependence.pairs[user.index() * facts.regions + supplier.index()];
        recorder.add(
            "dependence",
            catalog.word(ItemKind::Region, supplier.index()),
            catalog.word(ItemKind::Region, user.index()),
            "index",
            pair.index(&facts.catalog.rules.society),
        );
    }
    recorder.add("tension", "sides", "world", "points", diplomacy.tension);
    for side in &scores.sides {
        let region = catalog.word(ItemKind::Region, side.region.index());
        for index in Index::ALL {
            recorder.add("score", index.label(), region, "of 100", side.indices[*index as usize]);
        }
    }
    record_means(&mut recorder, catalog, &politics);
    shares::brands(&facts, &cars, |(name, thing, region, unit, value)| recorder.add(name, thing, region, unit, value));
    shares::vehicle_cells(&facts, &markets, &drivers, |(name, thing, region, unit, value)| recorder.add(name, thing, region, unit, value));
    history.months += 1;
}
