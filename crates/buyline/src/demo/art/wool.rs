//! What knitwear is made of: stitches, ribs, balls of wool, needles.

use super::{
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    shape::At,
};

/// Stocking stitch as a repeating tile: two legs of wool and the dark between the rows.
pub(super) fn stitches(pen: &mut Pen, colour: Ink, size: f64, transform: &str) -> String {
    let (w, h) = (size, size * 0.82);
    let light = colour.lit(0.22);
    let dark = colour.shade(0.34);
    pen.tile(w, h, transform, |pen| {
        pen.rect(0.0, 0.0, w, h, 0.0, colour.shade(0.30));
        for dy in [-h, 0.0, h] {
            leg(pen, (0.0, dy), (w, h), 1.0, (light, colour));
            leg(pen, (w, dy), (w, h), -1.0, (colour, dark));
        }
    })
}

/// Half a stitch: the leg of wool on one side (1 for left, -1 for right) of a V, from light to dark.
pub(super) fn leg(pen: &mut Pen, (x, y): At, (w, h): (f64, f64), s: f64, (a, b): (Ink, Ink)) {
    let d = format!(
        "M{:.2} {:.2}C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}C{:.2} {:.2} {:.2} {:.2} {:.2} {:.2}Z",
        x + s * w * 0.03,
        y,
        x + s * w * 0.02,
        y + h * 0.46,
        x + s * w * 0.24,
        y + h * 0.92,
        x + s * w * 0.48,
        y + h * 1.22,
        x + s * w * 0.52,
        y + h * 0.74,
        x + s * w * 0.34,
        y + h * 0.18,
        x + s * w * 0.03,
        y
    );
    let paint = pen.lin((x, y), (x + s * w * 0.5, y + h * 0.5), &[(0.0, a), (0.5, a.mix(b, 0.45)), (1.0, b)]);
    pen.fill(d, paint);
}

/// Ribs running along y, `step` wide.
pub(super) fn ribs(pen: &mut Pen, colour: Ink, step: f64, transform: &str) -> String {
    pen.tile(step, step * 0.62, transform, |pen| {
        let paint = pen.lin(
            (0.0, 0.0),
            (step, 0.0),
            &[
                (0.0, colour.shade(0.42)),
                (0.22, colour.lit(0.05)),
                (0.42, colour.lit(0.22)),
                (0.66, colour),
                (0.86, colour.shade(0.35)),
                (1.0, colour.shade(0.45)),
            ],
        );
        pen.rect(0.0, 0.0, step, step * 0.62, 0.0, paint);
        pen.line(
            format_args!("M{:.1} 0L{:.1} {:.1}L{:.1} 0", step * 0.2, step * 0.45, step * 0.5, step * 0.7),
            colour.shade(0.3).alpha(0.45),
            step * 0.07,
        );
    })
}

/// A ball of wool.
pub(super) fn ball_of_wool(pen: &mut Pen, x: f64, y: f64, r: f64, colour: Ink) {
    pen.shadow(x + r * 0.22, y + r * 0.34, r * 1.3, r * 1.2, 0.62);
    let paint =
        pen.ball((0.34, 0.3), 0.85, &[(0.0, colour.lit(0.3)), (0.5, colour), (1.0, colour.shade(0.5))]);
    pen.oval(x, y, r, r, &paint);
    pen.within(super::shape::round(x, y, r, r), |pen| {
        for (turn, from) in [(-35.0, -1.0), (48.0, -0.2), (8.0, 0.1)] {
            pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
                for k in 0..15 {
                    let at = r * (from + f64::from(k) * 0.074);
                    let d = format!(
                        "M{:.1} {:.1}Q{:.1} 0 {:.1} {:.1}",
                        at - r * 0.3,
                        -r,
                        at + r * 0.36,
                        at - r * 0.3,
                        r
                    );
                    pen.line(&d, colour.shade(0.42).alpha(0.7), r * 0.075);
                    pen.moved("translate(-1.5 -1.5)", |pen| {
                        pen.line(&d, colour.lit(0.14).alpha(0.9), r * 0.045);
                    });
                }
            });
        }
        let shade = pen.ball(
            (0.34, 0.3),
            0.85,
            &[(0.0, GLINT.alpha(0.24)), (0.45, SHADOW.alpha(0.0)), (1.0, SHADOW.alpha(0.6))],
        );
        pen.oval(x, y, r, r, shade);
    });
}

pub(super) fn needle(pen: &mut Pen, x: f64, y: f64, turn: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
        pen.soft(4.0, |pen| pen.line("M10 12L330 12", SHADOW.alpha(0.45), 10.0));
        let wood = pen.lin(
            (0.0, -6.0),
            (0.0, 6.0),
            &[(0.0, ink(0xf0cf97)), (0.5, ink(0xc4935a)), (1.0, ink(0x7d5631))],
        );
        pen.fill("M-40 0L10 -6H330V6H10Z", wood);
        pen.oval(334.0, 0.0, 14.0, 14.0, ink(0x6b4428));
        pen.oval(331.0, -4.0, 5.0, 4.0, ink(0xc79a6a));
    });
}
