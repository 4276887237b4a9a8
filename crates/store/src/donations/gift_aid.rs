//! Gift Aid: declarations, which gifts they cover, and the claims that gifts are in.

use domain::donation::Donation;
use domain::donation::gift_aid::{Declaration, Scope, Taxpayer};
use domain::ids::{AccountId, DonationId, NonprofitId, PledgeId};
use domain::money::{Currency, Money};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx};

macro_rules! declared {
    () => {
        "g.scope, g.title, g.first_name, g.last_name, g.house, g.address, g.postcode, g.statement, g.declared_at,
         g.withdrawn_at"
    };
}

fn to_declaration(row: &Row<'_>, at: usize) -> Result<Declaration, DbError> {
    Ok(Declaration {
        scope: row.word(at, "scope of a declaration", Scope::from_word)?,
        taxpayer: Taxpayer {
            title: row.text(at + 1)?,
            first_name: row.text(at + 2)?,
            last_name: row.text(at + 3)?,
            house: row.text(at + 4)?,
            address: row.text(at + 5)?,
            postcode: row.text(at + 6)?,
        },
        statement: row.text(at + 7)?,
        declared_at: row.time(at + 8)?,
        withdrawn_at: row.opt_time(at + 9)?,
    })
}

/// What was declared with a gift.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn with_gift(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    donation: DonationId,
) -> Result<Option<Declaration>, DbError> {
    read.first(
        concat!(
            "SELECT ",
            declared!(),
            " FROM gift_aid_declarations g WHERE g.merchant_id = $1 AND g.donation_id = $2"
        ),
        &[Param::id(nonprofit), Param::id(donation)],
        |row| to_declaration(row, 0),
    )
}

/// Keeps what is declared with a gift that is open, in place of what was.
pub fn put(tx: &mut Tx<'_>, gift: &Donation, declaration: Option<&Declaration>) -> Result<(), DbError> {
    let key = [Param::id(gift.nonprofit), Param::id(gift.id)];
    tx.execute("DELETE FROM gift_aid_declarations WHERE merchant_id = $1 AND donation_id = $2", &key)?;
    let Some(Declaration { scope, taxpayer, statement, declared_at, .. }) = declaration else {
        return Ok(());
    };
    let email = gift.donor.email.to_lowercase();
    tx.execute(
        "INSERT INTO gift_aid_declarations (merchant_id, donation_id, account_id, email, scope, title, first_name,
                                            last_name, house, address, postcode, statement, declared_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            Param::id(gift.nonprofit),
            Param::id(gift.id),
            Param::opt_id(gift.donor.account),
            (&email).into(),
            scope.as_str().into(),
            (&taxpayer.title).into(),
            (&taxpayer.first_name).into(),
            (&taxpayer.last_name).into(),
            (&taxpayer.house).into(),
            (&taxpayer.address).into(),
            (&taxpayer.postcode).into(),
            statement.into(),
            (*declared_at).into(),
        ],
    )?;
    Ok(())
}

/// Notes that a declaration was taken back. `false`: it was before, or there is none.
pub fn withdraw(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    donation: DonationId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let changed = tx.execute(
        "UPDATE gift_aid_declarations SET withdrawn_at = $1
          WHERE merchant_id = $2 AND donation_id = $3 AND withdrawn_at IS NULL",
        &[now.into(), Param::id(nonprofit), Param::id(donation)],
    )?;
    Ok(changed == 1)
}

/// Forgets what was declared with gifts that were begun and never paid.
pub(super) fn end_old(tx: &mut Tx<'_>, now: Timestamp) -> Result<(), DbError> {
    tx.execute(
        "DELETE FROM gift_aid_declarations
          WHERE (merchant_id, donation_id)
             IN (SELECT d.merchant_id, d.id FROM donations d
                  WHERE d.state = 'open' AND d.expires_at < $1
                    AND NOT EXISTS (SELECT 1 FROM pledges p
                                     WHERE p.id = d.pledge_id AND p.donation_id = d.id AND p.state <> 'new'))",
        &[now.into()],
    )?;
    Ok(())
}

/// The gift whose declaration from now on covers what `account` gives to a nonprofit; the newest.
pub fn enduring_of_account(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    account: AccountId,
) -> Result<Option<(DonationId, Declaration)>, DbError> {
    read.first(
        concat!(
            "SELECT g.donation_id, ",
            declared!(),
            " FROM gift_aid_declarations g
               JOIN donations d ON d.merchant_id = g.merchant_id AND d.id = g.donation_id AND d.state = 'settled'
              WHERE g.merchant_id = $1 AND g.account_id = $2 AND g.scope = 'all' AND g.withdrawn_at IS NULL
              ORDER BY g.donation_id DESC LIMIT 1"
        ),
        &[Param::id(nonprofit), Param::id(account)],
        |row| Ok((row.id(0)?, to_declaration(row, 1)?)),
    )
}

