//! What goes and what stays, table by table. Amounts, numbers and days of what was paid stay; whoever paid does not.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use domain::ids::{AccountId, PostId};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::search::Needles;
use super::values::{Found, NO_ADDRESS, OWN_PICTURES};
use crate::donations::receipts::Parties;
use crate::{DbError, Param, Read, Tx};

/// What was erased and what was kept, in rows by table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redacted {
    /// Rows that are gone, or that say nothing of the person any more.
    pub erased: BTreeMap<&'static str, u64>,
    /// Rows that the law wants kept, without the person.
    pub kept: BTreeMap<&'static str, u64>,
}

/// What a step is told.
#[derive(Clone, Copy)]
enum Told {
    Account,
    Email,
}

/// A table, what happens to it, and what the statement is told, in the order of its numbers.
type Step = (&'static str, &'static str, &'static [Told]);

const BOTH: &[Told] = &[Told::Account, Told::Email];
const ACCOUNT: &[Told] = &[Told::Account];
const EMAIL: &[Told] = &[Told::Email];

/// The order of a row is this person's.
const OF_ORDERS: &str = "(merchant_id, order_id) IN (SELECT merchant_id, id FROM orders WHERE account_id = $1
    UNION SELECT merchant_id, id FROM orders WHERE account_id IS NULL AND email = $2)";
/// The gift of a row is this person's.
const OF_GIFTS: &str =
    "(merchant_id, donation_id) IN (SELECT merchant_id, id FROM donations WHERE account_id = $1
    UNION SELECT merchant_id, id FROM donations WHERE account_id IS NULL AND email = $2)";
/// The row is this person's, or a guest's with their mail address.
const OWN: &str = "account_id = $1 OR (account_id IS NULL AND email = $2)";

/// Rows that stay: children first, for what they belong to is found by the person still.
const STAYING: &[Step] = &[
    ("buyer_requests", "UPDATE buyer_requests SET reason = '', answer = '' WHERE {orders}", BOTH),
    ("fulfillments", "UPDATE fulfillments SET tracking_number = '', tracking_url = '' WHERE {orders}", BOTH),
    ("refunds", "UPDATE refunds SET reason = '' WHERE {orders}", BOTH),
    ("disputes", "UPDATE disputes SET answer = '' WHERE {orders}", BOTH),
    ("payments", "UPDATE payments SET method = '', action_url = '' WHERE {orders}", BOTH),
    (
        "orders",
        "UPDATE orders SET email = '', buyer_name = '', destination = '', cancel_note = '', marketing_opt_in = 0
          WHERE {own}",
        BOTH,
    ),
    (
        "gift_aid_declarations",
        "UPDATE gift_aid_declarations SET email = '', title = '', first_name = '', last_name = '', house = '',
                address = '', postcode = '' WHERE {gifts}",
        BOTH,
    ),
    ("donation_refunds", "UPDATE donation_refunds SET reason = '' WHERE {gifts}", BOTH),
    ("donation_disputes", "UPDATE donation_disputes SET answer = '' WHERE {gifts}", BOTH),
    ("donation_payments", "UPDATE donation_payments SET method = '', action_url = '' WHERE {gifts}", BOTH),
];

/// The gifts themselves, after their receipts.
const GIFTS: &[Step] = &[(
    "donations",
    "UPDATE donations SET email = '', donor_name = '', donor_address = '', hide_name = 1, contact_opt_in = 0,
            tribute_kind = '', tribute = '', tribute_email = '', tribute_to = '', tribute_message = '',
            tribute_told = '', answers = '{}', method_token = '', back = '' WHERE {own}",
    BOTH,
)];

