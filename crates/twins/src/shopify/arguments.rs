//! Arguments of fields: variables put in their place, what is usual filled in, and what the schema cannot say checked.

use apollo_compiler::Node;
use apollo_compiler::ast::{InputValueDefinition, Type, Value as Said};
use apollo_compiler::executable::Field;
use apollo_compiler::schema::ExtendedType;
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::contract::contract;
use super::error::Refusal;
use crate::platform::decimal;

/// Most values of a list that goes in.
///
/// Source: Shopify, "API limits".
const ARRAY_MAX: usize = 250;

/// The arguments of a field by name.
pub(super) fn of_field(field: &Field, variables: &Value) -> Result<Map<String, Value>, Refusal> {
    let mut arguments = Map::new();
    for definition in &field.definition.arguments {
        let said = field.arguments.iter().find(|argument| argument.name == definition.name);
        let value = match said.map(|argument| plain(&argument.value, variables)) {
            Some(Some(value)) => Some(value),
            // A variable that was not given is as good as nothing said.
            Some(None) | None => definition.default_value.as_ref().and_then(|value| plain(value, variables)),
        };
        if let Some(value) = value {
            check(&definition.ty, &value, definition.name.as_str())?;
            arguments.insert(definition.name.to_string(), value);
        }
    }
    Ok(arguments)
}

/// A value of a document as JSON; none for a variable that was not given.
pub(super) fn plain(said: &Said, variables: &Value) -> Option<Value> {
    Some(match said {
        Said::Null => Value::Null,
        Said::Enum(name) => name.as_str().into(),
        Said::Variable(name) => variables.get(name.as_str())?.clone(),
        Said::String(text) => text.as_str().into(),
        Said::Float(number) => number.as_str().parse().map(Value::Number).unwrap_or_default(),
        Said::Int(number) => number.as_str().parse().map(Value::Number).unwrap_or_default(),
        Said::Boolean(is) => (*is).into(),
        Said::List(items) => items.iter().filter_map(|item| plain(item, variables)).collect(),
        Said::Object(fields) => {
            let fields =
                fields.iter().filter_map(|(name, value)| Some((name.to_string(), plain(value, variables)?)));
            Value::Object(fields.collect())
        }
    })
}

/// Custom scalars, `@oneOf` and the length of lists, which the schema leaves to whoever answers.
fn check(ty: &Type, value: &Value, place: &str) -> Result<(), Refusal> {
    if value.is_null() {
        return Ok(());
    }
    if let Type::List(inner) | Type::NonNullList(inner) = ty {
        let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
        if items.len() > ARRAY_MAX {
            let told = format!(
                "The input array size of {} is greater than the maximum allowed of {ARRAY_MAX} ({place}).",
                items.len()
            );
            return Err(Refusal::Coded("MAX_INPUT_SIZE_EXCEEDED", told));
        }
        return items.iter().try_for_each(|item| check(inner, item, place));
    }
    let name = ty.inner_named_type();
    match contract().schema().types.get(name) {
        Some(ExtendedType::InputObject(input)) => {
            let fields = value.as_object().ok_or_else(|| wrong(name, place))?;
            if input.directives.has("oneOf") && fields.values().filter(|value| !value.is_null()).count() != 1
            {
                return Err(Refusal::invalid(format!("{place}: exactly one field of {name} must be given.")));
            }
            for (key, value) in fields {
                let known: Option<&Node<InputValueDefinition>> =
                    input.fields.get(key.as_str()).map(|field| &field.node);
                let known = known.ok_or_else(|| wrong(name, &format!("{place}.{key}")))?;
                check(&known.ty, value, &format!("{place}.{key}"))?;
            }
            Ok(())
        }
        Some(ExtendedType::Scalar(_)) if !is_scalar(name, value) => Err(wrong(name, place)),
        _ => Ok(()),
    }
}

fn wrong(kind: &str, place: &str) -> Refusal {
    Refusal::invalid(format!("{place} is no {kind}."))
}

fn is_scalar(kind: &str, value: &Value) -> bool {
    let text = value.as_str();
    match kind {
        "Decimal" | "Money" => decimal::read(value).is_some(),
        "DateTime" => text.is_some_and(|text| text.parse::<Timestamp>().is_ok()),
        "URL" => text.is_some_and(|text| text.starts_with("https://") || text.starts_with("http://")),
        "ID" => text.is_some_and(|text| text.starts_with("gid://shopify/")),
        _ => true,
    }
}
