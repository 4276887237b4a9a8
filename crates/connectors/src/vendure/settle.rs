//! What the buyer agreed to beyond the shop's own sum: other prices, other shipping, other tax. A shop changes an order only
//! once it is paid, so this comes after, step by step; what is to be done stands in the payment, and each step sees from the
//! order alone what comes next. Whoever dies in the middle is followed by whoever searches for the order.

use app::ports::{Link, PlatformError};
use domain::money::MoneyError;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value, json};

use super::amount::Scale;
use super::shop::Vendure;
use super::wire::{Order, Outcome, Payment};
use crate::platform::mark;
use crate::platform::pieces::{Parts, Taxed};

/// How payments from here are called in the shop.
pub(super) const METHOD: &str = "buyline";
/// By which our surcharges are known.
const SKU: &str = "BUYLINE";
/// Our name of what is taken off a payment where the buyer paid less than the shop's own sum. No money moves.
pub(super) const AGREED: &str = "agreed";
/// Steps from a paid order to a settled one, and one to see that it is.
const STEPS_MAX: usize = 6;
/// Decimals of a rate of tax that is made to fit.
const RATE_DECIMALS: u32 = 6;

/// What is to be added to an order, kept in its payment.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub(super) struct Agreed {
    surcharges: Vec<Surcharge>,
    /// What they come to with tax: below zero where the buyer paid less.
    difference: i64,
}

/// As the shop takes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Surcharge {
    description: String,
    sku: String,
    price: i64,
    price_includes_tax: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tax_rate: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tax_description: Option<String>,
}

/// What comes next with a paid order.
#[derive(Debug, PartialEq, Eq)]
enum Step {
    To(&'static str),
    Add,
    PayRest,
    TakeOff(String),
    Done,
}

#[derive(Deserialize)]
struct Stepped {
    step: Outcome,
}

/// What a draft lacks to be what was paid.
pub(super) fn agreed(draft: &Order, parts: &Parts, scale: Scale) -> Result<Agreed, PlatformError> {
    let goods = lacking(parts.subtotal, (draft.sub_total, draft.sub_total_with_tax), scale)?;
    let shipping = lacking(parts.shipping, (draft.shipping, draft.shipping_with_tax), scale)?;
    let mut surcharges = added("Price agreed with the buyer", goods);
    surcharges.extend(added("Shipping agreed with the buyer", shipping));
    Ok(Agreed { surcharges, difference: goods.1 + shipping.1 })
}

/// How much a sum of the shop's is short of ours, before and after tax.
fn lacking(ours: Taxed, theirs: (i64, i64), scale: Scale) -> Result<(i64, i64), PlatformError> {
    let short = |ours: i64, theirs: i64| {
        let refused = || PlatformError::Refused(MoneyError::Overflow.to_string());
        ours.checked_sub(theirs).ok_or_else(refused)
    };
    Ok((short(scale.amount(ours.before)?, theirs.0)?, short(scale.amount(ours.after)?, theirs.1)?))
}

/// Surcharges that come to exactly so much before and after tax.
fn added(what: &str, (net, gross): (i64, i64)) -> Vec<Surcharge> {
    let tax = gross - net;
    let one = |price: i64, rate: Option<Number>| Surcharge {
        description: what.to_owned(),
        sku: SKU.to_owned(),
        price,
        price_includes_tax: false,
        tax_description: rate.is_some().then(|| "Tax".to_owned()),
        tax_rate: rate,
    };
    if net == 0 && tax == 0 {
        return Vec::new();
    }
    if tax == 0 {
        return vec![one(net, None)];
    }
    if let Some(rate) = rate(net, tax) {
        return vec![one(net, Some(rate))];
    }
    // No rate says it: as much again as the tax is, and the rest without any.
    let rest = net - tax;
    let whole = one(tax, Some(100.into()));
    if rest == 0 { vec![whole] } else { vec![whole, one(rest, None)] }
}

/// The rate in percent by which so much is taxed with exactly so much, where there is one that nobody could round away.
fn rate(net: i64, tax: i64) -> Option<Number> {
    if net == 0 || (net < 0) != (tax < 0) {
        return None;
    }
    let (net, tax) = (i128::from(net.abs()), i128::from(tax.abs()));
    let one = 10_i128.pow(RATE_DECIMALS);
    let whole = tax * 100 * one;
    let rate = (whole + net / 2) / net;
    let off = (rate * net - whole).abs();
    // More than a tenth of the smallest amount off, or no rate that anybody would believe.
    if off * 10 > 100 * one || rate > 100 * one {
        return None;
    }
    format!("{}.{:06}", rate / one, rate % one).parse().ok()
}

/// Our payment of an order: the first one, which says whose it is.
pub(super) fn our_payment(order: &Order) -> Option<(&Payment, &str)> {
    let payments = order.payments.iter().flatten();
    payments.filter_map(|payment| Some((payment, payment.metadata["buyline_order"].as_str()?))).next()
}

fn next(order: &Order, agreed: &Agreed) -> Step {
    if agreed.surcharges.is_empty() {
        return Step::Done;
    }
    let is_added = order.surcharges.iter().any(|surcharge| surcharge.sku.as_deref() == Some(SKU));
    if !is_added {
        return match order.state.as_str() {
            "PaymentSettled" => Step::To("Modifying"),
            "Modifying" => Step::Add,
            // The merchant has gone on with it: nobody changes it behind their back.
            _ => Step::Done,
        };
    }
    let payments: Vec<&Payment> = order.payments.iter().flatten().collect();
    let settled = payments.iter().filter(|payment| payment.state == "Settled");
    let paid: i64 = settled.map(|payment| payment.amount).sum();
    let refunds = || payments.iter().flat_map(|payment| &payment.refunds);
    let back: i64 = refunds().filter(|refund| refund.state != "Failed").map(|refund| refund.total).sum();
    let is_short = order.total_with_tax > paid - back;
    let taken_off = refunds()
        .find(|refund| refund.state == "Pending" && is_agreed(refund.reason.as_deref().unwrap_or_default()));
    match order.state.as_str() {
        "Modifying" if is_short => Step::To("ArrangingAdditionalPayment"),
        "ArrangingAdditionalPayment" if is_short => Step::PayRest,
        "Modifying" | "ArrangingAdditionalPayment" => Step::To("PaymentSettled"),
        _ => taken_off.map_or(Step::Done, |refund| Step::TakeOff(refund.id.clone())),
    }
}

/// Whether a refund is none, but what the buyer paid less.
pub(super) fn is_agreed(reason: &str) -> bool {
    mark::read(reason).0.as_deref() == Some(AGREED)
}

impl Vendure {
    /// Brings a paid order to what the buyer agreed to; one that is there already is left alone.
    pub(super) async fn settle(&self, link: &Link, mut order: Order) -> Result<Order, PlatformError> {
        for _ in 0..STEPS_MAX {
            let Some((payment, _)) = our_payment(&order) else { return Ok(order) };
            let agreed: Agreed = match payment.metadata.get("agreed") {
                Some(kept) => serde_json::from_value(kept.clone()).unwrap_or_default(),
                None => Agreed::default(),
            };
            let (call, variables) = match next(&order, &agreed) {
                Step::Done => return Ok(order),
                Step::To(state) => (TO, json!({ "order": order.id, "state": state })),
                Step::Add => (ADD, json!({ "input": addition(&order, payment, &agreed) })),
                Step::PayRest => (
                    PAY,
                    json!({ "input": {
                    "orderId": order.id, "method": METHOD, "metadata": { "rest": true },
                } }),
                ),
                Step::TakeOff(refund) => {
                    (TAKE_OFF, json!({ "input": { "id": refund, "transactionId": AGREED } }))
                }
            };
            let stepped: Stepped = self.act(&link.keys, call, variables).await?;
            let read = self.read_order(link, &order.id).await?;
            order =
                read.ok_or_else(|| PlatformError::Down("an order that was just read is gone".to_owned()))?;
            if matches!(stepped.step.kind.as_str(), "Order" | "Refund") {
                continue;
            }
            return Err(PlatformError::Unknown(stepped.step.sentence()));
        }
        Ok(order)
    }
}

const TO: &str = "mutation ($order: ID!, $state: String!) {
  step: transitionOrderToState(id: $order, state: $state) {
    __typename ... on ErrorResult { message } ... on OrderStateTransitionError { transitionError }
  }
}";
const ADD: &str = "mutation ($input: ModifyOrderInput!) {
  step: modifyOrder(input: $input) { __typename ... on ErrorResult { message } }
}";
const PAY: &str = "mutation ($input: ManualPaymentInput!) {
  step: addManualPaymentToOrder(input: $input) { __typename ... on ErrorResult { message } }
}";
const TAKE_OFF: &str = "mutation ($input: SettleRefundInput!) {
  step: settleRefund(input: $input) { __typename ... on ErrorResult { message } }
}";

