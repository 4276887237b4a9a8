//! I6, I7 and I8: one of each, at the price that was shown, adding up exactly.

use super::{Invariant, On, Rule};

pub(super) const I6: Invariant = Invariant {
    number: "I6",
    promise: "one order per checkout, each message once",
    of: "orders",
    population: "SELECT count(*) FROM orders",
    rules: &[
        Rule::new(
            "checkout",
            "more than one live order",
            "SELECT checkout_id FROM orders WHERE state <> 'canceled'
              GROUP BY merchant_id, checkout_id HAVING count(*) > 1",
        ),
        Rule::new(
            "order",
            "more than one live payment",
            "SELECT order_id FROM payments
              WHERE state IN ('started', 'requires_action', 'authorized', 'captured')
              GROUP BY merchant_id, order_id HAVING count(*) > 1",
        ),
        Rule::new(
            "order",
            "its number is another order's too",
            "SELECT min(id) FROM orders GROUP BY merchant_id, number HAVING count(*) > 1",
        ),
        Rule::new(
            "merchant",
            "its invoices are not numbered one after the other",
            "SELECT merchant_id FROM invoices GROUP BY merchant_id, is_test
             HAVING count(*) <> max(number) OR count(DISTINCT number) <> count(*) OR min(number) <> 1",
        ),
        Rule::new(
            "order",
            "invoiced, and never sold",
            "SELECT i.order_id
               FROM invoices i
               LEFT JOIN orders o ON o.merchant_id = i.merchant_id AND o.id = i.order_id
              WHERE o.id IS NULL OR o.state IN ('pending', 'placed') OR o.currency <> i.currency",
        ),
        Rule::new(
            "mail",
            "written twice for one reason",
            "SELECT min(id) FROM mails GROUP BY unique_key HAVING count(*) > 1",
        ),
        Rule::new(
            "job",
            "waits twice for one reason",
            "SELECT min(id) FROM jobs WHERE unique_key IS NOT NULL GROUP BY unique_key HAVING count(*) > 1",
        ),
    ],
};

pub(super) const I7: Invariant = Invariant {
    number: "I7",
    promise: "the amount charged is the amount shown",
    of: "orders",
    population: "SELECT count(*) FROM orders",
    rules: &[
        Rule::new(
            "payment",
            "made for another amount or currency than its order",
            "SELECT p.id
               FROM payments p
               LEFT JOIN orders o ON o.merchant_id = p.merchant_id AND o.id = p.order_id
              WHERE o.id IS NULL OR p.amount <> o.total OR p.currency <> o.currency",
        ),
        Rule::new(
            "order",
            "another total or currency than its checkout showed",
            "SELECT o.id
               FROM orders o
               JOIN checkouts c ON c.merchant_id = o.merchant_id AND c.id = o.checkout_id
              WHERE c.order_id = o.id AND c.state = 'ordered'
                AND (c.total <> o.total OR c.currency <> o.currency)",
        ),
        Rule::new(
            "order",
            "its lines do not add up to its subtotal",
            "SELECT o.id
               FROM orders o
               LEFT JOIN (SELECT merchant_id, order_id, sum(unit_price * quantity) AS subtotal
                            FROM order_lines GROUP BY merchant_id, order_id) l
                 ON l.merchant_id = o.merchant_id AND l.order_id = o.id
              WHERE o.subtotal <> coalesce(l.subtotal, -1)",
        ),
    ],
};

pub(super) const I8: Invariant = Invariant {
    number: "I8",
    promise: "every sum is whole and exact",
    of: "order lines",
    population: "SELECT count(*) FROM order_lines",
    rules: &[
        Rule::new(
            "order",
            "its parts do not add up to its total",
            "SELECT id FROM orders
              WHERE total <> subtotal + shipping + CASE WHEN tax_included = 1 THEN 0 ELSE tax END",
        ),
        Rule::new(
            "order",
            "a part of it is below zero",
            "SELECT id FROM orders WHERE subtotal < 0 OR shipping < 0 OR tax < 0 OR total < 0",
        ),
        Rule::new(
            "order line",
            "its subtotal is not price times quantity, or its quantity is not above zero",
            "SELECT id FROM order_lines WHERE subtotal <> unit_price * quantity OR quantity <= 0",
        ),
        Rule::new(
            "order",
            "its lines carry more tax than the order",
            "SELECT o.id
               FROM orders o
               JOIN (SELECT merchant_id, order_id, sum(tax) AS tax
                       FROM order_lines GROUP BY merchant_id, order_id) l
                 ON l.merchant_id = o.merchant_id AND l.order_id = o.id
              WHERE l.tax > o.tax OR l.tax < 0",
        ),
        Rule::new(
            "order",
            "its currency is not a three-letter code",
            "SELECT id FROM orders WHERE length(currency) <> 3 OR currency <> upper(currency)",
        ),
        Rule::new(
            "order",
            "an amount is not an integer",
            "SELECT o.id
               FROM orders o
               LEFT JOIN order_lines l ON l.order_id = o.id
              WHERE typeof(o.total) <> 'integer' OR typeof(o.subtotal) <> 'integer'
                 OR typeof(o.shipping) <> 'integer' OR typeof(o.tax) <> 'integer'
                 OR typeof(o.refunded) <> 'integer' OR typeof(coalesce(l.unit_price, 0)) <> 'integer'
              GROUP BY o.id",
        )
        .on(On::Sqlite),
        Rule::new(
            "column",
            "an amount is not kept as an integer",
            "SELECT CAST(table_name || '.' || column_name AS text)
               FROM information_schema.columns
              WHERE table_schema = current_schema()
                AND table_name IN ('orders', 'order_lines', 'payments', 'refunds', 'variants')
                AND column_name IN ('total', 'subtotal', 'shipping', 'tax', 'refunded', 'unit_price', 'amount',
                                    'captured', 'price', 'compare_at')
                AND data_type <> 'bigint'",
        )
        .on(On::Postgres),
    ],
};
