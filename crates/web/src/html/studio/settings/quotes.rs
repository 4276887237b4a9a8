//! The shop's own program that is asked for quotes at checkout: how it is asked, and how that goes.

use app::callbacks::{self, SetUp, SetUpError, Standing};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::access::MerchantAct;
use domain::callback::{DEADLINE_MS, DEADLINE_MS_MAX, DEADLINE_MS_MIN, OnFailure, Topic};
use domain::ids::MerchantId;
use jiff::tz::TimeZone;
use words::{Arg, Words};

use super::super::desk::{Place, desk, id, may};
use super::{blank, select, webhooks};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::{self as pages, Group, Settings};
use crate::html::parts::FormError;
use crate::html::said::say;
use crate::html::table::Action;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// The path of the page below a shop's.
pub(super) const PLACE: &str = "settings/quotes";

/// What is done without an answer, in words.
const CHOICES: [(&str, &str); 2] =
    [("use-ours", words::key!("quotes-use-ours")), ("refuse", words::key!("quotes-refuse"))];

/// What else the page says: what was typed, what is wrong with it, a secret to copy.
#[derive(Default)]
struct Said {
    typed: Option<Typed>,
    errors: Vec<FormError>,
    secret: Option<(String, String)>,
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    page(&web, &visit, id(&merchant)?, Said::default()).await
}

async fn page(web: &Web, visit: &Visit, merchant: MerchantId, mut said: Said) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::ViewWebhooks)?;
    let known = callbacks::find(web.ctx(), &permit).await?;
    let (p, shop) = desk(web, visit, merchant, Place::Settings).await?;
    let w = visit.words();
    let home = place(merchant);
    let mut fields = fields(w, known.as_ref(), said.typed.as_ref());
    mark(&mut fields, &mut said.errors);
    let is_wrong = !said.errors.is_empty();
    let page = render(&Settings {
        text: w.text("quotes-text").to_owned(),
        standing: known.map(|known| pages::Standing {
            facts: facts(w, &known, &shop.profile.time_zone),
            progress: None,
            actions: actions(w, &home),
        }),
        action: home,
        groups: vec![Group { title: String::new(), text: String::new(), fields }],
        secret: said.secret,
        errors: said.errors,
        ..blank(&p, visit, merchant, PLACE)
    })?;
    Ok(answer(page, is_wrong))
}

fn place(merchant: MerchantId) -> String {
    format!("/studio/{merchant}/{PLACE}")
}

fn fields(w: &Words, known: Option<&Standing>, typed: Option<&Typed>) -> Vec<Field> {
    let known = known.map(|(callback, _)| callback);
    let text = |name: &str, kept: &str| typed.map_or(kept, |typed| typed.get(name)).to_owned();
    let is_on = |name: &str, kept: bool| typed.map_or(kept, |typed| typed.is_on(name));
    let check = |name: &str, key: &'static str, kept: bool| {
        let value = if is_on(name, kept) { "on" } else { "" };
        Field::new(name, w.text(key)).kind(Kind::Check).value(value)
    };
    let url = text("url", known.map_or("", |known| &known.url));
    let deadline = known.map_or(DEADLINE_MS, |known| known.deadline_ms).to_string();
    let on_failure = known.map_or(OnFailure::UseOurs, |known| known.on_failure);
    let mut fields = vec![
        Field::new("url", w.text("webhook-url"))
            .kind(Kind::Url)
            .value(&url)
            .hint(w.text("webhook-url-hint"))
            .limit(u32::try_from(domain::webhook::URL_CHARS_MAX).unwrap_or(0)),
    ];
    fields.extend(Topic::ALL.into_iter().map(|topic| {
        let kept = known.is_none_or(|known| known.answers(topic));
        check(topic.as_str(), topic_key(topic), kept)
    }));
    fields.push(
        Field::new("deadline_ms", w.text("quotes-deadline"))
            .kind(Kind::Number)
            .value(&text("deadline_ms", &deadline))
            .hint(w.text("quotes-deadline-hint")),
    );
    let chosen = text("on_failure", on_failure.as_str());
    fields.push(select(w, "on_failure", w.text("quotes-on-failure"), &chosen, &CHOICES));
    fields.push(check("on", words::key!("quotes-on"), known.is_none_or(|known| known.is_on)));
    fields
}

