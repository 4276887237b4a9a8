//! Where goods stand: walls, table tops, the window's light. One lamp, up left, for every picture.

use super::{
    ink::{GLINT, Ink, SHADOW, ink},
    pen::Pen,
    shape::{boxed, curve, poly},
};

/// A wall lit from the upper left.
pub fn wall(pen: &mut Pen, colour: Ink) {
    let (w, h) = (pen.w, pen.h);
    let paint = pen.rad(
        (w * 0.28, h * 0.2),
        w.max(h) * 1.05,
        &[
            (0.0, colour.lit(0.22)),
            (0.35, colour.lit(0.08)),
            (0.7, colour.shade(0.06)),
            (1.0, colour.shade(0.24)),
        ],
    );
    pen.wash(paint);
}

/// A seamless sweep: the wall rounds into the floor at `horizon`.
pub fn sweep(pen: &mut Pen, colour: Ink, horizon: f64) {
    let h = pen.h;
    let paint = pen.lin(
        (0.0, 0.0),
        (0.0, h),
        &[
            (0.0, colour.shade(0.10)),
            (horizon / h * 0.7, colour.lit(0.06)),
            (horizon / h * 0.97, colour.shade(0.05)),
            ((horizon / h * 1.12).min(0.96), colour.lit(0.10)),
            (1.0, colour.lit(0.02)),
        ],
    );
    pen.wash(paint);
    let (w, h) = (pen.w, pen.h);
    pen.glow(w * 0.3, h * 0.28, w * 0.75, h * 0.55, colour.lit(0.7), 0.42);
    pen.shadow(w * 1.05, h * 0.35, w * 0.55, h * 0.7, 0.16);
}

/// A table seen from slightly above: everything below `y`.
pub fn table(pen: &mut Pen, y: f64, colour: Ink, wood: bool) {
    let (w, h) = (pen.w, pen.h);
    let paint = pen.lin(
        (0.0, y),
        (0.0, h),
        &[(0.0, colour.shade(0.16)), (0.18, colour), (0.7, colour.lit(0.08)), (1.0, colour.shade(0.12))],
    );
    pen.rect(0.0, y, w, h - y, 0.0, paint);
    if wood {
        pen.within(boxed(0.0, y, w, h - y), |pen| {
            for _ in 0..70 {
                let t = pen.rnd(0.0, 1.0);
                let row = y + (h - y) * t * t;
                let (a, b) = (pen.rnd(-7.0, 7.0) * (0.3 + t), pen.rnd(-7.0, 7.0) * (0.3 + t));
                let (x0, x1) = (pen.rnd(-300.0, w * 0.6), pen.rnd(w * 0.4, w + 300.0));
                let tint = if pen.rnd(0.0, 1.0) < 0.7 { colour.shade(0.4) } else { colour.lit(0.35) };
                let alpha = pen.rnd(0.05, 0.22);
                let thick = pen.rnd(0.8, 3.4) * (0.4 + t);
                let d = curve(&[
                    (x0, row),
                    (x0 * 0.6 + x1 * 0.4, row + a),
                    (x0 * 0.3 + x1 * 0.7, row + b),
                    (x1, row),
                ]);
                pen.line(d, tint.alpha(alpha), thick);
            }
        });
    }
    let lip = pen.lin(
        (0.0, y - 14.0),
        (0.0, y + 26.0),
        &[(0.0, SHADOW.alpha(0.0)), (0.35, SHADOW.alpha(0.20)), (1.0, SHADOW.alpha(0.0))],
    );
    pen.rect(0.0, y - 14.0, w, 40.0, 0.0, lip);
    pen.glow(w * 0.28, y + (h - y) * 0.35, w * 0.6, (h - y) * 0.55, colour.lit(0.8), 0.38);
}

