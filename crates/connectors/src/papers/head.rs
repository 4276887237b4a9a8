//! The head of a paper.

use app::ports::{Paper, PaperError};

use super::flow::Flow;
use super::logo::Pixels;
use super::measures::{ADDRESS, BODY, LOGO_BOX, MARGIN_LEFT, MARGIN_RIGHT, NAME, RECIPIENT_TOP, TITLE};
use super::sheet::Purpose;
use super::tags::{Role, Tree};
use super::text;

/// Draws the head of the first page: who issues the paper, whom it is for, what it is.
///
/// # Errors
/// [`PaperError::TooMany`] pages.
pub fn draw(flow: &mut Flow<'_>, paper: &Paper, logo: Option<&Pixels>) -> Result<(), PaperError> {
    let mut bottom = flow.y;
    // With a logo at the left, the issuer stands at the right; without one, it opens the page.
    let mut issuer_x = MARGIN_LEFT;
    if let (Some(pixels), Some(logo)) = (logo, &paper.logo) {
        let (width, height) = fitted(pixels);
        let part = flow.draft.tree.add(Tree::ROOT, Role::Picture);
        let alt = text::line(&logo.alt);
        flow.draft.logo(flow.page, part, alt, [MARGIN_LEFT, flow.y, width, height]);
        bottom = flow.y + height;
        issuer_x = MARGIN_LEFT + flow.width() * 0.6;
    }
    let room = flow.draft.size.0 - MARGIN_RIGHT - issuer_x;
    let top = flow.y;
    let group = (!paper.issuer.is_empty()).then(|| flow.draft.tree.add(Tree::ROOT, Role::Group));
    for (index, words) in paper.issuer.iter().enumerate() {
        let style = if index == 0 { NAME } else { ADDRESS };
        let part = flow.draft.tree.add(group.unwrap_or(Tree::ROOT), Role::Paragraph);
        for line in flow.lines(words, &style, room) {
            flow.line(Purpose::Part(part), &style, issuer_x, &line);
        }
    }
    flow.y = flow.y.max(bottom);
    if !paper.recipient.is_empty() {
        flow.y = (flow.y + 24.0).max(RECIPIENT_TOP);
        let group = flow.draft.tree.add(Tree::ROOT, Role::Group);
        let room = flow.width() * 0.6;
        for words in &paper.recipient {
            let part = flow.draft.tree.add(group, Role::Paragraph);
            let lines = flow.lines(words, &BODY, room);
            flow.paragraph(part, &BODY, MARGIN_LEFT, &lines)?;
        }
    }
    if flow.y > top {
        flow.y += 34.0;
    }
    if !paper.title.is_empty() {
        let part = flow.draft.tree.add(Tree::ROOT, Role::Title);
        let lines = flow.lines(&paper.title, &TITLE, flow.width());
        flow.paragraph(part, &TITLE, MARGIN_LEFT, &lines)?;
        flow.y += 8.0;
    }
    Ok(())
}

/// A logo's width and height in points, as large as its box allows and never blown up beyond 96 dots to the inch.
fn fitted(pixels: &Pixels) -> (f32, f32) {
    let (width, height) = (pixels.width as f32, pixels.height as f32);
    let scale = (LOGO_BOX.0 / width).min(LOGO_BOX.1 / height).min(72.0 / 96.0);
    (width * scale, height * scale)
}
