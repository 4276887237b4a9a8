//! Product files on their way in.

use domain::ids::{AccountId, ImportId, MerchantId};
use domain::view::imports::{Import, ImportCounts, ImportState, Reason, Remark, RemarkKind};
use jiff::Timestamp;

use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

/// A file that was taken for reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewImport<'a> {
    /// Its id.
    pub id: ImportId,
    /// Whose.
    pub merchant: MerchantId,
    /// Where it came from: a file name or an address.
    pub source: &'a str,
    /// Where it lies.
    pub file_key: &'a str,
    /// How large it is.
    pub bytes_total: u64,
    /// Who brought it; none for the command line.
    pub created_by: Option<AccountId>,
}

/// Keeps an import in state `preview`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn insert(tx: &mut Tx<'_>, import: &NewImport<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO imports (id, merchant_id, source, file_key, state, bytes_total, created_by, created_at)
         VALUES ($1, $2, $3, $4, 'preview', $5, $6, $7)",
        &[
            Param::id(import.id),
            Param::id(import.merchant),
            import.source.into(),
            import.file_key.into(),
            to_int(import.bytes_total).into(),
            Param::opt_id(import.created_by),
            now.into(),
        ],
    )?;
    Ok(())
}

/// The import `import` of `merchant`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn by_id(
    read: &mut impl Read,
    merchant: MerchantId,
    import: ImportId,
) -> Result<Option<Import>, DbError> {
    read.first(
        "SELECT id, merchant_id, source, format, file_key, state, bytes_total, bytes_read, rows_read,
                created_count, changed_count, same_count, missing_count, refused_count, message, created_at,
                finished_at
           FROM imports
          WHERE merchant_id = $1
            AND id = $2",
        &[Param::id(merchant), Param::id(import)],
        to_import,
    )
}

/// A merchant's imports, newest first, at most `limit`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn list(read: &mut impl Read, merchant: MerchantId, limit: u32) -> Result<Vec<Import>, DbError> {
    read.rows(
        "SELECT id, merchant_id, source, format, file_key, state, bytes_total, bytes_read, rows_read,
                created_count, changed_count, same_count, missing_count, refused_count, message, created_at,
                finished_at
           FROM imports
          WHERE merchant_id = $1
          ORDER BY id DESC
          LIMIT $2",
        &[Param::id(merchant), limit.into()],
        to_import,
    )
}

/// Notes how far reading has come.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn progress(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    bytes_read: u64,
    rows_read: u64,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE imports SET bytes_read = $1, rows_read = $2 WHERE merchant_id = $3 AND id = $4",
        &[to_int(bytes_read).into(), to_int(rows_read).into(), Param::id(merchant), Param::id(import)],
    )?;
    Ok(())
}

/// Notes the end of the preview: what would happen, and whether someone must confirm it first (`held`).
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn previewed(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    format: &str,
    counts: &ImportCounts,
    held: bool,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE imports
            SET format = $1, created_count = $2, changed_count = $3, same_count = $4, missing_count = $5,
                refused_count = $6, state = $7, finished_at = $8
          WHERE merchant_id = $9
            AND id = $10
            AND state = 'preview'",
        &[
            format.into(),
            to_int(counts.created).into(),
            to_int(counts.changed).into(),
            to_int(counts.same).into(),
            to_int(counts.missing).into(),
            to_int(counts.refused).into(),
            (if held { "held" } else { "preview" }).into(),
            now.into(),
            Param::id(merchant),
            Param::id(import),
        ],
    )?;
    Ok(changed > 0)
}

/// Moves an import from one state to another. Says whether it was in the first, and, for `running`, that no other
/// import of the merchant is.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn advance(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    from: ImportState,
    to: ImportState,
    message: &str,
    finished_at: Option<Timestamp>,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE imports
            SET state = $1, message = $2, finished_at = $3
          WHERE merchant_id = $4
            AND id = $5
            AND state = $6
            AND ($1 <> 'running'
                 OR NOT EXISTS (SELECT 1 FROM imports other WHERE other.merchant_id = $4 AND other.state = 'running'))",
        &[
            to.as_str().into(),
            message.into(),
            finished_at.into(),
            Param::id(merchant),
            Param::id(import),
            from.as_str().into(),
        ],
    )?;
    Ok(changed > 0)
}

/// Forgets the remarks of one kind, before the file is read anew.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn forget_remarks(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    kind: RemarkKind,
) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM import_problems WHERE merchant_id = $1 AND import_id = $2 AND kind = $3",
        &[Param::id(merchant), Param::id(import), kind.as_str().into()],
    )?;
    Ok(())
}

const REMARK: Sql = Sql {
    sqlite: "INSERT INTO import_problems (merchant_id, import_id, position, kind, line, field, value, code, arguments,
                                          reason)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING",
    postgres: "INSERT INTO import_problems (merchant_id, import_id, position, kind, line, field, value, code,
                                            arguments, reason)
               SELECT u.merchant_id, u.import_id, u.position, u.kind, u.line, u.field, u.value, u.code, u.arguments,
                      u.reason
                 FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BIGINT[], $4::TEXT[], $5::BIGINT[], $6::TEXT[],
                             $7::TEXT[], $8::TEXT[], $9::TEXT[], $10::TEXT[])
                   AS u (merchant_id, import_id, position, kind, line, field, value, code, arguments, reason)
               ON CONFLICT DO NOTHING",
};

