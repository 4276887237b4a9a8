//! Bayt Layla: perfume in glass, by lamplight.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    pots::steam,
    shape::{At, closed, curve, poly, rounded, turned},
    stage::{drum, sweep, table, wall},
};
use std::f64::consts::{PI, TAU};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("layla-oud-al-layl", PORTRAIT, oud),
    Scene::new("layla-ward-taifi", PORTRAIT, rose),
    Scene::new("layla-attar-musc", SQUARE, attar),
    Scene::new("layla-bakhour", SQUARE, incense),
];

const GOLD: Ink = ink(0xd4a64f);

/// An eight-pointed star: two squares, one turned.
pub(super) fn star(cx: f64, cy: f64, r: f64) -> String {
    let points: Vec<At> = (0..16)
        .map(|k| {
            let a = TAU * f64::from(k) / 16.0;
            let far = if k % 2 == 0 { r } else { r * 0.765 };
            (cx + far * a.cos(), cy + far * a.sin())
        })
        .collect();
    poly(&points)
}

/// A carved screen of stars and crosses, light falling through it.
fn screen(pen: &mut Pen, colour: Ink, strength: f64) {
    let tile = pen.tile(120.0, 120.0, "skewY(7)", |pen| {
        pen.fill(star(60.0, 60.0, 50.0), colour.alpha(strength));
        pen.fill(poly(&[(0.0, -16.0), (16.0, 0.0), (0.0, 16.0), (-16.0, 0.0)]), colour.alpha(strength));
        pen.fill(poly(&[(120.0, -16.0), (136.0, 0.0), (120.0, 16.0), (104.0, 0.0)]), colour.alpha(strength));
        pen.fill(poly(&[(0.0, 104.0), (16.0, 120.0), (0.0, 136.0), (-16.0, 120.0)]), colour.alpha(strength));
        pen.fill(
            poly(&[(120.0, 104.0), (136.0, 120.0), (120.0, 136.0), (104.0, 120.0)]),
            colour.alpha(strength),
        );
    });
    let (w, h) = (pen.w, pen.h);
    pen.masked(
        |pen| pen.glow(w * 0.34, h * 0.30, w * 0.52, h * 0.40, GLINT, 1.0),
        |pen| pen.rect(0.0, 0.0, w, h * 0.74, 0.0, &tile),
    );
}

