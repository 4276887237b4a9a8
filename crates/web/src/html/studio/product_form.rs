//! The form of one product: from what is stored to fields, and from what was typed to a command.
//!
//! Options are typed as a name and its values; the variants are every combination. A combination that was there
//! keeps its id, price and stock; a new one takes what the first has.

use app::catalog::products::{ProductForm, VariantForm};
use domain::catalog::draft::DraftStatus;
use domain::ids::VariantId;
use domain::merchant::MerchantProfile;
use domain::money::{Currency, Money};
use domain::tax::TaxClass;
use domain::view::goods::{Goods, Price, Stock, Variant};
use words::Words;

use crate::html::field::{Field, Kind, Width};
use crate::html::mistakes::at;
use crate::html::pages::studio::VariantRow;
use crate::html::parts::FormError;
use crate::html::typed::Typed;

/// Options of one product.
const OPTIONS: [&str; 3] = ["1", "2", "3"];
/// The variant of a product that does not exist yet.
const NEW: &str = "new";

/// What a product's form holds: `typed` where it comes back with mistakes, else what is stored.
pub(super) fn fields(w: &Words, stored: Option<&Goods>, typed: Option<&Typed>) -> Vec<Field> {
    let product = stored.map(|goods| &goods.product);
    let value = |name: &str, stored: String| typed.map_or(stored, |typed| typed.get(name).to_owned());
    let text = |pick: fn(&domain::view::goods::Product) -> &str| {
        product.map(|product| pick(product).to_owned()).unwrap_or_default()
    };
    let optional = w.text("state-optional");
    let status = product.map_or(DraftStatus::Active, |product| product.status);
    let tax =
        stored.and_then(|goods| goods.variants.first()).map_or(TaxClass::Standard, |first| first.tax_class);
    let ships = stored.and_then(|goods| goods.variants.first()).is_none_or(|first| first.requires_shipping);
    let mut fields = vec![
        Field::new("title", w.text("field-title")).value(&value("title", text(|it| &it.title))).limit(255),
        Field::new("description", w.text("field-description"))
            .kind(Kind::Area)
            .value(&value(
                "description",
                product.map(|it| app::catalog::html::plain(&it.description_html)).unwrap_or_default(),
            ))
            .optional(optional),
        select(w, "status", w.text("field-status"), &value("status", status.as_str().to_owned()), &STATUSES),
        select(
            w,
            "tax_class",
            w.text("product-tax-class"),
            &value("tax_class", tax.as_str().to_owned()),
            &TAXES,
        ),
        Field::new("requires_shipping", w.text("product-ships"))
            .kind(Kind::Check)
            .value(&value("requires_shipping", if ships { "on" } else { "" }.to_owned())),
        Field::new("tags", w.text("product-tags"))
            .value(&value("tags", product.map(|it| it.tags.join(", ")).unwrap_or_default()))
            .hint(w.text("product-tags-hint"))
            .optional(optional),
    ];
    for (index, option) in OPTIONS.iter().enumerate() {
        let name = product.and_then(|it| it.option_names.get(index)).cloned().unwrap_or_default();
        let values = stored.map(|goods| values_of(goods, index).join(", ")).unwrap_or_default();
        let (name_field, values_field) = (format!("option{option}_name"), format!("option{option}_values"));
        fields.push(
            Field::new(&name_field, w.text("product-option-name"))
                .value(&value(&name_field, name))
                .optional(optional)
                .width(Width::Third),
        );
        fields.push(
            Field::new(&values_field, w.text("product-option-values"))
                .value(&value(&values_field, values))
                .hint(w.text("product-option-values-hint"))
                .optional(optional)
                .width(Width::TwoThirds),
        );
    }
    fields
}

