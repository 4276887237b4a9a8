//! Brûlerie Cabestan: bags with a fold and a tie, beans, a cup.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    letters::{Hang, bold, bookish, plain},
    pen::Pen,
    pots::{Pot, handle, steam},
    shape::{At, boxed, curve, ground, poly, ridge, round, turned},
    stage::{cast, daylight, drum, slab, sweep, table, wall, window},
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("cabestan-guji", PORTRAIT, |pen| {
        wall(pen, ink(0xd9a679));
        window(pen, 120.0, -100.0, 760.0, ink(0xffe6bc), 0.42);
        table(pen, 1120.0, ink(0x6a4630), true);
        bag(pen, 560.0, 1280.0, 1.0, ink(0xb98a5e), sunrise);
        beans(pen, 860.0, 1352.0, 260.0, 40);
        beans(pen, 250.0, 1400.0, 150.0, 12);
    }),
    Scene::new("cabestan-melange-du-matin", PORTRAIT, |pen| {
        wall(pen, ink(0x9fb7b5));
        window(pen, 60.0, -60.0, 740.0, ink(0xfff0cc), 0.42);
        table(pen, 1120.0, ink(0xc8a377), true);
        bag(pen, 480.0, 1270.0, 0.96, ink(0x24323a), morning);
        mug(pen, 900.0, 1350.0, ink(0xe6dac6));
        beans(pen, 300.0, 1410.0, 120.0, 9);
    }),
    Scene::new("cabestan-decafeine", SQUARE, |pen| {
        sweep(pen, ink(0xd9cdbb), 820.0);
        bag(pen, 400.0, 1010.0, 0.76, ink(0xe9e0cf), night);
        bag(pen, 790.0, 1050.0, 0.80, ink(0x8f3f3a), night);
        beans(pen, 600.0, 1120.0, 300.0, 26);
        daylight(pen, 0.08);
    }),
    Scene::new("cabestan-carafe", SQUARE, dripper),
];

/// A flat-bottomed bag standing on `base`, its label drawn by `label` on 300 by 380.
fn bag(pen: &mut Pen, cx: f64, base: f64, scale: f64, colour: Ink, label: fn(&mut Pen)) {
    pen.moved(format_args!("translate({cx} {base}) scale({scale})"), |pen| {
        slab(pen, -258.0, 2.0, 516.0, 420.0);
        let body = "M-262 0C-270 -230 -266 -480 -252 -700L-240 -792H240L252 -700C266 -480 270 -230 262 0Q0 26 -262 0Z";
        let paint = pen.lin(
            (-262.0, 0.0),
            (262.0, 0.0),
            &[(0.0, colour.shade(0.42)), (0.07, colour.shade(0.12)), (0.13, colour.lit(0.26)), (0.3, colour.lit(0.12)), (0.62, colour), (0.86, colour.shade(0.20)), (0.93, colour.shade(0.42)), (1.0, colour.shade(0.3))],
        );
        pen.fill(body, paint);
        pen.within(body, |pen| creases(pen, colour));
        pen.moved("translate(-158 -560) scale(1.05 1.1)", |pen| {
            pen.soft(3.0, |pen| pen.rect(2.0, 4.0, 300.0, 384.0, 4.0, SHADOW.alpha(0.3)));
            pen.within(boxed(0.0, 0.0, 300.0, 384.0), |pen| {
                label(pen);
                let bend = pen.lin((0.0, 0.0), (300.0, 0.0), &[(0.0, GLINT.alpha(0.22)), (0.3, GLINT.alpha(0.05)), (0.7, SHADOW.alpha(0.03)), (1.0, SHADOW.alpha(0.26))]);
                pen.rect(0.0, 0.0, 300.0, 384.0, 0.0, bend);
            });
        });
        // The rolled top and its tin tie.
        let roll = pen.lin((0.0, -800.0), (0.0, -700.0), &[(0.0, colour.lit(0.34)), (0.22, colour.lit(0.10)), (0.62, colour.shade(0.12)), (1.0, colour.shade(0.40))]);
        pen.soft(6.0, |pen| pen.rect(-250.0, -706.0, 500.0, 26.0, 6.0, SHADOW.alpha(0.42)));
        pen.rect(-254.0, -802.0, 508.0, 104.0, 12.0, roll);
        let tie = ink(0xd6b063);
        let tin = pen.lin((0.0, -772.0), (0.0, -738.0), &[(0.0, tie.lit(0.45)), (0.5, tie), (1.0, tie.shade(0.4))]);
        pen.rect(-268.0, -770.0, 536.0, 32.0, 6.0, &tin);
        for side in [-1.0, 1.0] {
            pen.rect(side * 262.0 - 9.0, -774.0, 18.0, 44.0, 5.0, tie.shade(0.25));
        }
        pen.oval(0.0, -628.0, 21.0, 21.0, colour.shade(0.35));
        pen.oval(-1.5, -629.5, 19.0, 19.0, colour.lit(0.12));
        for (x, y) in [(-5.0, -5.0), (5.0, -5.0), (-5.0, 5.0), (5.0, 5.0)] {
            pen.oval(x - 1.0, y - 629.0, 2.3, 2.3, colour.shade(0.6));
        }
    });
}