/// A heavy square flacon, liquid up to `level` of its inside.
fn flacon(pen: &mut Pen, x: f64, base: f64, w: f64, h: f64, juice: Ink, level: f64) {
    let (left, top) = (x - w / 2.0, base - h);
    pen.moved(format_args!("translate({} {base}) rotate(4) skewX(-24)", x + w * 0.52), |pen| {
        pen.shadow(0.0, 0.0, w * 0.86, w * 0.20, 0.5);
    });
    pen.shadow(x, base + 2.0, w * 0.6, w * 0.075, 0.8);
    // Light that went through the bottle and lies on the table.
    pen.glow(x + w * 0.66, base + w * 0.05, w * 0.44, w * 0.10, juice.lit(0.35), 0.75);
    let body = rounded(left, top, w, h, w * 0.07);
    let glass = pen.lin(
        (left, 0.0),
        (left + w, 0.0),
        &[
            (0.0, ink(0xfff3dc).alpha(0.75)),
            (0.03, juice.shade(0.55).alpha(0.75)),
            (0.09, juice.lit(0.55).alpha(0.62)),
            (0.5, juice.lit(0.3).alpha(0.42)),
            (0.9, juice.shade(0.3).alpha(0.65)),
            (0.97, juice.shade(0.66).alpha(0.85)),
            (1.0, ink(0xffe6b8).alpha(0.7)),
        ],
    );
    pen.fill(&body, glass);
    let wall = w * 0.085;
    let (il, it, iw, ih) = (left + wall, top + wall, w - 2.0 * wall, h - wall * 2.6);
    let inside = rounded(il, it, iw, ih, w * 0.05);
    pen.within(&inside, |pen| {
        pen.rect(il, it, iw, ih, 0.0, juice.lit(0.55).alpha(0.34));
        let surface = it + ih * (1.0 - level);
        let deep = pen.lin(
            (il, surface),
            (il + iw, it + ih),
            &[
                (0.0, juice.lit(0.42)),
                (0.35, juice.lit(0.10)),
                (0.75, juice.shade(0.20)),
                (1.0, juice.lit(0.22)),
            ],
        );
        pen.rect(il, surface, iw, ih, 0.0, deep);
        pen.oval(x, surface, iw / 2.0, iw * 0.035, juice.lit(0.62));
        pen.oval(x, surface + iw * 0.012, iw * 0.48, iw * 0.022, juice.shade(0.15));
        pen.glow(x + iw * 0.22, it + ih * 0.86, iw * 0.42, ih * 0.2, juice.lit(0.75), 0.75);
        let dark = pen.lin(
            (il, 0.0),
            (il + iw, 0.0),
            &[
                (0.0, SHADOW.alpha(0.42)),
                (0.08, SHADOW.alpha(0.0)),
                (0.9, SHADOW.alpha(0.0)),
                (1.0, SHADOW.alpha(0.5)),
            ],
        );
        pen.rect(il, it, iw, ih, 0.0, dark);
        // The dip tube, bent where it enters the liquid.
        pen.line(
            format_args!("M{} {it}V{surface}M{} {surface}V{}", x + 3.0, x + 9.0, it + ih - 8.0),
            GLINT.alpha(0.30),
            w * 0.018,
        );
    });
    // The thick foot of the glass and its edges.
    let foot = pen.lin(
        (left, 0.0),
        (left + w, 0.0),
        &[
            (0.0, GLINT.alpha(0.7)),
            (0.2, juice.lit(0.6).alpha(0.55)),
            (0.5, juice.shade(0.3).alpha(0.5)),
            (0.75, GLINT.alpha(0.55)),
            (1.0, juice.shade(0.5).alpha(0.6)),
        ],
    );
    pen.rect(left + wall * 0.6, base - wall * 1.45, w - wall * 1.2, wall * 0.95, wall * 0.3, foot);
    pen.line(
        format_args!("M{:.1} {:.1}V{:.1}", left + w * 0.028, top + h * 0.08, base - h * 0.07),
        GLINT.alpha(0.85),
        w * 0.012,
    );
    pen.line(
        format_args!("M{:.1} {:.1}V{:.1}", left + w * 0.965, top + h * 0.10, base - h * 0.08),
        GLINT.alpha(0.55),
        w * 0.010,
    );
    pen.line(
        format_args!("M{:.1} {:.1}H{:.1}", left + w * 0.06, top + w * 0.016, left + w * 0.92),
        GLINT.alpha(0.75),
        w * 0.010,
    );
    let shine = pen.lin(
        (left, top),
        (left, base),
        &[(0.0, GLINT.alpha(0.66)), (0.7, GLINT.alpha(0.10)), (1.0, GLINT.alpha(0.0))],
    );
    pen.fill(
        poly(&[
            (left + w * 0.13, top + h * 0.07),
            (left + w * 0.26, top + h * 0.07),
            (left + w * 0.19, base - h * 0.14),
            (left + w * 0.13, base - h * 0.14),
        ]),
        shine,
    );
}

/// Collar and cap above a flacon.
fn cap(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, colour: Ink) {
    let neck = pen.lin((x - w * 0.3, 0.0), (x + w * 0.3, 0.0), &metal(GOLD));
    pen.rect(x - w * 0.30, y - h * 0.22, w * 0.60, h * 0.24, 3.0, &neck);
    let body = pen.lin((x - w / 2.0, 0.0), (x + w / 2.0, 0.0), &metal(colour));
    pen.rect(x - w / 2.0, y - h * 1.2, w, h, w * 0.06, &body);
    let top = pen.lin(
        (0.0, y - h * 1.2),
        (0.0, y - h * 1.06),
        &[(0.0, GLINT.alpha(0.75)), (1.0, GLINT.alpha(0.0))],
    );
    pen.rect(x - w / 2.0 + 2.0, y - h * 1.2, w - 4.0, h * 0.14, w * 0.06, top);
    let band = pen.lin((x - w / 2.0, 0.0), (x + w / 2.0, 0.0), &metal(GOLD));
    pen.rect(x - w / 2.0, y - h * 0.34, w, h * 0.08, 2.0, band);
}

