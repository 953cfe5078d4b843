//! Policy cards: by field, with what stands and what waits; the one that is chosen with its settings, terms, or refusal.

use egui::{Align, ComboBox, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::content::definitions::chain::Stage;
use crate::content::definitions::policies::{Field, Policy};
use crate::content::definitions::settings::{Setting, SettingKind, SettingRule};
use crate::content::ids::{ChemistryId, FirmId, GoodId, PolicyId, RegionId, TechnologyId};
use crate::orders::sentences::{Speaker, sentence as said};
use crate::orders::usual::{aimed, usual};
use crate::orders::{Order, Settings, phrases};
use crate::reports::policies::named;
use crate::sim::policy::components::Measure;
use crate::ui::desk::Desk;
use crate::ui::panels::{changed, offers};
use crate::ui::theme;
use crate::ui::widgets::{button, card, cell, chip, chips, line, sentence, within};

/// Height of a card.
const CARD: f32 = 96.0;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    field: usize,
    chosen: Option<PolicyId>,
    settings: Settings,
    /// The measure of one's own that is to be changed; a new one is taken without.
    measure: Option<u32>,
    /// 0 to change it, 1 to end it.
    ends: usize,
    filter: String,
}

impl State {
    /// The policy that is chosen, with what is set in it.
    #[must_use]
    pub fn selected(&self) -> Option<(PolicyId, &Settings)> {
        self.chosen.map(|policy| (policy, &self.settings))
    }
}

/// Draws the cards.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.policies);
    let full = ui.max_rect();
    card(ui, full, "Policy", "measures that your government can take · a mark shows those in force", |ui| {
        let full = ui.max_rect();
        let head = full.with_max_y(full.top() + 26.0);
        within(ui, head, |ui| {
            ui.horizontal(|ui| {
                let labels: Vec<String> = Field::ALL.iter().map(|f| phrases::capital(f.label())).collect();
                let names: Vec<&str> = std::iter::once("All").chain(labels.iter().map(String::as_str)).collect();
                chips(ui, &names, &mut state.field);
                ui.add_space(8.0);
                ui.add(egui::TextEdit::singleline(&mut state.filter).hint_text("Filter").desired_width(120.0).font(theme::small()));
            });
        });
        within(ui, full.with_min_y(head.bottom() + 8.0), |ui| cards(ui, desk, &mut state));
    });
    desk.states.policies = state;
}

fn cards(ui: &mut Ui, desk: &mut Desk, state: &mut State) {
    let word = state.filter.to_lowercase();
    let fits = |policy: &Policy| {
        let field = state.field.checked_sub(1).and_then(|at| Field::ALL.get(at));
        !policy.by_treaty
            && (policy.who.is_empty() || policy.who.contains(&desk.side))
            && field.is_none_or(|field| policy.field == *field)
            && (policy.name.to_lowercase().contains(&word) || policy.about.to_lowercase().contains(&word))
    };
    let list: Vec<(PolicyId, Policy)> = desk.catalog().all::<PolicyId>().filter(|(_, p)| fits(p)).map(|(id, p)| (id, p.clone())).collect();
    if list.is_empty() {
        sentence(ui, "No policy holds these words.", theme::QUIET);
    }
    let columns = (ui.available_width() / 250.0).floor().max(1.0);
    let width = (ui.available_width() - 10.0 - 8.0 * (columns - 1.0)) / columns;
    let rows = list.len().div_ceil(columns as usize);
    ui.spacing_mut().item_spacing = vec2(8.0, 8.0);
    ScrollArea::vertical().id_salt("cards").auto_shrink([false, false]).show_rows(ui, CARD, rows, |ui, range| {
        for row in range {
            ui.horizontal(|ui| {
                for (id, policy) in list.iter().skip(row * columns as usize).take(columns as usize) {
                    if one(ui, desk, state.chosen == Some(*id), *id, policy, width) {
                        let filter = std::mem::take(&mut state.filter);
                        *state = State { field: state.field, filter, chosen: Some(*id), ..State::default() };
                    }
                }
            });
        }
    });
}

/// Measures of a policy that the side has taken.
fn own(desk: &Desk, id: PolicyId) -> Vec<Measure> {
    let now = desk.game.simulation().now();
    let view = desk.view();
    view.measures.list.iter().filter(|m| m.by == desk.side && m.policy == id && m.until.is_none_or(|until| until > now)).cloned().collect()
}

