//! The chain: what flows from mine to car, by stage and region, as wide as its worth.

use egui::{Align2, Color32, Mesh, Pos2, Rect, Sense, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::content::definitions::chain::Stage;
use crate::content::ids::{ItemKind, RegionId};
use crate::reports::{FigureKey, Sankey, Table, sankey};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::panels::offers;
use crate::ui::theme;
use crate::ui::widgets::table::{self, Look, Sorting};
use crate::ui::widgets::{card, lit, number, put, within};
use crate::units::digits::{fixed, money};

/// Columns of the picture.
const COLUMNS: [Stage; 5] = [Stage::Mining, Stage::Refining, Stage::Materials, Stage::Cells, Stage::Cars];
/// Width of a node.
const NODE: f32 = 13.0;
/// Share of a stage from which a region stands alone.
const ALONE: f64 = 0.025;
/// What all regions are called that have no node of their own.
const OTHERS: &str = "Others";
/// Space between nodes.
const GAP: f32 = 7.0;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    drawn: Cached<u64, Picture>,
    control: Cached<u64, Table>,
    sorting: Sorting,
}

/// A node of the picture; all small regions of a stage together are one without a region.
struct Node {
    column: usize,
    region: Option<RegionId>,
    name: String,
    color: Color32,
    value: f64,
}

/// Nodes, and what flows between them, $M a year.
struct Picture {
    nodes: Vec<Node>,
    links: Vec<(usize, usize, f64, String)>,
    totals: [f64; COLUMNS.len()],
}

fn picture(desk: &Desk) -> Picture {
    let view = desk.view();
    let flows: Sankey = sankey(&view, None);
    let column = |at: usize| COLUMNS.iter().position(|stage| flows.nodes[at].place.label() == stage.label());
    let worth = |at: usize| flows.nodes[at].inflow.max(flows.nodes[at].outflow);
    let mut totals = [0.0; COLUMNS.len()];
    for at in 0..flows.nodes.len() {
        if let Some(column) = column(at) {
            totals[column] += worth(at);
        }
    }
    let mut nodes: Vec<Node> = Vec::new();
    let mut place: Vec<Option<usize>> = vec![None; flows.nodes.len()];
    let mut order: Vec<usize> = (0..flows.nodes.len()).filter(|at| column(*at).is_some()).collect();
    order.sort_by(|a, b| column(*a).cmp(&column(*b)).then(worth(*b).total_cmp(&worth(*a))));
    for small in [false, true] {
        for at in &order {
            let Some(column) = column(*at) else { continue };
            let region = flows.nodes[*at].region;
            // What the level sums up itself stands with those that are too small.
            let rest = view.short(region) == OTHERS;
            let alone = !rest && (worth(*at) >= ALONE * totals[column] || region == desk.side);
            if alone == small {
                continue;
            }
            let key = alone.then_some(region);
            let known = nodes.iter().position(|node| node.column == column && node.region == key);
            let number = known.unwrap_or_else(|| {
                let name = key.map_or_else(|| OTHERS.to_owned(), |region| view.short(region).to_owned());
                let color = key.map_or(theme::FAINT, |region| theme::region(view.catalog, region));
                nodes.push(Node { column, region: key, name, color, value: 0.0 });
                nodes.len() - 1
            });
            nodes[number].value += worth(*at);
            place[*at] = Some(number);
        }
    }
    let mut links: Vec<(usize, usize, f64, String)> = Vec::new();
    for link in &flows.links {
        let (Some(from), Some(to)) = (place[link.from], place[link.to]) else { continue };
        // What flows back, as scrap does, would cross everything.
        if nodes[from].column >= nodes[to].column {
            continue;
        }
        match links.iter_mut().find(|(a, b, ..)| (*a, *b) == (from, to)) {
            Some((.., value, _)) => *value += link.value,
            None => links.push((from, to, link.value, view.said(link.good))),
        }
    }
    Picture { nodes, links, totals }
}

