//! A picture of a series: what was as points, the model as a line with the band of its runs.

use plotters::prelude::{
    AreaSeries, ChartBuilder, Circle, Color, IntoDrawingArea, IntoFont, LineSeries, PathElement, RGBColor, SVGBackend, SeriesLabelPosition,
    WHITE,
};

use super::known::{Comparison, Years};
use crate::units::digits::number;

const SIZE: (u32, u32) = (640, 400);
const MODEL: RGBColor = RGBColor(0x1f, 0x6f, 0x8b);
const WORLD: RGBColor = RGBColor(0xc0, 0x5a, 0x2b);

/// The model's mean and band, beside history, as SVG.
///
/// # Errors
/// A sentence if it cannot be drawn.
pub fn draw(comparison: &Comparison, mean: &Years, low: &Years, high: &Years) -> Result<String, String> {
    let mut text = String::new();
    draw_on(&mut text, comparison, mean, [low, high]).map_err(|error| format!("{} cannot be drawn: {error}", comparison.title))?;
    Ok(text)
}

fn draw_on(text: &mut String, comparison: &Comparison, mean: &Years, band: [&Years; 2]) -> Result<(), Box<dyn std::error::Error>> {
    let years = || mean.keys().copied().chain(comparison.history.keys().copied().filter(|year| mean.contains_key(year)));
    let (Some(first), Some(last)) = (years().min(), years().max()) else { return Ok(()) };
    let was = || comparison.history.range(first..=last).map(|(year, value)| (*year, *value));
    let most = was().map(|(_, v)| v).chain(band[1].values().copied()).chain(mean.values().copied()).fold(1e-9, f64::max);
    let area = SVGBackend::with_string(text, SIZE).into_drawing_area();
    area.fill(&WHITE)?;
    let title = format!("{}, {}", comparison.title, comparison.unit);
    let mut chart = ChartBuilder::on(&area)
        .caption(title, ("sans-serif", 18).into_font())
        .margin(12)
        .x_label_area_size(28)
        .y_label_area_size(56)
        .build_cartesian_2d(first..last, 0.0..most * 1.08)?;
    chart.configure_mesh().x_labels(10).y_label_formatter(&|value| number(*value)).light_line_style(WHITE).draw()?;
    let upper = band[1].iter().map(|(year, value)| (*year, *value));
    let lower = band[0].iter().map(|(year, value)| (*year, *value));
    chart.draw_series(AreaSeries::new(upper, 0.0, MODEL.mix(0.18)))?;
    chart.draw_series(AreaSeries::new(lower, 0.0, WHITE.filled()))?;
    let line = mean.iter().map(|(year, value)| (*year, *value));
    let sign = |(x, y)| PathElement::new(vec![(x, y), (x + 16, y)], MODEL.stroke_width(2));
    chart.draw_series(LineSeries::new(line, MODEL.stroke_width(2)))?.label("model, and nine runs in ten").legend(sign);
    let points = was().map(|at| Circle::new(at, 4, WORLD.filled()));
    chart.draw_series(points)?.label("history").legend(|(x, y)| Circle::new((x + 8, y), 4, WORLD.filled()));
    chart.configure_series_labels().position(SeriesLabelPosition::UpperLeft).background_style(WHITE).draw()?;
    area.present()?;
    Ok(())
}
