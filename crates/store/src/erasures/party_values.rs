//! What is known of a shop or a nonprofit, and of whoever bought or gave there, in words: what must not be found afterwards.
//! What the law wants kept is none of it.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::party::Party;
use super::values::{DONORS, Found, LEADING, collect};
use crate::archive::sizes;
use crate::{DbError, Param, Read};

/// So many values are searched for; of more, the rest is counted. Looking for fifty thousand takes minutes.
pub const VALUES_MAX: usize = 50_000;

/// What is known of a shop or a nonprofit.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PartyFound {
    /// The account that it posts as.
    pub face: Found,
    /// Its names and addresses: mails that say them are mails about it.
    pub names: BTreeSet<String>,
    /// Words, each once.
    pub values: BTreeSet<String>,
    /// Values that are not searched for: there were more than [`VALUES_MAX`].
    pub left_out: u64,
    /// Keys of files.
    pub files: Vec<String>,
    /// Ids of pictures that nobody else shows.
    pub pictures: Vec<i64>,
}

/// By which it is known.
const NAMES: [&str; 2] = [
    "SELECT legal_name, contact_email, phone, '' FROM merchants WHERE id = $1",
    "SELECT a.handle, a.display_name, coalesce(a.email, ''), '' FROM merchants m JOIN accounts a ON a.id = m.account_id
      WHERE m.id = $1",
];

/// Its own words.
const OWN: [&str; 25] = [
    "SELECT postal_address, register_number, vat_number, state_reason FROM merchants WHERE id = $1",
    "SELECT returns_text, shipping_text, terms_url, privacy_url FROM merchants WHERE id = $1",
    "SELECT mission, receipt_note, gift_aid_ref, consent_name FROM nonprofits WHERE merchant_id = $1",
    "SELECT registry_number, state_reason, '', '' FROM nonprofits WHERE merchant_id = $1",
    "SELECT body, '', '', '' FROM nonprofit_notes WHERE merchant_id = $1",
    "SELECT title, story, designations, '' FROM campaigns WHERE merchant_id = $1",
    "SELECT sponsor, link, '', '' FROM matches WHERE merchant_id = $1",
    "SELECT title, description_html, brand, link FROM products WHERE merchant_id = $1",
    "SELECT external_id, product_type, option1_name, option2_name FROM products WHERE merchant_id = $1",
    "SELECT sku, barcode, option1, option2 FROM variants WHERE merchant_id = $1",
    "SELECT alt, source_url, '', '' FROM product_images WHERE merchant_id = $1",
    "SELECT name, '', '', '' FROM shipping_zones WHERE merchant_id = $1",
    "SELECT name, '', '', '' FROM shipping_rates WHERE merchant_id = $1",
    "SELECT email, '', '', '' FROM staff_invitations WHERE merchant_id = $1",
    "SELECT email, '', '', '' FROM nonprofit_invitations WHERE merchant_id = $1",
    "SELECT name, '', '', '' FROM api_keys WHERE merchant_id = $1",
    "SELECT url, '', '', '' FROM webhooks WHERE merchant_id = $1",
    "SELECT account, name, trouble, '' FROM connections WHERE merchant_id = $1",
    "SELECT reference, number, remark, '' FROM connection_sends WHERE merchant_id = $1",
    "SELECT url, last_failure, '', '' FROM quote_callbacks WHERE merchant_id = $1",
    "SELECT answer, '', '', '' FROM webhook_deliveries WHERE merchant_id = $1",
    "SELECT source, message, '', '' FROM imports WHERE merchant_id = $1",
    "SELECT name, reason, '', '' FROM channel_refusals WHERE merchant_id = $1",
    "SELECT publishable, account, '', '' FROM payees WHERE merchant_id = $1",
    "SELECT detail, '', '', '' FROM staff_actions WHERE merchant_id = $1",
];

