//! Tap one: what the buyer wants becomes a purchase with one checkout per merchant.

use std::sync::Arc;

use domain::access::Actor;
use domain::checkout::{Checkout, CheckoutState, Purchase};
use domain::country::Country;
use domain::gate::{Answer, Asker, Feature};
use domain::ids::{AccountId, CartId, OfferId, PostId, PurchaseId, VariantId};
use domain::merchant::Pricing;
use domain::money::Currency;
use domain::quantity::Quantity;
use jiff::SignedDuration;
use store::checkouts::{self, NewPurchase};
use store::selling::Picked;
use store::{Command, DbError, Tx};

use super::place::sells_to;
use super::price::{self, Tables};
use super::view::{PartView, PurchaseView, free_units, link_token, serves_all};
use crate::Ctx;
use crate::callbacks;
use crate::figures::{self, Card};
use crate::gates::Gates;

/// Merchants one purchase may span: each is an order, a payment and a parcel of its own.
pub const MERCHANTS_MAX: usize = 10;
/// How long a checkout may lie before it is forgotten. It holds no stock, so this is housekeeping.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);

/// One thing the buyer wants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// The offer that was tapped. Its time, its limit per buyer and its kill switch hold, so nothing is bought
    /// without one.
    pub offer: OfferId,
    /// Which variant; the offer's first that is there when not said.
    pub variant: Option<VariantId>,
    /// How many.
    pub quantity: Quantity,
    /// The post it was tapped in. It is credited when it carries the offer, and dropped without a word when not:
    /// no sale fails for its credit.
    pub post: Option<PostId>,
}

/// Tap one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// What is wanted.
    pub items: Vec<Wanted>,
    /// The cart it comes from.
    pub cart: Option<CartId>,
    /// The buyer's language.
    pub locale: String,
    /// Where the buyer probably is.
    pub country: Option<Country>,
    /// What the buyer wishes to pay in. Each merchant that sells all of it in that currency takes it; the others
    /// take their own.
    pub currency: Option<Currency>,
    /// The path of the page it was tapped on; empty for none.
    pub back: String,
}

/// A purchase that was begun.
#[derive(Debug, Clone)]
pub struct Started {
    /// Its id.
    pub purchase: PurchaseId,
    /// The secret of its link.
    pub token: String,
    /// What its buyer sees of it now, without another look at the database.
    pub view: PurchaseView,
}

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Nothing was asked for.
    #[error("there is nothing to buy")]
    Empty,
    /// There is no such offer or variant, or the variant is another offer's.
    #[error("this is not offered here")]
    NotFound,
    /// Buying there has ended, by a plan that everybody was told of.
    #[error("buying here has ended")]
    Ended,
    /// More merchants at once than one purchase may span.
    #[error("at most {MERCHANTS_MAX} shops at once")]
    TooManyMerchants,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Begins a purchase. Nothing is held and nothing is charged; what the buyer saved before is filled in.
///
/// # Errors
/// [`StartError`]; nothing was written then.
pub async fn start(ctx: &Ctx, actor: &Actor, start: Start) -> Result<Started, StartError> {
    if start.items.is_empty() {
        return Err(StartError::Empty);
    }
    let account = actor.account();
    let items = start.items.clone();
    let tables = Tables::of(ctx);
    let (picked, sellers, address, mut methods) = ctx
        .db()
        .read(move |conn| {
            let picked =
                items.iter().map(|item| pick(conn, account, item)).collect::<Result<Vec<_>, StartError>>()?;
            let sellers = sellers(conn, &tables, &picked)?;
            let Some(account) = account else { return Ok((picked, sellers, None, Vec::new())) };
            let address = store::wallet::addresses(conn, account)?.into_iter().next();
            let methods = store::wallet::methods(conn, account)?;
            let email = store::wallet::email(conn, account)?;
            Ok::<_, StartError>((
                picked,
                sellers,
                Some((email, address.map(|(_, address)| address))),
                methods,
            ))
        })
        .await?;
    let gates = Gates::of(ctx).await?;
    let has_ended = |picked: &Picked| {
        let asker = Asker { account, merchant: Some(picked.merchant), ..Asker::default() };
        gates.answer(ctx, Feature::Buy, &asker) == Answer::Ended
    };
    if picked.iter().any(has_ended) {
        return Err(StartError::Ended);
    }
    let now = ctx.now();
    let (email, address) = address.unwrap_or_default();
    let mut purchase = Purchase {
        id: ctx.id(),
        account,
        cart: start.cart,
        email: email.unwrap_or_default(),
        country: address.as_ref().map(|address| address.country).or(start.country),
        address,
        locale: start.locale,
        method: None,
        method_token: String::new(),
        remember_method: false,
        back: start.back,
        marketing_opt_in: false,
        is_test: ctx.ports().payments.is_test(),
        created_at: now,
        expires_at: now + KEPT_FOR,
    };
    let mut checkouts: Vec<Checkout> = Vec::new();
    let free: Vec<(VariantId, u32)> = picked.iter().filter_map(free_units).collect();
    for picked in picked {
        match checkouts.iter_mut().find(|checkout| checkout.merchant == picked.merchant) {
            Some(checkout) => checkout.lines.push(picked.line),
            None => checkouts.push(new_checkout(ctx, &purchase, picked)),
        }
    }
    if checkouts.len() > MERCHANTS_MAX {
        return Err(StartError::TooManyMerchants);
    }
    // Both are in the order in which their first thing was picked.
    for (checkout, pricing) in checkouts.iter_mut().zip(&sellers) {
        if let Some(wished) = start.currency.filter(|wished| *wished != checkout.currency) {
            price::turn_to(ctx, checkout, pricing, wished).await?;
        }
    }
    let quoted = callbacks::ask_all(ctx, &purchase, checkouts.iter().zip(&sellers)).await;
    let mut parts = Vec::with_capacity(checkouts.len());
    for (mut checkout, pricing) in checkouts.into_iter().zip(sellers) {
        let heard = quoted.of(checkout.id);
        // Without a price (a region not served) the review says why; the checkout exists all the same.
        let priced = price::set_price(ctx, &mut checkout, &purchase, &pricing, heard);
        parts.push(PartView::priced(checkout, priced, pricing, &free));
    }
    methods.retain(|method| serves_all(ctx, method, parts.iter().map(|part| &part.pricing)));
    purchase.method = methods.first().map(|method| method.id);
    let seed = ctx.random::<16>();
    // From a cart the taps were counted when it was filled.
    let is_tap = purchase.cart.is_none();
    let token = link_token(ctx, purchase.id, &seed);
    let checkouts: Vec<Checkout> = parts.iter().map(|part| part.checkout.clone()).collect();
    let cards: Vec<Card> = checkouts.iter().flat_map(cards_of).collect();
    ctx.db().submit(OpenPurchase { purchase: Arc::new(purchase.clone()), checkouts, seed }).await?;
    if is_tap {
        cards.iter().for_each(|card| figures::tapped(ctx, *card));
    }
    figures::started(ctx, cards);
    let view = PurchaseView { purchase, token: token.clone(), parts, methods };
    Ok(Started { purchase: view.purchase.id, token, view })
}

