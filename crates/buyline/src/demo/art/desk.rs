//! What lies on a writing desk: a pen, a brush, an envelope.

use super::{
    ink::{Ink, SHADOW, ink},
    patterns::seigaiha,
    pen::Pen,
    shape::{poly, round},
    stage::drum,
    stationery::cloud,
};

/// A fountain pen lying at an angle, its cap posted.
pub(super) fn fountain_pen(pen: &mut Pen, x: f64, y: f64, turn: f64, colour: Ink) {
    let gold = ink(0xd9b15c);
    pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
        pen.soft(9.0, |pen| pen.rect(-372.0, 2.0, 740.0, 40.0, 20.0, SHADOW.alpha(0.5)));
        let lacquer = pen.lin(
            (0.0, -25.0),
            (0.0, 25.0),
            &[
                (0.0, colour.lit(0.12)),
                (0.22, colour.lit(0.62)),
                (0.34, colour.lit(0.12)),
                (0.6, colour),
                (1.0, colour.shade(0.5)),
            ],
        );
        let metal = pen.lin(
            (0.0, -25.0),
            (0.0, 25.0),
            &[(0.0, gold.shade(0.2)), (0.25, gold.lit(0.7)), (0.5, gold), (1.0, gold.shade(0.55))],
        );
        pen.fill("M-250 -20H120V20H-250Q-262 0 -250 -20Z", &lacquer);
        pen.fill("M100 -25H346Q372 -20 372 0Q372 20 346 25H100Z", &lacquer);
        pen.rect(96.0, -26.0, 16.0, 52.0, 3.0, &metal);
        pen.rect(118.0, -25.5, 5.0, 51.0, 1.0, &metal);
        pen.fill("M130 -8H330Q342 0 330 8H300L130 4Z", &metal);
        pen.rect(-262.0, -20.0, 12.0, 40.0, 2.0, &metal);
        let grip = pen.lin(
            (0.0, -18.0),
            (0.0, 18.0),
            &[(0.0, colour.lit(0.2)), (0.3, colour.lit(0.4)), (1.0, colour.shade(0.5))],
        );
        pen.fill("M-262 -17C-300 -15 -318 -13 -330 -12V12C-318 13 -300 15 -262 17Z", grip);
        pen.fill("M-330 -12C-352 -16 -372 -14 -420 0C-372 14 -352 16 -330 12Z", &metal);
        pen.line("M-418 0H-356", ink(0x5b441a), 1.8);
        pen.oval(-354.0, 0.0, 4.0, 4.0, ink(0x3a2b10));
    });
}

pub(super) fn brush(pen: &mut Pen, x: f64, top: f64, tone: Ink, thick: f64, length: f64) {
    let handle = 430.0 * length;
    pen.soft(6.0, |pen| {
        pen.rect(x - thick * 0.3, top + 10.0, thick * 1.3, handle + 150.0, thick * 0.5, SHADOW.alpha(0.5));
    });
    let lacquer = pen.lin(
        (x - thick / 2.0, 0.0),
        (x + thick / 2.0, 0.0),
        &[(0.0, tone.shade(0.35)), (0.3, tone.lit(0.55)), (0.5, tone), (1.0, tone.shade(0.55))],
    );
    pen.rect(x - thick / 2.0, top, thick, handle, thick * 0.4, lacquer);
    pen.line(format_args!("M{x} {top}q-14 -26 0 -34q14 8 0 34", top = top + 2.0), ink(0xb5483f), 3.0);
    let ferrule = ink(0xc9a24e);
    let brass = pen.lin((x - thick / 2.0, 0.0), (x + thick / 2.0, 0.0), &drum(ferrule));
    let y = top + handle;
    pen.rect(x - thick * 0.56, y - 44.0, thick * 1.12, 50.0, 3.0, brass);
    let (half, tip) = (thick * 0.62, y + 40.0 + thick * 4.0);
    let d = format!(
        "M{:.1} {y:.1}C{:.1} {:.1} {:.1} {:.1} {x:.1} {tip:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {y:.1}Z",
        x - thick * 0.5,
        x - half * 1.5,
        y + thick * 1.8,
        x - half * 0.4,
        tip - thick * 1.6,
        x + half * 0.4,
        tip - thick * 1.6,
        x + half * 1.5,
        y + thick * 1.8,
        x + thick * 0.5
    );
    let hair = ink(0xf0e2c8);
    let paint = pen.lin(
        (x - half, y),
        (x + half, y),
        &[(0.0, hair.shade(0.3)), (0.35, hair.lit(0.3)), (1.0, hair.shade(0.42))],
    );
    pen.fill(&d, paint);
    pen.within(&d, |pen| {
        for k in 0..9 {
            let dx = -half + half * 2.0 * f64::from(k) / 8.0;
            pen.line(
                format_args!(
                    "M{:.1} {y:.1}Q{:.1} {:.1} {x:.1} {tip:.1}",
                    x + dx,
                    x + dx * 1.4,
                    y + thick * 2.0
                ),
                ink(0x8a6a44).alpha(0.3),
                1.3,
            );
        }
        let dark = pen.lin(
            (0.0, y + thick * 1.4),
            (0.0, tip),
            &[(0.0, ink(0x17161c).alpha(0.0)), (0.5, ink(0x17161c).alpha(0.85)), (1.0, ink(0x17161c))],
        );
        pen.rect(x - half * 2.0, y, half * 4.0, tip - y, 0.0, dark);
    });
}

