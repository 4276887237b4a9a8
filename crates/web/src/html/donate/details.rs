//! Who gives, what may be shown of it, and how it is paid.

use std::borrow::Cow;
use std::collections::BTreeMap;

use app::checkout::MethodChoice;
use app::donations::{self, Change, ChangeError, ChangeProblem, DonationView};
use app::limits::Act;
use app::pledges::{self, PromiseError, Wish, WishIssue};
use axum::extract::{Form, Path, State};
use axum::response::Response;
use domain::donation::interval::{Interval, Until};
use domain::donation::pledge::{Pledge, PledgeState};
use jiff::civil::Date;
use serde::Deserialize;
use words::{Words, matching};

use super::asked;
use super::campaign::too_much_or_little;
use super::gift_aid::{self, SentAid};
use super::tribute::{self, SentTribute};
use super::{Key, back, href, open, pledge};
use crate::Web;
use crate::html::buy::method;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{self, beside};
use crate::html::page::Section;
use crate::html::pages::donate::GiftDetails;
use crate::html::parts::{FormError, Notice};
use crate::html::view::page;
use crate::html::{Failure, Visit, render, see_other};

/// What the form sends.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Sent {
    amount: String,
    cover: String,
    designation: String,
    email: String,
    name: String,
    address: String,
    hide_name: String,
    hide_amount: String,
    contact: String,
    payment: String,
    keep: String,
    every: String,
    starts_on: String,
    next_on: String,
    ends_on: String,
    ends_count: String,
    #[serde(flatten)]
    tribute: SentTribute,
    #[serde(flatten)]
    aid: SentAid,
    /// What the law of the nonprofit's country asks, among whatever else was sent.
    #[serde(flatten)]
    more: BTreeMap<String, String>,
}

/// What is wrong with a field, by its name.
pub(super) type Wrong = (Cow<'static, str>, String);

impl Sent {
    /// What is known already, as if it had been typed.
    pub(super) fn of(w: &Words, view: &DonationView, pledge: Option<&Pledge>) -> Self {
        // What was promised already is changed on the pledge's own page.
        let pledge = pledge.filter(|pledge| pledge.state == PledgeState::New);
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        let until = pledge.map_or(Until::Stopped, |pledge| pledge.plan.until);
        let on = |it: bool| if it { "on".to_owned() } else { String::new() };
        let (donation, donor) = (&view.donation, &view.donation.donor);
        Self {
            amount: w.amount(donation.amount),
            cover: on(!donation.cover.is_zero()),
            designation: donation.designation.clone(),
            email: donor.email.clone(),
            name: donor.name.clone(),
            address: donor.address.clone(),
            hide_name: on(donor.hide_name),
            hide_amount: on(donor.hide_amount),
            contact: on(donor.contact_opt_in),
            payment: String::new(),
            keep: on(donation.remember),
            every: pledge.map_or(String::new(), |pledge| pledge.plan.every.as_str().to_owned()),
            starts_on: day(pledge.and_then(|pledge| pledge.starts_on)),
            next_on: day(pledge.and_then(|pledge| pledge.next_on)),
            ends_on: day(if let Until::Date(last) = until { Some(last) } else { None }),
            ends_count: if let Until::Count(count) = until { count.to_string() } else { String::new() },
            tribute: SentTribute::of(donation.tribute.as_ref()),
            aid: SentAid::of(view),
            more: asked::sent_of(view),
        }
    }
}

/// The step, with what was typed and what is wrong with it: a field's name and a sentence.
pub(super) async fn page_of(
    web: &Web,
    visit: &Visit,
    view: &DonationView,
    sent: &Sent,
    wrong: &[Wrong],
    notice: Option<Notice>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let p = page(web, visit, Section::Elsewhere);
    let campaign = &view.campaign;
    let text = |name: &'static str, key: &str, value: &str| {
        let error = wrong.iter().find(|(field, _)| *field == name).map_or("", |(_, error)| error.as_str());
        Field::new(name, w.text(key)).value(value).error(error)
    };
    let check =
        |name: &str, label: String, value: &str| Field::new(name, &label).kind(Kind::Check).value(value);
    let cover = w.fill("donate-cover", "cover", view.cover_of(view.donation.amount));
    let contact = w.fill("donate-contact", "nonprofit", &*view.nonprofit.display_name);
    let errors: Vec<FormError> = wrong
        .iter()
        .map(|(field, error)| beside(&format!("f-{field}"), w.text("donate-details-title"), error.clone()))
        .collect();
    let is_wrong = !errors.is_empty();
    // What sponsors add is known on the day on which a gift arrives.
    let offers = match view.later() {
        Some(_) => Vec::new(),
        None => app::matching::offered(web.ctx(), &view.donation).await?,
    };
    let response = render(&GiftDetails {
        p: &p,
        action: format!("{}/details", href(view)),
        back: back(view),
        title: campaign.title.clone(),
        nonprofit: view.nonprofit.display_name.clone(),
        matched: matching::becomes(w, view.donation.amount, &offers),
        fields: vec![
            text("amount", "donate-amount", &sent.amount)
                .kind(Kind::Amount)
                .hint(view.donation.currency().code()),
            text("email", "donate-email", &sent.email).kind(Kind::Email),
            text("name", "donate-name", &sent.name),
            asked::address(w, view, text("address", "donate-address", &sent.address).kind(Kind::Area)),
        ],
        checks: vec![
            check("cover", cover, &sent.cover),
            check("hide_name", w.text("donate-hide-name").to_owned(), &sent.hide_name),
            check("hide_amount", w.text("donate-hide-amount").to_owned(), &sent.hide_amount),
            check("contact", contact, &sent.contact),
        ],
        aid: sent.aid.form(w, view, wrong),
        asked: asked::fields(w, view, &sent.more, wrong),
        designation: sent.designation.clone(),
        tribute: sent.tribute.fields(w, wrong),
        has_tribute: sent.tribute.is_filled(),
        pledge: if sent.every.is_empty() {
            Vec::new()
        } else {
            let once = ("once".to_owned(), w.text("pledge-once").to_owned());
            let rhythms = std::iter::once(once).chain(pledge::rhythms(w)).collect();
            let optional = w.text("state-optional");
            vec![
                text("every", "pledge-how-often", &sent.every).kind(Kind::Select(rhythms)),
                text("starts_on", "pledge-field-start", &sent.starts_on)
                    .kind(Kind::Date)
                    .hint(w.text("pledge-field-start-hint"))
                    .optional(optional),
                text("next_on", "pledge-field-next", &sent.next_on)
                    .kind(Kind::Date)
                    .hint(w.text("pledge-field-next-hint"))
                    .optional(optional),
                text("ends_on", "pledge-field-date", &sent.ends_on)
                    .kind(Kind::Date)
                    .hint(w.text("pledge-field-date-hint"))
                    .optional(optional),
                text("ends_count", "pledge-field-count", &sent.ends_count)
                    .kind(Kind::Number)
                    .optional(optional),
            ]
        },
        payments: method::choices_of(web, w, &view.methods, view.method().as_ref(), &sent.payment),
        new_method: method::new_method_for(
            web,
            view.nonprofit.payee.account.as_str(),
            (view.donation.total(), false),
        )
        .await?,
        keep: visit.signed_in.is_some().then(|| check("keep", w.text("donate-keep").to_owned(), &sent.keep)),
        errors,
        notice,
    })?;
    Ok(if is_wrong { mistakes::answer(response, true) } else { response })
}

