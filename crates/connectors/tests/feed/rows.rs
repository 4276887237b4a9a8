//! A row at fault is refused with its line, column, value and reason, and the rows around it are read.

use domain::catalog::draft::{DraftStatus, StockDraft};

use super::read;

const SHOPIFY: &str = "Handle,Title,Status,Published,Option1 Name,Option1 Value,Variant SKU,\
Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,Variant Price,Image Src,Image Position,\
Image Alt Text,Cost per item,SEO Title";

const GOOGLE: &str = "id,title,description,link,image_link,availability,price";

fn shopify(rows: &str) -> super::Outcome {
    read(format!("{SHOPIFY}\n{rows}").as_bytes())
}

/// A Google row with these last two values.
fn google_row(id: &str, rest: &str) -> String {
    format!("{id},Tee,Plain,https://a.example/{id},https://a.example/{id}.jpg,{rest}\n")
}

#[test]
fn a_bad_variant_costs_itself_and_not_its_product() {
    let outcome = shopify(
        "a,Tee,active,TRUE,Size,S,A-S,shopify,1,deny,5.00,,,,,\n\
         a,,,,,M,A-M,shopify,-2,deny,5.00,,,,,\n\
         a,,,,,L,A-L,shopify,2,deny,free,,,,,\n\
         a,,,,,S,A-S2,shopify,2,deny,5.00,,,,,\n\
         a,,,,,,A-X,shopify,2,deny,5.00,,,,,\n\
         a,,,,,XL,A-XL,shopify,3,CONTINUE,5.00,,,,,\n",
    );
    assert_eq!(
        outcome.refusals(),
        [
            "3 Variant Inventory Qty \"-2\": The quantity is below zero; write 0 when nothing is left.",
            "4 Variant Price \"free\": The price is not readable: this is not a plain amount such as 19.90.",
            "5 Option1 Value \"S\": Line 2 has the same name; names must be unique.",
            "6 Option1 Value \"\": This is required, but it is empty.",
        ]
    );
    assert_eq!(outcome.ids(), ["a/S", "a/XL"]);
    let last = &outcome.products[0].variants[1];
    assert_eq!((last.line, last.stock, last.sells_past_zero), (7, StockDraft::Units(3), true));
}

#[test]
fn a_bad_first_row_costs_its_product_and_every_row_is_told() {
    let outcome = shopify(
        "a,,active,TRUE,Size,S,,,,,5.00,,,,,\n\
         a,,,,,M,,,,,5.00,,,,,\n\
         b,Mug,sold,TRUE,,,,,,,5.00,,,,,\n\
         ,Nameless,active,TRUE,,,,,,,5.00,,,,,\n\
         c,Cap,active,TRUE,,,,,,,5.00,,,,,\n",
    );
    assert_eq!(
        outcome.refusals(),
        [
            "2 Title \"\": This is required, but it is empty.",
            "3 Handle \"a\": The product of this row was refused in line 2.",
            "4 Status \"sold\": The status must be active, draft or archived.",
            "5 Handle \"\": This is required, but it is empty.",
        ]
    );
    assert_eq!(outcome.ids(), ["c"]);
}

#[test]
fn rows_of_a_product_stand_together() {
    let outcome = shopify(
        "a,Tee,active,TRUE,Size,S,,,,,5.00,,,,,\n\
         b,Mug,active,TRUE,,,,,,,5.00,,,,,\n\
         a,,,,,M,,,,,5.00,,,,,\n\
         c,Cap,active,TRUE,,,,,,,5.00,,,,,\n",
    );
    assert_eq!(
        outcome.refusals(),
        ["4 Handle \"a\": The rows of this product must stand together; they began in line 2."]
    );
    assert_eq!(outcome.ids(), ["a/S", "b", "c"]);
}

#[test]
fn rows_that_only_bring_pictures_make_no_variants() {
    let product = shopify(
        "a,Tee,active,TRUE,Title,Default Title,,,,,5.00,https://a.example/1.jpg,2,Back,,\n\
         a,,,,,,,,,,,https://a.example/2.jpg,1,Front,,\n\
         a,,,,,,,,,,,https://a.example/2.jpg,3,Again,,\n\
         \n\
         ,,,,,,,,,,,,,,,\n",
    )
    .only();
    assert_eq!(product.variants.len(), 1);
    assert_eq!(product.variants[0].external_id, "a");
    assert!(product.options.is_empty());
    assert_eq!(product.variants[0].stock, StockDraft::NotTracked);
    let pictures: Vec<_> =
        product.images.iter().map(|image| (image.position, image.alt.as_deref())).collect();
    assert_eq!(pictures, [(1, Some("Front")), (2, Some("Back"))]);
}

