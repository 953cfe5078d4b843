//! Politics and budget of a government: whom it needs, who votes and for what, what renews it, its money and its means over time.

use egui::{Align, ComboBox, Rect, RichText, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use super::politics_bill as bill;
use crate::content::ids::{ItemKind, PolicyId, RegionId};
use crate::orders::phrases::capital;
use crate::reports::government::{BlocView, ChamberView, Government, Renewal, government};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::chart::{self, Chart, Curve};
use crate::ui::widgets::seats::{Part, half_circle};
use crate::ui::widgets::{bar, card, cell, chips, column, line, pair, paragraph, sentence, signed, within};
use crate::units::digits::{fixed, money, number};

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// The player's side, or the rival.
    side: usize,
    /// The series of the chart.
    series: usize,
    /// The policy whose votes are counted; else the one that is chosen on the screen of policies.
    pub(super) policy: Option<PolicyId>,
    data: Cached<(u64, usize), Option<Government>>,
    pub(super) bill: Cached<(u64, RegionId, PolicyId), bill::Bill>,
}

/// From how wide on four columns stand beside each other.
const WIDE: f32 = 1500.0;
/// What the title of a card and its margins take.
const HEAD_OF_A_CARD: f32 = 54.0;

/// What the chart can show: its name, its series, its unit.
const SERIES: [(&str, &str, &str); 4] = [
    ("Approval", "approval.government", "of 100"),
    ("Capital", "capital.political", "of 100"),
    ("Attention", "attention.political", "orders"),
    ("Credibility", "credibility.rival", "of 100"),
];

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.politics);
    let sides = [desk.side, desk.catalog().scenario.rival(desk.side)];
    let side = sides[state.side.min(1)];
    let data = state.data.get((desk.revision, state.side), || government(&desk.view(), side));
    let full = ui.max_rect();
    let head = full.with_max_y(full.top() + 26.0);
    within(ui, head, |ui| {
        let names = sides.map(|side| desk.catalog()[side].name.clone());
        ui.horizontal(|ui| chips(ui, &[&names[0], &names[1]], &mut state.side));
    });
    let body = full.with_min_y(head.bottom() + 8.0);
    match &*data {
        None => {
            card(ui, body, "Politics", "", |ui| sentence(ui, "Nothing but its purse binds this government.", theme::QUIET));
        }
        Some(data) if body.width() > WIDE => broad(ui, body, desk, &mut state, data, side),
        Some(data) => {
            blocs(ui, column(body, 0, 3), data);
            let middle = column(body, 1, 3);
            let split = middle.top() + (middle.height() * 0.5).min(300.0);
            power(ui, middle.with_max_y(split - 6.0), data);
            bill::show(ui, middle.with_min_y(split + 6.0), desk, &mut state, side);
            let right = column(body, 2, 3);
            let split = right.top() + right.height() * 0.56;
            purse(ui, right.with_max_y(split - 6.0), data);
            course(ui, right.with_min_y(split + 6.0), desk, &mut state, side);
        }
    }
    desk.states.politics = state;
}

/// With room, everything stands in one row, and all means over time below it.
fn broad(ui: &mut Ui, body: Rect, desk: &mut Desk, state: &mut State, data: &Government, side: RegionId) {
    // A bloc takes as much as its name, its bar and two lines.
    let tall = (HEAD_OF_A_CARD + 72.0 * data.blocs.len() as f32).clamp(380.0, body.height() * 0.56);
    let above = body.with_max_y(body.top() + tall);
    blocs(ui, column(above, 0, 4), data);
    power(ui, column(above, 1, 4), data);
    bill::show(ui, column(above, 2, 4), desk, state, side);
    purse(ui, column(above, 3, 4), data);
    let below = body.with_min_y(above.bottom() + theme::GUTTER);
    for (at, (name, series, unit)) in SERIES.into_iter().enumerate() {
        let rect = column(below, at, SERIES.len());
        card(ui, rect, name, unit, |ui| curves(ui, ui.max_rect(), desk, (series, unit), side));
    }
}

