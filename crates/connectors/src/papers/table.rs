//! Tables and facts: cells side by side, rows that break over pages under a repeated head.

use app::ports::{Column, PaperError};

use super::columns::{self, Wish};
use super::flow::{self, Flow};
use super::fonts::Weight;
use super::ink::Style;
use super::measures::{BLACK, QUIET};
use super::sheet::Purpose;
use super::tags::{Node, Role, Tree};
use super::text::{self, Glyph};

/// White between two columns, in points.
const GAP: f32 = 14.0;
/// White above and below the text of a row.
const PAD: f32 = 3.6;
/// The widest that the names of facts may be, as a share of the page.
const NAMES_SHARE: f32 = 0.4;

const CELL: Style = Style { weight: Weight::Regular, size: 9.5, leading: 13.0, gray: BLACK };
const TOTAL: Style = Style { weight: Weight::Bold, ..CELL };
const HEAD: Style = Style { weight: Weight::Bold, size: 8.5, leading: 11.5, gray: BLACK };
const FACT_NAME: Style = Style { gray: QUIET, ..CELL };

const THIN: f32 = 0.4;
const THIN_GRAY: f32 = 0.78;
const THICK: f32 = 0.9;
const THICK_GRAY: f32 = BLACK;

/// Where a column stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    x: f32,
    width: f32,
    right_aligned: bool,
}

/// A cell, broken into lines.
struct Cell {
    place: Place,
    style: Style,
    role: Role,
    lines: Vec<Vec<Glyph>>,
}

/// What is drawn under a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    None,
    Thin,
    Thick,
}

/// Sets a table.
///
/// # Errors
/// [`PaperError::TooMany`] pages.
pub fn table(
    flow: &mut Flow<'_>,
    columns: &[Column],
    rows: &[Vec<String>],
    total: Option<&[String]>,
) -> Result<(), PaperError> {
    if columns.is_empty() {
        return Ok(());
    }
    let places = places(flow, columns, rows, total);
    let titles: Vec<&str> = columns.iter().map(|column| column.title.as_str()).collect();
    let head = cells(flow, &places, &titles, HEAD, |_| Role::ColumnName);
    flow.y += 6.0;
    let table = flow.draft.tree.add(Tree::ROOT, Role::Table);
    let body_of = |flow: &Flow<'_>, row: &[String]| {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        cells(flow, &places, &row, CELL, |_| Role::Cell)
    };
    let total = total.map(|row| {
        let row: Vec<&str> = row.iter().map(String::as_str).collect();
        cells(flow, &places, &row, TOTAL, |index| if index == 0 { Role::RowName } else { Role::Cell })
    });
    let total_height = total.as_ref().map_or(0.0, |row| height(row));
    let first = rows.first().map(|row| body_of(flow, row)).map_or(total_height, |row| height(&row));
    flow.need(height(&head) + first.min(flow.height() / 2.0))?;
    let part = flow.draft.tree.add(table, Role::TableHead);
    draw_head(flow, &head, Some(part));
    if !rows.is_empty() {
        let body = flow.draft.tree.add(table, Role::TableBody);
        for (index, row) in rows.iter().enumerate() {
            let is_last = index + 1 == rows.len();
            let cells = body_of(flow, row);
            // A total alone on a page would sum up nothing that is seen there.
            let wanted = height(&cells) + if is_last { total_height } else { 0.0 };
            let rule = if is_last { Rule::Thick } else { Rule::Thin };
            draw_row(flow, body, &cells, wanted, rule, Some(&head))?;
        }
    }
    if let Some(total) = &total {
        let foot = flow.draft.tree.add(table, Role::TableFoot);
        draw_row(flow, foot, total, total_height, Rule::None, Some(&head))?;
    }
    flow.y += 10.0;
    Ok(())
}

/// Sets names and values.
///
/// # Errors
/// [`PaperError::TooMany`] pages.
pub fn facts(flow: &mut Flow<'_>, facts: &[(String, String)]) -> Result<(), PaperError> {
    if facts.is_empty() {
        return Ok(());
    }
    let natural = |name: &str| widest(flow, name, &FACT_NAME).0;
    let names = facts.iter().map(|(name, _)| natural(name)).fold(0.0, f32::max);
    let names = names.min(flow.width() * NAMES_SHARE) + GAP;
    let places = [
        Place { x: flow.left(), width: names - GAP, right_aligned: false },
        Place { x: flow.left() + names, width: flow.width() - names, right_aligned: false },
    ];
    flow.y += 2.0;
    let table = flow.draft.tree.add(Tree::ROOT, Role::Table);
    let body = flow.draft.tree.add(table, Role::TableBody);
    for (index, (name, value)) in facts.iter().enumerate() {
        let mut row =
            cells(
                flow,
                &places,
                &[name, value],
                CELL,
                |column| {
                    if column == 0 { Role::RowName } else { Role::Cell }
                },
            );
        row[0].style = FACT_NAME;
        let rule = if index + 1 == facts.len() { Rule::None } else { Rule::Thin };
        let wanted = height(&row);
        draw_row(flow, body, &row, wanted, rule, None)?;
    }
    flow.y += 8.0;
    Ok(())
}

