//! Pictures the charities post: seals on the shore, a lighthouse, a long table laid for many.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    marks::{gull, low_sun},
    pen::Pen,
    prints,
    shape::{At, boxed, closed, curve, ground, ridge, round, stone},
    stage::{boards, daylight},
};
use std::f64::consts::TAU;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("refuge-phoque", SQUARE, pup),
    Scene::new("refuge-phare", PORTRAIT, |pen| {
        pen.moved("translate(-2 0) scale(2.008 1.974)", prints::lighthouse);
    }),
    Scene::new("refuge-relacher", SQUARE, release),
    Scene::new("table-longue", SQUARE, supper),
    Scene::new("table-marmite", SQUARE, pot),
];

fn sea(pen: &mut Pen, horizon: f64, top: Ink, bottom: Ink, sky: &[(f64, Ink)]) {
    let (w, h) = (pen.w, pen.h);
    let paint = pen.lin((0.0, 0.0), (0.0, horizon), sky);
    pen.rect(0.0, 0.0, w, horizon + 2.0, 0.0, paint);
    let water = pen.lin((0.0, horizon), (0.0, h), &[(0.0, top), (1.0, bottom)]);
    pen.rect(0.0, horizon, w, h - horizon, 0.0, water);
    for k in 0..120 {
        let t = f64::from(k) / 120.0;
        let y = horizon + 3.0 + t * t * (h - horizon);
        let (x, half) = (pen.rnd(0.0, w), pen.rnd(16.0, 90.0) * (0.3 + t));
        let tone = if k % 3 == 0 { bottom.shade(0.2).alpha(0.25) } else { GLINT.alpha(0.26) };
        pen.oval(x, y, half, 0.8 + t * 3.0, tone);
    }
}

fn pup(pen: &mut Pen) {
    sea(
        pen,
        430.0,
        ink(0xb9d3d4),
        ink(0x4f8a99),
        &[(0.0, ink(0x9fc0cf)), (0.6, ink(0xdfe6dc)), (1.0, ink(0xf9e4c4))],
    );
    low_sun(pen, 900.0, 410.0, 46.0, ink(0xffdfa4));
    let cape = ridge(pen, -10.0, 620.0, 440.0, 46.0, 0.6);
    pen.fill(ground(&cape, 440.0), ink(0x7f95a0).alpha(0.8));
    for (x, y, s) in [(280.0, 170.0, 30.0), (380.0, 220.0, 22.0), (210.0, 250.0, 18.0)] {
        gull(pen, x, y, s, ink(0x5a6a72));
    }
    let sand = pen.lin(
        (0.0, 690.0),
        (0.0, 1200.0),
        &[(0.0, ink(0xd2bb95)), (0.15, ink(0xeed9b4)), (1.0, ink(0xc9a97c))],
    );
    pen.line("M-20 694C220 640 420 730 640 700S1000 660 1220 720", GLINT.alpha(0.85), 26.0);
    pen.fill("M-20 700C220 646 420 736 640 706S1000 666 1220 726V1220H-20Z", sand);
    for _ in 0..260 {
        let (x, y) = (pen.rnd(0.0, 1200.0), pen.rnd(760.0, 1200.0));
        let size = pen.rnd(0.8, 3.0);
        let tone = pen.pick(&[ink(0x9a7f58), ink(0xfff3d8), ink(0x7d6848)]);
        pen.oval(x, y, size, size * 0.6, tone.alpha(0.45));
    }
    for (x, y, r) in [(170.0, 1060.0, 54.0), (1060.0, 1090.0, 70.0), (980.0, 1130.0, 40.0)] {
        pen.shadow(x + 16.0, y + r * 0.5, r * 1.5, r * 0.42, 0.5);
        let d = stone(pen, x, y, r, r * 0.66, 0.07, 9);
        let paint =
            pen.ball((0.34, 0.28), 0.85, &[(0.0, ink(0xc9c6be)), (0.6, ink(0x8a8a88)), (1.0, ink(0x4a4e52))]);
        pen.fill(d, paint);
    }
    body(pen);
}