fn blocs(ui: &mut Ui, rect: Rect, data: &Government) {
    let caption = format!("approval {}, the mean of moods", fixed(data.means[0], 0));
    card(ui, rect, "Whom it needs", &caption, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("blocs").auto_shrink([false, false]).show(ui, |ui| data.blocs.iter().for_each(|of| bloc(ui, of)));
    });
}

/// A bloc: its mood as a bar with a tick at indifference, what moved it, what would.
fn bloc(ui: &mut Ui, of: &BlocView) {
    let width = ui.available_width() - 8.0;
    let moved: Vec<String> = of.terms.iter().take(3).map(|(name, points)| format!("{name} {}", signed(points.round()))).collect();
    let moved = if moved.is_empty() { "nothing has moved it yet".to_owned() } else { moved.join(", ") };
    let want = |(name, weight): &(&str, f64)| if *weight < 0.0 { format!("less of {name}") } else { (*name).to_owned() };
    let wants: Vec<String> = of.wants.iter().take(3).map(want).collect();
    let below = format!("{moved}\nwants {}", wants.join(", "));
    let tall = ui.painter().layout(below.clone(), theme::small(), theme::QUIET, width).size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 42.0 + tall), Sense::hover());
    let head = rect.with_max_y(rect.top() + 20.0);
    cell(ui, head.with_max_x(head.right() - 104.0), &of.name, theme::bold(), theme::TEXT, Align::Min);
    let weight = format!("{} % of approval", fixed(100.0 * of.weight, 0));
    line(ui, head.with_min_x(head.right() - 130.0).with_max_x(head.right() - 28.0), &weight, theme::small(), theme::FAINT, Align::Max);
    let color = if of.mood >= 50.0 { theme::BETTER } else { theme::WORSE };
    line(ui, head.with_min_x(head.right() - 26.0), &fixed(of.mood, 0), theme::bold(), color, Align::Max);
    let strip = Rect::from_min_max(pos2(rect.left(), rect.top() + 23.0), pos2(rect.right(), rect.top() + 29.0));
    bar::share(ui, strip, of.mood / 100.0, color, Some((0.5, theme::FAINT)));
    paragraph(ui, pos2(rect.left(), rect.top() + 33.0), width, &below, theme::small(), theme::QUIET);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{} mood {}", of.name, fixed(of.mood, 0))));
    response.on_hover_text(&of.about);
}

/// Chambers and the next election, or the plan.
fn power(ui: &mut Ui, rect: Rect, data: &Government) {
    let title = if data.chambers.is_empty() { "The plan" } else { "Chambers" };
    // What renews the office is told below.
    let office = data.office.split(';').next().unwrap_or_default();
    card(ui, rect, title, if data.chambers.is_empty() { "" } else { office }, |ui| {
        if data.chambers.is_empty() {
            plan(ui, data);
        } else {
            chambers(ui, data);
        }
    });
}

fn chambers(ui: &mut Ui, data: &Government) {
    let full = ui.max_rect();
    let count = data.chambers.len() as f32;
    let room = full.with_max_y(full.bottom() - 42.0);
    // A half circle is twice as wide as high: in a high card they stand under each other.
    let stacked = room.height() > 0.7 * room.width();
    for (at, chamber) in data.chambers.iter().enumerate() {
        let (tall, top) = (room.height() / count, room.top() + room.height() / count * at as f32);
        let place = if stacked { room.with_min_y(top).with_max_y(top + tall) } else { column(room, at, data.chambers.len()) };
        self::chamber(ui, place, chamber);
    }
    let foot = full.with_min_y(full.bottom() - 36.0);
    if let Renewal::Election(month, general, hold) = &data.renewal {
        let kind = if *general { "General election" } else { "Mid-term election" };
        let text = if *general {
            format!("{kind} in {month}: at today’s approval the office is kept {} times in 100.", fixed(100.0 * hold, 0))
        } else {
            format!("{kind} in {month}: seats move with approval; the office is not at stake.")
        };
        within(ui, foot, |ui| sentence(ui, &text, theme::QUIET));
    }
}