fn creases(pen: &mut Pen, colour: Ink) {
    for side in [-1.0, 1.0] {
        pen.line(
            curve(&[(side * 228.0, -720.0), (side * 236.0, -400.0), (side * 226.0, -8.0)]),
            colour.shade(0.5).alpha(0.5),
            4.0,
        );
        pen.line(
            curve(&[(side * 221.0, -720.0), (side * 229.0, -400.0), (side * 219.0, -8.0)]),
            colour.lit(0.5).alpha(0.45),
            3.0,
        );
        pen.fill(
            poly(&[(side * 262.0, 0.0), (side * 220.0, -70.0), (side * 150.0, 10.0)]),
            SHADOW.alpha(0.10),
        );
    }
    pen.soft(9.0, |pen| {
        for _ in 0..9 {
            let (x, y) = (pen.rnd(-230.0, 230.0), pen.rnd(-690.0, -20.0));
            let (dx, dy) = (pen.rnd(-70.0, 70.0), pen.rnd(30.0, 110.0));
            let tone = if pen.rnd(0.0, 1.0) < 0.5 { GLINT.alpha(0.30) } else { SHADOW.alpha(0.24) };
            pen.line(curve(&[(x, y), (x + dx * 0.4, y + dy * 0.5), (x + dx, y + dy)]), tone, 11.0);
        }
    });
    let fall = pen.lin(
        (0.0, -700.0),
        (0.0, 10.0),
        &[
            (0.0, SHADOW.alpha(0.22)),
            (0.12, SHADOW.alpha(0.0)),
            (0.7, SHADOW.alpha(0.0)),
            (1.0, SHADOW.alpha(0.4)),
        ],
    );
    pen.rect(-280.0, -700.0, 560.0, 730.0, 0.0, fall);
}

fn brand(pen: &mut Pen, colour: Ink, origin: &str, notes: &str) {
    pen.letters("CABESTAN", 150.0, 292.0, bold(25.0), Hang::Middle, colour);
    pen.rect(40.0, 306.0, 220.0, 2.0, 0.0, colour.alpha(0.6));
    pen.letters(origin, 150.0, 332.0, plain(14.0), Hang::Middle, colour);
    pen.letters(notes, 150.0, 358.0, plain(9.0), Hang::Middle, colour.alpha(0.8));
}

