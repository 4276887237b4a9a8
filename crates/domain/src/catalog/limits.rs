//! How large a product may be, from wherever it comes; each limit is far beyond an honest product and keeps a hostile one
//! cheap.

/// One value. Shopify allows 512 KiB of description, yet real ones stay below a tenth of this.
pub const FIELD_BYTES_MAX: usize = 128 * 1024;

/// A name: an id, a handle, an option, a code.
pub const NAME_BYTES_MAX: usize = 512;

/// A title. Google cuts at 150 characters, Shopify at 255.
pub const TITLE_BYTES_MAX: usize = 2_000;

/// A web address. Google's limit is 2,000.
pub const ADDRESS_BYTES_MAX: usize = 4_096;

/// Variants of one product: what Shopify allows since 2025.
pub const VARIANTS_MAX: usize = 2_048;

/// Pictures of one product: what Shopify allows.
pub const IMAGES_MAX: usize = 250;

/// Keywords of one product: what Shopify allows.
pub const TAGS_MAX: usize = 250;
