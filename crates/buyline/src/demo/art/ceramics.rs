//! Terre & Sel: stoneware from a small kiln by the sea.

use super::{
    PORTRAIT, SQUARE, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    pots::{Pot, handle, napkin, steam},
    shape::{leaf, round, stone},
    sprigs::{blossom, leafy, lemon, petal},
    stage::{cast, cloth, daylight, sweep, table, wall, window},
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("terre-mug-brume", SQUARE, mug),
    Scene::new("terre-bols-maree", SQUARE, bowls),
    Scene::new("terre-vase-lune", PORTRAIT, moon_jar),
    Scene::new("terre-assiettes-estran", SQUARE, plates),
    Scene::new("terre-theiere-galet", SQUARE, teapot),
];

const CLAY: Ink = ink(0xc9a98a);

fn mug(pen: &mut Pen) {
    wall(pen, ink(0xcfd6d1));
    window(pen, 90.0, -160.0, 620.0, ink(0xfff0cc), 0.5);
    table(pen, 770.0, ink(0xb48a60), true);
    napkin(pen, 170.0, 850.0, 620.0, 240.0, ink(0xe9e0d0));
    cup(pen, 900.0, 806.0, 0.62, ink(0xd9c7a8), None);
    pen.moved("translate(560 1004)", |pen| {
        cup(pen, 0.0, 0.0, 1.28, ink(0x5f8ea6), Some(ink(0x2a170e)));
    });
    steam(pen, 560.0, 470.0, 300.0);
    spoon(pen, 910.0, 1048.0);
}

/// A mug standing at (x, base).
fn cup(pen: &mut Pen, x: f64, base: f64, scale: f64, glaze: Ink, drink: Option<Ink>) {
    pen.moved(format_args!("translate({x} {base}) scale({scale})"), |pen| {
        let profile = [
            (-376.0, 168.0),
            (-360.0, 171.0),
            (-250.0, 176.0),
            (-120.0, 172.0),
            (-40.0, 156.0),
            (-8.0, 134.0),
            (0.0, 126.0),
        ];
        let pot = Pot {
            cx: 0.0,
            profile: &profile,
            flat: 0.19,
            clay: CLAY,
            glaze,
            glaze_to: -118.0,
            speckles: 90,
            gloss: 0.8,
            inside: ink(0xe9dfcd),
        };
        cast(pen, 0.0, 10.0, 128.0, 300.0);
        handle(pen, "M160 -300C286 -330 330 -180 262 -112C232 -82 190 -78 150 -92", glaze, 44.0);
        pot.body(pen);
        pot.mouth(pen);
        if let Some(drink) = drink {
            pot.filled(pen, 12.0, drink);
        }
    });
}

fn spoon(pen: &mut Pen, x: f64, y: f64) {
    pen.moved(format_args!("translate({x} {y}) rotate(-9)"), |pen| {
        pen.soft(6.0, |pen| {
            pen.line("M-120 14L150 14", SHADOW.alpha(0.4), 12.0);
            pen.oval(-170.0, 16.0, 62.0, 22.0, SHADOW.alpha(0.4));
        });
        let steel = pen.lin(
            (0.0, -12.0),
            (0.0, 14.0),
            &[(0.0, ink(0xfdf8ee)), (0.45, ink(0xc3b9ab)), (0.6, ink(0x7d746a)), (1.0, ink(0xd8cfc2))],
        );
        pen.fill("M-112 -5L150 -9Q166 0 150 9L-112 5Z", &steel);
        let bowl = pen.ball(
            (0.4, 0.75),
            0.8,
            &[(0.0, ink(0xfffaf0)), (0.35, ink(0xb9aea0)), (0.7, ink(0x6c6258)), (1.0, ink(0xe4dbcd))],
        );
        pen.oval(-170.0, 0.0, 62.0, 23.0, bowl);
        pen.ring(-170.0, 0.0, 60.0, 21.5, ink(0xfffaf0).alpha(0.7), 2.0);
    });
}

