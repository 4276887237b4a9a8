//! A shop or a nonprofit: what goes and what stays. It stays as an empty place under its old id, with the books that the
//! law wants kept; whoever bought there or gave stays in them by their account alone.

use std::collections::{BTreeMap, HashSet};
use std::sync::LazyLock;

use domain::gate::Feature;
use domain::ids::{AccountId, CampaignId, MerchantId, OfferId, PostId, ProductId};
use domain::sunset::{Party as Ended, Scope};
use jiff::Timestamp;

use super::party_values::PartyFound;
use super::redact::redact;
use super::steps::{
    GIFTS, OF_PARTY, PARTY, Redacted, STAYING, Step, Texts, Whose, receipts, run, without_donor,
};
use super::values::NO_ADDRESS;
use crate::donations::receipts::Parties;
use crate::{DbError, Param, Read, Tx};

/// What stays of what is its own, without saying whose it was.
const ITS_BOOKS: &[Step] = &[
    // What was bought stays in the buyer's own words for it: the title is part of a fiscal record. Numbers and pictures of
    // the shop's are not.
    ("order_lines", "UPDATE order_lines SET sku = '', image_id = NULL WHERE merchant_id = $1", PARTY),
    ("", "UPDATE orders SET rate_name = '' WHERE merchant_id = $1", PARTY),
    ("checkouts", "UPDATE checkouts SET lines = '[]', quote = '' WHERE merchant_id = $1", PARTY),
    ("invoices", "UPDATE invoices SET contact_email = '' WHERE merchant_id = $1", PARTY),
    (
        "",
        "UPDATE gift_aid_declarations SET email = '', account_id = NULL WHERE merchant_id = $1",
        PARTY,
    ),
    ("matches", "UPDATE matches SET sponsor = '', link = '' WHERE merchant_id = $1", PARTY),
    (
        "campaigns",
        "UPDATE campaigns SET title = 'Gone', story = '', state = 'closed', designations = '', image_id = NULL
          WHERE merchant_id = $1",
        PARTY,
    ),
    (
        "merchants",
        "UPDATE merchants SET state = 'suspended', state_reason = '', legal_name = '', contact_email = '', phone = '',
                postal_address = '', register_number = '', vat_number = '', accent = '', returns_days = NULL,
                returns_text = '', shipping_text = '', terms_url = '', privacy_url = '', orders_per_day_max = NULL,
                payee = '', payee_takes = 0 WHERE id = $1",
        PARTY,
    ),
    (
        "nonprofits",
        "UPDATE nonprofits SET state = 'refused', state_reason = '', registry_number = '', mission = '',
                consent_key = '', consent_name = '', consent_at = NULL, receipt_note = '', gift_aid_ref = '',
                logo_id = NULL WHERE merchant_id = $1",
        PARTY,
    ),
];

