//! What buyers ask about their orders.

use domain::ids::{AccountId, MerchantId, OrderId, RequestId};
use domain::order::{BuyerRequest, RequestKind, RequestState};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Tx};

/// Writes a request, unless one about the order is open already: `false` then.
///
/// # Errors
/// What the engine refused.
pub fn insert(tx: &mut Tx<'_>, request: &BuyerRequest) -> Result<bool, DbError> {
    let changed = tx.execute(
        "INSERT INTO buyer_requests (id, merchant_id, order_id, kind, state, reason, created_at)
         SELECT $1, $2, $3, $4, $5, $6, $7
          WHERE NOT EXISTS (SELECT 1 FROM buyer_requests b
                             WHERE b.merchant_id = $2 AND b.order_id = $3 AND b.state IN ('waiting', 'accepted'))",
        &[
            Param::id(request.id),
            Param::id(request.merchant),
            Param::id(request.order),
            request.kind.as_str().into(),
            request.state.as_str().into(),
            (&request.reason).into(),
            request.created_at.into(),
        ],
    )?;
    Ok(changed == 1)
}

/// Writes the merchant's answer to a waiting request. `false`: it was answered before.
///
/// # Errors
/// What the engine refused.
pub fn decide(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    id: RequestId,
    state: RequestState,
    answer: &str,
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE buyer_requests SET state = $1, answer = $2, decided_by = $3, decided_at = $4
          WHERE merchant_id = $5 AND id = $6 AND state = 'waiting'",
        &[
            state.as_str().into(),
            answer.into(),
            Param::opt_id(by),
            now.into(),
            Param::id(merchant),
            Param::id(id),
        ],
    )?;
    Ok(changed == 1)
}

/// Ends what is open about an order: it was carried out.
///
/// # Errors
/// What the engine refused.
pub fn finish(tx: &mut Tx<'_>, merchant: MerchantId, order: OrderId, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "UPDATE buyer_requests SET state = 'done', decided_at = coalesce(decided_at, $1)
          WHERE merchant_id = $2 AND order_id = $3 AND state IN ('waiting', 'accepted')",
        &[now.into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(())
}

/// Ends what else is open about an order: its buyer withdraws, which leaves nothing to ask.
///
/// # Errors
/// What the engine refused.
pub fn give_way(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE buyer_requests SET state = 'done', decided_at = coalesce(decided_at, $1)
          WHERE merchant_id = $2 AND order_id = $3 AND kind <> 'withdrawal' AND state IN ('waiting', 'accepted')",
        &[now.into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(())
}

/// Ends what was accepted about an order: the money is on its way back.
///
/// # Errors
/// What the engine refused.
pub fn finish_accepted(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    order: OrderId,
    now: Timestamp,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE buyer_requests SET state = 'done', decided_at = coalesce(decided_at, $1)
          WHERE merchant_id = $2 AND order_id = $3 AND state = 'accepted'",
        &[now.into(), Param::id(merchant), Param::id(order)],
    )?;
    Ok(())
}

/// The request with this key.
///
/// # Errors
/// What the engine refused.
pub fn find(
    read: &mut impl Read,
    merchant: MerchantId,
    id: RequestId,
) -> Result<Option<BuyerRequest>, DbError> {
    read.first(
        "SELECT id, merchant_id, order_id, kind, state, reason, answer, created_at, decided_at
           FROM buyer_requests WHERE merchant_id = $1 AND id = $2",
        &[Param::id(merchant), Param::id(id)],
        from_row,
    )
}

/// The requests about an order, oldest first.
///
/// # Errors
/// What the engine refused.
pub fn of_order(
    read: &mut impl Read,
    merchant: MerchantId,
    order: OrderId,
) -> Result<Vec<BuyerRequest>, DbError> {
    read.rows(
        "SELECT id, merchant_id, order_id, kind, state, reason, answer, created_at, decided_at
           FROM buyer_requests WHERE merchant_id = $1 AND order_id = $2 ORDER BY id",
        &[Param::id(merchant), Param::id(order)],
        from_row,
    )
}

/// The requests of a merchant that wait, oldest first, newer than `after`, at most `count`.
///
/// # Errors
/// What the engine refused.
pub fn waiting(
    read: &mut impl Read,
    merchant: MerchantId,
    after: RequestId,
    count: u32,
) -> Result<Vec<BuyerRequest>, DbError> {
    read.rows(
        "SELECT id, merchant_id, order_id, kind, state, reason, answer, created_at, decided_at
           FROM buyer_requests WHERE merchant_id = $1 AND state = 'waiting' AND id > $2 ORDER BY id LIMIT $3",
        &[Param::id(merchant), Param::id(after), count.into()],
        from_row,
    )
}

fn from_row(row: &Row<'_>) -> Result<BuyerRequest, DbError> {
    Ok(BuyerRequest {
        id: row.id(0)?,
        merchant: row.id(1)?,
        order: row.id(2)?,
        kind: row.word(3, "kind of request", RequestKind::from_word)?,
        state: row.word(4, "state of a request", RequestState::from_word)?,
        reason: row.text(5)?,
        answer: row.text(6)?,
        created_at: row.time(7)?,
        decided_at: row.opt_time(8)?,
    })
}
