//! The structure of a paper beside its looks: what a screen reader walks through (ISO 32000-1 section 14.7).

use pdf_writer::types::StructRole;

/// What a part of a paper is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The whole paper.
    Paper,
    /// Parts that belong together.
    Group,
    /// The paper's title.
    Title,
    /// A heading below the title.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A picture.
    Picture,
    /// A table.
    Table,
    /// The rows that name its columns.
    TableHead,
    /// Its rows.
    TableBody,
    /// The row that sums it up.
    TableFoot,
    /// A row.
    Row,
    /// A cell that names its column.
    ColumnName,
    /// A cell that names its row.
    RowName,
    /// A cell.
    Cell,
}

impl Role {
    /// The standard structure type (ISO 32000-1 section 14.8.4).
    pub fn standard(self) -> StructRole {
        match self {
            Self::Paper => StructRole::Document,
            Self::Group => StructRole::Div,
            Self::Title => StructRole::H1,
            Self::Heading => StructRole::H2,
            Self::Paragraph => StructRole::P,
            Self::Picture => StructRole::Figure,
            Self::Table => StructRole::Table,
            Self::TableHead => StructRole::THead,
            Self::TableBody => StructRole::TBody,
            Self::TableFoot => StructRole::TFoot,
            Self::Row => StructRole::TR,
            Self::ColumnName | Self::RowName => StructRole::TH,
            Self::Cell => StructRole::TD,
        }
    }
}

/// A part of the tree, by its place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Node(pub usize);

/// What a part holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Child {
    /// Another part.
    Node(Node),
    /// A marked piece of a page: the page's place and the piece's number on it.
    Piece(usize, usize),
}

/// A part and what it holds, in reading order.
#[derive(Debug, Clone, PartialEq)]
pub struct Element {
    /// What it is.
    pub role: Role,
    /// The part that holds it; the paper holds itself.
    pub parent: Node,
    /// What it holds.
    pub children: Vec<Child>,
    /// Words instead of it, and the box it fills on its page: left, bottom, right, top.
    pub picture: Option<(String, [f32; 4])>,
}

/// All parts of a paper; the first is the paper itself.
#[derive(Debug, Clone, PartialEq)]
pub struct Tree {
    /// The parts, each after the one that holds it.
    pub elements: Vec<Element>,
}

impl Tree {
    /// The paper itself.
    pub const ROOT: Node = Node(0);

    /// A paper that holds nothing yet.
    pub fn new() -> Self {
        let paper = Element { role: Role::Paper, parent: Self::ROOT, children: Vec::new(), picture: None };
        Self { elements: vec![paper] }
    }

    /// Adds a part at the end of `parent`.
    pub fn add(&mut self, parent: Node, role: Role) -> Node {
        let node = Node(self.elements.len());
        self.elements.push(Element { role, parent, children: Vec::new(), picture: None });
        self.elements[parent.0].children.push(Child::Node(node));
        node
    }

    /// Adds a marked piece of a page at the end of `parent`.
    pub fn add_piece(&mut self, parent: Node, page: usize, piece: usize) {
        self.elements[parent.0].children.push(Child::Piece(page, piece));
    }
}
