//! Hollow Way: waxed canvas and bridle leather for bicycles.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    shape::{At, closed, curve, poly, rounded},
    stage::{cast, daylight, slab, sweep, table, wall, window},
};
use std::f64::consts::TAU;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("hollow-handlebar-bag", SQUARE, handlebar),
    Scene::new("hollow-saddle-bag", SQUARE, saddle),
    Scene::new("hollow-pannier", PORTRAIT, pannier),
    Scene::new("hollow-roll-top", PORTRAIT, roll_top),
];

const LEATHER: Ink = ink(0x8a4f2a);
const BRASS: Ink = ink(0xd2a552);

/// Waxed canvas inside the path: weave, creases, a round light. `frame` is its box: x, y, width, height.
fn canvas(pen: &mut Pen, d: &str, colour: Ink, frame: (f64, f64, f64, f64)) {
    let (x, y, w, h) = frame;
    let paint = pen.lin(
        (x, y),
        (x + w, y + h * 0.3),
        &[
            (0.0, colour.shade(0.20)),
            (0.16, colour.lit(0.12)),
            (0.36, colour.lit(0.16)),
            (0.7, colour.shade(0.06)),
            (1.0, colour.shade(0.40)),
        ],
    );
    pen.fill(d, paint);
    let weave = pen.tile(7.0, 7.0, "rotate(3)", |pen| {
        pen.rect(0.0, 0.0, 3.0, 3.0, 0.6, GLINT.alpha(0.07));
        pen.rect(3.5, 3.5, 3.0, 3.0, 0.6, GLINT.alpha(0.05));
        pen.rect(3.5, 0.0, 3.0, 3.0, 0.6, SHADOW.alpha(0.10));
    });
    pen.fill(d, weave);
    pen.within(d, |pen| {
        pen.soft(8.0, |pen| {
            for k in 0..9 {
                let (cx, cy) = (x + w * pen.rnd(0.06, 0.94), y + h * pen.rnd(0.08, 0.92));
                let (dx, dy) = (pen.rnd(-60.0, 60.0), pen.rnd(30.0, 100.0));
                let tone = if k % 2 == 0 { GLINT.alpha(0.16) } else { SHADOW.alpha(0.22) };
                pen.line(curve(&[(cx, cy), (cx + dx * 0.3, cy + dy * 0.5), (cx + dx, cy + dy)]), tone, 12.0);
            }
        });
        let fall = pen.lin(
            (0.0, y),
            (0.0, y + h),
            &[
                (0.0, GLINT.alpha(0.12)),
                (0.25, GLINT.alpha(0.0)),
                (0.65, SHADOW.alpha(0.0)),
                (1.0, SHADOW.alpha(0.42)),
            ],
        );
        pen.rect(x - 20.0, y - 20.0, w + 40.0, h + 40.0, 0.0, fall);
    });
}

/// Two rows of thread along a seam.
fn seam(pen: &mut Pen, d: &str, colour: Ink) {
    pen.line(d, SHADOW.alpha(0.30), 5.0);
    pen.stitch(d, colour.lit(0.5).alpha(0.9), 2.4, 7.0, 6.0);
}

