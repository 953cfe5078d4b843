//! Orders on something that is chosen: each a button, its dials, its terms before it is given, or the refusal with its remedy.

use egui::{ComboBox, RichText, Slider, Ui};

use crate::orders::Order;
use crate::reports::wording;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{button, chip, primary, sentence};

/// A number that can be set in an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Dial {
    /// What it is.
    pub name: &'static str,
    /// Its unit.
    pub unit: String,
    /// Its bounds.
    pub least: f64,
    /// Its bounds.
    pub most: f64,
    /// Where it stands at first.
    pub start: f64,
    /// Parts of 1 that are read as per cent.
    pub percent: bool,
}

/// A choice that can be made in an order.
#[derive(Clone, Debug, PartialEq)]
pub struct Pick {
    /// What it is.
    pub name: &'static str,
    /// What can be chosen: its name, and its number for the order.
    pub among: Vec<(String, usize)>,
}

/// An order that could be given.
pub struct Offer {
    /// Its name on the button.
    pub title: String,
    /// What can be set.
    pub dial: Option<Dial>,
    /// What can be chosen.
    pub picks: Vec<Pick>,
    /// The order, of the dial's number and the choices' numbers.
    pub make: Box<dyn Fn(f64, &[usize]) -> Order>,
}

/// What the list of orders remembers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    /// What it is about; another thing begins anew.
    about: String,
    /// The order that is open.
    open: Option<usize>,
    /// Its number.
    value: f64,
    /// Its choices, by their places.
    chosen: Vec<usize>,
}

/// Shows the orders on `about`.
pub fn show(ui: &mut Ui, desk: &mut Desk, memory: &mut Memory, about: &str, offers: &[Offer]) {
    if memory.about != about {
        *memory = Memory { about: about.to_owned(), ..Memory::default() };
        if offers.len() == 1 {
            open(memory, 0, offers);
        }
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(4.0, 4.0);
        for (at, offer) in offers.iter().enumerate() {
            if chip(ui, memory.open == Some(at), &offer.title).clicked() {
                open(memory, at, offers);
            }
        }
    });
    let Some(offer) = memory.open.and_then(|at| offers.get(at)) else { return };
    ui.add_space(2.0);
    dials(ui, memory, offer);
    let numbers: Option<Vec<usize>> =
        offer.picks.iter().zip(&memory.chosen).map(|(pick, at)| pick.among.get(*at).map(|(_, number)| *number)).collect();
    match numbers {
        Some(numbers) => terms(ui, desk, &(offer.make)(memory.value, &numbers)),
        None => sentence(ui, "Nobody can be chosen for this now.", theme::QUIET),
    }
}

fn open(memory: &mut Memory, at: usize, offers: &[Offer]) {
    memory.open = Some(at);
    memory.value = offers[at].dial.as_ref().map_or(0.0, |dial| dial.start);
    memory.chosen = vec![0; offers[at].picks.len()];
}

fn dials(ui: &mut Ui, memory: &mut Memory, offer: &Offer) {
    for (number, pick) in offer.picks.iter().enumerate() {
        let Some(at) = memory.chosen.get_mut(number) else { continue };
        ui.horizontal(|ui| {
            ui.label(RichText::new(pick.name).font(theme::small()).color(theme::QUIET));
            let text = pick.among.get(*at).map_or("nobody", |(name, _)| name.as_str());
            ComboBox::from_id_salt(("pick", number)).selected_text(text).width(190.0).show_ui(ui, |ui| {
                for (place, (name, _)) in pick.among.iter().enumerate() {
                    ui.selectable_value(at, place, name);
                }
            });
        });
    }
    if let Some(dial) = &offer.dial {
        ui.horizontal(|ui| {
            ui.label(RichText::new(dial.name).font(theme::small()).color(theme::QUIET));
            slider(ui, &mut memory.value, dial.least..=dial.most, &dial.unit, dial.percent);
        });
    }
}

