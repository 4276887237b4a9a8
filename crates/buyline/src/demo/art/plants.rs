//! Pépinière Verdance: leaves that catch the light, pots that hold them.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    pots::Pot,
    prints::frond,
    shape::{At, curve, leaf, poly, stone},
    stage::{daylight, sweep, table, wall, window},
};
use std::f64::consts::{PI, TAU};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("verdance-monstera", PORTRAIT, monstera),
    Scene::new("verdance-olivier", PORTRAIT, olive),
    Scene::new("verdance-sansevieria", SQUARE, snake),
    Scene::new("verdance-fougere-boston", SQUARE, fern),
    Scene::new("verdance-trio-cactus", SQUARE, cacti),
];

fn pot(pen: &mut Pen, cx: f64, base: f64, scale: f64, clay: Ink, glaze: Option<Ink>) {
    pen.moved(format_args!("translate({cx} {base}) scale({scale})"), |pen| {
        let profile = [
            (-300.0, 176.0),
            (-286.0, 178.0),
            (-232.0, 176.0),
            (-222.0, 162.0),
            (-100.0, 146.0),
            (-14.0, 126.0),
            (0.0, 122.0),
        ];
        let pot = Pot {
            cx: 0.0,
            profile: &profile,
            flat: 0.19,
            clay,
            glaze: glaze.unwrap_or(clay),
            glaze_to: if glaze.is_some() { -70.0 } else { 100.0 },
            speckles: 40,
            gloss: if glaze.is_some() { 0.7 } else { 0.1 },
            inside: ink(0x4a3424),
        };
        pot.draw(pen);
        pen.fill(super::shape::round(0.0, -296.0, 160.0, 27.0), ink(0x2a1a10));
        for _ in 0..70 {
            let (a, far) = (pen.rnd(0.0, TAU), pen.rnd(0.0, 1.0f64).sqrt());
            let size = pen.rnd(2.0, 8.0);
            let tone = pen.pick(&[ink(0x4d3423), ink(0x1f130b), ink(0x6b4c34), ink(0x3a2718)]);
            pen.oval(150.0 * far * a.cos(), -294.0 + 24.0 * far * a.sin(), size, size * 0.6, tone);
        }
        if glaze.is_none() {
            pen.soft(3.0, |pen| pen.line("M-166 -226Q0 -186 166 -226", SHADOW.alpha(0.4), 7.0));
            for _ in 0..6 {
                let (x, y) = (pen.rnd(-120.0, 90.0), pen.rnd(-190.0, -20.0));
                let (rx, ry) = (pen.rnd(16.0, 44.0), pen.rnd(10.0, 30.0));
                pen.glow(x, y, rx, ry, ink(0xf6e6d4), 0.22);
            }
        }
    });
}

fn monstera(pen: &mut Pen) {
    wall(pen, ink(0xe3cdb5));
    window(pen, 90.0, -90.0, 800.0, ink(0xffeac0), 0.5);
    table(pen, 1240.0, ink(0xb98c60), true);
    let root = (600.0, 1066.0);
    let leaves: [(At, f64, f64); 9] = [
        ((330.0, 860.0), 0.72, 200.0),
        ((880.0, 880.0), 0.72, -24.0),
        ((240.0, 600.0), 0.86, 214.0),
        ((950.0, 590.0), 0.88, -36.0),
        ((420.0, 330.0), 0.90, 240.0),
        ((770.0, 300.0), 0.94, -62.0),
        ((600.0, 560.0), 0.96, -94.0),
        ((450.0, 760.0), 0.84, 190.0),
        ((770.0, 740.0), 0.86, -6.0),
    ];
    for &((x, y), _, _) in &leaves {
        let d = curve(&[root, (root.0 + (x - root.0) * 0.25, f64::midpoint(root.1, y)), (x, y)]);
        pen.line(&d, ink(0x31552f), 12.0);
        pen.moved("translate(-2.5 -1)", |pen| pen.line(&d, ink(0x86a862).alpha(0.8), 3.6));
    }
    pot(pen, 600.0, 1358.0, 1.0, ink(0xd8cdbb), Some(ink(0xefe6d6)));
    for (k, ((x, y), size, turn)) in leaves.into_iter().enumerate() {
        let tone = [ink(0x2c6142), ink(0x2f6b47), ink(0x275a3d), ink(0x347249)][k % 4];
        pen.moved(format_args!("translate({x} {y}) rotate({turn}) scale({size})"), |pen| {
            split_leaf(pen, tone);
        });
    }
}

