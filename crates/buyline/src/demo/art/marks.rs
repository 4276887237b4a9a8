//! Marks of shops and charities: one sign each, legible at 40 pixels.

use super::{
    AVATAR, Scene, bags, books, heat,
    ink::{GLINT, Ink, ink},
    pen::Pen,
    perfume,
    shape::{boxed, closed, curve, leaf, poly},
    stationery,
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("avatar-ateliernord", AVATAR, |pen| {
        ground(pen, ink(0x23405a));
        pen.edge(boxed(146.0, 122.0, 220.0, 268.0), ink(0xf4e6cb), 20.0);
        pen.oval(300.0, 214.0, 30.0, 30.0, ink(0xf2a65a));
        pen.fill("M158 378L226 238L270 300L300 262L354 378Z", ink(0xf4e6cb));
        pen.fill("M226 238L244 264L228 282L212 268Z", ink(0x23405a).alpha(0.35));
    }),
    Scene::new("avatar-disquesduport", AVATAR, |pen| {
        ground(pen, ink(0xe2572e));
        pen.oval(256.0, 256.0, 172.0, 172.0, ink(0x1d1b1c));
        for k in 0..5 {
            pen.ring(
                256.0,
                256.0,
                92.0 + f64::from(k) * 16.0,
                92.0 + f64::from(k) * 16.0,
                GLINT.alpha(0.14),
                3.0,
            );
        }
        pen.oval(256.0, 256.0, 74.0, 74.0, ink(0xf4e6cb));
        pen.line("M206 262q25 -32 50 0t50 0", ink(0x1f6f60), 13.0);
        pen.fill("M256 256L358 118A172 172 0 0 1 402 166Z", GLINT.alpha(0.13));
    }),
    Scene::new("avatar-lisiere", AVATAR, |pen| {
        ground(pen, ink(0x2d4a3a));
        books::tree(pen, 256.0, 346.0, 118.0, ink(0xf3e6cc));
        pen.rect(132.0, 362.0, 248.0, 11.0, 5.0, ink(0xf3e6cc));
    }),
    Scene::new("avatar-terreetsel", AVATAR, |pen| {
        ground(pen, ink(0xc77f5b));
        pen.fill("M128 214H384C384 314 330 352 256 352S128 314 128 214Z", ink(0xf6ead6));
        pen.within("M128 214H384C384 314 330 352 256 352S128 314 128 214Z", |pen| {
            pen.fill("M100 268Q142 240 184 268T268 268T352 268T436 268V400H100Z", ink(0x2f6a7a));
            pen.line("M100 296Q142 268 184 296T268 296T352 296T436 296", ink(0xf6ead6).alpha(0.55), 8.0);
        });
        pen.rect(216.0, 350.0, 80.0, 22.0, 5.0, ink(0xf6ead6));
        for (x, y) in [(212.0, 168.0), (256.0, 146.0), (300.0, 168.0)] {
            pen.fill(poly(&[(x, y - 16.0), (x + 16.0, y), (x, y + 16.0), (x - 16.0, y)]), ink(0xf6ead6));
        }
    }),
    Scene::new("avatar-fournil", AVATAR, |pen| {
        ground(pen, ink(0x6d2f22));
        pen.fill("M112 318C104 220 176 166 256 166S408 220 400 318C396 348 374 354 346 354H166C138 354 116 348 112 318Z", ink(0xe9b66d));
        for x in [190.0, 256.0, 322.0] {
            pen.line(format_args!("M{} 222q34 36 18 92", x - 18.0), ink(0x6d2f22), 17.0);
        }
    }),
    Scene::new("avatar-lainehaute", AVATAR, |pen| {
        ground(pen, ink(0xe6d6b8));
        for (row, tone) in [(0.0, 0xc8563a), (1.0, 0x2c4a5e), (2.0, 0xc8563a)] {
            for k in 0..3 {
                let (x, y) = (106.0 + f64::from(k) * 100.0, 112.0 + row * 84.0);
                let tone = if (k + row as i32) % 2 == 0 { ink(tone) } else { ink(tone).lit(0.16) };
                pen.fill(
                    format_args!(
                        "M{x} {y}C{x} {} {} {} {} {}C{} {} {} {} {x} {y}Z",
                        y + 44.0,
                        x + 22.0,
                        y + 84.0,
                        x + 47.0,
                        y + 104.0,
                        x + 52.0,
                        y + 70.0,
                        x + 34.0,
                        y + 22.0
                    ),
                    tone,
                );
                pen.fill(
                    format_args!(
                        "M{0} {y}C{0} {1} {2} {3} {4} {5}C{6} {7} {8} {9} {0} {y}Z",
                        x + 100.0,
                        y + 44.0,
                        x + 78.0,
                        y + 84.0,
                        x + 53.0,
                        y + 104.0,
                        x + 48.0,
                        y + 70.0,
                        x + 66.0,
                        y + 22.0
                    ),
                    tone.shade(0.16),
                );
            }
        }
    }),
    Scene::new("avatar-cabestan", AVATAR, |pen| {
        ground(pen, ink(0x1f4a52));
        pen.moved("translate(256 256) rotate(-38)", |pen| {
            pen.oval(0.0, 0.0, 152.0, 108.0, ink(0xf2dcb8));
            pen.line("M-150 4C-74 -46 60 52 150 -6", ink(0x1f4a52), 24.0);
        });
    }),
    Scene::new("avatar-verdance", AVATAR, |pen| {
        ground(pen, ink(0xdfe6c9));
        pen.line("M256 404C256 340 254 300 256 236", ink(0x2f5f3c), 17.0);
        for (turn, tone) in [(-38.0, ink(0x3f7a48)), (-142.0, ink(0x2f5f3c))] {
            let (near, far) = leaf(196.0, 76.0, 0.5, 0.0);
            pen.moved(format_args!("translate(256 300) rotate({turn})"), |pen| {
                pen.fill(&near, tone);
                pen.fill(&far, tone.lit(0.24));
            });
        }
    }),
    Scene::new("avatar-kumo", AVATAR, |pen| {
        ground(pen, ink(0xf6efdf));
        pen.moved("translate(262 246) scale(2.3)", |pen| stationery::cloud(pen, ink(0x1f4468)));
        stationery::seal(pen, 330.0, 330.0, 70.0);
    }),
    Scene::new("avatar-baytlayla", AVATAR, |pen| {
        ground(pen, ink(0x3a1f33));
        pen.fill(perfume::star(256.0, 256.0, 176.0), ink(0xd9b15c));
        pen.fill(perfume::star(256.0, 256.0, 150.0), ink(0x3a1f33));
        perfume::crescent(pen, 262.0, 256.0, 82.0, ink(0xf0d79a));
    }),
    Scene::new("avatar-hollowway", AVATAR, |pen| {
        ground(pen, ink(0x66693f));
        pen.moved("translate(256 262) scale(3.1)", |pen| bags::road(pen, ink(0xf3e6c8)));
    }),
    Scene::new("avatar-slowburn", AVATAR, |pen| {
        ground(pen, ink(0x2a1c1e));
        heat::flame(pen, 256.0, 276.0, 168.0, ink(0xe8602e), ink(0xf8cf66));
    }),
    Scene::new("avatar-refugedelamer", AVATAR, seal_mark),
    Scene::new("avatar-longtable", AVATAR, |pen| {
        ground(pen, ink(0x8f3f4a));
        pen.rect(70.0, 300.0, 372.0, 24.0, 10.0, ink(0xf6e6cf));
        for x in [118.0, 372.0] {
            pen.rect(x, 318.0, 22.0, 96.0, 6.0, ink(0xf6e6cf));
        }
        for (x, s) in [(148.0, 0.8), (256.0, 1.12), (364.0, 0.8)] {
            pen.moved(format_args!("translate({x} 296) scale({s})"), |pen| {
                pen.fill("M-54 -46H54C54 -14 32 0 0 0S-54 -14 -54 -46Z", ink(0xf2b65a));
                pen.line("M-16 -64q-12 -18 0 -34t0 -34M18 -64q-12 -18 0 -34t0 -34", ink(0xf6e6cf), 9.0);
            });
        }
    }),
];

