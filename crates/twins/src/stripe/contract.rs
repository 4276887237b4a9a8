//! The contract file: which calls exist, what they take, what they answer.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use serde_json::{Map, Value};

/// The one API version the twin speaks.
pub const VERSION: &str = "2026-10-28.endive";

static TEXT: &str = include_str!("../../contract/stripe-2026-10-28.endive.json");

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| Contract::read(TEXT));

/// The contract, read once.
#[must_use]
pub fn contract() -> &'static Contract {
    &CONTRACT
}

/// The contract file as text, for whoever wants to hold something else against it.
#[must_use]
pub fn text() -> &'static str {
    TEXT
}

/// Everything the contract says.
#[derive(Debug)]
pub struct Contract {
    operations: Vec<Operation>,
    schemas: Vec<Schema>,
    names: HashMap<String, usize>,
}

/// One call.
#[derive(Debug)]
pub struct Operation {
    /// Its name, such as `PaymentIntents_create`.
    pub name: String,
    /// `GET`, `POST` or `DELETE`.
    pub method: String,
    path: Vec<String>,
    /// What it takes, as query or as body.
    pub takes: Schema,
    /// What it answers, before anything is expanded.
    pub answers: Schema,
}

/// What a value may be.
#[derive(Debug, Clone)]
pub enum Schema {
    /// Anything.
    Any,
    /// Text.
    Text,
    /// One of these words.
    Word(Vec<String>),
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false; only this one, if one is named.
    Flag(Option<bool>),
    /// Nothing.
    Null,
    /// A list.
    List(Box<Schema>),
    /// An object.
    Object {
        /// Named fields, with whether they must be there.
        fields: BTreeMap<String, (Schema, bool)>,
        /// What other fields may be; `None` closes the object.
        rest: Option<Box<Schema>>,
    },
    /// Any of several.
    Either(Vec<Schema>),
    /// Another schema.
    Named(usize),
}

impl Contract {
    fn read(text: &str) -> Contract {
        let whole: Value = serde_json::from_str(text).expect("the contract is JSON");
        let schemas = whole["components"]["schemas"].as_object().expect("the contract has schemas");
        let names: HashMap<String, usize> =
            schemas.keys().enumerate().map(|(at, name)| (name.clone(), at)).collect();
        let read = schemas.values().map(|schema| Schema::read(schema, &names)).collect();
        let mut operations = Vec::new();
        for (path, item) in whole["paths"].as_object().expect("the contract has paths") {
            for (method, operation) in item.as_object().expect("a path has methods") {
                let body =
                    &operation["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"];
                let takes = if body.is_null() { &operation["x-query-schema"] } else { body };
                let answers = &operation["responses"]["200"]["content"]["application/json"]["schema"];
                operations.push(Operation {
                    name: operation["operationId"].as_str().expect("a call has a name").to_owned(),
                    method: method.to_uppercase(),
                    path: path.split('/').map(str::to_owned).collect(),
                    takes: Schema::read(takes, &names),
                    answers: Schema::read(answers, &names),
                });
            }
        }
        Contract { operations, schemas: read, names }
    }

