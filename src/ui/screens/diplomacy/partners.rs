//! What countries want most and never sign, all beside each other: where a next deal may be found.

use egui::{Rect, ScrollArea, Ui};

use super::State;
use super::deals::{framed, title};
use crate::content::ids::RegionId;
use crate::reports::country::{Country, country};
use crate::ui::desk::Desk;
use crate::ui::panels::offers;
use crate::ui::theme;
use crate::ui::widgets::{button, card, sentence};
use crate::units::digits::fixed;

/// The least width of an entry.
const ENTRY: f32 = 400.0;
/// Wants that are told of each; the page of countries tells all.
const TOLD: usize = 4;

/// All that could sign something with the player's side.
pub(super) fn read(desk: &Desk) -> Vec<Country> {
    let view = desk.view();
    view.regions().filter(|region| *region != desk.side).map(|region| country(&view, region)).filter(|of| !of.about.is_empty()).collect()
}

/// Draws them in as many columns as there is room for.
pub(super) fn show(ui: &mut Ui, rect: Rect, desk: &Desk, state: &mut State) {
    let list = state.partners.get(desk.revision, || read(desk));
    let mut chosen = None;
    card(ui, rect, "What others want", "weights, 1 being usual", |ui| {
        let count = ((ui.available_width() / ENTRY) as usize).clamp(1, list.len().max(1));
        ScrollArea::vertical().id_salt("partners").auto_shrink([false, false]).show(ui, |ui| {
            for row in list.chunks(count) {
                ui.columns(count, |columns| {
                    for (of, ui) in row.iter().zip(columns) {
                        // Columns stretch what stands in them, words too.
                        let layout = egui::Layout::top_down(egui::Align::Min);
                        chosen = ui.with_layout(layout, |ui| entry(ui, desk, of)).inner.or(chosen);
                    }
                });
            }
        });
    });
    if let Some(with) = chosen {
        state.compose(with);
    }
}

/// A country; returned if a deal with it is to be made.
fn entry(ui: &mut Ui, desk: &Desk, of: &Country) -> Option<RegionId> {
    let mut chosen = None;
    framed(ui, theme::HAIRLINE, |ui| {
        title(ui, &desk.catalog()[of.region].name, "");
        sentence(ui, &of.about, theme::QUIET);
        let wants: Vec<String> =
            of.wants.iter().take(TOLD).map(|want| format!("{} {}", want.interest.label(), fixed(want.weight, 1))).collect();
        offers::fact(ui, "Wants", &wants.join(", "));
        of.red_lines.iter().for_each(|text| offers::fact(ui, "Red line", text));
        ui.push_id(of.region, |ui| {
            if button(ui, "Make a deal").clicked() {
                chosen = Some(of.region);
            }
        });
    });
    chosen
}