pub(super) fn envelope(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64) {
    pen.soft(14.0, |pen| pen.rect(x + 12.0, y + 18.0, w, h, 5.0, SHADOW.alpha(0.5)));
    let paper = pen.lin((x, y), (x + w, y + h), &[(0.0, ink(0xf0e0c4)), (1.0, ink(0xcfb68e))]);
    pen.rect(x, y, w, h, 5.0, paper);
    let lining = seigaiha(pen);
    let flap = poly(&[(x, y), (x + w, y), (x + w / 2.0, y + h * 0.56)]);
    pen.fill(poly(&[(x + 8.0, y + 4.0), (x + w - 8.0, y + 4.0), (x + w / 2.0, y + h * 0.53)]), lining);
    pen.soft(6.0, |pen| {
        pen.moved("translate(2 8)", |pen| {
            pen.line(poly(&[(x, y), (x + w / 2.0, y + h * 0.56), (x + w, y)]), SHADOW.alpha(0.34), 5.0);
        });
    });
    let lid = pen.lin((x, y), (x + w, y + h * 0.5), &[(0.0, ink(0xf8ebd2)), (1.0, ink(0xdcc6a0))]);
    pen.fill(flap, lid);
    pen.line(
        format_args!("M{x} {}L{} {}L{} {}", y + h, x + w * 0.42, y + h * 0.5, x + w * 0.46, y + h * 0.53),
        SHADOW.alpha(0.14),
        2.4,
    );
    pen.line(format_args!("M{} {}L{} {}", x + w, y + h, x + w * 0.58, y + h * 0.5), SHADOW.alpha(0.14), 2.4);
    let (cx, cy) = (x + w / 2.0, y + h * 0.52);
    pen.shadow(cx + 5.0, cy + 8.0, 62.0, 58.0, 0.5);
    let wax = ink(0xb3302a);
    let blot = super::shape::stone(pen, cx, cy, 54.0, 52.0, 0.06, 11);
    let paint = pen.ball((0.34, 0.3), 0.85, &[(0.0, wax.lit(0.4)), (0.5, wax), (1.0, wax.shade(0.4))]);
    pen.fill(blot, paint);
    pen.ring(cx + 1.0, cy + 2.0, 37.0, 37.0, wax.lit(0.35), 3.0);
    pen.ring(cx, cy, 37.0, 37.0, wax.shade(0.45), 3.0);
    pen.within(round(cx, cy, 36.0, 36.0), |pen| {
        pen.moved(format_args!("translate({} {}) scale(0.44)", cx + 1.5, cy + 7.5), |pen| {
            cloud(pen, wax.lit(0.35));
        });
        pen.moved(format_args!("translate({cx} {}) scale(0.44)", cy + 6.0), |pen| cloud(pen, wax.shade(0.5)));
    });
}
