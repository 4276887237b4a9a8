//! Slow Burn: hot sauces and candles.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    letters::{Hang, bold, plain},
    pen::Pen,
    shape::{At, boxed, curve, ground, leaf, poly, ridge, turned},
    stage::{cast, daylight, drum, slab, sweep, table, wall, window},
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("slowburn-smoked-peach", PORTRAIT, |pen| {
        wall(pen, ink(0xf0bd8a));
        window(pen, 110.0, -80.0, 780.0, ink(0xfff0cc), 0.46);
        table(pen, 1180.0, ink(0xa86f45), true);
        bottle(pen, 560.0, 1340.0, 1.0, ink(0xe0702a), peach_label);
        peach(pen, 900.0, 1300.0, 120.0);
        peach(pen, 250.0, 1370.0, 104.0);
        chilli(pen, 700.0, 1420.0, 8.0, 1.0, ink(0xc22f22));
    }),
    Scene::new("slowburn-green-chile", PORTRAIT, |pen| {
        wall(pen, ink(0xcfd3a6));
        window(pen, 60.0, -100.0, 780.0, ink(0xfffbe0), 0.42);
        table(pen, 1180.0, ink(0xd8c09a), true);
        bottle(pen, 620.0, 1340.0, 1.0, ink(0x7d9a3a), chile_label);
        for (x, y, turn, s) in [
            (280.0, 1370.0, -24.0, 1.15),
            (360.0, 1420.0, 12.0, 1.0),
            (900.0, 1400.0, 196.0, 1.1),
            (240.0, 1300.0, 34.0, 0.9),
        ] {
            chilli(pen, x, y, turn, s, ink(0x4f8a2f));
        }
    }),
    Scene::new("slowburn-cedar-candle", SQUARE, candle),
    Scene::new("slowburn-trio", SQUARE, trio),
];

/// A sauce bottle standing on `base`; `label` draws on 240 by 300.
fn bottle(pen: &mut Pen, x: f64, base: f64, scale: f64, sauce: Ink, label: fn(&mut Pen)) {
    pen.moved(format_args!("translate({x} {base}) scale({scale})"), |pen| {
        cast(pen, 0.0, 4.0, 150.0, 640.0);
        pen.glow(220.0, 12.0, 120.0, 22.0, sauce.lit(0.4), 0.6);
        let profile = [
            (-800.0, 48.0),
            (-700.0, 50.0),
            (-640.0, 56.0),
            (-560.0, 110.0),
            (-500.0, 146.0),
            (-460.0, 152.0),
            (-30.0, 152.0),
            (-8.0, 146.0),
            (0.0, 138.0),
        ];
        let d = turned(0.0, &profile, 0.12);
        let glass = pen.lin(
            (-152.0, 0.0),
            (152.0, 0.0),
            &[
                (0.0, GLINT.alpha(0.75)),
                (0.035, sauce.shade(0.5)),
                (0.14, sauce.shade(0.12)),
                (0.28, sauce.lit(0.30)),
                (0.5, sauce.lit(0.05)),
                (0.8, sauce.shade(0.32)),
                (0.95, sauce.shade(0.5)),
                (0.985, sauce.lit(0.5)),
                (1.0, GLINT.alpha(0.5)),
            ],
        );
        pen.fill(&d, &glass);
        pen.within(&d, |pen| {
            for _ in 0..90 {
                let (px, py) = (pen.rnd(-150.0, 150.0), pen.rnd(-620.0, 0.0));
                let size = pen.rnd(1.4, 4.6);
                let tone = pen.pick(&[sauce.shade(0.5), sauce.lit(0.5), ink(0x5b1a10)]);
                pen.oval(px, py, size, size * 0.8, tone.alpha(0.45));
            }
            // Air above the sauce.
            let air = pen.lin(
                (-52.0, 0.0),
                (52.0, 0.0),
                &[
                    (0.0, GLINT.alpha(0.8)),
                    (0.2, ink(0xe9e2d4).alpha(0.7)),
                    (0.6, ink(0xcfc6b4).alpha(0.6)),
                    (1.0, ink(0x8d8474).alpha(0.7)),
                ],
            );
            pen.rect(-160.0, -810.0, 320.0, 140.0, 0.0, air);
            pen.oval(0.0, -670.0, 52.0, 7.0, sauce.lit(0.4));
            let fall = pen.lin(
                (0.0, -560.0),
                (0.0, 10.0),
                &[(0.0, GLINT.alpha(0.10)), (0.3, GLINT.alpha(0.0)), (1.0, SHADOW.alpha(0.45))],
            );
            pen.rect(-160.0, -560.0, 320.0, 600.0, 0.0, fall);
        });
        pen.within(boxed(-150.5, -420.0, 301.0, 340.0), |pen| wrap(pen, label));
        pen.line("M-118 -500Q-128 -480 -130 -440V-60", GLINT.alpha(0.55), 9.0);
        pen.line("M-40 -690V-640Q-52 -600 -92 -552", GLINT.alpha(0.7), 7.0);
        pen.line("M132 -470V-50", GLINT.alpha(0.30), 4.0);
        stopper(pen);
    });
}

