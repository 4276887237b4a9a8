//! May this checkout become an order, now? Pure; the answer is made under the locks of the rows it looks at.

use jiff::Timestamp;

use crate::gate::Answer;
use crate::ids::{ProductId, VariantId};

/// Why a checkout may not become an order. The buyer is told, nothing was charged, nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A price, a rate or a tax is not what the buyer was shown: show the new total and ask again (I7).
    Changed,
    /// Fewer units are left than asked for.
    SoldOut {
        /// Of what.
        variant: VariantId,
        /// How many are left.
        left: u32,
    },
    /// More than one buyer may have.
    OverLimit {
        /// How many one buyer may have.
        limit: u32,
        /// How many this buyer has, from orders that stand.
        has: u32,
    },
    /// The checkout's time is over.
    Expired,
    /// The offer is closed, over or not begun, or the product is not for sale any more.
    OfferClosed,
    /// The merchant may not sell now.
    MerchantClosed,
    /// The server takes no orders now.
    ServerClosed,
    /// Buying there is not open to this buyer.
    Gated,
    /// Buying there has ended, by a plan that everybody was told of.
    Ended,
    /// Somebody must say first where it goes.
    Incomplete,
    /// The merchant is paid by a key of its own, and what pays several merchants at once cannot pay this one: it takes a
    /// purchase of its own.
    PaidAlone,
}

/// What is known under the locks.
#[derive(Debug, Clone)]
pub struct Facts<'a> {
    /// Now.
    pub now: Timestamp,
    /// When the checkout ends.
    pub expires_at: Timestamp,
    /// The server takes orders.
    pub server_open: bool,
    /// The merchant is verified, within its limits, and no switch is thrown.
    pub merchant_open: bool,
    /// What the gate of buying says to this buyer.
    pub gate: Answer,
    /// Price rules, shipping and tax are still those of the quote, and the quote is the one the buyer saw.
    pub quote_stands: bool,
    /// The quote is provisional.
    pub provisional: bool,
    /// The lines, in their order.
    pub lines: &'a [LineFacts],
}

/// What is known of one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineFacts {
    /// What.
    pub variant: VariantId,
    /// Of which product: a limit per buyer counts all variants of it.
    pub product: ProductId,
    /// How many.
    pub quantity: u32,
    /// It is for sale and its offer is open.
    pub open: bool,
    /// The price of one is still the one shown.
    pub price_stands: bool,
    /// Units that are free; `None` when they are not counted.
    pub free: Option<i64>,
    /// Units this buyer may still have; `None` without a limit, with the limit itself.
    pub allowed: Option<(i64, u32)>,
}

/// Decides. The order of the questions is what a buyer can act on: closed before changed, changed before sold
/// out. Lines that share a variant are added up, so one cart cannot oversell either (F2), and lines that share a
/// product count together against its limit per buyer.
///
/// # Errors
/// The first [`Refusal`] that applies.
pub fn may_place(facts: &Facts<'_>) -> Result<(), Refusal> {
    if !facts.server_open {
        return Err(Refusal::ServerClosed);
    }
    if !facts.merchant_open {
        return Err(Refusal::MerchantClosed);
    }
    if facts.gate == Answer::Ended {
        return Err(Refusal::Ended);
    }
    if !facts.gate.is_open() {
        return Err(Refusal::Gated);
    }
    if facts.lines.iter().any(|line| !line.open) {
        return Err(Refusal::OfferClosed);
    }
    if facts.now >= facts.expires_at {
        return Err(Refusal::Expired);
    }
    if facts.provisional {
        return Err(Refusal::Incomplete);
    }
    if !facts.quote_stands || facts.lines.iter().any(|line| !line.price_stands) {
        return Err(Refusal::Changed);
    }
    for line in facts.lines {
        if let Some((allowed, limit)) = line.allowed
            && units(facts.lines, |other| other.product == line.product) > allowed
        {
            let has = u32::try_from(i64::from(limit) - allowed).unwrap_or(0);
            return Err(Refusal::OverLimit { limit, has });
        }
        if let Some(free) = line.free
            && units(facts.lines, |other| other.variant == line.variant) > free
        {
            return Err(Refusal::SoldOut {
                variant: line.variant,
                left: u32::try_from(free.max(0)).unwrap_or(0),
            });
        }
    }
    Ok(())
}

