//! Technology: readiness and cost by technology, the firms that know one, public research into it.

use egui::{ScrollArea, Ui};

use crate::content::ids::TechnologyId;
use crate::orders::Order;
use crate::reports::Table;
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::{changed, offers};
use crate::ui::theme;
use crate::ui::widgets::table::{self, Look, Sorting};
use crate::ui::widgets::{card, sentence, within};

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    chosen: Option<TechnologyId>,
    sorting: Sorting,
    list: Cached<u64, Table>,
    firms: Cached<(u64, TechnologyId), Table>,
    orders: offers::Memory,
}

fn report(desk: &Desk, words: &[&str], at: usize) -> Table {
    let tables = crate::reports::run(desk.game.simulation(), words);
    tables.ok().and_then(|tables| tables.into_iter().nth(at)).unwrap_or_else(|| Table::new("technology", ""))
}

/// Draws the table.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.technology);
    let list = state.list.get(desk.revision, || report(desk, &["technology"], 0));
    let full = ui.max_rect();
    card(ui, full, "Technology", "cost against the start of the level · choose one for its firms and research", |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 24.0);
        within(ui, head, |ui| table::filter(ui, &mut state.sorting, 160.0));
        let heads = &[("mean conversion cost", "mean cost"), ("research stock", "research")];
        let look = Look { heads, chosen: state.chosen.map(TechnologyId::index), ..Look::default() };
        let body = full.with_min_y(head.bottom() + 8.0);
        if let Some(at) = within(ui, body, |ui| table::show(ui, "technology", &list, &mut state.sorting, &look)) {
            state.chosen = Some(TechnologyId::from_index(at));
        }
    });
    desk.states.technology = state;
}

/// Draws what is chosen and the order on it.
pub fn column(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.technology);
    match state.chosen {
        Some(technology) => detail(ui, desk, &mut state, technology),
        None => changed::show(ui, desk),
    }
    desk.states.technology = state;
}

fn detail(ui: &mut Ui, desk: &mut Desk, state: &mut State, technology: TechnologyId) {
    let definition = desk.catalog()[technology].clone();
    let word = desk.catalog().word_of(technology).to_owned();
    let firms = state.firms.get((desk.revision, technology), || report(desk, &["technology", &word], 1));
    let full = ui.max_rect();
    card(ui, full, &definition.name, "", |ui| {
        ScrollArea::vertical().id_salt("technology detail").auto_shrink([false, false]).show(ui, |ui| {
            sentence(ui, &definition.about, theme::QUIET);
            ui.add_space(4.0);
            let offer = offers::Offer {
                title: "Research mission".to_owned(),
                dial: Some(offers::Dial {
                    name: "Money a year",
                    unit: "$M".to_owned(),
                    least: 0.0,
                    most: 1000.0,
                    start: 200.0,
                    percent: false,
                }),
                picks: Vec::new(),
                make: Box::new(move |musd_per_year, _| Order::StartMission { technology, musd_per_year }),
            };
            offers::show(ui, desk, &mut state.orders, &definition.name, &[offer]);
            ui.add_space(8.0);
            let rows = firms.rows.len().min(12);
            if rows > 0 {
                let height = 40.0 + 25.0 * rows as f32;
                let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), egui::Sense::hover());
                let heads = &[("conversion cost", "cost")];
                let look = Look { columns: &["firm", "conversion cost", "home"], heads, ..Look::default() };
                within(ui, rect, |ui| table::show(ui, "technology firms", &firms, &mut Sorting::default(), &look));
            }
        });
    });
}
