//! A person: what goes and what stays, table by table. Amounts, numbers and days of what was paid stay; whoever paid does not.

use std::sync::LazyLock;

use domain::ids::{AccountId, PostId};
use jiff::Timestamp;

use super::steps::{
    BOTH, GIFTS, OF_PERSON, Redacted, STAYING, Step, Texts, Told, Whose, receipts, run, without_donor,
};
use super::values::{Found, NO_ADDRESS, OWN_PICTURES};
use crate::{DbError, Param, Read, Tx};

const ACCOUNT: &[Told] = &[Told::Account];
const EMAIL: &[Told] = &[Told::Email];

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

static STAY: LazyLock<Texts> = LazyLock::new(|| Texts::of(STAYING, &OF_PERSON));
static GIVEN: LazyLock<Texts> = LazyLock::new(|| Texts::of(GIFTS, &OF_PERSON));
static GO: LazyLock<Texts> = LazyLock::new(|| Texts::of(GOING, &OF_PERSON));

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
    let whose = Whose { account, email, party: 0, since: now };
    let mut redacted = Redacted::default();
    run(tx, &STAY, whose, &mut redacted.kept)?;
    let given = tx.rows(
        "SELECT r.merchant_id, r.donation_id, r.kind, r.revision, r.parties FROM donations d
           JOIN receipts r ON r.merchant_id = d.merchant_id AND r.donation_id = d.id
          WHERE d.account_id = $1 OR (d.account_id IS NULL AND d.email = $2)",
        &[Param::id(account), email.into()],
        |row| Ok((row.int(0)?, row.int(1)?, row.text(2)?, row.int(3)?, row.text(4)?)),
    )?;
    *redacted.kept.entry("receipts").or_default() += receipts(tx, given, without_donor)?;
    run(tx, &GIVEN, whose, &mut redacted.kept)?;
    run(tx, &GO, whose, &mut redacted.erased)?;
    *redacted.erased.entry("staff_actions").or_default() += tx.execute(
        "UPDATE staff_actions SET actor = $1 WHERE actor = $2",
        &[(&account.to_string()).into(), (&found.handle).into()],
    )?;
    face(tx, account, now)?;
    *redacted.erased.entry("accounts").or_default() += 1;
    *redacted.erased.entry("images").or_default() += pictures(tx, account)?;
    Ok(redacted.without_zeros())
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
