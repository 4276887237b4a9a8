//! A pushed product becomes the draft that a row of a product file becomes, or says what is wrong with it.

use std::collections::HashSet;

use domain::catalog::draft::{
    DraftStatus, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, StockDraft, VariantDraft,
};
use domain::catalog::limits::{
    ADDRESS_BYTES_MAX, FIELD_BYTES_MAX, IMAGES_MAX, NAME_BYTES_MAX, TAGS_MAX, TITLE_BYTES_MAX, VARIANTS_MAX,
};
use domain::catalog::problem::Problem;
use domain::catalog::values;
use domain::money::{Currency, Money};
use domain::tax::TaxClass;
use domain::view::goods::Price;

use crate::catalog::prices::{self, PricesError};
use crate::catalog::web_address;

/// A ton: what a parcel never weighs.
const GRAMS_MAX: u32 = 1_000_000;

/// A product as it is pushed: all of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewProduct {
    /// What the shop calls it.
    pub external_id: String,
    /// What buyers read first.
    pub title: String,
    /// Text or HTML.
    pub description: String,
    /// The brand or maker.
    pub brand: String,
    /// The shop's own category.
    pub product_type: String,
    /// Keywords.
    pub tags: Vec<String>,
    /// The product's page in the shop.
    pub link: String,
    /// What variants differ in.
    pub option_names: Vec<String>,
    /// The word of a status; active when empty.
    pub status: String,
    /// Pictures in their order.
    pub images: Vec<NewImage>,
    /// At least one.
    pub variants: Vec<NewVariant>,
}

/// A picture by its address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NewImage {
    /// Where it is fetched.
    pub url: String,
    /// What it shows.
    pub alt: String,
}

/// A variant as it is pushed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVariant {
    /// What the shop calls it.
    pub external_id: String,
    /// The stock-keeping unit.
    pub sku: String,
    /// GTIN or the like.
    pub barcode: String,
    /// A value for each option of the product.
    pub options: Vec<String>,
    /// What it costs.
    pub price: Money,
    /// A higher price it was sold at before.
    pub compare_at: Option<Money>,
    /// All prices in further currencies; none leaves them.
    pub prices: Option<Vec<Price>>,
    /// Units on the shelf, or that they are not counted; none leaves what is known.
    pub on_hand: Option<Option<i64>>,
    /// Weight with packing.
    pub weight_grams: u32,
    /// Whether it travels; not what is a download.
    pub requires_shipping: bool,
    /// The word of a tax class; standard when empty.
    pub tax_class: String,
    /// Which of the product's pictures shows it; empty for none.
    pub image_url: String,
}

/// What is wrong, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The field, as it stands in what was pushed.
    pub field: String,
    /// A sentence.
    pub reason: String,
}

/// A product that can be written.
pub(super) struct Drafted {
    pub(super) draft: ProductDraft,
    /// What its variants cost in further currencies, in their order; none where that stays.
    pub(super) prices: Vec<Option<Vec<Price>>>,
}

/// What is wrong with a product so far.
#[derive(Default)]
struct Faults(Vec<Wrong>);

impl Faults {
    fn add(&mut self, field: impl Into<String>, reason: impl ToString) {
        self.0.push(Wrong { field: field.into(), reason: reason.to_string() });
    }

    /// The value, or its default where it is wrong.
    fn or<T: Default>(&mut self, field: impl Into<String>, outcome: Result<T, Problem>) -> T {
        outcome.unwrap_or_else(|reason| {
            self.add(field, reason);
            T::default()
        })
    }

    fn text(&mut self, field: impl Into<String>, value: &str, bytes_max: usize) -> String {
        self.or(field, values::text(value, bytes_max).map(str::to_owned))
    }

    fn name(&mut self, field: impl Into<String>, value: &str) -> String {
        self.text(field, value, NAME_BYTES_MAX)
    }

    fn required(&mut self, field: impl Into<String>, value: &str, bytes_max: usize) -> String {
        let field = field.into();
        if value.trim().is_empty() {
            self.add(field, Problem::Missing);
            return String::new();
        }
        self.text(field, value, bytes_max)
    }

    fn address(&mut self, field: impl Into<String>, value: &str) -> Option<String> {
        let read = values::text(value, ADDRESS_BYTES_MAX);
        let read = read.and_then(|text| if text.is_empty() { Ok(None) } else { web_address(text).map(Some) });
        self.or(field, read)
    }
}

