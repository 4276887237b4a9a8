//! Everything has a limit; each is far beyond an honest file and keeps a hostile one cheap.

/// Rows or entries in one file, unless the caller allows more or fewer. Five times the size we promise.
pub const ROWS_MAX: u64 = 500_000;

/// One value. Shopify allows 512 KiB of description, yet real ones stay below a tenth of this.
pub const FIELD_BYTES_MAX: usize = 128 * 1024;

/// A name: an id, a handle, an option, a code.
pub const NAME_BYTES_MAX: usize = 512;

/// A title. Google cuts at 150 characters, Shopify at 255.
pub const TITLE_BYTES_MAX: usize = 2_000;

/// A web address. Google's limit is 2,000.
pub const ADDRESS_BYTES_MAX: usize = 4_096;

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

/// Variants of one product: what Shopify allows since 2025.
pub const VARIANTS_MAX: usize = 2_048;

/// Pictures of one product: what Shopify allows.
pub const IMAGES_MAX: usize = 250;

/// Keywords of one product: what Shopify allows.
pub const TAGS_MAX: usize = 250;
