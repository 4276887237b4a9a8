//! Telling whether what the buyer saw is still what the buyer would pay.

use super::{Quote, Source};
use crate::fnv::Fnv;

impl Quote {
    /// A stable hash of everything the buyer pays for: currency, every line with its price and tax, the way of
    /// shipping, the totals. The review step carries it to the second tap; when it has changed by then, the new
    /// total is shown and asked for again. Names and delivery days are left out: correcting a typing error in
    /// them must not stop a purchase.
    pub fn fingerprint(&self) -> u64 {
        let hash = Fnv::new().bytes(self.currency.code().as_bytes()).number(self.lines.len() as i64);
        let hash = self.lines.iter().fold(hash, |hash, line| {
            hash.number(line.variant_id.0)
                .number(line.quantity.get().into())
                .number(line.unit_price.amount)
                .number(line.subtotal.amount)
                .number(line.tax.amount)
        });
        let hash = match &self.shipping {
            Some(rate) => hash.number(1).number(rate.id.0).number(rate.price.amount),
            None => hash.number(0),
        };
        let hash = hash
            .number(self.subtotal.amount)
            .number(self.shipping_total.amount)
            .number(self.shipping_tax.amount)
            .number(self.tax_total.amount)
            .number(self.tax_included.into())
            .number(self.total.amount)
            .number(self.destination_missing.into());
        // Nothing is added for a quote of our own, so that its fingerprint is what it was before programs were asked.
        let hash = match self.source {
            Source::Ours => hash,
            Source::Answered => hash.number(1),
            Source::FellBack => hash.number(2),
        };
        let discounts = self.discounts.iter();
        discounts.fold(hash, |hash, each| hash.number(each.discount.amount.amount)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::super::QuotedLine;
    use super::*;
    use crate::ids::{RateId, VariantId};
    use crate::money::{BasisPoints, Currency, Money};
    use crate::quantity::Quantity;
    use crate::shipping::OfferedRate;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    fn offer() -> Quote {
        let line = QuotedLine {
            variant_id: VariantId(7),
            quantity: Quantity::ONE,
            unit_price: eur(1_990),
            subtotal: eur(1_990),
            tax: eur(318),
            tax_rate: BasisPoints(1_900),
        };
        let shipping = OfferedRate {
            id: RateId(3),
            name: "Parcel".to_owned(),
            price: eur(490),
            days_min: 2,
            days_max: 4,
        };
        Quote {
            currency: Currency::EUR,
            lines: vec![line],
            shipping_options: vec![shipping.clone()],
            shipping: Some(shipping),
            subtotal: eur(1_990),
            shipping_total: eur(490),
            shipping_tax: eur(78),
            tax_total: eur(396),
            tax_included: true,
            tax_parts: Vec::new(),
            total: eur(2_480),
            discounts: Vec::new(),
            source: Source::Ours,
            destination_missing: false,
        }
    }

    #[test]
    fn the_fingerprint_is_the_same_in_every_release() {
        assert_eq!(format!("{:016x}", offer().fingerprint()), "2b6bc127d2940aff");
    }

    #[test]
    fn whatever_the_buyer_pays_for_changes_the_fingerprint() {
        let changes: [fn(&mut Quote); 14] = [
            |quote| quote.currency = Currency::USD,
            |quote| quote.lines[0].variant_id = VariantId(8),
            |quote| quote.lines[0].quantity = Quantity::try_from(2).unwrap(),
            |quote| quote.lines[0].unit_price.amount += 1,
            |quote| quote.lines[0].tax.amount += 1,
            |quote| quote.lines.push(quote.lines[0]),
            |quote| quote.shipping = None,
            |quote| quote.shipping.as_mut().unwrap().id = RateId(4),
            |quote| quote.shipping_total.amount += 1,
            |quote| quote.tax_total.amount += 1,
            |quote| quote.tax_included = false,
            |quote| quote.total.amount += 1,
            |quote| quote.source = Source::Answered,
            |quote| quote.source = Source::FellBack,
        ];
        let mut seen = vec![offer().fingerprint()];
        for change in changes {
            let mut changed = offer();
            change(&mut changed);
            seen.push(changed.fingerprint());
        }
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), changes.len() + 1);
    }

    #[test]
    fn names_days_and_other_options_do_not_change_it() {
        let mut renamed = offer();
        renamed.shipping_options.clear();
        let shipping = renamed.shipping.as_mut().unwrap();
        shipping.name = "Parcel, signed for".to_owned();
        shipping.days_max = 5;
        assert_eq!(renamed.fingerprint(), offer().fingerprint());
    }
}
