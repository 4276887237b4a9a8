//! The first products that a file creates and changes, kept for people to look at: so many and no more, however large
//! the file is.

use domain::catalog::draft::{ProductDraft, VariantDraft};
use domain::money::Money;
use domain::view::goods::{Goods, Stock, Variant};
use domain::view::imports::{PreviewDetail, PreviewKind, ProductPreview};
use jiff::Timestamp;
use store::import_goods::{KnownProduct, KnownVariant};

use super::compare;

/// Products of each kind that are shown: what one page of a preview has room for.
pub const PREVIEWS_MAX: usize = 20;
/// Details of one product that are shown: a product may have thousands of variants.
const DETAILS_MAX: usize = 10;
/// Characters of a name that are kept.
const NAME_CHARS_MAX: usize = 120;

/// What is kept.
#[derive(Debug, Default)]
pub(super) struct Foreseen {
    created: Vec<Sketch>,
    changed: Vec<Sketch>,
}

/// A product that may get further parts before the file ends.
#[derive(Debug)]
struct Sketch {
    preview: ProductPreview,
    /// Variants on sale that the file has not named so far: what the file calls them, and their names.
    gone: Vec<(String, String)>,
}

/// What is stored of a product that changes.
#[derive(Clone, Copy)]
pub(super) struct Stored<'k> {
    pub(super) goods: &'k Goods,
    pub(super) product: &'k KnownProduct,
    pub(super) variants: &'k [KnownVariant],
}

impl Foreseen {
    /// Whether a product of this kind is still kept, or was before by this name.
    pub(super) fn wants(&self, kind: PreviewKind, external_id: &str) -> bool {
        let kept = match kind {
            PreviewKind::Create => &self.created,
            PreviewKind::Change => &self.changed,
        };
        kept.len() < PREVIEWS_MAX || self.holds(external_id)
    }

    /// Whether a product is kept by this name.
    pub(super) fn holds(&self, external_id: &str) -> bool {
        self.created.iter().chain(&self.changed).any(|sketch| sketch.preview.external_id == external_id)
    }

    /// A product is created, or a later part of it came.
    pub(super) fn create(&mut self, draft: &ProductDraft, now: Timestamp) {
        let Some(sketch) = sketch(&mut self.created, PreviewKind::Create, draft) else { return };
        for variant in &draft.variants {
            sketch.add(new_variant(variant, now));
        }
    }

    /// A product is changed, or a later part of it came.
    pub(super) fn change(&mut self, draft: &ProductDraft, stored: Stored<'_>, now: Timestamp) {
        let is_later_part = self.holds(&draft.external_id);
        let Some(sketch) = sketch(&mut self.changed, PreviewKind::Change, draft) else { return };
        let product = &stored.goods.product;
        let mut is_other = false;
        if is_later_part {
            sketch.gone.retain(|(id, _)| draft.variants.iter().all(|variant| variant.external_id != *id));
        } else {
            if product.title != draft.title {
                let (before, after) = (clipped(&product.title), clipped(&draft.title));
                sketch.add(PreviewDetail::Title { before, after });
            }
            if product.status != draft.status {
                sketch.add(PreviewDetail::Status { before: product.status, after: draft.status });
            }
            is_other = product.title == draft.title
                && product.status == draft.status
                && stored.product.import_hash != compare::product_hash(draft);
            let unnamed = |known: &&Variant| {
                known.active && draft.variants.iter().all(|variant| variant.external_id != known.external_id)
            };
            sketch.gone = stored
                .goods
                .variants
                .iter()
                .filter(unnamed)
                .map(|known| (known.external_id.clone(), clipped(&known.title())))
                .collect();
        }
        for (position, variant) in (1..).zip(&draft.variants) {
            let known = stored.goods.variants.iter().find(|known| known.external_id == variant.external_id);
            let Some(known) = known else {
                sketch.add(new_variant(variant, now));
                continue;
            };
            let (price, stock) = (price_change(variant, known, now), stock_change(variant, known));
            is_other |= !is_later_part
                && price.is_none()
                && compare::variant(variant, position, stored.variants).text;
            price.into_iter().chain(stock).for_each(|detail| sketch.add(detail));
        }
        if is_other {
            sketch.add(PreviewDetail::Other);
        }
    }

    /// What was kept, at the end of the file. `complete`: nothing was refused, so that what the file did not name is
    /// taken off sale.
    pub(super) fn finish(self, complete: bool) -> Vec<ProductPreview> {
        let sketches = self.created.into_iter().chain(self.changed);
        sketches
            .map(|mut sketch| {
                let gone = std::mem::take(&mut sketch.gone);
                if complete {
                    gone.into_iter().for_each(|(_, variant)| sketch.add(PreviewDetail::Gone { variant }));
                }
                sketch.preview
            })
            .collect()
    }
}

/// The sketch of this product; a new one where there is room.
fn sketch<'s>(kept: &'s mut Vec<Sketch>, kind: PreviewKind, draft: &ProductDraft) -> Option<&'s mut Sketch> {
    let found = kept.iter().position(|sketch| sketch.preview.external_id == draft.external_id);
    let index = match found {
        Some(index) => index,
        None if kept.len() >= PREVIEWS_MAX => return None,
        None => {
            let preview = ProductPreview {
                kind,
                line: draft.line,
                external_id: draft.external_id.clone(),
                title: clipped(&draft.title),
                details: Vec::new(),
                left_out: 0,
            };
            kept.push(Sketch { preview, gone: Vec::new() });
            kept.len() - 1
        }
    };
    kept.get_mut(index)
}

impl Sketch {
    fn add(&mut self, detail: PreviewDetail) {
        if self.preview.details.len() < DETAILS_MAX {
            self.preview.details.push(detail);
        } else {
            self.preview.left_out = self.preview.left_out.saturating_add(1);
        }
    }
}

fn new_variant(draft: &VariantDraft, now: Timestamp) -> PreviewDetail {
    let price = price_at(draft, now);
    let usual = if price == draft.price { draft.compare_at } else { Some(draft.price) };
    PreviewDetail::Variant { variant: name(draft), price, compare_at: usual, stock: compare::units(draft) }
}

fn price_change(draft: &VariantDraft, known: &Variant, now: Timestamp) -> Option<PreviewDetail> {
    let after = price_at(draft, now);
    let before = known.price_in(after.currency).map(|price| price.price);
    (before != Some(after)).then(|| PreviewDetail::Price { variant: name(draft), before, after })
}

fn stock_change(draft: &VariantDraft, known: &Variant) -> Option<PreviewDetail> {
    let (before, reserved) = match known.stock {
        Stock::NotTracked => (None, 0),
        Stock::Units { on_hand, reserved } => (Some(on_hand), reserved),
    };
    let after = compare::units(draft).map(|units| units.max(reserved));
    (before != after).then(|| PreviewDetail::Stock { variant: name(draft), before, after })
}

/// What a buyer pays at `now`.
fn price_at(draft: &VariantDraft, now: Timestamp) -> Money {
    let running = draft.sale.filter(|sale| sale.starts_at <= now && now < sale.ends_at);
    running.map_or(draft.price, |sale| sale.price)
}

fn name(draft: &VariantDraft) -> String {
    let values: Vec<&str> = draft.option_values.iter().map(|option| option.value.as_str()).collect();
    clipped(&values.join(" / "))
}

fn clipped(text: &str) -> String {
    match text.char_indices().nth(NAME_CHARS_MAX) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
