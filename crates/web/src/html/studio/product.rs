//! One product: making it, changing it, its pictures, its offers.

use app::catalog::pictures::{self, PictureProblem};
use app::catalog::pins;
use app::catalog::products::{self, ProductError};
use app::pictures::PICTURE_BYTES_MAX;
use app::quota::Full;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::catalog::draft::DraftStatus;
use domain::ids::{MerchantId, ProductId};
use domain::view::goods::Goods;
use words::Words;

use super::desk::{Place, desk, id, may};
use super::product_form::{fields, more, read, variant_rows};
use super::products::status_tag;
use crate::Web;
use crate::html::mistakes::{answer, beside, mark, mark_in};
use crate::html::pages::studio::ProductEdit;
use crate::html::parts::{Crumbs, FormError, Link};
use crate::html::said::say;
use crate::html::table::Action;
use crate::html::typed::{Typed, WithFiles, with_files};
use crate::html::unfit::unfit;
use crate::html::view::picture;
use crate::html::{Failure, Visit, render};

/// Pictures that one form brings.
const PICTURES_AT_ONCE: usize = 3;

/// A product that does not exist yet.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn new(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    form(&web, &visit, id(&merchant)?, None, None, Vec::new()).await
}

/// A product that is known.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::ViewCatalog)?;
    let goods = products::view(web.ctx(), &permit, id(&product)?).await?.ok_or(Failure::NotFound)?;
    form(&web, &visit, merchant, Some(&goods), None, Vec::new()).await
}

async fn form(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    stored: Option<&Goods>,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let (p, shop) = desk(web, visit, merchant, Place::Products).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/products");
    let pinned = match stored {
        Some(goods) => {
            let permit = may(visit, merchant, MerchantAct::ViewCatalog)?;
            pins::is_pinned(web.ctx(), &permit, goods.product.id).await?
        }
        None => false,
    };
    let title = stored.map_or_else(|| w.text("product-title-new").to_owned(), |it| it.product.title.clone());
    let pictures: Vec<_> = stored
        .iter()
        .flat_map(|goods| &goods.images)
        .filter_map(|found| {
            let image = found.image.as_ref()?;
            Some((found.position.to_string(), picture(image, &found.alt), found.alt.clone()))
        })
        .collect();
    let free = (pictures::PICTURES_MAX as usize).saturating_sub(pictures.len()).min(PICTURES_AT_ONCE);
    let mut shown = fields(w, stored, typed);
    mark(&mut shown, &mut errors);
    let mut variants = variant_rows(w, stored, typed, &shop.profile);
    variants.iter_mut().for_each(|variant| mark_in(&variant.name, &mut variant.fields, &mut errors));
    let is_wrong = !errors.is_empty();
    let page = render(&ProductEdit {
        p: &p,
        crumbs: Crumbs(vec![
            Link { label: w.text("products-title").to_owned(), href: home.clone() },
            Link { label: title.clone(), href: String::new() },
        ]),
        title,
        state: stored.map(|goods| status_tag(w, goods.product.status)),
        ready: None,
        action: stored.map_or_else(|| home.clone(), |goods| format!("{home}/{}", goods.product.id)),
        fields: shown,
        pictures,
        pictures_free: u32::try_from(free).unwrap_or(0),
        variant_heads: Vec::new(),
        variants,
        actions: stored.map(|goods| actions(w, &home, goods, pinned)).unwrap_or_default(),
        errors,
    })?;
    Ok(answer(page, is_wrong))
}

