//! Mistakes in a form: said above it and at their field, with the status that says so.

use axum::response::Response;
use http::StatusCode;

use super::field::Field;
use super::parts::FormError;

/// A mistake at the field `name`.
#[must_use]
pub fn at(name: &str, message: String) -> FormError {
    FormError { field: format!("f-{name}"), message }
}

/// A mistake of the whole form.
#[must_use]
pub fn whole(message: &str) -> FormError {
    FormError { field: String::new(), message: message.to_owned() }
}

/// Puts each mistake at its field.
pub fn mark(fields: &mut [Field], errors: &[FormError]) {
    for field in fields {
        if let Some(error) = errors.iter().find(|error| error.field == field.id()) {
            field.error.clone_from(&error.message);
        }
    }
}

/// The page of a form, as 422 where it is shown again with mistakes.
#[must_use]
pub fn answer(mut page: Response, is_wrong: bool) -> Response {
    if is_wrong {
        *page.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    page
}