/// A strap hanging from `y` for `length`, with its buckle part of the way down.
fn strap(pen: &mut Pen, x: f64, y: f64, length: f64, w: f64, buckle: f64) {
    pen.soft(4.0, |pen| pen.rect(x - w / 2.0 + 6.0, y + 4.0, w, length + 4.0, 6.0, SHADOW.alpha(0.5)));
    let paint = pen.lin(
        (x - w / 2.0, 0.0),
        (x + w / 2.0, 0.0),
        &[
            (0.0, LEATHER.shade(0.4)),
            (0.15, LEATHER.lit(0.16)),
            (0.5, LEATHER.lit(0.06)),
            (1.0, LEATHER.shade(0.36)),
        ],
    );
    let d = format!(
        "M{} {y}H{}V{}L{x} {}L{} {}Z",
        x - w / 2.0,
        x + w / 2.0,
        y + length - w * 0.5,
        y + length,
        x - w / 2.0,
        y + length - w * 0.5
    );
    pen.fill(&d, paint);
    for side in [-1.0, 1.0] {
        pen.stitch(
            format_args!("M{0:.1} {1:.1}V{2:.1}", x + side * w * 0.36, y + 6.0, y + length - w * 0.6),
            ink(0xf2ddb4).alpha(0.85),
            2.0,
            6.0,
            5.0,
        );
    }
    for k in 0..3 {
        pen.oval(x, y + length - w * 0.9 - f64::from(k) * w * 0.62, w * 0.07, w * 0.07, ink(0x2a140a));
    }
    let by = y + buckle;
    let metal = pen.lin(
        (x - w, by - w * 0.5),
        (x + w, by + w * 0.6),
        &[(0.0, BRASS.lit(0.7)), (0.4, BRASS), (0.7, BRASS.shade(0.45)), (1.0, BRASS.lit(0.3))],
    );
    pen.moved("translate(4 6)", |pen| {
        pen.edge(rounded(x - w * 0.74, by - w * 0.44, w * 1.48, w * 0.96, 8.0), SHADOW.alpha(0.5), w * 0.17);
    });
    pen.edge(rounded(x - w * 0.74, by - w * 0.44, w * 1.48, w * 0.96, 8.0), &metal, w * 0.16);
    pen.line(format_args!("M{x} {:.1}V{:.1}", by - w * 0.4, by + w * 0.48), &metal, w * 0.13);
    let keeper = by + w * 0.95;
    pen.rect(x - w * 0.58, keeper, w * 1.16, w * 0.3, 4.0, LEATHER.shade(0.3));
    pen.rect(x - w * 0.58, keeper, w * 1.16, w * 0.12, 4.0, LEATHER.lit(0.2));
}

/// A leather patch with the shop's mark.
fn patch(pen: &mut Pen, x: f64, y: f64, w: f64) {
    let h = w * 0.62;
    pen.soft(3.0, |pen| pen.rect(x - w / 2.0 + 2.0, y - h / 2.0 + 4.0, w, h, 9.0, SHADOW.alpha(0.5)));
    let paint = pen.lin(
        (x - w / 2.0, y - h / 2.0),
        (x + w / 2.0, y + h / 2.0),
        &[(0.0, LEATHER.lit(0.35)), (1.0, LEATHER.shade(0.15))],
    );
    pen.rect(x - w / 2.0, y - h / 2.0, w, h, 9.0, paint);
    pen.stitch(
        rounded(x - w / 2.0 + 6.0, y - h / 2.0 + 6.0, w - 12.0, h - 12.0, 6.0),
        ink(0xf2ddb4),
        2.0,
        5.0,
        5.0,
    );
    pen.moved(format_args!("translate({x} {y}) scale({:.3})", w / 150.0), |pen| {
        pen.moved("translate(1.5 2)", |pen| road(pen, LEATHER.lit(0.5)));
        road(pen, LEATHER.shade(0.6));
    });
}

/// The shop's mark: a lane going into a hill.
pub(super) fn road(pen: &mut Pen, colour: Ink) {
    pen.line("M-48 26Q-30 -28 0 -28Q30 -28 48 26", colour, 7.0);
    pen.line("M-12 26Q-16 8 0 0Q12 -6 4 -16", colour, 6.0);
}

/// A spoked wheel, out of focus behind the goods.
fn wheel(pen: &mut Pen, x: f64, y: f64, r: f64) {
    pen.soft(5.0, |pen| {
        pen.ring(x, y, r, r, ink(0x1c1d20), r * 0.075);
        pen.ring(x, y, r * 0.925, r * 0.925, ink(0xc4a376), r * 0.03);
        pen.ring(x, y, r * 0.89, r * 0.89, ink(0xb9bcbc), r * 0.035);
        for k in 0..32 {
            let a = TAU * f64::from(k) / 32.0;
            let b = a + if k % 2 == 0 { 0.34 } else { -0.34 };
            pen.line(
                format_args!(
                    "M{:.1} {:.1}L{:.1} {:.1}",
                    x + r * 0.06 * b.cos(),
                    y + r * 0.06 * b.sin(),
                    x + r * 0.88 * a.cos(),
                    y + r * 0.88 * a.sin()
                ),
                ink(0xd8dad8).alpha(0.75),
                2.4,
            );
        }
        pen.oval(x, y, r * 0.07, r * 0.07, ink(0x8d9190));
    });
}

