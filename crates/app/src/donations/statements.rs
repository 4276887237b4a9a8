//! Annual statements: what one donor gave to one nonprofit in one year, by mail in January and whenever it is asked for.
//!
//! The link of a statement is in mails only: who gives as a guest types an address, and must not be shown what others gave
//! from it.

use domain::access::Actor;
use domain::donation::Donation;
use domain::hex::hex;
use domain::ids::{DonationId, JobId, NonprofitId};
use domain::money::Money;
use domain::nonprofit::Nonprofit;
use jiff::Timestamp;
use jiff::civil::date;
use store::donations::statements::{self as kept, StatementLine};
use store::jobs::{Job, NewJob};
use store::{DbError, donations, nonprofits};
use words::{Arg, Locale, Words};

use super::receipt::drawn;
use crate::Ctx;
use crate::jobs::{Done, JobError, kind};
use crate::mails::{Letter, deliver_with};
use crate::ports::{Attachment, Block, Column, Paper, PaperError, PaperSize};

/// Nonprofits looked at in one turn, and donors of one of them in one transaction.
const NONPROFITS_AT_ONCE: u32 = 50;
const DONORS_AT_ONCE: u32 = 200;
/// The first day of January on which statements go out: what was given on the last of December has settled then.
const FIRST_DAY: i8 = 2;
/// The last month in which they do: a server that is set up in summer does not write about last year.
const LAST_MONTH: i8 = 3;

/// A statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statement {
    /// Who received.
    pub nonprofit: Nonprofit,
    /// The donor's name, as the newest gift of the year has it.
    pub name: String,
    /// Their address; may be empty.
    pub address: String,
    /// Which year, by the nonprofit's clock.
    pub year: i16,
    /// The gifts.
    pub lines: Vec<StatementLine>,
    /// It went out by mail before.
    pub is_copy: bool,
}

/// The year between two instants, where the nonprofit is; `None`: there is no such year.
fn span(nonprofit: &Nonprofit, year: i16) -> Option<(Timestamp, Timestamp)> {
    let first = |year: i16| {
        let zone = nonprofit.profile.time_zone.clone();
        Some(jiff::civil::Date::new(year, 1, 1).ok()?.to_zoned(zone).ok()?.timestamp())
    };
    Some((first(year)?, first(year.checked_add(1)?)?))
}

fn token(ctx: &Ctx, gift: &Donation, year: i16) -> String {
    let mut data = gift.id.0.to_be_bytes().to_vec();
    data.extend_from_slice(&gift.link_seed);
    data.extend_from_slice(&year.to_be_bytes());
    hex(&ctx.seal("statement link", &data))
}

/// The year of a gift that has settled, where its nonprofit is.
#[must_use]
pub fn year_of(nonprofit: &Nonprofit, gift: &Donation) -> Option<i16> {
    Some(gift.settled_at?.to_zoned(nonprofit.profile.time_zone.clone()).year())
}

/// Where the donor of a gift reads the statement of a year: an address for mails alone.
#[must_use]
pub fn link(ctx: &Ctx, gift: &Donation, year: i16) -> String {
    format!("{}/statements/{}/{year}/{}", ctx.base_url(), gift.id, token(ctx, gift, year))
}

/// The statement of whoever holds its link.
///
/// # Errors
/// [`DbError`] when the database cannot be read; so for all functions here.
pub async fn by_link(
    ctx: &Ctx,
    id: DonationId,
    year: i16,
    secret: &str,
) -> Result<Option<Statement>, DbError> {
    let Some(gift) = ctx.db().read(move |conn| donations::by_id(conn, id)).await? else { return Ok(None) };
    let wanted = token(ctx, &gift, year);
    // Constant time: the comparison must not tell how much of a guess was right.
    if !bool::from(subtle::ConstantTimeEq::ct_eq(wanted.as_bytes(), secret.as_bytes())) {
        return Ok(None);
    }
    of_email(ctx, gift.nonprofit, gift.donor.email, year).await
}

async fn of_email(
    ctx: &Ctx,
    nonprofit: NonprofitId,
    email: String,
    year: i16,
) -> Result<Option<Statement>, DbError> {
    if email.is_empty() {
        return Ok(None);
    }
    ctx.db()
        .read(move |conn| {
            let Some(nonprofit) = nonprofits::by_id(conn, nonprofit)? else { return Ok(None) };
            let Some(span) = span(&nonprofit, year) else { return Ok(None) };
            let lines = kept::of_email(conn, nonprofit.id, &email, span)?;
            let is_copy = kept::is_issued(conn, nonprofit.id, year, &email)?;
            statement(conn, (nonprofit, year, is_copy), lines)
        })
        .await
}

