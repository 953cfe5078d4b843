//! Figures that explain themselves: a number, and the terms that add up to it. Many terms open a figure
//! of their own, so that a player can ask `why` down to the mine.

mod absent;
mod choice;
mod costs;
pub mod key;
mod money;
mod moods;
mod prices;

pub use key::{FigureKey, KEYS, KeyKind};
pub use money::control_row;

use super::lookup::ReportError;
use super::table::{Table, cells};
use super::view::View;
use crate::content::ids::FirmId;
use crate::sim::trade::components::Customer;
use crate::units::digits::number;

/// Terms that say how a figure moves, not why: no reason for anything.
pub const MECHANICAL: [&str; 5] =
    ["lag", "moved since orders were placed", "still moving, and floor of cost", "price of the month before", "other"];

/// Part of the largest number of a figure below which a difference is rounding.
const ROUNDING: f64 = 1e-9;

/// A part of a figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What it is.
    pub name: String,
    /// How much of the figure, in its unit.
    pub value: f64,
    /// The figure that explains this part.
    pub opens: Option<FigureKey>,
}

/// A number with the terms that add up to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// What was asked.
    pub key: FigureKey,
    /// What the number is.
    pub name: String,
    /// Of what or where.
    pub place: String,
    /// The number.
    pub value: f64,
    /// Its unit.
    pub unit: String,
    /// Its parts, in the order of their causes.
    pub terms: Vec<Term>,
    /// What the parts lacked before they were made to add up, in the figure's unit: more than rounding means that a part is wrong.
    pub missing: f64,
    /// What else is worth knowing.
    pub notes: Vec<String>,
}

impl Figure {
    fn new(key: FigureKey, name: impl Into<String>, place: impl Into<String>, value: f64, unit: &str) -> Self {
        Self {
            key,
            name: name.into(),
            place: place.into(),
            value,
            unit: unit.to_owned(),
            terms: Vec::new(),
            missing: 0.0,
            notes: Vec::new(),
        }
    }

    fn add(&mut self, name: impl Into<String>, value: f64) {
        self.terms.push(Term { name: name.into(), value, opens: None });
    }

    fn open(&mut self, name: impl Into<String>, value: f64, opens: Option<FigureKey>) {
        self.terms.push(Term { name: name.into(), value, opens });
    }

    /// Adds a term that is left out where it is nothing.
    fn any(&mut self, name: &str, value: f64) {
        if value != 0.0 {
            self.add(name, value);
        }
    }

    /// The sum of the terms.
    #[must_use]
    pub fn sum(&self) -> f64 {
        self.terms.iter().map(|t| t.value).sum()
    }

    /// The largest number in it.
    #[must_use]
    pub fn scale(&self) -> f64 {
        self.terms.iter().map(|t| t.value.abs()).fold(self.value.abs(), f64::max)
    }

    /// Whether some terms add to the figure and others take from it, beyond rounding.
    fn pulls_both_ways(&self) -> bool {
        let small = 1e-6 * self.scale();
        self.terms.iter().any(|t| t.value > small) && self.terms.iter().any(|t| t.value < -small)
    }

    /// The term of a name.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.terms.iter().find(|t| t.name == name)
    }

    /// Notes what the terms miss, then makes them add up to the last bit: rounding goes to the largest term, anything more is shown as `other`.
    fn closed(mut self) -> Self {
        self.missing = self.value - self.sum();
        if self.missing.abs() > ROUNDING * self.scale() {
            self.add("other", self.missing);
        }
        for _ in 0..4 {
            let rest = self.value - self.sum();
            let largest = self.terms.iter_mut().max_by(|a, b| a.value.abs().total_cmp(&b.value.abs()));
            match largest {
                Some(term) if rest != 0.0 && rest.is_finite() => term.value += rest,
                _ => break,
            }
        }
        self
    }

    /// As a table, each term with its share and the words that open it.
    #[must_use]
    pub fn table(&self, view: &View<'_>) -> Table {
        let title = format!("{}, {}: {} {}", self.name, self.place, number(self.value), self.unit);
        let mut table = Table::new("why", title).words("term").numbers("value", &self.unit).numbers("share", "%").words("opens");
        let one_way = !self.pulls_both_ways();
        for term in &self.terms {
            let opens = term.opens.as_ref().map(|key| key.words(view));
            table.push(cells![&term.name, term.value, one_way.then(|| super::view::percent(term.value, self.value)), opens]);
        }
        table.push(cells!["sum", self.value, one_way.then_some(100.0), ""]);
        table.notes.clone_from(&self.notes);
        if !one_way {
            table.note("Terms pull both ways, so there are no shares of the sum.");
        }
        table
    }
}

