//! What a buyer asks after the undo window, and what the merchant answers.

use domain::access::{AtMerchant, MerchantAct, OwnOrder, Permit};
use domain::ids::{MerchantId, OrderId, RequestId};
use domain::order::{AskRefusal, BuyerRequest, CancelReason, OrderEvent, RequestKind, RequestState, may_ask};
use domain::webhook::{HookEvent, HookSubject};
use store::DbError;
use store::changes::{self, ChangeKind};

use super::cancel::{CancelError, Ended, REASON_CHARS_MAX, end_or_wish, must_go_back, payment_of};
use crate::mails::{self, Occasion};
use crate::payments::outcome_of;
use crate::staff_log::{self, note_detail, permitted};
use crate::webhooks::{self, Happened};
use crate::{Ctx, checkout};

/// Why a request was not taken.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    /// The order does not allow it, or not any more.
    #[error(transparent)]
    Refused(#[from] AskRefusal),
    /// Another request is open.
    #[error("another request about this order is open")]
    AskedAlready,
    /// There is no such order.
    #[error("there is no such order")]
    NotFound,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Asks for a cancellation or a return, or withdraws. The buyer gets a receipt by mail, the merchant a notice. A
/// withdrawal is asked for in two steps by the page: this is the second, and it is final.
///
/// # Errors
/// [`AskError`]; nothing has changed then.
pub async fn ask(
    ctx: &Ctx,
    permit: &Permit<OwnOrder>,
    merchant: MerchantId,
    kind: RequestKind,
    reason: &str,
) -> Result<BuyerRequest, AskError> {
    let order = permit.action().order;
    let now = ctx.now();
    let pricing = checkout::pricing(ctx, merchant).await?.ok_or(AskError::NotFound)?;
    let request = BuyerRequest {
        id: ctx.id(),
        merchant,
        order,
        kind,
        state: RequestState::Waiting,
        reason: reason.trim().chars().take(REASON_CHARS_MAX).collect(),
        answer: String::new(),
        created_at: now,
        decided_at: None,
    };
    let receipt = match kind {
        RequestKind::Cancel | RequestKind::Return => Occasion::RequestReceived,
        RequestKind::Withdrawal => Occasion::Withdrawal,
    };
    let mails = [receipt, Occasion::RequestWaiting]
        .map(|occasion| mails::about(ctx.id(), occasion, merchant, order, request.id.0, now));
    let (event, about, told_id) = (HookEvent::Requested, request.id.0, ctx.id());
    let happened = Happened { event, merchant, subject: HookSubject::Order(order), about, at: now };
    ctx.db()
        .write("ask_merchant", move |tx| {
            store::orders::lock(tx, &[(merchant, order)])?;
            let found = store::orders::find(tx, merchant, order)?.ok_or(AskError::NotFound)?;
            // Nobody is there any more to answer.
            if store::erasures::is_erased(tx, pricing.merchant.account)? {
                return Err(AskError::NotFound);
            }
            let days = pricing.merchant.profile.policies.returns_days_for(found.country);
            may_ask(&found, kind, days, now)?;
            if kind == RequestKind::Withdrawal {
                // It is the buyer's right, whatever else the merchant was asked before.
                store::requests::give_way(tx, merchant, order, now)?;
            }
            if !store::requests::insert(tx, &request)? {
                return Err(AskError::AskedAlready);
            }
            store::jobs::enqueue(tx, &mails, now)?;
            webhooks::note(tx, told_id, &happened)?;
            changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)?;
            Ok(request.clone())
        })
        .await
}

/// A merchant's answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Accept,
    /// No.
    Refuse,
}

/// Why a request was not answered.
#[derive(Debug, thiserror::Error)]
pub enum AnswerError {
    /// There is no such request about this order.
    #[error("there is no such request")]
    Unknown,
    /// It was answered already.
    #[error("this request does not wait for an answer")]
    NotWaiting,
    /// A withdrawal is the buyer's right; it can only be accepted.
    #[error("a withdrawal cannot be refused")]
    MustAccept,
    /// Accepting means canceling, and that is not possible any more.
    #[error(transparent)]
    Cancel(#[from] CancelError),
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Answers a request. Accepting a cancellation cancels the order; so does accepting a withdrawal before anything
/// was shipped. Accepting what must come back first leaves the refund to whoever unpacks it.
///
/// # Errors
/// [`AnswerError`]; nothing has changed then.
pub async fn answer(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    order: OrderId,
    id: RequestId,
    answer: Answer,
    words: &str,
) -> Result<(), AnswerError> {
    let merchant = permitted(permit, MerchantAct::FulfillOrders);
    let request = ctx
        .db()
        .read(move |conn| store::requests::find(conn, merchant, id))
        .await?
        .filter(|request| request.order == order)
        .ok_or(AnswerError::Unknown)?;
    if request.state != RequestState::Waiting {
        return Err(AnswerError::NotWaiting);
    }
    if answer == Answer::Refuse && !request.kind.may_be_refused() {
        return Err(AnswerError::MustAccept);
    }
    let now = ctx.now();
    let payment = payment_of(ctx, merchant, order).await?.ok_or(AnswerError::NotWaiting)?;
    if answer == Answer::Accept && request.kind == RequestKind::Cancel {
        must_go_back(ctx, &payment).await?;
    }
    let ending = outcome_of(ctx, &payment, None, Some(OrderEvent::CanceledByStaff(CancelReason::Buyer)));
    let mail = mails::about(ctx.id(), Occasion::RequestAnswered, merchant, order, id.0, now);
    let log = staff_log::line(ctx, permit.by(), merchant, "request.answer", id, "");
    let words: String = words.trim().chars().take(REASON_CHARS_MAX).collect();
    let by = permit.by().account();
    ctx.db()
        .write("answer_request", move |tx| {
            store::orders::lock(tx, &[(merchant, order)])?;
            let state = match answer {
                Answer::Accept => RequestState::Accepted,
                Answer::Refuse => RequestState::Refused,
            };
            if !store::requests::decide(tx, merchant, id, state, &words, by, now)? {
                return Err(AnswerError::NotWaiting);
            }
            let unshipped = store::fulfillments::of_order(tx, merchant, order)?.is_empty();
            let cancels = answer == Answer::Accept
                && match request.kind {
                    RequestKind::Cancel => true,
                    RequestKind::Return => false,
                    RequestKind::Withdrawal => unshipped,
                };
            if cancels {
                if end_or_wish(tx, &ending)? == Ended::Wished {
                    return Err(CancelError::NotYet.into());
                }
                store::requests::finish(tx, merchant, order, now)?;
            }
            store::jobs::enqueue(tx, std::slice::from_ref(&mail), now)?;
            note_detail(tx, &log, state.as_str())?;
            changes::note(tx, ChangeKind::Order, order.0, merchant.0, now)?;
            Ok(())
        })
        .await
}

/// Requests of a merchant that wait, oldest first.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn waiting(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Vec<BuyerRequest>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewOrders);
    ctx.db()
        .read(move |conn| store::requests::waiting(conn, merchant, RequestId(0), REQUESTS_SHOWN_MAX))
        .await
}

/// Waiting requests shown at once.
const REQUESTS_SHOWN_MAX: u32 = 100;
