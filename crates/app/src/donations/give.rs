//! Tap two: give. Idempotent by the gift: a double tap, a reload, a second tab and a lost answer all find the one gift.

use std::time::Duration;

use domain::donation::Donation;
use domain::donation::state::{self, DonationEvent, DonationState};
use domain::ids::{AccountId, DonationId, PaymentId};
use domain::money::Money;
use domain::nonprofit::campaign::CampaignPause;
use domain::payment::{Decline, Observed, PaymentState};
use jiff::Timestamp;
use jiff::civil::Date;
use store::donations::payments::GiftPayment;
use store::jobs::NewJob;
use store::{DbError, Tx, campaigns, donations, nonprofits};

use super::drive::LOOK_AGAIN;
use super::means::{means, token_of};
use super::pass::pass_shield;
use super::record::{Outcome, key_of, record};
use super::shield::{Ended, Stopped, Trier};
use super::view::{DonationView, load, payee_of};
use crate::checkout::{MethodChoice, keep_paid};
use crate::jobs::kind;
use crate::payments::{ask, server_name};
use crate::ports::{Attempt, Authorize, PaymentError, Presence, Seen};
use crate::{Ctx, pledges};

/// How long a second tap waits for the first one's outcome before it says "we are checking".
const SETTLE_WAIT: Duration = Duration::from_secs(3);
/// Between two looks while it waits.
const SETTLE_LOOK: Duration = Duration::from_millis(25);

/// Tap two.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Give {
    /// How.
    pub method: MethodChoice,
    /// What the donor saw on the button: anything else is shown again, not charged (I7).
    pub seen: Money,
    /// The day from which it is given, as the donor saw it; none: at once.
    pub from_day: Option<Date>,
    /// Where the donor's bank sends the donor back to.
    pub return_url: String,
    /// Who tries, where it comes from outside: the shield against card testers counts by it.
    pub from: Option<Trier>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Given {
    /// It is the nonprofit's, and receipted.
    Settled,
    /// It is promised for a later day, and how it is paid is saved. Nothing was charged.
    Promised,
    /// The donor's bank wants the donor first.
    Action {
        /// Where to go.
        url: String,
    },
    /// Nobody knows yet; the page asks again by itself, and the mail tells.
    Checking,
    /// The provider refused. Nothing was charged; another method may do.
    Declined(Decline),
    /// The amount is another one than was seen. Nothing was charged.
    Changed,
    /// Something is asked by the law of the nonprofit's country that was not answered. Nothing was charged.
    Unanswered,
    /// The campaign, or the nonprofit, takes nothing now. Nothing was charged.
    NotTaking(Option<CampaignPause>),
    /// It was not given in time, or ended otherwise. Nothing was charged.
    Over,
    /// The provider cannot be reached. Nothing was charged.
    ProviderDown,
    /// Too many tries failed. Nothing was charged.
    Stopped(Stopped),
}

