//! Google's product attributes, as Meta uses them too, and the draft they make.
//!
//! Source: Merchant API `products_v1`, `ProductAttributes` (names and vocabularies).

use std::borrow::Cow;

use domain::catalog::draft::{
    DraftStatus, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, SaleDraft, StockDraft, VariantDraft,
};
use domain::catalog::problem::{Problem, RowProblem};
use domain::money::Money;

use super::cell::Cell;
use super::item::Item;
use super::limits::{FIELD_BYTES_MAX, IMAGES_MAX, NAME_BYTES_MAX, TITLE_BYTES_MAX};
use super::seen::Seen;

/// An attribute that we read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is documented under its name in Google's product data specification")]
pub enum Attribute {
    Id,
    Title,
    Description,
    Link,
    ImageLink,
    AdditionalImageLink,
    Availability,
    Price,
    SalePrice,
    SalePriceEffectiveDate,
    ItemGroupId,
    ItemGroupTitle,
    Brand,
    Gtin,
    ProductType,
    GoogleProductCategory,
    Size,
    Color,
    Material,
    Pattern,
    AgeGroup,
    Gender,
    ShippingWeight,
    SellOnGoogleQuantity,
    QuantityToSellOnFacebook,
    Inventory,
}

/// Every attribute that we read, with its name in a feed and its property in Google's API; none for the two that
/// only Meta knows.
pub const ATTRIBUTES: [(Attribute, &str, Option<&str>); 26] = [
    (Attribute::Id, "id", Some("offerId")),
    (Attribute::Title, "title", Some("title")),
    (Attribute::Description, "description", Some("description")),
    (Attribute::Link, "link", Some("link")),
    (Attribute::ImageLink, "image_link", Some("imageLink")),
    (Attribute::AdditionalImageLink, "additional_image_link", Some("additionalImageLinks")),
    (Attribute::Availability, "availability", Some("availability")),
    (Attribute::Price, "price", Some("price")),
    (Attribute::SalePrice, "sale_price", Some("salePrice")),
    (Attribute::SalePriceEffectiveDate, "sale_price_effective_date", Some("salePriceEffectiveDate")),
    (Attribute::ItemGroupId, "item_group_id", Some("itemGroupId")),
    (Attribute::ItemGroupTitle, "item_group_title", Some("itemGroupTitle")),
    (Attribute::Brand, "brand", Some("brand")),
    (Attribute::Gtin, "gtin", Some("gtins")),
    (Attribute::ProductType, "product_type", Some("productTypes")),
    (Attribute::GoogleProductCategory, "google_product_category", Some("googleProductCategory")),
    (Attribute::Size, "size", Some("size")),
    (Attribute::Color, "color", Some("color")),
    (Attribute::Material, "material", Some("material")),
    (Attribute::Pattern, "pattern", Some("pattern")),
    (Attribute::AgeGroup, "age_group", Some("ageGroup")),
    (Attribute::Gender, "gender", Some("gender")),
    (Attribute::ShippingWeight, "shipping_weight", Some("shippingWeight")),
    (Attribute::SellOnGoogleQuantity, "sell_on_google_quantity", Some("sellOnGoogleQuantity")),
    (Attribute::QuantityToSellOnFacebook, "quantity_to_sell_on_facebook", None),
    (Attribute::Inventory, "inventory", None),
];

/// What variants of a group may differ in, the most usual first; the first three that an entry has are its options.
const VARIANT_OPTIONS: [(Attribute, &str); 6] = [
    (Attribute::Size, "Size"),
    (Attribute::Color, "Color"),
    (Attribute::Material, "Material"),
    (Attribute::Pattern, "Pattern"),
    (Attribute::AgeGroup, "Age group"),
    (Attribute::Gender, "Gender"),
];

/// Where a feed may say how many there are.
const QUANTITIES: [Attribute; 3] =
    [Attribute::SellOnGoogleQuantity, Attribute::QuantityToSellOnFacebook, Attribute::Inventory];

impl Attribute {
    /// The name in a feed, `image_link`.
    pub fn name(self) -> &'static str {
        ATTRIBUTES.iter().find(|(attribute, ..)| *attribute == self).map_or("", |(_, name, _)| name)
    }

    /// The attribute of that name, if we read it.
    pub fn from_name(name: &str) -> Option<Attribute> {
        ATTRIBUTES.iter().find(|(_, known, _)| *known == name).map(|(attribute, ..)| *attribute)
    }

    /// The name as a column, in the one spelling of the header.
    pub(super) fn column(self) -> String {
        self.name().replace('_', " ")
    }
}

/// A product of one variant, from one entry.
pub(super) fn draft(item: &Item<'_>, seen: &mut Seen) -> Result<ProductDraft, RowProblem> {
    let cell = |attribute| item.cell(attribute);
    let id = cell(Attribute::Id).required(NAME_BYTES_MAX)?;
    if let Some(line) = seen.note(&id, item.line) {
        return Err(cell(Attribute::Id).refuse(Problem::Duplicate { line }));
    }
    let title = cell(Attribute::Title).required(TITLE_BYTES_MAX)?;
    let description_html = cell(Attribute::Description).required(FIELD_BYTES_MAX)?;
    let link = required_address(&cell(Attribute::Link))?;
    let image = required_address(&cell(Attribute::ImageLink))?;
    let group = cell(Attribute::ItemGroupId).text(NAME_BYTES_MAX)?;
    let group_title = cell(Attribute::ItemGroupTitle).text(TITLE_BYTES_MAX)?;
    let product_type = match cell(Attribute::ProductType).text(NAME_BYTES_MAX)? {
        Some(own) => Some(own),
        None => cell(Attribute::GoogleProductCategory).text(NAME_BYTES_MAX)?,
    };
    let option_values = if group.is_some() { option_values(item)? } else { Vec::new() };
    let variant = variant(item, id.clone(), option_values, image.clone())?;
    let mut product = ProductDraft {
        external_id: group.unwrap_or(id),
        line: item.line,
        title: group_title.unwrap_or(title),
        description_html,
        vendor: cell(Attribute::Brand).text(NAME_BYTES_MAX)?,
        product_type,
        tags: Vec::new(),
        status: DraftStatus::Active,
        link: Some(link),
        options: variant.option_values.iter().map(|option| option.name.clone()).collect(),
        images: Vec::new(),
        variants: vec![variant],
    };
    product.add_image(image, None);
    add_images(&mut product, item)?;
    Ok(product)
}