#[test]
fn what_is_hidden_in_the_shop_is_a_draft_here() {
    let outcome = shopify(
        "a,Tee,active,FALSE,,,,,,,5.00,,,,,\n\
         b,Mug,draft,TRUE,,,,,,,5.00,,,,,\n\
         c,Cap,archived,TRUE,,,,,,,5.00,,,,,\n\
         d,Pin,,,,,,,,,5.00,,,,,\n",
    );
    let statuses: Vec<_> = outcome.products.iter().map(|product| product.status).collect();
    assert_eq!(
        statuses,
        [DraftStatus::Draft, DraftStatus::Draft, DraftStatus::Archived, DraftStatus::Active]
    );
}

#[test]
fn each_fault_of_a_google_row_has_its_own_sentence() {
    let cases = [
        ("in_stock,19.90 EURO", "price \"19.90 EURO\": The currency is not readable"),
        ("in_stock,\"1,999 EUR\"", "price \"1,999 EUR\": The price is not readable: this reads as thousands"),
        ("in_stock,-1 EUR", "price \"-1 EUR\": A price cannot be below zero."),
        ("in_stock,1.999 EUR", "price \"1.999 EUR\": The price is not readable"),
        (",1 EUR", "availability \"\": This is required"),
        ("in_stock,1 EUR,surplus", " \"x,Tee,Plain"),
    ];
    for (rest, expected) in cases {
        let rows = google_row("before", "in stock,1 EUR")
            + &google_row("x", rest)
            + &google_row("after", "preorder,2 USD");
        let outcome = read(format!("{GOOGLE}\n{rows}").as_bytes());
        assert_eq!(outcome.ids(), ["before", "after"], "{rest}");
        let refusals = outcome.refusals();
        assert!(refusals.len() == 1 && refusals[0].starts_with(&format!("3 {expected}")), "{refusals:?}");
    }
}

#[test]
fn a_quote_that_is_never_closed_costs_one_row() {
    let rows = format!(
        "{}x,\"Tee,Plain,https://a.example/x,https://a.example/x.jpg,in_stock,1 EUR\n{}{}",
        google_row("before", "in_stock,1 EUR"),
        google_row("after", "in_stock,1 EUR"),
        google_row("last", "in_stock,\"1 EUR\""),
    );
    let outcome = read(format!("{GOOGLE}\n{rows}").as_bytes());
    assert_eq!(outcome.ids(), ["before", "after", "last"]);
    assert_eq!(outcome.refused.len(), 1);
    assert!(outcome.refusals()[0].contains("A quotation mark in this line is not closed"));
}

#[test]
fn a_windows_1252_file_is_refused_row_by_row_and_read_where_it_is_ascii() {
    let mut file = format!("{GOOGLE}\n{}", google_row("a", "in_stock,1 EUR")).into_bytes();
    file.extend_from_slice(b"b,Gr\xfcn,Plain,https://a.example/b,https://a.example/b.jpg,in_stock,1 EUR\n");
    file.extend_from_slice(google_row("c", "in_stock,1 EUR").as_bytes());
    let outcome = read(&file[..]);
    assert_eq!(outcome.ids(), ["a", "c"]);
    assert_eq!(
        outcome.refusals(),
        ["3 title \"Gr\u{fffd}n\": This holds characters that could not be read; save the file as UTF-8."]
    );
}

#[test]
fn any_encoding_with_a_byte_order_mark_gives_the_same_products() {
    let text = format!("{GOOGLE}\n{}", google_row("Größe", "in_stock,1 EUR"));
    let expected = read(text.as_bytes()).only();
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect()
    };
    for file in
        [[b"\xef\xbb\xbf", text.as_bytes()].concat(), utf16(u16::to_le_bytes), utf16(u16::to_be_bytes)]
    {
        assert_eq!(read(&file[..]).only(), expected);
    }
}

