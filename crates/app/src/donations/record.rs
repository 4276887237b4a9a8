//! The one place where something learned about a gift's payment moves the gift: tap, job, event and sweeper all end here.

use std::sync::Arc;

use domain::donation::Donation;
use domain::donation::asked::AskedTable;
use domain::donation::receipt::{ReceiptKind, ReceiptNumber};
use domain::donation::state::{self, DonationEffect, DonationEvent, DonationState};
use domain::ids::{JobId, RefundId};
use domain::ledger::{Entry, Movement};
use domain::money::Money;
use domain::order::RefundState;
use domain::payment::{self, Observed, PaymentState};
use jiff::Timestamp;
use store::changes::{self, ChangeKind};
use store::donations::payments::GiftPayment;
use store::donations::receipts::{Parties, Receipt};
use store::donations::refunds::GiftRefund;
use store::jobs::NewJob;
use store::{DbError, Tx, campaigns, donations, ledger, nonprofits};

use super::shield::Ended;
use super::tribute;
use crate::jobs::kind;
use crate::ports::Seen;
use crate::{Ctx, matching, pledges};

/// Where gift and payment stand afterwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) state: DonationState,
    pub(super) payment: GiftPayment,
}

/// Something learned of a payment, on its way in.
struct Learned {
    payment: GiftPayment,
    seen: Seen,
    /// Should its money have to go back.
    refund: RefundId,
    jobs: [JobId; 5],
    asked: Arc<AskedTable>,
    now: Timestamp,
}

/// Records what was seen of `payment`. `None`: there is no such gift any more.
pub(super) async fn record(ctx: &Ctx, payment: &GiftPayment, seen: Seen) -> Result<Option<Outcome>, DbError> {
    let learned = Learned {
        payment: payment.clone(),
        seen,
        refund: ctx.id(),
        jobs: std::array::from_fn(|_| ctx.id()),
        asked: ctx.asked(),
        now: ctx.now(),
    };
    let recorded = ctx.db().write("record_gift", move |tx| write(tx, &learned)).await?;
    if let Some(outcome) = &recorded {
        let ended = match (outcome.state, outcome.payment.state) {
            (DonationState::Settled, _) => Some(Ended::Arrived),
            (_, PaymentState::RequiresAction) => Some(Ended::AtBank),
            (_, PaymentState::Failed) if outcome.payment.decline.is_some() => Some(Ended::Failed),
            (_, PaymentState::Failed | PaymentState::Voided) => Some(Ended::Nothing),
            (_, PaymentState::Started | PaymentState::Authorized | PaymentState::Captured) => None,
        };
        if let Some(ended) = ended {
            ctx.memory().shield.told(payment.donation, ended, ctx.now());
        }
    }
    Ok(recorded)
}

/// Records what was heard of the payment under `key`, where it is a gift's. `false`: it is none.
pub(crate) async fn hear_gift(ctx: &Ctx, payee: &str, key: &str, seen: Seen) -> Result<bool, DbError> {
    let asked = key.to_owned();
    let found = ctx.db().read(move |conn| donations::payments::by_key(conn, &asked)).await?;
    let Some(payment) = found.filter(|payment| payment.payee == payee) else { return Ok(false) };
    if seen.amount != payment.amount {
        tracing::error!(
            payment.id = %payment.id,
            "the provider told of another amount or currency than was asked for; nothing is recorded"
        );
        return Ok(true);
    }
    record(ctx, &payment, seen).await?;
    Ok(true)
}

