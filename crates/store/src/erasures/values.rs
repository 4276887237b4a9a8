//! What is known of somebody in words: what must not be found afterwards. And the files that go.

use std::collections::BTreeSet;

use domain::ids::AccountId;
use serde_json::Value;

use crate::archive::sizes;
use crate::{DbError, Param, Read};

/// Shorter ones say nothing about one person: "Lyon" is everywhere.
const CHARACTERS_MIN: usize = 6;
/// Parts of an address that lead to a person; town and country do not.
pub(super) const LEADING: [&str; 4] = ["name", "line1", "line2", "phone"];

/// What is known of somebody.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// Words, each once.
    pub values: BTreeSet<String>,
    /// Keys of files.
    pub files: Vec<String>,
    /// The mail address, when a code sent there was typed: what guests bought and gave under it is theirs.
    pub email: Option<String>,
    /// The handle.
    pub handle: String,
}

impl Found {
    pub(super) fn add(&mut self, text: &str) {
        for line in text.lines().map(str::trim) {
            if line.chars().count() >= CHARACTERS_MIN {
                self.values.insert(line.to_owned());
            }
        }
    }

    pub(super) fn add_json(&mut self, text: &str, only: Option<&[&str]>) {
        if let Ok(Value::Object(parts)) = serde_json::from_str(text) {
            for (name, value) in parts {
                if let Value::String(value) = value
                    && only.is_none_or(|only| only.contains(&name.as_str()))
                {
                    self.add(&value);
                }
            }
        }
    }
}

/// Texts as they stand, by account and mail address.
const TEXTS: [&str; 12] = [
    "SELECT handle, display_name, bio, coalesce(email, '') FROM accounts WHERE id = $1",
    "SELECT body, content_warning, '', '' FROM posts WHERE author_id = $1",
    "SELECT i.alt, '', '', '' FROM post_images i JOIN posts p ON p.id = i.post_id WHERE p.author_id = $1",
    "SELECT comment, '', '', '' FROM post_reports WHERE reporter_id = $1",
    "SELECT token, '', '', '' FROM payment_methods WHERE account_id = $1",
    "SELECT r.reason, r.answer, '', '' FROM orders o
       JOIN buyer_requests r ON r.merchant_id = o.merchant_id AND r.order_id = o.id
      WHERE o.account_id = $1 OR (o.account_id IS NULL AND o.email = $2)",
    "SELECT f.tracking_number, f.tracking_url, '', '' FROM orders o
       JOIN fulfillments f ON f.merchant_id = o.merchant_id AND f.order_id = o.id
      WHERE o.account_id = $1 OR (o.account_id IS NULL AND o.email = $2)",
    "SELECT email, buyer_name, cancel_note, reference FROM orders
      WHERE account_id = $1 OR (account_id IS NULL AND email = $2)",
    "SELECT email, '', '', '' FROM purchases WHERE account_id = $1 OR (account_id IS NULL AND email = $2)",
    "SELECT email, donor_name, donor_address, tribute FROM donations
      WHERE account_id = $1 OR (account_id IS NULL AND email = $2)",
    "SELECT tribute_email, tribute_to, tribute_message, '' FROM donations
      WHERE account_id = $1 OR (account_id IS NULL AND email = $2)",
    "SELECT g.last_name, g.address, g.house, g.email FROM donations d
       JOIN gift_aid_declarations g ON g.merchant_id = d.merchant_id AND g.donation_id = d.id
      WHERE d.account_id = $1 OR (d.account_id IS NULL AND d.email = $2)",
];

/// Objects as they stand, and whether only parts of them lead to a person.
const OBJECTS: [(&str, bool); 5] = [
    ("SELECT destination FROM addresses WHERE account_id = $1", true),
    ("SELECT destination FROM orders WHERE account_id = $1 OR (account_id IS NULL AND email = $2)", true),
    ("SELECT destination FROM purchases WHERE account_id = $1 OR (account_id IS NULL AND email = $2)", true),
    ("SELECT answers FROM donations WHERE account_id = $1 OR (account_id IS NULL AND email = $2)", false),
    (
        "SELECT r.parties FROM donations d
           JOIN receipts r ON r.merchant_id = d.merchant_id AND r.donation_id = d.id
          WHERE d.account_id = $1 OR (d.account_id IS NULL AND d.email = $2)",
        false,
    ),
];

/// Of a receipt's parties, what is the donor's.
pub(super) const DONORS: [&str; 2] = ["donor_name", "donor_address"];

/// The pictures that nobody but `$1` needs.
pub(super) const OWN_PICTURES: &str = "SELECT i.id, i.file_key FROM images i
  WHERE i.account_id = $1 AND i.merchant_id = 0
    AND NOT EXISTS (SELECT 1 FROM product_images p WHERE p.image_id = i.id)
    AND NOT EXISTS (SELECT 1 FROM campaigns c WHERE c.image_id = i.id)
    AND NOT EXISTS (SELECT 1 FROM nonprofits n WHERE n.logo_id = i.id)
    AND NOT EXISTS (SELECT 1 FROM merchants m JOIN accounts a ON a.id = m.account_id
                     WHERE (a.avatar_id = i.id OR a.banner_id = i.id) AND a.id <> $1)
    AND NOT EXISTS (SELECT 1 FROM post_images m JOIN posts q ON q.id = m.post_id
                     WHERE m.image_id = i.id AND q.author_id <> $1)";

/// Stands for no mail address: no row has it.
pub(super) const NO_ADDRESS: &str = "\u{1}";

/// What is known of an account.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn collect(read: &mut impl Read, account: AccountId) -> Result<Option<Found>, DbError> {
    let mut found = Found::default();
    let known = read.first(
        "SELECT handle, email, email_confirmed_at FROM accounts WHERE id = $1",
        &[Param::id(account)],
        |row| Ok((row.text(0)?, row.opt_text(1)?, row.opt_int(2)?)),
    )?;
    let Some((handle, email, confirmed)) = known else { return Ok(None) };
    found.handle = handle;
    found.email = email.filter(|_| confirmed.is_some());
    let address = found.email.clone().unwrap_or_else(|| NO_ADDRESS.to_owned());
    for sql in TEXTS {
        let all = [Param::id(account), (&address).into()];
        let params = if sql.contains("$2") { &all[..] } else { &all[..1] };
        let rows =
            read.rows(sql, params, |row| Ok([row.text(0)?, row.text(1)?, row.text(2)?, row.text(3)?]))?;
        rows.iter().flatten().for_each(|text| found.add(text));
    }
    for (sql, leading) in OBJECTS {
        let all = [Param::id(account), (&address).into()];
        let params = if sql.contains("$2") { &all[..] } else { &all[..1] };
        let only = if sql.contains("parties") { Some(&DONORS[..]) } else { leading.then_some(&LEADING[..]) };
        for text in read.rows(sql, params, |row| row.text(0))? {
            found.add_json(&text, only);
        }
    }
    let pictures = read.rows(OWN_PICTURES, &[Param::id(account)], |row| row.text(1))?;
    found.files = pictures.iter().flat_map(|key| sizes(key)).collect();
    found.files.extend(read.rows(
        "SELECT file_key FROM archives WHERE asked_by = $1 AND file_key <> ''",
        &[Param::id(account)],
        |row| row.text(0),
    )?);
    Ok(Some(found))
}
