//! What an import reads and writes of the catalog, hundreds of products at a time.

mod images;
mod missing;
mod products;
mod variants;

pub use images::{ImageRow, known_images, replace_images};
pub use missing::{archive_missing_products, archive_missing_variants, imported_active_count};
pub use products::{KnownProduct, ProductRow, known_products, see_products, write_products};
pub use variants::{
    KnownVariant, VariantRow, known_variants, lock_variants, see_variants, set_units, write_variants,
};
