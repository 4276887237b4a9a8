//! Everything has a limit; each is far beyond an honest file and keeps a hostile one cheap. Those of a product are the same
//! wherever it comes from.

pub use domain::catalog::limits::{
    ADDRESS_BYTES_MAX, FIELD_BYTES_MAX, IMAGES_MAX, NAME_BYTES_MAX, TAGS_MAX, TITLE_BYTES_MAX, VARIANTS_MAX,
};

/// Rows or entries in one file, unless the caller allows more or fewer. Five times the size we promise.
pub const ROWS_MAX: u64 = 500_000;

/// One record of a delimited file, or all values of one XML entry.
pub const RECORD_BYTES_MAX: usize = 1024 * 1024;

/// What a value of an XML entry counts for, besides its own length, so that many empty ones have a limit too.
pub const CELL_BYTES: usize = 256;

/// One tag, comment or stretch of text in XML, before it is known what it is.
pub const EVENT_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Elements inside one another. A feed needs five.
pub const DEPTH_MAX: usize = 32;

/// Namespace prefixes in force at once. A feed needs two.
pub const PREFIXES_MAX: usize = 64;
