//! I31: what sponsors are asked to pay for gifts is what they promised, replayed row by row.

use super::{Invariant, Rule};

pub(super) const I31: Invariant = Invariant {
    number: "I31",
    promise: "every gift is matched once by each promise in its time, by its rule, within its cap, to the cent",
    of: "rows of matches",
    population: "SELECT count(*) FROM match_entries",
    rules: &[
        Rule::new(
            "donation",
            "matched more than once by one match",
            "SELECT donation_id FROM match_entries WHERE kind = 'gift'
              GROUP BY merchant_id, match_id, donation_id HAVING count(*) > 1",
        ),
        Rule::new(
            "match",
            "what is shown as added differs from its rows",
            "SELECT m.id
               FROM matches m
               LEFT JOIN (SELECT merchant_id, match_id,
                                 sum(CASE kind WHEN 'gift' THEN amount WHEN 'back' THEN -amount ELSE 0 END) AS added
                            FROM match_entries GROUP BY merchant_id, match_id) e
                 ON e.merchant_id = m.merchant_id AND e.match_id = m.id
              WHERE m.matched <> coalesce(e.added, 0)",
        ),
        Rule::new(
            "match",
            "its cap differs from what its sponsor promised",
            "SELECT m.id
               FROM matches m
               LEFT JOIN (SELECT merchant_id, match_id, sum(amount) AS promised
                            FROM match_entries WHERE kind = 'promised' GROUP BY merchant_id, match_id) e
                 ON e.merchant_id = m.merchant_id AND e.match_id = m.id
              WHERE m.cap <> coalesce(e.promised, 0)",
        ),
        Rule::new(
            "match",
            "more was added at some moment than was promised by then",
            "SELECT DISTINCT match_id
               FROM (SELECT match_id,
                            sum(CASE kind WHEN 'gift' THEN -amount ELSE amount END)
                              OVER (PARTITION BY merchant_id, match_id ORDER BY number) AS free
                       FROM match_entries) e
              WHERE free < 0",
        ),
        Rule::new(
            "match",
            "what a row says was left differs from what the rows up to it leave",
            "SELECT DISTINCT match_id
               FROM (SELECT match_id, left_after,
                            sum(CASE kind WHEN 'gift' THEN -amount ELSE amount END)
                              OVER (PARTITION BY merchant_id, match_id ORDER BY number) AS free
                       FROM match_entries) e
              WHERE free <> left_after",
        ),
        Rule::new(
            "match",
            "its rows are not numbered one after the other",
            "SELECT match_id FROM match_entries GROUP BY merchant_id, match_id
             HAVING count(*) <> max(number) OR min(number) <> 1 OR count(DISTINCT number) <> count(*)",
        ),
        Rule::new(
            "match",
            "has rows, and there is no such match",
            "SELECT DISTINCT e.match_id
               FROM match_entries e
               LEFT JOIN matches m ON m.merchant_id = e.merchant_id AND m.id = e.match_id
              WHERE m.id IS NULL",
        ),
        Rule::new(
            "donation",
            "matched with another sum than the rule gives for it, or than was left",
            "SELECT donation_id
               FROM (SELECT donation_id, amount, free,
                            CASE WHEN gift_cap IS NOT NULL AND gift_cap < share THEN gift_cap ELSE share END AS rule
                       FROM (SELECT e.kind, e.donation_id, e.amount, m.gift_cap,
                                    d.amount * m.ratio / 10000 AS share,
                                    coalesce(sum(CASE e.kind WHEN 'gift' THEN -e.amount ELSE e.amount END)
                                      OVER (PARTITION BY e.merchant_id, e.match_id ORDER BY e.number
                                            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS free
                               FROM match_entries e
                               JOIN matches m ON m.merchant_id = e.merchant_id AND m.id = e.match_id
                               LEFT JOIN donations d ON d.merchant_id = e.merchant_id AND d.id = e.donation_id) s
                      WHERE kind = 'gift') r
              WHERE amount <> CASE WHEN rule < free THEN rule ELSE free END",
        ),
        Rule::new(
            "donation",
            "matched, and it did not settle in the time of the match, or is no gift to its campaign",
            "SELECT e.donation_id
               FROM match_entries e
               JOIN matches m ON m.merchant_id = e.merchant_id AND m.id = e.match_id
               LEFT JOIN donations d ON d.merchant_id = e.merchant_id AND d.id = e.donation_id
              WHERE e.kind = 'gift'
                AND (d.settled_at IS NULL OR d.settled_at < m.starts_at OR d.settled_at >= m.ends_at
                     OR d.settled_at >= coalesce(m.ended_at, m.ends_at) OR d.campaign_id <> m.campaign_id
                     OR d.currency <> m.currency OR d.is_test <> m.is_test)",
        ),
        Rule::new(
            "donation",
            "settled in the time of a match of its campaign, and is not in its rows",
            "SELECT d.id
               FROM matches m
               JOIN donations d ON d.merchant_id = m.merchant_id AND d.campaign_id = m.campaign_id
                               AND d.is_test = m.is_test AND d.currency = m.currency
              WHERE d.settled_at >= m.starts_at AND d.settled_at < m.ends_at
                AND d.settled_at < coalesce(m.ended_at, m.ends_at)
                AND NOT EXISTS (SELECT 1 FROM match_entries e
                                 WHERE e.merchant_id = m.merchant_id AND e.match_id = m.id
                                   AND e.donation_id = d.id AND e.kind = 'gift')",
        ),
        Rule::new(
            "donation",
            "given back, and what was added was not taken back, or taken back and not given back",
            "SELECT donation_id
               FROM (SELECT b.donation_id, b.back,
                            CASE WHEN b.added <= rule.share THEN 0
                                 ELSE b.added - rule.share END AS owed
                       FROM (SELECT merchant_id, match_id, donation_id,
                                    sum(CASE kind WHEN 'back' THEN amount ELSE 0 END) AS back,
                                    sum(CASE kind WHEN 'gift' THEN amount ELSE 0 END) AS added
                               FROM match_entries WHERE kind <> 'promised'
                              GROUP BY merchant_id, match_id, donation_id) b
                       JOIN (SELECT merchant_id, match_id, donation_id,
                                    CASE WHEN gift_cap IS NOT NULL AND gift_cap < share THEN gift_cap
                                         ELSE share END AS share
                               FROM (SELECT DISTINCT e.merchant_id, e.match_id, e.donation_id, m.gift_cap,
                                            CASE WHEN coalesce(d.refunded, 0) < coalesce(d.amount, 0)
                                                 THEN (d.amount - d.refunded) * m.ratio / 10000 ELSE 0 END AS share
                                       FROM match_entries e
                                       JOIN matches m ON m.merchant_id = e.merchant_id AND m.id = e.match_id
                                       LEFT JOIN donations d ON d.merchant_id = e.merchant_id
                                                            AND d.id = e.donation_id
                                      WHERE e.kind <> 'promised') s) rule
                         ON rule.merchant_id = b.merchant_id AND rule.match_id = b.match_id
                        AND rule.donation_id = b.donation_id) o
              WHERE back <> owed",
        ),
    ],
};
