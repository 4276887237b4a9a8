//! Products made and edited by hand.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::catalog::draft::DraftStatus;
use domain::catalog::problem::PRICE_MAX;
use domain::ids::{MerchantId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::tax::TaxClass;
use domain::view::goods::{Goods, Price};
use store::changes::{self, ChangeKind};
use store::products::{self, ProductText};
pub use store::products::{Filter, Listed};
use store::variants::{self, VariantText};
use store::{DbError, Tx, staff_actions};

use super::html;
pub use super::shelf::Shelf;
use super::unchanged::is_as_stored;
use crate::Ctx;
use crate::staff_log::{self, permitted};

/// Products on one page of the studio.
pub const PAGE_PRODUCTS: u32 = 50;
/// Variants that a form may have; more come by file.
pub const FORM_VARIANTS_MAX: usize = 100;
/// Pinned products of one shop.
pub const PINNED_MAX: usize = 12;
const TITLE_CHARS_MAX: usize = 255;
const LINE_CHARS_MAX: usize = 120;
const DESCRIPTION_BYTES_MAX: usize = 128 * 1024;
/// A ton: what a parcel never weighs.
const GRAMS_MAX: u32 = 1_000_000;

/// A product as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductForm {
    /// What buyers read first.
    pub title: String,
    /// Text or HTML; `None` leaves what is there.
    pub description: Option<String>,
    /// The brand or maker.
    pub brand: String,
    /// The merchant's own category.
    pub product_type: String,
    /// Keywords.
    pub tags: Vec<String>,
    /// What variants differ in; empty ones are left out.
    pub option_names: Vec<String>,
    /// Whether buyers may see it.
    pub status: DraftStatus,
    /// At least one.
    pub variants: Vec<VariantForm>,
}

/// A variant as a form gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VariantForm {
    /// Which; none for a new one.
    pub id: Option<VariantId>,
    /// Its value for each option.
    pub options: Vec<String>,
    /// The merchant's stock-keeping unit.
    pub sku: String,
    /// GTIN or the like.
    pub barcode: String,
    /// What it costs.
    pub price: Money,
    /// A higher price it was sold at before.
    pub compare_at: Option<Money>,
    /// What it costs in further currencies of the merchant; `None` leaves them as they are.
    pub more_prices: Option<Vec<Price>>,
    /// What kind of goods.
    pub tax_class: TaxClass,
    /// Weight with packing.
    pub weight_grams: u32,
    /// Whether it travels.
    pub requires_shipping: bool,
    /// Units on the shelf.
    pub units: Shelf,
}

/// Why a product was not kept. `variant` counts from 1, as a form shows them.
#[derive(Debug, thiserror::Error)]
pub enum ProductError {
    /// There is no such product.
    #[error("there is no such product")]
    Unknown,
    /// Nobody could find it.
    #[error("the title is missing")]
    NoTitle,
    /// Longer than any honest text.
    #[error("{field} is too long")]
    TooLong {
        /// Which field.
        field: &'static str,
        /// Of which variant; none for the product's own.
        variant: Option<usize>,
    },
    /// Nothing could be bought.
    #[error("at least one variant is needed, and at most {FORM_VARIANTS_MAX} are taken")]
    VariantCount,
    /// A price below zero, beyond [`PRICE_MAX`] or in another currency than the merchant's.
    #[error("the price of variant {variant} cannot be used")]
    Price {
        /// Which.
        variant: usize,
    },
    /// The crossed-out price is not above the price.
    #[error("the compare-at price of variant {variant} must be higher than its price")]
    CompareAt {
        /// Which.
        variant: usize,
    },
    /// A price in a further currency is below zero, stands twice, is in a currency the merchant does not sell in, or
    /// is not below its compare-at price.
    #[error("the price of variant {variant} in {currency} cannot be used")]
    MorePrice {
        /// Which.
        variant: usize,
        /// In which currency.
        currency: Currency,
    },
    /// Two variants that no buyer could tell apart, or a missing option.
    #[error("the options of variant {variant} are missing or those of another one")]
    Options {
        /// Which.
        variant: usize,
    },
    /// Not a number of units.
    #[error("the stock of variant {variant} cannot be used")]
    Units {
        /// Which.
        variant: usize,
    },
    /// Not a weight.
    #[error("the weight of variant {variant} cannot be used")]
    Weight {
        /// Which.
        variant: usize,
    },
    /// As many products are pinned as fit.
    #[error("at most {PINNED_MAX} products can be pinned")]
    PinnedMax,
    /// The database refused.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// One page of the studio's list, newest first, before the product `before`, with how many there are in each
/// status: active, draft, archived.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn list(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    filter: Filter,
    before: Option<ProductId>,
) -> Result<(Vec<Listed>, [u32; 3]), DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCatalog);
    ctx.db()
        .read(move |conn| {
            let page = products::list(conn, merchant, &filter, before, PAGE_PRODUCTS)?;
            Ok((page, products::counts(conn, merchant)?))
        })
        .await
}

