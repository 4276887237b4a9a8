//! The inbox: what payment providers told us, each event once.

use jiff::Timestamp;

use crate::{DbError, Tx};

/// What is kept of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderEvent {
    /// Who told.
    pub provider: String,
    /// The provider's own name of the event.
    pub id: String,
    /// Its kind, in the provider's words.
    pub kind: String,
    /// Whose account it is about; empty: the operator's own.
    pub payee: String,
    /// The payment it is about, as the provider names it, or empty.
    pub reference: String,
}

/// Keeps an event. `false`: it was told before.
///
/// # Errors
/// What the engine refused.
pub fn keep(tx: &mut Tx<'_>, event: &ProviderEvent, now: Timestamp) -> Result<bool, DbError> {
    let kept = tx.execute(
        "INSERT INTO provider_events (provider, event_id, kind, payee, reference, received_at)
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        &[
            (&event.provider).into(),
            (&event.id).into(),
            (&event.kind).into(),
            (&event.payee).into(),
            (&event.reference).into(),
            now.into(),
        ],
    )?;
    Ok(kept > 0)
}

/// Forgets events received before `before`: their provider does not send them again by then. Says how many.
///
/// # Errors
/// What the engine refused.
pub fn forget(tx: &mut Tx<'_>, before: Timestamp) -> Result<u64, DbError> {
    tx.execute("DELETE FROM provider_events WHERE received_at < $1", &[before.into()])
}