/// A ground with the light from above left.
pub(super) fn ground(pen: &mut Pen, colour: Ink) {
    let paint =
        pen.rad((150.0, 110.0), 560.0, &[(0.0, colour.lit(0.18)), (0.5, colour), (1.0, colour.shade(0.28))]);
    pen.wash(paint);
}

fn seal_mark(pen: &mut Pen) {
    ground(pen, ink(0x2f7f95));
    let head = closed(&[
        (146.0, 380.0),
        (140.0, 290.0),
        (164.0, 196.0),
        (256.0, 148.0),
        (348.0, 196.0),
        (372.0, 290.0),
        (366.0, 380.0),
    ]);
    let fur =
        pen.ball((0.4, 0.25), 0.85, &[(0.0, ink(0xffffff)), (0.6, ink(0xe9edea)), (1.0, ink(0xb9c8ca))]);
    pen.fill(head, fur);
    pen.oval(222.0, 300.0, 50.0, 40.0, ink(0xffffff));
    pen.oval(290.0, 300.0, 50.0, 40.0, ink(0xffffff));
    pen.fill("M228 262Q256 250 284 262Q280 288 256 296Q232 288 228 262Z", ink(0x1d2a30));
    for x in [204.0, 308.0] {
        pen.oval(x, 236.0, 23.0, 25.0, ink(0x1d2a30));
        pen.oval(x - 7.0, 228.0, 7.0, 8.0, ink(0xffffff));
    }
    for side in [-1.0, 1.0] {
        for k in 0..3 {
            let y = 296.0 + f64::from(k) * 14.0;
            let x = |dx: f64| 256.0 + side * dx;
            pen.line(
                curve(&[(x(44.0), y), (x(96.0), y + 2.0), (x(134.0), y + 14.0 + f64::from(k) * 5.0)]),
                ink(0x51666d),
                4.0,
            );
        }
    }
    for (y, tone) in [(366.0, 0x1f6278), (404.0, 0x174d62), (444.0, 0x103b4d)] {
        let mut d = format!("M-20 540V{y}");
        for k in 0..8 {
            d.push_str(&format!("q{} -30 72 0", 36 + k % 2));
        }
        d.push_str("V540Z");
        pen.fill(d, ink(tone));
    }
}