/// A slider with the number in its unit.
pub fn slider(ui: &mut Ui, value: &mut f64, range: std::ops::RangeInclusive<f64>, unit: &str, percent: bool) {
    // What is left beside the number and its unit, so that the row fits where it stands.
    let unit = unit.replace("M$ per kt", "$ per kg").replace("M$ per GWh", "$ per kWh").replace("M$", "$M");
    let room = ui.available_width() - crate::ui::widgets::width(ui, &unit, theme::small()) - 76.0;
    ui.spacing_mut().slider_width = room.clamp(48.0, 120.0);
    // The rail stands out of whatever it lies on.
    ui.visuals_mut().widgets.inactive.bg_fill = theme::HAIRLINE;
    let span = range.end() - range.start();
    let step = if percent { 0.01 } else { 10.0_f64.powf((span / 100.0).max(1e-9).log10().floor()) };
    let mut slider = Slider::new(value, range).step_by(step);
    slider = if percent {
        slider
            .custom_formatter(|n, _| format!("{} %", crate::units::digits::fixed(100.0 * n, 0)))
            .custom_parser(|text| text.trim().trim_end_matches('%').trim().parse::<f64>().ok().map(|n| n / 100.0))
    } else {
        slider.custom_formatter(|n, _| crate::units::digits::number(n)).custom_parser(|text| text.replace(',', "").trim().parse().ok())
    };
    ui.add(slider);
    if !unit.is_empty() {
        crate::ui::widgets::wrapped(ui, &unit, ui.available_width(), theme::QUIET);
    }
}

/// The terms of an order and the button that adds it to the plan, or the refusal with its remedy.
pub fn terms(ui: &mut Ui, desk: &mut Desk, order: &Order) {
    let answer = desk.quote(order);
    sentence(ui, &desk.describe(order), theme::TEXT);
    match answer.as_ref() {
        Ok(quote) => {
            // Above the terms: they may be longer than the panel.
            if desk.is_planned(order) {
                sentence(ui, "✓ It stands in the plan.", theme::BETTER);
            } else if primary(ui, "Add to plan").clicked() {
                desk.draft(order.clone());
            }
            fact(ui, "Cost", &wording::cost(quote));
            fact(ui, "First effect", &wording::first_effect(quote));
            if let Some(asked) = wording::at_home(quote) {
                fact(ui, "At home", &asked);
            }
            let view = desk.view();
            if let Some(abroad) = wording::abroad(&view, desk.side, order) {
                fact(ui, "Abroad", &abroad);
            }
            let agree: Vec<String> = quote.agree.iter().map(|consent| wording::consent(&view, consent)).collect();
            match agree.as_slice() {
                [] => fact(ui, "Must agree", "nobody"),
                list => list.iter().for_each(|text| fact(ui, "Must agree", text)),
            }
            if !matches!(order, Order::EnactPolicy { .. }) {
                fact(ui, "Effect", &quote.effect);
            }
        }
        Err(refusal) => {
            fact(ui, "Refused", &refusal.missing);
            fact(ui, "What would help", &refusal.remedy);
        }
    }
}

/// A word and a sentence.
pub fn fact(ui: &mut Ui, name: &str, text: &str) {
    let mut job = egui::text::LayoutJob::default();
    let wrong = name == "Refused";
    let format = |font, color| egui::TextFormat { font_id: font, color, ..egui::TextFormat::default() };
    job.append(name, 0.0, format(theme::small_bold(), if wrong { theme::WORSE } else { theme::QUIET }));
    job.append(text, 8.0, format(theme::small(), theme::TEXT));
    ui.label(job);
}

/// A button that opens the terms of a figure.
pub fn why(ui: &mut Ui, desk: &mut Desk, text: &str, key: crate::reports::FigureKey) {
    if button(ui, text).clicked() {
        desk.open(key);
    }
}
