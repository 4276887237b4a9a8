//! The sale of one product: lower prices for a time, in each currency that it has a price in. Times are typed and read
//! by the shop's own clock.

use app::catalog::sales::{self, SaleError, SalePrices, SaleTerms, VariantSale};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{MerchantId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::view::goods::{Goods, Price, Variant};
use jiff::tz::TimeZone;
use words::{Words, zone_name};

use super::desk::{Place, desk, id, may};
use super::offers::instant;
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::OtherForm;
use crate::html::pages::studio::ProductOffers;
use crate::html::parts::{Crumbs, FormError, Level, Link, Tag};
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&web, &visit, id(&merchant)?, id(&product)?, None, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    product: ProductId,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::ViewCatalog)?;
    let goods = app::catalog::products::view(web.ctx(), &permit, product).await?.ok_or(Failure::NotFound)?;
    let known = sales::view(web.ctx(), &permit, product).await?;
    let (p, shop) = desk(web, visit, merchant, Place::Products).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/products/{product}");
    let zone = &shop.profile.time_zone;
    let may_edit = may(visit, merchant, MerchantAct::EditCatalog).is_ok();
    let form = may_edit.then(|| {
        let mut fields = fields(w, &goods, &known, typed, zone);
        mark(&mut fields, &mut errors);
        OtherForm {
            title: w.text("sale-make").to_owned(),
            action: format!("{home}/sale"),
            fields,
            button: w.text("sale-make-button").to_owned(),
        }
    });
    let is_wrong = !errors.is_empty();
    let page = render(&ProductOffers {
        crumbs: Crumbs(vec![
            Link { label: w.text("products-title").to_owned(), href: format!("/studio/{merchant}/products") },
            Link { label: goods.product.title.clone(), href: home.clone() },
            Link { label: w.text("sale-title").to_owned(), href: String::new() },
        ]),
        title: w.text("sale-title").to_owned(),
        text: w.text("sale-text").to_owned(),
        table: table(w, &goods, &known, zone, may_edit.then_some((&home, &p.csrf))),
        form,
        errors,
        p: &p,
    })?;
    Ok(answer(page, is_wrong))
}

/// What each variant costs without a sale, its own currency first.
fn usual(variant: &Variant, known: &[VariantSale]) -> Vec<Price> {
    let on_sale = known.iter().find(|sale| sale.variant == variant.id);
    let all = std::iter::once(&variant.price).chain(&variant.more_prices);
    all.map(|price| {
        let lowered = on_sale
            .into_iter()
            .flat_map(|sale| &sale.prices)
            .find(|(lower, _)| lower.currency == price.price.currency);
        lowered.map_or(*price, |(_, usual)| *usual)
    })
    .collect()
}

fn field_name(variant: VariantId, currency: Currency) -> String {
    format!("price_{variant}_{}", currency.code())
}

fn fields(
    w: &Words,
    goods: &Goods,
    known: &[VariantSale],
    typed: Option<&Typed>,
    zone: &TimeZone,
) -> Vec<Field> {
    let optional = w.text("state-optional");
    let value = |name: &str| typed.map_or("", |typed| typed.get(name)).to_owned();
    let mut fields = vec![
        Field::new("starts_at", w.text("sale-starts"))
            .kind(Kind::DateTime)
            .value(&value("starts_at"))
            .hint(w.text("offers-starts-hint"))
            .optional(optional)
            .width(Width::Third),
        Field::new("ends_at", w.text("sale-ends"))
            .kind(Kind::DateTime)
            .value(&value("ends_at"))
            .hint(&w.fill("offers-clock", "zone", zone_name(zone)))
            .width(Width::Third),
        Field::new("percent", w.text("sale-percent"))
            .kind(Kind::Number)
            .value(&value("percent"))
            .hint(w.text("sale-percent-hint"))
            .optional(optional)
            .width(Width::Third),
    ];
    for variant in &goods.variants {
        for price in usual(variant, known) {
            let currency = price.price.currency;
            let label = w.fill("sale-price-in", "currency", currency.code());
            let title = variant.title();
            let label = if title.is_empty() { label } else { w.beside(&title, &label) };
            let name = field_name(variant.id, currency);
            fields.push(
                Field::new(&name, &label)
                    .value(&value(&name))
                    .hint(&w.fill("sale-usual", "price", price.price))
                    .optional(optional)
                    .width(Width::Third),
            );
        }
    }
    fields
}

