//! The offers of one product: for a limited time, or a limited number each. Times are typed and read by the shop's
//! own clock.

use app::catalog::offers::{self, OfferError, Terms};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{MerchantId, OfferId, ProductId};
use domain::view::goods::{Offer, OfferPause};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use words::{Words, zone_name};

use super::desk::{Place, desk, id, may};
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
    let known = offers::of_product(web.ctx(), &permit, product).await?;
    let (p, shop) = desk(web, visit, merchant, Place::Products).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/products/{product}");
    let zone = &shop.profile.time_zone;
    let may_edit = may(visit, merchant, MerchantAct::EditCatalog).is_ok();
    let form = may_edit.then(|| {
        let mut fields = fields(w, typed, zone);
        mark(&mut fields, &mut errors);
        OtherForm {
            title: w.text("offers-make").to_owned(),
            action: format!("{home}/offers"),
            fields,
            button: w.text("offers-make-button").to_owned(),
        }
    });
    let is_wrong = !errors.is_empty();
    let page = render(&ProductOffers {
        crumbs: Crumbs(vec![
            Link { label: w.text("products-title").to_owned(), href: format!("/studio/{merchant}/products") },
            Link { label: goods.product.title.clone(), href: home.clone() },
            Link { label: w.text("offers-title").to_owned(), href: String::new() },
        ]),
        title: w.text("offers-title").to_owned(),
        text: w.text("offers-text").to_owned(),
        table: table(w, &known, web.ctx().now(), zone, &home, may_edit, &p.csrf),
        form,
        errors,
        p: &p,
    })?;
    Ok(answer(page, is_wrong))
}

fn fields(w: &Words, typed: Option<&Typed>, zone: &TimeZone) -> Vec<Field> {
    let optional = w.text("state-optional");
    let value = |name: &str| typed.map_or("", |typed| typed.get(name)).to_owned();
    let clock = w.fill("offers-clock", "zone", zone_name(zone));
    vec![
        Field::new("starts_at", w.text("offers-starts"))
            .kind(Kind::DateTime)
            .value(&value("starts_at"))
            .hint(w.text("offers-starts-hint"))
            .optional(optional)
            .width(Width::Third),
        Field::new("ends_at", w.text("product-offer-ends"))
            .kind(Kind::DateTime)
            .value(&value("ends_at"))
            .hint(&clock)
            .optional(optional)
            .width(Width::Third),
        Field::new("limit_per_buyer", w.text("product-limit-per-buyer"))
            .kind(Kind::Number)
            .value(&value("limit_per_buyer"))
            .hint(w.text("offers-limit-hint"))
            .optional(optional)
            .width(Width::Third),
    ]
}