fn metal(colour: Ink) -> [(f64, Ink); 8] {
    [
        (0.0, colour.shade(0.5)),
        (0.08, colour.lit(0.2)),
        (0.18, colour.lit(0.78)),
        (0.3, colour),
        (0.55, colour.shade(0.34)),
        (0.78, colour.shade(0.6)),
        (0.92, colour.lit(0.3)),
        (1.0, colour.shade(0.4)),
    ]
}

fn plaque(pen: &mut Pen, x: f64, y: f64, size: f64) {
    let gold = pen.lin(
        (x - size, y - size),
        (x + size, y + size),
        &[(0.0, GOLD.lit(0.6)), (0.4, GOLD), (0.6, GOLD.shade(0.3)), (1.0, GOLD.lit(0.3))],
    );
    pen.moved("translate(2 3)", |pen| pen.fill(star(x, y, size), SHADOW.alpha(0.4)));
    pen.fill(star(x, y, size), gold);
    pen.edge(star(x, y, size * 0.84), GOLD.shade(0.55), 2.4);
    crescent(pen, x, y, size * 0.42, GOLD.shade(0.65));
}

/// The house's mark: a thin moon.
pub(super) fn crescent(pen: &mut Pen, x: f64, y: f64, r: f64, colour: Ink) {
    pen.fill(
        format_args!(
            "M{:.1} {:.1}A{r:.1} {r:.1} 0 1 0 {:.1} {:.1}A{:.1} {:.1} 0 1 1 {:.1} {:.1}Z",
            x + r * 0.5,
            y - r * 0.866,
            x + r * 0.5,
            y + r * 0.866,
            r * 0.9,
            r * 0.9,
            x + r * 0.5,
            y - r * 0.866
        ),
        colour,
    );
}

fn oud(pen: &mut Pen) {
    wall(pen, ink(0x3d2a26));
    screen(pen, ink(0xffc77a), 0.34);
    table(pen, 1130.0, ink(0x4a2c1e), true);
    pen.glow(600.0, 1180.0, 520.0, 130.0, ink(0xe8a04c), 0.30);
    flacon(pen, 590.0, 1290.0, 470.0, 560.0, ink(0xb8641c), 0.84);
    cap(pen, 590.0, 730.0, 200.0, 210.0, ink(0x1d1614));
    plaque(pen, 600.0, 1050.0, 96.0);
    for (x, y, turn, s) in
        [(900.0, 1340.0, -14.0, 1.0), (1010.0, 1300.0, 18.0, 0.8), (250.0, 1370.0, 24.0, 0.9)]
    {
        chip(pen, x, y, turn, s);
    }
}

/// A splinter of agarwood.
fn chip(pen: &mut Pen, x: f64, y: f64, turn: f64, scale: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate({turn}) scale({scale})"), |pen| {
        pen.shadow(10.0, 18.0, 120.0, 30.0, 0.7);
        let d = closed(&[
            (-100.0, 4.0),
            (-70.0, -22.0),
            (10.0, -30.0),
            (86.0, -18.0),
            (106.0, 2.0),
            (60.0, 20.0),
            (-40.0, 22.0),
        ]);
        let wood = ink(0x6b4428);
        let paint =
            pen.lin((0.0, -30.0), (0.0, 22.0), &[(0.0, wood.lit(0.35)), (0.5, wood), (1.0, wood.shade(0.5))]);
        pen.fill(&d, paint);
        pen.within(&d, |pen| {
            for _ in 0..13 {
                let y = pen.rnd(-30.0, 22.0);
                let dark = pen.rnd(0.2, 0.7);
                pen.line(
                    curve(&[(-110.0, y), (0.0, y + pen_wave(y)), (110.0, y + 2.0)]),
                    ink(0x1f100a).alpha(dark),
                    2.6,
                );
            }
        });
    });
}

