//! The API described by itself: made from the code, so that it cannot drift.

use serde::Serialize;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::AnyOf;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ContentBuilder, Ref, RefOr, ResponseBuilder, Schema};
use utoipa::{OpenApi, ToSchema};

use super::problem::PROBLEM_JSON;
use super::routes::ROUTES;
use super::{
    callbacks, carts, catalog, channel, checkouts, images, imports, offers, orders, posts, products, reports,
    sales, variants, webhooks,
};
use crate::routes::Who;

/// What every failure is answered with (RFC 9457). Further members depend on the `type`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProblemObject {
    /// A stable path of this server that explains what happened and what to do.
    #[schema(example = "/problems/out-of-stock")]
    r#type: String,
    /// What it is called.
    title: String,
    /// The status, once more.
    status: u16,
    /// A sentence about this occurrence.
    detail: String,
    /// Names this occurrence.
    instance: String,
    /// For `/problems/invalid-field`: what is wrong with which field.
    #[serde(skip_serializing_if = "Option::is_none")]
    errors: Option<Vec<FieldError>>,
    /// For `/problems/out-of-stock`: how many are left.
    #[serde(skip_serializing_if = "Option::is_none")]
    available: Option<u32>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct FieldError {
    /// Where it stands in the body, `items[0].quantity`.
    pub field: String,
    /// What is wrong.
    pub reason: String,
}

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Buyline commerce API",
        version = "1.0.0",
        description = "Sell and buy over HTTP. Money is integer minor units. Ids are texts. Unknown fields are \
                       refused. Failures are application/problem+json; every `type` explains itself at its own \
                       address. What may change within version 1 is written in docs/protocols/rest.md.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    tags(
        (name = "catalog", description = "What anybody may read."),
        (name = "carts", description = "Collect from several merchants before buying."),
        (name = "checkouts", description = "Create, say where to, choose the shipping, complete."),
        (name = "orders", description = "What was bought: for the buyer, and for the merchant's programs."),
        (name = "products", description = "A merchant's own products, stock and offers."),
        (name = "imports", description = "Product files."),
        (name = "posts", description = "Posts with a Buy card."),
        (name = "reports", description = "What posts and products earned."),
        (name = "channel", description = "Push a catalog from another platform, and see how all of it stands."),
        (name = "webhooks", description = "Be told what happens to orders, signed by Standard Webhooks."),
    ),
    paths(
        carts::create, carts::get, carts::add, carts::set_quantity, carts::remove, carts::check_out,
        checkouts::create, checkouts::get, checkouts::update::update, checkouts::complete::complete,
        checkouts::orders::list,
        orders::buyer::get, orders::buyer::undo, orders::requests::ask,
        orders::merchant::list, orders::merchant::fulfill, orders::merchant::delivered, orders::requests::decide,
        orders::merchant::cancel, orders::merchant::refund, orders::reference::refer,
        channel::push_products, channel::remove_product, channel::push_stock, channel::push_prices, channel::health,
        callbacks::get, callbacks::set_up, callbacks::remove, callbacks::rotate,
        catalog::merchants, catalog::merchant, catalog::products, catalog::product, catalog::offer,
        products::list, products::create, products::get, products::replace,
        images::add, images::remove,
        variants::set_stock, variants::set_prices, offers::of_product, offers::make, offers::change,
        sales::sale_of, sales::put_on_sale, sales::end_sale,
        imports::list, imports::bring, imports::bring_from_url, imports::get, imports::discard, imports::confirm,
        posts::list, posts::get, posts::create, posts::delete,
        reports::read,
        webhooks::list, webhooks::create, webhooks::get, webhooks::change, webhooks::remove, webhooks::rotate,
        webhooks::ping, webhooks::deliveries, webhooks::resend, webhooks::replay,
    ),
    components(schemas(ProblemObject, FieldError))
)]
struct Api;

/// What a merchant's key is called in the description.
const MERCHANT_KEY: &str = "merchantKey";
/// What the secret of a checkout or cart is called in the description.
const TOKEN: &str = "token";

/// The description. Who may call and how failures look is filled in from the list of routes.
#[must_use]
pub fn document() -> utoipa::openapi::OpenApi {
    let mut api = Api::openapi();
    let components = api.components.get_or_insert_default();
    let bearer = |description: &str| {
        let http = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).description(Some(description)).build();
        SecurityScheme::Http(http)
    };
    // A whole order has an id, too: exactly one of the two would be too narrow.
    if let Some(RefOr::T(Schema::OneOf(choices))) = components.schemas.get("ActedOn").cloned() {
        let any = AnyOf { items: choices.items, description: choices.description, ..AnyOf::new() };
        components.schemas.insert("ActedOn".to_owned(), Schema::AnyOf(any).into());
    }
    components.add_security_scheme(MERCHANT_KEY, bearer("A merchant's key: blk_live_… or blk_test_…."));
    components
        .add_security_scheme(TOKEN, bearer("The token of a checkout or a cart, said when it was created."));
    for route in ROUTES {
        let Some(item) = api.paths.paths.get_mut(route.path) else { continue };
        let operation = match route.method {
            "GET" => &mut item.get,
            "POST" => &mut item.post,
            "PUT" => &mut item.put,
            "PATCH" => &mut item.patch,
            "DELETE" => &mut item.delete,
            _ => continue,
        };
        if let Some(operation) = operation {
            complete(operation, route.who);
        }
    }
    api
}

fn complete(operation: &mut Operation, who: Who) {
    let tag = operation.tags.as_ref().and_then(|tags| tags.first());
    operation.operation_id = operation.operation_id.take().zip(tag).map(|(id, tag)| format!("{tag}_{id}"));
    let key = |act: domain::access::MerchantAct| {
        SecurityRequirement::new(MERCHANT_KEY, act.scope().map(domain::access::Scope::as_str))
    };
    let token = || SecurityRequirement::new(TOKEN, [""; 0]);
    operation.security = match who {
        Who::Holder => Some(vec![token()]),
        Who::Key(act) => Some(vec![key(act)]),
        Who::HolderOrKey(act) => Some(vec![token(), key(act)]),
        Who::Anyone
        | Who::Person
        | Who::AnyStaff
        | Who::Staff(_)
        | Who::Team(_)
        | Who::Operator
        | Who::Demo => None,
    };
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemObject"))).build();
    let response =
        ResponseBuilder::new().description("What went wrong.").content(PROBLEM_JSON, problem).build();
    operation.responses.responses.insert("default".to_owned(), RefOr::T(response));
}
