//! Donations, the tries to collect them, what was given back, and their receipts.

mod answers;
pub mod desk;
pub mod gift_aid;
pub mod payments;
pub mod receipts;
pub mod refunds;
pub mod statements;
pub mod tributes;

use domain::donation::state::DonationState;
use domain::donation::{Donation, Donor};
use domain::ids::{AccountId, CampaignId, DonationId, NonprofitId, PledgeId};
use domain::money::{Currency, Money};
use jiff::Timestamp;

use crate::{DbError, Param, Read, Row, Sql, Tx};

macro_rules! columns {
    () => {
        "id, merchant_id, campaign_id, link_seed, state, currency, amount, cover, refunded, designation, account_id,
         email, donor_name, donor_address, locale, hide_name, hide_amount, contact_opt_in, post_id, method_id,
         method_token, remember_method, attempt, is_test, back, created_at, expires_at, settled_at,
         pledge_id, pledge_no, tribute_kind, tribute, tribute_email, tribute_to, tribute_message,
         tribute_amount, tribute_told, answers, is_promised"
    };
}

fn to_donation(row: &Row<'_>) -> Result<Donation, DbError> {
    let currency: Currency = row.word(5, "currency", |word| word.parse().ok())?;
    let seed = row.bytes(3)?;
    Ok(Donation {
        id: row.id(0)?,
        nonprofit: row.id(1)?,
        campaign: row.id(2)?,
        link_seed: seed.try_into().map_err(|_| DbError::Missing("the seed of a donation's link"))?,
        state: match row.flag(38)? {
            true => DonationState::Promised,
            false => row.word(4, "donation state", DonationState::from_word)?,
        },
        amount: Money::new(row.int(6)?, currency),
        cover: Money::new(row.int(7)?, currency),
        refunded: Money::new(row.int(8)?, currency),
        designation: row.text(9)?,
        donor: Donor {
            account: row.opt_id(10)?,
            email: row.text(11)?,
            name: row.text(12)?,
            address: row.text(13)?,
            hide_name: row.flag(15)?,
            hide_amount: row.flag(16)?,
            contact_opt_in: row.flag(17)?,
        },
        tribute: tributes::read(row, 30)?,
        answers: answers::read(row, 37)?,
        locale: row.text(14)?,
        post: row.opt_id(18)?,
        method: row.opt_id(19)?,
        method_token: row.text(20)?,
        remember: row.flag(21)?,
        attempt: row.int(22)?,
        is_test: row.flag(23)?,
        back: row.text(24)?,
        created_at: row.time(25)?,
        expires_at: row.time(26)?,
        settled_at: row.opt_time(27)?,
        pledge: match row.opt_id(28)? {
            Some(pledge) => Some((pledge, row.count(29)?)),
            None => None,
        },
    })
}

/// A state as it is written: one that is promised is open, and marked.
const fn written(state: DonationState) -> (&'static str, bool) {
    match state {
        DonationState::Promised => (DonationState::Open.as_str(), true),
        DonationState::Open | DonationState::Paying | DonationState::Settled | DonationState::Ended => {
            (state.as_str(), false)
        }
    }
}

/// Keeps a donation that is begun.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn insert(tx: &mut Tx<'_>, donation: &Donation) -> Result<(), DbError> {
    let [kind, name, email, to, message, shows_amount] = tributes::params(donation.tribute.as_ref());
    let answers = answers::text(&donation.answers);
    tx.execute(
        "INSERT INTO donations (id, merchant_id, campaign_id, link_seed, state, currency, amount, cover, designation,
                                account_id, email, donor_name, donor_address, locale, hide_name, hide_amount,
                                contact_opt_in, post_id, method_id, method_token, remember_method, is_test, back,
                                created_at, expires_at, pledge_id, pledge_no, tribute_kind, tribute,
                                tribute_email, tribute_to, tribute_message, tribute_amount, answers)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
                 $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, $34)",
        &[
            Param::id(donation.id),
            Param::id(donation.nonprofit),
            Param::id(donation.campaign),
            (&donation.link_seed).into(),
            donation.state.as_str().into(),
            donation.currency().code().into(),
            donation.amount.amount.into(),
            donation.cover.amount.into(),
            (&donation.designation).into(),
            Param::opt_id(donation.donor.account),
            (&donation.donor.email).into(),
            (&donation.donor.name).into(),
            (&donation.donor.address).into(),
            (&donation.locale).into(),
            donation.donor.hide_name.into(),
            donation.donor.hide_amount.into(),
            donation.donor.contact_opt_in.into(),
            Param::opt_id(donation.post),
            Param::opt_id(donation.method),
            (&donation.method_token).into(),
            donation.remember.into(),
            donation.is_test.into(),
            (&donation.back).into(),
            donation.created_at.into(),
            donation.expires_at.into(),
            Param::opt_id(donation.pledge.map(|(pledge, _)| pledge)),
            donation.pledge.map(|(_, number)| number).into(),
            kind,
            name,
            email,
            to,
            message,
            shows_amount,
            (&answers).into(),
        ],
    )?;
    Ok(())
}

