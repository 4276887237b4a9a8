//! What a question costs, and the bucket it is paid from.
//!
//! Source: Shopify, "API limits": an object is one point, a mutation ten, a connection as much as it may hold, an abstract
//! type as much as its dearest kind. What Shopify takes off for large connections is not published, and not taken off here.

use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use serde_json::{Value, json};

use super::arguments::of_field;
use super::contract::{Judged, contract};
use super::error::Refusal;
use super::graph::CONNECTION;
use super::lists::size;

/// The most that one question may cost.
pub(super) const COST_MAX: i64 = 1_000;
/// A mutation.
const MUTATION: i64 = 10;

/// What a document may cost at most.
pub(super) fn requested(judged: &Judged, variables: &Value) -> Result<i64, Refusal> {
    let operation = judged.operation();
    let own = if operation.is_mutation() { MUTATION } else { 0 };
    Ok(own + of_set(judged, &operation.selection_set, variables)?)
}

/// Parts of the answer that are no objects of the shop.
pub(super) fn is_free(kind: &str) -> bool {
    kind == "PageInfo" || kind.ends_with("Edge") || kind.ends_with("Payload") || kind.ends_with("Error")
}

fn of_set(judged: &Judged, set: &SelectionSet, variables: &Value) -> Result<i64, Refusal> {
    let mut shared = 0;
    let mut dearest = 0;
    for selection in &set.selections {
        let branch = match selection {
            Selection::Field(field) => {
                shared += of_one(judged, field, variables)?;
                continue;
            }
            Selection::FragmentSpread(spread) => {
                &judged.document().fragments[&spread.fragment_name].selection_set
            }
            Selection::InlineFragment(inline) => &inline.selection_set,
        };
        let cost = of_set(judged, branch, variables)?;
        if branch.ty == set.ty { shared += cost } else { dearest = dearest.max(cost) }
    }
    Ok(shared + dearest)
}

fn of_one(judged: &Judged, field: &Field, variables: &Value) -> Result<i64, Refusal> {
    let kind = field.ty().inner_named_type().as_str();
    let is_leaf = matches!(
        contract().schema().types.get(kind),
        Some(ExtendedType::Scalar(_) | ExtendedType::Enum(_)) | None
    );
    if is_leaf || kind == "PageInfo" {
        return Ok(0);
    }
    let within = of_set(judged, &field.selection_set, variables)?;
    let arguments = of_field(field, variables)?;
    // The nodes stand in `nodes` or in `edges`, and cost there what one of them costs.
    if kind.ends_with(CONNECTION) {
        return Ok(count(size(&arguments)?.unwrap_or(1)) * within);
    }
    let many = match (size(&arguments)?, arguments.get("ids").and_then(Value::as_array)) {
        (Some(first), _) => count(first),
        (None, Some(ids)) => count(ids.len()),
        (None, None) => 1,
    };
    Ok(many * (within + i64::from(!is_free(kind))))
}

fn count(size: usize) -> i64 {
    i64::try_from(size).expect("a small number")
}

/// A leaky bucket: it fills by and by, and a question empties it by what it costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bucket {
    /// Thousandths of a point, so that milliseconds fill it exactly.
    held: i64,
    at_ms: i64,
}

/// Seconds that an empty bucket takes to be full.
const SECONDS_TO_FULL: i64 = 20;

impl Bucket {
    pub(super) fn full(rate: i64) -> Self {
        Bucket { held: rate * SECONDS_TO_FULL * 1_000, at_ms: 0 }
    }

    /// Lets it fill until now.
    pub(super) fn fill(&mut self, now_ms: i64, rate: i64) {
        let more = (now_ms - self.at_ms).max(0).saturating_mul(rate);
        self.held = self.held.saturating_add(more).min(rate * SECONDS_TO_FULL * 1_000);
        self.at_ms = now_ms;
    }

    /// Whether so much is in it.
    pub(super) fn holds(&self, cost: i64) -> bool {
        self.held >= cost.saturating_mul(1_000)
    }

    pub(super) fn spend(&mut self, cost: i64) {
        self.held -= cost * 1_000;
    }

    /// What an answer says of it.
    pub(super) fn told(&self, requested: i64, actual: Option<i64>, rate: i64) -> Value {
        json!({
            "requestedQueryCost": requested, "actualQueryCost": actual,
            "throttleStatus": {
                "maximumAvailable": rate * SECONDS_TO_FULL, "currentlyAvailable": self.held.max(0) / 1_000,
                "restoreRate": rate,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(text: &str) -> i64 {
        requested(&contract().judge(text).unwrap(), &json!({})).unwrap()
    }

    #[test]
    fn an_object_is_one_and_a_connection_as_many_as_it_may_hold() {
        assert_eq!(cost("{ shop { name } }"), 1);
        assert_eq!(cost("{ products(first: 10) { pageInfo { hasNextPage } nodes { id title } } }"), 10);
        assert_eq!(cost("{ products(first: 10) { edges { node { id } } } }"), 10);
        assert_eq!(cost("{ products(first: 10) { nodes { variants(first: 5) { nodes { id } } } } }"), 60);
        assert_eq!(
            cost(
                "{ nodes(ids: [\"gid://shopify/Product/1\", \"gid://shopify/Product/2\"]) { \
                  ... on Product { options { name } } ... on Order { id } } }"
            ),
            4
        );
        assert_eq!(cost("mutation { appUninstall { userErrors { message } } }"), 10);
    }

    #[test]
    fn a_bucket_fills_by_and_by() {
        let mut bucket = Bucket::full(100);
        bucket.spend(2_000);
        assert!(!bucket.holds(1));
        bucket.fill(500, 100);
        assert!(bucket.holds(50) && !bucket.holds(51));
        bucket.fill(3_600_000, 100);
        assert!(bucket.holds(2_000) && !bucket.holds(2_001));
    }
}
