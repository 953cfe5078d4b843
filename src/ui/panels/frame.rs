//! The frame of every screen: the bar at the top, the rail at the left.

use egui::{Align, Align2, Rect, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::reports::standing::{Rise, Standing};
use crate::ui::desk::Desk;
use crate::ui::screens::SCREENS;
use crate::ui::theme;
use crate::ui::widgets::{bar, icons, line, put, signed, width};
use crate::units::digits::{fixed, money};

/// What was pressed in the rail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pressed {
    /// Nothing.
    None,
    /// A screen.
    Screen(usize),
    /// Save.
    Save,
    /// Load.
    Load,
    /// Events.
    Agenda,
    /// Keys.
    Keys,
}

/// A figure as it reads at the top.
#[must_use]
pub fn told(figure: &Standing) -> String {
    if !figure.value.is_finite() {
        return "–".to_owned();
    }
    match figure.unit {
        "$M" => money(figure.value),
        "%" => format!("{} %", fixed(figure.value, usize::from(figure.value < 20.0))),
        "k" => format!("{}k", fixed(figure.value, 0)),
        "of 100" => fixed(figure.value, 0),
        _ => crate::units::digits::number(figure.value),
    }
}

/// A movement as it reads at the top, if there is one to tell.
fn moved(figure: &Standing) -> Option<String> {
    let change = figure.change.filter(|change| change.abs() > 1e-9)?;
    let text = match figure.unit {
        "$M" if change.abs() < 1.0 => return None,
        "$M" if change.abs() >= 1000.0 => format!("{} bn", signed((change / 100.0).round() / 10.0)),
        "$M" => format!("{} M", signed(change.round())),
        _ if change.abs() < 0.05 => return None,
        _ if change.abs() < 10.0 => signed((change * 10.0).round() / 10.0),
        _ => signed(change.round()),
    };
    Some(text)
}

/// The bar at the top; true if the quarter is to be ended.
pub fn top(ui: &mut Ui, rect: Rect, desk: &mut Desk) -> bool {
    ui.painter().rect_filled(rect, 0, theme::PANEL);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, theme::hairline());
    let summary = desk.summary();
    let month = summary.turn.month;
    let quarter = (month.of_year() - 1) / 3 + 1;
    let date = format!("{} Q{quarter}", month.year());
    put(ui, pos2(rect.left() + 12.0, rect.top() + 13.0), Align2::LEFT_CENTER, &date, theme::title(), theme::TEXT);
    let turn = format!("turn {} of {}", summary.turn.number, summary.turn.of);
    put(ui, pos2(rect.left() + 12.0, rect.top() + 31.0), Align2::LEFT_CENTER, &turn, theme::small(), theme::QUIET);
    let color = theme::region(desk.catalog(), desk.side);
    let name = desk.catalog()[desk.side].name.clone();
    let pill = Rect::from_min_size(pos2(rect.left() + 100.0, rect.top() + 11.0), vec2(width(ui, &name, theme::small_bold()) + 20.0, 22.0));
    ui.painter().rect(pill, 11, theme::faded(color, 0.14), egui::Stroke::new(1.0, color), egui::StrokeKind::Inside);
    line(ui, pill, &name, theme::small_bold(), color, Align::Center);
    let end = Rect::from_min_max(pos2(rect.right() - 122.0, rect.top() + 6.0), pos2(rect.right() - 12.0, rect.bottom() - 7.0));
    let room = end.left() - pill.right() - 24.0;
    // Money takes more room than points.
    let part = |figure: &Standing| if figure.unit == "$M" { 1.3 } else { 1.0 };
    let each = (room / summary.figures.iter().map(part).sum::<f32>().max(1.0)).min(150.0);
    let mut asked = None;
    let mut left = pill.right() + 24.0;
    for figure in &summary.figures {
        let place = Rect::from_min_size(pos2(left, rect.top()), vec2(each * part(figure) - 8.0, rect.height()));
        left += each * part(figure);
        if let Some((_, rival)) = summary.goals.iter().find(|(name, _)| *name == figure.name) {
            let strip = Rect::from_min_size(pos2(place.left(), rect.bottom() - 4.0), vec2(place.width().min(76.0), 2.5));
            let other = theme::region(desk.catalog(), desk.catalog().scenario.rival(desk.side));
            bar::share(ui, strip, figure.value / 100.0, color, Some((rival / 100.0, other)));
        }
        if self::figure(ui, place, figure) {
            asked.clone_from(&figure.opens);
        }
    }
    if let Some(key) = asked {
        desk.open(key);
    }
    let (text, about) = if desk.game.is_over() {
        ("Final page", "How the campaign ended (Enter)")
    } else {
        ("End quarter", "Give the plan and play three months (Enter)")
    };
    let label = egui::RichText::new(text).font(theme::bold()).color(theme::ON_ACCENT);
    let button = egui::Button::new(label).fill(theme::ACCENT).stroke(egui::Stroke::NONE);
    ui.put(end, button).on_hover_text(about).clicked()
}