/// What it answers, in words.
fn topic_key(topic: Topic) -> &'static str {
    match topic {
        Topic::Stock => words::key!("quotes-stock"),
        Topic::Shipping => words::key!("quotes-shipping"),
        Topic::Tax => words::key!("quotes-tax"),
        Topic::Discounts => words::key!("quotes-discounts"),
    }
}

fn facts(w: &Words, (callback, of_day): &Standing, zone: &TimeZone) -> Vec<(String, String)> {
    let answered = [("answered", Arg::Int(of_day.answered)), ("asked", Arg::Int(of_day.asked))];
    let mut facts = vec![
        (w.text("quotes-answered").to_owned(), w.with("quotes-answered-of", &answered)),
        (w.text("quotes-late").to_owned(), w.number(of_day.late)),
        (w.text("quotes-wrong").to_owned(), w.number(of_day.wrong)),
        (w.text("quotes-fell-back").to_owned(), w.number(of_day.fell_back)),
    ];
    facts.extend(callback.last_failure_at.map(|at| {
        let said = format!("{} · {}", w.date_time(at, zone), callback.last_failure);
        (w.text("webhook-last-failure").to_owned(), said)
    }));
    facts
}

fn actions(w: &Words, home: &str) -> Vec<Action> {
    let action = |label: &str, path: &str| Action {
        label: label.to_owned(),
        href: format!("{home}/{path}"),
        is_link: false,
        risky: true,
    };
    vec![action(w.text("webhook-rotate"), "rotate"), action(w.text("action-remove"), "remove")]
}

/// Sets it up, or changes how it is asked; a new secret is shown once.
pub async fn set_up(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditWebhooks)?;
    let wanted = SetUp {
        url: typed.get("url").to_owned(),
        topics: Topic::ALL.into_iter().filter(|topic| typed.is_on(topic.as_str())).collect(),
        // What is no number is refused as one that is too small.
        deadline_ms: typed.get("deadline_ms").parse().unwrap_or(0),
        on_failure: OnFailure::from_word(typed.get("on_failure")).unwrap_or(OnFailure::UseOurs),
        is_on: typed.is_on("on"),
    };
    let w = visit.words();
    match callbacks::set_up(web.ctx(), &permit, wanted).await {
        Ok(made) => match made.secret {
            None => Ok(say(&web, words::key!("action-saved"), &place(merchant))),
            Some(secret) => {
                let shown = w.text("quotes-secret-once").to_owned();
                let secret = Some((shown, secret.reveal().to_owned()));
                page(&web, &visit, merchant, Said { secret, ..Said::default() }).await
            }
        },
        Err(error) => {
            let errors = vec![mistake(w, error)?];
            page(&web, &visit, merchant, Said { typed: Some(typed), errors, secret: None }).await
        }
    }
}

/// What is wrong with the form.
///
/// # Errors
/// What is not the form's fault.
fn mistake(w: &Words, error: SetUpError) -> Result<FormError, Failure> {
    Ok(match error {
        SetUpError::NotFound => return Err(Failure::NotFound),
        SetUpError::NoTopic => at(Topic::Stock.as_str(), w.text("quotes-no-topic").to_owned()),
        SetUpError::TaxAlone => at(Topic::Tax.as_str(), w.text("quotes-tax-alone").to_owned()),
        SetUpError::Deadline => {
            let bounds = [("least", Arg::from(DEADLINE_MS_MIN)), ("most", Arg::from(DEADLINE_MS_MAX))];
            at("deadline_ms", w.with("quotes-deadline-wrong", &bounds))
        }
        SetUpError::Url(error) => webhooks::mistake(w, error)?,
        SetUpError::Db(error) => return Err(error.into()),
    })
}

/// Gives it a new secret, shown once.
pub async fn rotate(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditWebhooks)?;
    let w = visit.words();
    match callbacks::rotate(web.ctx(), &permit).await {
        Ok(made) => {
            let shown = w.text("webhook-secret-rotated").to_owned();
            let secret = made.secret.map(|secret| (shown, secret.reveal().to_owned()));
            page(&web, &visit, merchant, Said { secret, ..Said::default() }).await
        }
        Err(error) => {
            mistake(w, error)?;
            Err(Failure::NotFound)
        }
    }
}

/// Asks nobody any more.
pub async fn remove(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditWebhooks)?;
    match callbacks::remove(web.ctx(), &permit).await {
        Ok(()) => Ok(say(&web, words::key!("action-saved"), &place(merchant))),
        Err(error) => {
            mistake(visit.words(), error)?;
            Err(Failure::NotFound)
        }
    }
}
