//! Lists in pages, as both versions have them.

use serde_json::{Value, json};

use super::error::Refusal;
use crate::platform::{Answer, Request};

/// What a page holds unless the request says otherwise, and at most.
const LIMIT_DEFAULT: usize = 50;
const LIMIT_MAX: usize = 250;

/// Which page is wanted.
pub(super) struct Page {
    number: usize,
    limit: usize,
}

impl Page {
    pub(super) fn of(request: &Request) -> Result<Page, Refusal> {
        let number = |name: &str, default: usize, max: usize| match request.asked(name) {
            None => Ok(default),
            Some(text) => text
                .parse()
                .ok()
                .filter(|number| (1..=max).contains(number))
                .ok_or_else(|| Refusal::new(422, format!("The field '{name}' is invalid."))),
        };
        Ok(Page {
            number: number("page", 1, usize::MAX / LIMIT_MAX)?,
            limit: number("limit", LIMIT_DEFAULT, LIMIT_MAX)?,
        })
    }

    /// The part of a list that is on this page.
    pub(super) fn cut<T>(&self, all: Vec<T>) -> Vec<T> {
        all.into_iter().skip((self.number - 1) * self.limit).take(self.limit).collect()
    }

    /// The envelope of version 3 around what is on the page.
    pub(super) fn v3(&self, data: &[Value], total: usize) -> Answer {
        let pagination = json!({
            "total": total, "count": data.len(), "per_page": self.limit, "current_page": self.number,
            "total_pages": total.div_ceil(self.limit).max(1), "links": {},
        });
        Answer::new(200, json!({ "data": data, "meta": { "pagination": pagination } }))
    }
}

/// A bare list of version 2, which says nothing at all where there is nothing.
pub(super) fn v2(data: Vec<Value>) -> Answer {
    if data.is_empty() { Answer::empty(204) } else { Answer::new(200, Value::Array(data)) }
}

/// The ids in a field that lists them.
pub(super) fn ids(request: &Request, name: &str) -> Option<Vec<u64>> {
    request.asked(name).map(|text| text.split(',').filter_map(|id| id.trim().parse().ok()).collect())
}
