//! Fournil des Halles: bread and pastry on boards, seen as the baker sees them.

use super::{
    PORTRAIT, SQUARE, Scene,
    biscuits::biscuits,
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    pots::napkin,
    shape::{At, closed, curve, leaf, round, stone},
    stage::{boards, cloth, daylight},
};
use std::f64::consts::{PI, TAU};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("fournil-pain-au-levain", SQUARE, sourdough),
    Scene::new("fournil-croissants", SQUARE, croissants),
    Scene::new("fournil-brioche-tressee", SQUARE, brioche),
    Scene::new("fournil-sables", PORTRAIT, biscuits),
];

const FLOUR: Ink = ink(0xfdf6ea);

fn sourdough(pen: &mut Pen) {
    cloth(pen, ink(0x8d8577));
    board(pen, 600.0, 620.0, 500.0, ink(0xc79a66));
    let d = stone(pen, 600.0, 600.0, 372.0, 360.0, 0.018, 16);
    pen.soft(20.0, |pen| pen.moved("translate(18 26)", |pen| pen.fill(&d, SHADOW.alpha(0.6))));
    let crust = pen.rad(
        (500.0, 470.0),
        560.0,
        &[
            (0.0, ink(0xe0a057)),
            (0.3, ink(0xc57a34)),
            (0.62, ink(0x96531f)),
            (0.85, ink(0x63300f)),
            (1.0, ink(0x3d1c09)),
        ],
    );
    pen.fill(&d, crust);
    pen.within(&d, |pen| {
        for _ in 0..240 {
            let (x, y) = (pen.rnd(230.0, 970.0), pen.rnd(240.0, 960.0));
            let size = pen.rnd(1.5, 7.0);
            let tone =
                if pen.rnd(0.0, 1.0) < 0.5 { ink(0x4a230b).alpha(0.18) } else { ink(0xf0b66a).alpha(0.18) };
            pen.oval(x, y, size, size * 0.8, tone);
        }
        // Rings of flour from the rattan basket.
        for k in 0..11 {
            let r = 128.0 + f64::from(k) * 22.5;
            for j in 0..92 {
                let a = TAU * (f64::from(j) + pen.rnd(-0.4, 0.4)) / 92.0;
                let near = r + pen.rnd(-4.0, 4.0);
                let (x, y) = (600.0 + near * a.cos(), 600.0 + near * 0.97 * a.sin());
                let alpha = pen.rnd(0.10, 0.62);
                let long = pen.rnd(5.0, 14.0);
                pen.moved(
                    format_args!("translate({x:.1} {y:.1}) rotate({:.1})", a.to_degrees() + 90.0),
                    |pen| pen.oval(0.0, 0.0, long, 3.4, FLOUR.alpha(alpha)),
                );
            }
        }
        pen.glow(470.0, 430.0, 260.0, 220.0, ink(0xffe0ae), 0.34);
    });
    ear(pen, &[(470.0, 300.0), (306.0, 580.0), (500.0, 882.0)], 78.0);
    for k in 0..6 {
        let t = f64::from(k) / 5.0;
        let (x, y) = (560.0 + t * 60.0, 370.0 + t * 440.0);
        for side in [-1.0, 1.0] {
            slash(pen, (x + 94.0, y), (x + 94.0 + side * 74.0, y - 62.0), 15.0);
        }
    }
    slash(pen, (650.0, 300.0), (724.0, 880.0), 13.0);
    for (x, y, turn) in [(1010.0, 1000.0, -62.0), (1060.0, 980.0, -48.0), (960.0, 1040.0, -76.0)] {
        wheat(pen, x, y, turn);
    }
    crumbs(pen, 240.0, 1050.0);
    daylight(pen, 0.14);
}

