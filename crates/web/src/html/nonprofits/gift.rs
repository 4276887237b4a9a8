//! One gift: who gave, what for, its receipts; thanking the donor, and giving it back.

use app::donations::desk::{self as giving, THANKS_CHARS_MAX, ThankError};
use app::donations::{self, DonationView, ReturnError, tribute};
use axum::extract::{Form, Path, Query, State};
use axum::response::{IntoResponse, Response};
use domain::donation::receipt::ReceiptKind;
use domain::ids::{DonationId, NonprofitId};
use domain::nonprofit::staff::NonprofitAct;
use domain::order::RefundState;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use words::{Arg, Words};

use super::desk::{Place, desk, id, may};
use super::disputes;
use super::gifts::{donor_name, tags};
use crate::Web;
use crate::html::donate::AskedPaper;
use crate::html::donate::asked::told_of;
use crate::html::donate::pledge::each;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark, whole};
use crate::html::pages::desk::Ask;
use crate::html::pages::nonprofit::{Fact, Record};
use crate::html::parts::{Crumbs, FormError, Level, Link, Notice, Tag};
use crate::html::said::say;
use crate::html::table::{Action, Cell, Column, Row, Table};
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

/// Characters of a reason, as the use case takes them.
const REASON_CHARS_MAX: i64 = 500;