/// The draft of a product whose shop sells in `own`.
///
/// # Errors
/// Everything that is wrong with it.
pub(super) fn drafted(product: &NewProduct, own: Currency) -> Result<Drafted, Vec<Wrong>> {
    let mut faults = Faults::default();
    let options = options(product, &mut faults);
    let status = match product.status.as_str() {
        "" => DraftStatus::Active,
        word => DraftStatus::from_word(word).unwrap_or_else(|| {
            faults.add("status", Problem::Status);
            DraftStatus::Draft
        }),
    };
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    let mut draft = ProductDraft {
        external_id: faults.required("external_id", &product.external_id, NAME_BYTES_MAX),
        line: 0,
        title: faults.required("title", &product.title, TITLE_BYTES_MAX),
        description_html: faults.text("description", &product.description, FIELD_BYTES_MAX),
        vendor: text(faults.name("brand", &product.brand)),
        product_type: text(faults.name("product_type", &product.product_type)),
        tags: tags(product, &mut faults),
        status,
        link: faults.address("link", &product.link),
        options,
        images: Vec::new(),
        variants: Vec::new(),
    };
    images(product, &mut draft, &mut faults);
    if product.variants.is_empty() {
        faults.add("variants", "A product has at least one variant.");
    }
    if product.variants.len() > VARIANTS_MAX {
        faults.add("variants", Problem::TooManyVariants { max: VARIANTS_MAX });
        return Err(faults.0);
    }
    let mut further = Vec::with_capacity(product.variants.len());
    let (mut names, mut choices) = (HashSet::new(), HashSet::new());
    for (index, variant) in product.variants.iter().enumerate() {
        let at = format!("variants[{index}]");
        let read = self::variant(variant, &at, &draft, own, &mut faults);
        if !names.insert(read.external_id.clone()) {
            faults.add(
                format!("{at}.external_id"),
                "An earlier variant has the same name; names must be unique.",
            );
        }
        if !choices.insert(variant.options.iter().map(|value| value.trim().to_owned()).collect::<Vec<_>>()) {
            faults.add(format!("{at}.options"), "An earlier variant has the same options.");
        }
        further.push(variant.prices.clone());
        draft.variants.push(read);
    }
    if faults.0.is_empty() { Ok(Drafted { draft, prices: further }) } else { Err(faults.0) }
}

fn options(product: &NewProduct, faults: &mut Faults) -> Vec<OptionName> {
    if product.option_names.len() > OPTIONS_MAX {
        faults.add("option_names", format!("A product has at most {OPTIONS_MAX} options."));
        return Vec::new();
    }
    let mut names: Vec<OptionName> = Vec::new();
    for (index, name) in product.option_names.iter().enumerate() {
        let field = format!("option_names[{index}]");
        let name = OptionName(faults.required(field.clone(), name, NAME_BYTES_MAX));
        if names.contains(&name) {
            faults.add(field, "An earlier option has the same name.");
        }
        names.push(name);
    }
    names
}

fn tags(product: &NewProduct, faults: &mut Faults) -> Vec<String> {
    if product.tags.len() > TAGS_MAX {
        faults.add("tags", format!("A product has at most {TAGS_MAX} tags."));
        return Vec::new();
    }
    let mut kept: Vec<String> = Vec::new();
    for (index, tag) in product.tags.iter().enumerate() {
        let tag = faults.name(format!("tags[{index}]"), tag);
        if !tag.is_empty() && !kept.contains(&tag) {
            kept.push(tag);
        }
    }
    kept
}

fn images(product: &NewProduct, draft: &mut ProductDraft, faults: &mut Faults) {
    if product.images.len() > IMAGES_MAX {
        faults.add("images", Problem::TooManyImages { max: IMAGES_MAX });
        return;
    }
    for (index, image) in product.images.iter().enumerate() {
        let alt = faults.text(format!("images[{index}].alt"), &image.alt, TITLE_BYTES_MAX);
        let field = format!("images[{index}].url");
        match faults.address(field.clone(), &image.url) {
            Some(url) => draft.add_image(url, Some(alt).filter(|alt| !alt.is_empty())),
            None if image.url.trim().is_empty() => faults.add(field, Problem::Missing),
            None => {}
        }
    }
}

