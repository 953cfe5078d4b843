//! A sum as rows: each term with its sign, its bar beginning where the one before ended, the sum in the last row.

use egui::{Align, Color32, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::line;
use crate::ui::theme;
use crate::units::digits::fixed;

/// Least height of a row.
const ROW: f32 = 20.0;
/// Room for the number at the right.
const NUMBER: f32 = 46.0;

/// Points with a sign and one decimal, so that rows can be added up by eye.
#[must_use]
pub fn points(value: f64) -> String {
    let text = fixed(value.abs(), 1);
    match text.as_str() {
        "0.0" => "0".to_owned(),
        _ if value < 0.0 => format!("−{text}"),
        _ => format!("+{text}"),
    }
}

/// Draws the terms and their sum, a row each: what adds is better.
pub fn show(ui: &mut Ui, terms: &[(String, f64)], name: &str) {
    rows(ui, terms, name, [theme::BETTER, theme::WORSE]);
}

/// The same of something that had better be small.
pub fn show_burden(ui: &mut Ui, terms: &[(String, f64)], name: &str) {
    rows(ui, terms, name, [theme::WORSE, theme::BETTER]);
}

/// Rows, with the colours of what adds and of what takes away.
fn rows(ui: &mut Ui, terms: &[(String, f64)], name: &str, colors: [Color32; 2]) {
    let total: f64 = terms.iter().map(|(_, value)| value).sum();
    let (mut low, mut high, mut at) = (0.0_f64, 0.0_f64, 0.0);
    for (_, value) in terms {
        at += value;
        low = low.min(at);
        high = high.max(at);
    }
    let span = (high - low).max(1e-9);
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut from = 0.0;
    for (what, value) in terms {
        row(ui, what, *value, [from, from + value], (low, span), colors, false);
        from += value;
    }
    row(ui, name, total, [0.0, total], (low, span), colors, true);
}

fn row(ui: &mut Ui, what: &str, value: f64, ends: [f64; 2], (low, span): (f64, f64), [more, less]: [Color32; 2], last: bool) {
    let font = if last { theme::small_bold() } else { theme::small() };
    let room = (ui.available_width() - 6.0 - NUMBER) * 0.6 - 8.0;
    // Long names take a second line.
    let galley = ui.painter().layout(what.to_owned(), font, theme::TEXT, room);
    let height = ROW.max(galley.size().y + 6.0);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 6.0, height), Sense::hover());
    let words = rect.with_max_x(rect.left() + room);
    let plot = Rect::from_min_max(pos2(words.right() + 8.0, rect.top()), pos2(rect.right() - NUMBER, rect.bottom()));
    let x = |value: f64| plot.left() + plot.width() * ((value - low) / span) as f32;
    if last {
        ui.painter().hline(rect.x_range(), rect.top() + 0.5, theme::hairline());
    }
    ui.painter().vline(x(0.0), rect.y_range(), Stroke::new(1.0, theme::FAINT));
    let (left, right) = (x(ends[0].min(ends[1])), x(ends[0].max(ends[1])));
    let color = if value < 0.0 { less } else { more };
    let middle = rect.center().y;
    let bar = Rect::from_min_max(pos2(left, middle - 5.0), pos2(right.max(left + 1.5), middle + 5.0));
    ui.painter().rect_filled(bar, 2, if last { color } else { theme::faded(color, 0.75) });
    ui.painter().galley(pos2(words.left(), middle - galley.size().y / 2.0), galley, theme::TEXT);
    let color = if last { color } else { theme::TEXT };
    line(ui, rect.with_min_x(rect.right() - NUMBER), &points(value), theme::small_bold(), color, Align::Max);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{what} {}", points(value))));
}
