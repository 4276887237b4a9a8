//! Lettering drawn as strokes, so that no font is ever needed.
//! Capitals on a height of 100; `stress` widens upright strokes like a broad nib.

use super::pen::Pen;
use std::fmt::{Display, Write};

/// How a line of lettering looks.
#[derive(Clone, Copy, Debug)]
pub struct Hand {
    /// Height of a capital.
    pub size: f64,
    /// Thickness of a stroke as a part of the height.
    pub weight: f64,
    /// 1 for even strokes; 3 and more for a bookish contrast of thick and thin.
    pub stress: f64,
    /// Space between letters as a part of the height.
    pub tracking: f64,
}

/// An even, light hand.
pub const fn plain(size: f64) -> Hand {
    Hand { size, weight: 0.10, stress: 1.0, tracking: 0.26 }
}

/// A heavy poster hand.
pub const fn bold(size: f64) -> Hand {
    Hand { size, weight: 0.21, stress: 1.0, tracking: 0.30 }
}

/// A bookish hand with thick and thin strokes.
pub const fn bookish(size: f64) -> Hand {
    Hand { size, weight: 0.045, stress: 3.6, tracking: 0.24 }
}

/// Where a line of lettering hangs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hang {
    /// Begins at the point.
    Start,
    /// Is centred on the point.
    Middle,
}

impl Pen {
    /// Letters `text` with its baseline at `y`.
    pub fn letters(&mut self, text: &str, x: f64, y: f64, hand: Hand, hang: Hang, paint: impl Display) {
        let scale = hand.size / 100.0;
        let mut left = match hang {
            Hang::Start => x,
            Hang::Middle => x - width(text, hand) / 2.0,
        };
        let mut d = String::new();
        for letter in text.chars() {
            let (advance, strokes) = glyph(letter);
            place(&mut d, strokes, left / (scale * hand.stress), hand.stress);
            if let Some(mark) = accent(letter) {
                place(&mut d, mark, (left + (advance / 2.0) * scale) / (scale * hand.stress), hand.stress);
            }
            left += (advance + hand.tracking * 100.0) * scale;
        }
        let (sx, top) = (scale * hand.stress, y - hand.size);
        self.moved(format_args!("translate(0 {top:.2}) scale({sx:.4} {scale:.4})"), |pen| {
            pen.edge(&d, paint, hand.weight * 100.0);
        });
    }
}

/// How wide a line of lettering is.
pub fn width(text: &str, hand: Hand) -> f64 {
    let letters: f64 = text.chars().map(|letter| glyph(letter).0 + hand.tracking * 100.0).sum();
    (letters - hand.tracking * 100.0) * hand.size / 100.0
}

/// Copies absolute path commands (M L H V A C Z), squeezed by `stress` and moved right by `dx`.
fn place(d: &mut String, strokes: &str, dx: f64, stress: f64) {
    let mut command = ' ';
    let mut nth = 0;
    for token in strokes.split_whitespace() {
        if let Some(letter) = token.chars().next().filter(char::is_ascii_alphabetic) {
            command = letter;
            nth = 0;
            d.push(letter);
            continue;
        }
        let value: f64 = token.parse().expect("glyph data are our own constants");
        let written = match (command, nth) {
            ('V', _) => value,
            ('H', _) => value / stress + dx,
            ('A', 0) => value / stress,
            ('A', 5) => value / stress + dx,
            // The two flags of an arc are single digits, not numbers.
            ('A', 3 | 4) => {
                let _ = write!(d, " {}", u8::from(value != 0.0));
                nth += 1;
                continue;
            }
            ('A', _) => value,
            (_, n) if n % 2 == 0 => value / stress + dx,
            _ => value,
        };
        let _ = write!(d, " {written:.3}");
        nth = if command == 'A' && nth == 6 { 0 } else { nth + 1 };
    }
}

/// The mark above a letter, around x = 0.
fn accent(letter: char) -> Option<&'static str> {
    match letter {
        'É' => Some("M -6 -16 L 12 -34"),
        'È' | 'À' => Some("M 6 -16 L -12 -34"),
        'Ê' | 'Î' | 'Ô' | 'Â' => Some("M -16 -14 L 0 -32 L 16 -14"),
        'Ō' => Some("M -22 -20 L 22 -20"),
        _ => None,
    }
}

