//! About this server, what it keeps of people, and by which rules: true to what the code does.

use std::fmt::Write as _;

use app::settings::{self, ServerSettings};
use axum::extract::State;
use axum::response::Response;
use words::Words;

use super::page::Section;
use super::pages::plain::Prose;
use super::safe::Html;
use super::view::{escaped, page};
use super::{Failure, Visit, render};
use crate::Web;

/// What this server is and who runs it.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn about(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let keys = ["about-what", "about-sellers", "about-open"];
    let title = visit.words().text("foot-about");
    show(&web, &visit, title, &[], &keys).await
}

/// What is kept, for how long, and what is not.
pub async fn privacy(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let sections = [
        ("privacy-orders-title", "privacy-orders"),
        ("privacy-account-title", "privacy-account"),
        ("privacy-cards-title", "privacy-cards"),
        ("privacy-counted-title", "privacy-counted"),
        ("privacy-cookies-title", "privacy-cookies"),
        ("privacy-notify-title", "privacy-notify"),
    ];
    let title = visit.words().text("foot-privacy");
    show(&web, &visit, title, &sections, &["privacy-lead"]).await
}

/// The rules of buying and posting here.
pub async fn terms(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    let sections = [
        ("terms-contract-title", "terms-contract"),
        ("terms-undo-title", "terms-undo"),
        ("terms-posts-title", "terms-posts"),
    ];
    let title = visit.words().text("foot-terms");
    show(&web, &visit, title, &sections, &["terms-lead"]).await
}

async fn show(
    web: &Web,
    visit: &Visit,
    title: &str,
    sections: &[(&str, &str)],
    lead: &[&str],
) -> Result<Response, Failure> {
    let known = settings::load(web.ctx()).await?;
    let p = page(web, visit, Section::Elsewhere);
    let w = p.w;
    let text = |key: &str| w.lookup(key).unwrap_or_default();
    let mut body = String::new();
    for key in lead {
        let _ = write!(body, "<p>{}</p>", escaped(text(key)));
    }
    for (heading, key) in sections {
        let _ = write!(body, "<h2>{}</h2><p>{}</p>", escaped(text(heading)), escaped(text(key)));
    }
    let _ = write!(body, "<h2>{}</h2><p>{}</p>", escaped(w.text("about-operator")), operator(w, web, &known));
    render(&Prose { title: title.to_owned(), body: Html::trusted(body), p: &p })
}

/// Who runs the server, as they said in the console.
fn operator(w: &Words, web: &Web, known: &ServerSettings) -> String {
    let name = if known.server_name.is_empty() { &web.config().server_name } else { &known.server_name };
    if known.contact.is_empty() {
        return escaped(&w.fill("about-no-contact", "server", name.as_str()));
    }
    let contact = escaped(&known.contact);
    let is_mail = known.contact.contains('@') && !known.contact.contains([' ', '"', '<', '>', '/']);
    let shown = if is_mail { format!("<a href=\"mailto:{contact}\">{contact}</a>") } else { contact };
    format!("{} {shown}", escaped(&w.fill("about-contact", "server", name.as_str())))
}
