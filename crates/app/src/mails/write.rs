//! The words of the mails about orders.

use domain::dispute::Dispute;
use domain::order::{BuyerRequest, CancelReason, Fulfillment, OrderLine, RequestKind, RequestState};
use domain::view::orders::AtEnd;
use jiff::Timestamp;
use words::{Arg, Words};

use super::placed::write_placed;
use super::story::{About, Story};
use super::{Letter, Occasion};

/// The letter for an occasion, as it is at `now`.
pub(super) fn write(w: &'static Words, occasion: Occasion, story: &Story, now: Timestamp) -> Letter {
    let Story { order, pricing, .. } = story;
    let number = ("number", Arg::Text(&order.number));
    let shop = ("merchant", Arg::Text(&pricing.merchant.display_name));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    if !occasion.is_for_merchant() {
        letter.paragraphs.push(match order.buyer_name.as_str() {
            "" => w.text("mail-hello-plain").to_owned(),
            name => w.fill("mail-hello", "name", name),
        });
    }
    match (occasion, &story.about) {
        (Occasion::Placed, _) => write_placed(w, &mut letter, story, now),
        (Occasion::Canceled, _) => write_canceled(w, &mut letter, story),
        (Occasion::Shipped, About::Parcel(parcel)) => write_shipped(w, &mut letter, story, parcel),
        (Occasion::Refunded, About::Refund(amount)) => {
            let amount = ("amount", Arg::Money(*amount));
            letter.subject = w.with("mail-refunded-subject", &[amount, number]);
            letter.paragraphs.push(w.with("mail-refunded-lead", &[shop, amount, number]));
            letter.paragraphs.push(w.text("mail-refunded-when").to_owned());
        }
        (Occasion::RefundFailed, About::Refund(amount)) => {
            let amount = ("amount", Arg::Money(*amount));
            letter.subject = w.with("mail-refund-failed-subject", &[amount, number]);
            letter.paragraphs.push(w.with("mail-refund-failed-lead", &[shop, amount, number]));
            letter.paragraphs.push(w.with("mail-refund-failed-next", &[shop]));
        }
        (Occasion::RefundCameBack, About::Refund(amount)) => {
            let amount = ("amount", Arg::Money(*amount));
            let name = ("name", Arg::Text(&order.buyer_name));
            letter.subject = w.with("mail-refund-came-back-subject", &[amount, number]);
            letter.paragraphs.push(w.with("mail-refund-came-back-lead", &[amount, number, name]));
            letter.paragraphs.push(w.with("mail-refund-came-back-next", &[]));
        }
        (Occasion::RequestReceived, About::Request(_)) => {
            letter.subject = w.with("mail-request-received-subject", &[number]);
            letter.paragraphs.push(w.with("mail-request-received-lead", &[shop]));
        }
        (Occasion::RequestAnswered, About::Request(request)) => {
            write_answered(w, &mut letter, story, request);
        }
        (Occasion::Withdrawal, About::Request(request)) => {
            let at = w.date_time_there(request.created_at, &pricing.merchant.profile.time_zone);
            letter.subject = w.with("mail-withdrawal-subject", &[number]);
            letter.paragraphs.push(w.with("mail-withdrawal-lead", &[number, ("at", Arg::Text(&at))]));
            letter.paragraphs.push(w.with("withdraw-statement", &[number]));
            letter.paragraphs.push(w.with("mail-withdrawal-next", &[shop]));
        }
        (Occasion::RequestWaiting, About::Request(request)) => {
            let name = ("name", Arg::Text(&order.buyer_name));
            let asks = match request.reason.as_str() {
                "" => kind_of(w, request.kind).to_owned(),
                reason => format!("{}. {reason}", kind_of(w, request.kind)),
            };
            letter.subject = w.with("mail-request-subject", &[number]);
            letter.paragraphs.push(w.with("mail-request-lead", &[name, ("request", Arg::Text(&asks))]));
        }
        (Occasion::Inquiry | Occasion::Disputed | Occasion::DisputeEnded, About::Dispute(dispute)) => {
            write_dispute(w, &mut letter, story, occasion, dispute);
        }
        (Occasion::MerchantCanceled, _) => {
            let reason = w.cancel_reason(order.cancel.unwrap_or(CancelReason::CaptureFailed));
            letter.subject = w.with("mail-order-canceled-subject", &[number]);
            letter
                .paragraphs
                .push(w.with("mail-order-canceled-lead", &[number, ("reason", Arg::Text(reason))]));
        }
        (
            Occasion::Shipped
            | Occasion::Refunded
            | Occasion::RefundFailed
            | Occasion::RefundCameBack
            | Occasion::Inquiry
            | Occasion::Disputed
            | Occasion::DisputeEnded
            | Occasion::RequestReceived
            | Occasion::RequestAnswered
            | Occasion::Withdrawal
            | Occasion::RequestWaiting,
            _,
        ) => unreachable!("a story is loaded for its occasion"),
    }
    letter
}

