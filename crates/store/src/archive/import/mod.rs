//! Reading an archive into this server: profile, goods and posts come alive again; orders, gifts and money are history, to be
//! read and exported again and never to be acted upon. All of it or nothing.

mod ids;
mod live;
mod rows;

use std::collections::{BTreeMap, HashMap};
use std::io::{Read, Seek};

use domain::archive::ArchiveOf;
use domain::ids::{AccountId, MerchantId, NonprofitId};
use jiff::Timestamp;
use serde_json::Value;

use super::unzip::{Opened, Refused};
use crate::export::families::FAMILIES;
use crate::transfer::{Cell, Table};
use crate::{DbError, Param, Tx};
use ids::{Ids, data_files, lines};
use live::{Live, Place};
use rows::{Fields, insert};

/// Rows that are written at a time.
const PAGE_ROWS: usize = 500;

/// Who takes an archive in, and how.
#[derive(Debug, Clone, Copy)]
pub struct Taking {
    /// The owner of a shop or nonprofit that comes in; persons need none.
    pub owner: Option<AccountId>,
    /// A number of this process: ids are made with it.
    pub node: i64,
    /// Now.
    pub now: Timestamp,
    /// Makes a description safe.
    pub clean: fn(&str) -> String,
}

/// What came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// Who it is here.
    pub of: ArchiveOf,
    /// What they are called here.
    pub handle: String,
    /// Records that live.
    pub live: u64,
    /// Records that are history.
    pub history: u64,
    /// Records that stayed behind, by kind: what they are about is not here.
    pub left_out: BTreeMap<String, u64>,
    /// Every id, old and new.
    pub ids: Vec<(i64, i64)>,
    /// Files of pictures: their paths in the archive, and their keys here.
    pub pictures: Vec<(String, String)>,
}

/// Why an archive is not taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// The archive, in a sentence.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The database.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Takes an archive in. The caller's transaction makes it all or nothing.
///
/// # Errors
/// [`ImportError`]; nothing of it may be kept then.
pub fn import<R: Read + Seek>(
    tx: &mut Tx<'_>,
    opened: &mut Opened<R>,
    taking: Taking,
) -> Result<Imported, ImportError> {
    let scope = opened.manifest.scope.clone();
    let made_at: Timestamp =
        opened.manifest.made_at.parse().ok().filter(|made_at| *made_at <= taking.now).ok_or_else(|| {
            Refused("the archive says that it was made after today, or not when".to_owned())
        })?;
    let subject = opened.manifest.subject.clone();
    let gathered = Ids::gather(opened, made_at)?;
    let mut ids = Ids::assign(tx, &gathered, taking.node, made_at)?;
    drop(gathered);
    let place = place(&scope, &subject, &ids, taking)?;
    let tables: HashMap<String, Table> =
        Table::all().into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut live = Live::new(place, taking, &tables);
    for family in live::ORDER {
        let path = format!("data/{family}.jsonl");
        if opened.has(&path) {
            let known = FAMILIES.iter().find(|known| known.table == *family).expect("a family of its own");
            lines(opened, &path, |value| live.keep(tx, known, value, &ids).map_err(refusal))?;
            live.flush(tx).map_err(refusal)?;
        }
    }
    live.end(tx)?;
    let mut history = 0;
    for path in data_files(opened) {
        let kind = path.trim_start_matches("data/").trim_end_matches(".jsonl").to_owned();
        if live::ORDER.contains(&kind.as_str()) {
            continue;
        }
        let mut page = Vec::new();
        lines(opened, &path, |value| {
            page.push(past(&kind, value, &mut ids, place, taking.now));
            history += 1;
            if page.len() >= PAGE_ROWS {
                insert(tx, &tables["history"], &std::mem::take(&mut page))
                    .map_err(|error| refusal(error.into()))?;
            }
            Ok(())
        })?;
        insert(tx, &tables["history"], &page)?;
    }
    Ok(Imported {
        of: place.of,
        handle: live.handle,
        live: live.count,
        history,
        left_out: live.left_out,
        ids: ids.pairs(),
        pictures: live.pictures,
    })
}

/// A refusal on its way through a reader of lines.
fn refusal(error: ImportError) -> Refused {
    match error {
        ImportError::Refused(refused) => refused,
        ImportError::Db(error) if error.is_unique() => {
            Refused(format!("something of it is here already, and may be here once only: {error}"))
        }
        ImportError::Db(error) => Refused(format!("a record of the archive cannot be kept: {error}")),
    }
}

fn place(scope: &str, subject: &str, ids: &Ids, taking: Taking) -> Result<Place, Refused> {
    let subject = ids.of(subject);
    match (scope, subject, taking.owner) {
        ("person", Some(account), _) => Ok(Place { of: ArchiveOf::Person(AccountId(account)), owner: 0 }),
        ("shop", Some(merchant), Some(owner)) => {
            Ok(Place { of: ArchiveOf::Merchant(MerchantId(merchant)), owner: owner.0 })
        }
        ("nonprofit", Some(merchant), Some(owner)) => {
            Ok(Place { of: ArchiveOf::Nonprofit(NonprofitId(merchant)), owner: owner.0 })
        }
        ("shop" | "nonprofit", Some(_), None) => {
            Err(Refused(format!("the archive of a {scope} needs an owner here: name one with --owner")))
        }
        ("server", ..) => Err(Refused(
            "this is the archive of a whole server; move it with \"buyline move-database\" or a backup"
                .to_owned(),
        )),
        _ => Err(Refused("the archive does not hold whom it says it is about".to_owned())),
    }
}

/// A record of before: kept as it is, under its new names.
fn past(kind: &str, value: Value, ids: &mut Ids, place: Place, now: Timestamp) -> Fields {
    let id = value.get("id").and_then(Value::as_str).and_then(|id| ids.of(id));
    let id = id.unwrap_or_else(|| ids.nameless());
    let value = ids.renamed("", value);
    // What was history there already stays what it was.
    let (kind, body) = match (kind, value) {
        ("history", Value::Object(mut known)) => {
            let body = known.remove("body").unwrap_or_default();
            (known.get("kind").and_then(Value::as_str).unwrap_or("history").to_owned(), body)
        }
        (kind, value) => (kind.to_owned(), value),
    };
    let (account, merchant) = match place.of {
        ArchiveOf::Person(account) => (Cell::Int(account.0), Cell::Null),
        other => (Cell::Null, Cell::Int(other.subject())),
    };
    Fields::from([
        ("id", Cell::Int(id)),
        ("kind", Cell::Text(kind)),
        ("account_id", account),
        ("merchant_id", merchant),
        ("body", Cell::Text(body.to_string())),
        ("imported_at", Cell::Int(now.as_microsecond())),
    ])
}

/// Makes an owner of whoever takes a shop or a nonprofit in.
fn give_to(tx: &mut Tx<'_>, place: Place, now: Timestamp) -> Result<(), DbError> {
    let of = match place.of {
        ArchiveOf::Person(_) | ArchiveOf::Server => return Ok(()),
        ArchiveOf::Merchant(_) => {
            "INSERT INTO staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, 'owner', $3)"
        }
        ArchiveOf::Nonprofit(_) => {
            "INSERT INTO nonprofit_staff (merchant_id, account_id, role, created_at) VALUES ($1, $2, 'owner', $3)"
        }
    };
    tx.execute(of, &[place.of.subject().into(), Param::Int(place.owner), now.into()]).map(|_| ())
}
