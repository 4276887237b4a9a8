//! Shipping rates as a form has them: one line per rate, read into zones and back.

use domain::country::Country;
use domain::ids::{RateId, ZoneId};
use domain::money::{Currency, Money};
use domain::shipping::{
    ShippingRate, ShippingRateKind, ShippingTable, ShippingTableError, ShippingZone, WeightBand, ZoneArea,
};
use words::Words;

use crate::html::mistakes::{at, whole};
use crate::html::parts::FormError;
use crate::html::typed::Typed;

/// Stands for every country that no other rate names.
const REST: &str = "*";
/// Characters of a rate's name.
const NAME_CHARACTERS_MAX: usize = 80;

/// One rate as the form has it.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    pub(super) countries: String,
    pub(super) regions: String,
    pub(super) name: String,
    /// Its code; empty for the shop's main one.
    pub(super) currency: String,
    pub(super) kind: String,
    pub(super) price: String,
    pub(super) threshold: String,
    pub(super) bands: String,
    pub(super) days_min: String,
    pub(super) days_max: String,
}

/// What is stored, as lines.
pub(super) fn lines_of(w: &Words, table: &ShippingTable) -> Vec<Line> {
    let mut lines = Vec::new();
    for zone in table.zones() {
        let (countries, regions) = match &zone.area {
            ZoneArea::RestOfWorld => (REST.to_owned(), String::new()),
            ZoneArea::Countries(countries) => {
                let codes: Vec<&str> = countries.iter().map(|known| known.code()).collect();
                (codes.join(" "), String::new())
            }
            ZoneArea::Regions { country, regions } => (country.code().to_owned(), regions.join(" ")),
        };
        lines.extend(zone.rates.iter().map(|rate| {
            let (kind, price, threshold, bands) = kind_words(w, &rate.kind);
            Line {
                countries: countries.clone(),
                regions: regions.clone(),
                name: rate.name.clone(),
                currency: rate.currency().map(|currency| currency.code().to_owned()).unwrap_or_default(),
                kind: kind.to_owned(),
                price,
                threshold,
                bands,
                days_min: rate.days_min.to_string(),
                days_max: rate.days_max.to_string(),
            }
        }));
    }
    lines
}

fn kind_words(w: &Words, kind: &ShippingRateKind) -> (&'static str, String, String, String) {
    match kind {
        ShippingRateKind::Flat { price } => ("flat", w.amount(*price), String::new(), String::new()),
        ShippingRateKind::FreeAbove { threshold, otherwise } => {
            ("free_above", w.amount(*otherwise), w.amount(*threshold), String::new())
        }
        ShippingRateKind::ByWeight { bands } => {
            let bands: Vec<String> =
                bands.iter().map(|band| format!("{}: {}", band.grams_max, band.price.to_decimal())).collect();
            ("by_weight", String::new(), String::new(), bands.join("; "))
        }
    }
}

/// What was typed, as lines.
pub(super) fn typed_lines(typed: &Typed) -> Vec<Line> {
    let text = |field: &str, index: usize| typed.get(&format!("{field}_{index}")).to_owned();
    (0..)
        .take_while(|index| typed.all(&format!("countries_{index}")).next().is_some())
        .map(|index| Line {
            countries: text("countries", index),
            regions: text("regions", index),
            name: text("name", index),
            currency: text("currency", index),
            kind: text("kind", index),
            price: text("price", index),
            threshold: text("threshold", index),
            bands: text("bands", index),
            days_min: text("days_min", index),
            days_max: text("days_max", index),
        })
        .collect()
}