/// Takes the step.
///
/// # Errors
/// [`Failure`].
pub async fn save(
    web: State<Web>,
    visit: Visit,
    Path(key): Path<Key>,
    Form(sent): Form<Sent>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let mut view = open(&web, &visit, &key).await?;
    let mut wrong: Vec<Wrong> = Vec::new();
    let amount = w.read_amount(&sent.amount, view.donation.currency());
    if let Err(error) = &amount {
        wrong.push(("amount".into(), w.amount_error(error)));
    }
    let wish = wish_of(w, &sent, &mut wrong);
    let in_name_of = sent.tribute.read();
    if let Err(problem) = &in_name_of {
        let (field, error) = tribute::told(w, *problem);
        wrong.push((field.into(), error));
    }
    if sent.tribute.tells() {
        web.ctx().limit(Act::Notify, visit.ip)?;
    }
    let (Ok(amount), Ok(in_name_of), true) = (amount, in_name_of, wrong.is_empty()) else {
        return page_of(&web, &visit, &view, &sent, &wrong, None).await;
    };
    if !sent.every.is_empty() {
        let gift = (view.donation.nonprofit, view.donation.id);
        match pledges::promise(web.ctx(), gift, wish).await {
            Ok(()) => {}
            Err(PromiseError::Closed) => return Ok(see_other(&href(&view))),
            Err(PromiseError::Db(error)) => return Err(error.into()),
            Err(PromiseError::NotOpen) => {
                let wrong = [("every".into(), visit.words().text("pledge-not-open").to_owned())];
                return page_of(&web, &visit, &view, &sent, &wrong, None).await;
            }
            Err(PromiseError::Wish(issues)) => {
                let wrong: Vec<Wrong> = issues.into_iter().map(|issue| told(w, &sent, issue)).collect();
                return page_of(&web, &visit, &view, &sent, &wrong, None).await;
            }
        }
    }
    let change = Change {
        amount,
        cover: !sent.cover.is_empty(),
        designation: sent.designation.clone(),
        email: sent.email.clone(),
        name: sent.name.clone(),
        address: sent.address.clone(),
        hide_name: !sent.hide_name.is_empty(),
        hide_amount: !sent.hide_amount.is_empty(),
        contact_opt_in: !sent.contact.is_empty(),
        tribute: in_name_of,
        answers: asked::read(&sent.more),
        gift_aid: sent.aid.read(w, &view),
        tag: w.locale().tag(),
    };
    if let Err(error) = donations::change(web.ctx(), &mut view, change).await {
        return refused(&web, &visit, &view, &sent, error).await;
    }
    if sent.payment == method::NEW {
        let wrong = [("payment".into(), w.text("buy-payment-needs-script").to_owned())];
        return page_of(&web, &visit, &view, &sent, &wrong, None).await;
    }
    if sent.payment.is_empty() && view.method().is_none() {
        let wrong = [("payment".into(), w.text("donate-choose-payment").to_owned())];
        return page_of(&web, &visit, &view, &sent, &wrong, None).await;
    }
    if !sent.payment.is_empty() {
        let choice = match sent.payment.parse() {
            Ok(saved) => MethodChoice::Saved(saved),
            Err(_) => MethodChoice::New { token: sent.payment.clone(), remember: !sent.keep.is_empty() },
        };
        if let Err(error) = donations::choose_method(web.ctx(), &mut view, choice).await {
            return refused(&web, &visit, &view, &sent, error).await;
        }
    }
    Ok(see_other(&href(&view)))
}