/// A white-coated pup looking at us.
fn body(pen: &mut Pen) {
    pen.shadow(700.0, 1000.0, 480.0, 70.0, 0.5);
    let coat = ink(0xf2efe8);
    let trunk = closed(&[
        (330.0, 930.0),
        (350.0, 760.0),
        (480.0, 660.0),
        (680.0, 700.0),
        (880.0, 800.0),
        (1010.0, 880.0),
        (1080.0, 940.0),
        (1000.0, 990.0),
        (760.0, 1010.0),
        (460.0, 1010.0),
    ]);
    let fur = pen.lin(
        (420.0, 660.0),
        (760.0, 1040.0),
        &[(0.0, ink(0xffffff)), (0.4, coat), (0.75, ink(0xc3c6c6)), (1.0, ink(0x8b959b))],
    );
    pen.fill(&trunk, &fur);
    hairs(pen, &trunk, 230);
    for (d, dark) in [
        ("M1000 930C1070 880 1130 880 1140 900C1120 930 1080 950 1030 960Z", 0.2),
        ("M1000 950C1060 960 1110 990 1100 1010C1060 1014 1020 990 990 970Z", 0.32),
    ] {
        pen.fill(d, ink(0xb9bcbb).shade(dark));
    }
    let flipper = "M560 900C620 890 690 940 720 1000C670 1024 590 1010 548 970Z";
    pen.soft(6.0, |pen| pen.moved("translate(6 10)", |pen| pen.fill(flipper, SHADOW.alpha(0.3))));
    pen.fill(flipper, ink(0xd6d6d0));
    for k in 0..4 {
        pen.line(format_args!("M{} 996l-22 -34", 640 + k * 20), ink(0x6d7377), 4.0);
    }
    let (cx, cy) = (470.0, 690.0);
    let head = closed(&[
        (300.0, 720.0),
        (310.0, 610.0),
        (380.0, 530.0),
        (470.0, 506.0),
        (562.0, 530.0),
        (634.0, 610.0),
        (642.0, 720.0),
        (590.0, 810.0),
        (470.0, 842.0),
        (352.0, 810.0),
    ]);
    pen.soft(12.0, |pen| pen.moved("translate(14 22)", |pen| pen.fill(&head, ink(0x5a6670).alpha(0.4))));
    let light = pen.rad(
        (410.0, 600.0),
        290.0,
        &[(0.0, ink(0xffffff)), (0.5, ink(0xf6f3ec)), (0.8, ink(0xd2d3d0)), (1.0, ink(0xa3abb0))],
    );
    pen.fill(&head, light);
    hairs(pen, &head, 150);
    for side in [-1.0, 1.0] {
        let x = cx + side * 92.0;
        pen.glow(x, cy - 26.0, 70.0, 66.0, ink(0x8c8f92), 0.5);
        let eye =
            pen.ball((0.4, 0.35), 0.7, &[(0.0, ink(0x4a3a34)), (0.5, ink(0x17100e)), (1.0, ink(0x050404))]);
        pen.oval(x, cy - 22.0, 42.0, 46.0, eye);
        pen.oval(x - 14.0, cy - 40.0, 12.0, 14.0, GLINT.alpha(0.95));
        pen.oval(x + 14.0, cy - 4.0, 6.0, 7.0, GLINT.alpha(0.5));
        pen.line(format_args!("M{} {}q20 -16 40 -4", x - 20.0, cy - 96.0), ink(0x8a8d8e), 6.0);
    }
    for side in [-1.0, 1.0] {
        let cheek =
            pen.ball((0.4, 0.3), 0.8, &[(0.0, ink(0xffffff)), (0.7, ink(0xe9e6de)), (1.0, ink(0xbdbfbd))]);
        pen.oval(cx + side * 46.0, cy + 72.0, 62.0, 50.0, cheek);
    }
    let nose =
        pen.ball((0.4, 0.25), 0.8, &[(0.0, ink(0x6a6264)), (0.4, ink(0x2a2426)), (1.0, ink(0x0d0a0b))]);
    pen.fill(
        format_args!(
            "M{} {}Q{cx} {} {} {}Q{} {} {cx} {}Q{} {} {} {}Z",
            cx - 38.0,
            cy + 30.0,
            cy + 10.0,
            cx + 38.0,
            cy + 30.0,
            cx + 30.0,
            cy + 58.0,
            cy + 66.0,
            cx - 30.0,
            cy + 58.0,
            cx - 38.0,
            cy + 30.0
        ),
        nose,
    );
    pen.line(
        format_args!(
            "M{cx} {}V{}M{} {}Q{cx} {} {} {}",
            cy + 66.0,
            cy + 88.0,
            cx - 34.0,
            cy + 106.0,
            cy + 84.0,
            cx + 34.0,
            cy + 106.0
        ),
        ink(0x5a5254),
        5.0,
    );
    for side in [-1.0, 1.0] {
        for k in 0..5 {
            let t = f64::from(k);
            let x = |dx: f64| cx + side * dx;
            pen.oval(x(30.0 + t * 9.0), cy + 66.0 + (t % 2.0) * 16.0, 3.0, 3.0, ink(0x5a5254));
            pen.line(
                curve(&[
                    (x(34.0 + t * 8.0), cy + 68.0 + t * 5.0),
                    (x(120.0), cy + 60.0 + t * 16.0),
                    (x(192.0 + t * 4.0), cy + 84.0 + t * 27.0),
                ]),
                GLINT.alpha(0.9),
                2.6,
            );
        }
    }
}

