-- Who was ever paid on an account at a provider, and which parts a payout has, each asked by name.
CREATE INDEX payments_by_payee ON payments (provider, payee, merchant_id);
CREATE INDEX payouts_by_name ON payouts (provider_ref);

-- What of a payout its orders do not explain, each a line of the ledger under this id: above zero came in beside orders
-- (other_in), below zero went out (other_out). What is found out later is a further row, so that the sum is what is known.
CREATE TABLE payout_others (
    @own,
    payout_id BIGINT NOT NULL,
    amount BIGINT NOT NULL CHECK (amount <> 0),
    found_at BIGINT NOT NULL,
    @fk(payout_id, payouts)
) @table;
CREATE INDEX payout_others_by_payout ON payout_others (merchant_id, payout_id);

-- A payout that was told again may have been given another amount than was booked; what was booked is what moved.
UPDATE payouts SET amount = (SELECT min(CASE g.kind WHEN 'payout_taken' THEN -g.amount ELSE g.amount END)
                               FROM ledger g
                              WHERE g.merchant_id = payouts.merchant_id AND g.order_id = 0
                                AND g.source_id = payouts.id AND g.kind IN ('payout', 'payout_taken'))
 WHERE EXISTS (SELECT 1 FROM ledger g
                WHERE g.merchant_id = payouts.merchant_id AND g.order_id = 0
                  AND g.source_id = payouts.id AND g.kind IN ('payout', 'payout_taken'));

-- What moved beside orders in the payouts of before.
INSERT INTO payout_others (id, merchant_id, payout_id, amount, found_at)
SELECT p.id, p.merchant_id, p.id, p.amount - p.booked, p.created_at
  FROM (SELECT id, merchant_id, amount, created_at,
               CAST(coalesce((SELECT sum(l.booked) FROM payout_lines l
                               WHERE l.merchant_id = payouts.merchant_id AND l.payout_id = payouts.id), 0) AS BIGINT)
                   AS booked
          FROM payouts WHERE itemized = 1) p
 WHERE p.amount <> p.booked;
INSERT INTO ledger (merchant_id, order_id, kind, source_id, debit, credit, currency, amount, happened_at)
SELECT o.merchant_id, 0, CASE WHEN o.amount > 0 THEN 'other_in' ELSE 'other_out' END, o.id,
       CASE WHEN o.amount > 0 THEN 'balance' ELSE 'other' END, CASE WHEN o.amount > 0 THEN 'other' ELSE 'balance' END,
       p.currency, abs(o.amount), o.found_at
  FROM payout_others o JOIN payouts p ON p.merchant_id = o.merchant_id AND p.id = o.payout_id;
