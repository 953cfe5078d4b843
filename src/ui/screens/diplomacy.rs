//! The world: relations of both sides with every region, deals and offers, the ladder; for the chosen region a proposal in the making
//! (`screens::dealing`).

use egui::{ScrollArea, Sense, Ui, vec2};

use super::dealing;
use crate::content::ids::RegionId;
use crate::reports::{Table, ladder, relations};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::changed;
use crate::ui::theme;
use crate::ui::widgets::table::{self, Look, Sorting};
use crate::ui::widgets::{caption, card, chips, within};

/// What can be looked at.
const PARTS: [&str; 3] = ["Relations", "Deals", "Ladder"];

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    part: usize,
    sorting: Sorting,
    chosen: Option<usize>,
    list: Cached<u64, (Table, Vec<RegionId>)>,
    deals: Cached<u64, Vec<Table>>,
    ladder: Cached<u64, Vec<Table>>,
    /// The proposal in the making.
    pub(super) draft: dealing::Draft,
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.diplomacy);
    let full = ui.max_rect();
    card(ui, full, "World", "how both sides stand with every region, what they have agreed, how near they are to a break", |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 24.0);
        within(ui, head, |ui| {
            ui.horizontal(|ui| {
                chips(ui, &PARTS, &mut state.part);
                ui.add_space(8.0);
                if state.part == 0 {
                    table::filter(ui, &mut state.sorting, 160.0);
                }
            });
        });
        let body = full.with_min_y(head.bottom() + 8.0);
        within(ui, body, |ui| match state.part {
            0 => countries(ui, desk, &mut state),
            1 => {
                let tables = state.deals.get(desk.revision, || crate::reports::run(desk.game.simulation(), &["deals"]).unwrap_or_default());
                all(ui, "world deals", &tables);
            }
            _ => {
                let tables = state.ladder.get(desk.revision, || ladder::tables(&desk.view()));
                all(ui, "world ladder", &tables);
            }
        });
    });
    desk.states.diplomacy = state;
}

/// Tables one below the other.
fn all(ui: &mut Ui, id: &str, tables: &[Table]) {
    ScrollArea::vertical().id_salt(id).auto_shrink([false, false]).show(ui, |ui| {
        for (at, table) in tables.iter().enumerate().filter(|(_, table)| !table.rows.is_empty()) {
            caption(ui, &table.title);
            let height = 44.0 + 25.0 * table.rows.len() as f32;
            let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
            within(ui, rect, |ui| table::show(ui, &format!("{id} {at}"), table, &mut Sorting::default(), &Look::default()));
            table.notes.iter().for_each(|note| caption(ui, note));
            ui.add_space(8.0);
        }
    });
}

fn countries(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let list = state.list.get(desk.revision, || relations::table(&desk.view()));
    let (table, regions) = &*list;
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
    if let Some(at) = table::show(ui, "relations", table, &mut state.sorting, &look) {
        state.chosen = Some(at).filter(|at| state.chosen != Some(*at));
        if let Some(region) = regions.get(at) {
            state.draft.turn_to(*region);
        }
    }
}

/// Draws the proposal to the region that is chosen.
pub fn column(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.diplomacy);
    let to = state.draft.to.filter(|to| state.chosen.is_some() && *to != desk.side);
    match to {
        Some(to) => dealing::show(ui, desk, &mut state.draft, to),
        None => changed::show(ui, desk),
    }
    desk.states.diplomacy = state;
}
