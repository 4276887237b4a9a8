//! What one batch writes: drafts and what is stored become rows.

use domain::catalog::draft::{ProductDraft, SaleDraft, StockDraft, VariantDraft};
use domain::ids::{ConnectionId, ProductId, VariantId};
use domain::tax::TaxClass;
use domain::view::imports::{Reason, Remark, RemarkKind};
use jiff::Timestamp;
use store::import_goods::{ImageRow, KnownProduct, KnownVariant, ProductRow, VariantRow};
use store::sales::Sale;

use super::compare::{self, Outcome};
use crate::catalog::html;

/// What becomes of one draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The product, new or known.
    pub(crate) product: ProductId,
    /// What is done with it.
    pub(crate) outcome: Outcome,
    /// Its variants, in the order of the draft.
    pub(crate) variants: Vec<VariantId>,
    /// Variants, by their place in the draft, of which more units are promised to open orders than it puts on the shelf, and
    /// how many those are.
    pub(crate) raised: Vec<(usize, i64)>,
    /// Variants whose stock was said later than the draft's.
    pub(crate) held: Vec<usize>,
}

impl Taken {
    fn nothing_of(product: ProductId, outcome: Outcome) -> Self {
        Self { product, outcome, variants: Vec::new(), raised: Vec::new(), held: Vec::new() }
    }
}

/// Everything that one batch writes.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// One for each draft, in their order.
    pub(crate) taken: Vec<Taken>,
    /// Variants that a whole product no longer has.
    pub(super) gone: Vec<VariantId>,
    /// Variants whose stock was said as of a certain time.
    pub(crate) stocked: Vec<VariantId>,
    pub(super) products: Vec<ProductRow>,
    pub(super) seen_products: Vec<ProductId>,
    pub(super) variants: Vec<VariantRow>,
    pub(super) seen_variants: Vec<VariantId>,
    pub(super) units: Vec<(VariantId, Option<i64>)>,
    /// Variants whose sales are written anew.
    pub(super) repriced: Vec<VariantId>,
    pub(super) sales: Vec<Sale>,
    /// Products whose pictures are written anew.
    pub(crate) pictured: Vec<ProductId>,
    pub(super) images: Vec<ImageRow>,
    /// Known products of which buyers see something new.
    pub(super) changed: Vec<ProductId>,
    pub(super) notes: Vec<Remark>,
}

/// What is stored of one product.
#[derive(Clone, Copy)]
pub(super) struct Known<'k> {
    pub(super) product: Option<&'k KnownProduct>,
    pub(super) variants: &'k [KnownVariant],
    pub(super) images: &'k [ImageRow],
    /// This very import named it before: what follows is a later part.
    pub(super) is_later_part: bool,
    /// The draft is all of it.
    pub(super) is_whole: bool,
    /// Which connected shop names it; none for a file or a program.
    pub(super) source: Option<ConnectionId>,
}

/// Gives new ids, in order.
pub(super) type Fresh<'f> = &'f mut dyn FnMut() -> i64;

impl Rows {
    /// Products that their source may offer.
    pub(super) fn offered(&self) -> impl Iterator<Item = ProductId> {
        let own = self.taken.iter().filter(|taken| taken.outcome != Outcome::Foreign);
        own.map(|taken| taken.product)
    }

