//! What changed: what became of the player's orders, what moved most in a quarter with its reasons, what threatens and what is open.

use egui::{Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::briefing;
use crate::orders::sentences::sentence as said;
use crate::reports::FigureKey;
use crate::reports::briefing::Change;
use crate::ui::desk::{Desk, Outcome, Summary};
use crate::ui::theme;
use crate::ui::widgets::{card, number, paragraph, sentence};

/// Draws the list into what is left of `ui`.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let summary = desk.summary();
    let rect = ui.max_rect();
    let caption =
        if summary.briefing.changes.is_empty() { String::new() } else { format!("since {} · B opens all", summary.briefing.since) };
    let mut asked = None;
    card(ui, rect, "What changed", &caption, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("changed").auto_shrink([false, false]).show(ui, |ui| {
            asked = list(ui, desk, &summary);
            ui.add_space(8.0);
            briefing::points(ui, "Threats", &summary.briefing.threats, theme::WORSE);
            ui.add_space(8.0);
            briefing::points(ui, "Openings", &summary.briefing.openings, theme::BETTER);
        });
    });
    if let Some(key) = asked {
        desk.open(key);
    }
}

/// What became of own orders, then what changed; the figure whose terms are asked for.
pub(super) fn list(ui: &mut Ui, desk: &Desk, summary: &Summary) -> Option<FigureKey> {
    let mut asked = None;
    let briefing = &summary.briefing;
    if briefing.changes.is_empty() && summary.outcome.is_empty() {
        sentence(ui, "Nothing yet: the first month is still to come.", theme::QUIET);
    }
    summary.outcome.iter().for_each(|outcome| order(ui, outcome));
    briefing.effects.iter().for_each(|effect| {
        entry(ui, effect, "", theme::ACCENT, None);
    });
    for change in &briefing.changes {
        if self::change(ui, desk, change) {
            asked.clone_from(&change.opens);
        }
    }
    asked
}

/// What became of an order.
fn order(ui: &mut Ui, outcome: &Outcome) {
    let (mark, color) = if outcome.done { ("Done", theme::BETTER) } else { ("Refused", theme::WORSE) };
    let told = format!("{mark}. {}", outcome.told);
    entry(ui, &outcome.text, told.trim_end(), color, None);
}

/// A change as a sentence and its reason; true if its terms are asked for.
fn change(ui: &mut Ui, desk: &Desk, change: &Change) -> bool {
    let place = if change.place == "world" { String::new() } else { format!(", {}", change.place) };
    let head = match (change.then, change.now) {
        (Some(then), Some(now)) => {
            format!("{}{place}: {} → {} {}", said(&change.what).trim_end_matches('.'), number(then), number(now), change.unit)
        }
        _ => format!("{}{place}", change.what),
    };
    let color = color(desk, change);
    entry(ui, &head, &capital(&change.reason), color, change.opens.as_ref().map(|_| "Press to see its terms."))
}

fn capital(text: &str) -> String {
    crate::orders::phrases::capital(text)
}

/// Colour of what a change is about: a side, or neither.
fn color(desk: &Desk, change: &Change) -> egui::Color32 {
    let catalog = desk.catalog();
    let scenario = &catalog.scenario;
    let is = |region: crate::content::ids::RegionId| catalog[region].name == change.place;
    if is(scenario.us) {
        theme::US
    } else if is(scenario.china) {
        theme::CHINA
    } else {
        theme::QUIET
    }
}

/// A dot, a sentence, and what is quiet below it; true if it was pressed.
fn entry(ui: &mut Ui, head: &str, below: &str, color: egui::Color32, opens: Option<&str>) -> bool {
    let width = ui.available_width() - 22.0;
    let tall =
        |text: &str, font| if text.is_empty() { 0.0 } else { ui.painter().layout(text.to_owned(), font, theme::TEXT, width).size().y };
    let height = tall(head, theme::body()) + tall(below, theme::small()) + 11.0;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    if opens.is_some() && response.hovered() {
        ui.painter().rect_filled(Rect::from_min_max(rect.min, rect.max - vec2(8.0, 2.0)), 4, theme::RAISED);
    }
    ui.painter().circle_filled(pos2(rect.left() + 4.0, rect.top() + 11.0), 3.0, color);
    let used = paragraph(ui, rect.min + vec2(14.0, 3.0), width, head, theme::body(), theme::TEXT);
    paragraph(ui, rect.min + vec2(14.0, used + 5.0), width, below, theme::small(), theme::QUIET);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{head}. {below}")));
    let clicked = response.clicked() && opens.is_some();
    if let Some(opens) = opens {
        response.on_hover_text(opens);
    }
    clicked
}