/// Keeps what an import has to say about rows. `first` is the number of the first remark.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn remark(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    import: ImportId,
    first: u32,
    remarks: &[Remark],
) -> Result<(), DbError> {
    use Column::{Int, Text};
    let reasons: Vec<(String, String)> =
        remarks.iter().map(|remark| (remark.reason.argument(), remark.reason.said())).collect();
    let rows: Vec<[Param<'_>; 10]> = (i64::from(first)..)
        .zip(remarks.iter().zip(&reasons))
        .map(|(position, (remark, (argument, said)))| {
            [
                Param::id(merchant),
                Param::id(import),
                position.into(),
                remark.kind.as_str().into(),
                to_int(remark.line).into(),
                (&remark.field).into(),
                (&remark.value).into(),
                remark.reason.code().into(),
                argument.into(),
                said.into(),
            ]
        })
        .collect();
    tx.execute_rows(REMARK, [Int, Int, Int, Text, Int, Text, Text, Text, Text, Text], &rows)?;
    Ok(())
}

/// What an import has to say about rows, refused ones first, by line.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn remarks(
    read: &mut impl Read,
    merchant: MerchantId,
    import: ImportId,
    limit: u32,
) -> Result<Vec<Remark>, DbError> {
    read.rows(
        "SELECT kind, line, field, value, code, arguments, reason
           FROM import_problems
          WHERE merchant_id = $1
            AND import_id = $2
          ORDER BY CASE kind WHEN 'refused' THEN 0 ELSE 1 END, line, position
          LIMIT $3",
        &[Param::id(merchant), Param::id(import), limit.into()],
        |row| {
            Ok(Remark {
                kind: row.word(0, "kind of remark", RemarkKind::from_word)?,
                line: u64::try_from(row.int(1)?).unwrap_or_default(),
                field: row.text(2)?,
                value: row.text(3)?,
                reason: Reason::from_stored(row.str(4)?, row.str(5)?, row.text(6)?),
            })
        },
    )
}

/// Imports whose files may be forgotten, at most `limit`: those brought before `over` that do not run, and those brought
/// before `stuck` that still do.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn stale(
    read: &mut impl Read,
    over: Timestamp,
    stuck: Timestamp,
    limit: u32,
) -> Result<Vec<(MerchantId, ImportId, String)>, DbError> {
    read.rows(
        "SELECT merchant_id, id, file_key
           FROM imports
          WHERE created_at < $1
            AND file_key <> ''
            AND (state <> 'running' OR created_at < $2)
          ORDER BY id
          LIMIT $3",
        &[over.into(), stuck.into(), limit.into()],
        |row| Ok((row.id(0)?, row.id(1)?, row.text(2)?)),
    )
}

/// Imports that a command line began before `before` and never ended, at most `limit`: it died. They have no file of
/// ours.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn died(
    read: &mut impl Read,
    before: Timestamp,
    limit: u32,
) -> Result<Vec<(MerchantId, ImportId)>, DbError> {
    read.rows(
        "SELECT merchant_id, id FROM imports
          WHERE state = 'running' AND created_at < $1 AND file_key = ''
          ORDER BY created_at
          LIMIT $2",
        &[before.into(), limit.into()],
        |row| Ok((row.id(0)?, row.id(1)?)),
    )
}

/// Notes that the file of an import was forgotten; what was only looked at is discarded with it, what never came to an
/// end has failed.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn forget_file(tx: &mut Tx<'_>, merchant: MerchantId, import: ImportId) -> Result<(), DbError> {
    tx.execute(
        "UPDATE imports
            SET file_key = '',
                state = CASE
                    WHEN state IN ('preview', 'held') THEN 'discarded'
                    WHEN state = 'running' THEN 'failed'
                    ELSE state
                END
          WHERE merchant_id = $1
            AND id = $2",
        &[Param::id(merchant), Param::id(import)],
    )?;
    Ok(())
}

fn to_int(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

fn to_import(row: &Row<'_>) -> Result<Import, DbError> {
    let count = |column| Ok::<_, DbError>(u64::try_from(row.int(column)?).unwrap_or_default());
    Ok(Import {
        id: row.id(0)?,
        merchant: row.id(1)?,
        source: row.text(2)?,
        format: row.text(3)?,
        file_key: row.text(4)?,
        state: row.word(5, "state of an import", ImportState::from_word)?,
        bytes_total: count(6)?,
        bytes_read: count(7)?,
        rows_read: count(8)?,
        counts: ImportCounts {
            created: count(9)?,
            changed: count(10)?,
            same: count(11)?,
            missing: count(12)?,
            refused: count(13)?,
        },
        message: row.text(14)?,
        created_at: row.time(15)?,
        finished_at: row.opt_time(16)?,
    })
}