/// A monstera leaf from its stem at the origin towards +x: a heart, slit and pierced.
pub(super) fn split_leaf(pen: &mut Pen, tone: Ink) {
    let side = |s: f64| -> Vec<At> {
        let mut points = vec![(0.0, 0.0), (-46.0, s * 44.0), (-52.0, s * 96.0), (-10.0, s * 146.0)];
        for k in 0..5 {
            let t = f64::from(k) / 4.0;
            let x = 34.0 + t * 190.0;
            let reach = 158.0 * (1.0 - t * t * 0.72);
            points.extend([
                (x, s * reach),
                (x + 24.0, s * (reach - 6.0)),
                (x + 14.0, s * reach * 0.5),
                (x + 22.0, s * reach * 0.44),
                (x + 40.0, s * (reach * 0.82 - t * 16.0)),
            ]);
        }
        points.extend([(292.0, s * 26.0), (326.0, 0.0)]);
        points
    };
    let outline = |s: f64| format!("{}L0 0Z", curve(&side(s)));
    pen.soft(8.0, |pen| {
        pen.moved("translate(6 16)", |pen| {
            pen.fill(outline(1.0), ink(0x0d1f14).alpha(0.34));
            pen.fill(outline(-1.0), ink(0x0d1f14).alpha(0.34));
        });
    });
    for (s, dark, bright) in
        [(1.0, tone.shade(0.30), tone.lit(0.10)), (-1.0, tone.shade(0.06), tone.lit(0.34))]
    {
        let paint = pen.lin(
            (0.0, 0.0),
            (150.0, s * 170.0),
            &[(0.0, bright), (0.5, tone.mix(dark, 0.5)), (1.0, dark)],
        );
        pen.fill(outline(s), paint);
        for k in 0..6 {
            let t = f64::from(k) / 5.0;
            let x = -4.0 + t * 226.0;
            let reach = 138.0 * (1.0 - t * t * 0.7);
            pen.line(
                format_args!(
                    "M{x:.1} 0Q{:.1} {:.1} {:.1} {:.1}",
                    x + 12.0,
                    s * reach * 0.5,
                    x + 34.0,
                    s * reach * 0.9
                ),
                tone.lit(0.5).alpha(0.42),
                2.4,
            );
        }
        for (x, y) in [(48.0, 42.0), (98.0, 38.0), (148.0, 32.0)] {
            pen.moved(format_args!("translate({x} {}) rotate({})", s * y, s * 62.0), |pen| {
                pen.oval(0.0, 0.0, 17.0, 6.5, ink(0x0f2418).alpha(0.85));
            });
        }
    }
    pen.line("M-2 0Q160 -8 322 0", tone.lit(0.55), 4.0);
    pen.glint(70.0, -74.0, 92.0, 30.0, 0.30);
}

fn olive(pen: &mut Pen) {
    wall(pen, ink(0xc9b59a));
    window(pen, 160.0, -60.0, 800.0, ink(0xffe9c0), 0.46);
    table(pen, 1260.0, ink(0xd8c2a0), false);
    let bark = ink(0x6d5a48);
    pen.line("M604 1080C596 980 632 900 602 790C586 730 604 680 600 600", bark.shade(0.3), 34.0);
    pen.line("M598 1080C590 980 624 900 594 790C578 730 596 680 592 600", bark.lit(0.25), 11.0);
    for k in 0..13 {
        let (x, y) = (592.0 + pen.rnd(-6.0, 14.0), 1060.0 - f64::from(k) * 34.0);
        pen.line(format_args!("M{x:.1} {y:.1}q14 -9 26 2"), bark.shade(0.55).alpha(0.6), 3.0);
    }
    pot(pen, 600.0, 1376.0, 1.0, ink(0xb9683f), None);
    let twigs: Vec<(At, At)> = (0..58)
        .map(|k| {
            let a = TAU * f64::from(k) / 58.0 * 5.0 + pen.rnd(-0.1, 0.1);
            let far = pen.rnd(0.02, 1.0f64).sqrt();
            (
                (600.0 + 50.0 * a.cos(), 600.0 - 60.0 * far + 70.0 * a.sin()),
                (600.0 + 350.0 * far * a.cos(), 470.0 + 330.0 * far * a.sin()),
            )
        })
        .collect();
    for (shade, scale) in [(0.40, 1.0), (0.46, 0.4), (0.26, 0.6), (0.0, 0.88)] {
        for (from, to) in &twigs {
            let to = (
                600.0 + (to.0 - 600.0) * scale + pen.rnd(-16.0, 16.0),
                480.0 + (to.1 - 480.0) * scale + pen.rnd(-16.0, 16.0),
            );
            twig(pen, *from, to, shade);
        }
    }
}

