//! The terms of a figure over whatever is shown; each term that has terms of its own opens them.

use egui::{Context, Ui, vec2};

use crate::reports::figures::figure;
use crate::reports::{Figure, FigureKey};
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{button, number, sentence, waterfall};

/// Whether a rise of a figure is worse for who reads it: costs, prices, dependence.
#[must_use]
pub const fn up_is_worse(key: &FigureKey) -> bool {
    !matches!(
        key,
        FigureKey::PlugShare { .. }
            | FigureKey::Jobs { .. }
            | FigureKey::Earnings { .. }
            | FigureKey::CarShare { .. }
            | FigureKey::Npv { .. }
            | FigureKey::Demand { .. }
    )
}

/// Shows the figure on top, if one is open.
pub fn show(ctx: &Context, desk: &mut Desk) {
    let Some(key) = desk.why.last().cloned() else { return };
    let explained = figure(&desk.view(), &key);
    let (mut asked, mut back, mut close) = (None, false, false);
    let screen = ctx.viewport_rect();
    let size = vec2((screen.width() - 160.0).min(900.0), (screen.height() - 160.0).min(430.0));
    let modal = egui::Modal::new("why".into()).frame(dialog_frame());
    let response = modal.show(ctx, |ui| {
        ui.set_width(size.x);
        match &explained {
            Ok(figure) => asked = body(ui, figure, size),
            Err(error) => sentence(ui, &crate::orders::sentences::sentence(&error.to_string()), theme::WORSE),
        }
        ui.horizontal(|ui| {
            if desk.why.len() > 1 && button(ui, "Back").clicked() {
                back = true;
            }
            close = button(ui, "Close").clicked();
        });
    });
    if let Some(key) = asked {
        desk.open(key);
    } else if back {
        desk.why.pop();
    } else if close || response.backdrop_response.clicked() {
        desk.why.clear();
    }
}

/// The frame of everything that lies over a screen.
pub fn dialog_frame() -> egui::Frame {
    egui::Frame::new().fill(theme::PANEL).stroke(theme::hairline()).corner_radius(theme::RADIUS).inner_margin(16)
}

fn body(ui: &mut Ui, figure: &Figure, size: egui::Vec2) -> Option<FigureKey> {
    ui.horizontal(|ui| {
        ui.label(egui::RichText::new(format!("{}, {}", figure.name, figure.place)).font(theme::title()));
        ui.label(egui::RichText::new(format!("{} {}", number(figure.value), figure.unit)).font(theme::title()).color(theme::ACCENT));
    });
    sentence(ui, "Its terms, from left to right, add up to it. Names that are bright open terms of their own.", theme::QUIET);
    ui.add_space(6.0);
    let (rect, _) = ui.allocate_exact_size(vec2(size.x, size.y - 150.0), egui::Sense::hover());
    let asked = waterfall::show(ui, rect, figure, up_is_worse(&figure.key), theme::QUIET);
    for note in figure.notes.iter().take(3) {
        sentence(ui, note, theme::QUIET);
    }
    ui.add_space(6.0);
    asked
}