/// One product for the studio.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn view(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
) -> Result<Option<Goods>, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCatalog);
    super::goods(ctx, merchant, product).await
}

/// Makes a product.
///
/// # Errors
/// See [`ProductError`]; nothing has changed then.
pub async fn create(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    form: ProductForm,
) -> Result<ProductId, ProductError> {
    save(ctx, permit, None, form).await
}

/// Replaces what a product and its variants say; what is as before is neither written nor logged. Variants that are not
/// in the form are no longer sold. The next
/// import of a file that names the product writes it anew.
///
/// # Errors
/// See [`ProductError`]; nothing has changed then.
pub async fn edit(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
    form: ProductForm,
) -> Result<(), ProductError> {
    save(ctx, permit, Some(product), form).await.map(|_| ())
}

async fn save(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    known: Option<ProductId>,
    form: ProductForm,
) -> Result<ProductId, ProductError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let form = checked(form)?;
    let product = known.unwrap_or_else(|| ctx.id());
    let fresh: Vec<VariantId> = form.variants.iter().map(|_| ctx.id()).collect();
    let action = if known.is_some() { "product.edit" } else { "product.create" };
    let line = staff_log::line(ctx, permit.by(), merchant, action, product, form.title.clone());
    let now = ctx.now();
    ctx.db()
        .write("save_product", move |tx| {
            let listed = may_price(tx, merchant, &form)?;
            if known.is_some() && is_as_stored(tx, (merchant, product), &form, &listed)? {
                return Ok(product);
            }
            let stored = match (&form.description, known) {
                (None, Some(_)) => products::goods(tx, merchant, product)?,
                (Some(_), _) | (None, None) => None,
            };
            let described = stored.map(|stored| stored.product.description_html).unwrap_or_default();
            let tags = form.tags.join(",");
            let text = product_text(&form, form.description.as_deref().unwrap_or(&described), &tags);
            if known.is_none() {
                products::insert(tx, merchant, product, &text, now)?;
            } else if !products::lock(tx, merchant, product)?
                || !products::update(tx, merchant, product, &text, now)?
            {
                return Err(ProductError::Unknown);
            }
            save_variants(tx, (merchant, product), &form, &fresh, &listed)?;
            store::offers::ensure(tx, merchant, &[product], now)?;
            staff_actions::note(tx, &line)?;
            changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            Ok(product)
        })
        .await
}

/// The further currencies the merchant sells in, where every price is in one it may be in.
fn may_price(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    form: &ProductForm,
) -> Result<Vec<Currency>, ProductError> {
    let seller = store::merchants::by_id(tx, merchant)?.ok_or(DbError::Missing("merchant"))?;
    let foreign = form.variants.iter().position(|variant| variant.price.currency != seller.profile.currency);
    if let Some(index) = foreign {
        return Err(ProductError::Price { variant: index + 1 });
    }
    for (index, variant) in form.variants.iter().enumerate() {
        for price in variant.more_prices.iter().flatten() {
            let currency = price.price.currency;
            if !seller.profile.more_currencies.contains(&currency) {
                return Err(ProductError::MorePrice { variant: index + 1, currency });
            }
        }
    }
    Ok(seller.profile.more_currencies)
}

