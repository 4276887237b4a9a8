//! An order of ours becomes one of the shop's: a draft with the same things in it, paid by hand under our public id.
//!
//! Until it is paid it takes no units and nobody packs it, so that whatever is lost before leaves a draft and no order.

use std::collections::HashMap;

use app::ports::{Link, OrderOut, PlatformError, TheirOrder};
use domain::checkout::PostalAddress;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::amount::Scale;
use super::settle::{Agreed, METHOD, agreed};
use super::shop::Vendure;
use super::wire::{Id, List, Order, Outcome};
use crate::platform::pieces::parts;
use crate::platform::short::{short, wanted};

const BEGIN: &str = "mutation { createDraftOrder { id } }";

const FORGET: &str = "mutation ($order: ID!) { deleteDraftOrder(orderId: $order) { result } }";

const METHODS: &str = "query ($order: ID!) {
  eligibleShippingMethodsForDraftOrder(orderId: $order) { id name priceWithTax }
}";

const CUSTOMERS: &str = "query ($email: String!) {
  customers(options: { filter: { emailAddress: { eq: $email } }, take: 1 }) { items { id } }
}";

const SET_CUSTOMER: &str = "mutation ($order: ID!, $customer: ID!) {
  set: setCustomerForDraftOrder(orderId: $order, customerId: $customer) {
    __typename ... on ErrorResult { message }
  }
}";

/// An error that is one of the possible results of what was asked for.
const RESULT: &str = "{ __typename ... on ErrorResult { message } }";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Begun {
    create_draft_order: Id,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Methods {
    eligible_shipping_methods_for_draft_order: Vec<ShippingMethod>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ShippingMethod {
    id: String,
    name: String,
    price_with_tax: i64,
}

#[derive(Deserialize)]
struct Customers {
    customers: List<Id>,
}

#[derive(Deserialize)]
struct Set {
    set: Outcome,
}

#[derive(Deserialize)]
struct Priced {
    shipping: Outcome,
    state: Outcome,
}

#[derive(Deserialize)]
struct Paid {
    paid: Outcome,
}

impl Vendure {
    pub(super) async fn create_order(
        &self,
        link: &Link,
        order: &OrderOut,
    ) -> Result<TheirOrder, PlatformError> {
        // What the shop cannot write down is refused before anything is begun.
        Scale::of(&link.keys, link.currency).amount(order.total)?;
        let parts = parts(order)?;
        let begun: Begun = self.ask(&link.keys, BEGIN, Value::Null).await?;
        let draft = begun.create_draft_order.id;
        let ready = match self.fill(link, order, &draft).await {
            Ok(ready) => ready,
            Err(error) => {
                // It takes nothing from anybody; whether it can be cleared away changes no answer.
                let _ = self.ask::<Value>(&link.keys, FORGET, json!({ "order": draft })).await;
                return Err(error);
            }
        };
        let agreed = agreed(&ready, &parts, Scale::of(&link.keys, link.currency))?;
        self.pay(link, order, &draft, &agreed).await?;
        // It is sold: from here on, what is lost is searched for.
        let there = self.order_of_ours(link, &order.id).await;
        let there = there.map_err(|error| PlatformError::Unknown(error.to_string()))?;
        there.ok_or_else(|| PlatformError::Unknown("the order was paid and is not found".to_owned()))
    }

    /// Puts everything into the draft, and makes it ready to be paid.
    async fn fill(&self, link: &Link, order: &OrderOut, draft: &str) -> Result<Order, PlatformError> {
        let (document, variables) = filling(order, draft);
        let mut outcomes: HashMap<String, Outcome> = self.ask(&link.keys, &document, variables).await?;
        let customer = outcomes.remove("customer");
        for (place, line) in order.lines.iter().enumerate() {
            let Some(outcome) = outcomes.remove(&format!("line{place}")) else { continue };
            match outcome.kind.as_str() {
                "Order" => {}
                "InsufficientStockError" => return Err(PlatformError::SoldOut(vec![line.variant.clone()])),
                _ => return Err(PlatformError::Refused(format!("{}: {}", line.title, outcome.sentence()))),
            }
        }
        if customer.is_some_and(|outcome| outcome.kind != "Order") {
            // Somebody with an account in the shop; a guest of the same address would be refused.
            self.set_customer(link, draft, &order.email).await?;
        }
        self.price(link, order, draft).await
    }

    async fn set_customer(&self, link: &Link, draft: &str, email: &str) -> Result<(), PlatformError> {
        let found: Customers = self.ask(&link.keys, CUSTOMERS, json!({ "email": email })).await?;
        let Some(customer) = found.customers.items.into_iter().next() else {
            return Err(PlatformError::Refused("The shop does not take this buyer's address.".to_owned()));
        };
        let variables = json!({ "order": draft, "customer": customer.id });
        let set: Set = self.ask(&link.keys, SET_CUSTOMER, variables).await?;
        if set.set.kind == "Order" { Ok(()) } else { Err(PlatformError::Refused(set.set.sentence())) }
    }

    /// Chooses the way of shipping; the shop then says what all of it comes to.
    async fn price(&self, link: &Link, order: &OrderOut, draft: &str) -> Result<Order, PlatformError> {
        let methods: Methods = self.ask(&link.keys, METHODS, json!({ "order": draft })).await?;
        let wanted = Scale::of(&link.keys, link.currency).amount(order.shipping)?;
        let methods = methods.eligible_shipping_methods_for_draft_order;
        // The one of the same name or the same price; otherwise the cheapest, for the rest is agreed as a surcharge.
        let fit = |method: &&ShippingMethod| {
            (method.name != order.shipping_name, method.price_with_tax != wanted, method.price_with_tax)
        };
        let Some(method) = methods.iter().min_by_key(fit) else {
            return Err(PlatformError::Refused(
                "No way of shipping of the shop takes this order. Make one that is open to its country and its sum."
                    .to_owned(),
            ));
        };
        let document = format!(
            "mutation ($order: ID!, $method: ID!) {{
              shipping: setDraftOrderShippingMethod(orderId: $order, shippingMethodId: $method) {RESULT}
              state: transitionOrderToState(id: $order, state: \"ArrangingPayment\") {{
                __typename ... on ErrorResult {{ message }} ... on OrderStateTransitionError {{ transitionError }}
              }}
            }}"
        );
        let variables = json!({ "order": draft, "method": method.id });
        let priced: Priced = self.ask(&link.keys, &document, variables).await?;
        if priced.shipping.kind != "Order" {
            return Err(PlatformError::Refused(priced.shipping.sentence()));
        }
        if priced.state.kind == "Order" {
            let ready = self.read_order(link, draft).await?;
            return ready.ok_or_else(|| PlatformError::Down("a draft that was just made is gone".to_owned()));
        }
        // Somebody else bought the last ones since they were put in.
        let gone = self.sold_out(link, order).await?;
        if gone.is_empty() {
            return Err(PlatformError::Refused(priced.state.sentence()));
        }
        Err(PlatformError::SoldOut(gone))
    }

    async fn sold_out(&self, link: &Link, order: &OrderOut) -> Result<Vec<String>, PlatformError> {
        let wanted = wanted(order);
        let variants: Vec<String> = wanted.keys().map(|id| (*id).to_owned()).collect();
        Ok(short(&wanted, self.stock_of(link, &variants).await?))
    }

    /// Sells it: the one step that must not be done twice.
    async fn pay(
        &self,
        link: &Link,
        order: &OrderOut,
        draft: &str,
        agreed: &Agreed,
    ) -> Result<(), PlatformError> {
        let document = format!(
            "mutation ($payment: ManualPaymentInput!) {{ paid: addManualPaymentToOrder(input: $payment) {RESULT} }}"
        );
        let metadata = json!({
            "buyline_order": order.id, "number": order.number, "address": order.url, "test": order.is_test,
            "post": order.post, "creator": order.creator,
            "provider": order.payment.0, "payment": order.payment.1, "agreed": agreed,
        });
        let payment =
            json!({ "orderId": draft, "method": METHOD, "transactionId": order.id, "metadata": metadata });
        let paid: Paid = self.act(&link.keys, &document, json!({ "payment": payment })).await?;
        if paid.paid.kind == "Order" { Ok(()) } else { Err(PlatformError::Refused(paid.paid.sentence())) }
    }
}

