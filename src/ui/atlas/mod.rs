//! Outlines of the regions, projected and cut into triangles once. The projection is Equal Earth (Šavrič, Patterson and Jenny 2018):
//! areas stand in their true ratio.

mod triangles;

use std::sync::OnceLock;

use egui::{Pos2, Rect, Vec2, pos2, vec2};

/// Outlines of countries by region.
const OUTLINES: &str = include_str!("../../../assets/map/outlines.txt");

/// A piece of land: its border, and triangles of its points.
pub struct Land {
    /// Border, in map units.
    pub ring: Vec<Pos2>,
    /// Corners of triangles, three by three.
    pub triangles: Vec<u32>,
    /// What it fits into.
    pub bounds: Rect,
}

/// A region's land.
pub struct Shape {
    /// Id of the region.
    pub region: String,
    /// Its pieces.
    pub lands: Vec<Land>,
}

/// The map of the world. Map units: the equator is 2 π long at scale 1, north is up (y grows downwards).
pub struct Atlas {
    /// Regions with their land.
    pub shapes: Vec<Shape>,
    /// Where each region's name and flows stand.
    pub anchors: Vec<(String, Pos2)>,
    /// What is shown of the world.
    pub bounds: Rect,
}

impl Atlas {
    /// The map, made on first use.
    #[must_use]
    pub fn get() -> &'static Self {
        static ATLAS: OnceLock<Atlas> = OnceLock::new();
        ATLAS.get_or_init(|| Self::read(OUTLINES))
    }

    /// Where a region's name stands.
    #[must_use]
    pub fn anchor(&self, region: &str) -> Option<Pos2> {
        self.anchors.iter().find(|(id, _)| id == region).map(|(_, at)| *at)
    }

    /// The region at a place.
    #[must_use]
    pub fn region_at(&self, at: Pos2) -> Option<&str> {
        let hit = |land: &Land| land.bounds.contains(at) && is_inside(&land.ring, at);
        self.shapes.iter().find(|shape| shape.lands.iter().any(hit)).map(|shape| shape.region.as_str())
    }

    fn read(text: &str) -> Self {
        // The sheet leaves out the open Pacific and the ice of the north, in which nothing happens.
        let bounds =
            Rect::from_min_max(pos2(project(-131.0, 0.0).x, project(0.0, 78.0).y), pos2(project(166.0, 0.0).x, project(0.0, -55.0).y));
        let mut atlas = Self { shapes: Vec::new(), anchors: Vec::new(), bounds };
        let mut region = String::new();
        for line in text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
            let numbers: Option<Vec<f32>> = line.split(' ').map(|word| word.parse().ok()).collect();
            if let Some(rest) = line.strip_prefix("@ ") {
                let words: Vec<&str> = rest.split(' ').collect();
                if let [id, x, y] = words[..] {
                    let at = project(x.parse().unwrap_or(0.0) / 100.0, y.parse().unwrap_or(0.0) / 100.0);
                    atlas.anchors.push((id.to_owned(), at));
                }
            } else if let Some(numbers) = numbers {
                atlas.add(&region, numbers.chunks_exact(2).map(|p| project(p[0] / 100.0, p[1] / 100.0)).collect());
            } else {
                line.split(' ').next().unwrap_or_default().clone_into(&mut region);
            }
        }
        atlas
    }

    fn add(&mut self, region: &str, ring: Vec<Pos2>) {
        if ring.len() < 3 {
            return;
        }
        let bounds = Rect::from_points(&ring);
        let triangles = triangles::of(&ring);
        let at = self.shapes.iter().position(|shape| shape.region == region).unwrap_or_else(|| {
            self.shapes.push(Shape { region: region.to_owned(), lands: Vec::new() });
            self.shapes.len() - 1
        });
        self.shapes[at].lands.push(Land { ring, triangles, bounds });
    }
}

/// A place on the map from degrees.
#[must_use]
pub fn project(longitude: f32, latitude: f32) -> Pos2 {
    const A: [f32; 4] = [1.340_264, -0.081_106, 0.000_893, 0.003_796];
    let root = 3.0_f32.sqrt() / 2.0;
    let t = (root * latitude.to_radians().sin()).clamp(-1.0, 1.0).asin();
    let (t2, t6) = (t * t, t.powi(6));
    let x = longitude.to_radians() * t.cos() / (root * (A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2)));
    let y = t * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2));
    pos2(x, -y)
}

