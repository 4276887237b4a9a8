//! Printed patterns of washi, as tiles.

use super::{ink::ink, pen::Pen};
use std::f64::consts::{PI, TAU};

/// Waves of the blue sea, as a tile.
pub(super) fn seigaiha(pen: &mut Pen) -> String {
    let (blue, pale) = (ink(0x1f4468), ink(0xe8e2d2));
    pen.tile(80.0, 40.0, "", |pen| {
        pen.rect(0.0, 0.0, 80.0, 40.0, 0.0, blue);
        for (x, y) in [(0.0, 20.0), (80.0, 20.0), (40.0, 40.0), (0.0, 60.0), (80.0, 60.0), (40.0, 80.0)] {
            pen.oval(x, y, 40.0, 40.0, blue);
            for r in [39.0, 30.0, 21.0, 12.0] {
                pen.ring(x, y, r, r, pale, 3.0);
            }
            pen.oval(x, y, 4.0, 4.0, pale);
        }
    })
}

/// Hemp leaves: six-pointed stars in a triangular net, as a tile.
pub(super) fn asanoha(pen: &mut Pen) -> String {
    let (w, h) = (90.0, 156.0);
    pen.tile(w, h, "", |pen| {
        pen.rect(0.0, 0.0, w, h, 0.0, ink(0xb5483f));
        for (cx, cy) in [(0.0, 0.0), (w, 0.0), (0.0, h), (w, h), (w / 2.0, h / 2.0)] {
            for k in 0..6 {
                let a = TAU * f64::from(k) / 6.0 + PI / 6.0;
                let b = a + TAU / 12.0;
                let c = a - TAU / 12.0;
                let (tip, near) = (52.0, 30.0);
                let at = |angle: f64, r: f64| (cx + r * angle.cos(), cy + r * angle.sin());
                let (t, p, q) = (at(a, tip), at(b, near), at(c, near));
                pen.edge(
                    format_args!(
                        "M{cx} {cy}L{:.1} {:.1}M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}M{cx} {cy}L{:.1} {:.1}",
                        t.0, t.1, p.0, p.1, t.0, t.1, q.0, q.1, p.0, p.1
                    ),
                    ink(0xf7ead2),
                    2.4,
                );
            }
        }
    })
}

/// Diagonal arrows, as a tile.
pub(super) fn yagasuri(pen: &mut Pen) -> String {
    pen.tile(60.0, 100.0, "", |pen| {
        pen.rect(0.0, 0.0, 60.0, 100.0, 0.0, ink(0xf2e6cf));
        pen.fill("M0 0L30 20V70L0 50ZM60 50L30 70V120L60 100ZM60 -50L30 -30V20L60 0Z", ink(0x6f5a8a));
    })
}

/// Falling blossoms, as a tile.
pub(super) fn sakura(pen: &mut Pen) -> String {
    pen.tile(120.0, 120.0, "", |pen| {
        pen.rect(0.0, 0.0, 120.0, 120.0, 0.0, ink(0xf3c9c4));
        for (x, y, r, turn) in [
            (34.0, 36.0, 20.0, 0.0),
            (90.0, 84.0, 15.0, 30.0),
            (88.0, 26.0, 9.0, 12.0),
            (28.0, 92.0, 11.0, 50.0),
        ] {
            pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
                for k in 0..5 {
                    pen.moved(format_args!("rotate({})", k * 72), |pen| {
                        pen.fill(
                            format_args!(
                                "M0 0Q{:.1} {:.1} {:.1} {:.1}L0 {:.1}L{:.1} {:.1}Q{:.1} {:.1} 0 0Z",
                                -r * 0.7,
                                -r * 0.4,
                                -r * 0.25,
                                -r,
                                -r * 0.8,
                                r * 0.25,
                                -r,
                                r * 0.7,
                                -r * 0.4
                            ),
                            ink(0xfff5f0),
                        );
                    });
                }
                pen.oval(0.0, 0.0, r * 0.18, r * 0.18, ink(0xd9637a));
            });
        }
    })
}
