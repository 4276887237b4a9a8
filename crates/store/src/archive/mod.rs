//! Everything of somebody in one file that any program can read, written from one moment of the database, page by page,
//! without ever holding more than a page. What leaves of a table is decided in `export::families`; whose rows they are, here.
//! The form is described in docs/operating/archive.md.

mod import;
mod manifest;
mod scope;
mod unzip;
mod zip;

pub use import::{ImportError, Imported, Taking, import};
pub use manifest::{FORMAT, MANIFEST, Manifest, ManifestFile, VERSION, schema};
pub use unzip::{Opened, Refused};
pub use zip::Written;

use std::collections::HashMap;
use std::io::{self, Read, Write};

use domain::archive::ArchiveOf;
use domain::ids::{MerchantId, NonprofitId};
use domain::view::goods::IMAGE_EDGES;
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::export::families::FAMILIES;
use crate::export::{Field, Form, Shape};
use crate::transfer::{self, Cell, Table};
use crate::{Conn, DatabaseUrl, DbError, MIGRATIONS, Param, Read as _, existing, people};
use zip::ZipWriter;

/// Rows that are read and written at a time.
const PAGE_ROWS: usize = 500;

/// What an archive came to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    /// Records in its JSON Lines.
    pub records: u64,
    /// Files.
    pub files: u64,
}

/// Where pictures come from: the file under a key; none when it is gone.
pub type Media<'a> = dyn FnMut(&str) -> io::Result<Option<Box<dyn Read + Send>>> + 'a;

/// Why an archive broke off.
enum Fault {
    Io(io::Error),
    Db(DbError),
}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<DbError> for Fault {
    fn from(error: DbError) -> Self {
        Self::Db(error)
    }
}

impl From<Fault> for DbError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Io(error) => Self::Transfer(format!("the archive cannot be written: {error}")),
            Fault::Db(error) => error,
        }
    }
}

/// Writes the archive of `of` from the database at `from`, as of one moment, into `to`. Blocking.
///
/// # Errors
/// [`DbError::Transfer`] when `to` cannot be written; else what the engine refused.
pub fn write(
    from: &DatabaseUrl,
    of: ArchiveOf,
    (server, now): (&str, Timestamp),
    media: &mut Media<'_>,
    to: impl Write,
) -> Result<Made, DbError> {
    write_all(from, of, (server, now), media, to).map_err(DbError::from)
}

fn write_all(
    from: &DatabaseUrl,
    of: ArchiveOf,
    (server, now): (&str, Timestamp),
    media: &mut Media<'_>,
    to: impl Write,
) -> Result<Made, Fault> {
    let mut source = transfer::open_snapshot(from)?;
    let tables: HashMap<String, Table> =
        Table::all().into_iter().map(|table| (table.name.clone(), table)).collect();
    let mut writing = Writing { zip: ZipWriter::new(to), files: Vec::new() };
    let made_at = now.to_string();
    writing.file("README.md", |out, _| {
        out.write_all(manifest::readme(of, server, &made_at).as_bytes())?;
        Ok(())
    })?;
    let mut made = Made::default();
    for family in FAMILIES {
        let Some(rows) = scope::rows(of, family) else { continue };
        let mut shape = Shape::of(family, &tables);
        withhold(of, &mut shape);
        made.records += writing.file(&format!("data/{}", family.file), |out, count| {
            json_lines(&mut source, &shape, &rows, out, count)
        })?;
        writing.file(&format!("csv/{}.csv", family.table), |out, count| {
            csv(&mut source, &shape, &rows, None, out, count)
        })?;
        for child in 0..shape.children.len() {
            writing.file(&format!("csv/{}.csv", shape.children[child].1.name), |out, count| {
                csv(&mut source, &shape, &rows, Some(child), out, count)
            })?;
        }
        if family.table == "images" {
            pictures(&mut source, &shape, &rows, media, &mut writing)?;
        }
    }
    made.files = writing.files.len() as u64 + 1;
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: VERSION,
        schema: MIGRATIONS.last().map_or(0, |migration| migration.number),
        scope: of.word().to_owned(),
        subject: of.text(),
        server: server.to_owned(),
        made_at,
        files: std::mem::take(&mut writing.files),
    };
    let text = serde_json::to_vec_pretty(&manifest).map_err(|error| Fault::Io(error.into()))?;
    writing.zip.file(MANIFEST, |out| out.write_all(&text).map_err(Fault::from))?;
    writing.zip.finish()?;
    Ok(made)
}

/// Whose archive it is that somebody names by a handle: a person's, or that of the shop or nonprofit whose face it is.
/// Blocking.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub fn owner_called(url: &DatabaseUrl, handle: &str) -> Result<Option<ArchiveOf>, DbError> {
    let mut conn = existing::open(url)?;
    let Some(account) = people::by_handle(&mut conn, handle)? else { return Ok(None) };
    let party =
        conn.first("SELECT id, kind FROM merchants WHERE account_id = $1", &[Param::id(account)], |row| {
            Ok((row.int(0)?, row.text(1)?))
        })?;
    Ok(Some(match party {
        None => ArchiveOf::Person(account),
        Some((party, kind)) if kind == "nonprofit" => ArchiveOf::Nonprofit(NonprofitId(party)),
        Some((party, _)) => ArchiveOf::Merchant(MerchantId(party)),
    }))
}

/// An archive on its way out, and what its manifest will say.
struct Writing<W: Write> {
    zip: ZipWriter<W>,
    files: Vec<ManifestFile>,
}