fn required_address(cell: &Cell<'_>) -> Result<String, RowProblem> {
    cell.address()?.ok_or_else(|| cell.refuse(Problem::Missing))
}

fn variant(
    item: &Item<'_>,
    id: String,
    option_values: Vec<OptionValue>,
    image: String,
) -> Result<VariantDraft, RowProblem> {
    let stock = stock(item)?;
    let price = item.cell(Attribute::Price);
    let regular = price.price_with_currency()?.ok_or_else(|| price.refuse(Problem::Missing))?;
    let (price, compare_at, sale) = reduced(item, regular)?;
    Ok(VariantDraft {
        sku: Some(id.clone()),
        external_id: id,
        line: item.line,
        barcode: item.cell(Attribute::Gtin).gtin()?,
        option_values,
        price,
        compare_at,
        sale,
        stock,
        sells_past_zero: false,
        weight_grams: item.cell(Attribute::ShippingWeight).weight()?,
        requires_shipping: true,
        taxable: true,
        tax_code: None,
        image_url: Some(image),
    })
}

/// A sale price with dates is a sale; without dates it is the price, and the regular one is what it was before.
fn reduced(item: &Item<'_>, regular: Money) -> Result<(Money, Option<Money>, Option<SaleDraft>), RowProblem> {
    let cell = item.cell(Attribute::SalePrice);
    let window = item.cell(Attribute::SalePriceEffectiveDate).window()?;
    let Some(price) = cell.price_with_currency()? else { return Ok((regular, None, None)) };
    if !price.checked_cmp(regular).is_ok_and(|order| order.is_lt()) {
        return Err(cell.refuse(Problem::SaleNotLower));
    }
    Ok(match window {
        Some((starts_at, ends_at)) => (regular, None, Some(SaleDraft { price, starts_at, ends_at })),
        None => (price, Some(regular), None),
    })
}

/// What cannot be shipped now (`preorder`, `backorder`) is not sold now: a Buy button promises the goods.
fn stock(item: &Item<'_>) -> Result<StockDraft, RowProblem> {
    let cell = item.cell(Attribute::Availability);
    let is_available = match cell.word()?.as_deref() {
        None => return Err(cell.refuse(Problem::Missing)),
        Some("in_stock" | "available_for_order" | "limited_availability") => true,
        Some("out_of_stock" | "preorder" | "pre_order" | "backorder" | "back_order" | "discontinued") => {
            false
        }
        Some(_) => return Err(cell.refuse(Problem::Availability)),
    };
    for attribute in QUANTITIES {
        let units = item.cell(attribute).units()?;
        if let (Some(units), true) = (units, is_available) {
            return Ok(StockDraft::Units(units));
        }
    }
    Ok(if is_available { StockDraft::InStock } else { StockDraft::OutOfStock })
}

fn option_values(item: &Item<'_>) -> Result<Vec<OptionValue>, RowProblem> {
    let mut values = Vec::new();
    for (attribute, name) in VARIANT_OPTIONS {
        if let Some(value) = item.cell(attribute).text(NAME_BYTES_MAX)? {
            values.push(OptionValue { name: OptionName(name.to_owned()), value });
        }
    }
    values.truncate(OPTIONS_MAX);
    Ok(values)
}

/// Elements repeat; a column holds several addresses.
fn add_images(product: &mut ProductDraft, item: &Item<'_>) -> Result<(), RowProblem> {
    for cell in item.all(Attribute::AdditionalImageLink) {
        for address in addresses(&cell.value) {
            let single = Cell { value: Cow::Borrowed(address), ..cell.clone() };
            let Some(url) = single.address()? else { continue };
            if product.images.len() == IMAGES_MAX {
                return Err(single.refuse(Problem::TooManyImages { max: IMAGES_MAX }));
            }
            product.add_image(url, None);
        }
    }
    Ok(())
}

/// Cuts at commas before which an address ends and behind which one begins; others belong to an address.
fn addresses(list: &str) -> Vec<&str> {
    let begins_here = |at: &usize| {
        let rest = list[at + 1..].trim_start();
        rest.starts_with("https://") || rest.starts_with("http://")
    };
    let mut found = Vec::new();
    let mut start = 0;
    for (at, _) in list.match_indices(',').filter(|(at, _)| begins_here(at)) {
        found.push(&list[start..at]);
        start = at + 1;
    }
    found.push(&list[start..]);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comma_inside_an_address_does_not_cut_it() {
        let list = "https://a.example/w_300,h_300/x.jpg, https://b.example/y.jpg,http://c.example/z.jpg";
        assert_eq!(
            addresses(list),
            ["https://a.example/w_300,h_300/x.jpg", " https://b.example/y.jpg", "http://c.example/z.jpg"]
        );
    }

    #[test]
    fn every_attribute_has_one_name() {
        for (attribute, name, _) in ATTRIBUTES {
            assert_eq!(attribute.name(), name);
            assert_eq!(Attribute::from_name(name), Some(attribute));
        }
    }
}