/// Short hairs over a coat.
fn hairs(pen: &mut Pen, d: &str, count: usize) {
    pen.within(d, |pen| {
        for _ in 0..count {
            let (x, y) = (pen.rnd(290.0, 1080.0), pen.rnd(500.0, 1020.0));
            let (dx, dy) = (pen.rnd(6.0, 22.0), pen.rnd(3.0, 14.0));
            let tone = if pen.rnd(0.0, 1.0) < 0.55 { ink(0x9aa2a6).alpha(0.30) } else { GLINT.alpha(0.7) };
            pen.line(
                format_args!("M{x:.1} {y:.1}q{:.1} {:.1} {dx:.1} {dy:.1}", dx * 0.4, dy * 0.1),
                tone,
                2.2,
            );
        }
    });
}

fn release(pen: &mut Pen) {
    sea(
        pen,
        560.0,
        ink(0xf0a87a),
        ink(0x24425f),
        &[(0.0, ink(0x2d3f6b)), (0.5, ink(0xb5677a)), (0.85, ink(0xf5a96a)), (1.0, ink(0xfde0a0))],
    );
    low_sun(pen, 620.0, 556.0, 74.0, ink(0xffcf7a));
    pen.within(boxed(0.0, 560.0, 1200.0, 640.0), |pen| {
        for k in 0..40 {
            let t = f64::from(k) / 40.0;
            let half = pen.rnd(30.0, 110.0) * (0.5 + t);
            let x = 620.0 + pen.rnd(-40.0, 40.0) * (1.0 + t);
            pen.oval(x, 566.0 + t * t * 420.0, half, 1.4 + t * 4.4, ink(0xffe2a4).alpha(0.7 - t * 0.4));
        }
    });
    for (x, y, s) in [(260.0, 230.0, 36.0), (352.0, 290.0, 25.0), (200.0, 320.0, 22.0), (900.0, 190.0, 24.0)]
    {
        gull(pen, x, y, s, ink(0x2a2440));
    }
    let sand = pen.lin(
        (0.0, 900.0),
        (0.0, 1200.0),
        &[(0.0, ink(0x6b4a4a)), (0.2, ink(0x8a6355)), (1.0, ink(0x3d2a34))],
    );
    pen.line("M-20 962C240 910 520 990 760 944S1100 920 1220 960", ink(0xffe0b0).alpha(0.8), 12.0);
    pen.fill("M-20 966C240 914 520 994 760 948S1100 924 1220 964V1220H-20Z", sand);
    let dark = ink(0x1d1626);
    for (x, s, bow) in [(250.0, 1.0, 0.0), (350.0, 0.92, 12.0), (960.0, 1.05, -8.0)] {
        person(pen, x, 1070.0, s, bow, dark);
    }
    for (x, y, s, flip) in [(560.0, 1040.0, 1.0, 1.0), (730.0, 1010.0, 0.78, 1.0), (480.0, 1100.0, 0.86, 1.0)]
    {
        pen.moved(format_args!("translate({x} {y}) scale({} {s})", s * flip), |pen| {
            pen.shadow(20.0, 30.0, 120.0, 20.0, 0.6);
            pen.fill("M-96 26C-90 -10 -40 -26 20 -22C50 -56 84 -66 100 -44C108 -30 96 -20 80 -16C70 6 50 24 20 30C-20 36 -70 36 -96 26ZM-90 24C-120 10 -140 14 -142 26C-130 36 -110 34 -90 30Z", dark);
            pen.line("M-40 -22C0 -30 40 -40 70 -58", ink(0xffc98a).alpha(0.7), 3.0);
        });
    }
}

