//! Kumo Bungu: notebooks, ink and paper from Kyoto, laid out as in their drawer.

use super::{
    PORTRAIT, SQUARE, Scene,
    desk::{brush, envelope, fountain_pen},
    ink::{GLINT, Ink, SHADOW, ink},
    patterns::{asanoha, sakura, seigaiha, yagasuri},
    pen::Pen,
    shape::{At, boxed, curve, poly, rounded, turned},
    stage::{boards, cast, cloth, daylight, drum, sweep},
};
use std::f64::consts::PI;

/// Makes the tile of a printed paper.
type Pattern = fn(&mut Pen) -> String;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("kumo-carnet-seigaiha", PORTRAIT, |pen| {
        boards(pen, ink(0xc2986a), 300.0, 88.0);
        pen.moved("rotate(-6 600 760)", |pen| {
            notebook(pen, 470.0, 330.0, 560.0, 800.0, asanoha, ink(0x8f3b35));
            notebook(pen, 250.0, 250.0, 580.0, 830.0, seigaiha, ink(0x1d3557));
        });
        fountain_pen(pen, 950.0, 640.0, 96.0, ink(0x22262e));
        daylight(pen, 0.12);
    }),
    Scene::new("kumo-encre-indigo", SQUARE, ink_bottle),
    Scene::new("kumo-papiers-washi", SQUARE, washi),
    Scene::new("kumo-pinceaux", SQUARE, brushes),
    Scene::new("kumo-lettres", PORTRAIT, letters),
];

fn notebook(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, pattern: Pattern, spine: Ink) {
    pen.soft(20.0, |pen| pen.rect(x + 18.0, y + 26.0, w, h, 14.0, SHADOW.alpha(0.46)));
    for k in (0..7).rev() {
        let off = f64::from(k) * 2.4;
        pen.rect(
            x + 8.0 + off,
            y + 5.0 + off,
            w - 8.0,
            h - 4.0,
            8.0,
            if k % 2 == 0 { ink(0xcdbfa2) } else { ink(0xf6efdf) },
        );
    }
    let cover = rounded(x, y, w, h, 12.0);
    let print = pattern(pen);
    pen.fill(&cover, print);
    pen.within(&cover, |pen| {
        let cloth = pen.lin(
            (x, 0.0),
            (x + 74.0, 0.0),
            &[(0.0, spine.lit(0.18)), (0.6, spine), (1.0, spine.shade(0.2))],
        );
        pen.rect(x, y, 74.0, h, 0.0, cloth);
        pen.rect(x + 74.0, y, 4.0, h, 0.0, SHADOW.alpha(0.3));
        for k in 0..90 {
            pen.rect(x, y + f64::from(k) * h / 90.0, 74.0, 1.4, 0.0, GLINT.alpha(0.07));
        }
        let sheen = pen.lin(
            (x, y),
            (x + w, y + h),
            &[(0.0, GLINT.alpha(0.28)), (0.4, GLINT.alpha(0.0)), (1.0, SHADOW.alpha(0.26))],
        );
        pen.rect(x, y, w, h, 0.0, sheen);
    });
    let (lx, ly, lw, lh) = (x + w * 0.5, y + h * 0.10, w * 0.32, h * 0.36);
    pen.rect(lx + 2.0, ly + 3.0, lw, lh, 3.0, SHADOW.alpha(0.25));
    pen.rect(lx, ly, lw, lh, 3.0, ink(0xf8f1e0));
    pen.edge(boxed(lx + 9.0, ly + 9.0, lw - 18.0, lh - 18.0), spine.alpha(0.8), 2.4);
    pen.moved(format_args!("translate({:.1} {:.1}) scale(0.9)", lx + lw / 2.0, ly + lh * 0.36), |pen| {
        cloud(pen, spine);
    });
    seal(pen, lx + lw / 2.0 - 21.0, ly + lh * 0.66, 42.0);
}