/// A request in a few words.
fn kind_of(w: &Words, kind: RequestKind) -> &str {
    match kind {
        RequestKind::Cancel => w.text("order-cancel-request"),
        RequestKind::Return => w.text("return-title"),
        RequestKind::Withdrawal => w.text("withdraw-title"),
    }
}

fn write_shipped(w: &Words, letter: &mut Letter, story: &Story, parcel: &Fulfillment) {
    let number = ("number", Arg::Text(&story.order.number));
    let shop = ("merchant", Arg::Text(&story.pricing.merchant.display_name));
    letter.subject = w.with("mail-shipped-subject", &[number]);
    letter.paragraphs.push(if story.order.fulfilled_at.is_some() {
        w.with("mail-shipped-lead", &[shop, number])
    } else {
        w.with("mail-shipped-part-lead", &[shop, number])
    });
    if !parcel.tracking_number.is_empty() {
        let tracking =
            [("carrier", Arg::Text(&parcel.carrier)), ("tracking", Arg::Text(&parcel.tracking_number))];
        letter.paragraphs.push(w.with("mail-shipped-tracking", &tracking));
    }
    if !parcel.tracking_url.is_empty() {
        letter.buttons.push((w.text("mail-button-track").to_owned(), parcel.tracking_url.clone()));
    }
    for units in &parcel.lines {
        let Some(line) = story.order.lines.iter().find(|line| line.id == units.line) else { continue };
        let options = if line.variant_title.is_empty() { "" } else { ", " };
        letter.rows.push((
            format!("{}{options}{}", line.title, line.variant_title),
            format!("{} ×", units.quantity),
        ));
    }
}

/// What the buyer's bank says, and until when it listens.
fn write_dispute(w: &Words, letter: &mut Letter, story: &Story, occasion: Occasion, dispute: &Dispute) {
    let number = ("number", Arg::Text(&story.order.number));
    let amount = ("amount", Arg::Money(dispute.amount));
    let name = ("name", Arg::Text(&story.order.buyer_name));
    if occasion == Occasion::DisputeEnded {
        letter.subject = w.with("mail-dispute-ended-subject", &[number]);
        letter.paragraphs.push(w.dispute_state_text(dispute).to_owned());
        return;
    }
    let (subject, lead) = if occasion == Occasion::Inquiry {
        (
            w.with("mail-inquiry-subject", &[amount, number]),
            w.with("mail-inquiry-lead", &[name, amount, number]),
        )
    } else {
        (
            w.with("mail-disputed-subject", &[amount, number]),
            w.with("mail-disputed-lead", &[name, amount, number]),
        )
    };
    letter.subject = subject;
    letter.paragraphs.push(lead);
    letter.paragraphs.push(w.dispute_reason_text(dispute).to_owned());
    if let Some(due) = dispute.due_at {
        let at = w.date_time_there(due, &story.pricing.merchant.profile.time_zone);
        letter.paragraphs.push(w.fill("mail-disputed-due", "at", at.as_str()));
    }
    letter.paragraphs.push(w.dispute_evidence(dispute).to_owned());
}