fn product_text<'a>(form: &'a ProductForm, description: &'a str, tags: &'a str) -> ProductText<'a> {
    ProductText {
        title: &form.title,
        description_html: description,
        brand: &form.brand,
        product_type: &form.product_type,
        tags,
        option_names: three(&form.option_names),
        status: form.status,
    }
}

fn save_variants(
    tx: &mut Tx<'_>,
    (merchant, product): (MerchantId, ProductId),
    form: &ProductForm,
    fresh: &[VariantId],
    listed: &[Currency],
) -> Result<(), ProductError> {
    let kept = store::import_goods::known_variants(tx, merchant, &[product])?;
    let mut repriced = false;
    for gone in kept.iter().filter(|known| form.variants.iter().all(|given| given.id != Some(known.id))) {
        if gone.active {
            variants::archive(tx, merchant, gone.id)?;
        }
    }
    for ((position, given), fresh) in (1_u32..).zip(&form.variants).zip(fresh) {
        let text = VariantText {
            position,
            options: three(&given.options),
            sku: &given.sku,
            barcode: &given.barcode,
            price: Price { price: given.price, compare_at: given.compare_at },
            tax_class: given.tax_class,
            weight_grams: given.weight_grams,
            requires_shipping: given.requires_shipping,
        };
        let id = match given.id {
            Some(id) if variants::update(tx, merchant, product, id, &text)? => id,
            Some(_) => return Err(ProductError::Unknown),
            None => {
                variants::insert(tx, merchant, product, *fresh, &text)?;
                *fresh
            }
        };
        if let Some(prices) = &given.more_prices {
            // What the API set in a currency that is on no form stays.
            let mut wanted = variants::more_prices(tx, merchant, id)?;
            wanted.retain(|known| !listed.contains(&known.price.currency));
            wanted.extend_from_slice(prices);
            repriced |= variants::set_more_prices(tx, merchant, id, &wanted)?;
        }
        let before = kept.iter().find(|known| known.id == id);
        let now = before.and_then(|known| known.tracked.then_some(known.on_hand));
        let wanted = given.units.over(now);
        // Not written when it is as it was: an order may have taken units while the form was open.
        if before.is_none() || wanted != now {
            variants::set_stock(tx, merchant, id, wanted)?;
        }
    }
    // A checkout in a further currency is guarded by the pricing version alone (I7).
    if repriced {
        store::merchants::bump_pricing(tx, merchant)?;
    }
    Ok(())
}

fn three(texts: &[String]) -> [&str; 3] {
    std::array::from_fn(|index| texts.get(index).map_or("", String::as_str))
}

fn checked(form: ProductForm) -> Result<ProductForm, ProductError> {
    let title = one_line(&form.title, TITLE_CHARS_MAX, "title")?;
    if title.is_empty() {
        return Err(ProductError::NoTitle);
    }
    if form.description.as_ref().is_some_and(|text| text.len() > DESCRIPTION_BYTES_MAX) {
        return Err(ProductError::TooLong { field: "description", variant: None });
    }
    if form.variants.is_empty() || form.variants.len() > FORM_VARIANTS_MAX {
        return Err(ProductError::VariantCount);
    }
    let lines = |texts: Vec<String>, what| -> Result<Vec<String>, ProductError> {
        let lines: Result<Vec<String>, _> =
            texts.iter().map(|text| one_line(text, LINE_CHARS_MAX, what)).collect();
        Ok(lines?.into_iter().filter(|text| !text.is_empty()).collect())
    };
    let tags = lines(form.tags, "tags")?.into_iter().map(|tag| tag.replace(',', " ")).collect();
    let option_names = lines(form.option_names, "option1_name")?;
    let mut variants = Vec::with_capacity(form.variants.len());
    for (index, variant) in form.variants.into_iter().enumerate() {
        let variant = checked_variant(variant, index + 1, option_names.len())?;
        if variants.iter().any(|before: &VariantForm| before.options == variant.options) {
            return Err(ProductError::Options { variant: index + 1 });
        }
        variants.push(variant);
    }
    Ok(ProductForm {
        title,
        description: form.description.as_deref().map(html::clean),
        brand: one_line(&form.brand, LINE_CHARS_MAX, "brand")?,
        product_type: one_line(&form.product_type, LINE_CHARS_MAX, "product_type")?,
        tags,
        option_names,
        status: form.status,
        variants,
    })
}

