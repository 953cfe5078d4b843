//! The ladder of the two sides, drawn: what of each stands on which rung, where things are now; likely replies and ways down beside it.

use egui::{Align, Align2, Rect, ScrollArea, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::State;
use crate::content::ids::RegionId;
use crate::reports::ladder::{NO_WAY, Rung, Way, ladder, tables, ways};
use crate::reports::table::{Cell, Table};
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{bar, caption, card, cell, line, paragraph, put, sentence, sum};
use crate::units::digits::{fixed, money};

/// What is drawn.
pub(super) struct Data {
    rungs: Vec<Rung>,
    /// The highest rung of each side, the United States first.
    top: [u32; 2],
    tension: f64,
    terms: Vec<(String, f64)>,
    replies: Table,
    ways: Vec<Way>,
}

fn read(desk: &Desk) -> Data {
    let view = desk.view();
    let rungs = ladder(&view);
    let top = [0, 1].map(|side| rungs.iter().filter(|rung| !rung.measures[side].is_empty()).map(|rung| rung.number).max().unwrap_or(0));
    let mut list = tables(&view);
    let mut take = |id: &str| {
        let at = list.iter().position(|table| table.id == id);
        at.map_or_else(|| Table::new(id, ""), |at| list.swap_remove(at))
    };
    let tension = take("ladder.tension");
    // Its last row is the sum, which is drawn anew.
    let all = tension.rows.len().saturating_sub(1);
    let terms = tension.rows.iter().take(all).filter_map(|row| match row.as_slice() {
        [Cell::Text(what), Cell::Number(points)] => Some((what.clone(), *points)),
        _ => None,
    });
    Data { top, tension: view.diplomacy.tension, terms: terms.collect(), replies: take("ladder.replies"), ways: ways(&view), rungs }
}

/// Draws the ladder.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let data = state.ladder.get(desk.revision, || read(desk));
    let now = data.top[0].max(data.top[1]);
    let caption = if now == 0 { "nothing stands on it".to_owned() } else { format!("now on rung {now} of 10") };
    card(ui, ui.max_rect(), "The ladder", &caption, |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 24.0);
        let scenario = &desk.catalog().scenario;
        let middle = Rect::from_center_size(full.center(), vec2((full.width() * 0.3).clamp(220.0, 320.0), full.height()));
        let sides = [scenario.us, scenario.china];
        let left = full.with_max_x(middle.left() - 16.0);
        let right = full.with_min_x(middle.right() + 16.0);
        for (side, place, align) in [(sides[0], left, Align::Max), (sides[1], right, Align::Min)] {
            let place = head.with_min_x(place.left()).with_max_x(place.right());
            line(ui, place, &desk.catalog()[side].name, theme::bold(), theme::region(desk.catalog(), side), align);
        }
        line(
            ui,
            head.with_min_x(middle.left()).with_max_x(middle.right()),
            "hostile measures",
            theme::small(),
            theme::QUIET,
            Align::Center,
        );
        let each = (full.bottom() - head.bottom()) / data.rungs.len().max(1) as f32;
        for (at, rung) in data.rungs.iter().enumerate() {
            let y = head.bottom() + each * at as f32;
            let row = |of: Rect| Rect::from_min_max(pos2(of.left(), y), pos2(of.right(), y + each));
            self::rung(ui, [row(left), row(middle), row(right)], rung, &data.top, sides.map(|side| theme::region(desk.catalog(), side)));
        }
    });
}

/// A rung between its rails; the measures on it at both sides; a mark where a side stands.
fn rung(ui: &mut Ui, [left, middle, right]: [Rect; 3], of: &Rung, top: &[u32; 2], colors: [egui::Color32; 2]) {
    let now = top[0].max(top[1]) == of.number;
    let taken = of.number <= top[0].max(top[1]);
    let rail = Stroke::new(2.0, theme::HAIRLINE);
    ui.painter().vline(middle.left(), middle.y_range(), rail);
    ui.painter().vline(middle.right(), middle.y_range(), rail);
    let bar = Rect::from_center_size(middle.center(), vec2(middle.width(), (middle.height() - 8.0).min(34.0)));
    let fill = if now {
        theme::faded(theme::ACCENT, 0.16)
    } else if taken {
        theme::RAISED
    } else {
        theme::PANEL
    };
    let edge = if now { theme::ACCENT } else { theme::HAIRLINE };
    ui.painter().rect(bar, theme::SMALL_RADIUS, fill, Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let number = bar.with_max_x(bar.left() + 30.0);
    let color = if now {
        theme::ACCENT
    } else if taken {
        theme::TEXT
    } else {
        theme::FAINT
    };
    line(ui, number, &of.number.to_string(), theme::bold(), color, Align::Center);
    let words = Rect::from_min_max(pos2(number.right() + 2.0, bar.top()), pos2(bar.right() - 8.0, bar.bottom()));
    let color = if taken { theme::TEXT } else { theme::QUIET };
    let galley = ui.painter().layout(crate::orders::phrases::capital(of.typical), theme::small(), color, words.width());
    ui.painter().galley(pos2(words.left(), words.center().y - galley.size().y / 2.0), galley, color);
    for (side, place) in [left, right].into_iter().enumerate() {
        if top[side] == of.number {
            // A mark at the rail of the side that has come as far as here.
            let (x, towards) = if side == 0 { (middle.left() - 9.0, vec2(7.0, 0.0)) } else { (middle.right() + 9.0, vec2(-7.0, 0.0)) };
            crate::ui::widgets::arrow(ui, pos2(x, middle.center().y), towards, colors[side]);
        }
        measures(ui, place, &of.measures[side], side == 0);
    }
    let here: Vec<&str> = of.measures.iter().flatten().map(String::as_str).collect();
    let response = ui.interact(bar, ui.id().with(("rung", of.number)), Sense::hover());
    let state = if now { ", the two stand here" } else { "" };
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("Rung {}{state}: {}", of.number, of.typical)));
    if !here.is_empty() {
        response.on_hover_text(here.join("\n"));
    }
}