fn bowls(pen: &mut Pen) {
    wall(pen, ink(0xe7d9c6));
    window(pen, 260.0, -220.0, 720.0, ink(0xffefca), 0.5);
    table(pen, 690.0, ink(0x8d6a4c), true);
    let profile = [
        (-190.0, 236.0),
        (-176.0, 234.0),
        (-120.0, 214.0),
        (-62.0, 168.0),
        (-26.0, 116.0),
        (-10.0, 96.0),
        (0.0, 94.0),
    ];
    let bowl = |glaze: Ink, inside: Ink, glaze_to: f64| Pot {
        cx: 0.0,
        profile: &profile,
        flat: 0.26,
        clay: CLAY,
        glaze,
        glaze_to,
        speckles: 80,
        gloss: 0.75,
        inside,
    };
    let stack = [
        (880.0, 1.32, bowl(ink(0x2f5f6d), ink(0x3f7b88), -60.0)),
        (812.0, 1.22, bowl(ink(0xe4d8c2), ink(0xf0e7d6), -70.0)),
        (742.0, 1.12, bowl(ink(0xc77f5b), ink(0xdc9c76), -66.0)),
    ];
    let at = |base: f64, scale: f64| format!("translate(450 {base}) scale({scale})");
    pen.moved(at(stack[0].0, stack[0].1), |pen| cast(pen, 0.0, 12.0, 170.0, 300.0));
    for (base, scale, bowl) in &stack {
        pen.moved(at(*base, *scale), |pen| bowl.mouth(pen));
    }
    for (base, scale, bowl) in stack.iter().rev() {
        pen.moved(at(*base, *scale), |pen| bowl.front(pen));
    }
    pen.moved("translate(880 1040) scale(1.06)", |pen| bowl(ink(0x9fb0a0), ink(0xc9d3c4), -56.0).draw(pen));
    for (x, y, r) in [(806.0, 812.0, 62.0), (912.0, 796.0, 66.0), (866.0, 850.0, 60.0)] {
        lemon(pen, x, y, r);
    }
    pen.moved("translate(880 1040) scale(1.06)", |pen| {
        pen.line("M-236 -190A236 61 0 0 0 236 -190", ink(0x9fb0a0).lit(0.4), 11.0);
    });
    pen.glow(470.0, 420.0, 320.0, 200.0, ink(0xfff2d2), 0.12);
    leafy(pen, 200.0, 1080.0);
}

fn moon_jar(pen: &mut Pen) {
    wall(pen, ink(0xb9694a));
    window(pen, 80.0, -60.0, 820.0, ink(0xffd9a4), 0.38);
    table(pen, 1200.0, ink(0xd9b892), false);
    blossom(pen, (604.0, 650.0));
    let profile = [
        (640.0, 96.0),
        (664.0, 92.0),
        (690.0, 122.0),
        (760.0, 254.0),
        (890.0, 344.0),
        (1020.0, 352.0),
        (1150.0, 282.0),
        (1232.0, 178.0),
        (1262.0, 140.0),
        (1274.0, 138.0),
    ];
    Pot {
        cx: 600.0,
        profile: &profile,
        flat: 0.17,
        clay: ink(0xd3b595),
        glaze: ink(0xf0e6d4),
        glaze_to: 1400.0,
        speckles: 150,
        gloss: 0.72,
        inside: ink(0x9a8a76),
    }
    .draw(pen);
    // The seam where two bowls were joined, as on every moon jar.
    pen.line("M250 966Q600 1036 950 958", ink(0xb09a7c).alpha(0.30), 5.0);
    pen.line("M252 960Q600 1030 948 952", GLINT.alpha(0.35), 3.0);
    for (x, y, turn) in
        [(300.0, 1330.0, 20.0), (880.0, 1366.0, -30.0), (820.0, 1300.0, 60.0), (980.0, 1330.0, 5.0)]
    {
        petal(pen, x, y, turn);
    }
    daylight(pen, 0.12);
}

fn plates(pen: &mut Pen) {
    cloth(pen, ink(0xb9c0b8));
    plate(pen, 560.0, 600.0, 452.0, ink(0xe9dfcf), CLAY);
    plate(pen, 574.0, 588.0, 316.0, ink(0x4d7f93), ink(0xb98f6c));
    let fold = "M470 300L700 330L720 900L480 880Z";
    pen.soft(9.0, |pen| pen.moved("translate(12 14)", |pen| pen.fill(fold, SHADOW.alpha(0.35))));
    let weave = pen.tile(7.0, 7.0, "rotate(3)", |pen| {
        pen.rect(0.0, 0.0, 7.0, 7.0, 0.0, ink(0xf0e8da));
        pen.rect(0.0, 0.0, 3.5, 3.5, 1.0, ink(0xfdf8ee));
        pen.rect(3.5, 3.5, 3.5, 3.5, 1.0, ink(0xdfd4c2));
    });
    pen.fill(fold, weave);
    pen.within(fold, |pen| {
        let shade = pen.lin(
            (470.0, 0.0),
            (720.0, 60.0),
            &[
                (0.0, GLINT.alpha(0.3)),
                (0.45, GLINT.alpha(0.0)),
                (0.5, SHADOW.alpha(0.20)),
                (0.56, SHADOW.alpha(0.0)),
                (1.0, SHADOW.alpha(0.16)),
            ],
        );
        pen.wash(shade);
        for x in [500.0, 512.0, 684.0] {
            pen.line(format_args!("M{x} 290L{} 910", x + 16.0), ink(0x35607a), 4.0);
        }
    });
    pen.moved("translate(596 610) rotate(84)", |pen| {
        pen.line("M-190 0Q0 -24 190 4", ink(0x7a8a55), 6.0);
        for k in 0..22 {
            let at = -170.0 + f64::from(k) * 16.5;
            let side = if k % 2 == 0 { -1.0 } else { 1.0 };
            let (near, far) = leaf(54.0, 8.0, 0.5, 4.0 * side);
            pen.moved(format_args!("translate({at:.1} -8) rotate({:.1})", side * 46.0), |pen| {
                pen.fill(&near, ink(0x55683c));
                pen.fill(&far, ink(0x93a86b));
            });
        }
    });
    fork(pen, 1068.0, 600.0);
    plate(pen, 1010.0, 130.0, 190.0, ink(0xc98a63), CLAY);
    daylight(pen, 0.10);
}

