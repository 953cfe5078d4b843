//! What explains the map: its scale, the good that flows, the stages.

use egui::{Align, Align2, ComboBox, Mesh, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::{Drawn, STAGES, State, ramp};
use crate::reports::atlas::MapSeries;
use crate::ui::theme;
use crate::ui::widgets::{caption, line, number, put, within};

/// The scale, the choice of a good, and the colours of stages.
pub(super) fn show(ui: &mut Ui, canvas: Rect, state: &mut State, drawn: &Drawn, series: &MapSeries) {
    let rect = Rect::from_min_max(pos2(canvas.left(), canvas.bottom() - 84.0), canvas.max);
    let scale = rect.with_max_x(rect.left() + 296.0);
    ui.painter().rect(scale, theme::RADIUS, theme::PANEL, theme::hairline(), egui::StrokeKind::Inside);
    let inner = scale.shrink2(vec2(12.0, 10.0));
    let named = put(ui, inner.min, Align2::LEFT_TOP, series.name, theme::bold(), theme::TEXT);
    let unit = named.right() + 6.0;
    line(
        ui,
        Rect::from_min_max(pos2(unit, inner.top() + 1.0), pos2(inner.right(), named.bottom())),
        series.unit,
        theme::small(),
        theme::QUIET,
        Align::Min,
    );
    let strip = Rect::from_min_size(pos2(inner.left(), inner.top() + 24.0), vec2(inner.width(), 8.0));
    let mut mesh = Mesh::default();
    let steps = 24;
    for step in 0..=steps {
        let share = step as f32 / steps as f32;
        let x = strip.left() + strip.width() * share;
        mesh.colored_vertex(pos2(x, strip.top()), ramp(series, share));
        mesh.colored_vertex(pos2(x, strip.bottom()), ramp(series, share));
        if step > 0 {
            let at = 2 * step as u32;
            mesh.indices.extend([at - 2, at - 1, at, at - 1, at, at + 1]);
        }
    }
    ui.painter().add(mesh);
    for (share, align) in [(0.0, Align2::LEFT_TOP), (0.5, Align2::CENTER_TOP), (1.0, Align2::RIGHT_TOP)] {
        let part: f64 = if series.most.is_some() { share } else { share * share };
        let at = pos2(strip.left() + strip.width() * share as f32, strip.bottom() + 4.0);
        let value = part * drawn.most;
        let text = if value >= 100.0 { crate::units::digits::fixed(value, 0) } else { number(value) };
        put(ui, at, align, &text, theme::small(), theme::QUIET);
    }
    let signs = Rect::from_min_max(pos2(scale.right() + theme::GUTTER, rect.top()), rect.max);
    ui.painter().rect(signs, theme::RADIUS, theme::PANEL, theme::hairline(), egui::StrokeKind::Inside);
    within(ui, signs.shrink2(vec2(12.0, 8.0)), |ui| {
        ui.horizontal(|ui| {
            caption(ui, "Flow of");
            let good = drawn.goods.iter().find(|(id, _)| Some(*id) == state.good).map_or("", |(_, name)| name.as_str());
            ComboBox::from_id_salt("flow").selected_text(if state.flows { good } else { "nothing" }).width(150.0).show_ui(ui, |ui| {
                if ui.selectable_label(!state.flows, "nothing").clicked() {
                    state.flows = false;
                }
                for (id, name) in &drawn.goods {
                    if ui.selectable_label(state.flows && Some(*id) == state.good, name).clicked() {
                        (state.flows, state.good) = (true, Some(*id));
                    }
                }
            });
            key(ui, "free", false);
            key(ui, "duty, licence or export tax", true);
            caption(ui, "· colour: seller");
        });
        ui.add_space(4.0);
        ui.horizontal(|ui| {
            caption(ui, "Share of the world’s plants:");
            for stage in STAGES {
                let (rect, _) = ui.allocate_exact_size(vec2(10.0, 12.0), Sense::hover());
                ui.painter().rect_filled(rect.shrink2(vec2(0.0, 3.5)), 2, theme::stage(stage));
                ui.add_space(-4.0);
                caption(ui, stage.label());
            }
        });
    });
}

/// A line as it stands for a flow.
fn key(ui: &mut Ui, text: &str, dashed: bool) {
    let (rect, _) = ui.allocate_exact_size(vec2(18.0, 12.0), Sense::hover());
    let ends = [rect.left_center(), rect.right_center()];
    let stroke = Stroke::new(2.5, theme::QUIET);
    if dashed {
        ui.painter().extend(Shape::dashed_line(&ends, stroke, 5.0, 3.0));
    } else {
        ui.painter().line_segment(ends, stroke);
    }
    ui.add_space(-4.0);
    caption(ui, text);
}
