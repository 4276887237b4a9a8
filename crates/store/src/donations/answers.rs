//! What donors answered, as one JSON object of the store's own.

use domain::donation::asked::Answers;

use crate::{DbError, Row};

pub(super) fn read(row: &Row<'_>, at: usize) -> Result<Answers, DbError> {
    serde_json::from_str(row.str(at)?).map(Answers).map_err(|_| DbError::Missing("the answers of a donor"))
}

pub(super) fn text(answers: &Answers) -> String {
    serde_json::to_string(&answers.0).expect("texts are JSON")
}
