//! I4, I5 and I9: money taken, money owed, money given back, as our own rows tell it.

use super::{Invariant, Rule};

pub(super) const I4: Invariant = Invariant {
    number: "I4",
    promise: "no buyer is charged twice for one order",
    of: "payments",
    population: "SELECT count(*) FROM payments",
    rules: &[
        Rule::new(
            "order",
            "more than one captured payment",
            "SELECT order_id FROM payments WHERE captured > 0 OR state = 'captured'
              GROUP BY merchant_id, order_id HAVING count(*) > 1",
        ),
        Rule::new(
            "order",
            "more captured than its total",
            "SELECT o.id
               FROM orders o
               JOIN (SELECT merchant_id, order_id, sum(captured) AS captured
                       FROM payments GROUP BY merchant_id, order_id) p
                 ON p.merchant_id = o.merchant_id AND p.order_id = o.id
              WHERE p.captured > o.total",
        ),
        Rule::new(
            "payment",
            "shares its key at the provider with another one",
            "SELECT min(id) FROM payments GROUP BY provider, attempt_key HAVING count(*) > 1",
        ),
        Rule::new(
            "payment",
            "captured more than it was made for, or a captured sum that contradicts its state",
            "SELECT id FROM payments
              WHERE captured > amount OR captured < 0 OR (captured > 0 AND state <> 'captured')
                 OR (state = 'captured' AND captured = 0 AND amount > 0)",
        ),
    ],
};

pub(super) const I5: Invariant = Invariant {
    number: "I5",
    promise: "money taken and orders accepted are the same set",
    of: "orders",
    population: "SELECT count(*) FROM orders",
    rules: &[
        Rule::new(
            "order",
            "confirmed, but its total was not captured",
            "SELECT o.id
               FROM orders o
               LEFT JOIN (SELECT merchant_id, order_id, sum(captured) AS captured
                            FROM payments GROUP BY merchant_id, order_id) p
                 ON p.merchant_id = o.merchant_id AND p.order_id = o.id
              WHERE o.state = 'confirmed' AND coalesce(p.captured, 0) <> o.total",
        ),
        Rule::new(
            "order",
            "paid, yet still pending",
            "SELECT DISTINCT o.id
               FROM orders o
               JOIN payments p ON p.merchant_id = o.merchant_id AND p.order_id = o.id
              WHERE o.state = 'pending' AND p.captured > 0",
        ),
        Rule::new(
            "order",
            "placed without a payment that holds or took its total",
            "SELECT o.id
               FROM orders o
              WHERE o.state = 'placed' AND o.total > 0
                AND NOT EXISTS (SELECT 1 FROM payments p
                                 WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id
                                   AND p.state IN ('authorized', 'captured') AND p.amount = o.total)",
        ),
        Rule::new(
            "order",
            "its undo window is over, it is not confirmed, and no job will end it",
            "SELECT o.id
               FROM orders o
              WHERE o.state = 'placed' AND coalesce(o.undo_until, o.placed_at, o.created_at) < {late}
                AND o.id NOT IN ({busy})
                AND NOT EXISTS (SELECT 1 FROM payments p
                                 WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id
                                   AND p.id IN ({busy}))",
        ),
        Rule::new(
            "order",
            "canceled, but money taken for it is not on its way back",
            "SELECT o.id
               FROM orders o
               JOIN (SELECT merchant_id, order_id, sum(captured) AS captured
                       FROM payments GROUP BY merchant_id, order_id) p
                 ON p.merchant_id = o.merchant_id AND p.order_id = o.id
               LEFT JOIN (SELECT merchant_id, order_id, sum(amount) AS returned
                            FROM refunds WHERE state IN ('started', 'done')
                           GROUP BY merchant_id, order_id) r
                 ON r.merchant_id = o.merchant_id AND r.order_id = o.id
              WHERE o.state = 'canceled' AND coalesce(r.returned, 0) < p.captured
                AND o.id NOT IN ({busy})
                AND NOT EXISTS (SELECT 1 FROM payments p
                                 WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id
                                   AND p.id IN ({busy}))",
        ),
    ],
};

pub(super) const I9: Invariant = Invariant {
    number: "I9",
    promise: "no more is given back than was taken",
    of: "refunds",
    population: "SELECT count(*) FROM refunds",
    rules: &[
        Rule::new("refund", "not more than zero", "SELECT id FROM refunds WHERE amount <= 0"),
        Rule::new(
            "payment",
            "refunds under way and done exceed what was captured",
            "SELECT p.id
               FROM payments p
               JOIN (SELECT merchant_id, payment_id, sum(amount) AS returned
                       FROM refunds WHERE state IN ('started', 'done')
                      GROUP BY merchant_id, payment_id) r
                 ON r.merchant_id = p.merchant_id AND r.payment_id = p.id
              WHERE r.returned > p.captured",
        ),
        Rule::new(
            "payment",
            "refunds that are done and what the buyer's bank took back exceed what was captured",
            "SELECT p.id
               FROM payments p
               JOIN (SELECT merchant_id, payment_id, sum(amount) AS taken_back
                       FROM disputes WHERE is_inquiry = 0 AND state IN ('waiting', 'under_review', 'lost')
                      GROUP BY merchant_id, payment_id) d
                 ON d.merchant_id = p.merchant_id AND d.payment_id = p.id
               LEFT JOIN (SELECT merchant_id, payment_id, sum(amount) AS returned
                            FROM refunds WHERE state = 'done'
                           GROUP BY merchant_id, payment_id) r
                 ON r.merchant_id = p.merchant_id AND r.payment_id = p.id
              WHERE d.taken_back + coalesce(r.returned, 0) > p.captured",
        ),
        Rule::new(
            "payment",
            "its refunded sum differs from its refunds under way and done",
            "SELECT p.id
               FROM payments p
               LEFT JOIN (SELECT merchant_id, payment_id, sum(amount) AS returned
                            FROM refunds WHERE state IN ('started', 'done')
                           GROUP BY merchant_id, payment_id) r
                 ON r.merchant_id = p.merchant_id AND r.payment_id = p.id
              WHERE p.refunded <> coalesce(r.returned, 0)",
        ),
        Rule::new(
            "order",
            "its refunded sum differs from its refunds that are done",
            "SELECT o.id
               FROM orders o
               LEFT JOIN (SELECT merchant_id, order_id, sum(amount) AS returned
                            FROM refunds WHERE state = 'done'
                           GROUP BY merchant_id, order_id) r
                 ON r.merchant_id = o.merchant_id AND r.order_id = o.id
              WHERE o.refunded <> coalesce(r.returned, 0)",
        ),
        Rule::new(
            "refund",
            "of another currency or another order than its payment",
            "SELECT r.id
               FROM refunds r
               LEFT JOIN payments p ON p.merchant_id = r.merchant_id AND p.id = r.payment_id
              WHERE p.id IS NULL OR p.currency <> r.currency OR p.order_id <> r.order_id",
        ),
        Rule::new(
            "refund",
            "shares its key at the provider with another one",
            "SELECT min(id) FROM refunds GROUP BY refund_key HAVING count(*) > 1",
        ),
    ],
};