    /// The call that `method` at `path` is, with the ids in the path.
    #[must_use]
    pub fn find<'p>(&self, method: &str, path: &'p str) -> Option<(&Operation, Vec<&'p str>)> {
        let asked: Vec<&str> = path.split('/').collect();
        let mut best: Option<(&Operation, Vec<&str>)> = None;
        for operation in self.operations.iter().filter(|operation| operation.method == method) {
            let Some(ids) = fits(&operation.path, &asked) else { continue };
            // Of several the one that says most literally: `/search` before `/{id}`.
            if best.as_ref().is_none_or(|(_, others)| ids.len() < others.len()) {
                best = Some((operation, ids));
            }
        }
        best
    }

    /// All calls.
    #[must_use]
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// A schema by its name.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&Schema> {
        self.names.get(name).map(|at| &self.schemas[*at])
    }

    /// The schema itself, behind its name if it has one.
    #[must_use]
    pub fn resolve<'a>(&'a self, schema: &'a Schema) -> &'a Schema {
        match schema {
            Schema::Named(at) => self.resolve(&self.schemas[*at]),
            other => other,
        }
    }

    /// What is wrong with an answer; nothing, if it is as the schema says.
    #[must_use]
    pub fn wrong(&self, schema: &Schema, value: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.check(schema, value, "", &mut found);
        found
    }

    fn check(&self, schema: &Schema, value: &Value, at: &str, found: &mut Vec<String>) {
        let fine = match (self.resolve(schema), value) {
            (Schema::Any, _) | (Schema::Text, Value::String(_)) | (Schema::Null, Value::Null) => true,
            (Schema::Number, Value::Number(_)) | (Schema::Flag(None), Value::Bool(_)) => true,
            (Schema::Word(words), Value::String(text)) => words.contains(text),
            (Schema::Integer, Value::Number(number)) => number.is_i64() || number.is_u64(),
            (Schema::Flag(Some(one)), Value::Bool(flag)) => one == flag,
            (Schema::List(of), Value::Array(items)) => {
                for (index, item) in items.iter().enumerate() {
                    self.check(of, item, &format!("{at}/{index}"), found);
                }
                true
            }
            (Schema::Object { fields, rest }, Value::Object(object)) => {
                self.check_object(fields, rest.as_deref(), object, at, found);
                true
            }
            (Schema::Either(ways), _) => {
                let tried = ways.iter().map(|way| {
                    let mut inner = Vec::new();
                    self.check(way, value, at, &mut inner);
                    inner
                });
                // The way that came furthest says what is wrong.
                let nearest = tried.max_by_key(|inner| {
                    let depth = inner.iter().map(|one| one.split(':').next().map_or(0, str::len)).max();
                    (inner.is_empty(), depth)
                });
                found.extend(nearest.unwrap_or_default());
                true
            }
            _ => false,
        };
        if !fine {
            found.push(format!("{at}: {value} is not {:?}", self.resolve(schema)));
        }
    }

    fn check_object(
        &self,
        fields: &BTreeMap<String, (Schema, bool)>,
        rest: Option<&Schema>,
        object: &Map<String, Value>,
        at: &str,
        found: &mut Vec<String>,
    ) {
        for (name, (_, needed)) in fields {
            if *needed && !object.contains_key(name) {
                found.push(format!("{at}/{name}: is missing"));
            }
        }
        for (name, value) in object {
            let inner = format!("{at}/{name}");
            match fields.get(name).map(|(schema, _)| schema).or(rest) {
                Some(schema) => self.check(schema, value, &inner, found),
                None => found.push(format!("{inner}: is not in the contract")),
            }
        }
    }
}

fn fits<'p>(path: &[String], asked: &[&'p str]) -> Option<Vec<&'p str>> {
    if path.len() != asked.len() {
        return None;
    }
    let mut ids = Vec::new();
    for (part, asked) in path.iter().zip(asked) {
        if part.starts_with('{') && !asked.is_empty() {
            ids.push(*asked);
        } else if part != asked {
            return None;
        }
    }
    Some(ids)
}

impl Schema {
    fn read(schema: &Value, names: &HashMap<String, usize>) -> Schema {
        if let Some(name) = schema["$ref"].as_str() {
            let name = name.rsplit('/').next().unwrap_or_default();
            return Schema::Named(names[name]);
        }
        if let Some(ways) = schema["anyOf"].as_array() {
            return Schema::Either(ways.iter().map(|way| Schema::read(way, names)).collect());
        }
        if let Some(types) = schema["type"].as_array() {
            let ways = types.iter().map(|kind| Schema::read(&serde_json::json!({ "type": kind }), names));
            return Schema::Either(ways.collect());
        }
        match schema["type"].as_str() {
            None => Schema::Any,
            Some("string") => match schema["enum"].as_array() {
                Some(words) => {
                    Schema::Word(words.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect())
                }
                None => Schema::Text,
            },
            Some("integer") => Schema::Integer,
            Some("number") => Schema::Number,
            Some("boolean") => Schema::Flag(schema["enum"][0].as_bool()),
            Some("null") => Schema::Null,
            Some("array") => Schema::List(Box::new(Schema::read(&schema["items"], names))),
            Some("object") => Schema::read_object(schema, names),
            Some(other) => panic!("the contract holds a type that is not read: {other}"),
        }
    }

    fn read_object(schema: &Value, names: &HashMap<String, usize>) -> Schema {
        let needed: Vec<&str> =
            schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
        let fields = schema["properties"].as_object().into_iter().flatten().map(|(name, field)| {
            (name.clone(), (Schema::read(field, names), needed.contains(&name.as_str())))
        });
        let rest = match &schema["additionalProperties"] {
            Value::Bool(false) => None,
            other => Some(Box::new(Schema::read(other, names))),
        };
        Schema::Object { fields: fields.collect(), rest }
    }
}

impl Operation {
    /// The path, with names in braces where ids stand.
    #[must_use]
    pub fn path(&self) -> String {
        self.path.join("/")
    }
}
