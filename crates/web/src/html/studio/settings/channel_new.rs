//! Connecting a shop.

use app::connections::{self, Connect, Terms};
use app::ports::PlatformAbout;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::connection::Takes;
use domain::ids::MerchantId;

use super::super::desk::{Place, desk, id, may};
use super::blank;
use super::channel_form::{entered, key_fields, mistake, term_fields, terms};
use super::channels::PLACE;
use crate::Web;
use crate::html::mistakes::{answer, mark};
use crate::html::pages::desk::{Group, Settings};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// What is sold here of a shop of which nothing was said yet.
const USUAL: Terms = Terms { takes: Takes::All, margin: 0 };

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((merchant, platform)): Path<(String, String)>,
) -> Result<Response, Failure> {
    page(&web, &visit, (id(&merchant)?, &platform), None, Vec::new()).await
}

fn about(web: &Web, word: &str) -> Result<&'static PlatformAbout, Failure> {
    let known = web.ctx().ports().platforms.iter().map(|platform| platform.about());
    known.into_iter().find(|about| about.word == word).ok_or(Failure::NotFound)
}

async fn page(
    web: &Web,
    visit: &Visit,
    (merchant, platform): (MerchantId, &str),
    typed: Option<&Typed>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit, merchant, MerchantAct::EditWebhooks)?;
    let about = about(web, platform)?;
    let (p, _) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let mut keys = key_fields(w, about, typed);
    let mut sold = term_fields(w, USUAL, typed);
    mark(&mut keys, &mut errors);
    mark(&mut sold, &mut errors);
    let is_wrong = !errors.is_empty();
    let group =
        |title: &str, text: &str, fields| Group { title: title.to_owned(), text: text.to_owned(), fields };
    let page = render(&Settings {
        heading: about.name.to_owned(),
        text: w.fill("channels-new-text", "platform", about.name),
        action: format!("/studio/{merchant}/{PLACE}/new/{platform}"),
        groups: vec![
            group(w.text("channels-keys"), w.text("channels-keys-text"), keys),
            group(w.text("channels-terms"), "", sold),
        ],
        errors,
        ..blank(&p, visit, merchant, PLACE)
    })?;
    Ok(answer(page, is_wrong))
}

/// Connects it; what comes in is seen on its page.
pub async fn connect(
    web: State<Web>,
    visit: Visit,
    Path((merchant, platform)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditWebhooks)?;
    let about = about(&web, &platform)?;
    let done = match terms(&typed) {
        Ok(terms) => {
            let wanted = Connect { platform: platform.clone(), entered: entered(about, &typed), terms };
            connections::connect(web.ctx(), &permit, wanted).await
        }
        Err(error) => Err(error),
    };
    match done {
        Ok(connection) => {
            let place = format!("/studio/{merchant}/{PLACE}/{connection}");
            Ok(say(&web, words::key!("channels-connected"), &place))
        }
        Err(error) => {
            let errors = vec![mistake(visit.words(), error)?];
            page(&web, &visit, (merchant, &platform), Some(&typed), errors).await
        }
    }
}
