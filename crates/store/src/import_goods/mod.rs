//! What an import reads and writes of the catalog, hundreds of products at a time.

mod images;
mod missing;
mod products;
mod variants;

pub use images::{ImageRow, known_images, replace_images};
pub use missing::{
    archive_missing_products, archive_missing_variants, archive_variants, imported_active_count,
};
pub use products::{KnownProduct, ProductRow, known_products, see_products, write_products};
pub use variants::{
    KnownVariant, VariantRow, known_variants, lock_variants, see_variants, set_units, write_variants,
};

use domain::ids::{ImportId, MerchantId};

use crate::{DbError, Param, Read, Sql, Tx};

/// Stands for a file where a shop's own program pushed something: no file removes what is not a file's.
pub const CHANNEL: ImportId = ImportId(0);

/// Lets one at a time write a merchant's goods by external ids: two that make the same product at once would each make half of
/// it. SQLite has one writer anyway. Orders go on.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn lock_goods(tx: &mut Tx<'_>, merchant: MerchantId) -> Result<(), DbError> {
    const LOCK: Sql = Sql {
        sqlite: "SELECT id FROM merchants WHERE id = $1",
        postgres: "SELECT id FROM merchants WHERE id = $1 FOR NO KEY UPDATE",
    };
    tx.rows(LOCK, &[Param::id(merchant)], |_| Ok(()))?;
    Ok(())
}
