//! What a draft changes of what is stored: pure, the same for the preview and for the writing.

use domain::catalog::draft::{DraftStatus, ProductDraft, StockDraft, VariantDraft};
use domain::catalog::problem::{Problem, RowProblem};
use domain::ids::ConnectionId;
use domain::money::Currency;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use store::import_goods::{KnownProduct, KnownVariant};

/// What an import does with a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It is new.
    Create,
    /// Something of it is another.
    Change,
    /// It is as the file says already.
    Same,
    /// It belongs to another source, which alone may change it.
    Foreign,
}

/// How a variant of the file stands to what is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct VariantChange<'k> {
    /// What is stored of it.
    pub(super) known: Option<&'k KnownVariant>,
    /// Its text or price is another.
    pub(super) text: bool,
    /// Its stock is another.
    pub(super) stock: bool,
}

/// Compares one variant.
pub(super) fn variant<'k>(
    draft: &VariantDraft,
    position: i64,
    known: &'k [KnownVariant],
) -> VariantChange<'k> {
    let Some(known) = known.iter().find(|known| known.external_id == draft.external_id) else {
        return VariantChange { known: None, text: true, stock: true };
    };
    let units = units(draft);
    let stock = match units {
        None => known.tracked,
        Some(units) => !known.tracked || units.max(known.reserved) != known.on_hand,
    };
    let text = !known.active || known.import_hash != variant_hash(draft, position);
    VariantChange { known: Some(known), text, stock }
}

/// Compares one product of a source with what is stored of it and of its variants.
pub(super) fn product(
    draft: &ProductDraft,
    known: Option<&KnownProduct>,
    variants: &[KnownVariant],
    source: Option<ConnectionId>,
) -> Outcome {
    let Some(known) = known else { return Outcome::Create };
    if is_foreign(known, source) {
        return Outcome::Foreign;
    }
    let is_same = known.import_hash == product_hash(draft)
        && known.status == draft.status
        && (1..).zip(&draft.variants).all(|(position, draft)| {
            let change = variant(draft, position, variants);
            !change.text && !change.stock
        })
        && variants
            .iter()
            .filter(|known| known.active)
            .all(|known| draft.variants.iter().any(|variant| variant.external_id == known.external_id));
    if is_same { Outcome::Same } else { Outcome::Change }
}

/// The draft with the stock that is stored where it says none, or where that was said later than `at`.
pub(super) fn with_known_stock(
    draft: &ProductDraft,
    known: &[KnownVariant],
    at: Option<Timestamp>,
) -> ProductDraft {
    let mut draft = draft.clone();
    for variant in &mut draft.variants {
        let Some(known) = known.iter().find(|known| known.external_id == variant.external_id) else {
            continue;
        };
        if variant.stock == StockDraft::Unsaid || is_later(known, at) {
            variant.sells_past_zero = false;
            variant.stock =
                if known.tracked { StockDraft::Units(known.on_hand) } else { StockDraft::NotTracked };
        }
    }
    draft
}

/// Whether what is known of the stock was said later than `at`.
pub(super) fn is_later(known: &KnownVariant, at: Option<Timestamp>) -> bool {
    known.stock_at.zip(at).is_some_and(|(known, at)| known > at)
}

/// How many units the file puts on the shelf; none when they are not counted. A merchant that takes orders past
/// zero is not held to a number either.
pub(super) fn units(draft: &VariantDraft) -> Option<i64> {
    match draft.stock {
        StockDraft::NotTracked | StockDraft::InStock | StockDraft::Unsaid => None,
        StockDraft::Units(_) | StockDraft::OutOfStock if draft.sells_past_zero => None,
        StockDraft::Units(units) => Some(units),
        StockDraft::OutOfStock => Some(0),
    }
}

/// Why a draft cannot be taken in for this merchant; what the file's own reader cannot know.
pub(crate) fn refusal(draft: &ProductDraft, currency: Currency) -> Option<RowProblem> {
    let foreign = draft.variants.iter().find(|variant| variant.price.currency != currency)?;
    let value = foreign.price.to_string();
    Some(RowProblem::new(foreign.line, "price", &value, Problem::ForeignCurrency { expected: currency }))
}

/// Whether another source than this owns the product. What nobody sells any more is anybody's.
pub(super) fn is_foreign(known: &KnownProduct, source: Option<ConnectionId>) -> bool {
    known.connection != source && known.status != DraftStatus::Archived
}

/// What is said of a draft of a product that another source owns.
pub(super) fn foreign(draft: &ProductDraft) -> RowProblem {
    RowProblem::new(draft.line, "id", &draft.external_id, Problem::OtherSource)
}

/// Something of the product apart from its variants that is remembered, to tell a changed file from the same.
pub(super) fn product_hash(draft: &ProductDraft) -> i64 {
    let mut digest = Fields::default();
    digest.text(&draft.title);
    digest.text(&draft.description_html);
    digest.text(draft.vendor.as_deref().unwrap_or_default());
    digest.text(draft.product_type.as_deref().unwrap_or_default());
    digest.text(draft.link.as_deref().unwrap_or_default());
    digest.text(draft.status.as_str());
    digest.list(&draft.tags);
    digest.count(draft.options.len());
    draft.options.iter().for_each(|option| digest.text(&option.0));
    digest.count(draft.images.len());
    for image in &draft.images {
        digest.text(&image.url);
        digest.text(image.alt.as_deref().unwrap_or_default());
    }
    digest.finish()
}

/// The same for a variant, its stock left out: that changes with every order.
pub(super) fn variant_hash(draft: &VariantDraft, position: i64) -> i64 {
    let mut digest = Fields::default();
    digest.number(position);
    digest.text(draft.sku.as_deref().unwrap_or_default());
    digest.text(draft.barcode.as_deref().unwrap_or_default());
    digest.count(draft.option_values.len());
    for option in &draft.option_values {
        digest.text(&option.name.0);
        digest.text(&option.value);
    }
    digest.text(draft.price.currency.code());
    digest.number(draft.price.amount);
    digest.number(draft.compare_at.map_or(-1, |money| money.amount));
    if let Some(sale) = &draft.sale {
        digest.number(sale.price.amount);
        digest.number(sale.starts_at.as_microsecond());
        digest.number(sale.ends_at.as_microsecond());
    }
    digest.number(draft.weight_grams.map_or(-1, i64::from));
    digest.text(draft.tax_code.as_deref().unwrap_or_default());
    digest.text(draft.image_url.as_deref().unwrap_or_default());
    digest.number(i64::from(draft.requires_shipping) * 2 + i64::from(draft.taxable));
    digest.finish()
}

/// Fields one after the other, each with its length, so that no two lists of fields look alike.
#[derive(Default)]
struct Fields(Sha256);

impl Fields {
    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text.as_bytes());
    }

    fn list(&mut self, texts: &[String]) {
        self.count(texts.len());
        texts.iter().for_each(|text| self.text(text));
    }

    fn count(&mut self, count: usize) {
        self.number(i64::try_from(count).unwrap_or(i64::MAX));
    }

    fn number(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }

    /// Never 0: that stands for "changed by hand".
    fn finish(self) -> i64 {
        let hash = self.0.finalize();
        let bytes: [u8; 8] = std::array::from_fn(|index| hash[index]);
        i64::from_le_bytes(bytes).max(i64::MIN + 1) | 1
    }
}

/// A product that is on sale and will not be.
pub(super) fn is_lost(draft: &ProductDraft, known: Option<&KnownProduct>) -> bool {
    known.is_some_and(|known| known.status == DraftStatus::Active) && draft.status != DraftStatus::Active
}
