//! What the shop sells, and what its merchant does there.

use app::ports::{TheirParcel, TheirRefund};
use domain::catalog::draft::{DraftStatus, ProductDraft, StockDraft, VariantDraft};
use domain::money::{Currency, Money};

/// A product of one variant that costs 20.00 EUR.
pub(super) fn product(name: &str, units: i64) -> ProductDraft {
    ProductDraft {
        external_id: name.to_owned(),
        line: 0,
        title: format!("Print {name}"),
        description_html: String::new(),
        vendor: None,
        product_type: None,
        tags: Vec::new(),
        status: DraftStatus::Active,
        link: Some(format!("https://elsewhere.example/{name}")),
        options: Vec::new(),
        images: Vec::new(),
        variants: vec![VariantDraft {
            external_id: format!("{name}-v"),
            line: 0,
            sku: Some(name.to_uppercase()),
            barcode: None,
            option_values: Vec::new(),
            price: Money::new(2_000, Currency::EUR),
            compare_at: None,
            sale: None,
            stock: StockDraft::Units(units),
            sells_past_zero: false,
            weight_grams: None,
            requires_shipping: true,
            taxable: true,
            tax_code: None,
            image_url: None,
        }],
    }
}

/// A parcel with everything that is left.
#[must_use]
pub fn their_parcel(id: &str) -> TheirParcel {
    TheirParcel {
        id: id.to_owned(),
        carrier: "Colissimo".to_owned(),
        tracking_number: "6A123".to_owned(),
        tracking_url: "https://carrier.example/6A123".to_owned(),
        lines: Vec::new(),
    }
}

/// Money that the merchant gave back there.
#[must_use]
pub fn their_refund(id: &str, cents: i64, lines: &[(&str, u32, bool)]) -> TheirRefund {
    TheirRefund {
        id: id.to_owned(),
        ours: None,
        amount: Money::new(cents, Currency::EUR),
        lines: lines.iter().map(|(name, quantity, back)| ((*name).to_owned(), *quantity, *back)).collect(),
        reason: "damaged".to_owned(),
    }
}
