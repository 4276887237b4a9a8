//! Disques du Port: records half out of their sleeves.

use super::{
    SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    letters::{Hang, bold, bookish, plain},
    pen::Pen,
    shape::{At, boxed, closed, curve, open, round},
    stage::{boards, cloth, daylight, slab, table, under, wall, window},
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("disques-marees", SQUARE, |pen| {
        boards(pen, ink(0x8a5f3f), 150.0, -8.0);
        pen.moved("rotate(-5 600 600)", |pen| {
            vinyl(pen, 770.0, 590.0, 360.0, ink(0x17161a), ink(0xe2572e), false);
            sleeve(pen, 90.0, 216.0, 760.0, marees);
        });
        leaf_shadow(pen);
    }),
    Scene::new("disques-nuit-blanche", SQUARE, |pen| {
        wall(pen, ink(0x3a6663));
        window(pen, 90.0, -140.0, 640.0, ink(0xffdca8), 0.30);
        table(pen, 1010.0, ink(0xb58758), true);
        vinyl(pen, 790.0, 640.0, 340.0, ink(0xb8402a), ink(0xf3e3c4), true);
        slab(pen, 170.0, 1052.0, 724.0, 190.0);
        sleeve(pen, 168.0, 330.0, 720.0, nuit_blanche);
        stack(pen);
    }),
    Scene::new("disques-lignes-de-cote", SQUARE, |pen| {
        cloth(pen, ink(0xcfc5b4));
        pen.moved("rotate(6 600 600)", |pen| {
            sleeve(pen, 140.0, 110.0, 720.0, coast);
            vinyl(pen, 830.0, 770.0, 318.0, ink(0x1f6f66), ink(0xf4ead6), true);
        });
        daylight(pen, 0.10);
    }),
    Scene::new("disques-quarante-cinq", SQUARE, |pen| {
        boards(pen, ink(0xd8c3a0), 190.0, 78.0);
        pen.moved("rotate(9 420 430)", |pen| {
            vinyl(pen, 640.0, 420.0, 236.0, ink(0x1b1a1d), ink(0x2f6f8f), false);
            sleeve(pen, 130.0, 170.0, 510.0, carton);
        });
        pen.moved("rotate(-12 760 800)", |pen| {
            sleeve(pen, 470.0, 560.0, 510.0, waves);
            vinyl(pen, 860.0, 812.0, 236.0, ink(0xe0a12f), ink(0xf6ecd8), true);
        });
        leaf_shadow(pen);
    }),
];

