//! I10 against the provider's own statement: what moved there is what the ledger says, movement by movement.

use std::collections::BTreeMap;

use crate::source::{GRACE_US, Source};
use crate::statement::{Statement, Thing};
use crate::{AuditError, Line};

/// What moved for one thing: in the ledger, and in the statement.
#[derive(Debug, Default)]
struct Both {
    ours: Option<(i64, String)>,
    theirs: Option<(i64, String)>,
    /// The statement carries this server's name for it.
    is_named: bool,
    /// One of them moved so lately that the other may not know yet.
    is_fresh: bool,
}

const OURS: &str = "
    SELECT 'payment', p.attempt_key, g.amount * CASE WHEN g.debit = 'balance' THEN 1 ELSE -1 END, g.currency,
           g.happened_at, p.payee
      FROM ledger g JOIN payments p ON p.merchant_id = g.merchant_id AND p.id = g.source_id
     WHERE p.provider = 'stripe' AND g.kind IN ('charge', 'provider_fee', 'application_fee')
     UNION ALL
    SELECT 'payment', p.attempt_key, g.amount * CASE WHEN g.debit = 'balance' THEN 1 ELSE -1 END, g.currency,
           g.happened_at, p.payee
      FROM ledger g JOIN donation_payments p ON p.merchant_id = g.merchant_id AND p.id = g.source_id
     WHERE p.provider = 'stripe' AND g.kind IN ('donation', 'provider_fee', 'application_fee')
     UNION ALL
    SELECT 'refund', r.provider_ref, g.amount * CASE WHEN g.debit = 'balance' THEN 1 ELSE -1 END, g.currency,
           g.happened_at, p.payee
      FROM ledger g JOIN donation_refunds r ON r.merchant_id = g.merchant_id AND r.id = g.source_id
      JOIN donation_payments p ON p.merchant_id = r.merchant_id AND p.id = r.payment_id
     WHERE p.provider = 'stripe' AND g.kind IN ('donation_refund', 'donation_refund_failed')
     UNION ALL
    SELECT 'refund', r.provider_ref, g.amount * CASE WHEN g.debit = 'balance' THEN 1 ELSE -1 END, g.currency,
           g.happened_at, p.payee
      FROM ledger g JOIN refunds r ON r.merchant_id = g.merchant_id AND r.id = g.source_id
      JOIN payments p ON p.merchant_id = r.merchant_id AND p.id = r.payment_id
     WHERE p.provider = 'stripe' AND g.kind IN ('refund', 'refund_failed', 'application_fee_refund')
     UNION ALL
    SELECT 'dispute', d.provider_ref, g.amount * CASE WHEN g.debit = 'balance' THEN 1 ELSE -1 END, g.currency,
           g.happened_at, d.payee
      FROM ledger g JOIN donation_disputes d ON d.merchant_id = g.merchant_id AND d.id = g.source_id
     WHERE g.kind IN ('dispute', 'dispute_fee', 'dispute_won', 'dispute_fee_back')
     UNION ALL
    SELECT 'dispute', d.provider_ref, g.amount * CASE WHEN g.debit = 'balance' THEN 1 ELSE -1 END, g.currency,
           g.happened_at, d.payee
      FROM ledger g JOIN disputes d ON d.merchant_id = g.merchant_id AND d.id = g.source_id
     WHERE g.kind IN ('dispute', 'dispute_fee', 'dispute_won', 'dispute_fee_back')";

/// A line of the ledger.
struct Own {
    thing: Thing,
    net: i64,
    currency: String,
    at_us: i64,
    payee: String,
}

/// Everything that a comparison needs of the database.
pub(crate) struct Books {
    lines: Vec<Own>,
    /// What this server calls itself at the provider.
    server: String,
}

/// Reads them.
pub(crate) fn books(source: &mut Source) -> Result<Books, AuditError> {
    let mut books = Books { lines: Vec::new(), server: String::new() };
    source.visit(OURS, |row| {
        let name = row[1].text();
        let thing = match row[0].text().as_str() {
            "payment" => Thing::Payment(name),
            "refund" => Thing::Refund(name),
            _ => Thing::Dispute(name),
        };
        books.lines.push(Own {
            thing,
            net: row[2].int(),
            currency: row[3].text(),
            at_us: row[4].int(),
            payee: row[5].text(),
        });
    })?;
    source.visit("SELECT value FROM settings WHERE name = 'server_identity'", |row| {
        books.server = row[0].text();
    })?;
    Ok(books)
}

/// Adds to the line of I10 what differs between the books and the statement.
pub(crate) fn against_statement(lines: &mut [Line], books: Books, statement: &Statement, now_us: i64) {
    let line = lines.iter_mut().find(|line| line.invariant == "I10").expect("every invariant has its line");
    let fresh = now_us.saturating_sub(GRACE_US);
    let mut all: BTreeMap<Thing, Both> = BTreeMap::new();
    let asked = |own: &Own| !statement.unread.contains(&own.payee);
    for Own { thing, net, currency, at_us, .. } in books.lines.into_iter().filter(asked) {
        let both = all.entry(thing).or_default();
        both.is_fresh |= at_us > fresh;
        both.ours.get_or_insert((0, currency)).0 += net;
    }
    for moved in &statement.moved {
        let both = all.entry(moved.thing.clone()).or_default();
        both.is_fresh |= moved.at_us > fresh;
        both.is_named |= !books.server.is_empty() && moved.server == books.server;
        both.theirs.get_or_insert((0, moved.currency.clone())).0 += moved.net;
    }
    for (thing, both) in all.into_iter().filter(|(_, both)| !both.is_fresh) {
        match (both.ours, both.theirs) {
            (Some((0, _)) | None, None) => {}
            (Some(_), None) => {
                line.add("in the ledger, and not in the provider's statement", || thing.to_string());
            }
            // Another program's, or another server's, where it does not carry our name.
            (None, Some(_)) if !both.is_named => {}
            (None, Some(_)) => {
                line.add(
                    "in the provider's statement under this server's name, and not in the ledger",
                    || thing.to_string(),
                );
            }
            // The account settles in another currency than was charged: that is for the payouts to compare.
            (Some((_, ours)), Some((_, theirs))) if ours != theirs => {}
            (Some((ours, currency)), Some((theirs, _))) => {
                let there = scaled(theirs, &currency);
                if there != ours {
                    line.add("of another amount in the provider's statement than in the ledger", || {
                        format!("{thing} ({there} there, {ours} here, {currency})")
                    });
                }
            }
        }
    }
}

/// An amount of the provider's in our smallest unit: the two currencies without decimals that Stripe writes with two,
/// and the one with decimals that it writes without. Written a second time, from Stripe's documentation alone.
fn scaled(amount: i64, currency: &str) -> i64 {
    match currency {
        "ISK" | "UGX" => amount / 100,
        "MGA" => amount * 100,
        _ => amount,
    }
}
