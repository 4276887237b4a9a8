//! A paper from its first line to its last: the head, the blocks one below the other, the foot of every page.

use app::ports::{Block, Paper, PaperError, PaperPart};

use super::fonts::{CAP_HEIGHT, Fonts, UNITS_PER_EM};
use super::head;
use super::ink::Style;
use super::limits::PAGES_MAX;
use super::logo::Pixels;
use super::measures::{
    BLACK, BODY, FOOT, FOOT_GAP, FURTHER_TOP, HAIRLINE, HEADING, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT,
    MARGIN_TOP, MARK, MARK_SHARE, MARK_TURN, NUMBER_WIDTH, RUNNING, STRONG,
};
use super::sheet::{Draft, Purpose};
use super::table;
use super::tags::{Node, Role, Tree};
use super::text::{self, Glyph};

/// Sets `paper` on pages.
///
/// # Errors
/// [`PaperError::TooMany`] pages.
pub fn set<'a>(paper: &Paper, fonts: &'a Fonts, logo: Option<&Pixels>) -> Result<Draft<'a>, PaperError> {
    let mut flow = Flow::new(paper, fonts);
    flow.add_page()?;
    head::draw(&mut flow, paper, logo)?;
    for block in &paper.blocks {
        flow.block(block)?;
    }
    flow.foot(paper);
    Ok(flow.draft)
}

/// The pages so far, and where the next line goes.
pub struct Flow<'a> {
    /// The pages.
    pub draft: Draft<'a>,
    /// The page that is being filled.
    pub page: usize,
    /// How far it is filled, from the top.
    pub y: f32,
    fonts: &'a Fonts,
    language: String,
    mark: Vec<Glyph>,
    running: Vec<Glyph>,
    footer: Vec<Vec<Glyph>>,
}

impl<'a> Flow<'a> {
    fn new(paper: &Paper, fonts: &'a Fonts) -> Self {
        let mut flow = Self {
            draft: Draft::new(paper.size, fonts),
            page: 0,
            y: 0.0,
            fonts,
            language: paper.language.clone(),
            mark: Vec::new(),
            running: Vec::new(),
            footer: Vec::new(),
        };
        flow.mark = flow.shape(&text::line(paper.mark.as_deref().unwrap_or_default()), &MARK);
        let running = flow.lines(&text::line(&paper.title), &RUNNING, flow.width());
        flow.running = running.into_iter().next().unwrap_or_default();
        let room = flow.width() - NUMBER_WIDTH;
        flow.footer = flow.lines_of(&paper.footer, &FOOT, room);
        flow
    }

    /// Width between the margins.
    pub fn width(&self) -> f32 {
        self.draft.size.0 - MARGIN_LEFT - MARGIN_RIGHT
    }

    /// The left margin.
    pub fn left(&self) -> f32 {
        MARGIN_LEFT
    }

    /// Where the text of a page ends.
    pub fn bottom(&self) -> f32 {
        self.foot_top() - FOOT_GAP
    }

    /// Room for text on a page that has nothing but its running head.
    pub fn height(&self) -> f32 {
        self.bottom() - FURTHER_TOP
    }

    fn foot_top(&self) -> f32 {
        self.draft.size.1 - MARGIN_BOTTOM - FOOT.leading * self.footer.len().max(1) as f32
    }

    /// Whether `height` more fits on this page.
    pub fn fits(&self, height: f32) -> bool {
        self.y + height <= self.bottom()
    }

    /// Starts a page unless `height` more fits, or would not fit on an empty page either.
    ///
    /// # Errors
    /// [`PaperError::TooMany`] pages.
    pub fn need(&mut self, height: f32) -> Result<(), PaperError> {
        if self.fits(height) || self.page > 0 && self.y <= FURTHER_TOP {
            return Ok(());
        }
        self.add_page()
    }

    /// Starts a page.
    ///
    /// # Errors
    /// [`PaperError::TooMany`] pages.
    pub fn add_page(&mut self) -> Result<(), PaperError> {
        if self.draft.pages.len() >= PAGES_MAX {
            return Err(PaperError::TooMany(PaperPart::Pages));
        }
        self.page = self.draft.add_page();
        self.draw_mark();
        if self.page == 0 {
            self.y = MARGIN_TOP;
        } else {
            let at = (MARGIN_LEFT, MARGIN_TOP);
            self.draft.text(self.page, Purpose::RepeatedHead, &RUNNING, at, text::trimmed(&self.running));
            self.y = FURTHER_TOP;
        }
        Ok(())
    }

    /// Behind the text, so that both can be read.
    fn draw_mark(&mut self) {
        if self.mark.is_empty() {
            return;
        }
        let (width, height) = self.draft.size;
        let diagonal = (width * width + height * height).sqrt();
        let natural = text::width(&self.mark, MARK.size);
        let size = (MARK.size * diagonal * MARK_SHARE / natural.max(1.0)).min(MARK.size);
        let half = text::width(&self.mark, size) / 2.0;
        let rise = CAP_HEIGHT / UNITS_PER_EM * size / 2.0;
        let (cos, sin) = MARK_TURN;
        // The middle of the word lies on the middle of the page; places count downwards.
        let x = width / 2.0 - half * cos + rise * sin;
        let y = height / 2.0 + half * sin + rise * cos;
        let purpose = if self.page == 0 {
            Purpose::Part(self.draft.tree.add(Tree::ROOT, Role::Paragraph))
        } else {
            Purpose::RepeatedMark
        };
        let style = Style { size, ..MARK };
        self.draft.text_turned(self.page, purpose, &style, [cos, sin, -sin, cos, x, y], &self.mark);
    }

