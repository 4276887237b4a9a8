//! A shop that is not verified yet: what it waits for, and what can be done meanwhile.

use app::sunsets;
use domain::access::{AtMerchant, MerchantAct};
use domain::ids::MerchantId;
use domain::merchant::Missing;
use domain::partner::PartnerState;
use domain::sunset::Party;
use words::Words;

use crate::Web;
use crate::html::pages::studio::FirstStep;
use crate::html::parts::{Level, Link, Notice};
use crate::html::{Failure, Visit};

/// What a new shop lacks, or that it waits for the operator; and that nobody can buy until then.
#[must_use]
pub fn waiting(w: &Words, lacks: &[Missing]) -> Notice {
    let (title, text) = match lacks {
        [] => (words::key!("start-verify-waiting"), w.text("start-meanwhile").to_owned()),
        lacks => (
            words::key!("start-verify-not-yet"),
            format!("{} {}", missing_words(w, lacks), w.text("start-meanwhile")),
        ),
    };
    Notice { level: Level::Info, title: w.text(title).to_owned(), text, links: Vec::new() }
}

/// A sentence that names what is missing.
#[must_use]
pub fn missing_words(w: &Words, lacks: &[Missing]) -> String {
    let lacks: Vec<&str> = lacks.iter().map(|lack| w.text(missing_key(*lack))).collect();
    w.fill("start-verify-missing", "things", w.list(&lacks).as_str())
}

fn missing_key(lack: Missing) -> &'static str {
    match lack {
        Missing::LegalName => words::key!("missing-legal-name"),
        Missing::PostalAddress => words::key!("missing-postal-address"),
        Missing::ContactEmail => words::key!("missing-contact-email"),
        Missing::ContactConfirmed => words::key!("missing-contact-confirmed"),
        Missing::Shipping => words::key!("missing-shipping"),
        Missing::ReturnsPolicy => words::key!("missing-returns-policy"),
    }
}

/// The way to the first sale of a shop that is not verified yet, as far as this visitor may go it.
///
/// # Errors
/// [`Failure`] when its goods cannot be read.
pub async fn steps(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    lacks: &[Missing],
) -> Result<Vec<FirstStep>, Failure> {
    let w = visit.words();
    let first = app::catalog::shop(web.ctx(), merchant, 1).await?.pop().map(|goods| goods.product.id);
    let has_goods = first.is_some();
    let stands = sunsets::standing_of(web.ctx(), Party::Shop(merchant)).await?.ok_or(Failure::NotFound)?;
    let is_tried = stands.state == PartnerState::TestPassed;
    let can_try = stands.state == PartnerState::Connected;
    let product = first.filter(|_| can_try).map(|product| Link {
        label: w.text("start-try-link").to_owned(),
        href: format!("/products/{product}"),
    });
    let link = |act, label: &str, path: &str| {
        let may = visit.actor.may(AtMerchant { merchant, act }).is_ok();
        may.then(|| Link { label: w.text(label).to_owned(), href: format!("/studio/{merchant}/{path}") })
    };
    let step = |title: &str, text: String, action: Option<Link>, done: bool| FirstStep {
        title: w.text(title).to_owned(),
        text,
        action: action.filter(|_| !done),
        done,
        next: false,
    };
    let verify = match lacks {
        [] => (w.text("start-verify-waiting").to_owned(), None),
        _ => (
            w.text("start-verify-text").to_owned(),
            link(MerchantAct::EditSettings, words::key!("studio-settings"), "settings"),
        ),
    };
    let import = link(MerchantAct::EditCatalog, words::key!("studio-import"), "import");
    let ship = link(MerchantAct::EditSettings, words::key!("settings-shipping"), "settings/shipping");
    let mut steps = vec![
        step(words::key!("start-verify"), verify.0, verify.1, false),
        step(words::key!("start-import"), w.text("start-import-text").to_owned(), import, has_goods),
        step(
            words::key!("start-shipping"),
            w.text("start-shipping-text").to_owned(),
            ship,
            !lacks.contains(&Missing::Shipping),
        ),
        step(words::key!("start-try"), w.text("start-try-text").to_owned(), product, is_tried),
        // Nothing to press yet: a post without its card would be the writer's own.
        step(words::key!("start-post"), w.text("start-post-later").to_owned(), None, false),
    ];
    if let Some(next) = steps.iter_mut().find(|step| step.action.is_some()) {
        next.next = true;
    }
    Ok(steps)
}
