//! The measures of a paper, in points: margins, sizes of type, shades of ink.

use super::fonts::Weight;
use super::ink::Style;

/// Left margin, in points: 25 mm, where DIN 5008 puts it, with room for punching.
pub const MARGIN_LEFT: f32 = 70.9;
/// Right margin: 20 mm.
pub const MARGIN_RIGHT: f32 = 56.7;
/// Top margin: 18 mm.
pub const MARGIN_TOP: f32 = 51.0;
/// Below the foot: 14 mm, more than any printer leaves white.
pub const MARGIN_BOTTOM: f32 = 39.7;
/// Where the recipient begins at the earliest, from the top: the windows of envelopes for A4 and Letter show it.
pub const RECIPIENT_TOP: f32 = 144.0;
/// Where the text of a further page begins, below its running head.
pub const FURTHER_TOP: f32 = 76.0;
/// The largest box a logo fills: width and height.
pub const LOGO_BOX: (f32, f32) = (150.0, 56.0);
/// White between the text and the foot.
pub const FOOT_GAP: f32 = 20.0;
/// Room for the page number beside the footer.
pub const NUMBER_WIDTH: f32 = 64.0;

/// Ink for reading: a little softer than black, which prints the same.
pub const BLACK: f32 = 0.08;
/// Ink for what is looked up, not read.
pub const QUIET: f32 = 0.38;
/// Ink of the rule above the foot.
pub const HAIRLINE: f32 = 0.72;

/// The title.
pub const TITLE: Style = Style { weight: Weight::Bold, size: 20.0, leading: 26.0, gray: BLACK };
/// A heading.
pub const HEADING: Style = Style { weight: Weight::Bold, size: 11.5, leading: 15.5, gray: BLACK };
/// What is read.
pub const BODY: Style = Style { weight: Weight::Regular, size: 10.0, leading: 14.5, gray: BLACK };
/// What must not be overlooked.
pub const STRONG: Style = Style { weight: Weight::Bold, ..BODY };
/// The issuer's name.
pub const NAME: Style = Style { weight: Weight::Bold, size: 9.0, leading: 12.5, gray: BLACK };
/// The issuer's other lines.
pub const ADDRESS: Style = Style { weight: Weight::Regular, gray: QUIET, ..NAME };
/// The foot of every page.
pub const FOOT: Style = Style { weight: Weight::Regular, size: 7.5, leading: 10.0, gray: QUIET };
/// The head of further pages.
pub const RUNNING: Style = Style { weight: Weight::Regular, size: 8.0, leading: 10.0, gray: QUIET };
/// The size of the mark is what fits; its gray is seen and read through.
pub const MARK: Style = Style { weight: Weight::Bold, size: 120.0, leading: 120.0, gray: 0.89 };
/// Cosine and sine of the mark's angle, about 52 degrees: constants, so that every machine draws the same.
pub const MARK_TURN: (f32, f32) = (0.6157, 0.788);
/// How much of the page's diagonal the mark takes at most.
pub const MARK_SHARE: f32 = 0.64;
