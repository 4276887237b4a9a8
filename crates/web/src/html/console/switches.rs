//! Kill switches: the server's always stands on the page, others when they are thrown.

use app::switches::{self, REASON_CHARS_MAX, SwitchError};
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::gate::Feature;
use domain::view::staff::{Switch, Thrown};
use words::Words;

use super::desk::{Place, desk, in_utc, may};
use crate::Web;
use crate::html::field::Field;
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::console::{Switch as Shown, Switches};
use crate::html::parts::{FormError, Level, Tag};
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

const HOME: &str = "/console/switches";

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    page(&web, &visit, &Typed::default(), Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit)?;
    let thrown = switches::list(web.ctx(), &permit).await?;
    let w = visit.words();
    let mut shown = Vec::new();
    if thrown.iter().all(|known| known.switch != Switch::Server) {
        shown.push(Shown {
            title: w.text("switch-server").to_owned(),
            detail: String::new(),
            state: Tag { text: w.text("switch-on").to_owned(), level: Level::Good },
            action: format!("{HOME}?kind=server"),
            button: w.text("switch-close").to_owned(),
            is_open: true,
        });
    }
    for known in &thrown {
        shown.push(closed(web, w, known).await?);
    }
    let mut fields = vec![
        Field::new("subject", w.text("switch-subject"))
            .value(typed.get("subject"))
            .hint(w.text("switch-subject-hint")),
        Field::new("reason", w.text("switch-reason")).value(typed.get("reason")).limit(500),
    ];
    mark(&mut fields, &mut errors);
    let page = render(&Switches { p: &desk(web, visit, Place::Switches), switches: shown, fields })?;
    Ok(answer(page, !errors.is_empty()))
}

async fn closed(web: &Web, w: &Words, thrown: &Thrown) -> Result<Shown, Failure> {
    let (title, path) = match thrown.switch {
        Switch::Server => (w.text("switch-server").to_owned(), "server/0".to_owned()),
        Switch::Merchant(merchant) => {
            let found = app::merchants::find(web.ctx(), merchant).await?;
            let name = found.map_or_else(|| merchant.to_string(), |found| found.display_name);
            (w.beside(w.text("switch-merchant"), &name), format!("merchant/{}", merchant.0))
        }
        Switch::Feature(feature) => {
            (super::gates::title(w, feature).to_owned(), format!("feature/{}", feature.number()))
        }
        Switch::Offer(offer) => {
            let found = app::catalog::offer_goods(web.ctx(), offer).await?;
            let name = found.map_or_else(|| offer.to_string(), |found| found.goods.product.title);
            (w.beside(w.text("switch-offer"), &name), format!("offer/{}", offer.0))
        }
    };
    // Of what nothing is bought by, no sentence speaks of buying.
    let (state, button) = match thrown.switch {
        Switch::Feature(_) => (words::key!("gate-stopped"), words::key!("gate-resume")),
        Switch::Server | Switch::Merchant(_) | Switch::Offer(_) => {
            (words::key!("switch-off"), words::key!("switch-open"))
        }
    };
    Ok(Shown {
        title,
        detail: format!("{} · {}", thrown.reason, in_utc(w, thrown.since)),
        state: Tag { text: w.text(state).to_owned(), level: Level::Bad },
        action: format!("{HOME}/open/{path}"),
        button: w.text(button).to_owned(),
        is_open: false,
    })
}

/// What a switch closes: the server, or what was typed.
#[derive(Debug, Default, serde::Deserialize)]
#[serde(default)]
pub struct What {
    kind: String,
}

/// Closes buying.
pub async fn close(
    web: State<Web>,
    visit: Visit,
    Query(what): Query<What>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let switch = match (what.kind.as_str(), Feature::from_word(&what.kind)) {
        ("server", _) => Some(Switch::Server),
        (_, Some(feature)) => Some(Switch::Feature(feature)),
        (_, None) => switch_of(&web, typed.get("subject")).await?,
    };
    let outcome = match switch {
        Some(switch) => switches::throw(web.ctx(), &permit, switch, typed.get("reason")).await,
        None => Err(SwitchError::Unknown),
    };
    let w = visit.words();
    let wrong = match outcome {
        Ok(()) => return Ok(say(&web, words::key!("action-saved"), HOME)),
        Err(SwitchError::NoReason) => at("reason", w.text("field-required").to_owned()),
        Err(SwitchError::ReasonTooLong) => at("reason", w.count("field-too-long", REASON_CHARS_MAX)),
        Err(SwitchError::Unknown) => at("subject", w.text("switch-subject-unknown").to_owned()),
        Err(SwitchError::Db(error)) => return Err(error.into()),
    };
    page(&web, &visit, &typed, vec![wrong]).await
}

/// `@handle`, a merchant's id or an offer's id.
async fn switch_of(web: &Web, text: &str) -> Result<Option<Switch>, Failure> {
    if let Ok(merchant) = text.parse() {
        return Ok(Some(Switch::Merchant(merchant)));
    }
    if let Ok(offer) = text.parse() {
        return Ok(Some(Switch::Offer(offer)));
    }
    let found = app::merchants::find_by_handle(web.ctx(), text).await?;
    Ok(found.map(|found| Switch::Merchant(found.id)))
}

/// Opens buying again.
pub async fn open(
    web: State<Web>,
    visit: Visit,
    Path((kind, subject)): Path<(String, i64)>,
) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let switch = Switch::from_words(&kind, subject).ok_or(Failure::NotFound)?;
    switches::lift(web.ctx(), &permit, switch).await?;
    Ok(say(&web, words::key!("action-saved"), HOME))
}
