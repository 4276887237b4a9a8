//! Writes one SVG picture: shapes, gradients, soft shadows, and chance that is the same every time.

use super::ink::{GLINT, Ink, SHADOW};
use std::fmt::{Display, Write};

/// Where a colour stands in a gradient: offset 0 to 1, colour.
pub type Stop = (f64, Ink);

/// A picture in the making.
pub struct Pen {
    defs: String,
    body: String,
    ids: u32,
    chance: u64,
    /// Width in units; pictures are drawn at one unit per pixel.
    pub w: f64,
    /// Height in units.
    pub h: f64,
}

impl Pen {
    /// An empty picture; `seed` decides every [`Pen::rnd`] that follows.
    pub fn new(w: f64, h: f64, seed: u64) -> Self {
        let chance = seed ^ 0x9e37_79b9_7f4a_7c15;
        Self { defs: String::new(), body: String::new(), ids: 0, chance, w, h }
    }

    /// The finished document.
    pub fn finish(self) -> String {
        let whole = (0.0, 0.0, self.w);
        self.finish_part(whole)
    }

    /// The finished document, showing only what lies right and below of (left, top), `width` units wide.
    pub fn finish_part(self, (left, top, width): (f64, f64, f64)) -> String {
        let Self { defs, body, w, h, .. } = self;
        let height = width * h / w;
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="{left} {top} {width} {height}"><defs>{defs}</defs>{body}</svg>"#
        )
    }

    /// A number between `low` and `high` (splitmix64: small, and the same on every machine).
    pub fn rnd(&mut self, low: f64, high: f64) -> f64 {
        self.chance = self.chance.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.chance;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        low + (high - low) * ((z >> 11) as f64 / (1u64 << 53) as f64)
    }

    /// One of `choices`.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        let index = self.rnd(0.0, choices.len() as f64) as usize;
        choices[index.min(choices.len() - 1)]
    }

    fn id(&mut self) -> String {
        self.ids += 1;
        format!("i{}", self.ids)
    }

    fn stops(&mut self, stops: &[Stop]) {
        for (offset, colour) in stops {
            let [r, g, b] = colour.rgb;
            let _ = write!(
                self.defs,
                r#"<stop offset="{offset:.3}" stop-color="rgb({r},{g},{b})" stop-opacity="{:.3}"/>"#,
                colour.alpha
            );
        }
    }

    /// A linear gradient between two points of the drawing.
    pub fn lin(&mut self, from: (f64, f64), to: (f64, f64), stops: &[Stop]) -> String {
        let id = self.id();
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = write!(
            self.defs,
            r#"<linearGradient id="{id}" gradientUnits="userSpaceOnUse" x1="{x1:.1}" y1="{y1:.1}" x2="{x2:.1}" y2="{y2:.1}">"#
        );
        self.stops(stops);
        self.defs.push_str("</linearGradient>");
        format!("url(#{id})")
    }

    /// From top to bottom of whatever it fills.
    pub fn down(&mut self, stops: &[Stop]) -> String {
        let id = self.id();
        let _ = write!(self.defs, r#"<linearGradient id="{id}" x2="0" y2="1">"#);
        self.stops(stops);
        self.defs.push_str("</linearGradient>");
        format!("url(#{id})")
    }

    /// From left to right of whatever it fills.
    pub fn across(&mut self, stops: &[Stop]) -> String {
        let id = self.id();
        let _ = write!(self.defs, r#"<linearGradient id="{id}" x2="1" y2="0">"#);
        self.stops(stops);
        self.defs.push_str("</linearGradient>");
        format!("url(#{id})")
    }

    /// A radial gradient around a point of the drawing.
    pub fn rad(&mut self, centre: (f64, f64), radius: f64, stops: &[Stop]) -> String {
        let id = self.id();
        let (cx, cy) = centre;
        let _ = write!(
            self.defs,
            r#"<radialGradient id="{id}" gradientUnits="userSpaceOnUse" cx="{cx:.1}" cy="{cy:.1}" r="{radius:.1}">"#
        );
        self.stops(stops);
        self.defs.push_str("</radialGradient>");
        format!("url(#{id})")
    }

    /// A radial gradient in the box of whatever it fills; `at` and `radius` are parts of that box.
    pub fn ball(&mut self, at: (f64, f64), radius: f64, stops: &[Stop]) -> String {
        let id = self.id();
        let (cx, cy) = at;
        let _ = write!(self.defs, r#"<radialGradient id="{id}" cx="{cx:.3}" cy="{cy:.3}" r="{radius:.3}">"#);
        self.stops(stops);
        self.defs.push_str("</radialGradient>");
        format!("url(#{id})")
    }

    /// A tile of `w` by `h`, repeated under `transform`; what `draw` draws is the tile.
    pub fn tile(&mut self, w: f64, h: f64, transform: &str, draw: impl FnOnce(&mut Self)) -> String {
        let id = self.id();
        let outer = std::mem::take(&mut self.body);
        draw(self);
        let tile = std::mem::replace(&mut self.body, outer);
        let _ = write!(
            self.defs,
            r#"<pattern id="{id}" width="{w}" height="{h}" patternUnits="userSpaceOnUse" patternTransform="{transform}">{tile}</pattern>"#
        );
        format!("url(#{id})")
    }

    /// A filled path.
    pub fn fill(&mut self, d: impl Display, paint: impl Display) {
        let _ = write!(self.body, r#"<path d="{d}" fill="{paint}"/>"#);
    }

    /// A stroked path with round ends.
    pub fn line(&mut self, d: impl Display, paint: impl Display, width: f64) {
        let _ = write!(
            self.body,
            r#"<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width:.2}" stroke-linecap="round" stroke-linejoin="round"/>"#
        );
    }

    /// A stroked path with square ends and sharp corners.
    pub fn edge(&mut self, d: impl Display, paint: impl Display, width: f64) {
        let _ = write!(
            self.body,
            r#"<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width:.2}" stroke-linejoin="miter"/>"#
        );
    }

    /// A dashed line, for stitches.
    pub fn stitch(&mut self, d: impl Display, paint: impl Display, width: f64, dash: f64, gap: f64) {
        let _ = write!(
            self.body,
            r#"<path d="{d}" fill="none" stroke="{paint}" stroke-width="{width:.2}" stroke-linecap="round" stroke-dasharray="{dash} {gap}"/>"#
        );
    }

    /// A rectangle with corners of radius `r`.
    pub fn rect(&mut self, x: f64, y: f64, w: f64, h: f64, r: f64, paint: impl Display) {
        let _ = write!(
            self.body,
            r#"<rect x="{x:.1}" y="{y:.1}" width="{w:.1}" height="{h:.1}" rx="{r:.1}" fill="{paint}"/>"#
        );
    }

    /// The whole picture, for grounds and washes of light.
    pub fn wash(&mut self, paint: impl Display) {
        self.rect(0.0, 0.0, self.w, self.h, 0.0, paint);
    }

    /// A filled ellipse.
    pub fn oval(&mut self, cx: f64, cy: f64, rx: f64, ry: f64, paint: impl Display) {
        let _ = write!(
            self.body,
            r#"<ellipse cx="{cx:.1}" cy="{cy:.1}" rx="{rx:.2}" ry="{ry:.2}" fill="{paint}"/>"#
        );
    }

    /// The outline of an ellipse.
    pub fn ring(&mut self, cx: f64, cy: f64, rx: f64, ry: f64, paint: impl Display, width: f64) {
        let _ = write!(
            self.body,
            r#"<ellipse cx="{cx:.1}" cy="{cy:.1}" rx="{rx:.2}" ry="{ry:.2}" fill="none" stroke="{paint}" stroke-width="{width:.2}"/>"#
        );
    }

    fn group(&mut self, attributes: &str, draw: impl FnOnce(&mut Self)) {
        let _ = write!(self.body, "<g {attributes}>");
        draw(self);
        self.body.push_str("</g>");
    }

    /// Draws under an SVG transform.
    pub fn moved(&mut self, transform: impl Display, draw: impl FnOnce(&mut Self)) {
        self.group(&format!(r#"transform="{transform}""#), draw);
    }

    /// Draws as one layer at an opacity.
    pub fn faded(&mut self, opacity: f64, draw: impl FnOnce(&mut Self)) {
        self.group(&format!(r#"opacity="{opacity:.3}""#), draw);
    }

    /// Draws as one layer with a blend mode such as `multiply`.
    pub fn blended(&mut self, mode: &str, draw: impl FnOnce(&mut Self)) {
        self.group(&format!(r#"style="mix-blend-mode:{mode}""#), draw);
    }

    /// Draws only inside the path `d`.
    pub fn within(&mut self, d: impl Display, draw: impl FnOnce(&mut Self)) {
        let id = self.id();
        let _ = write!(self.defs, r#"<clipPath id="{id}"><path d="{d}"/></clipPath>"#);
        self.group(&format!(r#"clip-path="url(#{id})""#), draw);
    }

    /// Draws only where the mask is bright.
    pub fn masked(&mut self, mask: impl FnOnce(&mut Self), draw: impl FnOnce(&mut Self)) {
        let id = self.id();
        let outer = std::mem::take(&mut self.body);
        mask(self);
        let inner = std::mem::replace(&mut self.body, outer);
        let (w, h) = (self.w, self.h);
        let _ = write!(
            self.defs,
            r#"<mask id="{id}" maskUnits="userSpaceOnUse" x="-{w}" y="-{h}" width="{}" height="{}">{inner}</mask>"#,
            w * 3.0,
            h * 3.0
        );
        self.group(&format!(r#"mask="url(#{id})""#), draw);
    }

    /// Draws out of focus. Costs time by area: for small things only.
    pub fn soft(&mut self, deviation: f64, draw: impl FnOnce(&mut Self)) {
        let id = self.id();
        let _ = write!(
            self.defs,
            r#"<filter id="{id}" x="-30%" y="-30%" width="160%" height="160%" color-interpolation-filters="sRGB"><feGaussianBlur stdDeviation="{deviation:.1}"/></filter>"#
        );
        self.group(&format!(r#"filter="url(#{id})""#), draw);
    }

    /// A round soft shadow without a filter.
    pub fn shadow(&mut self, cx: f64, cy: f64, rx: f64, ry: f64, strength: f64) {
        let paint = self.ball((0.5, 0.5), 0.5, &falloff(SHADOW, strength));
        self.oval(cx, cy, rx, ry, paint);
    }

    /// A round soft light without a filter.
    pub fn glow(&mut self, cx: f64, cy: f64, rx: f64, ry: f64, colour: Ink, strength: f64) {
        let paint = self.ball((0.5, 0.5), 0.5, &falloff(colour, strength));
        self.oval(cx, cy, rx, ry, paint);
    }

    /// A highlight: a soft white streak.
    pub fn glint(&mut self, cx: f64, cy: f64, rx: f64, ry: f64, strength: f64) {
        self.glow(cx, cy, rx, ry, GLINT, strength);
    }
}

/// Stops that fall off like a blurred disc.
pub fn falloff(colour: Ink, strength: f64) -> [Stop; 7] {
    [(0.0, 1.0), (0.2, 0.9), (0.4, 0.64), (0.6, 0.33), (0.75, 0.14), (0.9, 0.03), (1.0, 0.0)]
        .map(|(at, part)| (at, colour.alpha(strength * part)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_chances() {
        let mut a = Pen::new(1.0, 1.0, 7);
        let mut b = Pen::new(1.0, 1.0, 7);
        assert!((0..20).all(|_| a.rnd(0.0, 9.0).to_bits() == b.rnd(0.0, 9.0).to_bits()));
    }
}
