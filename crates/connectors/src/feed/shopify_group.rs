//! Rows of one handle, gathered into one product.

use std::collections::{HashMap, VecDeque};

use domain::catalog::draft::{FeedItem, ImageDraft, ProductDraft, VariantDraft};
use domain::catalog::problem::{Problem, RowProblem};
use domain::money::Currency;

use super::limits::{IMAGES_MAX, VARIANTS_MAX};
use super::seen::Seen;
use super::shopify::{Column, Row};

/// Holds the product whose rows are being read, never more.
pub(super) struct Products {
    currency: Currency,
    handles: Seen,
    open: Option<Group>,
}

struct Group {
    handle: String,
    line: u64,
    /// None when the first row was refused, and the product with it.
    product: Option<ProductDraft>,
    variant_lines: HashMap<String, u64>,
}

impl Products {
    pub(super) fn new(currency: Currency) -> Products {
        Products { currency, handles: Seen::default(), open: None }
    }

    /// Takes one row; what it completes or what is wrong with it goes to `out`.
    pub(super) fn row(&mut self, row: &Row<'_>, out: &mut VecDeque<FeedItem>) {
        if let Err(problem) = self.take(row, out) {
            out.push_back(FeedItem::Refused(problem));
        }
    }

    /// The file has ended.
    pub(super) fn finish(&mut self, out: &mut VecDeque<FeedItem>) {
        let product = self.open.take().and_then(|group| group.product);
        if let Some(mut product) = product.filter(|product| !product.variants.is_empty()) {
            product.images.sort_by_key(|image| image.position);
            out.push_back(FeedItem::Product(product));
        }
    }

    fn take(&mut self, row: &Row<'_>, out: &mut VecDeque<FeedItem>) -> Result<(), RowProblem> {
        let handle = row.handle()?;
        if let Some(group) = self.open.as_mut().filter(|group| group.handle == handle) {
            let is_variant = row.has_variant();
            return group.add(row, is_variant, self.currency);
        }
        self.finish(out);
        if let Some(line) = self.handles.note(&handle, row.line()) {
            return Err(row.cell(Column::Handle).refuse(Problem::Scattered { line }));
        }
        let product = row.product(handle.clone());
        let (product, refusal) = match product {
            Ok(product) => (Some(product), None),
            Err(problem) => (None, Some(problem)),
        };
        let group =
            self.open.insert(Group { handle, line: row.line(), product, variant_lines: HashMap::new() });
        match refusal {
            Some(problem) => Err(problem),
            None => group.add(row, true, self.currency),
        }
    }
}

impl Group {
    /// Adds what the row brings: all of it, or nothing when a part is wrong.
    fn add(&mut self, row: &Row<'_>, is_variant: bool, currency: Currency) -> Result<(), RowProblem> {
        let Some(product) = &mut self.product else {
            return Err(row.cell(Column::Handle).refuse(Problem::ProductRefused { line: self.line }));
        };
        let position_next = product.images.last().map_or(1, |last| last.position.saturating_add(1));
        let image = row.image(position_next)?.filter(|image| is_new(product, image));
        if image.is_some() && product.images.len() == IMAGES_MAX {
            return Err(row.cell(Column::ImageUrl).refuse(Problem::TooManyImages { max: IMAGES_MAX }));
        }
        if is_variant {
            let variant = row.variant(product, currency)?;
            note_variant(&mut self.variant_lines, &variant, row)?;
            product.variants.push(variant);
        }
        product.images.extend(image);
        Ok(())
    }
}

fn is_new(product: &ProductDraft, image: &ImageDraft) -> bool {
    product.images.iter().all(|known| known.url != image.url)
}

fn note_variant(
    lines: &mut HashMap<String, u64>,
    variant: &VariantDraft,
    row: &Row<'_>,
) -> Result<(), RowProblem> {
    if lines.len() == VARIANTS_MAX {
        return Err(row.cell(Column::Handle).refuse(Problem::TooManyVariants { max: VARIANTS_MAX }));
    }
    match lines.get(&variant.external_id) {
        Some(line) => {
            let column = if variant.option_values.is_empty() { Column::Handle } else { Column::OptionValue1 };
            Err(row.cell(column).refuse(Problem::Duplicate { line: *line }))
        }
        None => {
            lines.insert(variant.external_id.clone(), variant.line);
            Ok(())
        }
    }
}
