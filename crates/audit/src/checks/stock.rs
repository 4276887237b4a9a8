//! I1 and I2: units on the shelf and units promised.

use super::{Invariant, Rule};

pub(super) const I1: Invariant = Invariant {
    number: "I1",
    promise: "no unit is sold or promised twice",
    of: "variants",
    population: "SELECT count(*) FROM variants",
    rules: &[
        Rule::new(
            "variant",
            "fewer than zero units on hand or reserved",
            "SELECT id FROM variants WHERE on_hand < 0 OR reserved < 0",
        ),
        Rule::new(
            "variant",
            "more units reserved than on hand",
            "SELECT id FROM variants WHERE tracked = 1 AND reserved > on_hand",
        ),
        Rule::new(
            "variant",
            "open orders hold more units than are on hand",
            "SELECT v.id
               FROM variants v
               JOIN (SELECT l.merchant_id, l.variant_id, sum(l.quantity) AS units
                       FROM order_lines l
                       JOIN orders o ON o.merchant_id = l.merchant_id AND o.id = l.order_id
                      WHERE o.state IN ('pending', 'placed') AND l.tracked = 1
                      GROUP BY l.merchant_id, l.variant_id) held
                 ON held.merchant_id = v.merchant_id AND held.variant_id = v.id
              WHERE v.tracked = 1 AND held.units > v.on_hand",
        ),
    ],
};

pub(super) const I2: Invariant = Invariant {
    number: "I2",
    promise: "every reserved unit belongs to a live order",
    of: "variants",
    population: "SELECT count(*) FROM variants",
    rules: &[
        Rule::new(
            "variant",
            "the reserved count differs from what open orders hold",
            "SELECT v.id
               FROM variants v
               LEFT JOIN (SELECT l.merchant_id, l.variant_id, sum(l.quantity) AS units
                            FROM order_lines l
                            JOIN orders o ON o.merchant_id = l.merchant_id AND o.id = l.order_id
                           WHERE o.state IN ('pending', 'placed') AND l.tracked = 1
                           GROUP BY l.merchant_id, l.variant_id) held
                 ON held.merchant_id = v.merchant_id AND held.variant_id = v.id
              WHERE v.reserved <> coalesce(held.units, 0)",
        ),
        Rule::new(
            "order",
            "holds units for a variant that does not exist",
            "SELECT DISTINCT o.id
               FROM order_lines l
               JOIN orders o ON o.merchant_id = l.merchant_id AND o.id = l.order_id
              WHERE o.state IN ('pending', 'placed') AND l.tracked = 1
                AND NOT EXISTS (SELECT 1 FROM variants v
                                 WHERE v.merchant_id = l.merchant_id AND v.id = l.variant_id)",
        ),
        Rule::new(
            "order",
            "still pending though its checkout is over, and no job will end it",
            "SELECT o.id
               FROM orders o
               JOIN checkouts c ON c.merchant_id = o.merchant_id AND c.id = o.checkout_id
              WHERE o.state = 'pending' AND c.expires_at < {late} AND o.created_at < {late}
                AND o.id NOT IN ({busy})
                AND NOT EXISTS (SELECT 1 FROM payments p
                                 WHERE p.merchant_id = o.merchant_id AND p.order_id = o.id
                                   AND p.id IN ({busy}))",
        ),
    ],
};
