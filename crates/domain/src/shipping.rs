//! Where a merchant ships, and what each way of shipping costs.

use crate::country::Country;
use crate::ids::{RateId, ZoneId};
use crate::money::{Currency, Money};

/// Most zones of one merchant; a world of zones by region still fits.
pub const ZONES_MAX: usize = 100;
/// Most rates in one zone; a buyer cannot choose among more.
pub const ZONE_RATES_MAX: usize = 20;

/// A set of places that are served alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippingZone {
    /// Its id.
    pub id: ZoneId,
    /// What the merchant calls it.
    pub name: String,
    /// Which places.
    pub area: ZoneArea,
    /// The ways to ship there.
    pub rates: Vec<ShippingRate>,
}

/// The places of a zone. A place in several zones is served by the most specific one:
/// its region's, else its country's, else the rest of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ZoneArea {
    /// Parts of one country.
    Regions {
        /// The country.
        country: Country,
        /// Its regions, such as `CA`.
        regions: Vec<String>,
    },
    /// Whole countries.
    Countries(Vec<Country>),
    /// Every place that no other zone names.
    RestOfWorld,
}

/// One way to ship.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShippingRate {
    /// Its id; a buyer's choice names it.
    pub id: RateId,
    /// What buyers see, such as "Parcel, signed for".
    pub name: String,
    /// What it costs.
    pub kind: ShippingRateKind,
    /// Days until delivery at the earliest.
    pub days_min: u16,
    /// Days until delivery at the latest.
    pub days_max: u16,
}

/// How the price of shipping is found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ShippingRateKind {
    /// Always the same.
    Flat {
        /// The price.
        price: Money,
    },
    /// Nothing from `threshold` on (that amount included), else `otherwise`.
    FreeAbove {
        /// Subtotal of the goods from which shipping is free.
        threshold: Money,
        /// The price below it.
        otherwise: Money,
    },
    /// By the weight of the parcel: the price of the lightest band that holds it. Heavier parcels are not taken.
    ByWeight {
        /// The bands, in any order.
        bands: Vec<WeightBand>,
    },
}

/// Parcels up to a weight, and their price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeightBand {
    /// The heaviest parcel of the band.
    pub grams_max: u64,
    /// What it costs.
    pub price: Money,
}

/// A way to ship with its price for one cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedRate {
    /// Which rate.
    pub id: RateId,
    /// What buyers see.
    pub name: String,
    /// What it costs this cart.
    pub price: Money,
    /// Days until delivery at the earliest.
    pub days_min: u16,
    /// Days until delivery at the latest.
    pub days_max: u16,
}

/// A merchant's zones, checked to be free of contradictions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ShippingTable {
    zones: Vec<ShippingZone>,
}

/// Why a list of zones is no [`ShippingTable`]. Each names the rate to correct.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShippingTableError {
    /// Buyers are not paid for shipping.
    #[error("the price of a shipping rate is negative")]
    NegativePrice(RateId),
    /// The amounts of one rate are in different currencies.
    #[error("the amounts of a shipping rate are in different currencies")]
    MixedCurrencies(RateId),
    /// A rate by weight without a band ships nothing.
    #[error("a shipping rate by weight has no weights")]
    NoBands(RateId),
    /// The earliest day is after the latest.
    #[error("the earliest delivery day is after the latest")]
    DaysReversed(RateId),
    /// A choice of this rate would not say which is meant.
    #[error("two shipping rates have the same id")]
    SameId(RateId),
    /// More than [`ZONES_MAX`] zones, or more than [`ZONE_RATES_MAX`] rates in one.
    #[error("at most {ZONES_MAX} zones with {ZONE_RATES_MAX} rates each are kept")]
    TooMany,
}

/// Why nothing can be shipped there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ShippingError {
    /// The merchant does not ship to that place at all.
    #[error("the merchant does not ship to {country} {}", .region.as_deref().unwrap_or_default())]
    RegionNotServed {
        /// Country of the destination.
        country: Country,
        /// Region of the destination.
        region: Option<String>,
    },
    /// The merchant ships there, but no rate takes this parcel in this currency.
    #[error("no way of shipping takes {grams} g, priced in {currency}")]
    NoRate {
        /// Weight of the parcel.
        grams: u64,
        /// Currency of the cart.
        currency: Currency,
    },
}