/// Measures of a side on a rung: as many lines as there is room for.
fn measures(ui: &mut Ui, rect: Rect, list: &[String], right_bound: bool) {
    const LINE: f32 = 15.0;
    let rows = (((rect.height() - 4.0) / LINE).floor() as usize).max(1);
    let shown = if list.len() > rows { rows.saturating_sub(1).max(1) } else { list.len() };
    let more = list.len() - shown.min(list.len());
    let mut lines: Vec<String> = list.iter().take(shown).map(|text| named(text)).collect();
    if more > 0 {
        lines.push(format!("and {more} more"));
    }
    let top = rect.center().y - LINE * lines.len() as f32 / 2.0;
    let align = if right_bound { Align::Max } else { Align::Min };
    let mut cut = false;
    for (at, text) in lines.iter().enumerate() {
        let place = Rect::from_min_size(pos2(rect.left(), top + LINE * at as f32), vec2(rect.width(), LINE));
        cut |= cell(ui, place, text, theme::small(), theme::TEXT, align);
    }
    if cut || more > 0 {
        let response = ui.interact(rect, ui.id().with(("measures", right_bound, rect.top() as i32)), Sense::hover());
        let all: Vec<String> = list.iter().map(|text| named(text)).collect();
        response.on_hover_text(all.join("\n"));
    }
}

/// A measure as it is read: the number by which it is meant elsewhere, then its name.
fn named(text: &str) -> String {
    match text.split_once(' ') {
        Some((number, name)) if number.bytes().all(|b| b.is_ascii_digit()) => format!("{number} · {name}"),
        _ => text.to_owned(),
    }
}

/// Draws the column: tension and its terms, likely replies, ways down.
pub(super) fn column(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let data = state.ladder.get(desk.revision, || read(desk));
    let caption = format!("{} of 100", fixed(data.tension, 0));
    card(ui, ui.max_rect(), "Tension", &caption, |ui| {
        let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), 8.0), Sense::hover());
        bar::share(ui, place, data.tension / 100.0, theme::WORSE, None);
        ui.spacing_mut().item_spacing.y = 3.0;
        ScrollArea::vertical().id_salt("tension").auto_shrink([false, false]).show(ui, |ui| {
            let alone = data
                .ways
                .first()
                .map_or_else(String::new, |way| format!("tension falls by, against {} if left alone", fixed(way.tension + way.falls, 0)));
            heading(ui, "Ways down", &alone);
            exits(ui, &data.ways);
            heading(ui, "Likely replies to a further step", "by the trade that they would hit");
            replies(ui, desk, &data.replies);
            heading(ui, "How it came about", "points");
            sum::show_burden(ui, &data.terms, "Tension now");
        });
    });
}

fn heading(ui: &mut Ui, name: &str, about: &str) {
    ui.add_space(8.0);
    ui.label(egui::RichText::new(name).font(theme::bold()));
    if !about.is_empty() {
        caption(ui, about);
    }
}

/// Text at the left, a figure at the right, over as many lines as the text takes.
fn entry(ui: &mut Ui, text: &str, figure: &str, color: egui::Color32) -> egui::Response {
    const ROOM: f32 = 74.0;
    let width = ui.available_width() - ROOM - 18.0;
    let height = ui.painter().layout(text.to_owned(), theme::small(), theme::TEXT, width).size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 6.0, height + 4.0), Sense::hover());
    ui.painter().circle_filled(rect.min + vec2(3.0, 9.0), 2.5, color);
    paragraph(ui, rect.min + vec2(12.0, 2.0), width, text, theme::small(), theme::TEXT);
    put(ui, rect.right_top() + vec2(0.0, 2.0), Align2::RIGHT_TOP, figure, theme::small_bold(), theme::TEXT);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{text} {figure}")));
    response
}

fn exits(ui: &mut Ui, ways: &[Way]) {
    if ways.is_empty() {
        sentence(ui, NO_WAY, theme::QUIET);
    }
    for (at, way) in ways.iter().enumerate() {
        let freed =
            if way.musd < 0.5 { "no trade hangs on it".to_owned() } else { format!("{} of trade a year is free again", money(way.musd)) };
        let text = format!("{}: {freed}.", crate::orders::phrases::capital(&way.what));
        let color = if at == 0 { theme::BETTER } else { theme::FAINT };
        let figure = format!("{}, to {}", sum::points(-way.falls), fixed(way.tension, 0));
        let names: Vec<String> = way.measures.iter().map(|text| named(text)).collect();
        entry(ui, &text, &figure, color).on_hover_text(names.join("\n"));
    }
}

fn replies(ui: &mut Ui, desk: &Desk, table: &Table) {
    let view = desk.view();
    let scenario = &view.catalog.scenario;
    let sides = [scenario.us, scenario.china];
    let color = |by: &str| {
        let of = |side: &&RegionId| view.short(**side) == by;
        sides.iter().find(of).map_or(theme::QUIET, |side| theme::region(view.catalog, *side))
    };
    if table.rows.is_empty() {
        sentence(ui, "Neither side has a measure at hand that would hit the other’s trade.", theme::QUIET);
    }
    for row in &table.rows {
        let [Cell::Text(by), Cell::Text(reply), Cell::Count(rung), Cell::Number(musd)] = row.as_slice() else { continue };
        entry(ui, &format!("{by}, rung {rung}: {reply}"), &money(*musd), color(by));
    }
}
