//! Banners over the profiles, three times as wide as high.

use super::{
    BANNER, Scene, bakery, coffee,
    ink::{GLINT, Ink, SHADOW, ink},
    marks, patterns,
    pen::Pen,
    perfume, plants, prints, records,
    shape::{At, boxed, curve, ground, poly, ridge},
    stage::{boards, daylight, drum, under, wall, window},
    towns, wool,
};
use std::f64::consts::PI;

type Picture = fn(&mut Pen);

const W: f64 = BANNER.0;
const H: f64 = BANNER.1;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("banner-ateliernord", BANNER, |pen| {
        wall(pen, ink(0xcfc6b4));
        window(pen, 100.0, -220.0, 700.0, ink(0xffeac4), 0.45);
        let walls: [(f64, f64, f64, Picture); 5] = [
            (150.0, 96.0, 0.44, prints::forms),
            (480.0, 52.0, 0.54, prints::lake),
            (850.0, 110.0, 0.42, towns::gables),
            (1140.0, 70.0, 0.5, towns::harbour),
            (1500.0, 90.0, 0.44, prints::lighthouse),
        ];
        for (x, y, s, print) in walls {
            let (w, h) = (prints::W * s, prints::H * s);
            under(pen, x, y, w, h, 14.0);
            pen.rect(x - 9.0, y - 9.0, w + 18.0, h + 18.0, 0.0, ink(0x3a2c22));
            pen.within(boxed(x, y, w, h), |pen| {
                pen.moved(format_args!("translate({x} {y}) scale({s})"), print);
            });
        }
    }),
    Scene::new("banner-disquesduport", BANNER, |pen| {
        boards(pen, ink(0x5a3d2c), 130.0, 0.0);
        let tones = [
            (ink(0x17161a), ink(0xe2572e)),
            (ink(0x1f6f66), ink(0xf4ead6)),
            (ink(0x17161a), ink(0xf0b429)),
            (ink(0xb8402a), ink(0xf3e3c4)),
            (ink(0x17161a), ink(0x2f6f8f)),
        ];
        for (k, (disc, label)) in tones.into_iter().enumerate() {
            records::vinyl(
                pen,
                150.0 + k as f64 * 300.0,
                250.0 + if k % 2 == 0 { 30.0 } else { -30.0 },
                214.0,
                disc,
                label,
                k % 2 == 1,
            );
        }
    }),
    Scene::new("banner-lisiere", BANNER, shelf),
    Scene::new("banner-terreetsel", BANNER, |pen| {
        sky(pen, &[(0.0, ink(0x8fb3bf)), (0.6, ink(0xe3e2d2)), (1.0, ink(0xf6dcb8))], 300.0);
        waves(pen, 290.0, &[ink(0x7fb0b8), ink(0x4f8f9f), ink(0x2f6f86), ink(0x1f5268)]);
        marks::low_sun(pen, 1130.0, 250.0, 38.0, ink(0xffdfa8));
    }),
    Scene::new("banner-fournil", BANNER, |pen| {
        sky(pen, &[(0.0, ink(0xf2b36a)), (1.0, ink(0xfde8bd))], 380.0);
        marks::low_sun(pen, 1080.0, 250.0, 60.0, ink(0xffe0a0));
        for (y, tone) in [(300.0, ink(0xd9a85a)), (350.0, ink(0xc48a3c))] {
            let line = ridge(pen, -10.0, W + 10.0, y, 22.0, 1.2);
            pen.fill(ground(&line, H), tone);
        }
        for k in 0..46 {
            let x = -20.0 + f64::from(k) * 34.0 + pen.rnd(-12.0, 12.0);
            let turn = -90.0 + pen.rnd(-16.0, 20.0);
            let y = 640.0 + pen.rnd(-70.0, 40.0);
            bakery::wheat(pen, x, y, turn);
        }
    }),
    Scene::new("banner-lainehaute", BANNER, |pen| {
        let knit = wool::stitches(pen, ink(0x2c4a5e), 26.0, "");
        pen.wash(knit);
        let accents = [
            (4, ink(0xf0e4cc)),
            (7, ink(0xc8563a)),
            (8, ink(0xc8563a)),
            (11, ink(0xf0e4cc)),
            (16, ink(0xf0e4cc)),
            (17, ink(0xe0a63c)),
            (18, ink(0xf0e4cc)),
        ];
        for (row, tone) in accents {
            let y = f64::from(row) * 26.0 * 0.82;
            for k in 0..60 {
                let keep = match row {
                    4 | 11 => k % 2 == 0,
                    7 => k % 4 != 3,
                    8 => k % 4 == 1,
                    _ => k % 6 < 4,
                };
                if keep {
                    let (size, x) = ((26.0, 26.0 * 0.82), f64::from(k) * 26.0);
                    wool::leg(pen, (x, y), size, 1.0, (tone.lit(0.15), tone));
                    wool::leg(pen, (x + 26.0, y), size, -1.0, (tone, tone.shade(0.3)));
                }
            }
        }
        daylight(pen, 0.30);
    }),
    Scene::new("banner-cabestan", BANNER, |pen| {
        pen.wash(ink(0x2a150b));
        for row in 0..11 {
            for k in 0..28 {
                let (x, y) = (
                    f64::from(k) * 57.0 + pen.rnd(-20.0, 20.0),
                    f64::from(row) * 50.0 + pen.rnd(-16.0, 16.0),
                );
                let (turn, size) = (pen.rnd(0.0, 180.0), pen.rnd(1.2, 1.6));
                coffee::bean(pen, x, y, turn, size);
            }
        }
        daylight(pen, 0.34);
    }),
    Scene::new("banner-verdance", BANNER, |pen| {
        pen.wash(ink(0x14301f));
        for layer in 0..3 {
            for _ in 0..15 {
                let (x, y) = (pen.rnd(-60.0, W + 60.0), pen.rnd(-40.0, H + 40.0));
                let (turn, size) = (pen.rnd(0.0, 360.0), pen.rnd(0.62, 0.95));
                let tone = ink(0x1f4a30).mix(ink(0x3f7f4f), f64::from(layer) / 2.0);
                pen.moved(
                    format_args!("translate({x:.1} {y:.1}) rotate({turn:.1}) scale({size:.2})"),
                    |pen| plants::split_leaf(pen, tone),
                );
            }
        }
        daylight(pen, 0.34);
    }),
    Scene::new("banner-kumo", BANNER, |pen| {
        sky(pen, &[(0.0, ink(0xe9b9a0)), (0.7, ink(0xf6e3cc)), (1.0, ink(0xfaf0de))], H);
        pen.oval(1120.0, 190.0, 92.0, 92.0, ink(0xd0493b));
        for (y, tone) in [(300.0, 0xc7cdd0), (350.0, 0x8fa5b5), (400.0, 0x4f6f8c)] {
            let line = ridge(pen, -10.0, W + 10.0, y, 70.0, 0.7);
            let paint = pen.lin((0.0, y - 80.0), (0.0, H), &[(0.0, ink(tone)), (1.0, ink(0xf6e9d6))]);
            pen.fill(ground(&line, H), paint);
        }
        let sea = patterns::seigaiha(pen);
        pen.rect(0.0, 420.0, W, 80.0, 0.0, sea);
    }),
    Scene::new("banner-baytlayla", BANNER, |pen| {
        sky(pen, &[(0.0, ink(0x1d1233)), (1.0, ink(0x5a2f4a))], H);
        marks::stars(pen, 120, 300.0);
        perfume::crescent(pen, 1160.0, 150.0, 64.0, ink(0xf3dca4));
        for k in 0..7 {
            arch(pen, -40.0 + f64::from(k) * 236.0);
        }
    }),
    Scene::new("banner-hollowway", BANNER, |pen| {
        sky(pen, &[(0.0, ink(0x9fb9bd)), (0.8, ink(0xf3e2bd)), (1.0, ink(0xf8d9a4))], 330.0);
        for (y, tone, rough) in [
            (270.0, 0xa9b48a, 46.0),
            (320.0, 0x87945f, 40.0),
            (380.0, 0x66753f, 30.0),
            (450.0, 0x47562d, 20.0),
        ] {
            let line = ridge(pen, -10.0, W + 10.0, y, rough, 0.8);
            pen.fill(ground(&line, H), ink(tone));
        }
        let lane: &[At] = &[(760.0, 520.0), (820.0, 440.0), (700.0, 380.0), (800.0, 330.0), (770.0, 300.0)];
        pen.line(curve(lane), ink(0xe9d8b0), 17.0);
        bicycle(pen, 420.0, 430.0);
    }),
    Scene::new("banner-slowburn", BANNER, |pen| {
        sky(
            pen,
            &[(0.0, ink(0x2d1a3a)), (0.5, ink(0xb5432f)), (0.85, ink(0xf2953f)), (1.0, ink(0xfbd07a))],
            360.0,
        );
        marks::low_sun(pen, 430.0, 330.0, 72.0, ink(0xffd27a));
        for (y, tone) in [(330.0, 0x8f3a3a), (380.0, 0x5f2733), (440.0, 0x2d1522)] {
            let line = ridge(pen, -10.0, W + 10.0, y, 60.0, 0.7);
            pen.fill(ground(&line, H), ink(tone));
        }
    }),
    Scene::new("banner-refugedelamer", BANNER, |pen| {
        sky(pen, &[(0.0, ink(0x6fa3b8)), (0.7, ink(0xd6e3dd)), (1.0, ink(0xf6e6c8))], 320.0);
        let cape = ridge(pen, 900.0, W + 20.0, 310.0, 60.0, 0.5);
        pen.fill(ground(&cape, 330.0), ink(0x6d8792));
        for (x, y, s) in
            [(300.0, 110.0, 34.0), (390.0, 160.0, 24.0), (520.0, 96.0, 20.0), (230.0, 190.0, 18.0)]
        {
            marks::gull(pen, x, y, s, ink(0x3c5560));
        }
        waves(pen, 310.0, &[ink(0x8fc0c4), ink(0x55a0ad), ink(0x2f7f95), ink(0x1f5f78)]);
    }),
    Scene::new("banner-longtable", BANNER, |pen| {
        boards(pen, ink(0x8f6040), 150.0, 0.0);
        for (k, soup) in [0xd9742c, 0x8a9a3f, 0xc24a30, 0xe0b04a, 0x9a5a34].into_iter().enumerate() {
            super::shores::bowl(
                pen,
                150.0 + k as f64 * 300.0,
                if k % 2 == 0 { 180.0 } else { 320.0 },
                128.0,
                ink(soup),
            );
        }
        daylight(pen, 0.16);
    }),
    Scene::new("banner-camille", BANNER, |pen| {
        pen.moved("translate(-40 -330) scale(2.64 1.4)", prints::dunes);
    }),
];

