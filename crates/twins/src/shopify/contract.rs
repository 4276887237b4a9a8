//! What may be asked, by the official contract.

use std::io::Read;
use std::sync::LazyLock;

use apollo_compiler::executable::Operation;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use apollo_compiler::{ExecutableDocument, Schema, request};
use flate2::read::GzDecoder;
use serde_json::Value;

static PACKED: &[u8] = include_bytes!("../../contract/shopify-2026-10.graphql.gz");
static IDEMPOTENT: &str = include_str!("../../contract/shopify-2026-10.idempotent.json");

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::read);

/// The contract, read once.
#[must_use]
pub fn contract() -> &'static Contract {
    &CONTRACT
}

/// Everything the contract says.
#[derive(Debug)]
pub struct Contract {
    schema: Valid<Schema>,
    idempotent: Vec<String>,
}

/// A document that the contract allows.
#[derive(Debug, Clone)]
pub struct Judged {
    document: Valid<ExecutableDocument>,
}

impl Judged {
    /// Its one operation.
    pub(super) fn operation(&self) -> &Operation {
        let mut all = self.document.operations.iter();
        all.next().expect("a document that was judged has one operation")
    }

    pub(super) fn document(&self) -> &ExecutableDocument {
        &self.document
    }

    /// What the operation is called.
    #[must_use]
    pub fn name(&self) -> &str {
        self.operation().name.as_ref().map_or("unnamed", |name| name.as_str())
    }
}

impl Contract {
    fn read() -> Self {
        let mut text = String::new();
        GzDecoder::new(PACKED).read_to_string(&mut text).expect("the contract is packed text");
        let schema = Schema::parse_and_validate(text, "admin-2026-10.graphql");
        let schema = schema.unwrap_or_else(|errors| panic!("the contract is no schema: {}", errors.errors));
        let listed: Value = serde_json::from_str(IDEMPOTENT).expect("the list is JSON");
        let listed = listed["required_on"].as_array().expect("the list has names");
        let idempotent = listed.iter().filter_map(Value::as_str).map(str::to_owned).collect();
        Contract { schema, idempotent }
    }

    pub(super) fn schema(&self) -> &Valid<Schema> {
        &self.schema
    }

    /// Judges a document.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn judge(&self, text: &str) -> Result<Judged, String> {
        let document = ExecutableDocument::parse_and_validate(&self.schema, text, "question.graphql");
        let document = document.map_err(|errors| errors.errors.to_string())?;
        if document.operations.len() != 1 {
            return Err("The twin takes one operation at a time.".to_owned());
        }
        Ok(Judged { document })
    }

    /// Judges the values of a document's variables, and fills in what is usual.
    ///
    /// # Errors
    /// What is wrong with them.
    pub fn variables(&self, judged: &Judged, given: &Value) -> Result<Value, String> {
        let operation = judged.operation();
        if let Some(unknown) = given.as_object().into_iter().flatten().find(|(name, _)| {
            operation.variables.iter().all(|variable| variable.name.as_str() != name.as_str())
        }) {
            // The API leaves it unseen; whoever sent it meant something by it.
            return Err(format!("The variable {} is not in the operation.", unknown.0));
        }
        let given = if given.is_null() { Value::Object(serde_json::Map::new()) } else { given.clone() };
        let map: JsonMap = serde_json::from_value(given).map_err(|error| error.to_string())?;
        let coerced = request::coerce_variable_values(&self.schema, operation, &map);
        let coerced = coerced.map_err(|error| error.message().to_string())?;
        serde_json::to_value(&*coerced).map_err(|error| error.to_string())
    }

    /// Whether a mutation fails without `@idempotent`, which the schema does not say.
    #[must_use]
    pub fn must_be_idempotent(&self, mutation: &str) -> bool {
        self.idempotent.iter().any(|name| name == mutation)
    }
}