fn write_answered(w: &Words, letter: &mut Letter, story: &Story, request: &BuyerRequest) {
    let number = ("number", Arg::Text(&story.order.number));
    let shop = ("merchant", Arg::Text(&story.pricing.merchant.display_name));
    match request.state {
        RequestState::Refused => {
            letter.subject = w.with("mail-request-refused-subject", &[number]);
            let reason = ("reason", Arg::Text(&request.answer));
            letter.paragraphs.push(w.with("mail-request-refused-lead", &[shop, reason]));
        }
        RequestState::Accepted | RequestState::Done | RequestState::Waiting => {
            letter.subject = w.with("mail-request-accepted-subject", &[number]);
            letter.paragraphs.push(w.with("mail-request-accepted-lead", &[shop]));
            if !request.answer.is_empty() {
                letter.paragraphs.push(request.answer.clone());
            }
            let comes_back = story.order.lines.iter().any(|line| line.shipped > 0);
            if comes_back && request.kind != RequestKind::Cancel {
                letter.paragraphs.push(w.return_address(&story.pricing.merchant.profile));
            }
        }
    }
}

fn write_canceled(w: &Words, letter: &mut Letter, story: &Story) {
    let order = &story.order;
    let number = ("number", Arg::Text(&order.number));
    let shop = ("merchant", Arg::Text(&story.pricing.merchant.display_name));
    let reason = order.cancel.unwrap_or(CancelReason::Operator);
    if reason == CancelReason::Undone {
        letter.subject = w.with("mail-undone-subject", &[number]);
        if story.was_paid {
            letter.paragraphs.push(w.with("mail-undone-paid-lead", &[number, shop]));
            letter.paragraphs.push(w.charged(AtEnd::GivenBack).to_owned());
        } else {
            letter.paragraphs.push(w.with("mail-undone-lead", &[number, shop]));
        }
        return;
    }
    letter.subject = w.with("mail-canceled-subject", &[number]);
    letter.paragraphs.push(w.with("mail-canceled-lead", &[number, shop]));
    letter.paragraphs.push(match reason {
        CancelReason::Buyer => w.text("mail-canceled-by-you").to_owned(),
        CancelReason::CaptureFailed | CancelReason::Declined => w.text("mail-canceled-payment").to_owned(),
        CancelReason::Merchant | CancelReason::Operator | CancelReason::Expired | CancelReason::Undone => {
            let words = match story.cancel_note.as_str() {
                "" => w.cancel_reason(reason),
                note => note,
            };
            w.with("mail-canceled-by-merchant", &[shop, ("reason", Arg::Text(words))])
        }
    });
    letter.paragraphs.push(match story.goes_back {
        Some(amount) => w.fill("mail-canceled-refund", "amount", amount),
        None => w.text("mail-canceled-nothing-charged").to_owned(),
    });
}

/// "2 × Print, A3".
pub(super) fn line_name(line: &OrderLine) -> String {
    let options = if line.variant_title.is_empty() { "" } else { ", " };
    let off = if line.discount_title.is_empty() { "" } else { " · " };
    format!("{} × {}{options}{}{off}{}", line.quantity, line.title, line.variant_title, line.discount_title)
}

/// What every mail about an order ends with: its lines, a way to the order, who sells, why this mail.
pub(super) fn finish(w: &Words, letter: &mut Letter, occasion: Occasion, story: &Story, studio: &str) {
    let Story { order, pricing, .. } = story;
    if letter.rows.is_empty() {
        for line in &order.lines {
            letter.rows.push((line_name(line), w.money(line.subtotal)));
        }
    }
    if occasion.is_for_merchant() {
        letter.buttons.push((w.text("mail-button-studio").to_owned(), studio.to_owned()));
    } else if letter.buttons.is_empty() {
        letter.buttons.push((w.text("mail-button-order").to_owned(), story.link.clone()));
    }
    letter.notes.push(w.with("mail-why", &[("number", Arg::Text(&order.number))]));
    let profile = &pricing.merchant.profile;
    let address = profile.postal_address.replace('\n', ", ");
    let seller = [("merchant", Arg::Text(&profile.legal_name)), ("address", Arg::Text(&address))];
    // The mail of a placed order says it at length.
    if occasion != Occasion::Placed {
        letter.notes.push(w.with("mail-seller", &seller));
    }
    if order.is_test {
        letter.notes.push(w.text("mail-test-mode").to_owned());
    }
}
