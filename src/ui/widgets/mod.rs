//! What screens and panels are made of: cards, buttons, texts that know their room, tables, charts.

pub mod bar;
pub mod chart;
pub mod heads;
pub mod icons;
pub mod seats;
pub mod sum;
pub mod table;
pub mod waterfall;

use egui::text::{LayoutJob, TextFormat, TextWrapping};
use egui::{
    Align, Align2, Color32, FontId, Pos2, Rect, Response, RichText, Sense, Ui, UiBuilder, Vec2, WidgetInfo, WidgetType, pos2, vec2,
};

use super::theme;

/// Lines that were cut although they should have had room: names and figures, not cells of tables.
#[must_use]
pub fn cut_lines(ctx: &egui::Context) -> Vec<String> {
    ctx.data(|data| data.get_temp(egui::Id::new("cut lines"))).unwrap_or_default()
}

/// Writes a line that should have room into a rectangle; one that is too long all the same is cut, and noted for tests.
pub fn line(ui: &Ui, rect: Rect, text: &str, font: FontId, color: Color32, align: Align) {
    if cell(ui, rect, text, font, color, align) && cfg!(debug_assertions) {
        ui.ctx().data_mut(|data| {
            let list: &mut Vec<String> = data.get_temp_mut_or_default(egui::Id::new("cut lines"));
            if !list.iter().any(|known| known == text) {
                list.push(text.to_owned());
            }
        });
    }
}

/// Writes a line into a rectangle, cut with an ellipsis where it is too long. True if it was cut.
pub fn cell(ui: &Ui, rect: Rect, text: &str, font: FontId, color: Color32, align: Align) -> bool {
    let mut job = LayoutJob::single_section(text.to_owned(), TextFormat { font_id: font, color, ..TextFormat::default() });
    job.wrap = TextWrapping { max_width: rect.width().max(1.0), max_rows: 1, break_anywhere: true, ..TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let cut = galley.elided;
    let x = match align {
        Align::Min => rect.left(),
        Align::Center => rect.center().x - galley.size().x / 2.0,
        Align::Max => rect.right() - galley.size().x,
    };
    let y = rect.center().y - galley.size().y / 2.0;
    ui.painter().galley(pos2(x, y), galley, color);
    cut
}

/// Writes text over several lines from a corner; returns how high it is.
pub fn paragraph(ui: &Ui, at: Pos2, width: f32, text: &str, font: FontId, color: Color32) -> f32 {
    let galley = ui.painter().layout(text.to_owned(), font, color, width);
    let height = galley.size().y;
    ui.painter().galley(at, galley, color);
    height
}

/// Width of a line.
#[must_use]
pub fn width(ui: &Ui, text: &str, font: FontId) -> f32 {
    ui.painter().layout_no_wrap(text.to_owned(), font, Color32::WHITE).size().x
}

/// A part of the screen as a child.
pub fn within<R>(ui: &mut Ui, rect: Rect, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
        ui.set_clip_rect(ui.clip_rect().intersect(rect.expand(1.0)));
        add(ui)
    })
    .inner
}

/// One of several columns of the same width, beside each other.
#[must_use]
pub fn column(of: Rect, at: usize, count: usize) -> Rect {
    let width = (of.width() - theme::GUTTER * (count as f32 - 1.0)) / count as f32;
    Rect::from_min_size(pos2(of.left() + (width + theme::GUTTER) * at as f32, of.top()), vec2(width, of.height()))
}

/// A panel with a title, something quiet at its right, and a rule below; the rest is the content's.
pub fn card<R>(ui: &mut Ui, rect: Rect, title: &str, caption: &str, add: impl FnOnce(&mut Ui) -> R) -> R {
    ui.painter().rect(rect, theme::RADIUS, theme::PANEL, theme::hairline(), egui::StrokeKind::Inside);
    let head = Rect::from_min_size(rect.min, vec2(rect.width(), 36.0)).shrink2(vec2(12.0, 0.0));
    let quiet = width(ui, caption, theme::small()).min((head.width() - width(ui, title, theme::bold()) - 16.0).max(0.0));
    line(ui, head.with_max_x(head.right() - quiet - 8.0), title, theme::bold(), theme::TEXT, Align::Min);
    let told = head.with_min_x(head.right() - quiet - 1.0);
    let cut = cell(ui, told, caption, theme::small(), theme::QUIET, Align::Max);
    if !caption.is_empty() {
        let response = ui.interact(told, ui.id().with((title, "caption")), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, caption));
        if cut {
            response.on_hover_text(caption);
        }
    }
    ui.painter().hline(rect.x_range(), rect.top() + 36.0, theme::hairline());
    let inner = Rect::from_min_max(pos2(rect.left() + 12.0, rect.top() + 44.0), rect.max - vec2(12.0, 10.0));
    within(ui, inner, add)
}

/// The button of a screen that matters most.
pub fn primary(ui: &mut Ui, text: &str) -> Response {
    let button = egui::Button::new(RichText::new(text).font(theme::bold()).color(theme::ON_ACCENT))
        .fill(theme::ACCENT)
        .corner_radius(theme::SMALL_RADIUS);
    ui.add(button)
}

