//! How many, as it was typed; and the form again where that is no quantity.

use axum::response::Response;
use domain::quantity::Quantity;

use super::step;
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, beside};
use crate::html::page::Section;
use crate::html::pages::buy::Change;
use crate::html::parts::{FormError, Line};
use crate::html::view::page;
use crate::html::{Failure, Visit};

/// The most characters of it that are shown again.
const SHOWN_CHARACTERS_MAX: usize = 40;

/// What was typed, and why it is no quantity.
pub(in crate::html) struct Mistyped {
    typed: String,
    message: String,
}

impl Mistyped {
    /// The field again.
    fn field(&self, visit: &Visit) -> Field {
        Field::new("quantity", visit.words().text("field-quantity"))
            .kind(Kind::Number)
            .value(&self.typed)
            .error(&self.message)
    }

    /// Puts the field at the line it was typed for, and says it above; `None` when there is no such line.
    pub(in crate::html) fn mark<'a>(
        &self,
        visit: &Visit,
        mut lines: impl Iterator<Item = &'a mut Line>,
        id: &str,
    ) -> Option<FormError> {
        let line = lines.find(|line| line.id == id)?;
        let field = Field { id_suffix: format!("-{id}"), ..self.field(visit) };
        let error = beside(&field.id(), &field.label, self.message.clone());
        line.wrong = Some(field);
        Some(error)
    }
}

/// A quantity as people type it.
pub(in crate::html) fn read(visit: &Visit, typed: &str) -> Result<Quantity, Mistyped> {
    typed.trim().parse().map_err(|error| Mistyped {
        typed: typed.trim().chars().take(SHOWN_CHARACTERS_MAX).collect(),
        message: visit.words().quantity_error(&error),
    })
}

/// What a card sent, to be sent again with another quantity.
pub(in crate::html) struct Again<'a> {
    pub(in crate::html) action: &'static str,
    pub(in crate::html) button: &'static str,
    pub(in crate::html) offer: &'a str,
    pub(in crate::html) post: &'a str,
    pub(in crate::html) back: &'a str,
}

/// Asks once more how many.
pub(in crate::html) fn ask(
    web: &Web,
    visit: &Visit,
    again: &Again<'_>,
    wrong: &Mistyped,
) -> Result<Response, Failure> {
    let w = visit.words();
    let field = wrong.field(visit);
    let hidden = [("offer", again.offer), ("post", again.post), ("back", again.back)];
    let p = page(web, visit, Section::Elsewhere);
    let shown = step!(
        visit,
        Change {
            p: &p,
            step: "quantity",
            title: w.text("buy-quantity").to_owned(),
            action: again.action.to_owned(),
            hidden: hidden.into_iter().filter(|(_, value)| !value.is_empty()).collect(),
            back: crate::html::back_or(again.back, "/").to_owned(),
            choice_name: "",
            choices: Vec::new(),
            errors: vec![beside(&field.id(), &field.label, wrong.message.clone())],
            new_method: None,
            fields: vec![field],
            button: w.lookup(again.button).unwrap_or_default().to_owned(),
            notice: None,
        }
    )?;
    Ok(answer(shown, true))
}