fn entry(id: &str, more: &str) -> String {
    format!(
        "<item><g:id>{id}</g:id><title>Tee</title><description>Plain</description><link>https://a.example/{id}</link>\
         <g:image_link>https://a.example/{id}.jpg</g:image_link><g:availability>in stock</g:availability>\
         <g:price>1.00 EUR</g:price>{more}</item>\n"
    )
}

fn rss(entries: &str) -> String {
    format!(
        "<rss xmlns:g='http://base.google.com/ns/1.0'><channel><title>Shop</title>\n{entries}</channel></rss>"
    )
}

#[test]
fn a_malformed_entry_costs_itself() {
    let cases = [
        ("<g:brand>x</g:brnd>", "g:brnd", "not closed properly"),
        ("<g:brand>x", "item", "not closed properly"),
        ("</g:nothing>", "g:nothing", "not closed properly"),
        ("<g:brand>a&nbsp;b</g:brand>", "brand", "&nbsp; is not an XML entity"),
        ("<g:brand>a&#0;b</g:brand>", "brand", "not an XML entity"),
    ];
    for (more, column, reason) in cases {
        let file = rss(&(entry("before", "") + &entry("x", more) + &entry("after", "")));
        let outcome = read(file.as_bytes());
        assert!(outcome.error.is_none(), "{more}: {:?}", outcome.error);
        assert_eq!(outcome.ids(), ["before", "after"], "{more}");
        assert_eq!((outcome.refused[0].line, outcome.refused[0].column.as_str()), (3, column), "{more}");
        assert!(outcome.refused[0].reason.to_string().contains(reason), "{more}");
    }
    let unclosed = entry("x", "").replace("</item>", "");
    let outcome = read(rss(&(unclosed + &entry("after", ""))).as_bytes());
    assert_eq!(outcome.ids(), ["after"]);
    assert!(outcome.refusals()[0].contains("not closed properly"));
}

#[test]
fn marks_that_many_shops_forget_to_escape_are_read_as_they_are() {
    let product =
        read(rss(&entry("x", "<g:brand>Tom & Jerry &amp; &#x26; <![CDATA[<Sons>]]></g:brand>")).as_bytes())
            .only();
    assert_eq!(product.vendor.as_deref(), Some("Tom & Jerry & & <Sons>"));
}

#[test]
fn the_prefix_of_a_namespace_is_free() {
    let google = rss(&entry("x", "<media:id xmlns:media='http://other.example'>no</media:id>"));
    for (from, to) in [("g:", "base:"), ("g:", "g:")] {
        let file =
            google.replace(from, to).replace("xmlns:g=", &format!("xmlns:{}=", to.trim_end_matches(':')));
        assert_eq!(read(file.as_bytes()).only().external_id, "x");
    }
    let undeclared = google.replace(" xmlns:g='http://base.google.com/ns/1.0'", "");
    assert_eq!(read(undeclared.as_bytes()).only().external_id, "x");
}

#[test]
fn values_inside_other_elements_are_not_the_entrys_own() {
    let shipping = "<g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping>";
    let file = rss(&entry("x", "").replace("<g:price>", &format!("{shipping}<g:price>")));
    assert_eq!(read(file.as_bytes()).only().variants[0].price.amount, 100);
}

#[test]
fn an_atom_feed_gives_its_link_as_an_attribute() {
    let file = "<?xml version='1.0'?>\n<feed xmlns='http://www.w3.org/2005/Atom' \
        xmlns:g='http://base.google.com/ns/1.0'><title>Shop</title><link href='https://a.example'/><updated/>\n\
        <entry><id>tag:a.example,2026:1</id><g:id>TEE</g:id><title>Tee</title>\
        <link rel='self' href='https://a.example/self'/><link href='https://a.example/p?a=1&amp;b=2'/>\
        <summary>Plain</summary><g:image_link>https://a.example/1.jpg</g:image_link>\
        <g:availability>in_stock</g:availability><g:price>1990 JPY</g:price></entry></feed>";
    let product = read(file.as_bytes()).only();
    assert_eq!(product.external_id, "TEE");
    assert_eq!(product.line, 3);
    assert_eq!(product.link.as_deref(), Some("https://a.example/p?a=1&b=2"));
    assert_eq!(product.variants[0].price.to_string(), "1990 JPY");
}