    /// Adds what `draft` writes.
    pub(super) fn add(&mut self, draft: &ProductDraft, known: Known<'_>, now: Timestamp, fresh: Fresh<'_>) {
        let id = known.product.map_or_else(|| ProductId(fresh()), |known| known.id);
        let outcome = compare::product(draft, known.product, known.variants, known.source);
        if outcome == Outcome::Foreign {
            self.taken.push(Taken::nothing_of(id, outcome));
            return;
        }
        let names: Vec<&str> = match known.product {
            Some(product) if known.is_later_part => {
                product.option_names.iter().map(String::as_str).filter(|name| !name.is_empty()).collect()
            }
            Some(_) | None => draft.options.iter().map(|option| option.0.as_str()).collect(),
        };
        match (outcome, known.is_later_part) {
            (Outcome::Same | Outcome::Foreign, _) => self.seen_products.push(id),
            (Outcome::Change | Outcome::Create, true) => {
                self.add_images(id, draft, known.images);
                self.changed.push(id);
            }
            (Outcome::Change | Outcome::Create, false) => {
                self.products.push(product_row(id, draft, &names));
                self.set_images(id, draft, known.images);
                if known.product.is_some() {
                    self.changed.push(id);
                }
            }
        }
        self.taken.push(Taken::nothing_of(id, outcome));
        if known.is_whole {
            let unnamed = |stored: &&KnownVariant| {
                stored.active && draft.variants.iter().all(|named| named.external_id != stored.external_id)
            };
            self.gone.extend(known.variants.iter().filter(unnamed).map(|stored| stored.id));
        }
        let pictures: Vec<ImageRow> =
            self.images.iter().filter(|image| image.product == id).cloned().collect();
        let first = if known.is_later_part { known.variants.len() } else { 0 };
        for (position, variant) in (1..).zip(&draft.variants) {
            let position = i64::try_from(first).unwrap_or(0) + position;
            self.add_variant(id, variant, position, &names, known, &pictures, now, fresh);
        }
    }

