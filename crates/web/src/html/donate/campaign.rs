//! A campaign's page: who asks, what for, how far it is, and the amounts to choose from.

use app::donations::{self, Begin, BeginError};
use app::limits::Act;
use app::pledges;
use app::timeline::donate_cards;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::donation::amount::AmountProblem;
use domain::donation::interval::Interval;
use domain::donation::matching::{Match, MatchPhase};
use domain::ids::CampaignId;
use domain::money::{Currency, Money};
use domain::nonprofit::Nonprofit;
use domain::nonprofit::campaign::Campaign;
use domain::view::posts::DonateCard;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Deserialize;
use words::{Arg, Words, matching};

use super::pledge;
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes;
use crate::html::page::Section;
use crate::html::pages::donate::CampaignPage;
use crate::html::parts::{Choice, Link};
use crate::html::view::{href_of, href_of_campaign, meter_of, page, presets, why_not_taking};
use crate::html::{Failure, Visit, render, see_other};

/// The newest gifts that are shown.
const GIFTS_SHOWN: u32 = 10;
/// The value of the choice that leaves the amount to the field beside it.
const OTHER: &str = "other";

/// What the form, a card, or a link that fills the form in before sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// Minor units of one of the presets, or `other`.
    preset: String,
    /// An amount as people write it.
    amount: String,
    /// The currency of the amount; empty for the one that the visitor thinks in, if it is taken.
    currency: String,
    /// The purpose.
    designation: String,
    /// How often: the stored word of a rhythm; empty or anything else is once.
    every: String,
    /// The post whose card was tapped; empty on the page.
    post: String,
    /// Where it was tapped.
    back: String,
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    Query(wish): Query<Wish>,
) -> Result<Response, Failure> {
    let card = found(&web, &visit, &id).await?;
    page_of(&web, &visit, &card, &wish, Wrong::Nothing).await
}

/// What stands in the way of a gift, and where on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Wrong {
    Nothing,
    Amount(String),
    Designation(String),
}

impl Wrong {
    fn at_amount(&self) -> &str {
        if let Self::Amount(text) = self { text } else { "" }
    }

    fn at_designation(&self) -> &str {
        if let Self::Designation(text) = self { text } else { "" }
    }
}

pub(super) async fn found(web: &Web, visit: &Visit, id: &str) -> Result<DonateCard, Failure> {
    let id: CampaignId = id.parse().map_err(|_| Failure::NotFound)?;
    app::feed::catch_up(web.ctx()).await?;
    donate_cards(web.ctx(), &[id], visit.actor.account()).await?.pop().ok_or(Failure::NotFound)
}

async fn page_of(
    web: &Web,
    visit: &Visit,
    card: &DonateCard,
    wish: &Wish,
    wrong: Wrong,
) -> Result<Response, Failure> {
    let (w, campaign, nonprofit) = (visit.words(), &*card.campaign, &*card.nonprofit);
    let currency = currency_of(visit, campaign, wish);
    let p = page(web, visit, Section::Elsewhere);
    let gifts = donations::newest_gifts(web.ctx(), nonprofit.id, campaign.id, GIFTS_SHOWN).await?;
    let gifts = gifts
        .into_iter()
        .map(|(name, amount)| {
            let name = name.unwrap_or_else(|| w.text("donate-somebody").to_owned());
            (name, amount.map(|amount| w.money(amount)).unwrap_or_default())
        })
        .collect();
    let now = web.ctx().now();
    let sponsors = app::matching::shown_on_page(web.ctx(), campaign).await?;
    let closed = card.pause(now).map(|pause| why_not_taking(w, pause).to_owned());
    let mut meter = meter_of(w, card, now);
    if !meter.matched.is_empty() && currency != campaign.currency {
        meter.matched = w.fill("match-one-currency", "currency", campaign.currency.code());
    }
    let may_promise = pledges::may_promise(web.ctx(), visit.actor.account(), nonprofit).await?;
    let mut response = render(&CampaignPage {
        p: &p,
        title: campaign.title.clone(),
        story: campaign.story.lines().map(str::to_owned).filter(|line| !line.trim().is_empty()).collect(),
        nonprofit: nonprofit.display_name.clone(),
        nonprofit_href: href_of(&nonprofit.handle),
        about: about(w, nonprofit),
        meter,
        action: href_of_campaign(campaign),
        post: wish.post.clone(),
        back: wish.back.clone(),
        presets: amounts(w, campaign, currency, &wish.preset),
        currency: currency.code().to_owned(),
        currencies: others(w, campaign, currency),
        other: Field::new("amount", w.text("donate-other-amount"))
            .kind(Kind::Amount)
            .hint(currency.code())
            .value(&wish.amount)
            .error(wrong.at_amount()),
        rhythms: if may_promise { rhythms(w, &wish.every) } else { Vec::new() },
        designations: designations(w, campaign, wish, wrong.at_designation()),
        closed: closed.unwrap_or_default(),
        sponsors: sponsors.iter().map(|one| sponsor(w, one, &nonprofit.profile.time_zone, now)).collect(),
        gifts,
    })?;
    if wrong != Wrong::Nothing {
        response = mistakes::answer(response, true);
    }
    Ok(response)
}

