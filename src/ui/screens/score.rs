//! The score: five indices with their parts, both sides beside each other; their course; how the campaign may end, or how it ended.

use egui::{Align, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::content::definitions::scores::Index;
use crate::content::ids::{ItemKind, RegionId};
use crate::orders::phrases::capital;
use crate::reports::ends::{self, Ending};
use crate::reports::result::{self, FinalPage};
use crate::reports::score::parts_of;
use crate::sim::scoreboard::scores::Scores;
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::final_page;
use crate::ui::theme;
use crate::ui::widgets::chart::{self, Chart, Curve};
use crate::ui::widgets::{bar, card, cell, chips, line, paragraph, within};
use crate::units::digits::fixed;

/// Height of an index without its parts, and of a part.
const INDEX: f32 = 48.0;
const PART: f32 = 17.0;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// The curve that is shown: the whole score, or an index.
    curve: usize,
    data: Cached<u64, Data>,
}

/// A part of an index: its name, points of both sides, points at most.
struct Part {
    name: &'static str,
    points: [Option<f64>; 2],
    most: f64,
}

/// An index of both sides; nothing where it is not known.
struct Line {
    index: Index,
    weight: f64,
    values: [Option<f64>; 2],
    parts: Vec<Part>,
}

/// Everything that is drawn: the player's side first.
struct Data {
    lines: Vec<Line>,
    totals: [f64; 2],
    curves: Vec<[Vec<f32>; 2]>,
    endings: Vec<(Ending, Vec<String>)>,
    rupture: Option<String>,
    page: Option<FinalPage>,
}

fn read(desk: &Desk) -> Data {
    let view = desk.view();
    let sides = [desk.side, view.catalog.scenario.rival(desk.side)];
    let scores = view.sim.world().resource::<Scores>();
    let parts = sides.map(|side| parts_of(&view, side));
    let begun = view.sim.calendar().tick > 0;
    let part_of = |index: Index, side: usize, at: usize| {
        let list = parts[side].iter().find(|(of, _)| *of == index).map_or(&[][..], |(_, list)| list.as_slice());
        list.get(at).copied()
    };
    let index_of = |index: &Index| {
        let value = |side: RegionId| {
            let side = scores.of(side)?;
            (begun && (*index != Index::Resilience || side.resilience.is_some())).then_some(side.indices[*index as usize])
        };
        let names = (0..).map_while(|at| part_of(*index, 0, at).map(|part| (at, part)));
        let values = sides.map(value);
        let part = |(at, (name, share, part)): (usize, (&'static str, f64, f64))| {
            let other = part_of(*index, 1, at).map_or(0.0, |(_, share, _)| share);
            // Points are as unknown as the index that they make up.
            let points = [values[0].map(|_| 100.0 * share * part), values[1].map(|_| 100.0 * other * part)];
            Part { name, points, most: 100.0 * part }
        };
        Line { index: *index, weight: view.catalog.scenario.weight(*index), values, parts: names.map(part).collect() }
    };
    let course = |index: &Index| {
        sides.map(|side| {
            let word = view.word(ItemKind::Region, side.index());
            let mut values =
                view.history.series(&format!("score.{}", index.label()), word).map_or_else(Vec::new, |series| series.values.clone());
            if *index == Index::Resilience {
                // What has not been tested yet is not nothing: charts leave it out.
                values.iter_mut().take_while(|value| **value == 0.0).for_each(|value| *value = f32::NAN);
            }
            values
        })
    };
    let mut curves = vec![sides.map(|side| result::totals(&view, side))];
    curves.extend(Index::ALL.iter().map(course));
    let mut endings = ends::endings(&view);
    endings.sort_by(|a, b| b.nearness().total_cmp(&a.nearness()));
    let told = |ending: Ending| {
        let signs = ending.signs.iter().map(|sign| sign.told(&view, ending.side)).collect();
        (ending, signs)
    };
    let rupture = ends::rupture(&view)
        .map(|r| format!("The two sides have broken: no trade since {}, the campaign ends after {}.", r.since, r.until));
    Data {
        lines: Index::ALL.iter().map(index_of).collect(),
        totals: sides.map(|side| scores.of(side).map_or(0.0, |score| score.total(&view.catalog.scenario))),
        curves,
        endings: endings.into_iter().map(told).collect(),
        rupture,
        page: result::page(&view, desk.side, desk.game.log()),
    }
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.score);
    let data = state.data.get(desk.revision, || read(desk));
    let full = ui.max_rect();
    let left = full.with_max_x(full.left() + (full.width() * 0.38).clamp(420.0, 560.0));
    let right = full.with_min_x(left.right() + theme::GUTTER);
    let half = right.height() * 0.46;
    indices(ui, left, desk, &data);
    course(ui, right.with_max_y(right.top() + half - 6.0), desk, &mut state, &data);
    let below = right.with_min_y(right.top() + half + 6.0);
    match &data.page {
        Some(page) => {
            card(ui, below, &page.title, &format!("the campaign ended in {}", page.month), |ui| {
                ScrollArea::vertical().id_salt("final page").auto_shrink([false, false]).show(ui, |ui| final_page::body(ui, desk, page));
            });
        }
        None => countdowns(ui, below, desk, &data),
    }
    desk.states.score = state;
}