fn pen_wave(y: f64) -> f64 {
    (y * 0.7).sin() * 6.0
}

fn rose(pen: &mut Pen) {
    wall(pen, ink(0xd9a79c));
    screen(pen, ink(0xfff0da), 0.42);
    table(pen, 1130.0, ink(0xe6cdbd), false);
    flacon(pen, 560.0, 1290.0, 400.0, 600.0, ink(0xd9667a), 0.78);
    cap(pen, 560.0, 690.0, 170.0, 170.0, ink(0xe9c982));
    plaque(pen, 570.0, 1040.0, 76.0);
    for (x, y, r) in [(920.0, 1300.0, 118.0), (270.0, 1360.0, 86.0)] {
        bloom(pen, x, y, r);
    }
    for (x, y, turn) in
        [(760.0, 1400.0, 20.0), (1060.0, 1410.0, -30.0), (440.0, 1420.0, 60.0), (640.0, 1370.0, 140.0)]
    {
        fallen(pen, x, y, turn);
    }
}

/// A damask rose seen from the side of the table.
fn bloom(pen: &mut Pen, x: f64, y: f64, r: f64) {
    pen.shadow(x + r * 0.2, y + r * 0.62, r * 1.3, r * 0.42, 0.6);
    let pink = ink(0xd65c7c);
    for (ring, count, size) in [(1.0, 7, 0.66), (0.72, 6, 0.56), (0.46, 5, 0.44), (0.22, 4, 0.32)] {
        for k in 0..count {
            let a = TAU * f64::from(k) / f64::from(count) + ring * 5.0 + pen.rnd(-0.12, 0.12);
            let (px, py) = (x + r * ring * 0.62 * a.cos(), y + r * ring * 0.52 * a.sin());
            let tone = pink.mix(ink(0x8f1f44), 1.0 - ring).lit(if a.sin() < 0.0 { 0.22 } else { 0.05 });
            let d = super::shape::stone(pen, px, py, r * size, r * size * 0.88, 0.06, 9);
            let paint = pen.rad(
                (x, y),
                r * (ring * 0.62 + size),
                &[
                    (0.0, tone.shade(0.5)),
                    (0.55, tone.shade(0.08)),
                    (0.9, tone.lit(0.34)),
                    (1.0, tone.lit(0.5)),
                ],
            );
            pen.moved("translate(2 4)", |pen| pen.fill(&d, ink(0x5a1230).alpha(0.28)));
            pen.fill(&d, paint);
        }
    }
    let swirl: Vec<At> = (0..16)
        .map(|k| {
            let a = f64::from(k) * 0.62;
            let far = r * (0.03 + 0.012 * f64::from(k));
            (x + far * a.cos(), y + far * 0.85 * a.sin())
        })
        .collect();
    pen.line(curve(&swirl), ink(0x6f1535).alpha(0.8), 3.0);
}

fn fallen(pen: &mut Pen, x: f64, y: f64, turn: f64) {
    pen.moved(format_args!("translate({x} {y}) scale(1 0.6) rotate({turn})"), |pen| {
        pen.shadow(6.0, 10.0, 56.0, 44.0, 0.5);
        let d = "M-40 0C-36 -40 20 -44 42 -14C50 10 20 36 -8 30C-30 26 -40 14 -40 0Z";
        let paint =
            pen.ball((0.3, 0.3), 0.9, &[(0.0, ink(0xf7b3bf)), (0.6, ink(0xd65c7c)), (1.0, ink(0x9a2c50))]);
        pen.fill(d, paint);
    });
}