/// Seats of a chamber; parties out of office are rings.
fn chamber(ui: &mut Ui, rect: Rect, of: &ChamberView) {
    let parts: Vec<Part> = of
        .caucuses
        .iter()
        .map(|caucus| Part {
            seats: caucus.seats,
            color: if caucus.in_office { theme::TEXT } else { theme::QUIET },
            rings: !caucus.in_office,
        })
        .collect();
    // The picture is as high as a half circle of this width, in the middle of the room that there is.
    let tall = (rect.height() - 56.0).min(rect.width() / 2.0 + 6.0);
    let top = rect.top() + 0.5 * (rect.height() - 56.0 - tall);
    line(ui, rect.with_min_y(top).with_max_y(top + 18.0), &of.name, theme::small_bold(), theme::TEXT, Align::Center);
    let picture = Rect::from_min_max(pos2(rect.left(), top + 22.0), pos2(rect.right(), top + 22.0 + tall));
    let legend = Rect::from_min_max(pos2(rect.left(), picture.bottom() + 4.0), pos2(rect.right(), picture.bottom() + 34.0));
    half_circle(ui, picture, &parts, of.needed);
    let seats = |office: bool| of.caucuses.iter().filter(move |caucus| caucus.in_office == office);
    for (at, office) in [true, false].into_iter().enumerate() {
        let party = seats(office).next().map_or("", |caucus| caucus.party.as_str());
        let sum: f64 = seats(office).map(|caucus| caucus.seats).sum();
        let mark = if office { "●" } else { "○" };
        let row = legend.with_min_y(legend.top() + 15.0 * at as f32).with_max_y(legend.top() + 15.0 * (at + 1) as f32);
        let color = if office { theme::TEXT } else { theme::QUIET };
        cell(ui, row, &format!("{mark} {party} {}", fixed(sum, 0)), theme::small(), color, Align::Center);
    }
    let response = ui.interact(rect, ui.id().with(("chamber", &of.name)), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, format!("{}: {} seats needed", of.name, number(of.needed))));
    let list: Vec<String> =
        of.caucuses.iter().map(|caucus| format!("{} ({}): {}", caucus.name, caucus.party, fixed(caucus.seats, 0))).collect();
    response.on_hover_text(list.join("\n"));
}

fn plan(ui: &mut Ui, data: &Government) {
    ScrollArea::vertical().id_salt("plan window").auto_shrink([false, false]).show(ui, |ui| {
        if let Renewal::Plan(open, changes, factor) = &data.renewal {
            let when = changes.map_or_else(String::new, |month| format!(" in {month}"));
            let (text, color) = if *open {
                (format!("The window is open: directions can be set at their own price. It closes{when}."), theme::BETTER)
            } else {
                (format!("The window is closed: directions cost {} times the capital. It opens{when}.", number(*factor)), theme::QUIET)
            };
            sentence(ui, &text, color);
        }
        ui.add_space(6.0);
        ui.label(RichText::new("Directions that stand").font(theme::small_bold()));
        if data.directions.is_empty() {
            sentence(ui, "None has been set yet. Policies that set one say so.", theme::QUIET);
        }
        data.directions.iter().for_each(|direction| sentence(ui, direction, theme::TEXT));
    });
}

