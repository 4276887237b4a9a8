//! A purchase as its buyer sees it, priced afresh each time it is looked at.

use std::sync::Arc;

use domain::access::Actor;
use domain::checkout::{Checkout, CheckoutState, Purchase};
use domain::hex::hex;
use domain::ids::{PurchaseId, VariantId};
use domain::merchant::Pricing;
use domain::money::Money;
use domain::order::Order;
use domain::place::Refusal;
use domain::quote::QuoteError;
use store::DbError;
use store::checkouts::{Opened, Repriced};
use store::payments::Payment;
use store::selling::Picked;

use super::price::{self, Priced, Tables};
use super::terms::Terms;
use crate::Ctx;
use crate::callbacks::{self, Quoted};

/// A purchase with its parts.
#[derive(Debug, Clone)]
pub struct PurchaseView {
    /// The purchase.
    pub purchase: Purchase,
    /// The secret of its link, for the buyer's own pages and mails.
    pub token: String,
    /// One part per merchant.
    pub parts: Vec<PartView>,
    /// The buyer's saved ways to pay, the first choice first.
    pub methods: Vec<store::wallet::Method>,
}

/// One merchant's part.
#[derive(Debug, Clone)]
pub struct PartView {
    /// The checkout.
    pub checkout: Checkout,
    /// Its price now.
    pub priced: Priced,
    /// The total shown before, when it is another now: the buyer is told and asked again.
    pub changed_from: Option<Money>,
    /// The seller.
    pub pricing: Arc<Pricing>,
    /// The order it became, or the last that ended without a sale.
    pub order: Option<Order>,
    /// Its newest attempt.
    pub payment: Option<Payment>,
    /// Units that are free of what it would still take, where they are counted.
    pub free: Vec<(VariantId, u32)>,
}

impl PartView {
    /// A part that nobody has tried to pay, with what is `free` of its variants among others.
    pub(super) fn priced(
        checkout: Checkout,
        priced: Priced,
        pricing: Arc<Pricing>,
        free: &[(VariantId, u32)],
    ) -> Self {
        let is_own = |variant| checkout.lines.iter().any(|line| line.variant == variant);
        let free = free.iter().copied().filter(|(variant, _)| is_own(*variant)).collect();
        Self { checkout, priced, changed_from: None, pricing, order: None, payment: None, free }
    }

    /// Prices it by what was heard.
    pub(super) fn reprice(&mut self, ctx: &Ctx, purchase: &Purchase, quoted: &Quoted) {
        let heard = quoted.of(self.checkout.id);
        self.priced = price::set_price(ctx, &mut self.checkout, purchase, &self.pricing, heard);
    }

    /// Asks the shop's program where there is one, and prices it.
    pub(super) async fn price_again(&mut self, ctx: &Ctx, purchase: &Purchase) {
        let asked = std::iter::once((&self.checkout, &self.pricing));
        let quoted = callbacks::ask_all(ctx, purchase, asked).await;
        self.reprice(ctx, purchase, &quoted);
    }

    /// Why it has no price, as a refusal to order it.
    #[must_use]
    pub fn refusal(&self) -> Option<Refusal> {
        match self.priced.as_ref().err()? {
            QuoteError::SoldOut { variant, left } => {
                Some(Refusal::SoldOut { variant: *variant, left: *left })
            }
            QuoteError::NotAnswered => Some(Refusal::MerchantClosed),
            QuoteError::NoLines
            | QuoteError::TooManyLines
            | QuoteError::WrongCurrency(_)
            | QuoteError::NegativePrice(_)
            | QuoteError::Shipping(_)
            | QuoteError::RateNotOffered(_)
            | QuoteError::Unpayable(_)
            | QuoteError::Money(_) => None,
        }
    }
}

/// Why a purchase cannot be shown.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is none, or it is someone else's: which, nobody is told.
    #[error("there is no such purchase")]
    NotFound,
    /// It is an account's, and nobody is signed in.
    #[error("sign in to see this purchase")]
    SignIn,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// The secret of a purchase's link, made from its seed with the server's key.