fn tube(pen: &mut Pen, d: &str, colour: Ink, width: f64) {
    pen.line(d, colour.shade(0.5), width);
    pen.moved("translate(-1 -2)", |pen| pen.line(d, colour, width * 0.72));
    pen.moved("translate(-2 -4)", |pen| pen.line(d, colour.lit(0.6), width * 0.22));
}

fn handlebar(pen: &mut Pen) {
    sweep(pen, ink(0xc3b8a2), 900.0);
    wheel(pen, 600.0, 1080.0, 360.0);
    let steel = ink(0xb4b8b6);
    tube(pen, "M600 250V470", ink(0x2f5148), 58.0);
    let tape = ink(0x6f4429);
    tube(pen, "M330 300H870", steel, 42.0);
    for side in [-1.0, 1.0] {
        let x = |dx: f64| 600.0 + side * dx;
        let drop = format!(
            "M{} 300C{} 296 {} 300 {} 372C{} 470 {} 520 {} 560",
            x(270.0),
            x(390.0),
            x(452.0),
            x(452.0),
            x(452.0),
            x(430.0),
            x(330.0)
        );
        tube(pen, &drop, tape, 50.0);
        for k in 0..9 {
            let t = f64::from(k) / 9.0;
            pen.line(
                format_args!("M{:.1} 278L{:.1} 322", x(286.0 + t * 96.0), x(296.0 + t * 96.0)),
                SHADOW.alpha(0.34),
                3.0,
            );
        }
        let lever = format!("M{} 322C{} 360 {} 420 {} 520", x(428.0), x(476.0), x(494.0), x(486.0));
        pen.line(&lever, ink(0x2a2b2e), 19.0);
        pen.moved("translate(-3 -2)", |pen| pen.line(&lever, ink(0x8d9092), 5.0));
    }
    pen.rect(556.0, 262.0, 88.0, 76.0, 16.0, ink(0x26272a));
    pen.rect(562.0, 266.0, 40.0, 66.0, 10.0, ink(0x55585a));
    pen.soft(20.0, |pen| pen.rect(330.0, 420.0, 580.0, 400.0, 80.0, SHADOW.alpha(0.42)));
    let olive = ink(0x66693f);
    let body = rounded(300.0, 366.0, 600.0, 420.0, 96.0);
    canvas(pen, &body, olive, (300.0, 366.0, 600.0, 420.0));
    let flap =
        "M300 440Q300 360 400 356H800Q900 360 900 440V560Q900 612 840 616Q600 640 360 616Q300 612 300 560Z";
    pen.soft(7.0, |pen| pen.moved("translate(3 16)", |pen| pen.fill(flap, SHADOW.alpha(0.45))));
    canvas(pen, flap, olive.lit(0.06), (300.0, 356.0, 600.0, 274.0));
    seam(pen, "M316 548Q320 596 368 600Q600 622 832 600Q880 596 884 548", olive);
    for x in [420.0, 780.0] {
        strap(pen, x, 300.0, 400.0, 50.0, 286.0);
    }
    patch(pen, 600.0, 520.0, 150.0);
    for x in [312.0, 888.0] {
        pen.ring(x, 470.0, 17.0, 22.0, BRASS.shade(0.2), 8.0);
        pen.ring(x - 1.0, 468.0, 17.0, 22.0, BRASS.lit(0.4), 3.0);
    }
    daylight(pen, 0.10);
}

