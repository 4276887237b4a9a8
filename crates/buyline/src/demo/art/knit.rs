//! Laine Haute: knitwear, drawn stitch by stitch.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    shape::{At, closed, curve, rounded},
    stage::{boards, daylight, sweep, table, wall, window},
    wool::{ball_of_wool, needle, ribs, stitches},
};
use std::f64::consts::{PI, TAU};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("laine-pull-aubrac", PORTRAIT, jumper),
    Scene::new("laine-bonnet-cote", SQUARE, beanie),
    Scene::new("laine-echarpe-lichen", SQUARE, scarf),
    Scene::new("laine-plaid-estive", SQUARE, blanket),
];

fn jumper(pen: &mut Pen) {
    boards(pen, ink(0xd9c9ae), 230.0, 90.0);
    let wool = ink(0xc8563a);
    let body = "M352 420C300 560 286 900 300 1236Q600 1270 900 1236C914 900 900 560 848 420C780 330 700 300 600 300S420 330 352 420Z";
    for side in [1.0, -1.0] {
        pen.moved(format_args!("translate(600 0) scale({side} 1) translate(-600 0)"), |pen| {
            sleeve(pen, wool);
        });
    }
    pen.soft(18.0, |pen| pen.moved("translate(14 22)", |pen| pen.fill(body, SHADOW.alpha(0.5))));
    let knit = stitches(pen, wool, 19.0, "translate(0 0)");
    pen.fill(body, knit);
    pen.within(body, |pen| {
        yoke(pen);
        let hem = ribs(pen, wool, 22.0, "");
        pen.fill("M280 1124Q600 1160 920 1124V1280H280Z", hem);
        pen.soft(5.0, |pen| pen.line("M280 1124Q600 1160 920 1124", SHADOW.alpha(0.35), 8.0));
        shading(pen);
    });
    collar(pen, wool);
    for (x, turn) in [(968.0, 62.0), (1010.0, 84.0)] {
        needle(pen, x, 1180.0, turn);
    }
    ball_of_wool(pen, 1010.0, 1330.0, 118.0, ink(0xe6d6b8));
    ball_of_wool(pen, 178.0, 1376.0, 92.0, ink(0x2f4a5b));
    daylight(pen, 0.10);
}

fn sleeve(pen: &mut Pen, wool: Ink) {
    let d = "M380 392C250 430 176 640 132 930L116 1120Q186 1156 262 1132L300 920L372 640Z";
    pen.soft(16.0, |pen| pen.moved("translate(10 20)", |pen| pen.fill(d, SHADOW.alpha(0.45))));
    let knit = stitches(pen, wool, 19.0, "rotate(12)");
    pen.fill(d, knit);
    pen.within(d, |pen| {
        let cuff = ribs(pen, wool, 20.0, "rotate(9)");
        pen.fill("M100 1026L290 1056L280 1170L96 1150Z", cuff);
        pen.soft(5.0, |pen| pen.line("M110 1026L290 1056", SHADOW.alpha(0.4), 8.0));
        let round = pen.lin(
            (150.0, 700.0),
            (350.0, 760.0),
            &[
                (0.0, SHADOW.alpha(0.34)),
                (0.3, GLINT.alpha(0.14)),
                (0.6, SHADOW.alpha(0.0)),
                (1.0, SHADOW.alpha(0.42)),
            ],
        );
        pen.fill("M90 380H400V1170H90Z", round);
    });
}

