//! Files that are made to hurt: they cost an error, never memory, time or a panic.

use std::io::{self, Read};

use buyline_connectors::feed::{Feed, FeedDefaults, FeedError, limits};
use domain::money::Currency;
use proptest::prelude::*;

use super::read;

#[test]
fn a_document_type_ends_the_file_before_anything_is_expanded() {
    let bombs = [
        "<!DOCTYPE lolz [<!ENTITY lol 'lol'><!ENTITY lol2 '&lol;&lol;&lol;'>]><rss><channel><item>&lol2;</item></channel></rss>",
        "<?xml version='1.0'?>\n<!DOCTYPE rss SYSTEM 'file:///etc/passwd'><rss/>",
        "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'http://169.254.169.254/'> %x;]><rss/>",
    ];
    for bomb in bombs {
        let outcome = read(bomb.as_bytes());
        assert!(matches!(outcome.error, Some(FeedError::Doctype { .. })), "{:?}", outcome.error);
        assert!(outcome.products.is_empty());
    }
}

#[test]
fn nesting_length_and_rows_have_limits() {
    let deep = format!("<rss><channel><item>{}", "<a>".repeat(100_000));
    assert!(matches!(read(deep.as_bytes()).error, Some(FeedError::TooDeep { line: 1 })));

    let endless_tag = b"<rss><channel><item a='".chain(io::repeat(b'x').take(1 << 30));
    assert!(matches!(read(endless_tag).error, Some(FeedError::TooLong { line: 1 })));

    let endless_text = b"<rss>".chain(io::repeat(b'x').take(1 << 30));
    assert!(matches!(read(endless_text).error, Some(FeedError::TooLong { .. })));

    let endless_header = io::repeat(b'x').take(1 << 30);
    assert!(matches!(read(endless_header).error, Some(FeedError::Unrecognised)));

    let defaults = FeedDefaults { currency: Currency::EUR, rows_max: 2 };
    let mut feed = Feed::open(&b"id,title,price\na\nb\nc\nd\n"[..], defaults).unwrap();
    assert!(feed.next().unwrap().is_ok() && feed.next().unwrap().is_ok());
    assert!(matches!(feed.next(), Some(Err(FeedError::TooManyRows { max: 2 }))));
    assert!(feed.next().is_none());
}

#[test]
fn an_endless_row_is_refused_and_the_next_one_read() {
    let good = "b,T,D,https://a.example,https://a.example/1.jpg,in_stock,1 EUR\n";
    let file = b"id,title,description,link,image_link,availability,price\na,"
        .chain(io::repeat(b'x').take(64 << 20))
        .chain(&b"\n"[..])
        .chain(good.as_bytes());
    let outcome = read(file);
    assert_eq!(outcome.ids(), ["b"]);
    assert_eq!((outcome.refused.len(), outcome.refused[0].line), (1, 2));
}

#[test]
fn a_value_beyond_its_limit_costs_its_row() {
    let long = "x".repeat(limits::FIELD_BYTES_MAX + 1);
    let entry = |id: &str, text: &str| {
        format!(
            "<item><g:id>{id}</g:id><g:title>T</g:title><g:description>{text}</g:description><g:link>https://a.example</g:link>\
             <g:image_link>https://a.example/1.jpg</g:image_link><g:availability>in_stock</g:availability>\
             <g:price>1 EUR</g:price></item>"
        )
    };
    let file = format!("<rss><channel>{}{}</channel></rss>", entry("a", &long), entry("b", "fine"));
    let outcome = read(file.as_bytes());
    assert_eq!(outcome.ids(), ["b"]);
    assert_eq!(outcome.refused[0].column, "description");
}

#[test]
fn a_file_that_is_cut_short_is_not_taken_for_complete() {
    let file = include_str!("../fixtures/feed/samples/google-rss.good.xml");
    let mut ends = Vec::new();
    for length in 0..file.trim_end().len() {
        let outcome = read(&file.as_bytes()[..length]);
        let error = outcome.error.expect("a file that was cut is incomplete");
        ends.push(std::mem::discriminant(&error));
        assert!(outcome.products.len() <= 2);
    }
    assert!(ends.contains(&std::mem::discriminant(&FeedError::Truncated { line: 0 })));
}

#[test]
fn a_source_that_fails_is_told_apart_from_its_end() {
    struct Fails;
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("connection reset"))
        }
    }
    let heads: [&[u8]; 2] = [b"<rss><channel>", b"id,title,price\na,b,c\n"];
    for head in heads {
        assert!(matches!(read(head.chain(Fails)).error, Some(FeedError::Io(_))));
    }
}

const HEADS: [&str; 6] = [
    "",
    "Handle,Title,Option1 Name,Option1 Value,Variant Price,Image Src\n",
    "id,title,description,link,image_link,availability,price,gtin\n",
    "id\ttitle\tprice\tsale_price\tsale_price_effective_date\tshipping_weight\n",
    "<rss xmlns:g='http://base.google.com/ns/1.0'><channel><item><g:id>1</g:id>",
    "<feed><entry>",
];

proptest! {
    #[test]
    fn arbitrary_bytes_never_panic(head in 0_usize..6, bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read([HEADS[head].as_bytes(), &bytes].concat().as_slice());
    }

    #[test]
    fn arbitrary_structure_never_panics(head in 0_usize..6, text in "([a,;\"\\t\\r\\n ]|<item>|</item>|<g:id>|</g:price>|&|&#x;|\\]\\]>|<!--|<!\\[CDATA\\[|1 EUR|https://a.example/,){0,80}") {
        read([HEADS[head], &text].concat().as_bytes());
    }
}