fn sunrise(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 300.0, 384.0, 0.0, ink(0xf4e6cb));
    pen.within(boxed(0.0, 0.0, 300.0, 256.0), |pen| {
        pen.rect(0.0, 0.0, 300.0, 256.0, 0.0, ink(0xf2b04a));
        for k in 0..15 {
            let a = std::f64::consts::PI * (1.0 + f64::from(k) / 14.0);
            let (dx, dy) = (a.cos(), a.sin());
            pen.line(
                format_args!(
                    "M{:.1} {:.1}L{:.1} {:.1}",
                    150.0 + dx * 84.0,
                    190.0 + dy * 84.0,
                    150.0 + dx * 230.0,
                    190.0 + dy * 230.0
                ),
                ink(0xf7cf86),
                9.0,
            );
        }
        pen.oval(150.0, 190.0, 70.0, 70.0, ink(0xd9482f));
        for (k, tone) in [0xb9552f, 0x8a3d2c, 0x4f2a2a].into_iter().enumerate() {
            let y = 200.0 + k as f64 * 22.0;
            let line = ridge(pen, -5.0, 305.0, y, 26.0, 1.0 + k as f64 * 0.5);
            pen.fill(ground(&line, 260.0), ink(tone));
        }
    });
    brand(pen, ink(0x3a2018), "GUJI", "PÊCHE · JASMIN · MIEL");
}

fn morning(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 300.0, 384.0, 0.0, ink(0xefe4d0));
    for k in 0..7 {
        let r = 118.0 - f64::from(k) * 17.0;
        let tone = ink(0xe2572e).mix(ink(0xf6cf7a), f64::from(k) / 6.0);
        pen.fill(format_args!("M{:.1} 168A{r} {r} 0 0 1 {:.1} 168Z", 150.0 - r, 150.0 + r), tone);
    }
    for k in 0..5 {
        let y = 178.0 + f64::from(k) * 15.0;
        let half = 118.0 - f64::from(k) * 21.0;
        pen.line(
            curve(&[
                (150.0 - half, y),
                (150.0 - half * 0.3, y - 4.0),
                (150.0 + half * 0.3, y + 4.0),
                (150.0 + half, y),
            ]),
            ink(0x2f6f80),
            6.0,
        );
    }
    brand(pen, ink(0x24323a), "MÉLANGE DU MATIN", "NOISETTE · CACAO · ORANGE");
}

fn night(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 300.0, 384.0, 0.0, ink(0x20233b));
    for _ in 0..46 {
        let (x, y, r) = (pen.rnd(10.0, 290.0), pen.rnd(10.0, 250.0), pen.rnd(0.8, 2.3));
        pen.oval(x, y, r, r, ink(0xf6e6c0).alpha(0.9));
    }
    pen.oval(150.0, 128.0, 66.0, 66.0, ink(0xf3dca4));
    pen.oval(176.0, 112.0, 58.0, 58.0, ink(0x20233b));
    let hills = ridge(pen, -5.0, 305.0, 232.0, 22.0, 0.9);
    pen.fill(ground(&hills, 262.0), ink(0x3c4468));
    pen.letters("CABESTAN", 150.0, 292.0, bold(25.0), Hang::Middle, ink(0xf3dca4));
    pen.letters("NUIT CALME", 150.0, 328.0, bookish(20.0), Hang::Middle, ink(0xf3dca4));
    pen.letters("DÉCAFÉINÉ", 150.0, 356.0, plain(10.0), Hang::Middle, ink(0xf3dca4).alpha(0.8));
}

/// Roasted beans scattered around a point.
fn beans(pen: &mut Pen, cx: f64, cy: f64, reach: f64, count: usize) {
    let mut spots: Vec<At> = (0..count)
        .map(|_| {
            let (a, far) = (pen.rnd(0.0, std::f64::consts::TAU), pen.rnd(0.0, 1.0f64).sqrt());
            (cx + reach * far * a.cos(), cy + reach * 0.24 * far * a.sin())
        })
        .collect();
    spots.sort_by(|a, b| a.1.total_cmp(&b.1));
    for (x, y) in spots {
        let (turn, size) = (pen.rnd(0.0, 180.0), pen.rnd(0.82, 1.1));
        bean(pen, x, y, turn, size);
    }
}