const STATUSES: [(&str, &str); 3] = [
    ("active", words::key!("product-status-active")),
    ("draft", words::key!("product-status-draft")),
    ("archived", words::key!("product-status-archived")),
];
const TAXES: [(&str, &str); 3] = [
    ("standard", words::key!("product-tax-standard")),
    ("reduced", words::key!("product-tax-reduced")),
    ("exempt", words::key!("product-tax-exempt")),
];

fn select(w: &Words, name: &str, label: &str, value: &str, choices: &[(&str, &str)]) -> Field {
    let choices = choices.iter().map(|(word, key)| ((*word).to_owned(), w.text(key).to_owned())).collect();
    Field::new(name, label).kind(Kind::Select(choices)).value(value).width(Width::Half)
}

fn values_of(goods: &Goods, option: usize) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in goods.variants.iter().filter_map(|variant| variant.options.get(option)) {
        if !values.contains(value) {
            values.push(value.clone());
        }
    }
    values
}

/// The variants as rows of fields, each name ending in the variant's id.
pub(super) fn variant_rows(
    w: &Words,
    stored: Option<&Goods>,
    typed: Option<&Typed>,
    profile: &MerchantProfile,
) -> Vec<VariantRow> {
    match stored {
        Some(goods) if !goods.variants.is_empty() => {
            goods.variants.iter().map(|variant| variant_row(w, Some(variant), typed, profile)).collect()
        }
        Some(_) | None => vec![variant_row(w, None, typed, profile)],
    }
}

fn variant_row(
    w: &Words,
    variant: Option<&Variant>,
    typed: Option<&Typed>,
    profile: &MerchantProfile,
) -> VariantRow {
    let id = variant.map_or_else(|| NEW.to_owned(), |variant| variant.id.to_string());
    let optional = w.text("state-optional");
    let field = |name: &str, label: &str, stored: String| {
        let name = format!("{name}_{id}");
        let value = typed.map_or(stored, |typed| typed.get(&name).to_owned());
        Field::new(&name, label).value(&value).width(Width::Third)
    };
    let money = |money: Option<Money>| money.map(|money| w.amount(money)).unwrap_or_default();
    let (units, grams) = match variant {
        Some(variant) => (
            match variant.stock {
                Stock::NotTracked => String::new(),
                Stock::Units { on_hand, .. } => on_hand.to_string(),
            },
            variant.weight_grams.to_string(),
        ),
        None => (String::new(), String::new()),
    };
    let price_label = |currency: Currency| format!("{} ({})", w.text("field-price"), currency.code());
    let mut row = VariantRow {
        name: variant.map(Variant::title).filter(|title| !title.is_empty()).unwrap_or_else(|| {
            if variant.is_some() { w.text("product-variant-only") } else { w.text("product-variant-first") }
                .to_owned()
        }),
        fields: vec![
            field("price", &price_label(profile.currency), money(variant.map(|it| it.price.price)))
                .kind(Kind::Amount),
            field(
                "compare_at",
                w.text("product-compare-at"),
                money(variant.and_then(|it| it.price.compare_at)),
            )
            .kind(Kind::Amount)
            .optional(optional),
            field("units", w.text("product-stock"), units)
                .kind(Kind::Number)
                .hint(w.text("product-stock-hint"))
                .optional(optional),
            field("sku", w.text("product-sku"), variant.map(|it| it.sku.clone()).unwrap_or_default())
                .optional(optional)
                .limit(120),
            field(
                "barcode",
                w.text("product-barcode"),
                variant.map(|it| it.barcode.clone()).unwrap_or_default(),
            )
            .optional(optional)
            .limit(120),
            field("grams", w.text("product-weight"), grams).kind(Kind::Number).optional(optional),
        ],
    };
    for currency in &profile.more_currencies {
        let code = currency.code();
        let stored = variant.and_then(|it| it.more_prices.iter().find(|it| it.price.currency == *currency));
        let before = format!("{} ({code})", w.text("product-compare-at"));
        row.fields.push(
            field(&more("price", *currency), &price_label(*currency), money(stored.map(|it| it.price)))
                .kind(Kind::Amount)
                .optional(optional)
                .width(Width::Half),
        );
        row.fields.push(
            field(&more("compare_at", *currency), &before, money(stored.and_then(|it| it.compare_at)))
                .kind(Kind::Amount)
                .optional(optional)
                .width(Width::Half),
        );
    }
    row
}

