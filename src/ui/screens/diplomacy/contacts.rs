//! Meetings with the chosen country: talks, a summit, a demand with a date, mediation; each with its terms.

use egui::{ScrollArea, Ui};

use super::State;
use crate::content::ids::RegionId;
use crate::orders::Order;
use crate::reports::policies::named;
use crate::sim::diplomacy::grievances::targets;
use crate::ui::desk::Desk;
use crate::ui::panels::changed;
use crate::ui::panels::offers::{self, Dial, Offer, Pick};
use crate::ui::theme;
use crate::ui::widgets::{card, primary, sentence};

/// Months that a demand leaves at first.
const USUAL_TERM: f64 = 6.0;

/// Draws the column.
pub(super) fn show(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let Some(with) = state.chosen else {
        changed::show(ui, desk);
        return;
    };
    let name = desk.catalog()[with].name.clone();
    card(ui, ui.max_rect(), &format!("Dealing with {}", desk.view().there(with)), "", |ui| {
        ScrollArea::vertical().id_salt("contacts").auto_shrink([false, false]).show(ui, |ui| {
            if primary(ui, &format!("Make a deal with {name}")).clicked() {
                state.compose(with);
            }
            sentence(ui, "Articles that both give each other; its answer is counted before it is offered.", theme::QUIET);
            ui.add_space(6.0);
            let list = contacts(desk, with);
            offers::show(ui, desk, &mut state.contact, &name, &list);
        });
    });
}

/// Meetings that can be asked for.
fn contacts(desk: &Desk, with: RegionId) -> Vec<Offer> {
    let plain = |title: &str, order: Order| Offer {
        title: title.to_owned(),
        dial: None,
        picks: Vec::new(),
        make: Box::new(move |_, _| order.clone()),
    };
    let mut list = vec![plain("Open talks", Order::OpenTalks { with }), plain("Hold a summit", Order::HoldSummit { with })];
    let measures = aimed(desk, with);
    if !measures.is_empty() {
        list.push(Offer {
            title: "Demand an end".to_owned(),
            dial: Some(Dial { name: "Within", unit: "months".to_owned(), least: 1.0, most: 36.0, start: USUAL_TERM, percent: false }),
            picks: vec![Pick { name: "Of", among: measures }],
            make: Box::new(move |months, chosen| Order::SetDeadline {
                to: with,
                measure: chosen.first().and_then(|number| u32::try_from(*number).ok()).unwrap_or(0),
                months: months.round().max(1.0) as u32,
            }),
        });
    }
    let others = desk.view().regions().filter(|other| *other != with && *other != desk.side);
    list.push(Offer {
        title: "Mediate".to_owned(),
        dial: None,
        picks: vec![Pick { name: "With", among: others.map(|other| (desk.catalog()[other].name.clone(), other.index())).collect() }],
        make: Box::new(move |_, chosen| Order::Mediate { first: with, second: RegionId::from_index(chosen.first().copied().unwrap_or(0)) }),
    });
    list
}

/// Measures of a government that hit the player's side, with their numbers.
fn aimed(desk: &Desk, by: RegionId) -> Vec<(String, usize)> {
    let view = desk.view();
    let now = view.sim.now();
    let hits = |m: &&crate::sim::policy::components::Measure| {
        m.by == by && m.treaty.is_none() && targets(view.facts, m, now) & (1 << desk.side.index()) != 0
    };
    let told = |m: &crate::sim::policy::components::Measure| {
        let text = named(view.catalog, &view.catalog[m.policy], m.settings_in(now.max(m.since)));
        (format!("{} {text}", m.id), m.id as usize)
    };
    view.measures.list.iter().filter(hits).map(told).collect()
}
