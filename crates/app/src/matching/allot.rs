//! What sponsors add to a gift, and what they take back: always inside the transaction that settles the gift or gives it
//! back, under the lock on its nonprofit, so that two gifts at once cannot share a cent of a promise.

use domain::donation::Donation;
use domain::donation::matching::{Entry, EntryKind};
use jiff::Timestamp;
use store::{DbError, Tx, matching, nonprofits};

/// Adds to a gift that settles now what each promise gives for it, in the order of their beginnings. A promise with
/// nothing left says so with a row of nothing: whoever replays the account finds every gift in it.
pub(crate) fn allot(tx: &mut Tx<'_>, gift: &Donation, now: Timestamp) -> Result<(), DbError> {
    nonprofits::lock(tx, gift.nonprofit)?;
    let running = matching::not_over(tx, (gift.nonprofit, gift.campaign), gift.is_test, now)?;
    for one in running.iter().filter(|one| one.covers(gift, now)) {
        let added = one.adds(gift.amount).amount;
        matching::append(tx, one, EntryKind::Gift, (Some(gift.id), None), added, now)?;
    }
    Ok(())
}

/// Takes back what was added to what is not left of a gift, and frees it for other gifts while there is time.
pub(crate) fn take_back(tx: &mut Tx<'_>, gift: &Donation, now: Timestamp) -> Result<(), DbError> {
    nonprofits::lock(tx, gift.nonprofit)?;
    let entries = matching::of_gift(tx, gift.nonprofit, gift.id)?;
    for entry in entries.iter().filter(|entry| entry.kind == EntryKind::Gift && entry.amount.amount > 0) {
        let one = matching::by_id(tx, gift.nonprofit, entry.of)?.ok_or(DbError::Missing("match"))?;
        let is_back = |other: &&Entry| other.of == entry.of && other.kind == EntryKind::Back;
        let taken: i64 = entries.iter().filter(is_back).map(|other| other.amount.amount).sum();
        let more = one.takes_back(entry.amount, gift.kept()).amount - taken;
        if more > 0 {
            matching::append(tx, &one, EntryKind::Back, (Some(gift.id), None), more, now)?;
        }
    }
    Ok(())
}
