//! Product files: bringing one, seeing what it would do, letting it.

use app::imports::{self, BringError, ConfirmError, Shut};
use app::ports::{FetchError, FetchRefusal, FileError};
use axum::extract::{Form, Multipart, Path, State};
use axum::response::{IntoResponse, Response};
use domain::access::MerchantAct;
use domain::ids::{ImportId, MerchantId};
use domain::merchant::Merchant;
use domain::money::Currency;
use domain::view::imports::{Import, ImportState, RemarkKind};
use futures_util::StreamExt;
use http::header;
use words::Words;

use super::desk::{Place, desk, id, may};
use super::import_lists;
use super::product::{full, size};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, beside, mark};
use crate::html::pages::studio::{Import as ImportPage, ImportConfirm, ImportCount, ImportRun};
use crate::html::parts::{Crumbs, FormError, Level, Link, Notice, Tag};
use crate::html::table::{Cell, Column, Row, Table};
use crate::html::typed::{Typed, text_of};
use crate::html::{Failure, Visit, render, see_other};

/// Where files are sent; the one route that takes more than a form.
pub const UPLOAD_PATH: &str = "/studio/{merchant}/import";
/// The largest body there: a file and the fields around it.
pub const UPLOAD_BODY_BYTES_MAX: usize = imports::UPLOAD_BYTES_MAX as usize + 64 * 1024;

/// Choosing a file, with what was imported before.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit, Path(merchant): Path<String>) -> Result<Response, Failure> {
    choose(&web, &visit, id(&merchant)?, "", Vec::new()).await
}

async fn choose(
    web: &Web,
    visit: &Visit,
    merchant: MerchantId,
    url: &str,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let permit = may(visit, merchant, MerchantAct::EditCatalog)?;
    let earlier = imports::list(web.ctx(), &permit).await?;
    let room = app::quota::room(web.ctx(), merchant).await?;
    let (p, shop) = desk(web, visit, merchant, Place::Import).await?;
    let w = visit.words();
    let mut field =
        Field::new("url", w.text("import-url")).kind(Kind::Url).value(url).optional(w.text("state-optional"));
    mark(std::slice::from_mut(&mut field), &mut errors);
    let is_wrong = !errors.is_empty();
    let page = render(&ImportPage {
        p: &p,
        action: format!("/studio/{merchant}/import"),
        url: field,
        currency: currency(w, shop.profile.currency),
        room: room.limit.map(|limit| {
            let (used, limit) = (size(w, room.used), size(w, limit));
            w.with("files-room", &[("used", (&used).into()), ("limit", (&limit).into())])
        }),
        history: history(w, &shop, &earlier),
        errors,
    })?;
    Ok(answer(page, is_wrong))
}

fn history(w: &Words, shop: &Merchant, earlier: &[Import]) -> Table {
    let zone = &shop.profile.time_zone;
    let rows = earlier.iter().map(|import| Row {
        cells: vec![
            Cell::lead(&import.source, &format!("/studio/{}/import/{}", shop.id, import.id)),
            Cell::State(state(w, import)),
            Cell::text(&w.date_time(import.created_at, zone)),
        ],
        fresh: false,
    });
    Table {
        caption: w.text("import-history").to_owned(),
        columns: vec![
            Column::words(w.text("field-file")),
            Column::words(w.text("col-state")),
            Column::words(w.text("col-when")),
        ],
        rows: rows.collect(),
        ..Table::default()
    }
}

fn state(w: &Words, import: &Import) -> Tag {
    let (key, level) = match import.state {
        ImportState::Preview if import.finished_at.is_none() => (words::key!("import-checking"), Level::Info),
        ImportState::Preview => (words::key!("import-state-waiting"), Level::Warn),
        ImportState::Held => (words::key!("import-state-held"), Level::Warn),
        ImportState::Running => (words::key!("import-state-running"), Level::Info),
        ImportState::Done => (words::key!("import-done"), Level::Good),
        ImportState::Failed => (words::key!("import-state-failed"), Level::Bad),
        ImportState::Discarded => (words::key!("import-state-discarded"), Level::Plain),
    };
    Tag { text: w.text(key).to_owned(), level }
}

