//! Atelier Nord: prints in frames, on walls where the afternoon comes in.

use super::{
    PORTRAIT, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    prints,
    shape::{At, boxed, curve, leaf, poly, turned},
    stage::{cast, drum, pane, slab, table, under, wall, window},
    towns,
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("nord-lac-du-matin", PORTRAIT, |pen| {
        room(pen, ink(0xd9cfc0), ink(0x9a6c40));
        window(pen, 60.0, -120.0, 720.0, ink(0xffe3b0), 0.42);
        framed(pen, Spot::wall(), Frame::oak(), prints::lake);
        vase(pen, 930.0, 1356.0, 0.9, ink(0xe8ded0), Sprig::Olive);
        books(pen, 250.0, 1356.0, &[ink(0x2f4a5b), ink(0xb5654a), ink(0xe3d6bd)]);
    }),
    Scene::new("nord-port-au-crepuscule", PORTRAIT, |pen| {
        room(pen, ink(0x3f5a5c), ink(0x5b3a26));
        window(pen, 150.0, -60.0, 760.0, ink(0xffd9a0), 0.26);
        framed(pen, Spot::wall(), Frame::black(), towns::harbour);
        lamp(pen, 268.0, 1356.0);
        books(pen, 900.0, 1356.0, &[ink(0xd9b36a), ink(0x8f3f33)]);
    }),
    Scene::new("nord-fougere", PORTRAIT, |pen| {
        room(pen, ink(0xa9b8a0), ink(0xc49a6c));
        window(pen, 40.0, 40.0, 820.0, ink(0xfff0c4), 0.40);
        framed(pen, Spot::wall(), Frame::white(), prints::fern);
        vase(pen, 246.0, 1356.0, 0.8, ink(0x4b5d52), Sprig::Fern);
    }),
    Scene::new("nord-formes-libres", PORTRAIT, |pen| {
        room(pen, ink(0xc98a66), ink(0xe5d3b8));
        window(pen, 100.0, -140.0, 780.0, ink(0xffe0b4), 0.34);
        framed(pen, Spot::leaning(), Frame::oak(), prints::forms);
        vase(pen, 1010.0, 1384.0, 1.05, ink(0x2c3038), Sprig::Dry);
    }),
    Scene::new("nord-phare-la-nuit", PORTRAIT, |pen| {
        room(pen, ink(0xe6e0d6), ink(0xb08a62));
        window(pen, 20.0, -40.0, 760.0, ink(0xffe9c4), 0.5);
        hung(pen, prints::lighthouse);
        books(pen, 236.0, 1356.0, &[ink(0x27304d), ink(0xb83a2f), ink(0xe9dcc4), ink(0x5b7ea0)]);
        vase(pen, 984.0, 1356.0, 0.62, ink(0x9db3bd), Sprig::Dry);
    }),
    Scene::new("nord-maisons-du-quai", PORTRAIT, |pen| {
        room(pen, ink(0xc9c3ae), ink(0x7a5436));
        window(pen, 130.0, -90.0, 760.0, ink(0xffe8bc), 0.44);
        framed(pen, Spot::wall(), Frame::walnut(), towns::gables);
        lamp(pen, 948.0, 1356.0);
    }),
];

struct Spot {
    x: f64,
    y: f64,
    scale: f64,
}

impl Spot {
    const fn wall() -> Self {
        Self { x: 236.0, y: 120.0, scale: 1.0 }
    }

    const fn leaning() -> Self {
        Self { x: 176.0, y: 262.0, scale: 1.13 }
    }
}

struct Frame {
    wood: Ink,
    width: f64,
}

impl Frame {
    const fn oak() -> Self {
        Self { wood: ink(0xc79a63), width: 26.0 }
    }
    const fn black() -> Self {
        Self { wood: ink(0x2b2826), width: 22.0 }
    }
    const fn white() -> Self {
        Self { wood: ink(0xf1ece2), width: 24.0 }
    }
    const fn walnut() -> Self {
        Self { wood: ink(0x6b452c), width: 26.0 }
    }
}

fn room(pen: &mut Pen, paint: Ink, wood: Ink) {
    wall(pen, paint);
    table(pen, 1300.0, wood, true);
    let (w, h) = (pen.w, pen.h);
    let front = pen.lin(
        (0.0, 1440.0),
        (0.0, h),
        &[(0.0, wood.lit(0.25)), (0.12, wood.shade(0.22)), (1.0, wood.shade(0.45))],
    );
    pen.rect(0.0, 1440.0, w, h - 1440.0, 0.0, front);
}