/// Rows that go.
const GOING: &[Step] = &[
    ("gift_statements", "DELETE FROM gift_statements WHERE {gifts}", BOTH),
    (
        "pledges",
        "UPDATE pledges SET method_token = '', method_brand = '', method_last4 = '', method_expires = '',
                asked_token = '', asked_key = '', asked_url = '' WHERE account_id = $1",
        ACCOUNT,
    ),
    (
        "purchases",
        "UPDATE purchases SET email = '', destination = '', method_token = '', back = '', marketing_opt_in = 0
          WHERE {own}",
        BOTH,
    ),
    (
        "post_images",
        "DELETE FROM post_images WHERE post_id IN (SELECT id FROM posts WHERE author_id = $1)",
        ACCOUNT,
    ),
    (
        "post_tags",
        "DELETE FROM post_tags WHERE post_id IN (SELECT id FROM posts WHERE author_id = $1)",
        ACCOUNT,
    ),
    ("posts", "UPDATE posts SET body = '', content_warning = '' WHERE author_id = $1", ACCOUNT),
    ("", "UPDATE posts SET like_count = like_count - 1 WHERE id IN (SELECT post_id FROM likes WHERE account_id = $1)", ACCOUNT),
    ("likes", "DELETE FROM likes WHERE account_id = $1", ACCOUNT),
    ("follows", "DELETE FROM follows WHERE follower_id = $1 OR followee_id = $1", ACCOUNT),
    ("blocks", "DELETE FROM blocks WHERE account_id = $1 OR target_id = $1", ACCOUNT),
    ("mutes", "DELETE FROM mutes WHERE account_id = $1 OR target_id = $1", ACCOUNT),
    ("post_reports", "UPDATE post_reports SET comment = '' WHERE reporter_id = $1", ACCOUNT),
    ("gate_exposures", "DELETE FROM gate_exposures WHERE account_id = $1", ACCOUNT),
    ("addresses", "DELETE FROM addresses WHERE account_id = $1", ACCOUNT),
    ("payment_methods", "DELETE FROM payment_methods WHERE account_id = $1", ACCOUNT),
    (
        "cart_lines",
        "DELETE FROM cart_lines WHERE cart_id IN (SELECT id FROM carts WHERE account_id = $1)",
        ACCOUNT,
    ),
    ("carts", "DELETE FROM carts WHERE account_id = $1", ACCOUNT),
    ("sessions", "DELETE FROM sessions WHERE account_id = $1", ACCOUNT),
    ("codes", "DELETE FROM codes WHERE account_id = $1 OR subject = $2", BOTH),
    ("staff", "DELETE FROM staff WHERE account_id = $1", ACCOUNT),
    ("nonprofit_staff", "DELETE FROM nonprofit_staff WHERE account_id = $1", ACCOUNT),
    ("staff_invitations", "DELETE FROM staff_invitations WHERE email = $1", EMAIL),
    ("nonprofit_invitations", "DELETE FROM nonprofit_invitations WHERE email = $1", EMAIL),
    ("restock_alerts", "DELETE FROM restock_alerts WHERE email = $1", EMAIL),
    ("mails", "DELETE FROM mails WHERE recipient = $1", EMAIL),
    ("archives", "DELETE FROM archives WHERE asked_by = $1", ACCOUNT),
    ("history", "DELETE FROM history WHERE account_id = $1", ACCOUNT),
];

/// The statements with their conditions in them: written once, for as long as the process lives.
struct Texts(Vec<(&'static str, String, &'static [Told])>);

impl Texts {
    fn of(steps: &[Step]) -> Self {
        let whole =
            |sql: &str| sql.replace("{orders}", OF_ORDERS).replace("{gifts}", OF_GIFTS).replace("{own}", OWN);
        Self(steps.iter().map(|(table, sql, told)| (*table, whole(sql), *told)).collect())
    }
}

static STAY: LazyLock<Texts> = LazyLock::new(|| Texts::of(STAYING));
static GIVEN: LazyLock<Texts> = LazyLock::new(|| Texts::of(GIFTS));
static GO: LazyLock<Texts> = LazyLock::new(|| Texts::of(GOING));

/// Erases an account of which `found` is known. Its posts are deleted already.
///
/// # Errors
/// [`DbError`] when the database refused; nothing is erased then.
pub fn redact(
    tx: &mut Tx<'_>,
    account: AccountId,
    found: &Found,
    now: Timestamp,
) -> Result<Redacted, DbError> {
    let email = found.email.as_deref().unwrap_or(NO_ADDRESS);
    let mut redacted = Redacted::default();
    run(tx, &STAY, (account, email), &mut redacted.kept)?;
    *redacted.kept.entry("receipts").or_default() += receipts(tx, account, email)?;
    run(tx, &GIVEN, (account, email), &mut redacted.kept)?;
    run(tx, &GO, (account, email), &mut redacted.erased)?;
    *redacted.erased.entry("staff_actions").or_default() += tx.execute(
        "UPDATE staff_actions SET actor = $1 WHERE actor = $2",
        &[(&account.to_string()).into(), (&found.handle).into()],
    )?;
    face(tx, account, now)?;
    *redacted.erased.entry("accounts").or_default() += 1;
    *redacted.erased.entry("images").or_default() += pictures(tx, account)?;
    redacted.erased.retain(|_, count| *count > 0);
    redacted.kept.retain(|_, count| *count > 0);
    Ok(redacted)
}

fn run(
    tx: &mut Tx<'_>,
    texts: &'static Texts,
    (account, email): (AccountId, &str),
    counts: &mut BTreeMap<&'static str, u64>,
) -> Result<(), DbError> {
    for (table, sql, told) in &texts.0 {
        let params: Vec<Param<'_>> = told
            .iter()
            .map(|told| match told {
                Told::Account => Param::id(account),
                Told::Email => email.into(),
            })
            .collect();
        let count = tx.execute(sql.as_str(), &params)?;
        if !table.is_empty() {
            *counts.entry(table).or_default() += count;
        }
    }
    Ok(())
}

