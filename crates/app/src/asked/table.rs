//! The table as it is written: read, and refused with every mistake that is in it.

use std::collections::BTreeMap;

use domain::country::Country;
use domain::donation::asked::{Asked, AskedKind, AskedTable, Needed, Rule, Spoken, TaxId, WANTS_RECEIPT};
use domain::ids::NonprofitId;
use domain::money::{Currency, Money};
use serde::Deserialize;

/// Fields that one rule may ask for; more are a form that nobody fills in.
const FIELDS_MAX: usize = 20;
/// Characters of a label or a hint: declarations are paragraphs at most.
const TEXT_CHARS_MAX: usize = 1_000;
/// Characters of a key.
const KEY_CHARS_MAX: usize = 40;
/// Languages in which every label must be.
const TAGS: [&str; 2] = ["en", "fr"];

/// Everything that is wrong with a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.join("; "))]
pub struct TableError(pub Vec<String>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireTable {
    #[serde(default)]
    kinds: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    rule: Vec<WireRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireRule {
    country: String,
    #[serde(default)]
    kind: String,
    source: String,
    least: Option<String>,
    most: Option<String>,
    #[serde(default)]
    field: Vec<WireField>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WireField {
    key: String,
    kind: String,
    needed: String,
    label: BTreeMap<String, String>,
    #[serde(default)]
    hint: BTreeMap<String, String>,
}

/// Reads a table.
///
/// # Errors
/// [`TableError`] with every mistake, each named by its place.
pub fn read(text: &str) -> Result<AskedTable, TableError> {
    let wire: WireTable = toml::from_str(text).map_err(|error| {
        let before = error.span().map_or(0, |span| span.start.min(text.len()));
        let line = text.bytes().take(before).filter(|byte| *byte == b'\n').count() + 1;
        TableError(vec![format!("line {line}: {}", error.message())])
    })?;
    let mut wrong = Vec::new();
    let mut table = AskedTable::default();
    for (number, rule) in wire.rule.into_iter().enumerate() {
        let place = match rule.kind.as_str() {
            "" => format!("rule {} ({})", number + 1, rule.country),
            kind => format!("rule {} ({} {kind})", number + 1, rule.country),
        };
        let Some(rule) = read_rule(rule, &place, &mut wrong) else { continue };
        if table.rules.iter().any(|known| known.country == rule.country && known.kind == rule.kind) {
            wrong.push(format!("{place}: there is a rule for this country and kind already"));
        }
        table.rules.push(rule);
    }
    for (kind, nonprofits) in wire.kinds {
        if !table.rules.iter().any(|rule| rule.kind == kind) {
            wrong.push(format!("kinds: no rule is for the kind \"{kind}\""));
        }
        for text in nonprofits {
            let Ok(id) = text.parse::<NonprofitId>() else {
                wrong.push(format!(
                    "kinds: \"{text}\" is no nonprofit; its id stands in the address of its desk"
                ));
                continue;
            };
            if table.kinds.insert(id.0, kind.clone()).is_some() {
                wrong.push(format!("kinds: {text} is named twice"));
            }
        }
    }
    if wrong.is_empty() { Ok(table) } else { Err(TableError(wrong)) }
}

fn read_rule(rule: WireRule, place: &str, wrong: &mut Vec<String>) -> Option<Rule> {
    let country: Option<Country> = rule.country.parse().ok();
    if country.is_none() {
        wrong.push(format!("{place}: \"{}\" is no country; two capital letters, such as FR", rule.country));
    }
    if !rule.kind.is_empty() && !is_key(&rule.kind) {
        wrong.push(format!("{place}: a kind is a word of small letters, digits and _"));
    }
    if rule.source.trim().is_empty() {
        wrong.push(format!("{place}: source must say where the rule stands"));
    }
    let mut limit = |text: &Option<String>, name: &str| match text.as_deref().map(money) {
        Some(None) => {
            wrong.push(format!("{place}: {name} must be an amount such as \"5000.00 USD\""));
            None
        }
        Some(found) => found,
        None => None,
    };
    let (least, most) = (limit(&rule.least, "least"), limit(&rule.most, "most"));
    if let (Some(least), Some(most)) = (least, most)
        && (least.currency != most.currency || least.amount > most.amount)
    {
        wrong.push(format!("{place}: least must be of the currency of most, and no more than it"));
    }
    if rule.field.len() > FIELDS_MAX {
        wrong.push(format!("{place}: at most {FIELDS_MAX} fields"));
    }
    let mut fields: Vec<Asked> = Vec::new();
    for field in rule.field {
        let place = format!("{place}, field \"{}\"", field.key);
        if fields.iter().any(|known| known.key == field.key) {
            wrong.push(format!("{place}: there is a field of this key already"));
        }
        fields.extend(read_field(field, &place, wrong));
    }
    if fields.iter().filter(|field| field.kind == AskedKind::Address).count() > 1 {
        wrong.push(format!("{place}: the address is asked twice"));
    }
    Some(Rule { country: country?, kind: rule.kind, fields, least, most })
}

fn read_field(field: WireField, place: &str, wrong: &mut Vec<String>) -> Option<Asked> {
    if !is_key(&field.key) || field.key == WANTS_RECEIPT {
        wrong.push(format!(
            "{place}: a key is a word of small letters, digits and _, of at most {KEY_CHARS_MAX}, and not \
             \"{WANTS_RECEIPT}\""
        ));
    }
    let kind = match field.kind.as_str() {
        "text" => Some(AskedKind::Text),
        "address" => Some(AskedKind::Address),
        "declaration" => Some(AskedKind::Declaration),
        word => TaxId::from_word(word).map(AskedKind::TaxId),
    };
    if kind.is_none() {
        let numbers = TaxId::ALL.map(TaxId::as_str).join(", ");
        wrong.push(format!(
            "{place}: \"{}\" is no kind; there are text, address, declaration, {numbers}",
            field.kind
        ));
    }
    let needed = needed(&field.needed);
    if needed.is_none() {
        wrong.push(format!(
            "{place}: \"{}\" does not say when; there are \"always\", \"above 200.00 USD\", \"above 200.00 USD in a \
             year\", \"for a receipt\", \"optional\"",
            field.needed
        ));
    }
    for tag in TAGS {
        if field.label.get(tag).is_none_or(|text| text.trim().is_empty()) {
            wrong.push(format!("{place}: label.{tag} is missing"));
        }
    }
    if field.label.values().chain(field.hint.values()).any(|text| text.chars().count() > TEXT_CHARS_MAX) {
        wrong.push(format!("{place}: labels and hints have at most {TEXT_CHARS_MAX} characters"));
    }
    Some(Asked {
        key: field.key,
        kind: kind?,
        label: Spoken(field.label),
        hint: Spoken(field.hint),
        needed: needed?,
    })
}

fn is_key(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    (1..=KEY_CHARS_MAX).contains(&text.len()) && text.bytes().all(is_plain)
}

fn needed(text: &str) -> Option<Needed> {
    Some(match text {
        "always" => Needed::Always,
        "for a receipt" => Needed::ForReceipt,
        "optional" => Needed::Optional,
        other => {
            let amount = other.strip_prefix("above ")?;
            match amount.strip_suffix(" in a year") {
                Some(amount) => Needed::AboveInYear(money(amount)?),
                None => Needed::Above(money(amount)?),
            }
        }
    })
}

/// `200.00 USD`.
fn money(text: &str) -> Option<Money> {
    let (amount, currency) = text.trim().rsplit_once(' ')?;
    let currency: Currency = currency.parse().ok()?;
    Money::parse(amount.trim(), currency).ok().filter(|money| money.amount > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_is_built_in_can_be_read() {
        let table = read(super::super::BUILT_IN).unwrap();
        let known = |code: &str, kind: &str| {
            table.rules.iter().any(|rule| rule.country.code() == code && rule.kind == kind)
        };
        for (code, kind) in
            [("FR", ""), ("ES", ""), ("IT", ""), ("BR", ""), ("DE", ""), ("CA", ""), ("US", "political")]
        {
            assert!(known(code, kind), "{code} {kind}");
        }
        assert!(!known("US", ""), "charities of the United States ask for nothing more");
    }

    #[test]
    fn every_mistake_is_named_by_its_place() {
        let text = r#"
            [kinds]
            church = ["mer_1"]

            [[rule]]
            country = "FR"
            source = "a law"
            [[rule.field]]
            key = "Tax Number"
            kind = "number"
            needed = "sometimes"
            label = { en = "Number" }
            [[rule]]
            country = "XX"
            source = " "
            most = "5"
            [[rule]]
            country = "FR"
            source = "a law"
            least = "10.00 EUR"
            most = "5.00 EUR"
        "#;
        let TableError(wrong) = read(text).unwrap_err();
        let parts = [
            "rule 1 (FR), field \"Tax Number\": a key is",
            "rule 1 (FR), field \"Tax Number\": \"number\" is no kind; there are text, address",
            "rule 1 (FR), field \"Tax Number\": \"sometimes\" does not say when",
            "rule 1 (FR), field \"Tax Number\": label.fr is missing",
            "rule 2 (XX): \"XX\" is no country",
            "rule 2 (XX): source must say",
            "rule 2 (XX): most must be an amount",
            "rule 3 (FR): least must be",
            "rule 3 (FR): there is a rule",
            "kinds: no rule is for the kind \"church\"",
            "kinds: \"mer_1\" is no nonprofit",
        ];
        for part in parts {
            assert!(wrong.iter().any(|one| one.starts_with(part)), "{part}: {wrong:#?}");
        }
        assert_eq!(wrong.len(), parts.len(), "{wrong:#?}");
        let TableError(wrong) = read("[[rule]]\ncountry = \"FR\"\nsurprise = 1").unwrap_err();
        assert!(wrong[0].starts_with("line 3: unknown field `surprise`"), "{wrong:?}");
        assert!(read("").unwrap().rules.is_empty(), "an empty table asks nothing");
    }
}