/// A record: grooves, two fans of light, a label.
pub(super) fn vinyl(pen: &mut Pen, cx: f64, cy: f64, r: f64, colour: Ink, label: Ink, clear: bool) {
    pen.soft(14.0, |pen| pen.oval(cx + 12.0, cy + 18.0, r, r, SHADOW.alpha(if clear { 0.38 } else { 0.5 })));
    let body = if clear {
        pen.rad(
            (cx - r * 0.3, cy - r * 0.4),
            r * 1.5,
            &[(0.0, colour.lit(0.30)), (0.6, colour), (1.0, colour.shade(0.35))],
        )
    } else {
        pen.rad(
            (cx, cy),
            r,
            &[(0.0, colour.lit(0.16)), (0.4, colour), (0.97, colour.lit(0.06)), (1.0, colour.lit(0.3))],
        )
    };
    pen.oval(cx, cy, r, r, body);
    let glow = |pen: &mut Pen, turn: f64, spread: f64, strength: f64| {
        for k in 0..10 {
            let half = spread * (1.0 - f64::from(k) / 10.0);
            let edge = |degrees: f64| {
                (cx + r * 0.985 * degrees.to_radians().cos(), cy + r * 0.985 * degrees.to_radians().sin())
            };
            let (a, b) = (edge(turn - half), edge(turn + half));
            let d = format!("M{cx} {cy}L{:.1} {:.1}A{r:.1} {r:.1} 0 0 1 {:.1} {:.1}Z", a.0, a.1, b.0, b.1);
            pen.fill(d, GLINT.alpha(strength));
        }
    };
    glow(pen, -128.0, 26.0, 0.026);
    glow(pen, 52.0, 26.0, 0.022);
    glow(pen, -60.0, 9.0, 0.018);
    glow(pen, 120.0, 9.0, 0.014);
    let mut ring = r * 0.40;
    let mut k = 0;
    while ring < r * 0.965 {
        let gap = k % 13 == 12;
        let tone = if gap {
            SHADOW.alpha(0.5)
        } else if k % 2 == 0 {
            SHADOW.alpha(0.34)
        } else {
            GLINT.alpha(0.055)
        };
        pen.ring(cx, cy, ring, ring, tone, if gap { 4.5 } else { 1.5 });
        ring += if gap { 7.0 } else { r * 0.0098 };
        k += 1;
    }
    pen.ring(cx, cy, r - 1.5, r - 1.5, GLINT.alpha(0.22), 2.0);
    let lr = r * 0.335;
    let paper = pen.rad(
        (cx - lr * 0.4, cy - lr * 0.5),
        lr * 1.7,
        &[(0.0, label.lit(0.22)), (0.6, label), (1.0, label.shade(0.16))],
    );
    pen.oval(cx, cy, lr, lr, paper);
    let dark = if label.rgb[0] > 200 && label.rgb[1] > 180 { ink(0x2a2622) } else { ink(0xfbf3e2) };
    pen.ring(cx, cy, lr * 0.9, lr * 0.9, dark.alpha(0.5), 1.6);
    pen.letters("FACE A", cx, cy - lr * 0.48, plain(lr * 0.12), Hang::Middle, dark);
    pen.letters("PORT", cx, cy + lr * 0.62, bold(lr * 0.14), Hang::Middle, dark);
    pen.oval(cx, cy, lr * 0.075 + 3.0, lr * 0.075 + 3.0, label.shade(0.3));
    pen.oval(cx, cy, lr * 0.075, lr * 0.075, ink(0x6d5a46));
}

/// A sleeve of `side` by `side` with its picture.
fn sleeve(pen: &mut Pen, x: f64, y: f64, side: f64, picture: fn(&mut Pen)) {
    under(pen, x, y, side, side, 18.0);
    pen.within(boxed(x, y, side, side), |pen| {
        pen.moved(format_args!("translate({x} {y}) scale({:.4})", side / 600.0), picture);
        let sheen = pen.lin(
            (x, y),
            (x + side, y + side),
            &[
                (0.0, GLINT.alpha(0.20)),
                (0.3, GLINT.alpha(0.02)),
                (0.55, GLINT.alpha(0.07)),
                (0.6, SHADOW.alpha(0.02)),
                (1.0, SHADOW.alpha(0.20)),
            ],
        );
        pen.rect(x, y, side, side, 0.0, sheen);
        // Ring wear: the record inside has pressed its circle into the card.
        pen.ring(x + side * 0.5, y + side * 0.5, side * 0.475, side * 0.475, GLINT.alpha(0.10), 5.0);
        pen.ring(x + side * 0.503, y + side * 0.503, side * 0.481, side * 0.481, SHADOW.alpha(0.08), 4.0);
    });
    pen.edge(open(&[(x, y + side), (x, y), (x + side, y)]), GLINT.alpha(0.55), 2.0);
    pen.edge(open(&[(x + side, y), (x + side, y + side), (x, y + side)]), SHADOW.alpha(0.35), 2.4);
}

fn marees(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 600.0, 600.0, 0.0, ink(0xf3ead7));
    for (x, y, r, colour) in [
        (214.0, 402.0, 158.0, ink(0xe2572e)),
        (352.0, 306.0, 158.0, ink(0x1f6f60)),
        (420.0, 452.0, 108.0, ink(0xf0b429)),
    ] {
        pen.blended("multiply", |pen| pen.oval(x, y, r, r, colour));
    }
    pen.within(round(352.0, 306.0, 158.0, 158.0), |pen| {
        for k in 0..15 {
            let y = 164.0 + f64::from(k) * 21.0;
            let wave: Vec<At> = (0..=12)
                .map(|j| (176.0 + f64::from(j) * 30.0, y + if j % 2 == 0 { -5.0 } else { 5.0 }))
                .collect();
            pen.line(curve(&wave), ink(0xf3ead7).alpha(0.5), 2.6);
        }
    });
    pen.letters("MARÉES", 44.0, 96.0, bold(48.0), Hang::Start, ink(0x1d1b18));
    pen.letters("QUATUOR DU PORT", 46.0, 128.0, plain(16.0), Hang::Start, ink(0x1d1b18));
    pen.letters("DP 014", 500.0, 568.0, plain(12.0), Hang::Start, ink(0x1d1b18));
}