/// The zones that the lines make, or what is wrong with them.
pub(super) fn read(
    w: &Words,
    lines: &[Line],
    currencies: &[Currency],
    mut zone_id: impl FnMut() -> ZoneId,
    mut rate_id: impl FnMut() -> RateId,
) -> Result<ShippingTable, Vec<FormError>> {
    let mut errors = Vec::new();
    let mut zones: Vec<ShippingZone> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let area = area(w, line, index).map_err(|error| errors.push(error));
        let rate = read_rate(w, line, index, currencies, rate_id()).map_err(|error| errors.push(error));
        let (Ok(area), Ok(rate)) = (area, rate) else { continue };
        match zones.iter_mut().find(|zone| zone.area == area) {
            Some(zone) => zone.rates.push(rate),
            None => zones.push(ShippingZone {
                id: zone_id(),
                name: line.countries.clone(),
                area,
                rates: vec![rate],
            }),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    ShippingTable::new(zones).map_err(|error| {
        let key = match error {
            ShippingTableError::NegativePrice(_) | ShippingTableError::MixedCurrencies(_) => {
                words::key!("field-amount-negative")
            }
            ShippingTableError::NoBands(_) => words::key!("settings-rate-bands-hint"),
            ShippingTableError::DaysReversed(_) => words::key!("settings-rate-days-reversed"),
            ShippingTableError::SameId(_) | ShippingTableError::TooMany => {
                words::key!("settings-too-many")
            }
        };
        vec![whole(w.text(key))]
    })
}

fn area(w: &Words, line: &Line, index: usize) -> Result<ZoneArea, FormError> {
    let split = |text: &str| -> Vec<String> {
        text.split([' ', ',', ';']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let wrong = || at(&format!("countries_{index}"), w.text("settings-zone-countries-hint").to_owned());
    let codes = split(&line.countries);
    if codes == [REST] {
        return Ok(ZoneArea::RestOfWorld);
    }
    let countries: Vec<Country> =
        codes.iter().map(|code| code.parse().map_err(|_| wrong())).collect::<Result<_, _>>()?;
    let regions = split(&line.regions);
    match (countries.as_slice(), regions.is_empty()) {
        ([], _) => Err(wrong()),
        ([country], false) => Ok(ZoneArea::Regions { country: *country, regions }),
        (_, false) => Err(wrong()),
        (_, true) => Ok(ZoneArea::Countries(countries)),
    }
}

fn read_rate(
    w: &Words,
    line: &Line,
    index: usize,
    currencies: &[Currency],
    id: RateId,
) -> Result<ShippingRate, FormError> {
    let wrong = |name: &str, message: String| at(&format!("{name}_{index}"), message);
    let named = currencies.iter().find(|known| line.currency.is_empty() || known.code() == line.currency);
    let currency = *named.ok_or_else(|| wrong("currency", w.text("field-choice-invalid").to_owned()))?;
    if line.name.is_empty() {
        return Err(wrong("name", w.text("field-required").to_owned()));
    }
    let amount = |name: &str, text: &str| match Money::parse(text, currency) {
        Ok(money) if money.is_negative() => Err(wrong(name, w.text("field-amount-negative").to_owned())),
        Ok(money) => Ok(money),
        Err(error) => Err(wrong(name, w.amount_error(&error))),
    };
    let kind = match line.kind.as_str() {
        "flat" => ShippingRateKind::Flat { price: amount("price", &line.price)? },
        "free_above" => ShippingRateKind::FreeAbove {
            threshold: amount("threshold", &line.threshold)?,
            otherwise: amount("price", &line.price)?,
        },
        "by_weight" => ShippingRateKind::ByWeight {
            bands: bands(&line.bands, currency)
                .ok_or_else(|| wrong("bands", w.text("settings-rate-bands-hint").to_owned()))?,
        },
        _ => return Err(wrong("kind", w.text("field-choice-invalid").to_owned())),
    };
    let days = |name: &str, text: &str| {
        text.parse::<u16>().map_err(|_| wrong(name, w.text("field-number-invalid").to_owned()))
    };
    Ok(ShippingRate {
        id,
        name: line.name.chars().take(NAME_CHARACTERS_MAX).collect(),
        kind,
        days_min: days("days_min", &line.days_min)?,
        days_max: days("days_max", &line.days_max)?,
    })
}

/// `1000: 4.90; 5000: 8.90`: up to so many grams, so much.
fn bands(text: &str, currency: Currency) -> Option<Vec<WeightBand>> {
    let bands: Option<Vec<WeightBand>> = text
        .split(';')
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (grams, price) = part.split_once(':')?;
            Some(WeightBand {
                grams_max: grams.trim().parse().ok()?,
                price: Money::parse(price.trim(), currency).ok().filter(|price| !price.is_negative())?,
            })
        })
        .collect();
    bands.filter(|bands| !bands.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ::words::Locale;

    fn line(countries: &str, kind: &str, price: &str) -> Line {
        Line {
            countries: countries.to_owned(),
            name: "Parcel".to_owned(),
            kind: kind.to_owned(),
            price: price.to_owned(),
            days_min: "1".to_owned(),
            days_max: "3".to_owned(),
            ..Line::default()
        }
    }

    fn table(lines: &[Line]) -> Result<ShippingTable, Vec<String>> {
        let (mut zones, mut rates) = (0, 100);
        let zone = || {
            zones += 1;
            ZoneId(zones)
        };
        let rate = || {
            rates += 1;
            RateId(rates)
        };
        read(Words::of(Locale::FALLBACK), lines, &[Currency::EUR, Currency::JPY], zone, rate)
            .map_err(|errors| errors.into_iter().map(|error| error.field).collect())
    }

    #[test]
    fn rates_of_the_same_places_make_one_zone_and_read_back() {
        let mut heavy = line("*", "by_weight", "");
        heavy.bands = "1000: 4.90; 5000: 8.90".to_owned();
        let mut free = line("fr be", "free_above", "4,90");
        free.threshold = "50".to_owned();
        let made = table(&[line("FR, BE", "flat", "4.90"), free, heavy]).unwrap();
        assert_eq!(made.zones().len(), 2);
        assert_eq!(made.zones()[0].rates.len(), 2);
        let again = lines_of(Words::of(Locale::FALLBACK), &made);
        assert_eq!(again[0].countries, "FR BE");
        assert_eq!(again[2].bands, "1000: 4.90; 5000: 8.90");
    }

    #[test]
    fn a_rate_is_priced_in_one_of_the_shops_currencies() {
        let yen = |price: &str| Line { currency: "JPY".to_owned(), ..line("JP", "flat", price) };
        let made = table(&[line("FR", "flat", "4.90"), yen("800")]).unwrap();
        assert_eq!(made.zones()[1].rates[0].currency(), Some(Currency::JPY));
        assert!(!made.ships_in(Currency::JPY), "the zone of France has no rate in yen");
        let both = table(&[line("FR", "flat", "4.90"), Line { countries: "FR".to_owned(), ..yen("800") }]);
        assert!(both.unwrap().ships_in(Currency::JPY));
        assert_eq!(lines_of(Words::of(Locale::FALLBACK), &made)[1].currency, "JPY");
        assert_eq!(table(&[yen("8.50")]), Err(vec!["f-price_0".to_owned()]));
        let unknown = Line { currency: "USD".to_owned(), ..line("US", "flat", "1") };
        assert_eq!(table(&[unknown]), Err(vec!["f-currency_0".to_owned()]));
    }

    #[test]
    fn mistakes_are_named_at_their_field() {
        let field = |name: &str| Err(vec![format!("f-{name}_0")]);
        assert_eq!(table(&[line("XX", "flat", "1")]), field("countries"));
        assert_eq!(table(&[line("FR", "flat", "-1")]), field("price"));
        assert_eq!(table(&[line("FR", "by_weight", "")]), field("bands"));
        assert_eq!(table(&[line("FR *", "flat", "1")]), field("countries"));
    }
}
