//! A gift that is promised for a later day, and a card that a bank is asked about before it is kept: for that gift, or in
//! place of the one that a pledge is paid with.

use app::donations::{DonationView, Given};
use app::pledges::{self, PledgeView};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::donation::pledge::{AskedMethod, Pledge, PledgeState};
use domain::money::Money;
use jiff::civil::Date;
use words::{Arg, Words};

use super::gift::Answer;
use super::{back, campaign_href, gift_aid, href, pledge};
use crate::Web;
use crate::html::buy::method;
use crate::html::page::Section;
use crate::html::pages::buy::Challenge;
use crate::html::pages::donate::Thanks;
use crate::html::parts::{Link, Notice};
use crate::html::redirect::encode;
use crate::html::view::{meter, page};
use crate::html::{Failure, Visit, render, see_other};

/// What a pledge's page is asked for to show the bank's question.
pub(super) const BANK: &str = "bank";
/// What the page of a gift is told of a card that could not be kept.
pub(super) const REFUSED: &str = "card";
/// Between the total and the day in what the donor saw.
const FROM: char = '@';

/// What the donor sees of a gift: its total in minor units, and its day where that is a later one.
pub(super) fn seen(view: &DonationView) -> String {
    let total = view.donation.total().amount;
    match view.later().and_then(|pledge| pledge.starts_on) {
        Some(day) => format!("{total}{FROM}{day}"),
        None => total.to_string(),
    }
}

/// The same, as it is sent back. What does not read nobody saw.
pub(super) fn read_seen(text: &str) -> (i64, Option<Date>) {
    match text.split_once(FROM) {
        Some((total, day)) => match (total.parse(), day.parse()) {
            (Ok(total), Ok(day)) => (total, Some(day)),
            (_, _) => (0, None),
        },
        None => (text.parse().unwrap_or(0), None),
    }
}

/// The question that a gift's bank asks now; not where there is something else to say first.
pub(super) fn asked<'a>(view: &'a DonationView, notice: Option<&Notice>) -> Option<&'a AskedMethod> {
    let asked = view.later().map(|pledge| &pledge.asked)?;
    Some(asked).filter(|asked| !asked.url.is_empty() && notice.is_none())
}

/// The page of the pledge that a first gift was promised with.
pub(super) fn promise_of(web: &Web, view: &DonationView) -> Option<String> {
    let pledge = view.pledge.as_ref()?;
    let is_first = pledge.first == view.donation.id && pledge.starts_on.is_some();
    (is_first && pledge.state != PledgeState::New).then(|| href_of(web, pledge))
}

fn href_of(web: &Web, pledge: &Pledge) -> String {
    format!("/pledges/{}/{}", pledge.id, pledges::link_token(web.ctx(), pledge))
}

/// Where a bank with a page of its own sends the donor of a gift back to.
pub(super) fn return_of_gift(web: &Web, view: &DonationView) -> String {
    format!("{}{}/returned", web.config().base_url, href(view))
}

/// The same of a pledge.
pub(super) fn return_of_pledge(web: &Web, view: &PledgeView) -> String {
    format!("{}{}/returned", web.config().base_url, pledge::href(view))
}

/// Where the donor goes on after the bank was asked: the gift's page says where it stands.
pub(super) fn after(view: &DonationView, given: &Given) -> Response {
    match given {
        Given::Declined(_) => see_other(&format!("{}?tried={REFUSED}", href(view))),
        Given::ProviderDown => see_other(&format!("{}?tried=provider-down", href(view))),
        Given::Settled
        | Given::Promised
        | Given::Action { .. }
        | Given::Checking
        | Given::Changed
        | Given::Unanswered
        | Given::NotTaking(_)
        | Given::Over
        | Given::Stopped(_) => see_other(&href(view)),
    }
}

