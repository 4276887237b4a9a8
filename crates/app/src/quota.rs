//! How much room a shop's files may take: pictures of its products and product files on their way in.

use domain::ids::MerchantId;
use store::{DbError, Read, images};

use crate::Ctx;

/// What every shop may keep where nobody set another limit.
pub const SHOP_FILES_BYTES_MAX: u64 = 2 * 1024 * 1024 * 1024;

/// The room that a shop has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Room {
    /// Bytes its files take.
    pub used: u64,
    /// Bytes they may take; none without a limit.
    pub limit: Option<u64>,
}

/// There is no room for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the shop's files take {used} of {limit} bytes, and this one does not fit in")]
pub struct Full {
    /// Bytes its files take.
    pub used: u64,
    /// Bytes they may take.
    pub limit: u64,
}

impl Room {
    /// Bytes that are left.
    #[must_use]
    pub fn left(self) -> u64 {
        self.limit.map_or(u64::MAX, |limit| limit.saturating_sub(self.used))
    }

    /// Whether so many bytes more fit in.
    ///
    /// # Errors
    /// [`Full`] when they do not.
    pub fn fits(self, bytes: u64) -> Result<(), Full> {
        match self.limit {
            Some(limit) if bytes > self.left() => Err(Full { used: self.used, limit }),
            Some(_) | None => Ok(()),
        }
    }
}

/// The room that `merchant` has.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn room(ctx: &Ctx, merchant: MerchantId) -> Result<Room, DbError> {
    let limit = ctx.tuning().shop_files_bytes_max();
    ctx.db().read(move |conn| room_in(conn, merchant, limit)).await
}

/// The same inside a transaction.
pub(crate) fn room_in(
    read: &mut impl Read,
    merchant: MerchantId,
    limit: Option<u64>,
) -> Result<Room, DbError> {
    Ok(Room { used: images::bytes_of(read, merchant)?, limit })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_fits_in_until_the_last_byte() {
        let room = Room { used: 90, limit: Some(100) };
        assert_eq!((room.left(), room.fits(10)), (10, Ok(())));
        assert_eq!(room.fits(11), Err(Full { used: 90, limit: 100 }));
        let over = Room { used: 101, limit: Some(100) };
        assert_eq!((over.left(), over.fits(0)), (0, Ok(())));
        assert_eq!(Room { limit: None, ..room }.fits(u64::MAX), Ok(()));
    }
}