fn saddle(pen: &mut Pen) {
    wall(pen, ink(0x7f8f93));
    window(pen, 60.0, -120.0, 720.0, ink(0xffe6bc), 0.34);
    tube(pen, "M742 420L836 1240", ink(0xb4b8b6), 52.0);
    tube(pen, "M792 860L838 1260", ink(0x2f5148), 66.0);
    wheel(pen, 250.0, 1250.0, 430.0);
    let frame = ink(0x3a3b3f);
    tube(pen, "M440 392C560 440 700 436 900 330", frame, 15.0);
    tube(pen, "M430 372C540 452 720 452 980 300", frame, 13.0);
    pen.rect(706.0, 396.0, 96.0, 50.0, 12.0, ink(0x55585a));
    // The saddle in profile.
    let hide = ink(0xa9653a);
    let seat = "M300 296C330 236 430 244 520 276C640 310 760 300 880 270C960 252 1050 250 1074 276C1090 296 1060 318 1000 324C900 340 800 376 700 392C600 404 520 404 460 424C380 448 306 440 292 396C286 360 288 324 300 296Z";
    pen.soft(12.0, |pen| pen.moved("translate(8 20)", |pen| pen.fill(seat, SHADOW.alpha(0.45))));
    let paint = pen.lin(
        (0.0, 240.0),
        (0.0, 440.0),
        &[(0.0, hide.lit(0.42)), (0.25, hide.lit(0.10)), (0.6, hide.shade(0.14)), (1.0, hide.shade(0.5))],
    );
    pen.fill(seat, paint);
    pen.within(seat, |pen| {
        pen.glint(420.0, 268.0, 130.0, 20.0, 0.55);
        pen.glint(940.0, 276.0, 110.0, 13.0, 0.45);
        for _ in 0..40 {
            let (x, y) = (pen.rnd(300.0, 1060.0), pen.rnd(250.0, 430.0));
            pen.line(format_args!("M{x:.1} {y:.1}q8 3 16 0"), SHADOW.alpha(0.16), 1.6);
        }
    });
    for (x, y) in [(328.0, 300.0), (320.0, 340.0), (322.0, 380.0), (1040.0, 282.0)] {
        pen.oval(x + 1.0, y + 2.0, 10.0, 10.0, SHADOW.alpha(0.5));
        let copper =
            pen.ball((0.35, 0.3), 0.8, &[(0.0, ink(0xffe0b0)), (0.5, ink(0xc77f43)), (1.0, ink(0x6d3a18))]);
        pen.oval(x, y, 9.0, 9.0, copper);
    }
    // The bag under it.
    let navy = ink(0x2f435c);
    let body = "M266 470C250 560 258 720 300 770C360 812 600 806 668 760C712 700 718 560 700 462C560 440 400 444 266 470Z";
    pen.soft(18.0, |pen| pen.moved("translate(16 26)", |pen| pen.fill(body, SHADOW.alpha(0.5))));
    canvas(pen, body, navy, (250.0, 444.0, 470.0, 366.0));
    seam(pen, "M284 486C270 570 278 700 314 752", navy);
    seam(pen, "M684 478C700 570 696 690 654 748", navy);
    let pocket = rounded(350.0, 600.0, 260.0, 170.0, 30.0);
    pen.soft(5.0, |pen| pen.moved("translate(3 8)", |pen| pen.fill(&pocket, SHADOW.alpha(0.4))));
    canvas(pen, &pocket, navy.lit(0.07), (350.0, 600.0, 260.0, 170.0));
    pen.stitch(rounded(360.0, 610.0, 240.0, 150.0, 24.0), navy.lit(0.55), 2.4, 7.0, 6.0);
    let flap = "M256 452Q480 420 712 448L704 560Q480 604 262 566Z";
    pen.soft(6.0, |pen| pen.moved("translate(2 14)", |pen| pen.fill(flap, SHADOW.alpha(0.45))));
    canvas(pen, flap, navy.lit(0.04), (256.0, 430.0, 456.0, 170.0));
    seam(pen, "M272 548Q480 586 694 544", navy);
    for x in [376.0, 590.0] {
        strap(pen, x, 400.0, 300.0, 42.0, 206.0);
    }
    patch(pen, 482.0, 506.0, 116.0);
    daylight(pen, 0.10);
}

