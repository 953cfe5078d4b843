//! Curves over months: years below, values at the left, a line where now is, the value under the pointer.

use egui::{Align2, Color32, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::{number, put};
use crate::ui::theme;
use crate::units::Month;

/// A curve.
pub struct Curve<'a> {
    /// Whose it is.
    pub name: &'a str,
    /// Its values, month by month from the chart's first.
    pub values: &'a [f32],
    /// Its colour.
    pub color: Color32,
    /// Whether it is drawn in dashes: a second mark beside the colour.
    pub dashed: bool,
}

/// A chart.
pub struct Chart<'a> {
    /// The month of the first value.
    pub start: Month,
    /// Months that it is long.
    pub months: usize,
    /// Unit of all values.
    pub unit: &'a str,
    /// Its curves, the first on top.
    pub curves: &'a [Curve<'a>],
}

/// Steps of a scale that read well: 1, 2 or 5 times a power of ten.
fn step(span: f64, lines: f64) -> f64 {
    let rough = (span / lines).max(1e-12);
    let power = 10.0_f64.powf(rough.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|f| f * power >= rough).unwrap_or(10.0);
    factor * power
}

/// Draws a chart.
pub fn show(ui: &mut Ui, rect: Rect, chart: &Chart<'_>) {
    let plot = Rect::from_min_max(rect.min + vec2(40.0, 8.0), rect.max - vec2(14.0, 42.0));
    if chart.curves.iter().all(|curve| curve.values.is_empty()) {
        put(ui, plot.center(), Align2::CENTER_CENTER, "The curves begin with the first month.", theme::small(), theme::QUIET);
        return;
    }
    let finite = chart.curves.iter().flat_map(|curve| curve.values.iter().copied()).filter(|v| v.is_finite()).map(f64::from);
    let high = finite.fold(0.0_f64, f64::max) * 1.08;
    let high = if high > 0.0 { high } else { 1.0 };
    let scale = step(high, 4.0);
    let y = |value: f64| plot.bottom() - plot.height() * (value / high).clamp(0.0, 1.05) as f32;
    let mut tick = 0.0;
    while tick <= high {
        ui.painter().hline(plot.x_range(), y(tick), Stroke::new(1.0, theme::faded(theme::HAIRLINE, 0.7)));
        put(ui, pos2(plot.left() - 8.0, y(tick)), Align2::RIGHT_CENTER, &number(tick), theme::small(), theme::QUIET);
        tick += scale;
    }
    // A quarter's room behind now, so that the line does not stand at the edge.
    let length = (chart.months.max(12) + 3) as f32;
    let x = |month: f32| plot.left() + plot.width() * month / length;
    years(ui, plot, chart.start, length, x);
    let now = x(chart.months.saturating_sub(1) as f32);
    ui.painter().vline(now, plot.y_range(), Stroke::new(1.0, theme::FAINT));
    // In a narrow chart of many years there is no room behind it.
    let (x_of, side) = if now + 34.0 > rect.right() { (now - 5.0, Align2::RIGHT_TOP) } else { (now + 5.0, Align2::LEFT_TOP) };
    put(ui, pos2(x_of, plot.top()), side, "now", theme::small(), theme::QUIET);
    for curve in chart.curves.iter().rev() {
        let point = |(at, v): (usize, &f32)| pos2(x(at as f32), y(f64::from(*v)));
        let points: Vec<_> = curve.values.iter().enumerate().filter(|(_, v)| v.is_finite()).map(point).collect();
        if let [only] = points.as_slice() {
            ui.painter().circle_filled(*only, 3.0, curve.color);
        } else if curve.dashed {
            ui.painter().extend(Shape::dashed_line(&points, Stroke::new(1.5, curve.color), 4.0, 3.0));
        } else {
            ui.painter().add(Shape::line(points, Stroke::new(2.0, curve.color)));
        }
    }
    legend(ui, rect, chart);
    pointer(ui, plot, chart, length, y);
}

fn years(ui: &Ui, plot: Rect, start: Month, length: f32, x: impl Fn(f32) -> f32) {
    let months = length as i32;
    let wide = if months > 120 {
        4
    } else if months > 60 {
        2
    } else {
        1
    };
    for month in 0..months {
        let date = start.plus(month);
        if date.of_year() == 1 && date.year() % wide == 0 {
            let at = x(month as f32);
            ui.painter().vline(at, plot.bottom()..=plot.bottom() + 4.0, theme::hairline());
            put(ui, pos2(at, plot.bottom() + 6.0), Align2::CENTER_TOP, &date.year().to_string(), theme::small(), theme::QUIET);
        }
    }
}

fn legend(ui: &Ui, rect: Rect, chart: &Chart<'_>) {
    let mut at = pos2(rect.left() + 40.0, rect.bottom() - 10.0);
    for curve in chart.curves {
        let stroke = Stroke::new(2.0, curve.color);
        let ends = [at, at + vec2(16.0, 0.0)];
        if curve.dashed {
            ui.painter().extend(Shape::dashed_line(&ends, stroke, 4.0, 3.0));
        } else {
            ui.painter().line_segment(ends, stroke);
        }
        let text = put(ui, at + vec2(21.0, 0.0), Align2::LEFT_CENTER, curve.name, theme::small(), theme::QUIET);
        at.x = text.right() + 16.0;
    }
}

fn pointer(ui: &mut Ui, plot: Rect, chart: &Chart<'_>, length: f32, y: impl Fn(f64) -> f32) {
    let response = ui.interact(plot, ui.id().with("chart"), Sense::hover());
    response
        .widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, chart.curves.iter().map(|c| c.name).collect::<Vec<_>>().join(", ")));
    let Some(at) = response.hover_pos() else { return };
    let month = (((at.x - plot.left()) / plot.width() * length).round().max(0.0) as usize).min(chart.months.saturating_sub(1));
    let x = plot.left() + plot.width() * month as f32 / length;
    ui.painter().vline(x, plot.y_range(), Stroke::new(1.0, theme::faded(theme::TEXT, 0.3)));
    let mut text = chart.start.plus(i32::try_from(month).unwrap_or(0)).to_string();
    for curve in chart.curves {
        if let Some(value) = curve.values.get(month).filter(|v| v.is_finite()) {
            ui.painter().circle_filled(pos2(x, y(f64::from(*value))), 3.0, curve.color);
            text.push_str(&format!("\n{}: {} {}", curve.name, number(f64::from(*value)), chart.unit));
        }
    }
    response.on_hover_text_at_pointer(text);
}
