//! What a unit, a pack and a car cost, part by part.

use super::super::view::{LineView, View};
use super::{Figure, FigureKey};
use crate::content::definitions::cars::Powertrain;
use crate::content::ids::{FirmId, RegionId};
use crate::sim::buyers::utility::mean_price_weight;
use crate::sim::plans::cars::credits;
use crate::sim::plans::chemistries::{pack_parts, parts_factor};
use crate::sim::plans::formulas::bearable_markup;
use crate::sim::trade::components::Customer;
use crate::units::digits::{fixed, number};

/// Full cost of a unit of a line: every input, conversion, taxes and credits, capital.
pub fn unit_cost(view: &View<'_>, number: u32) -> Option<Figure> {
    let line = view.lines.iter().find(|l| l.facility.id == number)?;
    let good = view.makes(line);
    let region = line.facility.region;
    let site = view.facts.place(line.facility);
    let name = format!("Cost of {}", view.said(good));
    let mut figure = Figure::new(
        FigureKey::UnitCost { line: number },
        name,
        format!("{site} ({})", view.firm(line.facility.owner)),
        line.cost.full,
        view.price_unit(good),
    );
    for (slot, (input, _)) in view.facts.process(line.facility.process).inputs.iter().enumerate() {
        let opens = FigureKey::Landed { good: *input, customer: Customer::Plants, region };
        figure.open(view.said(*input), line.cost.inputs[slot], Some(opens));
    }
    figure.add("energy", line.cost.energy);
    figure.add("labour", line.cost.labour);
    figure.add("reagents, upkeep, overhead", line.cost.other);
    figure.any("royalty", line.cost.royalty);
    figure.any("worth of by-products", line.cost.byproducts);
    figure.any("production credit", line.cost.credit);
    figure.add("capital", line.cost.capital);
    note_line(view, line, &mut figure);
    Some(figure)
}

fn note_line(view: &View<'_>, line: &LineView<'_>, figure: &mut Figure) {
    figure.notes.push(format!(
        "Cash cost {} {}; the price there is {}.",
        number(line.cost.cash),
        figure.unit,
        number(view.markets.of(view.makes(line)).node(line.facility.region).spot)
    ));
    let unit = view.unit(view.makes(line));
    let yielded = fixed(100.0 * line.run.yield_share, 1);
    figure.notes.push(format!("Yield {yielded} %; {} {unit} of output lie in the yard.", number(line.stocks.output)));
}

/// Sums of a pack's parts over plants, each weighted by its GWh.
struct PackParts {
    cells: Vec<f64>,
    pack: f64,
    licence: f64,
}

impl PackParts {
    fn new(view: &View<'_>) -> Self {
        Self { cells: vec![0.0; view.facts.cells.len()], pack: 0.0, licence: 0.0 }
    }

    /// Adds a plant's pack, with `weight`.
    fn add(&mut self, view: &View<'_>, presence: usize, weight: f64) {
        let region = RegionId::from_index(presence % view.facts.regions);
        let maker = view.cars.makers[presence / view.facts.regions].firm;
        let factor = parts_factor(&view.catalog.rules.automakers, view.technologies, &view.cars.presences[presence]);
        for (h, (chemistry, cell)) in view.catalog.chemistries.iter().zip(&view.facts.cells).enumerate() {
            let share = weight * view.cars.mix[presence * self.cells.len() + h];
            if share > 0.0 {
                let market = view.markets.of(*cell);
                let landed = market.buyer(Customer::Maker(maker), region).map_or(market.world_price, |b| market.buyers[b].landed);
                self.cells[h] += share * landed;
                let [parts, licence] = pack_parts(chemistry, region, factor);
                self.pack += share * parts;
                self.licence += share * licence;
            }
        }
    }

    fn fill(&self, view: &View<'_>, figure: &mut Figure, opens: impl Fn(usize) -> Option<FigureKey>) {
        for (h, value) in self.cells.iter().enumerate().filter(|(_, value)| **value > 0.0) {
            figure.open(format!("{} cells", view.catalog.chemistries[h].name), *value, opens(h));
        }
        figure.add("pack parts", self.pack);
        figure.any("licences", self.licence);
        // Packs were costed when the month's orders were placed; cells, mix and sizes have moved since.
        figure.add("moved since orders were placed", figure.value - figure.sum());
    }
}

