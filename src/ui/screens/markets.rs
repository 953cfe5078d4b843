//! Markets: prices of all goods, the course of one, and the terms that add up to it.

use std::sync::Arc;

use egui::{Rect, Ui, pos2};

use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, ItemKind, RegionId};
use crate::reports::figures::figure;
use crate::reports::{Figure, FigureKey, Table};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::offers;
use crate::ui::theme;
use crate::ui::widgets::chart::{self, Chart, Curve};
use crate::ui::widgets::table::{self, Look, Sorting};
use crate::ui::widgets::{bar, card, chips, number, sentence, waterfall, within};
use crate::units::Month;

/// Months of the small curves.
const YEARS: usize = 36;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    good: Option<GoodId>,
    /// 0 the own side, 1 the rival.
    place: usize,
    sorting: Sorting,
    list: Cached<(u64, usize), List>,
    course: Cached<(u64, usize, GoodId), Course>,
}

/// All goods.
struct List {
    table: Table,
    goods: Vec<(GoodId, Stage)>,
    curves: Vec<Vec<f32>>,
}

/// The course of a good.
struct Course {
    start: Month,
    here: Vec<f32>,
    world: Vec<f32>,
    figure: Result<Figure, String>,
    unit: &'static str,
    about: String,
    expected: f64,
    contracts: f64,
}

fn list(desk: &Desk, region: RegionId) -> List {
    let view = desk.view();
    let word = view.word(ItemKind::Region, region.index());
    let tables = crate::reports::run(view.sim, &["market", word]);
    let table = tables.ok().and_then(|tables| tables.into_iter().next()).unwrap_or_else(|| Table::new("markets", ""));
    let ids = view.goods().filter(|g| !view.markets.of(*g).sellers.is_empty());
    let goods: Vec<(GoodId, Stage)> = ids.map(|g| (g, view.catalog.goods[g.index()].stage)).collect();
    let curve = |good: GoodId| {
        let values = series(desk, good, word);
        values[values.len().saturating_sub(YEARS)..].to_vec()
    };
    let curves = goods.iter().map(|(good, _)| curve(*good)).collect();
    List { table, goods, curves }
}

fn series(desk: &Desk, good: GoodId, region: &str) -> Vec<f32> {
    let view = desk.view();
    let name = format!("price.{}", view.word(ItemKind::Good, good.index()));
    view.history.series(&name, region).map_or_else(Vec::new, |series| series.values.clone())
}

fn course(desk: &Desk, good: GoodId, region: RegionId) -> Course {
    let view = desk.view();
    let node = view.markets.of(good).node(region);
    Course {
        start: view.history.start,
        here: series(desk, good, view.word(ItemKind::Region, region.index())),
        world: series(desk, good, "world"),
        figure: figure(&view, &FigureKey::Price { good, region }).map_err(|error| error.to_string()),
        unit: view.price_unit(good),
        about: view.catalog.goods[good.index()].about.clone(),
        expected: node.expected,
        contracts: node.contract_index,
    }
}

/// The refined good of which most is bought, by its worth: the one that is asked about most.
fn first(desk: &Desk, list: &List) -> Option<GoodId> {
    let view = desk.view();
    let worth = |good: &GoodId| view.markets.of(*good).world_price * view.markets.of(*good).demand;
    let refined = list.goods.iter().filter(|(_, stage)| *stage == Stage::Refining).map(|(good, _)| *good);
    refined.max_by(|a, b| worth(a).total_cmp(&worth(b))).or(list.goods.first().map(|(good, _)| *good))
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.markets);
    let rival = desk.catalog().scenario.rival(desk.side);
    let regions = [desk.side, rival];
    let region = regions[state.place.min(1)];
    let list = state.list.get((desk.revision, state.place), || list(desk, region));
    if state.good.is_none() {
        state.good = first(desk, &list);
    }
    let full = ui.max_rect();
    let left = full.with_max_x(full.left() + (full.width() * 0.475).clamp(420.0, 720.0));
    let right = full.with_min_x(left.right() + theme::GUTTER);
    goods(ui, left, desk, &mut state, &list, regions);
    if let Some(good) = state.good {
        let course = state.course.get((desk.revision, state.place, good), || course(desk, good, region));
        let half = right.height() * 0.5;
        curve(ui, right.with_max_y(right.top() + half - 6.0), desk, good, region, &course);
        terms(ui, right.with_min_y(right.top() + half + 6.0), desk, good, region, &course);
    }
    desk.states.markets = state;
}

