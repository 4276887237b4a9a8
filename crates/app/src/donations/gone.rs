//! What of a gift is not with the nonprofit any more, because it was given back or the donor's bank took it back: the one
//! place where receipt, meter, figures and what sponsors added follow.

use domain::dispute::{DisputeState, Disputed};
use domain::donation::Donation;
use domain::donation::asked::AskedTable;
use domain::donation::receipt::ReceiptKind;
use domain::ids::JobId;
use domain::money::Money;
use domain::order::RefundState;
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::donations::{payments, receipts, refunds};
use store::{DbError, Tx, campaigns, disputes};

use super::record::{Paper, gift_job, issue};
use crate::jobs::kind;
use crate::matching;

/// Counts out what is gone of a locked gift and was not counted out before. Its receipt is voided by a document with a number
/// of its own, and where something is left, another receipt says how much. What comes back later (a bank returns a refund)
/// makes no receipt valid again: its donor may have been told otherwise.
pub(super) fn count_out(
    tx: &mut Tx<'_>,
    gift: &Donation,
    asked: &AskedTable,
    mail: JobId,
    now: Timestamp,
) -> Result<(), DbError> {
    let gone = gift.total().amount - still_here(tx, gift)?;
    if gift.settled_at.is_none() || gone <= gift.refunded.amount {
        return Ok(());
    }
    let more = Money::new(gone - gift.refunded.amount, gift.currency());
    refunds::count_back(tx, gift.nonprofit, gift.id, more)?;
    let after = Donation { refunded: Money::new(gone, gift.currency()), ..gift.clone() };
    let known = receipts::of_donation(tx, gift.nonprofit, gift.id)?;
    let voided = receipts::standing(&known).ok_or(DbError::Missing("the receipt of a settled gift"))?;
    let (revision, amount) = (voided.revision, voided.amount);
    let cover = Money::new(voided.parties.cover, amount.currency);
    // No paper is dated before the one whose place it takes, or numbered in an earlier year: that one's clock may have been
    // ahead.
    let dated = now.max(voided.issued_at);
    issue(tx, &after, Paper { kind: ReceiptKind::Void, revision, amount, cover }, asked, dated)?;
    let (left, kept) = (after.left(), after.kept());
    if !left.is_zero() {
        let cover = Money::new(left.amount - kept.amount, left.currency);
        let paper = Paper { kind: ReceiptKind::Donation, revision: revision + 1, amount: left, cover };
        issue(tx, &after, paper, asked, dated)?;
    }
    let back = Money::new(kept.amount - gift.kept().amount, kept.currency);
    let place = (gift.nonprofit, gift.campaign);
    campaigns::move_meter(tx, place, back, if left.is_zero() { -1 } else { 0 })?;
    matching::take_back(tx, &after, now)?;
    let mail = gift_job(kind::GIFT_MAIL, mail, gift, gift.id.0, now);
    store::jobs::enqueue(tx, &[mail], now)?;
    changes::note(tx, ChangeKind::Campaign, gift.campaign.0, gift.nonprofit.0, now)
}

/// What of a gift is with the nonprofit, in minor units. What was paid beside it (a second payment, which goes back by itself)
/// was never part of it, and counts as long as it is there: whichever of the two goes first, one of them stays.
fn still_here(tx: &mut Tx<'_>, gift: &Donation) -> Result<i64, DbError> {
    let (nonprofit, id) = (gift.nonprofit, gift.id);
    let returned = refunds::of_donation(tx, nonprofit, id)?;
    let disputed = disputes::of(tx, nonprofit.party(), Disputed::Gift(id))?;
    let mut here = 0;
    for payment in payments::of_donation(tx, nonprofit, id)? {
        let back = returned.iter().filter(|it| it.payment == payment.id && it.state == RefundState::Done);
        let lost = disputed.iter().filter(|it| it.payment == payment.id && it.state == DisputeState::Lost);
        let back: i64 = back.map(|it| it.amount.amount).sum();
        let lost: i64 = lost.map(|it| it.held().amount).sum();
        here += (payment.captured.amount - back - lost).max(0);
    }
    Ok(here.min(gift.total().amount))
}
