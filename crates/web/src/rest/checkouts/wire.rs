//! A checkout as the API speaks of it.

use app::checkout::Wanted;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::rest::wire::{
    CheckoutId, CountryCode, CurrencyCode, Instant, MerchantId, MethodId, Money, OfferId, OrderId, PostId,
    ProductId, PurchaseId, Quantity, RateId, VariantId,
};

/// What is wanted. Prices are ours to say: any other field is refused.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewCheckout {
    /// At least one, of at most ten merchants.
    #[schema(min_items = 1, max_items = 100)]
    pub items: Vec<NewItem>,
    /// The buyer's language; without it `Accept-Language` decides.
    pub locale: Option<String>,
    /// Where the buyer probably is, for a first price.
    pub country: Option<CountryCode>,
    /// What the buyer wishes to pay in. A merchant that sells all of it in that currency takes it; each other part is
    /// priced in its merchant's own.
    pub currency: Option<CurrencyCode>,
}

/// One thing wanted, by an offer: its time and its limit per buyer hold.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewItem {
    /// The offer.
    pub offer: OfferId,
    /// Which variant of the offer's product; the first that is there when not said.
    pub variant: Option<VariantId>,
    /// How many.
    pub quantity: Quantity,
    /// The post it was seen in. It is credited when it carries this offer; any other is dropped, and the line says
    /// `null`.
    pub post: Option<PostId>,
}

impl From<NewItem> for Wanted {
    fn from(item: NewItem) -> Self {
        Self {
            offer: item.offer.0,
            variant: item.variant.map(|id| id.0),
            quantity: item.quantity.0,
            post: item.post.map(|id| id.0),
        }
    }
}

/// What is said or corrected. What is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CheckoutUpdate {
    /// Where the confirmation goes.
    pub email: Option<String>,
    /// Where the goods go.
    pub address: Option<Address>,
    /// The buyer wants news from the merchants.
    pub marketing_opt_in: Option<bool>,
    /// What the buyer wishes to pay in. Each part whose merchant sells all of it in that currency takes it, and loses
    /// the way of shipping that was chosen; the others stay as they are.
    pub currency: Option<CurrencyCode>,
    /// The way of shipping, part by part.
    #[serde(default)]
    pub shipping: Vec<ShippingChoice>,
}

/// The way of shipping of one part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ShippingChoice {
    /// Which part.
    pub part: CheckoutId,
    /// One of its `shipping_options`.
    pub rate: RateId,
}

/// Where a parcel goes.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Address {
    /// Who receives it.
    pub name: String,
    /// Street and number.
    pub line1: String,
    /// Floor, company, care of.
    #[serde(default)]
    pub line2: String,
    /// Town.
    pub city: String,
    /// State, province or county, where parcels are sorted by it.
    #[serde(default)]
    pub region: String,
    /// Postal code, where there are any.
    #[serde(default)]
    pub postal_code: String,
    /// Country.
    pub country: CountryCode,
    /// For the carrier.
    #[serde(default)]
    pub phone: String,
}

/// How it is paid, and what the buyer agreed to pay.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Completion {
    /// How.
    pub payment: PaymentMeans,
    /// The price the buyer was shown, part by part. A part that costs something else by now is not charged.
    #[schema(min_items = 1)]
    pub parts: Vec<AgreedPart>,
    /// Where the buyer's bank sends the buyer back to, over https; the shop's own page when not said.
    pub return_url: Option<String>,
}

/// How it is paid: one of the two.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct PaymentMeans {
    /// What the payment provider's form gave for a card: never a card number.
    pub token: Option<String>,
    /// A way to pay that was saved before.
    pub method: Option<MethodId>,
}

/// The price of one part as the buyer saw it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct AgreedPart {
    /// Which part.
    pub id: CheckoutId,
    /// The `fingerprint` of the price that was shown.
    pub fingerprint: Fingerprint,
}

/// A checkout.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Checkout<'a> {
    /// Its id.
    pub id: PurchaseId,
    /// Opens this checkout and its orders, as `Authorization: Bearer`. Said once, when it is created.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<&'a str>,
    /// Where the confirmation goes; empty until said.
    pub email: &'a str,
    /// Where the goods go.
    pub address: Option<Address>,
    /// The country prices are shown for, also before the address is known.
    pub country: Option<CountryCode>,
    /// The language to write in.
    pub locale: &'a str,
    /// The buyer wants news from the merchants.
    pub marketing_opt_in: bool,
    /// No real money moves.
    pub is_test: bool,
    /// When it was begun.
    pub created_at: Instant,
    /// When it is forgotten if it is not completed. It holds no stock.
    pub expires_at: Instant,
    /// One part per merchant: each will be an order and a payment of its own.
    pub parts: Vec<Part<'a>>,
}