pub(super) fn bean(pen: &mut Pen, x: f64, y: f64, turn: f64, size: f64) {
    pen.shadow(x + 6.0, y + 9.0, 31.0 * size, 19.0 * size, 0.66);
    let roast = pen.pick(&[ink(0x5b3018), ink(0x4a2512), ink(0x6b3a1c)]);
    pen.moved(
        format_args!("translate({x:.1} {y:.1}) scale({size:.2} {:.2}) rotate({turn:.1})", size * 0.8),
        |pen| {
            let paint =
                pen.ball((0.36, 0.3), 0.85, &[(0.0, roast.lit(0.36)), (0.4, roast), (1.0, roast.shade(0.6))]);
            pen.oval(0.0, 0.0, 26.0, 18.0, paint);
            pen.line("M-24 0C-12 -7 10 8 24 0", ink(0x1f0e06), 4.2);
            pen.line("M-23 2.4C-12 -4.6 10 10.4 23 2.4", ink(0xa8744a).alpha(0.7), 1.4);
            pen.glint(-8.0, -9.0, 9.0, 4.0, 0.55);
        },
    );
}

fn mug(pen: &mut Pen, x: f64, base: f64, glaze: Ink) {
    pen.moved(format_args!("translate({x} {base})"), |pen| {
        let profile = [(-210.0, 112.0), (-200.0, 114.0), (-110.0, 112.0), (-30.0, 96.0), (0.0, 82.0)];
        let pot = Pot {
            cx: 0.0,
            profile: &profile,
            flat: 0.22,
            clay: ink(0xb98a64),
            glaze,
            glaze_to: -60.0,
            speckles: 60,
            gloss: 0.7,
            inside: ink(0xefe6d6),
        };
        cast(pen, 0.0, 8.0, 86.0, 170.0);
        handle(pen, "M106 -166C196 -180 200 -52 92 -62", glaze, 27.0);
        pot.body(pen);
        pot.mouth(pen);
        pot.filled(pen, 9.0, ink(0x2d170c));
    });
    steam(pen, x, base - 240.0, 230.0);
}