fn checked_variant(
    form: VariantForm,
    variant: usize,
    option_count: usize,
) -> Result<VariantForm, ProductError> {
    if !(0..=PRICE_MAX).contains(&form.price.amount) {
        return Err(ProductError::Price { variant });
    }
    let is_lower =
        |compare_at: Money| compare_at.checked_cmp(form.price).is_ok_and(std::cmp::Ordering::is_gt);
    if form.compare_at.is_some_and(|compare_at| !is_lower(compare_at) || compare_at.amount > PRICE_MAX) {
        return Err(ProductError::CompareAt { variant });
    }
    let prices: &[Price] = form.more_prices.as_deref().unwrap_or_default();
    for (index, price) in prices.iter().enumerate() {
        let currency = price.price.currency;
        let fits = (0..=PRICE_MAX).contains(&price.price.amount)
            && price.compare_at.is_none_or(|compare_at| compare_at.amount <= PRICE_MAX)
            && currency != form.price.currency
            && prices[..index].iter().all(|before| before.price.currency != currency)
            && price.compare_at.is_none_or(|compare_at| {
                compare_at.checked_cmp(price.price).is_ok_and(std::cmp::Ordering::is_gt)
            });
        if !fits {
            return Err(ProductError::MorePrice { variant, currency });
        }
    }
    if matches!(form.units, Shelf::Units(units) if !(0..=domain::catalog::problem::UNITS_MAX).contains(&units))
    {
        return Err(ProductError::Units { variant });
    }
    if form.weight_grams > GRAMS_MAX {
        return Err(ProductError::Weight { variant });
    }
    let options: Result<Vec<String>, _> = form
        .options
        .iter()
        .take(option_count)
        .map(|text| one_line(text, LINE_CHARS_MAX, "option1_values"))
        .collect();
    let options = options?;
    // A value that belongs to no option is a mistake, not a value to lose.
    let mut beyond = form.options.iter().skip(option_count);
    if options.len() != option_count
        || options.iter().any(String::is_empty)
        || beyond.any(|text| !text.trim().is_empty())
    {
        return Err(ProductError::Options { variant });
    }
    let code = |text: &str, field| {
        one_line(text, LINE_CHARS_MAX, field)
            .map_err(|_| ProductError::TooLong { field, variant: Some(variant) })
    };
    Ok(VariantForm {
        options,
        sku: code(&form.sku, "sku")?,
        barcode: code(&form.barcode, "barcode")?,
        ..form
    })
}

fn one_line(text: &str, chars_max: usize, field: &'static str) -> Result<String, ProductError> {
    let text: String = text.trim().chars().filter(|sign| !sign.is_control()).collect();
    if text.chars().count() > chars_max {
        Err(ProductError::TooLong { field, variant: None })
    } else {
        Ok(text)
    }
}

/// Shows or hides a product.
///
/// # Errors
/// [`ProductError::Unknown`] when there is none; nothing has changed then.
pub async fn set_status(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    product: ProductId,
    status: DraftStatus,
) -> Result<(), ProductError> {
    let merchant = permitted(permit, MerchantAct::EditCatalog);
    let line = staff_log::line(ctx, permit.by(), merchant, "product.status", product, status.as_str());
    let now = ctx.now();
    ctx.db()
        .write("set_product_status", move |tx| {
            if !products::lock(tx, merchant, product)? {
                return Err(ProductError::Unknown);
            }
            if products::set_status(tx, merchant, product, status, now)? {
                store::offers::ensure(tx, merchant, &[product], now)?;
                staff_actions::note(tx, &line)?;
                changes::note(tx, ChangeKind::Product, product.0, merchant.0, now)?;
            }
            Ok(())
        })
        .await
}