/// What goes: what refers to something first.
const ITS_OWN: &[Step] = &[
    ("staff", "DELETE FROM staff WHERE merchant_id = $1", PARTY),
    ("staff_invitations", "DELETE FROM staff_invitations WHERE merchant_id = $1", PARTY),
    ("nonprofit_staff", "DELETE FROM nonprofit_staff WHERE merchant_id = $1", PARTY),
    ("nonprofit_invitations", "DELETE FROM nonprofit_invitations WHERE merchant_id = $1", PARTY),
    ("nonprofit_notes", "DELETE FROM nonprofit_notes WHERE merchant_id = $1", PARTY),
    ("api_keys", "DELETE FROM api_keys WHERE merchant_id = $1", PARTY),
    ("webhook_deliveries", "DELETE FROM webhook_deliveries WHERE merchant_id = $1", PARTY),
    ("webhooks", "DELETE FROM webhooks WHERE merchant_id = $1", PARTY),
    ("connection_sends", "DELETE FROM connection_sends WHERE merchant_id = $1", PARTY),
    ("connection_seen", "DELETE FROM connection_seen WHERE merchant_id = $1", PARTY),
    (
        "connection_messages",
        "DELETE FROM connection_messages WHERE connection_id IN (SELECT id FROM connections WHERE merchant_id = $1)",
        PARTY,
    ),
    (
        "connection_wishes",
        "DELETE FROM connection_wishes WHERE connection_id IN (SELECT id FROM connections WHERE merchant_id = $1)",
        PARTY,
    ),
    (
        "connection_refusals",
        "DELETE FROM connection_refusals WHERE connection_id IN (SELECT id FROM connections WHERE merchant_id = $1)",
        PARTY,
    ),
    (
        "connection_hours",
        "DELETE FROM connection_hours WHERE connection_id IN (SELECT id FROM connections WHERE merchant_id = $1)",
        PARTY,
    ),
    ("connections", "DELETE FROM connections WHERE merchant_id = $1", PARTY),
    ("quote_hours", "DELETE FROM quote_hours WHERE merchant_id = $1", PARTY),
    ("quote_callbacks", "DELETE FROM quote_callbacks WHERE merchant_id = $1", PARTY),
    ("payees", "DELETE FROM payees WHERE merchant_id = $1", PARTY),
    ("gift_statements", "DELETE FROM gift_statements WHERE merchant_id = $1", PARTY),
    (
        "pledges",
        "UPDATE pledges SET method_token = '', method_brand = '', method_last4 = '', method_expires = '',
                asked_token = '', asked_key = '', asked_url = '' WHERE merchant_id = $1",
        PARTY,
    ),
    // One address serves every shop of a purchase: it stays while another of them is there.
    (
        "purchases",
        "UPDATE purchases SET email = '', destination = '', method_token = '', back = '', marketing_opt_in = 0
          WHERE id IN (SELECT purchase_id FROM checkouts WHERE merchant_id = $1)
            AND NOT EXISTS (SELECT 1 FROM checkouts c JOIN merchants m ON m.id = c.merchant_id
                              JOIN accounts a ON a.id = m.account_id
                             WHERE c.purchase_id = purchases.id AND c.merchant_id <> $1 AND a.erased_at IS NULL)",
        PARTY,
    ),
    (
        "round_ups",
        "DELETE FROM round_ups WHERE merchant_id = $1
             OR campaign_id IN (SELECT id FROM campaigns WHERE merchant_id = $1)",
        PARTY,
    ),
    ("restock_alerts", "DELETE FROM restock_alerts WHERE merchant_id = $1", PARTY),
    ("cart_lines", "DELETE FROM cart_lines WHERE merchant_id = $1", PARTY),
    (
        "posts",
        "UPDATE posts SET offer_id = NULL, offer_merchant_id = NULL WHERE offer_merchant_id = $1",
        PARTY,
    ),
    (
        "posts",
        "UPDATE posts SET campaign_id = NULL, campaign_merchant_id = NULL WHERE campaign_merchant_id = $1",
        PARTY,
    ),
    (
        "kill_switches",
        "DELETE FROM kill_switches WHERE (kind = 'merchant' AND subject = $1)
             OR (kind = 'offer' AND subject IN (SELECT id FROM offers WHERE merchant_id = $1))",
        PARTY,
    ),
    ("offers", "DELETE FROM offers WHERE merchant_id = $1", PARTY),
    ("pinned_products", "DELETE FROM pinned_products WHERE merchant_id = $1", PARTY),
    ("product_images", "DELETE FROM product_images WHERE merchant_id = $1", PARTY),
    ("variant_prices", "DELETE FROM variant_prices WHERE merchant_id = $1", PARTY),
    ("variant_sale_prices", "DELETE FROM variant_sale_prices WHERE merchant_id = $1", PARTY),
    ("variant_sales", "DELETE FROM variant_sales WHERE merchant_id = $1", PARTY),
    (
        "variants",
        "DELETE FROM variants WHERE merchant_id = $1
            AND id NOT IN (SELECT variant_id FROM order_lines WHERE merchant_id = $1)",
        PARTY,
    ),
    (
        "products",
        "DELETE FROM products WHERE merchant_id = $1
            AND id NOT IN (SELECT product_id FROM variants WHERE merchant_id = $1)
            AND id NOT IN (SELECT product_id FROM order_lines WHERE merchant_id = $1)",
        PARTY,
    ),
    // What somebody ordered leads to an empty place.
    (
        "variants",
        "UPDATE variants SET external_id = CAST(id AS TEXT), option1 = '', option2 = '', option3 = '', sku = '',
                barcode = '', price = 0, compare_at = NULL, weight_grams = 0, image_position = NULL,
                status = 'archived', import_hash = 0, import_id = NULL, on_hand = reserved, low_since = NULL,
                stock_at = NULL, price_at = NULL
          WHERE merchant_id = $1",
        PARTY,
    ),
    (
        "products",
        "UPDATE products SET external_id = CAST(id AS TEXT), title = '', description_html = '', brand = '',
                product_type = '', tags = '', link = '', option1_name = '', option2_name = '', option3_name = '',
                status = 'archived', import_hash = 0, import_id = NULL, connection_id = NULL WHERE merchant_id = $1",
        PARTY,
    ),
    ("shipping_rates", "DELETE FROM shipping_rates WHERE merchant_id = $1", PARTY),
    ("shipping_zones", "DELETE FROM shipping_zones WHERE merchant_id = $1", PARTY),
    ("tax_rates", "DELETE FROM tax_rates WHERE merchant_id = $1", PARTY),
    ("import_previews", "DELETE FROM import_previews WHERE merchant_id = $1", PARTY),
    ("import_problems", "DELETE FROM import_problems WHERE merchant_id = $1", PARTY),
    ("imports", "DELETE FROM imports WHERE merchant_id = $1", PARTY),
    ("channel_pushes", "DELETE FROM channel_pushes WHERE merchant_id = $1", PARTY),
    ("channel_refusals", "DELETE FROM channel_refusals WHERE merchant_id = $1", PARTY),
    ("funnel", "DELETE FROM funnel WHERE merchant_id = $1", PARTY),
    ("history", "DELETE FROM history WHERE merchant_id = $1", PARTY),
    (
        "archives",
        "DELETE FROM archives WHERE scope IN ('shop', 'nonprofit') AND subject = $1",
        PARTY,
    ),
    // Nothing is open: what waits would only tell of it. The provider's forgetting of a card is nobody's but the donor's.
    ("jobs", "DELETE FROM jobs WHERE merchant_id = $1 AND kind <> 'forget_method'", PARTY),
    ("staff_actions", "DELETE FROM staff_actions WHERE merchant_id = $1", PARTY),
];