/// Draws the picture.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.chain);
    let drawn = state.drawn.get(desk.revision, || picture(desk));
    let full = ui.max_rect();
    let title = put(ui, full.min, Align2::LEFT_TOP, "From mine to car", theme::title(), theme::TEXT);
    let note = "all goods by their worth at the sellers’ gates, a mean of about a year";
    put(ui, pos2(title.right() + 12.0, title.bottom() - 1.0), Align2::LEFT_BOTTOM, note, theme::small(), theme::QUIET);
    let plot = Rect::from_min_max(full.min + vec2(0.0, 72.0), full.max - vec2(0.0, 26.0));
    let step = (plot.width() - 96.0) / (COLUMNS.len() - 1) as f32;
    for (at, stage) in COLUMNS.iter().enumerate() {
        let x = plot.left() + step * at as f32;
        put(ui, pos2(x, full.top() + 30.0), Align2::LEFT_TOP, &crate::orders::phrases::capital(stage.label()), theme::bold(), theme::TEXT);
        ui.painter().rect_filled(Rect::from_min_size(pos2(x, full.top() + 48.0), vec2(82.0, 2.5)), 1, theme::stage(*stage));
        put(ui, pos2(x, full.top() + 53.0), Align2::LEFT_TOP, &money(drawn.totals[at]), theme::small(), theme::QUIET);
    }
    ribbons(ui, plot, step, &drawn);
    let foot = "Width: worth a year. Colour: region where the step is done. Grid storage, other users and scrap are not drawn.";
    put(ui, full.left_bottom(), Align2::LEFT_BOTTOM, foot, theme::small(), theme::QUIET);
    desk.states.chain = state;
}

/// Where every node stands: its column's share of the height.
fn places(plot: Rect, step: f32, drawn: &Picture) -> Vec<Rect> {
    let most = (0..COLUMNS.len()).map(|column| drawn.nodes.iter().filter(|n| n.column == column).count()).max().unwrap_or(1);
    let room = plot.height() - GAP * most.saturating_sub(1) as f32;
    let mut below = [plot.top(); COLUMNS.len()];
    drawn
        .nodes
        .iter()
        .map(|node| {
            let height = (room * (node.value / drawn.totals[node.column].max(1e-9)) as f32).max(3.0);
            let rect = Rect::from_min_size(pos2(plot.left() + step * node.column as f32, below[node.column]), vec2(NODE, height));
            below[node.column] += height + GAP;
            rect
        })
        .collect()
}

fn ribbons(ui: &mut Ui, plot: Rect, step: f32, drawn: &Picture) {
    let places = places(plot, step, drawn);
    let scale = |at: usize| f64::from(places[at].height()) / drawn.nodes[at].value.max(1e-9);
    let (mut out, mut inn) = (vec![0.0_f64; places.len()], vec![0.0_f64; places.len()]);
    let mut order: Vec<&(usize, usize, f64, String)> = drawn.links.iter().collect();
    order.sort_by_key(|link| (link.0, link.1));
    let pointer = ui.ctx().pointer_hover_pos().filter(|at| plot.contains(*at));
    let mut told = None;
    for (from, to, value, good) in order {
        let (a, b) = (places[*from], places[*to]);
        let (wide_a, wide_b) = ((value * scale(*from)) as f32, (value * scale(*to)) as f32);
        let start = pos2(a.right(), a.top() + out[*from] as f32);
        let end = pos2(b.left(), b.top() + inn[*to] as f32);
        out[*from] += f64::from(wide_a);
        inn[*to] += f64::from(wide_b);
        let is_under = pointer.is_some_and(|at| under(at, start, end, wide_a, wide_b));
        let color = theme::faded(drawn.nodes[*from].color, if is_under { 0.62 } else { 0.30 });
        ui.painter().add(ribbon(start, end, wide_a, wide_b, color));
        if is_under {
            told = Some(format!("{} → {}\n{} a year, mostly {}", drawn.nodes[*from].name, drawn.nodes[*to].name, money(*value), good));
        }
    }
    for (node, rect) in drawn.nodes.iter().zip(&places) {
        ui.painter().rect_filled(*rect, 2, node.color);
        let share = 100.0 * node.value / drawn.totals[node.column].max(1e-9);
        if rect.height() >= 9.0 {
            let at = pos2(rect.right() + 6.0, rect.center().y);
            let name = lit(ui, at, Align2::LEFT_CENTER, &node.name, theme::small_bold(), theme::TEXT);
            let text = format!("{} %", fixed(share, 0));
            lit(ui, pos2(name.right() + 5.0, at.y), Align2::LEFT_CENTER, &text, theme::small(), theme::TEXT);
        }
        let response = ui.interact(*rect, ui.id().with(("node", node.column, &node.name)), Sense::hover());
        let text =
            format!("{}, {}: {} a year, {} % of the stage", COLUMNS[node.column].label(), node.name, money(node.value), number(share));
        response.widget_info(|| WidgetInfo::labeled(WidgetType::Label, true, &text));
        response.on_hover_text(text);
    }
    if let Some(text) = told {
        let area = ui.interact(plot, ui.id().with("ribbons"), Sense::hover());
        area.on_hover_text_at_pointer(text);
    }
}

