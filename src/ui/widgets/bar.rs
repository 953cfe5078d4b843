//! Small pictures in a line of text: a bar for a share, a curve of the last years.

use egui::{Color32, Rect, Shape, Stroke, Ui, pos2};

use crate::ui::theme;

/// A bar that is full at 1, with a tick where somebody else stands.
pub fn share(ui: &Ui, rect: Rect, share: f64, color: Color32, tick: Option<(f64, Color32)>) {
    let part = |value: f64| rect.left() + rect.width() * if value.is_finite() { value.clamp(0.0, 1.0) as f32 } else { 0.0 };
    ui.painter().rect_filled(rect, 2, theme::HAIRLINE);
    ui.painter().rect_filled(rect.with_max_x(part(share)), 2, color);
    if let Some((value, color)) = tick {
        let x = part(value);
        ui.painter().vline(x, rect.expand(2.0).y_range(), Stroke::new(2.0, color));
    }
}

/// A curve of values, from the lowest to the highest.
pub fn sparkline(ui: &Ui, rect: Rect, values: &[f32], color: Color32) {
    let finite = || values.iter().copied().filter(|v| v.is_finite());
    let (low, high) = (finite().fold(f32::INFINITY, f32::min), finite().fold(f32::NEG_INFINITY, f32::max));
    if values.len() < 2 || low > high {
        return;
    }
    let span = (high - low).max(high.abs() * 0.02).max(1e-9);
    let step = rect.width() / (values.len() - 1) as f32;
    let point = |(at, value): (usize, &f32)| pos2(rect.left() + step * at as f32, rect.bottom() - rect.height() * (value - low) / span);
    let points = values.iter().enumerate().filter(|(_, v)| v.is_finite()).map(point).collect();
    ui.painter().add(Shape::line(points, Stroke::new(1.4, color)));
}
