//! Book covers of Éditions Lisière, on 400 by 600.

use super::{
    books::{Book, tree},
    ink::{Ink, ink},
    letters::{Hang, bookish, plain},
    pen::Pen,
    shape::{At, closed, curve, leaf, poly, stone},
};

pub(super) const RAIN: Book =
    Book { cover: rain, spine: ink(0x1f3d52), lettering: ink(0xf3e6cc), title: "LA SAISON DES PLUIES" };
pub(super) const SHADE: Book =
    Book { cover: shade, spine: ink(0xe6dccb), lettering: ink(0x23242a), title: "PETIT TRAITÉ D'OMBRE" };
pub(super) const ATLAS: Book =
    Book { cover: atlas, spine: ink(0xb5512f), lettering: ink(0xf7ead2), title: "ATLAS DES ÎLES PROCHES" };
pub(super) const KITCHEN: Book =
    Book { cover: kitchen, spine: ink(0xe9b949), lettering: ink(0x2d3a2c), title: "CUISINE DE VENT" };

fn rain(pen: &mut Pen) {
    let sky = pen.lin(
        (0.0, 0.0),
        (0.0, 600.0),
        &[(0.0, ink(0x16304a)), (0.55, ink(0x3f6f80)), (1.0, ink(0x9cc0b8))],
    );
    pen.rect(0.0, 0.0, 400.0, 600.0, 0.0, sky);
    for _ in 0..130 {
        let (x, y, length) = (pen.rnd(-40.0, 420.0), pen.rnd(-20.0, 560.0), pen.rnd(14.0, 54.0));
        let alpha = pen.rnd(0.10, 0.5);
        pen.line(
            format_args!("M{x:.1} {y:.1}l{:.1} {length:.1}", -length * 0.24),
            ink(0xe4f1ec).alpha(alpha),
            1.5,
        );
    }
    let street = pen.lin((0.0, 470.0), (0.0, 600.0), &[(0.0, ink(0x1c3644)), (1.0, ink(0x0f222e))]);
    pen.fill("M0 486Q200 462 400 486V600H0Z", street);
    let red = ink(0xd9492f);
    for k in 0..6 {
        let (a, b) = (-112.0 + f64::from(k) * 37.3, -74.7 + f64::from(k) * 37.3);
        let tone = if k % 2 == 0 { red } else { red.shade(0.16) };
        let tone = if k > 3 { tone.shade(0.2) } else { tone };
        pen.fill(
            format_args!(
                "M200 268C{} 272 {} 320 {} 366Q{} 350 {} 366C{} 320 {} 272 200 268Z",
                200.0 + a * 0.6,
                200.0 + a,
                200.0 + a,
                200.0 + f64::midpoint(a, b),
                200.0 + b,
                200.0 + b,
                200.0 + b * 0.6
            ),
            tone,
        );
    }
    pen.line("M200 256V486q0 20 -16 20q-14 0 -14 -16", ink(0xf3e6cc), 4.5);
    pen.fill("M172 396q28 -16 56 0l14 94q-42 16 -84 0z", ink(0x10222e));
    pen.oval(200.0, 380.0, 17.0, 18.0, ink(0x10222e));
    pen.oval(200.0, 512.0, 120.0, 7.0, red.alpha(0.34));
    pen.letters("LA SAISON", 200.0, 108.0, bookish(40.0), Hang::Middle, ink(0xf7ecd6));
    pen.letters("DES PLUIES", 200.0, 162.0, bookish(40.0), Hang::Middle, ink(0xf7ecd6));
    pen.letters("CLÉA MORVAN", 200.0, 204.0, plain(14.0), Hang::Middle, ink(0xf7ecd6).alpha(0.85));
    tree(pen, 200.0, 574.0, 12.0, ink(0xf7ecd6));
}

