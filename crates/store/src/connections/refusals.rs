//! Products of a shop that cannot be sold here, each with one reason, until they can.

use domain::catalog::problem::Problem;
use domain::connection::Unsellable;
use domain::ids::{ConnectionId, ImportId};

use crate::{Column, DbError, Param, Read, Sql, Tx};

/// Reasons that are listed.
const LISTED_MAX: u32 = 200;

const REFUSE: Sql = Sql {
    sqlite: "INSERT INTO connection_refusals (connection_id, name, field, value, code, argument, run, refused_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
             ON CONFLICT (connection_id, name) DO UPDATE
                SET field = excluded.field, value = excluded.value, code = excluded.code,
                    argument = excluded.argument, run = excluded.run, refused_at = excluded.refused_at",
    postgres: "INSERT INTO connection_refusals (connection_id, name, field, value, code, argument, run, refused_at)
               SELECT u.a, u.b, u.c, u.d, u.e, u.f, u.g, u.h
                 FROM UNNEST($1::BIGINT[], $2::TEXT[], $3::TEXT[], $4::TEXT[], $5::TEXT[], $6::TEXT[], $7::BIGINT[],
                             $8::BIGINT[])
                   AS u (a, b, c, d, e, f, g, h)
               ON CONFLICT (connection_id, name) DO UPDATE
                  SET field = excluded.field, value = excluded.value, code = excluded.code,
                      argument = excluded.argument, run = excluded.run, refused_at = excluded.refused_at",
};

/// Notes what cannot be sold, no name twice.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn refuse(
    tx: &mut Tx<'_>,
    connection: ConnectionId,
    run: ImportId,
    refused: &[Unsellable],
) -> Result<(), DbError> {
    use Column::{Int, Text};
    let arguments: Vec<String> = refused.iter().map(|each| each.reason.argument()).collect();
    let rows: Vec<[Param<'_>; 8]> = refused
        .iter()
        .zip(&arguments)
        .map(|(each, argument)| {
            [
                Param::id(connection),
                (&each.name).into(),
                (&each.field).into(),
                (&each.value).into(),
                each.reason.code().into(),
                argument.into(),
                Param::id(run),
                each.refused_at.into(),
            ]
        })
        .collect();
    tx.execute_rows(REFUSE, [Int, Text, Text, Text, Text, Text, Int, Int], &rows)?;
    Ok(())
}

const CLEAR: Sql = Sql {
    sqlite: "DELETE FROM connection_refusals WHERE connection_id = $1 AND name = $2",
    postgres: "DELETE FROM connection_refusals r USING UNNEST($1::BIGINT[], $2::TEXT[]) AS u (a, b)
                WHERE r.connection_id = u.a AND r.name = u.b",
};

/// Forgets the reasons of products that can be sold now, or are gone.
pub fn clear_refusals(tx: &mut Tx<'_>, connection: ConnectionId, names: &[&str]) -> Result<(), DbError> {
    let rows: Vec<[Param<'_>; 2]> =
        names.iter().map(|name| [Param::id(connection), (*name).into()]).collect();
    tx.execute_rows(CLEAR, [Column::Int, Column::Text], &rows)?;
    Ok(())
}

/// Forgets the reasons of what `run`, which read everything, did not meet.
pub fn forget_refusals(tx: &mut Tx<'_>, connection: ConnectionId, run: ImportId) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM connection_refusals WHERE connection_id = $1 AND run <> $2",
        &[Param::id(connection), Param::id(run)],
    )?;
    Ok(())
}

/// What cannot be sold, by name.
pub fn refusals(read: &mut impl Read, connection: ConnectionId) -> Result<Vec<Unsellable>, DbError> {
    let listed = read.rows(
        "SELECT name, field, value, code, argument, refused_at FROM connection_refusals
          WHERE connection_id = $1 ORDER BY name LIMIT $2",
        &[Param::id(connection), LISTED_MAX.into()],
        |row| {
            // A word that no version of ours wrote says nothing to anybody.
            let Some(reason) = Problem::from_stored(row.str(3)?, row.str(4)?) else { return Ok(None) };
            Ok(Some(Unsellable {
                name: row.text(0)?,
                field: row.text(1)?,
                value: row.text(2)?,
                reason,
                refused_at: row.time(5)?,
            }))
        },
    )?;
    Ok(listed.into_iter().flatten().collect())
}
