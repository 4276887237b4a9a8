//! A gift at whatever step it is: what is still needed, the review, the bank, the receipt.

use app::donations::shield::Trier;
use app::donations::{self, DonationView, Give, GiveError, Given, tribute};
use app::limits::Act;
use app::pledges;
use axum::extract::{Form, Path, Query, State};
use axum::response::Response;
use domain::donation::pledge::{Pledge, PledgeState};
use domain::donation::receipt::ReceiptKind;
use domain::donation::state::DonationState;
use domain::money::Money;
use domain::payment::{Decline, PaymentState};
use serde::Deserialize;
use words::{Arg, Words, matching};

use super::asked;
use super::details::{self, Sent};
use super::gift_aid;
use super::{Key, back, campaign_href, href, later, open, pledge};
use crate::Web;
use crate::html::buy::method;
use crate::html::page::Section;
use crate::html::pages::buy::{Challenge, EndSign, Ended, Pay, Pending, Review, ReviewRow};
use crate::html::pages::donate::Thanks;
use crate::html::parts::{Level, Line, Link, Notice, Sum, SumKind};
use crate::html::redirect::encode;
use crate::html::view::{meter, page};
use crate::html::{Failure, Visit, render, see_other};

/// How often a page without scripts asks again.
const ASK_AGAIN_SECONDS: u32 = 2;

/// What the last try met, where the gift itself keeps no trace of it; and a step that is asked for by itself.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Met {
    tried: String,
    change: String,
}

/// Where the gift stands, whatever was tapped, reloaded or gone back to.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Query(met): Query<Met>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let w = visit.words();
    let notice = match met.tried.as_str() {
        "provider-down" => Some(told(w, w.text("declined-provider-down"))),
        later::REFUSED => Some(told(w, w.text("pledge-card-refused"))),
        _ => None,
    };
    if !met.change.is_empty() && view.donation.is_payable(web.ctx().now()) {
        let promised = pledges::of_gift(web.ctx(), &view.donation).await?;
        let sent = Sent::of(w, &view, promised.as_ref());
        return details::page_of(&web, &visit, &view, &sent, &[], notice).await;
    }
    show_view(&web, &visit, &view, notice).await
}

/// The address of a step's form, opened again: where the gift stands.
pub async fn step_again(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    Ok(see_other(&href(&view)))
}

fn told(w: &Words, text: &str) -> Notice {
    Notice {
        level: Level::Bad,
        title: w.text("donate-declined-title").to_owned(),
        text: text.to_owned(),
        links: Vec::new(),
    }
}

async fn show_view(
    web: &Web,
    visit: &Visit,
    view: &DonationView,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let payment = view.payment.as_ref();
    match view.donation.state {
        DonationState::Settled => thanks(web, visit, view).await,
        DonationState::Promised => later::promised(web, visit, view),
        DonationState::Ended if let Some(pledge) = later::promise_of(web, view) => Ok(see_other(&pledge)),
        DonationState::Ended => over(web, visit, view, "donate-expired-title", "donate-expired"),
        DonationState::Paying if payment.is_some_and(|it| it.state == PaymentState::RequiresAction) => {
            challenge(web, visit, view).await
        }
        DonationState::Paying => pending(web, visit, view),
        DonationState::Open if !view.donation.is_payable(web.ctx().now()) => {
            over(web, visit, view, "donate-expired-title", "donate-expired")
        }
        DonationState::Open if view.campaign.pause(web.ctx().now()).is_some() => {
            over(web, visit, view, "donate-closed-title", "donate-closed")
        }
        DonationState::Open if !view.nonprofit.is_vouched_for() => {
            over(web, visit, view, "donate-closed-title", "donate-not-taking")
        }
        DonationState::Open if let Some(asked) = later::asked(view, notice.as_ref()) => {
            later::bank_of_gift(web, visit, view, asked).await
        }
        DonationState::Open => {
            let decline = payment.and_then(|it| match it.state {
                PaymentState::Failed => it.decline,
                // Held and never taken, or left at the bank.
                PaymentState::Voided => Some(it.decline.unwrap_or(Decline::Generic)),
                PaymentState::Started
                | PaymentState::RequiresAction
                | PaymentState::Authorized
                | PaymentState::Captured => None,
            });
            let notice = notice.or_else(|| {
                let nothing = w.text("donate-nothing-charged");
                decline.map(|decline| told(w, &format!("{} {nothing}", w.declined(decline))))
            });
            if view.is_complete() {
                review(web, visit, view, notice).await
            } else {
                let promised = pledges::of_gift(web.ctx(), &view.donation).await?;
                let sent = Sent::of(w, view, promised.as_ref());
                details::page_of(web, visit, view, &sent, &[], notice).await
            }
        }
    }
}