fn twig(pen: &mut Pen, from: At, to: At, shade: f64) {
    let bend = pen.rnd(-24.0, 24.0);
    let at = |t: f64| (from.0 + (to.0 - from.0) * t + bend * (t * PI).sin(), from.1 + (to.1 - from.1) * t);
    let stem: Vec<At> = (0..=5).map(|k| at(f64::from(k) / 5.0)).collect();
    pen.line(curve(&stem), ink(0x6b5f45).shade(shade), 3.4);
    let heading = (to.1 - from.1).atan2(to.0 - from.0).to_degrees();
    for k in 2..12 {
        let (x, y) = at(f64::from(k) / 11.0);
        for side in [-1.0, 1.0] {
            let (size, open) = (pen.rnd(42.0, 62.0), pen.rnd(24.0, 58.0));
            let (near, far) = leaf(size, 9.5, 0.5, 5.0 * side);
            let silver = pen.rnd(0.0, 1.0) < 0.32;
            let tone = if silver { ink(0xa9b596) } else { ink(0x6a7d4e) }.shade(shade);
            let sun = ((600.0 - x) + (480.0 - y)) / 1600.0;
            let tone = if sun > 0.0 { tone.lit(sun * 0.9) } else { tone.shade(-sun * 0.9) };
            pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({:.1})", heading + side * open), |pen| {
                pen.fill(&near, tone.shade(0.2));
                pen.fill(&far, tone.lit(0.12));
            });
        }
        if k % 5 == 3 && pen.rnd(0.0, 1.0) < 0.3 {
            let fruit = pen.ball(
                (0.34, 0.3),
                0.8,
                &[(0.0, ink(0x8a7a9a)), (0.4, ink(0x3a2f4a)), (1.0, ink(0x1a1422))],
            );
            pen.oval(x, y + 10.0, 10.0, 13.0, fruit);
        }
    }
}

fn snake(pen: &mut Pen) {
    sweep(pen, ink(0x2f5a5c), 850.0);
    let blades: [(f64, f64, f64, f64); 9] = [
        (-70.0, -640.0, -150.0, 40.0),
        (80.0, -700.0, 130.0, 44.0),
        (10.0, -800.0, 16.0, 48.0),
        (-120.0, -500.0, -230.0, 38.0),
        (120.0, -540.0, 236.0, 40.0),
        (-40.0, -720.0, -64.0, 46.0),
        (56.0, -600.0, 72.0, 44.0),
        (-86.0, -420.0, -110.0, 38.0),
        (30.0, -460.0, 20.0, 40.0),
    ];
    pen.moved("translate(600 800)", |pen| {
        for (x, tip_y, tip_x, w) in blades {
            blade(pen, x, tip_x, tip_y, w);
        }
    });
    pot(pen, 600.0, 1060.0, 0.98, ink(0xd9b48a), Some(ink(0xe2a13c)));
    daylight(pen, 0.10);
}

fn blade(pen: &mut Pen, x: f64, tip_x: f64, tip_y: f64, w: f64) {
    let mid = tip_y * 0.52;
    let bow = (tip_x - x) * 0.3;
    let d = format!(
        "M{:.1} 60C{:.1} {mid:.1} {:.1} {:.1} {tip_x:.1} {tip_y:.1}C{:.1} {:.1} {:.1} {mid:.1} {:.1} 60Z",
        x - w * 0.7,
        x - w * 1.3 + bow,
        tip_x - w * 0.9,
        tip_y * 0.86,
        tip_x + w * 0.5,
        tip_y * 0.84,
        x + w * 1.3 + bow,
        x + w * 0.7
    );
    pen.soft(7.0, |pen| pen.moved("translate(12 8)", |pen| pen.fill(&d, SHADOW.alpha(0.30))));
    let rim = ink(0xd9cf7a);
    pen.fill(&d, rim);
    let inner = format!(
        "M{:.1} 60C{:.1} {mid:.1} {:.1} {:.1} {tip_x:.1} {:.1}C{:.1} {:.1} {:.1} {mid:.1} {:.1} 60Z",
        x - w * 0.5,
        x - w * 1.05 + bow,
        tip_x - w * 0.6,
        tip_y * 0.86,
        tip_y + 26.0,
        tip_x + w * 0.3,
        tip_y * 0.84,
        x + w * 1.05 + bow,
        x + w * 0.5
    );
    let green = ink(0x3f6b45);
    let paint = pen.lin(
        (x - w + bow * 0.5, 0.0),
        (x + w + bow * 0.5, 0.0),
        &[
            (0.0, green.lit(0.30)),
            (0.4, green.lit(0.05)),
            (0.55, green.shade(0.35)),
            (1.0, green.shade(0.10)),
        ],
    );
    pen.fill(&inner, paint);
    pen.within(&inner, |pen| {
        let mut y = tip_y;
        while y < 60.0 {
            let step = pen.rnd(15.0, 30.0);
            let (a, b, c) = (pen.rnd(-9.0, 9.0), pen.rnd(-9.0, 9.0), pen.rnd(-9.0, 9.0));
            let left = x.min(tip_x) - w * 1.6;
            let right = x.max(tip_x) + w * 1.6;
            let tone =
                if pen.rnd(0.0, 1.0) < 0.5 { ink(0x1c3a2a).alpha(0.6) } else { ink(0xa9c08c).alpha(0.34) };
            let thick = pen.rnd(3.0, 9.0);
            pen.line(
                curve(&[
                    (left, y + a),
                    (left * 0.6 + right * 0.4, y + b),
                    (left * 0.35 + right * 0.65, y + c),
                    (right, y + a),
                ]),
                tone,
                thick,
            );
            y += step;
        }
    });
}

