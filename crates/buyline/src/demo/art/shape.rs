//! Path data: polygons, smooth curves, leaves, stones and pots turned on a wheel.

use super::pen::Pen;
use std::fmt::Write;

/// A point of the drawing.
pub type At = (f64, f64);

/// A closed polygon.
pub fn poly(points: &[At]) -> String {
    let mut d = open(points);
    d.push('Z');
    d
}

/// An open polyline.
pub fn open(points: &[At]) -> String {
    let mut d = String::new();
    for (i, (x, y)) in points.iter().enumerate() {
        let _ = write!(d, "{}{x:.1} {y:.1}", if i == 0 { 'M' } else { 'L' });
    }
    d
}

/// A rectangle as a path, for clips.
pub fn boxed(x: f64, y: f64, w: f64, h: f64) -> String {
    format!("M{x:.1} {y:.1}h{w:.1}v{h:.1}h{:.1}z", -w)
}

/// A rectangle with round corners as a path, for clips.
pub fn rounded(x: f64, y: f64, w: f64, h: f64, r: f64) -> String {
    let (iw, ih) = (w - 2.0 * r, h - 2.0 * r);
    format!(
        "M{:.1} {y:.1}h{iw:.1}a{r} {r} 0 0 1 {r} {r}v{ih:.1}a{r} {r} 0 0 1 -{r} {r}h-{iw:.1}a{r} {r} 0 0 1 -{r} -{r}v-{ih:.1}a{r} {r} 0 0 1 {r} -{r}z",
        x + r
    )
}

/// An ellipse as a path, for clips.
pub fn round(cx: f64, cy: f64, rx: f64, ry: f64) -> String {
    format!(
        "M{:.1} {cy:.1}a{rx:.1} {ry:.1} 0 1 0 {:.1} 0a{rx:.1} {ry:.1} 0 1 0 {:.1} 0z",
        cx - rx,
        2.0 * rx,
        -2.0 * rx
    )
}

/// A smooth open curve through the points (Catmull-Rom).
pub fn curve(points: &[At]) -> String {
    let last = points.len() - 1;
    let mut d = format!("M{:.1} {:.1}", points[0].0, points[0].1);
    for i in 0..last {
        let neighbour = |k: isize| points[(i as isize + k).clamp(0, last as isize) as usize];
        bezier(&mut d, neighbour(-1), neighbour(0), neighbour(1), neighbour(2));
    }
    d
}

/// A smooth closed curve through the points.
pub fn closed(points: &[At]) -> String {
    let n = points.len();
    let mut d = format!("M{:.1} {:.1}", points[0].0, points[0].1);
    for i in 0..n {
        bezier(&mut d, points[(i + n - 1) % n], points[i], points[(i + 1) % n], points[(i + 2) % n]);
    }
    d.push('Z');
    d
}

fn bezier(d: &mut String, p0: At, p1: At, p2: At, p3: At) {
    let (ax, ay) = (p1.0 + (p2.0 - p0.0) / 6.0, p1.1 + (p2.1 - p0.1) / 6.0);
    let (bx, by) = (p2.0 - (p3.0 - p1.0) / 6.0, p2.1 - (p3.1 - p1.1) / 6.0);
    let _ = write!(d, "C{ax:.1} {ay:.1} {bx:.1} {by:.1} {:.1} {:.1}", p2.0, p2.1);
}

/// An uneven round thing: a stone, a loaf, a cloud.
pub fn stone(pen: &mut Pen, cx: f64, cy: f64, rx: f64, ry: f64, uneven: f64, n: usize) -> String {
    let points: Vec<At> = (0..n)
        .map(|i| {
            let angle = std::f64::consts::TAU * i as f64 / n as f64;
            let k = 1.0 + pen.rnd(-uneven, uneven);
            (cx + rx * k * angle.cos(), cy + ry * k * angle.sin())
        })
        .collect();
    closed(&points)
}

/// What a profile encloses when turned around a vertical axis at `cx`.
/// `profile` lists (y, radius) from top to bottom; `flat` is how much the rims are seen from above.
pub fn turned(cx: f64, profile: &[(f64, f64)], flat: f64) -> String {
    let left: Vec<At> = profile.iter().map(|&(y, r)| (cx - r, y)).collect();
    let right: Vec<At> = profile.iter().rev().map(|&(y, r)| (cx + r, y)).collect();
    let (top, bottom) = (profile[0], profile[profile.len() - 1]);
    let mut d = curve(&left);
    let _ = write!(d, "A{:.1} {:.1} 0 0 0 {:.1} {:.1}", bottom.1, bottom.1 * flat, cx + bottom.1, bottom.0);
    d.push_str(&curve(&right).replacen('M', "L", 1));
    let _ = write!(d, "A{:.1} {:.1} 0 0 0 {:.1} {:.1}Z", top.1, top.1 * flat, cx - top.1, top.0);
    d
}

/// Points of a ridge from `x0` to `x1` around height `y`: mountains, hills, waves.
/// `rough` is the height of the first fold; each octave halves it.
pub fn ridge(pen: &mut Pen, x0: f64, x1: f64, y: f64, rough: f64, folds: f64) -> Vec<At> {
    let octaves: Vec<(f64, f64, f64)> = (0..5)
        .map(|k| {
            let scale = f64::from(1 << k);
            (rough / scale.powf(1.05), folds * scale * pen.rnd(0.8, 1.2), pen.rnd(0.0, 6.3))
        })
        .collect();
    let steps = 90;
    (0..=steps)
        .map(|i| {
            let t = f64::from(i) / f64::from(steps);
            let lift: f64 = octaves
                .iter()
                .map(|(height, turns, phase)| {
                    let wave = (t * turns * std::f64::consts::TAU + phase).sin();
                    height * (1.0 - wave.abs() * 2.0)
                })
                .sum();
            (x0 + (x1 - x0) * t, y - lift)
        })
        .collect()
}

/// Closes a ridge down to `bottom`.
pub fn ground(ridge: &[At], bottom: f64) -> String {
    let mut points = ridge.to_vec();
    points.push((ridge[ridge.len() - 1].0, bottom));
    points.push((ridge[0].0, bottom));
    poly(&points)
}

/// The two halves of a leaf along the x axis, from its stem at 0 to its tip at `length`:
/// (near half, far half). `belly` says where it is widest, 0 to 1; `bend` curls the tip down.
pub fn leaf(length: f64, width: f64, belly: f64, bend: f64) -> (String, String) {
    let spine = |t: f64| (length * t, bend * t * t);
    let half = |side: f64| {
        let (bx, by) = spine(belly);
        let (tx, ty) = spine(1.0);
        let (mx, my) = spine(0.5);
        format!(
            "M0 0C{:.1} {:.1} {:.1} {:.1} {tx:.1} {ty:.1}Q{mx:.1} {:.1} 0 0Z",
            bx * 0.35,
            by * 0.2 + side * width * 0.85,
            bx * 1.25,
            by + side * width * 0.95,
            my - bend * 0.02
        )
    };
    (half(1.0), half(-1.0))
}
