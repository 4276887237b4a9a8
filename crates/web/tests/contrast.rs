//! The colours of `tokens.css`, light and dark, keep WCAG 2.2 AA for every pair that pages use.
#![expect(
    clippy::float_arithmetic,
    reason = "WCAG defines luminance by real exponents; nothing here is money"
)]

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../assets/css/tokens.css");
/// Text. Source: WCAG 2.2, 1.4.3.
const TEXT: f64 = 4.5;
/// Borders of fields, focus. Source: WCAG 2.2, 1.4.11.
const SHAPE: f64 = 3.0;

fn palette(css: &str) -> BTreeMap<&str, [u8; 3]> {
    let mut palette = BTreeMap::new();
    for declaration in css.split("--").skip(1) {
        let Some((name, value)) = declaration.split_once(": #") else { continue };
        let Some(hex) = value.get(..6) else { continue };
        let Ok(number) = u32::from_str_radix(hex, 16) else { continue };
        let [_, red, green, blue] = number.to_be_bytes();
        palette.insert(name, [red, green, blue]);
    }
    palette
}

fn luminance(colour: [u8; 3]) -> f64 {
    let linear = colour.map(|channel| {
        let share = f64::from(channel) / 255.0;
        if share <= 0.040_45 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_of_text_and_ground_is_readable() {
    let (light, rest) = TOKENS.split_once("@media (prefers-color-scheme: dark)").expect("two palettes");
    let dark = rest.split("@media").next().expect("a palette");
    let grounds = ["page", "surface", "surface-2"];
    for (scheme, palette) in [("light", palette(light)), ("dark", palette(dark))] {
        let check = |text: &str, ground: &str, least: f64| {
            let found = contrast(palette[text], palette[ground]);
            assert!(found >= least, "{scheme}: {text} on {ground} is {found:.2}, needs {least}");
        };
        for text in ["text", "text-2", "text-3"] {
            grounds.into_iter().chain(["surface-3", "flash"]).for_each(|ground| check(text, ground, TEXT));
        }
        for role in ["buy", "give", "warn", "bad", "good", "info"] {
            let soft = format!("{role}-soft");
            grounds.into_iter().chain([soft.as_str()]).for_each(|ground| check(role, ground, TEXT));
            check("text", &soft, TEXT);
            check("text-2", &soft, TEXT);
        }
        for (text, ground) in
            [("on-buy", "buy"), ("on-buy", "buy-hover"), ("on-give", "give"), ("on-give", "give-hover")]
        {
            check(text, ground, TEXT);
        }
        grounds.into_iter().for_each(|ground| check("focus", ground, SHAPE));
        grounds.into_iter().for_each(|ground| check("line-3", ground, SHAPE));
    }
}