/// The statement of what the actor gave.
pub async fn of_account(
    ctx: &Ctx,
    actor: &Actor,
    nonprofit: NonprofitId,
    year: i16,
) -> Result<Option<Statement>, DbError> {
    let Some(account) = actor.account() else { return Ok(None) };
    ctx.db()
        .read(move |conn| {
            let Some(nonprofit) = nonprofits::by_id(conn, nonprofit)? else { return Ok(None) };
            let Some(span) = span(&nonprofit, year) else { return Ok(None) };
            let lines = kept::of_account(conn, nonprofit.id, account, span)?;
            let is_copy = match lines.last() {
                Some(last) => match donations::by_id(conn, last.donation)? {
                    Some(gift) => kept::is_issued(conn, nonprofit.id, year, &gift.donor.email)?,
                    None => false,
                },
                None => false,
            };
            statement(conn, (nonprofit, year, is_copy), lines)
        })
        .await
}

fn statement(
    read: &mut impl store::Read,
    (nonprofit, year, is_copy): (Nonprofit, i16, bool),
    lines: Vec<StatementLine>,
) -> Result<Option<Statement>, DbError> {
    let Some(newest) = lines.last() else { return Ok(None) };
    let donor = donations::by_id(read, newest.donation)?.map(|gift| gift.donor).unwrap_or_default();
    Ok(Some(Statement { nonprofit, name: donor.name, address: donor.address, year, lines, is_copy }))
}

/// The statement as a PDF.
///
/// # Errors
/// [`PaperError`] when it cannot be drawn.
pub async fn pdf(ctx: &Ctx, w: &Words, statement: &Statement) -> Result<Vec<u8>, PaperError> {
    let paper = paper(w, statement, ctx.now());
    let logo = statement.nonprofit.logo.as_ref().map_or("", |logo| &logo.file_key);
    drawn(ctx, paper, (logo, &statement.nonprofit.profile.legal_name)).await
}

/// The paper of a statement, as of `now`.
#[must_use]
pub fn paper(w: &Words, statement: &Statement, now: Timestamp) -> Paper {
    let profile = &statement.nonprofit.profile;
    let zone = &profile.time_zone;
    let mut issuer = vec![profile.legal_name.clone()];
    issuer.extend(profile.postal_address.lines().map(str::to_owned));
    issuer.push(match profile.number.registry.called() {
        "" => profile.number.shown(),
        called => format!("{called} {}", profile.number.shown()),
    });
    let mut recipient = vec![statement.name.clone()];
    recipient.extend(statement.address.lines().map(str::to_owned));
    let year = statement.year.to_string();
    let mut blocks = vec![Block::Text(w.with(
        "statement-text",
        &[("nonprofit", Arg::Text(&profile.legal_name)), ("year", Arg::Text(&year))],
    ))];
    let is_over = now.to_zoned(zone.clone()).year() > statement.year;
    if !is_over {
        blocks.push(Block::Emphasis(w.fill("statement-so-far", "date", &*w.date(now, zone))));
    }
    blocks.extend(sums(statement).into_iter().map(|(given, back)| table(w, statement, given, back)));
    if !statement.nonprofit.receipt_note.is_empty() {
        blocks.push(Block::Text(statement.nonprofit.receipt_note.clone()));
    }
    let is_test = statement.lines.iter().any(|line| line.is_test);
    let mark = match (is_test, statement.is_copy) {
        (true, _) => Some("receipt-mark-test"),
        (false, true) => Some("receipt-mark-copy"),
        (false, false) => None,
    };
    // The same year is the same file once it is over.
    let issued =
        if is_over { span(&statement.nonprofit, statement.year).map_or(now, |(_, end)| end) } else { now };
    Paper {
        language: w.locale().tag().to_owned(),
        title: w.fill("statement-title", "year", &*year),
        size: if matches!(profile.country.code(), "US" | "CA") { PaperSize::Letter } else { PaperSize::A4 },
        logo: None,
        issuer,
        recipient,
        mark: mark.map(|key| w.text(key).to_owned()),
        blocks,
        footer: vec![w.fill("receipt-questions", "email", &*profile.contact_email)],
        created_at: issued,
    }
}

/// What was given and given back, by currency, in the order of the first gift in each.
fn sums(statement: &Statement) -> Vec<(Money, Money)> {
    let mut sums: Vec<(Money, Money)> = Vec::new();
    for line in &statement.lines {
        let of = sums.iter_mut().find(|(given, _)| given.currency == line.amount.currency);
        match of {
            Some((given, back)) => {
                given.amount = given.amount.saturating_add(line.amount.amount);
                back.amount = back.amount.saturating_add(line.refunded.amount);
            }
            None => sums.push((line.amount, line.refunded)),
        }
    }
    sums
}

fn table(w: &Words, statement: &Statement, given: Money, back: Money) -> Block {
    let zone = &statement.nonprofit.profile.time_zone;
    let column = |key: &str, right_aligned| Column { title: w.text(key).to_owned(), right_aligned };
    let lines = statement.lines.iter().filter(|line| line.amount.currency == given.currency);
    let or_nothing = |back: Money| if back.is_zero() { String::new() } else { w.money(back) };
    let kept = |given: Money, back: Money| w.money(Money::new(given.amount - back.amount, given.currency));
    Block::Table {
        columns: vec![
            column("receipt-given", false),
            column("statement-receipt", false),
            column("receipt-gift", true),
            column("donate-back-title", true),
            column("statement-kept", true),
        ],
        rows: lines
            .map(|line| {
                vec![
                    w.date(line.given_at, zone),
                    line.number.to_string(),
                    w.money(line.amount),
                    or_nothing(line.refunded),
                    kept(line.amount, line.refunded),
                ]
            })
            .collect(),
        total: Some(vec![
            w.text("receipt-total").to_owned(),
            String::new(),
            w.money(given),
            or_nothing(back),
            kept(given, back),
        ]),
    }
}

