//! A figure as bars that add up: each term stands where the one before ended, the last bar is the sum.

use egui::{Align2, Rect, Sense, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::put;
use crate::reports::{Figure, FigureKey};
use crate::ui::theme;
use crate::units::digits::{decimals, fixed};

/// The most bars before the small ones are put together.
const MOST: usize = 9;
/// The least width of a bar with its name; where there is less room, more of the small ones are put together.
const NARROWEST: f32 = 68.0;

/// A bar: name, value, what it opens.
struct Bar {
    name: String,
    value: f64,
    opens: Option<FigureKey>,
}

/// Terms as bars, the smallest together as one where there are too many.
fn bars(figure: &Figure, most: usize) -> Vec<Bar> {
    // What would read as nought beside the figure is left out.
    let nought = 0.5 / 10.0_f64.powf(decimals(figure.value.abs()) as f64);
    let small = nought.min(0.004 * figure.scale());
    let mut list: Vec<Bar> = figure
        .terms
        .iter()
        .filter(|term| term.value.abs() > small)
        .map(|term| Bar { name: term.name.clone(), value: term.value, opens: term.opens.clone() })
        .collect();
    if list.len() > most {
        let mut sizes: Vec<f64> = list.iter().map(|bar| bar.value.abs()).collect();
        sizes.sort_by(|a, b| b.total_cmp(a));
        let least = sizes[most - 2];
        let (kept, rest): (Vec<Bar>, Vec<Bar>) = list.into_iter().partition(|bar| bar.value.abs() >= least);
        let name = format!("{} smaller terms", rest.len());
        list = kept;
        list.push(Bar { name, value: rest.iter().map(|bar| bar.value).sum(), opens: None });
    }
    list
}

/// Draws the terms of a figure; the figure that was asked for by pressing a bar. Rises are `dear` to the reader if `up_is_worse`.
pub fn show(ui: &mut Ui, rect: Rect, figure: &Figure, up_is_worse: bool, main: egui::Color32) -> Option<FigureKey> {
    let list = bars(figure, ((rect.width() / NARROWEST) as usize).clamp(6, MOST + 1) - 1);
    let (mut low, mut high, mut sum) = (0.0_f64, figure.value.max(0.0), 0.0);
    for bar in &list {
        sum += bar.value;
        low = low.min(sum);
        high = high.max(sum);
    }
    low = low.min(figure.value);
    let span = (high - low).max(1e-12);
    let plot = Rect::from_min_max(rect.min + vec2(0.0, 18.0), rect.max - vec2(0.0, 48.0));
    let y = |value: f64| plot.bottom() - plot.height() * ((value - low) / span) as f32;
    // All bars are told as finely as the figure, so that the eye can add them up.
    let places = decimals(figure.value.abs());
    let count = list.len() + 1;
    let step = (rect.width() / count as f32).min(120.0);
    let left = rect.left();
    ui.painter().hline(left..=left + step * count as f32, y(0.0), theme::hairline());
    let (mut from, mut asked) = (0.0, None);
    for (at, bar) in list.iter().enumerate() {
        let place = Rect::from_x_y_ranges(left + step * at as f32..=left + step * (at + 1) as f32, rect.y_range());
        let to = from + bar.value;
        let whole = at == 0 && bar.value > 0.0;
        let color = match (whole, (bar.value > 0.0) == up_is_worse) {
            (true, _) => theme::faded(main, 0.75),
            (false, true) => theme::WORSE,
            (false, false) => theme::BETTER,
        };
        let sign = if whole || bar.value < 0.0 { "" } else { "+" };
        let text = format!("{sign}{}", fixed(bar.value, places));
        draw(ui, place, [y(from), y(to)], color, &bar.name, &text, bar.opens.is_some());
        // A thin line carries the level to the next bar.
        ui.painter().hline(place.center().x..=place.center().x + step, y(to), Stroke::new(1.0, theme::faded(theme::QUIET, 0.35)));
        let response = ui.interact(place, ui.id().with(("term", at, &bar.name)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, bar.opens.is_some(), format!("{} {text}", bar.name)));
        if response.clicked() {
            asked.clone_from(&bar.opens);
        }
        let more = if bar.opens.is_some() { "\nPress to see its terms." } else { "" };
        response.on_hover_text(format!("{}: {text} {}{more}", bar.name, figure.unit));
        from = to;
    }
    let place = Rect::from_x_y_ranges(left + step * list.len() as f32..=left + step * count as f32, rect.y_range());
    draw(ui, place, [y(0.0), y(figure.value)], main, &figure.name, &fixed(figure.value, places), false);
    asked
}

fn draw(ui: &Ui, place: Rect, ends: [f32; 2], color: egui::Color32, name: &str, value: &str, opens: bool) {
    let (top, bottom) = (ends[0].min(ends[1]), ends[0].max(ends[1]).max(ends[0].min(ends[1]) + 2.0));
    let half = (place.width() * 0.36).min(30.0);
    let bar = Rect::from_min_max(pos2(place.center().x - half, top), pos2(place.center().x + half, bottom));
    ui.painter().rect_filled(bar, 2, color);
    put(ui, pos2(place.center().x, top - 3.0), Align2::CENTER_BOTTOM, value, theme::small_bold(), theme::TEXT);
    let color = if opens { theme::TEXT } else { theme::QUIET };
    let widest = name.split(' ').map(|word| super::width(ui, word, theme::small())).fold(0.0, f32::max);
    let font = if widest > place.width() - 6.0 { theme::tiny() } else { theme::small() };
    // Names stand in the middle of their bar, line by line.
    let mut text = egui::text::LayoutJob::simple(name.to_owned(), font, color, place.width() - 4.0);
    text.halign = egui::Align::Center;
    text.wrap.max_rows = 3;
    let galley = ui.painter().layout_job(text);
    ui.painter().galley(pos2(place.center().x, place.bottom() - 43.0), galley, color);
}
