//! The briefing as a page: what changed and why at the left; threats, openings and what came of own orders at the right.

use egui::{RichText, ScrollArea, Ui, vec2};

use super::changed;
use super::dialogs::Answer;
use crate::orders::phrases::capital;
use crate::reports::briefing::Point;
use crate::reports::review::Reviewed;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{button, sentence};

/// Shows the page.
pub fn show(ui: &mut Ui, desk: &mut Desk) -> Answer {
    let summary = desk.summary();
    let turn = summary.turn;
    ui.label(RichText::new(format!("Briefing, turn {} of {}", turn.number, turn.of)).font(theme::title()));
    let mut asked = None;
    let down = egui::Layout::top_down(egui::Align::Min);
    let height = (ui.ctx().viewport_rect().height() - 190.0).clamp(240.0, 620.0);
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() - 16.0) / 2.0;
        ui.allocate_ui_with_layout(vec2(width, height), down, |ui| {
            ui.set_width(width);
            ScrollArea::vertical().id_salt("briefing left").max_height(height).min_scrolled_height(height).show(ui, |ui| {
                ui.add_space(4.0);
                head(ui, &format!("What changed since {}", summary.briefing.since));
                asked = changed::list(ui, desk, &summary);
            });
        });
        ui.allocate_ui_with_layout(vec2(width, height), down, |ui| {
            ui.set_width(width);
            ScrollArea::vertical().id_salt("briefing right").max_height(height).min_scrolled_height(height).show(ui, |ui| {
                points(ui, "Threats", &summary.briefing.threats, theme::WORSE);
                points(ui, "Openings", &summary.briefing.openings, theme::BETTER);
                reviewed(ui, &summary.review);
            });
        });
    });
    let closed = button(ui, "Close").clicked();
    match asked {
        Some(key) => {
            desk.open(key);
            Answer::Close
        }
        None if closed => Answer::Close,
        None => Answer::Open,
    }
}

fn head(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::bold()));
}

/// Threats or openings.
pub(super) fn points(ui: &mut Ui, title: &str, points: &[Point], color: egui::Color32) {
    if points.is_empty() {
        return;
    }
    ui.add_space(4.0);
    ui.spacing_mut().item_spacing.y = 5.0;
    ui.label(RichText::new(title).font(theme::bold()).color(color));
    points.iter().for_each(|point| sentence(ui, &point.text, theme::TEXT));
}

/// What came of own orders.
fn reviewed(ui: &mut Ui, list: &[Reviewed]) {
    ui.add_space(4.0);
    head(ui, "What came of your orders");
    if list.is_empty() {
        sentence(ui, "None was given in this session.", theme::QUIET);
    }
    for order in list.iter().take(8) {
        let paid = if order.paid.is_empty() { String::new() } else { format!(" Paid {}.", order.paid) };
        sentence(ui, &format!("{}: {}{paid}", order.month, order.order), theme::TEXT);
        for compared in &order.compared {
            let color = match compared.as_told {
                Some(true) => theme::BETTER,
                Some(false) => theme::WORSE,
                None => theme::QUIET,
            };
            sentence(ui, &format!("{}: told {}; {}.", capital(compared.what), compared.told, compared.came), color);
        }
    }
}