fn variant(
    variant: &NewVariant,
    at: &str,
    product: &ProductDraft,
    own: Currency,
    faults: &mut Faults,
) -> VariantDraft {
    let field = |name: &str| format!("{at}.{name}");
    let text = |text: String| Some(text).filter(|text| !text.is_empty());
    price(variant, at, own, faults);
    let stock = match variant.on_hand {
        None => StockDraft::Unsaid,
        Some(None) => StockDraft::NotTracked,
        Some(Some(units)) => StockDraft::Units(faults.or(field("on_hand"), values::units(units))),
    };
    if variant.weight_grams > GRAMS_MAX {
        faults.add(field("weight_grams"), format!("At most {GRAMS_MAX} grams are taken."));
    }
    let tax_class = match variant.tax_class.as_str() {
        "" => TaxClass::Standard,
        word => word.parse().unwrap_or_else(|_| {
            faults.add(field("tax_class"), "This must be standard, reduced or exempt.");
            TaxClass::Standard
        }),
    };
    let image_url = faults.address(field("image_url"), &variant.image_url);
    if image_url.as_ref().is_some_and(|url| product.images.iter().all(|image| image.url != *url)) {
        faults.add(field("image_url"), "This must be one of the product's images.");
    }
    if variant.options.len() != product.options.len() {
        let reason = format!("This must have {} values, one for each option name.", product.options.len());
        faults.add(field("options"), reason);
    }
    let option_values = product
        .options
        .iter()
        .zip(&variant.options)
        .enumerate()
        .map(|(index, (name, value))| OptionValue {
            name: name.clone(),
            value: faults.required(format!("{at}.options[{index}]"), value, NAME_BYTES_MAX),
        })
        .collect();
    VariantDraft {
        external_id: faults.required(field("external_id"), &variant.external_id, NAME_BYTES_MAX),
        line: 0,
        sku: text(faults.name(field("sku"), &variant.sku)),
        barcode: text(faults.name(field("barcode"), &variant.barcode)),
        option_values,
        price: variant.price,
        compare_at: variant.compare_at,
        sale: None,
        stock,
        sells_past_zero: false,
        weight_grams: Some(variant.weight_grams),
        requires_shipping: variant.requires_shipping,
        taxable: tax_class != TaxClass::Exempt,
        tax_code: Some(tax_class.as_str().to_owned()),
        image_url,
    }
}

fn price(variant: &NewVariant, at: &str, own: Currency, faults: &mut Faults) {
    let further = variant.prices.as_deref().unwrap_or_default();
    let own_price = Price { price: variant.price, compare_at: variant.compare_at };
    faults.0.extend(
        wrong_prices(own_price, further, own)
            .into_iter()
            .map(|wrong| Wrong { field: format!("{at}.{}", wrong.field), reason: wrong.reason }),
    );
}

