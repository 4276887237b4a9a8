//! The occasions for a mail about an order.

use domain::ids::{JobId, MerchantId, OrderId, RefundId};
use jiff::Timestamp;
use store::jobs::NewJob;

use crate::jobs::kind;

/// Orders of one merchant within this span share one mail: a rush of a thousand must not be a thousand mails.
const NEW_ORDERS_SPAN_SECONDS: i64 = 10;

/// Why somebody gets a mail about an order. Stored as the job's payload.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// To the buyer: it is ordered, this is the link to undo it.
    Placed,
    /// To the buyer: a parcel left.
    Shipped,
    /// To the buyer: it was canceled, and why.
    Canceled,
    /// To the buyer: money is on its way back.
    Refunded,
    /// To the buyer: money that was to go back did not reach the bank.
    RefundFailed,
    /// To the buyer: the wish to cancel or to return is with the merchant.
    RequestReceived,
    /// To the buyer: what the merchant answered.
    RequestAnswered,
    /// To the buyer: the receipt of a withdrawal.
    Withdrawal,
    /// To the merchant: a buyer asks for something.
    RequestWaiting,
    /// To the merchant: an order it may have seen is canceled.
    MerchantCanceled,
    /// To the merchant: a refund did not reach the buyer.
    RefundCameBack,
    /// To the merchant: a buyer's bank asks about a payment.
    Inquiry,
    /// To the merchant: a buyer's bank took a payment back.
    Disputed,
    /// To the merchant: a dispute has ended.
    DisputeEnded,
}

impl Occasion {
    /// All occasions, for tables and tests.
    pub const ALL: [Self; 14] = [
        Self::Placed,
        Self::Shipped,
        Self::Canceled,
        Self::Refunded,
        Self::RequestReceived,
        Self::RequestAnswered,
        Self::Withdrawal,
        Self::RequestWaiting,
        Self::MerchantCanceled,
        Self::RefundFailed,
        Self::RefundCameBack,
        Self::Inquiry,
        Self::Disputed,
        Self::DisputeEnded,
    ];

    /// The stored word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Placed => "placed",
            Self::Shipped => "shipped",
            Self::Canceled => "canceled",
            Self::Refunded => "refunded",
            Self::RequestReceived => "request_received",
            Self::RequestAnswered => "request_answered",
            Self::Withdrawal => "withdrawal",
            Self::RequestWaiting => "request_waiting",
            Self::MerchantCanceled => "merchant_canceled",
            Self::RefundFailed => "refund_failed",
            Self::RefundCameBack => "refund_came_back",
            Self::Inquiry => "inquiry",
            Self::Disputed => "disputed",
            Self::DisputeEnded => "dispute_ended",
        }
    }

    /// The merchant reads it, not the buyer.
    #[must_use]
    pub const fn is_for_merchant(self) -> bool {
        match self {
            Self::MerchantCanceled
            | Self::RequestWaiting
            | Self::RefundCameBack
            | Self::Inquiry
            | Self::Disputed
            | Self::DisputeEnded => true,
            Self::Placed
            | Self::Shipped
            | Self::Canceled
            | Self::Refunded
            | Self::RefundFailed
            | Self::RequestReceived
            | Self::RequestAnswered
            | Self::Withdrawal => false,
        }
    }

    /// The occasion with this stored word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|occasion| occasion.as_str() == word)
    }
}

/// The job that tells about an order, on an occasion that an order has once.
pub(crate) fn job(
    id: JobId,
    occasion: Occasion,
    merchant: MerchantId,
    order: OrderId,
    now: Timestamp,
) -> NewJob {
    NewJob {
        id,
        kind: kind::ORDER_MAIL,
        merchant: Some(merchant),
        subject: order.0,
        payload: occasion.as_str().to_owned(),
        unique_key: Some(format!("mail-{}-{}", occasion.as_str(), order.0)),
        run_at: now,
    }
}

/// The job that tells about something an order may have several of; `subject` is the number of the parcel, the
/// refund, the request.
pub(crate) fn about(
    id: JobId,
    occasion: Occasion,
    merchant: MerchantId,
    order: OrderId,
    subject: i64,
    now: Timestamp,
) -> NewJob {
    NewJob {
        payload: format!("{} {subject}", occasion.as_str()),
        unique_key: Some(format!("mail-{}-{subject}", occasion.as_str())),
        ..job(id, occasion, merchant, order, now)
    }
}

/// The job that tells about a refund.
pub(crate) fn refund_job(
    id: JobId,
    merchant: MerchantId,
    order: OrderId,
    refund: RefundId,
    now: Timestamp,
) -> NewJob {
    about(id, Occasion::Refunded, merchant, order, refund.0, now)
}

/// The job that tells a merchant about the orders of the span that `now` falls into, when it is over. `subject` is
/// the span's number.
pub(crate) fn new_orders_job(id: JobId, merchant: MerchantId, now: Timestamp) -> NewJob {
    let span = now.as_second().div_euclid(NEW_ORDERS_SPAN_SECONDS);
    let ends = Timestamp::from_second((span + 1) * NEW_ORDERS_SPAN_SECONDS).unwrap_or(now);
    NewJob {
        id,
        kind: kind::NEW_ORDERS_MAIL,
        merchant: Some(merchant),
        subject: span,
        payload: String::new(),
        unique_key: Some(format!("mail-orders-{}-{span}", merchant.0)),
        run_at: ends,
    }
}

/// When the span with this number begins and ends.
pub(crate) fn span_of(span: i64) -> (Timestamp, Timestamp) {
    let at = |span: i64| Timestamp::from_second(span * NEW_ORDERS_SPAN_SECONDS).unwrap_or(Timestamp::MAX);
    (at(span), at(span + 1))
}
