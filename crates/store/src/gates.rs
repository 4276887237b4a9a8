//! For whom features are open, and who has seen what.

use domain::country::Country;
use domain::gate::{AutoStop, Feature, Gate, Rule};
use domain::ids::{AccountId, MerchantId, floor_of_ms};
use domain::money::BasisPoints;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::batch::Command;
use crate::{Column, DbError, Param, Read, Row, Sql, Tx};

/// Who saw something that are read at once.
const SEEN_READ_MAX: u32 = 50_000;

/// How a rule looks inside its column.
#[derive(Serialize, Deserialize)]
struct RuleColumn {
    from: Option<i64>,
    until: Option<i64>,
    merchants: Vec<i64>,
    countries: Vec<String>,
    people: Vec<i64>,
    share: u32,
}

/// How the conditions of a stop look inside their column.
#[derive(Serialize, Deserialize)]
struct AutoStopColumn {
    least: u32,
    refunded: Option<u32>,
    failed: Option<u32>,
}

fn broken(wanted: &'static str, value: impl ToString) -> DbError {
    DbError::Value { column: 0, value: value.to_string().chars().take(40).collect(), wanted }
}

fn rule_of(column: RuleColumn) -> Result<Rule, DbError> {
    let time = |micros: Option<i64>| {
        let at = |micros| Timestamp::from_microsecond(micros).map_err(|_| broken("time of a rule", micros));
        micros.map(at).transpose()
    };
    let country = |code: &String| code.parse().map_err(|_| broken("country of a rule", code));
    let countries: Result<Vec<Country>, DbError> = column.countries.iter().map(country).collect();
    Ok(Rule {
        from: time(column.from)?,
        until: time(column.until)?,
        merchants: column.merchants.into_iter().map(MerchantId).collect(),
        countries: countries?,
        people: column.people.into_iter().map(AccountId).collect(),
        share: BasisPoints(column.share),
    })
}

fn column_of(rule: &Rule) -> RuleColumn {
    RuleColumn {
        from: rule.from.map(Timestamp::as_microsecond),
        until: rule.until.map(Timestamp::as_microsecond),
        merchants: rule.merchants.iter().map(|merchant| merchant.0).collect(),
        countries: rule.countries.iter().map(ToString::to_string).collect(),
        people: rule.people.iter().map(|account| account.0).collect(),
        share: rule.share.0,
    }
}

fn to_gate(row: &Row<'_>) -> Result<Gate, DbError> {
    let (rules, auto_stop) = (row.text(2)?, row.text(3)?);
    let rules: Vec<RuleColumn> = serde_json::from_str(&rules).map_err(|_| broken("list of rules", &rules))?;
    let auto_stop: Option<AutoStopColumn> =
        serde_json::from_str(&auto_stop).map_err(|_| broken("condition of a stop", &auto_stop))?;
    Ok(Gate {
        feature: row.word(0, "feature", Feature::from_word)?,
        is_open: row.flag(1)?,
        rules: rules.into_iter().map(rule_of).collect::<Result<_, _>>()?,
        auto_stop: auto_stop.map(|it| AutoStop {
            least: it.least,
            refunded: it.refunded.map(BasisPoints),
            failed: it.failed.map(BasisPoints),
        }),
        version: row.int(4)?,
    })
}

/// Every gate that was set.
///
/// # Errors
/// [`DbError`] when the database refused; so for all functions here.
pub fn list(read: &mut impl Read) -> Result<Vec<Gate>, DbError> {
    read.rows("SELECT feature, is_open, rules, auto_stop, version FROM gates ORDER BY feature", &[], to_gate)
}

/// The gate of a feature, as it was set.
pub fn of(read: &mut impl Read, feature: Feature) -> Result<Option<Gate>, DbError> {
    read.first(
        "SELECT feature, is_open, rules, auto_stop, version FROM gates WHERE feature = $1",
        &[feature.word().into()],
        to_gate,
    )
}

/// Writes a gate whose change saw the version before it. Says whether that was still the one that stands.
pub fn set(tx: &mut Tx<'_>, gate: &Gate, now: Timestamp) -> Result<bool, DbError> {
    let json = "a gate can be written as JSON";
    let rules = serde_json::to_string(&gate.rules.iter().map(column_of).collect::<Vec<_>>()).expect(json);
    let auto_stop = gate.auto_stop.map(|it| AutoStopColumn {
        least: it.least,
        refunded: it.refunded.map(|it| it.0),
        failed: it.failed.map(|it| it.0),
    });
    let auto_stop = serde_json::to_string(&auto_stop).expect(json);
    let changed = tx.execute(
        "INSERT INTO gates (feature, is_open, rules, auto_stop, version, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (feature) DO UPDATE SET is_open = excluded.is_open, rules = excluded.rules,
                auto_stop = excluded.auto_stop, version = excluded.version, changed_at = excluded.changed_at
          WHERE gates.version = excluded.version - 1",
        &[
            gate.feature.word().into(),
            gate.is_open.into(),
            rules.as_str().into(),
            auto_stop.as_str().into(),
            gate.version.into(),
            now.into(),
        ],
    )?;
    Ok(changed > 0)
}

/// One who has seen a feature by a rule that picked them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposure {
    /// What.
    pub feature: Feature,
    /// Who.
    pub account: AccountId,
    /// When first.
    pub seen_at: Timestamp,
}

/// Keeps who saw what since the last time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeepExposures(pub Vec<Exposure>);

