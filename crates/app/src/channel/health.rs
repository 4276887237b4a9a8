//! How a shop's own program and this server stand to each other, and what to do where something is wrong.

use domain::access::{AtMerchant, MerchantAct, Permit};
use domain::callback::OnFailure;
use domain::channel::{PushHealth, PushKind, Refusal};
use domain::webhook::HookState;
use jiff::{SignedDuration, Timestamp};
use store::{DbError, channel_pushes};

use crate::Ctx;
use crate::callbacks;
use crate::staff_log::permitted;
use crate::webhooks::{self, Standing};

/// Refused names that are shown.
pub const REFUSALS_SHOWN_MAX: u32 = 100;
/// The span of which is told what was refused.
const DAY: SignedDuration = SignedDuration::from_hours(24);
/// A message that waits for so long is worth a word.
const LAG_MAX: SignedDuration = SignedDuration::from_mins(5);

/// How everything stands.
#[derive(Debug, Clone, Default)]
pub struct Health {
    /// Each kind of push that came within a month.
    pub pushes: Vec<PushHealth>,
    /// What was refused within the last day and was not pushed rightly since, the newest first.
    pub refused: Vec<Refusal>,
    /// Where orders are told; none for who may not see that.
    pub webhooks: Option<Vec<Standing>>,
    /// The program that is asked for quotes; none without one, and for who may not see that.
    pub quotes: Option<callbacks::Standing>,
    /// What to do.
    pub advice: Vec<String>,
}

/// How pushes stand and, for who may see them, the messages out.
///
/// # Errors
/// [`DbError`] when the database cannot be read.
pub async fn health(
    ctx: &Ctx,
    permit: &Permit<AtMerchant>,
    hooks: Option<&Permit<AtMerchant>>,
) -> Result<Health, DbError> {
    let merchant = permitted(permit, MerchantAct::ViewCatalog);
    let now = ctx.now();
    let (pushes, refused) = ctx
        .db()
        .read(move |conn| {
            let pushes = channel_pushes::health(conn, merchant, now)?;
            let refused = channel_pushes::refusals(conn, merchant, now - DAY, REFUSALS_SHOWN_MAX)?;
            Ok::<_, DbError>((pushes, refused))
        })
        .await?;
    let webhooks = match hooks {
        Some(permit) => Some(webhooks::list(ctx, permit).await?),
        None => None,
    };
    let quotes = match hooks {
        Some(permit) => callbacks::find(ctx, permit).await?,
        None => None,
    };
    let mut health = Health { pushes, refused, webhooks, quotes, advice: Vec::new() };
    health.advice = advice(&health, now);
    Ok(health)
}

fn advice(health: &Health, now: Timestamp) -> Vec<String> {
    let mut said = Vec::new();
    let of = |kind| health.pushes.iter().find(|push| push.kind == kind);
    if of(PushKind::Products).is_none() {
        said.push("No products were pushed for a month: PUT /commerce/v1/channel/products.".to_owned());
    }
    if of(PushKind::Stock).is_some_and(|push| now.duration_since(push.last_at) > DAY) {
        said.push(
            "Stock was last pushed more than a day ago. Push it whenever it changes, and all of it once a day."
                .to_owned(),
        );
    }
    if !health.refused.is_empty() {
        said.push(
            "Some of what was pushed is refused: mend the fields named in \"refused\" and push those again."
                .to_owned(),
        );
    }
    for push in health.pushes.iter().filter(|push| push.of_day.stale * 10 > push.of_day.all()) {
        said.push(format!(
            "More than a tenth of the {} rows of the last day were older than what was known. A few are fine; so many \
             mean that two programs push, or that one sends its \"at\" from a clock that is behind.",
            push.kind.as_str()
        ));
    }
    match &health.webhooks {
        None => said.push("To see how orders reach you, use a key with the scope webhooks:read.".to_owned()),
        Some(hooks) if hooks.is_empty() => {
            said.push("Nobody is told of orders: POST /commerce/v1/webhooks with your address.".to_owned());
        }
        Some(hooks) => hooks.iter().for_each(|hook| said.extend(about_hook(hook, now))),
    }
    said.extend(health.quotes.as_ref().and_then(about_quotes));
    said
}

/// A few questions that are lost are a matter of networks; more than a tenth are one of the program.
fn about_quotes((callback, of_day): &callbacks::Standing) -> Option<String> {
    if !callback.is_on || (of_day.late + of_day.wrong) * 10 <= of_day.asked {
        return None;
    }
    let then = match callback.on_failure {
        OnFailure::UseOurs => "buyers were shown the prices of the studio's tables",
        OnFailure::Refuse => "buyers were told to come back",
    };
    Some(format!(
        "Of {} questions for quotes in the last day {} had no answer in time and {} a wrong one; {then} {} times. The last \
         was: {}. \"buyline channel-check --quotes\" tries its address.",
        of_day.asked, of_day.late, of_day.wrong, of_day.fell_back, callback.last_failure
    ))
}

fn about_hook((hook, health): &Standing, now: Timestamp) -> Vec<String> {
    let (id, mut said) = (hook.id, Vec::new());
    match hook.state {
        HookState::On => {}
        HookState::Paused => said.push(format!(
            "{id} is paused: what happens waits. PATCH it with {{\"state\": \"on\"}} to be told."
        )),
        HookState::Stopped => said.push(format!(
            "{id} answered 410 and was stopped. PATCH it with {{\"state\": \"on\"}}, then read what it missed by GET \
             /commerce/v1/orders."
        )),
    }
    if health.oldest_waiting.is_some_and(|since| now.duration_since(since) > LAG_MAX) {
        let why = if hook.last_failure.is_empty() { "it is slow" } else { &hook.last_failure };
        said.push(format!(
            "{id} has messages that wait for more than five minutes ({why}). They are sent again for three days; \
             \"buyline channel-check\" tries its address."
        ));
    }
    if health.failed > 0 {
        said.push(format!(
            "{id} did not take {} messages in three days. When it works again, POST its /replay with \
             {{\"failed\": true}}.",
            health.failed
        ));
    }
    said
}

#[cfg(test)]
mod tests {
    use domain::channel::Pushed;

    use super::*;

    fn push(kind: PushKind, hours_ago: i64, of_day: Pushed) -> PushHealth {
        PushHealth { kind, last_at: now() - SignedDuration::from_hours(hours_ago), of_day }
    }

    fn now() -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_hours(1_000)
    }

    #[test]
    fn advice_is_given_where_something_is_wrong_and_nowhere_else() {
        let fine = Health {
            pushes: vec![
                push(PushKind::Products, 700, Pushed::default()),
                push(PushKind::Stock, 1, Pushed { changed: 9, stale: 1, ..Pushed::default() }),
            ],
            webhooks: Some(Vec::new()),
            ..Health::default()
        };
        let begins = |health: &Health| -> Vec<String> {
            advice(health, now()).iter().map(|text| text.chars().take(14).collect()).collect()
        };
        assert_eq!(begins(&fine), ["Nobody is told"]);
        let many = Pushed { changed: 8, stale: 1, ..Pushed::default() };
        let old =
            Health { pushes: vec![push(PushKind::Stock, 25, many)], webhooks: None, ..Health::default() };
        assert_eq!(begins(&old), ["No products we", "Stock was last", "More than a te", "To see how ord"]);
    }
}
