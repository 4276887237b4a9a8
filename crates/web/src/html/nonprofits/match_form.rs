//! A sponsor's promise is entered, raised and ended. Nothing else of it can be changed.

use app::matching::{self, EndError, MatchError, MatchForm, MatchView, RaiseError};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::donation::matching::{
    CAP_MAJOR_MAX, LINK_CHARS_MAX, MATCHES_MAX, Match, MatchProblem, RATIO_MAX, SPONSOR_CHARS_MAX,
    WHY_CHARS_MAX,
};
use domain::ids::NonprofitId;
use domain::money::{BasisPoints, Money};
use domain::nonprofit::campaign::Campaign;
use domain::nonprofit::staff::NonprofitAct;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use words::matching::{deadline, rule};
use words::{Arg, Words, zone_name};

use super::desk::{Place, desk, id, may};
use super::matches::{crumbs, home, href};
use crate::Web;
use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::desk::{Ask, Group, Settings};
use crate::html::parts::{FormError, Level, Notice};
use crate::html::percent::percent_up_to;
use crate::html::said::say;
use crate::html::studio::offers::instant;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

fn limit(chars: usize) -> u32 {
    u32::try_from(chars).unwrap_or(u32::MAX)
}

fn count(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// The campaign of a path, for those who may edit it.
async fn campaign(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    campaign: &str,
) -> Result<Campaign, Failure> {
    may(visit, nonprofit, NonprofitAct::Campaign)?;
    let found = app::nonprofits::campaign(web.ctx(), id(campaign)?).await?;
    found.map(|(campaign, _)| campaign).filter(|it| it.nonprofit == nonprofit).ok_or(Failure::NotFound)
}

/// The form of a new promise.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn new(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, known)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let known = campaign(&web, &visit, id(&nonprofit)?, &known).await?;
    let mut typed = Typed::default();
    typed.set("percent", "100");
    page(&web, &visit, &known, &typed, Vec::new()).await
}

async fn page(
    web: &Web,
    visit: &Visit,
    campaign: &Campaign,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let (p, found) = desk(web, visit, campaign.nonprofit, Place::Campaigns).await?;
    let w = visit.words();
    let mut groups = groups(w, campaign, typed, &found.profile.time_zone);
    for group in &mut groups {
        mark(&mut group.fields, &mut errors);
    }
    let is_wrong = !errors.is_empty();
    let shown = render(&Settings {
        standing: None,
        p: &p,
        title: w.text("match-new").to_owned(),
        nav: Vec::new(),
        heading: w.text("match-new").to_owned(),
        text: w.fill("match-once", "campaign", &*campaign.title),
        action: home(campaign.nonprofit, campaign.id),
        groups,
        blocks: Vec::new(),
        add: None,
        tables: Vec::new(),
        other: None,
        secret: None,
        errors,
    })?;
    Ok(answer(shown, is_wrong))
}

fn groups(w: &Words, campaign: &Campaign, typed: &Typed, zone: &TimeZone) -> Vec<Group> {
    let optional = w.text("state-optional");
    let field = |name: &str, key: &str| Field::new(name, w.text(key)).value(typed.get(name));
    let code = campaign.currency.code();
    let group = |key: &str, text: String, fields| Group { title: w.text(key).to_owned(), text, fields };
    vec![
        group(
            words::key!("match-who"),
            String::new(),
            vec![
                field("sponsor", words::key!("match-sponsor")).limit(limit(SPONSOR_CHARS_MAX)),
                field("link", words::key!("match-link"))
                    .hint(w.text("match-link-hint"))
                    .optional(optional)
                    .limit(limit(LINK_CHARS_MAX)),
            ],
        ),
        group(
            words::key!("match-how-much"),
            String::new(),
            vec![
                field("percent", words::key!("match-percent"))
                    .kind(Kind::Amount)
                    .hint(w.text("match-percent-hint")),
                field("cap", words::key!("match-cap"))
                    .kind(Kind::Amount)
                    .hint(&w.fill("match-cap-hint", "currency", code))
                    .width(Width::Half),
                field("gift_cap", words::key!("match-gift-cap"))
                    .kind(Kind::Amount)
                    .hint(w.text("match-gift-cap-hint"))
                    .optional(optional)
                    .width(Width::Half),
            ],
        ),
        group(
            words::key!("match-when"),
            w.fill("offers-clock", "zone", zone_name(zone)),
            vec![
                field("starts_at", words::key!("match-starts"))
                    .kind(Kind::DateTime)
                    .hint(w.text("match-starts-hint"))
                    .optional(optional)
                    .width(Width::Half),
                field("ends_at", words::key!("match-ends"))
                    .kind(Kind::DateTime)
                    .hint(w.text("match-ends-hint"))
                    .width(Width::Half),
            ],
        ),
        group(words::key!("match-why-title"), String::new(), vec![why_field(w, typed)]),
    ]
}

fn why_field(w: &Words, typed: &Typed) -> Field {
    Field::new("why", w.text("match-why"))
        .hint(w.text("match-why-hint"))
        .value(typed.get("why"))
        .limit(limit(WHY_CHARS_MAX))
}

