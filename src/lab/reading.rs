//! The value of a figure as stories write it.

use super::series::Expression;
use crate::content::Catalog;
use crate::content::ids::{GoodId, RegionId};
use crate::reports::{self, FigureKey, View};
use crate::sim::Simulation;
use crate::sim::trade::components::Markets;

/// The value of a figure as stories write it:
///
/// - `output.lfp_cell us`: the last month of a recorded series and its region, `world` if left out, or of a sum or ratio of them
///   (`sales.{phev,bev} us / sales.* us`); `year` in front takes the mean over the last twelve months, `mean 3` over three;
/// - `region korea made *_cell`: of the goods that fit, what a region made or used in the last month, sold abroad beyond what it
///   bought there (`sold_abroad`), or could make (`nameplate`);
/// - `price lithium_carbonate us`: whatever `why` explains; behind ` / ` the name of one of its terms;
/// - `report market lfp_cell / market / United States / made`: of a report, the table, the row that has this word (or these,
///   between commas), the column.
///
/// # Errors
/// A sentence on what is unknown or not there.
pub fn figure_of(world: &Simulation, figure: &str) -> Result<f64, String> {
    let parts: Vec<&str> = figure.split(" / ").collect();
    let words: Vec<&str> = parts[0].split_whitespace().collect();
    match words[..] {
        ["year" | "mean", ..] => series(world, figure),
        ["report", ..] => cell(world, &words[1..], &parts[1..]),
        ["region", region, what, goods] => of_region(world, region, what, goods),
        [name, ..] if name.contains('.') => series(world, figure),
        _ => explained(world, &words, parts.get(1).copied()),
    }
    .map_err(|why| format!("`{figure}`: {why}"))
}

fn series(world: &Simulation, text: &str) -> Result<f64, String> {
    let values = Expression::parse(text)?.values(world.history())?;
    values.last().copied().ok_or_else(|| "nothing recorded".to_owned())
}

fn of_region(world: &Simulation, region: &str, what: &str, goods: &str) -> Result<f64, String> {
    let catalog = world.catalog();
    let id = catalog.find::<RegionId>(region).ok_or_else(|| format!("there is no region {region}"))?;
    let markets = world.world().resource::<Markets>();
    let of = |good: GoodId| {
        let market = markets.of(good);
        match what {
            "made" => Ok(market.node(id).made),
            "used" => Ok(market.node(id).used),
            "nameplate" => Ok(market.node(id).nameplate),
            "sold_abroad" => {
                let sold: f64 = market.sellers.iter().filter(|s| s.region == id).map(|s| s.sold).sum();
                let bought: f64 = market.buyers.iter().filter(|b| b.region == id).map(|b| b.bought).sum();
                Ok(sold - bought)
            }
            other => Err(format!("a region has `made`, `used`, `nameplate` and `sold_abroad`, no `{other}`")),
        }
    };
    let fitting = fitting(catalog, world, goods)?;
    fitting.into_iter().map(of).sum()
}

/// Goods with a market whose words fit a pattern.
fn fitting(catalog: &Catalog, world: &Simulation, pattern: &str) -> Result<Vec<GoodId>, String> {
    let traded = (0..catalog.goods.len()).map(GoodId::from_index).filter(|good| world.facts().is_traded(*good));
    let list: Vec<GoodId> = traded.filter(|good| super::series::fits(pattern, catalog.word_of(*good))).collect();
    if list.is_empty() { Err(format!("no good fits `{pattern}`")) } else { Ok(list) }
}

fn explained(world: &Simulation, words: &[&str], term: Option<&str>) -> Result<f64, String> {
    let view = View::new(world);
    let key = FigureKey::parse(&view, words).map_err(|error| error.to_string())?;
    let figure = reports::figures::figure(&view, &key).map_err(|error| error.to_string())?;
    let Some(name) = term else { return Ok(figure.value) };
    let terms: Vec<&str> = figure.terms.iter().map(|term| term.name.as_str()).collect();
    figure.term(name).map(|term| term.value).ok_or_else(|| format!("no term `{name}` among {}", terms.join(", ")))
}

fn cell(world: &Simulation, words: &[&str], place: &[&str]) -> Result<f64, String> {
    let [table, row, column] = place else { return Err("write `report NAME … / table / row / column`".to_owned()) };
    let tables = reports::run(world, words).map_err(|error| error.to_string())?;
    let ids: Vec<&str> = tables.iter().map(|t| t.id.as_str()).collect();
    let found = tables.iter().find(|t| t.id == *table).ok_or_else(|| format!("no table `{table}` among {}", ids.join(", ")))?;
    let names: Vec<&str> = found.columns.iter().map(|c| c.name.as_str()).collect();
    let at = names.iter().position(|name| name == column).ok_or_else(|| format!("no column `{column}` among {}", names.join(", ")))?;
    let has = |cells: &[reports::Cell], word: &str| cells.iter().any(|cell| matches!(cell, reports::Cell::Text(text) if text == word));
    let is_row = |cells: &&Vec<reports::Cell>| row.split(", ").all(|word| has(cells, word));
    let found = found.rows.iter().find(is_row).ok_or_else(|| format!("no row `{row}`"))?;
    match &found[at] {
        reports::Cell::Number(number) => Ok(*number),
        #[expect(clippy::cast_precision_loss, reason = "counts of a report are small")]
        reports::Cell::Count(number) => Ok(*number as f64),
        _ => Err(format!("no number stands in column `{column}`")),
    }
}
