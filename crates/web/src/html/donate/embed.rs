//! The Donate card by itself, for frames in other people's pages. It sets nothing, runs no script and takes no gift: its
//! button opens the campaign's page with the amount chosen, where nobody else's page lies around what is typed.

use axum::extract::{Path, State};
use axum::response::Response;
use domain::nonprofit::campaign::Campaign;
use http::{HeaderValue, header};

use super::campaign::{amounts, found};
use crate::Web;
use crate::html::frame::WithoutCookies;
use crate::html::page::Section;
use crate::html::pages::donate::Embed;
use crate::html::view::{escaped, href_of_campaign, meter_of, page, why_not_taking};
use crate::html::{Failure, Visit, render};

/// Every page may frame it; it may load our style and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; \
                      base-uri 'none'; form-action 'self'; frame-ancestors *";
/// Pixels that the card takes in most pages.
const SIZE: (u32, u32) = (560, 330);

/// The card.
///
/// # Errors
/// [`Failure`].
pub async fn show(web: State<Web>, visit: Visit, Path(id): Path<String>) -> Result<Response, Failure> {
    let card = found(&web, &visit, &id).await?;
    let (w, campaign, now) = (visit.words(), &*card.campaign, web.ctx().now());
    let mut response = render(&Embed {
        p: &page(&web, &visit, Section::Elsewhere),
        title: campaign.title.clone(),
        nonprofit: card.nonprofit.display_name.clone(),
        meter: meter_of(w, &card, now),
        action: href_of_campaign(campaign),
        presets: amounts(w, campaign, campaign.currency, ""),
        currency: campaign.currency.code().to_owned(),
        closed: card.pause(now).map(|pause| why_not_taking(w, pause).to_owned()).unwrap_or_default(),
    })?;
    response.extensions_mut().insert(WithoutCookies);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

/// What is pasted into another page to show it there.
pub(in crate::html) fn snippet(base_url: &str, campaign: &Campaign) -> String {
    let (width, height) = SIZE;
    let title = escaped(&campaign.title);
    format!(
        "<iframe src=\"{base_url}{}/card\" title=\"{title}\" width=\"{width}\" height=\"{height}\" \
         style=\"border:0;max-width:100%\" loading=\"lazy\"></iframe>",
        href_of_campaign(campaign)
    )
}
