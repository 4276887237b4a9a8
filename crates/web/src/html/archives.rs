//! Archives: asked for on the pages of an account, a shop and a nonprofit; listed there; and their one download, which goes on
//! where it broke off.

use app::archives::{self, Archive, AskError, KEPT, Past, Whose};
use app::ports::FileError;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Response};
use domain::access::{AsAccount, MerchantAct};
use domain::archive::ArchiveState;
use domain::ids::{ArchiveId, MerchantId, NonprofitId};
use domain::nonprofit::staff::NonprofitAct;
use futures_util::stream;
use http::{HeaderMap, StatusCode, header};
use jiff::tz::TimeZone;
use words::Words;

use super::mistakes::{answer, whole};
use super::nonprofits::desk as team;
use super::page::Section;
use super::pages::account::{AccountTab, Data};
use super::pages::desk::{OtherForm, Settings};
use super::parts::{FormError, Level, Tag};
use super::said::say;
use super::studio::desk as studio;
use super::studio::settings::blank;
use super::table::{Action, Cell, Column, Row, Table};
use super::view::page;
use super::{Failure, Visit, render};
use crate::Web;
use crate::ranges::{Part, part_of};

/// Bytes that are read of a file at a time.
const PIECE_BYTES: u64 = 256 * 1024;

impl From<AskError> for Failure {
    fn from(error: AskError) -> Self {
        match error {
            AskError::Making => Self::Conflict,
            AskError::TooMany(error) => error.into(),
            AskError::Db(error) => error.into(),
        }
    }
}

fn own(visit: &Visit) -> Result<Whose, Failure> {
    let account = visit.actor.account().ok_or(Failure::SignIn)?;
    let permit = visit.actor.may(AsAccount(account)).map_err(|_| Failure::NotFound)?;
    Ok(Whose::own(&permit))
}

/// What an account may take away, and the way to its end.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn own_data(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    own_page(&web, &visit, Vec::new()).await
}

async fn own_page(web: &Web, visit: &Visit, errors: Vec<FormError>) -> Result<Response, Failure> {
    let known = archives::list(web.ctx(), own(visit)?).await?;
    let past = archives::history(web.ctx(), own(visit)?).await?;
    let p = page(web, visit, Section::Account);
    let is_wrong = !errors.is_empty();
    let shown = render(&Data {
        tab: AccountTab::Data,
        text: text(p.w, words::key!("archive-text-person")),
        table: table(p.w, &known, &TimeZone::UTC),
        past: past_table(p.w, &past, &TimeZone::UTC),
        errors,
        p: &p,
    })?;
    Ok(answer(shown, is_wrong))
}

/// Asks for one's own.
pub async fn ask_own(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    match archives::ask(web.ctx(), own(&visit)?).await {
        Ok(_) => Ok(say(&web, words::key!("archive-asked"), "/account/data")),
        Err(error) => own_page(&web, &visit, refused(visit.words(), error)?).await,
    }
}

/// A sentence for whoever must wait; what is no answer to them goes on.
fn refused(w: &Words, error: AskError) -> Result<Vec<FormError>, Failure> {
    match error {
        AskError::Making => Ok(vec![whole(w.text("archive-making-already"))]),
        AskError::TooMany(too_many) => {
            let wait = w.duration(i64::from(too_many.wait_s));
            Ok(vec![whole(&w.fill("archive-too-many", "duration", &wait))])
        }
        AskError::Db(error) => Err(error.into()),
    }
}

fn shop(visit: &Visit, merchant: MerchantId) -> Result<Whose, Failure> {
    Whose::shop(&studio::may(visit, merchant, MerchantAct::EditStaff)?).ok_or(Failure::NotFound)
}

/// What a shop's owner may take away.
pub async fn shop_data(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    shop_page(&web, &visit, studio::id(&merchant)?, Vec::new()).await
}

async fn shop_page(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let known = archives::list(web.ctx(), shop(visit, merchant)?).await?;
    let past = archives::history(web.ctx(), shop(visit, merchant)?).await?;
    let (p, found) = studio::desk(web, visit, merchant, studio::Place::Settings).await?;
    let w = visit.words();
    let is_wrong = !errors.is_empty();
    let shown = render(&Settings {
        text: text(w, words::key!("archive-text-shop")),
        tables: vec![
            (w.text("archive-title").to_owned(), table(w, &known, &found.profile.time_zone)),
            (w.text("archive-past").to_owned(), past_table(w, &past, &found.profile.time_zone)),
        ],
        other: Some(form(w, format!("/studio/{merchant}/settings/archive"))),
        errors,
        ..blank(&p, visit, merchant, "settings/archive")
    })?;
    Ok(answer(shown, is_wrong))
}

