//! A product as a merchant's file describes it, before anything is stored.
//!
//! Texts are as the merchant wrote them: trimmed, bounded, free of control characters, and otherwise untrusted.

use jiff::Timestamp;

use super::problem::RowProblem;
use crate::money::Money;

/// Most options a product may have; what both Shopify and our product page can show.
pub const OPTIONS_MAX: usize = 3;

/// One step through a merchant's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FeedItem {
    /// A product that can be taken in.
    Product(ProductDraft),
    /// A row that cannot; the rows around it are not affected. At most one problem per row is reported.
    Refused(RowProblem),
}

/// A product with the variants that stand together in the file.
///
/// A file of one variant per row (Google, Meta) may scatter the variants of a product, so each row arrives as a
/// draft of its own with one variant. Drafts with the same `external_id` are the same product: [`absorb`] them,
/// or store them one after the other.
///
/// [`absorb`]: ProductDraft::absorb
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductDraft {
    /// What the file calls the product, the same in the next import: a handle, or an item group id.
    pub external_id: String,
    /// Line the product begins in, counted from 1.
    pub line: u64,
    /// What buyers read first.
    pub title: String,
    /// Untrusted HTML or plain text; pass it through the allow-list before it is shown.
    pub description_html: String,
    /// The brand or maker.
    pub vendor: Option<String>,
    /// The merchant's own category, such as `Shirts` or `Apparel > Shirts`.
    pub product_type: Option<String>,
    /// The merchant's own keywords, in the order of the file, without duplicates.
    pub tags: Vec<String>,
    /// Whether buyers may see it.
    pub status: DraftStatus,
    /// The page of the product in the merchant's own shop.
    pub link: Option<String>,
    /// What variants differ in, in the order a buyer chooses. At most [`OPTIONS_MAX`].
    pub options: Vec<OptionName>,
    /// Pictures by position, each address once.
    pub images: Vec<ImageDraft>,
    /// At least one.
    pub variants: Vec<VariantDraft>,
}

/// Whether buyers may see a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DraftStatus {
    /// On sale.
    Active,
    /// Being prepared, or hidden from the merchant's shop.
    Draft,
    /// No longer sold.
    Archived,
}

/// What variants differ in, such as `Size`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OptionName(pub String);

/// What one variant has for one option: `Size` is `S`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OptionValue {
    /// One of the product's options.
    pub name: OptionName,
    /// The variant's own value.
    pub value: String,
}

/// A picture that can be fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ImageDraft {
    /// An absolute `http` or `https` address.
    pub url: String,
    /// What the picture shows, for those who cannot see it.
    pub alt: Option<String>,
    /// Order on the product page, from 1.
    pub position: u32,
}

/// What can be put into a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantDraft {
    /// What the file calls the variant, the same in the next import.
    pub external_id: String,
    /// Line the variant stands in, counted from 1.
    pub line: u64,
    /// The merchant's stock-keeping unit; not unique in every shop.
    pub sku: Option<String>,
    /// GTIN, ISBN or the merchant's own code.
    pub barcode: Option<String>,
    /// One value for each of the product's options that the variant has.
    pub option_values: Vec<OptionValue>,
    /// What the variant costs outside of `sale`.
    pub price: Money,
    /// A higher price it was sold at before, in the same currency.
    pub compare_at: Option<Money>,
    /// A lower price for a time.
    pub sale: Option<SaleDraft>,
    /// How many there are.
    pub stock: StockDraft,
    /// The merchant takes orders when nothing is left.
    pub sells_past_zero: bool,
    /// Weight with packing, for shipping rates.
    pub weight_grams: Option<u32>,
    /// False for what is not sent, such as a download.
    pub requires_shipping: bool,
    /// Whether tax is charged at all.
    pub taxable: bool,
    /// The merchant's or tax provider's code for a rate other than the usual one.
    pub tax_code: Option<String>,
    /// The picture of this very variant.
    pub image_url: Option<String>,
}

/// A lower price that holds from one instant to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SaleDraft {
    /// Lower than the variant's price, in the same currency.
    pub price: Money,
    /// First instant of the sale.
    pub starts_at: Timestamp,
    /// First instant after the sale, later than `starts_at`.
    pub ends_at: Timestamp,
}

/// What a file says about stock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StockDraft {
    /// The merchant does not count it; it never runs out.
    NotTracked,
    /// So many units, from 0 to [`super::problem::UNITS_MAX`].
    Units(i64),
    /// Some, but the file does not say how many.
    InStock,
    /// None, or none that can be shipped now (pre-order, back-order).
    OutOfStock,
    /// Nothing: what is known stays, and what is new is not counted. No file leaves it open.
    Unsaid,
}

impl DraftStatus {
    /// All of them, for tables and forms.
    pub const ALL: [Self; 3] = [Self::Active, Self::Draft, Self::Archived];

    /// The stable word, as stored and as in product files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Draft => "draft",
            Self::Archived => "archived",
        }
    }

    /// The status with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

impl ProductDraft {
    /// Adds what `other`, a draft with the same `external_id`, has and this one lacks: options, images, variants.
    /// Title and description stay those of the first draft.
    pub fn absorb(&mut self, other: ProductDraft) {
        for option in other.options {
            if !self.options.contains(&option) && self.options.len() < OPTIONS_MAX {
                self.options.push(option);
            }
        }
        for image in other.images {
            self.add_image(image.url, image.alt);
        }
        self.variants.extend(other.variants);
    }

    /// Appends a picture unless its address is there already.
    pub fn add_image(&mut self, url: String, alt: Option<String>) {
        if self.images.iter().all(|image| image.url != url) {
            let position = self.images.last().map_or(1, |last| last.position.saturating_add(1));
            self.images.push(ImageDraft { url, alt, position });
        }
    }
}
