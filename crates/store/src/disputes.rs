//! Payments that payers' banks take back: those of orders in one table, those of gifts in another of the same shape.

use domain::dispute::{Dispute, DisputeReason, DisputeState, Disputed};
use domain::ids::{DisputeId, DonationId, MerchantId, PaymentId};
use domain::money::{Currency, Money};

use crate::{DbError, Param, Read, Row, Tx};

/// What one table is asked and told.
struct Texts {
    insert: &'static str,
    update: &'static str,
    keep_answer: &'static str,
    find: &'static str,
    by_reference: &'static str,
    by_name: &'static str,
    of_one: &'static str,
    of_merchant: &'static str,
    open: &'static str,
}

macro_rules! texts {
    ($table:literal, $about:literal) => {
        Texts {
            insert: concat!(
                "INSERT INTO ",
                $table,
                " (id, merchant_id, ",
                $about,
                ", payment_id, payee, provider_ref, state, is_inquiry, reason, currency, amount, due_at, answer,
                   answered_at, opened_at, closed_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)"
            ),
            update: concat!(
                "UPDATE ",
                $table,
                " SET state = $1, is_inquiry = $2, reason = $3, amount = $4, due_at = $5, answered_at = $6, closed_at = $7
                  WHERE merchant_id = $8 AND id = $9"
            ),
            keep_answer: concat!(
                "UPDATE ",
                $table,
                " SET answer = $1 WHERE merchant_id = $2 AND id = $3 AND state = 'waiting'"
            ),
            find: texts!(@ $table, $about, " WHERE merchant_id = $1 AND id = $2"),
            by_reference: texts!(@ $table, $about, " WHERE merchant_id = $1 AND provider_ref = $2"),
            by_name: texts!(@ $table, $about, " WHERE provider_ref = $1"),
            of_one: texts!(
                @ $table, $about, concat!(" WHERE merchant_id = $1 AND ", $about, " = $2 ORDER BY id")
            ),
            of_merchant: texts!(
                @ $table, $about, " WHERE merchant_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"
            ),
            open: texts!(
                @ $table, $about,
                " WHERE state IN ('waiting', 'under_review') ORDER BY state DESC, id LIMIT $1"
            ),
        }
    };
    (@ $table:literal, $about:literal, $rest:expr) => {
        concat!(
            "SELECT id, merchant_id, ",
            $about,
            ", payment_id, payee, provider_ref, state, is_inquiry, reason, currency, amount, due_at, answer, answered_at,
               opened_at, closed_at
          FROM ",
            $table,
            $rest
        )
    };
}

const OF_ORDERS: Texts = texts!("disputes", "order_id");
const OF_GIFTS: Texts = texts!("donation_disputes", "donation_id");

/// What a dispute is about, by the number of it.
type About = fn(i64) -> Disputed;
const ORDER: About = |id| Disputed::Order(domain::ids::OrderId(id));
const GIFT: About = |id| Disputed::Gift(DonationId(id));

const fn texts_of(about: Disputed) -> (&'static Texts, About, i64) {
    match about {
        Disputed::Order(order) => (&OF_ORDERS, ORDER, order.0),
        Disputed::Gift(gift) => (&OF_GIFTS, GIFT, gift.0),
    }
}

fn from_row(row: &Row<'_>, about: About) -> Result<Dispute, DbError> {
    let currency: Currency = row.word(9, "currency", |word| word.parse().ok())?;
    Ok(Dispute {
        id: row.id(0)?,
        merchant: row.id(1)?,
        about: about(row.int(2)?),
        payment: row.id(3)?,
        payee: row.text(4)?,
        reference: row.text(5)?,
        state: row.word(6, "dispute state", DisputeState::from_word)?,
        is_inquiry: row.flag(7)?,
        reason: DisputeReason::from_word(row.str(8)?),
        amount: Money::new(row.int(10)?, currency),
        due_at: row.opt_time(11)?,
        answer: row.text(12)?,
        answered_at: row.opt_time(13)?,
        opened_at: row.time(14)?,
        closed_at: row.opt_time(15)?,
    })
}

/// Writes a dispute that was not known.
///
/// # Errors
/// What the engine refused; the same name at the provider a second time is refused by an index. So for all functions here.
pub fn insert(tx: &mut Tx<'_>, dispute: &Dispute) -> Result<(), DbError> {
    let (texts, _, about) = texts_of(dispute.about);
    tx.execute(
        texts.insert,
        &[
            Param::id(dispute.id),
            Param::id(dispute.merchant),
            about.into(),
            Param::id(dispute.payment),
            (&dispute.payee).into(),
            (&dispute.reference).into(),
            dispute.state.as_str().into(),
            dispute.is_inquiry.into(),
            dispute.reason.as_str().into(),
            dispute.amount.currency.code().into(),
            dispute.amount.amount.into(),
            dispute.due_at.into(),
            (&dispute.answer).into(),
            dispute.answered_at.into(),
            dispute.opened_at.into(),
            dispute.closed_at.into(),
        ],
    )?;
    Ok(())
}

/// Writes what was told of a dispute that is known.
pub fn update(tx: &mut Tx<'_>, dispute: &Dispute) -> Result<(), DbError> {
    tx.execute(
        texts_of(dispute.about).0.update,
        &[
            dispute.state.as_str().into(),
            dispute.is_inquiry.into(),
            dispute.reason.as_str().into(),
            dispute.amount.amount.into(),
            dispute.due_at.into(),
            dispute.answered_at.into(),
            dispute.closed_at.into(),
            Param::id(dispute.merchant),
            Param::id(dispute.id),
        ],
    )?;
    Ok(())
}