/// The paper around a bottle: bent by its light, its edges curving away.
fn wrap(pen: &mut Pen, label: fn(&mut Pen)) {
    let shape = "M-152 -410Q0 -374 152 -410V-96Q0 -60 -152 -96Z";
    pen.within(shape, |pen| {
        pen.rect(-160.0, -430.0, 320.0, 380.0, 0.0, ink(0xf6ecd8));
        pen.moved("translate(-132 -392) scale(1.1 1.06)", label);
        let bend = pen.lin(
            (-152.0, 0.0),
            (152.0, 0.0),
            &[
                (0.0, SHADOW.alpha(0.55)),
                (0.12, SHADOW.alpha(0.10)),
                (0.28, GLINT.alpha(0.30)),
                (0.5, GLINT.alpha(0.0)),
                (0.78, SHADOW.alpha(0.18)),
                (1.0, SHADOW.alpha(0.62)),
            ],
        );
        pen.rect(-160.0, -430.0, 320.0, 380.0, 0.0, bend);
    });
    pen.line("M-152 -410Q0 -374 152 -410", GLINT.alpha(0.5), 2.0);
    pen.line("M-152 -96Q0 -60 152 -96", SHADOW.alpha(0.45), 2.4);
}

fn stopper(pen: &mut Pen) {
    let wax = ink(0x8f2b22);
    let paint = pen.lin((-60.0, 0.0), (60.0, 0.0), &drum(wax));
    pen.fill("M-54 -896Q-56 -906 0 -908Q56 -906 54 -896L56 -770Q50 -748 40 -752Q34 -700 26 -748Q14 -724 4 -750Q-10 -690 -20 -748Q-34 -720 -42 -750Q-54 -744 -56 -770Z", &paint);
    pen.oval(0.0, -897.0, 54.0, 9.0, wax.lit(0.25));
    pen.line("M-34 -880V-780", GLINT.alpha(0.6), 8.0);
    pen.line("M-56 -836Q0 -822 56 -836", wax.shade(0.4), 4.0);
}

/// The shop's mark: a flame with a drop in it.
pub(super) fn flame(pen: &mut Pen, x: f64, y: f64, size: f64, outer: Ink, inner: Ink) {
    pen.moved(format_args!("translate({x} {y}) scale({:.4})", size / 100.0), |pen| {
        pen.fill("M4 -100C20 -62 62 -40 62 12C62 54 32 80 0 80C-34 80 -62 54 -62 14C-62 -16 -44 -30 -36 -52C-26 -40 -18 -30 -16 -18C-4 -44 -2 -74 4 -100Z", outer);
        pen.fill("M2 -18C10 2 30 14 30 40C30 60 16 72 0 72C-16 72 -30 60 -30 40C-30 18 -6 4 2 -18Z", inner);
    });
}