fn person(pen: &mut Pen, x: f64, base: f64, scale: f64, bow: f64, colour: Ink) {
    pen.moved(format_args!("translate({x} {base}) scale({scale})"), |pen| {
        pen.shadow(10.0, 4.0, 80.0, 14.0, 0.6);
        pen.moved(format_args!("rotate({bow})"), |pen| {
            pen.fill("M-30 0L-24 -120C-44 -150 -46 -210 -34 -244C-20 -262 20 -262 34 -244C46 -210 46 -150 26 -120L32 0H6L0 -104L-6 0Z", colour);
            pen.oval(0.0, -290.0, 25.0, 29.0, colour);
            pen.line("M-34 -232C-60 -190 -58 -150 -40 -126M34 -232C56 -196 58 -160 50 -124", colour, 17.0);
            pen.line("M22 -314C34 -300 34 -276 24 -262M36 -240C46 -214 46 -180 40 -160", ink(0xffc98a).alpha(0.75), 3.4);
        });
    });
}

fn supper(pen: &mut Pen) {
    boards(pen, ink(0x9a6a45), 200.0, 90.0);
    let runner = pen.lin(
        (420.0, 0.0),
        (780.0, 0.0),
        &[(0.0, ink(0xd9cbb2)), (0.5, ink(0xefe4cf)), (1.0, ink(0xc6b696))],
    );
    pen.soft(9.0, |pen| pen.rect(428.0, -20.0, 360.0, 1260.0, 0.0, SHADOW.alpha(0.35)));
    pen.rect(420.0, -20.0, 360.0, 1240.0, 0.0, runner);
    for x in [446.0, 458.0, 742.0, 754.0] {
        pen.rect(x, -20.0, 4.0, 1240.0, 0.0, ink(0x8f3f4a).alpha(0.8));
    }
    let soups = [ink(0xd9742c), ink(0x8a9a3f), ink(0xc24a30), ink(0xe0b04a), ink(0x9a5a34), ink(0xb9632f)];
    for (k, soup) in soups.into_iter().enumerate() {
        let (x, y) = (if k % 2 == 0 { 210.0 } else { 990.0 }, 190.0 + (k / 2) as f64 * 400.0);
        bowl(pen, x, y, 158.0, soup);
    }
    loaf(pen, 600.0, 300.0, -14.0);
    loaf(pen, 606.0, 930.0, 20.0);
    pen.soft(8.0, |pen| pen.oval(612.0, 630.0, 96.0, 96.0, SHADOW.alpha(0.45)));
    let jug = pen.lin(
        (510.0, 520.0),
        (690.0, 720.0),
        &[(0.0, ink(0x8fb0bd)), (0.5, ink(0x5f8ea6)), (1.0, ink(0x33586d))],
    );
    pen.oval(600.0, 616.0, 96.0, 96.0, jug);
    pen.ring(600.0, 616.0, 70.0, 70.0, ink(0xcfe3ea).alpha(0.6), 8.0);
    for k in 0..7 {
        let a = TAU * f64::from(k) / 7.0;
        wildflower(pen, 600.0 + 44.0 * a.cos(), 616.0 + 44.0 * a.sin(), k);
    }
    wildflower(pen, 600.0, 612.0, 9);
    daylight(pen, 0.14);
}

fn wildflower(pen: &mut Pen, x: f64, y: f64, k: i32) {
    let tone = [ink(0xf2c14e), ink(0xd9636f), ink(0xf6f0e0), ink(0x8a7fc0)][k as usize % 4];
    pen.oval(x + 4.0, y + 7.0, 30.0, 28.0, SHADOW.alpha(0.3));
    for p in 0..8 {
        pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({})", p * 45 + k * 17), |pen| {
            pen.fill("M0 0Q-11 -18 0 -32Q11 -18 0 0Z", tone);
        });
    }
    pen.oval(x, y, 9.0, 9.0, ink(0x7d5a1c));
}