/// A print behind glass in a frame with a mount.
fn framed(pen: &mut Pen, spot: Spot, frame: Frame, print: fn(&mut Pen)) {
    let (w, h, mount, f) = (728.0, 990.0, 62.0, frame.width);
    let (pw, ph) = (w - 2.0 * (mount + f), h - 2.0 * (mount + f));
    pen.moved(format_args!("translate({} {}) scale({})", spot.x, spot.y, spot.scale), |pen| {
        under(pen, 0.0, 0.0, w, h, 26.0);
        rails(pen, w, h, &frame);
        let card = pen.lin((0.0, 0.0), (w, h), &[(0.0, ink(0xfdfaf3)), (1.0, ink(0xece5d8))]);
        pen.rect(f, f, w - 2.0 * f, h - 2.0 * f, 0.0, card);
        rebate(pen, f, f, w - 2.0 * f, h - 2.0 * f, 20.0, 0.42);
        let (x, y) = (f + mount, f + mount);
        pen.rect(x - 5.0, y - 5.0, pw + 10.0, ph + 10.0, 0.0, ink(0xd9d1c2));
        pen.fill(
            poly(&[
                (x - 5.0, y + ph + 5.0),
                (x + pw + 5.0, y + ph + 5.0),
                (x + pw + 5.0, y - 5.0),
                (x + pw, y),
                (x + pw, y + ph),
                (x, y + ph),
            ]),
            ink(0xffffff),
        );
        sheet(pen, x, y, pw, ph, print);
        rebate(pen, x, y, pw, ph, 9.0, 0.30);
        pane(pen, f, f, w - 2.0 * f, h - 2.0 * f, 0.15);
    });
}

/// The print itself, clipped to its sheet.
fn sheet(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, print: fn(&mut Pen)) {
    let scale = (w / prints::W).max(h / prints::H);
    pen.within(boxed(x, y, w, h), |pen| {
        let (dx, dy) = (x + (w - prints::W * scale) / 2.0, y + (h - prints::H * scale) / 2.0);
        pen.moved(format_args!("translate({dx:.1} {dy:.1}) scale({scale:.4})"), print);
    });
}

/// The inner shadow under a frame or a mount: top and left edges, where the lamp does not reach.
fn rebate(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, depth: f64, strength: f64) {
    let top = pen.lin(
        (0.0, y),
        (0.0, y + depth),
        &[(0.0, SHADOW.alpha(strength)), (0.4, SHADOW.alpha(strength * 0.35)), (1.0, SHADOW.alpha(0.0))],
    );
    pen.rect(x, y, w, depth, 0.0, top);
    let left = pen.lin(
        (x, 0.0),
        (x + depth * 0.7, 0.0),
        &[(0.0, SHADOW.alpha(strength * 0.9)), (0.4, SHADOW.alpha(strength * 0.3)), (1.0, SHADOW.alpha(0.0))],
    );
    pen.rect(x, y, depth * 0.7, h, 0.0, left);
}

fn rails(pen: &mut Pen, w: f64, h: f64, frame: &Frame) {
    let (f, wood) = (frame.width, frame.wood);
    let sides: [(&[At], Ink); 4] = [
        (&[(0.0, 0.0), (w, 0.0), (w - f, f), (f, f)], wood.lit(0.26)),
        (&[(0.0, 0.0), (f, f), (f, h - f), (0.0, h)], wood.lit(0.10)),
        (&[(w, 0.0), (w, h), (w - f, h - f), (w - f, f)], wood.shade(0.20)),
        (&[(0.0, h), (f, h - f), (w - f, h - f), (w, h)], wood.shade(0.32)),
    ];
    for (points, colour) in sides {
        pen.fill(poly(points), colour);
        pen.within(poly(points), |pen| {
            for _ in 0..14 {
                let along = pen.rnd(0.0, f);
                let tint = colour.shade(0.4).alpha(0.09);
                let flat =
                    points[0].1 == points[1].1 || points[2].1 == points[1].1 && points[0].1 != points[3].1;
                let d = if flat || points[0].1 == points[3].1 {
                    let y = if points[0].1 == 0.0 { along } else { h - along };
                    curve(&[(0.0, y), (w / 2.0, y + 1.5), (w, y)])
                } else {
                    let x = if points[0].0 == 0.0 { along } else { w - along };
                    curve(&[(x, 0.0), (x + 1.5, h / 2.0), (x, h)])
                };
                pen.line(d, tint, 1.4);
            }
        });
    }
    pen.edge(boxed(0.8, 0.8, w - 1.6, h - 1.6), wood.lit(0.5).alpha(0.35), 1.6);
    pen.edge(boxed(f, f, w - 2.0 * f, h - 2.0 * f), wood.shade(0.6).alpha(0.6), 2.0);
}