fn sky(pen: &mut Pen, stops: &[(f64, Ink)], horizon: f64) {
    let paint = pen.lin((0.0, 0.0), (0.0, horizon), stops);
    pen.wash(paint);
}

/// Rows of cut-paper waves from `y` down.
fn waves(pen: &mut Pen, y: f64, tones: &[Ink]) {
    for (row, tone) in tones.iter().enumerate() {
        let t = row as f64;
        let (top, step) = (y + t * 56.0, 110.0 + t * 34.0);
        let shift = pen.rnd(0.0, 90.0);
        let mut d = format!("M-160 {H}L{:.1} {top:.1}", -160.0 - shift);
        let mut x = -160.0 - shift;
        while x < W + 160.0 {
            let crest = 26.0 + t * 9.0;
            d.push_str(&format!(
                "C{:.1} {:.1} {:.1} {:.1} {:.1} {top:.1}",
                x + step * 0.3,
                top - crest,
                x + step * 0.7,
                top - crest,
                x + step
            ));
            x += step;
        }
        d.push_str(&format!("L{x:.1} {H}Z"));
        pen.moved("translate(0 -5)", |pen| pen.fill(&d, GLINT.alpha(0.5)));
        let paint = pen.lin((0.0, top - 30.0), (0.0, H), &[(0.0, tone.lit(0.10)), (1.0, tone.shade(0.2))]);
        pen.fill(&d, paint);
    }
}