/// Whether a place lies within a ring.
fn is_inside(ring: &[Pos2], at: Pos2) -> bool {
    let mut inside = false;
    let mut before = ring.len() - 1;
    for now in 0..ring.len() {
        let (a, b) = (ring[now], ring[before]);
        if (a.y > at.y) != (b.y > at.y) && at.x < (b.x - a.x) * (at.y - a.y) / (b.y - a.y) + a.x {
            inside = !inside;
        }
        before = now;
    }
    inside
}

/// How map units become points on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Camera {
    /// Points on the screen per map unit, against that at which the world fits.
    pub zoom: f32,
    /// Place of the map, as a part of its bounds, that stands in the middle.
    pub middle: Vec2,
}

impl Default for Camera {
    fn default() -> Self {
        Self { zoom: 1.0, middle: vec2(0.5, 0.5) }
    }
}

impl Camera {
    /// The way from the map to a part of the screen.
    #[must_use]
    pub fn lens(self, atlas: &Atlas, screen: Rect) -> Lens {
        let fit = (screen.width() / atlas.bounds.width()).min(screen.height() / atlas.bounds.height());
        let focus = atlas.bounds.min + atlas.bounds.size() * self.middle;
        let scale = fit * self.zoom;
        Lens { scale, shift: screen.center().to_vec2() - focus.to_vec2() * scale }
    }

    /// Moves by points on the screen, staying over the map.
    pub fn drag(&mut self, atlas: &Atlas, lens: Lens, by: Vec2) {
        let moved = self.middle - by / (lens.scale * atlas.bounds.size());
        self.middle = vec2(moved.x.clamp(0.0, 1.0), moved.y.clamp(0.0, 1.0));
    }

    /// Grows or shrinks about a point on the screen.
    pub fn zoom_at(&mut self, atlas: &Atlas, screen: Rect, at: Pos2, factor: f32) {
        let before = self.lens(atlas, screen).to_map(at);
        self.zoom = (self.zoom * factor).clamp(1.0, 12.0);
        let lens = self.lens(atlas, screen);
        self.drag(atlas, lens, at - lens.to_screen(before));
        if self.zoom <= 1.0 {
            self.middle = vec2(0.5, 0.5);
        }
    }
}

/// The way from map units to the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lens {
    /// Points per map unit.
    pub scale: f32,
    shift: Vec2,
}

impl Lens {
    /// A place of the map on the screen.
    #[must_use]
    pub fn to_screen(self, at: Pos2) -> Pos2 {
        (at.to_vec2() * self.scale + self.shift).to_pos2()
    }

    /// A place of the screen on the map.
    #[must_use]
    pub fn to_map(self, at: Pos2) -> Pos2 {
        ((at.to_vec2() - self.shift) / self.scale).to_pos2()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_region_has_land_and_a_place_for_its_name() {
        let atlas = Atlas::get();
        assert_eq!(atlas.shapes.len(), 18);
        for shape in &atlas.shapes {
            assert!(atlas.anchor(&shape.region).is_some(), "{}", shape.region);
        }
        for (place, longitude, latitude) in [("us", -100.0, 40.0), ("china", 105.0, 32.0), ("chile", -70.5, -27.0), ("drc", 23.0, -2.0)] {
            assert_eq!(atlas.region_at(project(longitude, latitude)), Some(place));
        }
        assert_eq!(atlas.region_at(project(-150.0, 0.0)), None);
    }

    #[test]
    fn triangles_cover_the_land_that_their_border_encloses() {
        let cross = |a: Pos2, b: Pos2, c: Pos2| (b - a).x * (c - a).y - (b - a).y * (c - a).x;
        for land in Atlas::get().shapes.iter().flat_map(|shape| &shape.lands) {
            let ring = &land.ring;
            let whole: f32 = (1..ring.len() - 1).map(|i| cross(ring[0], ring[i], ring[i + 1])).sum::<f32>().abs();
            let parts: f32 =
                land.triangles.chunks_exact(3).map(|t| cross(ring[t[0] as usize], ring[t[1] as usize], ring[t[2] as usize]).abs()).sum();
            assert!((whole - parts).abs() <= 0.02 * whole + 1e-5, "{whole} against {parts} of {} points", ring.len());
        }
    }
}
