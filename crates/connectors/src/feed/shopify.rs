//! The columns of Shopify's product CSV, in both generations of headers, and what one row says.

use std::borrow::Cow;

use domain::catalog::draft::{
    DraftStatus, ImageDraft, OPTIONS_MAX, OptionName, OptionValue, ProductDraft, StockDraft, VariantDraft,
};
use domain::catalog::problem::{Problem, RowProblem};
use domain::money::Currency;

use super::cell::Cell;
use super::header::Header;
use super::limits::{FIELD_BYTES_MAX, NAME_BYTES_MAX, TAGS_MAX, TITLE_BYTES_MAX};
use super::records::Record;

/// A column that we read. Shopify's template has some thirty more (SEO, Google Shopping, cost, gift card, prices per
/// country, metafields); those and any other are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Column {
    Handle,
    Title,
    Description,
    Vendor,
    Category,
    Type,
    Tags,
    Published,
    Status,
    OptionName1,
    OptionName2,
    OptionName3,
    OptionValue1,
    OptionValue2,
    OptionValue3,
    Sku,
    Barcode,
    Grams,
    Tracker,
    Quantity,
    Policy,
    Price,
    CompareAt,
    RequiresShipping,
    Taxable,
    TaxCode,
    ImageUrl,
    ImagePosition,
    ImageAlt,
    VariantImage,
}

const OPTIONS: [(Column, Column); OPTIONS_MAX] = [
    (Column::OptionName1, Column::OptionValue1),
    (Column::OptionName2, Column::OptionValue2),
    (Column::OptionName3, Column::OptionValue3),
];

impl Column {
    /// Every column, in the order of its discriminant.
    const ALL: [Column; 30] = [
        Column::Handle,
        Column::Title,
        Column::Description,
        Column::Vendor,
        Column::Category,
        Column::Type,
        Column::Tags,
        Column::Published,
        Column::Status,
        Column::OptionName1,
        Column::OptionName2,
        Column::OptionName3,
        Column::OptionValue1,
        Column::OptionValue2,
        Column::OptionValue3,
        Column::Sku,
        Column::Barcode,
        Column::Grams,
        Column::Tracker,
        Column::Quantity,
        Column::Policy,
        Column::Price,
        Column::CompareAt,
        Column::RequiresShipping,
        Column::Taxable,
        Column::TaxCode,
        Column::ImageUrl,
        Column::ImagePosition,
        Column::ImageAlt,
        Column::VariantImage,
    ];

    /// The classic name, then the one used since 2025, in the one spelling of the header.
    pub(super) fn names(self) -> &'static [&'static str] {
        match self {
            Column::Handle => &["handle", "url handle"],
            Column::Title => &["title"],
            Column::Description => &["body (html)", "description"],
            Column::Vendor => &["vendor"],
            Column::Category => &["product category"],
            Column::Type => &["type"],
            Column::Tags => &["tags"],
            Column::Published => &["published", "published on online store"],
            Column::Status => &["status"],
            Column::OptionName1 => &["option1 name"],
            Column::OptionName2 => &["option2 name"],
            Column::OptionName3 => &["option3 name"],
            Column::OptionValue1 => &["option1 value"],
            Column::OptionValue2 => &["option2 value"],
            Column::OptionValue3 => &["option3 value"],
            Column::Sku => &["variant sku", "sku"],
            Column::Barcode => &["variant barcode", "barcode"],
            Column::Grams => &["variant grams", "weight value (grams)"],
            Column::Tracker => &["variant inventory tracker", "inventory tracker"],
            Column::Quantity => &["variant inventory qty", "inventory quantity"],
            Column::Policy => &["variant inventory policy", "continue selling when out of stock"],
            Column::Price => &["variant price", "price"],
            Column::CompareAt => &["variant compare at price", "compare at price"],
            Column::RequiresShipping => &["variant requires shipping", "requires shipping"],
            Column::Taxable => &["variant taxable", "charge tax"],
            Column::TaxCode => &["variant tax code", "tax code"],
            Column::ImageUrl => &["image src", "product image url"],
            Column::ImagePosition => &["image position"],
            Column::ImageAlt => &["image alt text"],
            Column::VariantImage => &["variant image", "variant image url"],
        }
    }
}

/// Where each column stands; looked up once per file.
#[derive(Debug)]
pub(super) struct Columns([Option<usize>; Column::ALL.len()]);

impl Columns {
    pub(super) fn new(header: &Header) -> Columns {
        Columns(Column::ALL.map(|column| header.find(column.names())))
    }
}

/// One row, read through its header.
pub(super) struct Row<'a> {
    pub(super) header: &'a Header,
    pub(super) columns: &'a Columns,
    pub(super) record: &'a Record,
}

type Read<T> = Result<T, RowProblem>;

impl<'a> Row<'a> {
    pub(super) fn line(&self) -> u64 {
        self.record.line
    }

