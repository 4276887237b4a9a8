//! The printed pictures themselves, each on a sheet of 600 by 760.

use super::{
    ink::{Ink, ink},
    letters::{Hang, bookish, plain},
    pen::Pen,
    shape::{At, boxed, closed, curve, ground, leaf, open, poly, ridge, round, stone},
};

/// Width of a print.
pub const W: f64 = 600.0;
/// Height of a print.
pub const H: f64 = 760.0;

/// A mountain lake before sunrise.
pub fn lake(pen: &mut Pen) {
    let sky = pen.lin(
        (0.0, 0.0),
        (0.0, 470.0),
        &[
            (0.0, ink(0x1c2a55)),
            (0.35, ink(0x6a4a7d)),
            (0.62, ink(0xd2707a)),
            (0.82, ink(0xf5ab6c)),
            (1.0, ink(0xfde3ad)),
        ],
    );
    pen.rect(0.0, 0.0, W, H, 0.0, sky);
    for _ in 0..46 {
        let (x, y, r) = (pen.rnd(0.0, W), pen.rnd(0.0, 190.0), pen.rnd(0.6, 1.7));
        let alpha = pen.rnd(0.2, 0.8);
        pen.oval(x, y, r, r, ink(0xfff4dc).alpha(alpha));
    }
    pen.glow(392.0, 388.0, 300.0, 230.0, ink(0xffd58a), 0.85);
    pen.oval(392.0, 376.0, 46.0, 46.0, ink(0xfff3cf));
    cloud_bands(pen, ink(0xffc9a0), 300.0);
    let far = ink(0xd98d86);
    let near = ink(0x2b2348);
    let shore = 486.0;
    let mut layers = Vec::new();
    for k in 0..5 {
        let t = f64::from(k) / 4.0;
        let y = 372.0 + t * 92.0;
        let folds = pen.rnd(0.55, 0.8) + t * 0.8;
        let line = ridge(pen, -10.0, W + 10.0, y, 118.0 - t * 78.0, folds);
        let colour = far.mix(near, t.powf(0.8));
        let paint = pen.lin(
            (0.0, y - 150.0),
            (0.0, shore),
            &[(0.0, colour), (1.0, colour.mix(ink(0xf6b98a), 0.42 * (1.0 - t)))],
        );
        layers.push((line, paint, colour));
    }
    for (line, paint, colour) in &layers {
        pen.fill(ground(line, shore), paint);
        let sunny: Vec<At> = line.iter().map(|&(x, y)| (x, y + 1.0)).collect();
        pen.line(open(&sunny), colour.lit(0.45).alpha(0.5), 1.6);
    }
    let water = pen.lin(
        (0.0, shore),
        (0.0, H),
        &[(0.0, ink(0xf3b27c)), (0.25, ink(0xb8697a)), (0.6, ink(0x5a4478)), (1.0, ink(0x1b2148))],
    );
    pen.rect(0.0, shore, W, H - shore, 0.0, water);
    pen.within(boxed(0.0, shore, W, H - shore), |pen| {
        for (line, _, colour) in &layers {
            let mirrored: Vec<At> = line.iter().map(|&(x, y)| (x, shore + (shore - y) * 0.72)).collect();
            pen.fill(ground(&mirrored, shore), colour.alpha(0.34));
        }
        for k in 0..54 {
            let t = f64::from(k) / 54.0;
            let y = shore + 3.0 + t * t * 260.0;
            let centre =
                if k % 3 == 0 { pen.rnd(0.0, W) } else { 392.0 + pen.rnd(-26.0, 26.0) * (1.0 + t * 2.0) };
            let half = pen.rnd(12.0, 46.0) * (0.6 + t);
            let colour = if k % 3 == 0 { ink(0x2a2450) } else { ink(0xfff0c8) };
            pen.oval(centre, y, half, 0.9 + t * 2.4, colour.alpha(0.55 - t * 0.34));
        }
    });
    pen.rect(0.0, shore - 2.0, W, 5.0, 0.0, ink(0xffe2b8).alpha(0.5));
    pen.glow(300.0, shore, 420.0, 30.0, ink(0xffe6c4), 0.55);
    for x in [18.0, 62.0, 96.0, 142.0, 500.0, 538.0, 574.0] {
        let tall = pen.rnd(130.0, 300.0);
        pine(pen, x, H + 12.0, tall, ink(0x14122b));
    }
}