/// The patterned yoke: rows of coloured stitches that follow the shoulders.
fn yoke(pen: &mut Pen) {
    let (cream, blue, ochre) = (ink(0xf3e6cc), ink(0x2c4a5e), ink(0xe0a63c));
    for row in 0..17 {
        let r = 186.0 + f64::from(row) * 15.5;
        let count = 80;
        let size = r * PI * 1.06 / f64::from(count) / 17.0;
        for k in 0..count {
            let motif = match row {
                1 | 15 => (k % 2 == 0).then_some(cream),
                3 | 13 => Some(blue),
                4 => (k % 4 != 0).then_some(blue),
                5 | 11 => (k % 4 == 2).then_some(cream),
                6 | 10 => (k % 4 != 0).then_some(cream),
                7 | 9 => (k % 8 < 5 && k % 8 > 0).then_some(cream),
                8 => Some(if k % 8 == 4 { ochre } else { cream }),
                12 => (k % 4 != 0).then_some(blue),
                _ => None,
            };
            let Some(colour) = motif else { continue };
            let a = PI * (1.0 - (f64::from(k) + 0.5) / f64::from(count));
            let (x, y) = (600.0 + r * 1.12 * a.cos(), 292.0 + r * a.sin());
            pen.moved(
                format_args!(
                    "translate({x:.1} {y:.1}) rotate({:.1}) scale({:.3} {:.3})",
                    90.0 - a.to_degrees(),
                    size,
                    0.6 + size * 0.4
                ),
                |pen| {
                    pen.fill("M-9 -8C-9 0 -5 7 0 11C1 4 -3 -4 -9 -8Z", colour.lit(0.10));
                    pen.fill("M9 -8C9 0 5 7 0 11C-1 4 3 -4 9 -8Z", colour.shade(0.16));
                },
            );
        }
    }
}

fn shading(pen: &mut Pen) {
    let round = pen.lin(
        (290.0, 0.0),
        (910.0, 0.0),
        &[
            (0.0, SHADOW.alpha(0.42)),
            (0.14, SHADOW.alpha(0.04)),
            (0.3, GLINT.alpha(0.16)),
            (0.6, SHADOW.alpha(0.02)),
            (0.88, SHADOW.alpha(0.20)),
            (1.0, SHADOW.alpha(0.5)),
        ],
    );
    pen.rect(260.0, 280.0, 680.0, 1000.0, 0.0, round);
    pen.soft(14.0, |pen| {
        for (d, light) in [
            ("M420 800Q500 900 470 1110", false),
            ("M740 760Q700 900 760 1100", false),
            ("M450 790Q530 900 502 1100", true),
            ("M712 770Q672 900 730 1090", true),
        ] {
            let tone = if light { GLINT.alpha(0.16) } else { SHADOW.alpha(0.22) };
            pen.line(d, tone, 26.0);
        }
    });
}

fn collar(pen: &mut Pen, wool: Ink) {
    pen.oval(600.0, 306.0, 152.0, 52.0, wool.shade(0.62));
    pen.within(super::shape::round(600.0, 306.0, 152.0, 52.0), |pen| {
        let back = ribs(pen, wool.shade(0.3), 16.0, "");
        pen.rect(440.0, 240.0, 320.0, 52.0, 0.0, back);
        pen.rect(578.0, 268.0, 44.0, 26.0, 2.0, ink(0xf3e6cc));
    });
    for k in 0..34 {
        let a = PI * f64::from(k) / 33.0;
        let (x, y) = (600.0 + 166.0 * a.cos(), 306.0 + 64.0 * a.sin());
        let paint = if k % 2 == 0 { wool.lit(0.18) } else { wool.shade(0.06) };
        pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({:.1})", 90.0 - a.to_degrees()), |pen| {
            pen.rect(-9.0, -18.0, 17.0, 42.0, 8.0, wool.shade(0.42));
            pen.rect(-8.0, -18.0, 13.0, 40.0, 6.5, paint);
        });
    }
}

