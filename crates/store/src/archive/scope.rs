//! Which rows of which table are somebody's, and what of them is not for their eyes.

use domain::archive::ArchiveOf;

use crate::export::families::Family;

/// What staff wrote or did about a buyer or a donor, and whose account took the money: the merchant's, not the buyer's.
const NOT_FOR_PERSONS: [(&str, &str); 10] = [
    ("payments", "payee"),
    ("refunds", "created_by"),
    ("disputes", "answer"),
    ("fulfillments", "created_by"),
    ("buyer_requests", "decided_by"),
    ("donation_payments", "payee"),
    ("donation_refunds", "created_by"),
    ("donation_disputes", "answer"),
    ("gift_aid_claimed", "number"),
    ("accounts", "is_operator"),
];

/// Whether a column stays out of the archive of `of`.
pub(super) fn is_withheld(of: ArchiveOf, table: &str, column: &str) -> bool {
    match of {
        ArchiveOf::Person(_) => NOT_FOR_PERSONS.contains(&(table, column)),
        ArchiveOf::Merchant(_) | ArchiveOf::Nonprofit(_) | ArchiveOf::Server => false,
    }
}

/// The condition that a family's rows meet when they are `of`'s: empty for all of them, none where none is. Ids are numbers
/// of our own, so they may stand in the text.
pub(super) fn rows(of: ArchiveOf, family: &Family) -> Option<String> {
    match of {
        ArchiveOf::Person(account) => of_person(account.0, family.table),
        ArchiveOf::Merchant(merchant) => of_party(merchant.0, family.table, false),
        ArchiveOf::Nonprofit(nonprofit) => of_party(nonprofit.0, family.table, true),
        ArchiveOf::Server => Some(String::new()),
    }
}

fn of_person(account: i64, table: &str) -> Option<String> {
    Some(match table {
        "accounts" => format!("id = {account}"),
        "orders" | "donations" | "pledges" | "history" => format!("account_id = {account}"),
        "posts" => format!("author_id = {account}"),
        "images" => format!("id IN ({})", pictures_of_account(&account.to_string())),
        _ => return None,
    })
}

/// Uploaded by an account, shown by its posts, or its face.
fn pictures_of_account(account: &str) -> String {
    format!(
        "SELECT id FROM images WHERE account_id = {account} \
         UNION SELECT i.image_id FROM post_images i JOIN posts p ON p.id = i.post_id WHERE p.author_id = {account} \
         UNION SELECT avatar_id FROM accounts WHERE id = {account} AND avatar_id IS NOT NULL \
         UNION SELECT banner_id FROM accounts WHERE id = {account} AND banner_id IS NOT NULL"
    )
}

fn of_party(party: i64, table: &str, gives: bool) -> Option<String> {
    let face = format!("(SELECT account_id FROM merchants WHERE id = {party})");
    Some(match table {
        "accounts" => format!("id = {face}"),
        "merchants" => format!("id = {party}"),
        "posts" => format!("author_id = {face}"),
        "images" => {
            let more = if gives {
                format!(
                    "UNION SELECT image_id FROM campaigns WHERE merchant_id = {party} AND image_id IS NOT NULL \
                     UNION SELECT logo_id FROM nonprofits WHERE merchant_id = {party} AND logo_id IS NOT NULL"
                )
            } else {
                format!(
                    "UNION SELECT image_id FROM product_images WHERE merchant_id = {party} AND image_id IS NOT NULL"
                )
            };
            format!("id IN ({} {more})", pictures_of_account(&face))
        }
        "payouts" | "ledger" | "history" => format!("merchant_id = {party}"),
        "donations" | "pledges" | "matches" if gives => format!("merchant_id = {party}"),
        "products" | "variant_prices" | "orders" | "fulfillment_lines" | "refund_lines" if !gives => {
            format!("merchant_id = {party}")
        }
        _ => return None,
    })
}