pub(super) fn cloud_bands(pen: &mut Pen, colour: Ink, y: f64) {
    for _ in 0..9 {
        let (x, dy, w) = (pen.rnd(0.0, W), pen.rnd(-110.0, 60.0), pen.rnd(90.0, 240.0));
        let alpha = pen.rnd(0.10, 0.34);
        let thin = pen.rnd(2.0, 8.0);
        pen.oval(x, y + dy, w, thin, colour.alpha(alpha));
    }
}

/// A conifer standing on `base`.
pub fn pine(pen: &mut Pen, x: f64, base: f64, tall: f64, colour: Ink) {
    let tiers = 11;
    let mut left: Vec<At> = Vec::new();
    let mut right: Vec<At> = Vec::new();
    for k in 0..tiers {
        let t = f64::from(k) / f64::from(tiers);
        let y = base - tall * (1.0 - t);
        let reach = tall * (0.02 + 0.19 * t) * pen.rnd(0.85, 1.15);
        let drop = tall / f64::from(tiers) * 1.25;
        left.extend([(x - reach * 0.32, y + drop * 0.4), (x - reach, y + drop)]);
        right.extend([(x + reach * 0.32, y + drop * 0.4), (x + reach * 0.94, y + drop)]);
    }
    let mut points = vec![(x, base - tall)];
    points.extend(right);
    points.extend(left.into_iter().rev());
    pen.fill(poly(&points), colour);
}

/// Fern fronds pressed on cream paper.
pub fn fern(pen: &mut Pen) {
    paper(pen, ink(0xf3ebd8));
    frond(pen, (236.0, 640.0), (250.0, 96.0), 26.0, ink(0x2f5a43), 104.0);
    frond(pen, (352.0, 640.0), (436.0, 236.0), 34.0, ink(0x6a8a55), 74.0);
    frond(pen, (312.0, 640.0), (140.0, 306.0), -30.0, ink(0x8f9a52), 62.0);
    pen.line("M222 648q70 26 150 -4", ink(0xb98a5a).alpha(0.9), 3.0);
    pen.letters("FILIX", 300.0, 706.0, bookish(24.0), Hang::Middle, ink(0x2c3b30));
    pen.letters("PLANCHE VII", 300.0, 732.0, plain(10.0), Hang::Middle, ink(0x6b6a52));
}

/// One fern frond from `foot` to `tip`; `sway` bends it, `reach` is the longest leaflet.
pub fn frond(pen: &mut Pen, foot: At, tip: At, sway: f64, colour: Ink, reach: f64) {
    let at = |t: f64| {
        let bend = (t * std::f64::consts::PI).sin() * sway;
        (foot.0 + (tip.0 - foot.0) * t + bend, foot.1 + (tip.1 - foot.1) * t)
    };
    let stem: Vec<At> = (0..=10).map(|k| at(f64::from(k) / 10.0)).collect();
    pen.line(curve(&stem), colour.shade(0.25), 4.0);
    let pairs = 23;
    for k in 0..pairs {
        let t = 0.13 + 0.86 * f64::from(k) / f64::from(pairs);
        let (x, y) = at(t);
        let (nx, ny) = at(t + 0.02);
        let heading = (ny - y).atan2(nx - x).to_degrees();
        let size = reach * (1.0 - t).powf(0.75) * (0.55 + (t * 5.0).min(1.0) * 0.45);
        for side in [-1.0, 1.0] {
            let open = 62.0 - t * 24.0 + pen.rnd(-4.0, 4.0);
            let (near, far) = leaf(size.max(9.0), size.max(9.0) * 0.17, 0.35, side * size * 0.16);
            let tone = colour.mix(ink(0xb9b25c), t * 0.34);
            let (upper, lower) =
                if side < 0.0 { (tone.lit(0.16), tone.shade(0.12)) } else { (tone, tone.shade(0.22)) };
            pen.moved(format_args!("translate({x:.1} {y:.1}) rotate({:.1})", heading + side * open), |pen| {
                pen.fill(near, lower);
                pen.fill(far, upper);
            });
        }
    }
}

/// Paper with a faint, warm unevenness.
pub fn paper(pen: &mut Pen, colour: Ink) {
    pen.rect(0.0, 0.0, W, H, 0.0, colour);
    for _ in 0..16 {
        let (x, y, r) = (pen.rnd(0.0, W), pen.rnd(0.0, H), pen.rnd(60.0, 240.0));
        let tone = if pen.rnd(0.0, 1.0) < 0.5 { colour.shade(0.2) } else { colour.lit(0.6) };
        pen.glow(x, y, r, r * 0.8, tone, 0.12);
    }
}