/// Explains a figure.
///
/// # Errors
/// The figure has no meaning in this world: no such line, no such maker there.
pub fn figure(view: &View<'_>, key: &FigureKey) -> Result<Figure, ReportError> {
    let figure = match key {
        FigureKey::Price { good, region } => prices::price(view, *good, *region),
        FigureKey::Landed { good, customer, region } => prices::landed(view, *good, *customer, *region),
        FigureKey::Demand { good, region } => prices::demand(view, *good, *region),
        FigureKey::UnitCost { line } => costs::unit_cost(view, *line),
        FigureKey::PackPrice => costs::pack_price(view),
        FigureKey::PackCost { firm, region } => costs::pack_cost(view, *firm, *region),
        FigureKey::CarPrice { firm, region, powertrain } => costs::car_price(view, *firm, *region, *powertrain),
        FigureKey::CarShare { firm, region } => choice::car_share(view, *firm, *region),
        FigureKey::PlugShare { region } => choice::plug_share(view, *region),
        FigureKey::Dependence { user, supplier } => money::dependence(view, *user, *supplier),
        FigureKey::Control { good, region } => money::control(view, *good, *region),
        FigureKey::Npv { firm, process, region } => money::npv(view, *firm, *process, *region),
        FigureKey::Earnings { firm } => money::earnings(view, *firm),
        FigureKey::Spending { region } => money::spending(view, *region),
        FigureKey::Jobs { region } => money::jobs(view, *region),
        FigureKey::Approval { region } => moods::approval(view, *region),
    };
    figure.map(Figure::closed).ok_or_else(|| ReportError::new(absent::why(view, key)))
}

/// Every figure that can be explained now.
#[must_use]
pub fn all(view: &View<'_>) -> Vec<FigureKey> {
    let mut keys = vec![FigureKey::PackPrice];
    market_keys(view, &mut keys);
    keys.extend(
        view.lines.iter().filter(|l| l.capacity.nameplate > 0.0 && l.cost.full != 0.0).map(|l| FigureKey::UnitCost { line: l.facility.id }),
    );
    car_keys(view, &mut keys);
    for region in view.regions() {
        keys.push(FigureKey::Jobs { region });
        keys.push(FigureKey::Spending { region });
        if view.politics.of(region).is_some() {
            keys.push(FigureKey::Approval { region });
        }
        keys.extend(view.regions().filter(|s| *s != region).map(|supplier| FigureKey::Dependence { user: region, supplier }));
    }
    let verdicts = view.pipeline.verdicts.iter().filter(|v| v.npv.is_finite());
    keys.extend(verdicts.map(|v| FigureKey::Npv { firm: v.firm, process: v.process, region: v.region }));
    keys.extend(
        (0..view.finances.len()).filter(|f| !view.finances[*f].failed).map(|f| FigureKey::Earnings { firm: FirmId::from_index(f) }),
    );
    keys
}

fn market_keys(view: &View<'_>, keys: &mut Vec<FigureKey>) {
    for good in view.goods() {
        let market = view.markets.of(good);
        if market.sellers.is_empty() {
            continue;
        }
        keys.push(FigureKey::Demand { good, region: None });
        for region in view.regions() {
            keys.push(FigureKey::Price { good, region });
            if market.buyers.iter().any(|b| b.region == region && b.bid > 0.0) {
                keys.push(FigureKey::Demand { good, region: Some(region) });
            }
            if money::control_row(view, good, region).iter().any(|share| *share > 0.0) {
                keys.push(FigureKey::Control { good, region });
            }
        }
        keys.extend(market.buyers.iter().map(|b| FigureKey::Landed { good, customer: b.customer, region: b.region }));
    }
}

fn car_keys(view: &View<'_>, keys: &mut Vec<FigureKey>) {
    for region in view.regions().filter(|r| view.car_market(*r).is_some()) {
        keys.push(FigureKey::PlugShare { region });
        for (index, maker) in view.cars.makers.iter().enumerate() {
            let presence = view.cars.presence(index, region, view.facts.regions);
            let firm = maker.firm;
            if presence.selling && presence.price.iter().any(|p| *p > 0.0) {
                keys.push(FigureKey::CarShare { firm, region });
                let sold = crate::content::definitions::cars::Powertrain::ALL
                    .iter()
                    .filter(|p| presence.price[**p as usize] > 0.0 && presence.landed_cost[**p as usize] > 0.0);
                keys.extend(sold.map(|powertrain| FigureKey::CarPrice { firm, region, powertrain: *powertrain }));
            }
            if presence.plug_capacity > 0.0 && presence.pack_cost > 0.0 {
                keys.push(FigureKey::PackCost { firm, region });
            }
        }
    }
}

/// What a customer is called; makers by name.
#[must_use]
pub fn customer_name(view: &View<'_>, customer: Customer) -> String {
    match customer {
        Customer::Plants => "plants".to_owned(),
        Customer::Maker(firm) => view.firm(firm).to_owned(),
        Customer::Storage => "grid storage".to_owned(),
        Customer::Devices => "buses, trucks, two-wheelers, electronics".to_owned(),
        Customer::Outside => "users outside the chain".to_owned(),
        Customer::Reserve => "government reserve".to_owned(),
    }
}