impl ShippingTable {
    /// Checks the zones; their order matters only between zones of equal specificity, where the first serves.
    ///
    /// # Errors
    /// See [`ShippingTableError`].
    pub fn new(zones: Vec<ShippingZone>) -> Result<ShippingTable, ShippingTableError> {
        if zones.len() > ZONES_MAX || zones.iter().any(|zone| zone.rates.len() > ZONE_RATES_MAX) {
            return Err(ShippingTableError::TooMany);
        }
        let mut ids = Vec::new();
        for rate in zones.iter().flat_map(|zone| &zone.rates) {
            rate.check()?;
            ids.push(rate.id);
        }
        ids.sort_unstable();
        match ids.array_windows().find(|[id, next]| id == next) {
            Some([id, _]) => Err(ShippingTableError::SameId(*id)),
            None => Ok(ShippingTable { zones }),
        }
    }

    /// Whether the merchant ships nowhere.
    pub fn is_empty(&self) -> bool {
        self.zones.iter().all(|zone| zone.rates.is_empty())
    }

    /// Whether every zone that ships at all has a rate in `currency`.
    pub fn ships_in(&self, currency: Currency) -> bool {
        self.zones
            .iter()
            .filter(|zone| !zone.rates.is_empty())
            .all(|zone| zone.rates.iter().any(|rate| rate.currency() == Some(currency)))
    }

    /// The zones, as they were given.
    pub fn zones(&self) -> &[ShippingZone] {
        &self.zones
    }

    /// The zone that serves the place, the most specific one.
    pub fn zone(&self, country: Country, region: Option<&str>) -> Option<&ShippingZone> {
        self.zones
            .iter()
            .filter_map(|zone| zone.area.specificity(country, region).map(|rank| (rank, zone)))
            // The first of equals, where `max_by_key` would give the last.
            .reduce(|best, next| if next.0 > best.0 { next } else { best })
            .map(|(_, zone)| zone)
    }

    /// The ways to ship a parcel of `grams` with goods for `subtotal` to the place: the cheapest first, then the
    /// quickest. Never empty. Rates priced in another currency are left out.
    ///
    /// # Errors
    /// `RegionNotServed` without a zone for the place, `NoRate` when none of the zone's rates takes the parcel.
    pub fn offered(
        &self,
        country: Country,
        region: Option<&str>,
        subtotal: Money,
        grams: u64,
    ) -> Result<Vec<OfferedRate>, ShippingError> {
        let not_served = || ShippingError::RegionNotServed { country, region: region.map(str::to_owned) };
        let zone = self.zone(country, region).ok_or_else(not_served)?;
        let mut offered: Vec<OfferedRate> =
            zone.rates.iter().filter_map(|rate| rate.offer(subtotal, grams)).collect();
        if offered.is_empty() {
            return Err(ShippingError::NoRate { grams, currency: subtotal.currency });
        }
        offered.sort_by_key(|rate| (rate.price.amount, rate.days_max, rate.days_min, rate.id));
        Ok(offered)
    }
}

impl ZoneArea {
    /// How precisely the area names the place; none when the place is outside.
    fn specificity(&self, country: Country, region: Option<&str>) -> Option<u8> {
        match self {
            ZoneArea::Regions { country: own, regions } => {
                let region = region.filter(|_| *own == country)?;
                regions.iter().any(|known| country.same_region(known, region)).then_some(2)
            }
            ZoneArea::Countries(countries) => countries.contains(&country).then_some(1),
            ZoneArea::RestOfWorld => Some(0),
        }
    }
}

impl ShippingRate {
    /// What it is priced in; none for a rate by weight without a band.
    pub fn currency(&self) -> Option<Currency> {
        match &self.kind {
            ShippingRateKind::Flat { price } => Some(price.currency),
            ShippingRateKind::FreeAbove { otherwise, .. } => Some(otherwise.currency),
            ShippingRateKind::ByWeight { bands } => bands.first().map(|band| band.price.currency),
        }
    }

