//! The end of an account: what goes and what stays, said before; the password; and the certificate, for whoever keeps its
//! address.

use app::erasure::{self, EraseError, Erasure};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::erasure::{ErasureOf, ErasureState, Obstacle};
use domain::ids::ErasureId;
use http::header;
use jiff::tz::TimeZone;
use serde_json::Value;
use words::Words;

use super::cookies::Cookie;
use super::field::{Field, Kind};
use super::mistakes::{answer, at, mark, whole};
use super::page::Section;
use super::pages::account::{Certificate, FormPage};
use super::parts::{FormError, Link};
use super::typed::Typed;
use super::view::page;
use super::{Failure, Visit, render, see_other};
use crate::Web;

impl From<EraseError> for Failure {
    fn from(error: EraseError) -> Self {
        match error {
            EraseError::Unknown => Self::NotFound,
            EraseError::Obstacles(_) | EraseError::Hindered(_) => Self::Conflict,
            EraseError::WrongPassword | EraseError::NotConfirmed | EraseError::NoReason => {
                Self::Unprocessable
            }
            EraseError::TooMany(error) => error.into(),
            EraseError::Db(error) => error.into(),
        }
    }
}

/// The form, with what stands against it.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn ask(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    let standing = erasure::obstacles(web.ctx(), signed_in.account).await?;
    let errors = refused(visit.words(), &standing);
    form(&web, &visit, errors, false)
}

fn form(web: &Web, visit: &Visit, mut errors: Vec<FormError>, is_wrong: bool) -> Result<Response, Failure> {
    let p = page(web, visit, Section::Account);
    let w = p.w;
    let mut shown = FormPage::new(&p, w.text("erase-title"), "/account/erase", w.text("erase-button"));
    shown.text = w.text("erase-form-text").to_owned();
    shown.fields = vec![
        Field::new("have_all", w.text("erase-have-all")).kind(Kind::Check),
        Field::new("password", w.text("account-current-password"))
            .kind(Kind::Password)
            .autocomplete("current-password"),
    ];
    mark(&mut shown.fields, &mut errors);
    shown.errors = errors;
    shown.links = vec![Link { label: w.text("account-data").to_owned(), href: "/account/data".to_owned() }];
    Ok(answer(render(&shown)?, is_wrong))
}

/// What must end first, one sentence each.
fn refused(w: &Words, standing: &[(Obstacle, i64)]) -> Vec<FormError> {
    if standing.is_empty() {
        return Vec::new();
    }
    let one = |(obstacle, count): &(Obstacle, i64)| {
        let key = match obstacle {
            Obstacle::OpenOrders => words::key!("erase-open-orders"),
            Obstacle::OpenRequests => words::key!("erase-open-requests"),
            Obstacle::MoneyUnderway => words::key!("erase-money"),
            Obstacle::RunningPledges => words::key!("erase-pledges"),
            Obstacle::OwnShop => words::key!("erase-shop"),
            Obstacle::OwnNonprofit => words::key!("erase-nonprofit"),
            Obstacle::Operator => return whole(w.text("erase-operator")),
        };
        whole(&w.count(key, *count))
    };
    std::iter::once(whole(w.text("erase-refused"))).chain(standing.iter().map(one)).collect()
}

/// Ends the account; the browser is signed out, and sees where the certificate will be.
pub async fn begin(web: State<Web>, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let signed_in = visit.signed_in.as_ref().ok_or(Failure::SignIn)?;
    let w = visit.words();
    let password = typed.get("password").to_owned();
    match erasure::ask(web.ctx(), signed_in, password, typed.is_on("have_all")).await {
        Ok(id) => {
            let mut response = see_other(&address(&web, id));
            let cookie = Cookie::Session.clear(web.config());
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Err(EraseError::WrongPassword) => {
            let wrong = at("password", w.text("field-password-wrong").to_owned());
            form(&web, &visit, vec![wrong], true)
        }
        Err(EraseError::NotConfirmed) => {
            let wrong = at("have_all", w.text("erase-confirm-needed").to_owned());
            form(&web, &visit, vec![wrong], true)
        }
        Err(EraseError::Obstacles(standing)) => form(&web, &visit, refused(w, &standing), true),
        Err(other) => Err(other.into()),
    }
}

pub(super) fn address(web: &Web, id: ErasureId) -> String {
    format!("/erasures/{id}/{}", erasure::token(web.ctx(), id))
}

/// The certificate, or that it is not there yet.
pub async fn certificate(
    web: State<Web>,
    visit: Visit,
    Path((erasure, token)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let id: ErasureId = erasure.parse().map_err(|_| Failure::NotFound)?;
    let found = erasure::find(web.ctx(), id, &token).await?.ok_or(Failure::NotFound)?;
    let p = page(&web, &visit, Section::Account);
    let w = p.w;
    let text = match (found.state, found.done_at) {
        (ErasureState::Done, Some(at)) => {
            w.fill("certificate-done", "date", &w.date_time(at, &TimeZone::UTC))
        }
        _ => match found.of {
            ErasureOf::Person(_) => w.text("certificate-underway").to_owned(),
            ErasureOf::End(_) => w.text("sunset-erase-goes-on").to_owned(),
        },
    };
    let (facts, digests) = facts(w, &found);
    render(&Certificate { p: &p, text, facts, digests })
}

/// What a certificate says, and the hashes of what was searched for.
fn facts(w: &Words, found: &Erasure) -> (Vec<(String, String)>, Vec<String>) {
    let mut facts = vec![(w.text("certificate-number").to_owned(), found.id.to_string())];
    let kept = match found.of {
        ErasureOf::Person(_) => words::key!("certificate-kept"),
        ErasureOf::End(scope) => {
            facts.push((w.text("certificate-of").to_owned(), w.sunset_subject(scope, None)));
            words::key!("certificate-kept-books")
        }
    };
    let read = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
    let (erased, proof) = (read(&found.erased), read(&found.proof));
    let sum = |counts: &Value| {
        let all = counts.as_object().into_iter().flat_map(serde_json::Map::values);
        all.filter_map(Value::as_i64).sum::<i64>()
    };
    let mut fact =
        |key: &str, count: i64| facts.push((w.lookup(key).unwrap_or_default().to_owned(), w.number(count)));
    if !erased.is_null() {
        fact(words::key!("certificate-erased"), sum(&erased["erased"]) + sum(&proof["scrubbed"]));
        fact(kept, sum(&erased["kept"]));
    }
    if !proof.is_null() {
        fact(words::key!("certificate-values"), proof["values"].as_i64().unwrap_or(0));
        let left = sum(&proof["bytes"]) + proof["other_files_hits"].as_i64().unwrap_or(0);
        fact(words::key!("certificate-found"), left);
        fact(words::key!("certificate-others"), sum(&proof["in_words_of_others"]));
    }
    if let ErasureOf::End(_) = found.of {
        for (key, counts) in [("certificate-erased", &erased["erased"]), (kept, &erased["kept"])] {
            for (table, count) in counts.as_object().into_iter().flatten() {
                let label = format!("{} · {table}", w.lookup(key).unwrap_or_default());
                facts.push((label, w.number(count.as_i64().unwrap_or(0))));
            }
        }
    }
    let digests = proof["digests"].as_array().into_iter().flatten();
    (facts, digests.filter_map(Value::as_str).map(str::to_owned).collect())
}
