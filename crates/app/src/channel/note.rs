//! What came of pushes is kept for the page of health, in the transaction of what was pushed.

use domain::channel::{KEPT, PushKind, Pushed, Refusal};
use domain::ids::MerchantId;
use jiff::Timestamp;
use store::{DbError, Tx, channel_pushes};

use super::Wrong;
use crate::Ctx;

/// Bytes of a name or a reason that are kept: enough to find it.
const KEPT_BYTES_MAX: usize = 300;

/// What came of some of a push.
#[derive(Debug, Clone, Default)]
pub(super) struct Came {
    pub(super) pushed: Pushed,
    /// Names that were refused, with what was wrong first.
    pub(super) refused: Vec<(String, Wrong)>,
    /// Names that were pushed rightly.
    pub(super) right: Vec<String>,
}

pub(super) fn note(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    kind: PushKind,
    came: &Came,
    now: Timestamp,
) -> Result<(), DbError> {
    channel_pushes::note(tx, merchant, kind, came.pushed, now)?;
    let mut refusals: Vec<Refusal> = Vec::with_capacity(came.refused.len());
    for (name, wrong) in &came.refused {
        let name = clipped(name);
        if refusals.iter().all(|known| known.name != name) {
            let (field, reason) = (clipped(&wrong.field), clipped(&wrong.reason));
            refusals.push(Refusal { kind, name, field, reason, refused_at: now });
        }
    }
    let right: Vec<String> = came.right.iter().map(|name| clipped(name)).collect();
    let right: Vec<&str> = right.iter().map(String::as_str).collect();
    if !right.is_empty() {
        channel_pushes::mend(tx, merchant, kind, &right)?;
    }
    channel_pushes::refuse(tx, merchant, &refusals)
}

fn clipped(text: &str) -> String {
    text[..text.floor_char_boundary(KEPT_BYTES_MAX)].replace('\0', "")
}

/// Forgets what was pushed long ago.
///
/// # Errors
/// [`DbError`] when the database refused.
pub(crate) async fn forget_old(ctx: &Ctx) -> Result<(), DbError> {
    let before = ctx.now() - KEPT;
    ctx.db().write("forget_pushes", move |tx| channel_pushes::forget(tx, before)).await
}