/// The world's mean pack price.
pub fn pack_price(view: &View<'_>) -> Option<Figure> {
    let mut parts = PackParts::new(view);
    let weights: Vec<f64> = view
        .cars
        .presences
        .iter()
        .map(|p| if p.plug_capacity > 0.0 { p.built_year[2] * p.pack_kwh[2] + p.built_year[3] * p.pack_kwh[3] } else { 0.0 })
        .collect();
    let total: f64 = weights.iter().sum();
    for (at, weight) in weights.iter().enumerate().filter(|(_, w)| **w > 0.0) {
        parts.add(view, at, weight / total);
    }
    let mut figure = Figure::new(FigureKey::PackPrice, "Pack price", "world", view.cars.pack_price, "$/kWh");
    let largest = weights.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).map(|(at, _)| RegionId::from_index(at % view.facts.regions));
    parts.fill(view, &mut figure, |h| largest.map(|region| FigureKey::Price { good: view.facts.cells[h], region }));
    let fall = super::super::view::percent(view.cars.pack_price, view.cars.pack_price_start);
    figure.notes.push(format!("{} % of the price at the level’s start.", fixed(fall, 0)));
    Some(figure)
}

/// Cost of a pack from one maker's plants in a region.
pub fn pack_cost(view: &View<'_>, firm: FirmId, region: RegionId) -> Option<Figure> {
    let maker = view.cars.maker(firm)?;
    let at = maker * view.facts.regions + region.index();
    let presence = &view.cars.presences[at];
    if presence.plug_capacity <= 0.0 {
        return None;
    }
    let mut parts = PackParts::new(view);
    parts.add(view, at, 1.0);
    let mut figure = Figure::new(
        FigureKey::PackCost { firm, region },
        format!("Pack cost of {}", view.firm(firm)),
        view.region(region),
        presence.pack_cost,
        "$/kWh",
    );
    parts.fill(view, &mut figure, |h| {
        let good = view.facts.cells[h];
        let known = view.markets.of(good).buyer(Customer::Maker(firm), region).is_some();
        known.then_some(FigureKey::Landed { good, customer: Customer::Maker(firm), region })
    });
    figure.notes.push(format!("Cars with a battery only carry {} kWh.", number(presence.pack_kwh[3])));
    Some(figure)
}

/// List price of a car before tax: what it costs landed, the mark-up that the market bears, what regulation takes off.
pub fn car_price(view: &View<'_>, firm: FirmId, region: RegionId, powertrain: Powertrain) -> Option<Figure> {
    let maker = view.cars.maker(firm)?;
    let presence = view.cars.presence(maker, region, view.facts.regions);
    let p = powertrain as usize;
    let (price, cost) = (presence.price[p], presence.landed_cost[p]);
    if price <= 0.0 || cost <= 0.0 {
        return None;
    }
    let market = view.car_market(region)?;
    let beta = mean_price_weight(view.catalog, market);
    let all: f64 = view.sales(region).iter().sum();
    let share = 12.0 * presence.sold_year.iter().sum::<f64>() / all.max(1e-9);
    let target = view.effects.standard[region.index()].0;
    let name = format!("Price of a {} of {}", powertrain.label(), view.firm(firm));
    let mut figure = Figure::new(FigureKey::CarPrice { firm, region, powertrain }, name, view.region(region), price, "k$");
    let battery = if p >= 2 { presence.pack_kwh[p] * presence.pack_cost / 1000.0 } else { 0.0 };
    if battery > 0.0 && battery < cost && presence.plug_capacity > 0.0 {
        figure.open("battery, as bought here", battery, Some(FigureKey::PackCost { firm, region }));
        figure.add("car without it, landed", cost - battery);
    } else {
        figure.add("cost of the car, landed", cost);
    }
    figure.add(
        "mark-up that buyers bear",
        presence.markup_share[p] * bearable_markup(beta, share, view.catalog.rules.automakers.most_markup_share),
    );
    figure.any(
        "worth of credits under the fleet standard",
        -view.cars.credit_worth[region.index()] * (credits(&view.catalog.rules.automakers)[p] - target),
    );
    figure.add("still moving, and floor of cost", price - figure.sum());
    figure.notes.push(format!("Buyers get {} k$ of support; taxes come on top.", number(presence.support[p])));
    Some(figure)
}