/// Writes what a donor may still change, while no payment runs. `false`: one does, or it is over.
pub fn update_open(tx: &mut Tx<'_>, donation: &Donation) -> Result<bool, DbError> {
    let [kind, name, email, to, message, shows_amount] = tributes::params(donation.tribute.as_ref());
    let answers = answers::text(&donation.answers);
    let changed = tx.execute(
        "UPDATE donations
            SET amount = $1, cover = $2, designation = $3, email = $4, donor_name = $5, donor_address = $6,
                hide_name = $7, hide_amount = $8, contact_opt_in = $9, method_id = $10, method_token = $11,
                remember_method = $12, tribute_kind = $13, tribute = $14, tribute_email = $15, tribute_to = $16,
                tribute_message = $17, tribute_amount = $18, answers = $19
          WHERE merchant_id = $20 AND id = $21 AND state = 'open' AND is_promised = 0",
        &[
            donation.amount.amount.into(),
            donation.cover.amount.into(),
            (&donation.designation).into(),
            (&donation.donor.email).into(),
            (&donation.donor.name).into(),
            (&donation.donor.address).into(),
            donation.donor.hide_name.into(),
            donation.donor.hide_amount.into(),
            donation.donor.contact_opt_in.into(),
            Param::opt_id(donation.method),
            (&donation.method_token).into(),
            donation.remember.into(),
            kind,
            name,
            email,
            to,
            message,
            shows_amount,
            (&answers).into(),
            Param::id(donation.nonprofit),
            Param::id(donation.id),
        ],
    )?;
    Ok(changed == 1)
}

/// The donation with this id.
pub fn by_id(read: &mut impl Read, id: DonationId) -> Result<Option<Donation>, DbError> {
    read.first(concat!("SELECT ", columns!(), " FROM donations WHERE id = $1"), &[Param::id(id)], to_donation)
}

const LOCK: Sql = Sql {
    sqlite: concat!("SELECT ", columns!(), " FROM donations WHERE merchant_id = $1 AND id = $2"),
    postgres: concat!("SELECT ", columns!(), " FROM donations WHERE merchant_id = $1 AND id = $2 FOR UPDATE"),
};

/// The donation, locked until the commit.
pub fn lock(tx: &mut Tx<'_>, nonprofit: NonprofitId, id: DonationId) -> Result<Option<Donation>, DbError> {
    tx.first(LOCK, &[Param::id(nonprofit), Param::id(id)], to_donation)
}

/// Writes where a locked donation stands now.
pub fn set_state(tx: &mut Tx<'_>, donation: &Donation) -> Result<(), DbError> {
    let (state, is_promised) = written(donation.state);
    tx.execute(
        "UPDATE donations SET state = $1, is_promised = $2, attempt = $3, settled_at = $4, method_token = $5
          WHERE merchant_id = $6 AND id = $7",
        &[
            state.into(),
            is_promised.into(),
            donation.attempt.into(),
            donation.settled_at.into(),
            (&donation.method_token).into(),
            Param::id(donation.nonprofit),
            Param::id(donation.id),
        ],
    )?;
    Ok(())
}

/// Writes how much a locked donation that is promised, or due now, brings and until when it can be given.
pub fn set_due(tx: &mut Tx<'_>, donation: &Donation) -> Result<(), DbError> {
    tx.execute(
        "UPDATE donations SET amount = $1, cover = $2, designation = $3, is_test = $4, expires_at = $5
          WHERE merchant_id = $6 AND id = $7",
        &[
            donation.amount.amount.into(),
            donation.cover.amount.into(),
            (&donation.designation).into(),
            donation.is_test.into(),
            donation.expires_at.into(),
            Param::id(donation.nonprofit),
            Param::id(donation.id),
        ],
    )?;
    Ok(())
}

