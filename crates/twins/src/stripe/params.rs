//! A request held against the contract: text becomes what the schema says, or the call is refused as Stripe does.

use serde_json::{Map, Number, Value};

use super::contract::{Contract, Schema};
use super::error::Refusal;
use crate::form::Form;

/// Reads a request's form by its schema.
///
/// # Errors
/// The refusal that Stripe answers with: unknown, missing, of the wrong kind, empty.
pub fn read(contract: &Contract, schema: &Schema, form: &Form) -> Result<Map<String, Value>, Refusal> {
    match value(contract, schema, form, "")? {
        Value::Object(fields) => Ok(fields),
        other => panic!("a request's schema is an object, not {other}"),
    }
}

fn value(contract: &Contract, schema: &Schema, form: &Form, at: &str) -> Result<Value, Refusal> {
    let wrong = |what: &str| Err(Refusal::invalid(format!("Invalid {what}")).param(at));
    match (contract.resolve(schema), form) {
        (Schema::Either(ways), _) => either(contract, ways, form, at),
        (Schema::Text | Schema::Any, Form::Text(text)) if text.is_empty() => Err(empty(at)),
        (Schema::Text | Schema::Any, Form::Text(text)) => Ok(Value::String(text.clone())),
        (Schema::Word(words), Form::Text(text)) if words.contains(text) => Ok(Value::String(text.clone())),
        (Schema::Word(words), Form::Text(text)) => {
            if text.is_empty() {
                Err(empty(at))
            } else {
                Err(not_a_word(words, at))
            }
        }
        (Schema::Integer, Form::Text(text)) => match text.parse::<i64>() {
            Ok(number) => Ok(number.into()),
            Err(_) if text.is_empty() => Err(empty(at)),
            Err(_) => Err(Refusal::invalid(format!("Invalid integer: {text}"))
                .code("parameter_invalid_integer")
                .param(at)),
        },
        (Schema::Number, Form::Text(text)) => match text.parse::<Number>() {
            Ok(number) => Ok(Value::Number(number)),
            Err(_) if text.is_empty() => Err(empty(at)),
            Err(_) => wrong(&format!("decimal: {text}")),
        },
        (Schema::Flag(_), Form::Text(text)) => match text.as_str() {
            "true" => Ok(Value::Bool(true)),
            "false" => Ok(Value::Bool(false)),
            "" => Err(empty(at)),
            other => wrong(&format!("boolean: {other}")),
        },
        (Schema::Null, Form::Text(text)) if text.is_empty() => Ok(Value::Null),
        (Schema::List(of), _) => match form.items() {
            Some(items) => {
                let inner = |(index, item)| value(contract, of, item, &format!("{at}[{index}]"));
                items.into_iter().enumerate().map(inner).collect::<Result<Vec<_>, _>>().map(Value::Array)
            }
            None => wrong("array"),
        },
        (Schema::Object { fields, rest }, Form::Fields(sent)) => {
            let name_of = |name: &str| if at.is_empty() { name.to_owned() } else { format!("{at}[{name}]") };
            let mut read = Map::new();
            for (name, inner) in sent {
                let place = name_of(name);
                let one = match (fields.get(name), rest) {
                    (Some((schema, _)), _) => value(contract, schema, inner, &place)?,
                    // An entry of a map is taken out by sending it empty.
                    (None, Some(_)) if *inner == Form::Text(String::new()) => Value::String(String::new()),
                    (None, Some(schema)) => value(contract, schema, inner, &place)?,
                    (None, None) => return Err(unknown(&place)),
                };
                read.insert(name.clone(), one);
            }
            match fields.iter().find(|(name, (_, needed))| *needed && !read.contains_key(*name)) {
                Some((name, _)) => Err(missing(&name_of(name))),
                None => Ok(Value::Object(read)),
            }
        }
        (Schema::Object { .. }, _) => wrong("object"),
        (_, Form::Text(text)) => wrong(&format!("value: {text}")),
        (_, Form::Fields(_) | Form::List(_)) => wrong("string"),
    }
}

fn either(contract: &Contract, ways: &[Schema], form: &Form, at: &str) -> Result<Value, Refusal> {
    let mut last = None;
    for way in ways {
        // What is sent as text is meant as text, what has fields as an object: that way says what is wrong.
        let meant = match (contract.resolve(way), form) {
            (Schema::Object { .. }, Form::Fields(_)) | (Schema::List(_), Form::List(_)) => true,
            (Schema::Null, _) => false,
            (Schema::Word(words), _) if words.iter().all(String::is_empty) => false,
            (Schema::Object { .. } | Schema::List(_), _) => false,
            (_, Form::Text(_)) => true,
            (_, Form::Fields(_) | Form::List(_)) => false,
        };
        match value(contract, way, form, at) {
            Ok(read) => return Ok(read),
            Err(refusal) if meant || last.is_none() => last = Some(refusal),
            Err(_) => {}
        }
    }
    Err(last.unwrap_or_else(|| Refusal::invalid("Invalid value").param(at)))
}

fn missing(name: &str) -> Refusal {
    Refusal::invalid(format!("Missing required param: {name}.")).code("parameter_missing").param(name)
}

fn unknown(name: &str) -> Refusal {
    Refusal::invalid(format!("Received unknown parameter: {name}")).code("parameter_unknown").param(name)
}

fn empty(name: &str) -> Refusal {
    Refusal::invalid(format!(
        "You passed an empty string for '{name}'. We assume empty values are an attempt to unset a parameter; \
         however '{name}' cannot be unset. You should remove '{name}' from your request or supply a non-empty value."
    ))
    .code("parameter_invalid_empty")
    .param(name)
}

fn not_a_word(words: &[String], name: &str) -> Refusal {
    let listed = match words {
        [] => String::new(),
        [one] => one.clone(),
        [all @ .., last] => format!("{}, or {last}", all.join(", ")),
    };
    Refusal::invalid(format!("Invalid {name}: must be one of {listed}")).param(name)
}

/// Needs a parameter that the schema leaves open and this call does not.
///
/// # Errors
/// When it is not there.
pub fn need<'a>(params: &'a Map<String, Value>, name: &str) -> Result<&'a str, Refusal> {
    params.get(name).and_then(Value::as_str).ok_or_else(|| missing(name))
}

/// Refuses what the contract has and the twin does not model, rather than to say yes and do nothing.
///
/// # Errors
/// When one of `names` is there.
pub fn unmodelled(params: &Map<String, Value>, names: &[&str]) -> Result<(), Refusal> {
    match names.iter().find(|name| params.contains_key(**name)) {
        Some(name) => Err(Refusal::invalid(format!("The twin does not model `{name}` here.")).param(*name)),
        None => Ok(()),
    }
}