/// What is wrong with a price in the shop's own currency and those in further ones.
pub(super) fn wrong_prices(price: Price, further: &[Price], own: Currency) -> Vec<Wrong> {
    let mut faults = Faults::default();
    if price.price.currency != own {
        faults.add("price.currency", Problem::ForeignCurrency { expected: own });
    }
    for (field, money) in [("price.amount", Some(price.price)), ("compare_at.amount", price.compare_at)] {
        if let Some(Err(reason)) = money.map(values::price) {
            faults.add(field, reason);
        }
    }
    if let Some(before) = price.compare_at
        && !before.checked_cmp(price.price).is_ok_and(std::cmp::Ordering::is_gt)
    {
        faults.add("compare_at", "The price before must be higher than the price and in the same currency.");
    }
    let second = further.iter().position(|other| other.price.currency == own);
    if let Some(index) = second {
        faults.add(format!("prices[{index}].price.currency"), PricesError::Currency { index });
    }
    if let Err(error) = prices::check(further) {
        let field = match &error {
            PricesError::Range { index } => format!("prices[{index}].price.amount"),
            PricesError::CompareAt { index } => format!("prices[{index}].compare_at"),
            PricesError::Currency { index } => format!("prices[{index}].price.currency"),
            PricesError::TooMany | PricesError::Unknown | PricesError::Db(_) => "prices".to_owned(),
        };
        faults.add(field, error);
    }
    faults.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lamp() -> NewProduct {
        NewProduct {
            external_id: "lamp".to_owned(),
            title: "Lamp".to_owned(),
            option_names: vec!["Size".to_owned()],
            images: vec![NewImage {
                url: "https://shop.example/lamp.jpg".to_owned(),
                alt: "A lamp".to_owned(),
            }],
            variants: ["S", "L"].map(bulb).to_vec(),
            ..NewProduct::default()
        }
    }

    fn bulb(size: &str) -> NewVariant {
        NewVariant {
            external_id: format!("lamp-{size}"),
            sku: String::new(),
            barcode: String::new(),
            options: vec![size.to_owned()],
            price: Money::new(4_990, Currency::EUR),
            compare_at: None,
            prices: None,
            on_hand: Some(Some(3)),
            weight_grams: 700,
            requires_shipping: true,
            tax_class: String::new(),
            image_url: "https://shop.example/lamp.jpg".to_owned(),
        }
    }

    fn fields(product: &NewProduct) -> Vec<String> {
        let faults = drafted(product, Currency::EUR).err().unwrap_or_default();
        faults.into_iter().map(|wrong| wrong.field).collect()
    }

    #[test]
    fn a_whole_product_becomes_a_draft() {
        let drafted = drafted(&lamp(), Currency::EUR).unwrap_or_else(|faults| panic!("{faults:?}"));
        assert_eq!(drafted.draft.status, DraftStatus::Active);
        assert_eq!(drafted.draft.variants[1].option_values[0].value, "L");
        assert_eq!(drafted.draft.variants[0].stock, StockDraft::Units(3));
    }

    #[test]
    fn everything_that_is_wrong_is_named_at_once() {
        let mut product = lamp();
        product.external_id = " ".to_owned();
        product.title = "x".repeat(TITLE_BYTES_MAX + 1);
        product.status = "gone".to_owned();
        product.link = "javascript:1".to_owned();
        product.images.push(NewImage::default());
        product.variants[0].price = Money::new(-1, Currency::USD);
        product.variants[0].on_hand = Some(Some(-1));
        product.variants[1].compare_at = Some(Money::new(4_990, Currency::EUR));
        product.variants[1].tax_class = "luxury".to_owned();
        product.variants[1].image_url = "https://shop.example/other.jpg".to_owned();
        assert_eq!(
            fields(&product),
            [
                "status",
                "external_id",
                "title",
                "link",
                "images[1].url",
                "variants[0].price.currency",
                "variants[0].price.amount",
                "variants[0].on_hand",
                "variants[1].compare_at",
                "variants[1].tax_class",
                "variants[1].image_url",
            ]
        );
    }

    #[test]
    fn variants_are_told_apart() {
        let mut product = lamp();
        product.variants[1] = product.variants[0].clone();
        assert_eq!(fields(&product), ["variants[1].external_id", "variants[1].options"]);
        product.variants[1] = bulb("L");
        product.variants[1].options = Vec::new();
        assert_eq!(fields(&product), ["variants[1].options"]);
        product.variants.clear();
        assert_eq!(fields(&product), ["variants"]);
        product.variants = (0..=VARIANTS_MAX).map(|number| bulb(&number.to_string())).collect();
        assert_eq!(fields(&product), ["variants"]);
    }

    #[test]
    fn a_price_in_a_further_currency_is_checked_by_the_rule_of_all_prices() {
        let money = |amount, code: &str| Money::new(amount, code.parse::<Currency>().unwrap());
        let price = |amount, code| Price { price: money(amount, code), compare_at: None };
        let own = price(1_000, "EUR");
        let field = |further: &[Price]| {
            wrong_prices(own, further, Currency::EUR).first().map(|wrong| wrong.field.clone())
        };
        assert_eq!(field(&[price(1_500, "JPY"), price(1_500, "KWD")]), None);
        assert_eq!(field(&[price(1, "JPY"), price(1, "EUR")]).as_deref(), Some("prices[1].price.currency"));
        assert_eq!(field(&[price(1, "JPY"), price(2, "JPY")]).as_deref(), Some("prices[1].price.currency"));
        assert_eq!(field(&[price(-1, "JPY")]).as_deref(), Some("prices[0].price.amount"));
        let before = Price { compare_at: Some(money(1, "USD")), ..price(1_000, "JPY") };
        assert_eq!(field(&[before]).as_deref(), Some("prices[0].compare_at"));
    }
}