/// Asks for a shop's.
pub async fn ask_shop(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
) -> Result<Response, Failure> {
    let merchant = studio::id(&merchant)?;
    match archives::ask(web.ctx(), shop(&visit, merchant)?).await {
        Ok(_) => Ok(say(&web, words::key!("archive-asked"), &format!("/studio/{merchant}/settings/archive"))),
        Err(error) => shop_page(&web, &visit, merchant, refused(visit.words(), error)?).await,
    }
}

fn nonprofit_of(visit: &Visit, nonprofit: NonprofitId) -> Result<Whose, Failure> {
    Whose::nonprofit(&team::may(visit, nonprofit, NonprofitAct::EditStaff)?).ok_or(Failure::NotFound)
}

/// What a nonprofit's owner may take away.
pub async fn nonprofit_data(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    nonprofit_page(&web, &visit, team::id(&nonprofit)?, Vec::new()).await
}

async fn nonprofit_page(
    web: &Web,
    visit: &Visit,
    nonprofit: NonprofitId,
    errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let known = archives::list(web.ctx(), nonprofit_of(visit, nonprofit)?).await?;
    let past = archives::history(web.ctx(), nonprofit_of(visit, nonprofit)?).await?;
    let (p, found) = team::desk(web, visit, nonprofit, team::Place::Settings).await?;
    let w = visit.words();
    let is_wrong = !errors.is_empty();
    let shown = render(&Settings {
        standing: None,
        p: &p,
        title: w.text("settings-title").to_owned(),
        nav: team::settings(w, visit, nonprofit, "settings/archive"),
        heading: w.text("archive-title").to_owned(),
        text: text(w, words::key!("archive-text-nonprofit")),
        action: String::new(),
        groups: Vec::new(),
        blocks: Vec::new(),
        add: None,
        tables: vec![
            (w.text("archive-title").to_owned(), table(w, &known, &found.profile.time_zone)),
            (w.text("archive-past").to_owned(), past_table(w, &past, &found.profile.time_zone)),
        ],
        other: Some(form(w, format!("/nonprofits/{nonprofit}/settings/archive"))),
        secret: None,
        errors,
    })?;
    Ok(answer(shown, is_wrong))
}

/// Asks for a nonprofit's.
pub async fn ask_nonprofit(
    web: State<Web>,
    visit: Visit,
    Path(nonprofit): Path<String>,
) -> Result<Response, Failure> {
    let nonprofit = team::id(&nonprofit)?;
    match archives::ask(web.ctx(), nonprofit_of(&visit, nonprofit)?).await {
        Ok(_) => {
            Ok(say(&web, words::key!("archive-asked"), &format!("/nonprofits/{nonprofit}/settings/archive")))
        }
        Err(error) => nonprofit_page(&web, &visit, nonprofit, refused(visit.words(), error)?).await,
    }
}

fn text(w: &Words, key: &str) -> String {
    let days = KEPT.as_hours() / 24;
    format!("{} {}", w.lookup(key).unwrap_or_default(), w.count("archive-kept", days))
}

fn form(w: &Words, action: String) -> OtherForm {
    OtherForm {
        title: w.text("archive-new").to_owned(),
        action,
        fields: Vec::new(),
        button: w.text("archive-make").to_owned(),
    }
}

/// Size in the unit that people read.
fn size(w: &Words, bytes: u64) -> String {
    let kilobytes = i64::try_from(bytes.div_ceil(1_000)).unwrap_or(i64::MAX);
    if kilobytes < 1_000 {
        w.count("archive-size-kb", kilobytes)
    } else {
        w.count("archive-size-mb", kilobytes.div_euclid(1_000))
    }
}