fn places(flow: &Flow<'_>, columns: &[Column], rows: &[Vec<String>], total: Option<&[String]>) -> Vec<Place> {
    let wish = |(index, column): (usize, &Column)| {
        let mut wish = Wish { natural: 0.0, least: 0.0, grows: !column.right_aligned };
        let mut widen = |words: &str, style: &Style| {
            let (natural, least) = widest(flow, words, style);
            wish.natural = wish.natural.max(natural);
            wish.least = wish.least.max(least);
        };
        widen(&column.title, &HEAD);
        rows.iter().filter_map(|row| row.get(index)).for_each(|words| widen(words, &CELL));
        total.and_then(|row| row.get(index)).into_iter().for_each(|words| widen(words, &TOTAL));
        wish
    };
    let wishes: Vec<Wish> = columns.iter().enumerate().map(wish).collect();
    let gaps = GAP * (columns.len() - 1) as f32;
    let mut x = flow.left();
    let widths = columns::share(&wishes, flow.width() - gaps);
    widths
        .into_iter()
        .zip(columns)
        .map(|(width, column)| {
            let place = Place { x, width, right_aligned: column.right_aligned };
            x += width + GAP;
            place
        })
        .collect()
}

/// The widths of the longest line and of the longest word of a cell.
fn widest(flow: &Flow<'_>, words: &str, style: &Style) -> (f32, f32) {
    let mut widest = (0.0_f32, 0.0_f32);
    for paragraph in text::paragraphs(words) {
        let glyphs = flow.shape(&paragraph, style);
        widest.0 = widest.0.max(text::width(text::trimmed(&glyphs), style.size));
        widest.1 = widest.1.max(text::word_width(&glyphs, style.size));
    }
    widest
}

fn cells(
    flow: &Flow<'_>,
    places: &[Place],
    row: &[&str],
    style: Style,
    role: impl Fn(usize) -> Role,
) -> Vec<Cell> {
    let cell = |(index, (place, words)): (usize, (&Place, &&str))| Cell {
        place: *place,
        style,
        role: role(index),
        lines: flow.lines(words, &style, place.width),
    };
    places.iter().zip(row).enumerate().map(cell).collect()
}

fn line_count(row: &[Cell]) -> usize {
    row.iter().map(|cell| cell.lines.len()).max().unwrap_or_default()
}

fn leading(row: &[Cell]) -> f32 {
    row.iter().map(|cell| cell.style.leading).fold(1.0, f32::max)
}

fn height(row: &[Cell]) -> f32 {
    leading(row) * line_count(row) as f32 + PAD * 2.0
}

fn draw_head(flow: &mut Flow<'_>, head: &[Cell], part: Option<Node>) {
    let row = part.map(|part| flow.draft.tree.add(part, Role::Row));
    let parts = row.map(|row| parts(flow, row, head));
    // Titles of different heights stand on the rule together.
    let count = line_count(head);
    for (index, cell) in head.iter().enumerate() {
        let purpose = parts.as_ref().map_or(Purpose::RepeatedHead, |parts| Purpose::Part(parts[index]));
        let skipped = count - cell.lines.len();
        draw_lines(flow, cell, purpose, 0..cell.lines.len(), skipped as f32 * cell.style.leading);
    }
    flow.y += height(head);
    draw_rule(flow, Rule::Thick);
}

/// Draws a row where `wanted` fits; a row that no page could hold is drawn in parts.
fn draw_row(
    flow: &mut Flow<'_>,
    group: Node,
    row: &[Cell],
    wanted: f32,
    rule: Rule,
    head: Option<&[Cell]>,
) -> Result<(), PaperError> {
    let head_height = head.map_or(0.0, height);
    let next_page = |flow: &mut Flow<'_>| -> Result<(), PaperError> {
        flow.add_page()?;
        if let Some(head) = head {
            draw_head(flow, head, None);
        }
        Ok(())
    };
    if !flow.fits(wanted) && wanted + head_height <= flow.height() {
        next_page(flow)?;
    }
    let part = flow.draft.tree.add(group, Role::Row);
    let parts = parts(flow, part, row);
    let (count, leading) = (line_count(row), leading(row));
    let mut from = 0;
    while from < count {
        let fitting = ((flow.bottom() - flow.y - PAD * 2.0) / leading).floor().max(0.0) as usize;
        if fitting == 0 && flow.y > flow.bottom() - flow.height() + head_height + leading {
            next_page(flow)?;
            continue;
        }
        let until = (from + fitting.max(1)).min(count);
        for (cell, part) in row.iter().zip(&parts) {
            let lines = from.min(cell.lines.len())..until.min(cell.lines.len());
            draw_lines(flow, cell, Purpose::Part(*part), lines, 0.0);
        }
        flow.y += leading * (until - from) as f32 + PAD * 2.0;
        from = until;
        if from < count {
            next_page(flow)?;
        }
    }
    draw_rule(flow, rule);
    Ok(())
}

/// A part of the structure for every cell, those without words too: a row has all its cells.
fn parts(flow: &mut Flow<'_>, row: Node, cells: &[Cell]) -> Vec<Node> {
    cells.iter().map(|cell| flow.draft.tree.add(row, cell.role)).collect()
}

fn draw_lines(flow: &mut Flow<'_>, cell: &Cell, purpose: Purpose, lines: std::ops::Range<usize>, down: f32) {
    let mut y = flow.y + PAD + down + flow::baseline(&cell.style);
    for line in &cell.lines[lines] {
        let Place { x, width, right_aligned } = cell.place;
        let indent =
            if right_aligned { width - text::width(text::trimmed(line), cell.style.size) } else { 0.0 };
        flow.draft.text(flow.page, purpose, &cell.style, (x + indent, y), line);
        y += cell.style.leading;
    }
}

fn draw_rule(flow: &mut Flow<'_>, rule: Rule) {
    let (thickness, gray) = match rule {
        Rule::None => return,
        Rule::Thin => (THIN, THIN_GRAY),
        Rule::Thick => (THICK, THICK_GRAY),
    };
    let (x, width) = (flow.left(), flow.width());
    flow.draft.rule(flow.page, x, flow.y, width, thickness, gray);
}
