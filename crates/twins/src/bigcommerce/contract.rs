//! What may be sent: one closed schema per body and one list per query.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

static TEXT: &str = include_str!("../../contract/bigcommerce.requests.json");

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::read);

/// The contract, read once.
#[must_use]
pub fn contract() -> &'static Contract {
    &CONTRACT
}

/// Everything that may be sent.
#[derive(Debug)]
pub struct Contract {
    bodies: HashMap<String, Validator>,
    queries: HashMap<String, Vec<String>>,
}

impl Contract {
    fn read() -> Self {
        let whole: Value = serde_json::from_str(TEXT).expect("the contract is JSON");
        let parts = whole["$defs"].as_object().expect("the contract has schemas");
        let bodies = parts.iter().filter(|(name, _)| name.contains(' ')).map(|(name, schema)| {
            let mut schema = schema.clone();
            schema["$defs"] = json!(parts);
            let validator = jsonschema::validator_for(&schema).expect("the contract's schemas are schemas");
            (name.clone(), validator)
        });
        let queries = whole["x-query"].as_object().expect("the contract has queries").iter();
        let queries = queries.map(|(name, fields)| {
            let fields = fields.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned);
            (name.clone(), fields.collect())
        });
        Contract { bodies: bodies.collect(), queries: queries.collect() }
    }

    /// The call that `method` at `path` (from the version on) is, with the ids in the path.
    #[must_use]
    pub fn find<'p>(&self, method: &str, path: &'p str) -> Option<(&str, Vec<&'p str>)> {
        let asked: Vec<&str> = path.split('/').collect();
        self.bodies.keys().chain(self.queries.keys()).find_map(|name| {
            let (own, pattern) = name.split_once(' ')?;
            let parts: Vec<&str> = pattern.split('/').collect();
            if own != method || parts.len() != asked.len() {
                return None;
            }
            let mut ids = Vec::new();
            for (part, asked) in parts.iter().zip(&asked) {
                if part.starts_with('{') {
                    asked.parse::<u64>().ok()?;
                    ids.push(*asked);
                } else if part != asked {
                    return None;
                }
            }
            Some((name.as_str(), ids))
        })
    }

    /// What is wrong with a body; nothing if it may be sent.
    #[must_use]
    pub fn wrong_body(&self, operation: &str, body: &Value) -> Vec<String> {
        let Some(schema) = self.bodies.get(operation) else { return Vec::new() };
        schema.iter_errors(body).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    /// Whether the call takes a body.
    #[must_use]
    pub fn takes_body(&self, operation: &str) -> bool {
        self.bodies.contains_key(operation)
    }

    /// The fields of a query that the call does not know.
    #[must_use]
    pub fn wrong_query(&self, operation: &str, fields: impl Iterator<Item = String>) -> Vec<String> {
        let known = self.queries.get(operation).map(Vec::as_slice).unwrap_or_default();
        fields.filter(|field| !known.contains(field)).collect()
    }
}
