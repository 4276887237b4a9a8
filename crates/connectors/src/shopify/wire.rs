//! What a shop says, as it says it. What is not asked is not here; words that are not known are kept as text.

use app::ports::PlatformError;
use domain::money::Money;
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Number;

use crate::platform::goods::decimal;

/// A part of a list, and where the next begins.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Connection<T> {
    pub(super) nodes: Vec<T>,
    #[serde(default)]
    pub(super) page_info: PageInfo,
}

/// In a file of lines what stands in a list comes behind it.
impl<T> Default for Connection<T> {
    fn default() -> Self {
        Connection { nodes: Vec::new(), page_info: PageInfo::default() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct PageInfo {
    pub(super) has_next_page: bool,
    pub(super) end_cursor: Option<String>,
}

impl PageInfo {
    /// Where the next page begins; none at the end.
    pub(super) fn next(self) -> Option<String> {
        self.end_cursor.filter(|_| self.has_next_page)
    }
}

/// An instant as a shop writes it, with the offset of wherever it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Instant(pub(super) Timestamp);

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        text.parse().map(Instant).map_err(serde::de::Error::custom)
    }
}

#[derive(Debug, Deserialize)]
pub(super) struct Id {
    pub(super) id: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Count {
    pub(super) count: u64,
}

/// Why something that was asked for was not done.
#[derive(Debug, Deserialize)]
pub(super) struct UserError {
    #[serde(default)]
    pub(super) code: Option<String>,
    #[serde(default)]
    pub(super) field: Option<Vec<String>>,
    pub(super) message: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct MoneyBag {
    pub(super) shop_money: Amount,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Amount {
    amount: String,
    currency_code: String,
}

impl MoneyBag {
    pub(super) fn money(&self) -> Result<Money, PlatformError> {
        let unread = |why: String| PlatformError::Down(format!("an amount that does not read: {why}"));
        let currency = self.shop_money.currency_code.parse();
        let currency = currency.map_err(|error| unread(format!("{error}")))?;
        decimal(&self.shop_money.amount, currency).map_err(|error| unread(error.to_string()))
    }
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Opening {
    pub(super) shop: Shop,
    pub(super) current_app_installation: Installation,
    pub(super) locations: Connection<Location>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Shop {
    pub(super) name: String,
    pub(super) myshopify_domain: String,
    pub(super) currency_code: String,
    pub(super) url: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Installation {
    pub(super) access_scopes: Vec<Scope>,
    /// Where our app publishes; none where it is no sales channel.
    pub(super) publication: Option<Id>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Scope {
    pub(super) handle: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location {
    pub(super) id: String,
    pub(super) fulfills_online_orders: bool,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Products {
    pub(super) products: Connection<Product>,
    #[serde(default)]
    pub(super) products_count: Option<Count>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Product {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) description_html: String,
    pub(super) vendor: String,
    pub(super) product_type: String,
    pub(super) tags: Vec<String>,
    pub(super) status: String,
    pub(super) online_store_url: Option<String>,
    pub(super) is_gift_card: bool,
    pub(super) requires_selling_plan: bool,
    /// Not asked where our app is no sales channel.
    #[serde(default)]
    pub(super) published_on_publication: Option<bool>,
    pub(super) options: Vec<ProductOption>,
    #[serde(default)]
    pub(super) media: Connection<Media>,
    #[serde(default)]
    pub(super) variants: Connection<Variant>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ProductOption {
    pub(super) name: String,
}

/// A picture; a film or a model has neither.
#[derive(Debug, Deserialize)]
pub(super) struct Media {
    #[serde(default)]
    pub(super) alt: Option<String>,
    #[serde(default)]
    pub(super) image: Option<Image>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Image {
    pub(super) url: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Variant {
    pub(super) id: String,
    pub(super) sku: Option<String>,
    pub(super) barcode: Option<String>,
    pub(super) price: String,
    pub(super) compare_at_price: Option<String>,
    pub(super) taxable: bool,
    pub(super) inventory_policy: String,
    pub(super) sellable_online_quantity: i64,
    pub(super) selected_options: Vec<SelectedOption>,
    #[serde(default)]
    pub(super) media: Connection<Media>,
    /// The same in a file of lines, where lists may not lie so deep.
    #[serde(default)]
    pub(super) image: Option<Image>,
    pub(super) inventory_item: InventoryItem,
}

#[derive(Debug, Deserialize)]
pub(super) struct SelectedOption {
    pub(super) name: String,
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct InventoryItem {
    pub(super) tracked: bool,
    pub(super) requires_shipping: bool,
    pub(super) measurement: Measurement,
}

#[derive(Debug, Deserialize)]
pub(super) struct Measurement {
    pub(super) weight: Option<Weight>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Weight {
    pub(super) unit: String,
    pub(super) value: Number,
}

#[derive(Debug, Deserialize)]
pub(super) struct Orders {
    pub(super) orders: Connection<Order>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Order {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) source_identifier: Option<String>,
    pub(super) tags: Vec<String>,
    pub(super) updated_at: Instant,
    pub(super) cancelled_at: Option<Instant>,
    pub(super) total_price_set: MoneyBag,
    pub(super) fulfillments_count: Option<Count>,
    pub(super) refunds: Vec<Id>,
}

/// Anything that may be gone.
#[derive(Debug, Deserialize)]
pub(super) struct OneOrder<T> {
    pub(super) order: Option<T>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Line {
    pub(super) quantity: u32,
    #[serde(default)]
    pub(super) restocked: bool,
    pub(super) line_item: LineItem,
}

#[derive(Debug, Deserialize)]
pub(super) struct LineItem {
    /// None once the variant was deleted.
    pub(super) variant: Option<Id>,
}

/// The number in a global id, as addresses and messages have it; the id itself where it has none.
pub(super) fn number(id: &str) -> &str {
    id.rsplit_once('/').map_or(id, |(_, number)| number)
}

/// The global id of a number; none where it is no number, which would name something else.
pub(super) fn global(kind: &str, number: &str) -> Option<String> {
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| format!("gid://shopify/{kind}/{number}"))
}

/// What the first refusals say; nothing where there are none.
pub(super) fn refused(errors: &[UserError]) -> Result<(), PlatformError> {
    if errors.is_empty() {
        return Ok(());
    }
    let said: Vec<String> = errors.iter().take(3).map(UserError::sentence).collect();
    Err(PlatformError::Refused(said.join(" ")))
}

impl UserError {
    fn sentence(&self) -> String {
        let field = self.field.as_deref().unwrap_or_default().join(".");
        let message = self.message.trim_end_matches('.');
        if field.is_empty() { format!("{message}.") } else { format!("{message} ({field}).") }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_its_number_and_back() {
        assert_eq!(number("gid://shopify/Product/12"), "12");
        assert_eq!(number("12"), "12");
        assert_eq!(global("Product", "12").as_deref(), Some("gid://shopify/Product/12"));
        for wrong in ["", "12/../3", "gid://shopify/Order/1", "-1"] {
            assert_eq!(global("Product", wrong), None, "{wrong}");
        }
    }
}
