//! Pictures of places, drawn with lines in a square of 16 by 16.

use egui::{Color32, Painter, Pos2, Shape, Stroke, vec2};

/// A picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Icon {
    /// A folded map.
    Map,
    /// Flows that part.
    Chain,
    /// A pick.
    Pick,
    /// Rows of a table.
    Board,
    /// A curve.
    Chart,
    /// A sheet.
    Sheet,
    /// A globe.
    Globe,
    /// A bulb.
    Bulb,
}

/// Lines of a picture, each from point to point.
const fn lines(icon: Icon) -> &'static [&'static [(f32, f32)]] {
    match icon {
        Icon::Map => &[
            &[(1.5, 4.0), (6.0, 2.0), (10.0, 4.0), (14.5, 2.0), (14.5, 12.0), (10.0, 14.0), (6.0, 12.0), (1.5, 14.0), (1.5, 4.0)],
            &[(6.0, 2.0), (6.0, 12.0)],
            &[(10.0, 4.0), (10.0, 14.0)],
        ],
        Icon::Chain => &[
            &[(1.5, 3.0), (5.0, 3.0), (8.0, 8.0), (14.5, 8.0)],
            &[(1.5, 13.0), (5.0, 13.0), (8.0, 8.0)],
            &[(11.5, 5.0), (14.5, 8.0), (11.5, 11.0)],
        ],
        Icon::Pick => &[&[(3.0, 13.5), (11.0, 5.5)], &[(5.5, 3.0), (10.0, 3.5), (13.0, 6.5), (13.5, 11.0)]],
        Icon::Board => &[
            &[(2.0, 2.5), (14.0, 2.5), (14.0, 13.5), (2.0, 13.5), (2.0, 2.5)],
            &[(2.0, 6.2), (14.0, 6.2)],
            &[(2.0, 9.9), (14.0, 9.9)],
            &[(6.5, 2.5), (6.5, 13.5)],
        ],
        Icon::Chart => &[&[(2.0, 2.0), (2.0, 14.0), (14.5, 14.0)], &[(4.5, 11.0), (7.5, 7.0), (10.0, 9.0), (14.0, 3.5)]],
        Icon::Sheet => &[
            &[(3.5, 1.5), (9.5, 1.5), (12.5, 4.5), (12.5, 14.5), (3.5, 14.5), (3.5, 1.5)],
            &[(5.8, 7.0), (10.2, 7.0)],
            &[(5.8, 9.5), (10.2, 9.5)],
            &[(5.8, 12.0), (8.5, 12.0)],
        ],
        Icon::Globe => &[
            &[(1.7, 8.0), (14.3, 8.0)],
            &[(8.0, 1.7), (5.6, 4.5), (5.0, 8.0), (5.6, 11.5), (8.0, 14.3), (10.4, 11.5), (11.0, 8.0), (10.4, 4.5), (8.0, 1.7)],
        ],
        Icon::Bulb => &[
            &[
                (6.0, 12.0),
                (6.0, 10.3),
                (4.3, 8.3),
                (3.9, 6.0),
                (5.2, 3.3),
                (8.0, 2.0),
                (10.8, 3.3),
                (12.1, 6.0),
                (11.7, 8.3),
                (10.0, 10.3),
                (10.0, 12.0),
                (6.0, 12.0),
            ],
            &[(6.5, 14.2), (9.5, 14.2)],
        ],
    }
}

/// Draws a picture around a point.
pub fn draw(painter: &Painter, icon: Icon, middle: Pos2, color: Color32) {
    let stroke = Stroke::new(1.4, color);
    for path in lines(icon) {
        let points = path.iter().map(|(x, y)| middle + vec2(x - 8.0, y - 8.0)).collect();
        painter.add(Shape::line(points, stroke));
    }
    if icon == Icon::Globe {
        painter.circle_stroke(middle, 6.3, stroke);
    }
}
