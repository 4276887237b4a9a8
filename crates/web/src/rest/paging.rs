//! Lists page by key, newest first: `cursor` is the last id of the page before.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;

/// Entries of one page when nobody says.
pub(crate) const LIMIT_DEFAULT: u32 = 20;
/// Most entries of one page: fewer than the use cases read, so that a surplus tells that there is more.
pub(crate) const LIMIT_MAX: u32 = 40;

/// Which page.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Page {
    /// `next_cursor` of the page before; the first page without it.
    pub cursor: Option<String>,
    /// How many, from 1 to 40.
    #[param(minimum = 1, maximum = 40)]
    pub limit: Option<u32>,
}

impl Page {
    /// How many entries.
    ///
    /// # Errors
    /// 422 for none or too many.
    pub(crate) fn limit(&self) -> Result<u32, Problem> {
        match self.limit {
            None => Ok(LIMIT_DEFAULT),
            Some(limit @ 1..=LIMIT_MAX) => Ok(limit),
            Some(_) => Err(Problem::field("limit", format!("must be from 1 to {LIMIT_MAX}"))),
        }
    }

    /// The id before which the page begins.
    ///
    /// # Errors
    /// 422 for a text that is no id of this kind.
    pub(crate) fn before<T: std::str::FromStr>(&self) -> Result<Option<T>, Problem> {
        let Some(cursor) = &self.cursor else { return Ok(None) };
        cursor.parse().map(Some).map_err(|_| Problem::field("cursor", "is not the next_cursor of a page"))
    }
}

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Listed<T> {
    /// The entries.
    pub data: Vec<T>,
    /// `cursor` of the next page; not there on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl<T> Listed<T> {
    /// A page from one entry more than it shows: the surplus tells that there is a next page.
    pub(crate) fn cut<S>(
        mut found: Vec<S>,
        limit: u32,
        name: impl Fn(&S) -> String,
        show: impl Fn(S) -> T,
    ) -> Self {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let more = found.len() > limit;
        found.truncate(limit);
        let next_cursor = found.last().filter(|_| more).map(name);
        Self { data: found.into_iter().map(show).collect(), next_cursor }
    }
}

const _: () = assert!(LIMIT_MAX < app::catalog::products::PAGE_PRODUCTS);
const _: () = assert!(LIMIT_MAX < app::orders::ORDERS_PER_PAGE);