/// The long cut whose edge stood up in the oven.
fn ear(pen: &mut Pen, line: &[At; 3], wide: f64) {
    let [a, m, b] = *line;
    let lens = |w: f64| {
        format!("M{} {}Q{} {} {} {}Q{} {} {} {}Z", a.0, a.1, m.0 - w, m.1, b.0, b.1, m.0 + w, m.1, a.0, a.1)
    };
    pen.soft(5.0, |pen| {
        pen.moved("translate(7 8)", |pen| pen.fill(lens(wide * 1.1), ink(0x2a1206).alpha(0.6)));
    });
    let crumb = pen.lin(
        (m.0 - wide, 0.0),
        (m.0 + wide, 0.0),
        &[(0.0, ink(0xf3d39b)), (0.45, ink(0xdca45c)), (0.8, ink(0xa8642a)), (1.0, ink(0x5b2c10))],
    );
    pen.fill(lens(wide), crumb);
    for k in 0..26 {
        let t = 0.06 + 0.88 * f64::from(k) / 26.0;
        let y = a.1 + (b.1 - a.1) * t;
        let bow = 4.0 * t * (1.0 - t);
        let x = a.0 + (b.0 - a.0) * t + (m.0 - f64::midpoint(a.0, b.0)) * bow * 0.5;
        let half = wide * 0.5 * bow * pen.rnd(0.5, 0.95);
        let drop = pen.rnd(2.0, 12.0);
        pen.line(
            format_args!("M{:.1} {y:.1}Q{x:.1} {:.1} {:.1} {:.1}", x - half, y + drop, x + half, y - 3.0),
            ink(0xfdeac2).alpha(0.4),
            3.0,
        );
    }
    let lip = format!("M{} {}Q{} {} {} {}", a.0, a.1, m.0 + wide, m.1, b.0, b.1);
    pen.moved("translate(3 2)", |pen| pen.line(&lip, ink(0x2f1407), 9.0));
    pen.line(&lip, ink(0x8a4a1c), 6.0);
    pen.moved("translate(-2 -2)", |pen| pen.line(&lip, ink(0xd79a55), 2.4));
}

fn slash(pen: &mut Pen, from: At, to: At, wide: f64) {
    let (mx, my) = (f64::midpoint(from.0, to.0), f64::midpoint(from.1, to.1));
    let length = (to.0 - from.0).hypot(to.1 - from.1);
    let (nx, ny) = ((to.1 - from.1) / length * wide, -(to.0 - from.0) / length * wide);
    let lens = |k: f64| {
        format!(
            "M{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}Z",
            from.0,
            from.1,
            mx + nx * k,
            my + ny * k,
            to.0,
            to.1,
            mx - nx * k,
            my - ny * k,
            from.0,
            from.1
        )
    };
    pen.moved("translate(2 3)", |pen| pen.fill(lens(1.25), ink(0x3a1a08).alpha(0.7)));
    pen.fill(lens(1.0), ink(0xe9bd7c));
    pen.moved("translate(-1 -1)", |pen| pen.fill(lens(0.5), ink(0xf9e0b2)));
}

fn board(pen: &mut Pen, cx: f64, cy: f64, r: f64, wood: Ink) {
    pen.soft(18.0, |pen| pen.oval(cx + 16.0, cy + 22.0, r, r, SHADOW.alpha(0.5)));
    pen.oval(cx + 3.0, cy + 7.0, r, r, wood.shade(0.45));
    let paint = pen.lin(
        (cx - r, cy - r),
        (cx + r, cy + r),
        &[(0.0, wood.lit(0.28)), (0.5, wood), (1.0, wood.shade(0.22))],
    );
    pen.oval(cx, cy, r, r, paint);
    pen.within(round(cx, cy, r, r), |pen| {
        for k in 0..56 {
            let y = cy - r + 2.0 * r * (f64::from(k) + pen.rnd(0.0, 1.0)) / 56.0;
            let (a, b) = (pen.rnd(-9.0, 9.0), pen.rnd(-9.0, 9.0));
            let alpha = pen.rnd(0.06, 0.24);
            let thick = pen.rnd(1.0, 4.0);
            pen.line(
                curve(&[(cx - r, y), (cx - r * 0.3, y + a), (cx + r * 0.3, y + b), (cx + r, y)]),
                wood.shade(0.42).alpha(alpha),
                thick,
            );
        }
    });
    pen.ring(cx, cy, r - 3.0, r - 3.0, wood.lit(0.6).alpha(0.5), 3.0);
}