fn beanie(pen: &mut Pen) {
    sweep(pen, ink(0xb9c4bd), 800.0);
    let wool = ink(0x2f5d63);
    pen.moved("translate(600 930)", |pen| {
        pen.shadow(70.0, 6.0, 470.0, 70.0, 0.5);
        pen.shadow(10.0, 4.0, 340.0, 34.0, 0.6);
        let dome = closed(&[
            (-300.0, -200.0),
            (-296.0, -360.0),
            (-220.0, -520.0),
            (-80.0, -606.0),
            (60.0, -610.0),
            (214.0, -526.0),
            (294.0, -366.0),
            (300.0, -200.0),
            (150.0, -150.0),
            (-150.0, -150.0),
        ]);
        pen.fill(&dome, wool.shade(0.4));
        pen.within(&dome, |pen| {
            let meridian = |t: f64| 318.0 * (t.clamp(-1.0, 1.0) * PI / 2.0).sin();
            let down = |foot: f64| {
                format!("{:.1} -606C{:.1} -570 {foot:.1} -420 {foot:.1} -150", foot * 0.04, foot * 0.74)
            };
            for k in 0..19 {
                let t = (f64::from(k) + 0.5) / 19.0 * 2.0 - 1.0;
                let (a, foot, b) = (meridian(t - 1.0 / 19.0), meridian(t), meridian(t + 1.0 / 19.0));
                let tone = wool.lit(0.12).mix(wool.shade(0.5), ((t + 0.35).abs()).powf(1.4).min(1.0));
                let rib = format!(
                    "M{}L{b:.1} -150C{b:.1} -420 {:.1} -570 {:.1} -606Z",
                    down(a),
                    b * 0.74,
                    b * 0.04
                );
                pen.fill(rib, tone);
                let w = b - a;
                pen.line(format_args!("M{}", down(a + w * 0.38)), tone.lit(0.14).alpha(0.8), w * 0.3);
                pen.line(format_args!("M{}", down(b - w * 0.12)), tone.shade(0.34).alpha(0.8), w * 0.24);
                pen.line(format_args!("M{}", down(a)), wool.shade(0.62).alpha(0.9), w * 0.16);
                for j in 0..27 {
                    let u = f64::from(j) / 27.0;
                    let v = 1.0 - u;
                    let bend = 0.04 * u * u * u + 3.0 * 0.74 * u * u * v + 3.0 * u * v * v + v * v * v;
                    let y = -606.0 * u * u * u - 1710.0 * u * u * v - 1260.0 * u * v * v - 150.0 * v * v * v;
                    let (x, half) = (foot * bend, (b - a) * 0.3 * bend);
                    pen.line(
                        format_args!(
                            "M{:.1} {:.1}L{x:.1} {:.1}L{:.1} {:.1}",
                            x - half,
                            y - 7.0,
                            y + 5.0,
                            x + half,
                            y - 7.0
                        ),
                        wool.shade(0.5).alpha(0.34),
                        2.6,
                    );
                }
            }
            pen.glint(-120.0, -430.0, 120.0, 150.0, 0.20);
        });
        cuff(pen, wool.lit(0.04));
        label(pen);
        pompom(pen, -6.0, -650.0, ink(0xf0e3cd));
    });
    daylight(pen, 0.08);
}

fn cuff(pen: &mut Pen, wool: Ink) {
    let d = "M-318 -214Q0 -134 318 -214C330 -150 330 -80 316 -22Q0 60 -316 -22C-330 -80 -330 -150 -318 -214Z";
    pen.soft(8.0, |pen| {
        pen.moved("translate(0 -12)", |pen| pen.line("M-312 -206Q0 -128 312 -206", SHADOW.alpha(0.5), 18.0));
    });
    pen.fill(d, wool.shade(0.3));
    pen.within(d, |pen| {
        for k in 0..27 {
            let t = f64::from(k) / 26.0 * 2.0 - 1.0;
            let x = 322.0 * (t * PI / 2.0).sin();
            let w = 36.0 * (1.0 - t * t * 0.66);
            let sag = (1.0 - t * t) * 62.0;
            let tone = wool.lit(0.16).mix(wool.shade(0.5), ((t + 0.35).abs()).powf(1.5).min(1.0));
            let paint = pen.lin(
                (x - w / 2.0, 0.0),
                (x + w / 2.0, 0.0),
                &[(0.0, tone.shade(0.4)), (0.35, tone.lit(0.2)), (0.7, tone), (1.0, tone.shade(0.46))],
            );
            pen.rect(x - w / 2.0, -250.0 + sag, w, 232.0, w * 0.4, paint);
            for j in 0..15 {
                let y = -232.0 + sag + f64::from(j) * 15.0;
                pen.line(
                    format_args!(
                        "M{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}",
                        x - w * 0.32,
                        y + 11.0,
                        x + w * 0.32
                    ),
                    wool.shade(0.5).alpha(0.36),
                    2.4,
                );
            }
        }
        let fall = pen.lin(
            (0.0, -214.0),
            (0.0, 30.0),
            &[(0.0, GLINT.alpha(0.12)), (0.4, SHADOW.alpha(0.0)), (1.0, SHADOW.alpha(0.42))],
        );
        pen.rect(-330.0, -260.0, 660.0, 330.0, 0.0, fall);
    });
}