/// What whoever bought or gave there left.
const OTHERS: [&str; 13] = [
    "SELECT email, buyer_name, cancel_note, reference FROM orders WHERE merchant_id = $1",
    "SELECT reason, answer, '', '' FROM buyer_requests WHERE merchant_id = $1",
    "SELECT tracking_number, tracking_url, '', '' FROM fulfillments WHERE merchant_id = $1",
    "SELECT reason, '', '', '' FROM refunds WHERE merchant_id = $1",
    "SELECT answer, '', '', '' FROM disputes WHERE merchant_id = $1",
    "SELECT email, '', '', '' FROM restock_alerts WHERE merchant_id = $1",
    "SELECT email, donor_name, donor_address, tribute FROM donations WHERE merchant_id = $1",
    "SELECT tribute_email, tribute_to, tribute_message, method_token FROM donations WHERE merchant_id = $1",
    "SELECT reason, '', '', '' FROM donation_refunds WHERE merchant_id = $1",
    "SELECT answer, '', '', '' FROM donation_disputes WHERE merchant_id = $1",
    "SELECT email, '', '', '' FROM gift_aid_declarations WHERE merchant_id = $1",
    "SELECT email, '', '', '' FROM gift_statements WHERE merchant_id = $1",
    "SELECT method_token, asked_token, asked_key, asked_url FROM pledges WHERE merchant_id = $1",
];

/// Names and addresses in declarations of Gift Aid.
const DECLARED: &str =
    "SELECT last_name, address, house, postcode FROM gift_aid_declarations WHERE merchant_id = $1";

/// Objects as they stand, and which parts of them lead to a person.
const OBJECTS: [(&str, Option<&[&str]>); 3] = [
    ("SELECT destination FROM orders WHERE merchant_id = $1", Some(&LEADING)),
    ("SELECT answers FROM donations WHERE merchant_id = $1", None),
    ("SELECT parties FROM receipts WHERE merchant_id = $1", Some(&DONORS)),
];

/// What stays, as the law asks: what was sold and who sold it, on invoices and receipts.
const KEPT: [&str; 2] = [
    "SELECT title, variant_title, discount_title, '' FROM order_lines WHERE merchant_id = $1",
    "SELECT legal_name, postal_address, vat_number, register_number FROM invoices WHERE merchant_id = $1",
];

/// Of a receipt's parties, what is the nonprofit's, and what was given for.
const GIVERS_OWN: [&str; 7] =
    ["legal_name", "postal_address", "registry", "registry_number", "note", "campaign", "designation"];

/// Declarations that are kept apart: by which it claimed after `$2`.
const KEPT_DECLARED: &str = "SELECT g.last_name, g.address, g.house, g.postcode FROM gift_aid_declarations g
  WHERE g.merchant_id = $1
    AND g.donation_id IN (SELECT c.declared_with FROM gift_aid_claimed c
                            JOIN gift_aid_claims k ON k.merchant_id = c.merchant_id AND k.number = c.number
                           WHERE c.merchant_id = $1 AND k.created_at > $2)";

/// The pictures that nobody but the shop or nonprofit `$1` shows, which posts as `$2`.
const ITS_PICTURES: &str = "SELECT i.id, i.file_key FROM images i
  WHERE (i.merchant_id = $1
         OR i.id IN (SELECT image_id FROM product_images WHERE merchant_id = $1 AND image_id IS NOT NULL
                     UNION SELECT image_id FROM campaigns WHERE merchant_id = $1 AND image_id IS NOT NULL
                     UNION SELECT logo_id FROM nonprofits WHERE merchant_id = $1 AND logo_id IS NOT NULL
                     UNION SELECT avatar_id FROM accounts WHERE id = $2 AND avatar_id IS NOT NULL
                     UNION SELECT banner_id FROM accounts WHERE id = $2 AND banner_id IS NOT NULL
                     UNION SELECT m.image_id FROM post_images m JOIN posts p ON p.id = m.post_id
                            WHERE p.author_id = $2))
    AND NOT EXISTS (SELECT 1 FROM product_images p WHERE p.image_id = i.id AND p.merchant_id <> $1)
    AND NOT EXISTS (SELECT 1 FROM post_images m JOIN posts q ON q.id = m.post_id
                     WHERE m.image_id = i.id AND q.author_id <> $2)
    AND i.id NOT IN (SELECT image_id FROM campaigns WHERE merchant_id <> $1 AND image_id IS NOT NULL)
    AND i.id NOT IN (SELECT logo_id FROM nonprofits WHERE merchant_id <> $1 AND logo_id IS NOT NULL)
    AND i.id NOT IN (SELECT avatar_id FROM accounts WHERE id <> $2 AND avatar_id IS NOT NULL)
    AND i.id NOT IN (SELECT banner_id FROM accounts WHERE id <> $2 AND banner_id IS NOT NULL)";