/// The name of a variant's field in a further currency, before its id.
pub(super) fn more(name: &str, currency: Currency) -> String {
    format!("{name}_{}", currency.code())
}

/// The command that was typed, or what is wrong with it.
pub(super) fn read(
    w: &Words,
    typed: &Typed,
    stored: Option<&Goods>,
    profile: &MerchantProfile,
) -> Result<ProductForm, Vec<FormError>> {
    let mut errors = Vec::new();
    let mut wrong = |field: &str, message: String| {
        errors.push(at(field, message));
    };
    let status = DraftStatus::from_word(typed.get("status")).unwrap_or_else(|| {
        wrong("status", w.text("field-choice-invalid").to_owned());
        DraftStatus::Draft
    });
    let tax_class = typed.get("tax_class").parse().unwrap_or_else(|_| {
        wrong("tax_class", w.text("field-choice-invalid").to_owned());
        TaxClass::Standard
    });
    let known: Vec<Option<&Variant>> = match stored {
        Some(goods) if !goods.variants.is_empty() => goods.variants.iter().map(Some).collect(),
        Some(_) | None => vec![None],
    };
    let mut rows = Vec::new();
    for variant in known {
        rows.push(read_variant(w, typed, variant, tax_class, profile, &mut wrong));
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let options: Vec<(String, Vec<String>)> = OPTIONS
        .iter()
        .map(|option| {
            let values = split(typed.get(&format!("option{option}_values")));
            (typed.get(&format!("option{option}_name")).to_owned(), values)
        })
        .filter(|(name, values)| !name.is_empty() && !values.is_empty())
        .collect();
    Ok(ProductForm {
        title: typed.get("title").to_owned(),
        description: Some(app::catalog::html::typed(
            typed.get("description"),
            stored.map_or("", |goods| goods.product.description_html.as_str()),
        )),
        brand: stored.map(|goods| goods.product.brand.clone()).unwrap_or_default(),
        product_type: stored.map(|goods| goods.product.product_type.clone()).unwrap_or_default(),
        tags: split(typed.get("tags")),
        option_names: options.iter().map(|(name, _)| name.clone()).collect(),
        status,
        variants: combined(&options, rows),
    })
}

fn read_variant(
    w: &Words,
    typed: &Typed,
    variant: Option<&Variant>,
    tax_class: TaxClass,
    profile: &MerchantProfile,
    wrong: &mut impl FnMut(&str, String),
) -> VariantForm {
    let id = variant.map_or_else(|| NEW.to_owned(), |variant| variant.id.to_string());
    let name = |field: &str| format!("{field}_{id}");
    let mut amount = |field: &str, currency| match w.read_amount(typed.get(&name(field)), currency) {
        Ok(money) => money,
        Err(error) => {
            wrong(&name(field), w.amount_error(&error));
            Money::zero(currency)
        }
    };
    let price = amount("price", profile.currency);
    let is_said = |field: &str| !typed.get(&name(field)).is_empty();
    let compare_at = is_said("compare_at").then(|| amount("compare_at", profile.currency));
    let mut more_prices = Vec::new();
    for currency in profile.more_currencies.iter().copied() {
        let (price, before) = (more("price", currency), more("compare_at", currency));
        // A price before without a price asks for the price.
        if is_said(&price) || is_said(&before) {
            let compare_at = is_said(&before).then(|| amount(&before, currency));
            more_prices.push(Price { price: amount(&price, currency), compare_at });
        }
    }
    let mut number = |field: &str| match typed.get(&name(field)) {
        "" => None,
        text => match text.parse::<i64>() {
            Ok(number) => Some(number),
            Err(_) => {
                wrong(&name(field), w.text("field-number-invalid").to_owned());
                None
            }
        },
    };
    let (units, grams) = (number("units"), number("grams").unwrap_or_default());
    VariantForm {
        id: variant.map(|variant| variant.id),
        options: variant.map(|variant| variant.options.clone()).unwrap_or_default(),
        sku: typed.get(&name("sku")).to_owned(),
        barcode: typed.get(&name("barcode")).to_owned(),
        price,
        compare_at,
        more_prices: Some(more_prices),
        tax_class,
        // A weight below zero or beyond a ship is refused by the use case.
        weight_grams: u32::try_from(grams).unwrap_or(u32::MAX),
        requires_shipping: typed.is_on("requires_shipping"),
        units: units.into(),
    }
}

/// Every combination of the values; what was there stays itself.
fn combined(options: &[(String, Vec<String>)], rows: Vec<VariantForm>) -> Vec<VariantForm> {
    let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
    for (_, values) in options {
        combinations = combinations
            .iter()
            .flat_map(|begun| {
                values.iter().map(|value| begun.iter().chain([value]).cloned().collect::<Vec<String>>())
            })
            .collect();
    }
    let mut free: Vec<VariantForm> = rows;
    let Some(first) = free.first().cloned() else { return Vec::new() };
    // The first row of a product that had no options becomes the first combination.
    let had_none = free.iter().all(|row| row.options.is_empty());
    combinations
        .into_iter()
        .enumerate()
        .map(|(index, values)| {
            let before = free.iter().position(|row| row.options == values || (had_none && index == 0));
            match before {
                Some(at) => VariantForm { options: values, ..free.remove(at) },
                None => VariantForm {
                    id: None::<VariantId>,
                    options: values,
                    sku: String::new(),
                    barcode: String::new(),
                    ..first.clone()
                },
            }
        })
        .collect()
}

fn split(text: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    for value in text.split(',').map(str::trim).filter(|value| !value.is_empty()) {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(options: &[&str], price: i64) -> VariantForm {
        VariantForm {
            id: Some(VariantId(price)),
            options: options.iter().map(|text| (*text).to_owned()).collect(),
            sku: "A".to_owned(),
            barcode: String::new(),
            price: Money::new(price, Currency::EUR),
            compare_at: None,
            more_prices: None,
            tax_class: TaxClass::Standard,
            weight_grams: 0,
            requires_shipping: true,
            units: None.into(),
        }
    }

    fn options(list: &[(&str, &[&str])]) -> Vec<(String, Vec<String>)> {
        let own = |values: &[&str]| values.iter().map(|value| (*value).to_owned()).collect();
        list.iter().map(|(name, values)| ((*name).to_owned(), own(values))).collect()
    }

    #[test]
    fn a_new_combination_takes_what_the_first_has_and_known_ones_stay() {
        let wanted = options(&[("Size", &["S", "M"]), ("Colour", &["Navy"])]);
        let made = combined(&wanted, vec![row(&["M", "Navy"], 5), row(&["L", "Navy"], 7)]);
        let found: Vec<_> = made.iter().map(|it| (it.options.join("/"), it.id, it.price.amount)).collect();
        assert_eq!(found, [("S/Navy".to_owned(), None, 5), ("M/Navy".to_owned(), Some(VariantId(5)), 5)]);
    }

    #[test]
    fn the_only_variant_becomes_the_first_combination() {
        let made = combined(&options(&[("Size", &["S", "M"])]), vec![row(&[], 5)]);
        assert_eq!(made[0].id, Some(VariantId(5)));
        assert_eq!((made[1].id, made[1].options.as_slice()), (None, ["M".to_owned()].as_slice()));
        assert_eq!(combined(&[], vec![row(&[], 5)]).len(), 1);
    }

    #[test]
    fn values_are_split_once_each() {
        assert_eq!(split(" S, M,,S "), ["S", "M"]);
    }
}
