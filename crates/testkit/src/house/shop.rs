//! Shops and goods, written straight through the store's queries: a test about buying need not sign anybody up.

use app::checkout::{self, Details, MethodChoice, Pay, PayResult, PurchaseView, Start, Wanted};
use app::{Ctx, DbError};
use domain::access::Actor;
use domain::catalog::draft::DraftStatus;
use domain::checkout::PostalAddress;
use domain::ids::{AccountId, MerchantId, OfferId, ProductId, VariantId};
use domain::merchant::{MerchantProfile, MerchantState};
use domain::money::{BasisPoints, Currency, Money};
use domain::policy::SellerPolicies;
use domain::quantity::Quantity;
use domain::shipping::{ShippingRate, ShippingRateKind, ShippingTable, ShippingZone, ZoneArea};
use domain::tax::{TaxClass, TaxRate, TaxTable};
use domain::view::goods::{Offer, Price};
use store::Param;
use store::products::ProductText;
use store::variants::VariantText;

/// One product with one variant.
#[derive(Debug, Clone, Copy)]
pub struct Goods {
    /// What buyers read.
    pub title: &'static str,
    /// In minor units of the shop's euros.
    pub price: i64,
    /// Units on the shelf; `None`: not counted.
    pub units: Option<i64>,
}

/// A verified shop in France that sells in euros, tax included, and ships everywhere for 4.90.
#[derive(Debug, Clone)]
pub struct Shop {
    /// Its id.
    pub merchant: MerchantId,
    /// The account it posts as, which is also its owner.
    pub account: AccountId,
    /// Its goods, in the order asked for.
    pub goods: Vec<Shelved>,
}

/// A product on the shelf.
#[derive(Debug, Clone, Copy)]
pub struct Shelved {
    /// The product.
    pub product: ProductId,
    /// Its one variant.
    pub variant: VariantId,
    /// Its offer.
    pub offer: OfferId,
}

impl Shop {
    /// A guest taps Buy on these goods, `(index, quantity)`, and says who they are and where they live.
    pub async fn tap(&self, ctx: &Ctx, wanted: &[(usize, u32)]) -> PurchaseView {
        begin(ctx, wanted.iter().map(|(index, quantity)| self.wanted(*index, *quantity)).collect()).await
    }

    /// So many of one of its goods.
    ///
    /// # Panics
    /// When there is no such good.
    #[must_use]
    pub fn wanted(&self, index: usize, quantity: u32) -> Wanted {
        Wanted {
            offer: self.goods[index].offer,
            variant: None,
            quantity: Quantity::try_from(i64::from(quantity)).expect("a quantity in range"),
            post: None,
        }
    }
}

/// Begins a purchase as a guest and fills in who and where to; several shops make several parts.
///
/// # Panics
/// When it is not sold.
pub async fn begin(ctx: &Ctx, items: Vec<Wanted>) -> PurchaseView {
    begin_as(ctx, &Actor::Anonymous, items).await.expect("goods are offered")
}

/// The same as somebody else than a guest.
///
/// # Errors
/// See [`checkout::start`].
///
/// # Panics
/// When what was begun does not take its details.
pub async fn begin_as(
    ctx: &Ctx,
    actor: &Actor,
    items: Vec<Wanted>,
) -> Result<PurchaseView, checkout::StartError> {
    let start = Start {
        items,
        cart: None,
        locale: "en".to_owned(),
        country: None,
        currency: None,
        back: String::new(),
    };
    let started = checkout::start(ctx, actor, start).await?;
    let mut view =
        checkout::open_by_link(ctx, actor, started.purchase, &started.token).await.expect("just begun");
    checkout::set_details(ctx, &mut view, details()).await.expect("complete details");
    Ok(view)
}

/// Pays what the view shows with a test card.
///
/// # Panics
/// When nothing could be tried at all.
pub async fn pay_with(ctx: &Ctx, view: &PurchaseView, card: &str) -> PayResult {
    try_pay(ctx, view, card).await.expect("the payment can be tried")
}

/// Pays what the view shows with a test card, or says why nothing was tried.
///
/// # Errors
/// See [`checkout::pay`].
pub async fn try_pay(ctx: &Ctx, view: &PurchaseView, card: &str) -> Result<PayResult, checkout::PayError> {
    let seen = view
        .parts
        .iter()
        .filter_map(|part| part.checkout.agreed.as_ref().map(|agreed| (part.checkout.id, agreed.fingerprint)))
        .collect();
    let method = MethodChoice::New { token: card.to_owned(), remember: false };
    checkout::pay(ctx, view, Pay { method, seen, return_url: "https://shop.test/back".to_owned() }).await
}