/// A glass carafe with a paper filter over it.
fn dripper(pen: &mut Pen) {
    wall(pen, ink(0xc4cdbd));
    window(pen, 90.0, -170.0, 660.0, ink(0xfff0ca), 0.46);
    table(pen, 860.0, ink(0xa6774c), true);
    let x = 560.0;
    cast(pen, x, 1046.0, 190.0, 420.0);
    pen.glow(x + 210.0, 1052.0, 150.0, 26.0, ink(0xd9853a), 0.55);
    let body = turned(
        x,
        &[
            (420.0, 214.0),
            (520.0, 120.0),
            (590.0, 74.0),
            (640.0, 76.0),
            (760.0, 168.0),
            (920.0, 212.0),
            (1010.0, 204.0),
            (1046.0, 176.0),
        ],
        0.16,
    );
    let glass = pen.lin(
        (x - 212.0, 0.0),
        (x + 212.0, 0.0),
        &[
            (0.0, GLINT.alpha(0.50)),
            (0.05, SHADOW.alpha(0.16)),
            (0.14, GLINT.alpha(0.22)),
            (0.5, GLINT.alpha(0.10)),
            (0.84, SHADOW.alpha(0.10)),
            (0.96, GLINT.alpha(0.5)),
            (1.0, SHADOW.alpha(0.28)),
        ],
    );
    pen.fill(&body, &glass);
    pen.within(&body, |pen| {
        let brew = pen.lin(
            (x - 210.0, 0.0),
            (x + 210.0, 0.0),
            &[
                (0.0, ink(0x2a1208)),
                (0.2, ink(0x6b3214)),
                (0.4, ink(0x4a200d)),
                (0.8, ink(0x1f0d06)),
                (0.95, ink(0x8a4a1c)),
                (1.0, ink(0x3a190b)),
            ],
        );
        pen.rect(x - 230.0, 850.0, 460.0, 260.0, 0.0, brew);
        pen.oval(x, 850.0, 206.0, 30.0, ink(0x7d431f));
        pen.oval(x, 852.0, 196.0, 26.0, ink(0x3a1a0c));
        pen.glint(x - 70.0, 846.0, 70.0, 10.0, 0.6);
        // The filter and the bloom of the grounds inside the cone.
        pen.fill(
            poly(&[(x - 204.0, 416.0), (x + 204.0, 416.0), (x + 30.0, 612.0), (x - 30.0, 612.0)]),
            ink(0xf6ecd9).alpha(0.92),
        );
        for k in 0..9 {
            let dx = -180.0 + f64::from(k) * 45.0;
            pen.line(
                format_args!("M{:.1} 416L{:.1} 612", x + dx, x + dx * 0.14),
                ink(0xb9a482).alpha(0.5),
                2.4,
            );
        }
        let side = pen.lin(
            (x - 200.0, 0.0),
            (x + 200.0, 0.0),
            &[(0.0, GLINT.alpha(0.3)), (0.5, SHADOW.alpha(0.0)), (1.0, SHADOW.alpha(0.35))],
        );
        pen.rect(x - 214.0, 400.0, 428.0, 220.0, 0.0, side);
        pen.fill(round(x - 128.0, 900.0, 24.0, 92.0), GLINT.alpha(0.26));
        pen.line(
            format_args!("M{} 740Q{} 860 {} 1000", x - 150.0, x - 196.0, x - 176.0),
            GLINT.alpha(0.75),
            7.0,
        );
        pen.line(
            format_args!("M{} 760Q{} 880 {} 990", x + 170.0, x + 204.0, x + 188.0),
            GLINT.alpha(0.5),
            4.0,
        );
    });
    pen.oval(x, 420.0, 214.0, 36.0, ink(0xfdf6e8));
    pen.oval(x, 424.0, 196.0, 30.0, ink(0x5b3018));
    pen.oval(x + 4.0, 427.0, 150.0, 20.0, ink(0x8a5a34));
    for _ in 0..60 {
        let (a, far) = (pen.rnd(0.0, std::f64::consts::TAU), pen.rnd(0.0, 1.0f64).sqrt());
        let size = pen.rnd(1.4, 5.0);
        let tone = pen.pick(&[ink(0xc79a6a), ink(0x3a1c0d), ink(0xe6c79a)]);
        pen.oval(x + 150.0 * far * a.cos(), 427.0 + 19.0 * far * a.sin(), size, size * 0.5, tone.alpha(0.8));
    }
    pen.ring(x, 420.0, 214.0, 36.0, GLINT.alpha(0.9), 3.0);
    collar(pen, x);
    steam(pen, x, 390.0, 270.0);
    mug(pen, 930.0, 1090.0, ink(0x3f6a78));
    beans(pen, 250.0, 1110.0, 130.0, 10);
}

/// The wooden collar and its leather tie.
fn collar(pen: &mut Pen, x: f64) {
    let wood = ink(0xb57a45);
    let paint = pen.lin((x - 110.0, 0.0), (x + 110.0, 0.0), &drum(wood));
    pen.fill(turned(x, &[(560.0, 112.0), (590.0, 98.0), (640.0, 98.0), (672.0, 114.0)], 0.16), paint);
    for k in 0..7 {
        let y = 572.0 + f64::from(k) * 15.0;
        pen.line(curve(&[(x - 98.0, y), (x, y + 17.0), (x + 98.0, y)]), wood.shade(0.5).alpha(0.22), 2.0);
    }
    let cord = ink(0x4a2c1a);
    pen.line(curve(&[(x - 98.0, 612.0), (x, 632.0), (x + 98.0, 612.0)]), cord, 9.0);
    pen.oval(x + 8.0, 632.0, 15.0, 13.0, cord.lit(0.1));
    pen.line(format_args!("M{} 638l-16 62M{} 640l20 56", x + 4.0, x + 14.0), cord, 6.0);
}
