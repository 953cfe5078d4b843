//! Cuts a ring of points into triangles, ear by ear.

use egui::Pos2;

/// Twice the area of a triangle; positive where its corners turn to the right on a screen.
fn turn(a: Pos2, b: Pos2, c: Pos2) -> f64 {
    let [ax, ay, bx, by, cx, cy] = [a.x, a.y, b.x, b.y, c.x, c.y].map(f64::from);
    (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
}

/// Indices of triangles that fill the ring. A ring that crosses itself is filled as well as may be.
#[must_use]
pub fn of(ring: &[Pos2]) -> Vec<u32> {
    let mut left: Vec<usize> = (0..ring.len()).collect();
    let area: f64 = (1..ring.len().saturating_sub(1)).map(|i| turn(ring[0], ring[i], ring[i + 1])).sum();
    if area < 0.0 {
        left.reverse();
    }
    let mut triangles = Vec::with_capacity(3 * ring.len());
    let mut at = 0;
    let mut passed = 0;
    while left.len() > 3 {
        let count = left.len();
        let corners = [left[(at + count - 1) % count], left[at % count], left[(at + 1) % count]];
        // After a whole round without an ear the ring is not simple: cut where we stand.
        if is_ear(ring, &left, corners) || passed > count {
            triangles.extend(corners.map(|corner| corner as u32));
            left.remove(at % count);
            passed = 0;
            at = if at % count == 0 { 0 } else { at % count - 1 };
        } else {
            at += 1;
            passed += 1;
        }
    }
    triangles.extend(left.into_iter().map(|corner| corner as u32));
    triangles
}

/// Whether the middle corner can be cut off: it bulges, and no other point lies in its triangle.
fn is_ear(ring: &[Pos2], left: &[usize], corners: [usize; 3]) -> bool {
    let [a, b, c] = corners.map(|corner| ring[corner]);
    if turn(a, b, c) <= 0.0 {
        return false;
    }
    let (low_x, high_x) = (a.x.min(b.x).min(c.x), a.x.max(b.x).max(c.x));
    let (low_y, high_y) = (a.y.min(b.y).min(c.y), a.y.max(b.y).max(c.y));
    !left.iter().filter(|other| !corners.contains(other)).map(|other| ring[*other]).any(|p| {
        p.x >= low_x
            && p.x <= high_x
            && p.y >= low_y
            && p.y <= high_y
            && turn(a, b, p) >= 0.0
            && turn(b, c, p) >= 0.0
            && turn(c, a, p) >= 0.0
            && p != a
            && p != b
            && p != c
    })
}