fn shade(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 400.0, 600.0, 0.0, ink(0xece3d2));
    let cast =
        pen.lin((150.0, 380.0), (380.0, 500.0), &[(0.0, ink(0x23242a)), (1.0, ink(0x23242a).alpha(0.12))]);
    pen.fill("M120 452L150 436L430 560L420 610L330 610Z", cast);
    let wood = ink(0xb8502f);
    for x in [112.0, 172.0] {
        pen.fill(poly(&[(x, 396.0), (x + 8.0, 396.0), (x + 6.0, 468.0), (x + 1.0, 468.0)]), wood.shade(0.15));
    }
    for x in [140.0, 204.0] {
        pen.fill(poly(&[(x, 384.0), (x + 7.0, 384.0), (x + 6.0, 444.0), (x + 1.0, 444.0)]), wood.shade(0.35));
    }
    pen.fill(poly(&[(106.0, 392.0), (146.0, 372.0), (216.0, 376.0), (184.0, 400.0)]), wood.lit(0.15));
    pen.fill(poly(&[(106.0, 392.0), (184.0, 400.0), (184.0, 408.0), (106.0, 400.0)]), wood.shade(0.2));
    pen.edge("M142 374V262M212 378V268", wood, 7.0);
    for y in [270.0, 298.0, 326.0] {
        pen.fill(poly(&[(142.0, y), (212.0, y + 5.0), (212.0, y + 17.0), (142.0, y + 12.0)]), wood.lit(0.05));
    }
    pen.oval(306.0, 210.0, 48.0, 48.0, ink(0xe9b949));
    pen.letters("PETIT TRAITÉ", 40.0, 92.0, plain(26.0), Hang::Start, ink(0x23242a));
    pen.letters("D'OMBRE", 40.0, 134.0, plain(26.0), Hang::Start, ink(0x23242a));
    pen.letters("A. VASSEUR", 40.0, 166.0, plain(12.0), Hang::Start, ink(0x23242a).alpha(0.7));
    tree(pen, 52.0, 568.0, 11.0, ink(0x23242a));
}

fn atlas(pen: &mut Pen) {
    let sea = pen.lin((0.0, 0.0), (400.0, 600.0), &[(0.0, ink(0x2a6f7c)), (1.0, ink(0x173f55))]);
    pen.rect(0.0, 0.0, 400.0, 600.0, 0.0, sea);
    for k in 0..7 {
        let at = f64::from(k) * 66.0;
        pen.line(format_args!("M{at} 0Q{} 300 {at} 600", at + 20.0), ink(0xf3e6cc).alpha(0.14), 1.2);
        pen.line(
            format_args!("M0 {0}Q200 {1} 400 {0}", at * 1.45, at * 1.45 + 16.0),
            ink(0xf3e6cc).alpha(0.14),
            1.2,
        );
    }
    for (x, y, rx, ry) in [
        (130.0, 300.0, 86.0, 56.0),
        (284.0, 392.0, 70.0, 88.0),
        (116.0, 474.0, 46.0, 40.0),
        (306.0, 252.0, 34.0, 24.0),
        (214.0, 530.0, 26.0, 18.0),
    ] {
        island(pen, x, y, rx, ry);
    }
    let route: Vec<At> = vec![(40.0, 560.0), (96.0, 420.0), (196.0, 380.0), (216.0, 280.0), (360.0, 220.0)];
    pen.stitch(curve(&route), ink(0xf7ead2), 3.0, 2.0, 11.0);
    pen.oval(360.0, 220.0, 7.0, 7.0, ink(0xe2572e));
    pen.rect(0.0, 0.0, 400.0, 176.0, 0.0, ink(0xb5512f));
    pen.rect(0.0, 176.0, 400.0, 4.0, 0.0, ink(0xf7ead2));
    pen.letters("ATLAS", 200.0, 84.0, bookish(54.0), Hang::Middle, ink(0xf7ead2));
    pen.letters("DES ÎLES PROCHES", 200.0, 132.0, plain(19.0), Hang::Middle, ink(0xf7ead2));
}

