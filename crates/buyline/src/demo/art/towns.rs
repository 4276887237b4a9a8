//! Prints of places people live in: a harbour at dusk, houses on a quay. Each on 600 by 760.

use super::{
    ink::{Ink, ink},
    pen::Pen,
    prints::{H, W, cloud_bands},
    shape::{open, poly},
};

/// A harbour at dusk: cranes, a freighter, lit windows, all of it twice in the water.
pub fn harbour(pen: &mut Pen) {
    let sky = pen.lin(
        (0.0, 0.0),
        (0.0, 480.0),
        &[(0.0, ink(0x0f2a43)), (0.5, ink(0x2f6075)), (0.8, ink(0xd9a07a)), (1.0, ink(0xf7cf98))],
    );
    pen.rect(0.0, 0.0, W, H, 0.0, sky);
    pen.glow(180.0, 470.0, 330.0, 190.0, ink(0xffdca0), 0.7);
    pen.oval(452.0, 118.0, 34.0, 34.0, ink(0xf9e7c4));
    pen.oval(440.0, 110.0, 31.0, 31.0, ink(0x17374f).alpha(0.9));
    cloud_bands(pen, ink(0xf5c9a0), 330.0);
    let shore = 500.0;
    let water = pen.lin(
        (0.0, shore),
        (0.0, H),
        &[(0.0, ink(0xe8b98a)), (0.22, ink(0x6f8a8c)), (0.6, ink(0x23566b)), (1.0, ink(0x0b2236))],
    );
    pen.rect(0.0, shore, W, H - shore, 0.0, water);
    let mut skyline = Vec::new();
    for (row, tone) in [(0.0, ink(0x8d9a98)), (1.0, ink(0x4c6a78)), (2.0, ink(0x1c3c52))] {
        let mut x = -20.0;
        while x < W {
            let (w, h) = (pen.rnd(26.0, 64.0), pen.rnd(34.0, 150.0) - row * 22.0);
            skyline.push((x, shore - h.max(22.0), w, h.max(22.0), tone, row));
            x += w + if row > 1.0 { pen.rnd(0.0, 60.0) } else { pen.rnd(-4.0, 16.0) };
        }
    }
    for &(x, y, w, h, tone, row) in &skyline {
        let paint = pen.lin((x, y), (x + w, y), &[(0.0, tone.lit(0.18)), (1.0, tone.shade(0.14))]);
        pen.rect(x, y, w, h, 0.0, paint);
        pen.rect(x, shore, w, h * 0.8, 0.0, tone.alpha(0.30));
        if row < 1.0 {
            continue;
        }
        let mut wy = y + 9.0;
        while wy < shore - 8.0 {
            let mut wx = x + 6.0;
            while wx < x + w - 7.0 {
                if pen.rnd(0.0, 1.0) < 0.36 {
                    let lamp = pen.pick(&[ink(0xffd98a), ink(0xffe9b8), ink(0xf4a95e)]);
                    pen.rect(wx, wy, 4.6, 6.4, 0.6, lamp);
                    pen.rect(wx, 2.0 * shore - wy - 4.0, 4.6, 11.0, 0.6, lamp.alpha(0.22));
                }
                wx += 10.0;
            }
            wy += 13.0;
        }
    }
    for (x, tall) in [(92.0, 236.0), (206.0, 292.0), (330.0, 250.0)] {
        crane(pen, x, shore, tall, ink(0x0c2033));
    }
    freighter(pen, 330.0, shore + 16.0);
    for k in 0..70 {
        let t = f64::from(k) / 70.0;
        let y = shore + 4.0 + t * t * 256.0;
        let (x, half) = (pen.rnd(0.0, W), pen.rnd(10.0, 60.0) * (0.5 + t));
        let colour = pen.pick(&[ink(0xffe2ae), ink(0x0c2a40), ink(0x0c2a40)]);
        pen.oval(x, y, half, 0.7 + t * 2.2, colour.alpha(0.32));
    }
}

pub(super) fn crane(pen: &mut Pen, x: f64, base: f64, tall: f64, colour: Ink) {
    let top = base - tall;
    pen.edge(
        format_args!("M{} {base}L{} {top}M{} {base}L{} {top}", x - 16.0, x - 9.0, x + 16.0, x + 9.0),
        colour,
        3.4,
    );
    for k in 0..9 {
        let y = top + tall * f64::from(k) / 9.0;
        let half = 9.0 + 7.0 * f64::from(k) / 9.0;
        pen.edge(open(&[(x - half, y), (x + half, y + tall / 9.0)]), colour, 1.5);
    }
    pen.edge(open(&[(x - 58.0, top - 4.0), (x + 132.0, top - 4.0)]), colour, 4.6);
    pen.edge(open(&[(x, top - 46.0), (x + 128.0, top - 6.0)]), colour, 1.6);
    pen.edge(open(&[(x, top - 46.0), (x - 54.0, top - 6.0)]), colour, 1.6);
    pen.edge(open(&[(x, top - 46.0), (x, top)]), colour, 3.4);
    pen.rect(x - 62.0, top - 6.0, 24.0, 18.0, 1.0, colour);
    pen.edge(open(&[(x + 104.0, top), (x + 104.0, top + 88.0)]), colour, 1.2);
    pen.rect(x + 96.0, top + 86.0, 16.0, 12.0, 1.0, ink(0xc9573a));
    pen.oval(x, top - 47.0, 2.6, 2.6, ink(0xff6b4a));
}

