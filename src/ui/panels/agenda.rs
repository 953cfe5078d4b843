//! Events over a screen: what asks the player for an answer, and what can be seen coming.

use egui::{RichText, ScrollArea, Ui};

use crate::content::definitions::events::Answer;
use crate::content::ids::EventId;
use crate::orders::Order;
use crate::reports::agenda::{self, Asked};
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{button, caption, sentence};

/// Shows the agenda; true if it is to be closed.
pub fn show(ui: &mut Ui, desk: &mut Desk) -> bool {
    let (asked, ahead) = {
        let view = desk.view();
        (agenda::asked(&view, Some(desk.side)), agenda::ahead(&view))
    };
    let height = ui.ctx().viewport_rect().height() - 180.0;
    // As high as what it holds, at once.
    ScrollArea::vertical().id_salt("agenda").max_height(height).min_scrolled_height(height).show(ui, |ui| {
        if asked.is_empty() {
            ui.label(RichText::new("Nothing waits for your answer").font(theme::title()));
        }
        for one in &asked {
            event(ui, desk, one);
            ui.add_space(10.0);
        }
        if !ahead.is_empty() {
            ui.separator();
            caption(ui, "In sight, as things stand");
        }
        for one in &ahead {
            let event = &desk.catalog()[one.event];
            let (name, sign) = (event.name.clone(), event.sign.clone());
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(name).font(theme::small_bold()));
                ui.label(RichText::new(agenda::when(one.outlook)).font(theme::small()).color(theme::ACCENT));
                ui.label(RichText::new(sign).font(theme::small()).color(theme::QUIET));
            });
        }
    });
    ui.add_space(8.0);
    button(ui, "Close").clicked()
}

fn event(ui: &mut Ui, desk: &mut Desk, asked: &Asked) {
    let event = &desk.catalog()[asked.event];
    let (name, about, usual) = (event.name.clone(), event.about.clone(), event.usual);
    let answers: Vec<Answer> = event.answers.clone();
    ui.label(RichText::new(name).font(theme::title()));
    ui.label(about);
    let otherwise = answers.get(usual as usize).map_or("", |answer| answer.name.as_str());
    sentence(ui, &format!("Answer before {}; if nothing is said: {otherwise}.", asked.until), theme::QUIET);
    for (number, one) in (0..).zip(&answers) {
        answer(ui, desk, asked.event, number, one);
    }
}

fn answer(ui: &mut Ui, desk: &mut Desk, event: EventId, number: u32, answer: &Answer) {
    let order = Order::AnswerEvent { event, answer: number };
    let quote = desk.quote(&order);
    let planned = desk.is_planned(&order);
    let frame = egui::Frame::new()
        .fill(theme::RAISED)
        .stroke(egui::Stroke::new(1.0, crate::ui::widgets::edge(planned, false)))
        .corner_radius(theme::SMALL_RADIUS)
        .inner_margin(egui::Margin::symmetric(10, 7));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            if planned {
                ui.label(RichText::new(format!("✓ {}", answer.name)).font(theme::bold()).color(theme::BETTER));
            } else if crate::ui::widgets::button_if(ui, quote.is_ok(), &answer.name).clicked() {
                desk.draft(order);
            }
            ui.label(RichText::new(format!("takes {}", agenda::takes(answer))).font(theme::small()).color(theme::QUIET));
        });
        if !answer.about.is_empty() {
            sentence(ui, &answer.about, theme::TEXT);
        }
        let brings = agenda::brings(&desk.view(), desk.side, answer);
        sentence(ui, &format!("{brings}."), theme::QUIET);
        if let Err(refusal) = quote.as_ref() {
            sentence(ui, &refusal.to_string(), theme::WORSE);
        }
    });
}