/// What was typed. What does not read is told, and stands in for nothing that is told again.
fn read(w: &Words, typed: &Typed, campaign: &Campaign, zone: &TimeZone) -> (MatchForm, Vec<FormError>) {
    let mut errors = Vec::new();
    let currency = campaign.currency;
    let ratio = percent_up_to(typed.get("percent"), RATIO_MAX);
    let mut amount = |name: &str| match typed.get(name) {
        "" => None,
        text => {
            w.read_amount(text, currency).map_err(|error| errors.push(at(name, w.amount_error(&error)))).ok()
        }
    };
    let (cap, gift_cap) = (amount("cap"), amount("gift_cap"));
    let mut time = |name: &str| match typed.get(name) {
        "" => None,
        text => {
            let read = instant(text, zone);
            if read.is_none() {
                errors.push(at(name, w.text("field-time-invalid").to_owned()));
            }
            read
        }
    };
    let (starts_at, ends_at) = (time("starts_at"), time("ends_at"));
    if typed.get("ends_at").is_empty() {
        errors.push(at("ends_at", w.text("field-required").to_owned()));
    }
    let form = MatchForm {
        campaign: campaign.id,
        sponsor: typed.get("sponsor").to_owned(),
        link: typed.get("link").to_owned(),
        ratio: ratio.unwrap_or(BasisPoints::ZERO),
        cap: cap.unwrap_or(Money::zero(currency)),
        gift_cap,
        starts_at,
        ends_at: ends_at.unwrap_or(Timestamp::MAX),
        why: typed.get("why").to_owned(),
    };
    (form, errors)
}

/// What is wrong, at its field; `told` are mistakes that were found while reading, and are not told twice.
fn said(w: &Words, campaign: &Campaign, problems: Vec<MatchProblem>, told: &[FormError]) -> Vec<FormError> {
    problems
        .into_iter()
        .map(|problem| match problem {
            MatchProblem::Sponsor => at("sponsor", w.count("match-why-wrong", count(SPONSOR_CHARS_MAX))),
            MatchProblem::Link => at("link", w.count("match-link-wrong", count(LINK_CHARS_MAX))),
            MatchProblem::Ratio => at("percent", w.text("match-percent-wrong").to_owned()),
            MatchProblem::Cap => at("cap", cap_wrong(w, campaign)),
            MatchProblem::GiftCap => at("gift_cap", w.text("match-gift-cap-wrong").to_owned()),
            MatchProblem::Time => at("ends_at", w.text("campaign-time-wrong").to_owned()),
            MatchProblem::Expired => at("ends_at", w.text("match-expired").to_owned()),
            MatchProblem::Campaign => at("ends_at", w.text("match-campaign-closed").to_owned()),
            MatchProblem::Why => at("why", w.count("match-why-wrong", count(WHY_CHARS_MAX))),
        })
        .filter(|error| told.iter().all(|known| known.field != error.field))
        .collect()
}

fn cap_wrong(w: &Words, campaign: &Campaign) -> String {
    let most = Money::new(CAP_MAJOR_MAX * campaign.currency.minor_per_major(), campaign.currency);
    w.fill("match-cap-wrong", "most", &*w.money_brief(most))
}

/// Enters one.
pub async fn make(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, known)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, nonprofit, NonprofitAct::Campaign)?;
    let known = campaign(&web, &visit, nonprofit, &known).await?;
    let (_, found) = desk(&web, &visit, nonprofit, Place::Campaigns).await?;
    let w = visit.words();
    let (form, mut errors) = read(w, &typed, &known, &found.profile.time_zone);
    let problems = form.problems(&known, web.ctx().now());
    errors.extend(said(w, &known, problems, &errors));
    if errors.is_empty() {
        match matching::make_match(web.ctx(), &permit, form).await {
            Ok(made) => {
                let to = format!("/nonprofits/{nonprofit}/matches/{made}");
                return Ok(say(&web, words::key!("match-made"), &to));
            }
            Err(MatchError::Problems(problems)) => errors = said(w, &known, problems, &[]),
            Err(MatchError::TooMany) => errors = vec![whole(&w.count("match-too-many", count(MATCHES_MAX)))],
            Err(MatchError::Unknown) => return Err(Failure::NotFound),
            Err(MatchError::Db(error)) => return Err(error.into()),
        }
    }
    page(&web, &visit, &known, &typed, errors).await
}

/// What is asked on a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// A higher cap.
    Raise,
    /// The end before the deadline.
    End,
}

