//! What is to be done next about reading a connected shop.

use jiff::Timestamp;

use super::{Connection, ConnectionState, Pass};

/// What is next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Nothing before then.
    Rest(Timestamp),
    /// Nothing any more, until somebody goes on with it.
    Stop,
    /// To ask about what the shop told.
    Wishes,
    /// To read a page of the pass that goes on.
    Page,
    /// To begin this pass.
    Begin(Pass),
}

/// What is next at `now`; `has_wishes`: the shop told of changes that nobody asked about yet. What it told goes first: a load of
/// hours must not keep a stock that fell from being known.
#[must_use]
pub fn next(connection: &Connection, has_wishes: bool, now: Timestamp) -> Next {
    match connection.state {
        ConnectionState::Paused | ConnectionState::Broken | ConnectionState::Closed => return Next::Stop,
        ConnectionState::On => {}
    }
    if connection.not_before > now {
        return Next::Rest(connection.not_before);
    }
    if has_wishes {
        return Next::Wishes;
    }
    match connection.pass {
        Pass::Load | Pass::Sweep | Pass::Compare | Pass::Orders => Next::Page,
        Pass::Idle if connection.loaded_at.is_none() => Next::Begin(Pass::Load),
        Pass::Idle if connection.next_compare_at <= now => Next::Begin(Pass::Compare),
        Pass::Idle if connection.next_sweep_at <= now => Next::Begin(Pass::Sweep),
        Pass::Idle => Next::Rest(connection.next_sweep_at.min(connection.next_compare_at)),
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;
    use crate::connection::Takes;
    use crate::ids::{ConnectionId, MerchantId};
    use crate::money::Currency;

    fn loaded() -> Connection {
        let now = Timestamp::UNIX_EPOCH;
        Connection {
            id: ConnectionId(1),
            merchant: MerchantId(1),
            platform: "shop".to_owned(),
            account: "1".to_owned(),
            name: "Shop".to_owned(),
            currency: Currency::EUR,
            state: ConnectionState::On,
            takes: Takes::All,
            margin: 0,
            pass: Pass::Idle,
            pass_seen: 0,
            pass_total: None,
            loaded_at: Some(now),
            swept_at: Some(now),
            compared_at: None,
            drift: 0,
            listening_at: None,
            heard_at: None,
            next_sweep_at: now + SignedDuration::from_mins(10),
            next_compare_at: now + SignedDuration::from_hours(24),
            not_before: now,
            fails: 0,
            trouble: String::new(),
            trouble_at: None,
            created_at: now,
            closed_at: None,
        }
    }

    fn at(minutes: i64) -> Timestamp {
        Timestamp::UNIX_EPOCH + SignedDuration::from_mins(minutes)
    }

    #[test]
    fn what_changed_is_asked_every_ten_minutes_and_everything_once_a_day() {
        let connection = loaded();
        assert_eq!(next(&connection, false, at(1)), Next::Rest(at(10)));
        assert_eq!(next(&connection, false, at(10)), Next::Begin(Pass::Sweep));
        assert_eq!(next(&connection, false, at(24 * 60)), Next::Begin(Pass::Compare));
    }

    #[test]
    fn what_the_shop_told_goes_before_a_load_that_goes_on() {
        let connection = Connection { pass: Pass::Load, loaded_at: None, ..loaded() };
        assert_eq!(next(&connection, false, at(0)), Next::Page);
        assert_eq!(next(&connection, true, at(0)), Next::Wishes);
        let nothing = Connection { pass: Pass::Idle, loaded_at: None, ..loaded() };
        assert_eq!(next(&nothing, false, at(0)), Next::Begin(Pass::Load));
    }

    #[test]
    fn a_shop_that_is_left_alone_is_not_asked() {
        let connection = Connection { not_before: at(3), ..loaded() };
        assert_eq!(next(&connection, true, at(1)), Next::Rest(at(3)));
        for state in [ConnectionState::Paused, ConnectionState::Broken, ConnectionState::Closed] {
            assert_eq!(next(&Connection { state, ..loaded() }, true, at(60)), Next::Stop, "{state:?}");
        }
    }
}
