//! I22: receipts, settled gifts, their money and the meters that count them are one and the same.

use super::{Invariant, Rule};

/// What is gone of each settled gift by its payments, refunds and disputes; what was paid beside it counts while it is there. A
/// refund that a bank sent back, and a dispute that was lost and then won, leave the receipt void: there, more may be said to be
/// gone than is.
const GONE: &str = "
    SELECT id
      FROM (SELECT d.id, d.refunded, d.amount + d.cover AS total, sum(p.here) AS here, max(p.came_back) AS came_back
              FROM donations d
              JOIN (SELECT q.merchant_id, q.donation_id,
                           CASE WHEN q.captured > coalesce(r.done, 0) + coalesce(t.lost, 0)
                                THEN q.captured - coalesce(r.done, 0) - coalesce(t.lost, 0) ELSE 0 END AS here,
                           CASE WHEN coalesce(r.failed, 0) + coalesce(t.won, 0) > 0 THEN 1 ELSE 0 END AS came_back
                      FROM donation_payments q
                      LEFT JOIN (SELECT merchant_id, payment_id,
                                        sum(CASE state WHEN 'done' THEN amount ELSE 0 END) AS done,
                                        sum(CASE state WHEN 'failed' THEN amount ELSE 0 END) AS failed
                                   FROM donation_refunds GROUP BY merchant_id, payment_id) r
                        ON r.merchant_id = q.merchant_id AND r.payment_id = q.id
                      LEFT JOIN (SELECT merchant_id, payment_id,
                                        sum(CASE state WHEN 'lost' THEN amount ELSE 0 END) AS lost,
                                        sum(CASE state WHEN 'won' THEN amount ELSE 0 END) AS won
                                   FROM donation_disputes WHERE is_inquiry = 0
                                  GROUP BY merchant_id, payment_id) t
                        ON t.merchant_id = q.merchant_id AND t.payment_id = q.id
                     WHERE q.captured > 0) p
                ON p.merchant_id = d.merchant_id AND p.donation_id = d.id
             WHERE d.settled_at IS NOT NULL
             GROUP BY d.id, d.refunded, d.amount + d.cover) g
     WHERE refunded < CASE WHEN here < total THEN total - here ELSE 0 END
        OR (came_back = 0 AND refunded > CASE WHEN here < total THEN total - here ELSE 0 END)";

