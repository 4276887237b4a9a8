//! Things turned on a wheel: clay, glaze, speckles, the window mirrored in the gloss.

use super::{
    ink::{GLINT, Ink, SHADOW},
    pen::Pen,
    shape::{At, boxed, curve, round, turned},
    stage::{cast, drum},
};

/// A pot, drawn around the vertical axis `cx`.
pub struct Pot<'a> {
    /// Axis.
    pub cx: f64,
    /// (y, radius) from rim to foot.
    pub profile: &'a [(f64, f64)],
    /// How much the rims are seen from above: 0 from the side, 0.3 from a chair.
    pub flat: f64,
    /// The bare clay.
    pub clay: Ink,
    /// The glaze over it.
    pub glaze: Ink,
    /// Height where the glaze ends; below the foot for a pot glazed all over.
    pub glaze_to: f64,
    /// Number of iron speckles.
    pub speckles: u32,
    /// Gloss, 0 for bisque to 1 for wet.
    pub gloss: f64,
    /// What is seen inside.
    pub inside: Ink,
}

impl Pot<'_> {
    fn rim(&self) -> (f64, f64) {
        self.profile[0]
    }

    fn foot(&self) -> (f64, f64) {
        self.profile[self.profile.len() - 1]
    }

    fn belly(&self) -> f64 {
        self.profile.iter().map(|&(_, r)| r).fold(0.0, f64::max)
    }

    /// Draws the pot with its shadow.
    pub fn draw(&self, pen: &mut Pen) {
        let (base, foot) = self.foot();
        cast(
            pen,
            self.cx,
            base + foot * self.flat * 0.5,
            foot.max(self.belly() * 0.72),
            (base - self.rim().0) * 0.8,
        );
        self.body(pen);
        self.mouth(pen);
    }

    /// Draws the wall of the pot without shadow and mouth.
    pub fn body(&self, pen: &mut Pen) {
        let (cx, r) = (self.cx, self.belly());
        let (top, base) = (self.rim().0, self.foot().0);
        let d = turned(cx, self.profile, self.flat);
        let clay = pen.lin((cx - r, 0.0), (cx + r, 0.0), &drum(self.clay));
        pen.fill(&d, clay);
        pen.within(&d, |pen| {
            self.rings(pen);
            if self.glaze_to < base {
                self.specks(pen, self.glaze_to, base, self.clay.shade(0.5));
            }
            self.glaze(pen);
            self.specks(pen, top, self.glaze_to.min(base), self.glaze.shade(0.6));
            let fall = pen.lin(
                (0.0, top),
                (0.0, base + r * self.flat),
                &[
                    (0.0, GLINT.alpha(0.10)),
                    (0.3, GLINT.alpha(0.0)),
                    (0.6, SHADOW.alpha(0.0)),
                    (1.0, SHADOW.alpha(0.38)),
                ],
            );
            pen.rect(cx - r - 4.0, top - r, r * 2.0 + 8.0, base - top + r * 2.0, 0.0, fall);
            self.reflections(pen);
        });
    }

    /// Draws only what is in front of the opening, over something that lies in it.
    pub fn front(&self, pen: &mut Pen) {
        let ((y, r), flat) = (self.rim(), self.flat);
        let reach = self.belly() * 1.2;
        let (cx, base) = (self.cx, self.foot().0 + self.belly());
        let d = format!(
            "M{:.1} {y:.1}H{:.1}A{r:.1} {:.1} 0 0 0 {:.1} {y:.1}H{:.1}V{base:.1}H{:.1}Z",
            cx - reach,
            cx - r,
            r * flat,
            cx + r,
            cx + reach,
            cx - reach
        );
        pen.within(d, |pen| self.body(pen));
        pen.line(
            format_args!("M{:.1} {y:.1}A{r:.1} {:.1} 0 0 0 {:.1} {y:.1}", cx - r, r * flat, cx + r),
            self.glaze.mix(self.clay, 0.45).lit(0.35),
            5.0,
        );
    }

    fn rings(&self, pen: &mut Pen) {
        let (top, base) = (self.rim().0, self.foot().0);
        let r = self.belly();
        let count = ((base - top) / 13.0) as u32;
        for k in 0..count {
            let y = top + (base - top) * f64::from(k) / f64::from(count) + pen.rnd(-2.0, 2.0);
            let tone = if k % 2 == 0 { SHADOW.alpha(0.07) } else { GLINT.alpha(0.08) };
            let thick = pen.rnd(1.2, 3.4);
            pen.ring(self.cx, y, r * 1.02, r * self.flat.max(0.05), tone, thick);
        }
    }

    fn glaze(&self, pen: &mut Pen) {
        let (cx, r, flat) = (self.cx, self.belly(), self.flat);
        let (top, base) = (self.rim().0, self.foot().0);
        let all_over = self.glaze_to >= base;
        let phase = pen.rnd(0.0, 6.0);
        let edge: Vec<At> = (0..=22)
            .map(|k| {
                let t = f64::from(k) / 11.0 - 1.0;
                let sag = (1.0 - t * t).max(0.0).sqrt() * r * flat;
                let run = ((t * 7.0 + phase).sin() * 0.6 + (t * 17.0 + phase).sin() * 0.4) * r * 0.07;
                (cx + t * r * 1.03, self.glaze_to + sag + run)
            })
            .collect();
        let paint = pen.lin(
            (cx - r, 0.0),
            (cx + r, 0.0),
            &[
                (0.0, self.glaze.shade(0.42)),
                (0.09, self.glaze.shade(0.14)),
                (0.26, self.glaze.lit(0.26 + 0.10 * self.gloss)),
                (0.44, self.glaze.lit(0.03)),
                (0.76, self.glaze.shade(0.30)),
                (0.92, self.glaze.shade(0.46)),
                (1.0, self.glaze.shade(0.30)),
            ],
        );
        let wall = format!(
            "{}L{:.1} {:.1}L{:.1} {:.1}Z",
            curve(&edge),
            cx + r * 1.1,
            top - r,
            cx - r * 1.1,
            top - r
        );
        if all_over {
            pen.rect(cx - r * 1.1, top - r, r * 2.2, base - top + r * 2.0, 0.0, paint);
        } else {
            let below: Vec<At> = edge.iter().map(|&(x, y)| (x, y + 5.0)).collect();
            pen.line(curve(&below), SHADOW.alpha(0.32), 7.0);
            pen.fill(wall, paint);
            let rim: Vec<At> = edge.iter().map(|&(x, y)| (x, y - 4.0)).collect();
            pen.line(curve(&edge), self.glaze.shade(0.35).alpha(0.8), 3.0);
            pen.line(curve(&rim), GLINT.alpha(0.16 + 0.16 * self.gloss), 3.0);
        }
        // Glaze breaks lighter and warmer where it is thin: at the lip.
        let thin = pen.lin(
            (0.0, top - r * flat),
            (0.0, top + r * 0.34),
            &[
                (0.0, self.clay.lit(0.2).alpha(0.75)),
                (0.35, self.clay.lit(0.1).alpha(0.28)),
                (1.0, self.clay.alpha(0.0)),
            ],
        );
        pen.rect(cx - r * 1.1, top - r * flat, r * 2.2, r * (0.34 + flat), 0.0, thin);
    }

    fn specks(&self, pen: &mut Pen, top: f64, base: f64, colour: Ink) {
        let r = self.belly();
        for _ in 0..self.speckles {
            let (x, y) = (self.cx + pen.rnd(-r, r), pen.rnd(top, base + r * self.flat));
            let size = pen.rnd(0.7, 2.7);
            let alpha = pen.rnd(0.25, 0.75);
            pen.oval(x, y, size, size * pen_ratio(size), colour.alpha(alpha));
        }
    }

    fn reflections(&self, pen: &mut Pen) {
        let (cx, r, gloss) = (self.cx, self.belly(), self.gloss);
        let (top, base) = (self.rim().0, self.foot().0);
        let h = base - top;
        pen.glint(cx - r * 0.46, top + h * 0.36, r * 0.26, h * 0.34, 0.20 + 0.24 * gloss);
        if gloss > 0.3 {
            let (x, y, w) = (cx - r * 0.62, top + h * 0.17, r * 0.13);
            let paint = pen.lin(
                (0.0, y),
                (0.0, y + h * 0.42),
                &[(0.0, GLINT.alpha(0.85 * gloss)), (1.0, GLINT.alpha(0.15 * gloss))],
            );
            for k in [0.0, 1.0] {
                let left = x + k * w * 1.25;
                let sag = r * self.flat * 0.4;
                let d = format!(
                    "M{left:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}Z",
                    y + k * sag * 0.4,
                    left + w * 0.5,
                    y + sag * 0.4 + k * sag * 0.3,
                    left + w,
                    y + sag * 0.5 + k * sag * 0.4,
                    left + w * 0.94,
                    y + h * 0.36 + sag * 0.4,
                    left + w * 0.5,
                    y + h * 0.37 + sag * 0.2,
                    left + w * 0.06,
                    y + h * 0.36
                );
                pen.fill(d, &paint);
            }
        }
        let bounce = pen.lin(
            (cx + r * 0.6, 0.0),
            (cx + r, 0.0),
            &[(0.0, GLINT.alpha(0.0)), (0.75, GLINT.alpha(0.20)), (1.0, GLINT.alpha(0.04))],
        );
        pen.rect(cx + r * 0.6, top, r * 0.4, h, 0.0, bounce);
    }

    /// Draws lip and opening.
    pub fn mouth(&self, pen: &mut Pen) {
        let (y, r) = self.rim();
        let (cx, ry) = (self.cx, r * self.flat);
        let lip = self.glaze.mix(self.clay, 0.45);
        let paint = pen.lin(
            (cx - r, y - ry),
            (cx + r, y + ry),
            &[(0.0, lip.lit(0.55)), (0.4, lip.lit(0.2)), (0.75, lip.shade(0.18)), (1.0, lip.lit(0.25))],
        );
        pen.oval(cx, y, r, ry, paint);
        let wall = (r * 0.07).clamp(4.0, 13.0);
        let (ir, iry) = (r - wall, (ry - wall * 0.75).max(2.0));
        let hollow = pen.lin(
            (cx - ir, 0.0),
            (cx + ir, 0.0),
            &[
                (0.0, self.inside.shade(0.66)),
                (0.45, self.inside.shade(0.35)),
                (0.85, self.inside.lit(0.08)),
                (1.0, self.inside.shade(0.1)),
            ],
        );
        pen.oval(cx, y + wall * 0.2, ir, iry, hollow);
        pen.within(round(cx, y + wall * 0.2, ir, iry), |pen| {
            let shade = pen.lin(
                (0.0, y - iry),
                (0.0, y + iry),
                &[(0.0, SHADOW.alpha(0.55)), (0.6, SHADOW.alpha(0.12)), (1.0, SHADOW.alpha(0.0))],
            );
            pen.rect(cx - ir, y - iry, ir * 2.0, iry * 2.2, 0.0, shade);
        });
        pen.line(
            format_args!(
                "M{:.1} {y:.1}A{r:.1} {ry:.1} 0 0 0 {:.1} {:.1}",
                cx - r + 1.0,
                cx - r * 0.1,
                y + ry
            ),
            GLINT.alpha(0.5),
            2.2,
        );
    }

    /// Draws something liquid standing `below` the rim.
    pub fn filled(&self, pen: &mut Pen, below: f64, colour: Ink) {
        let (y, r) = self.rim();
        let (ir, iry) = (r * 0.92, r * self.flat * 0.90);
        pen.within(round(self.cx, y + 1.0, r * 0.935, r * self.flat * 0.9), |pen| {
            let cy = y + below;
            let paint = pen.lin(
                (self.cx - ir, cy),
                (self.cx + ir, cy + iry),
                &[(0.0, colour.shade(0.3)), (0.5, colour), (1.0, colour.lit(0.18))],
            );
            pen.oval(self.cx, cy, ir, iry, paint);
            pen.ring(self.cx, cy, ir - 2.0, iry - 1.0, colour.lit(0.4).alpha(0.7), 3.0);
            pen.glint(self.cx - ir * 0.4, cy - iry * 0.1, ir * 0.30, iry * 0.30, 0.5);
        });
    }
}