/// An ear of wheat.
pub(super) fn wheat(pen: &mut Pen, x: f64, y: f64, turn: f64) {
    let straw = ink(0xd9b061);
    let ear = |pen: &mut Pen, flat: Option<Ink>| {
        let tone = |colour: Ink| flat.unwrap_or(colour);
        pen.line("M-120 0Q60 8 240 0", tone(straw.shade(0.15)), 4.0);
        for k in 0..10 {
            let at = 236.0 + f64::from(k) * 15.0;
            for side in [-1.0, 1.0] {
                let (near, far) = leaf(40.0, 11.0, 0.5, 0.0);
                pen.moved(format_args!("translate({at} {}) rotate({})", side * 2.0, side * 24.0), |pen| {
                    pen.line("M30 0L84 0", tone(straw.lit(0.2)), 1.2);
                    pen.fill(&near, tone(straw.shade(0.22)));
                    pen.fill(&far, tone(straw.lit(0.25)));
                });
            }
        }
    };
    pen.moved(format_args!("translate({} {}) rotate({turn})", x + 7.0, y + 10.0), |pen| {
        ear(pen, Some(SHADOW.alpha(0.20)));
    });
    pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| ear(pen, None));
}

fn crumbs(pen: &mut Pen, x: f64, y: f64) {
    for _ in 0..44 {
        let (a, far) = (pen.rnd(0.0, TAU), pen.rnd(0.0, 1.0f64).powf(0.7) * 190.0);
        let (cx, cy, size) = (x + far * a.cos(), y + far * 0.6 * a.sin(), pen.rnd(1.5, 8.0));
        pen.oval(cx + 2.0, cy + 3.0, size, size * 0.8, SHADOW.alpha(0.3));
        let d = stone(pen, cx, cy, size, size * 0.85, 0.2, 6);
        let tone = pen.pick(&[ink(0xe3b574), ink(0xc98a45), ink(0xf3dcae)]);
        pen.fill(d, tone);
    }
}

fn croissants(pen: &mut Pen) {
    boards(pen, ink(0x4d5a5c), 240.0, 4.0);
    tray(pen);
    for (x, y, size, turn) in [
        (378.0, 330.0, 0.84, -20.0),
        (806.0, 352.0, 0.86, 14.0),
        (396.0, 606.0, 0.88, 8.0),
        (822.0, 630.0, 0.84, -14.0),
        (374.0, 886.0, 0.86, -10.0),
        (810.0, 908.0, 0.88, 18.0),
    ] {
        pen.moved(format_args!("translate({x} {y}) rotate({turn}) scale({size})"), croissant);
    }
    for _ in 0..70 {
        let (x, y) = (pen.rnd(180.0, 1020.0), pen.rnd(190.0, 1010.0));
        let size = pen.rnd(1.5, 5.0);
        pen.oval(x, y, size, size * 0.6, ink(0xd9a158).alpha(0.7));
    }
    daylight(pen, 0.12);
}

/// Baking paper on a tray.
fn tray(pen: &mut Pen) {
    pen.soft(18.0, |pen| pen.rect(140.0, 150.0, 960.0, 940.0, 40.0, SHADOW.alpha(0.55)));
    let steel = pen.lin(
        (120.0, 120.0),
        (1080.0, 1080.0),
        &[(0.0, ink(0xb9bdbb)), (0.5, ink(0x7d8382)), (1.0, ink(0x4b504f))],
    );
    pen.rect(118.0, 118.0, 964.0, 964.0, 38.0, steel);
    let floor = pen.lin((140.0, 140.0), (1060.0, 1060.0), &[(0.0, ink(0x5c6261)), (1.0, ink(0x8d9392))]);
    pen.rect(138.0, 138.0, 924.0, 924.0, 26.0, floor);
    let paper = "M160 172L1034 152L1050 1040L172 1052Z";
    pen.soft(6.0, |pen| pen.moved("translate(5 7)", |pen| pen.fill(paper, SHADOW.alpha(0.4))));
    let sheet = pen.lin(
        (160.0, 160.0),
        (1040.0, 1040.0),
        &[(0.0, ink(0xf8eedd)), (0.6, ink(0xead9bd)), (1.0, ink(0xd0b990))],
    );
    pen.fill(paper, sheet);
    for k in 0..9 {
        let (x, y) = (pen.rnd(180.0, 1000.0), pen.rnd(190.0, 1020.0));
        let (dx, dy) = (pen.rnd(-190.0, 190.0), pen.rnd(-160.0, 160.0));
        let tone = if k % 2 == 0 { GLINT.alpha(0.4) } else { ink(0x9a8058).alpha(0.20) };
        pen.line(curve(&[(x, y), (x + dx * 0.5, y + dy * 0.5 + 8.0), (x + dx, y + dy)]), tone, 3.0);
    }
}

