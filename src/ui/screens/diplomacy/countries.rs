//! Countries between the two sides as a table; what the chosen one wants, holds and never signs below it.

use egui::{Align, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::State;
use crate::content::ids::RegionId;
use crate::orders::phrases::{self, capital};
use crate::reports::country::{self, Country, Want};
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::sum::points;
use crate::ui::widgets::table::{self, Look};
use crate::ui::widgets::{bar, card, cell, line, sentence, within};
use crate::units::digits::fixed;

/// Height of the card below the table.
const CARD: f32 = 232.0;

/// Draws the page: the table, and what there is to say of the country that is chosen.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let full = ui.max_rect();
    let Some(chosen) = state.chosen else {
        countries(ui, full, desk, state);
        return;
    };
    let split = full.bottom() - CARD;
    countries(ui, full.with_max_y(split - theme::GUTTER), desk, state);
    let about = state.country.get((desk.revision, chosen), || country::country(&desk.view(), chosen));
    one(ui, full.with_min_y(split), desk, &about);
}

fn countries(ui: &mut Ui, rect: Rect, desk: &Desk, state: &mut State) {
    let list = state.list.get(desk.revision, || country::table(&desk.view(), desk.side));
    let (table, regions) = &*list;
    card(ui, rect, "Countries", "where each stands between the two sides · press one to deal with it", |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 24.0);
        within(ui, head, |ui| table::filter(ui, &mut state.sorting, 160.0));
        let scenario = &desk.catalog().scenario;
        let us = phrases::region(desk.catalog(), scenario.us);
        legend(ui, head, &[(theme::PARTNERS, format!("partners of {us}")), (theme::QUIET, "neither side’s".to_owned())]);
        let mark = |at: usize| regions.get(at).map(|region| theme::region(desk.catalog(), *region));
        let tint = |column: &str, value: f64| {
            column.starts_with("relations").then(|| match value {
                v if v >= 20.0 => theme::BETTER,
                v if v <= -20.0 => theme::WORSE,
                _ => theme::TEXT,
            })
        };
        let short = |name: &str| match name {
            "chain output" => "output".to_owned(),
            "deals with you" => "deals".to_owned(),
            "believes you" => "trust".to_owned(),
            "makes most of" => "of the world it makes".to_owned(),
            other => other.replace("relations with ", "with "),
        };
        let heads: Vec<(&str, String)> = table.columns.iter().map(|column| (column.name.as_str(), short(&column.name))).collect();
        let heads: Vec<(&str, &str)> = heads.iter().map(|(name, head)| (*name, head.as_str())).collect();
        let leans: Vec<Option<f64>> = {
            let view = desk.view();
            regions.iter().map(|region| country::leaning(&view, *region)).collect()
        };
        let picture = |ui: &Ui, rect: Rect, row: usize| {
            if let Some(Some(lean)) = leans.get(row) {
                leaning(ui, rect, *lean);
            }
        };
        let chosen = regions.iter().position(|region| state.chosen == Some(*region));
        let look = Look {
            heads: &heads,
            chosen,
            mark: &mark,
            tint: &tint,
            picture: Some(("China · leans · US", 92.0, &picture)),
            ..Look::default()
        };
        let body = full.with_min_y(head.bottom() + 8.0);
        if let Some(at) = within(ui, body, |ui| table::show(ui, "relations", table, &mut state.sorting, &look)) {
            // Pressed again, it is let go.
            state.chosen = regions.get(at).copied().filter(|region| state.chosen != Some(*region));
        }
    });
}

/// What the squares before names mean, at the right of a row.
fn legend(ui: &mut Ui, row: Rect, list: &[(egui::Color32, String)]) {
    let mut right = row.right() - 10.0;
    for (color, text) in list.iter().rev() {
        let left = right - crate::ui::widgets::width(ui, text, theme::small()) - 1.0;
        line(ui, Rect::from_x_y_ranges(left..=right, row.y_range()), text, theme::small(), theme::QUIET, Align::Max);
        ui.painter().rect_filled(Rect::from_center_size(pos2(left - 8.0, row.center().y), vec2(7.0, 7.0)), 1, *color);
        right = left - 26.0;
    }
    let told: Vec<&str> = list.iter().map(|(_, text)| text.as_str()).collect();
    let response = ui.interact(row.with_min_x(right), ui.id().with("legend"), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, told.join(", ")));
}

/// A strip from China to the United States with a mark where a country leans.
fn leaning(ui: &Ui, rect: Rect, lean: f64) {
    let strip = Rect::from_center_size(rect.center(), vec2(rect.width(), 4.0));
    ui.painter().rect_filled(strip, 2, theme::HAIRLINE);
    ui.painter().vline(strip.center().x, strip.expand(3.0).y_range(), egui::Stroke::new(1.0, theme::FAINT));
    let x = strip.center().x + strip.width() / 2.0 * (lean / 100.0).clamp(-1.0, 1.0) as f32;
    let color = match lean {
        l if l > 5.0 => theme::US,
        l if l < -5.0 => theme::CHINA,
        _ => theme::TEXT,
    };
    let (from, to) = (strip.center().x.min(x), strip.center().x.max(x));
    ui.painter().rect_filled(Rect::from_x_y_ranges(from..=to, strip.y_range()), 0, theme::faded(color, 0.6));
    ui.painter().circle_filled(pos2(x, strip.center().y), 4.0, color);
}

