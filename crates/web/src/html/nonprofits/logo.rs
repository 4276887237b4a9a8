//! The mark at the head of a nonprofit's receipts.

use app::nonprofits::profile::set_logo;
use app::pictures::PICTURE_BYTES_MAX;
use axum::extract::{Multipart, Path, State};
use axum::response::Response;
use domain::ids::NonprofitId;
use domain::nonprofit::staff::NonprofitAct;

use super::desk::{Place, desk, id, may};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::OtherForm;
use crate::html::pages::nonprofit::{Fact, Record, Talk};
use crate::html::parts::{Crumbs, FormError, Link};
use crate::html::said::say;
use crate::html::table::Action;
use crate::html::typed::with_files;
use crate::html::unfit::unfit;
use crate::html::{Failure, Visit, render};

/// The size that the page leads to.
const EDGE: u32 = 320;

fn home(nonprofit: NonprofitId) -> String {
    format!("/nonprofits/{nonprofit}/settings/logo")
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(nonprofit): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&nonprofit)?, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    may(visit, nonprofit, NonprofitAct::EditProfile)?;
    let (p, found) = desk(web, visit, nonprofit, Place::Settings).await?;
    let w = visit.words();
    let mut fields =
        vec![Field::new("logo", w.text("logo-file")).kind(Kind::File("image/jpeg,image/png,image/webp"))];
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let now = match &found.logo {
        Some(logo) => Fact::new(w.text("logo-now"), w.text("logo-open")).to(&logo.path(EDGE)),
        None => Fact::new(w.text("logo-now"), w.text("logo-none")),
    };
    let shown = render(&Record {
        crumbs: Crumbs(vec![
            Link {
                label: w.text("settings-title").to_owned(),
                href: format!("/nonprofits/{nonprofit}/settings"),
            },
            Link { label: w.text("logo-title").to_owned(), href: String::new() },
        ]),
        actions: found
            .logo
            .as_ref()
            .map(|_| Action {
                label: w.text("logo-take-away").to_owned(),
                href: format!("{}/remove", home(nonprofit)),
                is_link: false,
                risky: true,
            })
            .into_iter()
            .collect(),
        facts: vec![(w.text("desk-receipts").to_owned(), vec![now])],
        talk: Some(Talk {
            title: w.text("logo-file").to_owned(),
            said: Vec::new(),
            empty: w.text("logo-text").to_owned(),
            form: Some(OtherForm {
                title: w.text("logo-keep").to_owned(),
                action: home(nonprofit),
                fields,
                button: w.text("logo-keep").to_owned(),
            }),
            has_files: true,
        }),
        errors,
        ..Record::new(&p, w.text("logo-title"))
    })?;
    Ok(answer(shown, is_wrong))
}

/// Takes another one.
pub async fn keep(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
    form: Multipart,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditProfile)?;
    let w = visit.words();
    let sent = match with_files(&web, &visit, form, "logo", PICTURE_BYTES_MAX).await {
        Ok(sent) => sent,
        Err(Failure::TooLarge) => {
            let said = unfit(w, app::pictures::UploadError::TooLarge)?;
            return page(&web, &visit, nonprofit, vec![at("logo", said)]).await;
        }
        Err(failure) => return Err(failure),
    };
    let Some(bytes) = sent.files.first().cloned() else {
        let missing = vec![at("logo", w.text("field-required").to_owned())];
        return page(&web, &visit, nonprofit, missing).await;
    };
    match set_logo(web.ctx(), &permit, Some(bytes)).await {
        Ok(()) => Ok(say(&web, words::key!("logo-kept"), &home(nonprofit))),
        Err(error) => {
            let said = unfit(w, error)?;
            page(&web, &visit, nonprofit, vec![at("logo", said)]).await
        }
    }
}

/// Takes it away.
pub async fn remove(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::EditProfile)?;
    match set_logo(web.ctx(), &permit, None).await {
        Ok(()) => Ok(say(&web, words::key!("logo-taken"), &home(nonprofit))),
        Err(error) => Err(Failure::ours(error)),
    }
}