const KEEP: Sql = Sql {
    sqlite: "INSERT INTO gate_exposures (feature, account_id, seen_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
    postgres: "INSERT INTO gate_exposures (feature, account_id, seen_at)
               SELECT DISTINCT ON (u.feature, u.account_id) u.feature, u.account_id, u.seen_at
                 FROM UNNEST($1::TEXT[], $2::BIGINT[], $3::BIGINT[]) AS u (feature, account_id, seen_at)
                ORDER BY u.feature, u.account_id
               ON CONFLICT DO NOTHING",
};

impl Command for KeepExposures {
    type Output = ();
    const NAME: &'static str = "keep_exposures";

    fn run(tx: &mut Tx<'_>, batch: &[Self]) -> Result<Vec<()>, DbError> {
        let rows: Vec<[Param<'_>; 3]> = batch
            .iter()
            .flat_map(|command| &command.0)
            .map(|it| [it.feature.word().into(), Param::id(it.account), it.seen_at.into()])
            .collect();
        tx.execute_rows(KEEP, [Column::Text, Column::Int, Column::Int], &rows)?;
        Ok(vec![(); batch.len()])
    }
}

/// Who saw something from `from` on, oldest first, and whether there are more.
pub fn seen_since(read: &mut impl Read, from: Timestamp) -> Result<(Vec<Exposure>, bool), DbError> {
    let seen = read.rows(
        "SELECT feature, account_id, seen_at FROM gate_exposures WHERE seen_at >= $1 ORDER BY seen_at LIMIT $2",
        &[from.into(), SEEN_READ_MAX.into()],
        |row| {
            Ok(Exposure {
                feature: row.word(0, "feature", Feature::from_word)?,
                account: row.id(1)?,
                seen_at: row.time(2)?,
            })
        },
    )?;
    let more = seen.len() == usize::try_from(SEEN_READ_MAX).unwrap_or(usize::MAX);
    Ok((seen, more))
}

/// What one group of people did with a feature.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Deeds {
    /// What they began and tried to pay.
    pub tried: i64,
    /// What came of it: orders that stand, gifts that arrived.
    pub done: i64,
    /// Of those, given back in part or whole.
    pub given_back: i64,
    /// What a provider refused.
    pub failed: i64,
}

const ORDERS: &str = "SELECT CAST(CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END AS BIGINT), count(*),
        count(CASE WHEN o.state IN ('placed', 'confirmed') THEN 1 END),
        count(CASE WHEN o.refunded > 0 THEN 1 END),
        count(CASE WHEN o.cancel_reason IN ('declined', 'capture_failed') THEN 1 END)
   FROM orders o LEFT JOIN gate_exposures e ON e.feature = $1 AND e.account_id = o.account_id
  WHERE o.id >= $2
  GROUP BY CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END";

const GIFTS: &str = "SELECT CAST(CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END AS BIGINT), count(*),
        count(CASE WHEN d.state = 'settled' THEN 1 END),
        count(CASE WHEN d.refunded > 0 THEN 1 END),
        count(CASE WHEN d.attempt > 0 AND d.state <> 'settled' THEN 1 END)
   FROM donations d LEFT JOIN gate_exposures e ON e.feature = $1 AND e.account_id = d.account_id
  WHERE d.id >= $2 AND (d.state <> 'open' OR d.attempt > 0)
  GROUP BY CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END";

const PLEDGED: &str = "SELECT CAST(CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END AS BIGINT), count(*),
        count(CASE WHEN d.state = 'settled' THEN 1 END),
        count(CASE WHEN d.refunded > 0 THEN 1 END),
        count(CASE WHEN d.attempt > 0 AND d.state <> 'settled' THEN 1 END)
   FROM donations d LEFT JOIN gate_exposures e ON e.feature = $1 AND e.account_id = d.account_id
  WHERE d.id >= $2 AND (d.state <> 'open' OR d.attempt > 0) AND d.pledge_id IS NOT NULL
  GROUP BY CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END";

const ROUNDED: &str = "SELECT CAST(CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END AS BIGINT), count(*),
        count(CASE WHEN d.state = 'settled' THEN 1 END),
        count(CASE WHEN d.refunded > 0 THEN 1 END),
        count(CASE WHEN d.attempt > 0 AND d.state <> 'settled' THEN 1 END)
   FROM rounded_orders r JOIN donations d ON d.id = r.donation_id
   LEFT JOIN gate_exposures e ON e.feature = $1 AND e.account_id = d.account_id
  WHERE r.order_id >= $2 AND (d.state <> 'open' OR d.attempt > 0)
  GROUP BY CASE WHEN e.account_id IS NULL THEN 0 ELSE 1 END";

/// What was done with a feature since `from`: by those whom a rule picked, and by everybody else. None for what nothing is
/// paid for.
pub fn deeds(
    read: &mut impl Read,
    feature: Feature,
    from: Timestamp,
) -> Result<Option<(Deeds, Deeds)>, DbError> {
    let text = match feature {
        Feature::Buy => ORDERS,
        Feature::Donate => GIFTS,
        Feature::Pledges => PLEDGED,
        Feature::RoundUp => ROUNDED,
        Feature::Selling | Feature::Asking | Feature::Imports => return Ok(None),
    };
    let floor = floor_of_ms(from.as_millisecond());
    let rows = read.rows(text, &[feature.word().into(), floor.into()], |row| {
        let deeds =
            Deeds { tried: row.int(1)?, done: row.int(2)?, given_back: row.int(3)?, failed: row.int(4)? };
        Ok((row.flag(0)?, deeds))
    })?;
    let of = |picked| rows.iter().find(|(is_picked, _)| *is_picked == picked).map(|(_, deeds)| *deeds);
    Ok(Some((of(true).unwrap_or_default(), of(false).unwrap_or_default())))
}