fn table(w: &Words, known: &[Archive], zone: &TimeZone) -> Table {
    let rows = known.iter().map(|archive| {
        let (state, level) = match archive.state {
            ArchiveState::Making => (words::key!("archive-making"), Level::Info),
            ArchiveState::Ready => (words::key!("archive-ready"), Level::Good),
            ArchiveState::Failed => (words::key!("archive-failed"), Level::Bad),
            ArchiveState::Gone => (words::key!("archive-gone"), Level::Plain),
        };
        let is_ready = archive.state == ArchiveState::Ready;
        let download = is_ready.then(|| Action {
            label: w.text("archive-download").to_owned(),
            href: format!("/archives/{}", archive.id),
            is_link: true,
            risky: false,
        });
        let until = archive.expires_at.filter(|_| is_ready).map(|at| w.date(at, zone));
        Row {
            cells: vec![
                Cell::text(&w.date_time(archive.asked_at, zone)),
                Cell::State(Tag { text: w.text(state).to_owned(), level }),
                Cell::number(&if is_ready { size(w, archive.bytes) } else { String::new() }),
                Cell::text(&until.unwrap_or_default()),
                Cell::Actions(download.into_iter().collect()),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("archive-title").to_owned(),
        columns: vec![
            Column::words(w.text("archive-asked-at")),
            Column::words(w.text("col-state")),
            Column::numbers(w.text("archive-size")),
            Column::words(w.text("archive-until")),
            Column::buttons(w.text("col-actions")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// Orders and gifts from before they came here: their money is shown as it was, in no sum of this server's.
fn past_table(w: &Words, past: &[Past], zone: &TimeZone) -> Table {
    let rows = past.iter().map(|one| {
        let name = match &one.number {
            Some(number) => w.fill("order-title", "number", number),
            None => w.text("archive-past-gift").to_owned(),
        };
        let back = if one.refunded.amount == 0 { String::new() } else { w.money(one.refunded) };
        Row {
            cells: vec![
                Cell::lead(&name, ""),
                Cell::text(&w.date(one.at, zone)),
                Cell::number(&w.money(one.total)),
                Cell::number(&back),
            ],
            fresh: false,
        }
    });
    Table {
        caption: w.text("archive-past").to_owned(),
        columns: vec![
            Column::words(w.text("col-name")),
            Column::words(w.text("col-date")),
            Column::numbers(w.text("col-total")),
            Column::numbers(w.text("archive-past-back")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

/// The file, whole or from where a download broke off.
pub async fn download(
    web: State<Web>,
    visit: Visit,
    Path(archive): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let id: ArchiveId = archive.parse().map_err(|_| Failure::NotFound)?;
    let archive = archives::find(web.ctx(), &visit.actor, id).await?.ok_or(Failure::NotFound)?;
    let tag = format!("\"{}\"", archive.sha256);
    let always = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"buyline-{}-{id}.zip\"", archive.of.word()),
        ),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::ETAG, tag.clone()),
    ];
    let (from, until, status) = match part_of(&headers, &tag, archive.bytes) {
        Part::Whole => (0, archive.bytes, StatusCode::OK),
        Part::From(from, until) => (from, until, StatusCode::PARTIAL_CONTENT),
        Part::Nothing => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{}", archive.bytes))];
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, range).into_response());
        }
    };
    let length = [(header::CONTENT_LENGTH, (until - from).to_string())];
    let bytes = archive.bytes;
    let body = Body::from_stream(pieces(web.0, archive, from, until));
    let mut response = (status, always, length, body).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let range = format!("bytes {from}-{}/{bytes}", until - 1);
        let range = range.parse().map_err(|_| Failure::NotFound)?;
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    Ok(response)
}

/// The bytes of a file from `from` to before `until`, piece by piece.
fn pieces(
    web: Web,
    archive: Archive,
    from: u64,
    until: u64,
) -> impl futures_util::Stream<Item = Result<bytes::Bytes, FileError>> {
    stream::unfold((web, archive, from), move |(web, archive, at)| async move {
        if at >= until {
            return None;
        }
        match archives::part(web.ctx(), &archive, at, PIECE_BYTES.min(until - at)).await {
            Ok(piece) if piece.is_empty() => Some((Err(FileError::BrokeOff), (web, archive, until))),
            Ok(piece) => {
                let next = at + piece.len() as u64;
                Some((Ok(piece), (web, archive, next)))
            }
            Err(error) => Some((Err(error), (web, archive, until))),
        }
    })
}
