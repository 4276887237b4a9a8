//! How much of people's pictures is held in memory at once: bounded for the process, and for each account, so that
//! neither many forms at once nor one account's can exhaust it.

use std::collections::HashMap;
use std::sync::Arc;

use domain::ids::AccountId;
use parking_lot::Mutex;

/// For everybody together.
const BYTES_MAX: usize = 256 * 1024 * 1024;
/// For one account: its largest form, and another beside it.
const BYTES_PER_ACCOUNT_MAX: usize = 72 * 1024 * 1024;

/// What is held at the moment.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    held: Mutex<Held>,
}

#[derive(Debug, Default)]
struct Held {
    bytes: usize,
    of: HashMap<AccountId, usize>,
}

/// There is no room for more at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoRoom;

impl Uploads {
    /// Room for one form of `account`; it is given back when it is dropped.
    pub(crate) fn room(self: &Arc<Self>, account: AccountId) -> Room {
        Room { uploads: Arc::clone(self), account, bytes: 0 }
    }
}

/// What one form holds.
#[derive(Debug)]
pub(crate) struct Room {
    uploads: Arc<Uploads>,
    account: AccountId,
    bytes: usize,
}

impl Room {
    /// Room for `bytes` more.
    ///
    /// # Errors
    /// [`NoRoom`]; the form holds what it held before.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), NoRoom> {
        let mut held = self.uploads.held.lock();
        let of_account = held.of.get(&self.account).copied().unwrap_or(0);
        if held.bytes + bytes > BYTES_MAX || of_account + bytes > BYTES_PER_ACCOUNT_MAX {
            return Err(NoRoom);
        }
        held.bytes += bytes;
        held.of.insert(self.account, of_account + bytes);
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        let mut held = self.uploads.held.lock();
        held.bytes -= self.bytes;
        if let Some(of_account) = held.of.get_mut(&self.account) {
            *of_account -= self.bytes;
            if *of_account == 0 {
                held.of.remove(&self.account);
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
        let mut first = uploads.room(AccountId(1));
        first.take(BYTES_PER_ACCOUNT_MAX).unwrap();
        assert_eq!(uploads.room(AccountId(1)).take(1), Err(NoRoom), "its other forms count too");
        let mut others: Vec<Room> = (2..6).map(|number| uploads.room(AccountId(number))).collect();
        let taken = others.iter_mut().filter_map(|room| room.take(BYTES_PER_ACCOUNT_MAX).ok()).count();
        assert_eq!(taken, BYTES_MAX / BYTES_PER_ACCOUNT_MAX - 1);
        drop(first);
        uploads.room(AccountId(1)).take(BYTES_PER_ACCOUNT_MAX).unwrap();
        drop(others);
        let held = uploads.held.lock();
        assert_eq!((held.bytes, held.of.len()), (0, 0), "everything is given back");
    }
}