/// Who sells what was picked, each once.
fn sellers(
    conn: &mut store::Conn,
    tables: &Tables,
    picked: &[Picked],
) -> Result<Vec<Arc<Pricing>>, StartError> {
    let mut sellers: Vec<Arc<Pricing>> = Vec::new();
    for picked in picked {
        if !sellers.iter().any(|seller| seller.merchant.id == picked.merchant) {
            let seller = tables.merchant_at(conn, picked.merchant, picked.pricing_version)?;
            sellers.push(seller.ok_or(StartError::NotFound)?);
        }
    }
    Ok(sellers)
}

/// The cards that the lines of a checkout were tapped on, each once: two variants of a product are one card.
fn cards_of(checkout: &Checkout) -> Vec<Card> {
    let merchant = checkout.merchant;
    let mut cards: Vec<Card> = Vec::new();
    for line in &checkout.lines {
        let card = Card { merchant, post: line.post, product: line.product };
        if !cards.contains(&card) {
            cards.push(card);
        }
    }
    cards
}

/// What `item` names, at its present price, credited to the post that carries its offer. What only its shop's people may
/// look at, only they find.
pub(crate) fn pick(
    conn: &mut store::Conn,
    account: Option<AccountId>,
    item: &Wanted,
) -> Result<Picked, StartError> {
    let (product, variant) = match item.variant {
        None => store::selling::first_variant(conn, item.offer)?.ok_or(StartError::NotFound)?,
        Some(variant) => {
            (store::selling::product_of(conn, item.offer)?.ok_or(StartError::NotFound)?, variant)
        }
    };
    let mut picked = store::selling::picked(conn, variant)?.ok_or(StartError::NotFound)?;
    let is_shown = picked.published
        && (picked.seller.is_public() || sells_to(conn, (picked.merchant, picked.seller), account)?);
    if product != picked.line.product || !is_shown {
        return Err(StartError::NotFound);
    }
    picked.line.offer = Some(item.offer);
    picked.line.post = match item.post {
        Some(post) if store::posts::carries(conn, post, item.offer)? => Some(post),
        Some(_) | None => None,
    };
    picked.line.quantity = item.quantity;
    Ok(picked)
}

fn new_checkout(ctx: &Ctx, purchase: &Purchase, picked: Picked) -> Checkout {
    Checkout {
        id: ctx.id(),
        merchant: picked.merchant,
        purchase: purchase.id,
        state: CheckoutState::Open,
        currency: picked.line.unit_price.currency,
        lines: vec![picked.line],
        agreed: None,
        pricing_version: 0,
        rate: None,
        order: None,
        attempt: 0,
        version: 0,
    }
}

/// Writing purchases is hot: every tap on a card does it.
struct OpenPurchase {
    purchase: Arc<Purchase>,
    checkouts: Vec<Checkout>,
    seed: [u8; 16],
}

impl Command for OpenPurchase {
    type Output = ();
    const NAME: &'static str = "open_purchase";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<()>, DbError> {
        let purchases: Vec<NewPurchase<'_>> = batch
            .iter()
            .map(|command| NewPurchase { purchase: &command.purchase, link_seed: &command.seed })
            .collect();
        checkouts::insert_purchases(tx, &purchases)?;
        let rows: Vec<_> = batch
            .iter()
            .flat_map(|command| {
                let purchase = &command.purchase;
                command
                    .checkouts
                    .iter()
                    .map(move |checkout| (checkout, purchase.created_at, purchase.expires_at))
            })
            .collect();
        checkouts::insert_checkouts(tx, &rows)?;
        Ok(vec![(); batch.len()])
    }
}