fn pannier(pen: &mut Pen) {
    wall(pen, ink(0x9fb0a8));
    window(pen, 100.0, -80.0, 800.0, ink(0xfff0cc), 0.42);
    table(pen, 1220.0, ink(0x8f6a48), true);
    let ochre = ink(0xd99a2b);
    slab(pen, 316.0, 1350.0, 580.0, 320.0);
    let body = "M318 1350C300 1100 306 760 336 560H864C894 760 900 1100 882 1350Q600 1374 318 1350Z";
    canvas(pen, body, ochre, (306.0, 560.0, 590.0, 800.0));
    pen.within(body, |pen| {
        let base = "M300 1190Q600 1214 900 1190V1380H300Z";
        canvas(pen, base, ink(0x35332f), (300.0, 1190.0, 600.0, 190.0));
        seam(pen, "M300 1190Q600 1214 900 1190", ochre);
        pen.rect(300.0, 1046.0, 600.0, 34.0, 0.0, ink(0xc9cdc8));
        let shine = pen.lin(
            (300.0, 0.0),
            (900.0, 0.0),
            &[(0.0, ink(0x8d9290)), (0.3, ink(0xffffff)), (0.5, ink(0xc9cdc8)), (1.0, ink(0x6d7270))],
        );
        pen.rect(300.0, 1048.0, 600.0, 30.0, 0.0, shine);
    });
    for side in [-1.0, 1.0] {
        seam(
            pen,
            &format!("M{0} 600C{1} 800 {1} 1000 {0} 1180", 600.0 + side * 226.0, 600.0 + side * 244.0),
            ochre,
        );
    }
    rolled(pen, 600.0, 470.0, 600.0, ochre);
    for x in [450.0, 750.0] {
        strap(pen, x, 452.0, 420.0, 54.0, 250.0);
    }
    patch(pen, 600.0, 900.0, 170.0);
    pen.line("M520 430C520 360 680 360 680 430", LEATHER.shade(0.4), 26.0);
    pen.moved("translate(-2 -4)", |pen| pen.line("M520 430C520 360 680 360 680 430", LEATHER.lit(0.2), 13.0));
    pump(pen, 1010.0, 1330.0);
}

/// The rolled closure of a bag, three turns of cloth.
fn rolled(pen: &mut Pen, x: f64, y: f64, w: f64, colour: Ink) {
    pen.soft(9.0, |pen| pen.rect(x - w / 2.0, y + 70.0, w, 50.0, 20.0, SHADOW.alpha(0.5)));
    for (k, dy) in [0.0, 36.0, 68.0].into_iter().enumerate() {
        let (half, top) = (w / 2.0 - k as f64 * 6.0, y - 36.0 + dy);
        let d = rounded(x - half, top, half * 2.0, 58.0, 27.0);
        let paint = pen.lin(
            (0.0, top),
            (0.0, top + 58.0),
            &[(0.0, colour.shade(0.06)), (0.25, colour.lit(0.34)), (0.55, colour), (1.0, colour.shade(0.5))],
        );
        pen.fill(&d, paint);
        pen.stitch(
            format_args!("M{:.1} {:.1}H{:.1}", x - half + 20.0, top + 44.0, x + half - 20.0),
            colour.lit(0.5).alpha(0.7),
            2.2,
            7.0,
            6.0,
        );
    }
    for side in [-1.0, 1.0] {
        let cx = x + side * (w / 2.0 - 8.0);
        let roll = pen.ball(
            (0.4, 0.35),
            0.8,
            &[(0.0, colour.lit(0.2)), (0.6, colour.shade(0.15)), (1.0, colour.shade(0.5))],
        );
        pen.oval(cx, y + 14.0, 20.0, 52.0, roll);
        for r in [0.68, 0.36] {
            pen.ring(cx, y + 14.0, 20.0 * r, 52.0 * r, colour.shade(0.55).alpha(0.8), 3.0);
        }
    }
}