fn label(pen: &mut Pen) {
    pen.moved("translate(96 -92) rotate(-3)", |pen| {
        pen.soft(3.0, |pen| pen.rect(-43.0, -23.0, 90.0, 56.0, 5.0, SHADOW.alpha(0.5)));
        let leather = pen.lin((-45.0, -28.0), (45.0, 28.0), &[(0.0, ink(0xd9a064)), (1.0, ink(0x9c6536))]);
        pen.rect(-45.0, -28.0, 90.0, 56.0, 5.0, leather);
        pen.stitch(rounded(-39.0, -22.0, 78.0, 44.0, 4.0), ink(0xf6e4c2), 1.8, 4.0, 4.0);
        pen.fill("M-20 14L0 -16L20 14Z", ink(0x5b3518));
        pen.fill("M-2 14L12 -6L28 14Z", ink(0x5b3518).alpha(0.6));
    });
}

fn pompom(pen: &mut Pen, x: f64, y: f64, colour: Ink) {
    pen.shadow(x + 12.0, y + 60.0, 120.0, 70.0, 0.4);
    for ring in 0..6 {
        let r = 104.0 - f64::from(ring) * 17.0;
        let count = 66 - ring * 8;
        for k in 0..count {
            let a = TAU * f64::from(k) / f64::from(count) + pen.rnd(-0.06, 0.06);
            let reach = r * pen.rnd(0.88, 1.10);
            let shade = 0.44 * (((a - 0.9).cos() + 1.0) / 2.0) * (reach / 110.0);
            let tone = colour.lit(0.22 * (1.0 - reach / 120.0)).shade(shade + pen.rnd(0.0, 0.10));
            let (dx, dy) = (reach * a.cos(), reach * a.sin() * 0.94);
            pen.line(
                format_args!("M{:.1} {:.1}L{:.1} {:.1}", x + dx * 0.5, y + dy * 0.5, x + dx, y + dy),
                tone,
                6.4,
            );
        }
    }
    pen.glint(x - 34.0, y - 38.0, 56.0, 48.0, 0.5);
}

fn scarf(pen: &mut Pen) {
    boards(pen, ink(0x6f4d36), 170.0, 12.0);
    let stripes = [ink(0x7f8f5a), ink(0xd9cba6), ink(0x55663f), ink(0xb9a46a)];
    pen.moved("translate(520 560) rotate(-10) scale(0.94)", |pen| {
        for (turn, y, w) in [(6.0, 66.0, 700.0), (-3.0, -20.0, 720.0)] {
            pen.moved(format_args!("rotate({turn}) translate(0 {y})"), |pen| {
                fold(pen, -w / 2.0, -200.0, w, 330.0, &stripes);
            });
        }
        pen.moved("rotate(2) translate(20 -120)", |pen| fold(pen, -330.0, -130.0, 660.0, 270.0, &stripes));
        pen.moved("rotate(52) translate(180 -250)", |pen| tail(pen, &stripes));
    });
    daylight(pen, 0.14);
}