/// How far down its way a ribbon has moved, smoothly.
fn ease(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

fn under(at: Pos2, start: Pos2, end: Pos2, wide_a: f32, wide_b: f32) -> bool {
    let t = (at.x - start.x) / (end.x - start.x).max(1.0);
    let top = start.y + (end.y - start.y) * ease(t.clamp(0.0, 1.0));
    (0.0..=1.0).contains(&t) && at.y >= top && at.y <= top + wide_a + (wide_b - wide_a) * t
}

fn ribbon(start: Pos2, end: Pos2, wide_a: f32, wide_b: f32, color: Color32) -> Mesh {
    let mut mesh = Mesh::default();
    let steps = 28;
    for step in 0..=steps {
        let t = step as f32 / steps as f32;
        let x = start.x + (end.x - start.x) * t;
        let y = start.y + (end.y - start.y) * ease(t);
        let wide = (wide_a + (wide_b - wide_a) * t).max(0.6);
        mesh.colored_vertex(pos2(x, y), color);
        mesh.colored_vertex(pos2(x, y + wide), color);
        if step > 0 {
            let at = 2 * step as u32;
            mesh.indices.extend([at - 2, at - 1, at, at - 1, at, at + 1]);
        }
    }
    mesh
}

/// Who controls what the side uses.
pub fn column(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.chain);
    let control = state.control.get(desk.revision, || {
        let view = desk.view();
        let word = view.word(ItemKind::Region, desk.side.index());
        let tables = crate::reports::run(view.sim, &["dependence", word]);
        tables.ok().and_then(|tables| tables.into_iter().nth(1)).unwrap_or_else(|| Table::new("dependence.goods", ""))
    });
    let rival = desk.catalog().scenario.rival(desk.side);
    let title = format!("Who controls what {} uses", crate::orders::phrases::region(desk.catalog(), desk.side));
    let full = ui.max_rect();
    card(ui, full, &title, "", |ui| {
        let full = ui.max_rect();
        let foot = full.with_min_y(full.bottom() - 26.0);
        let heads = &[("share of first", "share"), ("first", "most of it")];
        let look = Look { columns: &["good", "share of first", "first"], heads, ..Look::default() };
        within(ui, full.with_max_y(foot.top() - 4.0), |ui| table::show(ui, "control", &control, &mut state.sorting, &look));
        within(ui, foot, |ui| {
            let text = format!("Dependence on {}", crate::orders::phrases::region(desk.catalog(), rival));
            offers::why(ui, desk, &text, FigureKey::Dependence { user: desk.side, supplier: rival });
        });
    });
    desk.states.chain = state;
}
