//! The objects of the file (ISO 32000-1, PDF 1.7): pages, structure, fonts, the logo.

use app::ports::{Paper, PaperError};
use pdf_writer::types::{AttributeOwner, TabOrder};
use pdf_writer::{Filter, Finish, Name, Pdf, Rect, Ref, TextStr};
use sha2::{Digest, Sha256};

use super::embed::{self, FontRefs, packed};
use super::fonts::{Fonts, Weight};
use super::ink::font_name;
use super::logo::Pixels;
use super::metadata;
use super::sheet::{Draft, LOGO_NAME, Page, number};
use super::tags::{Child, Element, Role, Tree};

/// Numbers of the objects, given in the order in which they are written.
struct Refs {
    catalog: Ref,
    pages: Ref,
    info: Ref,
    metadata: Ref,
    structure: Ref,
    parents: Ref,
    logo: Ref,
    opacity: Ref,
    regular: FontRefs,
    bold: FontRefs,
    /// The first page; its content follows it, then the next page.
    first_page: i32,
    /// The first part of the structure, after all pages.
    first_part: i32,
}

impl Refs {
    fn new(draft: &Draft<'_>) -> Self {
        let mut next = Ref::new(1);
        let mut font = || FontRefs {
            font: next.bump(),
            descendant: next.bump(),
            descriptor: next.bump(),
            file: next.bump(),
            unicode: next.bump(),
        };
        let (regular, bold) = (font(), font());
        let [catalog, pages, info, metadata, structure, parents, logo, opacity] =
            [(); 8].map(|()| next.bump());
        let first_page = next.get();
        let first_part = first_page + 2 * number(draft.pages.len());
        Self {
            catalog,
            pages,
            info,
            metadata,
            structure,
            parents,
            logo,
            opacity,
            regular,
            bold,
            first_page,
            first_part,
        }
    }

    fn page(&self, index: usize) -> Ref {
        Ref::new(self.first_page + 2 * number(index))
    }

    fn content(&self, index: usize) -> Ref {
        Ref::new(self.first_page + 2 * number(index) + 1)
    }

    fn part(&self, index: usize) -> Ref {
        Ref::new(self.first_part + number(index))
    }
}

/// Writes the file of a paper whose pages are drawn.
///
/// # Errors
/// [`PaperError::Unwritable`], for the log.
pub fn write(
    paper: &Paper,
    fonts: &Fonts,
    mut draft: Draft<'_>,
    logo: Option<&Pixels>,
) -> Result<Vec<u8>, PaperError> {
    let refs = Refs::new(&draft);
    let mut pdf = Pdf::new();
    pdf.set_version(1, 7);
    catalog(&mut pdf, &refs, paper);
    metadata::info(&mut pdf, refs.info, paper);
    let xmp = metadata::xmp(paper);
    pdf.metadata(refs.metadata, xmp.as_bytes());
    let mut identity = Sha256::new_with_prefix(&xmp);
    let drawn = std::mem::take(&mut draft.pages);
    let pieces: Vec<_> = drawn.iter().map(|page| page.pieces.clone()).collect();
    pdf.pages(refs.pages).kids((0..drawn.len()).map(|index| refs.page(index))).count(number(drawn.len()));
    for (index, drawn) in drawn.into_iter().enumerate() {
        page(&mut pdf, &refs, index, draft.size, drawn, logo.is_some(), &mut identity)?;
    }
    structure(&mut pdf, &refs, &draft.tree, &pieces);
    if let Some(pixels) = logo {
        picture(&mut pdf, &refs, pixels)?;
    }
    embed::font(&mut pdf, &refs.regular, fonts, &draft.used, Weight::Regular)?;
    embed::font(&mut pdf, &refs.bold, fonts, &draft.used, Weight::Bold)?;
    // What the pages say is who the file is; readers that keep notes to a file find it by this.
    let identity = identity.finalize()[..16].to_vec();
    pdf.set_file_id((identity.clone(), identity));
    Ok(pdf.finish())
}

fn catalog(pdf: &mut Pdf, refs: &Refs, paper: &Paper) {
    let mut catalog = pdf.catalog(refs.catalog);
    catalog.pages(refs.pages).metadata(refs.metadata).lang(TextStr(&paper.language));
    catalog.mark_info().marked(true);
    catalog.viewer_preferences().display_doc_title(!paper.title.is_empty());
    catalog.pair(Name(b"StructTreeRoot"), refs.structure);
}

