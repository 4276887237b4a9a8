//! Erasing what a plan ended: a form that asks twice, and the certificate.

use app::erasure::{self, EraseError, Erasure};
use axum::response::Response;
use domain::erasure::ErasureState;
use domain::sunset::Plan;
use words::Words;

use super::super::desk::{in_utc, may};
use super::{HOME, form, one};
use crate::Web;
use crate::html::erase::address;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{at, whole};
use crate::html::pages::desk::OtherForm;
use crate::html::said::say;
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit};

/// What is typed to say that it is meant: the plan's own number, which stands on no other page.
fn word(plan: &Plan) -> String {
    plan.id.to_string()
}

/// The form.
pub(super) fn asked(w: &Words, plan: &Plan, typed: &Typed) -> OtherForm {
    let title = w.text("sunset-erase").to_owned();
    OtherForm {
        action: format!("{HOME}/{}/erase", plan.id),
        fields: vec![
            form::why(w, "-erase", typed.get("why")).hint(w.text("sunset-erase-hint")),
            Field {
                id_suffix: "-erase".to_owned(),
                ..Field::new("word", &w.fill("sunset-erase-word", "word", word(plan).as_str()))
                    .value(typed.get("word"))
                    .autocomplete("off")
            },
            Field {
                id_suffix: "-erase".to_owned(),
                ..Field::new("sure", w.text("sunset-erase-sure")).kind(Kind::Check)
            },
        ],
        button: title.clone(),
        title,
    }
}

/// Erases, once all of the form says so.
pub(super) async fn begin(web: &Web, visit: &Visit, plan: &Plan, typed: &Typed) -> Result<Response, Failure> {
    let permit = may(visit)?;
    let w = visit.words();
    let mut errors = Vec::new();
    if typed.get("why").trim().is_empty() {
        errors.push(at("why-erase", w.text("field-required").to_owned()));
    }
    if typed.get("word").trim() != word(plan) {
        errors.push(at("word-erase", w.fill("sunset-erase-word-wrong", "word", word(plan).as_str())));
    }
    if !typed.is_on("sure") {
        errors.push(at("sure-erase", w.text("sunset-erase-sure-needed").to_owned()));
    }
    if errors.is_empty() {
        match erasure::erase_end(web.ctx(), &permit, plan.id, typed.get("why")).await {
            Ok(_) => return Ok(say(web, words::key!("sunset-erase-begun"), &format!("{HOME}/{}", plan.id))),
            // The page says what stands against it.
            Err(EraseError::Hindered(_)) => errors.push(whole(w.text("sunset-not-now"))),
            Err(other) => return Err(other.into()),
        }
    }
    one(web, visit, plan.id, "erase", typed, errors).await
}

/// What the page says from asking on.
pub(super) fn said<'w>(w: &'w Words, found: &Erasure) -> &'w str {
    match found.state {
        ErasureState::Erasing | ErasureState::Proving => w.text("sunset-erase-goes-on"),
        ErasureState::Done => w.text("sunset-erase-done"),
    }
}

/// The certificate, or how far it is.
pub(super) fn certificate(web: &Web, w: &Words, found: &Erasure) -> Table {
    let state = match (found.state, found.done_at) {
        (ErasureState::Done, Some(at)) => in_utc(w, at),
        _ => w.text("sunset-erase-underway").to_owned(),
    };
    let cells = vec![
        Cell::lead(&found.id.to_string(), &address(web, found.id)),
        Cell::text(&in_utc(w, found.begun_at)),
        Cell::text(&state),
    ];
    Table {
        caption: w.text("certificate-title").to_owned(),
        columns: vec![
            Column::words(w.text("certificate-number")),
            Column::words(w.text("sunset-erase-asked")),
            Column::words(w.text("sunset-erase-proven")),
        ],
        rows: vec![Row { cells, fresh: false }],
        ..Table::default()
    }
}