pub(super) fn freighter(pen: &mut Pen, x: f64, water: f64) {
    let hull = ink(0x9c3b2c);
    let paint = pen.lin(
        (x, water - 42.0),
        (x, water),
        &[(0.0, hull.lit(0.1)), (0.6, hull), (0.61, ink(0x2a1618)), (1.0, ink(0x2a1618))],
    );
    pen.fill(
        poly(&[(x - 30.0, water - 46.0), (x + 236.0, water - 40.0), (x + 214.0, water), (x - 8.0, water)]),
        paint,
    );
    let tones = [0xd9a441, 0x2d6d78, 0xe5dcc5, 0xb5512f, 0x33596e, 0x7d9a6f];
    for row in 0..3 {
        for column in 0..8 - row {
            let tone = ink(pen.pick(&tones));
            let (bx, by) = (x + 34.0 + f64::from(column) * 22.0, water - 62.0 - f64::from(row) * 16.0);
            pen.rect(bx, by, 20.5, 15.0, 0.6, tone);
            pen.rect(bx + 13.0, by, 7.5, 15.0, 0.6, ink(0x081420).alpha(0.22));
        }
    }
    pen.rect(x - 14.0, water - 104.0, 38.0, 60.0, 1.0, ink(0xefe6d2));
    pen.rect(x + 8.0, water - 104.0, 16.0, 60.0, 1.0, ink(0xcdbfa8));
    for k in 0..3 {
        pen.rect(x - 9.0, water - 97.0 + f64::from(k) * 16.0, 26.0, 5.0, 1.0, ink(0x20394a));
    }
    pen.rect(x - 4.0, water - 128.0, 15.0, 26.0, 1.0, hull);
    pen.rect(x - 30.0, water, 250.0, 44.0, 0.0, ink(0x2a1618).alpha(0.32));
}

/// Gabled houses along a quay, and their wobbling twins.
pub fn gables(pen: &mut Pen) {
    let sky = pen.lin(
        (0.0, 0.0),
        (0.0, 470.0),
        &[(0.0, ink(0x9fc3c9)), (0.6, ink(0xdfe3d2)), (1.0, ink(0xf7e6c8))],
    );
    pen.rect(0.0, 0.0, W, H, 0.0, sky);
    for (x, y, s) in [(120.0, 110.0, 1.0), (430.0, 74.0, 1.25), (330.0, 168.0, 0.7)] {
        for (dx, dy, r) in [
            (-54.0, 8.0, 22.0),
            (-22.0, -6.0, 32.0),
            (18.0, -12.0, 38.0),
            (54.0, 4.0, 26.0),
            (0.0, 12.0, 40.0),
        ] {
            pen.oval(x + dx * s, y + dy * s, r * s * 1.4, r * s * 0.62, ink(0xfffaf0).alpha(0.85));
        }
    }
    let quay = 520.0;
    let tones = [0xb5482f, 0xe0a63c, 0x2f5d63, 0xe8d3ae, 0x7d2f35, 0x86a08a, 0xd9774c, 0x37475e];
    let mut houses = Vec::new();
    let mut x = 14.0;
    for (k, tone) in tones.iter().enumerate() {
        let (w, h) = (pen.rnd(62.0, 78.0), pen.rnd(196.0, 300.0));
        let w = if k == tones.len() - 1 { W - 14.0 - x } else { w };
        houses.push((x, w, h, ink(*tone)));
        x += w;
    }
    let water =
        pen.lin((0.0, quay), (0.0, H), &[(0.0, ink(0x9db9b5)), (0.5, ink(0x4f8288)), (1.0, ink(0x1f4a57))]);
    pen.rect(0.0, quay, W, H - quay, 0.0, water);
    for &(x, w, h, tone) in &houses {
        house(pen, x, quay, w, h, tone);
        for k in 0..22 {
            let y = quay + 18.0 + f64::from(k) * h * 0.85 / 22.0;
            let sway = pen.rnd(-9.0, 9.0) * (0.3 + f64::from(k) / 14.0);
            let thin = h * 0.85 / 22.0 * (0.86 - f64::from(k) * 0.018);
            pen.rect(
                x + sway,
                y,
                w,
                thin,
                2.0,
                tone.mix(ink(0x2f6068), 0.30).alpha(0.72 - f64::from(k) * 0.026),
            );
        }
    }
    pen.rect(0.0, quay - 2.0, W, 22.0, 0.0, ink(0x6f6557));
    pen.rect(0.0, quay - 2.0, W, 5.0, 0.0, ink(0xb8a98e));
    for k in 0..9 {
        pen.rect(20.0 + f64::from(k) * 70.0, quay + 3.0, 2.0, 17.0, 0.0, ink(0x4a4238));
    }
    boat(pen, 150.0, 610.0, ink(0xf1e5cb), ink(0xb5482f));
    boat(pen, 430.0, 664.0, ink(0x2d4a58), ink(0xf1e5cb));
}

