//! Everything that is said to a shop, as plain text. A test holds each against the official contract.
//!
//! A question must not cost more than a thousand points: an object is one, a list as many as it may hold. Lists within lists
//! are therefore short, and what is longer is asked for by itself.

/// What is read of a product itself.
macro_rules! product_fields {
    () => {
        "id title descriptionHtml vendor productType tags status onlineStoreUrl isGiftCard requiresSellingPlan
  options { name }"
    };
}

/// What is read of a variant itself.
macro_rules! variant_fields {
    () => {
        "id sku barcode price compareAtPrice taxable inventoryPolicy sellableOnlineQuantity
  selectedOptions { name value }
  inventoryItem { tracked requiresShipping measurement { weight { unit value } } }"
    };
}

/// A product on a page, with the first of its pictures and variants.
macro_rules! product {
    () => {
        concat!(
            "fragment Product on Product {
  ",
            product_fields!(),
            "
  publishedOnPublication(publicationId: $publication) @include(if: $isListed)
  media(first: 5) { nodes { ... on MediaImage { alt image { url } } } }
  variants(first: 10) { pageInfo { hasNextPage endCursor } nodes { ...Variant } }
}
"
        )
    };
}

/// A variant on a page, with its picture.
macro_rules! variant {
    () => {
        concat!(
            "fragment Variant on ProductVariant {
  ",
            variant_fields!(),
            "
  media(first: 1) { nodes { ... on MediaImage { image { url } } } }
}
"
        )
    };
}

/// What is read of every order; parcels and refunds are asked for only where there are some.
macro_rules! order {
    () => {
        "fragment Order on Order {
  id name sourceIdentifier tags updatedAt cancelledAt
  totalPriceSet { shopMoney { amount currencyCode } }
  fulfillmentsCount { count }
  refunds(first: 1) { id }
}
"
    };
}

/// The shop, what our app may do there, and where it ships from.
pub const SHOP: &str = "query Shop {
  shop { name myshopifyDomain currencyCode url }
  currentAppInstallation { accessScopes { handle } publication { id } }
  locations(first: 50) { nodes { id fulfillsOnlineOrders } }
}";

/// A page of products.
pub const PRODUCTS: &str = concat!(
    "query Products(
  $first: Int!, $query: String, $isFirst: Boolean!, $publication: ID!, $isListed: Boolean!
) {
  products(first: $first, query: $query, sortKey: ID) { pageInfo { hasNextPage } nodes { ...Product } }
  productsCount(query: $query, limit: null) @include(if: $isFirst) { count }
}
",
    product!(),
    variant!(),
);

/// Products by their ids.
pub const NAMED: &str = concat!(
    "query Named($ids: [ID!]!, $publication: ID!, $isListed: Boolean!) {
  nodes(ids: $ids) { __typename ...Product }
}
",
    product!(),
    variant!(),
);

/// More variants of a product than a page of products holds.
pub const VARIANTS: &str = concat!(
    "query Variants($id: ID!, $after: String) {
  product(id: $id) {
    variants(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { ...Variant } }
  }
}
",
    variant!(),
);

/// Has everything written into a file of lines. Its price is nothing, whatever the size of the shop.
pub const BULK: &str = "mutation Bulk($query: String!) {
  bulkOperationRunQuery(query: $query, groupObjects: true) { bulkOperation { id } userErrors { field message } }
}";

/// What is written there: products, each with its pictures and variants behind it. A list may have one list within.
pub const BULK_PRODUCTS: &str = concat!(
    "query BulkProducts {
  products { edges { node { __typename
  ",
    product_fields!(),
    "
  media { edges { node { __typename id ... on MediaImage { alt image { url } } } } }
  variants { edges { node { __typename
  ",
    variant_fields!(),
    "
  image { url }
  } } }
  } } }
}",
);

/// How far that is.
pub const BULK_STATE: &str = "query BulkState($id: ID!) {
  bulkOperation(id: $id) { status createdAt fileSize url }
}";

/// How many there are, by variants or by what messages name.
pub const STOCK: &str = "query Stock($ids: [ID!]!) {
  nodes(ids: $ids) {
    __typename
    ... on ProductVariant { id sellableOnlineQuantity inventoryItem { tracked } }
    ... on InventoryItem { tracked variants(first: 1) { nodes { id sellableOnlineQuantity } } }
  }
}";