fn home(nonprofit: NonprofitId, gift: DonationId) -> String {
    format!("/nonprofits/{nonprofit}/gifts/{gift}")
}

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, gift)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (nonprofit, gift): (NonprofitId, DonationId) = (id(&nonprofit)?, id(&gift)?);
    let permit = may(&visit, nonprofit, NonprofitAct::ViewDonors)?;
    let (view, back) = giving::find(web.ctx(), &permit, gift).await?.ok_or(Failure::NotFound)?;
    let (p, found) = desk(&web, &visit, nonprofit, Place::Gifts).await?;
    let w = visit.words();
    let zone = &found.profile.time_zone;
    let is_returning = back.iter().any(|refund| refund.state == RefundState::Started);
    let is_here =
        view.payment.as_ref().is_some_and(|payment| payment.captured.amount > payment.refunded.amount);
    let mut actions = Vec::new();
    let mut story = facts(w, &view, zone);
    if let Some(pledge) = app::pledges::of_gift(web.ctx(), &view.donation).await? {
        story.push(Fact::new(w.text("gift-regular"), each(w, &pledge)));
    }
    let ask = |key: &str, what: &str, risky| Action {
        label: w.text(key).to_owned(),
        href: format!("{}/{what}", home(nonprofit, gift)),
        is_link: true,
        risky,
    };
    let thanked = giving::thanked(web.ctx(), &permit, gift).await?;
    if let Some(at) = thanked {
        story.push(Fact::new(w.text("gift-thanked-on"), w.date_time(at, zone)));
    }
    let has_address = !view.donation.donor.email.is_empty();
    if may(&visit, nonprofit, NonprofitAct::WriteDonor).is_ok() && has_address && thanked.is_none() {
        actions.push(ask(words::key!("gift-thank"), "thank", false));
    }
    if may(&visit, nonprofit, NonprofitAct::ReturnGift).is_ok() && is_here {
        actions.push(ask(words::key!("gift-return"), "return", true));
    }
    let notice = |level, title: &str, text: &str| Notice {
        level,
        title: w.text(title).to_owned(),
        text: w.text(text).to_owned(),
        links: Vec::new(),
    };
    let disputed = disputes::on_gift(w, nonprofit, &view.disputes);
    let notices = if !disputed.is_empty() {
        disputed
    } else if is_returning {
        vec![notice(Level::Info, words::key!("gift-returning"), words::key!("gift-returning-text"))]
    } else if is_here && view.standing_receipt().is_none() {
        // The receipt is void, and the money is here.
        vec![notice(Level::Bad, words::key!("gift-came-back"), words::key!("gift-came-back-text"))]
    } else {
        Vec::new()
    };
    let rows = back.iter().map(|refund| Row {
        cells: vec![
            Cell::lead(&w.money(refund.amount), ""),
            Cell::State(refund_tag(w, refund.state)),
            Cell::text(&refund.reason),
        ],
        fresh: false,
    });
    let table = Table {
        caption: w.text("money-donation-refund").to_owned(),
        columns: vec![
            Column::words(w.text("donate-amount")),
            Column::words(w.text("col-state")),
            Column::words(w.text("field-reason")),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    let title = w.with(
        "gift-title",
        &[
            ("amount", Arg::Money(view.donation.total())),
            ("donor", Arg::Text(&donor_name(w, &view.donation))),
        ],
    );
    render(&Record {
        crumbs: crumbs(w, nonprofit, &title, ""),
        states: tags(w, &view.donation, view.disputes.last().map(|dispute| dispute.state)),
        actions,
        notices,
        facts: vec![
            (w.text("desk-donor").to_owned(), donor(w, &view)),
            (w.text("gift-facts").to_owned(), story),
            (w.text("gift-papers").to_owned(), papers(w, nonprofit, &view)),
        ],
        tables: vec![(w.text("money-donation-refund").to_owned(), table)],
        ..Record::new(&p, &title)
    })
}

fn crumbs(w: &Words, nonprofit: NonprofitId, title: &str, href: &str) -> Crumbs {
    Crumbs(vec![
        Link { label: w.text("desk-gifts").to_owned(), href: format!("/nonprofits/{nonprofit}/gifts") },
        Link { label: title.to_owned(), href: href.to_owned() },
    ])
}

fn refund_tag(w: &Words, state: RefundState) -> Tag {
    let (key, level) = match state {
        RefundState::Started => (words::key!("gift-return-underway"), Level::Info),
        RefundState::Done => (words::key!("donate-back-title"), Level::Good),
        RefundState::Failed => (words::key!("gift-return-failed"), Level::Bad),
    };
    Tag { text: w.text(key).to_owned(), level }
}

/// Who gave, and what of it may be shown or used.
fn donor(w: &Words, view: &DonationView) -> Vec<Fact> {
    let donor = &view.donation.donor;
    let fact = |key: &str, value: &str| Fact::new(w.text(key), value);
    let yes_or_no = |is: bool| w.text(if is { words::key!("action-yes") } else { words::key!("action-no") });
    let shown = match (donor.hide_name, donor.hide_amount) {
        (false, false) => words::key!("donate-shown-all"),
        (true, false) => words::key!("donate-shown-amount"),
        (false, true) => words::key!("donate-shown-name"),
        (true, true) => words::key!("donate-shown-nothing"),
    };
    let mut facts = vec![fact(words::key!("col-name"), &donor.name)];
    if !donor.email.is_empty() {
        facts.push(fact(words::key!("field-email"), &donor.email));
    }
    if !donor.address.is_empty() {
        facts.push(fact(words::key!("settings-postal-address"), &donor.address));
    }
    let rule = view.asked.as_ref().map(|asked| &asked.rule);
    facts.extend(told_of(w, rule, &view.donation).into_iter().map(|(label, value)| Fact::new(&label, value)));
    if let Some((_, declared)) = view.aid.as_ref().and_then(|aid| aid.covering.as_ref()) {
        let payer = &declared.taxpayer;
        let who = [
            &payer.title,
            &payer.first_name,
            &payer.last_name,
            &payer.house,
            &payer.address,
            &payer.postcode,
        ];
        let who: Vec<&str> = who.into_iter().map(String::as_str).filter(|it| !it.is_empty()).collect();
        facts.push(fact(words::key!("gift-aid-title"), &who.join(" ")));
        facts.push(fact(words::key!("asked-declared"), &declared.statement));
    }
    facts.push(fact(words::key!("gift-may-contact"), yes_or_no(donor.contact_opt_in)));
    facts.push(fact(words::key!("donate-shown"), w.text(shown)));
    facts
}

fn facts(w: &Words, view: &DonationView, zone: &jiff::tz::TimeZone) -> Vec<Fact> {
    let gift = &view.donation;
    let fact = |key: &str, value: String| Fact::new(w.text(key), value);
    let mut facts = vec![
        fact(words::key!("receipt-given"), w.date_time(gift.settled_at.unwrap_or(gift.created_at), zone)),
        fact(words::key!("receipt-campaign"), view.campaign.title.clone())
            .to(&format!("/donate/{}", view.campaign.id)),
    ];
    if !gift.designation.is_empty() {
        facts.push(fact(words::key!("receipt-designation"), gift.designation.clone()));
    }
    if let Some(in_name_of) = &gift.tribute {
        facts.push(fact(words::key!("tribute-row"), tribute::title(w, in_name_of)));
        if in_name_of.notice.is_some() {
            facts.push(fact(words::key!("tribute-notice"), tribute::notice(w, in_name_of)));
        }
    }
    facts.push(fact(words::key!("receipt-gift"), w.money(gift.amount)));
    if !gift.cover.is_zero() {
        facts.push(fact(words::key!("receipt-cover"), w.money(gift.cover)));
        facts.push(fact(words::key!("receipt-total"), w.money(gift.total())));
    }
    if !gift.refunded.is_zero() {
        facts.push(fact(words::key!("money-donation-refund"), w.money(gift.refunded)));
    }
    facts
}

/// The receipts that were issued, each as a copy.
fn papers(w: &Words, nonprofit: NonprofitId, view: &DonationView) -> Vec<Fact> {
    let papers = view.receipts.iter().map(|receipt| {
        let (key, path) = match receipt.kind {
            ReceiptKind::Donation => (words::key!("receipt-title"), "receipt.pdf"),
            ReceiptKind::Void => (words::key!("receipt-void-title"), "void.pdf"),
        };
        Fact::new(w.text(key), receipt.number.to_string()).to(&format!(
            "{}/{path}?number={}",
            home(nonprofit, view.donation.id),
            receipt.number
        ))
    });
    papers.collect()
}

/// The receipt, as a copy for the nonprofit's own files.
pub async fn receipt(
    web: State<Web>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Query(asked): Query<AskedPaper>,
) -> Result<Response, Failure> {
    paper(&web, &visit, &path, (ReceiptKind::Donation, &asked.number)).await
}

/// The document that voids it.
pub async fn void(
    web: State<Web>,
    visit: Visit,
    Path(path): Path<(String, String)>,
    Query(asked): Query<AskedPaper>,
) -> Result<Response, Failure> {
    paper(&web, &visit, &path, (ReceiptKind::Void, &asked.number)).await
}

async fn paper(
    web: &Web,
    visit: &Visit,
    (nonprofit, gift): &(String, String),
    (kind, wanted): (ReceiptKind, &str),
) -> Result<Response, Failure> {
    let permit = may(visit, id(nonprofit)?, NonprofitAct::ViewDonors)?;
    let (view, _) = giving::find(web.ctx(), &permit, id(gift)?).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let receipt = donations::receipt_of(&view, kind, wanted).ok_or(Failure::NotFound)?;
    let pdf = donations::receipt_pdf(web.ctx(), w, &view, receipt, true).await.map_err(Failure::ours)?;
    let number = receipt.number;
    let headers = [
        (CONTENT_TYPE, "application/pdf".to_owned()),
        (CONTENT_DISPOSITION, format!("inline; filename=\"{}-{number}.pdf\"", w.text("receipt-file"))),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, pdf).into_response())
}