fn fern(pen: &mut Pen) {
    wall(pen, ink(0xd9c0b4));
    window(pen, 120.0, -120.0, 700.0, ink(0xffecc8), 0.5);
    table(pen, 930.0, ink(0x8a6446), true);
    let arch = |k: i32, count: i32| -PI * (0.04 + 0.92 * f64::from(k) / f64::from(count - 1));
    let spread = |pen: &mut Pen, count: i32, far: f64, drop: f64, tone: Ink, reach: f64| {
        for k in 0..count {
            let a = arch(k, count) + pen.rnd(-0.06, 0.06);
            let (dx, dy) = (a.cos(), a.sin());
            let length = far * pen.rnd(0.85, 1.08);
            let tip = (600.0 + dx * length, 770.0 + dy * length * 0.86 + dx.abs() * drop);
            let tone = if dx < 0.0 { tone.lit(0.10) } else { tone.shade(0.10) };
            frond(pen, (600.0 + dx * 50.0, 800.0), tip, dx * -40.0, tone, reach);
        }
    };
    spread(pen, 9, 470.0, 190.0, ink(0x2f5f3c), 64.0);
    spread(pen, 8, 540.0, 60.0, ink(0x3f7a48), 70.0);
    pot(pen, 600.0, 1074.0, 0.94, ink(0xc9a98a), Some(ink(0x54788a)));
    spread(pen, 7, 420.0, 330.0, ink(0x4f8f50), 60.0);
    spread(pen, 5, 360.0, 40.0, ink(0x6aa75a), 58.0);
}

fn cacti(pen: &mut Pen) {
    sweep(pen, ink(0xf0b9a0), 860.0);
    pen.moved("translate(310 872)", barrel);
    pot(pen, 310.0, 1050.0, 0.62, ink(0xb9683f), None);
    pen.moved("translate(620 850)", column);
    pot(pen, 620.0, 1090.0, 0.80, ink(0xd8cdbb), Some(ink(0x3f7b88)));
    pen.moved("translate(920 900)", paddles);
    pot(pen, 920.0, 1064.0, 0.58, ink(0xc9a98a), Some(ink(0xefe0c6)));
    daylight(pen, 0.10);
}

/// Ribs of a cactus between two edges, with spines in rows.
fn ribbed(pen: &mut Pen, rx: f64, ry: f64, tone: Ink, ribs: i32) {
    for k in 0..ribs {
        let edge = |i: i32| (-1.0 + 2.0 * f64::from(i) / f64::from(ribs)) * PI / 2.0;
        let (a, b) = (edge(k).sin() * rx, edge(k + 1).sin() * rx);
        let t = f64::from(k) / f64::from(ribs - 1) * 2.0 - 1.0;
        let side = tone.lit(0.24).mix(tone.shade(0.5), ((t + 0.4).abs()).powf(1.3).min(1.0));
        let paint = pen.lin(
            (a, 0.0),
            (b, 0.0),
            &[(0.0, side.shade(0.42)), (0.4, side.lit(0.22)), (1.0, side.shade(0.42))],
        );
        pen.fill(format_args!("M0 {:.1}C{a:.1} {:.1} {a:.1} {:.1} {:.1} {ry:.1}L{:.1} {ry:.1}C{b:.1} {:.1} {b:.1} {:.1} 0 {:.1}Z", -ry, -ry, ry * 0.3, a * 0.72, b * 0.72, ry * 0.3, -ry, -ry), paint);
        let m = f64::midpoint(a, b);
        for j in 0..9 {
            let u = f64::from(j) / 8.0;
            let y = -ry * 0.86 + ry * 1.7 * u;
            let x = m * (1.0 - (1.0 - u).powf(3.4)) * (1.0 - 0.2 * u);
            for turn in [-64.0f64, -90.0, -116.0] {
                let (dx, dy) = (turn.to_radians().cos() * 13.0, turn.to_radians().sin() * 13.0);
                pen.line(format_args!("M{x:.1} {y:.1}l{dx:.1} {dy:.1}"), ink(0xfdf3da).alpha(0.85), 1.5);
            }
            pen.oval(x, y, 3.0, 2.4, ink(0xd8c79a));
        }
    }
}