fn write(tx: &mut Tx<'_>, learned: &Learned) -> Result<Option<Outcome>, DbError> {
    let Learned { seen, now, .. } = learned;
    let (nonprofit, id) = (learned.payment.nonprofit, learned.payment.donation);
    let Some(mut donation) = donations::lock(tx, nonprofit, id)? else { return Ok(None) };
    let Some(mut payment) = donations::payments::lock(tx, nonprofit, learned.payment.id)? else {
        return Ok(None);
    };
    let step = payment::observe(payment.state, seen.observed);
    if let Some(step) = step {
        payment.state = step.state;
        payment.reference.clone_from(&seen.reference);
        payment.action_url = seen.challenge.as_ref().map_or_else(String::new, |it| it.url.clone());
        payment.decline = seen.decline;
        if seen.observed == Observed::Captured {
            payment.captured = seen.amount;
        }
        donations::payments::update(tx, &payment, *now)?;
    }
    let happened = step.and_then(|step| event(&donation, &payment, step.state));
    if let Some(step) = happened.and_then(|event| state::apply(donation.state, event)) {
        if donation.state == DonationState::Paying && step.state == DonationState::Open {
            // The next try is another one to the provider, too.
            donation.attempt += 1;
            donation.method_token = String::new();
        }
        if step.state == DonationState::Settled && donation.state != DonationState::Settled {
            donation.settled_at = Some(*now);
        }
        donation.state = step.state;
        donations::set_state(tx, &donation)?;
        match step.effect {
            None => {}
            Some(DonationEffect::Acknowledge) => acknowledge(tx, learned, &donation)?,
            Some(DonationEffect::GiveBack) => give_back(tx, learned, &payment)?,
        }
        pledges::gift_moved(tx, &donation, &payment, [learned.jobs[2], learned.jobs[3]], *now)?;
    }
    if payment.state == PaymentState::Captured {
        let entry = |movement, amount| Entry {
            merchant: nonprofit.party(),
            order: None,
            movement,
            source: payment.id.0,
            amount,
        };
        let mut booked = vec![entry(Movement::Donation, payment.captured)];
        booked.extend(seen.kept.iter().map(|(movement, amount)| entry(*movement, *amount)));
        // Fees are told late at times, and everything may be told twice.
        ledger::post_new(tx, &booked, *now)?;
    }
    Ok(Some(Outcome { state: donation.state, payment }))
}

/// What the payment's new state means to the gift. What became of an earlier try means nothing to a later one, unless it
/// brought money.
fn event(donation: &Donation, payment: &GiftPayment, state: PaymentState) -> Option<DonationEvent> {
    match state {
        PaymentState::Captured => Some(DonationEvent::Captured),
        PaymentState::Voided | PaymentState::Failed if payment.key == key_of(donation) => {
            Some(DonationEvent::Failed)
        }
        PaymentState::Started
        | PaymentState::RequiresAction
        | PaymentState::Authorized
        | PaymentState::Voided
        | PaymentState::Failed => None,
    }
}

/// What the provider knows the present try by: of the gift and the try, never of the request.
pub(crate) fn key_of(donation: &Donation) -> String {
    format!("{}-{}", donation.id, donation.attempt)
}

/// The money is there: receipt, thanks, meter, what sponsors add, all at once.
fn acknowledge(tx: &mut Tx<'_>, learned: &Learned, donation: &Donation) -> Result<(), DbError> {
    let now = learned.now;
    // The receipt says whether Gift Aid was declared.
    donations::gift_aid::cover(tx, donation)?;
    let paper =
        Paper { kind: ReceiptKind::Donation, revision: 0, amount: donation.total(), cover: donation.cover };
    issue(tx, donation, paper, &learned.asked, now)?;
    campaigns::move_meter(tx, (donation.nonprofit, donation.campaign), donation.amount, 1)?;
    matching::allot(tx, donation, now)?;
    let mail = gift_job(kind::GIFT_MAIL, learned.jobs[0], donation, donation.id.0, now);
    store::jobs::enqueue(tx, &[mail], now)?;
    tribute::tell(tx, donation, learned.jobs[4], now)?;
    changes::note(tx, ChangeKind::Campaign, donation.campaign.0, donation.nonprofit.0, now)
}

