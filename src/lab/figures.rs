//! The few numbers by which campaigns are compared, read from the history of a world.

use crate::content::ids::RegionId;
use crate::sim::Simulation;
use crate::sim::scoreboard::components::{History, Series};

/// One number of a campaign.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Name, such as `plug_share`.
    pub name: &'static str,
    /// Word of the region, or `world`.
    pub region: String,
    /// Unit.
    pub unit: &'static str,
    /// Value.
    pub value: f64,
}

/// The months over which flows are added up.
const YEAR: usize = 12;

/// The figures of a world as it stands: flows of the last twelve months (of fewer, at the pace of a year), prices and stocks of the last one.
#[must_use]
pub fn final_figures(simulation: &Simulation) -> Vec<Figure> {
    let past = Past { history: simulation.history() };
    let catalog = simulation.catalog();
    let cells: Vec<&str> = simulation.facts().cells.iter().map(|good| catalog.word_of(*good)).collect();
    let scenario = &catalog.scenario;
    let mut figures = vec![
        Figure { name: "pack_price", region: "world".to_owned(), unit: "$/kWh", value: past.last("price.pack", "world") },
        Figure {
            name: "lithium_carbonate_price",
            region: "world".to_owned(),
            unit: "$/kg",
            value: past.last("price.lithium_carbonate", "world"),
        },
        Figure { name: "cell_output", region: "world".to_owned(), unit: "GWh a year", value: past.sum_of("output", &cells, "world") },
    ];
    let world = past.sum_of("output", &cells, "world");
    for (side, rival) in [(scenario.us, scenario.china), (scenario.china, scenario.us)] {
        let word = |id: RegionId| catalog.word_of(id).to_owned();
        let region = word(side);
        let plugs = past.year("sales.phev", &region) + past.year("sales.bev", &region);
        let cars = plugs + past.year("sales.ice", &region) + past.year("sales.hev", &region);
        let made = past.sum_of("output", &cells, &region);
        let mut add = |name, unit, value| figures.push(Figure { name, region: region.clone(), unit, value });
        add("car_sales", "thousand a year", cars);
        add("plug_share", "share", ratio(plugs, cars));
        add("cell_output", "GWh a year", made);
        add("cell_share", "share of world", ratio(made, world));
        add("jobs", "thousand", past.last("jobs.chain", &region));
        add("fleet_co2", "kt a year", past.year("co2.fleet", &region));
        add("contest_spending", "$M a year", past.last("spending.contest", &region));
        add("dependence", "index 0-100", past.last(&format!("dependence.{}", word(rival)), &region));
    }
    figures
}

fn ratio(part: f64, whole: f64) -> f64 {
    if whole > 0.0 { part / whole } else { 0.0 }
}

/// The history, asked for numbers; a series that is not there counts as nothing.
struct Past<'a> {
    history: &'a History,
}

impl Past<'_> {
    fn series(&self, name: &str, region: &str) -> Option<&Series> {
        self.history.series(name, region)
    }

    fn last(&self, name: &str, region: &str) -> f64 {
        self.series(name, region).and_then(|series| series.back(0)).unwrap_or(0.0)
    }

    fn year(&self, name: &str, region: &str) -> f64 {
        let mean = self.series(name, region).and_then(|series| series.mean_of_last(YEAR));
        mean.unwrap_or(0.0) * YEAR as f64
    }

    fn sum_of(&self, name: &str, goods: &[&str], region: &str) -> f64 {
        goods.iter().map(|good| self.year(&format!("{name}.{good}"), region)).sum()
    }
}