/// What is asked on a page of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    /// Words to the donor.
    Thank,
    /// Giving it back.
    Return,
}

async fn question(
    web: &Web,
    visit: &Visit,
    (nonprofit, gift): (NonprofitId, DonationId),
    what: What,
    typed: &str,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, nonprofit, NonprofitAct::ViewDonors)?;
    let (view, _) = giving::find(web.ctx(), &permit, gift).await?.ok_or(Failure::NotFound)?;
    let (p, found) = desk(web, visit, nonprofit, Place::Gifts).await?;
    let w = visit.words();
    let name = donor_name(w, &view.donation);
    let args = [("amount", Arg::Money(view.donation.total())), ("donor", Arg::Text(&name))];
    let back = home(nonprofit, gift);
    let (path, title, text, field) = match what {
        What::Thank => (
            "thank",
            words::key!("gift-thank"),
            w.with("gift-thank-text", &[("email", Arg::Text(&found.profile.contact_email))]),
            Field::new("message", w.text("gift-thank-message"))
                .kind(Kind::Area)
                .limit(u32::try_from(THANKS_CHARS_MAX).unwrap_or(u32::MAX)),
        ),
        What::Return => (
            "return",
            words::key!("gift-return"),
            w.with("gift-return-text", &args),
            Field::new("reason", w.text("field-reason"))
                .kind(Kind::Area)
                .hint(w.text("gift-return-reason-hint"))
                .optional(w.text("state-optional"))
                .limit(u32::try_from(REASON_CHARS_MAX).unwrap_or(u32::MAX)),
        ),
    };
    let mut fields = vec![field.value(typed)];
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let shown = render(&Ask {
        p: &p,
        crumbs: crumbs(w, nonprofit, &w.with("gift-title", &args), &back),
        title: w.text(title).to_owned(),
        text,
        action: format!("{back}/{path}"),
        hidden: Vec::new(),
        lines: Vec::new(),
        fields,
        button: w.text(if what == What::Thank { "gift-thank-send" } else { "gift-return" }).to_owned(),
        risky: what == What::Return,
        back,
        errors,
        note: None,
    })?;
    Ok(answer(shown, is_wrong))
}

