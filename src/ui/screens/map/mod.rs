//! The map: regions coloured by a series, flows of a good, each region's part of every stage.

mod legend;
mod region;

pub use region::column;

use egui::{Align2, Color32, Mesh, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, WidgetType, pos2, vec2};

use crate::content::definitions::chain::Stage;
use crate::content::ids::{GoodId, ItemKind, RegionId};
use crate::reports::atlas::{self, Flow, MapSeries, SERIES};
use crate::ui::atlas::{Atlas, Camera, Lens};
use crate::ui::cached::Cached;
use crate::ui::desk::Desk;
use crate::ui::theme;
use crate::ui::widgets::{chips, lit, number, width, within};
use crate::units::digits::{decimals, fixed};

/// Stages with a bar of their own in a region's sign.
const STAGES: [Stage; 5] = [Stage::Mining, Stage::Refining, Stage::Materials, Stage::Cells, Stage::Cars];
/// Share of the world from which a region shows what it has of a stage.
const SHOWN: f64 = 0.02;

/// What the map remembers.
pub struct State {
    series: usize,
    good: Option<GoodId>,
    flows: bool,
    camera: Camera,
    chosen: Option<RegionId>,
    region: region::Memory,
    drawn: Cached<(u64, usize, Option<GoodId>), Drawn>,
    /// Whether flows stand still, as in a picture.
    pub still: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            series: 3,
            good: None,
            flows: true,
            camera: Camera::default(),
            chosen: None,
            region: region::Memory::default(),
            drawn: Cached::default(),
            still: false,
        }
    }
}

/// What the map shows of a region.
struct Place {
    region: RegionId,
    word: String,
    name: String,
    value: Option<f64>,
    shares: [f64; Stage::ALL.len()],
    color: Color32,
}

/// What the map shows now.
struct Drawn {
    places: Vec<Place>,
    flows: Vec<Flow>,
    most: f64,
    goods: Vec<(GoodId, String)>,
}

fn drawn(desk: &Desk, series: &MapSeries, good: GoodId) -> Drawn {
    let view = desk.view();
    let place = |region: RegionId| Place {
        region,
        word: view.word(ItemKind::Region, region.index()).to_owned(),
        name: view.region(region).to_owned(),
        value: (series.value)(&view, region, desk.side).filter(|value| value.is_finite()),
        shares: atlas::stage_shares(&view, region),
        color: theme::region(view.catalog, region),
    };
    let places: Vec<Place> = view.regions().map(place).collect();
    let largest = places.iter().filter_map(|place| place.value).fold(0.0, f64::max);
    let mut goods: Vec<(GoodId, String)> =
        view.goods().filter(|g| !view.markets.of(*g).sellers.is_empty()).map(|g| (g, view.good(g).to_owned())).collect();
    goods.sort_by(|a, b| a.1.cmp(&b.1));
    Drawn { places, flows: atlas::flows(&view, good), most: series.most.unwrap_or(largest).max(1e-9), goods }
}

/// The good whose flows are shown first: the cell that is made most.
fn first_good(desk: &Desk) -> GoodId {
    let view = desk.view();
    let made = |g: &GoodId| view.markets.of(*g).nodes.iter().map(|n| n.made).sum::<f64>();
    let cells = view.goods().filter(|g| view.catalog.goods[g.index()].stage == Stage::Cells);
    cells.max_by(|a, b| made(a).total_cmp(&made(b))).unwrap_or(GoodId(0))
}

/// Draws the screen.
pub fn show(ui: &mut Ui, desk: &mut Desk) {
    let mut state = std::mem::take(&mut desk.states.map);
    let good = *state.good.get_or_insert_with(|| first_good(desk));
    let series = &SERIES[state.series.min(SERIES.len() - 1)];
    let drawn = state.drawn.get((desk.revision, state.series, state.good), || drawn(desk, series, good));
    let full = ui.max_rect();
    let head = full.with_max_y(full.top() + 26.0);
    within(ui, head, |ui| {
        ui.horizontal(|ui| {
            let names: Vec<&str> = SERIES.iter().map(|series| series.name).collect();
            chips(ui, &names, &mut state.series);
        });
    });
    let canvas = Rect::from_min_max(pos2(full.left(), head.bottom() + 6.0), full.max);
    let map = Rect::from_min_max(canvas.min, canvas.max - vec2(0.0, 56.0));
    world(ui, map, &mut state, &drawn, series, desk);
    legend::show(ui, canvas, &mut state, &drawn, series);
    desk.states.map = state;
}

/// How far a value lies on the scale: by its root, so that small ones can be told apart; of a share, as it is.
fn level(series: &MapSeries, value: f64, most: f64) -> f32 {
    let share = (value / most).clamp(0.0, 1.0);
    (if series.most.is_some() { share } else { share.sqrt() }) as f32
}

