//! What must hold of gifts, by rows and by what the provider took.

use std::collections::BTreeMap;

use twins::stripe::{ChargeLine, Twin};

use super::Auditor;

/// A gift as its row tells it.
#[derive(Debug, Clone)]
pub(super) struct Gift {
    state: String,
    total: i64,
    currency: String,
    /// Given back by the nonprofit.
    returned: i64,
    /// Documents that say it was given, and documents that void one.
    receipts: i64,
    voids: i64,
}

/// Gifts, and the keys of their payments at the provider.
pub(super) struct Gifts {
    gifts: BTreeMap<i64, Gift>,
    attempts: BTreeMap<String, i64>,
}

impl Gifts {
    /// The gift that a charge is for.
    pub(super) fn of(&self, charge: &ChargeLine) -> Option<(i64, &Gift)> {
        let id = *self.attempts.get(charge.metadata["attempt"].as_str()?)?;
        Some((id, self.gifts.get(&id)?))
    }
}

impl Gift {
    /// What is wrong with a charge that was taken for it, at any time.
    pub(super) fn judge(&self, id: i64, charge: &ChargeLine, wrong: &mut Vec<String>) {
        if charge.captured != self.total {
            wrong.push(format!("gift {id}: {} taken of {}", charge.captured, self.total));
        }
        if charge.currency != self.currency {
            wrong.push(format!("gift {id}: taken in {}", charge.currency));
        }
    }
}

impl Auditor {
    pub(super) fn gifts(&self) -> Gifts {
        let mut gifts = BTreeMap::new();
        let sql = "SELECT d.id, d.state, d.amount + d.cover, lower(d.currency), d.refunded,
                          (SELECT count(*) FROM receipts r WHERE r.donation_id = d.id AND r.kind = 'donation'),
                          (SELECT count(*) FROM receipts r WHERE r.donation_id = d.id AND r.kind = 'void')
                     FROM donations d";
        self.rows(sql, |row| {
            let gift = Gift {
                state: row.get(1)?,
                total: row.get(2)?,
                currency: row.get(3)?,
                returned: row.get(4)?,
                receipts: row.get(5)?,
                voids: row.get(6)?,
            };
            gifts.insert(row.get(0)?, gift);
            Ok(())
        });
        Gifts { gifts, attempts: self.words("SELECT attempt_key, donation_id FROM donation_payments") }
    }

    /// What must hold of gifts when everything that could be done was done. `thanked` are the gifts that donors were
    /// thanked for.
    #[must_use]
    pub fn gifts_at_rest(&self, twin: &Twin, thanked: &[i64]) -> Vec<String> {
        let mut wrong = Vec::new();
        let known = self.gifts();
        let charges = twin.charges();
        let (mut raised, mut counted) = (0, 0);
        for (id, gift) in &known.gifts {
            let of_it = charges.iter().filter(|charge| known.of(charge).is_some_and(|(of, _)| of == *id));
            let (taken, back) =
                of_it.fold((0, 0), |(taken, back), charge| (taken + charge.captured, back + charge.refunded));
            // Whatever was taken beside the gift itself is given back.
            let (keeps, receipts) = match gift.state.as_str() {
                "settled" => (gift.total - gift.returned, 1),
                "open" | "ended" => (0, 0),
                state => {
                    wrong.push(format!("gift {id} is still {state}"));
                    continue;
                }
            };
            if taken - back != keeps {
                wrong.push(format!("gift {id}: {taken} taken and {back} given back, where {keeps} is given"));
            }
            if gift.receipts != receipts || gift.voids != i64::from(gift.returned > 0) {
                wrong.push(format!("gift {id}: {} receipts and {} voided", gift.receipts, gift.voids));
            }
            if gift.state == "settled" && gift.returned == 0 {
                counted += 1;
                raised += gift.total;
            }
        }
        let meter = "SELECT 'raised', sum(c.raised) + (SELECT coalesce(sum(d.cover), 0) FROM donations d
                                                         WHERE d.state = 'settled' AND d.refunded = 0)
                       FROM campaigns c
                     UNION ALL SELECT 'gifts', sum(gifts) FROM campaigns";
        let shown = self.words(meter);
        if (shown["raised"], shown["gifts"]) != (raised, counted) {
            wrong.push(format!("the meter shows {shown:?}, and {counted} gifts of {raised} stand"));
        }
        for id in thanked {
            if known.gifts.get(id).is_none_or(|gift| gift.state != "settled") {
                wrong.push(format!("somebody was thanked for gift {id}, and it did not arrive"));
            }
        }
        wrong
    }
}
