//! What lies and stands beside pots: lemons, twigs, cherry blossom.

use super::{
    ink::{SHADOW, ink},
    pen::Pen,
    shape::{At, curve, leaf},
};

/// A lemon, cut off by the bowl it lies in.
pub(super) fn lemon(pen: &mut Pen, x: f64, y: f64, r: f64) {
    let skin = pen.ball(
        (0.34, 0.3),
        0.85,
        &[(0.0, ink(0xfff3a6)), (0.35, ink(0xf7cf3f)), (0.8, ink(0xd99a1f)), (1.0, ink(0xa86c14))],
    );
    let turn = pen.rnd(-40.0, 40.0);
    pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({turn:.1})"), |pen| {
        let d = curve(&[
            (-r * 1.28, 0.0),
            (-r * 1.05, -r * 0.22),
            (-r * 0.4, -r * 0.82),
            (r * 0.4, -r * 0.82),
            (r * 1.05, -r * 0.22),
            (r * 1.28, 0.0),
            (r * 1.05, r * 0.22),
            (r * 0.4, r * 0.82),
            (-r * 0.4, r * 0.82),
            (-r * 1.05, r * 0.22),
            (-r * 1.28, 0.0),
        ]);
        pen.fill(&d, skin);
        pen.within(&d, |pen| {
            for _ in 0..70 {
                let (px, py) = (pen.rnd(-r, r), pen.rnd(-r, r));
                pen.oval(px, py, 1.6, 1.3, ink(0xb9780f).alpha(0.25));
            }
        });
        pen.glint(-r * 0.35, -r * 0.4, r * 0.36, r * 0.22, 0.8);
    });
}

/// A sprig lying on the table.
pub(super) fn leafy(pen: &mut Pen, x: f64, y: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate(-14)"), |pen| {
        pen.line("M-110 10Q40 -16 210 6", ink(0x5b6b3c), 5.0);
        for k in 0..9 {
            let at = -90.0 + f64::from(k) * 34.0;
            let side = if k % 2 == 0 { -1.0 } else { 1.0 };
            let turn = side * pen.rnd(30.0, 52.0);
            let size = pen.rnd(62.0, 88.0);
            let (near, far) = leaf(size, 19.0, 0.45, 10.0 * side);
            pen.moved(format_args!("translate({:.1} {:.1}) rotate({turn:.1})", at + 6.0, 8.0), |pen| {
                pen.fill(&near, SHADOW.alpha(0.22));
            });
            pen.moved(format_args!("translate({at:.1} 0) rotate({turn:.1})"), |pen| {
                pen.fill(&near, ink(0x54693f));
                pen.fill(&far, ink(0x8ba065));
            });
        }
    });
}

pub(super) fn petal(pen: &mut Pen, x: f64, y: f64, turn: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
        pen.oval(3.0, 6.0, 17.0, 8.0, SHADOW.alpha(0.25));
        pen.oval(0.0, 0.0, 17.0, 9.0, ink(0xfbdcd6));
        pen.oval(-4.0, -2.0, 9.0, 4.0, ink(0xfff3ee));
    });
}

/// A branch of cherry in flower, out of the jar's mouth.
pub(super) fn blossom(pen: &mut Pen, from: At) {
    let bark = ink(0x4a3028);
    let twigs: [&[At]; 5] = [
        &[(0.0, 0.0), (-40.0, -150.0), (-20.0, -300.0), (70.0, -430.0), (110.0, -540.0)],
        &[(-28.0, -240.0), (-130.0, -330.0), (-250.0, -370.0), (-330.0, -440.0)],
        &[(20.0, -370.0), (-50.0, -460.0), (-70.0, -560.0)],
        &[(10.0, 0.0), (70.0, -120.0), (190.0, -210.0), (300.0, -240.0), (390.0, -310.0)],
        &[(170.0, -196.0), (220.0, -300.0), (230.0, -390.0)],
    ];
    pen.moved(format_args!("translate({} {})", from.0, from.1), |pen| {
        for (k, points) in twigs.iter().enumerate() {
            let thick = if k == 0 || k == 3 { 13.0 } else { 8.0 };
            pen.line(curve(points), bark.shade(0.25), thick);
            pen.moved("translate(-2 -2)", |pen| pen.line(curve(points), bark.lit(0.22), thick * 0.35));
        }
        for points in twigs {
            for pair in points.windows(2).skip(1) {
                for step in 0..4 {
                    let t = f64::from(step) / 4.0;
                    let (x, y) = (
                        pair[0].0 + (pair[1].0 - pair[0].0) * t + pen.rnd(-26.0, 26.0),
                        pair[0].1 + (pair[1].1 - pair[0].1) * t + pen.rnd(-26.0, 26.0),
                    );
                    let size = pen.rnd(15.0, 32.0);
                    flower(pen, x, y, size);
                }
            }
        }
    });
}

pub(super) fn flower(pen: &mut Pen, x: f64, y: f64, size: f64) {
    let turn = pen.rnd(0.0, 72.0);
    let tone = pen.pick(&[ink(0xfbe3de), ink(0xf6c9c6), ink(0xfff3ee), ink(0xefb0b4)]);
    pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({turn:.1})"), |pen| {
        for k in 0..5 {
            pen.moved(format_args!("rotate({})", k * 72), |pen| {
                let paint = pen.lin(
                    (0.0, 0.0),
                    (0.0, -size),
                    &[(0.0, tone.mix(ink(0xd9636f), 0.45)), (0.4, tone), (1.0, tone.lit(0.4))],
                );
                pen.fill(
                    format_args!(
                        "M0 0C{:.1} {:.1} {:.1} {:.1} 0 {:.1}C{:.1} {:.1} {:.1} {:.1} 0 0Z",
                        -size * 0.62,
                        -size * 0.3,
                        -size * 0.5,
                        -size * 1.06,
                        -size * 0.92,
                        size * 0.5,
                        -size * 1.06,
                        size * 0.62,
                        -size * 0.3
                    ),
                    paint,
                );
            });
        }
        for k in 0..6 {
            pen.moved(format_args!("rotate({})", k * 60 + 20), |pen| {
                pen.line(format_args!("M0 0V{:.1}", -size * 0.36), ink(0xb8434f), 1.2);
                pen.oval(0.0, -size * 0.38, 1.8, 1.8, ink(0xf2c14e));
            });
        }
    });
}