fn ramp(series: &MapSeries, level: f32) -> Color32 {
    let top = series.stage.map_or(theme::ACCENT, theme::stage);
    let top = if series.id == "dependence" { theme::CHINA } else { top };
    theme::mix(theme::LAND, theme::mix(theme::LAND, top, 0.92), level)
}

fn world(ui: &mut Ui, rect: Rect, state: &mut State, drawn: &Drawn, series: &MapSeries, desk: &Desk) {
    let atlas = Atlas::get();
    let response = ui.interact(rect, ui.id().with("map"), Sense::click_and_drag());
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Image, true, "World map"));
    if response.dragged() {
        let lens = state.camera.lens(atlas, rect);
        state.camera.drag(atlas, lens, response.drag_delta());
    }
    if let Some(at) = response.hover_pos() {
        let turned = ui.input(|input| input.smooth_scroll_delta().y + (input.zoom_delta().ln() * 200.0));
        if turned != 0.0 {
            state.camera.zoom_at(atlas, rect, at, (turned / 240.0).exp());
        }
    }
    let lens = state.camera.lens(atlas, rect);
    let under = response.hover_pos().and_then(|at| atlas.region_at(lens.to_map(at)));
    let under = under.and_then(|word| drawn.places.iter().find(|place| place.word == word));
    if response.clicked() {
        state.chosen = under.map(|place| place.region).filter(|region| state.chosen != Some(*region));
    }
    ui.scope(|ui| {
        ui.set_clip_rect(rect.intersect(ui.clip_rect()));
        lands(ui, rect, lens, drawn, series, under.map(|p| p.region), state.chosen);
        if state.flows {
            flows(ui, lens, drawn, state.still);
        }
        labels(ui, rect, lens, drawn, desk);
    });
    if let Some(place) = under {
        let value = place.value.map_or_else(|| "nothing known".to_owned(), |value| format!("{} {}", number(value), series.unit));
        response.on_hover_text_at_pointer(format!("{}\n{}: {value}", place.name, series.name));
    }
}

fn lands(ui: &Ui, rect: Rect, lens: Lens, drawn: &Drawn, series: &MapSeries, under: Option<RegionId>, chosen: Option<RegionId>) {
    for shape in &Atlas::get().shapes {
        let place = drawn.places.iter().find(|place| place.word == shape.region);
        let value = place.and_then(|place| place.value);
        let mut fill = value.map_or(theme::LAND, |value| ramp(series, level(series, value, drawn.most)));
        let region = place.map(|place| place.region);
        let lit = region.is_some() && (region == under || region == chosen);
        if lit {
            fill = theme::mix(fill, theme::TEXT, 0.12);
        }
        let mut mesh = Mesh::default();
        let mut borders = Vec::new();
        let edge = Stroke::new(0.8, if lit { theme::QUIET } else { theme::mix(fill, theme::GROUND, 0.55) });
        for land in &shape.lands {
            let bounds = Rect::from_two_pos(lens.to_screen(land.bounds.min), lens.to_screen(land.bounds.max));
            if !bounds.intersects(rect) || bounds.width().max(bounds.height()) < 1.0 {
                continue;
            }
            let base = mesh.vertices.len() as u32;
            let points: Vec<Pos2> = land.ring.iter().map(|at| lens.to_screen(*at)).collect();
            points.iter().for_each(|at| mesh.colored_vertex(*at, fill));
            mesh.indices.extend(land.triangles.iter().map(|corner| base + corner));
            // Points nearer than a pixel would only make work. Open lines cut sharp corners off; closed ones would draw them as spikes.
            let mut border: Vec<Pos2> = Vec::new();
            for at in points.iter().chain(points.first()) {
                if border.last().is_none_or(|last| last.distance_sq(*at) > 0.8) {
                    border.push(*at);
                }
            }
            borders.push(Shape::line(border, edge));
        }
        ui.painter().add(mesh);
        ui.painter().extend(borders);
    }
}

/// A point of the arc between two places, 0 at the seller.
fn arc(from: Pos2, to: Pos2, t: f32) -> Pos2 {
    let lift = (to - from).length() * 0.18;
    let middle = from + (to - from) * 0.5 - vec2(0.0, lift);
    let (a, b) = (from + (middle - from) * t, middle + (to - middle) * t);
    a + (b - a) * t
}