/// What a country wants, what it holds, what it never signs.
fn one(ui: &mut Ui, rect: Rect, desk: &Desk, about: &Country) {
    let view = desk.view();
    let [us, china] = about.sells;
    let scenario = &view.catalog.scenario;
    let part = |side: RegionId, share: f64| (side != about.region).then(|| format!("{} % to {}", fixed(share, 0), view.there(side)));
    let parts: Vec<String> = [part(scenario.us, us), part(scenario.china, china)].into_iter().flatten().collect();
    let caption = format!("of its exports along the chain go {}", crate::orders::phrases::list(&parts));
    card(ui, rect, view.region(about.region), &caption, |ui| {
        let full = ui.max_rect();
        let width = (full.width() - 2.0 * 20.0) / 3.0;
        let column = |at: f32| Rect::from_min_size(pos2(full.left() + (width + 20.0) * at, full.top()), vec2(width, full.height()));
        within(ui, column(0.0), |ui| wants(ui, desk, about));
        within(ui, column(1.0), |ui| holds(ui, desk, about));
        within(ui, column(2.0), |ui| lines(ui, about));
        for at in [1.0, 2.0] {
            ui.painter().vline(column(at).left() - 10.0, full.y_range(), theme::hairline());
        }
    });
}

fn wants(ui: &mut Ui, desk: &Desk, about: &Country) {
    ui.spacing_mut().item_spacing.y = 1.0;
    heading(ui, "Wants", "weight · deals bring");
    about.wants.iter().for_each(|want| self::want(ui, desk, want));
}

/// A quiet heading with what its figures are at the right.
fn heading(ui: &mut Ui, name: &str, figures: &str) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    line(ui, rect.with_max_x(rect.left() + rect.width() * 0.5), name, theme::small_bold(), theme::TEXT, Align::Min);
    line(ui, rect.with_min_x(rect.left() + rect.width() * 0.45), figures, theme::small(), theme::FAINT, Align::Max);
}

/// An interest: its weight as a bar, 1 being usual, and what deals bring in it.
fn want(ui: &mut Ui, desk: &Desk, want: &Want) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
    let name = capital(want.interest.label());
    cell(ui, rect.with_max_x(rect.left() + 108.0), &name, theme::small(), theme::TEXT, Align::Min);
    let strip = Rect::from_min_max(pos2(rect.left() + 112.0, rect.center().y - 2.5), pos2(rect.right() - 74.0, rect.center().y + 2.5));
    bar::share(ui, strip, want.weight / 2.0, theme::QUIET, Some((0.5, theme::FAINT)));
    let weight = Rect::from_min_max(pos2(rect.right() - 70.0, rect.top()), pos2(rect.right() - 42.0, rect.bottom()));
    line(ui, weight, &fixed(want.weight, 1), theme::small(), theme::QUIET, Align::Max);
    let (text, color) = match want.served {
        served if served.abs() < 0.05 => ("–".to_owned(), theme::FAINT),
        served if served > 0.0 => (points(served), theme::BETTER),
        served => (points(served), theme::WORSE),
    };
    line(ui, rect.with_min_x(rect.right() - 40.0), &text, theme::small_bold(), color, Align::Max);
    response.widget_info(|| {
        WidgetInfo::labeled(WidgetType::Label, true, format!("{name} weighs {}, deals bring {text}", fixed(want.weight, 1)))
    });
    let view = desk.view();
    let by: Vec<String> =
        want.by.iter().map(|(partner, sum)| format!("\nDeals with {}: {} points.", view.there(*partner), points(*sum))).collect();
    response.on_hover_text(format!("{name} weighs {} with it; 1 is usual.{}", fixed(want.weight, 2), by.concat()));
}

fn holds(ui: &mut Ui, desk: &Desk, about: &Country) {
    ui.spacing_mut().item_spacing.y = 1.0;
    heading(ui, "Makes", "% of the world");
    if about.holds.is_empty() {
        sentence(ui, "Less than 3 % of the world’s output of any good.", theme::QUIET);
    }
    let view = desk.view();
    for (good, share) in &about.holds {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 18.0), Sense::hover());
        let name = capital(&view.said(*good));
        let words = rect.with_max_x(rect.left() + rect.width() * 0.56);
        cell(ui, words, &name, theme::small(), theme::TEXT, Align::Min);
        let strip = Rect::from_min_max(pos2(words.right() + 6.0, rect.center().y - 2.5), pos2(rect.right() - 34.0, rect.center().y + 2.5));
        bar::share(ui, strip, share / 100.0, theme::stage(view.catalog[*good].stage), None);
        line(ui, rect.with_min_x(rect.right() - 30.0), &fixed(*share, 0), theme::small_bold(), theme::TEXT, Align::Max);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{name} {} % of the world", fixed(*share, 0))));
    }
    for held in &about.cards {
        ui.add_space(4.0);
        let state = if held.stands { "stands" } else { "in hand" };
        let text = format!("Card, {state}: {} ({} points to it now)", held.name, points(held.worth));
        ui.label(egui::RichText::new(text).font(theme::small()).color(if held.stands { theme::WORSE } else { theme::QUIET }))
            .on_hover_text(&held.about);
    }
}

fn lines(ui: &mut Ui, about: &Country) {
    ui.spacing_mut().item_spacing.y = 3.0;
    ScrollArea::vertical().id_salt("lines of a country").auto_shrink([false, false]).show(ui, |ui| {
        heading(ui, "Is after", "");
        sentence(ui, if about.about.is_empty() { "It has not said." } else { &about.about }, theme::QUIET);
        ui.add_space(4.0);
        heading(ui, "Red line", "");
        if about.red_lines.is_empty() {
            sentence(ui, "It has drawn no red line.", theme::QUIET);
        }
        about.red_lines.iter().for_each(|text| sentence(ui, text, theme::WORSE));
    });
}