fn name(pen: &mut Pen, first: &str, second: &str, colour: Ink) {
    pen.letters("SLOW BURN", 120.0, 34.0, plain(13.0), Hang::Middle, colour);
    pen.letters(first, 120.0, 236.0, bold(26.0), Hang::Middle, colour);
    pen.letters(second, 120.0, 272.0, bold(26.0), Hang::Middle, colour);
    pen.letters("SMALL BATCH", 120.0, 294.0, plain(8.0), Hang::Middle, colour.alpha(0.8));
}

fn peach_label(pen: &mut Pen) {
    pen.within(boxed(0.0, 48.0, 240.0, 150.0), |pen| {
        pen.rect(0.0, 48.0, 240.0, 150.0, 0.0, ink(0xf7c67c));
        pen.oval(120.0, 140.0, 58.0, 58.0, ink(0xe2572e));
        for (y, tone) in [(150.0, 0xb5432f), (172.0, 0x7d2d2c)] {
            let line = ridge(pen, 0.0, 240.0, y, 18.0, 1.1);
            pen.fill(ground(&line, 200.0), ink(tone));
        }
    });
    name(pen, "SMOKED", "PEACH", ink(0x4a1d17));
}

fn chile_label(pen: &mut Pen) {
    pen.within(boxed(0.0, 48.0, 240.0, 150.0), |pen| {
        pen.rect(0.0, 48.0, 240.0, 150.0, 0.0, ink(0x2f4a2c));
        for k in 0..9 {
            pen.moved(
                format_args!("translate({} {}) rotate({})", 30 + k * 24, 122 + (k % 2) * 14 - 7, 60 + k * 8),
                |pen| {
                    pen.fill("M-34 -8C-20 -20 14 -16 40 6C14 4 -8 16 -34 -8Z", ink(0x9fc05a));
                    pen.line("M-34 -8q-6 -4 -9 -10", ink(0xe0d9a0), 4.0);
                },
            );
        }
    });
    name(pen, "GREEN", "CHILE", ink(0x24391f));
}

fn ash_label(pen: &mut Pen) {
    pen.rect(0.0, 48.0, 240.0, 150.0, 0.0, ink(0x2a2326));
    flame(pen, 120.0, 128.0, 66.0, ink(0xe2572e), ink(0xf6c45a));
    name(pen, "NIGHT", "EMBER", ink(0x2a2326));
}

fn peach(pen: &mut Pen, x: f64, y: f64, r: f64) {
    pen.shadow(x + r * 0.3, y + r * 0.8, r * 1.35, r * 0.36, 0.65);
    let skin = pen.ball(
        (0.34, 0.30),
        0.85,
        &[
            (0.0, ink(0xffe2a0)),
            (0.3, ink(0xf7b45e)),
            (0.6, ink(0xe06a44)),
            (0.86, ink(0xa8323a)),
            (1.0, ink(0x611a2a)),
        ],
    );
    pen.oval(x, y, r, r * 0.95, skin);
    pen.line(
        curve(&[(x + r * 0.10, y - r * 0.86), (x + r * 0.34, y - r * 0.2), (x + r * 0.22, y + r * 0.6)]),
        ink(0x9a2c34).alpha(0.5),
        7.0,
    );
    pen.line(
        curve(&[(x + r * 0.16, y - r * 0.84), (x + r * 0.41, y - r * 0.2), (x + r * 0.29, y + r * 0.6)]),
        ink(0xffd9a0).alpha(0.4),
        4.0,
    );
    pen.glint(x - r * 0.34, y - r * 0.36, r * 0.42, r * 0.3, 0.6);
    let (near, far) = leaf(r * 0.9, r * 0.2, 0.45, 16.0);
    pen.moved(format_args!("translate({} {}) rotate(-22)", x + r * 0.06, y - r * 0.86), |pen| {
        pen.fill(near, ink(0x3f6a35));
        pen.fill(far, ink(0x7da058));
    });
    pen.line(format_args!("M{} {}l6 -22", x + r * 0.06, y - r * 0.84), ink(0x5b3d22), 7.0);
}