fn units(lines: &[LineFacts], of: impl Fn(&LineFacts) -> bool) -> i64 {
    lines.iter().filter(|line| of(line)).map(|line| i64::from(line.quantity)).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn line(variant: i64, quantity: u32, free: i64) -> LineFacts {
        LineFacts {
            variant: VariantId(variant),
            product: ProductId(variant),
            quantity,
            open: true,
            price_stands: true,
            free: Some(free),
            allowed: None,
        }
    }

    fn facts(lines: &[LineFacts]) -> Facts<'_> {
        Facts {
            now: NOW,
            expires_at: Timestamp::MAX,
            server_open: true,
            merchant_open: true,
            gate: Answer::Open,
            quote_stands: true,
            provisional: false,
            lines,
        }
    }

    #[test]
    fn two_lines_of_one_variant_share_its_shelf() {
        assert_eq!(may_place(&facts(&[line(1, 2, 3), line(1, 1, 3)])), Ok(()));
        assert_eq!(
            may_place(&facts(&[line(1, 2, 3), line(2, 1, 1), line(1, 2, 3)])),
            Err(Refusal::SoldOut { variant: VariantId(1), left: 3 })
        );
    }

    #[test]
    fn a_limit_per_buyer_counts_all_variants_of_a_product() {
        let limited = |variant, quantity| LineFacts {
            product: ProductId(1),
            allowed: Some((2, 2)),
            ..line(variant, quantity, 9)
        };
        assert_eq!(may_place(&facts(&[limited(1, 1), limited(2, 1)])), Ok(()));
        assert_eq!(
            may_place(&facts(&[limited(1, 2), limited(2, 2)])),
            Err(Refusal::OverLimit { limit: 2, has: 0 })
        );
        let unlimited = LineFacts { allowed: None, ..limited(2, 2) };
        assert_eq!(
            may_place(&facts(&[limited(1, 1), unlimited])),
            Err(Refusal::OverLimit { limit: 2, has: 0 }),
            "nor does another offer of the product help"
        );
    }

    #[test]
    fn what_is_not_counted_is_never_sold_out() {
        assert_eq!(may_place(&facts(&[LineFacts { free: None, ..line(1, 999, 0) }])), Ok(()));
    }

    #[test]
    fn each_reason_has_its_answer() {
        let good = [line(1, 1, 1)];
        let cases = [
            (Facts { server_open: false, ..facts(&good) }, Refusal::ServerClosed),
            (Facts { merchant_open: false, ..facts(&good) }, Refusal::MerchantClosed),
            (Facts { gate: Answer::Closed { opens_at: None }, ..facts(&good) }, Refusal::Gated),
            (Facts { gate: Answer::Ended, ..facts(&good) }, Refusal::Ended),
            (Facts { expires_at: NOW, ..facts(&good) }, Refusal::Expired),
            (Facts { quote_stands: false, ..facts(&good) }, Refusal::Changed),
            (Facts { provisional: true, ..facts(&good) }, Refusal::Incomplete),
        ];
        for (facts, refusal) in cases {
            assert_eq!(may_place(&facts), Err(refusal));
        }
        let closed = [LineFacts { open: false, ..line(1, 1, 1) }];
        assert_eq!(may_place(&facts(&closed)), Err(Refusal::OfferClosed));
        let dearer = [LineFacts { price_stands: false, ..line(1, 1, 1) }];
        assert_eq!(may_place(&facts(&dearer)), Err(Refusal::Changed));
        let greedy = [LineFacts { allowed: Some((1, 2)), ..line(1, 2, 9) }];
        assert_eq!(may_place(&facts(&greedy)), Err(Refusal::OverLimit { limit: 2, has: 1 }));
    }
}