/// A croissant around the origin: nine coils of dough, the middle one on top.
fn croissant(pen: &mut Pen) {
    let arc = |t: f64| {
        let a = PI * (1.12 - 1.24 * t);
        (176.0 * a.cos(), 58.0 - 92.0 * a.sin(), a)
    };
    let outline: Vec<At> = (0..=16)
        .map(|k| f64::from(k) / 16.0)
        .map(|t| {
            let (x, y, a) = arc(t);
            let w = 24.0 + 58.0 * (t * PI).sin();
            (x + w * a.cos(), y - w * a.sin())
        })
        .chain((0..=16).rev().map(|k| f64::from(k) / 16.0).map(|t| {
            let (x, y, a) = arc(t);
            let w = 20.0 + 46.0 * (t * PI).sin();
            (x - w * a.cos(), y + w * a.sin())
        }))
        .collect();
    pen.soft(12.0, |pen| {
        pen.moved("translate(14 22)", |pen| pen.fill(closed(&outline), ink(0x3a2110).alpha(0.62)));
    });
    for k in [0, 8, 1, 7, 2, 6, 3, 5, 4] {
        let t = (f64::from(k) + 0.5) / 9.0;
        let (x, y, a) = arc(t);
        let wide = 19.0 + 29.0 * (t * PI).sin().powf(0.7);
        let tall = 16.0 + 88.0 * (t * PI).sin().powf(0.9);
        let turn = (90.0 - a.to_degrees()) * 0.72;
        let lean = (t - 0.5) * 10.0;
        pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({:.1})", turn + lean), |pen| {
            coil(pen, wide, tall);
        });
    }
}

fn coil(pen: &mut Pen, w: f64, h: f64) {
    let d = closed(&[
        (-w * 0.5, -h * 0.92),
        (w * 0.5, -h * 0.92),
        (w, -h * 0.3),
        (w * 1.02, h * 0.35),
        (w * 0.5, h * 0.86),
        (-w * 0.5, h * 0.86),
        (-w * 1.02, h * 0.35),
        (-w, -h * 0.3),
    ]);
    pen.moved("translate(3 3)", |pen| pen.fill(&d, ink(0x4d2409).alpha(0.45)));
    let bake = pen.lin(
        (0.0, -h),
        (0.0, h),
        &[
            (0.0, ink(0x8f4b17)),
            (0.14, ink(0xc77f33)),
            (0.36, ink(0xf2c173)),
            (0.5, ink(0xe0a04e)),
            (0.74, ink(0xb56a26)),
            (1.0, ink(0x6e3610)),
        ],
    );
    pen.fill(&d, bake);
    pen.within(&d, |pen| {
        let side = pen.lin(
            (-w, 0.0),
            (w, 0.0),
            &[
                (0.0, ink(0x5b2b0c).alpha(0.5)),
                (0.22, ink(0x5b2b0c).alpha(0.0)),
                (0.7, ink(0x5b2b0c).alpha(0.0)),
                (1.0, ink(0x4a2108).alpha(0.62)),
            ],
        );
        pen.rect(-w * 1.1, -h, w * 2.2, h * 2.0, 0.0, side);
        for k in 0..9 {
            let x = -w + 2.0 * w * f64::from(k) / 8.0 + pen.rnd(-3.0, 3.0);
            let bow = pen.rnd(3.0, 9.0);
            let tone = if k % 2 == 0 { ink(0x6b330d).alpha(0.26) } else { ink(0xffe0a4).alpha(0.30) };
            pen.line(
                format_args!("M{x:.1} {:.1}Q{:.1} 0 {x:.1} {:.1}", -h * 0.86, x + bow, h * 0.8),
                tone,
                2.4,
            );
        }
        pen.glint(-w * 0.25, -h * 0.34, w * 0.5, h * 0.26, 0.55);
    });
}

