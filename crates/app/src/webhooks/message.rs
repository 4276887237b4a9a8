//! What a message says.

use bytes::Bytes;
use domain::ids::{MerchantId, OrderId, PostId, VariantId};
use domain::view::orders::OrderStory;
use domain::webhook::{HookEvent, HookSubject};
use jiff::Timestamp;
use serde_json::{Value, json};
use store::DbError;
use store::webhook_deliveries::{self, Claimed};

use crate::Ctx;
use crate::orders::story;
use crate::ports::OrderForm;

/// The message about what `claimed` names, made of what is so now; none when that is not there any more.
pub(super) async fn message(
    ctx: &Ctx,
    merchant: MerchantId,
    claimed: &Claimed,
) -> Result<Option<Bytes>, DbError> {
    match claimed.subject {
        HookSubject::Order(order) => about_order(ctx, (merchant, order), claimed).await,
        HookSubject::Variant(variant) => about_variant(ctx, (merchant, variant), claimed).await,
    }
}

async fn about_variant(
    ctx: &Ctx,
    (merchant, variant): (MerchantId, VariantId),
    claimed: &Claimed,
) -> Result<Option<Bytes>, DbError> {
    let found = ctx.db().read(move |conn| store::todo::stock_of(conn, merchant, variant)).await?;
    let data = found.map(|stock| {
        json!({
            "product": stock.product.to_string(), "variant": variant.to_string(),
            "product_external_id": stock.product_external_id, "external_id": stock.external_id,
            "sku": stock.sku, "title": stock.title, "available": stock.available, "low_at": stock.low_at,
        })
    });
    Ok(data.map(|data| envelope(claimed.event.as_str(), claimed.happened_at, data)))
}

async fn about_order(
    ctx: &Ctx,
    (merchant, order): (MerchantId, OrderId),
    claimed: &Claimed,
) -> Result<Option<Bytes>, DbError> {
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
    let told =
        ToldOrder { event: claimed.event, about: claimed.about, post, creator, at: claimed.happened_at };
    Ok(Some(told.message(&*ctx.ports().orders, &story)))
}

/// What happened to an order, as a message tells it.
pub(crate) struct ToldOrder {
    /// What.
    pub(crate) event: HookEvent,
    /// The number of what it is about: a refund, a parcel, a request, or the order itself.
    pub(crate) about: i64,
    /// The post it was bought in.
    pub(crate) post: Option<PostId>,
    /// Who wrote that.
    pub(crate) creator: Option<String>,
    /// When.
    pub(crate) at: Timestamp,
}

impl ToldOrder {
    /// The message, with the order in the form that programs know it by.
    pub(crate) fn message(self, form: &dyn OrderForm, story: &OrderStory) -> Bytes {
        let mut data = form.write(story);
        if let Some(data) = data.as_object_mut() {
            let post = self.post.map_or(Value::Null, |post| post.to_string().into());
            data.insert("post_id".to_owned(), post);
            data.insert("creator_id".to_owned(), self.creator.map_or(Value::Null, Value::from));
            if let Some((name, id)) = self.event.about(self.about) {
                data.insert(name.to_owned(), id.into());
            }
        }
        envelope(self.event.as_str(), self.at, data)
    }
}

/// What every message is wrapped in.
pub(crate) fn envelope(event: &str, happened_at: Timestamp, data: Value) -> Bytes {
    json!({ "type": event, "timestamp": happened_at.to_string(), "data": data }).to_string().into()
}