/// A card; true if it was pressed.
fn one(ui: &mut Ui, desk: &Desk, chosen: bool, id: PolicyId, policy: &Policy, width: f32) -> bool {
    let (rect, response) = ui.allocate_exact_size(vec2(width, CARD), Sense::click());
    let standing = own(desk, id).len();
    let waits = desk
        .game
        .seat(desk.side)
        .is_some_and(|seat| seat.outbox.waiting().iter().any(|order| matches!(order, Order::EnactPolicy { policy, .. } if *policy == id)));
    let edge = crate::ui::widgets::edge(chosen, response.hovered());
    ui.painter().rect(rect, theme::SMALL_RADIUS, theme::RAISED, egui::Stroke::new(1.0, edge), egui::StrokeKind::Inside);
    let inner = rect.shrink2(vec2(10.0, 8.0));
    let mut cut = cell(ui, inner.with_max_y(inner.top() + 16.0), &policy.name, theme::bold(), theme::TEXT, Align::Min);
    let mut job = egui::text::LayoutJob::simple(policy.about.clone(), theme::small(), theme::QUIET, inner.width());
    job.wrap.max_rows = 3;
    let galley = ui.painter().layout_job(job);
    cut |= galley.elided;
    ui.painter().galley(inner.min + vec2(0.0, 20.0), galley, theme::QUIET);
    let foot = Rect::from_min_max(pos2(inner.left(), inner.bottom() - 14.0), inner.max);
    let (mark, color) = match (waits, standing) {
        (true, _) => ("● in the plan".to_owned(), theme::ACCENT),
        (_, 0) => (phrases::capital(policy.field.label()), theme::FAINT),
        (_, 1) => ("● in force".to_owned(), theme::BETTER),
        (_, n) => (format!("● {n} in force"), theme::BETTER),
    };
    line(ui, foot, &mark, theme::small(), color, Align::Min);
    let lag = if policy.lag_months == 0 { "no lag".to_owned() } else { format!("lag {}", phrases::months(policy.lag_months)) };
    line(ui, foot, &lag, theme::small(), theme::FAINT, Align::Max);
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, true, chosen, &policy.name));
    let clicked = response.clicked();
    if cut {
        response.on_hover_text(format!("{}\n{}", policy.name, policy.about));
    }
    clicked
}

/// Draws the policy that is chosen; without one, what changed.
pub fn column(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.policies);
    match state.chosen.and_then(|id| Some((id, desk.catalog().policies.get(id.index())?.clone()))) {
        Some((id, policy)) => {
            let full = ui.max_rect();
            card(ui, full, &policy.name, policy.field.label(), |ui| {
                ScrollArea::vertical()
                    .id_salt("policy")
                    .auto_shrink([false, false])
                    .show(ui, |ui| detail(ui, desk, &mut state, id, &policy));
            });
        }
        None => changed::show(ui, desk),
    }
    desk.states.policies = state;
}

fn detail(ui: &mut Ui, desk: &mut Desk, state: &mut State, id: PolicyId, policy: &Policy) {
    sentence(ui, &policy.about, theme::QUIET);
    {
        let speaker = Speaker { catalog: desk.catalog(), policy, settings: &state.settings, by: Some(desk.side) };
        for need in &policy.needs {
            offers::fact(ui, "Needs that", &said(&speaker.condition(need)));
        }
    }
    let measures = own(desk, id);
    if !measures.is_empty() {
        standing(ui, desk, state, policy, &measures);
    }
    let base = state.measure.and_then(|number| measures.iter().find(|m| m.id == number)).map(|m| m.settings.clone());
    ui.add_space(4.0);
    let shown = policy.settings.iter().filter(|_| state.ends == 0 || state.measure.is_none());
    for (name, rule) in shown {
        let standing =
            base.as_ref().and_then(|settings| settings.get(name)).cloned().unwrap_or_else(|| usual(desk.catalog(), desk.side, rule));
        if let Some(chosen) = setting(ui, desk, (name, rule), state.settings.get(name).unwrap_or(&standing)) {
            state.settings.insert(name.clone(), chosen);
        }
    }
    ui.add_space(4.0);
    let order = match state.measure {
        None => Order::EnactPolicy { policy: id, settings: aimed(desk.catalog(), desk.side, policy, state.settings.clone()) },
        Some(measure) if state.ends == 1 => Order::RepealMeasure { measure },
        Some(_) if state.settings.is_empty() => return sentence(ui, "Move a setting to change the measure.", theme::QUIET),
        Some(measure) => Order::AdjustMeasure { measure, settings: state.settings.clone() },
    };
    offers::terms(ui, desk, &order);
}