fn actions(w: &Words, home: &str, goods: &Goods, pinned: bool) -> Vec<Action> {
    let product = goods.product.id;
    let form = |key: &str, path: &str, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{home}/{product}/{path}"),
        is_link: false,
        risky,
    };
    let link =
        |key: &str, href: String| Action { label: w.text(key).to_owned(), href, is_link: true, risky: false };
    match goods.product.status {
        DraftStatus::Active => vec![
            link(
                words::key!("product-post-it"),
                format!("/compose?product={}.{product}", goods.product.merchant),
            ),
            link(words::key!("action-view"), format!("/products/{product}")),
            link(words::key!("offers-title"), format!("{home}/{product}/offers")),
            link(words::key!("sale-title"), format!("{home}/{product}/sale")),
            if pinned {
                form(words::key!("product-unpin"), "unpin", false)
            } else {
                form(words::key!("product-pin"), "pin", false)
            },
            form(words::key!("product-archive"), "status/archived", true),
        ],
        DraftStatus::Draft | DraftStatus::Archived => {
            vec![form(words::key!("product-publish"), "status/active", false)]
        }
    }
}

/// Makes a product.
pub async fn create(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    sent: Multipart,
) -> Result<Response, Failure> {
    save(&web, &visit, id(&merchant)?, None, sent).await
}

/// Changes a product.
pub async fn edit(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
    sent: Multipart,
) -> Result<Response, Failure> {
    save(&web, &visit, id(&merchant)?, Some(id(&product)?), sent).await
}

async fn save(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    product: Option<ProductId>,
    sent: Multipart,
) -> Result<Response, Failure> {
    let w = visit.words();
    let permit = may(visit, merchant, MerchantAct::EditCatalog)?;
    let sent = with_files(web, visit, sent, "picture", PICTURE_BYTES_MAX).await?;
    let shop = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let stored = match product {
        Some(product) => {
            Some(app::catalog::goods(web.ctx(), merchant, product).await?.ok_or(Failure::NotFound)?)
        }
        None => None,
    };
    let again = async |errors| form(web, visit, merchant, stored.as_ref(), Some(&sent.typed), errors).await;
    let command = match read(w, &sent.typed, stored.as_ref(), &shop.profile) {
        Ok(command) => command,
        Err(errors) => return again(errors).await,
    };
    let saved = match product {
        Some(product) => products::edit(web.ctx(), &permit, product, command).await.map(|()| product),
        None => products::create(web.ctx(), &permit, command).await,
    };
    let product = match saved {
        Ok(product) => product,
        Err(ProductError::Unknown) => return Err(Failure::NotFound),
        Err(ProductError::Db(error)) => return Err(error.into()),
        Err(error) => return again(vec![said(w, &error, stored.as_ref())]).await,
    };
    if let Err(problem) = save_pictures(web, &permit, product, &sent).await {
        let message = match problem {
            PictureProblem::Upload(error) => unfit(w, error)?,
            PictureProblem::Db(error) => return Err(error.into()),
            PictureProblem::Full(error) => full(w, &error),
            PictureProblem::TooMany => w.count("product-pictures-max", pictures::PICTURES_MAX),
            PictureProblem::UnknownProduct => return Err(Failure::NotFound),
        };
        // The words are saved; only the picture is not.
        let goods = app::catalog::goods(web.ctx(), merchant, product).await?;
        let errors = vec![beside("picture-1", w.text("field-image"), message)];
        return form(web, visit, merchant, goods.as_ref(), None, errors).await;
    }
    Ok(say(web, words::key!("action-saved"), &format!("/studio/{merchant}/products/{product}")))
}

/// That there is no room for a shop's file: what its files take, and what they may.
pub(super) fn full(w: &Words, error: &Full) -> String {
    let (used, limit) = (size(w, error.used), size(w, error.limit));
    w.with("files-full", &[("used", (&used).into()), ("limit", (&limit).into())])
}

/// A size in units of 1024 × 1024 bytes, rounded up.
pub(super) fn size(w: &Words, bytes: u64) -> String {
    w.count("files-size", i64::try_from(bytes.div_ceil(1024 * 1024)).unwrap_or(i64::MAX))
}