/// A figure with its movement; true if its terms are asked for.
fn figure(ui: &mut Ui, rect: Rect, figure: &Standing) -> bool {
    let response = ui.interact(rect, ui.id().with(("figure", figure.name)), Sense::click());
    let value = told(figure);
    let bright = figure.opens.is_some() && response.hovered();
    let color = if bright { theme::ACCENT } else { theme::TEXT };
    line(ui, rect.with_max_y(rect.top() + 26.0), &value, theme::bold(), color, Align::Min);
    let below = Rect::from_min_max(pos2(rect.left(), rect.top() + 22.0), pos2(rect.right(), rect.top() + 40.0));
    let name_width = width(ui, figure.name, theme::small());
    line(ui, below, figure.name, theme::small(), theme::QUIET, Align::Min);
    if let (Some(text), Some(change)) = (moved(figure), figure.change) {
        let color = match (figure.rise, change > 0.0) {
            (Rise::Neutral, _) => theme::QUIET,
            (Rise::Better, true) | (Rise::Worse, false) => theme::BETTER,
            _ => theme::WORSE,
        };
        let room = below.with_min_x(below.left() + name_width + 5.0);
        if width(ui, &text, theme::small()) <= room.width() {
            line(ui, room, &text, theme::small(), color, Align::Min);
        } else {
            let beside = rect.with_max_y(rect.top() + 26.0).with_min_x(rect.left() + width(ui, &value, theme::bold()) + 6.0);
            // Where there is no room for it at all, it stands in the words under the pointer.
            if width(ui, &text, theme::small()) <= beside.width() {
                line(ui, beside, &text, theme::small(), color, Align::Min);
            }
        }
    }
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, format!("{} {value}", figure.name)));
    let change = moved(figure).map(|text| format!("\nIn a quarter: {text}.")).unwrap_or_default();
    let more = if figure.opens.is_some() { "\nPress to see its terms." } else { "" };
    let clicked = response.clicked();
    response.on_hover_text(format!("{}{change}{more}", figure.about));
    clicked
}

/// The rail with the screens; `asked` events wait for an answer.
pub fn rail(ui: &mut Ui, rect: Rect, open: usize, asked: usize) -> Pressed {
    ui.painter().rect_filled(rect, 0, theme::PANEL);
    ui.painter().vline(rect.right() - 0.5, rect.y_range(), theme::hairline());
    let mut pressed = Pressed::None;
    for (at, screen) in SCREENS.iter().enumerate() {
        let place = Rect::from_min_size(rect.min + vec2(4.0, 8.0 + 46.0 * at as f32), vec2(rect.width() - 9.0, 44.0));
        let response = ui.interact(place, ui.id().with(("rail", screen.id)), Sense::click());
        let color = if at == open || response.hovered() { theme::TEXT } else { theme::QUIET };
        if at == open {
            ui.painter().rect_filled(place, theme::SMALL_RADIUS, theme::RAISED);
            ui.painter().rect_filled(Rect::from_min_size(place.min, vec2(2.0, place.height())), 1, theme::ACCENT);
        }
        icons::draw(ui.painter(), screen.icon, pos2(place.center().x, place.top() + 15.0), color);
        put(ui, pos2(place.center().x, place.bottom() - 9.0), Align2::CENTER_CENTER, screen.name, theme::tiny(), color);
        response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, at == open, screen.name));
        if response.clicked() {
            pressed = Pressed::Screen(at);
        }
        response.on_hover_text(format!("{} (F{}): {}", screen.name, at + 1, screen.about));
    }
    let events = if asked > 0 { format!("Events {asked}") } else { "Events".to_owned() };
    for (at, (name, what, about)) in [
        (events.as_str(), Pressed::Agenda, "What asks for an answer, and what is in sight (E)"),
        ("Save", Pressed::Save, "Save (Ctrl-S)"),
        ("Load", Pressed::Load, "Load or leave (Ctrl-L)"),
        ("Keys ?", Pressed::Keys, "All keys (?)"),
    ]
    .into_iter()
    .enumerate()
    {
        let place =
            Rect::from_min_size(pos2(rect.left() + 4.0, rect.bottom() - 24.0 * (4.0 - at as f32) - 6.0), vec2(rect.width() - 9.0, 22.0));
        let response = ui.interact(place, ui.id().with(("rail", name)), Sense::click());
        let color = match what {
            Pressed::Agenda if asked > 0 => theme::ACCENT,
            _ if response.hovered() => theme::TEXT,
            _ => theme::QUIET,
        };
        put(ui, place.center(), Align2::CENTER_CENTER, name, theme::small(), color);
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, name));
        if response.clicked() {
            pressed = what;
        }
        response.on_hover_text(about);
    }
    pressed
}
