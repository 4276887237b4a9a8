//! For which campaign buyers may round up what they paid.

use app::donations::round_up::{self, ChooseError, Chosen};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::ids::{CampaignId, MerchantId};
use words::{Arg, Words};

use super::super::desk::{Place, desk, id, may};
use super::blank;
use crate::Web;
use crate::html::field::Field;
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::{Group, Settings};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::view::href_of_campaign;
use crate::html::{Failure, Visit, render};

fn home(merchant: MerchantId) -> String {
    format!("/studio/{merchant}/settings/giving")
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&merchant)?, None, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    typed: Option<&str>,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::EditSettings)?;
    let chosen = round_up::chosen(web.ctx(), &permit).await?;
    let (p, _) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let stored = chosen
        .campaign
        .as_ref()
        .map(|(campaign, _)| format!("{}{}", web.config().base_url, href_of_campaign(campaign)));
    let mut groups = vec![Group {
        title: w.text("round-up-settings").to_owned(),
        text: standing(w, &chosen),
        fields: vec![
            Field::new("campaign", w.text("round-up-campaign"))
                .hint(w.text("round-up-campaign-hint"))
                .optional(w.text("state-optional"))
                .value(typed.unwrap_or_else(|| stored.as_deref().unwrap_or_default())),
        ],
    }];
    for group in &mut groups {
        mark(&mut group.fields, &mut errors);
    }
    let is_wrong = !errors.is_empty();
    let page = render(&Settings {
        action: home(merchant),
        text: w.text("round-up-settings-text").to_owned(),
        groups,
        errors,
        ..blank(&p, visit, merchant, "settings/giving")
    })?;
    Ok(answer(page, is_wrong))
}

/// What was chosen, and what came of it.
fn standing(w: &Words, chosen: &Chosen) -> String {
    let mut said: Vec<String> = chosen
        .campaign
        .iter()
        .map(|(campaign, nonprofit)| {
            w.with(
                "round-up-chosen",
                &[
                    ("campaign", Arg::Text(&campaign.title)),
                    ("nonprofit", Arg::Text(&nonprofit.display_name)),
                ],
            )
        })
        .collect();
    said.extend(chosen.given.iter().map(|(sum, gifts)| {
        w.with("round-up-given", &[("amount", Arg::Money(*sum)), ("count", Arg::Int(*gifts))])
    }));
    said.join(" ")
}

/// Takes the form.
pub async fn save(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditSettings)?;
    let w = visit.words();
    let text = typed.get("campaign");
    let wrong = |sentence: String| vec![at("campaign", sentence)];
    let campaign = match read(text) {
        Ok(campaign) => campaign,
        Err(()) => {
            let errors = wrong(w.text("round-up-unknown").to_owned());
            return page(&web, &visit, merchant, Some(text), errors).await;
        }
    };
    let sentence = match round_up::choose(web.ctx(), &permit, campaign).await {
        Ok(()) => return Ok(say(&web, words::key!("action-saved"), &home(merchant))),
        Err(ChooseError::NotTaking) => w.text("round-up-not-taking").to_owned(),
        Err(ChooseError::Currency(currency)) => w.fill("round-up-currency", "currency", currency.code()),
        Err(ChooseError::Db(error)) => return Err(error.into()),
    };
    page(&web, &visit, merchant, Some(text), wrong(sentence)).await
}

/// The campaign that an address or an id names; nothing for none.
fn read(text: &str) -> Result<Option<CampaignId>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let path = text.split(['?', '#']).next().unwrap_or(text).trim_end_matches('/');
    path.rsplit('/').next().unwrap_or(path).parse().map(Some).map_err(|_| ())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_campaign_is_named_by_its_address_or_its_id() {
        let id = CampaignId(7);
        for text in [
            id.to_string(),
            format!("  {id} "),
            format!("https://shop.example/donate/{id}"),
            format!("/donate/{id}/?preset=500#top"),
        ] {
            assert_eq!(read(&text), Ok(Some(id)), "{text}");
        }
        assert_eq!(read("  "), Ok(None));
        assert_eq!(read("https://shop.example/@refuge"), Err(()));
    }
}