fn pen_ratio(size: f64) -> f64 {
    0.7 + (size * 7.3).fract() * 0.5
}

/// A rolled handle: a thick stroke with a light side and a dark side.
pub fn handle(pen: &mut Pen, d: &str, colour: Ink, width: f64) {
    pen.moved("translate(5 7)", |pen| pen.line(d, SHADOW.alpha(0.22), width * 1.05));
    pen.line(d, colour.shade(0.45), width);
    pen.moved(format_args!("translate({:.1} {:.1})", -width * 0.06, -width * 0.06), |pen| {
        pen.line(d, colour.shade(0.12), width * 0.78);
    });
    pen.moved(format_args!("translate({:.1} {:.1})", -width * 0.14, -width * 0.14), |pen| {
        pen.line(d, colour.lit(0.16), width * 0.44);
    });
    pen.moved(format_args!("translate({:.1} {:.1})", -width * 0.20, -width * 0.20), |pen| {
        pen.line(d, GLINT.alpha(0.4), width * 0.10);
    });
}

/// Steam above something hot.
pub fn steam(pen: &mut Pen, x: f64, y: f64, tall: f64) {
    pen.soft(11.0, |pen| {
        for k in 0..3 {
            let dx = -34.0 + f64::from(k) * 34.0;
            let sway = pen.rnd(18.0, 40.0) * if k % 2 == 0 { 1.0 } else { -1.0 };
            let d = curve(&[
                (x + dx, y),
                (x + dx + sway, y - tall * 0.33),
                (x + dx - sway * 0.6, y - tall * 0.66),
                (x + dx + sway, y - tall),
            ]);
            let paint = pen.lin(
                (0.0, y),
                (0.0, y - tall),
                &[(0.0, GLINT.alpha(0.0)), (0.3, GLINT.alpha(0.34)), (1.0, GLINT.alpha(0.0))],
            );
            pen.line(d, paint, 20.0);
        }
    });
}