/// Orders by a search.
pub const ORDERS: &str = concat!(
    "query Orders($first: Int!, $after: String, $query: String!) {
  orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
    pageInfo { hasNextPage endCursor }
    nodes { ...Order }
  }
}
",
    order!(),
);

/// An order by its id.
pub const ORDER: &str = concat!(
    "query Order($id: ID!) {
  order(id: $id) { ...Order }
}
",
    order!(),
);

/// The parcels and refunds of an order.
pub const PARTS: &str = "query Parts($id: ID!) {
  order(id: $id) {
    fulfillments(first: 250) { id status }
    refunds(first: 250) { id }
  }
}";

/// One parcel, and so many of its lines.
pub const PARCEL: &str = "query Parcel($id: ID!, $after: String) {
  fulfillment(id: $id) {
    id
    trackingInfo(first: 1) { company number url }
    fulfillmentLineItems(first: 250, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { quantity lineItem { variant { id } } }
    }
  }
}";

/// One refund, and so many of its lines.
pub const REFUND: &str = "query Refund($id: ID!, $after: String) {
  refund(id: $id) {
    id note
    totalRefundedSet { shopMoney { amount currencyCode } }
    refundLineItems(first: 250, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { quantity restocked lineItem { variant { id } } }
    }
  }
}";

/// What a refund of an order is made of.
pub const REFUNDABLE: &str = "query Refundable($id: ID!, $after: String) {
  order(id: $id) {
    refunds(first: 250) { id note }
    transactions(first: 50) { id kind status gateway }
    lineItems(first: 250, after: $after) {
      pageInfo { hasNextPage endCursor }
      nodes { id refundableQuantity unfulfilledQuantity variant { id } }
    }
  }
}";

/// Whether an order was canceled.
pub const CANCELED: &str = "query Canceled($id: ID!) { order(id: $id) { cancelledAt } }";

/// Who is told of what.
pub const HOOKS: &str = "query Hooks { webhookSubscriptions(first: 250) { nodes { id topic uri } } }";

/// Writes a paid order. Nothing makes this one idempotent: whoever calls has searched.
pub const PUSH: &str = concat!(
    "mutation Push($order: OrderCreateOrderInput!, $options: OrderCreateOptionsInput!) {
  orderCreate(order: $order, options: $options) {
    order { ...Order }
    userErrors { code field message }
  }
}
",
    order!(),
);

/// Writes down money that was given back. A second one under the same key is the first.
pub const GIVE_BACK: &str = "mutation GiveBack($input: RefundInput!, $key: String!) {
  refundCreate(input: $input) @idempotent(key: $key) { refund { id } userErrors { field message } }
}";

/// Cancels an order and puts its units back. No money moves: that was given back by us.
pub const CANCEL: &str = "mutation Cancel($id: ID!) {
  orderCancel(
    orderId: $id, reason: OTHER, restock: true, notifyCustomer: false
    refundMethod: { originalPaymentMethodsRefund: false }
  ) { job { id } orderCancelUserErrors { field message } }
}";

/// Has us told of something.
pub const LISTEN: &str =
    "mutation Listen($topic: WebhookSubscriptionTopic!, $uri: String!, $fields: [String!]!) {
  webhookSubscriptionCreate(
    topic: $topic, webhookSubscription: { uri: $uri, format: JSON, includeFields: $fields }
  ) {
    webhookSubscription { id }
    userErrors { field message }
  }
}";

/// Has us told no longer.
pub const UNLISTEN: &str = "mutation Unlisten($id: ID!) {
  webhookSubscriptionDelete(id: $id) { deletedWebhookSubscriptionId userErrors { field message } }
}";

/// Each of them by its name.
pub const ALL: [(&str, &str); 21] = [
    ("Shop", SHOP),
    ("Products", PRODUCTS),
    ("Named", NAMED),
    ("Variants", VARIANTS),
    ("Bulk", BULK),
    ("BulkProducts", BULK_PRODUCTS),
    ("BulkState", BULK_STATE),
    ("Stock", STOCK),
    ("Orders", ORDERS),
    ("Order", ORDER),
    ("Parts", PARTS),
    ("Parcel", PARCEL),
    ("Refund", REFUND),
    ("Refundable", REFUNDABLE),
    ("Canceled", CANCELED),
    ("Hooks", HOOKS),
    ("Push", PUSH),
    ("GiveBack", GIVE_BACK),
    ("Cancel", CANCEL),
    ("Listen", LISTEN),
    ("Unlisten", UNLISTEN),
];