/// The shop's mark: a cloud in one brush line.
pub(super) fn cloud(pen: &mut Pen, colour: Ink) {
    pen.line(
        "M-52 22H46A24 24 0 0 0 44 -26A34 34 0 0 0 -18 -38A27 27 0 0 0 -50 -16A19 19 0 0 0 -52 22Z",
        colour,
        6.0,
    );
    pen.line("M-22 22A18 18 0 0 1 -6 -8", colour, 5.0);
}

/// A red seal cut with the sign for tree.
pub(super) fn seal(pen: &mut Pen, x: f64, y: f64, size: f64) {
    let red = ink(0xc23a2b);
    pen.rect(x, y, size, size, size * 0.12, red);
    pen.moved(format_args!("translate({x} {y}) scale({:.4})", size / 100.0), |pen| {
        let paper = ink(0xf8f1e0);
        pen.line("M20 34H80M50 14V88", paper, 9.0);
        pen.line("M48 38Q38 62 16 74M52 38Q62 62 84 74", paper, 9.0);
    });
}

fn ink_bottle(pen: &mut Pen) {
    sweep(pen, ink(0xd8d2c4), 820.0);
    stroke_card(pen);
    let (x, base) = (560.0, 980.0);
    cast(pen, x, base, 230.0, 330.0);
    pen.glow(x + 250.0, base + 10.0, 210.0, 36.0, ink(0x3858b8), 0.45);
    let body = rounded(x - 230.0, base - 350.0, 460.0, 356.0, 58.0);
    let glass = pen.lin(
        (x - 230.0, 0.0),
        (x + 230.0, 0.0),
        &[
            (0.0, ink(0x9fb4d8)),
            (0.05, ink(0x3b548f)),
            (0.5, ink(0x7e95c8)),
            (0.94, ink(0x2a3f78)),
            (1.0, ink(0x8ca4d4)),
        ],
    );
    pen.fill(&body, glass);
    pen.within(&body, |pen| {
        let dye = pen.lin(
            (0.0, base - 290.0),
            (0.0, base),
            &[(0.0, ink(0x27408f)), (0.5, ink(0x121f57)), (1.0, ink(0x0a1238))],
        );
        pen.rect(x - 196.0, base - 276.0, 392.0, 246.0, 36.0, dye);
        pen.oval(x, base - 276.0, 196.0, 20.0, ink(0x4a64b8));
        pen.oval(x, base - 273.0, 186.0, 15.0, ink(0x1c2f78));
        let left = pen.lin(
            (x - 226.0, 0.0),
            (x - 130.0, 0.0),
            &[(0.0, GLINT.alpha(0.75)), (0.4, GLINT.alpha(0.22)), (1.0, GLINT.alpha(0.0))],
        );
        pen.rect(x - 214.0, base - 320.0, 74.0, 280.0, 30.0, left);
        pen.rect(x + 168.0, base - 300.0, 16.0, 240.0, 8.0, GLINT.alpha(0.35));
        pen.rect(x - 200.0, base - 20.0, 400.0, 12.0, 6.0, GLINT.alpha(0.35));
        pen.glow(x + 80.0, base - 40.0, 130.0, 40.0, ink(0x6f8cf0), 0.6);
    });
    pen.line(
        format_args!(
            "M{} {}Q{} {} {} {}",
            x - 226.0,
            base - 292.0,
            x - 228.0,
            base - 346.0,
            x - 174.0,
            base - 347.0
        ),
        GLINT.alpha(0.9),
        5.0,
    );
    let neck = pen.lin((x - 96.0, 0.0), (x + 96.0, 0.0), &drum(ink(0x8fa3cc)));
    pen.fill(turned(x, &[(base - 396.0, 92.0), (base - 372.0, 92.0), (base - 350.0, 104.0)], 0.16), neck);
    let cap = pen.lin((x - 118.0, 0.0), (x + 118.0, 0.0), &drum(ink(0x262a33)));
    pen.fill(
        turned(
            x,
            &[(base - 506.0, 112.0), (base - 498.0, 117.0), (base - 400.0, 118.0), (base - 392.0, 114.0)],
            0.15,
        ),
        cap,
    );
    for k in 0..26 {
        let a = PI * (f64::from(k) + 0.5) / 26.0;
        let dx = 117.0 * a.cos();
        pen.line(
            format_args!(
                "M{:.1} {:.1}V{:.1}",
                x + dx,
                base - 490.0 + 17.0 * a.sin(),
                base - 400.0 + 17.0 * a.sin()
            ),
            GLINT.alpha(0.08),
            2.0,
        );
    }
    let top = pen.lin(
        (x - 112.0, 0.0),
        (x + 112.0, 0.0),
        &[(0.0, ink(0x565d6b)), (0.4, ink(0x3a404c)), (1.0, ink(0x1d2028))],
    );
    pen.oval(x, base - 506.0, 112.0, 17.0, top);
    label(pen, x, base - 176.0);
    fountain_pen(pen, 800.0, 1106.0, -8.0, ink(0x27408f));
    daylight(pen, 0.08);
}