fn nuit_blanche(pen: &mut Pen) {
    let sky = pen.lin(
        (0.0, 0.0),
        (0.0, 600.0),
        &[(0.0, ink(0x1a1440)), (0.45, ink(0x5b2a66)), (0.7, ink(0xd0526a)), (1.0, ink(0xf7a35c))],
    );
    pen.rect(0.0, 0.0, 600.0, 600.0, 0.0, sky);
    for _ in 0..60 {
        let (x, y, r) = (pen.rnd(0.0, 600.0), pen.rnd(0.0, 260.0), pen.rnd(0.7, 2.0));
        pen.oval(x, y, r, r, ink(0xfff0dc).alpha(0.75));
    }
    pen.glow(300.0, 360.0, 330.0, 300.0, ink(0xffc88a), 0.6);
    let sun = pen.lin(
        (0.0, 170.0),
        (0.0, 540.0),
        &[(0.0, ink(0xfff2c4)), (0.5, ink(0xffc45e)), (1.0, ink(0xf0553f))],
    );
    pen.within(round(300.0, 350.0, 178.0, 178.0), |pen| {
        let mut y = 160.0;
        let mut thick = 92.0;
        while y < 540.0 {
            pen.rect(100.0, y, 400.0, thick, 0.0, &sun);
            y += thick + 8.0 + (540.0 - y).max(0.0) * 0.012;
            thick = (thick * 0.74).max(8.0);
        }
    });
    let sea = pen.lin((0.0, 440.0), (0.0, 600.0), &[(0.0, ink(0x2a1b4e)), (1.0, ink(0x120d2b))]);
    pen.rect(0.0, 442.0, 600.0, 158.0, 0.0, sea);
    for k in 0..26 {
        let t = f64::from(k) / 26.0;
        let y = 448.0 + t * t * 146.0;
        let half = pen.rnd(24.0, 120.0) * (1.15 - t * 0.5);
        let x = 300.0 + pen.rnd(-30.0, 30.0);
        pen.oval(x, y, half, 1.0 + t * 2.6, ink(0xffc07a).alpha(0.75));
    }
    pen.letters("NUIT BLANCHE", 300.0, 92.0, bookish(42.0), Hang::Middle, ink(0xfff2dc));
    pen.letters("ORCHESTRE DES QUAIS", 300.0, 124.0, plain(13.0), Hang::Middle, ink(0xfff2dc).alpha(0.85));
}

fn coast(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 600.0, 600.0, 0.0, ink(0x12363a));
    let lobes: Vec<(f64, f64)> =
        (0..5).map(|_| (pen.rnd(0.04, 0.16), pen.rnd(0.0, std::f64::consts::TAU))).collect();
    for k in 0..30 {
        let r = 20.0 + f64::from(k) * 17.0;
        let points: Vec<At> = (0..56)
            .map(|i| {
                let a = std::f64::consts::TAU * f64::from(i) / 56.0;
                let wobble: f64 = lobes
                    .iter()
                    .enumerate()
                    .map(|(n, (amp, phase))| amp * ((n + 2) as f64 * a + phase + f64::from(k) * 0.07).sin())
                    .sum();
                (250.0 + r * (1.0 + wobble) * a.cos(), 360.0 + r * (1.0 + wobble) * a.sin() * 0.86)
            })
            .collect();
        let t = f64::from(k) / 30.0;
        let tone = ink(0xf6d9a0).mix(ink(0x3f8f86), t.powf(0.7));
        pen.line(closed(&points), tone, if k % 5 == 0 { 3.6 } else { 1.7 });
    }
    pen.oval(250.0, 360.0, 7.0, 7.0, ink(0xe2572e));
    pen.rect(0.0, 0.0, 600.0, 118.0, 0.0, ink(0x12363a).alpha(0.82));
    pen.letters("LIGNES DE CÔTE", 40.0, 72.0, plain(34.0), Hang::Start, ink(0xf6e6c4));
    pen.letters("INÈS KERVELLA", 41.0, 102.0, plain(13.0), Hang::Start, ink(0xf6e6c4).alpha(0.8));
}