/// A plate seen from above.
fn plate(pen: &mut Pen, cx: f64, cy: f64, r: f64, glaze: Ink, clay: Ink) {
    pen.soft(16.0, |pen| pen.oval(cx + 14.0, cy + 20.0, r * 0.985, r * 0.985, SHADOW.alpha(0.5)));
    let edge = pen.lin((cx - r, cy - r), (cx + r, cy + r), &[(0.0, clay.lit(0.35)), (1.0, clay.shade(0.3))]);
    let outline = stone(pen, cx, cy, r, r, 0.006, 18);
    pen.fill(outline, edge);
    let rim = pen.lin(
        (cx - r, cy - r),
        (cx + r, cy + r),
        &[(0.0, glaze.lit(0.35)), (0.5, glaze), (1.0, glaze.shade(0.22))],
    );
    pen.oval(cx, cy, r * 0.972, r * 0.972, rim);
    let well = pen.lin(
        (cx - r * 0.7, cy - r * 0.7),
        (cx + r * 0.7, cy + r * 0.7),
        &[(0.0, glaze.shade(0.28)), (0.3, glaze.shade(0.06)), (0.8, glaze.lit(0.18)), (1.0, glaze.lit(0.34))],
    );
    pen.oval(cx, cy, r * 0.76, r * 0.76, well);
    let floor = pen.ball(
        (0.4, 0.36),
        0.8,
        &[(0.0, glaze.lit(0.26)), (0.6, glaze.lit(0.04)), (1.0, glaze.shade(0.10))],
    );
    pen.oval(cx + 1.0, cy + 1.0, r * 0.70, r * 0.70, floor);
    pen.within(round(cx, cy, r * 0.97, r * 0.97), |pen| {
        for k in 0..22 {
            let ring = r * (0.04 + 0.042 * f64::from(k));
            let tone = if k % 2 == 0 { GLINT.alpha(0.09) } else { SHADOW.alpha(0.05) };
            pen.ring(cx, cy, ring, ring, tone, 2.4);
        }
        for _ in 0..170 {
            let (angle, far) = (pen.rnd(0.0, std::f64::consts::TAU), pen.rnd(0.0, 1.0f64).sqrt() * r);
            let size = pen.rnd(0.7, 2.7);
            let alpha = pen.rnd(0.2, 0.6);
            pen.oval(
                cx + far * angle.cos(),
                cy + far * angle.sin(),
                size,
                size * 0.85,
                glaze.shade(0.6).alpha(alpha),
            );
        }
        pen.glint(cx - r * 0.5, cy - r * 0.56, r * 0.36, r * 0.22, 0.4);
        pen.glint(cx + r * 0.52, cy + r * 0.55, r * 0.3, r * 0.2, 0.16);
    });
    pen.ring(cx, cy, r * 0.972, r * 0.972, clay.lit(0.1).alpha(0.8), 3.0);
}