fn flows(ui: &Ui, lens: Lens, drawn: &Drawn, still: bool) {
    let atlas = Atlas::get();
    let place = |region: RegionId| drawn.places.iter().find(|place| place.region == region);
    let largest = drawn.flows.first().map_or(1.0, |flow| flow.value).max(1e-12);
    let time = if still { 0.35 } else { (ui.input(|input| input.time) * 0.25) as f32 };
    for flow in drawn.flows.iter().rev() {
        let (Some(from), Some(to)) = (place(flow.from), place(flow.to)) else { continue };
        let (Some(a), Some(b)) = (atlas.anchor(&from.word), atlas.anchor(&to.word)) else { continue };
        let (a, b) = (lens.to_screen(a), lens.to_screen(b));
        let thick = 1.2 + 4.8 * (flow.value / largest).sqrt() as f32;
        let points: Vec<Pos2> = (0..=40).map(|step| arc(a, b, step as f32 / 40.0)).collect();
        let color = theme::faded(from.color, 0.62);
        if flow.hindered {
            ui.painter().extend(Shape::dashed_line(&points, Stroke::new(thick, color), 7.0, 5.0));
        } else {
            ui.painter().add(Shape::line(points, Stroke::new(thick, color)));
        }
        ui.painter().circle_filled(b, thick * 0.5 + 2.0, from.color);
        let count = ((b - a).length() / 110.0).ceil().max(1.0) as usize;
        for number in 0..count {
            let t = (time + number as f32 / count as f32).fract();
            ui.painter().circle_filled(arc(a, b, t), thick * 0.35 + 1.0, theme::mix(from.color, theme::TEXT, 0.55));
        }
    }
}

/// Names, values and stages of the regions that matter, where they do not hide each other.
fn labels(ui: &Ui, rect: Rect, lens: Lens, drawn: &Drawn, desk: &Desk) {
    let scenario = &desk.catalog().scenario;
    let is_side = |place: &Place| place.region == scenario.us || place.region == scenario.china;
    let ends_flow = |place: &Place| drawn.flows.iter().take(6).any(|flow| flow.from == place.region || flow.to == place.region);
    let weight = |place: &Place| {
        let first = if is_side(place) {
            1e12
        } else if ends_flow(place) {
            1e9
        } else {
            0.0
        };
        place.value.unwrap_or(0.0) + first
    };
    let mut order: Vec<&Place> = drawn.places.iter().collect();
    order.sort_by(|a, b| weight(b).total_cmp(&weight(a)));
    let mut taken: Vec<Rect> = Vec::new();
    let places = if drawn.most >= 50.0 { 0 } else { decimals(drawn.most).min(2) };
    for place in order {
        let Some(at) = Atlas::get().anchor(&place.word).map(|at| lens.to_screen(at)) else { continue };
        let value = place.value.filter(|value| *value >= 0.004 * drawn.most);
        if !rect.contains(at) || (value.is_none() && !is_side(place) && !ends_flow(place)) {
            continue;
        }
        let text = value.map_or_else(String::new, |value| fixed(value, places));
        let name = &desk.catalog()[place.region].short;
        let name = if is_side(place) { &place.name } else { name };
        let wide = width(ui, name, theme::small_bold()) + 6.0 + width(ui, &text, theme::small());
        let has_plants = STAGES.iter().any(|stage| place.shares[*stage as usize] >= SHOWN);
        let size = vec2(wide, if has_plants { 31.0 } else { 15.0 });
        let spots = [
            vec2(8.0, -7.0),
            vec2(8.0, 8.0),
            vec2(8.0, -size.y + 4.0),
            vec2(-wide - 8.0, -7.0),
            vec2(-wide - 8.0, 8.0),
            vec2(-wide - 8.0, -size.y + 4.0),
            vec2(-wide / 2.0, 10.0),
            vec2(-wide / 2.0, -26.0),
        ];
        let free = |spot: &egui::Vec2| {
            let area = Rect::from_min_size(at + *spot, size).expand(2.0);
            rect.contains_rect(area) && taken.iter().all(|other| !other.intersects(area))
        };
        let Some(spot) = spots.into_iter().find(free) else { continue };
        let corner = at + spot;
        taken.push(Rect::from_min_size(corner, size).expand(2.0));
        let color = if is_side(place) { theme::mix(place.color, theme::TEXT, 0.35) } else { theme::TEXT };
        let shown = lit(ui, corner, Align2::LEFT_TOP, name, theme::small_bold(), color);
        lit(ui, pos2(shown.right() + 6.0, corner.y), Align2::LEFT_TOP, &text, theme::small(), theme::TEXT);
        if has_plants {
            pillars(ui, corner + vec2(1.0, 29.0), place);
        }
    }
}

/// A region's share of the world's plants, a pillar for each stage, by its root so that small ones can be seen.
fn pillars(ui: &Ui, foot: Pos2, place: &Place) {
    let ground = Rect::from_min_size(foot, vec2(6.0 * STAGES.len() as f32 + 1.0, 1.0));
    ui.painter().rect_filled(
        Rect::from_min_max(ground.min - vec2(2.0, 14.0), ground.max + vec2(2.0, 2.0)),
        2,
        theme::faded(theme::GROUND, 0.72),
    );
    for (number, stage) in STAGES.iter().enumerate() {
        let height = (12.0 * place.shares[*stage as usize].sqrt() as f32).max(1.0);
        let pillar = Rect::from_min_max(foot + vec2(6.0 * number as f32, -height), foot + vec2(6.0 * number as f32 + 5.0, 0.0));
        ui.painter().rect_filled(pillar, 0, theme::stage(*stage));
    }
    ui.painter().rect_filled(ground, 0, theme::FAINT);
}