/// What is given, who receives it, and the one button.
async fn review(
    web: &Web,
    visit: &Visit,
    view: &DonationView,
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    let donation = &view.donation;
    let change = format!("{}?change=1", href(view));
    let row =
        |key: &str, value: String| ReviewRow { label: w.text(key).to_owned(), value, change: change.clone() };
    let mut rows = vec![
        row("donate-receipt-to", format!("{}, {}", donation.donor.name, donation.donor.email)),
        row("review-payment", method::name_of(web, w, &view.methods, view.method().as_ref())),
    ];
    let designation = match donation.designation.as_str() {
        "" => w.text("donate-most-needed"),
        chosen => chosen,
    };
    rows.push(row("donate-designation", designation.to_owned()));
    let shown = match (donation.donor.hide_name, donation.donor.hide_amount) {
        (false, false) => "donate-shown-all",
        (true, false) => "donate-shown-amount",
        (false, true) => "donate-shown-name",
        (true, true) => "donate-shown-nothing",
    };
    let pledge = pledges::of_gift(web.ctx(), donation).await?;
    let pledge = pledge.filter(|pledge| pledge.state == PledgeState::New);
    if let Some(pledge) = &pledge {
        // As the gift is now: the pledge takes over its amount when the first one arrives.
        let promised = Pledge { amount: donation.amount, cover: donation.cover, ..pledge.clone() };
        rows.insert(0, row("pledge-row", pledge::terms(w, &promised)));
    }
    let later = view.later().and_then(|pledge| pledge.starts_on).map(|day| w.date_of(day));
    if let Some(day) = &later {
        let value = w.fill("pledge-today-nothing", "date", &**day);
        rows.insert(0, ReviewRow { label: w.text("pledge-today").to_owned(), value, change: String::new() });
    }
    if let Some(given) = &donation.tribute {
        let told = tribute::notice(w, given);
        let value = format!("{}. {told}", tribute::title(w, given));
        rows.push(row("tribute-row", value.trim_end().to_owned()));
    }
    // Who comes back is shown at once that something can be declared.
    if let Some(value) = gift_aid::declared(w, view) {
        rows.push(row("gift-aid-title", value));
    }
    rows.extend(
        asked::told_of(w, view.asked.as_ref().map(|it| &it.rule), donation)
            .into_iter()
            .map(|(label, value)| ReviewRow { label, value, change: change.clone() }),
    );
    rows.push(row("donate-shown", w.text(shown).to_owned()));
    // What sponsors add is known on the day on which a gift arrives.
    let offers = match later {
        Some(_) => Vec::new(),
        None => app::matching::offered(web.ctx(), donation).await?,
    };
    if !offers.is_empty() {
        let value = matching::becomes(w, donation.amount, &offers);
        rows.push(ReviewRow { label: w.text("match-row").to_owned(), value, change: String::new() });
    }
    let sum =
        |key: &str, amount: Money, kind| Sum { label: w.text(key).to_owned(), amount: w.money(amount), kind };
    let mut sums = vec![sum("receipt-gift", donation.amount, SumKind::Part)];
    if !donation.cover.is_zero() {
        sums.push(sum("receipt-cover", donation.cover, SumKind::Part));
    }
    sums.push(sum("sum-total", donation.total(), SumKind::Total));
    let nonprofit = view.nonprofit.display_name.as_str();
    let mut law = vec![w.fill("donate-no-cut", "nonprofit", nonprofit), w.text("donate-law").to_owned()];
    if pledge.is_some() {
        law.push(w.text("pledge-consent").to_owned());
    }
    render(&Review {
        is_gift: true,
        p: &p,
        back: back(view),
        errors: Vec::new(),
        lines: vec![line(w, view)],
        quantity_action: String::new(),
        rows,
        sums,
        total: w.money(donation.total()),
        pay: Pay {
            action: format!("{}/give", href(view)),
            key: donation.id.to_string(),
            seen: later::seen(view),
            label: match &later {
                Some(day) => {
                    let args = [("total", Arg::Money(donation.total())), ("date", Arg::Text(day))];
                    w.with("pledge-promise", &args)
                }
                None => w.fill("donate-give", "total", donation.total()),
            },
            refused: String::new(),
        },
        law,
        policies: Vec::new(),
        notice,
    })
}

fn line(w: &Words, view: &DonationView) -> Line {
    Line {
        id: String::new(),
        picture: None,
        title: view.campaign.title.clone(),
        href: campaign_href(view),
        meta: view.nonprofit.display_name.clone(),
        quantity: 1,
        quantities: Vec::new(),
        total: w.money(view.donation.amount),
        note: None,
        wrong: None,
    }
}

/// The paying tap.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Giving {
    /// What the donor saw: the total in minor units, and the day of the first gift where it is a later one.
    seen: String,
}