pub(super) fn house(pen: &mut Pen, x: f64, base: f64, w: f64, h: f64, tone: Ink) {
    let (top, roof) = (base - h, w * 0.62);
    let wall = [(x, base), (x, top + roof), (x + w / 2.0, top), (x + w, top + roof), (x + w, base)];
    let paint =
        pen.lin((x, 0.0), (x + w, 0.0), &[(0.0, tone.lit(0.16)), (0.7, tone), (1.0, tone.shade(0.18))]);
    pen.fill(poly(&wall), paint);
    pen.edge(
        open(&[(x - 3.0, top + roof + 3.0), (x + w / 2.0, top - 2.0), (x + w + 3.0, top + roof + 3.0)]),
        ink(0x2b2a30),
        6.0,
    );
    pen.edge(open(&[(x - 3.0, top + roof + 3.0), (x + w / 2.0, top - 2.0)]), ink(0x6d6560), 2.2);
    let glass = ink(0x1f3340);
    let frame = ink(0xfaf3e4);
    let pane = |pen: &mut Pen, cx: f64, y: f64, lit: bool| {
        let colour = if lit { ink(0xffd889) } else { glass };
        pen.rect(cx - 9.0, y, 18.0, 25.0, 1.0, frame);
        pen.rect(cx - 7.0, y + 2.0, 14.0, 21.0, 0.0, colour);
        pen.fill(
            poly(&[(cx - 7.0, y + 2.0), (cx + 3.0, y + 2.0), (cx - 7.0, y + 15.0)]),
            ink(0xffffff).alpha(0.22),
        );
        pen.rect(cx - 0.8, y + 2.0, 1.6, 21.0, 0.0, frame);
        pen.rect(cx - 7.0, y + 11.0, 14.0, 1.6, 0.0, frame);
    };
    pane(pen, x + w / 2.0, top + roof * 0.55, false);
    let mut y = top + roof + 14.0;
    while y < base - 76.0 {
        for part in [0.27, 0.73] {
            let lit = pen.rnd(0.0, 1.0) < 0.3;
            pane(pen, x + w * part, y, lit);
        }
        y += 41.0;
    }
    pen.rect(x + w * 0.5 - 11.0, base - 46.0, 22.0, 44.0, 2.0, frame);
    pen.rect(x + w * 0.5 - 8.0, base - 43.0, 16.0, 41.0, 1.0, tone.shade(0.5));
    pen.oval(x + w * 0.5 + 4.0, base - 22.0, 1.4, 1.4, ink(0xe9c46a));
}

pub(super) fn boat(pen: &mut Pen, x: f64, y: f64, hull: Ink, trim: Ink) {
    pen.oval(x, y + 22.0, 66.0, 7.0, ink(0x0d2a33).alpha(0.4));
    let paint = pen.lin((0.0, y), (0.0, y + 22.0), &[(0.0, hull.lit(0.2)), (1.0, hull.shade(0.25))]);
    pen.fill(
        format_args!(
            "M{} {y}Q{} {} {} {}L{} {}Q{} {} {} {y}Z",
            x - 62.0,
            x - 52.0,
            y + 22.0,
            x - 34.0,
            y + 22.0,
            x + 36.0,
            y + 22.0,
            x + 58.0,
            y + 18.0,
            x + 66.0
        ),
        paint,
    );
    pen.edge(open(&[(x - 62.0, y), (x + 66.0, y)]), trim, 4.0);
    pen.rect(x - 8.0, y - 62.0, 3.0, 62.0, 1.0, ink(0x4a3a2c));
    pen.fill(poly(&[(x - 3.0, y - 58.0), (x + 38.0, y - 10.0), (x - 3.0, y - 8.0)]), trim.lit(0.12));
    pen.fill(poly(&[(x - 10.0, y - 54.0), (x - 36.0, y - 10.0), (x - 10.0, y - 8.0)]), trim.shade(0.10));
}