/// One request for all that goes into a draft.
fn filling(order: &OrderOut, draft: &str) -> (String, Value) {
    let mut names = "$order: ID!, $customer: CreateCustomerInput!, $note: AddNoteToOrderInput!".to_owned();
    let mut calls = format!(
        "customer: setCustomerForDraftOrder(orderId: $order, input: $customer) {RESULT}
         note: addNoteToOrder(input: $note) {{ __typename }}"
    );
    let mut variables = Map::new();
    let (first, last) = split(buyer(order));
    variables.insert("order".to_owned(), draft.into());
    variables.insert(
        "customer".to_owned(),
        json!({ "firstName": first, "lastName": last, "emailAddress": order.email }),
    );
    variables.insert("note".to_owned(), json!({ "id": draft, "note": note(order), "isPublic": false }));
    for (place, line) in order.lines.iter().enumerate() {
        names.push_str(&format!(", $line{place}: AddItemToDraftOrderInput!"));
        calls.push_str(&format!(
            "\nline{place}: addItemToDraftOrder(orderId: $order, input: $line{place}) {RESULT}"
        ));
        variables.insert(
            format!("line{place}"),
            json!({ "productVariantId": line.variant, "quantity": line.quantity }),
        );
    }
    if let Some(address) = &order.address {
        names.push_str(", $address: CreateAddressInput!");
        for (name, call) in [("to", "setDraftOrderShippingAddress"), ("bill", "setDraftOrderBillingAddress")]
        {
            calls.push_str(&format!("\n{name}: {call}(orderId: $order, input: $address) {{ __typename }}"));
        }
        variables.insert("address".to_owned(), written(address));
    }
    (format!("mutation ({names}) {{\n{calls}\n}}"), variables.into())
}

fn buyer(order: &OrderOut) -> &str {
    order.address.as_ref().map_or(order.buyer_name.as_str(), |address| &address.name).trim()
}

/// First and last name, where there are two.
fn split(name: &str) -> (&str, &str) {
    name.rsplit_once(' ').unwrap_or(("", name))
}

fn written(address: &PostalAddress) -> Value {
    json!({
        "fullName": address.name, "streetLine1": address.line1, "streetLine2": address.line2,
        "city": address.city, "province": address.region, "postalCode": address.postal_code,
        "countryCode": address.country.code(), "phoneNumber": address.phone,
    })
}

/// What whoever packs may want to know: where it was sold and by whom.
fn note(order: &OrderOut) -> String {
    let mut note = format!("Buyline order {}: {}", order.number, order.url);
    if let Some(post) = &order.post {
        note.push_str(&format!("\nSold by post {post}"));
        if let Some(creator) = &order.creator {
            note.push_str(&format!(" of {creator}"));
        }
    }
    if !order.shipping_name.is_empty() {
        note.push_str(&format!("\nShipping: {}", order.shipping_name));
    }
    if order.is_test {
        note.push_str("\nThis is a test order. It cancels itself: do not send anything.");
    }
    note
}