/// A sponsor, the sponsor's page, and what was promised and added.
fn sponsor(w: &Words, one: &Match, zone: &TimeZone, now: Timestamp) -> (String, String, String) {
    let (added, cap) = (w.money_brief(one.matched), w.money_brief(one.cap));
    let (until, rule) = (matching::deadline(w, one.until(), zone), matching::rule(w, one));
    let args = [
        ("rule", Arg::Text(&rule)),
        ("added", Arg::Text(&added)),
        ("cap", Arg::Text(&cap)),
        ("until", Arg::Text(&until)),
    ];
    let key = match one.phase(now) {
        MatchPhase::Over => words::key!("match-sponsor-was"),
        MatchPhase::Waiting | MatchPhase::Open | MatchPhase::UsedUp => words::key!("match-sponsor-is"),
    };
    (one.sponsor.clone(), one.link.clone(), w.with(key, &args))
}

/// What donors must be able to check: the name in the register, the number, and who looked.
fn about(w: &Words, nonprofit: &Nonprofit) -> Vec<String> {
    let profile = &nonprofit.profile;
    let number = profile.number.shown();
    let mut lines = vec![profile.mission.clone(), profile.legal_name.clone()];
    lines.push(match profile.number.registry.called() {
        "" => number,
        called => format!("{called} {number}"),
    });
    if let Some(at) = nonprofit.standing_at {
        lines.push(w.fill("donate-checked", "date", &*w.date(at, &profile.time_zone)));
    }
    lines
}

/// What the amounts are in: what was chosen, else what the visitor thinks in, where the campaign takes it.
fn currency_of(visit: &Visit, campaign: &Campaign, wish: &Wish) -> Currency {
    campaign.currency_for(wish.currency.parse().ok().or(visit.currency))
}

/// The other currencies that are taken, each with where it is chosen.
fn others(w: &Words, campaign: &Campaign, chosen: Currency) -> Vec<Link> {
    let others = campaign.currencies().filter(|currency| *currency != chosen);
    let link = |currency: Currency| Link {
        label: w.fill("donate-in", "currency", currency.code()),
        href: format!("{}?currency={}", href_of_campaign(campaign), currency.code()),
    };
    others.map(link).collect()
}

/// The amounts, and last the choice that leaves it to the field.
pub(super) fn amounts(w: &Words, campaign: &Campaign, currency: Currency, chosen: &str) -> Vec<Choice> {
    let mut choices = presets(w, campaign, currency, chosen);
    choices.push(Choice {
        value: OTHER.to_owned(),
        title: w.text("donate-other").to_owned(),
        selected: chosen == OTHER,
        ..Choice::default()
    });
    choices
}

fn designations(w: &Words, campaign: &Campaign, wish: &Wish, wrong: &str) -> Option<Field> {
    if campaign.designations.is_empty() {
        return None;
    }
    let most_needed = (String::new(), w.text("donate-most-needed").to_owned());
    let offered = campaign.designations.iter().map(|one| (one.clone(), one.clone()));
    let list = std::iter::once(most_needed).chain(offered).collect();
    Some(
        Field::new("designation", w.text("donate-designation"))
            .kind(Kind::Select(list))
            .value(&wish.designation)
            .error(wrong),
    )
}