fn shelf(pen: &mut Pen) {
    pen.wash(ink(0x2f261f));
    let mut x = -10.0;
    while x < W {
        let (w, h) = (pen.rnd(34.0, 84.0), pen.rnd(300.0, 420.0));
        let tone = pen.pick(&[
            ink(0x1f3d52),
            ink(0xb5512f),
            ink(0xe6dccb),
            ink(0xe9b949),
            ink(0x2d4a3a),
            ink(0x8f3f4a),
            ink(0x86a06a),
            ink(0x54758c),
            ink(0xd9c7a8),
        ]);
        let spine = pen.lin((x, 0.0), (x + w, 0.0), &drum(tone));
        let y = 452.0 - h;
        pen.rect(x, y, w - 2.0, h, 4.0, spine);
        let gilt = if tone.rgb[0] > 200 { ink(0x3a2c22) } else { ink(0xf3e0b4) };
        for at in [0.08, 0.11, 0.86] {
            pen.rect(x, y + h * at, w - 2.0, 3.0, 0.0, gilt.alpha(0.75));
        }
        pen.rect(x + w * 0.32, y + h * 0.2, w * 0.34, h * 0.34, 2.0, gilt.alpha(0.55));
        x += w;
    }
    let wood = ink(0x9a6a45);
    let board = pen.lin((0.0, 452.0), (0.0, H), &[(0.0, wood.lit(0.4)), (0.2, wood), (1.0, wood.shade(0.4))]);
    pen.rect(0.0, 452.0, W, 48.0, 0.0, board);
    let top = pen.lin((0.0, 0.0), (0.0, 240.0), &[(0.0, SHADOW.alpha(0.7)), (1.0, SHADOW.alpha(0.0))]);
    pen.rect(0.0, 0.0, W, 240.0, 0.0, top);
    daylight(pen, 0.26);
}

