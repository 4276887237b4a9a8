//! What a message says.

use bytes::Bytes;
use domain::ids::MerchantId;
use jiff::Timestamp;
use serde_json::{Value, json};
use store::DbError;
use store::webhook_deliveries::{self, Claimed};

use crate::Ctx;
use crate::orders::story;

/// The message about what `claimed` names, made of what is so now; none when the order is not there any more.
pub(super) async fn message(
    ctx: &Ctx,
    merchant: MerchantId,
    claimed: &Claimed,
) -> Result<Option<Bytes>, DbError> {
    let order = claimed.order;
    let found = ctx
        .db()
        .read(move |conn| {
            let Some(story) = story(conn, merchant, order)? else { return Ok(None) };
            // The first line that was bought in a post says where the order came from.
            let post = story.order.lines.iter().find_map(|line| line.post);
            let creator = match post {
                Some(post) => webhook_deliveries::creator(conn, post)?,
                None => None,
            };
            Ok::<_, DbError>(Some((story, post, creator)))
        })
        .await?;
    let Some((story, post, creator)) = found else { return Ok(None) };
    let mut data = ctx.ports().orders.write(&story);
    if let Some(data) = data.as_object_mut() {
        data.insert("post_id".to_owned(), post.map_or(Value::Null, |post| post.to_string().into()));
        data.insert("creator_id".to_owned(), creator.map_or(Value::Null, Value::from));
        if let Some((name, id)) = claimed.event.about(claimed.about) {
            data.insert(name.to_owned(), id.into());
        }
    }
    Ok(Some(envelope(claimed.event.as_str(), claimed.happened_at, data)))
}

/// What every message is wrapped in.
pub(super) fn envelope(event: &str, happened_at: Timestamp, data: Value) -> Bytes {
    json!({ "type": event, "timestamp": happened_at.to_string(), "data": data }).to_string().into()
}