fn barrel(pen: &mut Pen) {
    pen.moved("translate(0 -92)", |pen| ribbed(pen, 128.0, 122.0, ink(0x4f8a5c), 11));
    for k in 0..7 {
        let turn = -66.0 + f64::from(k) * 22.0;
        pen.moved(format_args!("translate(0 -206) rotate({turn})"), |pen| {
            let (near, far) = leaf(54.0, 13.0, 0.5, 0.0);
            pen.moved("rotate(-90)", |pen| {
                pen.fill(&near, ink(0xd9436b));
                pen.fill(&far, ink(0xf58aa2));
            });
        });
    }
    pen.oval(0.0, -212.0, 11.0, 8.0, ink(0xf6cf5a));
}

fn column(pen: &mut Pen) {
    pen.moved("translate(-104 -330) rotate(-16) scale(0.42 0.44)", |pen| {
        ribbed(pen, 122.0, 300.0, ink(0x4a8468), 7);
    });
    pen.moved("translate(112 -250) rotate(18) scale(0.38 0.36)", |pen| {
        ribbed(pen, 122.0, 300.0, ink(0x3f7459), 7);
    });
    pen.moved("translate(0 -310)", |pen| ribbed(pen, 92.0, 340.0, ink(0x3f7a5e), 9));
}

fn paddles(pen: &mut Pen) {
    let pads: [(f64, f64, f64, f64, f64); 6] = [
        (0.0, -92.0, 66.0, 104.0, 0.0),
        (-70.0, -230.0, 54.0, 86.0, -26.0),
        (74.0, -218.0, 52.0, 84.0, 28.0),
        (-98.0, -366.0, 40.0, 66.0, -8.0),
        (24.0, -330.0, 42.0, 70.0, 8.0),
        (132.0, -340.0, 38.0, 60.0, 20.0),
    ];
    for (x, y, rx, ry, turn) in pads {
        pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
            let d = stone(pen, 0.0, 0.0, rx, ry, 0.03, 10);
            pen.soft(6.0, |pen| pen.moved("translate(9 9)", |pen| pen.fill(&d, SHADOW.alpha(0.28))));
            let tone = ink(0x6f9c5c);
            let paint =
                pen.ball((0.32, 0.28), 0.9, &[(0.0, tone.lit(0.36)), (0.5, tone), (1.0, tone.shade(0.42))]);
            pen.fill(&d, paint);
            for row in 0..5 {
                for column in 0..4 {
                    let (px, py) = (
                        (f64::from(column) - 1.5 + if row % 2 == 0 { 0.25 } else { -0.25 }) * rx * 0.46,
                        (f64::from(row) - 2.0) * ry * 0.38,
                    );
                    if (px / rx).powi(2) + (py / ry).powi(2) < 0.78 {
                        pen.oval(px, py, 2.6, 2.6, ink(0xf0e0b4));
                        pen.line(
                            format_args!("M{px:.1} {py:.1}l6 -9M{px:.1} {py:.1}l-6 -9M{px:.1} {py:.1}l0 -11"),
                            GLINT.alpha(0.7),
                            1.2,
                        );
                    }
                }
            }
        });
    }
    for (x, y) in [(-98.0, -438.0), (24.0, -404.0), (140.0, -402.0)] {
        let fruit =
            pen.ball((0.34, 0.3), 0.8, &[(0.0, ink(0xf08aa0)), (0.5, ink(0xc23a5c)), (1.0, ink(0x6f1a34))]);
        pen.oval(x, y, 17.0, 23.0, fruit);
        pen.fill(poly(&[(x - 9.0, y - 18.0), (x, y - 30.0), (x + 9.0, y - 18.0)]), ink(0xf6b44e));
    }
}