fn brioche(pen: &mut Pen) {
    cloth(pen, ink(0xd8cdbd));
    napkin(pen, 150.0, 250.0, 900.0, 720.0, ink(0x7f97a0));
    pen.moved("translate(600 600) rotate(-24)", |pen| {
        pen.soft(18.0, |pen| pen.oval(20.0, 34.0, 476.0, 188.0, SHADOW.alpha(0.6)));
        let mut lobes: Vec<(f64, f64, f64, f64)> = Vec::new();
        for k in 0..8 {
            let t = (f64::from(k) + 0.5) / 8.0;
            let swell = 0.55 + 0.45 * (t * PI).sin();
            let x = -420.0 + 840.0 * t;
            let side = if k % 2 == 0 { -1.0 } else { 1.0 };
            lobes.push((x, side * 62.0 * swell, side * 34.0, swell));
        }
        for (x, y, turn, swell) in lobes {
            let tip = 1.0 + (x.abs() / 420.0) * 0.06;
            pen.moved(
                format_args!("translate({x:.1} {y:.1}) rotate({turn:.1}) scale({:.3})", swell * tip),
                strand,
            );
        }
    });
    crumbs(pen, 1010.0, 1020.0);
    daylight(pen, 0.16);
}

/// One strand of the plait, glazed with egg, with pearl sugar.
fn strand(pen: &mut Pen) {
    let d = closed(&[
        (-150.0, 4.0),
        (-110.0, -76.0),
        (-10.0, -104.0),
        (96.0, -78.0),
        (150.0, -6.0),
        (104.0, 70.0),
        (0.0, 100.0),
        (-106.0, 76.0),
    ]);
    pen.soft(5.0, |pen| pen.moved("translate(7 9)", |pen| pen.fill(&d, ink(0x3d1a08).alpha(0.55))));
    let bake = pen.ball(
        (0.38, 0.28),
        0.85,
        &[
            (0.0, ink(0xf4b964)),
            (0.28, ink(0xd6883a)),
            (0.6, ink(0xa4551c)),
            (0.86, ink(0x6e300d)),
            (1.0, ink(0x4c1f08)),
        ],
    );
    pen.fill(&d, bake);
    pen.within(&d, |pen| {
        for k in 0..11 {
            let y = -92.0 + f64::from(k) * 18.0;
            let tone = if k % 2 == 0 { ink(0x5b270a).alpha(0.13) } else { ink(0xffd590).alpha(0.13) };
            pen.line(format_args!("M-150 {:.1}Q0 {:.1} 150 {:.1}", y + 22.0, y - 10.0, y + 16.0), tone, 5.0);
        }
        pen.glint(-34.0, -58.0, 62.0, 20.0, 0.75);
        pen.glint(30.0, -30.0, 70.0, 34.0, 0.20);
    });
    for _ in 0..13 {
        let (x, y) = (pen.rnd(-92.0, 92.0), pen.rnd(-74.0, 44.0));
        let size = pen.rnd(4.5, 9.0);
        pen.oval(x + 2.0, y + 3.5, size, size * 0.8, ink(0x3d1a08).alpha(0.5));
        let d = stone(pen, x, y, size, size * 0.82, 0.22, 6);
        pen.fill(d, ink(0xf1e8dc));
        pen.oval(x - size * 0.2, y - size * 0.25, size * 0.5, size * 0.36, ink(0xffffff));
    }
}