/// Keeps what is about to be answered, before the provider is asked to take it.
pub fn keep_answer(tx: &mut Tx<'_>, dispute: &Dispute, answer: &str) -> Result<(), DbError> {
    tx.execute(
        texts_of(dispute.about).0.keep_answer,
        &[answer.into(), Param::id(dispute.merchant), Param::id(dispute.id)],
    )?;
    Ok(())
}

/// One dispute of a party that is paid: about an order of a shop, or about a gift to a nonprofit.
pub fn find(read: &mut impl Read, merchant: MerchantId, id: DisputeId) -> Result<Option<Dispute>, DbError> {
    let params = [Param::id(merchant), Param::id(id)];
    match read.first(OF_ORDERS.find, &params, |row| from_row(row, ORDER))? {
        Some(found) => Ok(Some(found)),
        None => read.first(OF_GIFTS.find, &params, |row| from_row(row, GIFT)),
    }
}

/// The dispute about `about` that the provider calls `reference`.
pub fn by_reference(
    read: &mut impl Read,
    merchant: MerchantId,
    about: Disputed,
    reference: &str,
) -> Result<Option<Dispute>, DbError> {
    let (texts, about, _) = texts_of(about);
    read.first(texts.by_reference, &[Param::id(merchant), reference.into()], |row| from_row(row, about))
}

/// The dispute that a provider calls `reference`, whosever it is.
pub fn by_name(read: &mut impl Read, reference: &str) -> Result<Option<Dispute>, DbError> {
    match read.first(OF_ORDERS.by_name, &[reference.into()], |row| from_row(row, ORDER))? {
        Some(found) => Ok(Some(found)),
        None => read.first(OF_GIFTS.by_name, &[reference.into()], |row| from_row(row, GIFT)),
    }
}

/// The disputes about one order or gift, oldest first.
pub fn of(read: &mut impl Read, merchant: MerchantId, about: Disputed) -> Result<Vec<Dispute>, DbError> {
    let (texts, about, id) = texts_of(about);
    read.rows(texts.of_one, &[Param::id(merchant), id.into()], |row| from_row(row, about))
}

/// The disputes of a party, newest first, before `before`: a shop has some about orders, a nonprofit about gifts.
pub fn of_party(
    read: &mut impl Read,
    merchant: MerchantId,
    before: DisputeId,
    count: u32,
) -> Result<Vec<Dispute>, DbError> {
    let params = [Param::id(merchant), Param::id(before), count.into()];
    let mut found = read.rows(OF_ORDERS.of_merchant, &params, |row| from_row(row, ORDER))?;
    found.extend(read.rows(OF_GIFTS.of_merchant, &params, |row| from_row(row, GIFT))?);
    found.sort_by_key(|dispute| std::cmp::Reverse(dispute.id.0));
    found.truncate(usize::try_from(count).unwrap_or(usize::MAX));
    Ok(found)
}

/// The disputes of everybody that are not over, those to answer first; at most `count` about orders, and as many about gifts.
pub fn open(read: &mut impl Read, count: u32) -> Result<Vec<Dispute>, DbError> {
    let mut found = read.rows(OF_ORDERS.open, &[count.into()], |row| from_row(row, ORDER))?;
    found.extend(read.rows(OF_GIFTS.open, &[count.into()], |row| from_row(row, GIFT))?);
    found.sort_by_key(|dispute| (dispute.state != DisputeState::Waiting, dispute.id.0));
    Ok(found)
}

/// How many disputes of everybody wait for an answer.
pub fn count_waiting(read: &mut impl Read) -> Result<i64, DbError> {
    read.one(
        "disputes that wait",
        "SELECT (SELECT count(*) FROM disputes WHERE state = 'waiting' AND state IN ('waiting', 'under_review'))
              + (SELECT count(*) FROM donation_disputes
                  WHERE state = 'waiting' AND state IN ('waiting', 'under_review'))",
        &[],
        |row| row.int(0),
    )
}

/// How many disputes about gifts to a nonprofit wait for an answer.
pub fn count_waiting_of(read: &mut impl Read, nonprofit: MerchantId) -> Result<i64, DbError> {
    read.one(
        "disputes of a nonprofit that wait",
        "SELECT count(*) FROM donation_disputes WHERE merchant_id = $1 AND state = 'waiting'",
        &[Param::id(nonprofit)],
        |row| row.int(0),
    )
}

/// Where the disputes stand that are about the gifts from `first` to `last` of a nonprofit, oldest first.
pub fn of_gifts(
    read: &mut impl Read,
    nonprofit: MerchantId,
    (first, last): (DonationId, DonationId),
) -> Result<Vec<(DonationId, DisputeState)>, DbError> {
    read.rows(
        "SELECT donation_id, state FROM donation_disputes
          WHERE merchant_id = $1 AND donation_id >= $2 AND donation_id <= $3 ORDER BY donation_id, id",
        &[Param::id(nonprofit), Param::id(first), Param::id(last)],
        |row| Ok((row.id(0)?, row.word(1, "dispute state", DisputeState::from_word)?)),
    )
}

/// What banks hold or keep of a payment, in minor units: it cannot be given back a second time.
pub fn held(
    read: &mut impl Read,
    merchant: MerchantId,
    about: Disputed,
    payment: PaymentId,
) -> Result<i64, DbError> {
    let all = of(read, merchant, about)?;
    Ok(all.iter().filter(|it| it.payment == payment).map(|it| it.held().amount).sum())
}