fn table(
    w: &Words,
    known: &[Offer],
    now: Timestamp,
    zone: &TimeZone,
    home: &str,
    may_edit: bool,
    csrf: &str,
) -> Table {
    let time = |at: Option<Timestamp>| at.map(|at| w.date_time(at, zone)).unwrap_or_else(|| "–".to_owned());
    let rows = known.iter().map(|offer| {
        let (key, level) = state(offer, now);
        Row {
            cells: vec![
                Cell::Lead {
                    title: terms(w, offer),
                    detail: String::new(),
                    href: String::new(),
                    picture: None,
                },
                Cell::text(&time(offer.starts_at)),
                Cell::text(&time(offer.ends_at)),
                Cell::State(Tag { text: w.text(key).to_owned(), level }),
                Cell::Actions(if may_edit { actions(w, offer, now, home) } else { Vec::new() }),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("offers-title").to_owned(),
        columns: vec![
            Column::words(w.text("offers-title")),
            Column::words(w.text("offers-starts")),
            Column::words(w.text("product-offer-ends")),
            Column::words(w.text("col-status")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        foot: Vec::new(),
        csrf: csrf.to_owned(),
    }
}

/// What an offer is, in a few words.
fn terms(w: &Words, offer: &Offer) -> String {
    match (offer.limit_per_buyer, offer.starts_at.is_some() || offer.ends_at.is_some()) {
        (Some(limit), _) => w.count("card-limit", limit),
        (None, true) => w.text("offers-limited-time").to_owned(),
        (None, false) => w.text("offers-plain").to_owned(),
    }
}

/// All that an offer promises: its terms, and when it starts and ends by the shop's clock.
#[must_use]
pub fn in_words(w: &Words, offer: &Offer, zone: &TimeZone) -> String {
    let time = |key: &str, at: Option<Timestamp>| at.map(|at| w.beside(w.text(key), &w.date_time(at, zone)));
    let times = [
        time(words::key!("offers-starts"), offer.starts_at),
        time(words::key!("product-offer-ends"), offer.ends_at),
    ];
    let parts: Vec<String> = [Some(terms(w, offer))].into_iter().chain(times).flatten().collect();
    parts.join(" · ")
}

fn state(offer: &Offer, now: Timestamp) -> (&'static str, Level) {
    match offer.pause(now) {
        None => (words::key!("offers-runs"), Level::Good),
        Some(OfferPause::NotYet) => (words::key!("offers-waits"), Level::Info),
        Some(OfferPause::Over) => (words::key!("card-ended"), Level::Plain),
        Some(OfferPause::Closed) => (words::key!("product-status-closed"), Level::Plain),
    }
}

fn actions(w: &Words, offer: &Offer, now: Timestamp, home: &str) -> Vec<Action> {
    let form = |key: &str, what: &str, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{home}/offers/{}/{what}", offer.id),
        is_link: false,
        risky,
    };
    let post = Action {
        label: w.text("product-post-it").to_owned(),
        href: format!("/compose?product={}", offer.id),
        is_link: true,
        risky: false,
    };
    match offer.pause(now) {
        None | Some(OfferPause::NotYet) => vec![post, form(words::key!("offers-close"), "close", true)],
        Some(OfferPause::Closed) => vec![form(words::key!("offers-open"), "open", false)],
        Some(OfferPause::Over) => Vec::new(),
    }
}

/// Makes an offer.
pub async fn make(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (merchant, product): (MerchantId, ProductId) = (id(&merchant)?, id(&product)?);
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let shop = app::merchants::find(web.ctx(), merchant).await?.ok_or(Failure::NotFound)?;
    app::catalog::goods(web.ctx(), merchant, product).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let terms = match read(w, &typed, &shop.profile.time_zone) {
        Ok(terms) => terms,
        Err(errors) => return page(&web, &visit, merchant, product, Some(&typed), errors).await,
    };
    let error = match offers::make(web.ctx(), &permit, product, terms).await {
        Ok(_) => {
            let back = format!("/studio/{merchant}/products/{product}/offers");
            return Ok(say(&web, words::key!("action-saved"), &back));
        }
        Err(OfferError::Db(error)) => return Err(error.into()),
        Err(error) => error,
    };
    let error = match error {
        OfferError::Times => at("ends_at", w.text("offers-times-wrong").to_owned()),
        OfferError::Limit => at("limit_per_buyer", w.text("offers-limit-wrong").to_owned()),
        OfferError::NotOnSale => at("starts_at", w.text("offers-not-on-sale").to_owned()),
        OfferError::NotVerified(_) => at("starts_at", w.text("compose-not-verified").to_owned()),
        OfferError::Db(error) => return Err(error.into()),
    };
    page(&web, &visit, merchant, product, Some(&typed), vec![error]).await
}

/// The terms that were typed, or what is wrong with them.
fn read(w: &Words, typed: &Typed, zone: &TimeZone) -> Result<Terms, Vec<FormError>> {
    let mut errors = Vec::new();
    let mut time = |name: &str| match typed.get(name) {
        "" => None,
        text => {
            let read = instant(text, zone);
            if read.is_none() {
                errors.push(at(name, w.text("field-time-invalid").to_owned()));
            }
            read
        }
    };
    let (starts_at, ends_at) = (time("starts_at"), time("ends_at"));
    let limit_per_buyer = match typed.get("limit_per_buyer") {
        "" => None,
        text => {
            let read = text.parse::<u32>();
            if read.is_err() {
                errors.push(at("limit_per_buyer", w.text("offers-limit-wrong").to_owned()));
            }
            read.ok()
        }
    };
    if errors.is_empty() && starts_at.is_none() && ends_at.is_none() && limit_per_buyer.is_none() {
        errors.push(at("ends_at", w.text("offers-terms-missing").to_owned()));
    }
    if errors.is_empty() { Ok(Terms { starts_at, ends_at, limit_per_buyer }) } else { Err(errors) }
}

/// What a field for date and time sends, `2026-11-29T18:00`, by the clock of `zone`. A time that the clock skips in
/// spring is the one an hour later.
pub(in crate::html) fn instant(text: &str, zone: &TimeZone) -> Option<Timestamp> {
    // A time with a zone of its own, or a date alone, is not what the field says.
    if text.len() < "2026-11-29T18:00".len() || text.contains(['Z', '+', '[']) {
        return None;
    }
    let read: DateTime = text.parse().ok()?;
    Some(read.to_zoned(zone.clone()).ok()?.timestamp())
}

/// Closes an offer, or opens it again.
pub async fn set_open(
    web: State<Web>,
    visit: Visit,
    Path((merchant, product, offer, what)): Path<(String, String, String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let (product, offer): (ProductId, OfferId) = (id(&product)?, id(&offer)?);
    let open = match what.as_str() {
        "open" => true,
        "close" => false,
        _ => return Err(Failure::NotFound),
    };
    let known = app::catalog::offer_goods(web.ctx(), offer).await?.ok_or(Failure::NotFound)?;
    if known.offer.merchant != merchant || known.offer.product != product {
        return Err(Failure::NotFound);
    }
    app::switches::set_offer_open(web.ctx(), &permit, offer, open).await?;
    Ok(say(&web, words::key!("action-saved"), &format!("/studio/{merchant}/products/{product}/offers")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_by_the_shops_clock() {
        let paris = TimeZone::get("Europe/Paris").unwrap();
        let at = |text: &str| instant(text, &paris).map(|at| at.to_string());
        assert_eq!(at("2026-11-29T18:00").as_deref(), Some("2026-11-29T17:00:00Z"));
        assert_eq!(at("2026-07-01T18:00:30").as_deref(), Some("2026-07-01T16:00:30Z"));
        assert_eq!(at("2026-03-29T02:30").as_deref(), Some("2026-03-29T01:30:00Z"));
        for bad in
            ["", "soon", "2026-11-29", "2026-13-01T00:00", "2026-11-29T18:00Z", "2026-11-29T25:00", "=1+1"]
        {
            assert_eq!(at(bad), None, "{bad}");
        }
    }
}