fn pump(pen: &mut Pen, x: f64, base: f64) {
    cast(pen, x, base, 34.0, 420.0);
    let steel = pen.lin(
        (x - 24.0, 0.0),
        (x + 24.0, 0.0),
        &[(0.0, ink(0x6a6e6e)), (0.25, ink(0xfafaf5)), (0.5, ink(0xb4b8b6)), (1.0, ink(0x5a5e5e))],
    );
    pen.rect(x - 20.0, base - 470.0, 40.0, 470.0, 8.0, &steel);
    let wood = pen.lin((x - 30.0, 0.0), (x + 30.0, 0.0), &super::stage::drum(ink(0xb07a45)));
    pen.rect(x - 27.0, base - 560.0, 54.0, 104.0, 18.0, wood);
    pen.rect(x - 24.0, base - 20.0, 48.0, 22.0, 6.0, ink(0x2b2c2f));
}

fn roll_top(pen: &mut Pen) {
    wall(pen, ink(0xd3b79a));
    window(pen, 130.0, -120.0, 780.0, ink(0xffe9c2), 0.44);
    table(pen, 1230.0, ink(0x5d4636), true);
    let slate = ink(0x3c4f58);
    slab(pen, 300.0, 1370.0, 610.0, 420.0);
    // Shoulder straps showing behind.
    for side in [-1.0, 1.0] {
        let x = |dx: f64| 600.0 + side * dx;
        let d = format!("M{} 470C{} 420 {} 560 {} 760", x(150.0), x(330.0), x(392.0), x(330.0));
        pen.line(&d, slate.shade(0.55), 50.0);
        pen.moved("translate(-3 -3)", |pen| pen.line(&d, slate.shade(0.25), 36.0));
    }
    let body = "M302 1368C282 1120 292 720 330 500H870C908 720 918 1120 898 1368Q600 1394 302 1368Z";
    canvas(pen, body, slate, (290.0, 500.0, 620.0, 880.0));
    pen.within(body, |pen| {
        let hide = "M280 1262Q600 1288 920 1262V1400H280Z";
        let paint = pen.lin(
            (290.0, 0.0),
            (910.0, 0.0),
            &[
                (0.0, LEATHER.shade(0.4)),
                (0.25, LEATHER.lit(0.20)),
                (0.6, LEATHER),
                (1.0, LEATHER.shade(0.5)),
            ],
        );
        pen.fill(hide, paint);
        pen.stitch("M280 1278Q600 1304 920 1278", ink(0xf2ddb4), 2.6, 8.0, 6.0);
    });
    let pocket = "M372 880H828Q846 1060 836 1228Q600 1246 364 1228Q354 1060 372 880Z";
    pen.soft(8.0, |pen| pen.moved("translate(4 12)", |pen| pen.fill(pocket, SHADOW.alpha(0.42))));
    canvas(pen, pocket, slate.lit(0.06), (356.0, 880.0, 490.0, 360.0));
    pen.rect(384.0, 908.0, 432.0, 20.0, 10.0, ink(0x16181a));
    pen.stitch("M392 918H808", BRASS.lit(0.3), 5.0, 2.0, 5.0);
    pen.fill(poly(&[(792.0, 916.0), (812.0, 916.0), (818.0, 972.0), (796.0, 972.0)]), LEATHER.lit(0.1));
    seam(pen, "M390 952Q600 962 810 952", slate);
    patch(pen, 600.0, 1080.0, 170.0);
    rolled(pen, 600.0, 420.0, 606.0, slate);
    strap(pen, 600.0, 392.0, 430.0, 64.0, 250.0);
    let helmet: &[At] = &[
        (930.0, 1330.0),
        (940.0, 1250.0),
        (1010.0, 1196.0),
        (1090.0, 1210.0),
        (1130.0, 1290.0),
        (1132.0, 1340.0),
        (1040.0, 1356.0),
    ];
    pen.shadow(1050.0, 1354.0, 150.0, 28.0, 0.6);
    let shell =
        pen.ball((0.36, 0.28), 0.85, &[(0.0, ink(0xfbf3e4)), (0.5, ink(0xe3d5bd)), (1.0, ink(0x94876f))]);
    pen.fill(closed(helmet), shell);
    for k in 0..3 {
        let at = 970.0 + f64::from(k) * 46.0;
        pen.line(
            curve(&[(at, 1320.0), (at + 12.0, 1266.0), (at + 34.0, 1232.0)]),
            ink(0x3a3b3f).alpha(0.8),
            13.0,
        );
    }
}