static STAY: LazyLock<Texts> = LazyLock::new(|| Texts::of(STAYING, &OF_PARTY));
static GIVEN: LazyLock<Texts> = LazyLock::new(|| Texts::of(GIFTS, &OF_PARTY));
static BOOKS: LazyLock<Texts> = LazyLock::new(|| Texts::of(ITS_BOOKS, &OF_PARTY));
static GO: LazyLock<Texts> = LazyLock::new(|| Texts::of(ITS_OWN, &OF_PARTY));
/// Of the steps on what was given, the one on declarations of Gift Aid.
static DECLARED: LazyLock<Texts> = LazyLock::new(|| {
    let only: Vec<Step> =
        STAYING.iter().filter(|(table, ..)| *table == "gift_aid_declarations").copied().collect();
    Texts::of(&only, &OF_PARTY)
});

/// A shop or a nonprofit that is to be erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// Its number; a nonprofit has one of its own among shops.
    pub id: MerchantId,
    /// The account that it posts as.
    pub face: AccountId,
    /// It asks for gifts, and sells nothing.
    pub gives: bool,
}

/// What was shown until now and is shown no more.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cleared {
    /// How many rows of which tables.
    pub redacted: Redacted,
    /// Offers that are gone.
    pub offers: Vec<OfferId>,
    /// Products that are gone or say nothing any more.
    pub products: Vec<ProductId>,
    /// Campaigns that say nothing any more.
    pub campaigns: Vec<CampaignId>,
    /// Posts of others that lost a card, with their authors.
    pub posts: Vec<(PostId, AccountId)>,
}

/// Of what `scope` ends, a shop or a nonprofit that is not erased yet.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn next_party(read: &mut impl Read, scope: Scope) -> Result<Option<Party>, DbError> {
    let (kind, one) = match scope {
        Scope::Shop(merchant) => ("shop", merchant.0),
        Scope::Nonprofit(nonprofit) => ("nonprofit", nonprofit.0),
        Scope::Feature(Feature::Buy) => ("shop", 0),
        Scope::Feature(Feature::Donate) => ("nonprofit", 0),
        Scope::Server => ("", 0),
        Scope::Feature(
            Feature::Selling | Feature::Asking | Feature::Pledges | Feature::RoundUp | Feature::Imports,
        ) => ("", -1),
    };
    let read_party = |row: &crate::Row<'_>| {
        Ok(Party { id: row.id(0)?, face: row.id(1)?, gives: row.str(2)? == "nonprofit" })
    };
    if scope == Scope::Feature(Feature::Asking) {
        // Who applied, was never let in and never got a gift.
        return read.first(
            "SELECT m.id, m.account_id, m.kind FROM nonprofits n JOIN merchants m ON m.id = n.merchant_id
               JOIN accounts a ON a.id = m.account_id
              WHERE n.state IN ('applied', 'refused') AND a.erased_at IS NULL
                AND NOT EXISTS (SELECT 1 FROM donations d WHERE d.merchant_id = n.merchant_id)
              ORDER BY n.merchant_id LIMIT 1",
            &[],
            read_party,
        );
    }
    if one != 0 {
        return read.first(
            "SELECT m.id, m.account_id, m.kind FROM merchants m JOIN accounts a ON a.id = m.account_id
              WHERE m.id = $1 AND m.kind = $2 AND a.erased_at IS NULL",
            &[one.into(), kind.into()],
            read_party,
        );
    }
    read.first(
        "SELECT m.id, m.account_id, m.kind FROM merchants m JOIN accounts a ON a.id = m.account_id
          WHERE m.id > 0 AND (m.kind = $1 OR $1 = '') AND a.erased_at IS NULL ORDER BY m.id LIMIT 1",
        &[kind.into()],
        read_party,
    )
}