/// Colours of the player's side and of the rival.
fn colors(desk: &Desk) -> [egui::Color32; 2] {
    [desk.side, desk.catalog().scenario.rival(desk.side)].map(|side| theme::region(desk.catalog(), side))
}

fn shorts(desk: &Desk) -> [String; 2] {
    [desk.side, desk.catalog().scenario.rival(desk.side)].map(|side| desk.catalog()[side].short.clone())
}

fn indices(ui: &mut Ui, rect: Rect, desk: &Desk, data: &Data) {
    let (colors, shorts) = (colors(desk), shorts(desk));
    let begun = data.lines.iter().any(|line| line.values[0].is_some());
    let caption = if begun {
        format!("{} {}, {} {}", shorts[0], fixed(data.totals[0], 1), shorts[1], fixed(data.totals[1], 1))
    } else {
        "counted from the first month on".to_owned()
    };
    card(ui, rect, "Score", &caption, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("indices").auto_shrink([false, false]).show(ui, |ui| {
            for line in &data.lines {
                index(ui, line, colors, &shorts);
            }
            let note = "Each index runs from 0 to 100; the bar is yours, the tick the rival’s. Points behind a part: yours, the rival’s, the most there are.";
            ui.add_space(6.0);
            crate::ui::widgets::sentence(ui, note, theme::FAINT);
            if let Some(par) = par(desk) {
                ui.add_space(6.0);
                crate::ui::widgets::sentence(ui, &par, theme::QUIET);
            }
        });
    });
}

/// What both sides are measured by, if the level tells.
fn par(desk: &Desk) -> Option<String> {
    let (scenario, shorts) = (&desk.catalog().scenario, shorts(desk));
    let of = |side: RegionId| fixed(scenario.par(side), 0);
    let lead = fixed(desk.catalog().rules.ends.clear_lead, 0);
    scenario.has_par().then(|| {
        let (own, other) = (of(desk.side), of(scenario.rival(desk.side)));
        format!("Par is what governments that no person steers end with on average: {own} for {}, {other} for {}. Whoever is {lead} points further above its own in the last month has won.", shorts[0], shorts[1])
    })
}

/// An index with its bar and its parts.
fn index(ui: &mut Ui, of: &Line, colors: [egui::Color32; 2], shorts: &[String; 2]) {
    let height = INDEX + PART * of.parts.len() as f32;
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width() - 6.0, height), Sense::hover());
    let head = rect.with_max_y(rect.top() + 22.0);
    let told = |value: Option<f64>| value.map_or_else(|| "–".to_owned(), |value| fixed(value, 0));
    let name = capital(of.index.label());
    line(ui, head.with_max_x(head.left() + 110.0), &name, theme::bold(), theme::TEXT, Align::Min);
    let weight = format!("weighs {} %", fixed(100.0 * of.weight, 0));
    line(ui, head.with_min_x(head.left() + 112.0).with_max_x(head.left() + 230.0), &weight, theme::small(), theme::QUIET, Align::Min);
    let right = |from: f32, to: f32| Rect::from_min_max(pos2(head.right() - from, head.top()), pos2(head.right() - to, head.bottom()));
    line(ui, right(110.0, 58.0), &told(of.values[0]), theme::bold(), colors[0], Align::Max);
    line(ui, right(50.0, 0.0), &told(of.values[1]), theme::bold(), colors[1], Align::Max);
    let strip = Rect::from_min_max(pos2(rect.left(), rect.top() + 26.0), pos2(rect.right(), rect.top() + 33.0));
    bar::share(ui, strip, of.values[0].unwrap_or(0.0) / 100.0, colors[0], of.values[1].map(|value| (value / 100.0, colors[1])));
    for (at, part) in of.parts.iter().enumerate() {
        let row = Rect::from_min_size(pos2(rect.left(), rect.top() + 38.0 + PART * at as f32), vec2(rect.width(), PART));
        cell(ui, row.with_max_x(row.right() - 118.0), part.name, theme::small(), theme::QUIET, Align::Min);
        let most = format!("of {}", fixed(part.most, 0));
        let place = |from: f32, to: f32| Rect::from_min_max(pos2(row.right() - from, row.top()), pos2(row.right() - to, row.bottom()));
        line(ui, place(116.0, 76.0), &told(part.points[0]), theme::small_bold(), colors[0], Align::Max);
        line(ui, place(76.0, 46.0), &told(part.points[1]), theme::small_bold(), colors[1], Align::Max);
        line(ui, place(44.0, 0.0), &most, theme::small(), theme::QUIET, Align::Max);
        let text = format!("{}: {} · {} {most}", part.name, told(part.points[0]), told(part.points[1]));
        let response = ui.interact(row, ui.id().with((of.index.label(), at)), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &text));
    }
    let text = format!("{name}: {} {}, {} {}", shorts[0], told(of.values[0]), shorts[1], told(of.values[1]));
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &text));
}