/// Edge of a card that can be chosen.
#[must_use]
pub fn edge(chosen: bool, hovered: bool) -> egui::Color32 {
    match (chosen, hovered) {
        (true, _) => theme::ACCENT,
        (false, true) => theme::FAINT,
        (false, false) => theme::HAIRLINE,
    }
}

/// A button.
pub fn button(ui: &mut Ui, text: &str) -> Response {
    ui.add(egui::Button::new(RichText::new(text).font(theme::small_bold())))
}

/// A button that cannot be pressed unless `can`.
pub fn button_if(ui: &mut Ui, can: bool, text: &str) -> Response {
    ui.add_enabled(can, egui::Button::new(RichText::new(text).font(theme::small_bold())))
}

/// A small choice that is on or off.
pub fn chip(ui: &mut Ui, on: bool, text: &str) -> Response {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::small(), theme::TEXT);
    let (rect, response) = ui.allocate_exact_size(galley.size() + vec2(16.0, 9.0), Sense::click());
    let (fill, color, edge) = match (on, response.hovered()) {
        (true, _) => (theme::RAISED, theme::TEXT, theme::FAINT),
        (false, true) => (theme::RAISED, theme::TEXT, theme::HAIRLINE),
        (false, false) => (theme::PANEL, theme::QUIET, theme::HAIRLINE),
    };
    ui.painter().rect(rect, 11, fill, egui::Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    ui.painter().galley_with_override_text_color(rect.min + vec2(8.0, 4.5), galley, color);
    response.widget_info(|| WidgetInfo::selected(WidgetType::SelectableLabel, true, on, text));
    response
}

/// Chips of which one is on.
pub fn chips(ui: &mut Ui, names: &[&str], chosen: &mut usize) -> bool {
    let mut changed = false;
    ui.spacing_mut().item_spacing.x = 4.0;
    for (at, name) in names.iter().enumerate() {
        if chip(ui, *chosen == at, name).clicked() && *chosen != at {
            *chosen = at;
            changed = true;
        }
    }
    changed
}

/// A caption over something.
pub fn caption(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::small()).color(theme::QUIET));
}

/// A sentence.
pub fn sentence(ui: &mut Ui, text: &str, color: Color32) {
    ui.label(RichText::new(text).font(theme::small()).color(color));
}

/// A caption in a row of its own width, over as many lines as it takes there.
pub fn wrapped(ui: &mut Ui, text: &str, width: f32, color: Color32) {
    let galley = ui.painter().layout(text.to_owned(), theme::small(), color, width.max(1.0));
    let (rect, response) = ui.allocate_exact_size(vec2(width, galley.size().y.max(18.0)), Sense::hover());
    ui.painter().galley(pos2(rect.left(), rect.center().y - galley.size().y / 2.0), galley, color);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, text));
}

/// A name and its value, the unit quiet beside it.
pub fn pair(ui: &mut Ui, name: &str, value: &str, unit: &str) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 20.0), Sense::hover());
    let unit_width = width(ui, unit, theme::small());
    let right = rect.right() - unit_width - if unit.is_empty() { 0.0 } else { 4.0 };
    let middle = rect.left() + width(ui, name, theme::small()) + 1.0;
    line(ui, rect.with_max_x(middle), name, theme::small(), theme::QUIET, Align::Min);
    // A long name of a firm gives way to what it is the name of.
    let cut = cell(ui, Rect::from_x_y_ranges(middle + 10.0..=right, rect.y_range()), value, theme::bold(), theme::TEXT, Align::Max);
    line(ui, rect.with_min_x(rect.right() - unit_width - 1.0), unit, theme::small(), theme::QUIET, Align::Max);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{name} {value} {unit}")));
    if cut {
        response.on_hover_text(value);
    }
}

/// A line of text without a widget.
pub fn put(ui: &Ui, at: Pos2, align: Align2, text: &str, font: FontId, color: Color32) -> Rect {
    ui.painter().text(at, align, text, font, color)
}

/// Text on a dark edge, so that it can be read on anything.
pub fn lit(ui: &Ui, at: Pos2, align: Align2, text: &str, font: FontId, color: Color32) -> Rect {
    for by in [vec2(-1.0, 0.0), vec2(1.0, 0.0), vec2(0.0, -1.0), vec2(0.0, 1.0)] {
        put(ui, at + by, align, text, font.clone(), theme::faded(theme::GROUND, 0.9));
    }
    put(ui, at, align, text, font, color)
}

/// A small triangle that points along `towards`.
pub fn arrow(ui: &Ui, at: Pos2, towards: Vec2, color: Color32) {
    let side = vec2(-towards.y, towards.x);
    let points = vec![at + towards, at - towards * 0.6 + side, at - towards * 0.6 - side];
    ui.painter().add(egui::Shape::convex_polygon(points, color, egui::Stroke::NONE));
}

/// A number as it is read: a true minus, as many digits as matter.
#[must_use]
pub fn number(value: f64) -> String {
    crate::units::digits::number(value)
}

/// A change with its sign.
#[must_use]
pub fn signed(value: f64) -> String {
    let text = number(value.abs());
    match text.as_str() {
        "0" => text,
        _ if value < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}
