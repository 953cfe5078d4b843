//! The world: relations of both sides with every region, and who depends on whom.

use egui::Ui;

use crate::content::ids::RegionId;
use crate::reports::{Table, relations};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::table::{self, Look, Sorting};
use crate::ui::widgets::{card, within};

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    sorting: Sorting,
    chosen: Option<usize>,
    list: Cached<u64, (Table, Vec<RegionId>)>,
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.diplomacy);
    let list = state.list.get(desk.revision, || relations::table(&desk.view()));
    let (table, regions) = &*list;
    let full = ui.max_rect();
    card(ui, full, "Relations", "how both sides stand with every region, and who believes them", |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 24.0);
        within(ui, head, |ui| table::filter(ui, &mut state.sorting, 160.0));
        let mark = |at: usize| regions.get(at).map(|region| theme::region(desk.catalog(), *region));
        let tint = |column: &str, value: f64| {
            column.starts_with("relations").then(|| match value {
                v if v >= 20.0 => theme::BETTER,
                v if v <= -20.0 => theme::WORSE,
                _ => theme::TEXT,
            })
        };
        let short = |name: &str| match name {
            "chain output" => "output".to_owned(),
            other => other.replace("relations with ", "with "),
        };
        let heads: Vec<(&str, String)> = table.columns.iter().map(|column| (column.name.as_str(), short(&column.name))).collect();
        let heads: Vec<(&str, &str)> = heads.iter().map(|(name, head)| (*name, head.as_str())).collect();
        let look = Look { heads: &heads, chosen: state.chosen, mark: &mark, tint: &tint, ..Look::default() };
        let body = full.with_min_y(head.bottom() + 8.0);
        if let Some(at) = within(ui, body, |ui| table::show(ui, "relations", table, &mut state.sorting, &look)) {
            state.chosen = Some(at).filter(|at| state.chosen != Some(*at));
        }
    });
    desk.states.diplomacy = state;
}