pub(super) fn bowl(pen: &mut Pen, x: f64, y: f64, r: f64, soup: Ink) {
    pen.soft(12.0, |pen| pen.oval(x + 14.0, y + 20.0, r, r, SHADOW.alpha(0.5)));
    let clay = pen.pick(&[ink(0xe9dfcf), ink(0x8fa8b0), ink(0xd9b48a)]);
    let rim =
        pen.lin((x - r, y - r), (x + r, y + r), &[(0.0, clay.lit(0.4)), (0.5, clay), (1.0, clay.shade(0.3))]);
    pen.oval(x, y, r, r, rim);
    let inner = pen.lin((x - r, y - r), (x + r, y + r), &[(0.0, clay.shade(0.45)), (1.0, clay.lit(0.25))]);
    pen.oval(x, y, r * 0.90, r * 0.90, inner);
    let hot = pen.ball((0.42, 0.38), 0.75, &[(0.0, soup.lit(0.22)), (0.7, soup), (1.0, soup.shade(0.25))]);
    pen.oval(x, y, r * 0.80, r * 0.80, hot);
    pen.within(round(x, y, r * 0.8, r * 0.8), |pen| {
        let swirl: Vec<At> = (0..14)
            .map(|k| {
                let a = f64::from(k) * 0.7;
                let far = r * (0.06 + 0.034 * f64::from(k));
                (x + far * a.cos(), y + far * a.sin())
            })
            .collect();
        pen.line(curve(&swirl), ink(0xfff6e4).alpha(0.85), 9.0);
        for _ in 0..16 {
            let (a, far) = (pen.rnd(0.0, TAU), pen.rnd(0.0, r * 0.7));
            let turn = pen.rnd(0.0, 360.0);
            pen.moved(
                format_args!(
                    "translate({:.1} {:.1}) rotate({turn:.1})",
                    x + far * a.cos(),
                    y + far * a.sin()
                ),
                |pen| pen.fill("M-10 0Q0 -7 10 0Q0 7 -10 0Z", ink(0x4f7a35)),
            );
        }
        pen.glint(x - r * 0.3, y - r * 0.36, r * 0.3, r * 0.18, 0.5);
    });
    spoon(pen, x + r * 0.5, y + r * 0.4);
}

fn spoon(pen: &mut Pen, x: f64, y: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate(48)"), |pen| {
        pen.soft(5.0, |pen| pen.line("M10 10H190", SHADOW.alpha(0.4), 14.0));
        let wood = pen.lin(
            (0.0, -12.0),
            (0.0, 12.0),
            &[(0.0, ink(0xe6c596)), (0.5, ink(0xb98a5a)), (1.0, ink(0x7d5632))],
        );
        pen.fill("M0 -5L186 -8Q196 0 186 8L0 5Z", &wood);
    });
}

fn loaf(pen: &mut Pen, x: f64, y: f64, turn: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
        pen.soft(10.0, |pen| pen.oval(14.0, 20.0, 96.0, 182.0, SHADOW.alpha(0.5)));
        let crust =
            pen.ball((0.36, 0.32), 0.8, &[(0.0, ink(0xf0bd72)), (0.5, ink(0xc0762f)), (1.0, ink(0x6b3310))]);
        pen.oval(0.0, 0.0, 94.0, 180.0, crust);
        for k in 0..4 {
            let at = -110.0 + f64::from(k) * 72.0;
            pen.fill(
                format_args!(
                    "M-60 {:.1}Q0 {:.1} 56 {at:.1}Q0 {:.1} -60 {:.1}Z",
                    at + 34.0,
                    at - 12.0,
                    at + 26.0,
                    at + 34.0
                ),
                ink(0xf6dca6),
            );
        }
        for _ in 0..60 {
            let (px, py) = (pen.rnd(-76.0, 76.0), pen.rnd(-150.0, 150.0));
            pen.oval(px, py, 2.2, 2.2, ink(0xfff6e6).alpha(0.6));
        }
    });
}