/// What is known of a shop or a nonprofit. Declarations of Gift Aid by which it claimed after `since` are kept.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn collect_party(read: &mut impl Read, party: Party, since: Timestamp) -> Result<PartyFound, DbError> {
    // Its address may be somebody's who bought elsewhere: that is theirs.
    let face = Found { email: None, ..collect(read, party.face)?.unwrap_or_default() };
    let mut found = PartyFound { face, ..PartyFound::default() };
    let own = [Param::id(party.id)];
    let mut words = Words::default();
    for sql in NAMES {
        words.read(read, sql, &own)?;
    }
    found.names.clone_from(&words.of.values);
    found.names.insert(party.id.to_string());
    words.of.values.extend(found.face.values.iter().cloned());
    for sql in OWN.iter().chain(&OTHERS).chain(&[DECLARED]) {
        words.read(read, sql, &own)?;
    }
    for (sql, only) in OBJECTS {
        words.read_objects(read, sql, &own, only)?;
    }
    let mut kept = Words { is_whole: true, ..Words::default() };
    for sql in KEPT {
        kept.read(read, sql, &own)?;
    }
    kept.read(read, KEPT_DECLARED, &[Param::id(party.id), since.into()])?;
    kept.read_objects(read, "SELECT parties FROM receipts WHERE merchant_id = $1", &own, Some(&GIVERS_OWN))?;
    words.of.values.retain(|value| !kept.of.values.contains(value));
    found.values = words.of.values;
    found.left_out = words.left_out;
    for (id, key) in read.rows(ITS_PICTURES, &[Param::id(party.id), Param::id(party.face)], |row| {
        Ok((row.int(0)?, row.text(1)?))
    })? {
        found.pictures.push(id);
        found.files.extend(sizes(&key));
    }
    found.files.extend(found.face.files.iter().cloned());
    for sql in [
        "SELECT file_key FROM imports WHERE merchant_id = $1 AND file_key <> ''",
        "SELECT file_key FROM archives WHERE scope IN ('shop', 'nonprofit') AND subject = $1 AND file_key <> ''",
    ] {
        found.files.extend(read.rows(sql, &own, |row| row.text(0))?);
    }
    Ok(found)
}

/// Words as they are read: no more than are searched for, unless all of them are needed.
#[derive(Default)]
pub(super) struct Words {
    pub(super) of: Found,
    pub(super) left_out: u64,
    is_whole: bool,
}

impl Words {
    fn is_full(&self) -> bool {
        !self.is_whole && self.of.values.len() >= VALUES_MAX
    }

    pub(super) fn read(
        &mut self,
        read: &mut impl Read,
        sql: &'static str,
        params: &[Param<'_>],
    ) -> Result<(), DbError> {
        read.visit(sql.into(), params, &mut |row| {
            for column in 0..4 {
                let text = row.str(column)?;
                if self.is_full() {
                    self.left_out += u64::from(!text.is_empty());
                } else {
                    self.of.add(text);
                }
            }
            Ok(())
        })
    }

    pub(super) fn read_objects(
        &mut self,
        read: &mut impl Read,
        sql: &'static str,
        params: &[Param<'_>],
        only: Option<&[&str]>,
    ) -> Result<(), DbError> {
        read.visit(sql.into(), params, &mut |row| {
            let text = row.str(0)?;
            if self.is_full() {
                self.left_out += u64::from(text.contains(':'));
            } else {
                self.of.add_json(text, only);
            }
            Ok(())
        })
    }
}
