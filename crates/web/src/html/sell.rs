//! Opening a shop.

use app::merchants::sign_up::{self, OpenShop, OpenShopError, OpenShopProblem, open_shop};
use axum::extract::{Form, State};
use axum::response::Response;
use domain::access::AsAccount;
use domain::country::Country;
use domain::money::Currency;
use words::Words;

use super::field::Kind;
use super::mistakes::{answer, at, mark, whole};
use super::page::Section;
use super::pages::account::FormPage;
use super::parts::FormError;
use super::studio::settings::shop::said;
use super::typed::Typed;
use super::view::page;
use super::{Failure, Visit, render, see_other};
use crate::Web;

/// The form.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    form(&web, &visit, None, Vec::new())
}

fn form(
    web: &Web,
    visit: &Visit,
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Elsewhere);
    let currencies = Currency::all().map(|known| (known.code().to_owned(), currency(p.w, known))).collect();
    let mut form = FormPage::merchant_sign_up(&p, Kind::country(p.w), currencies);
    let email = visit.signed_in.as_ref().map_or("", |signed_in| signed_in.email.as_str());
    for field in &mut form.fields {
        let value = match (typed, field.name.as_str()) {
            (Some(typed), name) => typed.get(name),
            (None, "currency") => Currency::EUR.code(),
            (None, "contact_email") => email,
            (None, _) => continue,
        };
        value.clone_into(&mut field.value);
    }
    mark(&mut form.fields, &mut errors);
    let is_wrong = !errors.is_empty();
    form.errors = errors;
    Ok(answer(render(&form)?, is_wrong))
}

/// "EUR (€)", or the code alone where there is no sign.
fn currency(w: &Words, currency: Currency) -> String {
    let (code, symbol) = (currency.code(), w.currency_symbol(currency));
    if symbol == code { symbol } else { format!("{code} ({symbol})") }
}

/// Opens the shop and leads to its settings: what is missing stands there.
pub async fn open(web: State<Web>, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let account = visit.actor.account().ok_or(Failure::SignIn)?;
    let permit = visit.actor.may(AsAccount(account))?;
    let w = visit.words();
    let (wanted, mut errors) = read(w, &typed);
    errors.extend(sign_up::problems(web.ctx(), &wanted).await?.into_iter().map(|it| wrong(w, it)));
    if !errors.is_empty() {
        return form(&web, &visit, Some(&typed), errors);
    }
    let errors = match open_shop(web.ctx(), &permit, wanted).await {
        Ok(merchant) => return Ok(see_other(&format!("/studio/{merchant}/settings"))),
        Err(OpenShopError::Problems(problems)) => problems.into_iter().map(|it| wrong(w, it)).collect(),
        Err(OpenShopError::NotOpen) => vec![whole(w.text("sign-up-shop-not-open"))],
        Err(OpenShopError::TooMany) => vec![whole(w.text("sign-up-shop-too-many"))],
        Err(OpenShopError::Db(error)) => return Err(error.into()),
    };
    form(&web, &visit, Some(&typed), errors)
}

fn wrong(w: &Words, problem: OpenShopProblem) -> FormError {
    match problem {
        OpenShopProblem::Handle(_) => at("handle", w.text("field-handle-invalid").to_owned()),
        OpenShopProblem::HandleTaken => at("handle", w.text("field-handle-taken").to_owned()),
        OpenShopProblem::Profile(problem) => {
            let mut error = said(w, problem);
            // A name of one's own is asked for on this form too, for an account that is still to be.
            if error.field == "f-display_name" {
                "f-shop_name".clone_into(&mut error.field);
            }
            error
        }
    }
}

/// What was typed. What does not read is told, and has a value that stands for it.
fn read(w: &Words, typed: &Typed) -> (OpenShop, Vec<FormError>) {
    let mut errors = Vec::new();
    let country = typed.get("country").parse().unwrap_or_else(|_| {
        errors.push(at("country", w.text("field-country-invalid").to_owned()));
        Country::all().next().expect("there are countries")
    });
    let currency = typed.get("currency").parse().unwrap_or_else(|_| {
        errors.push(at("currency", w.text("field-currency-invalid").to_owned()));
        Currency::EUR
    });
    let wanted = OpenShop {
        handle: typed.get("handle").to_owned(),
        display_name: typed.get("shop_name").to_owned(),
        legal_name: typed.get("legal_name").to_owned(),
        contact_email: typed.get("contact_email").to_owned(),
        postal_address: typed.get("postal_address").to_owned(),
        country,
        currency,
    };
    (wanted, errors)
}