/// The same for the gifts of a pledge. What a guest declares covers nothing else: whoever types an address is not known to be
/// who declared with it.
fn enduring_of_pledge(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    pledge: PledgeId,
) -> Result<Option<DonationId>, DbError> {
    read.first(
        "SELECT g.donation_id
           FROM donations d
           JOIN gift_aid_declarations g ON g.merchant_id = d.merchant_id AND g.donation_id = d.id
          WHERE d.pledge_id = $1 AND d.merchant_id = $2 AND d.state = 'settled'
            AND g.scope = 'all' AND g.withdrawn_at IS NULL
          ORDER BY d.pledge_no DESC LIMIT 1",
        &[Param::id(pledge), Param::id(nonprofit)],
        |row| row.id(0),
    )
}

/// A gift has just settled: notes whose declaration covers it, its own before an earlier one.
pub fn cover(tx: &mut Tx<'_>, gift: &Donation) -> Result<(), DbError> {
    let own = with_gift(tx, gift.nonprofit, gift.id)?.filter(|own| own.withdrawn_at.is_none());
    let by = match (own, gift.donor.account, gift.pledge) {
        (Some(_), ..) => Some(gift.id),
        (None, Some(account), _) => enduring_of_account(tx, gift.nonprofit, account)?.map(|(by, _)| by),
        (None, None, Some((pledge, _))) => enduring_of_pledge(tx, gift.nonprofit, pledge)?,
        (None, None, None) => None,
    };
    let Some(by) = by else { return Ok(()) };
    tx.execute(
        "UPDATE donations SET gift_aid_by = $1 WHERE merchant_id = $2 AND id = $3",
        &[Param::id(by), Param::id(gift.nonprofit), Param::id(gift.id)],
    )?;
    Ok(())
}

/// The declaration that covers a settled gift.
pub fn covering(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    donation: DonationId,
) -> Result<Option<(DonationId, Declaration)>, DbError> {
    read.first(
        concat!(
            "SELECT g.donation_id, ",
            declared!(),
            " FROM donations d
               JOIN gift_aid_declarations g ON g.merchant_id = d.merchant_id AND g.donation_id = d.gift_aid_by
              WHERE d.merchant_id = $1 AND d.id = $2"
        ),
        &[Param::id(nonprofit), Param::id(donation)],
        |row| Ok((row.id(0)?, to_declaration(row, 1)?)),
    )
}

/// A gift that is claimed, or can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AidedGift {
    /// Which.
    pub donation: DonationId,
    /// When the money was taken.
    pub given_at: Timestamp,
    /// All of what was given.
    pub amount: Money,
    /// Who declared.
    pub taxpayer: Taxpayer,
    /// The gift that it was declared with.
    pub declared_with: DonationId,
    /// It was given back since.
    pub is_back: bool,
}

fn to_aided(row: &Row<'_>) -> Result<AidedGift, DbError> {
    let currency: Currency = row.word(2, "currency", |word| word.parse().ok())?;
    Ok(AidedGift {
        donation: row.id(0)?,
        given_at: row.opt_time(1)?.ok_or(DbError::Missing("when a settled gift was settled"))?,
        amount: Money::new(row.int(3)?, currency),
        declared_with: row.id(4)?,
        is_back: row.int(5)? > 0,
        taxpayer: to_declaration(row, 6)?.taxpayer,
    })
}

/// Gifts that can be claimed, the oldest first: declared, not all given back, in no claim. What is claimed is what is left. What was declared for one gift and
/// taken back covers nothing; what was declared from then on covers what was given while it stood.
pub fn claimable(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    is_test: bool,
    limit: u32,
) -> Result<Vec<AidedGift>, DbError> {
    read.rows(
        concat!(
            "SELECT d.id, d.settled_at, d.currency, d.amount + d.cover - d.refunded, g.donation_id, CAST(0 AS BIGINT), ",
            declared!(),
            " FROM donations d
               JOIN gift_aid_declarations g ON g.merchant_id = d.merchant_id AND g.donation_id = d.gift_aid_by
              WHERE d.merchant_id = $1
                AND d.gift_aid_by IS NOT NULL
                AND d.currency = 'GBP'
                AND d.is_test = $2
                AND d.refunded < d.amount + d.cover
                AND (g.scope = 'all' OR g.withdrawn_at IS NULL)
                AND NOT EXISTS (SELECT 1 FROM gift_aid_claimed c
                                 WHERE c.merchant_id = d.merchant_id AND c.donation_id = d.id)
              ORDER BY d.id
              LIMIT $3"
        ),
        &[Param::id(nonprofit), is_test.into(), limit.into()],
        to_aided,
    )
}

/// A claim that was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// Its number among the charity's.
    pub number: i64,
    /// Its gifts moved no real money.
    pub is_test: bool,
    /// How many gifts are in it.
    pub gifts: i64,
    /// What was given with them.
    pub amount: Money,
    /// Who closed it.
    pub created_by: Option<AccountId>,
    /// When.
    pub created_at: Timestamp,
}

/// One at a time per charity: two at once would put a gift into both, and one of them would be refused.
const LOCK: Sql = Sql {
    sqlite: "SELECT merchant_id FROM nonprofits WHERE merchant_id = $1",
    postgres: "SELECT merchant_id FROM nonprofits WHERE merchant_id = $1 FOR NO KEY UPDATE",
};

