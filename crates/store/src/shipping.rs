//! A merchant's shipping zones and rates, row to [`ShippingTable`] and back.

use domain::country::Country;
use domain::ids::MerchantId;
use domain::money::{Currency, Money};
use domain::shipping::{
    ShippingRate, ShippingRateKind, ShippingTable, ShippingZone, WeightBand, ZONE_RATES_MAX, ZONES_MAX,
    ZoneArea,
};

use crate::{DbError, Param, Read, Row, Tx};

/// Stands for every country that no other zone names.
const REST_OF_WORLD: &str = "*";

/// Where `merchant` ships. Rates that say no currency of their own are in its main one, `currency`.
///
/// # Errors
/// [`DbError`] when the database refused, or when the stored zones contradict each other.
pub fn table(
    read: &mut impl Read,
    merchant: MerchantId,
    currency: Currency,
) -> Result<ShippingTable, DbError> {
    let mut zones = read.rows(
        "SELECT id, name, countries, regions FROM shipping_zones WHERE merchant_id = $1 ORDER BY id LIMIT $2",
        &[Param::id(merchant), Param::Int(ZONES_MAX as i64)],
        to_zone,
    )?;
    let rates = read.rows(
        "SELECT zone_id, id, name, kind, price, threshold, bands, days_min, days_max, currency
           FROM shipping_rates
          WHERE merchant_id = $1
          ORDER BY zone_id, position, id
          LIMIT $2",
        &[Param::id(merchant), Param::Int((ZONES_MAX * ZONE_RATES_MAX) as i64)],
        |row| {
            let own = row.word(9, "currency", |code| match code {
                "" => Some(currency),
                code => code.parse().ok(),
            })?;
            Ok((row.id(0)?, to_rate(row, own)?))
        },
    )?;
    for (zone, rate) in rates {
        if let Some(zone) = zones.iter_mut().find(|known| known.id == zone) {
            zone.rates.push(rate);
        }
    }
    ShippingTable::new(zones).map_err(|error| DbError::Schema(format!("shipping of {merchant}: {error}")))
}

/// Replaces all zones and rates of `merchant`.
///
/// # Errors
/// [`DbError`] when the database refused.
pub fn replace(tx: &mut Tx<'_>, merchant: MerchantId, table: &ShippingTable) -> Result<(), DbError> {
    tx.execute("DELETE FROM shipping_rates WHERE merchant_id = $1", &[Param::id(merchant)])?;
    tx.execute("DELETE FROM shipping_zones WHERE merchant_id = $1", &[Param::id(merchant)])?;
    for zone in table.zones() {
        let (countries, regions) = area_words(&zone.area);
        tx.execute(
            "INSERT INTO shipping_zones (id, merchant_id, name, countries, regions) VALUES ($1, $2, $3, $4, $5)",
            &[
                Param::id(zone.id),
                Param::id(merchant),
                (&zone.name).into(),
                (&countries).into(),
                (&regions).into(),
            ],
        )?;
        for (position, rate) in (0_u32..).zip(&zone.rates) {
            insert_rate(tx, merchant, zone, rate, position)?;
        }
    }
    Ok(())
}

fn insert_rate(
    tx: &mut Tx<'_>,
    merchant: MerchantId,
    zone: &ShippingZone,
    rate: &ShippingRate,
    position: u32,
) -> Result<(), DbError> {
    let (kind, price, threshold, bands) = match &rate.kind {
        ShippingRateKind::Flat { price } => ("flat", price.amount, 0, String::new()),
        ShippingRateKind::FreeAbove { threshold, otherwise } => {
            ("free_above", otherwise.amount, threshold.amount, String::new())
        }
        ShippingRateKind::ByWeight { bands } => {
            let bands: Vec<String> =
                bands.iter().map(|band| format!("{}:{}", band.grams_max, band.price.amount)).collect();
            ("by_weight", 0, 0, bands.join(" "))
        }
    };
    tx.execute(
        "INSERT INTO shipping_rates
            (id, merchant_id, zone_id, name, kind, price, threshold, bands, days_min, days_max, position, currency)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11,
                 CASE WHEN (SELECT currency FROM merchants WHERE id = $2) = $12 THEN '' ELSE $12 END)",
        &[
            Param::id(rate.id),
            Param::id(merchant),
            Param::id(zone.id),
            (&rate.name).into(),
            kind.into(),
            price.into(),
            threshold.into(),
            (&bands).into(),
            u32::from(rate.days_min).into(),
            u32::from(rate.days_max).into(),
            position.into(),
            rate.currency().map_or("", Currency::code).into(),
        ],
    )?;
    Ok(())
}

fn area_words(area: &ZoneArea) -> (String, String) {
    match area {
        ZoneArea::RestOfWorld => (REST_OF_WORLD.to_owned(), String::new()),
        ZoneArea::Countries(countries) => {
            let codes: Vec<&str> = countries.iter().map(|country| country.code()).collect();
            (codes.join(" "), String::new())
        }
        ZoneArea::Regions { country, regions } => (country.code().to_owned(), regions.join(" ")),
    }
}

fn to_zone(row: &Row<'_>) -> Result<ShippingZone, DbError> {
    let regions: Vec<String> = row.str(3)?.split_whitespace().map(str::to_owned).collect();
    let area = row.word(2, "list of countries", |words| {
        if words == REST_OF_WORLD {
            return Some(ZoneArea::RestOfWorld);
        }
        let countries: Option<Vec<Country>> =
            words.split_whitespace().map(|code| code.parse().ok()).collect();
        match (countries?.as_slice(), regions.is_empty()) {
            ([], _) => None,
            ([country], false) => Some(ZoneArea::Regions { country: *country, regions: regions.clone() }),
            (countries, _) => Some(ZoneArea::Countries(countries.to_vec())),
        }
    })?;
    Ok(ShippingZone { id: row.id(0)?, name: row.text(1)?, area, rates: Vec::new() })
}

fn to_rate(row: &Row<'_>, currency: Currency) -> Result<ShippingRate, DbError> {
    let money = |column| Ok::<_, DbError>(Money::new(row.int(column)?, currency));
    let (price, threshold) = (money(4)?, money(5)?);
    let bands = row.word(6, "list of weight bands", |words| to_bands(words, currency))?;
    let kind = row.word(3, "kind of shipping rate", |word| match word {
        "flat" => Some(ShippingRateKind::Flat { price }),
        "free_above" => Some(ShippingRateKind::FreeAbove { threshold, otherwise: price }),
        "by_weight" => Some(ShippingRateKind::ByWeight { bands: bands.clone() }),
        _ => None,
    })?;
    Ok(ShippingRate {
        id: row.id(1)?,
        name: row.text(2)?,
        kind,
        days_min: days(row, 7)?,
        days_max: days(row, 8)?,
    })
}

fn to_bands(words: &str, currency: Currency) -> Option<Vec<WeightBand>> {
    words
        .split_whitespace()
        .map(|word| {
            let (grams, price) = word.split_once(':')?;
            Some(WeightBand {
                grams_max: grams.parse().ok()?,
                price: Money::new(price.parse().ok()?, currency),
            })
        })
        .collect()
}

fn days(row: &Row<'_>, column: usize) -> Result<u16, DbError> {
    let value = row.int(column)?;
    u16::try_from(value).map_err(|_| DbError::Value {
        column,
        value: value.to_string(),
        wanted: "number of days",
    })
}