impl<W: Write> Writing<W> {
    /// Adds a file; `body` counts its records.
    fn file(
        &mut self,
        path: &str,
        body: impl FnOnce(&mut dyn Write, &mut u64) -> Result<(), Fault>,
    ) -> Result<u64, Fault> {
        let mut records = 0;
        let written = self.zip.file(path, |out| body(out, &mut records))?;
        let Written { path, bytes, sha256 } = written;
        self.files.push(ManifestFile { path, records, bytes, sha256 });
        Ok(records)
    }
}

/// Takes out what is not for their eyes.
fn withhold(of: ArchiveOf, shape: &mut Shape<'_>) {
    let keep = |table: &str, fields: &mut Vec<Option<Field>>| {
        for field in fields {
            if field.as_ref().is_some_and(|field| scope::is_withheld(of, table, field.name)) {
                *field = None;
            }
        }
    };
    keep(&shape.table.name, &mut shape.fields);
    for (_, table, fields) in &mut shape.children {
        keep(&table.name, fields);
    }
}

fn json_lines(
    source: &mut Conn,
    shape: &Shape<'_>,
    rows: &str,
    out: &mut dyn Write,
    count: &mut u64,
) -> Result<(), Fault> {
    let mut broke = None;
    let read = transfer::pages(source, &shape.table, rows, PAGE_ROWS, |conn, page| {
        for object in shape.objects(conn, page)? {
            if let Err(error) = line(out, &object) {
                broke = Some(error);
                return Err(DbError::Closed);
            }
            *count += 1;
        }
        Ok(())
    });
    broke.map_or(Ok(()), |error| Err(Fault::Io(error)))?;
    Ok(read?)
}

fn line(out: &mut dyn Write, object: &Map<String, Value>) -> io::Result<()> {
    serde_json::to_writer(&mut *out, object)?;
    out.write_all(b"\n")
}

/// A family's own rows as a table for a spreadsheet, or those of one of its `child`ren: these by their parents, page by page,
/// as an index finds them.
fn csv(
    source: &mut Conn,
    shape: &Shape<'_>,
    rows: &str,
    child: Option<usize>,
    out: &mut dyn Write,
    count: &mut u64,
) -> Result<(), Fault> {
    let below = child.map(|child| &shape.children[child]);
    let fields = below.map_or(&shape.fields, |(_, _, fields)| fields);
    let parent = below.map(|(child, table, _)| {
        (table.place(child.parent).expect("children name their parents"), id_prefix(&shape.fields))
    });
    let mut text = String::new();
    let mut heads: Vec<&str> = below.iter().map(|(child, ..)| child.parent).collect();
    heads.extend(fields.iter().flatten().map(|field| field.name));
    domain::csv::push_row(&mut text, &heads);
    out.write_all(text.as_bytes())?;
    let mut broke = None;
    let read = transfer::pages(source, &shape.table, rows, PAGE_ROWS, |conn, page| {
        text.clear();
        let found;
        let page = match below {
            None => page,
            Some((child, table, _)) => {
                found = shape.rows_below(conn, child, table, page)?;
                found.as_slice()
            }
        };
        for row in page {
            domain::csv::push_row(&mut text, &cells(fields, parent, row));
            *count += 1;
        }
        if let Err(error) = out.write_all(text.as_bytes()) {
            broke = Some(error);
            return Err(DbError::Closed);
        }
        Ok(())
    });
    broke.map_or(Ok(()), |error| Err(Fault::Io(error)))?;
    Ok(read?)
}

fn cells(fields: &[Option<Field>], parent: Option<(usize, &'static str)>, row: &[Cell]) -> Vec<String> {
    let parent = parent.iter().map(|(at, prefix)| Form::Id(prefix).write(&row[*at], row));
    let own = fields
        .iter()
        .zip(row)
        .filter_map(|(field, cell)| field.as_ref().map(|field| field.form.write(cell, row)));
    parent
        .chain(own)
        .map(|value| match value {
            Value::Null => String::new(),
            Value::String(text) => text,
            other => other.to_string(),
        })
        .collect()
}

/// The prefix of a family's own ids.
fn id_prefix(fields: &[Option<Field>]) -> &'static str {
    let own = fields.iter().flatten().find(|field| field.name == "id");
    match own.map(|field| field.form) {
        Some(Form::Id(prefix)) => prefix,
        _ => "",
    }
}

/// Every kept size of every picture.
fn pictures<W: Write>(
    source: &mut Conn,
    shape: &Shape<'_>,
    rows: &str,
    media: &mut Media<'_>,
    writing: &mut Writing<W>,
) -> Result<(), Fault> {
    let at = shape.table.place("file_key").expect("images have a key");
    let mut broke = None;
    let read = transfer::pages(source, &shape.table, rows, PAGE_ROWS, |_, page| {
        for row in page {
            let Cell::Text(key) = &row[at] else { continue };
            for size in sizes(key) {
                if let Err(fault) = picture(&size, media, writing) {
                    broke = Some(fault);
                    return Err(DbError::Closed);
                }
            }
        }
        Ok(())
    });
    broke.map_or(Ok(()), Err)?;
    Ok(read?)
}

fn picture<W: Write>(key: &str, media: &mut Media<'_>, writing: &mut Writing<W>) -> Result<(), Fault> {
    let Some(mut file) = media(key)? else { return Ok(()) };
    writing.file(&format!("media/{key}"), |out, _| {
        io::copy(&mut file, out)?;
        Ok(())
    })?;
    Ok(())
}

/// The keys of all files of the picture under `key`.
#[must_use]
pub fn sizes(key: &str) -> Vec<String> {
    let (folder, extension) = key.rsplit_once('.').unwrap_or((key, "webp"));
    IMAGE_EDGES.iter().map(|edge| format!("{folder}/{edge}.{extension}")).collect()
}