/// Closes a claim over the oldest gifts that can be claimed. `None`: there are none.
pub fn close(
    tx: &mut Tx<'_>,
    nonprofit: NonprofitId,
    (is_test, limit): (bool, u32),
    by: Option<AccountId>,
    now: Timestamp,
) -> Result<Option<Claim>, DbError> {
    tx.first(LOCK, &[Param::id(nonprofit)], |row| row.int(0))?.ok_or(DbError::Missing("nonprofit"))?;
    let gifts = claimable(tx, nonprofit, is_test, limit)?;
    let Some(first) = gifts.first() else { return Ok(None) };
    let amount = Money::sum(first.amount.currency, gifts.iter().map(|gift| gift.amount));
    let amount = amount.map_err(|_| DbError::Missing("a sum of gifts that can be counted"))?;
    let last = tx.first(
        "SELECT number FROM gift_aid_claims WHERE merchant_id = $1 ORDER BY number DESC LIMIT 1",
        &[Param::id(nonprofit)],
        |row| row.int(0),
    )?;
    let claim = Claim {
        number: last.unwrap_or(0) + 1,
        is_test,
        gifts: i64::try_from(gifts.len()).unwrap_or(i64::MAX),
        amount,
        created_by: by,
        created_at: now,
    };
    tx.execute(
        "INSERT INTO gift_aid_claims (merchant_id, number, is_test, gifts, currency, amount, created_by, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &[
            Param::id(nonprofit),
            claim.number.into(),
            is_test.into(),
            claim.gifts.into(),
            amount.currency.code().into(),
            amount.amount.into(),
            Param::opt_id(by),
            now.into(),
        ],
    )?;
    for gift in &gifts {
        tx.execute(
            "INSERT INTO gift_aid_claimed (merchant_id, donation_id, number, declared_with, amount)
             VALUES ($1, $2, $3, $4, $5)",
            &[
                Param::id(nonprofit),
                Param::id(gift.donation),
                claim.number.into(),
                Param::id(gift.declared_with),
                gift.amount.amount.into(),
            ],
        )?;
    }
    Ok(Some(claim))
}

/// The claims of a charity, the newest first.
pub fn claims(read: &mut impl Read, nonprofit: NonprofitId, limit: u32) -> Result<Vec<Claim>, DbError> {
    read.rows(
        "SELECT number, is_test, gifts, currency, amount, created_by, created_at
           FROM gift_aid_claims WHERE merchant_id = $1 ORDER BY number DESC LIMIT $2",
        &[Param::id(nonprofit), limit.into()],
        |row| {
            let currency: Currency = row.word(3, "currency", |word| word.parse().ok())?;
            Ok(Claim {
                number: row.int(0)?,
                is_test: row.flag(1)?,
                gifts: row.int(2)?,
                amount: Money::new(row.int(4)?, currency),
                created_by: row.opt_id(5)?,
                created_at: row.time(6)?,
            })
        },
    )
}

/// The gifts of a claim, the oldest first.
pub fn claimed(read: &mut impl Read, nonprofit: NonprofitId, number: i64) -> Result<Vec<AidedGift>, DbError> {
    read.rows(
        concat!(
            "SELECT d.id, d.settled_at, d.currency, c.amount, g.donation_id, c.amount - (d.amount + d.cover - d.refunded), ",
            declared!(),
            " FROM gift_aid_claimed c
               JOIN donations d ON d.merchant_id = c.merchant_id AND d.id = c.donation_id
               JOIN gift_aid_declarations g ON g.merchant_id = c.merchant_id AND g.donation_id = c.declared_with
              WHERE c.merchant_id = $1 AND c.number = $2
              ORDER BY c.donation_id"
        ),
        &[Param::id(nonprofit), number.into()],
        to_aided,
    )
}

/// Gifts that were claimed and given back since, or a part of them, the newest first, each with what went back since: HMRC
/// has to be told.
pub fn claimed_and_back(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    limit: u32,
) -> Result<Vec<(DonationId, i64, Money)>, DbError> {
    read.rows(
        "SELECT d.id, c.number, d.currency, c.amount - (d.amount + d.cover - d.refunded)
           FROM donations d
           JOIN gift_aid_claimed c ON c.merchant_id = d.merchant_id AND c.donation_id = d.id
          WHERE d.merchant_id = $1 AND d.gift_aid_by IS NOT NULL AND d.refunded > 0
            AND c.amount > d.amount + d.cover - d.refunded
          ORDER BY d.id DESC LIMIT $2",
        &[Param::id(nonprofit), limit.into()],
        |row| {
            let currency: Currency = row.word(2, "currency", |word| word.parse().ok())?;
            Ok((row.id(0)?, row.int(1)?, Money::new(row.int(3)?, currency)))
        },
    )
}

/// Writes what HMRC knows a charity by.
pub fn set_reference(tx: &mut Tx<'_>, nonprofit: NonprofitId, reference: &str) -> Result<(), DbError> {
    tx.execute(
        "UPDATE nonprofits SET gift_aid_ref = $1 WHERE merchant_id = $2",
        &[reference.into(), Param::id(nonprofit)],
    )?;
    Ok(())
}