/// Tap two.
pub async fn give(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Giving>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let w = visit.words();
    let (Some(method), DonationState::Open) = (view.method(), view.donation.state) else {
        return Ok(see_other(&href(&view)));
    };
    web.ctx().limit(Act::Payment, visit.ip)?;
    let (total, from_day) = later::read_seen(&sent.seen);
    let seen = Money::new(total, view.donation.currency());
    let return_url = format!("{}{}/returned", web.config().base_url, href(&view));
    let from = Trier { ip: visit.ip, device: visit.csrf.clone() };
    let give = Give { method, seen, from_day, return_url, from: Some(from) };
    match donations::give(web.ctx(), &view, give).await {
        Ok(Given::Declined(_)) if from_day.is_some() => {
            Ok(later::after(&view, &Given::Declined(Decline::Generic)))
        }
        // Reload-safe: the answer is a page that can be asked for again, and it says what became of it.
        Ok(
            Given::Settled
            | Given::Promised
            | Given::Action { .. }
            | Given::Checking
            | Given::Declined(_)
            | Given::NotTaking(_)
            | Given::Unanswered
            | Given::Over,
        ) => Ok(see_other(&href(&view))),
        Ok(Given::ProviderDown) => Ok(see_other(&format!("{}?tried=provider-down", href(&view)))),
        Ok(Given::Stopped(stopped)) => {
            let minutes = i64::from(stopped.wait_s.div_ceil(60));
            let notice = told(w, &w.count("donate-stopped", minutes));
            show_view(&web, &visit, &view, Some(notice)).await
        }
        Ok(Given::Changed) => {
            let fresh = open(&web, &visit, &key).await?;
            let notice = Notice {
                level: Level::Warn,
                title: w.text("donate-changed-title").to_owned(),
                text: w.fill("donate-changed", "total", fresh.donation.total()),
                links: Vec::new(),
            };
            show_view(&web, &visit, &fresh, Some(notice)).await
        }
        Err(GiveError::NoSuchMethod | GiveError::Method(_)) => {
            let notice = told(w, w.declined(Decline::IncorrectDetails));
            let promised = pledges::of_gift(web.ctx(), &view.donation).await?;
            let sent = Sent::of(w, &view, promised.as_ref());
            details::page_of(&web, &visit, &view, &sent, &[], Some(notice)).await
        }
        Err(GiveError::Db(error)) => Err(error.into()),
    }
}

/// The bank asks.
async fn challenge(web: &Web, visit: &Visit, view: &DonationView) -> Result<Response, Failure> {
    let w = visit.words();
    let payment = view.payment.as_ref().ok_or(Failure::NotFound)?;
    let nonprofit = view.nonprofit.display_name.clone();
    let p = page(web, visit, Section::Elsewhere);
    let text = [("total", Arg::Money(payment.amount)), ("merchant", Arg::Text(&nonprofit))];
    let text = w.with("challenge-text", &text);
    render(&Challenge {
        p: &p,
        action: format!("{}/challenge", href(view)),
        back: back(view),
        bank: method::bank(web, &payment.action_url, &payment.payee).await?,
        returned: format!("{}/returned", href(view)),
        bank_name: w.text("challenge-bank").to_owned(),
        text,
        total: w.money(payment.amount),
        merchant: nonprofit.clone(),
        code: None,
        errors: Vec::new(),
        key: payment.key.clone(),
    })
}

/// Nobody knows yet.
fn pending(web: &Web, visit: &Visit, view: &DonationView) -> Result<Response, Failure> {
    let mut p = page(web, visit, Section::Elsewhere);
    p.refresh_s = Some(ASK_AGAIN_SECONDS);
    render(&Pending {
        p: &p,
        href: href(view),
        every_s: ASK_AGAIN_SECONDS,
        total: visit.words().money(view.donation.total()),
        merchant: view.nonprofit.display_name.clone(),
        order_href: href(view),
    })
}

/// It ended without a gift.
fn over(web: &Web, visit: &Visit, view: &DonationView, title: &str, text: &str) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    render(&Ended {
        p: &p,
        sign: EndSign::Late,
        title: w.text(title).to_owned(),
        text: w.text(text).to_owned(),
        details: vec![w.text("donate-nothing-charged").to_owned()],
        action: Link { label: w.text("donate-to-campaign").to_owned(), href: campaign_href(view) },
        in_sheet: false,
        back: back(view),
        order_href: String::new(),
    })
}

