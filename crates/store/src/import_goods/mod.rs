//! What an import reads and writes of the catalog, hundreds of products at a time.

mod images;
mod missing;
mod products;
mod variants;

pub use images::{ImageRow, known_images, replace_images};
pub use missing::{
    archive_missing_products, archive_missing_there, archive_missing_variants, archive_there,
    archive_variants, imported_active_count,
};
pub use products::{KnownProduct, ProductRow, known_products, see_products, write_products};
pub use variants::{
    KnownVariant, VariantRow, known_variants, lock_variants, see_variants, set_units, write_variants,
};

use domain::ids::{ConnectionId, ImportId, MerchantId};

use crate::{DbError, Param, Read, Sql, Tx};

/// Stands for a file where a shop's own program pushed something: no file removes what is not a file's.
pub const CHANNEL: ImportId = ImportId(0);

/// Who names goods: a run of a file or of a connected shop, and whose they are from then on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The number under which it notes what it named.
    pub run: ImportId,
    /// The connected shop; none for a file or a program.
    pub connection: Option<ConnectionId>,
}

impl Source {
    /// A file's run.
    #[must_use]
    pub const fn file(import: ImportId) -> Self {
        Self { run: import, connection: None }
    }

    /// A shop's own program.
    pub const CHANNEL: Self = Self::file(CHANNEL);
}

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