/// What is promised, where the form says something of it; `None`: the gift comes once. Everything that cannot be read goes
/// into `wrong`.
fn wish_of(w: &Words, sent: &Sent, wrong: &mut Vec<Wrong>) -> Option<Wish> {
    if sent.every.is_empty() || sent.every == "once" {
        return None;
    }
    let every = Interval::from_word(&sent.every);
    if every.is_none() {
        wrong.push(("every".into(), w.text("pledge-wrong-rhythm").to_owned()));
    }
    let mut day = |field: &'static str, value: &str, key: &str| -> Option<Date> {
        let value = value.trim();
        let read = value.parse().ok();
        if read.is_none() && !value.is_empty() {
            wrong.push((field.into(), w.text(key).to_owned()));
        }
        read
    };
    let starts_on = day("starts_on", &sent.starts_on, "pledge-wrong-next-read");
    let next_on = day("next_on", &sent.next_on, "pledge-wrong-next-read");
    let last = day("ends_on", &sent.ends_on, "pledge-wrong-date");
    let count = match sent.ends_count.trim() {
        "" => None,
        typed => {
            let count = typed.parse().ok();
            if count.is_none() {
                wrong.push(("ends_count".into(), w.text("pledge-wrong-count").to_owned()));
            }
            count
        }
    };
    let until = match (last, count) {
        (None, None) => Until::Stopped,
        (Some(last), None) => Until::Date(last),
        (None, Some(count)) => Until::Count(count),
        (Some(_), Some(_)) => {
            wrong.push(("ends_count".into(), w.text("pledge-wrong-both").to_owned()));
            Until::Stopped
        }
    };
    Some(Wish { every: every?, until, starts_on, next_on })
}

/// The sentence about a wish that cannot be kept, and its field.
fn told(w: &Words, sent: &Sent, issue: WishIssue) -> Wrong {
    let (field, error) = match issue {
        WishIssue::TooSmall(least) => ("every", w.fill("donate-too-small", "least", least)),
        WishIssue::StartsOn(latest) => {
            ("starts_on", w.fill("pledge-wrong-start", "date", &*w.date_of(latest)))
        }
        WishIssue::CampaignEnds(last) => {
            ("starts_on", w.fill("pledge-wrong-campaign", "date", &*w.date_of(last)))
        }
        WishIssue::TwoDays => ("next_on", w.text("pledge-wrong-two-days").to_owned()),
        WishIssue::NextOn(latest) => ("next_on", w.fill("pledge-wrong-next", "date", &*w.date_of(latest))),
        WishIssue::Until if sent.ends_on.trim().is_empty() => {
            ("ends_count", w.text("pledge-wrong-count").to_owned())
        }
        WishIssue::Until => ("ends_on", w.text("pledge-wrong-date").to_owned()),
    };
    (field.into(), error)
}

async fn refused(
    web: &Web,
    visit: &Visit,
    view: &DonationView,
    sent: &Sent,
    error: ChangeError,
) -> Result<Response, Failure> {
    let w = visit.words();
    let said = |problem| -> Wrong {
        let (field, error) = match problem {
            ChangeProblem::Amount(problem) => ("amount", too_much_or_little(w, problem)),
            ChangeProblem::Designation => ("amount", w.text("donate-no-designation").to_owned()),
            ChangeProblem::Email => ("email", w.text("field-email-invalid").to_owned()),
            ChangeProblem::Name => ("name", w.text("donate-name-needed").to_owned()),
            ChangeProblem::Address => ("address", w.text("donate-address-long").to_owned()),
            ChangeProblem::Tribute(problem) => tribute::told(w, problem),
            ChangeProblem::Aid(problem) => gift_aid::told(w, problem),
            ChangeProblem::Answer(key, problem) => return asked::told(w, view, &key, problem),
        };
        (field.into(), error)
    };
    let wrong = match error {
        // Given, or over, in another tab: the page shows what is.
        ChangeError::Closed => return Ok(see_other(&href(view))),
        ChangeError::Db(error) => return Err(error.into()),
        ChangeError::Problems(problems) => problems.into_iter().map(said).collect(),
        ChangeError::Method => vec![("payment".into(), w.text("buy-error-card-gone").to_owned())],
    };
    page_of(web, visit, view, sent, &wrong, None).await
}
