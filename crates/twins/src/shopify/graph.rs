//! Answers what a document asks, out of JSON in the contract's own shape. A text in the place of an object is an object's id,
//! and a list in the place of a connection is all of its nodes.

use std::cell::Cell;

use apollo_compiler::Name;
use apollo_compiler::executable::{Field, Selection, SelectionSet};
use apollo_compiler::schema::ExtendedType;
use serde_json::{Map, Value};

use super::arguments::{of_field, plain};
use super::contract::{Judged, contract};
use super::error::Refusal;
use super::lists::{Listing, cut, narrowed};

/// Where objects come from.
pub(super) trait Source {
    /// The object of an id; none where there is none.
    fn object(&self, id: &str) -> Option<Value>;
}

/// One question on its way to its answer.
pub(super) struct Question<'d, 's> {
    pub(super) judged: &'d Judged,
    pub(super) variables: &'d Value,
    pub(super) source: &'s dyn Source,
    /// Objects that were answered so far: what the question costs in the end.
    pub(super) objects: Cell<i64>,
}

/// What a field has.
pub(super) enum Found {
    /// A value in the contract's shape.
    Value(Value),
    /// The nodes of a connection, in order, each with what its cursor is made of.
    Listing(Listing),
}

/// The type a connection is of ends in this.
pub(super) const CONNECTION: &str = "Connection";

impl<'d> Question<'d, '_> {
    /// The fields at the root by the names they are answered under.
    pub(super) fn fields_of_root(&self, kind: &str) -> Vec<(String, Vec<&'d Field>)> {
        let mut fields = Vec::new();
        self.collect(&self.judged.operation().selection_set, kind, &mut fields);
        fields.into_iter().map(|(key, same)| (key.to_string(), same)).collect()
    }

    /// The fields of a selection by the names they are answered under, fragments put in.
    fn collect<'s>(&self, set: &'s SelectionSet, kind: &str, into: &mut Vec<(&'s Name, Vec<&'s Field>)>)
    where
        'd: 's,
    {
        for selection in &set.selections {
            if !self.is_wanted(selection) {
                continue;
            }
            match selection {
                Selection::Field(field) => {
                    let key = field.response_key();
                    match into.iter_mut().find(|(known, _)| *known == key) {
                        Some((_, same)) => same.push(field),
                        None => into.push((key, vec![field])),
                    }
                }
                Selection::FragmentSpread(spread) => {
                    let fragment = &self.judged.document().fragments[&spread.fragment_name];
                    if is_kind(kind, fragment.selection_set.ty.as_str()) {
                        self.collect(&fragment.selection_set, kind, into);
                    }
                }
                Selection::InlineFragment(inline) => {
                    if inline.type_condition.as_ref().is_none_or(|wanted| is_kind(kind, wanted.as_str())) {
                        self.collect(&inline.selection_set, kind, into);
                    }
                }
            }
        }
    }

    /// A selection on an object of this type: what is its own, and the lists within it.
    pub(super) fn apart<'s>(&self, set: &'s SelectionSet, kind: &str) -> (SelectionSet, Vec<&'s Field>)
    where
        'd: 's,
    {
        let mut fields = Vec::new();
        self.collect(set, kind, &mut fields);
        let mut own = SelectionSet { ty: set.ty.clone(), selections: Vec::new() };
        let mut lists = Vec::new();
        for field in fields.into_iter().flat_map(|(_, same)| same) {
            if field.ty().inner_named_type().ends_with(CONNECTION) {
                lists.push(field);
            } else {
                own.selections.push(Selection::Field(field.clone().into()));
            }
        }
        (own, lists)
    }

    /// By `@include` and `@skip`.
    fn is_wanted(&self, selection: &Selection) -> bool {
        let directives = selection.directives();
        let says = |name: &str| {
            let value = directives.get(name)?.specified_argument_by_name("if")?;
            plain(value, self.variables)?.as_bool()
        };
        says("include") != Some(false) && says("skip") != Some(true)
    }

    /// The answer to a selection on an object.
    pub(super) fn select(
        &self,
        object: &Value,
        kind: &str,
        sets: &[&SelectionSet],
    ) -> Result<Value, Refusal> {
        let mut fields = Vec::new();
        for set in sets {
            self.collect(set, kind, &mut fields);
        }
        let mut answer = Map::new();
        for (key, same) in fields {
            let field = same[0];
            if field.name == "__typename" {
                answer.insert(key.to_string(), kind.into());
                continue;
            }
            let value = object.get(field.name.as_str());
            let value = value.ok_or_else(|| Refusal::lacking(format_args!("{kind}.{}", field.name)))?;
            let arguments = of_field(field, self.variables)?;
            let found = narrowed(kind, field, value.clone(), &arguments)?;
            answer.insert(key.to_string(), self.complete(&same, found, &arguments)?);
        }
        Ok(Value::Object(answer))
    }

    /// A value as its type and its selection have it.
    pub(super) fn complete(
        &self,
        same: &[&Field],
        found: Found,
        arguments: &Map<String, Value>,
    ) -> Result<Value, Refusal> {
        let kind = same[0].ty().inner_named_type().as_str();
        let sets: Vec<&SelectionSet> = same.iter().map(|field| &field.selection_set).collect();
        let is_connection = kind.ends_with(CONNECTION);
        match found {
            Found::Listing(listing) => self.select(&cut(listing, arguments)?, kind, &sets),
            Found::Value(Value::Array(nodes)) if is_connection => {
                let numbered = nodes.into_iter().enumerate();
                let listing = numbered.map(|(place, node)| (format!("{place:012}"), node)).collect();
                self.select(&cut(listing, arguments)?, kind, &sets)
            }
            Found::Value(value) => self.value(value, kind, &sets),
        }
    }

    fn value(&self, value: Value, kind: &str, sets: &[&SelectionSet]) -> Result<Value, Refusal> {
        let is_leaf = matches!(
            contract().schema().types.get(kind),
            Some(ExtendedType::Scalar(_) | ExtendedType::Enum(_)) | None
        );
        match value {
            Value::Null => Ok(Value::Null),
            leaf if is_leaf => Ok(leaf),
            Value::Array(items) => items.into_iter().map(|item| self.value(item, kind, sets)).collect(),
            Value::String(id) => match self.source.object(&id) {
                Some(object) => self.object(&object, kind, sets),
                None => Ok(Value::Null),
            },
            object => self.object(&object, kind, sets),
        }
    }

    fn object(&self, object: &Value, kind: &str, sets: &[&SelectionSet]) -> Result<Value, Refusal> {
        let kind = object.get("__typename").and_then(Value::as_str).unwrap_or(kind);
        if !super::cost::is_free(kind) {
            self.objects.set(self.objects.get() + 1);
        }
        self.select(object, kind, sets)
    }
}

/// Whether an object of a type is what a fragment is for.
fn is_kind(kind: &str, wanted: &str) -> bool {
    kind == wanted || contract().schema().is_subtype(wanted, kind)
}