fn page(
    pdf: &mut Pdf,
    refs: &Refs,
    index: usize,
    (width, height): (f32, f32),
    drawn: Page,
    has_logo: bool,
    identity: &mut Sha256,
) -> Result<(), PaperError> {
    let content = drawn.content.finish().to_vec();
    identity.update(&content);
    let content = packed(&content)?;
    let mut page = pdf.page(refs.page(index));
    page.parent(refs.pages).media_box(Rect::new(0.0, 0.0, width, height));
    page.contents(refs.content(index)).tab_order(TabOrder::StructureOrder);
    if !drawn.pieces.is_empty() {
        page.struct_parents(number(index));
    }
    let mut resources = page.resources();
    let mut names = resources.fonts();
    names.pair(font_name(Weight::Regular), refs.regular.font);
    names.pair(font_name(Weight::Bold), refs.bold.font);
    names.finish();
    if has_logo && index == 0 {
        resources.x_objects().pair(LOGO_NAME, refs.logo);
    }
    resources.finish();
    page.finish();
    pdf.stream(refs.content(index), &content).filter(Filter::FlateDecode);
    Ok(())
}

/// The tree of parts, and for every page the way back from its pieces to them.
fn structure(pdf: &mut Pdf, refs: &Refs, tree: &Tree, pieces: &[Vec<super::tags::Node>]) {
    let mut root = pdf.indirect(refs.structure).start::<pdf_writer::writers::StructTreeRoot<'_>>();
    root.child(refs.part(Tree::ROOT.0)).pair(Name(b"ParentTree"), refs.parents);
    root.parent_tree_next_key(number(pieces.len()));
    root.finish();
    let mut tree_back = pdf.indirect(refs.parents).dict();
    let mut pages = tree_back.insert(Name(b"Nums")).array();
    for (index, pieces) in pieces.iter().enumerate().filter(|(_, pieces)| !pieces.is_empty()) {
        pages.item(number(index));
        pages.push().array().items(pieces.iter().map(|node| refs.part(node.0)));
    }
    pages.finish();
    tree_back.finish();
    for (index, element) in tree.elements.iter().enumerate() {
        part(pdf, refs, index, element);
    }
}

fn part(pdf: &mut Pdf, refs: &Refs, index: usize, element: &Element) {
    let mut part = pdf.struct_element(refs.part(index));
    part.kind(element.role.standard());
    let is_root = index == Tree::ROOT.0;
    part.parent(if is_root { refs.structure } else { refs.part(element.parent.0) });
    if let Some((alt, bounds)) = &element.picture {
        part.alt(TextStr(alt));
        let [left, bottom, right, top] = *bounds;
        part.page(refs.page(0)).attributes().push().layout().bbox(Rect::new(left, bottom, right, top));
    }
    let scope = match element.role {
        Role::ColumnName => Some(Name(b"Column")),
        Role::RowName => Some(Name(b"Row")),
        Role::Paper | Role::Group | Role::Title | Role::Heading | Role::Paragraph | Role::Picture => None,
        Role::Table | Role::TableHead | Role::TableBody | Role::TableFoot | Role::Row | Role::Cell => None,
    };
    if let Some(scope) = scope {
        let mut attributes = part.attributes();
        let mut attribute = attributes.push();
        attribute.owner(AttributeOwner::Table, false);
        attribute.pair(Name(b"Scope"), scope);
    }
    let mut children = part.children();
    for child in &element.children {
        match *child {
            Child::Node(node) => {
                children.struct_element(refs.part(node.0));
            }
            Child::Piece(page, piece) => {
                children.marked_content_ref().page(refs.page(page)).marked_content_id(number(piece));
            }
        }
    }
}

fn picture(pdf: &mut Pdf, refs: &Refs, pixels: &Pixels) -> Result<(), PaperError> {
    let side = |pixels: u32| i32::try_from(pixels).unwrap_or(i32::MAX);
    let colors = packed(&pixels.colors)?;
    let mut image = pdf.image_xobject(refs.logo, &colors);
    image.width(side(pixels.width)).height(side(pixels.height)).filter(Filter::FlateDecode);
    image.bits_per_component(8).color_space().device_rgb();
    if pixels.opacity.is_some() {
        image.s_mask(refs.opacity);
    }
    image.finish();
    if let Some(opacity) = &pixels.opacity {
        let opacity = packed(opacity)?;
        let mut mask = pdf.image_xobject(refs.opacity, &opacity);
        mask.width(side(pixels.width)).height(side(pixels.height)).filter(Filter::FlateDecode);
        mask.bits_per_component(8).color_space().device_gray();
    }
    Ok(())
}
