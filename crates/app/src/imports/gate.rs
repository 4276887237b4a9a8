//! Whether a shop may bring product files now: the gate of the connector by which its goods come in (W1).

use domain::access::{AtMerchant, Permit};
use domain::gate::{Answer, Asker, Feature};
use store::DbError;

use crate::{Ctx, gates};

/// Why no file is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Shut {
    /// Files are taken no more, by a plan that was announced.
    #[error("this server takes no product files any more")]
    Ended,
    /// They are not taken from this shop or this person, or from nobody at the moment.
    #[error("product files are not open to this shop now")]
    NotOpen,
}

/// Asks for the shop that `permit` is for; its own country is the one that rules name.
pub(super) async fn ask(ctx: &Ctx, permit: &Permit<AtMerchant>) -> Result<Result<(), Shut>, DbError> {
    let merchant = permit.action().merchant;
    let found = crate::merchants::find(ctx, merchant).await?;
    let asker = Asker {
        account: permit.by().account(),
        merchant: Some(merchant),
        country: found.map(|found| found.profile.country),
        ..Asker::default()
    };
    Ok(match gates::ask(ctx, Feature::Imports, &asker).await? {
        Answer::Ended => Err(Shut::Ended),
        answer if answer.is_open() => Ok(()),
        _ => Err(Shut::NotOpen),
    })
}