#[must_use]
pub fn link_token(ctx: &Ctx, purchase: PurchaseId, seed: &[u8]) -> String {
    let mut data = purchase.0.to_be_bytes().to_vec();
    data.extend_from_slice(seed);
    hex(&ctx.seal("purchase link", &data))
}

/// Opens a purchase for whoever holds its link; one that an account began, for that account alone. Links are passed
/// on, kept in histories and read over shoulders: whoever finds one must not pay with what the account has saved.
///
/// # Errors
/// [`OpenError::NotFound`] also for a wrong secret, and for another account.
pub async fn open_by_link(
    ctx: &Ctx,
    actor: &Actor,
    id: PurchaseId,
    token: &str,
) -> Result<PurchaseView, OpenError> {
    let view = load(ctx, id).await?;
    // Constant time: the comparison must not tell how much of a guess was right.
    let same = bool::from(subtle::ConstantTimeEq::ct_eq(view.token.as_bytes(), token.as_bytes()));
    if !same {
        return Err(OpenError::NotFound);
    }
    match (view.purchase.account, actor.account()) {
        (Some(buyer), Some(looking)) if buyer != looking => Err(OpenError::NotFound),
        (Some(_), None) => Err(OpenError::SignIn),
        (Some(_), Some(_)) | (None, _) => Ok(view),
    }
}

pub(super) async fn load(ctx: &Ctx, id: PurchaseId) -> Result<PurchaseView, OpenError> {
    let tables = Tables::of(ctx);
    let loaded = ctx
        .db()
        .read(move |conn| {
            // Before what it sells: its versions then are no newer, and a change in between is found out when the order is
            // written.
            let Some(opened) = store::checkouts::opened(conn, id)? else { return Ok(None) };
            let Opened { purchase, link_seed: seed, mut checkouts } = opened;
            let mut orders = Vec::new();
            if checkouts
                .iter()
                .any(|checkout| checkout.state == CheckoutState::Ordered || checkout.attempt > 0)
            {
                for order in store::orders::of_purchase(conn, id)? {
                    let payment =
                        store::payments::of_order(conn, order.merchant, order.id)?.into_iter().next();
                    orders.push((order, payment));
                }
            }
            let mut free = Vec::new();
            let mut sellers = Vec::with_capacity(checkouts.len());
            for checkout in &mut checkouts {
                let now = match checkout.state {
                    CheckoutState::Open => refresh_lines(conn, checkout, &mut free)?,
                    CheckoutState::Ordered => None,
                };
                let seller = match now {
                    Some(version) => tables.merchant_at(conn, checkout.merchant, version)?,
                    None => tables.merchant(conn, checkout.merchant)?,
                };
                let Some(seller) = seller else { return Ok(None) };
                sellers.push(seller);
            }
            let methods = match purchase.account {
                Some(account) => store::wallet::methods(conn, account)?,
                None => Vec::new(),
            };
            Ok::<_, DbError>(Some((purchase, seed, checkouts, sellers, orders, methods, free)))
        })
        .await?;
    let Some((mut purchase, seed, checkouts, sellers, mut orders, mut methods, free)) = loaded else {
        return Err(OpenError::NotFound);
    };
    let quoted = callbacks::ask_all(ctx, &purchase, checkouts.iter().zip(&sellers)).await;
    let mut parts = Vec::with_capacity(checkouts.len());
    for (mut checkout, pricing) in checkouts.into_iter().zip(sellers) {
        let shown = checkout.agreed.clone();
        let before = checkout.clone();
        let priced = price::set_price(ctx, &mut checkout, &purchase, &pricing, quoted.of(before.id));
        let mut changed_from = None;
        if checkout.state == CheckoutState::Ordered {
            checkout = before;
        } else if checkout != before {
            changed_from = shown
                .zip(checkout.agreed.as_ref())
                .filter(|(shown, now)| shown.total != now.total && !shown.provisional)
                .map(|(shown, _)| shown.total);
            let done = ctx.db().submit(Terms::of(&checkout)).await?;
            // Where somebody else wrote it, paying is refused and the page is asked for again.
            if done == Repriced::Done {
                checkout.version += 1;
            }
        }
        let at = orders.iter().rposition(|(order, _)| order.checkout == checkout.id);
        let (order, payment) =
            at.map(|at| orders.swap_remove(at)).map_or((None, None), |(o, p)| (Some(o), p));
        parts.push(PartView {
            changed_from,
            order,
            payment,
            ..PartView::priced(checkout, priced, pricing, &free)
        });
    }
    let token = link_token(ctx, id, &seed);
    if is_used_up(ctx, &purchase, &parts) {
        purchase.method_token = String::new();
    }
    methods.retain(|method| serves_all(ctx, method, parts.iter().map(|part| &part.pricing)));
    Ok(PurchaseView { purchase, token, parts, methods })
}