/// One arch of an arcade, dark against the night.
fn arch(pen: &mut Pen, x: f64) {
    let stone = ink(0x2a1622);
    let d = format!(
        "M{x} {H}V250C{x} 190 {} 130 {} 84C{} 130 {} 190 {} 250V{H}H{}V120H{}V{H}Z",
        x + 60.0,
        x + 118.0,
        x + 176.0,
        x + 236.0,
        x + 236.0,
        x + 276.0,
        x - 40.0
    );
    pen.fill(d, stone);
    pen.rect(x - 40.0, 60.0, 320.0, 66.0, 0.0, stone);
    pen.fill(poly(&[(x - 1.0, 126.0), (x + 118.0, 84.0), (x - 1.0, 84.0)]), stone);
    pen.fill(poly(&[(x + 237.0, 126.0), (x + 118.0, 84.0), (x + 237.0, 84.0)]), stone);
    pen.line(
        format_args!("M{} {H}V250C{} 194 {} 136 {} 92", x + 5.0, x + 5.0, x + 64.0, x + 118.0),
        ink(0xd9a24e).alpha(0.55),
        4.0,
    );
    pen.fill(perfume::star(x - 0.0, 94.0, 22.0), ink(0xd9a24e));
    pen.glow(x + 118.0, 330.0, 44.0, 60.0, ink(0xffc46a), 0.75);
    pen.fill(perfume::star(x + 118.0, 330.0, 20.0), ink(0xffe2a4));
    pen.line(format_args!("M{} 92V308", x + 118.0), ink(0xd9a24e).alpha(0.6), 2.0);
}

/// A touring bicycle as a line drawing.
fn bicycle(pen: &mut Pen, x: f64, y: f64) {
    let dark = ink(0x23281c);
    pen.moved(format_args!("translate({x} {y}) scale(0.86)"), |pen| {
        for cx in [-104.0, 104.0] {
            pen.ring(cx, 0.0, 74.0, 74.0, dark, 8.0);
            for k in 0..12 {
                let a = PI * f64::from(k) / 12.0;
                pen.line(
                    format_args!(
                        "M{:.1} {:.1}L{:.1} {:.1}",
                        cx - 70.0 * a.cos(),
                        -70.0 * a.sin(),
                        cx + 70.0 * a.cos(),
                        70.0 * a.sin()
                    ),
                    dark.alpha(0.5),
                    1.4,
                );
            }
        }
        pen.line(
            "M-104 0L-22 6L-52 -104L70 -98L-22 6M-104 0L-52 -104M70 -98L104 0M70 -98L64 -126",
            ink(0xa33d2f),
            9.0,
        );
        pen.line("M-52 -104L-58 -128M-84 -132H-36", dark, 9.0);
        pen.line("M64 -126C90 -130 104 -122 104 -104C104 -90 92 -86 84 -88", dark, 8.0);
        pen.rect(84.0, -108.0, 56.0, 44.0, 10.0, ink(0x66693f).shade(0.3));
        pen.rect(-120.0, -112.0, 56.0, 44.0, 10.0, ink(0x8a4f2a));
        pen.oval(-22.0, 6.0, 15.0, 15.0, dark);
    });
}
