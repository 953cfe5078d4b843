//! What is known of the rival: how well its measures fit each doctrine, what it did last, and what it is after.

use egui::{Align, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::State;
use crate::content::ids::ItemKind;
use crate::reports::country::{Country, country};
use crate::reports::table::{Cell, Table};
use crate::reports::{self, View};
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{bar, card, line, paragraph, sentence};
use crate::units::digits::fixed;

/// What is drawn.
pub(super) struct Data {
    fits: Table,
    /// Its last orders, with reasons where it does not keep them to itself.
    last: Table,
    aims: Country,
}

fn read(desk: &Desk) -> Data {
    let rival = desk.catalog().scenario.rival(desk.side);
    let dossiers = desk.game.dossiers(Some(desk.side));
    let view = View::new(desk.game.simulation()).knowing(&dossiers);
    let word = view.word(ItemKind::Region, rival.index());
    let aims = country(&view, rival);
    let mut tables = reports::run_with(view, &["dossier", word]).unwrap_or_default();
    let mut take = |what: &str| {
        let at = tables.iter().position(|table| table.id.starts_with(what));
        at.map_or_else(|| Table::new(what, ""), |at| tables.swap_remove(at))
    };
    let fits = take("fit_");
    let reasons = take("reasons_");
    let last = if reasons.rows.is_empty() { take("seen_") } else { reasons };
    Data { fits, last, aims }
}

/// Draws the page.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let data = state.dossier.get(desk.revision, || read(desk));
    let full = ui.max_rect();
    let width = (full.width() - theme::GUTTER) * 0.5;
    let left = full.with_max_x(full.left() + width);
    let right = full.with_min_x(left.right() + theme::GUTTER);
    let note = data.fits.notes.first().map_or("", String::as_str);
    card(ui, left, "Which doctrine it may follow", "fit, of 100", |ui| {
        sentence(ui, &format!("It keeps its doctrine to itself; what it does tells. {note}"), theme::QUIET);
        ui.add_space(4.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("fits").auto_shrink([false, false]).show(ui, |ui| {
            if data.fits.rows.is_empty() {
                desk.catalog().doctrines.iter().for_each(|doctrine| fit(ui, &doctrine.name, None, &doctrine.about, false));
            }
            for (at, row) in data.fits.rows.iter().enumerate() {
                if let [Cell::Text(name), Cell::Number(fit), Cell::Text(about)] = row.as_slice() {
                    self::fit(ui, name, Some(*fit), about, at == 0);
                }
            }
        });
    });
    let split = right.top() + (right.height() * 0.3).clamp(150.0, 230.0);
    card(ui, right.with_max_y(split - 6.0), "What it is after", "weights of its interests, 1 being usual", |ui| {
        sentence(ui, &data.aims.about, theme::TEXT);
        let list: Vec<String> = data.aims.wants.iter().map(|want| format!("{} {}", want.interest.label(), fixed(want.weight, 1))).collect();
        sentence(ui, &format!("{}.", crate::orders::phrases::capital(&list.join(", "))), theme::QUIET);
        data.aims.red_lines.iter().for_each(|text| sentence(ui, text, theme::WORSE));
    });
    card(ui, right.with_min_y(split + 6.0), "What it did last", "newest first", |ui| last(ui, &data.last));
}

/// A doctrine: its fit as a bar, if it is known; what it is below.
fn fit(ui: &mut Ui, name: &str, fit: Option<f64>, about: &str, first: bool) {
    let width = ui.available_width() - 10.0;
    let tall = ui.painter().layout(about.to_owned(), theme::small(), theme::QUIET, width).size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, tall + 42.0), Sense::hover());
    let head = rect.with_max_y(rect.top() + 20.0);
    let told = fit.map_or_else(|| "–".to_owned(), |fit| fixed(fit, 0));
    line(ui, head.with_max_x(head.right() - 40.0), name, theme::bold(), theme::TEXT, Align::Min);
    line(ui, head.with_min_x(head.right() - 40.0), &told, theme::bold(), if first { theme::ACCENT } else { theme::TEXT }, Align::Max);
    let strip = Rect::from_min_max(pos2(rect.left(), rect.top() + 23.0), pos2(rect.right(), rect.top() + 28.0));
    bar::share(ui, strip, fit.unwrap_or(0.0) / 100.0, if first { theme::ACCENT } else { theme::QUIET }, None);
    paragraph(ui, pos2(rect.left(), rect.top() + 31.0), width, about, theme::small(), theme::QUIET);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{name} fits {told} of 100")));
}

fn last(ui: &mut Ui, table: &Table) {
    if table.rows.is_empty() {
        sentence(ui, "Nothing since the campaign began.", theme::QUIET);
    }
    ScrollArea::vertical().id_salt("last orders").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 6.0;
        for row in &table.rows {
            let texts: Vec<String> = row
                .iter()
                .map(|cell| match cell {
                    Cell::Date(month) => month.to_string(),
                    Cell::Text(text) => text.clone(),
                    _ => String::new(),
                })
                .collect();
            let [month, order, why @ ..] = texts.as_slice() else { continue };
            ui.horizontal_top(|ui| {
                let (place, _) = ui.allocate_exact_size(vec2(58.0, 14.0), Sense::hover());
                line(ui, place, month, theme::small(), theme::QUIET, Align::Min);
                ui.vertical(|ui| {
                    sentence(ui, order, theme::TEXT);
                    why.iter().filter(|text| !text.is_empty()).for_each(|text| sentence(ui, text, theme::QUIET));
                });
            });
        }
    });
}