fn carton(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 600.0, 600.0, 0.0, ink(0xd64a33));
    for row in 0..6 {
        for column in 0..6 {
            let (x, y) = (50.0 + f64::from(column) * 100.0, 50.0 + f64::from(row) * 100.0);
            let kind = pen.rnd(0.0, 4.0) as u32;
            let tone = pen.pick(&[ink(0xf6e7cc), ink(0x23303f), ink(0xf0b23e)]);
            match kind {
                0 => pen.oval(x, y, 44.0, 44.0, tone),
                1 => pen.fill(format_args!("M{} {}a100 100 0 0 1 100 100h-100z", x - 50.0, y - 50.0), tone),
                2 => pen.fill(format_args!("M{} {}h50a50 50 0 0 1 0 100h-50z", x - 50.0, y - 50.0), tone),
                _ => {
                    pen.rect(x - 50.0, y - 50.0, 50.0, 50.0, 0.0, tone);
                    pen.rect(x, y, 50.0, 50.0, 0.0, tone);
                }
            }
        }
    }
}

fn waves(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 600.0, 600.0, 0.0, ink(0xf2e4c9));
    for k in 0..13 {
        let y = 150.0 + f64::from(k) * 34.0;
        let tone = ink(0x2f6f8f).mix(ink(0x12283a), f64::from(k) / 13.0);
        let wave: Vec<At> = (0..=16)
            .map(|j| {
                (-20.0 + f64::from(j) * 40.0, y + 13.0 * (f64::from(j) * 0.9 + f64::from(k) * 0.55).sin())
            })
            .collect();
        pen.line(curve(&wave), tone, 15.0);
    }
    pen.oval(430.0, 130.0, 62.0, 62.0, ink(0xe2572e));
    pen.letters("LA DIGUE", 44.0, 96.0, bold(38.0), Hang::Start, ink(0x12283a));
}

/// Sleeves lying flat on the table, seen by their spines.
fn stack(pen: &mut Pen) {
    let mut y = 1112.0;
    for k in 0..6 {
        let tone = pen.pick(&[
            ink(0xe8d8b8),
            ink(0x27304d),
            ink(0xc2542f),
            ink(0x2f6f60),
            ink(0xd9a441),
            ink(0x6b2f45),
        ]);
        let (x, w) = (838.0 + pen.rnd(-14.0, 14.0), 420.0);
        let paint = pen.lin((0.0, y - 13.0), (0.0, y), &[(0.0, tone.lit(0.3)), (1.0, tone.shade(0.25))]);
        if k == 0 {
            slab(pen, x, y, w, 60.0);
        }
        pen.rect(x, y - 13.0, w, 12.5, 1.5, paint);
        pen.rect(x + 60.0, y - 9.0, pen_length(k), 4.0, 1.0, tone.lit(0.7).alpha(0.7));
        y -= 13.5;
    }
}

fn pen_length(k: i32) -> f64 {
    70.0 + f64::from(k * 37 % 90)
}

/// Shadow of leaves outside the frame, as if a plant stood at the window.
fn leaf_shadow(pen: &mut Pen) {
    pen.soft(9.0, |pen| {
        for (turn, length) in [(150.0, 330.0), (118.0, 390.0), (92.0, 300.0), (172.0, 240.0)] {
            let (near, far) = super::shape::leaf(length, 46.0, 0.5, 30.0);
            pen.moved(format_args!("translate(1230 -40) rotate({turn})"), |pen| {
                pen.fill(&near, SHADOW.alpha(0.17));
                pen.fill(&far, SHADOW.alpha(0.17));
            });
        }
    });
}