/// Boards seen from straight above, running at an angle.
pub fn boards(pen: &mut Pen, colour: Ink, plank: f64, angle: f64) {
    let (w, h) = (pen.w, pen.h);
    pen.wash(colour);
    let reach = w + h;
    pen.moved(format_args!("rotate({angle:.1} {:.1} {:.1})", w / 2.0, h / 2.0), |pen| {
        let mut y = -h * 0.4;
        while y < h * 1.4 {
            let tone = pen.rnd(-0.10, 0.10);
            let base = if tone > 0.0 { colour.lit(tone) } else { colour.shade(-tone) };
            let paint = pen.lin(
                (0.0, y),
                (0.0, y + plank),
                &[(0.0, base.lit(0.10)), (0.06, base), (0.94, base.shade(0.05)), (1.0, base.shade(0.35))],
            );
            pen.rect(-reach * 0.4, y, reach * 1.8, plank, 0.0, paint);
            grain(pen, y, plank, base, reach);
            pen.rect(-reach * 0.4, y + plank - 2.5, reach * 1.8, 3.5, 0.0, colour.shade(0.75).alpha(0.8));
            y += plank;
        }
    });
    daylight(pen, 0.30);
}

fn grain(pen: &mut Pen, y: f64, plank: f64, base: Ink, reach: f64) {
    let heart = pen.rnd(-reach * 0.2, reach * 1.1);
    for k in 0..16 {
        let row = y + 8.0 + (plank - 16.0) * (f64::from(k) + pen.rnd(0.1, 0.9)) / 16.0;
        let bulge = pen.rnd(-6.0, 6.0) + if k % 2 == 0 { 5.0 } else { -5.0 };
        let d = curve(&[
            (-reach * 0.4, row + pen.rnd(-4.0, 4.0)),
            (heart - 180.0, row),
            (heart, row + bulge),
            (heart + 220.0, row),
            (reach * 1.4, row + pen.rnd(-4.0, 4.0)),
        ]);
        let alpha = pen.rnd(0.05, 0.26);
        let thick = pen.rnd(0.8, 3.2);
        pen.line(d, base.shade(0.45).alpha(alpha), thick);
    }
}

/// Woven cloth seen from above.
pub fn cloth(pen: &mut Pen, colour: Ink) {
    let (w, h) = (pen.w, pen.h);
    pen.wash(colour);
    let weave = pen.tile(9.0, 9.0, "rotate(4)", |pen| {
        pen.rect(0.0, 0.0, 4.5, 4.5, 1.2, colour.lit(0.22).alpha(0.55));
        pen.rect(4.5, 4.5, 4.5, 4.5, 1.2, colour.lit(0.16).alpha(0.5));
        pen.rect(4.5, 0.0, 4.5, 4.5, 1.2, colour.shade(0.14).alpha(0.5));
        pen.rect(0.0, 4.5, 4.5, 4.5, 1.2, colour.shade(0.10).alpha(0.5));
    });
    pen.wash(weave);
    for _ in 0..5 {
        let (x, y) = (pen.rnd(0.0, w), pen.rnd(0.0, h));
        let (dx, dy) = (pen.rnd(200.0, 420.0), pen.rnd(-120.0, 120.0));
        let d = curve(&[(x - dx, y - dy), (x, y + pen.rnd(-30.0, 30.0)), (x + dx, y + dy)]);
        pen.soft(9.0, |pen| {
            pen.moved("translate(0 10)", |pen| pen.line(&d, colour.shade(0.35).alpha(0.30), 14.0));
            pen.line(&d, colour.lit(0.5).alpha(0.35), 10.0);
        });
    }
    daylight(pen, 0.26);
}

/// Light across the whole picture: bright up left, dim down right.
pub fn daylight(pen: &mut Pen, strength: f64) {
    let (w, h) = (pen.w, pen.h);
    let sun = ink(0xfff0d0);
    let paint = pen.lin(
        (0.0, 0.0),
        (w, h),
        &[
            (0.0, sun.alpha(strength)),
            (0.45, sun.alpha(0.0)),
            (0.55, SHADOW.alpha(0.0)),
            (1.0, SHADOW.alpha(strength * 0.95)),
        ],
    );
    pen.wash(paint);
}