/// A saved method pays every one of these sellers.
pub(super) fn serves_all<'a>(
    ctx: &Ctx,
    method: &store::wallet::Method,
    mut sellers: impl Iterator<Item = &'a Arc<Pricing>>,
) -> bool {
    let payments = &ctx.ports().payments;
    method.provider == payments.name()
        && sellers.all(|seller| payments.serves(&method.token, payee_of(ctx, seller)))
}

/// Whose account takes a seller's money; empty: the operator's own.
#[must_use]
pub fn payee_of<'a>(ctx: &Ctx, seller: &'a Pricing) -> &'a str {
    if ctx.needs_payees() { &seller.merchant.payee.account } else { "" }
}

/// What the buyer typed was good for one try, and that one was declined: it is not offered again.
fn is_used_up(ctx: &Ctx, purchase: &Purchase, parts: &[PartView]) -> bool {
    let token = &purchase.method_token;
    ctx.ports().payments.is_used_once(token)
        && parts
            .iter()
            .filter(|part| part.checkout.state == CheckoutState::Open)
            .any(|part| part.payment.as_ref().is_some_and(|payment| payment.method == *token))
}

/// Units free of what was picked, where they are counted.
pub(super) fn free_units(picked: &Picked) -> Option<(VariantId, u32)> {
    picked.free.map(|units| (picked.line.variant, u32::try_from(units.max(0)).unwrap_or(u32::MAX)))
}

/// Brings the lines to the present price and name of what they sell; what the buyer chose stays. Adds to `free` what is
/// left of each that is counted, and says which of the seller's tables hold, where anything is still there.
fn refresh_lines(
    conn: &mut store::Conn,
    checkout: &mut Checkout,
    free: &mut Vec<(VariantId, u32)>,
) -> Result<Option<i64>, DbError> {
    // Where one of them is no longer sold in the currency chosen, all go back to the merchant's own.
    let mut own = Vec::with_capacity(checkout.lines.len());
    let mut gone = false;
    let mut version = None;
    for line in &mut checkout.lines {
        let Some(now) = store::selling::picked(conn, line.variant)? else { continue };
        version = Some(now.pricing_version);
        free.extend(free_units(&now));
        if now.line.unit_price.currency == checkout.currency {
            line.unit_price = now.line.unit_price;
        } else {
            match price::price_in(conn, checkout.merchant, line.variant, checkout.currency)? {
                Some(price) => line.unit_price = price,
                None => gone = true,
            }
            own.push((line.variant, now.line.unit_price));
        }
        line.title = now.line.title;
        line.variant_title = now.line.variant_title;
        line.image = now.line.image;
        line.tracked = now.line.tracked;
        line.requires_shipping = now.line.requires_shipping;
        line.weight_grams = now.line.weight_grams;
        line.tax_class = now.line.tax_class;
    }
    if gone {
        for line in &mut checkout.lines {
            if let Some((_, price)) = own.iter().find(|(variant, _)| *variant == line.variant) {
                line.unit_price = *price;
                checkout.currency = price.currency;
            }
        }
        checkout.rate = None;
    }
    Ok(version)
}