    fn block(&mut self, block: &Block) -> Result<(), PaperError> {
        match block {
            Block::Heading(words) => {
                self.y += 14.0;
                let lines = self.lines(words, &HEADING, self.width());
                // A heading stays with the first lines of what it heads.
                let height = HEADING.leading * lines.len() as f32;
                self.need(height + BODY.leading * 3.0)?;
                let part = self.draft.tree.add(Tree::ROOT, Role::Heading);
                self.paragraph(part, &HEADING, MARGIN_LEFT, &lines)?;
                self.y += 4.0;
            }
            Block::Text(words) => {
                let lines = self.lines(words, &BODY, self.width());
                let part = self.draft.tree.add(Tree::ROOT, Role::Paragraph);
                self.paragraph(part, &BODY, MARGIN_LEFT, &lines)?;
                self.y += 7.0;
            }
            Block::Emphasis(words) => self.emphasis(words)?,
            Block::Facts(facts) => table::facts(self, facts)?,
            Block::Table { columns, rows, total } => table::table(self, columns, rows, total.as_deref())?,
        }
        Ok(())
    }

    /// Bold, beside a bar that runs along it on every page it reaches.
    fn emphasis(&mut self, words: &str) -> Result<(), PaperError> {
        const INDENT: f32 = 12.0;
        const BAR: f32 = 2.5;
        self.y += 5.0;
        let lines = self.lines(words, &STRONG, self.width() - INDENT);
        let part = self.draft.tree.add(Tree::ROOT, Role::Paragraph);
        for (index, line) in lines.iter().enumerate() {
            self.need(kept_together(index, lines.len()) as f32 * STRONG.leading)?;
            self.draft.bar(self.page, [MARGIN_LEFT, self.y, BAR, STRONG.leading], BLACK);
            self.line(Purpose::Part(part), &STRONG, MARGIN_LEFT + INDENT, line);
        }
        self.y += 12.0;
        Ok(())
    }

    /// The foot of every page: the small print, and which page of how many it is, in figures alone.
    fn foot(&mut self, paper: &Paper) {
        let top = self.foot_top();
        let count = self.draft.pages.len();
        let footer = std::mem::take(&mut self.footer);
        let group = (!paper.footer.is_empty()).then(|| self.draft.tree.add(Tree::ROOT, Role::Group));
        for page in 0..count {
            self.draft.rule(page, MARGIN_LEFT, top - 7.0, self.width(), 0.5, HAIRLINE);
            // Read aloud once, at the end of the paper.
            let part = group.filter(|_| page == 0).map(|group| self.draft.tree.add(group, Role::Paragraph));
            let purpose = part.map_or(Purpose::RepeatedFoot, Purpose::Part);
            for (index, line) in footer.iter().enumerate() {
                let y = top + baseline(&FOOT) + FOOT.leading * index as f32;
                self.draft.text(page, purpose, &FOOT, (MARGIN_LEFT, y), line);
            }
            let number = self.shape(&format!("{} / {count}", page + 1), &FOOT);
            let x = MARGIN_LEFT + self.width() - text::width(&number, FOOT.size);
            self.draft.text(page, Purpose::RepeatedFoot, &FOOT, (x, top + baseline(&FOOT)), &number);
        }
    }

    /// Lines one below the other, over pages where they must, with no line of a paragraph left alone.
    ///
    /// # Errors
    /// [`PaperError::TooMany`] pages.
    pub fn paragraph(
        &mut self,
        part: Node,
        style: &Style,
        x: f32,
        lines: &[Vec<Glyph>],
    ) -> Result<(), PaperError> {
        for (index, line) in lines.iter().enumerate() {
            self.need(kept_together(index, lines.len()) as f32 * style.leading)?;
            self.line(Purpose::Part(part), style, x, line);
        }
        Ok(())
    }

    /// One line at the left edge `x`, below what is there.
    pub fn line(&mut self, purpose: Purpose, style: &Style, x: f32, line: &[Glyph]) {
        self.draft.text(self.page, purpose, style, (x, self.y + baseline(style)), line);
        self.y += style.leading;
    }

    /// Shapes words of one line.
    pub fn shape(&self, words: &str, style: &Style) -> Vec<Glyph> {
        text::shape(words, self.fonts.face(style.weight), &self.language)
    }

    /// Breaks words into lines no wider than `room`.
    pub fn lines(&self, words: &str, style: &Style, room: f32) -> Vec<Vec<Glyph>> {
        let mut paragraphs = text::paragraphs(words);
        let last = paragraphs.len().saturating_sub(1);
        let mut lines = Vec::new();
        for (index, paragraph) in paragraphs.iter_mut().enumerate() {
            // The space is not seen: it parts the words of two lines for those who copy or listen.
            if index < last && !paragraph.is_empty() {
                paragraph.push(' ');
            }
            let glyphs = self.shape(paragraph, style);
            let ranges = text::lines(&glyphs, style.size, room);
            lines.extend(ranges.into_iter().map(|range| glyphs[range].to_vec()));
        }
        lines
    }

    fn lines_of(&self, texts: &[String], style: &Style, room: f32) -> Vec<Vec<Glyph>> {
        self.lines(&texts.join("\n"), style, room).into_iter().filter(|line| !line.is_empty()).collect()
    }
}

/// How far the baseline of a line lies below its top, so that capitals stand in its middle.
pub fn baseline(style: &Style) -> f32 {
    (style.leading + style.size * CAP_HEIGHT / UNITS_PER_EM) / 2.0
}

/// How many lines must fit before line `index` of `count` is set: the first two and the last two stay together.
fn kept_together(index: usize, count: usize) -> usize {
    match (index, count - index) {
        (0, left) if left <= 3 => left,
        (0, _) | (_, 2) => 2,
        (_, _) => 1,
    }
}