/// Money: what it has and owes, and what it received and paid this year.
fn purse(ui: &mut Ui, rect: Rect, data: &Government) {
    let purse = &data.purse;
    card(ui, rect, "Budget", "year so far, by purpose", |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("purse").auto_shrink([false, false]).show(ui, |ui| {
            pair(ui, "Cash", &money(purse.cash), "");
            pair(ui, "Debt", &money(purse.debt), "");
            pair(ui, "Budget for the contest", &money(purse.budget), "a year");
            pair(ui, "Spent on the contest", &money(purse.spending), "a year");
            ui.add_space(6.0);
            let most = purse.purposes.iter().map(|(_, musd)| musd.abs()).fold(1.0, f64::max);
            purse.purposes.iter().for_each(|(name, musd)| purpose(ui, &capital(name), *musd, most));
            if purse.purposes.is_empty() {
                sentence(ui, "Nothing has been paid yet this year.", theme::QUIET);
            }
            if purse.cash < 0.0 {
                ui.add_space(4.0);
                sentence(ui, "What the cash lacks is borrowed when the next month’s books are closed.", theme::QUIET);
            }
            if purse.general >= 0.5 {
                let text = format!("General taxes from the chain, {} this year, go on to the general purse.", money(purse.general));
                ui.add_space(4.0);
                sentence(ui, &text, theme::QUIET);
            }
        });
    });
}

fn purpose(ui: &mut Ui, name: &str, musd: f64, most: f64) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 8.0, 20.0), Sense::hover());
    let words = rect.with_max_x(rect.left() + rect.width() * 0.42);
    cell(ui, words, name, theme::small(), theme::QUIET, Align::Min);
    let strip = Rect::from_min_max(pos2(words.right() + 6.0, rect.center().y - 3.0), pos2(rect.right() - 84.0, rect.center().y + 3.0));
    let color = if musd >= 0.0 { theme::BETTER } else { theme::WORSE };
    bar::share(ui, strip, musd.abs() / most, color, None);
    let text = if musd >= 0.0 { format!("+{}", money(musd)) } else { format!("−{}", money(-musd)) };
    line(ui, rect.with_min_x(rect.right() - 80.0), &text, theme::small_bold(), theme::TEXT, Align::Max);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{name} {text}")));
}

/// Means over time, of this government and of the other.
fn course(ui: &mut Ui, rect: Rect, desk: &Desk, state: &mut State, side: RegionId) {
    card(ui, rect, "Means over time", "", |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 26.0);
        within(ui, head, |ui| {
            ui.horizontal(|ui| chips(ui, &SERIES.map(|(name, _, _)| name), &mut state.series));
        });
        let (_, series, unit) = SERIES[state.series.min(SERIES.len() - 1)];
        curves(ui, full.with_min_y(head.bottom() + 4.0), desk, (series, unit), side);
    });
}

/// A series of this government and of the other.
fn curves(ui: &mut Ui, rect: Rect, desk: &Desk, (series, unit): (&str, &str), side: RegionId) {
    let sim = desk.game.simulation();
    let other = desk.catalog().scenario.rival(side);
    let values = |region: RegionId| {
        let word = desk.catalog().word(ItemKind::Region, region.index());
        sim.history().series(series, word).map_or(&[][..], |series| series.values.as_slice())
    };
    let names = [side, other].map(|region| desk.catalog()[region].short.clone());
    let curves = [
        Curve { name: &names[0], values: values(side), color: theme::region(desk.catalog(), side), dashed: false },
        Curve { name: &names[1], values: values(other), color: theme::region(desk.catalog(), other), dashed: true },
    ];
    let months = curves[0].values.len();
    chart::show(ui, rect, &Chart { start: sim.history().start, months, unit, curves: &curves });
}

/// A list of policies of which one can be picked.
pub(super) fn picker(ui: &mut Ui, list: &[(PolicyId, String)], chosen: PolicyId) -> Option<PolicyId> {
    let mut picked = None;
    let name = list.iter().find(|(id, _)| *id == chosen).map_or("", |(_, name)| name.as_str());
    ComboBox::from_id_salt("bill").width(ui.available_width() - 16.0).selected_text(RichText::new(name).font(theme::small())).show_ui(
        ui,
        |ui| {
            for (id, name) in list {
                if ui.selectable_label(*id == chosen, name).clicked() {
                    picked = Some(*id);
                }
            }
        },
    );
    picked
}
