//! The sample files, good ones to the last value and bad ones to the last reason.

use domain::catalog::draft::{
    DraftStatus, ImageDraft, OptionName, OptionValue, ProductDraft, SaleDraft, StockDraft, VariantDraft,
};
use domain::money::{Currency, Money};

use super::read;

fn eur(amount: i64) -> Money {
    Money::new(amount, Currency::EUR)
}

fn options(pairs: &[(&str, &str)]) -> Vec<OptionValue> {
    let option = |(name, value): &(&str, &str)| OptionValue {
        name: OptionName((*name).to_owned()),
        value: (*value).to_owned(),
    };
    pairs.iter().map(option).collect()
}

fn image(url: &str, alt: Option<&str>, position: u32) -> ImageDraft {
    ImageDraft { url: url.to_owned(), alt: alt.map(str::to_owned), position }
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// A variant with nothing that need not be there.
fn variant(external_id: &str, line: u64, price: i64, stock: StockDraft) -> VariantDraft {
    VariantDraft {
        external_id: external_id.to_owned(),
        line,
        sku: None,
        barcode: None,
        option_values: Vec::new(),
        price: eur(price),
        compare_at: None,
        sale: None,
        stock,
        sells_past_zero: false,
        weight_grams: None,
        requires_shipping: true,
        taxable: true,
        tax_code: None,
        image_url: None,
    }
}

fn tee(external_id: &str, variants: Vec<VariantDraft>) -> ProductDraft {
    ProductDraft {
        external_id: external_id.to_owned(),
        line: 2,
        title: "Organic tee".to_owned(),
        description_html: "<p>Plain tee</p>".to_owned(),
        vendor: some("Sample"),
        product_type: some("Shirts"),
        tags: vec!["cotton".to_owned(), "white".to_owned()],
        status: DraftStatus::Active,
        link: None,
        options: vec![OptionName("Size".to_owned())],
        images: Vec::new(),
        variants,
    }
}

#[test]
fn the_classic_shopify_file_is_one_product_of_two_variants() {
    let file = include_bytes!("../fixtures/feed/samples/shopify-products.classic.csv");
    let small = VariantDraft {
        sku: some("TEE-S"),
        barcode: some("4006381333931"),
        option_values: options(&[("Size", "S")]),
        compare_at: Some(eur(1_990)),
        ..variant("organic-tee/S", 2, 1_490, StockDraft::Units(12))
    };
    let medium = VariantDraft {
        sku: some("TEE-M"),
        option_values: options(&[("Size", "M")]),
        ..variant("organic-tee/M", 3, 1_990, StockDraft::Units(0))
    };
    let mut product = tee("organic-tee", vec![small, medium]);
    product.images = vec![
        image("https://shop.example/i/tee-s.jpg", Some("Front"), 1),
        image("https://shop.example/i/tee-back.jpg", Some("Back"), 2),
    ];
    assert_eq!(read(&file[..]).only(), product);
}

#[test]
fn the_shopify_file_of_2025_says_the_same_in_other_columns() {
    let file = include_bytes!("../fixtures/feed/samples/shopify-products.2025.csv");
    let small = VariantDraft {
        sku: some("TEE-S"),
        barcode: some("4006381333931"),
        option_values: options(&[("Size", "S")]),
        compare_at: Some(eur(1_990)),
        weight_grams: Some(150),
        image_url: some("https://shop.example/i/tee-s.jpg"),
        ..variant("organic-tee/S", 2, 1_490, StockDraft::Units(12))
    };
    let medium = VariantDraft {
        sku: some("TEE-M"),
        option_values: options(&[("Size", "M")]),
        weight_grams: Some(150),
        image_url: some("https://shop.example/i/tee-m.jpg"),
        ..variant("organic-tee/M", 3, 1_990, StockDraft::Units(0))
    };
    let mut product = tee("organic-tee", vec![small, medium]);
    product.images = vec![image("https://shop.example/i/tee-s.jpg", Some("Front"), 1)];
    assert_eq!(read(&file[..]).only(), product);
}

#[test]
fn the_google_rss_file_is_two_variants_of_one_group() {
    let file = include_bytes!("../fixtures/feed/samples/google-rss.good.xml");
    let outcome = read(&file[..]);
    assert!(outcome.refused.is_empty() && outcome.error.is_none());
    let small = VariantDraft {
        sku: some("TEE-S"),
        barcode: some("4006381333931"),
        option_values: options(&[("Size", "S"), ("Color", "white")]),
        sale: Some(SaleDraft {
            price: eur(1_490),
            starts_at: "2026-10-31T23:00Z".parse().unwrap(),
            ends_at: "2026-11-30T23:00Z".parse().unwrap(),
        }),
        image_url: some("https://shop.example/i/tee-s.jpg"),
        ..variant("TEE-S", 3, 1_990, StockDraft::InStock)
    };
    let medium = VariantDraft {
        sku: some("TEE-M"),
        option_values: options(&[("Size", "M"), ("Color", "white")]),
        image_url: some("https://shop.example/i/tee-m.jpg"),
        ..variant("TEE-M", 4, 1_990, StockDraft::OutOfStock)
    };
    let mut first = ProductDraft {
        line: 3,
        title: "Organic tee, S".to_owned(),
        description_html: "Plain tee & soft".to_owned(),
        product_type: None,
        tags: Vec::new(),
        link: some("https://shop.example/p/tee?v=s"),
        options: vec![OptionName("Size".to_owned()), OptionName("Color".to_owned())],
        images: vec![
            image("https://shop.example/i/tee-s.jpg", None, 1),
            image("https://shop.example/i/tee-back.jpg", None, 2),
        ],
        ..tee("TEE", vec![small])
    };
    let second = ProductDraft {
        line: 4,
        title: "Organic tee, M".to_owned(),
        description_html: "Plain tee".to_owned(),
        link: some("https://shop.example/p/tee?v=m"),
        images: vec![image("https://shop.example/i/tee-m.jpg", None, 1)],
        variants: vec![medium.clone()],
        ..first.clone()
    };
    assert_eq!(outcome.products, [first.clone(), second.clone()]);

    first.absorb(second);
    assert_eq!(first.variants.len(), 2);
    assert_eq!(first.variants[1], medium);
    assert_eq!(first.images[2], image("https://shop.example/i/tee-m.jpg", None, 3));
    assert_eq!(first.options.len(), 2);
}

#[test]
fn the_google_tsv_file_is_one_variant() {
    let file = include_bytes!("../fixtures/feed/samples/google-meta.good.tsv");
    let product = read(&file[..]).only();
    let small = VariantDraft {
        sku: some("TEE-S"),
        barcode: some("4006381333931"),
        option_values: options(&[("Size", "S")]),
        image_url: some("https://shop.example/i/tee-s.jpg"),
        ..variant("TEE-S", 2, 1_990, StockDraft::InStock)
    };
    let expected = ProductDraft {
        title: "Organic tee, S".to_owned(),
        description_html: "Plain tee".to_owned(),
        product_type: None,
        tags: Vec::new(),
        link: some("https://shop.example/p/tee?v=s"),
        images: vec![image("https://shop.example/i/tee-s.jpg", None, 1)],
        ..tee("TEE", vec![small])
    };
    assert_eq!(product, expected);
}

#[test]
fn the_meta_file_counts_units_and_is_reduced_without_dates() {
    let file = include_bytes!("../fixtures/feed/samples/meta-catalog.good.csv");
    let product = read(&file[..]).only();
    let small = VariantDraft {
        sku: some("TEE-S"),
        compare_at: Some(eur(1_990)),
        image_url: some("https://shop.example/i/tee-s.jpg"),
        ..variant("TEE-S", 2, 1_490, StockDraft::Units(12))
    };
    let expected = ProductDraft {
        title: "Organic tee, \"S\"".to_owned(),
        description_html: "Plain tee".to_owned(),
        product_type: None,
        tags: Vec::new(),
        link: some("https://shop.example/p/tee?v=s"),
        options: Vec::new(),
        images: vec![image("https://shop.example/i/tee-s.jpg", None, 1)],
        ..tee("TEE", vec![small])
    };
    assert_eq!(product, expected);
}

#[test]
fn each_item_of_the_bad_rss_file_is_refused_for_its_own_reason() {
    let file = include_bytes!("../fixtures/feed/samples/google-rss.bad.xml");
    let outcome = read(&file[..]);
    assert!(outcome.products.is_empty() && outcome.error.is_none());
    assert_eq!(
        outcome.refusals(),
        [
            "3 price \"\": This is required, but it is empty.",
            "4 availability \"maybe\": This must be in_stock, out_of_stock, preorder or backorder.",
            "5 price \"1.00\": The price needs its currency, for example 19.90 EUR.",
            "6 gtin \"4006381333930\": The last digit of this GTIN should be 1; a digit is mistyped.",
            "7 id \"BAD-GTIN\": Line 6 has the same name; names must be unique.",
        ]
    );
}