/// Cut shapes that overlap like ink on ink.
pub fn forms(pen: &mut Pen) {
    paper(pen, ink(0xf2e6d2));
    let pebble = |pen: &mut Pen, x: f64, y: f64, rx: f64, ry: f64, colour: Ink| {
        let d = stone(pen, x, y, rx, ry, 0.13, 9);
        let paint = pen.ball((0.35, 0.3), 0.85, &[(0.0, colour.lit(0.10)), (1.0, colour.shade(0.07))]);
        pen.blended("multiply", |pen| pen.fill(&d, paint));
    };
    pebble(pen, 226.0, 250.0, 168.0, 150.0, ink(0xe07a4f));
    pebble(pen, 392.0, 380.0, 150.0, 186.0, ink(0x2f6f73));
    pebble(pen, 196.0, 500.0, 128.0, 116.0, ink(0xe9b44c));
    pebble(pen, 430.0, 168.0, 74.0, 70.0, ink(0x7d3c4a));
    let arc = |r: f64| format!("M{} 676A{r} {r} 0 0 1 {} 676", 372.0 - r, 372.0 + r);
    for k in 0..7 {
        pen.edge(arc(24.0 + f64::from(k) * 20.0), ink(0x23262f), 7.0);
    }
    let wave: Vec<At> =
        (0..14).map(|k| (70.0 + f64::from(k) * 14.0, 92.0 + if k % 2 == 0 { 0.0 } else { 15.0 })).collect();
    pen.line(curve(&wave), ink(0x23262f), 5.0);
    for k in 0..5 {
        for j in 0..3 {
            pen.oval(86.0 + f64::from(k) * 19.0, 612.0 + f64::from(j) * 19.0, 4.0, 4.0, ink(0x23262f));
        }
    }
    pen.line("M540 90V300", ink(0x23262f), 4.0);
    pen.oval(540.0, 318.0, 15.0, 15.0, ink(0xe07a4f));
}

/// A lighthouse, its beam, a big moon and rows of cut-paper waves.
pub fn lighthouse(pen: &mut Pen) {
    let sky = pen.lin(
        (0.0, 0.0),
        (0.0, 560.0),
        &[(0.0, ink(0x0b1330)), (0.6, ink(0x1f3a68)), (1.0, ink(0x5b7ea0))],
    );
    pen.rect(0.0, 0.0, W, H, 0.0, sky);
    for _ in 0..90 {
        let (x, y, r) = (pen.rnd(0.0, W), pen.rnd(0.0, 420.0), pen.rnd(0.6, 2.1));
        let alpha = pen.rnd(0.25, 0.95);
        pen.oval(x, y, r, r, ink(0xfff3d6).alpha(alpha));
    }
    pen.glow(170.0, 190.0, 210.0, 210.0, ink(0xcfe0f2), 0.45);
    let moon =
        pen.ball((0.38, 0.36), 0.75, &[(0.0, ink(0xfffbea)), (0.7, ink(0xf1e3bd)), (1.0, ink(0xcdb98f))]);
    pen.oval(170.0, 190.0, 82.0, 82.0, moon);
    for (x, y, r) in [(146.0, 166.0, 13.0), (190.0, 214.0, 18.0), (202.0, 158.0, 8.0), (150.0, 226.0, 7.0)] {
        pen.oval(x, y, r, r, ink(0xc9b58c).alpha(0.5));
    }
    let beam = pen.lin(
        (414.0, 262.0),
        (20.0, 330.0),
        &[(0.0, ink(0xffeeb0).alpha(0.85)), (1.0, ink(0xffeeb0).alpha(0.0))],
    );
    pen.fill("M414 256L-20 250L-20 420L414 270Z", beam);
    let beam = pen.lin(
        (414.0, 262.0),
        (640.0, 240.0),
        &[(0.0, ink(0xffeeb0).alpha(0.8)), (1.0, ink(0xffeeb0).alpha(0.0))],
    );
    pen.fill("M414 256L640 196L640 262L414 270Z", beam);
    tower(pen);
    let rock = ink(0x1b2238);
    let stone_paint = pen.lin((300.0, 500.0), (560.0, 640.0), &[(0.0, rock.lit(0.22)), (1.0, rock)]);
    pen.fill(
        "M250 660L286 580L330 566L352 520L392 508L446 512L486 548L540 566L600 640V760H250Z",
        stone_paint,
    );
    pen.fill("M352 520L392 508L380 556L330 566Z", rock.lit(0.32));
    pen.fill("M446 512L486 548L462 600L430 560Z", rock.shade(0.3));
    for row in 0..7 {
        let t = f64::from(row) / 6.0;
        let colour = ink(0x3f7391).mix(ink(0x0a1a33), t);
        let y = 596.0 + t * 150.0;
        let (step, shift) = (74.0 + t * 44.0, pen.rnd(0.0, 80.0));
        let mut d = format!("M-120 {H}L{:.1} {y:.1}", -120.0 - shift);
        let mut x = -120.0 - shift;
        while x < W + 120.0 {
            let crest = 30.0 + t * 16.0;
            d.push_str(&format!(
                "C{:.1} {:.1} {:.1} {:.1} {:.1} {y:.1}",
                x + step * 0.3,
                y - crest,
                x + step * 0.72,
                y - crest * 0.7,
                x + step
            ));
            x += step;
        }
        d.push_str(&format!("L{x:.1} {H}Z"));
        pen.within(boxed(0.0, 0.0, W, H), |pen| {
            pen.moved("translate(0 -4)", |pen| pen.fill(&d, ink(0xcfe3ea).alpha(0.55 - t * 0.3)));
            pen.fill(&d, colour);
        });
    }
}