fn pot(pen: &mut Pen) {
    boards(pen, ink(0x54605c), 190.0, -4.0);
    let (x, y, r) = (600.0, 600.0, 400.0);
    for side in [-1.0, 1.0] {
        let hx = x + side * (r + 30.0);
        pen.soft(10.0, |pen| {
            pen.rect(hx - 46.0 + 14.0, y - 90.0 + 22.0, 92.0, 180.0, 40.0, SHADOW.alpha(0.5));
        });
        pen.rect(hx - 46.0, y - 90.0, 92.0, 180.0, 42.0, ink(0x8f2f2a));
        pen.rect(hx - 20.0, y - 56.0, 40.0, 112.0, 20.0, ink(0x54605c).shade(0.3));
    }
    pen.soft(22.0, |pen| pen.oval(x + 22.0, y + 32.0, r, r, SHADOW.alpha(0.6)));
    let iron = pen.lin(
        (x - r, y - r),
        (x + r, y + r),
        &[(0.0, ink(0xe8745a)), (0.4, ink(0xb5392c)), (1.0, ink(0x5f1a1c))],
    );
    pen.oval(x, y, r, r, iron);
    let inner = pen.lin(
        (x - r, y - r),
        (x + r, y + r),
        &[(0.0, ink(0x9a917f)), (0.5, ink(0xe6dcc8)), (1.0, ink(0xfff8ea))],
    );
    pen.oval(x, y, r * 0.92, r * 0.92, inner);
    let broth =
        pen.ball((0.42, 0.38), 0.75, &[(0.0, ink(0xe8a24a)), (0.6, ink(0xc4702a)), (1.0, ink(0x7d3a16))]);
    pen.oval(x, y, r * 0.82, r * 0.82, broth);
    pen.within(round(x, y, r * 0.82, r * 0.82), |pen| {
        for _ in 0..120 {
            let (a, far) = (pen.rnd(0.0, TAU), pen.rnd(0.0, 1.0f64).sqrt() * r * 0.78);
            let (px, py, turn) = (x + far * a.cos(), y + far * a.sin(), pen.rnd(0.0, 360.0));
            let size = pen.rnd(16.0, 30.0);
            let tone = pen.pick(&[ink(0xe8762c), ink(0xf3d98a), ink(0x6f9a3a), ink(0xc23a2b), ink(0xf0e2b8)]);
            pen.oval(px + 3.0, py + 6.0, size, size * 0.8, ink(0x5f2a10).alpha(0.45));
            pen.moved(format_args!("translate({px:.1} {py:.1}) rotate({turn:.1})"), |pen| {
                let paint =
                    pen.ball((0.36, 0.3), 0.8, &[(0.0, tone.lit(0.4)), (0.6, tone), (1.0, tone.shade(0.3))]);
                pen.rect(-size, -size * 0.7, size * 2.0, size * 1.4, size * 0.5, paint);
            });
        }
        for _ in 0..50 {
            let (a, far) = (pen.rnd(0.0, TAU), pen.rnd(0.0, r * 0.78));
            let (px, py, size) = (x + far * a.cos(), y + far * a.sin(), pen.rnd(5.0, 15.0));
            pen.ring(px, py, size, size, ink(0xffe0a0).alpha(0.5), 2.0);
        }
        let rimmed = pen.rad(
            (x, y),
            r * 0.82,
            &[(0.0, SHADOW.alpha(0.0)), (0.85, SHADOW.alpha(0.0)), (1.0, SHADOW.alpha(0.5))],
        );
        pen.oval(x, y, r * 0.82, r * 0.82, rimmed);
    });
    pen.moved("translate(700 560) rotate(-38)", |pen| {
        pen.soft(8.0, |pen| pen.line("M60 20H560", SHADOW.alpha(0.45), 34.0));
        let wood = pen.lin(
            (0.0, -26.0),
            (0.0, 26.0),
            &[(0.0, ink(0xf0d3a2)), (0.5, ink(0xc2935c)), (1.0, ink(0x7d5632))],
        );
        pen.fill("M40 -14L560 -22Q584 0 560 22L40 14Z", &wood);
        pen.oval(-10.0, 0.0, 96.0, 66.0, &wood);
        pen.oval(-10.0, 4.0, 80.0, 52.0, ink(0xc4702a));
    });
    daylight(pen, 0.16);
}
