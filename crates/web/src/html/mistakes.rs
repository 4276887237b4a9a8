//! Mistakes in a form: said above it and at their field, with the status that says so.

use axum::response::Response;
use http::StatusCode;

use super::field::Field;
use super::parts::FormError;

/// A mistake at the field `name`; [`mark`] tells what the field is called.
#[must_use]
pub fn at(name: &str, message: String) -> FormError {
    FormError { field: format!("f-{name}"), label: String::new(), message }
}

/// A mistake at what is no [`Field`] and has the `id`; `label` is what it is called.
#[must_use]
pub fn beside(id: &str, label: &str, message: String) -> FormError {
    FormError { field: id.to_owned(), label: label.to_owned(), message }
}

/// A mistake of the whole form.
#[must_use]
pub fn whole(message: &str) -> FormError {
    FormError { field: String::new(), label: String::new(), message: message.to_owned() }
}

/// Puts each mistake at its field, and the field's name into the summary, which follows the order of the fields.
pub fn mark(fields: &mut [Field], errors: &mut Vec<FormError>) {
    mark_in("", fields, errors);
}

/// The same for one block of several, whose name the summary says too.
pub fn mark_in(block: &str, fields: &mut [Field], errors: &mut Vec<FormError>) {
    for field in fields {
        let id = field.id();
        let own: Vec<FormError> = errors.extract_if(.., |error| error.field == id).collect();
        for mut error in own {
            if field.error.is_empty() {
                field.error.clone_from(&error.message);
            }
            error.label =
                if block.is_empty() { field.label.clone() } else { format!("{block} · {}", field.label) };
            errors.push(error);
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