/// Erases a shop or a nonprofit of which `found` is known. Its posts are deleted already. Declarations of Gift Aid by which
/// it claimed after `since` stay.
pub fn erase_party(
    tx: &mut Tx<'_>,
    party: Party,
    found: &PartyFound,
    (since, now): (Timestamp, Timestamp),
) -> Result<Cleared, DbError> {
    let own = [Param::id(party.id)];
    let offers = tx.rows("SELECT id FROM offers WHERE merchant_id = $1", &own, |row| row.id(0))?;
    let products = tx.rows("SELECT id FROM products WHERE merchant_id = $1", &own, |row| row.id(0))?;
    let campaigns = tx.rows("SELECT id FROM campaigns WHERE merchant_id = $1", &own, |row| row.id(0))?;
    let posts = tx.rows(
        "SELECT id, author_id FROM posts WHERE (offer_merchant_id = $1 OR campaign_merchant_id = $1)
            AND deleted_at IS NULL",
        &own,
        |row| Ok((row.id(0)?, row.id(1)?)),
    )?;
    let whose = Whose { account: party.face, email: NO_ADDRESS, party: party.id.0, since };
    let mut redacted = Redacted::default();
    redacted.erased.insert("mails", mails_about(tx, party.id)?);
    run(tx, &STAY, whose, &mut redacted.kept)?;
    let given = tx.rows(
        "SELECT merchant_id, donation_id, kind, revision, parties FROM receipts WHERE merchant_id = $1",
        &own,
        |row| Ok((row.int(0)?, row.int(1)?, row.text(2)?, row.int(3)?, row.text(4)?)),
    )?;
    *redacted.kept.entry("receipts").or_default() += receipts(tx, given, |parties| Parties {
        // As on invoices: no law asks for it.
        contact_email: String::new(),
        ..without_donor(parties)
    })?;
    run(tx, &GIVEN, whose, &mut redacted.kept)?;
    run(tx, &BOOKS, whose, &mut redacted.kept)?;
    run(tx, &GO, whose, &mut redacted.erased)?;
    let face = redact(tx, party.face, &found.face, now)?;
    for (sum, more) in [(&mut redacted.erased, face.erased), (&mut redacted.kept, face.kept)] {
        for (table, count) in more {
            *sum.entry(table).or_default() += count;
        }
    }
    for picture in &found.pictures {
        *redacted.erased.entry("images").or_default() +=
            tx.execute("DELETE FROM images WHERE id = $1", &[(*picture).into()])?;
    }
    Ok(Cleared { redacted: redacted.without_zeros(), offers, products, campaigns, posts })
}

/// Ids by one of which a mail that is kept here was named.
const NAMING: &[&str] = &[
    "SELECT id FROM merchants WHERE id = $1",
    "SELECT id FROM orders WHERE merchant_id = $1",
    "SELECT id FROM donations WHERE merchant_id = $1",
    "SELECT id FROM pledges WHERE merchant_id = $1",
    "SELECT id FROM donation_disputes WHERE merchant_id = $1",
    "SELECT id FROM products WHERE merchant_id = $1",
    "SELECT id FROM variants WHERE merchant_id = $1",
    "SELECT id FROM staff_invitations WHERE merchant_id = $1",
    "SELECT id FROM nonprofit_invitations WHERE merchant_id = $1",
];

/// Mails about its orders and gifts go: their keys say which these are. Says how many.
fn mails_about(tx: &mut Tx<'_>, party: MerchantId) -> Result<u64, DbError> {
    let keys: Vec<String> = tx.rows("SELECT unique_key FROM mails", &[], |row| row.text(0))?;
    if keys.is_empty() {
        return Ok(0);
    }
    let mut ids = HashSet::new();
    for sql in NAMING {
        ids.extend(tx.rows(*sql, &[Param::id(party)], |row| row.int(0))?);
    }
    let mut count = 0;
    for key in keys {
        let is_about = key.split('-').any(|part| part.parse().is_ok_and(|id: i64| ids.contains(&id)));
        if is_about {
            count += tx.execute("DELETE FROM mails WHERE unique_key = $1", &[(&key).into()])?;
        }
    }
    Ok(count)
}