/// What a receipt is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paper {
    pub(super) kind: ReceiptKind,
    /// Which receipt of the donation it is, or voids.
    pub(super) revision: i64,
    /// How much.
    pub(super) amount: Money,
    /// What of that covers the provider's fee.
    pub(super) cover: Money,
}

/// Numbers a receipt of the donation as nonprofit and donor are now.
pub(super) fn issue(
    tx: &mut Tx<'_>,
    donation: &Donation,
    paper: Paper,
    asked: &AskedTable,
    now: Timestamp,
) -> Result<Receipt, DbError> {
    let nonprofit = nonprofits::by_id(tx, donation.nonprofit)?.ok_or(DbError::Missing("nonprofit"))?;
    let campaign = campaigns::by_id(tx, donation.campaign)?.ok_or(DbError::Missing("campaign"))?;
    let profile = &nonprofit.profile;
    let rule = asked.of(donation.nonprofit, profile.country);
    let tax_id = rule.and_then(|rule| rule.tax_id(&donation.answers, &donation.locale));
    let covering = donations::gift_aid::covering(tx, donation.nonprofit, donation.id)?;
    let parties = Parties {
        legal_name: profile.legal_name.clone(),
        postal_address: profile.postal_address.clone(),
        contact_email: profile.contact_email.clone(),
        country: profile.country.code().to_owned(),
        registry: profile.number.registry.as_str().to_owned(),
        registry_number: profile.number.as_str().to_owned(),
        note: nonprofit.receipt_note.clone(),
        donor_name: donation.donor.name.clone(),
        donor_address: donation.donor.address.clone(),
        campaign: campaign.title,
        designation: donation.designation.clone(),
        cover: paper.cover.amount,
        given_at: donation.settled_at.unwrap_or(now).as_microsecond(),
        kind: asked.kind_of(donation.nonprofit).to_owned(),
        tax_id: tax_id.unwrap_or_default(),
        gift_aid: covering.is_some_and(|(_, declaration)| declaration.withdrawn_at.is_none()),
        logo: nonprofit.logo.map_or_else(String::new, |logo| logo.file_key),
    };
    let year = now.to_zoned(profile.time_zone.clone()).year();
    donations::receipts::issue(
        tx,
        Receipt {
            nonprofit: donation.nonprofit,
            donation: donation.id,
            kind: paper.kind,
            revision: paper.revision,
            // The number itself is given where it is kept.
            number: ReceiptNumber { year, number: 0 },
            is_test: donation.is_test,
            amount: paper.amount,
            parties,
            issued_at: now,
        },
    )
}

/// Money that came beside another payment's, or after the end.
fn give_back(tx: &mut Tx<'_>, learned: &Learned, payment: &GiftPayment) -> Result<(), DbError> {
    let now = learned.now;
    let left = Money::new(payment.captured.amount - payment.refunded.amount, payment.amount.currency);
    if left.amount <= 0 {
        return Ok(());
    }
    let refund = GiftRefund {
        id: learned.refund,
        nonprofit: payment.nonprofit,
        donation: payment.donation,
        payment: payment.id,
        state: RefundState::Started,
        amount: left,
        reason: "paid twice".to_owned(),
        created_by: None,
    };
    donations::refunds::insert(tx, &refund, now)?;
    let job = NewJob {
        id: learned.jobs[1],
        kind: kind::GIFT_REFUND,
        merchant: Some(payment.nonprofit.party()),
        subject: refund.id.0,
        payload: String::new(),
        unique_key: None,
        run_at: now,
    };
    store::jobs::enqueue(tx, &[job], now)
}

/// A job about a gift.
pub(super) fn gift_job(
    kind: &'static str,
    id: JobId,
    donation: &Donation,
    subject: i64,
    now: Timestamp,
) -> NewJob {
    NewJob {
        id,
        kind,
        merchant: Some(donation.nonprofit.party()),
        subject,
        payload: String::new(),
        unique_key: None,
        run_at: now,
    }
}