fn attar(pen: &mut Pen) {
    sweep(pen, ink(0x1f4a46), 800.0);
    pen.glow(600.0, 520.0, 520.0, 420.0, ink(0x6fb8a4), 0.28);
    for (x, base, s, juice) in [
        (360.0, 930.0, 0.86, ink(0xd9b25c)),
        (840.0, 930.0, 0.86, ink(0x9a4a2a)),
        (600.0, 1020.0, 1.06, ink(0xe6d9b8)),
    ] {
        vial(pen, x, base, s, juice);
    }
}

/// A small cut-glass vial with a dauber stopper.
fn vial(pen: &mut Pen, x: f64, base: f64, scale: f64, juice: Ink) {
    pen.moved(format_args!("translate({x} {base}) scale({scale})"), |pen| {
        pen.shadow(40.0, 6.0, 210.0, 34.0, 0.6);
        pen.glow(130.0, 8.0, 120.0, 22.0, juice.lit(0.4), 0.7);
        let profile = [(-430.0, 40.0), (-400.0, 38.0), (-372.0, 50.0), (-300.0, 128.0), (-190.0, 160.0), (-84.0, 128.0), (-40.0, 76.0), (-22.0, 92.0), (0.0, 104.0)];
        let d = turned(0.0, &profile, 0.14);
        let glass = pen.lin((-160.0, 0.0), (160.0, 0.0), &[(0.0, GLINT.alpha(0.8)), (0.05, juice.shade(0.5).alpha(0.8)), (0.2, juice.lit(0.4).alpha(0.75)), (0.5, juice.lit(0.1).alpha(0.7)), (0.85, juice.shade(0.35).alpha(0.85)), (0.96, juice.lit(0.5).alpha(0.8)), (1.0, GLINT.alpha(0.6))]);
        pen.fill(&d, glass);
        pen.within(&d, |pen| {
            let deep = pen.lin((0.0, -300.0), (0.0, -40.0), &[(0.0, juice.lit(0.2).alpha(0.9)), (1.0, juice.shade(0.4).alpha(0.95))]);
            pen.oval(0.0, -180.0, 128.0, 122.0, deep);
            pen.oval(0.0, -262.0, 106.0, 13.0, juice.lit(0.6));
            pen.glow(46.0, -110.0, 80.0, 52.0, juice.lit(0.8), 0.8);
            for k in 0..9 {
                let dx = -160.0 + f64::from(k) * 40.0;
                pen.line(format_args!("M{dx:.1} -330L{:.1} -40M{dx:.1} -40L{:.1} -330", dx + 120.0, dx + 120.0), GLINT.alpha(0.18), 2.4);
                pen.line(format_args!("M{:.1} -330L{:.1} -40", dx + 2.0, dx + 122.0), SHADOW.alpha(0.16), 2.0);
            }
            pen.rect(-112.0, -24.0, 224.0, 10.0, 5.0, GLINT.alpha(0.6));
        });
        pen.line("M-140 -250Q-158 -180 -126 -104", GLINT.alpha(0.9), 8.0);
        pen.line("M134 -240Q152 -190 136 -130", GLINT.alpha(0.5), 5.0);
        let brass = pen.lin((-62.0, 0.0), (62.0, 0.0), &drum(GOLD));
        pen.fill(turned(0.0, &[(-470.0, 34.0), (-452.0, 58.0), (-430.0, 60.0), (-412.0, 48.0)], 0.16), &brass);
        pen.fill("M0 -660C26 -620 54 -590 54 -544C54 -500 30 -478 0 -472C-30 -478 -54 -500 -54 -544C-54 -590 -26 -620 0 -660Z", &brass);
        pen.line("M-28 -590Q-42 -546 -24 -504", GLINT.alpha(0.8), 6.0);
        crescent(pen, 2.0, -538.0, 17.0, GOLD.shade(0.6));
    });
}