/// Asks what to say to the donor.
pub async fn ask_thank(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, gift)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (nonprofit, gift) = (id(&nonprofit)?, id(&gift)?);
    may(&visit, nonprofit, NonprofitAct::WriteDonor)?;
    question(&web, &visit, (nonprofit, gift), What::Thank, "", Vec::new()).await
}

/// Writes to the donor.
pub async fn thank(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, gift)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (nonprofit, gift) = (id(&nonprofit)?, id(&gift)?);
    let permit = may(&visit, nonprofit, NonprofitAct::WriteDonor)?;
    let message = typed.get("message");
    let w = visit.words();
    let error = match giving::thank(web.ctx(), &permit, gift, message).await {
        Ok(()) => return Ok(say(&web, words::key!("gift-thanked"), &home(nonprofit, gift))),
        Err(ThankError::Empty) => at("message", w.text("field-required").to_owned()),
        Err(ThankError::TooLong) => {
            at("message", w.count("field-too-long", i64::try_from(THANKS_CHARS_MAX).unwrap_or(i64::MAX)))
        }
        Err(ThankError::Already) => whole(w.text("gift-thanked-before")),
        Err(ThankError::NoAddress) => whole(w.text("gift-thank-no-address")),
        Err(ThankError::Unknown) => return Err(Failure::NotFound),
        Err(ThankError::Db(error)) => return Err(error.into()),
    };
    question(&web, &visit, (nonprofit, gift), What::Thank, message, vec![error]).await
}

/// Asks before a gift is given back.
pub async fn ask_return(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, gift)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let (nonprofit, gift) = (id(&nonprofit)?, id(&gift)?);
    may(&visit, nonprofit, NonprofitAct::ReturnGift)?;
    question(&web, &visit, (nonprofit, gift), What::Return, "", Vec::new()).await
}

/// Gives it back.
pub async fn give_back(
    web: State<Web>,
    visit: Visit,
    Path((nonprofit, gift)): Path<(String, String)>,
    Form(typed): Form<Typed>,
) -> Result<Response, Failure> {
    let (nonprofit, gift) = (id(&nonprofit)?, id(&gift)?);
    let permit = may(&visit, nonprofit, NonprofitAct::ReturnGift)?;
    let reason = typed.get("reason");
    let w = visit.words();
    let error = match donations::give_back(web.ctx(), &permit, gift, reason).await {
        Ok(()) => return Ok(say(&web, words::key!("gift-returning"), &home(nonprofit, gift))),
        Err(ReturnError::Already) => whole(w.text("gift-return-already")),
        Err(ReturnError::Disputed) => whole(w.text("gift-return-disputed")),
        Err(ReturnError::Reason) => at("reason", w.count("field-too-long", REASON_CHARS_MAX)),
        Err(ReturnError::Unknown) => return Err(Failure::NotFound),
        Err(ReturnError::Db(error)) => return Err(error.into()),
    };
    question(&web, &visit, (nonprofit, gift), What::Return, reason, vec![error]).await
}