fn chilli(pen: &mut Pen, x: f64, y: f64, turn: f64, scale: f64, tone: Ink) {
    pen.moved(format_args!("translate({x} {y}) rotate({turn}) scale({scale})"), |pen| {
        pen.soft(6.0, |pen| pen.fill("M-96 18C-40 -2 60 10 140 50C50 50 -40 60 -96 18Z", SHADOW.alpha(0.55)));
        let d =
            "M-104 -2C-96 -34 -40 -36 10 -22C60 -8 106 14 146 44C90 34 40 40 -10 34C-60 30 -106 28 -104 -2Z";
        let paint = pen.lin(
            (0.0, -34.0),
            (0.0, 40.0),
            &[(0.0, tone.lit(0.12)), (0.2, tone.lit(0.42)), (0.5, tone), (1.0, tone.shade(0.5))],
        );
        pen.fill(d, paint);
        pen.line("M-76 -18C-30 -28 30 -14 84 14", GLINT.alpha(0.7), 5.0);
        pen.fill(
            "M-110 -12C-92 -34 -80 -30 -76 -18C-84 -6 -82 8 -92 20C-104 16 -112 2 -110 -12Z",
            ink(0x5f8a3a),
        );
        pen.line("M-106 -2C-128 -6 -140 -20 -146 -40", ink(0x5f8a3a), 10.0);
        pen.line("M-108 -5C-128 -9 -140 -22 -145 -38", ink(0xa9c47a), 3.0);
    });
}

fn candle(pen: &mut Pen) {
    wall(pen, ink(0x3a3038));
    table(pen, 830.0, ink(0x5a3a28), true);
    let (x, base) = (590.0, 1040.0);
    pen.glow(x, 520.0, 620.0, 520.0, ink(0xffb45a), 0.42);
    pen.glow(x, base + 10.0, 520.0, 110.0, ink(0xffa94a), 0.40);
    pen.moved(format_args!("translate({x} {base}) scale(1.25) translate(-{x} -{base})"), |pen| {
        pen.shadow(x, base + 6.0, 250.0, 34.0, 0.7);
        let amber = ink(0x9a4a14);
        let d = turned(
            x,
            &[(base - 400.0, 190.0), (base - 30.0, 190.0), (base - 8.0, 182.0), (base, 170.0)],
            0.15,
        );
        let glass = pen.lin(
            (x - 190.0, 0.0),
            (x + 190.0, 0.0),
            &[
                (0.0, ink(0xffd9a0).alpha(0.9)),
                (0.04, amber.shade(0.5)),
                (0.2, amber.lit(0.12)),
                (0.42, ink(0xe8963a)),
                (0.6, ink(0xc8701f)),
                (0.86, amber.shade(0.2)),
                (0.97, amber.shade(0.55)),
                (1.0, ink(0xffc987).alpha(0.8)),
            ],
        );
        pen.fill(&d, glass);
        pen.within(&d, |pen| {
            pen.glow(x, base - 300.0, 230.0, 170.0, ink(0xffd98a), 0.9);
            let depth = pen.lin(
                (0.0, base - 260.0),
                (0.0, base),
                &[(0.0, SHADOW.alpha(0.0)), (1.0, SHADOW.alpha(0.62))],
            );
            pen.rect(x - 200.0, base - 260.0, 400.0, 300.0, 0.0, depth);
        });
        // Wax and the pool of light in it.
        let wax =
            pen.ball((0.5, 0.5), 0.6, &[(0.0, ink(0xfff6d8)), (0.5, ink(0xffdf9e)), (1.0, ink(0xd98f3a))]);
        pen.oval(x, base - 322.0, 178.0, 25.0, wax);
        pen.ring(x, base - 400.0, 188.0, 27.0, ink(0xffe3b4).alpha(0.9), 4.0);
        pen.line(format_args!("M{} {}V{}", x - 150.0, base - 360.0, base - 60.0), GLINT.alpha(0.42), 10.0);
        pen.line(format_args!("M{x} {}q4 -22 -2 -40", base - 322.0), ink(0x2a1a12), 6.0);
        burning(pen, x - 2.0, base - 356.0);
        tag(pen, x, base - 140.0);
    });
    matches(pen, 960.0, 1110.0);
    for (cx, cy, turn, s) in [(240.0, 1080.0, -20.0, 1.0), (190.0, 1130.0, 16.0, 0.8)] {
        cedar(pen, cx, cy, turn, s);
    }
}