/// It is arranged: nothing was charged, and when the first gift is.
pub(super) fn promised(web: &Web, visit: &Visit, view: &DonationView) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    let Some(promise) = &view.pledge else { return Err(Failure::NotFound) };
    // Paused since, or over: its own page says so.
    if !promise.state.is_running() {
        return Ok(see_other(&href_of(web, promise)));
    }
    let nonprofit = view.nonprofit.display_name.as_str();
    let total = w.money(promise.total());
    let day = promise.next_day().map(|day| w.date_of(day)).unwrap_or_default();
    let lead = [("total", Arg::Text(&total)), ("nonprofit", Arg::Text(nonprofit)), ("date", Arg::Text(&day))];
    let terms = pledge::terms(w, promise);
    let share = format!("{}{}", web.config().base_url, campaign_href(view));
    let words = w.with(
        "donate-share-words",
        &[("campaign", view.campaign.title.as_str().into()), ("link", share.as_str().into())],
    );
    let link = Link { label: w.text("pledge-manage").to_owned(), href: href_of(web, promise) };
    let zone = &view.nonprofit.profile.time_zone;
    render(&Thanks {
        p: &p,
        title: w.text("pledge-promised-title").to_owned(),
        lead: w.with("pledge-promised", &lead),
        total,
        nonprofit: nonprofit.to_owned(),
        campaign: view.campaign.title.clone(),
        campaign_href: campaign_href(view),
        meter: meter(w, &view.campaign, &[], zone, web.ctx().now()),
        matched: Vec::new(),
        papers: Vec::new(),
        mail: w.fill("pledge-promised-mail", "email", &*view.donation.donor.email),
        pledge: Some((w.fill("pledge-thanks", "terms", &*terms), link)),
        aid: gift_aid::standing(w, view),
        tribute: view
            .donation
            .tribute
            .as_ref()
            .map(|it| (app::donations::tribute::title(w, it), app::donations::tribute::notice(w, it))),
        share,
        compose: format!("/compose?text={}", encode(&words)),
        contact: view.nonprofit.profile.contact_email.clone(),
        back: back(view),
    })
}

/// A bank's question and where its answers go.
struct Question<'a> {
    asked: &'a AskedMethod,
    /// The path below which answers are taken.
    under: String,
    back: String,
    nonprofit: &'a domain::nonprofit::Nonprofit,
    each: Money,
}

async fn bank(web: &Web, visit: &Visit, question: Question<'_>) -> Result<Response, Failure> {
    let w: &Words = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    let payee = if web.ctx().needs_payees() { question.nonprofit.payee.account.as_str() } else { "" };
    let merchant = question.nonprofit.display_name.clone();
    let text = [("total", Arg::Money(question.each)), ("merchant", Arg::Text(&merchant))];
    render(&Challenge {
        p: &p,
        action: format!("{}/challenge", question.under),
        back: question.back,
        bank: method::bank(web, &question.asked.url, payee).await?,
        returned: format!("{}/returned", question.under),
        bank_name: w.text("challenge-bank").to_owned(),
        text: w.with("pledge-bank-text", &text),
        // That is what is charged now.
        total: w.money(Money::zero(question.each.currency)),
        merchant,
        code: None,
        errors: Vec::new(),
        key: question.asked.key.clone(),
    })
}

/// The bank asks whether a card may pay a gift that is promised, and those after it.
pub(super) async fn bank_of_gift(
    web: &Web,
    visit: &Visit,
    view: &DonationView,
    asked: &AskedMethod,
) -> Result<Response, Failure> {
    let (nonprofit, each) = (&view.nonprofit, view.donation.total());
    bank(web, visit, Question { asked, under: href(view), back: back(view), nonprofit, each }).await
}

/// The bank asks whether a card may pay a pledge from now on.
pub(super) async fn bank_of_pledge(web: &Web, visit: &Visit, view: &PledgeView) -> Result<Response, Failure> {
    let question = Question {
        asked: &view.pledge.asked,
        under: pledge::href(view),
        back: pledge::href(view),
        nonprofit: &view.nonprofit,
        each: view.pledge.total(),
    };
    bank(web, visit, question).await
}

/// Takes the answer given at a bank that is only played, about a card for a pledge.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn answer_for_pledge(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<pledge::Key>,
    Form(sent): Form<Answer>,
) -> Result<Response, Failure> {
    let view = pledge::open(&web, &visit, &key).await?;
    let (answer, again) = ((&*sent.key, sent.answer == "confirm"), return_of_pledge(&web, &view));
    let done = pledges::answer_bank(web.ctx(), &view, answer, again).await;
    told(&web, &visit, &view, done).await
}

/// The donor of a pledge comes back from their bank's page.
pub async fn returned_for_pledge(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<pledge::Key>,
) -> Result<Response, Failure> {
    let view = pledge::open(&web, &visit, &key).await?;
    let done = pledges::returned_from_bank(web.ctx(), &view, return_of_pledge(&web, &view)).await;
    told(&web, &visit, &view, done).await
}

async fn told(
    web: &Web,
    visit: &Visit,
    view: &PledgeView,
    done: Result<Option<pledges::Paying>, pledges::ActError>,
) -> Result<Response, Failure> {
    match done.transpose() {
        Some(done) => pledge::paid_with(web, visit, view, done).await,
        // Answered before, in another tab.
        None => Ok(see_other(&pledge::href(view))),
    }
}