fn addition(order: &Order, payment: &Payment, agreed: &Agreed) -> Value {
    let mut input = json!({
        "dryRun": false, "orderId": order.id, "surcharges": agreed.surcharges,
        "note": "As the buyer agreed to at Buyline", "options": { "recalculateShipping": false },
    });
    if agreed.difference < 0 {
        input["refunds"] = json!([{
            "paymentId": payment.id, "amount": -agreed.difference,
            "reason": mark::marked("The buyer paid less than the shop's own sum. No money moves.", AGREED),
        }]);
    }
    input
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What a shop makes of a surcharge: net and gross, by JavaScript's rounding.
    fn shop_says(surcharge: &Surcharge) -> (i64, i64) {
        let rate = surcharge.tax_rate.as_ref().map_or(0, |rate| {
            let text = rate.to_string();
            let (whole, part) = text.split_once('.').unwrap_or((&text, ""));
            format!("{whole}{part:0<6}").parse::<i128>().unwrap()
        });
        let one = 100 * 10_i128.pow(RATE_DECIMALS);
        let gross = i128::from(surcharge.price) * (one + rate);
        (surcharge.price, i64::try_from((gross + one / 2).div_euclid(one)).unwrap())
    }

    #[test]
    fn a_usual_difference_is_one_surcharge_with_a_rate() {
        assert_eq!(added("x", (0, 0)), []);
        let plain = added("x", (250, 250));
        assert_eq!((plain.len(), plain[0].price, plain[0].tax_rate.clone()), (1, 250, None));
        let taxed = added("x", (301, 361));
        assert_eq!(taxed.len(), 1);
        assert_eq!(taxed[0].tax_rate.as_ref().unwrap().to_string(), "19.933555");
        let only_tax = added("x", (0, 7));
        assert_eq!(only_tax.iter().map(|one| one.price).collect::<Vec<_>>(), [7, -7]);
    }

    proptest! {
        #[test]
        fn surcharges_come_to_the_difference(net in -5_000_000_i64..5_000_000, tax in -900_000_i64..900_000) {
            let said = added("x", (net, net + tax));
            let sum = said.iter().map(shop_says).fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
            prop_assert_eq!(sum, (net, net + tax), "{:?}", said);
        }
    }
}