fn burning(pen: &mut Pen, x: f64, y: f64) {
    pen.glow(x, y - 50.0, 170.0, 190.0, ink(0xffc46a), 0.75);
    pen.fill(
        format_args!(
            "M{x} {}C{} {} {} {} {} {}C{} {} {} {} {x} {}C{} {} {} {} {} {}C{} {} {} {} {x} {}Z",
            y - 150.0,
            x + 14.0,
            y - 104.0,
            x + 36.0,
            y - 70.0,
            x + 34.0,
            y - 30.0,
            x + 32.0,
            y - 4.0,
            x + 16.0,
            y + 8.0,
            y + 8.0,
            x - 16.0,
            y + 8.0,
            x - 32.0,
            y - 4.0,
            x - 34.0,
            y - 30.0,
            x - 36.0,
            y - 70.0,
            x - 14.0,
            y - 104.0,
            y - 150.0
        ),
        ink(0xff9a2e).alpha(0.9),
    );
    pen.glow(x, y - 40.0, 30.0, 84.0, ink(0xfff3b8), 1.0);
    pen.oval(x, y - 36.0, 17.0, 44.0, ink(0xfff8d8));
    pen.glow(x, y + 2.0, 22.0, 20.0, ink(0x5f8af0), 0.75);
}

fn tag(pen: &mut Pen, x: f64, y: f64) {
    pen.within(boxed(x - 124.0, y - 96.0, 248.0, 176.0), |pen| {
        pen.fill(
            format_args!(
                "M{} {}Q{x} {} {} {}V{}Q{x} {} {} {}Z",
                x - 120.0,
                y - 90.0,
                y - 70.0,
                x + 120.0,
                y - 90.0,
                y + 54.0,
                y + 74.0,
                x - 120.0,
                y + 54.0
            ),
            ink(0xf3e2c2),
        );
        flame(pen, x, y - 26.0, 38.0, ink(0x8f2b22), ink(0xf3e2c2));
        pen.letters("CEDAR", x, y + 36.0, bold(24.0), Hang::Middle, ink(0x4a2418));
        let bend = pen.lin(
            (x - 120.0, 0.0),
            (x + 120.0, 0.0),
            &[(0.0, SHADOW.alpha(0.4)), (0.3, GLINT.alpha(0.2)), (1.0, SHADOW.alpha(0.5))],
        );
        pen.rect(x - 124.0, y - 96.0, 248.0, 176.0, 0.0, bend);
    });
}

fn matches(pen: &mut Pen, x: f64, y: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate(-10)"), |pen| {
        pen.shadow(10.0, 40.0, 170.0, 34.0, 0.7);
        let card = ink(0xb5432f);
        pen.fill(poly(&[(-130.0, -30.0), (110.0, -44.0), (140.0, 4.0), (-104.0, 20.0)]), card.lit(0.1));
        pen.fill(poly(&[(-104.0, 20.0), (140.0, 4.0), (140.0, 36.0), (-104.0, 54.0)]), card.shade(0.4));
        flame(pen, 4.0, -10.0, 17.0, ink(0xf6d9a0), card);
        for (dx, dy, turn) in [(-190.0, 30.0, 12.0), (-176.0, 58.0, -6.0)] {
            pen.moved(format_args!("translate({dx} {dy}) rotate({turn})"), |pen| {
                pen.line("M-60 6H40", SHADOW.alpha(0.5), 8.0);
                pen.line("M-60 0H40", ink(0xe3c491), 8.0);
                pen.oval(-64.0, 0.0, 11.0, 8.0, ink(0xc23a2b));
            });
        }
    });
}

