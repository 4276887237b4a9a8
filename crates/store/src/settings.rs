//! The server's own settings, changed by the operator while it runs.

use crate::{DbError, Read, Tx};

/// All settings that were set, by name.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn all(read: &mut impl Read) -> Result<Vec<(String, String)>, DbError> {
    read.rows("SELECT name, value FROM settings ORDER BY name", &[], |row| Ok((row.text(0)?, row.text(1)?)))
}

/// One setting, if it was set.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn get(read: &mut impl Read, name: &str) -> Result<Option<String>, DbError> {
    read.first("SELECT value FROM settings WHERE name = $1", &[name.into()], |row| row.text(0))
}

/// Sets `name` to `value`. Says whether that is anything new.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<bool, DbError> {
    let changed = tx.execute(
        "INSERT INTO settings (name, value)
         VALUES ($1, $2)
         ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE settings.value <> excluded.value",
        &[name.into(), value.into()],
    )?;
    Ok(changed > 0)
}

/// Sets `name` to `value` where nothing was set.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn set_once(tx: &mut Tx<'_>, name: &str, value: &str) -> Result<(), DbError> {
    tx.execute(
        "INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT DO NOTHING",
        &[name.into(), value.into()],
    )?;
    Ok(())
}

/// Forgets what `name` was set to.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn forget(tx: &mut Tx<'_>, name: &str) -> Result<(), DbError> {
    tx.execute("DELETE FROM settings WHERE name = $1", &[name.into()])?;
    Ok(())
}