/// Tap one.
pub async fn begin(
    web: State<Web>,
    visit: Visit,
    Path(id): Path<String>,
    Form(wish): Form<Wish>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let card = found(&web, &visit, &id).await?;
    let campaign = &*card.campaign;
    let currency = currency_of(&visit, campaign, &wish);
    if !wish.currency.is_empty() && wish.currency != currency.code() {
        // The number was read in another currency: it means nothing in this one.
        let wrong = Wrong::Amount(w.fill("donate-currency-gone", "currency", wish.currency.as_str()));
        let anew = Wish { preset: String::new(), amount: String::new(), ..wish };
        return page_of(&web, &visit, &card, &anew, wrong).await;
    }
    let amount = match chosen(w, &wish, currency) {
        Ok(amount) => amount,
        Err(wrong) => return page_of(&web, &visit, &card, &wish, Wrong::Amount(wrong)).await,
    };
    let every = Interval::from_word(&wish.every);
    if every.is_some() && !pledges::may_promise(web.ctx(), visit.actor.account(), &card.nonprofit).await? {
        let wrong = Wrong::Amount(w.text("donate-no-pledges").to_owned());
        return page_of(&web, &visit, &card, &Wish { every: String::new(), ..wish }, wrong).await;
    }
    web.ctx().limit(Act::Checkout, visit.ip)?;
    let begin = Begin {
        campaign: campaign.id,
        amount,
        designation: wish.designation.clone(),
        post: wish.post.parse().ok(),
        locale: visit.locale.tag().to_owned(),
        back: crate::html::back_or(&wish.back, "").to_owned(),
    };
    match donations::begin(web.ctx(), &visit.actor, begin).await {
        Ok(begun) => {
            if let Some(every) = every {
                let promised = pledges::Wish::each(every);
                let gift = (campaign.nonprofit, begun.donation);
                // Whatever becomes of this, the review says what is given, and how often.
                if let Err(error) = pledges::promise(web.ctx(), gift, Some(promised)).await {
                    tracing::warn!(%error, "a gift was begun and could not be promised again");
                }
            }
            Ok(see_other(&format!("/gifts/{}/{}", begun.donation, begun.token)))
        }
        Err(BeginError::NotFound) => Err(Failure::NotFound),
        Err(BeginError::Amount(problem)) => {
            let wrong = Wrong::Amount(too_much_or_little(w, problem));
            page_of(&web, &visit, &card, &wish, wrong).await
        }
        Err(BeginError::Designation) => {
            let wrong = Wrong::Designation(w.text("donate-designation-gone").to_owned());
            page_of(&web, &visit, &card, &Wish { designation: String::new(), ..wish }, wrong).await
        }
        Err(BeginError::Currency(_)) => {
            let wrong = Wrong::Amount(w.fill("donate-currency-gone", "currency", currency.code()));
            page_of(&web, &visit, &card, &Wish::default(), wrong).await
        }
        // The page says why.
        Err(BeginError::Paused(_) | BeginError::NotTaking | BeginError::NotOpen) => {
            page_of(&web, &visit, &card, &Wish::default(), Wrong::Nothing).await
        }
        Err(BeginError::Db(error)) => Err(error.into()),
    }
}

/// The amount of the choice, or the one that was typed; what is wrong where neither says one, or both say another.
fn chosen(w: &Words, wish: &Wish, currency: Currency) -> Result<Money, String> {
    let typed = || w.read_amount(&wish.amount, currency).map_err(|error| w.amount_error(&error));
    let Ok(minor) = wish.preset.parse::<i64>() else { return typed() };
    let preset = Money::new(minor, currency);
    // Nobody knows which of the two came last.
    if !wish.amount.trim().is_empty() && typed().ok() != Some(preset) {
        let (preset, amount) = (w.money_brief(preset), wish.amount.trim());
        return Err(
            w.with("donate-two-amounts", &[("chosen", Arg::Text(&preset)), ("typed", Arg::Text(amount))])
        );
    }
    Ok(preset)
}

/// Once, which is chosen before, and the rhythms.
fn rhythms(w: &Words, chosen: &str) -> Vec<Choice> {
    let known = Interval::from_word(chosen);
    let once = Choice {
        value: "once".to_owned(),
        title: w.text("pledge-once").to_owned(),
        selected: known.is_none(),
        ..Choice::default()
    };
    let again = Interval::ALL.into_iter().map(|every| Choice {
        value: every.as_str().to_owned(),
        title: pledge::name_of(w, every).to_owned(),
        selected: known == Some(every),
        ..Choice::default()
    });
    std::iter::once(once).chain(again).collect()
}

/// The sentence about an amount that cannot be given.
pub(in crate::html) fn too_much_or_little(w: &Words, problem: AmountProblem) -> String {
    match problem {
        AmountProblem::TooSmall(least) => w.fill("donate-too-small", "least", least),
        AmountProblem::TooLarge(most) => w.fill("donate-too-large", "most", most),
    }
}