/// The measures that stand: press one to change or end it.
fn standing(ui: &mut Ui, desk: &Desk, state: &mut State, policy: &Policy, measures: &[Measure]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(4.0, 4.0);
        let choose = |measure: Option<u32>, state: &mut State| {
            (state.measure, state.settings, state.ends) = (measure, Settings::new(), 0);
        };
        if chip(ui, state.measure.is_none(), "New").clicked() {
            choose(None, state);
        }
        for measure in measures {
            let name = named(desk.catalog(), policy, &measure.settings);
            let about = name.strip_prefix(&format!("{}: ", policy.name)).unwrap_or_default().to_owned();
            let text = format!("No. {} since {} {about}", measure.id, measure.since);
            if chip(ui, state.measure == Some(measure.id), text.trim_end()).clicked() {
                choose(Some(measure.id), state);
            }
        }
    });
    if state.measure.is_some() {
        ui.horizontal(|ui| chips(ui, &["Change it", "End it"], &mut state.ends));
    }
}

/// A setting; what was chosen, if it was moved.
pub(super) fn setting(ui: &mut Ui, desk: &Desk, (word, rule): (&str, &SettingRule), now: &Setting) -> Option<Setting> {
    let mut chosen = None;
    ui.horizontal(|ui| {
        crate::ui::widgets::wrapped(ui, &rule.name, 92.0, theme::QUIET);
        match now {
            Setting::Number(value) => {
                let mut value = *value;
                let percent = rule.unit == "share" || rule.unit.starts_with("share ");
                let unit = if percent { rule.unit.trim_start_matches("share").trim() } else { rule.unit.as_str() };
                let before = value;
                offers::slider(ui, &mut value, rule.least..=rule.most, unit, percent);
                if value.to_bits() != before.to_bits() {
                    chosen = Some(Setting::Number(value));
                }
            }
            Setting::Path(_) => {
                let text = phrases::setting(desk.catalog(), now, &rule.unit);
                crate::ui::widgets::wrapped(ui, &text, ui.available_width() - 76.0, theme::TEXT);
                let about = "Sets one number for all years, which can be moved then";
                if button(ui, "Set one").on_hover_text(about).clicked() {
                    chosen = now.numbers().reduce(f64::max).map(Setting::Number);
                }
            }
            other => chosen = pick(ui, desk, word, rule, other),
        }
    });
    chosen
}

/// A setting that is one of several things.
fn pick(ui: &mut Ui, desk: &Desk, word: &str, rule: &SettingRule, now: &Setting) -> Option<Setting> {
    let catalog = desk.catalog();
    let among: Vec<Setting> = match rule.kind {
        // Nothing that a government does to another is done to itself.
        SettingKind::Region => {
            let regions = (0..catalog.regions.len()).map(RegionId::from_index).filter(|region| *region != desk.side);
            regions.map(Setting::Region).collect()
        }
        SettingKind::Good if rule.goods.is_empty() => (0..catalog.goods.len()).map(|at| Setting::Good(GoodId::from_index(at))).collect(),
        SettingKind::Good => rule.goods.iter().map(|good| Setting::Good(*good)).collect(),
        SettingKind::Stage => Stage::ALL.iter().map(|stage| Setting::Stage(*stage)).collect(),
        SettingKind::Technology => (0..catalog.technologies.len()).map(|at| Setting::Technology(TechnologyId::from_index(at))).collect(),
        SettingKind::Chemistry => (0..catalog.chemistries.len()).map(|at| Setting::Chemistry(ChemistryId::from_index(at))).collect(),
        SettingKind::Firm => (0..catalog.firms.len()).map(|at| Setting::Firm(FirmId::from_index(at))).collect(),
        SettingKind::Policy => (0..catalog.policies.len()).map(|at| Setting::Policy(PolicyId::from_index(at))).collect(),
        SettingKind::Number => Vec::new(),
    };
    let text = |setting: &Setting| phrases::capital(&phrases::setting(catalog, setting, &rule.unit));
    let mut chosen = None;
    ComboBox::from_id_salt(("setting", word)).selected_text(text(now)).width(170.0).show_ui(ui, |ui| {
        for setting in among {
            if ui.selectable_label(setting == *now, text(&setting)).clicked() {
                chosen = Some(setting);
            }
        }
    });
    chosen
}