/// A window's light on the wall: four slanted panes, soft at their edges.
pub fn window(pen: &mut Pen, x: f64, y: f64, size: f64, colour: Ink, strength: f64) {
    let pane = |col: f64, row: f64| {
        let (gap, lean) = (size * 0.04, 0.32);
        let (pw, ph) = (size * 0.40, size * 0.62);
        let (left, top) = (x + col * (pw + gap), y + row * (ph + gap) + col * (pw + gap) * lean);
        poly(&[
            (left, top),
            (left + pw, top + pw * lean),
            (left + pw, top + ph + pw * lean),
            (left, top + ph),
        ])
    };
    let paint = pen.lin(
        (x, y),
        (x + size, y + size * 1.6),
        &[(0.0, colour.alpha(strength)), (1.0, colour.alpha(strength * 0.45))],
    );
    pen.soft(7.0, |pen| {
        for (col, row) in [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)] {
            pen.fill(pane(col, row), &paint);
        }
    });
}

/// The shadow a thing throws on the table, away from the lamp, and where it touches.
pub fn cast(pen: &mut Pen, cx: f64, base: f64, half: f64, height: f64) {
    let reach = half + height * 0.34;
    pen.moved(format_args!("translate({:.1} {base:.1}) rotate(4) skewX(-24)", cx + reach * 0.42), |pen| {
        pen.shadow(0.0, 2.0, reach * 1.12, half * 0.42, 0.36);
    });
    pen.shadow(cx + half * 0.16, base + half * 0.05, half * 1.32, half * 0.30, 0.50);
    pen.shadow(cx, base + half * 0.01, half * 1.06, half * 0.15, 0.70);
}

/// The shadow of a box standing on the table with its front edge from `x` to `x + w`.
pub fn slab(pen: &mut Pen, x: f64, base: f64, w: f64, height: f64) {
    let reach = height * 0.7;
    pen.soft(10.0, |pen| {
        pen.fill(
            poly(&[
                (x + 10.0, base - 6.0),
                (x + w, base - 12.0),
                (x + w + reach, base + 8.0),
                (x + w + reach * 0.7, base + 18.0),
                (x + 16.0, base + 10.0),
            ]),
            SHADOW.alpha(0.42),
        );
    });
    pen.soft(3.0, |pen| pen.rect(x + 1.0, base - 5.0, w + 4.0, 10.0, 4.0, SHADOW.alpha(0.6)));
}

/// The shadow of a flat rectangle lying on a surface or hanging on a wall: `lift` is how far it stands off.
pub fn under(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, lift: f64) {
    pen.soft(lift * 0.9, |pen| pen.rect(x + lift * 0.6, y + lift * 1.1, w, h, 4.0, SHADOW.alpha(0.34)));
    pen.soft(3.5, |pen| pen.rect(x + 2.0, y + 4.0, w, h, 3.0, SHADOW.alpha(0.42)));
}

/// Stops across something turned on a wheel: rim, light, body, core shadow, bounce.
pub fn drum(colour: Ink) -> [(f64, Ink); 7] {
    [
        (0.0, colour.shade(0.34)),
        (0.10, colour.shade(0.08)),
        (0.27, colour.lit(0.30)),
        (0.45, colour.lit(0.04)),
        (0.74, colour.shade(0.30)),
        (0.90, colour.shade(0.48)),
        (1.0, colour.shade(0.36)),
    ]
}

/// A slanted reflection of a window on glass inside the box.
pub fn pane(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, strength: f64) {
    pen.within(boxed(x, y, w, h), |pen| {
        let paint = pen.lin(
            (x, y),
            (x + w, y + h),
            &[(0.0, GLINT.alpha(strength)), (0.6, GLINT.alpha(strength * 0.25)), (1.0, GLINT.alpha(0.0))],
        );
        pen.fill(poly(&[(x, y), (x + w * 0.46, y), (x + w * 0.04, y + h), (x, y + h)]), &paint);
        pen.fill(
            poly(&[(x + w * 0.54, y), (x + w * 0.66, y), (x + w * 0.24, y + h), (x + w * 0.12, y + h)]),
            &paint,
        );
    });
}