/// Certainty: it arrived, or it is on its way back.
async fn thanks(web: &Web, visit: &Visit, view: &DonationView) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    let donation = &view.donation;
    let nonprofit = view.nonprofit.display_name.as_str();
    let is_back = donation.is_all_back();
    // What counts, and what voided the one before.
    let newest = donations::receipt_of(view, ReceiptKind::Donation, "");
    let papers =
        newest.into_iter().chain(donations::receipt_of(view, ReceiptKind::Void, "")).map(|receipt| {
            let (key, path) = match receipt.kind {
                ReceiptKind::Donation => ("donate-receipt-open", "receipt.pdf"),
                ReceiptKind::Void => ("donate-void-open", "void.pdf"),
            };
            Link {
                label: w.fill(key, "number", &*receipt.number.to_string()),
                href: format!("{}/{path}?number={}", href(view), receipt.number),
            }
        });
    let papers: Vec<Link> = papers.collect();
    let (total, back_of_it, left) = (donation.total(), donation.refunded, donation.left());
    let said = |key: &str, amount: Money| {
        w.with(
            key,
            &[("nonprofit", nonprofit.into()), ("total", Arg::Money(amount)), ("left", Arg::Money(left))],
        )
    };
    let (title, lead) = match (view.disputed(), view.is_taken_back()) {
        (Some(dispute), _) => ("donate-disputed-title", said("donate-disputed", dispute.amount)),
        (None, true) => ("donate-taken-back-title", said("donate-taken-back", back_of_it)),
        (None, false) if is_back => ("donate-back-title", said("donate-back", back_of_it)),
        (None, false) if !back_of_it.is_zero() => {
            ("donate-thanks-title", said("donate-part-back", back_of_it))
        }
        (None, false) => ("donate-thanks-title", said("donate-thanks", total)),
    };
    let is_plain = view.disputed().is_none() && !view.is_taken_back() && !is_back;
    let total = w.money(total);
    let share = format!("{}{}", web.config().base_url, campaign_href(view));
    let words = w.with(
        "donate-share-words",
        &[("campaign", view.campaign.title.as_str().into()), ("link", share.as_str().into())],
    );
    let compose = format!("/compose?text={}", encode(&words));
    let matches = app::matching::shown_on_page(web.ctx(), &view.campaign).await?;
    let outcomes = match is_plain {
        false => Vec::new(),
        true => app::matching::outcomes(web.ctx(), donation).await?,
    };
    let mut became = matching::became(w, donation.kept(), &outcomes);
    if !became.is_empty() {
        became.push(w.text("match-not-receipt").to_owned());
    }
    let pledge = pledges::of_gift(web.ctx(), donation).await?.map(|pledge| {
        let terms = match donation.pledge {
            Some((_, 0)) => pledge::terms(w, &pledge),
            Some(_) | None => pledge::each(w, &pledge),
        };
        let href = format!("/pledges/{}/{}", pledge.id, pledges::link_token(web.ctx(), &pledge));
        let link = Link { label: w.text("pledge-manage").to_owned(), href };
        (w.fill("pledge-thanks", "terms", &*terms), link)
    });
    render(&Thanks {
        p: &p,
        title: w.text(title).to_owned(),
        lead,
        total,
        nonprofit: nonprofit.to_owned(),
        campaign: view.campaign.title.clone(),
        campaign_href: campaign_href(view),
        meter: meter(w, &view.campaign, &matches, &view.nonprofit.profile.time_zone, web.ctx().now()),
        matched: became,
        papers,
        mail: w.fill("donate-mail", "email", &*donation.donor.email),
        pledge,
        aid: gift_aid::standing(w, view),
        tribute: donation.tribute.as_ref().map(|it| (tribute::title(w, it), tribute::notice(w, it))),
        share: if is_plain { share } else { String::new() },
        compose,
        contact: view.nonprofit.profile.contact_email.clone(),
        back: back(view),
    })
}

/// The donor comes back from their bank's page.
pub async fn returned(web: State<Web>, visit: Visit, Path(key): Path<Key>) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let again = later::return_of_gift(&web, &view);
    if let Some(given) = pledges::returned_to_promise(web.ctx(), &view, again).await? {
        return Ok(later::after(&view, &given));
    }
    donations::returned(web.ctx(), &view).await?;
    Ok(see_other(&href(&view)))
}

/// What the donor answers at the sandbox's bank.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    pub(super) key: String,
    pub(super) answer: String,
}

/// Takes the answer given at a bank that is only played.
pub async fn answer_challenge(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Answer>,
) -> Result<Response, Failure> {
    let view = open(&web, &visit, &key).await?;
    let (agrees, again) = (sent.answer == "confirm", later::return_of_gift(&web, &view));
    if let Some(given) = pledges::answer_promise(web.ctx(), &view, (&sent.key, agrees), again).await? {
        return Ok(later::after(&view, &given));
    }
    donations::answer_challenge(web.ctx(), &view, &sent.key, agrees).await?;
    Ok(see_other(&href(&view)))
}