pub(super) const I22: Invariant = Invariant {
    number: "I22",
    promise: "every settled gift has its money, its receipt and its place in the meter, once",
    of: "gifts",
    population: "SELECT count(*) FROM donations",
    rules: &[
        Rule::new(
            "donation",
            "settled, and no receipt was issued for what was given",
            "SELECT d.id
               FROM donations d
               LEFT JOIN receipts r ON r.merchant_id = d.merchant_id AND r.donation_id = d.id AND r.kind = 'donation'
                                   AND r.revision = 0
              WHERE d.settled_at IS NOT NULL
                AND (r.number IS NULL OR r.amount <> d.amount + d.cover OR r.currency <> d.currency
                     OR r.is_test <> d.is_test)",
        ),
        Rule::new(
            "donation",
            "a receipt was issued, and it was never settled",
            "SELECT r.donation_id
               FROM receipts r
               LEFT JOIN donations d ON d.merchant_id = r.merchant_id AND d.id = r.donation_id
              WHERE d.settled_at IS NULL",
        ),
        Rule::new(
            "donation",
            "given back without a document that voids its receipt, or voided and not given back",
            "SELECT d.id
               FROM donations d
               LEFT JOIN receipts v ON v.merchant_id = d.merchant_id AND v.donation_id = d.id AND v.kind = 'void'
                                   AND v.revision = 0
              WHERE (d.refunded > 0 AND v.amount IS NULL) OR (d.refunded = 0 AND v.amount IS NOT NULL)",
        ),
        Rule::new(
            "donation",
            "the receipts that stand are not one for what is left of it",
            "SELECT d.id
               FROM donations d
               LEFT JOIN (SELECT r.merchant_id, r.donation_id, count(*) AS papers, sum(r.amount) AS amount
                            FROM receipts r
                            LEFT JOIN receipts v ON v.merchant_id = r.merchant_id AND v.donation_id = r.donation_id
                                                AND v.kind = 'void' AND v.revision = r.revision
                           WHERE r.kind = 'donation' AND v.number IS NULL
                           GROUP BY r.merchant_id, r.donation_id) s
                 ON s.merchant_id = d.merchant_id AND s.donation_id = d.id
              WHERE d.settled_at IS NOT NULL
                AND (coalesce(s.papers, 0) <> CASE WHEN d.refunded < d.amount + d.cover THEN 1 ELSE 0 END
                     OR coalesce(s.amount, 0) <> d.amount + d.cover - d.refunded)",
        ),
        Rule::new(
            "donation",
            "a document voids another amount than its receipt has, one that came later, or none",
            "SELECT v.donation_id
               FROM receipts v
               LEFT JOIN receipts r ON r.merchant_id = v.merchant_id AND r.donation_id = v.donation_id
                                   AND r.kind = 'donation' AND r.revision = v.revision
              WHERE v.kind = 'void'
                AND (r.number IS NULL OR r.amount <> v.amount OR r.currency <> v.currency OR r.is_test <> v.is_test
                     OR r.issued_at > v.issued_at
                     OR (r.year = v.year AND r.number > v.number) OR r.year > v.year)",
        ),
        Rule::new(
            "donation",
            "another receipt takes the place of one that was not voided, or of a smaller one",
            "SELECT r.donation_id
               FROM receipts r
               LEFT JOIN receipts v ON v.merchant_id = r.merchant_id AND v.donation_id = r.donation_id
                                   AND v.kind = 'void' AND v.revision = r.revision - 1
              WHERE r.kind = 'donation' AND r.revision > 0
                AND (v.number IS NULL OR r.amount >= v.amount OR r.currency <> v.currency
                     OR r.is_test <> v.is_test)",
        ),
        Rule::new(
            "donation",
            "more than one receipt of a kind",
            "SELECT donation_id FROM receipts
              GROUP BY merchant_id, donation_id, kind, revision HAVING count(*) > 1",
        ),
        Rule::new(
            "donation",
            "what of it is said to have gone back differs from what was given back and what its donor's bank kept",
            GONE,
        ),
        Rule::new(
            "nonprofit",
            "its receipts of a year are not numbered one after the other",
            "SELECT merchant_id FROM receipts
              GROUP BY merchant_id, is_test, year
             HAVING count(*) <> max(number) OR min(number) <> 1 OR count(DISTINCT number) <> count(*)",
        ),
        Rule::new(
            "donation",
            "settled, and what was given was not taken",
            "SELECT d.id
               FROM donations d
              WHERE d.settled_at IS NOT NULL
                AND NOT EXISTS (SELECT 1 FROM donation_payments p
                                 WHERE p.merchant_id = d.merchant_id AND p.donation_id = d.id
                                   AND p.captured = d.amount + d.cover AND p.currency = d.currency)",
        ),
        Rule::new(
            "donation",
            "taken more than once, and what was too much is not on its way back",
            "SELECT donation_id FROM donation_payments
              WHERE captured > refunded
              GROUP BY merchant_id, donation_id HAVING count(*) > 1",
        ),
        Rule::new(
            "donation",
            "money was taken, and it is neither settled nor on its way back",
            "SELECT DISTINCT d.id
               FROM donations d
               JOIN donation_payments p ON p.merchant_id = d.merchant_id AND p.donation_id = d.id
              WHERE d.settled_at IS NULL AND p.captured > p.refunded",
        ),
        Rule::new(
            "gift payment",
            "shares its key at the provider with another one",
            "SELECT min(id) FROM donation_payments GROUP BY provider, attempt_key HAVING count(*) > 1",
        ),
        Rule::new(
            "gift payment",
            "without an outcome, and no job will ask for it",
            "SELECT id FROM donation_payments
              WHERE state IN ('started', 'requires_action', 'authorized') AND updated_at < {late}
                AND id NOT IN ({busy})",
        ),
        Rule::new(
            "gift payment",
            "captured more than it was made for, or a captured sum that contradicts its state",
            "SELECT id FROM donation_payments
              WHERE captured > amount OR captured < 0 OR (captured > 0 AND state <> 'captured')
                 OR (state = 'captured' AND captured = 0)",
        ),
        Rule::new(
            "gift payment",
            "its refunded sum differs from its refunds under way and done, or exceeds what was taken",
            "SELECT p.id
               FROM donation_payments p
               LEFT JOIN (SELECT merchant_id, payment_id, sum(amount) AS returned
                            FROM donation_refunds WHERE state IN ('started', 'done')
                           GROUP BY merchant_id, payment_id) r
                 ON r.merchant_id = p.merchant_id AND r.payment_id = p.id
              WHERE p.refunded <> coalesce(r.returned, 0) OR p.refunded > p.captured",
        ),
        Rule::new(
            "gift payment",
            "what was taken is not in the ledger as it was taken",
            "SELECT p.id
               FROM donation_payments p
               LEFT JOIN ledger g ON g.merchant_id = p.merchant_id AND g.order_id = 0 AND g.kind = 'donation'
                                 AND g.source_id = p.id
              WHERE p.captured > 0
                AND (g.amount IS NULL OR g.amount <> p.captured OR g.currency <> p.currency)",
        ),
        Rule::new(
            "gift payment",
            "in the ledger as given, and nothing was taken",
            "SELECT g.source_id
               FROM ledger g
               LEFT JOIN donation_payments p ON p.merchant_id = g.merchant_id AND p.id = g.source_id
                                            AND p.captured > 0
              WHERE g.kind = 'donation' AND p.id IS NULL",
        ),
        Rule::new(
            "gift refund",
            "what went back is not in the ledger as it went",
            "SELECT r.id
               FROM donation_refunds r
               LEFT JOIN ledger g ON g.merchant_id = r.merchant_id AND g.order_id = 0
                                 AND g.kind = 'donation_refund' AND g.source_id = r.id
               LEFT JOIN ledger b ON b.merchant_id = r.merchant_id AND b.order_id = 0
                                 AND b.kind = 'donation_refund_failed' AND b.source_id = r.id
              WHERE coalesce(g.amount, 0) - coalesce(b.amount, 0)
                    <> CASE r.state WHEN 'done' THEN r.amount ELSE 0 END
                 OR g.currency <> r.currency OR b.currency <> r.currency",
        ),
        Rule::new(
            "gift refund",
            "in the ledger as gone back, and there is no such refund",
            "SELECT g.source_id
               FROM ledger g
               LEFT JOIN donation_refunds r ON r.merchant_id = g.merchant_id AND r.id = g.source_id
              WHERE g.kind IN ('donation_refund', 'donation_refund_failed') AND r.id IS NULL",
        ),
        Rule::new(
            "gift payment",
            "refunds that are done and what the donor's bank took back exceed what was taken",
            "SELECT p.id
               FROM donation_payments p
               JOIN (SELECT merchant_id, payment_id, sum(amount) AS taken_back
                       FROM donation_disputes WHERE is_inquiry = 0 AND state IN ('waiting', 'under_review', 'lost')
                      GROUP BY merchant_id, payment_id) d
                 ON d.merchant_id = p.merchant_id AND d.payment_id = p.id
               LEFT JOIN (SELECT merchant_id, payment_id, sum(amount) AS returned
                            FROM donation_refunds WHERE state = 'done'
                           GROUP BY merchant_id, payment_id) r
                 ON r.merchant_id = p.merchant_id AND r.payment_id = p.id
              WHERE d.taken_back + coalesce(r.returned, 0) > p.captured",
        ),
        Rule::new(
            "dispute",
            "about a gift, and of another gift than its payment",
            "SELECT t.id
               FROM donation_disputes t
               LEFT JOIN donation_payments p ON p.merchant_id = t.merchant_id AND p.id = t.payment_id
                                            AND p.donation_id = t.donation_id AND p.currency = t.currency
              WHERE p.id IS NULL",
        ),
        Rule::new(
            "donation",
            "somebody was told of it, and it was never settled or names nobody to tell",
            "SELECT id FROM donations
              WHERE tribute_told <> '' AND (settled_at IS NULL OR tribute_email = '')",
        ),
        Rule::new(
            "donation",
            "claimed for Gift Aid, and never settled, without a declaration, or with another amount",
            "SELECT c.donation_id
               FROM gift_aid_claimed c
               LEFT JOIN donations d ON d.merchant_id = c.merchant_id AND d.id = c.donation_id
               LEFT JOIN gift_aid_declarations g ON g.merchant_id = c.merchant_id AND g.donation_id = c.declared_with
              WHERE d.settled_at IS NULL OR g.donation_id IS NULL OR d.gift_aid_by <> c.declared_with
                 OR NOT EXISTS (SELECT 1 FROM receipts r
                                 WHERE r.merchant_id = c.merchant_id AND r.donation_id = c.donation_id
                                   AND r.kind = 'donation' AND r.amount = c.amount)",
        ),
        Rule::new(
            "nonprofit",
            "a Gift Aid claim of it says other than its gifts",
            "SELECT k.merchant_id
               FROM gift_aid_claims k
               LEFT JOIN (SELECT merchant_id, number, count(*) AS gifts, sum(amount) AS amount
                            FROM gift_aid_claimed GROUP BY merchant_id, number) c
                 ON c.merchant_id = k.merchant_id AND c.number = k.number
              WHERE k.gifts <> coalesce(c.gifts, 0) OR k.amount <> coalesce(c.amount, 0)",
        ),
        Rule::new(
            "donation",
            "promised for a later day, and it is not open, or no pledge waits for it",
            "SELECT d.id
               FROM donations d
               LEFT JOIN pledges p ON p.merchant_id = d.merchant_id AND p.id = d.pledge_id AND p.donation_id = d.id
                                  AND p.owed_id = d.id AND p.tried_on = '' AND p.state IN ('active', 'paused')
              WHERE d.is_promised = 1 AND (d.state <> 'open' OR p.id IS NULL)",
        ),
        Rule::new(
            "pledge",
            "waits for the day of its first gift, which is not promised",
            "SELECT p.id
               FROM pledges p
               LEFT JOIN donations d ON d.merchant_id = p.merchant_id AND d.id = p.donation_id AND d.is_promised = 1
              WHERE p.owed_id = p.donation_id AND p.tried_on = '' AND d.id IS NULL",
        ),
        Rule::new(
            "pledge",
            "its gifts are to be taken, and nothing says when it is looked at",
            "SELECT id FROM pledges
              WHERE state IN ('active', 'needs_authentication', 'at_risk') AND next_at IS NULL",
        ),
        Rule::new(
            "campaign",
            "its meter differs from the gifts that were settled and not given back",
            "SELECT c.id
               FROM campaigns c
               LEFT JOIN (SELECT merchant_id, campaign_id, count(*) AS gifts
                            FROM donations WHERE settled_at IS NOT NULL AND refunded < amount + cover
                           GROUP BY merchant_id, campaign_id) d
                 ON d.merchant_id = c.merchant_id AND d.campaign_id = c.id
               LEFT JOIN (SELECT merchant_id, campaign_id, currency, sum(amount - refunded) AS raised
                            FROM donations WHERE settled_at IS NOT NULL AND refunded < amount
                           GROUP BY merchant_id, campaign_id, currency) o
                 ON o.merchant_id = c.merchant_id AND o.campaign_id = c.id AND o.currency = c.currency
              WHERE c.raised <> coalesce(o.raised, 0) OR c.gifts <> coalesce(d.gifts, 0)",
        ),
        Rule::new(
            "campaign",
            "its meter of another currency differs from the gifts in it that were settled and not given back",
            "SELECT DISTINCT campaign_id
               FROM (SELECT merchant_id, campaign_id, currency, raised FROM campaign_currencies
                     UNION ALL
                     SELECT d.merchant_id, d.campaign_id, d.currency, -sum(d.amount - d.refunded)
                       FROM donations d JOIN campaigns c ON c.merchant_id = d.merchant_id AND c.id = d.campaign_id
                      WHERE d.settled_at IS NOT NULL AND d.refunded < d.amount AND d.currency <> c.currency
                      GROUP BY d.merchant_id, d.campaign_id, d.currency) m
              GROUP BY merchant_id, campaign_id, currency HAVING sum(raised) <> 0",
        ),
    ],
};