/// Erased nonprofits of which declarations of Gift Aid are kept by which they claimed no more `since`.
pub fn declarations_due(read: &mut impl Read, since: Timestamp) -> Result<Vec<MerchantId>, DbError> {
    let erased: Vec<MerchantId> = read.rows(
        "SELECT n.merchant_id FROM nonprofits n JOIN merchants m ON m.id = n.merchant_id
           JOIN accounts a ON a.id = m.account_id WHERE a.erased_at IS NOT NULL",
        &[],
        |row| row.id(0),
    )?;
    let mut due = Vec::new();
    for party in erased {
        let found = read.first(
            "SELECT donation_id FROM gift_aid_declarations WHERE merchant_id = $1 AND last_name <> ''
                AND donation_id NOT IN (SELECT c.declared_with FROM gift_aid_claimed c
                      JOIN gift_aid_claims k ON k.merchant_id = c.merchant_id AND k.number = c.number
                     WHERE c.merchant_id = $1 AND k.created_at > $2) LIMIT 1",
            &[Param::id(party), since.into()],
            |row| row.int(0),
        )?;
        due.extend(found.map(|_| party));
    }
    Ok(due)
}

/// Forgets the declarations of Gift Aid of an erased nonprofit by which it claimed no more `since`.
pub fn clear_declarations(tx: &mut Tx<'_>, party: MerchantId, since: Timestamp) -> Result<(), DbError> {
    let whose = Whose { account: AccountId(0), email: NO_ADDRESS, party: party.0, since };
    run(tx, &DECLARED, whose, &mut BTreeMap::new())
}

/// What an end would reach, in rows by table, of shops and nonprofits that are not erased yet: those that go, and those that
/// stay without anybody in them.
pub fn outlook(read: &mut impl Read, scope: Scope) -> Result<Redacted, DbError> {
    let (shops, gives, one) = match scope {
        Scope::Shop(merchant) => (1, 0, merchant.0),
        Scope::Nonprofit(nonprofit) => (0, 1, nonprofit.0),
        scope => (
            i64::from(scope.ends(Ended::Shop(MerchantId(0)))),
            i64::from(scope.ends(Ended::Nonprofit(domain::ids::NonprofitId(0)))),
            0,
        ),
    };
    let mut found = Redacted::default();
    for (table, is_kept, sql) in OUTLOOK {
        let count: u64 = read
            .one("a count", *sql, &[one.into(), shops.into(), gives.into()], |row| row.int(0))
            .map(i64::unsigned_abs)?;
        let into = if *is_kept { &mut found.kept } else { &mut found.erased };
        into.insert(table, count);
    }
    Ok(found.without_zeros())
}

macro_rules! outlook {
    ($table:literal, $party:literal) => {
        concat!(
            "SELECT count(*) FROM ",
            $table,
            " JOIN merchants m ON m.id = ",
            $party,
            " JOIN accounts a ON a.id = m.account_id
              WHERE a.erased_at IS NULL AND (CAST($1 AS BIGINT) = 0 OR m.id = $1)
                AND ((m.kind = 'shop' AND CAST($2 AS BIGINT) = 1)
                     OR (m.kind = 'nonprofit' AND CAST($3 AS BIGINT) = 1))"
        )
    };
}

/// Tables that are counted before anything is done: whether their rows stay, and how many there are.
const OUTLOOK: &[(&str, bool, &str)] = &[
    ("merchants", true, outlook!("merchants t", "t.id")),
    ("orders", true, outlook!("orders t", "t.merchant_id")),
    ("invoices", true, outlook!("invoices t", "t.merchant_id")),
    ("donations", true, outlook!("donations t", "t.merchant_id")),
    ("receipts", true, outlook!("receipts t", "t.merchant_id")),
    ("ledger", true, outlook!("ledger t", "t.merchant_id")),
    ("products", false, outlook!("products t", "t.merchant_id")),
    ("campaigns", false, outlook!("campaigns t", "t.merchant_id")),
    ("posts", false, outlook!("posts t JOIN merchants f ON f.account_id = t.author_id", "f.id")),
    ("staff", false, outlook!("staff t", "t.merchant_id")),
    ("nonprofit_staff", false, outlook!("nonprofit_staff t", "t.merchant_id")),
];