/// An unframed print between two wooden rails on a cord.
fn hung(pen: &mut Pen, print: fn(&mut Pen)) {
    let (x, y, w, h) = (250.0, 210.0, 700.0, 886.0);
    pen.line(format_args!("M{} {y}L600 84L{} {y}", x + 40.0, x + w - 40.0), ink(0x5a4632), 3.0);
    pen.oval(600.0, 84.0, 9.0, 9.0, ink(0x8a7a66));
    pen.oval(598.0, 82.0, 4.0, 4.0, ink(0xe6dccb));
    under(pen, x, y, w, h, 20.0);
    sheet(pen, x, y, w, h, print);
    let curl = pen.lin(
        (x, 0.0),
        (x + w, 0.0),
        &[
            (0.0, SHADOW.alpha(0.14)),
            (0.12, GLINT.alpha(0.14)),
            (0.4, GLINT.alpha(0.0)),
            (0.8, SHADOW.alpha(0.03)),
            (1.0, SHADOW.alpha(0.22)),
        ],
    );
    pen.rect(x, y, w, h, 0.0, curl);
    for ry in [y - 16.0, y + h - 22.0] {
        pen.soft(8.0, |pen| pen.rect(x - 6.0, ry + 20.0, w + 30.0, 34.0, 4.0, SHADOW.alpha(0.35)));
        let wood = ink(0xb98a58);
        let paint = pen.lin(
            (0.0, ry),
            (0.0, ry + 38.0),
            &[
                (0.0, wood.lit(0.35)),
                (0.25, wood.lit(0.08)),
                (0.7, wood.shade(0.16)),
                (1.0, wood.shade(0.42)),
            ],
        );
        pen.rect(x - 14.0, ry, w + 28.0, 38.0, 5.0, paint);
        for k in 0..5 {
            let y = ry + 6.0 + f64::from(k) * 6.5;
            let d = curve(&[(x - 10.0, y), (x + w * 0.4, y + pen.rnd(-3.0, 3.0)), (x + w + 10.0, y)]);
            pen.line(d, wood.shade(0.4).alpha(0.22), 1.4);
        }
    }
}

/// What stands in a vase.
#[derive(Clone, Copy)]
enum Sprig {
    Olive,
    Fern,
    Dry,
}

fn vase(pen: &mut Pen, x: f64, base: f64, scale: f64, colour: Ink, sprig: Sprig) {
    pen.moved(format_args!("translate({x} {base}) scale({scale})"), |pen| {
        cast(pen, 0.0, 0.0, 74.0, 230.0);
        match sprig {
            Sprig::Olive => {
                branches(pen, &[(-130.0, -560.0), (20.0, -610.0), (130.0, -500.0)], ink(0x6f7d55), 58.0);
            }
            Sprig::Fern => {
                for (tip, sway) in
                    [((-190.0, -480.0), -30.0), ((10.0, -580.0), 14.0), ((170.0, -450.0), 36.0)]
                {
                    prints::frond(pen, (0.0, -210.0), tip, sway, ink(0x4d6f45), 84.0);
                }
            }
            Sprig::Dry => grasses(pen),
        }
        let profile = [
            (-232.0, 30.0),
            (-216.0, 24.0),
            (-186.0, 28.0),
            (-130.0, 66.0),
            (-72.0, 76.0),
            (-20.0, 60.0),
            (0.0, 48.0),
        ];
        let d = turned(0.0, &profile, 0.2);
        let paint = pen.lin((-76.0, 0.0), (76.0, 0.0), &drum(colour));
        pen.fill(&d, paint);
        pen.within(&d, |pen| {
            pen.shadow(30.0, 0.0, 110.0, 60.0, 0.45);
            pen.glint(-30.0, -110.0, 22.0, 64.0, 0.35);
            for k in 0..9 {
                let y = -210.0 + f64::from(k) * 23.0;
                pen.ring(0.0, y, 78.0, 12.0, colour.shade(0.5).alpha(0.10), 1.6);
            }
        });
        pen.oval(0.0, -232.0, 30.0, 6.5, colour.lit(0.2));
        pen.oval(0.0, -231.0, 24.0, 4.6, ink(0x17110e));
    });
}