fn island(pen: &mut Pen, x: f64, y: f64, rx: f64, ry: f64) {
    let base: Vec<f64> = (0..11).map(|_| pen.rnd(0.74, 1.16)).collect();
    let contour = |scale: f64| -> String {
        let points: Vec<At> = base
            .iter()
            .enumerate()
            .map(|(i, k)| {
                let a = std::f64::consts::TAU * i as f64 / base.len() as f64;
                let k = 1.0 + (k - 1.0) * scale.min(1.0);
                (x + rx * scale * k * a.cos(), y + ry * scale * k * a.sin())
            })
            .collect();
        closed(&points)
    };
    pen.line(contour(1.30), ink(0xbfe0da).alpha(0.35), 1.6);
    pen.line(contour(1.15), ink(0xbfe0da).alpha(0.55), 1.6);
    for (k, tone) in [0xf0dba8, 0xc9c27e, 0x93a562, 0x6c8650].into_iter().enumerate() {
        pen.fill(contour(1.0 - k as f64 * 0.24), ink(tone));
    }
    pen.oval(x, y, 2.5, 2.5, ink(0x2d3a2c));
}

fn kitchen(pen: &mut Pen) {
    pen.rect(0.0, 0.0, 400.0, 600.0, 0.0, ink(0xf0c453));
    for row in 0..7 {
        for column in 0..5 {
            let (x, y) = (
                24.0 + f64::from(column) * 92.0 + if row % 2 == 0 { 0.0 } else { 46.0 },
                20.0 + f64::from(row) * 96.0,
            );
            let turn = pen.rnd(0.0, 360.0);
            pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({turn:.1})"), |pen| {
                match (row + column) % 3 {
                    0 => lemon_slice(pen),
                    1 => herb(pen),
                    _ => chilli(pen),
                }
            });
        }
    }
    let panel = stone(pen, 200.0, 300.0, 158.0, 116.0, 0.03, 12);
    pen.fill(panel, ink(0xfbf3e0));
    pen.letters("CUISINE", 200.0, 286.0, bookish(44.0), Hang::Middle, ink(0x2d3a2c));
    pen.letters("DE VENT", 200.0, 338.0, bookish(36.0), Hang::Middle, ink(0xc2432a));
    pen.letters("SOIXANTE RECETTES", 200.0, 372.0, plain(10.0), Hang::Middle, ink(0x2d3a2c));
}

fn lemon_slice(pen: &mut Pen) {
    pen.oval(0.0, 0.0, 33.0, 33.0, ink(0xd9931f));
    pen.oval(0.0, 0.0, 29.0, 29.0, ink(0xfdf3cf));
    for k in 0..8 {
        pen.moved(format_args!("rotate({})", k * 45), |pen| {
            pen.fill("M0 -3L9 -22Q0 -29 -9 -22Z", ink(0xf6d33f));
        });
    }
}

fn herb(pen: &mut Pen) {
    pen.line("M-36 0Q0 -8 36 0", ink(0x3f6238), 2.6);
    for k in 0..6 {
        let at = -28.0 + f64::from(k) * 11.0;
        let side = if k % 2 == 0 { -1.0 } else { 1.0 };
        let (near, far) = leaf(25.0, 8.0, 0.45, 3.0 * side);
        pen.moved(format_args!("translate({at} -4) rotate({})", side * 52.0), |pen| {
            pen.fill(&near, ink(0x3f6238));
            pen.fill(&far, ink(0x5f8450));
        });
    }
}

fn chilli(pen: &mut Pen) {
    pen.fill("M-30 -6C-18 -22 14 -20 40 8C18 -2 -4 12 -30 -6Z", ink(0xc2432a));
    pen.fill("M-22 -10C-6 -19 12 -15 28 -2C10 -10 -6 -8 -22 -10Z", Ink { alpha: 0.5, ..ink(0xf08a62) });
    pen.line("M-30 -8q-8 -4 -12 -12", ink(0x3f6238), 4.0);
}
