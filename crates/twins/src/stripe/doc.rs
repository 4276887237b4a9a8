//! Objects as the contract has them, kept by account and kind in the order they were made.

use std::collections::{BTreeMap, HashMap};
use std::ops::RangeInclusive;

use serde_json::{Map, Value};

/// An object. Fields that begin with an underscore are the twin's own knowledge and are never answered.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Doc(pub Map<String, Value>);

impl Doc {
    /// The fields of a JSON object.
    #[must_use]
    pub fn from(value: Value) -> Self {
        match value {
            Value::Object(fields) => Doc(fields),
            other => panic!("an object is needed, not {other}"),
        }
    }

    /// Its id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.text("id").expect("every object has an id")
    }

    /// A field that is text; `None` if it is anything else.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).and_then(Value::as_str)
    }

    /// A field that is text, for good; nothing if it is not there.
    #[must_use]
    pub fn own(&self, name: &str) -> Option<String> {
        self.text(name).map(str::to_owned)
    }

    /// A field that is a whole number; nought if it is not there.
    #[must_use]
    pub fn int(&self, name: &str) -> i64 {
        self.0.get(name).and_then(Value::as_i64).unwrap_or(0)
    }

    /// A field that is true.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.0.get(name).and_then(Value::as_bool).unwrap_or(false)
    }

    /// Any field; null if it is not there.
    #[must_use]
    pub fn get(&self, name: &str) -> &Value {
        self.0.get(name).unwrap_or(&Value::Null)
    }

    /// Sets a field.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.0.insert(name.to_owned(), value.into());
    }

    /// Takes over the fields that were sent, as they are; an empty text unsets.
    pub fn take(&mut self, params: &Map<String, Value>, names: &[&str]) {
        for name in names {
            match params.get(*name) {
                None => {}
                Some(Value::String(text)) if text.is_empty() => self.set(name, Value::Null),
                Some(value) => self.set(name, value.clone()),
            }
        }
    }

    /// What is answered: everything but the twin's own knowledge.
    #[must_use]
    pub fn shown(&self) -> Value {
        let fields = self.0.iter().filter(|(name, _)| !name.starts_with('_'));
        Value::Object(fields.map(|(name, value)| (name.clone(), value.clone())).collect())
    }
}

/// All objects of all accounts.
#[derive(Debug, Clone, Default)]
pub struct Store {
    docs: HashMap<String, (String, Doc)>,
    order: BTreeMap<(String, &'static str), Vec<String>>,
}

impl Store {
    /// Keeps a new object of an account.
    pub fn add(&mut self, account: &str, kind: &'static str, doc: Doc) {
        let id = doc.id().to_owned();
        let ids = self.order.entry((account.to_owned(), kind)).or_default();
        let latest =
            ids.last().and_then(|id| self.docs.get(id)).map_or(i64::MIN, |(_, doc)| doc.int("created"));
        assert!(latest <= doc.int("created"), "the twin's time never runs back");
        ids.push(id.clone());
        let earlier = self.docs.insert(id, (account.to_owned(), doc));
        assert!(earlier.is_none(), "an id is given once");
    }

    /// An object by its id, if it belongs to the account.
    #[must_use]
    pub fn of(&self, account: &str, kind: &str, id: &str) -> Option<&Doc> {
        let (owner, doc) = self.docs.get(id)?;
        (owner == account && doc.text("object") == Some(kind)).then_some(doc)
    }

    /// An object that is known to be there.
    #[must_use]
    pub fn doc(&self, id: &str) -> &Doc {
        &self.docs.get(id).expect("an id the twin itself wrote down names an object").1
    }

    /// An object, if the id names one.
    #[must_use]
    pub fn any(&self, id: &str) -> Option<(&str, &Doc)> {
        self.docs.get(id).map(|(owner, doc)| (owner.as_str(), doc))
    }

    /// An object to be changed, that is known to be there.
    pub fn edit(&mut self, id: &str) -> &mut Doc {
        &mut self.docs.get_mut(id).expect("an id the twin itself wrote down names an object").1
    }

    /// The account an object belongs to.
    #[must_use]
    pub fn owner(&self, id: &str) -> &str {
        &self.docs.get(id).expect("an id the twin itself wrote down names an object").0
    }

    /// An account's objects of a kind, oldest first.
    pub fn all<'s>(&'s self, account: &str, kind: &'static str) -> impl DoubleEndedIterator<Item = &'s Doc> {
        self.order.get(&(account.to_owned(), kind)).into_iter().flatten().map(|id| self.doc(id))
    }

    /// An account's objects of a kind that were made within these seconds, oldest first: without a look at all others,
    /// because what is made later has no earlier time.
    pub fn made<'s>(
        &'s self,
        account: &str,
        kind: &'static str,
        seconds: RangeInclusive<i64>,
    ) -> impl DoubleEndedIterator<Item = &'s Doc> {
        let ids = self.order.get(&(account.to_owned(), kind)).map(Vec::as_slice).unwrap_or_default();
        let from = ids.partition_point(|id| self.doc(id).int("created") < *seconds.start());
        let until = ids.partition_point(|id| self.doc(id).int("created") <= *seconds.end());
        ids[from.min(until)..until].iter().map(|id| self.doc(id))
    }

    /// Everybody's objects of a kind with their account; oldest first within each account.
    pub fn everywhere(&self, kind: &'static str) -> impl Iterator<Item = (&str, &Doc)> {
        self.order
            .iter()
            .filter(move |((_, of), _)| *of == kind)
            .flat_map(move |((account, _), ids)| ids.iter().map(move |id| (account.as_str(), self.doc(id))))
    }

    /// Forgets an object.
    pub fn remove(&mut self, id: &str) {
        self.docs.remove(id);
        for ids in self.order.values_mut() {
            ids.retain(|other| other != id);
        }
    }
}
