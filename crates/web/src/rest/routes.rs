//! Every endpoint of the API, one line each.

use domain::access::MerchantAct;

use super::{
    callbacks, carts, catalog, channel, checkouts, docs, images, imports, offers, orders, posts, products,
    reports, sales, variants, webhooks,
};
use crate::routes::{Route, Who, routes};

/// Method, path, who may, handler. The paths in braces are ids in their text form unless they say otherwise.
pub const ROUTES: &[Route] = routes! {
    // What anybody may read
    GET "/commerce/v1/merchants" Who::Anyone => catalog::merchants;
    GET "/commerce/v1/merchants/{merchant}" Who::Anyone => catalog::merchant;
    GET "/commerce/v1/merchants/{merchant}/products" Who::Anyone => catalog::products;
    GET "/commerce/v1/merchants/{merchant}/products/{product}" Who::Anyone => catalog::product;
    GET "/commerce/v1/offers/{offer}" Who::Anyone => catalog::offer;
    GET "/commerce/v1/merchants/{merchant}/posts" Who::Anyone => posts::list;
    GET "/commerce/v1/posts/{post}" Who::Anyone => posts::get;
    // Carts of guests
    POST "/commerce/v1/carts" Who::Anyone => carts::create;
    GET "/commerce/v1/carts/{cart}" Who::Holder => carts::get;
    POST "/commerce/v1/carts/{cart}/items" Who::Holder => carts::add;
    PUT "/commerce/v1/carts/{cart}/items/{variant}" Who::Holder => carts::set_quantity;
    DELETE "/commerce/v1/carts/{cart}/items/{variant}" Who::Holder => carts::remove;
    POST "/commerce/v1/carts/{cart}/checkout" Who::Holder => carts::check_out;
    // Buying
    POST "/commerce/v1/checkouts" Who::Anyone => checkouts::create;
    GET "/commerce/v1/checkouts/{checkout}" Who::Holder => checkouts::get;
    PATCH "/commerce/v1/checkouts/{checkout}" Who::Holder => checkouts::update::update;
    POST "/commerce/v1/checkouts/{checkout}/complete" Who::Holder => checkouts::complete::complete;
    GET "/commerce/v1/checkouts/{checkout}/orders" Who::Holder => checkouts::orders::list;
    // Orders
    GET "/commerce/v1/orders/{order}" Who::HolderOrKey(MerchantAct::ViewOrders) => orders::buyer::get;
    POST "/commerce/v1/orders/{order}/undo" Who::Holder => orders::buyer::undo;
    POST "/commerce/v1/orders/{order}/requests" Who::Holder => orders::requests::ask;
    // A merchant's programs
    GET "/commerce/v1/orders" Who::Key(MerchantAct::ViewOrders) => orders::merchant::list;
    POST "/commerce/v1/orders/{order}/fulfillments" Who::Key(MerchantAct::FulfillOrders) => orders::merchant::fulfill;
    POST "/commerce/v1/orders/{order}/fulfillments/{fulfillment}/delivered" Who::Key(MerchantAct::FulfillOrders) => orders::merchant::delivered;
    POST "/commerce/v1/orders/{order}/requests/{request}/answer" Who::Key(MerchantAct::FulfillOrders) => orders::requests::decide;
    POST "/commerce/v1/orders/{order}/cancel" Who::Key(MerchantAct::ReturnMoney) => orders::merchant::cancel;
    POST "/commerce/v1/orders/{order}/refunds" Who::Key(MerchantAct::ReturnMoney) => orders::merchant::refund;
    PUT "/commerce/v1/orders/{order}/reference" Who::Key(MerchantAct::FulfillOrders) => orders::reference::refer;
    // What a shop's own platform pushes
    PUT "/commerce/v1/channel/products" Who::Key(MerchantAct::EditCatalog) => channel::push_products;
    DELETE "/commerce/v1/channel/products/{external_id}" Who::Key(MerchantAct::EditCatalog) => channel::remove_product;
    PATCH "/commerce/v1/channel/stock" Who::Key(MerchantAct::EditCatalog) => channel::push_stock;
    PATCH "/commerce/v1/channel/prices" Who::Key(MerchantAct::EditCatalog) => channel::push_prices;
    GET "/commerce/v1/channel/health" Who::Key(MerchantAct::ViewCatalog) => channel::health;
    GET "/commerce/v1/channel/quotes" Who::Key(MerchantAct::ViewWebhooks) => callbacks::get;
    PUT "/commerce/v1/channel/quotes" Who::Key(MerchantAct::EditWebhooks) => callbacks::set_up;
    DELETE "/commerce/v1/channel/quotes" Who::Key(MerchantAct::EditWebhooks) => callbacks::remove;
    POST "/commerce/v1/channel/quotes/rotate" Who::Key(MerchantAct::EditWebhooks) => callbacks::rotate;
    GET "/commerce/v1/products" Who::Key(MerchantAct::ViewCatalog) => products::list;
    POST "/commerce/v1/products" Who::Key(MerchantAct::EditCatalog) => products::create;
    GET "/commerce/v1/products/{product}" Who::Key(MerchantAct::ViewCatalog) => products::get;
    PUT "/commerce/v1/products/{product}" Who::Key(MerchantAct::EditCatalog) => products::replace;
    POST "/commerce/v1/products/{product}/images" Who::Key(MerchantAct::EditCatalog) => images::add;
    DELETE "/commerce/v1/products/{product}/images/{position}" Who::Key(MerchantAct::EditCatalog) => images::remove;
    PUT "/commerce/v1/variants/{variant}/stock" Who::Key(MerchantAct::EditCatalog) => variants::set_stock;
    PUT "/commerce/v1/variants/{variant}/prices" Who::Key(MerchantAct::EditCatalog) => variants::set_prices;
    GET "/commerce/v1/products/{product}/offers" Who::Key(MerchantAct::ViewCatalog) => offers::of_product;
    GET "/commerce/v1/products/{product}/sale" Who::Key(MerchantAct::ViewCatalog) => sales::sale_of;
    PUT "/commerce/v1/products/{product}/sale" Who::Key(MerchantAct::EditCatalog) => sales::put_on_sale;
    DELETE "/commerce/v1/products/{product}/sale" Who::Key(MerchantAct::EditCatalog) => sales::end_sale;
    POST "/commerce/v1/offers" Who::Key(MerchantAct::EditCatalog) => offers::make;
    PATCH "/commerce/v1/offers/{offer}" Who::Key(MerchantAct::EditCatalog) => offers::change;
    GET "/commerce/v1/imports" Who::Key(MerchantAct::EditCatalog) => imports::list;
    POST "/commerce/v1/imports" Who::Key(MerchantAct::EditCatalog) => imports::bring;
    POST "/commerce/v1/imports/url" Who::Key(MerchantAct::EditCatalog) => imports::bring_from_url;
    GET "/commerce/v1/imports/{import}" Who::Key(MerchantAct::EditCatalog) => imports::get;
    DELETE "/commerce/v1/imports/{import}" Who::Key(MerchantAct::EditCatalog) => imports::discard;
    POST "/commerce/v1/imports/{import}/confirm" Who::Key(MerchantAct::EditCatalog) => imports::confirm;
    POST "/commerce/v1/posts" Who::Key(MerchantAct::Post) => posts::create;
    DELETE "/commerce/v1/posts/{post}" Who::Key(MerchantAct::Post) => posts::delete;
    GET "/commerce/v1/reports/figures" Who::Key(MerchantAct::ViewFigures) => reports::read;
    // Where a merchant's programs listen
    GET "/commerce/v1/webhooks" Who::Key(MerchantAct::ViewWebhooks) => webhooks::list;
    POST "/commerce/v1/webhooks" Who::Key(MerchantAct::EditWebhooks) => webhooks::create;
    GET "/commerce/v1/webhooks/{webhook}" Who::Key(MerchantAct::ViewWebhooks) => webhooks::get;
    PATCH "/commerce/v1/webhooks/{webhook}" Who::Key(MerchantAct::EditWebhooks) => webhooks::change;
    POST "/commerce/v1/webhooks/{webhook}/rotate" Who::Key(MerchantAct::EditWebhooks) => webhooks::rotate;
    POST "/commerce/v1/webhooks/{webhook}/ping" Who::Key(MerchantAct::EditWebhooks) => webhooks::ping;
    GET "/commerce/v1/webhooks/{webhook}/deliveries" Who::Key(MerchantAct::ViewWebhooks) => webhooks::deliveries;
    POST "/commerce/v1/webhooks/{webhook}/deliveries/{delivery}/resend" Who::Key(MerchantAct::EditWebhooks) => webhooks::resend;
    POST "/commerce/v1/webhooks/{webhook}/replay" Who::Key(MerchantAct::EditWebhooks) => webhooks::replay;
    DELETE "/commerce/v1/webhooks/{webhook}" Who::Key(MerchantAct::EditWebhooks) => webhooks::remove;
    // About the API itself
    GET "/commerce/v1/openapi.json" Who::Anyone => docs::openapi;
    GET "/commerce/v1/docs" Who::Anyone => docs::page;
    GET "/problems/{problem}" Who::Anyone => docs::problem;
};