/// What the guest of every test types.
#[must_use]
pub fn details() -> Details {
    Details {
        email: "camille@example.com".to_owned(),
        address: Some(PostalAddress {
            name: "Camille R.".to_owned(),
            line1: "12 rue des Lilas".to_owned(),
            line2: String::new(),
            city: "Rennes".to_owned(),
            region: String::new(),
            postal_code: "35000".to_owned(),
            country: "FR".parse().expect("France has a code"),
            phone: String::new(),
        }),
        marketing_opt_in: false,
        remember: false,
    }
}

/// Opens a verified shop with `goods` on its shelf.
///
/// # Panics
/// When the database does not take it.
pub async fn open_shop(ctx: &Ctx, goods: &[Goods]) -> Shop {
    let shop = Shop {
        merchant: ctx.id(),
        account: ctx.id(),
        goods: goods
            .iter()
            .map(|_| Shelved { product: ctx.id(), variant: ctx.id(), offer: ctx.id() })
            .collect(),
    };
    let (written, goods, zone, rate, now) = (shop.clone(), goods.to_vec(), ctx.id(), ctx.id(), ctx.now());
    ctx.db()
        .write("open_shop", move |tx| {
            let Shop { merchant, account, goods: shelved } = &written;
            let handle = format!("shop{}", account.0);
            let email = format!("{handle}@example.com");
            tx.execute(
                "INSERT INTO accounts (id, handle, display_name, kind, email, email_confirmed_at, created_at)
                 VALUES ($1, $2, 'Atelier Nord', 'merchant', $3, $4, $5)",
                &[Param::id(*account), (&handle).into(), (&email).into(), now.into(), now.into()],
            )?;
            store::merchants::insert(tx, *merchant, *account, &profile(&email), now)?;
            store::merchants::set_state(tx, *merchant, MerchantState::Verified, "", None, now)?;
            store::shipping::replace(tx, *merchant, &shipping(zone, rate))?;
            store::taxes::replace(tx, *merchant, &taxes())?;
            for (shelved, goods) in shelved.iter().zip(&goods) {
                shelve(tx, *merchant, *shelved, *goods, now)?;
            }
            Ok::<_, DbError>(())
        })
        .await
        .expect("a fresh database takes a shop");
    shop
}

fn shelve(
    tx: &mut store::Tx<'_>,
    merchant: MerchantId,
    shelved: Shelved,
    goods: Goods,
    now: jiff::Timestamp,
) -> Result<(), DbError> {
    let text = ProductText {
        title: goods.title,
        description_html: "",
        brand: "",
        product_type: "",
        tags: "",
        option_names: ["", "", ""],
        status: DraftStatus::Active,
    };
    store::products::insert(tx, merchant, shelved.product, &text, now)?;
    let variant = VariantText {
        position: 1,
        options: ["", "", ""],
        sku: "",
        barcode: "",
        price: Price { price: Money::new(goods.price, Currency::EUR), compare_at: None },
        tax_class: TaxClass::Standard,
        weight_grams: 500,
        requires_shipping: true,
    };
    store::variants::insert(tx, merchant, shelved.product, shelved.variant, &variant)?;
    store::variants::set_stock(tx, merchant, shelved.variant, goods.units)?;
    let offer = Offer {
        id: shelved.offer,
        merchant,
        product: shelved.product,
        open: true,
        starts_at: None,
        ends_at: None,
        limit_per_buyer: None,
    };
    store::offers::insert(tx, &offer, now)
}

fn profile(email: &str) -> MerchantProfile {
    MerchantProfile {
        legal_name: "Atelier Nord SARL".to_owned(),
        contact_email: email.to_owned(),
        phone: String::new(),
        postal_address: "3 quai du Port\n29900 Concarneau".to_owned(),
        register_number: String::new(),
        vat_number: String::new(),
        country: "FR".parse().expect("France has a code"),
        currency: Currency::EUR,
        more_currencies: Vec::new(),
        time_zone: jiff::tz::TimeZone::UTC,
        accent: String::new(),
        policies: SellerPolicies { returns_days: Some(14), ..SellerPolicies::default() },
        prices_include_tax: true,
        low_stock_at: 2,
    }
}

fn shipping(zone: domain::ids::ZoneId, rate: domain::ids::RateId) -> ShippingTable {
    ShippingTable::new(vec![ShippingZone {
        id: zone,
        name: "Everywhere".to_owned(),
        area: ZoneArea::RestOfWorld,
        rates: vec![ShippingRate {
            id: rate,
            name: "Parcel".to_owned(),
            kind: ShippingRateKind::Flat { price: Money::new(490, Currency::EUR) },
            days_min: 2,
            days_max: 4,
        }],
    }])
    .expect("one zone contradicts nothing")
}

fn taxes() -> TaxTable {
    TaxTable::new(vec![TaxRate {
        country: "FR".parse().expect("France has a code"),
        region: None,
        class: TaxClass::Standard,
        rate: BasisPoints(2_000),
        included: true,
        applies_to_shipping: true,
    }])
    .expect("one rate contradicts nothing")
}
