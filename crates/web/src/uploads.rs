//! How much of people's pictures is held in memory at once: bounded for the process, and for each account, so that
//! neither many forms at once nor one account's can exhaust it.

use std::collections::HashMap;
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use futures_util::{Stream, TryStreamExt};
use parking_lot::Mutex;

/// For everybody together.
const BYTES_MAX: usize = 256 * 1024 * 1024;
/// For one account or merchant: its largest form, and another beside it.
const BYTES_EACH_MAX: usize = 72 * 1024 * 1024;

/// What is held at the moment.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    bytes: usize,
    /// By the number of an account or a merchant: no two ids are one number.
    of: HashMap<i64, usize>,
}

/// There is no room for more at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRoom;

/// Why a file was not read.
#[derive(Debug)]
pub(crate) enum Unread<E> {
    /// It is larger than such files may be.
    TooLarge,
    /// There is no room for more at the moment.
    NoRoom,
    /// What it comes by broke off.
    Broken(E),
}

impl Uploads {
    /// Room for one request of an account or a merchant; it is given back when it is dropped.
    pub(crate) fn room(self: &Arc<Self>, whose: i64) -> Room {
        Room { uploads: Arc::clone(self), whose, bytes: 0 }
    }
}

/// What one request holds.
#[derive(Debug)]
pub(crate) struct Room {
    uploads: Arc<Uploads>,
    whose: i64,
    bytes: usize,
}

impl Room {
    /// The file that `pieces` make, of at most `bytes_max`. Nothing is kept of one that turns out too large.
    ///
    /// # Errors
    /// [`Unread`].
    pub(crate) async fn read<E>(
        &mut self,
        mut pieces: impl Stream<Item = Result<Bytes, E>> + Unpin,
        bytes_max: usize,
    ) -> Result<Bytes, Unread<E>> {
        let mut bytes = BytesMut::new();
        while let Some(piece) = pieces.try_next().await.map_err(Unread::Broken)? {
            if bytes.len() + piece.len() > bytes_max {
                return Err(Unread::TooLarge);
            }
            self.take(piece.len()).map_err(|_| Unread::NoRoom)?;
            bytes.extend_from_slice(&piece);
        }
        Ok(bytes.freeze())
    }

    /// Room for `bytes` more.
    ///
    /// # Errors
    /// [`NoRoom`]; the request holds what it held before.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let mut held = self.uploads.held.lock();
        let of_one = held.of.get(&self.whose).copied().unwrap_or(0);
        if held.bytes + bytes > BYTES_MAX || of_one + bytes > BYTES_EACH_MAX {
            return Err(NoRoom);
        }
        held.bytes += bytes;
        held.of.insert(self.whose, of_one + bytes);
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut held = self.uploads.held.lock();
        held.bytes -= self.bytes;
        if let Some(of_one) = held.of.get_mut(&self.whose) {
            *of_one -= self.bytes;
            if *of_one == 0 {
                held.of.remove(&self.whose);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neither_one_account_nor_all_together_hold_more_than_there_is_room_for() {
        let uploads = Arc::new(Uploads::default());
        let mut first = uploads.room(1);
        first.take(BYTES_EACH_MAX).unwrap();
        assert_eq!(uploads.room(1).take(1), Err(NoRoom), "its other forms count too");
        let mut others: Vec<Room> = (2..6).map(|number| uploads.room(number)).collect();
        let taken = others.iter_mut().filter_map(|room| room.take(BYTES_EACH_MAX).ok()).count();
        assert_eq!(taken, BYTES_MAX / BYTES_EACH_MAX - 1);
        drop(first);
        uploads.room(1).take(BYTES_EACH_MAX).unwrap();
        drop(others);
        let held = uploads.held.lock();
        assert_eq!((held.bytes, held.of.len()), (0, 0), "everything is given back");
    }
}
