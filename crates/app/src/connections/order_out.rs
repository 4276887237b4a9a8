//! An order, a refund, as a shop is to know it: made of what is so now.

use std::collections::HashMap;

use domain::connection::{Part, part};
use domain::ids::{ConnectionId, MerchantId, OrderId, ProductId, RefundId, VariantId};
use domain::money::Money;
use domain::order::{Order, OrderLine, OrderState};
use store::callbacks::VariantNames;
use store::refunds::RefundedUnits;
use store::{DbError, callbacks, connections, webhook_deliveries};

use crate::Ctx;
use crate::ports::{LineOut, OrderOut, RefundOut};

/// The order of a send, with what of it belongs to the shop.
pub(super) struct Found {
    order: Order,
    owned: Vec<ProductId>,
    names: HashMap<VariantId, VariantNames>,
    payment: (String, String),
    creator: Option<String>,
}

/// Reads an order with what a shop needs of it; none when it is not there any more.
pub(super) async fn find(
    ctx: &Ctx,
    merchant: MerchantId,
    connection: ConnectionId,
    order: OrderId,
) -> Result<Option<Found>, DbError> {
    ctx.db()
        .read(move |conn| {
            let Some(order) = store::orders::find(conn, merchant, order)? else { return Ok(None) };
            let products: Vec<ProductId> = order.lines.iter().map(|line| line.product).collect();
            let variants: Vec<VariantId> = order.lines.iter().map(|line| line.variant).collect();
            let owned = connections::owned(conn, merchant, connection, &products)?;
            let names = callbacks::names(conn, merchant, &variants)?;
            let payment = store::payments::of_order(conn, merchant, order.id)?.into_iter().next();
            let creator = match order.lines.iter().find_map(|line| line.post) {
                Some(post) => webhook_deliveries::creator(conn, post)?,
                None => None,
            };
            Ok(Some(Found {
                order,
                owned,
                names: names.into_iter().map(|each| (each.variant, each)).collect(),
                payment: payment.map(|it| (it.provider, it.reference)).unwrap_or_default(),
                creator,
            }))
        })
        .await
}

impl Found {
    /// What of it the shop sells; none where nothing is left of that.
    pub(super) fn part(&self) -> Option<Part<'_>> {
        part(&self.order, |product| self.owned.contains(&product))
    }

    /// It ended here.
    pub(super) fn is_canceled(&self) -> bool {
        self.order.state == OrderState::Canceled
    }

    /// The order, or the shop's part of it, on its way out; none where the shop sells none of it.
    pub(super) fn out(&self, ctx: &Ctx) -> Option<OrderOut> {
        let (order, part) = (&self.order, self.part()?);
        Some(OrderOut {
            id: order.id.to_string(),
            number: order.number.clone(),
            url: format!("{}/studio/{}/orders/{}", ctx.base_url(), order.merchant, order.id),
            placed_at: order.placed_at.unwrap_or(order.created_at),
            email: order.email.clone(),
            buyer_name: order.buyer_name.clone(),
            address: order.address.clone(),
            lines: part.lines.iter().map(|line| self.line(line)).collect(),
            shipping: part.shipping,
            shipping_name: order.rate_name.clone(),
            shipping_tax: part.shipping_tax,
            tax: part.tax,
            tax_included: order.tax_included,
            total: part.total,
            payment: self.payment.clone(),
            post: order.lines.iter().find_map(|line| line.post).map(|post| post.to_string()),
            creator: self.creator.clone(),
            is_test: order.is_test,
        })
    }

    fn line(&self, line: &OrderLine) -> LineOut {
        let names = self.names.get(&line.variant);
        let title = match line.variant_title.as_str() {
            "" => line.title.clone(),
            options => format!("{} ({options})", line.title),
        };
        LineOut {
            id: line.id.to_string(),
            product: names.map(|names| names.product_external_id.clone()).unwrap_or_default(),
            variant: names.map(|names| names.external_id.clone()).unwrap_or_default(),
            sku: line.sku.clone(),
            title,
            quantity: line.quantity,
            unit_price: line.unit_price,
            subtotal: line.subtotal,
            tax: line.tax,
            requires_shipping: line.requires_shipping,
        }
    }

    /// Money given back, as the shop that has the order as `reference` is to know it; none where none of it is the shop's.
    pub(super) async fn refund(
        &self,
        ctx: &Ctx,
        refund: RefundId,
        reference: &str,
    ) -> Result<Option<RefundOut>, DbError> {
        let merchant = self.order.merchant;
        let read = move |conn: &mut store::Conn| {
            let found = store::refunds::find(conn, merchant, refund)?;
            Ok::<_, DbError>((found, store::refunds::units_of(conn, merchant, refund)?))
        };
        let (found, units) = ctx.db().read(read).await?;
        let (Some(found), Some(part)) = (found, self.part()) else { return Ok(None) };
        let given = found.refund.amount;
        let amount = if part.is_whole(&self.order) { given } else { worth(&part, &units, given) };
        if amount.amount <= 0 {
            return Ok(None);
        }
        let lines = part.lines.iter().filter_map(|line| {
            let of_line = units.iter().find(|each| each.line == line.id)?;
            let names = self.names.get(&line.variant)?;
            Some((names.external_id.clone(), of_line.quantity, of_line.restocked > 0))
        });
        Ok(Some(RefundOut {
            id: refund.to_string(),
            order: reference.to_owned(),
            amount,
            lines: lines.collect(),
            reason: found.refund.reason,
        }))
    }
}

/// What the units of one part are worth of money that was given back for an order of several parts; at most all of it.
fn worth(part: &Part<'_>, units: &[RefundedUnits], given: Money) -> Money {
    let amounts = part.lines.iter().map(|line| {
        let quantity = units.iter().find(|each| each.line == line.id).map_or(0, |each| each.quantity);
        line.unit_price.amount.saturating_mul(i64::from(quantity))
    });
    Money::new(amounts.sum::<i64>().min(given.amount), given.currency)
}
