//! A list of which each entry is read by itself, so that one that is wrong stops no other.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::body::read_entry;

/// Characters of a name that are repeated.
const NAME_CHARS_MAX: usize = 200;

/// An entry that names itself.
pub(crate) trait Entry: DeserializeOwned {
    /// The fields that name it, the first that is there counts.
    const NAMED_BY: &'static [&'static str];
}

/// An entry, or why it could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Each<T> {
    /// As it is described.
    Read(T),
    /// It is not.
    Wrong {
        /// What it calls itself, where that could be read.
        name: String,
        /// The field that is wrong.
        field: String,
        /// Why.
        reason: String,
    },
}

impl<T> Each<T> {
    /// The entry as use cases take it.
    pub(crate) fn map<U>(self, read: impl FnOnce(T) -> U) -> Result<U, app::channel::Unreadable> {
        match self {
            Self::Read(entry) => Ok(read(entry)),
            Self::Wrong { name, field, reason } => {
                Err(app::channel::Unreadable { name, wrong: app::channel::Wrong { field, reason } })
            }
        }
    }
}

impl<'de, T: Entry> Deserialize<'de> for Each<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let Node { value, twice } = Node::deserialize(deserializer)?;
        let name = T::NAMED_BY.iter().find_map(|field| value.get(field)?.as_str());
        let name: String = name.unwrap_or_default().chars().take(NAME_CHARS_MAX).collect();
        if let Some(field) = twice {
            let reason = "duplicate field: must stand once".to_owned();
            return Ok(Self::Wrong { name, field, reason });
        }
        Ok(match read_entry(value) {
            Ok(entry) => Self::Read(entry),
            Err((field, reason)) => Self::Wrong { name, field, reason },
        })
    }
}

/// Any JSON, and the first field in it that stands twice.
struct Node {
    value: Value,
    twice: Option<String>,
}

impl Node {
    fn leaf(value: Value) -> Self {
        Self { value, twice: None }
    }
}

/// The place of `inside` as fields are named.
fn joined(outside: &str, inside: &str) -> String {
    if inside.starts_with('[') { format!("{outside}{inside}") } else { format!("{outside}.{inside}") }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Any;
        impl<'de> Visitor<'de> for Any {
            type Value = Node;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
                Ok(Node::leaf(value.into()))
            }
            fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
                Ok(Node::leaf(value.into()))
            }
            fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
                Ok(Node::leaf(value.into()))
            }
            fn visit_f64<E: Error>(self, value: f64) -> Result<Node, E> {
                Ok(Node::leaf(Number::from_f64(value).map_or(Value::Null, Value::Number)))
            }
            fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
                Ok(Node::leaf(value.into()))
            }
            fn visit_unit<E: Error>(self) -> Result<Node, E> {
                Ok(Node::leaf(Value::Null))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
                let (mut values, mut twice) = (Vec::new(), None);
                while let Some(node) = entries.next_element::<Node>()? {
                    let place = format!("[{}]", values.len());
                    twice = twice.or(node.twice.map(|inside| joined(&place, &inside)));
                    values.push(node.value);
                }
                Ok(Node { value: Value::Array(values), twice })
            }
            fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Node, A::Error> {
                let (mut values, mut twice) = (Map::new(), None);
                while let Some((name, node)) = fields.next_entry::<String, Node>()? {
                    twice = twice.or(node.twice.map(|inside| joined(&name, &inside)));
                    if values.contains_key(&name) {
                        twice = twice.or(Some(name.clone()));
                    }
                    values.insert(name, node.value);
                }
                Ok(Node { value: Value::Object(values), twice })
            }
        }
        deserializer.deserialize_any(Any)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Lamp {
        id: String,
        #[serde(default)]
        parts: Vec<Part>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        size: i64,
    }

    impl Entry for Lamp {
        const NAMED_BY: &'static [&'static str] = &["id"];
    }

    #[test]
    fn what_is_wrong_with_one_entry_is_named_and_stops_no_other() {
        let text = r#"[{"id":"a"}, 7, {"id":"b","parts":[{"size":1},{"size":"x"}]}, {"parts":[]}, ["c"],
                       {"id":"d","id":"e"}, {"id":"f","parts":[{"size":1,"size":2}]}, {"id":"g","more":1},
                       {"id":null}, {"id":"h","parts":[[1]]}, {"id":"i","parts":[{"size":2}]}]"#;
        let entries: Vec<Each<Lamp>> = serde_json::from_str(text).unwrap();
        let wrong: Vec<(String, String)> = entries
            .iter()
            .map(|entry| match entry {
                Each::Read(lamp) => (lamp.id.clone(), String::new()),
                Each::Wrong { name, field, .. } => (name.clone(), field.clone()),
            })
            .collect();
        let told = |name: &str, field: &str| (name.to_owned(), field.to_owned());
        assert_eq!(
            wrong,
            [
                told("a", ""),
                told("", "."),
                told("b", "parts[1].size"),
                told("", "id"),
                told("", "."),
                told("e", "id"),
                told("f", "parts[0].size"),
                told("g", "more"),
                told("", "id"),
                told("h", "parts[0]"),
                told("i", ""),
            ]
        );
    }
}