/// Takes a file or an address and looks at it.
pub async fn bring(
    web: State<Web>,
    visit: Visit,
    Path(merchant): Path<String>,
    mut form: Multipart,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let w = visit.words();
    let mut url = String::new();
    let mut brought = None;
    while let Some(field) = form.next_field().await.map_err(|_| Failure::BadRequest)? {
        match field.name().unwrap_or("") {
            "url" => text_of(field).await?.trim().clone_into(&mut url),
            "file" if field.file_name().is_some_and(|name| !name.is_empty()) => {
                let name = field.file_name().unwrap_or_default().to_owned();
                let pieces = field.map(|piece| piece.map_err(|_| FileError::BrokeOff));
                brought = Some(imports::bring(web.ctx(), &permit, &name, Box::pin(pieces)).await);
                break;
            }
            _ => {}
        }
    }
    let outcome = match brought {
        Some(outcome) => outcome,
        None if url.is_empty() => {
            let missing = w.text("field-required").to_owned();
            let error = beside("import-file", w.text("field-file"), missing);
            return choose(&web, &visit, merchant, &url, vec![error]).await;
        }
        None => imports::bring_from_url(web.ctx(), &permit, &url).await,
    };
    match outcome {
        Ok(import) => Ok(see_other(&format!("/studio/{merchant}/import/{import}"))),
        Err(error) => {
            let error = said(w, error)?;
            choose(&web, &visit, merchant, &url, vec![error]).await
        }
    }
}

fn said(w: &Words, error: BringError) -> Result<FormError, Failure> {
    let too_big = |bytes_max: u64| {
        let megabytes = format!("{} MB", bytes_max / 1024 / 1024);
        w.fill("field-file-too-big", "size", megabytes.as_str())
    };
    let of_file = |message: String| beside("import-file", w.text("field-file"), message);
    Ok(match error {
        BringError::Shut(Shut::Ended) => of_file(w.text("import-ended").to_owned()),
        BringError::Shut(Shut::NotOpen) => of_file(w.text("import-not-open").to_owned()),
        BringError::Empty => of_file(w.text("field-file-empty").to_owned()),
        BringError::File(FileError::TooLarge(bytes_max)) => of_file(too_big(bytes_max)),
        BringError::File(FileError::BrokeOff) => return Err(Failure::BadRequest),
        BringError::File(error) => return Err(Failure::ours(error)),
        BringError::Full(error) => of_file(full(w, &error)),
        BringError::Fetch(error) => at("url", not_fetched(w, &error, too_big)),
        BringError::Db(error) => return Err(error.into()),
    })
}

fn not_fetched(w: &Words, error: &FetchError, too_big: impl Fn(u64) -> String) -> String {
    match error {
        FetchError::Refused(FetchRefusal::Address) => w.text("field-url-invalid").to_owned(),
        FetchError::Refused(FetchRefusal::Password) => w.text("field-url-password").to_owned(),
        FetchError::Refused(FetchRefusal::Port) => w.text("field-url-port").to_owned(),
        FetchError::Refused(FetchRefusal::NotPublic) => w.text("field-url-private").to_owned(),
        FetchError::Refused(FetchRefusal::Redirect | FetchRefusal::Closed | FetchRefusal::Plain) => {
            w.text("field-url-refused").to_owned()
        }
        FetchError::TooLarge(bytes_max) => too_big(u64::try_from(*bytes_max).unwrap_or(u64::MAX)),
        FetchError::Status(status) => w.fill("import-error-answer", "status", &status.to_string()),
        FetchError::NoConnection(_) | FetchError::Unreachable(_) => {
            w.text("import-error-unreachable").to_owned()
        }
    }
}

