//! Shipping rates as a form has them: one line per rate, read into zones and back.

use domain::country::Country;
use domain::ids::{RateId, ZoneId};
use domain::money::Currency;
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
    let mut ids = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let area = area(w, line, index).map_err(|error| errors.push(error));
        ids.push(rate_id());
        let rate = read_rate(w, line, index, currencies, ids[index], &mut errors);
        let (Ok(area), Some(rate)) = (area, rate) else { continue };
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
    let wrong = |rate: RateId, name: &str, key: &str| {
        let index = ids.iter().position(|id| *id == rate).unwrap_or_default();
        at(&format!("{name}_{index}"), w.text(key).to_owned())
    };
    ShippingTable::new(zones).map_err(|error| {
        let wrong = match error {
            ShippingTableError::NegativePrice(rate) | ShippingTableError::MixedCurrencies(rate) => {
                wrong(rate, "price", words::key!("field-amount-negative"))
            }
            ShippingTableError::NoBands(rate) => {
                wrong(rate, "bands", words::key!("settings-rate-bands-hint"))
            }
            ShippingTableError::DaysReversed(rate) => {
                wrong(rate, "days_max", words::key!("settings-rate-days-reversed"))
            }
            ShippingTableError::SameId(_) | ShippingTableError::TooMany => whole(w.text("settings-too-many")),
        };
        vec![wrong]
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

/// One rate; whatever is wrong with its line is added to `errors`.
fn read_rate(
    w: &Words,
    line: &Line,
    index: usize,
    currencies: &[Currency],
    id: RateId,
    errors: &mut Vec<FormError>,
) -> Option<ShippingRate> {
    let mut wrong = |name: &str, message: String| errors.push(at(&format!("{name}_{index}"), message));
    if line.name.is_empty() {
        wrong("name", w.text("field-required").to_owned());
    }
    let named = currencies.iter().find(|known| line.currency.is_empty() || known.code() == line.currency);
    let kind = match named {
        Some(currency) => read_kind(w, line, *currency, &mut wrong),
        None => {
            wrong("currency", w.text("field-choice-invalid").to_owned());
            None
        }
    };
    let mut days = |name: &str, text: &str| {
        let days = text.parse::<u16>();
        days.map_err(|_| wrong(name, w.text("field-number-invalid").to_owned())).ok()
    };
    let (days_min, days_max) = (days("days_min", &line.days_min), days("days_max", &line.days_max));
    Some(ShippingRate {
        id,
        name: line.name.chars().take(NAME_CHARACTERS_MAX).collect(),
        kind: kind?,
        days_min: days_min?,
        days_max: days_max?,
    })
}

fn read_kind(
    w: &Words,
    line: &Line,
    currency: Currency,
    wrong: &mut impl FnMut(&str, String),
) -> Option<ShippingRateKind> {
    let mut amount = |name: &str, text: &str| match w.read_amount(text, currency) {
        Ok(money) if money.is_negative() => {
            wrong(name, w.text("field-amount-negative").to_owned());
            None
        }
        Ok(money) => Some(money),
        Err(error) => {
            wrong(name, w.amount_error(&error));
            None
        }
    };
    match line.kind.as_str() {
        "flat" => Some(ShippingRateKind::Flat { price: amount("price", &line.price)? }),
        "free_above" => {
            let (otherwise, threshold) = (amount("price", &line.price), amount("threshold", &line.threshold));
            Some(ShippingRateKind::FreeAbove { threshold: threshold?, otherwise: otherwise? })
        }
        "by_weight" => {
            let bands = bands(w, &line.bands, currency);
            if bands.is_none() {
                wrong("bands", w.text("settings-rate-bands-hint").to_owned());
            }
            Some(ShippingRateKind::ByWeight { bands: bands? })
        }
        _ => {
            wrong("kind", w.text("field-choice-invalid").to_owned());
            None
        }
    }
}

/// `1000: 4.90; 5000: 8.90`: up to so many grams, so much.
fn bands(w: &Words, text: &str, currency: Currency) -> Option<Vec<WeightBand>> {
    let bands: Option<Vec<WeightBand>> = text
        .split(';')
        .filter(|part| !part.trim().is_empty())
        .map(|part| {
            let (grams, price) = part.split_once(':')?;
            Some(WeightBand {
                grams_max: grams.trim().parse().ok()?,
                price: w.read_amount(price.trim(), currency).ok().filter(|price| !price.is_negative())?,
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
        let reversed = Line { days_min: "9".to_owned(), ..line("FR", "flat", "1") };
        assert_eq!(table(&[reversed]), field("days_max"));
    }

    #[test]
    fn all_mistakes_of_all_rates_are_told_at_once() {
        let first = Line { name: String::new(), days_min: "soon".to_owned(), ..line("XX", "flat", "free") };
        let second = Line { days_max: String::new(), ..line("FR", "free_above", "-1") };
        let fields =
            ["countries_0", "name_0", "price_0", "days_min_0", "price_1", "threshold_1", "days_max_1"];
        assert_eq!(table(&[first, second]), Err(fields.map(|field| format!("f-{field}")).to_vec()));
    }
}