fn label(pen: &mut Pen, x: f64, y: f64) {
    pen.rect(x - 118.0, y - 76.0, 236.0, 152.0, 4.0, ink(0xf6eedc));
    pen.edge(boxed(x - 108.0, y - 66.0, 216.0, 132.0), ink(0x27408f), 2.4);
    pen.moved(format_args!("translate({} {y}) scale(1.05)", x - 20.0), |pen| cloud(pen, ink(0x27408f)));
    seal(pen, x + 58.0, y + 14.0, 36.0);
}

/// A card with three strokes of the ink, from full to dry.
fn stroke_card(pen: &mut Pen) {
    pen.moved("translate(850 560) rotate(7)", |pen| {
        pen.soft(10.0, |pen| pen.rect(-170.0, -250.0, 350.0, 520.0, 4.0, SHADOW.alpha(0.36)));
        let card = pen.lin((-180.0, -260.0), (180.0, 260.0), &[(0.0, ink(0xfdf9ef)), (1.0, ink(0xe6dcc8))]);
        pen.rect(-180.0, -260.0, 350.0, 520.0, 4.0, card);
        for (k, alpha) in [(0, 0.95), (1, 0.6), (2, 0.32)] {
            let y = -170.0 + f64::from(k) * 120.0;
            for j in 0..16 {
                let off = f64::from(j) * 3.6;
                let (a, b) = (pen.rnd(-16.0, 10.0), pen.rnd(-40.0, 40.0));
                let shade = pen.rnd(0.5, 1.0);
                pen.line(
                    curve(&[
                        (-136.0 + a, y + off),
                        (-30.0, y + off - 10.0),
                        (60.0, y + off + 8.0),
                        (110.0 + b, y + off - 4.0),
                    ]),
                    ink(0x1c2f86).alpha(alpha * shade),
                    4.6,
                );
            }
        }
    });
}

fn washi(pen: &mut Pen) {
    cloth(pen, ink(0x58656b));
    let sheets: [(Pattern, f64, f64, f64); 4] = [
        (yagasuri, -16.0, 300.0, 330.0),
        (sakura, -4.0, 380.0, 300.0),
        (asanoha, 8.0, 470.0, 310.0),
        (seigaiha, 19.0, 560.0, 350.0),
    ];
    for (pattern, turn, x, y) in sheets {
        pen.moved(format_args!("rotate({turn} 600 1100)"), |pen| {
            let d = boxed(x, y - 100.0, 470.0, 620.0);
            pen.soft(10.0, |pen| pen.moved("translate(8 12)", |pen| pen.fill(&d, SHADOW.alpha(0.42))));
            let print = pattern(pen);
            pen.fill(&d, print);
            let sheen = pen.lin(
                (x, y),
                (x + 470.0, y + 620.0),
                &[(0.0, GLINT.alpha(0.22)), (0.5, GLINT.alpha(0.0)), (1.0, SHADOW.alpha(0.24))],
            );
            pen.fill(&d, sheen);
            pen.edge(&d, GLINT.alpha(0.35), 2.0);
        });
    }
    crane(pen, 330.0, 930.0);
    daylight(pen, 0.12);
}