/// A length of knitted scarf folded over: stripes across, a round edge.
fn fold(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, stripes: &[Ink]) {
    let d = rounded(x, y, w, h, 58.0);
    pen.soft(14.0, |pen| pen.moved("translate(12 20)", |pen| pen.fill(&d, SHADOW.alpha(0.58))));
    pen.within(&d, |pen| {
        bands(pen, x, y, w, h, stripes);
        let round = pen.lin(
            (0.0, y),
            (0.0, y + h),
            &[
                (0.0, SHADOW.alpha(0.22)),
                (0.16, GLINT.alpha(0.24)),
                (0.5, SHADOW.alpha(0.02)),
                (0.82, SHADOW.alpha(0.24)),
                (1.0, SHADOW.alpha(0.62)),
            ],
        );
        pen.rect(x, y, w, h, 0.0, round);
        let ends = pen.lin(
            (x, 0.0),
            (x + w, 0.0),
            &[
                (0.0, SHADOW.alpha(0.42)),
                (0.07, SHADOW.alpha(0.0)),
                (0.9, SHADOW.alpha(0.0)),
                (1.0, SHADOW.alpha(0.55)),
            ],
        );
        pen.rect(x, y, w, h, 0.0, ends);
    });
}

fn bands(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, stripes: &[Ink]) {
    let widths = [120.0, 26.0, 64.0, 26.0, 150.0, 40.0];
    let mut at = x;
    let mut k = 0;
    while at < x + w {
        let step = widths[k % widths.len()];
        let knit = stitches(pen, stripes[k % stripes.len()], 17.0, "rotate(90)");
        pen.rect(at, y, step + 0.6, h, 0.0, knit);
        at += step;
        k += 1;
    }
}

fn tail(pen: &mut Pen, stripes: &[Ink]) {
    let (x, y, w, h) = (-20.0, -20.0, 470.0, 250.0);
    for k in 0..25 {
        let at = y + 8.0 + f64::from(k) * 9.8;
        let (bend, length) = (pen.rnd(-16.0, 16.0), pen.rnd(74.0, 100.0));
        let d =
            curve(&[(x + w - 8.0, at), (x + w + length * 0.5, at + bend * 0.4), (x + w + length, at + bend)]);
        pen.moved("translate(5 8)", |pen| pen.line(&d, SHADOW.alpha(0.35), 6.0));
        pen.line(&d, stripes[0].shade(0.3), 6.4);
        pen.moved("translate(-1 -1)", |pen| pen.line(&d, stripes[0].lit(0.18), 2.6));
    }
    let d = rounded(x, y, w, h, 14.0);
    pen.soft(12.0, |pen| pen.moved("translate(10 14)", |pen| pen.fill(&d, SHADOW.alpha(0.5))));
    pen.within(&d, |pen| {
        bands(pen, x, y, w, h, stripes);
        let round = pen.lin(
            (0.0, y),
            (0.0, y + h),
            &[(0.0, GLINT.alpha(0.18)), (0.5, SHADOW.alpha(0.0)), (1.0, SHADOW.alpha(0.34))],
        );
        pen.rect(x, y, w, h, 0.0, round);
        let under =
            pen.lin((x, 0.0), (x + 130.0, 0.0), &[(0.0, SHADOW.alpha(0.7)), (1.0, SHADOW.alpha(0.0))]);
        pen.rect(x, y, 130.0, h, 0.0, under);
    });
}

fn blanket(pen: &mut Pen) {
    wall(pen, ink(0xd8c7ae));
    window(pen, 130.0, -160.0, 680.0, ink(0xffeac2), 0.5);
    table(pen, 940.0, ink(0x8a6546), true);
    stool(pen);
    let tones = [ink(0xd9a441), ink(0xf0e4cc), ink(0x5d7480), ink(0xb5553a)];
    for (k, &tone) in tones.iter().enumerate() {
        let y = 846.0 - k as f64 * 118.0;
        let (x, w) = (262.0 + pen.rnd(-12.0, 12.0), 676.0 + pen.rnd(-14.0, 14.0));
        folded(pen, x, y - 124.0, w, 128.0, tone, k);
    }
}