/// A plain linen napkin lying on the table with its fold towards us.
pub fn napkin(pen: &mut Pen, x: f64, y: f64, w: f64, h: f64, colour: Ink) {
    let slant = w * 0.16;
    let d = format!(
        "M{:.1} {y:.1}L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}L{x:.1} {:.1}Z",
        x + slant,
        x + w + slant * 0.4,
        y + h * 0.05,
        x + w * 1.03,
        y + h * 0.6,
        x + w * 0.94,
        y + h * 1.02,
        y + h * 0.94
    );
    pen.soft(7.0, |pen| pen.moved("translate(8 10)", |pen| pen.fill(&d, SHADOW.alpha(0.36))));
    let weave = pen.tile(6.0, 6.0, "rotate(-6)", |pen| {
        pen.rect(0.0, 0.0, 6.0, 6.0, 0.0, colour);
        pen.rect(0.0, 0.0, 3.0, 3.0, 0.8, colour.lit(0.3));
        pen.rect(3.0, 3.0, 3.0, 3.0, 0.8, colour.shade(0.10));
    });
    pen.fill(&d, weave);
    pen.within(&d, |pen| {
        let fold = pen.lin(
            (x, y),
            (x + w, y + h),
            &[
                (0.0, GLINT.alpha(0.35)),
                (0.4, GLINT.alpha(0.0)),
                (0.42, SHADOW.alpha(0.10)),
                (0.6, SHADOW.alpha(0.0)),
                (1.0, SHADOW.alpha(0.22)),
            ],
        );
        pen.fill(boxed(x - 40.0, y - 20.0, w + 140.0, h + 40.0), fold);
        for k in 0..3 {
            let t = 0.2 + 0.26 * f64::from(k);
            pen.line(
                curve(&[
                    (x + w * t + slant, y),
                    (x + w * (t - 0.02), y + h * 0.5),
                    (x + w * (t - 0.06), y + h),
                ]),
                colour.shade(0.25).alpha(0.22),
                4.0,
            );
        }
    });
    for k in 0..26 {
        let t = f64::from(k) / 25.0;
        pen.line(
            format_args!("M{:.1} {:.1}l-2 9", x + w * 0.94 * t, y + h * (0.94 + 0.08 * t)),
            colour.shade(0.06),
            1.6,
        );
    }
}
