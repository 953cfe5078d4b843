//! The region that is chosen on the map: its figures, relations, and its part of the chain.

use egui::{Align, Rect, RichText, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::content::ids::{ItemKind, RegionId};
use crate::reports::atlas::SERIES;
use crate::reports::{FigureKey, Table};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::{changed, offers};
use crate::ui::theme;
use crate::ui::widgets::table::{self, Look, Sorting};
use crate::ui::widgets::{card, line, number, pair, within};
use crate::units::digits::fixed;

/// What the panel remembers.
#[derive(Default)]
pub struct Memory {
    sorting: Sorting,
    facts: Cached<(u64, RegionId), Facts>,
}

/// What is told of a region.
struct Facts {
    name: String,
    rows: Vec<(String, String, String)>,
    chain: Table,
    opens: Vec<(&'static str, FigureKey)>,
}

fn facts(desk: &Desk, region: RegionId) -> Facts {
    let view = desk.view();
    let told = SERIES.iter().filter_map(|series| {
        let value = (series.value)(&view, region, desk.side)?;
        let unit = series.unit.split(',').next().unwrap_or_default();
        Some((series.name.to_owned(), number(value), unit.to_owned()))
    });
    let mut rows: Vec<(String, String, String)> = told.collect();
    for side in [view.catalog.scenario.us, view.catalog.scenario.china].into_iter().filter(|side| *side != region) {
        if let Some(relation) = view.relation(side, region) {
            rows.push((format!("Relations with {}", view.short(side)), fixed(relation, 0), "−100 to 100".to_owned()));
        }
    }
    let tables = crate::reports::run(view.sim, &["region", view.word(ItemKind::Region, region.index())]).unwrap_or_default();
    let chain = tables.into_iter().find(|table| table.id == "region.chain").unwrap_or_else(|| Table::new("region.chain", ""));
    let rival = view.catalog.scenario.rival(desk.side);
    let mut opens = vec![("Jobs", FigureKey::Jobs { region })];
    if view.car_market(region).is_some() {
        opens.push(("Plugs", FigureKey::PlugShare { region }));
    }
    if region != rival {
        opens.push(("Dependence", FigureKey::Dependence { user: region, supplier: rival }));
    }
    Facts { name: view.region(region).to_owned(), rows, chain, opens }
}

/// Draws the region that is chosen; without one, what changed.
pub fn column(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.map);
    match state.chosen {
        Some(region) => {
            let facts = state.region.facts.get((desk.revision, region), || facts(desk, region));
            if detail(ui, desk, &mut state.region, &facts) {
                state.chosen = None;
            }
        }
        None => changed::show(ui, desk),
    }
    desk.states.map = state;
}

/// The panel; true if it is to be closed.
fn detail(ui: &mut Ui, desk: &mut Desk, memory: &mut Memory, facts: &Facts) -> bool {
    let rect = ui.max_rect();
    card(ui, rect, &facts.name, "", |ui| {
        ui.spacing_mut().item_spacing.y = 1.0;
        facts.rows.iter().for_each(|(name, value, unit)| pair(ui, name, value, unit));
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            for (text, key) in &facts.opens {
                offers::why(ui, desk, text, key.clone());
            }
        });
        ui.add_space(8.0);
        ui.label(RichText::new("What it makes").font(theme::bold()));
        let rest = ui.available_rect_before_wrap();
        let heads = &[("made a year", "made"), ("of the world", "share")];
        let look = Look { columns: &["good", "of the world", "made a year", "unit"], heads, ..Look::default() };
        memory.sorting.by.get_or_insert_with(|| ("of the world".to_owned(), true));
        within(ui, rest, |ui| table::show(ui, "region", &facts.chain, &mut memory.sorting, &look));
    });
    let close = Rect::from_min_size(pos2(rect.right() - 30.0, rect.top() + 8.0), vec2(22.0, 20.0));
    let response = ui.interact(close, ui.id().with("close"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Button, true, "Close region"));
    line(ui, close, "×", theme::title(), theme::QUIET, Align::Center);
    response.clicked()
}