fn incense(pen: &mut Pen) {
    wall(pen, ink(0x5a3a44));
    screen(pen, ink(0xffd39a), 0.32);
    table(pen, 860.0, ink(0x6b4330), true);
    pen.shadow(560.0, 1056.0, 320.0, 50.0, 0.7);
    let x = 520.0;
    let brass = pen.lin((x - 220.0, 0.0), (x + 220.0, 0.0), &metal(GOLD));
    // Foot, stem and bowl of the burner.
    pen.fill(
        turned(x, &[(820.0, 60.0), (900.0, 46.0), (960.0, 74.0), (1010.0, 170.0), (1050.0, 190.0)], 0.16),
        &brass,
    );
    pen.fill(
        turned(x, &[(560.0, 212.0), (580.0, 222.0), (680.0, 196.0), (780.0, 110.0), (826.0, 62.0)], 0.18),
        &brass,
    );
    for k in 0..11 {
        let a = PI * (f64::from(k) + 0.5) / 11.0;
        let dx = 212.0 * a.cos();
        let sag = 38.0 * a.sin();
        pen.moved(
            format_args!(
                "translate({:.1} {:.1}) scale({:.3} 1)",
                x + dx * 0.97,
                640.0 + sag,
                a.sin().max(0.15)
            ),
            |pen| {
                pen.fill(star(0.0, 0.0, 23.0), ink(0x2a160c).alpha(0.85));
                pen.edge(star(0.0, 0.0, 25.0), GOLD.lit(0.5).alpha(0.7), 2.0);
            },
        );
    }
    pen.oval(x, 560.0, 214.0, 39.0, GOLD.lit(0.4));
    pen.oval(x, 563.0, 196.0, 32.0, ink(0x1a0d08));
    pen.glow(x, 566.0, 170.0, 30.0, ink(0xff7a2a), 0.95);
    for (dx, dy) in [(-80.0, 2.0), (-20.0, -6.0), (54.0, 0.0), (104.0, 6.0), (10.0, 12.0)] {
        let d = super::shape::stone(pen, x + dx, 562.0 + dy, 42.0, 19.0, 0.12, 8);
        pen.fill(&d, ink(0x33231e));
        pen.glow(x + dx - 8.0, 558.0 + dy, 26.0, 11.0, ink(0xff6a24), 0.9);
    }
    steam(pen, x, 540.0, 400.0);
    steam(pen, x + 26.0, 360.0, 330.0);
    tin(pen, 930.0, 1080.0);
    for (cx, cy, turn) in [(760.0, 1120.0, 20.0), (250.0, 1096.0, -18.0)] {
        chip(pen, cx, cy, turn, 0.72);
    }
}

/// The tin the incense comes in.
fn tin(pen: &mut Pen, x: f64, base: f64) {
    pen.shadow(x + 40.0, base + 4.0, 210.0, 36.0, 0.65);
    let red = ink(0x7d2438);
    let side = pen.lin((x - 150.0, 0.0), (x + 150.0, 0.0), &drum(red));
    pen.fill(turned(x, &[(base - 170.0, 150.0), (base, 148.0)], 0.2), side);
    let gold = pen.lin((x - 154.0, 0.0), (x + 154.0, 0.0), &metal(GOLD));
    pen.fill(turned(x, &[(base - 226.0, 154.0), (base - 168.0, 156.0)], 0.2), &gold);
    for k in 0..9 {
        let a = PI * (f64::from(k) + 0.5) / 9.0;
        pen.moved(
            format_args!(
                "translate({:.1} {:.1}) scale({:.3} 1)",
                x + 146.0 * a.cos(),
                base - 76.0 + 29.0 * a.sin(),
                a.sin().max(0.14)
            ),
            |pen| pen.fill(star(0.0, 0.0, 25.0), GOLD.lit(0.2)),
        );
    }
    let lid = pen.lin(
        (x - 154.0, base - 256.0),
        (x + 154.0, base - 196.0),
        &[(0.0, GOLD.lit(0.7)), (0.4, GOLD.lit(0.1)), (1.0, GOLD.shade(0.35))],
    );
    pen.oval(x, base - 226.0, 154.0, 31.0, lid);
    pen.moved(format_args!("translate({x} {}) scale(1 0.2)", base - 226.0), |pen| {
        pen.fill(star(0.0, 0.0, 104.0), red);
        pen.edge(star(0.0, 0.0, 124.0), red, 6.0);
    });
}
