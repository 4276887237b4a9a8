//! A tin of biscuits, each pressed, filled or dipped.

use super::{
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    shape::{At, closed, poly, round, rounded},
    stage::{cloth, daylight},
};
use std::f64::consts::TAU;

pub(super) fn biscuits(pen: &mut Pen) {
    cloth(pen, ink(0x9fb0a6));
    pen.moved("rotate(-3 600 760)", |pen| {
        pen.soft(22.0, |pen| pen.rect(150.0, 200.0, 950.0, 1140.0, 60.0, SHADOW.alpha(0.5)));
        let tin = ink(0xb5432f);
        let rim = pen.lin(
            (130.0, 170.0),
            (1070.0, 1320.0),
            &[(0.0, tin.lit(0.4)), (0.5, tin), (1.0, tin.shade(0.35))],
        );
        pen.rect(126.0, 170.0, 948.0, 1150.0, 60.0, rim);
        pen.rect(136.0, 180.0, 928.0, 1130.0, 52.0, ink(0xd8a64e));
        let inside = pen.lin(
            (150.0, 190.0),
            (1050.0, 1300.0),
            &[(0.0, ink(0x5b4528)), (0.25, ink(0xd9c29a)), (1.0, ink(0xefe0c2))],
        );
        pen.rect(152.0, 196.0, 896.0, 1098.0, 40.0, inside);
        pen.within(rounded(152.0, 196.0, 896.0, 1098.0, 40.0), |pen| {
            for row in 0..5 {
                for column in 0..4 {
                    let (x, y) = (264.0 + f64::from(column) * 224.0, 306.0 + f64::from(row) * 218.0);
                    let turn = pen.rnd(0.0, 40.0);
                    pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({turn:.1})"), |pen| {
                        match (row * 3 + column * 2) % 5 {
                            0 => shortbread(pen, ink(0xe2b26c), 0),
                            1 => shortbread(pen, ink(0x5b331c), 1),
                            2 => shortbread(pen, ink(0xe9c084), 2),
                            3 => shortbread(pen, ink(0xd39a52), 3),
                            _ => shortbread(pen, ink(0xdfab62), 4),
                        }
                    });
                }
            }
            let deep = pen.down(&[(0.0, SHADOW.alpha(0.5)), (1.0, SHADOW.alpha(0.0))]);
            pen.rect(152.0, 196.0, 896.0, 70.0, 0.0, deep);
            let deep = pen.across(&[(0.0, SHADOW.alpha(0.45)), (1.0, SHADOW.alpha(0.0))]);
            pen.rect(152.0, 196.0, 56.0, 1098.0, 0.0, deep);
        });
    });
    daylight(pen, 0.12);
}

/// A fluted biscuit around the origin; `kind` is what is pressed or poured on it.
pub(super) fn shortbread(pen: &mut Pen, tone: Ink, kind: u32) {
    let flutes: Vec<At> = (0..48)
        .map(|k| {
            let a = TAU * f64::from(k) / 48.0;
            let r = if k % 2 == 0 { 104.0 } else { 96.0 };
            (r * a.cos(), r * a.sin())
        })
        .collect();
    let d = closed(&flutes);
    pen.soft(7.0, |pen| pen.moved("translate(8 12)", |pen| pen.fill(&d, ink(0x33200f).alpha(0.55))));
    let paint = pen.ball(
        (0.36, 0.32),
        0.8,
        &[(0.0, tone.lit(0.35)), (0.55, tone), (0.88, tone.shade(0.22)), (1.0, tone.shade(0.42))],
    );
    pen.fill(&d, paint);
    for _ in 0..40 {
        let (a, far) = (pen.rnd(0.0, TAU), pen.rnd(0.0, 92.0));
        let size = pen.rnd(0.8, 2.4);
        pen.oval(far * a.cos(), far * a.sin(), size, size, tone.shade(0.5).alpha(0.35));
    }
    let press = |pen: &mut Pen, d: &str| {
        pen.moved("translate(1.6 2)", |pen| pen.line(d, tone.lit(0.6).alpha(0.8), 5.0));
        pen.line(d, tone.shade(0.42), 5.0);
    };
    match kind {
        0 => {
            for k in 0..8 {
                pen.moved(format_args!("rotate({})", k * 45), |pen| {
                    press(pen, "M16 0Q40 -18 70 0Q40 18 16 0");
                });
            }
        }
        1 => {
            pen.ring(0.0, 0.0, 62.0, 62.0, tone.lit(0.18).alpha(0.6), 4.0);
            for k in 0..16 {
                let a = TAU * f64::from(k) / 16.0;
                let (x, y) = (
                    40.0 * a.cos() * (0.4 + 0.6 * f64::from(k % 3) / 2.0),
                    40.0 * a.sin() * (0.4 + 0.6 * f64::from(k % 3) / 2.0),
                );
                pen.fill(
                    poly(&[(x - 4.0, y - 2.0), (x + 2.0, y - 4.0), (x + 4.0, y + 3.0), (x - 2.0, y + 4.0)]),
                    GLINT.alpha(0.9),
                );
            }
        }
        2 => {
            pen.oval(2.0, 3.0, 55.0, 55.0, tone.shade(0.4));
            let jam = pen.ball(
                (0.35, 0.3),
                0.8,
                &[(0.0, ink(0xf2604c)), (0.6, ink(0xb51f2c)), (1.0, ink(0x6b0f1c))],
            );
            pen.oval(0.0, 0.0, 52.0, 52.0, jam);
            pen.glint(-16.0, -18.0, 20.0, 12.0, 0.9);
        }
        3 => {
            let half = round(0.0, 0.0, 99.0, 99.0);
            pen.within("M-120 20C-60 -10 -20 40 40 10S110 -10 120 0V120H-120Z", |pen| {
                let cocoa = pen.ball(
                    (0.36, 0.32),
                    0.9,
                    &[(0.0, ink(0x7a4a2c)), (0.6, ink(0x472412)), (1.0, ink(0x27110a))],
                );
                pen.fill(&half, cocoa);
                pen.glint(-24.0, 48.0, 44.0, 16.0, 0.35);
            });
        }
        _ => {
            for r in [74.0, 50.0, 26.0] {
                pen.ring(1.5, 2.0, r, r, tone.lit(0.6).alpha(0.7), 4.0);
                pen.ring(0.0, 0.0, r, r, tone.shade(0.40), 4.0);
            }
            pen.oval(0.0, 0.0, 9.0, 9.0, ink(0x6f431c));
        }
    }
}