/// Advance and strokes of a letter.
fn glyph(letter: char) -> (f64, &'static str) {
    match letter {
        'A' | 'À' | 'Â' => (78.0, "M 0 100 L 39 0 L 78 100 M 14 66 H 64"),
        'B' => (56.0, "M 0 0 V 100 H 29 A 26 26.5 0 0 0 29 47 H 0 M 29 47 A 23.5 23.5 0 0 0 29 0 H 0"),
        'C' => (84.0, "M 84 16 A 50 50 0 1 0 84 84"),
        'D' => (78.0, "M 0 0 V 100 H 28 A 50 50 0 0 0 28 0 H 0"),
        'E' | 'É' | 'È' | 'Ê' => (50.0, "M 50 0 H 0 V 100 H 50 M 0 48 H 44"),
        'F' => (48.0, "M 48 0 H 0 V 100 M 0 50 H 42"),
        'G' => (94.0, "M 84 16 A 50 50 0 1 0 94 56 H 58"),
        'H' => (70.0, "M 0 0 V 100 M 70 0 V 100 M 0 48 H 70"),
        'I' | 'Î' => (4.0, "M 2 0 V 100"),
        'J' => (36.0, "M 36 0 V 78 A 19 21 0 0 1 0 86"),
        'K' => (60.0, "M 0 0 V 100 M 58 0 L 0 60 M 20 40 L 62 100"),
        'L' => (46.0, "M 0 0 V 100 H 46"),
        'M' => (94.0, "M 0 100 L 10 0 L 47 76 L 84 0 L 94 100"),
        'N' => (74.0, "M 0 100 V 0 L 74 100 V 0"),
        'O' | 'Ô' | 'Ō' => (100.0, "M 50 0 A 50 50 0 1 0 50 100 A 50 50 0 1 0 50 0 Z"),
        'P' => (56.0, "M 0 100 V 0 H 28 A 28 28 0 0 1 28 56 H 0"),
        'Q' => (100.0, "M 50 0 A 50 50 0 1 0 50 100 A 50 50 0 1 0 50 0 Z M 62 68 L 102 106"),
        'R' => (58.0, "M 0 100 V 0 H 28 A 27 27 0 0 1 28 54 H 0 M 28 54 L 60 100"),
        'S' => (54.0, "M 50 17 C 44 -6 4 -5 4 26 C 4 56 54 42 54 74 C 54 107 6 108 0 80"),
        'T' => (66.0, "M 0 0 H 66 M 33 0 V 100"),
        'U' => (70.0, "M 0 0 V 65 A 35 35 0 0 0 70 65 V 0"),
        'V' => (76.0, "M 0 0 L 38 100 L 76 0"),
        'W' => (108.0, "M 0 0 L 28 100 L 54 10 L 80 100 L 108 0"),
        'X' => (68.0, "M 0 0 L 68 100 M 68 0 L 0 100"),
        'Y' => (70.0, "M 0 0 L 35 52 L 70 0 M 35 52 V 100"),
        'Z' => (66.0, "M 2 0 H 64 L 0 100 H 66"),
        '0' => (66.0, "M 33 0 A 33 50 0 1 0 33 100 A 33 50 0 1 0 33 0 Z"),
        '1' => (22.0, "M 0 18 L 20 0 V 100"),
        '2' => (58.0, "M 2 28 A 27 27 0 1 1 50 44 L 0 100 H 58"),
        '3' => (54.0, "M 2 16 A 25 23 0 1 1 26 46 A 27 27 0 1 1 0 82"),
        '4' => (66.0, "M 48 100 V 0 L 0 72 H 66"),
        '5' => (54.0, "M 50 0 H 12 L 6 44 A 30 29 0 1 1 0 86"),
        '6' => (60.0, "M 44 0 L 8 52 A 29 30 0 1 0 54 52 A 29 30 0 0 0 8 52"),
        '7' => (56.0, "M 0 0 H 56 L 16 100"),
        '8' => (58.0, "M 29 46 A 23 23 0 1 0 28.9 46 Z M 29 46 A 28 27 0 1 0 29.1 46 Z"),
        '9' => (60.0, "M 16 100 L 52 48 A 29 30 0 1 0 6 48 A 29 30 0 0 0 52 48"),
        '&' => (76.0, "M 76 100 L 18 34 A 20 20 0 1 1 48 30 L 14 56 A 25 25 0 1 0 52 92 L 74 58"),
        '-' | '—' => (32.0, "M 0 54 H 32"),
        '.' | '·' => (6.0, "M 0 96 H 6 V 102 H 0 Z"),
        '\'' => (4.0, "M 4 0 L 0 24"),
        _ => (36.0, ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_glyph_parses_and_wider_text_is_wider() {
        let all = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789&-.'ÉÈÀ";
        let mut pen = Pen::new(10.0, 10.0, 1);
        pen.letters(all, 0.0, 0.0, bookish(20.0), Hang::Start, "#000");
        assert!(width("ATELIER", plain(20.0)) > width("NORD", plain(20.0)));
    }
}