/// One merchant's part.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Part<'a> {
    /// Its id.
    pub id: CheckoutId,
    /// Who sells.
    pub merchant: Seller<'a>,
    /// `open` or `ordered`.
    #[schema(example = "open")]
    pub state: &'static str,
    /// What the buyer pays in.
    pub currency: CurrencyCode,
    /// What is bought.
    pub lines: Vec<Line<'a>>,
    /// The ways of shipping, the cheapest first; empty until the destination is known and when nothing travels.
    pub shipping_options: Vec<ShippingOption<'a>>,
    /// The price; `null` when it cannot be sold there.
    pub quote: Option<Quote>,
    /// Why there is no price.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unavailable: Option<String>,
    /// The total shown before, when it is another now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_from: Option<Money>,
    /// The order it became.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderRef<'a>>,
}

/// Who sells.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Seller<'a> {
    /// Its id.
    pub id: MerchantId,
    /// Its handle, without the `@`.
    pub handle: &'a str,
    /// What people call it.
    pub name: &'a str,
    /// The seller of record.
    pub legal_name: &'a str,
}

/// One line.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Line<'a> {
    /// What is described.
    pub product: ProductId,
    /// What is bought.
    pub variant: VariantId,
    /// The offer it was begun with.
    pub offer: Option<OfferId>,
    /// The post that is credited.
    pub post: Option<PostId>,
    /// How many.
    pub quantity: Quantity,
    /// The product's name.
    pub title: &'a str,
    /// The options chosen, "S / white", or empty.
    pub variant_title: &'a str,
    /// The merchant's own number, or empty.
    pub sku: &'a str,
    /// The price of one, after what the shop takes off.
    pub unit_price: Money,
    /// What the shop takes off one, and why; left out when it is nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discount: Option<UnitDiscount<'a>>,
    /// Whether it is sent.
    pub requires_shipping: bool,
}

/// What a shop takes off one unit.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct UnitDiscount<'a> {
    /// How much, off one.
    pub unit_amount: Money,
    /// What buyers read beside it.
    #[schema(example = "Autumn")]
    pub title: &'a str,
}

/// A way of shipping.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ShippingOption<'a> {
    /// Its id.
    pub id: RateId,
    /// Its name.
    pub name: &'a str,
    /// Its price.
    pub price: Money,
    /// Days until delivery at the earliest.
    pub days_min: u16,
    /// Days until delivery at the latest.
    pub days_max: u16,
    /// It is the one the quote is for.
    pub chosen: bool,
}

/// What the part costs.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Quote {
    /// Sum of the lines.
    pub subtotal: Money,
    /// Shipping.
    pub shipping: Money,
    /// All tax.
    pub tax: Money,
    /// The tax is contained in the other amounts.
    pub tax_included: bool,
    /// What the buyer pays.
    pub total: Money,
    /// Names this price: completing sends it back.
    pub fingerprint: Fingerprint,
    /// Something is still missing (mail address, destination): shown, not yet payable.
    pub provisional: bool,
}

/// An order, in short.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct OrderRef<'a> {
    /// Its id.
    pub id: OrderId,
    /// What people call it.
    pub number: &'a str,
    /// `pending`, `placed`, `confirmed` or `canceled`.
    #[schema(example = "placed")]
    pub state: &'static str,
}

/// 64 bits as 16 hexadecimal digits: JSON's numbers are too small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ToSchema)]
#[schema(value_type = String, pattern = "^[0-9a-f]{16}$", example = "2b6bc127d2940aff")]
pub(crate) struct Fingerprint(pub u64);

impl Serialize for Fingerprint {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{:016x}", self.0))
    }
}

impl<'de> Deserialize<'de> for Fingerprint {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let value = if is_hex { u64::from_str_radix(&text, 16).ok() } else { None };
        value.map(Self).ok_or_else(|| serde::de::Error::custom("16 hexadecimal digits"))
    }
}

/// What became of a completion.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Completed {
    /// The checkout.
    pub id: PurchaseId,
    /// What became of each part.
    pub parts: Vec<CompletedPart>,
}

/// What became of one part.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CompletedPart {
    /// Which part.
    pub id: CheckoutId,
    /// `placed`; `action_required`: the buyer's bank wants the buyer, at `url`, and where no `order` is named yet, send the
    /// same request again afterwards; `checking`: not known yet, look at the order again; `failed`: not ordered and not
    /// charged, `problem` says why.
    #[schema(example = "placed")]
    pub outcome: &'static str,
    /// The order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderId>,
    /// Where the buyer must go; or, without a colon, the client secret with which the provider's script asks in place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Why it failed: the same object that a failure of the whole is answered with.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<crate::rest::openapi::ProblemObject>)]
    pub problem: Option<serde_json::Value>,
}
