//! The final page of a campaign: what ended it, the scores of both sides, what decided it, when it turned, what followed own decisions.

use egui::{Align, RichText, Sense, Ui, WidgetInfo, WidgetType, vec2};

use super::dialogs::Answer;
use crate::content::definitions::scores::Index;
use crate::orders::phrases::capital;
use crate::reports::result::{self, FinalPage, SideResult};
use crate::sim::scoreboard::outcome::Standing;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{button, line, primary, sentence, sum};
use crate::units::digits::fixed;

/// Shows the page as a question: what to do now.
pub fn show(ui: &mut Ui, desk: &mut Desk) -> Answer {
    let Some(page) = result::page(&desk.view(), desk.side, desk.game.log()) else { return Answer::Close };
    let own = page.sides.iter().find(|side| side.region == desk.side);
    let (word, color) = match own.map(|side| side.standing) {
        Some(Standing::Won) => ("You have won", theme::BETTER),
        Some(Standing::Lost) => ("You have lost", theme::WORSE),
        _ => ("Neither side has won", theme::TEXT),
    };
    ui.label(RichText::new(word).font(theme::title()).color(color));
    sentence(ui, &format!("{}.", page.ended()), theme::QUIET);
    ui.add_space(4.0);
    egui::ScrollArea::vertical().id_salt("final").max_height(430.0).min_scrolled_height(430.0).show(ui, |ui| body(ui, desk, &page));
    ui.add_space(8.0);
    let mut answer = Answer::Open;
    ui.horizontal(|ui| {
        if primary(ui, "Look around").clicked() {
            answer = Answer::Close;
        }
        if button(ui, "Go on as a sandbox").on_hover_text("The world goes on with nothing at stake; the result stays.").clicked() {
            desk.go_on();
            answer = Answer::Close;
        }
        if button(ui, "Back to the start").clicked() {
            answer = Answer::Leave;
        }
    });
    answer
}

/// The page itself.
pub fn body(ui: &mut Ui, desk: &Desk, page: &FinalPage) {
    if page.early {
        sentence(ui, &page.about, theme::QUIET);
    }
    scores(ui, desk, page);
    for (title, list) in [
        (page.decided_title(), &page.decided),
        ("When it turned", &page.turning),
        ("Before the lead grew most you ordered", &page.best),
        ("Before it shrank most you ordered", &page.worst),
    ] {
        if !list.is_empty() {
            ui.add_space(4.0);
            ui.label(RichText::new(title).font(theme::bold()));
            list.iter().for_each(|text| sentence(ui, text, theme::QUIET));
        }
    }
    if !(page.best.is_empty() && page.worst.is_empty()) {
        sentence(ui, "Records tell what followed, not what would have come without.", theme::FAINT);
    }
}

/// The vector of scores of both sides with weights.
fn scores(ui: &mut Ui, desk: &Desk, page: &FinalPage) {
    let row = |ui: &mut Ui, name: &str, weight: &str, values: &[(String, egui::Color32)], font: egui::FontId| {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width().min(520.0), 19.0), Sense::hover());
        line(ui, rect.with_max_x(rect.left() + 130.0), name, font.clone(), theme::TEXT, Align::Min);
        line(ui, rect.with_min_x(rect.left() + 132.0).with_max_x(rect.left() + 210.0), weight, theme::small(), theme::QUIET, Align::Max);
        for (at, (value, color)) in values.iter().enumerate() {
            let left = rect.left() + 214.0 + 100.0 * at as f32;
            line(ui, rect.with_min_x(left).with_max_x(left + 94.0), value, font.clone(), *color, Align::Max);
        }
        let told: Vec<&str> = values.iter().map(|(value, _)| value.as_str()).collect();
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{name} {}", told.join(" "))));
    };
    let colored = |value: &dyn Fn(&SideResult) -> String| -> Vec<(String, egui::Color32)> {
        page.sides.iter().map(|side| (value(side), theme::region(desk.catalog(), side.region))).collect()
    };
    row(ui, "", "weight", &colored(&|side| desk.catalog()[side.region].short.clone()), theme::small());
    for index in Index::ALL {
        let weight = format!("{} %", fixed(100.0 * desk.catalog().scenario.weight(*index), 0));
        let value = |side: &SideResult| {
            let known = *index != Index::Resilience || side.last.tested;
            if known { fixed(side.last.indices[*index as usize], 0) } else { "–".to_owned() }
        };
        row(ui, &capital(index.label()), &weight, &colored(&value), theme::body());
    }
    let factor = if (page.factor - 1.0).abs() > 1e-9 { format!("times {}", fixed(page.factor, 2)) } else { String::new() };
    row(ui, "Final score", &factor, &colored(&|side| fixed(side.last.score, 1)), theme::bold());
    if desk.catalog().scenario.has_par() {
        row(ui, "Above par", "", &colored(&|side| side.above_par.map_or_else(String::new, sum::points)), theme::bold());
    }
    row(ui, "Grade", "", &colored(&|side| side.grade.clone()), theme::body());
}