fn goods(ui: &mut Ui, rect: Rect, desk: &mut Desk, state: &mut State, list: &Arc<List>, regions: [RegionId; 2]) {
    card(ui, rect, "Markets", "price of the month · choose a good for its terms", |ui| {
        let foot = ui.max_rect().with_min_y(ui.max_rect().bottom() - 26.0);
        let body = ui.max_rect().with_max_y(foot.top() - 6.0);
        let chosen = list.goods.iter().position(|(good, _)| Some(*good) == state.good);
        let mark = |at: usize| list.goods.get(at).map(|(_, stage)| theme::stage(*stage));
        let draw = |ui: &Ui, rect: Rect, at: usize| {
            if let Some(values) = list.curves.get(at) {
                bar::sparkline(ui, rect, values, theme::QUIET);
            }
        };
        let tint = |column: &str, value: f64| {
            let moved = column == "change in 12 months" && value.abs() >= 0.5;
            moved.then_some(if value > 0.0 { theme::WORSE } else { theme::BETTER })
        };
        let look = Look {
            columns: &["good", "price", "price unit", "change in 12 months", "stock", "orders filled"],
            heads: &[("change in 12 months", "year"), ("price unit", ""), ("stock", "cover"), ("orders filled", "filled")],
            chosen,
            mark: &mark,
            picture: Some(("3 years", 58.0, &draw)),
            tint: &tint,
        };
        let pressed = within(ui, body, |ui| table::show(ui, "markets", &list.table, &mut state.sorting, &look));
        if let Some(at) = pressed {
            state.good = list.goods.get(at).map(|(good, _)| *good);
        }
        within(ui, foot, |ui| {
            ui.horizontal(|ui| {
                let names = regions.map(|region| format!("Prices in {}", crate::orders::phrases::region(desk.catalog(), region)));
                chips(ui, &[&names[0], &names[1]], &mut state.place);
                ui.add_space(8.0);
                table::filter(ui, &mut state.sorting, 110.0);
            });
        });
    });
}

fn curve(ui: &mut Ui, rect: Rect, desk: &Desk, good: GoodId, region: RegionId, course: &Course) {
    let name = desk.catalog()[good].name.clone();
    let short = desk.catalog()[region].short.clone();
    let caption = format!("{} · expected in a year {} · contracts {}", course.unit, number(course.expected), number(course.contracts));
    card(ui, rect, &name, &caption, |ui| {
        sentence(ui, &course.about, theme::QUIET);
        let full = ui.max_rect();
        let place = Rect::from_min_max(pos2(full.left(), full.top() + 20.0), full.max);
        if course.here.is_empty() {
            ui.add_space(24.0);
            sentence(ui, "No month has been played yet, so the curve has not begun. End the quarter to see it.", theme::QUIET);
            return;
        }
        let here = format!("spot price in {}", if short == "US" { "the US" } else { &short });
        let color = theme::stage(desk.catalog()[good].stage);
        let curves = [
            Curve { name: &here, values: &course.here, color, dashed: false },
            Curve { name: "world price", values: &course.world, color: theme::QUIET, dashed: true },
        ];
        let months = course.here.len();
        chart::show(ui, place, &Chart { start: course.start, months, unit: course.unit, curves: &curves });
    });
}

fn terms(ui: &mut Ui, rect: Rect, desk: &mut Desk, good: GoodId, region: RegionId, course: &Course) {
    let title = match &course.figure {
        Ok(figure) => format!("Why {} {}", number(figure.value), figure.unit),
        Err(_) => "Why".to_owned(),
    };
    let mut asked = None;
    card(ui, rect, &title, "bars sum to the price · bright names open", |ui| {
        let foot = ui.max_rect().with_min_y(ui.max_rect().bottom() - 26.0);
        let body = ui.max_rect().with_max_y(foot.top() - 4.0);
        match &course.figure {
            Ok(figure) => asked = waterfall::show(ui, body, figure, true, theme::stage(desk.catalog()[good].stage)),
            Err(error) => sentence(ui, &crate::orders::sentences::sentence(error), theme::QUIET),
        }
        within(ui, foot, |ui| {
            ui.horizontal(|ui| {
                offers::why(ui, desk, "Who orders it", FigureKey::Demand { good, region: None });
                offers::why(ui, desk, "Who orders it here", FigureKey::Demand { good, region: Some(region) });
                offers::why(ui, desk, "Who controls what is used here", FigureKey::Control { good, region });
            });
        });
    });
    if let Some(key) = asked {
        desk.open(key);
    }
}
