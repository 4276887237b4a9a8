//! I10: the ledger adds up, says what payments and refunds say, and agrees with the provider to the cent.

use super::{Invariant, Rule};

pub(super) const I10: Invariant = Invariant {
    number: "I10",
    promise: "the ledger balances, and every amount that moved is in it once",
    of: "ledger lines",
    population: "SELECT count(*) FROM ledger",
    rules: &[
        Rule::new(
            "currency",
            "the sum over all accounts is not zero",
            "SELECT currency
               FROM (SELECT currency, debit AS account, amount FROM ledger
                      UNION ALL SELECT currency, credit, -amount FROM ledger) AS postings
              WHERE account IN ('balance', 'bank', 'sales', 'refunds', 'provider_fees', 'application_fees',
                                'disputes', 'other', 'donations', 'donation_refunds')
              GROUP BY currency HAVING sum(amount) <> 0",
        ),
        Rule::new(
            "source",
            "booked on other accounts than its kind of movement has",
            "SELECT source_id, kind FROM ledger
              WHERE debit || ' ' || credit <> CASE kind
                    WHEN 'charge' THEN 'balance sales'
                    WHEN 'refund' THEN 'refunds balance'
                    WHEN 'refund_failed' THEN 'balance refunds'
                    WHEN 'provider_fee' THEN 'provider_fees balance'
                    WHEN 'application_fee' THEN 'application_fees balance'
                    WHEN 'application_fee_refund' THEN 'balance application_fees'
                    WHEN 'dispute' THEN 'disputes balance'
                    WHEN 'dispute_fee' THEN 'provider_fees balance'
                    WHEN 'dispute_won' THEN 'balance disputes'
                    WHEN 'dispute_fee_back' THEN 'balance provider_fees'
                    WHEN 'payout' THEN 'bank balance'
                    WHEN 'payout_failed' THEN 'balance bank'
                    WHEN 'payout_taken' THEN 'balance bank'
                    WHEN 'other_in' THEN 'balance other'
                    WHEN 'other_out' THEN 'other balance'
                    WHEN 'donation' THEN 'balance donations'
                    WHEN 'donation_refund' THEN 'donation_refunds balance'
                    WHEN 'donation_refund_failed' THEN 'balance donation_refunds'
                    ELSE '' END",
        ),
        Rule::new("source", "booked with nothing or less", "SELECT source_id, kind FROM ledger WHERE amount <= 0"),
        Rule::new(
            "source",
            "booked twice",
            "SELECT source_id, kind FROM ledger GROUP BY merchant_id, kind, source_id HAVING count(*) > 1",
        ),
        Rule::new(
            "payment",
            "what was taken is not in the ledger as it was taken",
            "SELECT p.id
               FROM payments p
               LEFT JOIN ledger g ON g.merchant_id = p.merchant_id AND g.order_id = p.order_id
                                 AND g.kind = 'charge' AND g.source_id = p.id
              WHERE p.captured > 0
                AND (g.amount IS NULL OR g.amount <> p.captured OR g.currency <> p.currency)",
        ),
        Rule::new(
            "payment",
            "in the ledger as taken, and it was not",
            "SELECT g.source_id
               FROM ledger g
               LEFT JOIN payments p ON p.merchant_id = g.merchant_id AND p.id = g.source_id AND p.captured > 0
              WHERE g.kind = 'charge' AND p.id IS NULL",
        ),
        Rule::new(
            "refund",
            "what was given back is not in the ledger as it was given",
            "SELECT r.id
               FROM refunds r
               LEFT JOIN ledger g ON g.merchant_id = r.merchant_id AND g.order_id = r.order_id
                                 AND g.kind = 'refund' AND g.source_id = r.id
               LEFT JOIN ledger b ON b.merchant_id = r.merchant_id AND b.order_id = r.order_id
                                 AND b.kind = 'refund_failed' AND b.source_id = r.id
              WHERE (r.state = 'done'
                     AND (g.amount IS NULL OR g.amount <> r.amount OR g.currency <> r.currency
                          OR b.amount IS NOT NULL))
                 OR (r.state <> 'done' AND coalesce(g.amount, 0) <> coalesce(b.amount, 0))",
        ),
        Rule::new(
            "refund",
            "in the ledger as given back, and there is no such refund",
            "SELECT g.source_id
               FROM ledger g
               LEFT JOIN refunds r ON r.merchant_id = g.merchant_id AND r.id = g.source_id
              WHERE g.kind IN ('refund', 'refund_failed') AND r.id IS NULL",
        ),
        Rule::new(
            "dispute",
            "in the ledger as taken back or won, and there is no such dispute",
            "SELECT g.source_id
               FROM ledger g
               LEFT JOIN disputes d ON d.merchant_id = g.merchant_id AND d.id = g.source_id
                                   AND d.order_id = g.order_id AND d.currency = g.currency
               LEFT JOIN donation_disputes t ON t.merchant_id = g.merchant_id AND t.id = g.source_id
                                            AND g.order_id = 0 AND t.currency = g.currency
              WHERE g.kind IN ('dispute', 'dispute_fee', 'dispute_won', 'dispute_fee_back')
                AND d.id IS NULL AND t.id IS NULL",
        ),
        Rule::new(
            "payout",
            "its amount is not in the ledger as it moved",
            "SELECT p.id
               FROM payouts p
               LEFT JOIN ledger g ON g.merchant_id = p.merchant_id AND g.order_id = 0 AND g.source_id = p.id
                                 AND g.kind = CASE WHEN p.amount < 0 THEN 'payout_taken' ELSE 'payout' END
               LEFT JOIN ledger b ON b.merchant_id = p.merchant_id AND b.order_id = 0 AND b.source_id = p.id
                                 AND b.kind = CASE WHEN p.amount < 0 THEN 'payout' ELSE 'payout_failed' END
              WHERE coalesce(g.amount, 0) <> abs(p.amount) OR g.currency <> p.currency OR b.currency <> p.currency
                 OR coalesce(b.amount, 0)
                    <> CASE WHEN p.state IN ('failed', 'canceled') THEN abs(p.amount) ELSE 0 END",
        ),
        Rule::new(
            "payout",
            "in the ledger as paid out, and there is no such payout",
            "SELECT g.source_id
               FROM ledger g
               LEFT JOIN payouts p ON p.merchant_id = g.merchant_id AND p.id = g.source_id
              WHERE g.kind IN ('payout', 'payout_failed', 'payout_taken') AND p.id IS NULL",
        ),
        Rule::new(
            "payout",
            "what its orders do not explain is not booked as moved beside them",
            "SELECT p.id
               FROM payouts p
               LEFT JOIN (SELECT merchant_id, payout_id, sum(booked) AS booked
                            FROM payout_lines GROUP BY merchant_id, payout_id) l
                 ON l.merchant_id = p.merchant_id AND l.payout_id = p.id
               LEFT JOIN (SELECT o.merchant_id, o.payout_id,
                                 sum(CASE g.kind WHEN 'other_in' THEN g.amount ELSE -g.amount END) AS booked
                            FROM payout_others o
                            JOIN payouts q ON q.merchant_id = o.merchant_id AND q.id = o.payout_id
                            JOIN ledger g ON g.merchant_id = o.merchant_id AND g.order_id = 0
                                         AND g.kind IN ('other_in', 'other_out') AND g.source_id = o.id
                                         AND g.currency = q.currency
                           GROUP BY o.merchant_id, o.payout_id) b
                 ON b.merchant_id = p.merchant_id AND b.payout_id = p.id
              WHERE coalesce(b.booked, 0)
                    <> CASE p.itemized WHEN 1 THEN p.amount - coalesce(l.booked, 0) ELSE 0 END",
        ),
        Rule::new(
            "source",
            "in the ledger as moved beside orders, and in no payout",
            "SELECT g.source_id, g.kind
               FROM ledger g
               LEFT JOIN payout_others o ON o.merchant_id = g.merchant_id AND o.id = g.source_id
                                        AND o.amount = CASE g.kind WHEN 'other_in' THEN g.amount ELSE -g.amount END
              WHERE g.kind IN ('other_in', 'other_out') AND o.id IS NULL",
        ),
    ],
};