/// Settled donations to a nonprofit, the newest first, before the id `before`.
pub fn of_nonprofit(
    read: &mut impl Read,
    nonprofit: NonprofitId,
    before: Option<DonationId>,
    limit: u32,
) -> Result<Vec<Donation>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM donations WHERE merchant_id = $1 AND state = 'settled' AND id < $2 ORDER BY id DESC LIMIT $3"
        ),
        &[Param::id(nonprofit), before.map_or(i64::MAX, |before| before.0).into(), limit.into()],
        to_donation,
    )
}

/// The newest settled donations to a campaign.
pub fn of_campaign(
    read: &mut impl Read,
    (nonprofit, campaign): (NonprofitId, CampaignId),
    limit: u32,
) -> Result<Vec<Donation>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM donations WHERE merchant_id = $1 AND campaign_id = $2 AND state = 'settled'
              ORDER BY id DESC LIMIT $3"
        ),
        &[Param::id(nonprofit), Param::id(campaign), limit.into()],
        to_donation,
    )
}

/// What an account gave, the newest first.
pub fn of_account(read: &mut impl Read, account: AccountId, limit: u32) -> Result<Vec<Donation>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM donations WHERE account_id = $1 AND state = 'settled' ORDER BY id DESC LIMIT $2"
        ),
        &[Param::id(account), limit.into()],
        to_donation,
    )
}

/// Makes an open gift one of a pledge, or one for itself.
pub fn set_pledge(
    tx: &mut Tx<'_>,
    (nonprofit, id): (NonprofitId, DonationId),
    pledge: Option<(PledgeId, u32)>,
) -> Result<(), DbError> {
    tx.execute(
        "UPDATE donations SET pledge_id = $1, pledge_no = $2
          WHERE merchant_id = $3 AND id = $4 AND state = 'open' AND is_promised = 0",
        &[
            Param::opt_id(pledge.map(|(pledge, _)| pledge)),
            pledge.map(|(_, number)| number).into(),
            Param::id(nonprofit),
            Param::id(id),
        ],
    )?;
    Ok(())
}

/// Gift `number` of a pledge, whatever became of it.
pub fn of_due_date(
    read: &mut impl Read,
    pledge: PledgeId,
    number: u32,
) -> Result<Option<DonationId>, DbError> {
    read.first(
        "SELECT id FROM donations WHERE pledge_id = $1 AND pledge_no = $2",
        &[Param::id(pledge), number.into()],
        |row| row.id(0),
    )
}

/// What a pledge brought, the newest first.
pub fn of_pledge(read: &mut impl Read, pledge: PledgeId, limit: u32) -> Result<Vec<Donation>, DbError> {
    read.rows(
        concat!(
            "SELECT ",
            columns!(),
            " FROM donations WHERE pledge_id = $1 AND state = 'settled' ORDER BY pledge_no DESC LIMIT $2"
        ),
        &[Param::id(pledge), limit.into()],
        to_donation,
    )
}

/// Forgets whom a gift was from that has ended and was never paid.
pub fn forget_donor(tx: &mut Tx<'_>, (nonprofit, id): (NonprofitId, DonationId)) -> Result<(), DbError> {
    let key = [Param::id(nonprofit), Param::id(id)];
    tx.execute("DELETE FROM gift_aid_declarations WHERE merchant_id = $1 AND donation_id = $2", &key)?;
    tx.execute(
        "UPDATE donations
            SET email = '', donor_name = '', donor_address = '', method_token = '', tribute_kind = '', tribute = '',
                tribute_email = '', tribute_to = '', tribute_message = '', answers = '{}'
          WHERE merchant_id = $1 AND id = $2 AND state = 'ended'",
        &key,
    )?;
    Ok(())
}

/// Ends what was begun and never paid, and forgets whom it was from. Says how many. Who gives a pledge that was begun stands
/// in its first gift: that one is ended by its pledge, and forgets nobody.
pub fn end_old(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64, DbError> {
    gift_aid::end_old(tx, now)?;
    tx.execute(
        "UPDATE donations
            SET state = 'ended', email = '', donor_name = '', donor_address = '', method_token = '',
                tribute_kind = '', tribute = '', tribute_email = '', tribute_to = '', tribute_message = '', answers = '{}'
          WHERE state = 'open' AND expires_at < $1
            AND NOT EXISTS (SELECT 1 FROM pledges p
                             WHERE p.id = donations.pledge_id AND p.donation_id = donations.id AND p.state <> 'new')",
        &[now.into()],
    )
}
