//! The contract: which calls exist, what they take, what they answer.

use std::io::Read;
use std::sync::LazyLock;

use flate2::read::GzDecoder;
use jsonschema::Validator;
use serde_json::{Map, Value, json};

static PACKED: &[u8] = include_bytes!("../../contract/salesforce.json.gz");

static CONTRACT: LazyLock<Contract> = LazyLock::new(Contract::read);

/// The contract, read once.
#[must_use]
pub fn contract() -> &'static Contract {
    &CONTRACT
}

/// Everything the contract says.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
}

/// One call.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `createOrders`.
    pub name: String,
    /// The method in capitals.
    pub method: String,
    path: Vec<String>,
    /// Fields of the query: name, whether it must be there, and how many values it may list.
    query: Vec<(String, bool, Option<u64>)>,
    /// A body is a form, not JSON.
    pub is_form: bool,
    body: Option<Validator>,
    answers: Option<Validator>,
}

impl Contract {
    fn read() -> Self {
        let mut text = String::new();
        GzDecoder::new(PACKED).read_to_string(&mut text).expect("the contract is packed text");
        let whole: Value = serde_json::from_str(&text).expect("the contract is JSON");
        let mut operations = Vec::new();
        for api in whole.as_object().expect("the contract has APIs").values() {
            let parts = &api["components"];
            // The shops' own tokens are answered with fewer fields than their schema asks for; see docs/twins.md.
            for call in api["operations"].as_array().into_iter().flatten() {
                operations.push(Operation::read(call, parts));
            }
        }
        Contract { operations }
    }

    /// All calls.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// A call by its name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Operation> {
        self.operations.iter().find(|operation| operation.name == name)
    }

    /// The call that `method` at `path` is, with the names in the path after the organization's.
    #[must_use]
    pub fn find<'p>(&self, method: &str, path: &'p str) -> Option<(&Operation, Vec<&'p str>)> {
        let asked: Vec<&str> = path.split('/').collect();
        self.operations.iter().filter(|operation| operation.method == method).find_map(|operation| {
            if operation.path.len() != asked.len() {
                return None;
            }
            let mut names = Vec::new();
            for (part, asked) in operation.path.iter().zip(&asked) {
                if part.starts_with('{') && !asked.is_empty() {
                    names.push(*asked);
                } else if part != asked {
                    return None;
                }
            }
            Some((operation, names))
        })
    }
}

impl Operation {
    fn read(call: &Value, parts: &Value) -> Operation {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let compiled = |schema: &Value, is_closed: bool| {
            let mut whole = json!({ "$ref": schema["$ref"], "components": parts });
            settle(&mut whole, is_closed);
            jsonschema::validator_for(&whole).expect("the contract's schemas are schemas")
        };
        let query = call["query"].as_array().into_iter().flatten().map(|field| {
            (text(&field["name"]), field["required"] == true, field["schema"]["maxItems"].as_u64())
        });
        Operation {
            name: text(&call["operationId"]),
            method: text(&call["method"]),
            path: text(&call["path"]).split('/').map(str::to_owned).collect(),
            query: query.collect(),
            is_form: call["body"]["kind"] == "application/x-www-form-urlencoded",
            body: call["body"].is_object().then(|| compiled(&call["body"]["schema"], true)),
            answers: call["answers"].is_object().then(|| compiled(&call["answers"], false)),
        }
    }

    /// Whether the call takes a body.
    #[must_use]
    pub fn takes_body(&self) -> bool {
        self.body.is_some()
    }

    /// What is wrong with a body; nothing if it may be sent.
    #[must_use]
    pub fn wrong_body(&self, body: &Value) -> Vec<String> {
        told(self.body.as_ref(), body)
    }

    /// What is wrong with an answer.
    #[must_use]
    pub fn wrong_answer(&self, answer: &Value) -> Vec<String> {
        told(self.answers.as_ref(), answer)
    }

    /// What is wrong with a query.
    #[must_use]
    pub fn wrong_query(&self, fields: &[(String, String)]) -> Vec<String> {
        let known = |name: &str| self.query.iter().find(|(known, _, _)| known == name);
        let mut wrong = Vec::new();
        for (name, value) in fields {
            match known(name) {
                None => wrong.push(format!("{name} is not in the contract")),
                Some((_, _, Some(most))) if value.split(',').count() as u64 > *most => {
                    wrong.push(format!("{name} lists more than {most}"));
                }
                Some(_) => {}
            }
        }
        let missing = self
            .query
            .iter()
            .filter(|(name, needed, _)| *needed && fields.iter().all(|(own, _)| own != name));
        wrong.extend(missing.map(|(name, _, _)| format!("{name} is missing")));
        wrong
    }
}

fn told(schema: Option<&Validator>, value: &Value) -> Vec<String> {
    let errors = schema.into_iter().flat_map(|schema| schema.iter_errors(value));
    errors.map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// Closes what names its fields, but for custom attributes; and opens what only gathers other schemas, which would
/// otherwise refuse the fields of all of them.
fn settle(schema: &mut Value, is_closed: bool) {
    match schema {
        Value::Object(object) => {
            let gathers = object.contains_key("allOf");
            if object.get("properties").is_some_and(Value::is_object) && !gathers && is_closed {
                if object.get("additionalProperties") != Some(&Value::Bool(false)) {
                    object.insert("patternProperties".to_owned(), json!({ "^c_": {} }));
                }
                object.insert("additionalProperties".to_owned(), Value::Bool(false));
            } else if gathers {
                object.remove("additionalProperties");
            }
            for value in object.values_mut() {
                settle(value, is_closed);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| settle(item, is_closed)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A form as an object of texts.
pub(super) fn form(body: &str) -> Value {
    let request = crate::platform::Request { query: body.to_owned(), ..crate::platform::Request::default() };
    Value::Object(request.fields().map(|(name, value)| (name, Value::String(value))).collect::<Map<_, _>>())
}
