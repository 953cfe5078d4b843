//! The plan: orders that wait for the end of the quarter, what they cost, undo and redo.

use egui::{Align, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::content::diagnostics::count;
use crate::orders::phrases::money;
use crate::reports::wording;
use crate::ui::desk::{Desk, Planned};
use crate::ui::theme;
use crate::ui::widgets::{button_if, card, line, paragraph, sentence};

/// Height of the plan while it is empty.
const EMPTY: f32 = 118.0;

/// Draws the plan at the top of a column; the place it took.
pub fn show(ui: &mut Ui, column: Rect, desk: &mut Desk) -> Rect {
    let summary = desk.summary();
    let width = column.width() - 24.0;
    let heights: Vec<f32> = summary.plan.iter().map(|planned| height(ui, width, planned)).collect();
    let wanted = if heights.is_empty() { EMPTY } else { 92.0 + heights.iter().sum::<f32>() };
    let rect = column.with_max_y(column.top() + wanted.min(column.height() * 0.46));
    let sum: f64 = summary.plan.iter().filter_map(|planned| planned.answer.as_ref().ok()).map(|quote| quote.cost_now_musd).sum();
    let caption = match summary.plan.len() {
        0 => String::new(),
        n if sum > 0.0 => format!("{} · {} now", count(n, "order"), money(sum)),
        n => format!("{} · nothing now", count(n, "order")),
    };
    card(ui, rect, "Plan for this quarter", &caption, |ui| {
        let full = ui.max_rect();
        let buttons = Rect::from_min_max(pos2(full.left(), full.bottom() - 26.0), full.max);
        let mut taken = None;
        if summary.plan.is_empty() {
            sentence(
                ui,
                "No orders yet. Choose a plant, a policy or a good; its orders show what they cost before you add them here.",
                theme::QUIET,
            );
        } else {
            let list = full.with_max_y(buttons.top() - 6.0);
            crate::ui::widgets::within(ui, list, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                ScrollArea::vertical().id_salt("plan").auto_shrink([false, false]).show(ui, |ui| {
                    for (at, planned) in summary.plan.iter().enumerate() {
                        if row(ui, at, planned, heights[at]) {
                            taken = Some(at);
                        }
                    }
                });
            });
        }
        if let Some(at) = taken {
            desk.take_back(at);
        }
        let seat = desk.game.seat(desk.side);
        let can_undo = seat.is_some_and(|seat| seat.outbox.can_undo());
        let can_redo = seat.is_some_and(|seat| seat.outbox.clone().redo());
        crate::ui::widgets::within(ui, buttons, |ui| {
            ui.horizontal(|ui| {
                if button_if(ui, can_undo, "Undo").on_hover_text("Ctrl-Z").clicked() {
                    desk.undo();
                }
                if button_if(ui, can_redo, "Redo").on_hover_text("Ctrl-Y").clicked() {
                    desk.redo();
                }
            });
        });
    });
    rect
}

/// What a planned order is told to cost, or why it would be refused.
fn terms(planned: &Planned) -> (String, egui::Color32) {
    match &planned.answer {
        Ok(quote) => (format!("Cost: {} First effect {}.", wording::cost(quote), wording::first_effect(quote)), theme::QUIET),
        Err(refusal) => (format!("Would be refused now. {refusal}"), theme::WORSE),
    }
}

fn height(ui: &Ui, width: f32, planned: &Planned) -> f32 {
    let tall = |text: &str, font| ui.painter().layout(text.to_owned(), font, theme::TEXT, width - 24.0).size().y;
    tall(&planned.text, theme::body()) + tall(&terms(planned).0, theme::small()) + 16.0
}

/// An order; true if it is to be taken out.
fn row(ui: &mut Ui, at: usize, planned: &Planned, height: f32) -> bool {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let used = paragraph(ui, rect.min + vec2(0.0, 4.0), rect.width() - 26.0, &planned.text, theme::body(), theme::TEXT);
    let (text, color) = terms(planned);
    paragraph(ui, rect.min + vec2(0.0, used + 7.0), rect.width() - 26.0, &text, theme::small(), color);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline());
    let close = Rect::from_min_size(pos2(rect.right() - 22.0, rect.top() + 3.0), vec2(20.0, 20.0));
    let response = ui.interact(close, ui.id().with(("remove", at)), Sense::click());
    let color = if response.hovered() { theme::WORSE } else { theme::QUIET };
    line(ui, close, "×", theme::title(), color, Align::Center);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("Remove {}", planned.text)));
    let clicked = response.clicked();
    response.on_hover_text("Take this order out of the plan");
    clicked
}