fn stool(pen: &mut Pen) {
    pen.shadow(660.0, 1096.0, 470.0, 60.0, 0.55);
    let wood = ink(0xb07c4d);
    for (x, lean) in [(300.0, -26.0), (880.0, 26.0), (420.0, -8.0), (770.0, 8.0)] {
        let paint = pen.lin(
            (x - 18.0, 0.0),
            (x + 18.0, 0.0),
            &[(0.0, wood.shade(0.3)), (0.3, wood.lit(0.25)), (1.0, wood.shade(0.45))],
        );
        let far = (x - 600.0f64).abs() < 200.0;
        let foot = if far { 1050.0 } else { 1110.0 };
        pen.fill(
            format_args!("M{} 880H{}L{} {foot}H{}Z", x - 19.0, x + 19.0, x + 13.0 + lean, x - 13.0 + lean),
            paint,
        );
    }
    let top = pen.lin(
        (0.0, 846.0),
        (0.0, 906.0),
        &[(0.0, wood.lit(0.4)), (0.3, wood.lit(0.05)), (1.0, wood.shade(0.4))],
    );
    pen.rect(220.0, 846.0, 760.0, 56.0, 24.0, top);
}

/// One folded blanket in the pile: two layers with a fringe between.
fn folded(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, tone: Ink, k: usize) {
    pen.soft(7.0, |pen| pen.rect(x + 10.0, y + h - 22.0, w, 34.0, 16.0, SHADOW.alpha(0.5)));
    for layer in 0..2 {
        let (ly, lh) = (y + f64::from(layer) * h * 0.48, h * 0.54);
        let d = rounded(x + f64::from(layer) * 8.0, ly, w - f64::from(layer) * 4.0, lh, lh * 0.46);
        let knit = stitches(pen, tone, 15.0, "rotate(90)");
        pen.fill(&d, knit);
        pen.within(&d, |pen| {
            if k.is_multiple_of(2) {
                let line = if k == 0 { ink(0xf0e4cc) } else { ink(0x2c3a44) };
                for j in 0..5 {
                    let at = x + 70.0 + f64::from(j) * 142.0;
                    pen.rect(at, ly, 26.0, lh, 0.0, line.alpha(0.5));
                    pen.rect(at + 38.0, ly, 8.0, lh, 0.0, line.alpha(0.5));
                }
                pen.rect(x, ly + lh * 0.44, w, 8.0, 0.0, line.alpha(0.4));
            }
            let round = pen.lin(
                (0.0, ly),
                (0.0, ly + lh),
                &[
                    (0.0, SHADOW.alpha(0.16)),
                    (0.22, GLINT.alpha(0.26)),
                    (0.55, SHADOW.alpha(0.06)),
                    (1.0, SHADOW.alpha(0.62)),
                ],
            );
            pen.rect(x, ly, w + 20.0, lh, 0.0, round);
            let ends = pen.lin(
                (x, 0.0),
                (x + w, 0.0),
                &[
                    (0.0, SHADOW.alpha(0.3)),
                    (0.08, SHADOW.alpha(0.0)),
                    (0.3, GLINT.alpha(0.08)),
                    (0.7, SHADOW.alpha(0.06)),
                    (1.0, SHADOW.alpha(0.5)),
                ],
            );
            pen.rect(x, ly, w + 20.0, lh, 0.0, ends);
        });
    }
    if k == 3 {
        for j in 0..30 {
            let at: At = (x + w - 40.0 - f64::from(j) * 7.2, y + h * 0.52);
            let (bend, length) = (pen.rnd(-6.0, 6.0), pen.rnd(66.0, 84.0));
            let d = curve(&[at, (at.0 + bend * 0.3, at.1 + length * 0.5), (at.0 + bend, at.1 + length)]);
            pen.moved("translate(3 4)", |pen| pen.line(&d, SHADOW.alpha(0.3), 4.6));
            pen.line(&d, tone.shade(0.25), 5.0);
            pen.moved("translate(-1 0)", |pen| pen.line(&d, tone.lit(0.22), 2.2));
        }
    }
}
