//! Colours that mix the way light does: in Oklab, warm towards the lamp and cool in the shade.

use std::fmt;

/// A colour with opacity, written into SVG as `#rrggbbaa`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Ink {
    /// Red, green and blue, 0 to 255.
    pub rgb: [u8; 3],
    /// Opacity, 0 to 1.
    pub alpha: f64,
}

/// An opaque colour from `0xrrggbb`.
pub const fn ink(hex: u32) -> Ink {
    let [_, r, g, b] = hex.to_be_bytes();
    Ink { rgb: [r, g, b], alpha: 1.0 }
}

/// Black, for shadows; always used with [`Ink::alpha`].
pub const SHADOW: Ink = ink(0x14_0e12);
/// White, for reflections; always used with [`Ink::alpha`].
pub const GLINT: Ink = ink(0xff_fcf4);

impl Ink {
    /// The same colour at another opacity.
    pub const fn alpha(self, alpha: f64) -> Self {
        Self { alpha, ..self }
    }

    /// `t` of the way to `other`.
    pub fn mix(self, other: Self, t: f64) -> Self {
        let (a, b) = (to_oklab(self.rgb), to_oklab(other.rgb));
        let lab = [0, 1, 2].map(|i| a[i] + (b[i] - a[i]) * t);
        Self { rgb: from_oklab(lab), alpha: self.alpha + (other.alpha - self.alpha) * t }
    }

    /// The colour where the light falls: brighter, a little warmer.
    pub fn lit(self, t: f64) -> Self {
        let [l, a, b] = to_oklab(self.rgb);
        Self {
            rgb: from_oklab([l + (1.0 - l) * t, a * (1.0 - t * 0.35), b * (1.0 - t * 0.3) + t * 0.02]),
            ..self
        }
    }

    /// The colour out of the light: darker, a little cooler, not greyer.
    pub fn shade(self, t: f64) -> Self {
        let [l, a, b] = to_oklab(self.rgb);
        Self {
            rgb: from_oklab([
                l * (1.0 - t),
                a * (1.0 - t * 0.4) + t * 0.006,
                b * (1.0 - t * 0.55) - t * 0.016,
            ]),
            ..self
        }
    }
}

impl fmt::Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.rgb;
        write!(f, "#{r:02x}{g:02x}{b:02x}{:02x}", (self.alpha.clamp(0.0, 1.0) * 255.0).round() as u8)
    }
}

fn to_oklab(rgb: [u8; 3]) -> [f64; 3] {
    let [r, g, b] = rgb.map(|v| {
        let v = f64::from(v) / 255.0;
        if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
    });
    let l = (0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_79 * m - 0.004_072_05 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_7 * s,
        0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn from_oklab([l, a, b]: [f64; 3]) -> [u8; 3] {
    let (p, q, r) = (
        (l + 0.396_337_78 * a + 0.215_803_76 * b).powi(3),
        (l - 0.105_561_35 * a - 0.063_854_17 * b).powi(3),
        (l - 0.089_484_18 * a - 1.291_485_5 * b).powi(3),
    );
    [
        4.076_741_7 * p - 3.307_711_6 * q + 0.230_969_94 * r,
        -1.268_438 * p + 2.609_757_4 * q - 0.341_319_4 * r,
        -0.004_196_09 * p - 0.703_418_6 * q + 1.707_614_7 * r,
    ]
    .map(|v| {
        let v = if v <= 0.003_130_8 { 12.92 * v } else { 1.055 * v.powf(1.0 / 2.4) - 0.055 };
        (v.clamp(0.0, 1.0) * 255.0).round() as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_survives_the_way_through_oklab() {
        for hex in [0x000000, 0xffffff, 0xb0566b, 0x1f5c4d, 0xf0b429] {
            let colour = ink(hex);
            assert_eq!(colour.mix(ink(0x123456), 0.0), colour);
        }
    }

    #[test]
    fn light_brightens_and_shade_darkens() {
        let clay = ink(0xa0684a);
        assert!(clay.lit(0.4).rgb[0] > clay.rgb[0] && clay.shade(0.4).rgb[0] < clay.rgb[0]);
    }
}