async fn question(
    web: &Web,
    visit: &Visit,
    (nonprofit, one): (&str, &str),
    what: What,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let nonprofit: NonprofitId = id(nonprofit)?;
    may(visit, nonprofit, NonprofitAct::Campaign)?;
    let looks = may(visit, nonprofit, NonprofitAct::View)?;
    let found = matching::find(web.ctx(), &looks, id(one)?, None).await?;
    let MatchView { one, campaign, .. } = found.ok_or(Failure::NotFound)?;
    let (p, profile) = desk(web, visit, nonprofit, Place::Campaigns).await?;
    let (w, zone) = (visit.words(), &profile.profile.time_zone);
    let until = deadline(w, one.until(), zone);
    let (path, key, text) = match what {
        What::Raise => (
            "raise",
            words::key!("match-raise"),
            w.with(
                "match-raise-text",
                &[
                    ("sponsor", Arg::Text(&one.sponsor)),
                    ("cap", Arg::Money(one.cap)),
                    ("until", Arg::Text(&until)),
                ],
            ),
        ),
        What::End => (
            "end",
            words::key!("match-end"),
            w.with(
                "match-end-text",
                &[("sponsor", Arg::Text(&one.sponsor)), ("added", Arg::Money(one.matched))],
            ),
        ),
    };
    let mut fields = Vec::new();
    if what == What::Raise {
        fields.push(
            Field::new("cap", w.text("match-raise-new"))
                .kind(Kind::Amount)
                .hint(one.cap.currency.code())
                .value(typed.get("cap")),
        );
    }
    fields.push(why_field(w, typed));
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let back = href(&one);
    let shown = render(&Ask {
        p: &p,
        crumbs: crumbs(w, &campaign, &one, &back),
        title: w.text(key).to_owned(),
        text: format!("{} {text}", rule(w, &one)),
        action: format!("{back}/{path}"),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields,
        button: w.text(key).to_owned(),
        risky: what == What::End,
        back,
        errors,
        note: is_over(&one, web.ctx().now()).then(|| over(w, &until)),
    })?;
    Ok(answer(shown, is_wrong))
}

fn is_over(one: &Match, now: Timestamp) -> bool {
    now >= one.until()
}

/// What stands above the form of a promise whose time is over.
fn over(w: &Words, until: &str) -> Notice {
    Notice {
        level: Level::Warn,
        title: w.text("match-state-over").to_owned(),
        text: w.fill("match-is-over", "until", until),
        links: Vec::new(),
    }
}

/// Asks for a higher cap.
pub async fn ask_raise(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, one)): Path<(String, String)>,
) -> Result<Response, Failure> {
    question(&web, &visit, (&nonprofit, &one), What::Raise, &Typed::default(), Vec::new()).await
}

/// Raises it.
pub async fn raise(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, one)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let asked: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, asked, NonprofitAct::Campaign)?;
    let looks = may(&visit, asked, NonprofitAct::View)?;
    let found = matching::find(web.ctx(), &looks, id(&one)?, None).await?;
    let MatchView { one: known, campaign, .. } = found.ok_or(Failure::NotFound)?;
    let (_, profile) = desk(&web, &visit, asked, Place::Campaigns).await?;
    let error = match w.read_amount(typed.get("cap"), known.cap.currency) {
        Err(error) => at("cap", w.amount_error(&error)),
        Ok(cap) => match matching::raise_match(web.ctx(), &permit, known.id, cap, typed.get("why")).await {
            Ok(()) => return Ok(say(&web, words::key!("match-raised"), &href(&known))),
            Err(RaiseError::Over(until)) => {
                let until = deadline(w, until, &profile.profile.time_zone);
                whole(&w.fill("match-is-over", "until", &*until))
            }
            Err(RaiseError::NotMore(cap)) => at("cap", w.fill("match-raise-not-more", "cap", cap)),
            Err(RaiseError::Problem(MatchProblem::Why)) => {
                at("why", w.count("match-why-wrong", count(WHY_CHARS_MAX)))
            }
            Err(RaiseError::Problem(_)) => at("cap", cap_wrong(w, &campaign)),
            Err(RaiseError::Unknown) => return Err(Failure::NotFound),
            Err(RaiseError::Db(error)) => return Err(error.into()),
        },
    };
    question(&web, &visit, (&nonprofit, &one), What::Raise, &typed, vec![error]).await
}

/// Asks before one is ended.
pub async fn ask_end(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, one)): Path<(String, String)>,
) -> Result<Response, Failure> {
    question(&web, &visit, (&nonprofit, &one), What::End, &Typed::default(), Vec::new()).await
}

/// Ends it.
pub async fn end(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, one)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let asked: NonprofitId = id(&nonprofit)?;
    let permit = may(&visit, asked, NonprofitAct::Campaign)?;
    let (_, profile) = desk(&web, &visit, asked, Place::Campaigns).await?;
    let error = match matching::end_match(web.ctx(), &permit, id(&one)?, typed.get("why")).await {
        Ok(()) => {
            let to = format!("/nonprofits/{asked}/matches/{one}");
            return Ok(say(&web, words::key!("match-ended"), &to));
        }
        Err(EndError::Over(until)) => {
            let until = deadline(w, until, &profile.profile.time_zone);
            whole(&w.fill("match-is-over", "until", &*until))
        }
        Err(EndError::Problem(_)) => at("why", w.count("match-why-wrong", count(WHY_CHARS_MAX))),
        Err(EndError::Unknown) => return Err(Failure::NotFound),
        Err(EndError::Db(error)) => return Err(error.into()),
    };
    question(&web, &visit, (&nonprofit, &one), What::End, &typed, vec![error]).await
}