/// A folded paper crane.
fn crane(pen: &mut Pen, x: f64, y: f64) {
    let red = ink(0xd0493b);
    let facets: [(&[At], Ink); 9] = [
        (&[(-30.0, 10.0), (-230.0, -150.0), (-70.0, 60.0)], red.shade(0.22)),
        (&[(-30.0, 10.0), (-230.0, -150.0), (0.0, -36.0)], red.lit(0.16)),
        (&[(20.0, 6.0), (190.0, -210.0), (70.0, 50.0)], red.shade(0.14)),
        (&[(20.0, 6.0), (190.0, -210.0), (-6.0, -40.0)], red.lit(0.30)),
        (&[(-70.0, 60.0), (-30.0, 10.0), (20.0, 6.0), (0.0, 110.0)], red.shade(0.30)),
        (&[(20.0, 6.0), (70.0, 50.0), (0.0, 110.0)], red.shade(0.05)),
        (&[(70.0, 50.0), (20.0, 30.0), (250.0, -40.0)], red.shade(0.2)),
        (&[(-70.0, 60.0), (-30.0, 40.0), (-210.0, -40.0)], red.lit(0.05)),
        (&[(-210.0, -40.0), (-196.0, -60.0), (-262.0, -20.0)], red.lit(0.2)),
    ];
    pen.moved(format_args!("translate({x} {y})"), |pen| {
        pen.shadow(40.0, 110.0, 260.0, 54.0, 0.6);
        for (points, colour) in facets {
            let (a, b) = (points[0], points[points.len() - 1]);
            let paint = pen.lin(a, b, &[(0.0, colour.lit(0.08)), (1.0, colour.shade(0.14))]);
            pen.fill(poly(points), paint);
            pen.edge(poly(points), red.lit(0.5).alpha(0.35), 1.6);
        }
    });
}

fn brushes(pen: &mut Pen) {
    cloth(pen, ink(0xe3d8c4));
    pen.moved("rotate(-4 600 600)", |pen| {
        let roll = boxed(150.0, 190.0, 900.0, 760.0);
        pen.soft(16.0, |pen| pen.moved("translate(14 18)", |pen| pen.fill(&roll, SHADOW.alpha(0.45))));
        // A bamboo mat: sticks tied by four cords.
        for k in 0..60 {
            let x = 150.0 + f64::from(k) * 15.0;
            let straw = if k % 3 == 0 { ink(0xc9a873) } else { ink(0xd8bb88) };
            let paint = pen.lin(
                (x, 0.0),
                (x + 14.0, 0.0),
                &[(0.0, straw.lit(0.3)), (0.5, straw), (1.0, straw.shade(0.42))],
            );
            let nudge = pen.rnd(-4.0, 4.0);
            pen.rect(x, 190.0 + nudge, 14.0, 760.0, 5.0, paint);
        }
        for y in [260.0, 450.0, 690.0, 880.0] {
            pen.stitch(format_args!("M150 {y}H1050"), ink(0x5b3f28), 3.6, 9.0, 6.0);
        }
        let brushes = [
            (ink(0x2b2326), 30.0, 1.0),
            (ink(0xa33d33), 24.0, 0.92),
            (ink(0xc79a5c), 20.0, 0.86),
            (ink(0x3c5a4a), 16.0, 0.78),
            (ink(0x2b2326), 12.0, 0.70),
        ];
        for (k, (tone, thick, length)) in brushes.into_iter().enumerate() {
            brush(pen, 260.0 + k as f64 * 168.0, 300.0, tone, thick, length);
        }
    });
    pen.moved("translate(960 1010) scale(0.86)", |pen| {
        pen.shadow(16.0, 20.0, 200.0, 110.0, 0.5);
        let stone = pen.lin((-170.0, -90.0), (170.0, 90.0), &[(0.0, ink(0x5a5f66)), (1.0, ink(0x23262b))]);
        pen.rect(-176.0, -96.0, 352.0, 192.0, 26.0, stone);
        pen.rect(-152.0, -74.0, 304.0, 148.0, 60.0, ink(0x1b1d22));
        let wet = pen.lin(
            (-150.0, -70.0),
            (150.0, 70.0),
            &[(0.0, ink(0x3b4150)), (0.5, ink(0x101218)), (1.0, ink(0x06070a))],
        );
        pen.rect(-144.0, -62.0, 288.0, 126.0, 54.0, wet);
        pen.glint(-70.0, -30.0, 70.0, 18.0, 0.5);
    });
    daylight(pen, 0.12);
}

