//! The four boards: plants of mining, of refining and materials, of cells, and the automakers; orders on what is chosen.

use egui::{RichText, ScrollArea, Ui};

use super::on_firms;
use crate::content::definitions::chain::Stage;
use crate::content::ids::FirmId;
use crate::reports::{Cell, FigureKey, Table, stage};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::{changed, offers};
use crate::ui::theme;
use crate::ui::widgets::table::{self, Look, Sorting};
use crate::ui::widgets::{card, chips, number, pair, sentence, within};

/// The boards: name, stages; the last is that of the automakers.
const BOARDS: [(&str, &[Stage]); 4] = [
    ("Mining", &[Stage::Mining]),
    ("Refining and materials", &[Stage::Refining, Stage::Materials, Stage::Recycling]),
    ("Cells", &[Stage::Cells]),
    ("Automakers", &[]),
];
/// Words of the boards.
pub const PAGES: &[&str] = &["mining", "refining", "cells", "automakers"];
/// The place of the automakers among the boards.
const MAKERS: usize = 3;

/// What a board shows, and what its rows tell of.
enum Rows {
    /// Numbers of lines, their stages, and in what their costs and prices are.
    Plants(Vec<usize>, Vec<Stage>, String),
    /// Firms.
    Makers(Vec<FirmId>),
}

/// What is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A line, by its number.
    Plant(usize),
    /// An automaker.
    Maker(FirmId),
}

/// What the screen remembers.
pub struct State {
    board: usize,
    home_only: bool,
    sorting: [Sorting; 4],
    chosen: Option<Chosen>,
    rows: Cached<(u64, usize, bool), (Table, Rows)>,
    orders: offers::Memory,
}

impl State {
    /// Opens a board.
    pub(super) fn turn(&mut self, board: usize) {
        self.board = board.min(MAKERS);
    }
}

impl Default for State {
    fn default() -> Self {
        Self {
            board: 2,
            home_only: false,
            sorting: Default::default(),
            chosen: None,
            rows: Cached::default(),
            orders: offers::Memory::default(),
        }
    }
}

fn rows(desk: &Desk, board: usize, home_only: bool) -> (Table, Rows) {
    let view = desk.view();
    if board == MAKERS {
        let (mut table, mut firms) = stage::makers(&view).unwrap_or_else(|_| (Table::new("makers", ""), Vec::new()));
        if home_only {
            let home: Vec<bool> = firms.iter().map(|firm| desk.catalog()[*firm].home == desk.side).collect();
            keep(&mut table.rows, &home);
            keep(&mut firms, &home);
        }
        return (table, Rows::Makers(firms));
    }
    let (mut table, mut lines) = stage::plants(&view, BOARDS[board].1);
    if home_only {
        let home: Vec<bool> = lines.iter().map(|at| view.lines[*at].facility.region == desk.side).collect();
        keep(&mut table.rows, &home);
        keep(&mut lines, &home);
    }
    share_unit(&mut table, "unit", &["capacity a year", "made a year"]);
    share_unit(&mut table, "price unit", &["unit cost", "cash cost", "price"]);
    let stages = lines.iter().map(|at| view.facts.process(view.lines[*at].facility.process).stage).collect();
    let priced = units(&table, "price unit");
    (table, Rows::Plants(lines, stages, priced))
}

/// The units of a column, each once, without what they count: `$/kg, $/m²`.
fn units(table: &Table, column: &str) -> String {
    let Some(at) = table.columns.iter().position(|found| found.name == column) else { return String::new() };
    let mut list: Vec<&str> = Vec::new();
    for row in &table.rows {
        if let Cell::Text(unit) = &row[at]
            && let Some(unit) = unit.split(' ').next()
            && !list.contains(&unit)
        {
            list.push(unit);
        }
    }
    list.join(", ")
}

/// Where all rows of a board have one unit, it stands in the heads instead.
fn share_unit(table: &mut Table, unit: &str, of: &[&str]) {
    let Some(at) = table.columns.iter().position(|column| column.name == unit) else { return };
    let Some(Cell::Text(first)) = table.rows.first().map(|row| row[at].clone()) else { return };
    if table.rows.iter().all(|row| row[at] == Cell::Text(first.clone())) {
        table.columns.iter_mut().filter(|column| of.contains(&column.name.as_str())).for_each(|column| column.unit.clone_from(&first));
        table.columns.remove(at);
        table.rows.iter_mut().for_each(|row| drop(row.remove(at)));
    }
}

fn keep<T>(list: &mut Vec<T>, kept: &[bool]) {
    let mut flags = kept.iter();
    list.retain(|_| flags.next().copied().unwrap_or(false));
}