/// Why nothing was tried.
#[derive(Debug, thiserror::Error)]
pub enum GiveError {
    /// The donor has no such saved method.
    #[error("there is no such payment method")]
    NoSuchMethod,
    /// The provider did not take what the donor typed.
    #[error("the payment details were not taken")]
    Method(#[source] PaymentError),
    /// The database failed before anything was tried.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Gives. The work runs in a task of its own: a donor who closes the tab does not cut it in half.
///
/// # Errors
/// [`GiveError`]; nothing was charged then.
pub async fn give(ctx: &Ctx, view: &DonationView, give: Give) -> Result<Given, GiveError> {
    let (ctx, view) = (ctx.clone(), view.clone());
    let done = tokio::spawn(async move { give_once(&ctx, &view, give).await }).await;
    done.unwrap_or(Err(GiveError::Db(DbError::Closed)))
}

async fn give_once(ctx: &Ctx, view: &DonationView, give: Give) -> Result<Given, GiveError> {
    let donation = &view.donation;
    if donation.state != DonationState::Open {
        return Ok(story_of(ctx, donation.id).await?);
    }
    let later = pledges::later(view.pledge.as_ref());
    if give.seen != donation.total() || give.from_day != later.and_then(|pledge| pledge.starts_on) {
        return Ok(Given::Changed);
    }
    if !view.is_answered() {
        return Ok(Given::Unanswered);
    }
    let is_counted = match &give.from {
        Some(trier) => match pass_shield(ctx, view, trier, &give.method).await {
            Ok(is_counted) => is_counted,
            Err(stopped) => return Ok(Given::Stopped(stopped)),
        },
        None => false,
    };
    let given = match later {
        Some(_) => match token_of(ctx, view, &give.method) {
            Ok((token, _)) => {
                pledges::put_off(ctx, view, token, give.return_url).await.map_err(GiveError::Db)
            }
            Err(error) => Err(error),
        },
        None => ask_bank(ctx, view, give).await,
    };
    // Nobody was asked about a card: what was counted before is taken back.
    if is_counted && !matches!(given, Ok((_, true))) {
        ctx.memory().shield.told(donation.id, Ended::Nothing, ctx.now());
    }
    given.map(|(given, _)| given)
}

/// Writes a payment and asks the provider. The flag says that there is a payment, whose end is recorded.
async fn ask_bank(ctx: &Ctx, view: &DonationView, give: Give) -> Result<(Given, bool), GiveError> {
    let donation = &view.donation;
    let (method, keep_for) = means(ctx, view, &give.method).await?;
    let payment = GiftPayment {
        id: ctx.id(),
        nonprofit: donation.nonprofit,
        donation: donation.id,
        key: key_of(donation),
        provider: ctx.ports().payments.name().to_owned(),
        method,
        state: PaymentState::Started,
        amount: donation.total(),
        captured: Money::zero(donation.currency()),
        refunded: Money::zero(donation.currency()),
        reference: String::new(),
        action_url: String::new(),
        decline: None,
        payee: payee_of(ctx, &view.nonprofit).to_owned(),
        created_at: ctx.now(),
    };
    match begin_payment(ctx, payment.clone()).await? {
        Begun::Already => Ok((story_of(ctx, donation.id).await?, false)),
        Begun::Refused(given) => Ok((given, false)),
        Begun::Written => {
            // From here on there is a payment: a failing database must not read as "nothing was charged".
            let asking = Asking {
                return_url: give.return_url,
                keep_for,
                // The first gift of a pledge: the method is kept to take more with.
                presence: match donation.pledge {
                    Some((_, 0)) => Presence::HereForMore,
                    Some(_) | None => Presence::Here,
                },
            };
            let given = collect(ctx, &payment, asking).await;
            Ok((given.unwrap_or(Given::Checking), true))
        }
    }
}

/// What came of writing a payment down.
pub(crate) enum Begun {
    /// There is a payment now, and a driver that ends it.
    Written,
    /// Another tap was first.
    Already,
    /// Nothing was written.
    Refused(Given),
}

/// Transaction 1: everything that must be so at this moment is looked at under the gift's lock.
async fn begin_payment(ctx: &Ctx, payment: GiftPayment) -> Result<Begun, DbError> {
    let (now, needs_payee) = (ctx.now(), ctx.needs_payees());
    ctx.db().write("begin_gift_payment", move |tx| write_payment(tx, &payment, needs_payee, now)).await
}

/// Writes a payment of an open gift with the driver that ends it, where the gift may be given now.
pub(crate) fn write_payment(
    tx: &mut Tx<'_>,
    payment: &GiftPayment,
    needs_payee: bool,
    now: Timestamp,
) -> Result<Begun, DbError> {
    let (nonprofit, id) = (payment.nonprofit, payment.donation);
    let Some(mut donation) = donations::lock(tx, nonprofit, id)? else {
        return Ok(Begun::Refused(Given::Over));
    };
    if donation.state != DonationState::Open || key_of(&donation) != payment.key {
        return Ok(Begun::Already);
    }
    if !donation.is_payable(now) {
        return Ok(Begun::Refused(Given::Over));
    }
    if donation.total() != payment.amount {
        return Ok(Begun::Refused(Given::Changed));
    }
    // Put off in another tab since this one was shown.
    if let Some((pledge, 0)) = donation.pledge
        && pledges::later(store::pledges::by_id(tx, pledge)?.as_ref()).is_some()
    {
        return Ok(Begun::Refused(Given::Changed));
    }
    if let Some(given) = not_taking(tx, &donation, needs_payee, now)? {
        return Ok(Begun::Refused(given));
    }
    let Some(step) = state::apply(donation.state, DonationEvent::Began) else {
        return Ok(Begun::Already);
    };
    donation.state = step.state;
    donations::set_state(tx, &donation)?;
    donations::payments::insert(tx, payment)?;
    let driver = NewJob {
        id: driver_of(payment.id),
        kind: kind::DRIVE_DONATION,
        merchant: Some(nonprofit.party()),
        subject: payment.id.0,
        payload: String::new(),
        unique_key: None,
        run_at: now + LOOK_AGAIN,
    };
    store::jobs::enqueue(tx, &[driver], now)?;
    Ok(Begun::Written)
}

/// Why nothing of `donation` can be given or promised now, if so.
pub(crate) fn not_taking(
    tx: &mut Tx<'_>,
    donation: &Donation,
    needs_payee: bool,
    now: Timestamp,
) -> Result<Option<Given>, DbError> {
    let campaign = campaigns::by_id(tx, donation.campaign)?;
    let pause = campaign.map_or(Some(CampaignPause::Closed), |campaign| campaign.pause(now));
    if pause.is_some() {
        return Ok(Some(Given::NotTaking(pause)));
    }
    let takes = nonprofits::by_id(tx, donation.nonprofit)?
        .is_some_and(|found| found.is_vouched_for() && (!needs_payee || found.payee.takes));
    Ok((!takes).then_some(Given::NotTaking(None)))
}

/// A driver has the number of its payment.
const fn driver_of(payment: PaymentId) -> domain::ids::JobId {
    domain::ids::JobId(payment.0)
}

impl From<&GiftPayment> for Attempt {
    fn from(payment: &GiftPayment) -> Self {
        Self {
            key: payment.key.clone(),
            reference: payment.reference.clone(),
            payee: payment.payee.clone(),
            amount: payment.amount,
            began_at: payment.created_at,
        }
    }
}

/// How a payment is asked for.
pub(crate) struct Asking {
    /// Where the donor's bank sends the donor back to.
    pub(crate) return_url: String,
    /// In whose wallet the method is kept.
    pub(crate) keep_for: Option<AccountId>,
    /// Whether the donor is there.
    pub(crate) presence: Presence,
}

/// Asks the provider to hold the money and, since nothing is shipped, takes it at once: a receipt says what was given.
pub(crate) async fn collect(ctx: &Ctx, payment: &GiftPayment, asking: Asking) -> Result<Given, DbError> {
    let Asking { return_url, keep_for, presence } = asking;
    let request = Authorize {
        attempt: payment.into(),
        method: payment.method.clone(),
        order: payment.donation.to_string(),
        return_url,
        // Nobody takes a cut of a gift.
        fee_basis_points: 0,
        keep: keep_for.is_some(),
        presence,
        server: server_name(ctx).await?,
    };
    let provider = &ctx.ports().payments;
    let seen = match ask(provider.authorize(request)).await {
        Ok(seen) => seen,
        Err(PaymentError::Unknown) => match ask(provider.look_up(payment.into())).await {
            Ok(Some(seen)) => seen,
            Ok(None) | Err(_) => return Ok(Given::Checking),
        },
        Err(PaymentError::Refused(reason)) => {
            tracing::warn!(donation.id = %payment.donation, reason, "the payment provider refused a gift");
            let decline = Decline::IncorrectDetails;
            let refused = Seen { observed: Observed::Failed, decline: Some(decline), ..nothing(payment) };
            record(ctx, payment, refused).await?;
            return Ok(Given::Declined(decline));
        }
        Err(PaymentError::Down | PaymentError::Busy | PaymentError::NotNow(_)) => {
            record(ctx, payment, nothing(payment)).await?;
            return Ok(Given::ProviderDown);
        }
    };
    let Some(outcome) = record(ctx, payment, seen).await? else { return Ok(Given::Checking) };
    let outcome = take(ctx, outcome).await?;
    if let (Some(account), DonationState::Settled) = (keep_for, outcome.state) {
        keep_paid(ctx, account, payment.into()).await;
    }
    Ok(told(&outcome))
}

/// A bank wants a donor who is not there: lets go of the payment, and takes that as a refusal.
pub(crate) async fn refuse_challenged(ctx: &Ctx, payment: &GiftPayment) -> Result<(), DbError> {
    match ask(ctx.ports().payments.void(payment.into())).await {
        Ok(seen) if seen.observed == Observed::Voided => {
            let decline = Some(Decline::AuthenticationFailed);
            record(ctx, payment, Seen { observed: Observed::Failed, decline, ..seen }).await?;
        }
        Ok(seen) => {
            record(ctx, payment, seen).await?;
        }
        Err(error) => {
            tracing::warn!(%error, "a gift that waits for its donor was not let go; its driver does it later");
        }
    }
    Ok(())
}

/// Takes what is held. Where the answer is lost the driver goes on.
async fn take(ctx: &Ctx, outcome: Outcome) -> Result<Outcome, DbError> {
    if outcome.payment.state != PaymentState::Authorized {
        return Ok(outcome);
    }
    match ask(ctx.ports().payments.capture((&outcome.payment).into())).await {
        Ok(seen) => Ok(record(ctx, &outcome.payment, seen).await?.unwrap_or(outcome)),
        Err(error) => {
            tracing::warn!(%error, "a gift that is held could not be taken yet; its driver tries again");
            Ok(outcome)
        }
    }
}

/// The provider holds nothing under this key, for certain.
pub(super) fn nothing(payment: &GiftPayment) -> Seen {
    Seen {
        observed: Observed::Voided,
        amount: payment.amount,
        reference: String::new(),
        decline: None,
        challenge: None,
        kept: Vec::new(),
    }
}

fn told(outcome: &Outcome) -> Given {
    match (outcome.state, outcome.payment.state) {
        (DonationState::Settled, _) => Given::Settled,
        (DonationState::Promised, _) => Given::Promised,
        (DonationState::Ended, _) => Given::Over,
        (_, PaymentState::RequiresAction) => Given::Action { url: outcome.payment.action_url.clone() },
        (_, PaymentState::Failed) => Given::Declined(outcome.payment.decline.unwrap_or(Decline::Generic)),
        (_, PaymentState::Voided) => Given::Over,
        (_, PaymentState::Started | PaymentState::Authorized | PaymentState::Captured) => Given::Checking,
    }
}

/// What became of a gift that another tap began, waiting a moment for it.
async fn story_of(ctx: &Ctx, id: DonationId) -> Result<Given, DbError> {
    let deadline = tokio::time::Instant::now() + SETTLE_WAIT;
    loop {
        let Some(view) = load(ctx, id).await? else { return Ok(Given::Over) };
        let state = view.donation.state;
        let given = match view.payment {
            _ if state == DonationState::Promised => Given::Promised,
            Some(payment) => told(&Outcome { state, payment }),
            None => Given::Over,
        };
        if given != Given::Checking || tokio::time::Instant::now() >= deadline {
            return Ok(given);
        }
        tokio::time::sleep(SETTLE_LOOK).await;
    }
}

/// The donor is back from a bank's own page: asks the provider how the payment stands, and goes on.
///
/// # Errors
/// [`DbError`]. A provider that does not answer changes nothing: the driver asks again.
pub async fn returned(ctx: &Ctx, view: &DonationView) -> Result<(), DbError> {
    let Some(payment) = view.payment.as_ref().filter(|it| it.state == PaymentState::RequiresAction) else {
        return Ok(());
    };
    match ask(ctx.ports().payments.look_up(payment.into())).await {
        Ok(Some(seen)) => go_on(ctx, view, payment, seen).await,
        Ok(None) => Ok(()),
        Err(error) => {
            tracing::warn!(%error, "a gift could not be looked up when its donor came back");
            Ok(())
        }
    }
}

/// Takes what the donor answered at a bank that is only played, and goes on.
///
/// # Errors
/// [`DbError`]; a key that is not this gift's, or waits for nothing, changes nothing.
pub async fn answer_challenge(
    ctx: &Ctx,
    view: &DonationView,
    key: &str,
    agrees: bool,
) -> Result<(), DbError> {
    let Some(payment) = view.payment.as_ref().filter(|payment| payment.key == key) else { return Ok(()) };
    match ask(ctx.ports().payments.answer_challenge(key, agrees)).await {
        Ok(seen) => go_on(ctx, view, payment, seen).await,
        Err(error) => {
            tracing::warn!(%error, "a challenge was not answered");
            Ok(())
        }
    }
}

async fn go_on(ctx: &Ctx, view: &DonationView, payment: &GiftPayment, seen: Seen) -> Result<(), DbError> {
    let Some(outcome) = record(ctx, payment, seen).await? else { return Ok(()) };
    let outcome = take(ctx, outcome).await?;
    let account = view.donation.donor.account.filter(|_| view.donation.remember);
    if let (Some(account), DonationState::Settled) = (account, outcome.state) {
        keep_paid(ctx, account, (&outcome.payment).into()).await;
    }
    Ok(())
}