async fn save_pictures(
    web: &Web,
    permit: &domain::access::Permit<domain::access::AtMerchant>,
    product: ProductId,
    sent: &WithFiles,
) -> Result<(), PictureProblem> {
    let dropped: Vec<&str> = sent.typed.all("drop").collect();
    for (position, alt) in sent.typed.all("kept").zip(sent.typed.all("kept_alt")) {
        let Ok(number) = position.parse() else { continue };
        let alt = (!dropped.contains(&position)).then_some(alt);
        pictures::change(web.ctx(), permit, product, number, alt).await?;
    }
    for (bytes, alt) in sent.files.iter().zip(&sent.alts).take(PICTURES_AT_ONCE) {
        pictures::add_to_product(web.ctx(), permit, product, bytes.clone(), alt).await?;
    }
    Ok(())
}

/// What is wrong, at its field.
fn said(w: &Words, error: &ProductError, stored: Option<&Goods>) -> FormError {
    let of_variant = |name: &str, variant: usize| {
        let id = stored.and_then(|goods| goods.variants.get(variant.saturating_sub(1)));
        id.map_or_else(|| format!("f-{name}_new"), |found| format!("f-{name}_{}", found.id))
    };
    let (field, message) = match error {
        ProductError::NoTitle => ("f-title".to_owned(), w.text("field-required").to_owned()),
        ProductError::TooLong { field, variant } => (
            variant.map_or_else(|| format!("f-{field}"), |variant| of_variant(field, variant)),
            w.text("settings-too-long").to_owned(),
        ),
        ProductError::VariantCount | ProductError::Options { .. } => {
            ("f-option1_values".to_owned(), w.text("product-error-options").to_owned())
        }
        ProductError::Price { variant } => {
            (of_variant("price", *variant), w.text("field-amount-negative").to_owned())
        }
        ProductError::CompareAt { variant } => {
            (of_variant("compare_at", *variant), w.text("product-compare-at-hint").to_owned())
        }
        ProductError::MorePrice { variant, currency } => {
            (of_variant(&more("price", *currency), *variant), w.text("product-more-price-wrong").to_owned())
        }
        ProductError::Units { variant } => {
            (of_variant("units", *variant), w.text("field-number-invalid").to_owned())
        }
        ProductError::Weight { variant } => {
            (of_variant("grams", *variant), w.text("field-number-invalid").to_owned())
        }
        ProductError::PinnedMax => (String::new(), w.text("product-error-pinned").to_owned()),
        ProductError::Unknown | ProductError::Db(_) => (String::new(), String::new()),
    };
    FormError { field, label: String::new(), message }
}

/// Shows or hides a product.
pub async fn set_status(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product, status)): Path<(String, String, String)>,
) -> Result<Response, Failure> {
    let merchant = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let status = DraftStatus::from_word(&status).ok_or(Failure::NotFound)?;
    changed(&web, merchant, products::set_status(web.ctx(), &permit, id(&product)?, status).await, &product)
}

/// Shows a product first in the shop.
pub async fn pin(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let outcome = pins::set_pinned(web.ctx(), &permit, id(&product)?, true).await;
    let Err(full @ ProductError::PinnedMax) = outcome else {
        return changed(&web, merchant, outcome, &product);
    };
    let goods = app::catalog::goods(web.ctx(), merchant, id(&product)?).await?;
    let errors = vec![said(visit.words(), &full, goods.as_ref())];
    form(&web, &visit, merchant, goods.as_ref(), None, errors).await
}

/// No longer shows it first.
pub async fn unpin(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    changed(&web, merchant, pins::set_pinned(web.ctx(), &permit, id(&product)?, false).await, &product)
}

fn changed(
    web: &Web,
    merchant: MerchantId,
    outcome: Result<(), ProductError>,
    product: &str,
) -> Result<Response, Failure> {
    let page = format!("/studio/{merchant}/products/{product}");
    match outcome {
        Ok(()) => Ok(say(web, words::key!("action-saved"), &page)),
        Err(ProductError::Db(error)) => Err(error.into()),
        Err(_) => Err(Failure::NotFound),
    }
}
