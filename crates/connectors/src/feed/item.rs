//! One entry of a Google or Meta feed: attributes with their values, from a row or from elements.

use std::borrow::Cow;

use super::cell::Cell;
use super::google::Attribute;

/// The attributes of one entry.
#[derive(Debug, Default)]
pub(super) struct Item<'a> {
    /// Line the entry begins in, counted from 1.
    pub(super) line: u64,
    /// Google's own attributes first decide; what RSS or Atom say counts where they are silent.
    own: Vec<(Attribute, Cell<'a>)>,
    inherited: Vec<(Attribute, Cell<'a>)>,
}

impl<'a> Item<'a> {
    pub(super) fn new(line: u64) -> Item<'a> {
        Item { line, own: Vec::new(), inherited: Vec::new() }
    }

    pub(super) fn push(&mut self, attribute: Attribute, cell: Cell<'a>) {
        self.own.push((attribute, cell));
    }

    /// A value from RSS or Atom itself rather than from Google's namespace.
    pub(super) fn push_inherited(&mut self, attribute: Attribute, cell: Cell<'a>) {
        self.inherited.push((attribute, cell));
    }

    /// The first value of `attribute` that is not blank, or an empty one that names it.
    pub(super) fn cell(&self, attribute: Attribute) -> Cow<'_, Cell<'a>> {
        match self.all(attribute).next() {
            Some(cell) => Cow::Borrowed(cell),
            None => Cow::Owned(self.blank(attribute)),
        }
    }

    /// Every value of `attribute` that is not blank.
    pub(super) fn all(&self, attribute: Attribute) -> impl Iterator<Item = &Cell<'a>> {
        let named = move |(name, cell): &'_ &(Attribute, Cell<'a>)| *name == attribute && !cell.is_blank();
        self.own.iter().chain(&self.inherited).filter(named).map(|(_, cell)| cell)
    }

    fn blank(&self, attribute: Attribute) -> Cell<'a> {
        let given = self.own.iter().chain(&self.inherited).find(|(name, _)| *name == attribute);
        let (line, column) = match given {
            Some((_, cell)) => (cell.line, cell.column.clone()),
            None => (self.line, Cow::Borrowed(attribute.name())),
        };
        Cell { line, column, value: Cow::Borrowed("") }
    }
}