fn fork(pen: &mut Pen, x: f64, y: f64) {
    pen.soft(6.0, |pen| {
        pen.line(format_args!("M{} {}V{}", x + 8.0, y + 310.0, y - 300.0), SHADOW.alpha(0.4), 22.0);
    });
    let steel = pen.lin(
        (x - 40.0, 0.0),
        (x + 40.0, 0.0),
        &[(0.0, ink(0x8a8177)), (0.35, ink(0xfdf8ef)), (0.6, ink(0xb5ab9e)), (1.0, ink(0x6d645b))],
    );
    pen.fill(
        format_args!(
            "M{} {}Q{x} {} {} {}L{} {}C{} {} {} {} {} {}H{}C{} {} {} {} {} {}Z",
            x - 10.0,
            y + 300.0,
            y + 330.0,
            x + 10.0,
            y + 300.0,
            x + 5.0,
            y - 110.0,
            x + 12.0,
            y - 150.0,
            x + 38.0,
            y - 150.0,
            x + 36.0,
            y - 216.0,
            x - 36.0,
            x - 38.0,
            y - 150.0,
            x - 12.0,
            y - 150.0,
            x - 5.0,
            y - 110.0
        ),
        &steel,
    );
    for dx in [-30.0, -10.0, 10.0, 30.0] {
        pen.fill(
            format_args!(
                "M{} {}L{} {}Q{} {} {} {}L{} {}Z",
                x + dx - 6.0,
                y - 212.0,
                x + dx - 3.6,
                y - 330.0,
                x + dx,
                y - 342.0,
                x + dx + 3.6,
                y - 330.0,
                x + dx + 6.0,
                y - 212.0
            ),
            &steel,
        );
    }
}

fn teapot(pen: &mut Pen) {
    sweep(pen, ink(0x3d4a4c), 760.0);
    let glaze = ink(0x23282c);
    let clay = ink(0xa9764f);
    pen.moved("translate(540 1010) scale(1.12)", |pen| {
        cast(pen, 0.0, 14.0, 230.0, 330.0);
        // Cane handle over the lid.
        handle(pen, "M-206 -306C-220 -650 220 -650 206 -306", ink(0xc79a5c), 26.0);
        for k in 0..15 {
            let t = f64::from(k) / 14.0;
            let angle = std::f64::consts::PI * (0.86 - 0.72 * t);
            let (x, y) = (196.0 * angle.cos() * 1.02, -362.0 - 208.0 * angle.sin());
            pen.moved(
                format_args!("translate({x:.1} {y:.1}) rotate({:.1})", 90.0 - angle.to_degrees()),
                |pen| {
                    pen.line("M-2 -14L2 14", ink(0x6d4c26).alpha(0.7), 3.0);
                },
            );
        }
        handle(pen, "M230 -190C330 -200 340 -300 420 -352", glaze, 64.0);
        pen.oval(424.0, -360.0, 26.0, 17.0, glaze.lit(0.2));
        pen.oval(425.0, -361.0, 17.0, 10.0, ink(0x050505));
        let profile = [
            (-350.0, 118.0),
            (-338.0, 150.0),
            (-290.0, 226.0),
            (-200.0, 274.0),
            (-110.0, 262.0),
            (-40.0, 206.0),
            (-6.0, 164.0),
            (0.0, 158.0),
        ];
        Pot {
            cx: 0.0,
            profile: &profile,
            flat: 0.2,
            clay,
            glaze,
            glaze_to: -70.0,
            speckles: 120,
            gloss: 0.85,
            inside: glaze,
        }
        .body(pen);
        let lid = [(-410.0, 20.0), (-402.0, 34.0), (-388.0, 90.0), (-362.0, 124.0), (-346.0, 128.0)];
        Pot {
            cx: 0.0,
            profile: &lid,
            flat: 0.2,
            clay,
            glaze,
            glaze_to: 0.0,
            speckles: 20,
            gloss: 0.85,
            inside: glaze,
        }
        .body(pen);
        let knob = pen.ball((0.35, 0.3), 0.8, &[(0.0, clay.lit(0.4)), (0.6, clay), (1.0, clay.shade(0.4))]);
        pen.oval(0.0, -424.0, 32.0, 26.0, knob);
    });
    let small = |pen: &mut Pen, x: f64, base: f64| {
        pen.moved(format_args!("translate({x} {base})"), |pen| {
            let profile = [(-130.0, 92.0), (-120.0, 92.0), (-60.0, 84.0), (-16.0, 60.0), (0.0, 52.0)];
            let pot = Pot {
                cx: 0.0,
                profile: &profile,
                flat: 0.26,
                clay,
                glaze: ink(0xe3d7c3),
                glaze_to: -40.0,
                speckles: 40,
                gloss: 0.7,
                inside: ink(0xefe6d6),
            };
            pot.draw(pen);
            pot.filled(pen, 9.0, ink(0xb8742c));
        });
    };
    small(pen, 1010.0, 1010.0);
    small(pen, 900.0, 1118.0);
    daylight(pen, 0.10);
}