    /// Notes whose stock the draft that was added last says as of `at`, and whose was said later.
    pub(super) fn note_stock(&mut self, draft: &ProductDraft, known: &[KnownVariant], at: Option<Timestamp>) {
        let Some(taken) = self.taken.last_mut() else { return };
        for (index, variant) in draft.variants.iter().enumerate() {
            let mut stored = known.iter().filter(|stored| stored.external_id == variant.external_id);
            if variant.stock == StockDraft::Unsaid {
                continue;
            }
            if stored.any(|stored| compare::is_later(stored, at)) {
                taken.held.push(index);
            } else {
                self.stocked.extend(taken.variants.get(index));
            }
        }
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one row; a struct would only rename them")]
    fn add_variant(
        &mut self,
        product: ProductId,
        draft: &VariantDraft,
        position: i64,
        names: &[&str],
        known: Known<'_>,
        pictures: &[ImageRow],
        now: Timestamp,
        fresh: Fresh<'_>,
    ) {
        let change = compare::variant(draft, position, known.variants);
        let id = change.known.map_or_else(|| VariantId(fresh()), |known| known.id);
        if change.text {
            let pictures = if pictures.is_empty() { known.images } else { pictures };
            let sale = draft.sale.filter(|sale| sale.ends_at > now);
            let row = variant_row(id, product, draft, position, names, pictures, sale, now);
            self.repriced.push(id);
            self.sales.extend(sale.map(|sale| sale_row(id, draft, sale, now)));
            self.variants.push(row);
        } else {
            self.seen_variants.push(id);
        }
        if change.stock {
            self.units.push((id, compare::units(draft)));
        }
        let reserved = change.known.map_or(0, |known| known.reserved);
        let raised = match (draft.stock, compare::units(draft)) {
            (StockDraft::Units(units), Some(_)) if units < reserved => Some(units),
            _ => None,
        };
        if let Some(units) = raised {
            self.notes.push(clamped(draft, units, reserved));
        }
        if let Some(taken) = self.taken.last_mut() {
            let index = taken.variants.len();
            taken.variants.push(id);
            taken.raised.extend(raised.map(|_| (index, reserved)));
        }
    }

    /// The pictures as the draft has them; those that were fetched before stay fetched.
    fn set_images(&mut self, product: ProductId, draft: &ProductDraft, known: &[ImageRow]) {
        self.pictured.push(product);
        for (position, image) in (1..).zip(&draft.images) {
            let before = known.iter().find(|known| known.source_url == image.url);
            self.images.push(ImageRow {
                product,
                position,
                image: before.and_then(|known| known.image),
                source_url: image.url.clone(),
                alt: image.alt.clone().unwrap_or_default(),
            });
        }
    }

    /// The pictures that are known, and those a later part of the product brings.
    fn add_images(&mut self, product: ProductId, draft: &ProductDraft, known: &[ImageRow]) {
        self.pictured.push(product);
        let mut images = known.to_vec();
        for image in &draft.images {
            if images.iter().all(|known| known.source_url != image.url) {
                images.push(ImageRow {
                    product,
                    position: images.last().map_or(1, |last| last.position + 1),
                    image: None,
                    source_url: image.url.clone(),
                    alt: image.alt.clone().unwrap_or_default(),
                });
            }
        }
        self.images.extend(images);
    }
}

fn product_row(id: ProductId, draft: &ProductDraft, names: &[&str]) -> ProductRow {
    // A comma joins keywords; inside one it would make two of it.
    let tags: Vec<String> = draft.tags.iter().map(|tag| tag.replace(',', " ")).collect();
    ProductRow {
        id,
        external_id: draft.external_id.clone(),
        title: draft.title.clone(),
        description_html: html::clean(&draft.description_html),
        brand: draft.vendor.clone().unwrap_or_default(),
        product_type: draft.product_type.clone().unwrap_or_default(),
        tags: tags.join(","),
        link: draft.link.clone().unwrap_or_default(),
        option_names: std::array::from_fn(|index| names.get(index).copied().unwrap_or_default().to_owned()),
        status: draft.status,
        import_hash: compare::product_hash(draft),
    }
}

#[expect(clippy::too_many_arguments, reason = "the parts of one row; a struct would only rename them")]
fn variant_row(
    id: VariantId,
    product: ProductId,
    draft: &VariantDraft,
    position: i64,
    names: &[&str],
    pictures: &[ImageRow],
    sale: Option<SaleDraft>,
    now: Timestamp,
) -> VariantRow {
    let value = |index: usize| {
        let name = names.get(index)?;
        draft.option_values.iter().find(|option| option.name.0 == *name).map(|option| option.value.clone())
    };
    let running = sale.filter(|sale| sale.starts_at <= now);
    let usual = draft.compare_at.map(|money| money.amount);
    VariantRow {
        id,
        product,
        external_id: draft.external_id.clone(),
        position,
        options: std::array::from_fn(|index| value(index).unwrap_or_default()),
        sku: draft.sku.clone().unwrap_or_default(),
        barcode: draft.barcode.clone().unwrap_or_default(),
        currency: draft.price.currency.code(),
        price: running.map_or(draft.price.amount, |sale| sale.price.amount),
        compare_at: running.map_or(usual, |_| Some(draft.price.amount)),
        tax_class: tax_class(draft),
        weight_grams: draft.weight_grams.map_or(0, i64::from),
        requires_shipping: draft.requires_shipping,
        image_position: draft.image_url.as_ref().and_then(|url| {
            pictures
                .iter()
                .find(|image| image.product == product && image.source_url == *url)
                .map(|image| image.position)
        }),
        import_hash: compare::variant_hash(draft, position),
    }
}

fn sale_row(variant: VariantId, draft: &VariantDraft, sale: SaleDraft, now: Timestamp) -> Sale {
    Sale {
        variant,
        price: sale.price.amount,
        usual_price: draft.price.amount,
        usual_compare_at: draft.compare_at.map(|money| money.amount),
        starts_at: sale.starts_at,
        ends_at: sale.ends_at,
        running: sale.starts_at <= now,
    }
}

/// A merchant may write our own words as the code; what its tax service would make of others, we do not know.
fn tax_class(draft: &VariantDraft) -> TaxClass {
    if !draft.taxable {
        return TaxClass::Exempt;
    }
    let code = draft.tax_code.as_deref().unwrap_or_default().to_lowercase();
    code.parse().unwrap_or(TaxClass::Standard)
}

fn clamped(draft: &VariantDraft, units: i64, reserved: i64) -> Remark {
    Remark {
        kind: RemarkKind::Note,
        line: draft.line,
        field: String::new(),
        value: units.to_string(),
        reason: Reason::Reserved { units: reserved },
    }
}