    /// The rate's price for such a cart, when it takes it.
    fn offer(&self, subtotal: Money, grams: u64) -> Option<OfferedRate> {
        let price = match &self.kind {
            ShippingRateKind::Flat { price } => *price,
            ShippingRateKind::FreeAbove { threshold, otherwise } => {
                if subtotal.checked_cmp(*threshold).ok()?.is_ge() {
                    Money::zero(subtotal.currency)
                } else {
                    *otherwise
                }
            }
            ShippingRateKind::ByWeight { bands } => {
                bands.iter().filter(|band| grams <= band.grams_max).min_by_key(|band| band.grams_max)?.price
            }
        };
        (price.currency == subtotal.currency).then(|| OfferedRate {
            id: self.id,
            name: self.name.clone(),
            price,
            days_min: self.days_min,
            days_max: self.days_max,
        })
    }

    fn check(&self) -> Result<(), ShippingTableError> {
        let amounts: Vec<Money> = match &self.kind {
            ShippingRateKind::Flat { price } => vec![*price],
            ShippingRateKind::FreeAbove { threshold, otherwise } => vec![*threshold, *otherwise],
            ShippingRateKind::ByWeight { bands } => bands.iter().map(|band| band.price).collect(),
        };
        let Some(first) = amounts.first() else { return Err(ShippingTableError::NoBands(self.id)) };
        if amounts.iter().any(|amount| amount.currency != first.currency) {
            return Err(ShippingTableError::MixedCurrencies(self.id));
        }
        if amounts.iter().any(|amount| amount.is_negative()) {
            return Err(ShippingTableError::NegativePrice(self.id));
        }
        if self.days_min > self.days_max {
            return Err(ShippingTableError::DaysReversed(self.id));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn eur(amount: i64) -> Money {
        Money::new(amount, Currency::EUR)
    }

    fn country(code: &str) -> Country {
        code.parse().unwrap()
    }

    fn rate(id: i64, kind: ShippingRateKind) -> ShippingRate {
        ShippingRate { id: RateId(id), name: format!("rate {id}"), kind, days_min: 2, days_max: 4 }
    }

    fn flat(id: i64, price: i64) -> ShippingRate {
        rate(id, ShippingRateKind::Flat { price: eur(price) })
    }

    fn zone(id: i64, area: ZoneArea, rates: Vec<ShippingRate>) -> ShippingZone {
        ShippingZone { id: ZoneId(id), name: format!("zone {id}"), area, rates }
    }

    fn one_zone(rates: Vec<ShippingRate>) -> Result<ShippingTable, ShippingTableError> {
        ShippingTable::new(vec![zone(1, ZoneArea::RestOfWorld, rates)])
    }

    fn bands(bands: &[(u64, i64)]) -> ShippingRateKind {
        let bands =
            bands.iter().map(|&(grams_max, price)| WeightBand { grams_max, price: eur(price) }).collect();
        ShippingRateKind::ByWeight { bands }
    }

    #[test]
    fn a_place_is_served_by_its_most_specific_zone() {
        let regions = vec!["CA".to_owned(), "NY".to_owned()];
        let table = ShippingTable::new(vec![
            zone(1, ZoneArea::RestOfWorld, vec![flat(1, 900)]),
            zone(2, ZoneArea::Countries(vec![country("US"), country("FR")]), vec![flat(2, 700)]),
            zone(3, ZoneArea::Regions { country: country("US"), regions }, vec![flat(3, 500)]),
            zone(4, ZoneArea::Countries(vec![country("FR")]), vec![flat(4, 100)]),
        ])
        .unwrap();
        let cases = [
            ("US", Some("CA"), 3),
            ("US", Some("us-ny"), 3),
            ("US", Some("TX"), 2),
            ("US", None, 2),
            ("JP", None, 1),
        ];
        for (code, region, id) in cases {
            assert_eq!(table.zone(country(code), region).unwrap().id, ZoneId(id), "{code} {region:?}");
        }
        // Two zones name France alike; the first serves.
        assert_eq!(table.zone(country("FR"), Some("CA")).unwrap().id, ZoneId(2));
    }

    #[test]
    fn a_place_without_a_zone_is_not_served() {
        let area = ZoneArea::Countries(vec![country("FR")]);
        let table = ShippingTable::new(vec![zone(1, area, vec![flat(1, 500)])]).unwrap();
        let refused =
            ShippingError::RegionNotServed { country: country("US"), region: Some("CA".to_owned()) };
        assert_eq!(table.offered(country("US"), Some("CA"), eur(1), 1), Err(refused));
    }

    #[test]
    fn prices_follow_the_kind_of_the_rate() {
        let free_above = || ShippingRateKind::FreeAbove { threshold: eur(5_000), otherwise: eur(490) };
        let by_weight = || bands(&[(30_000, 1_500), (1_000, 300), (5_000, 700)]);
        let cases = [
            // kind, subtotal, grams, price
            (ShippingRateKind::Flat { price: eur(490) }, 0, 0, Some(490)),
            (free_above(), 4_999, 0, Some(490)),
            (free_above(), 5_000, 0, Some(0)),
            (by_weight(), 1, 0, Some(300)),
            (by_weight(), 1, 1_000, Some(300)),
            (by_weight(), 1, 1_001, Some(700)),
            (by_weight(), 1, 30_000, Some(1_500)),
            (by_weight(), 1, 30_001, None),
        ];
        for (kind, subtotal, grams, price) in cases {
            let table = one_zone(vec![rate(1, kind.clone())]).unwrap();
            let offered = table.offered(country("FR"), None, eur(subtotal), grams);
            let too_heavy = ShippingError::NoRate { grams, currency: Currency::EUR };
            let found = offered.map(|rates| rates[0].price);
            assert_eq!(found, price.map(eur).ok_or(too_heavy), "{kind:?} {subtotal} {grams}");
        }
    }

    #[test]
    fn the_cheapest_is_offered_first_and_other_currencies_are_left_out() {
        let yen = rate(4, ShippingRateKind::Flat { price: Money::new(1, Currency::JPY) });
        let express = ShippingRate { days_min: 1, days_max: 1, ..flat(3, 500) };
        let table = one_zone(vec![flat(1, 900), flat(2, 500), express, yen]).unwrap();
        let ids = |currency| {
            let offered = table.offered(country("FR"), None, Money::new(1, currency), 0);
            offered.map(|rates| rates.iter().map(|rate| rate.id.0).collect::<Vec<_>>())
        };
        assert_eq!(ids(Currency::EUR), Ok(vec![3, 2, 1]));
        assert_eq!(ids(Currency::JPY), Ok(vec![4]));
        assert_eq!(ids(Currency::USD), Err(ShippingError::NoRate { grams: 0, currency: Currency::USD }));
    }

    #[test]
    fn a_table_that_makes_no_sense_is_refused() {
        let id = RateId(1);
        let otherwise = Money::new(1, Currency::JPY);
        let mixed = ShippingRateKind::FreeAbove { threshold: eur(1), otherwise };
        let cases = [
            (vec![flat(1, -1)], ShippingTableError::NegativePrice(id)),
            (vec![rate(1, mixed)], ShippingTableError::MixedCurrencies(id)),
            (vec![rate(1, bands(&[]))], ShippingTableError::NoBands(id)),
            (vec![ShippingRate { days_min: 5, ..flat(1, 1) }], ShippingTableError::DaysReversed(id)),
            (vec![flat(1, 1), flat(2, 1), flat(1, 2)], ShippingTableError::SameId(id)),
            ((0..21).map(|id| flat(id, 1)).collect(), ShippingTableError::TooMany),
        ];
        for (rates, error) in cases {
            assert_eq!(one_zone(rates), Err(error));
        }
    }

    proptest! {
        #[test]
        fn a_heavier_parcel_never_costs_less_when_bands_rise(light in 0_u64..40_000, more in 0_u64..40_000) {
            let table = one_zone(vec![rate(1, bands(&[(1_000, 300), (5_000, 700), (30_000, 1_500)]))]).unwrap();
            let price = |grams| table.offered(country("FR"), None, eur(1), grams).map(|rates| rates[0].price.amount);
            if let (Ok(light), Ok(heavy)) = (price(light), price(light + more)) {
                prop_assert!(light <= heavy);
            }
        }
    }
}