    pub(super) fn cell(&self, column: Column) -> Cell<'a> {
        match self.columns.0[column as usize] {
            Some(index) => Cell::new(self.line(), self.header.name(index), self.record.value(index)),
            None => Cell::new(self.line(), column.names()[0], Cow::Borrowed("")),
        }
    }

    pub(super) fn handle(&self) -> Read<String> {
        self.cell(Column::Handle).required(NAME_BYTES_MAX)
    }

    /// Rows below the first may only bring a picture; these columns make a row a variant.
    pub(super) fn has_variant(&self) -> bool {
        let mut columns = OPTIONS.iter().map(|(_, value)| *value).chain([
            Column::Sku,
            Column::Price,
            Column::Barcode,
            Column::Quantity,
        ]);
        columns.any(|column| !self.cell(column).is_blank())
    }

    /// What the first row of a product says of it, without its variant and picture.
    pub(super) fn product(&self, handle: String) -> Read<ProductDraft> {
        let name = |column| self.cell(column).text(NAME_BYTES_MAX);
        let options = self.options()?;
        Ok(ProductDraft {
            external_id: handle,
            line: self.line(),
            title: self.cell(Column::Title).required(TITLE_BYTES_MAX)?,
            description_html: self.cell(Column::Description).text(FIELD_BYTES_MAX)?.unwrap_or_default(),
            vendor: name(Column::Vendor)?,
            product_type: name(Column::Type)?.or(name(Column::Category)?),
            tags: self.tags()?,
            status: self.status()?,
            link: None,
            options,
            images: Vec::new(),
            variants: Vec::new(),
        })
    }

    /// `Title` with the value `Default Title` is Shopify's way to say that there are no options.
    fn options(&self) -> Read<Vec<OptionName>> {
        let mut names = Vec::new();
        for (name, value) in OPTIONS {
            match self.cell(name).text(NAME_BYTES_MAX)? {
                Some(name) if name != "Title" || self.cell(value).value.trim() != "Default Title" => {
                    names.push(OptionName(name));
                }
                Some(_) | None => break,
            }
        }
        Ok(names)
    }

    fn tags(&self) -> Read<Vec<String>> {
        let tags = self.cell(Column::Tags).text(FIELD_BYTES_MAX)?.unwrap_or_default();
        let mut kept: Vec<String> = Vec::new();
        for tag in tags.split(',').map(str::trim).filter(|tag| !tag.is_empty()) {
            if kept.len() < TAGS_MAX && !kept.iter().any(|known| known == tag) {
                kept.push(tag.to_owned());
            }
        }
        Ok(kept)
    }

    /// What is hidden from the merchant's own online store does not appear here either.
    fn status(&self) -> Read<DraftStatus> {
        let cell = self.cell(Column::Status);
        let is_published = self.cell(Column::Published).flag(true)?;
        match cell.word()?.as_deref() {
            Some("active") | None if is_published => Ok(DraftStatus::Active),
            Some("active" | "draft" | "unlisted") | None => Ok(DraftStatus::Draft),
            Some("archived") => Ok(DraftStatus::Archived),
            Some(_) => Err(cell.refuse(Problem::Status)),
        }
    }

    /// The variant of this row. A variant is known by its handle and option values, as in Shopify's own import.
    pub(super) fn variant(&self, product: &ProductDraft, currency: Currency) -> Read<VariantDraft> {
        let name = |column| self.cell(column).text(NAME_BYTES_MAX);
        let option_values = self.option_values(product)?;
        let price = self.cell(Column::Price);
        let price = price.price(currency)?.ok_or_else(|| price.refuse(Problem::Missing))?;
        let compare_at = self.cell(Column::CompareAt).price(currency)?;
        Ok(VariantDraft {
            external_id: variant_id(&product.external_id, &option_values),
            line: self.line(),
            sku: name(Column::Sku)?,
            barcode: name(Column::Barcode)?,
            option_values,
            price,
            compare_at: compare_at.filter(|before| before.amount > price.amount),
            sale: None,
            stock: self.stock()?,
            sells_past_zero: self.sells_past_zero()?,
            weight_grams: self.cell(Column::Grams).grams()?,
            requires_shipping: self.cell(Column::RequiresShipping).flag(true)?,
            taxable: self.cell(Column::Taxable).flag(true)?,
            tax_code: name(Column::TaxCode)?,
            image_url: self.cell(Column::VariantImage).address()?,
        })
    }

    fn option_values(&self, product: &ProductDraft) -> Read<Vec<OptionValue>> {
        let mut values = Vec::new();
        for (at, (_, column)) in OPTIONS.into_iter().enumerate() {
            let cell = self.cell(column);
            match product.options.get(at) {
                Some(name) => {
                    values.push(OptionValue { name: name.clone(), value: cell.required(NAME_BYTES_MAX)? });
                }
                None if cell.is_blank() || cell.value.trim() == "Default Title" => {}
                None => return Err(cell.refuse(Problem::OptionUnnamed)),
            }
        }
        Ok(values)
    }

    /// No tracker means that Shopify does not count; a tracker without a number counts none.
    fn stock(&self) -> Read<StockDraft> {
        let units = self.cell(Column::Quantity).units()?;
        Ok(match (self.cell(Column::Tracker).is_blank(), units) {
            (true, _) => StockDraft::NotTracked,
            (false, Some(units)) => StockDraft::Units(units),
            (false, None) => StockDraft::OutOfStock,
        })
    }

    fn sells_past_zero(&self) -> Read<bool> {
        let cell = self.cell(Column::Policy);
        match cell.word()?.as_deref() {
            Some("continue" | "true") => Ok(true),
            Some("deny" | "false") | None => Ok(false),
            Some(_) => Err(cell.refuse(Problem::StockPolicy)),
        }
    }

    /// The product picture of this row, which need not show its variant.
    pub(super) fn image(&self, position_next: u32) -> Read<Option<ImageDraft>> {
        let Some(url) = self.cell(Column::ImageUrl).address()? else { return Ok(None) };
        let position = self.cell(Column::ImagePosition).position()?.unwrap_or(position_next);
        Ok(Some(ImageDraft { url, alt: self.cell(Column::ImageAlt).text(TITLE_BYTES_MAX)?, position }))
    }
}

fn variant_id(handle: &str, values: &[OptionValue]) -> String {
    values.iter().fold(handle.to_owned(), |id, option| id + "/" + &option.value.replace('/', "%2F"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_stands_at_its_own_index() {
        for (index, column) in Column::ALL.into_iter().enumerate() {
            assert_eq!(column as usize, index);
        }
    }
}