/// What an import would do, does, or did.
pub async fn one(
    web: State<Web>,
    visit: Visit,
    Path((merchant, import)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let seen = imports::view(web.ctx(), &permit, id(&import)?).await?.ok_or(Failure::NotFound)?;
    let import = &seen.import;
    let (mut p, _) = desk(&web, &visit, merchant, Place::Import).await?;
    let w = visit.words();
    let home = format!("/studio/{merchant}/import");
    let href = format!("{home}/{}", import.id);
    let is_moving =
        import.finished_at.is_none() && matches!(import.state, ImportState::Preview | ImportState::Running);
    if is_moving {
        p.refresh_s = Some(2);
    }
    render(&ImportRun {
        p: &p,
        crumbs: Crumbs(vec![
            Link { label: w.text("import-title").to_owned(), href: home },
            Link { label: import.source.clone(), href: String::new() },
        ]),
        title: title(w, import),
        text: text(w, import),
        progress: is_moving.then(|| {
            let rows = w.count("import-rows-read", i64::try_from(import.rows_read).unwrap_or(i64::MAX));
            (u32::try_from(import.percent()).unwrap_or(0), rows)
        }),
        href: href.clone(),
        counts: if import.finished_at.is_some() || import.state == ImportState::Running {
            counts(w, import)
        } else {
            Vec::new()
        },
        notice: notice(w, import),
        confirm: confirm_button(w, import, &href),
        currency: currency(w, seen.currency),
        lists: import_lists::all(w, &seen, &href),
        next: (import.state == ImportState::Done).then(|| Link {
            label: w.text("products-title").to_owned(),
            href: format!("/studio/{merchant}/products"),
        }),
    })
}

/// In which currency prices are read that name none.
fn currency(w: &Words, currency: Currency) -> String {
    w.fill("import-currency", "currency", currency.code())
}

fn title(w: &Words, import: &Import) -> String {
    let key = match import.state {
        ImportState::Preview if import.finished_at.is_none() => words::key!("import-checking"),
        ImportState::Preview | ImportState::Held => words::key!("import-preview-title"),
        ImportState::Running => words::key!("import-state-running"),
        ImportState::Done => words::key!("import-done"),
        ImportState::Failed => words::key!("import-state-failed"),
        ImportState::Discarded => words::key!("import-state-discarded"),
    };
    w.text(key).to_owned()
}

fn text(w: &Words, import: &Import) -> String {
    let format = match import.format.as_str() {
        "shopify" => words::key!("import-format-shopify"),
        "google" => words::key!("import-format-google"),
        "xml" => words::key!("import-format-xml"),
        _ => return import.source.clone(),
    };
    format!("{} · {}", import.source, w.fill("import-format", "format", w.text(format)))
}

fn counts(w: &Words, import: &Import) -> Vec<ImportCount> {
    let counts = &import.counts;
    let all = [
        (counts.created, words::key!("import-count-created"), Level::Good),
        (counts.changed, words::key!("import-count-changed"), Level::Info),
        (counts.same, words::key!("import-count-same"), Level::Plain),
        (counts.missing, words::key!("import-count-missing"), Level::Warn),
        (counts.refused, words::key!("import-count-refused"), Level::Bad),
    ];
    all.into_iter()
        .map(|(count, key, level)| ImportCount {
            count: w.number(i64::try_from(count).unwrap_or(i64::MAX)),
            label: w.count(key, i64::try_from(count).unwrap_or(i64::MAX)),
            level: if count == 0 { Level::Plain } else { level },
        })
        .collect()
}

fn notice(w: &Words, import: &Import) -> Option<Notice> {
    let note = |level, title: String, text: String| Some(Notice { level, title, text, links: Vec::new() });
    match import.state {
        ImportState::Held => note(
            Level::Warn,
            w.text("import-shrinks-title").to_owned(),
            w.count("import-will-remove", i64::try_from(import.counts.missing).unwrap_or(i64::MAX)),
        ),
        ImportState::Failed => {
            note(Level::Bad, w.text("import-state-failed").to_owned(), import.message.clone())
        }
        ImportState::Preview if import.counts.refused > 0 && import.counts.missing > 0 => {
            note(Level::Info, w.text("import-missing-stays").to_owned(), String::new())
        }
        ImportState::Preview | ImportState::Running | ImportState::Done | ImportState::Discarded => None,
    }
}

fn confirm_button(w: &Words, import: &Import, href: &str) -> Option<ImportConfirm> {
    let is_held = import.state == ImportState::Held;
    let counts = import.counts;
    // A file of which every row was refused has nothing to take in.
    let has_goods = counts.created + counts.changed + counts.same > 0;
    let is_ready = import.state == ImportState::Preview && import.finished_at.is_some() && has_goods;
    let key = if is_held { words::key!("import-shrinks-confirm") } else { words::key!("import-start") };
    let removal = if is_held { "?removal=confirmed" } else { "" };
    (is_held || is_ready).then(|| ImportConfirm {
        action: format!("{href}/confirm{removal}"),
        button: w.text(key).to_owned(),
        risky: is_held,
    })
}

/// How an import is confirmed.
#[derive(Debug, Default, serde::Deserialize)]
pub struct How {
    #[serde(default)]
    removal: String,
}

/// Lets an import begin.
pub async fn confirm(
    web: State<Web>,
    visit: Visit,
    Path((merchant, import)): Path<(String, String)>,
    axum::extract::Query(how): axum::extract::Query<How>,
    Form(_): Form<Typed>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let import: ImportId = id(&import)?;
    match imports::confirm(web.ctx(), &permit, import, how.removal == "confirmed").await {
        // Whatever its state is by now, its page says it.
        Ok(()) | Err(ConfirmError::NotReady | ConfirmError::Held | ConfirmError::Over) => {
            Ok(see_other(&format!("/studio/{merchant}/import/{import}")))
        }
        Err(ConfirmError::Busy) => Err(Failure::Conflict),
        Err(ConfirmError::Unknown) => Err(Failure::NotFound),
        Err(ConfirmError::Db(error)) => Err(error.into()),
    }
}

/// Gives an import up.
pub async fn discard(
    web: State<Web>,
    visit: Visit,
    Path((merchant, import)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let import = id(&import)?;
    // What has begun or is over is shown as it is; what is not there is not found.
    if !imports::discard(web.ctx(), &permit, import).await? {
        imports::view(web.ctx(), &permit, import).await?.ok_or(Failure::NotFound)?;
    }
    Ok(see_other(&format!("/studio/{merchant}/import")))
}

/// The refused rows as a file.
pub async fn refused(
    web: State<Web>,
    visit: Visit,
    Path((merchant, import)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let merchant: MerchantId = id(&merchant)?;
    let permit = may(&visit, merchant, MerchantAct::EditCatalog)?;
    let seen = imports::view(web.ctx(), &permit, id(&import)?).await?.ok_or(Failure::NotFound)?;
    let w = visit.words();
    let mut file = "line,column,value,reason\r\n".to_owned();
    for remark in seen.remarks.iter().filter(|remark| remark.kind == RemarkKind::Refused) {
        let reason = w.import_reason(&remark.reason);
        let cells =
            [&remark.line.to_string(), &remark.field, &remark.value, &reason].map(|cell| quoted(cell));
        file.push_str(&cells.join(","));
        file.push_str("\r\n");
    }
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"refused.csv\""),
    ];
    Ok((headers, file).into_response())
}

/// A cell that no spreadsheet takes for a formula (F41).
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn no_cell_is_a_formula() {
        assert_eq!(quoted("=1+1"), "\"'=1+1\"");
        assert_eq!(quoted("a \"b\""), "\"a \"\"b\"\"\"");
    }
}