/// The course of the score or of an index.
fn course(ui: &mut Ui, rect: Rect, desk: &Desk, state: &mut State, data: &Data) {
    let (colors, shorts) = (colors(desk), shorts(desk));
    card(ui, rect, "Course", "0 to 100, both sides", |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 26.0);
        let labels: Vec<String> = Index::ALL.iter().map(|index| capital(index.label())).collect();
        let names: Vec<&str> = std::iter::once("Whole score").chain(labels.iter().map(String::as_str)).collect();
        within(ui, head, |ui| {
            ui.horizontal(|ui| chips(ui, &names, &mut state.curve));
        });
        let body = full.with_min_y(head.bottom() + 4.0);
        let Some(values) = data.curves.get(state.curve) else { return };
        let curves = [
            Curve { name: &shorts[0], values: &values[0], color: colors[0], dashed: false },
            Curve { name: &shorts[1], values: &values[1], color: colors[1], dashed: true },
        ];
        let start = desk.game.simulation().history().start;
        let months = values[0].len().max(values[1].len());
        chart::show(ui, body, &Chart { start, months, unit: "of 100", curves: &curves });
    });
}

/// Countdowns that run first, then the ends that are nearest.
fn countdowns(ui: &mut Ui, rect: Rect, desk: &Desk, data: &Data) {
    let last = desk.game.simulation().calendar().end;
    let running = data.endings.iter().filter(|(ending, _)| ending.left.is_some()).count();
    let caption = if running > 0 {
        format!("{running} running · else it ends after {last}")
    } else {
        format!("else the campaign ends after {last}")
    };
    card(ui, rect, "How it may end", &caption, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().id_salt("countdowns").auto_shrink([false, false]).show(ui, |ui| {
            if let Some(text) = &data.rupture {
                crate::ui::widgets::sentence(ui, text, theme::WORSE);
                ui.add_space(6.0);
            }
            data.endings.iter().for_each(|(ending, signs)| countdown(ui, desk, ending, signs));
        });
    });
}

/// An end: its name, its signs, how far it is; what stops it while it runs.
fn countdown(ui: &mut Ui, desk: &Desk, ending: &Ending, signs: &[String]) {
    let width = ui.available_width() - 8.0;
    let signs = signs.join(" · ");
    let below = if ending.left.is_some() { format!("{signs}. {}", ending.way_out) } else { signs };
    let tall = ui.painter().layout(below.clone(), theme::small(), theme::QUIET, width).size().y;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 30.0 + tall), Sense::hover());
    let head = rect.with_max_y(rect.top() + 20.0);
    let color = match (ending.left, ending.is_bad_for(desk.side)) {
        (Some(_), true) => theme::WORSE,
        (Some(_), false) => theme::BETTER,
        _ => theme::TEXT,
    };
    let state = match ending.left {
        Some(left) => format!("in {left} months"),
        None => format!("{} % on its way", fixed(100.0 * ending.nearness(), 0)),
    };
    line(ui, head.with_max_x(head.right() - 200.0), &ending.title, theme::bold(), color, Align::Min);
    line(ui, head.with_min_x(head.right() - 110.0), &state, theme::small(), theme::QUIET, Align::Max);
    let strip = Rect::from_min_max(pos2(head.right() - 196.0, head.center().y - 2.5), pos2(head.right() - 116.0, head.center().y + 2.5));
    let strip_color = if ending.is_bad_for(desk.side) { theme::WORSE } else { theme::BETTER };
    bar::share(ui, strip, ending.nearness(), strip_color, None);
    paragraph(ui, pos2(rect.left(), rect.top() + 21.0), width, &below, theme::small(), theme::QUIET);
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, format!("{} {state}", ending.title)));
    response.on_hover_text(format!("{}\nWhat stops it: {}", ending.about, ending.way_out));
}