/// Stars for the night banners; kept here because marks and banners share their sky.
pub(super) fn stars(pen: &mut Pen, count: usize, height: f64) {
    for _ in 0..count {
        let w = pen.w;
        let (x, y, r) = (pen.rnd(0.0, w), pen.rnd(0.0, height), pen.rnd(0.6, 2.1));
        let alpha = pen.rnd(0.25, 0.95);
        pen.oval(x, y, r, r, ink(0xfff3d6).alpha(alpha));
    }
}

/// A gull as two strokes.
pub(super) fn gull(pen: &mut Pen, x: f64, y: f64, size: f64, colour: Ink) {
    pen.line(
        format_args!(
            "M{:.1} {:.1}q{:.1} {:.1} {size:.1} 0q{:.1} {:.1} {size:.1} 0",
            x - size,
            y,
            size * 0.5,
            -size * 0.6,
            size * 0.5,
            -size * 0.6
        ),
        colour,
        size * 0.14,
    );
}

/// The half circle of a sun on the horizon, with its light.
pub(super) fn low_sun(pen: &mut Pen, x: f64, y: f64, r: f64, colour: Ink) {
    pen.glow(x, y, r * 4.2, r * 3.0, colour, 0.55);
    pen.oval(x, y, r, r, colour.lit(0.6));
}