/// The sale as it is: a line per price, and for each currency that it leaves out.
fn table(
    w: &Words,
    goods: &Goods,
    known: &[VariantSale],
    zone: &TimeZone,
    edit: Option<(&String, &String)>,
) -> Table {
    let mut rows = Vec::new();
    for variant in &goods.variants {
        let Some(sale) = known.iter().find(|sale| sale.variant == variant.id) else { continue };
        let title = if variant.title().is_empty() { goods.product.title.clone() } else { variant.title() };
        let (key, level) = if sale.running {
            (words::key!("offers-runs"), Level::Good)
        } else {
            (words::key!("offers-waits"), Level::Info)
        };
        for price in usual(variant, known) {
            let lower = sale.prices.iter().find(|(lower, _)| lower.currency == price.price.currency);
            let lower =
                lower.map_or_else(|| w.text("sale-not-lowered").to_owned(), |(lower, _)| w.money(*lower));
            rows.push(Row {
                cells: vec![
                    Cell::lead(&title, ""),
                    Cell::number(&w.money(price.price)),
                    Cell::number(&lower),
                    Cell::text(&w.date_time(sale.starts_at, zone)),
                    Cell::text(&w.date_time(sale.ends_at, zone)),
                    Cell::State(Tag { text: w.text(key).to_owned(), level }),
                    Cell::Actions(Vec::new()),
                ],
                fresh: false,
            });
        }
    }
    if let (Some(first), Some((home, _))) = (rows.first_mut(), edit) {
        first.cells[6] = Cell::Actions(vec![Action {
            label: w.text("sale-end").to_owned(),
            href: format!("{home}/sale/end"),
            is_link: false,
            risky: true,
        }]);
    }
    Table {
        caption: w.text("sale-title").to_owned(),
        columns: vec![
            Column::words(w.text("product-variants")),
            Column::numbers(w.text("sale-usual-price")),
            Column::numbers(w.text("sale-price")),
            Column::words(w.text("sale-starts")),
            Column::words(w.text("sale-ends")),
            Column::words(w.text("col-status")),
            Column::buttons(w.text("col-actions")),
        ],
        rows,
        foot: Vec::new(),
        csrf: edit.map(|(_, csrf)| csrf.clone()).unwrap_or_default(),
    }
}

/// Puts the product on sale.
pub async fn set(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (merchant, product): (MerchantId, ProductId) = (id(&merchant)?, id(&product)?);
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let shop = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    let goods = app::catalog::goods(web.ctx(), merchant, product).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let terms = match read(w, &typed, &goods, &shop.profile.time_zone) {
        Ok(terms) => terms,
        Err(errors) => return page(&web, &visit, merchant, product, Some(&typed), errors).await,
    };
    let error = match sales::set(web.ctx(), &permit, product, terms).await {
        Ok(_) => {
            let back = format!("/studio/{merchant}/products/{product}/sale");
            return Ok(say(&web, words::key!("action-saved"), &back));
        }
        Err(error) => said(w, error)?,
    };
    page(&web, &visit, merchant, product, Some(&typed), vec![error]).await
}

/// What is wrong, at its field.
fn said(w: &Words, error: SaleError) -> Result<FormError, Failure> {
    Ok(match error {
        SaleError::Times => at("ends_at", w.text("sale-times-wrong").to_owned()),
        SaleError::Percent => at("percent", w.count("sale-percent-wrong", sales::PERCENT_MAX)),
        SaleError::Empty => at("percent", w.text("sale-empty").to_owned()),
        SaleError::Price { variant, currency } => {
            at(&field_name(variant, currency), w.text("sale-price-wrong").to_owned())
        }
        // The form has the shop's own currency first: its field is named where it is read.
        SaleError::OwnMissing { .. } => at("percent", w.text("sale-own-missing").to_owned()),
        SaleError::Unknown => return Err(Failure::NotFound),
        SaleError::Db(error) => return Err(error.into()),
    })
}

/// The sale that was typed, or what is wrong with it. A percentage counts for what has no price of its own in the form.
fn read(w: &Words, typed: &Typed, goods: &Goods, zone: &TimeZone) -> Result<SaleTerms, Vec<FormError>> {
    let mut errors = Vec::new();
    let mut time = |name: &str, needed: bool| match typed.get(name) {
        "" if !needed => None,
        text => {
            let read = instant(text, zone);
            if read.is_none() {
                errors.push(at(name, w.text("field-time-invalid").to_owned()));
            }
            read
        }
    };
    let (starts_at, ends_at) = (time("starts_at", false), time("ends_at", true));
    let percent = match typed.get("percent") {
        "" => None,
        text => {
            let read = text.parse::<u32>();
            if read.is_err() {
                errors.push(at("percent", w.count("sale-percent-wrong", sales::PERCENT_MAX)));
            }
            read.ok()
        }
    };
    let mut each: Vec<(VariantId, Money)> = Vec::new();
    for variant in &goods.variants {
        let own = variant.price.price.currency;
        let before = each.len();
        for price in std::iter::once(&variant.price).chain(&variant.more_prices) {
            let currency = price.price.currency;
            let name = field_name(variant.id, currency);
            match typed.get(&name) {
                "" => {}
                text => match Money::parse(text, currency) {
                    Ok(money) => each.push((variant.id, money)),
                    Err(error) => errors.push(at(&name, w.amount_error(&error))),
                },
            }
        }
        let given = &each[before..];
        if !given.is_empty() && given.iter().all(|(_, money)| money.currency != own) {
            errors.push(at(&field_name(variant.id, own), w.text("sale-own-missing").to_owned()));
        }
    }
    if percent.is_some() && !each.is_empty() {
        errors.push(at("percent", w.text("sale-percent-hint").to_owned()));
    }
    let prices = match percent {
        Some(percent) => SalePrices::PercentOff(percent),
        None => SalePrices::Each(each),
    };
    match ends_at {
        Some(ends_at) if errors.is_empty() => Ok(SaleTerms { starts_at, ends_at, prices }),
        _ => Err(errors),
    }
}

/// Ends the sale, or takes it back before it begins.
pub async fn end(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (merchant, product): (MerchantId, ProductId) = (id(&merchant)?, id(&product)?);
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    match sales::end(web.ctx(), &permit, product).await {
        Ok(_) => {
            let back = format!("/studio/{merchant}/products/{product}/sale");
            Ok(say(&web, words::key!("action-saved"), &back))
        }
        Err(SaleError::Db(error)) => Err(error.into()),
        Err(_) => Err(Failure::NotFound),
    }
}