fn tower(pen: &mut Pen) {
    let body = [(396.0, 290.0), (432.0, 290.0), (446.0, 524.0), (382.0, 524.0)];
    let paint = pen.lin(
        (382.0, 0.0),
        (446.0, 0.0),
        &[(0.0, ink(0xfdf4e2)), (0.45, ink(0xe9dcc4)), (1.0, ink(0x8f8a92))],
    );
    pen.fill(poly(&body), paint);
    pen.within(poly(&body), |pen| {
        let red = pen.lin(
            (382.0, 0.0),
            (446.0, 0.0),
            &[(0.0, ink(0xd9513c)), (0.5, ink(0xb83a2f)), (1.0, ink(0x64212b))],
        );
        for y in [318.0, 394.0, 470.0] {
            pen.rect(370.0, y, 90.0, 36.0, 0.0, &red);
        }
    });
    pen.rect(388.0, 282.0, 52.0, 9.0, 1.5, ink(0x1a2033));
    pen.rect(400.0, 246.0, 28.0, 37.0, 2.0, ink(0xffe9a8));
    for x in [400.0, 409.0, 418.0, 427.0] {
        pen.rect(x, 246.0, 2.0, 37.0, 0.0, ink(0x1a2033));
    }
    pen.fill("M395 247Q414 212 433 247Z", ink(0xb83a2f));
    pen.oval(414.0, 222.0, 4.0, 4.0, ink(0x1a2033));
    pen.glow(414.0, 264.0, 70.0, 60.0, ink(0xffedb0), 0.9);
    for y in [370.0, 446.0] {
        pen.rect(409.0, y, 10.0, 15.0, 5.0, ink(0x27304d));
    }
}

/// Dunes under a low sun, in four flat inks.
pub fn dunes(pen: &mut Pen) {
    let sky = pen.lin((0.0, 0.0), (0.0, 420.0), &[(0.0, ink(0xf0b37a)), (1.0, ink(0xf9dfb4))]);
    pen.rect(0.0, 0.0, W, H, 0.0, sky);
    pen.oval(196.0, 226.0, 92.0, 92.0, ink(0xd9553a));
    for (k, y) in [360.0, 430.0, 510.0, 610.0].into_iter().enumerate() {
        let tone = [ink(0xe39a63), ink(0xc97549), ink(0x9c4f3a), ink(0x5d2b30)][k];
        let lift = pen.rnd(40.0, 90.0);
        let side = if k % 2 == 0 { 1.0 } else { -1.0 };
        let crest = [
            (-20.0, y + 30.0 * side),
            (150.0, y - lift * 0.3),
            (320.0, y - lift * side * 0.4),
            (470.0, y + 16.0),
            (640.0, y - 40.0 * side),
        ];
        let paint =
            pen.lin((0.0, y - 60.0), (0.0, y + 260.0), &[(0.0, tone.lit(0.18)), (1.0, tone.shade(0.12))]);
        pen.fill(format_args!("{}L640 {H}L-20 {H}Z", curve(&crest)), paint);
        pen.line(curve(&crest), tone.lit(0.5).alpha(0.6), 2.0);
    }
    pen.fill(closed(&[(430.0, 350.0), (438.0, 340.0), (446.0, 352.0)]), ink(0x5d2b30));
    pen.within(round(196.0, 226.0, 92.0, 92.0), |pen| pen.rect(90.0, 250.0, 220.0, 5.0, 0.0, ink(0xf4c08c)));
}