fn branches(pen: &mut Pen, tips: &[At], colour: Ink, size: f64) {
    for &(tx, ty) in tips {
        let at = |t: f64| (tx * t * t, -225.0 + (ty + 225.0) * t);
        let stem: Vec<At> = (0..=8).map(|k| at(f64::from(k) / 8.0)).collect();
        pen.line(curve(&stem), ink(0x6b553c), 4.5);
        for k in 2..15 {
            let t = f64::from(k) / 14.0;
            let (x, y) = at(t);
            for side in [-1.0, 1.0] {
                let turn = -90.0 + side * pen.rnd(28.0, 66.0) + tx * 0.12;
                let length = size * pen.rnd(0.75, 1.1);
                let (near, far) = leaf(length, length * 0.22, 0.5, 4.0 * side);
                let tone = if pen.rnd(0.0, 1.0) < 0.3 { colour.lit(0.35) } else { colour };
                pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({turn:.1})"), |pen| {
                    pen.fill(near, tone.shade(0.20));
                    pen.fill(far, tone.lit(0.12));
                });
            }
        }
    }
}

fn grasses(pen: &mut Pen) {
    for k in 0..9 {
        let tx = -170.0 + f64::from(k) * 42.0 + pen.rnd(-14.0, 14.0);
        let ty = -470.0 - pen.rnd(0.0, 130.0) + tx.abs() * 0.35;
        let d = curve(&[(0.0, -225.0), (tx * 0.35, -225.0 + (ty + 225.0) * 0.55), (tx, ty)]);
        pen.line(d, ink(0xb99a68), 2.6);
        let plume = ink(0xdcc08e);
        for j in 0..26 {
            let t = 0.66 + 0.36 * f64::from(j) / 26.0;
            let (x, y) = (tx * (t * t * 0.75 + t * 0.25), -225.0 + (ty + 225.0) * t);
            let (dx, dy) = (pen.rnd(-13.0, 13.0), pen.rnd(-26.0, -8.0));
            pen.line(format_args!("M{x:.1} {y:.1}l{dx:.1} {dy:.1}"), plume.lit(0.2).alpha(0.75), 2.2);
        }
    }
}

fn books(pen: &mut Pen, x: f64, base: f64, colours: &[Ink]) {
    slab(pen, x - 122.0, base, 244.0, 90.0);
    let mut y = base;
    for (k, &colour) in colours.iter().enumerate() {
        let (w, h) = (240.0 - k as f64 * 20.0 + pen.rnd(-8.0, 8.0), pen.rnd(28.0, 42.0));
        let left = x - w / 2.0 + pen.rnd(-10.0, 10.0);
        let paint = pen.lin(
            (0.0, y - h),
            (0.0, y),
            &[(0.0, colour.lit(0.24)), (0.3, colour), (1.0, colour.shade(0.35))],
        );
        pen.rect(left, y - h, w, h, 4.0, paint);
        pen.rect(left + 22.0, y - h, 5.0, h, 0.0, colour.lit(0.5).alpha(0.7));
        pen.rect(left + w - 34.0, y - h, 5.0, h, 0.0, colour.lit(0.5).alpha(0.7));
        pen.rect(left + w * 0.36, y - h * 0.6, w * 0.28, h * 0.2, 1.0, colour.lit(0.6).alpha(0.75));
        pen.rect(left, y - 2.5, w, 3.0, 1.0, SHADOW.alpha(0.4));
        y -= h;
    }
}

/// A small mushroom lamp, lit.
fn lamp(pen: &mut Pen, x: f64, base: f64) {
    pen.glow(x, base - 250.0, 430.0, 400.0, ink(0xffd894), 0.42);
    cast(pen, x, base, 72.0, 200.0);
    pen.glow(x, base + 4.0, 250.0, 44.0, ink(0xffe2a6), 0.6);
    let brass = ink(0xb98f4e);
    let foot = pen.lin((x - 70.0, 0.0), (x + 70.0, 0.0), &drum(brass));
    pen.fill(turned(x, &[(base - 26.0, 14.0), (base - 18.0, 60.0), (base, 66.0)], 0.2), &foot);
    let stem = pen.lin((x - 10.0, 0.0), (x + 10.0, 0.0), &drum(brass));
    pen.rect(x - 9.0, base - 190.0, 18.0, 172.0, 3.0, stem);
    let shade = ink(0xfbe7c0);
    let d = format!(
        "M{} {}C{} {} {} {} {x} {}C{} {} {} {} {} {}Q{x} {} {} {}Z",
        x - 138.0,
        base - 176.0,
        x - 134.0,
        base - 270.0,
        x - 70.0,
        base - 318.0,
        base - 318.0,
        x + 70.0,
        base - 318.0,
        x + 134.0,
        base - 270.0,
        x + 138.0,
        base - 176.0,
        base - 148.0,
        x - 138.0,
        base - 176.0
    );
    let paint = pen.ball((0.42, 0.92), 0.95, &[(0.0, ink(0xfffbe6)), (0.4, shade), (1.0, ink(0xd9a25e))]);
    pen.fill(d, paint);
    pen.glint(x - 50.0, base - 262.0, 40.0, 26.0, 0.5);
}