fn letters(pen: &mut Pen) {
    boards(pen, ink(0x7d5f45), 260.0, 2.0);
    pen.moved("rotate(5 600 700)", |pen| {
        sheet(pen, 330.0, 170.0, 600.0, 830.0);
    });
    pen.moved("rotate(-9 500 980)", |pen| envelope(pen, 180.0, 720.0, 700.0, 470.0));
    fountain_pen(pen, 930.0, 900.0, 72.0, ink(0x8f3b35));
    daylight(pen, 0.14);
}

fn sheet(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64) {
    pen.soft(12.0, |pen| pen.rect(x + 10.0, y + 14.0, w, h, 3.0, SHADOW.alpha(0.45)));
    let paper = pen.lin((x, y), (x + w, y + h), &[(0.0, ink(0xfffaf0)), (1.0, ink(0xe9dfca))]);
    pen.rect(x, y, w, h, 3.0, paper);
    for k in 0..9 {
        let at = x + 80.0 + f64::from(k) * (w - 150.0) / 8.0;
        pen.rect(at, y + 70.0, 1.8, h - 260.0, 0.0, ink(0xc77a6a).alpha(0.6));
    }
    // A mountain and a few birds printed at the foot.
    pen.within(boxed(x, y, w, h), |pen| {
        let blue = ink(0x5f86a8);
        let haze =
            pen.lin((0.0, y + h - 220.0), (0.0, y + h), &[(0.0, blue.alpha(0.75)), (1.0, blue.alpha(0.10))]);
        pen.fill(
            format_args!(
                "M{x} {}C{} {} {} {} {} {}L{} {}C{} {} {} {} {} {}V{}H{x}Z",
                y + h - 30.0,
                x + w * 0.3,
                y + h - 70.0,
                x + w * 0.42,
                y + h - 170.0,
                x + w * 0.5,
                y + h - 210.0,
                x + w * 0.58,
                y + h - 210.0,
                x + w * 0.68,
                y + h - 150.0,
                x + w * 0.8,
                y + h - 70.0,
                x + w,
                y + h - 40.0,
                y + h
            ),
            haze,
        );
        pen.fill(
            format_args!(
                "M{} {}L{} {}H{}L{} {}l-22 -16l-18 20l-22 -22l-20 22z",
                x + w * 0.44,
                y + h - 164.0,
                x + w * 0.5,
                y + h - 210.0,
                x + w * 0.58,
                x + w * 0.635,
                y + h - 172.0
            ),
            ink(0xfffaf0),
        );
        pen.oval(x + w * 0.8, y + h - 200.0, 34.0, 34.0, ink(0xd0493b).alpha(0.85));
        for (dx, dy) in [(0.16, 190.0), (0.22, 210.0), (0.27, 184.0)] {
            pen.line(
                format_args!("M{:.1} {:.1}q10 -12 18 0q8 -12 18 0", x + w * dx, y + h - dy),
                ink(0x3c4a58),
                2.6,
            );
        }
    });
}