fn cedar(pen: &mut Pen, x: f64, y: f64, turn: f64, scale: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate({turn}) scale({scale})"), |pen| {
        pen.line("M-130 6Q0 -18 130 0", ink(0x3d4a2c), 6.0);
        for k in 0..26 {
            let at = -122.0 + f64::from(k) * 9.6;
            let side = if k % 2 == 0 { -1.0 } else { 1.0 };
            let length = pen.rnd(26.0, 44.0);
            pen.line(
                format_args!("M{at:.1} -4l{:.1} {:.1}", length * 0.6, side * length),
                ink(0x4f6238),
                4.0,
            );
            pen.line(
                format_args!("M{at:.1} -5l{:.1} {:.1}", length * 0.6, side * length),
                ink(0x93a06a).alpha(0.8),
                1.5,
            );
        }
    });
}

fn trio(pen: &mut Pen) {
    sweep(pen, ink(0xe0c39a), 840.0);
    for (x, sauce, label) in [
        (330.0, ink(0xe0702a), peach_label as fn(&mut Pen)),
        (600.0, ink(0x7d2a1f), ash_label),
        (870.0, ink(0x7d9a3a), chile_label),
    ] {
        bottle(pen, x, 1000.0, 0.86, sauce, label);
    }
    crate_front(pen, 180.0, 922.0, 840.0, 150.0);
    for (x, y, turn, tone) in [(240.0, 1130.0, 10.0, ink(0xc22f22)), (930.0, 1140.0, 190.0, ink(0x4f8a2f))] {
        chilli(pen, x, y, turn, 0.9, tone);
    }
    daylight(pen, 0.10);
}

/// The front of a wooden crate.
fn crate_front(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64) {
    slab(pen, x, y + h, w, 170.0);
    let pine = ink(0xd9b078);
    for k in 0..2 {
        let (top, tall) = (y + f64::from(k) * h * 0.52, h * 0.48);
        let paint = pen.lin(
            (0.0, top),
            (0.0, top + tall),
            &[
                (0.0, pine.lit(0.40)),
                (0.08, pine.lit(0.08)),
                (0.9, pine.shade(0.10)),
                (1.0, pine.shade(0.42)),
            ],
        );
        pen.soft(6.0, |pen| pen.rect(x + 4.0, top - 4.0, w, tall, 4.0, SHADOW.alpha(0.36)));
        pen.rect(x, top, w, tall, 4.0, paint);
        for _ in 0..12 {
            let row = pen.rnd(top + 6.0, top + tall - 8.0);
            let (a, b) = (pen.rnd(-4.0, 4.0), pen.rnd(-4.0, 4.0));
            let points: [At; 4] =
                [(x + 4.0, row), (x + w * 0.3, row + a), (x + w * 0.7, row + b), (x + w - 4.0, row)];
            pen.line(curve(&points), pine.shade(0.4).alpha(0.22), 2.0);
        }
        for nail in [x + 22.0, x + w - 22.0] {
            pen.oval(nail, top + tall / 2.0, 6.0, 6.0, ink(0x6b6a66));
            pen.oval(nail - 1.5, top + tall / 2.0 - 1.5, 2.6, 2.6, ink(0xe6e2d8));
        }
    }
    let brand = ink(0x5b2a18);
    flame(pen, x + w / 2.0 - 210.0, y + h * 0.25, 38.0, brand, pine);
    pen.letters(
        "SLOW BURN",
        x + w / 2.0 + 30.0,
        y + h * 0.25 + 19.0,
        bold(38.0),
        Hang::Middle,
        brand.alpha(0.85),
    );
}
