//! What keeps a part of a purchase from being ordered, seen before anybody pays: a page that is asked for again says
//! what the paying tap said.

use domain::checkout::{Checkout, CheckoutLine, CheckoutState, Purchase};
use domain::gate::{Answer, Asker, Feature};
use domain::ids::{CheckoutId, MerchantId};
use domain::merchant::MerchantState;
use domain::payee::own_key_account;
use domain::place::{Facts, LineFacts, Refusal, may_place};
use domain::view::staff::Switch;
use jiff::Timestamp;
use store::{Conn, DbError, kill_switches, offers, selling};

use super::place::sells_to;
use super::view::{PartView, PurchaseView, payee_of};
use crate::Ctx;
use crate::gates::Gates;

/// Why open parts would be refused now, by the rule that decides when they are paid. Nothing is locked: what is free
/// now may be gone at the tap. Prices are asked about there alone, as the view has just taken the present ones, and
/// so are the orders a limited merchant may still take today.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn obstacles(ctx: &Ctx, view: &PurchaseView) -> Result<Vec<(CheckoutId, Refusal)>, DbError> {
    let open = view.parts.iter().filter(|part| part.checkout.state == CheckoutState::Open);
    let is_shared = view.parts.len() > 1;
    let alone = |part: &PartView| is_shared && own_key_account(payee_of(ctx, &part.pricing)).is_some();
    let gates = Gates::of(ctx).await?;
    let gate = |merchant: MerchantId| {
        let purchase = &view.purchase;
        let country = purchase.address.as_ref().map(|address| address.country).or(purchase.country);
        let account = purchase.account;
        let asker = Asker { account, merchant: Some(merchant), country, ..Asker::default() };
        // While the country is not known, nothing is said: the paying tap knows it.
        match gates.answer(ctx, Feature::Buy, &asker) {
            Answer::DependsOnCountry => Answer::Open,
            known => known,
        }
    };
    let open: Vec<(Checkout, Doors, bool)> = open
        .map(|part| {
            let merchant = &part.pricing.merchant;
            let doors = Doors {
                state: merchant.state,
                payable: !ctx.needs_payees() || merchant.payee.takes,
                gate: gate(part.checkout.merchant),
            };
            (part.checkout.clone(), doors, alone(part))
        })
        .collect();
    if open.is_empty() {
        return Ok(Vec::new());
    }
    let (purchase, now) = (view.purchase.clone(), ctx.now());
    ctx.db()
        .read(move |conn| {
            let mut found = Vec::new();
            for (checkout, doors, alone) in &open {
                match look(conn, &purchase, checkout, doors, now)? {
                    Err(refusal) => found.push((checkout.id, refusal)),
                    Ok(()) if *alone => found.push((checkout.id, Refusal::PaidAlone)),
                    Ok(()) => {}
                }
            }
            Ok(found)
        })
        .await
}

/// What is known of a part's merchant and buyer without the database.
struct Doors {
    state: MerchantState,
    /// Somebody takes its money.
    payable: bool,
    gate: Answer,
}

fn look(
    conn: &mut Conn,
    purchase: &Purchase,
    checkout: &Checkout,
    doors: &Doors,
    now: Timestamp,
) -> Result<Result<(), Refusal>, DbError> {
    let stopped = kill_switches::stopping(conn, checkout.merchant, None)?;
    let lines = checkout.lines.iter().map(|line| facts_of(conn, purchase, checkout, line, now));
    let lines = lines.collect::<Result<Vec<LineFacts>, DbError>>()?;
    let sells = sells_to(conn, (checkout.merchant, doors.state), purchase.account)?;
    Ok(may_place(&Facts {
        now,
        expires_at: purchase.expires_at,
        server_open: stopped != Some(Switch::Server),
        merchant_open: sells && doors.payable && stopped.is_none(),
        gate: doors.gate,
        quote_stands: true,
        provisional: false,
        lines: &lines,
    }))
}

fn facts_of(
    conn: &mut Conn,
    purchase: &Purchase,
    checkout: &Checkout,
    line: &CheckoutLine,
    now: Timestamp,
) -> Result<LineFacts, DbError> {
    let merchant = checkout.merchant;
    let picked = selling::picked(conn, line.variant)?;
    let offer = match line.offer {
        Some(offer) => offers::by_id(conn, offer)?,
        None => None,
    };
    let runs = offer.as_ref().is_some_and(|offer| offer.pause(now).is_none())
        && kill_switches::stopping(conn, merchant, line.offer)?.is_none();
    let allowed = match offer.and_then(|offer| offer.limit_per_buyer) {
        None => None,
        Some(limit) => {
            let has =
                selling::units_of_buyer(conn, merchant, line.product, purchase.account, &purchase.email)?;
            Some((i64::from(limit) - has, limit))
        }
    };
    Ok(LineFacts {
        variant: line.variant,
        product: line.product,
        quantity: line.quantity.get(),
        open: runs && picked.as_ref().is_some_and(|picked| picked.active),
        price_stands: true,
        free: picked.and_then(|picked| picked.free),
        allowed,
    })
}