/// Asks for the statements of the year that has passed, from the second of January to the end of March where a nonprofit
/// is. Each donor's is noted in the transaction that asks for its mail: once, whatever dies when.
///
/// # Errors
/// [`DbError`] when the database refused.
pub async fn look_over(ctx: &Ctx) -> Result<(), DbError> {
    let now = ctx.now();
    let year = now.to_zoned(jiff::tz::TimeZone::UTC).year() - 1;
    let today = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    // Zones are a day apart at most; most of the year nothing is looked at.
    if today < date(year + 1, 1, FIRST_DAY) || today.month() > LAST_MONTH {
        return Ok(());
    }
    for id in ctx.db().read(move |conn| kept::waiting(conn, year, NONPROFITS_AT_ONCE)).await? {
        while ask_some(ctx, id, year, now).await? {}
    }
    Ok(())
}

/// Asks for some statements of a nonprofit. `false`: there are no more to ask for now.
async fn ask_some(ctx: &Ctx, id: NonprofitId, year: i16, now: Timestamp) -> Result<bool, DbError> {
    let is_test = ctx.ports().payments.is_test();
    let ids: Vec<JobId> = (0..DONORS_AT_ONCE).map(|_| ctx.id()).collect();
    ctx.db()
        .write("ask_for_statements", move |tx| {
            let Some(nonprofit) = nonprofits::by_id(tx, id)? else { return Ok(false) };
            let local = now.to_zoned(nonprofit.profile.time_zone.clone()).date();
            let Some(span) = span(&nonprofit, year) else { return Ok(false) };
            if local < date(year + 1, 1, FIRST_DAY) {
                return Ok(false);
            }
            let donors = kept::donors_without(tx, id, year, span, (is_test, DONORS_AT_ONCE))?;
            let mut jobs = Vec::new();
            for ((email, gift), job) in donors.iter().zip(&ids) {
                if kept::note(tx, id, year, (email, *gift), now)? {
                    jobs.push(mail_job(*job, id, *gift, year, now));
                }
            }
            store::jobs::enqueue(tx, &jobs, now)?;
            let is_full = donors.len() == ids.len();
            if !is_full {
                kept::finish(tx, id, year)?;
            }
            Ok(is_full)
        })
        .await
}

fn mail_job(id: JobId, nonprofit: NonprofitId, gift: DonationId, year: i16, now: Timestamp) -> NewJob {
    NewJob {
        id,
        kind: kind::STATEMENT_MAIL,
        merchant: Some(nonprofit.party()),
        subject: gift.0,
        payload: year.to_string(),
        unique_key: None,
        run_at: now,
    }
}

/// The job: brings the statement.
pub(crate) async fn send_statement_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let year: i16 =
        job.payload.parse().map_err(|_| JobError::Never("a statement is of a year".to_owned()))?;
    let id = DonationId(job.subject);
    let Some(gift) = ctx.db().read(move |conn| donations::by_id(conn, id)).await? else {
        return Ok(Done::Finished);
    };
    let email = gift.donor.email.clone();
    let Some(mut statement) = of_email(ctx, gift.nonprofit, email.clone(), year).await? else {
        return Ok(Done::Finished);
    };
    // This is the one that later ones are copies of.
    statement.is_copy = false;
    let w = Words::of(Locale::from_tag(&gift.locale).unwrap_or(Locale::En));
    let year_text = year.to_string();
    let nonprofit = ("nonprofit", Arg::Text(&statement.nonprofit.display_name));
    let of_year = ("year", Arg::Text(&year_text));
    let mut letter = Letter {
        lang: w.locale().tag(),
        subject: w.with("mail-statement-subject", &[nonprofit, of_year]),
        ..Letter::default()
    };
    letter.paragraphs.push(match statement.name.as_str() {
        "" => w.text("mail-hello-plain").to_owned(),
        name => w.fill("mail-hello", "name", name),
    });
    letter.paragraphs.push(w.with("mail-statement-lead", &[nonprofit, of_year]));
    for (given, back) in sums(&statement) {
        let kept = Money::new(given.amount - back.amount, given.currency);
        letter.rows.push((w.text("receipt-total").to_owned(), w.money(kept)));
    }
    letter.buttons.push((w.fill("statement-open", "year", &*year_text), link(ctx, &gift, year)));
    let bytes = pdf(ctx, w, &statement).await.map_err(|error| JobError::Never(error.to_string()))?;
    let name = format!("{}-{year}.pdf", w.text("statement-file"));
    let attachment = Attachment { name, kind: "application/pdf", bytes };
    let key = format!("statement-{year}-{}", gift.id.0);
    deliver_with(ctx, &key, &email, &letter, vec![attachment]).await?;
    Ok(Done::Finished)
}