/// Whoever gave goes from the receipts; the nonprofit, the number and the amount stay.
fn receipts(tx: &mut Tx<'_>, account: AccountId, email: &str) -> Result<u64, DbError> {
    let rows = tx.rows(
        "SELECT r.merchant_id, r.donation_id, r.kind, r.revision, r.parties FROM donations d
           JOIN receipts r ON r.merchant_id = d.merchant_id AND r.donation_id = d.id
          WHERE d.account_id = $1 OR (d.account_id IS NULL AND d.email = $2)",
        &[Param::id(account), email.into()],
        |row| Ok((row.int(0)?, row.int(1)?, row.text(2)?, row.int(3)?, row.text(4)?)),
    )?;
    let count = rows.len() as u64;
    for (merchant, donation, kind, revision, parties) in rows {
        let parties: Parties =
            serde_json::from_str(&parties).map_err(|_| DbError::Missing("the parties of a receipt"))?;
        let parties = Parties {
            donor_name: String::new(),
            donor_address: String::new(),
            tax_id: (String::new(), String::new()),
            ..parties
        };
        let text = serde_json::to_string(&parties).expect("strings and numbers are JSON");
        tx.execute(
            "UPDATE receipts SET parties = $1
              WHERE merchant_id = $2 AND donation_id = $3 AND kind = $4 AND revision = $5",
            &[(&text).into(), merchant.into(), donation.into(), (&kind).into(), revision.into()],
        )?;
    }
    Ok(count)
}

/// The account stays as an empty place: what was bought and said refers to it.
fn face(tx: &mut Tx<'_>, account: AccountId, now: Timestamp) -> Result<(), DbError> {
    let handle = account.to_string().replace("acc_", "gone-");
    tx.execute(
        "UPDATE accounts SET handle = $1, display_name = 'Gone', bio = '', email = NULL, email_confirmed_at = NULL,
                password_hash = NULL, avatar_id = NULL, banner_id = NULL, is_operator = 0, suspended_at = $2,
                erased_at = $2
          WHERE id = $3",
        &[(&handle).into(), now.into(), Param::id(account)],
    )
    .map(|_| ())
}

fn pictures(tx: &mut Tx<'_>, account: AccountId) -> Result<u64, DbError> {
    let own = tx.rows(OWN_PICTURES, &[Param::id(account)], |row| row.int(0))?;
    for picture in &own {
        tx.execute("DELETE FROM images WHERE id = $1", &[(*picture).into()])?;
    }
    // What a shop or a nonprofit shows stays with it, and nobody uploaded it any more.
    tx.execute("UPDATE images SET account_id = NULL WHERE account_id = $1", &[Param::id(account)])?;
    Ok(own.len() as u64)
}

/// The posts of an account that are not deleted.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn live_posts(read: &mut impl Read, account: AccountId) -> Result<Vec<PostId>, DbError> {
    read.rows(
        "SELECT id FROM posts WHERE author_id = $1 AND deleted_at IS NULL",
        &[Param::id(account)],
        |row| row.id(0),
    )
}

/// Tables in which words about one person stand in what was written about something else: mails to a shop, answers that
/// were kept for a repeated request, work to do, the log.
const ABOUT: [(&str, &str, &str); 4] = [
    (
        "mails",
        "SELECT unique_key, subject || ' ' || body_text || ' ' || body_html FROM mails",
        "DELETE FROM mails WHERE unique_key = $1",
    ),
    (
        "idempotency",
        "SELECT request_key, response FROM idempotency",
        "DELETE FROM idempotency WHERE request_key = $1",
    ),
    (
        "jobs",
        "SELECT CAST(id AS TEXT), payload FROM jobs WHERE payload <> '' AND kind <> 'forget_method'",
        "DELETE FROM jobs WHERE CAST(id AS TEXT) = $1",
    ),
    (
        "staff_actions",
        "SELECT CAST(id AS TEXT), detail || ' ' || subject FROM staff_actions WHERE detail <> '' OR subject LIKE '@%'",
        "UPDATE staff_actions SET detail = '', subject = '' WHERE CAST(id AS TEXT) = $1",
    ),
];

/// Takes out what was written about the person elsewhere. Says how many rows that were, by table.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn scrub(tx: &mut Tx<'_>, needles: &Needles<'_>) -> Result<BTreeMap<&'static str, u64>, DbError> {
    let mut scrubbed = BTreeMap::new();
    for (name, all, one) in ABOUT {
        let mut found = Vec::new();
        tx.visit(all.into(), &[], &mut |row| {
            if needles.stands_in(row.str(1)?) {
                found.push(row.text(0)?);
            }
            Ok(())
        })?;
        for key in &found {
            tx.execute(one, &[key.into()])?;
        }
        if !found.is_empty() {
            scrubbed.insert(name, found.len() as u64);
        }
    }
    Ok(scrubbed)
}

/// Counts as JSON.
#[must_use]
pub fn counts(of: &BTreeMap<&'static str, u64>) -> Value {
    Value::Object(
        of.iter().map(|(name, count)| ((*name).to_owned(), Value::from(*count))).collect::<Map<_, _>>(),
    )
}
