//! The pages of a paper while they are drawn. Places are points from the top left corner of the page.

use app::ports::PaperSize;
use pdf_writer::types::{ArtifactSubtype, ArtifactType};
use pdf_writer::{Content, Name};

use super::fonts::Fonts;
use super::ink::{self, Style, Used};
use super::tags::{Node, Tree};
use super::text::Glyph;

/// The name of the logo in the resources of the first page.
pub const LOGO_NAME: Name<'static> = Name(b"L");

/// A page that is being drawn.
pub struct Page {
    /// Its operators.
    pub content: Content,
    /// The part of the paper that each marked piece belongs to, by the piece's number.
    pub pieces: Vec<Node>,
}

/// What a piece of a page is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Purpose {
    /// It says something: a part of the paper.
    Part(Node),
    /// It repeats the head of the paper or of a table on a further page.
    RepeatedHead,
    /// It numbers the page or repeats the footer.
    RepeatedFoot,
    /// It repeats the mark.
    RepeatedMark,
    /// It only orders what the eye sees.
    Decoration,
}

/// All pages, the structure over them, and the glyphs in them.
pub struct Draft<'a> {
    /// The pages, in order.
    pub pages: Vec<Page>,
    /// The structure.
    pub tree: Tree,
    /// The glyphs.
    pub used: Used,
    /// Width and height of a page, in points.
    pub size: (f32, f32),
    fonts: &'a Fonts,
}

impl<'a> Draft<'a> {
    /// A paper without pages.
    pub fn new(size: PaperSize, fonts: &'a Fonts) -> Self {
        let size = match size {
            PaperSize::A4 => (595.276, 841.89),
            PaperSize::Letter => (612.0, 792.0),
        };
        Self { pages: Vec::new(), tree: Tree::new(), used: Used::new(), size, fonts }
    }

    /// Adds an empty page and gives its place.
    pub fn add_page(&mut self) -> usize {
        self.pages.push(Page { content: Content::new(), pieces: Vec::new() });
        self.pages.len() - 1
    }

    /// Draws a line of text with its baseline at `y`.
    pub fn text(&mut self, page: usize, purpose: Purpose, style: &Style, (x, y): (f32, f32), line: &[Glyph]) {
        self.text_turned(page, purpose, style, [1.0, 0.0, 0.0, 1.0, x, y], line);
    }

    /// Draws a line of text along the first two numbers of `matrix`, from the place in its last two.
    pub fn text_turned(
        &mut self,
        page: usize,
        purpose: Purpose,
        style: &Style,
        matrix: [f32; 6],
        line: &[Glyph],
    ) {
        if line.is_empty() {
            return;
        }
        let [a, b, c, d, x, y] = matrix;
        let matrix = [a, b, c, d, x, self.size.1 - y];
        self.open(page, purpose);
        let content = &mut self.pages[page].content;
        ink::show(content, &mut self.used, self.fonts, style, matrix, line);
        content.end_marked_content();
    }

    /// Draws a horizontal rule.
    pub fn rule(&mut self, page: usize, x: f32, y: f32, width: f32, thickness: f32, gray: f32) {
        self.bar(page, [x, y - thickness / 2.0, width, thickness], gray);
    }

    /// Fills a box: left, top, width, height.
    pub fn bar(&mut self, page: usize, [x, y, width, height]: [f32; 4], gray: f32) {
        self.open(page, Purpose::Decoration);
        let bottom = self.size.1 - y - height;
        let content = &mut self.pages[page].content;
        content.set_fill_gray(gray).rect(x, bottom, width, height).fill_nonzero();
        content.end_marked_content();
    }

    /// Draws the logo into a box: left, top, width, height.
    pub fn logo(&mut self, page: usize, part: Node, alt: String, [x, y, width, height]: [f32; 4]) {
        let bottom = self.size.1 - y - height;
        self.tree.elements[part.0].picture = Some((alt, [x, bottom, x + width, bottom + height]));
        self.open(page, Purpose::Part(part));
        let content = &mut self.pages[page].content;
        content.save_state().transform([width, 0.0, 0.0, height, x, bottom]);
        content.x_object(LOGO_NAME).restore_state();
        content.end_marked_content();
    }

    /// Opens a marked piece; the caller ends it.
    fn open(&mut self, page: usize, purpose: Purpose) {
        let Page { content, pieces } = &mut self.pages[page];
        let artifact = match purpose {
            Purpose::Part(node) => {
                let piece = pieces.len();
                pieces.push(node);
                self.tree.add_piece(node, page, piece);
                let (role, piece) = (self.tree.elements[node.0].role.standard(), number(piece));
                content.begin_marked_content_with_properties(role.to_name()).properties().identify(piece);
                return;
            }
            Purpose::RepeatedHead => Some((ArtifactType::Pagination, ArtifactSubtype::Header)),
            Purpose::RepeatedFoot => Some((ArtifactType::Pagination, ArtifactSubtype::Footer)),
            Purpose::RepeatedMark => Some((ArtifactType::Pagination, ArtifactSubtype::Watermark)),
            Purpose::Decoration => None,
        };
        let mut mark = content.begin_marked_content_with_properties(Name(b"Artifact"));
        let mut properties = mark.properties().artifact();
        match artifact {
            Some((kind, subtype)) => properties.kind(kind).subtype(subtype),
            None => properties.kind(ArtifactType::Layout),
        };
    }
}

/// A count as PDF writes it; the limits of a paper keep it small.
pub fn number(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}
