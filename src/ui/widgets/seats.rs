//! A chamber as a half circle of seats, those of the party in office at the left, with a mark where a law has enough votes.

use egui::{Align2, Color32, Pos2, Rect, Stroke, Ui, pos2, vec2};

use super::put;
use crate::ui::theme;

/// A part of a chamber: how many seats, their colour, whether they are drawn as rings: a second mark beside the colour.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Seats.
    pub seats: f64,
    /// Colour.
    pub color: Color32,
    /// Rings instead of discs.
    pub rings: bool,
}

/// Most dots that are drawn; a large chamber has several seats to a dot.
const MOST_DOTS: usize = 110;
/// Rows of seats.
const ROWS: usize = 5;

/// Where seats are, from left to right: an angle each, and a radius between the inner and the outer row.
fn places(dots: usize) -> Vec<(f32, f32)> {
    // Outer rows are longer, and hold more.
    let radii: Vec<f32> = (0..ROWS).map(|row| 0.5 + 0.5 * row as f32 / (ROWS - 1) as f32).collect();
    let sum: f32 = radii.iter().sum();
    let mut list = Vec::with_capacity(dots);
    let mut left = dots;
    for (row, radius) in radii.iter().enumerate() {
        let share = (dots as f32 * radius / sum).round() as usize;
        let count = if row == ROWS - 1 { left } else { share.min(left) };
        left -= count;
        for at in 0..count {
            let part = if count > 1 { at as f32 / (count - 1) as f32 } else { 0.5 };
            list.push((std::f32::consts::PI * (1.0 - part), *radius));
        }
    }
    list.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.total_cmp(&b.1)));
    list
}

/// Draws a chamber; `needed` of all seats are marked by a line.
pub fn half_circle(ui: &Ui, rect: Rect, parts: &[Part], needed: f64) {
    let all: f64 = parts.iter().map(|part| part.seats).sum();
    if all < 1.0 {
        return;
    }
    let dots = (all.round() as usize).min(MOST_DOTS);
    let radius = (rect.width() / 2.0).min(rect.height() - 6.0) - 4.0;
    let middle = pos2(rect.center().x, rect.bottom() - 4.0);
    let at = |angle: f32, share: f32| -> Pos2 { middle + vec2(angle.cos(), -angle.sin()) * radius * share };
    let size = (radius * 0.5 / ROWS as f32 * 0.52).clamp(1.6, 4.5);
    let mut until: Vec<(f64, Part)> = Vec::new();
    let mut sum = 0.0;
    for part in parts {
        sum += part.seats;
        until.push((sum / all, *part));
    }
    for (number, (angle, share)) in places(dots).into_iter().enumerate() {
        let place = (number as f64 + 0.5) / dots as f64;
        let Some((_, part)) = until.iter().find(|(end, _)| place <= *end + 1e-9) else { continue };
        if part.rings {
            ui.painter().circle_stroke(at(angle, share), size - 0.6, Stroke::new(1.3, part.color));
        } else {
            ui.painter().circle_filled(at(angle, share), size, part.color);
        }
    }
    let angle = std::f32::consts::PI * (1.0 - (needed / all).clamp(0.0, 1.0) as f32);
    ui.painter().line_segment([at(angle, 0.42), at(angle, 1.06)], Stroke::new(1.2, theme::ACCENT));
    // Two short lines: the hollow of the half circle is narrow.
    let label = format!("{} of {}", needed.round(), all.round());
    put(ui, pos2(middle.x, middle.y - 13.0), Align2::CENTER_BOTTOM, &label, theme::tiny(), theme::TEXT);
    put(ui, pos2(middle.x, middle.y - 1.0), Align2::CENTER_BOTTOM, "needed", theme::tiny(), theme::QUIET);
}

#[cfg(test)]
mod tests {
    use super::places;

    #[test]
    fn every_dot_has_a_place_from_left_to_right() {
        for dots in [1, 2, 7, 50, 100, 110] {
            let list = places(dots);
            assert_eq!(list.len(), dots);
            assert!(list.windows(2).all(|pair| pair[0].0 >= pair[1].0), "{dots}");
            assert!(list.iter().all(|(angle, radius)| (0.0..=3.15).contains(angle) && (0.5..=1.0).contains(radius)));
        }
    }
}