/// Draws the table.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.boards);
    let board = state.board.min(MAKERS);
    let rows = state.rows.get((desk.revision, board, state.home_only), || rows(desk, board, state.home_only));
    let (table, of) = &*rows;
    let full = ui.max_rect();
    // Where there is little room, units of prices stand in the caption and owners in the names of sites.
    let is_wide = full.width() > 1020.0;
    let caption = match of {
        Rows::Makers(_) => "cars a year · choose a maker for its orders".to_owned(),
        Rows::Plants(_, _, priced) if !is_wide && !priced.is_empty() => {
            format!("those that turn over most first · costs and prices in {priced} · choose one for its orders")
        }
        Rows::Plants(..) => "plants, those that turn over most first · choose one for its orders".to_owned(),
    };
    card(ui, full, BOARDS[board].0, &caption, |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 26.0);
        within(ui, head, |ui| {
            ui.horizontal(|ui| {
                chips(ui, &BOARDS.map(|(name, _)| name), &mut state.board);
                ui.add_space(8.0);
                table::filter(ui, &mut state.sorting[board], 120.0);
                let home = format!("Only {}", desk.catalog()[desk.side].short);
                if crate::ui::widgets::chip(ui, state.home_only, &home).clicked() {
                    state.home_only = !state.home_only;
                }
            });
        });
        let chosen = match (state.chosen, of) {
            (Some(Chosen::Plant(line)), Rows::Plants(lines, ..)) => lines.iter().position(|at| *at == line),
            (Some(Chosen::Maker(firm)), Rows::Makers(firms)) => firms.iter().position(|at| *at == firm),
            _ => None,
        };
        let mark = |at: usize| match of {
            Rows::Plants(_, stages, _) => stages.get(at).map(|stage| theme::stage(*stage)),
            Rows::Makers(firms) => firms.get(at).map(|firm| theme::region(desk.catalog(), desk.catalog()[*firm].home)),
        };
        let columns: &[&str] = if board == MAKERS {
            &["maker", "home", "sold", "of the world", "with a plug", "capacity", "of it for plug cars", "earnings"]
        } else {
            &[
                "site",
                "process",
                if is_wide { "owner" } else { "" },
                "region",
                "capacity a year",
                "unit",
                "utilisation",
                "unit cost",
                "price",
                if is_wide { "price unit" } else { "" },
                "held back by",
            ]
        };
        let heads = &[("process", "makes"), ("capacity a year", "capacity"), ("price unit", ""), ("unit", ""), ("utilisation", "in use")];
        let look = Look { columns, heads, chosen, mark: &mark, ..Look::default() };
        let body = full.with_min_y(head.bottom() + 8.0);
        let pressed = within(ui, body, |ui| table::show(ui, BOARDS[board].0, table, &mut state.sorting[board], &look));
        if let Some(at) = pressed {
            state.chosen = match of {
                Rows::Plants(lines, ..) => lines.get(at).map(|line| Chosen::Plant(*line)),
                Rows::Makers(firms) => firms.get(at).map(|firm| Chosen::Maker(*firm)),
            };
        }
    });
    desk.states.boards = state;
}

/// Draws what is chosen and the orders on it; without anything chosen, what changed.
pub fn column(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.boards);
    match state.chosen {
        Some(Chosen::Plant(line)) if line < desk.view().lines.len() => plant(ui, desk, line, &mut state.orders),
        Some(Chosen::Maker(firm)) => maker(ui, desk, firm, &mut state.orders),
        _ => changed::show(ui, desk),
    }
    desk.states.boards = state;
}

fn plant(ui: &mut Ui, desk: &mut Desk, at: usize, orders: &mut offers::Memory) {
    let (title, caption, facts, key, offers) = {
        let view = desk.view();
        let line = view.lines[at];
        let good = view.makes(&line);
        let unit = format!("{} a year", view.unit(good));
        let facts = vec![
            ("Owner", view.firm(line.facility.owner).to_owned(), String::new()),
            ("Makes", view.good(good).to_owned(), String::new()),
            ("Made", number(12.0 * line.run.made), unit.clone()),
            ("Capacity", number(line.capacity.nameplate), unit),
            ("Full cost of a unit", number(line.cost.full), view.price_unit(good).to_owned()),
            ("Price here", number(view.markets.of(good).node(line.facility.region).spot), view.price_unit(good).to_owned()),
        ];
        let title = view.facts.place(line.facility);
        (
            title,
            view.region(line.facility.region).to_owned(),
            facts,
            FigureKey::UnitCost { line: line.facility.id },
            on_firms::of_plant(&view, at),
        )
    };
    detail(ui, desk, (&title, &caption), &facts, ("What a unit costs", key), orders, &offers);
}

fn maker(ui: &mut Ui, desk: &mut Desk, firm: FirmId, orders: &mut offers::Memory) {
    let (title, caption, facts, offers) = {
        let view = desk.view();
        let finance = view.finances[firm.index()];
        let definition = &view.catalog.firms[firm.index()];
        let money = |musd: f64| crate::units::digits::money(musd);
        let facts = vec![
            ("Revenue", money(finance.revenue), "a year".to_owned()),
            ("Earnings", money(finance.earnings), "a year".to_owned()),
            ("Cash", money(view.ledger.cash_musd(crate::sim::ledger::components::Account::Firm(firm))), String::new()),
            ("Debt", money(finance.debt as f64 / crate::units::MUSD_IN_CENTS), String::new()),
        ];
        (definition.name.clone(), view.region(definition.home).to_owned(), facts, on_firms::of_maker(&view, firm))
    };
    detail(ui, desk, (&title, &caption), &facts, ("Where its earnings come from", FigureKey::Earnings { firm }), orders, &offers);
}

type Fact = (&'static str, String, String);

fn detail(
    ui: &mut Ui,
    desk: &mut Desk,
    (title, caption): (&str, &str),
    facts: &[Fact],
    (question, key): (&str, FigureKey),
    orders: &mut offers::Memory,
    list: &[offers::Offer],
) {
    let rect = ui.max_rect();
    card(ui, rect, title, caption, |ui| {
        ScrollArea::vertical().id_salt("detail").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            facts.iter().for_each(|(name, value, unit)| pair(ui, name, value, unit));
            ui.add_space(4.0);
            offers::why(ui, desk, question, key);
            ui.add_space(8.0);
            ui.label(RichText::new("Orders").font(theme::bold()));
            ui.add_space(2.0);
            ui.spacing_mut().item_spacing.y = 5.0;
            if list.is_empty() {
                sentence(ui, "There is no order on this.", theme::QUIET);
            }
            offers::show(ui, desk, orders, title, list);
            ui.add_space(6.0);
        });
    });
}
