//! A hundred thousand rows in bounded memory.

use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

use buyline_connectors::feed::{Feed, FeedDefaults, FeedItem};
use domain::money::Currency;

const ROWS: u64 = 100_000;
const ROWS_PER_PRODUCT: u64 = 4;
const HEADER: &str = "Handle,Title,Body (HTML),Option1 Name,Option1 Value,Variant SKU,Variant Price\n";

/// A Shopify file that is made while it is read, and never exists as a whole.
struct Generated {
    row: u64,
    line: io::Cursor<Vec<u8>>,
    handed_out: Rc<Cell<u64>>,
}

impl Generated {
    fn new(handed_out: Rc<Cell<u64>>) -> Generated {
        Generated { row: 0, line: io::Cursor::new(HEADER.into()), handed_out }
    }

    fn line_of(row: u64) -> String {
        let product = row / ROWS_PER_PRODUCT;
        let description = "words ".repeat(50);
        format!("product-{product},Product {product},\"<p>{description}</p>\",Size,{row},SKU-{row},19.90\n")
    }
}

impl Read for Generated {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut count = self.line.read(buffer)?;
        if count == 0 && self.row < ROWS {
            self.line = io::Cursor::new(Generated::line_of(self.row).into_bytes());
            self.row += 1;
            count = self.line.read(buffer)?;
        }
        self.handed_out.set(self.handed_out.get() + count as u64);
        Ok(count)
    }
}

/// The most memory this process has had, in KiB.
#[cfg(target_os = "linux")]
fn peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("Linux tells");
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).expect("Linux counts");
    line.split_whitespace().nth(1).and_then(|kib| kib.parse().ok()).expect("a number of KiB")
}

#[test]
#[cfg(target_os = "linux")]
fn a_hundred_thousand_rows_take_less_than_16_mib() {
    let handed_out = Rc::new(Cell::new(0));
    let before = peak_kib();
    let mut feed =
        Feed::open(Generated::new(Rc::clone(&handed_out)), FeedDefaults::new(Currency::EUR)).unwrap();
    let (mut products, mut variants) = (0, 0);
    for item in &mut feed {
        match item.unwrap() {
            FeedItem::Product(product) => {
                products += 1;
                variants += product.variants.len() as u64;
            }
            FeedItem::Refused(problem) => panic!("{problem:?}"),
        }
    }
    assert_eq!((products, variants), (ROWS / ROWS_PER_PRODUCT, ROWS));
    assert_eq!(feed.progress().rows_read, ROWS);
    assert_eq!(feed.progress().bytes_read, handed_out.get());
    assert!(handed_out.get() > 30 * 1024 * 1024);
    let grown = peak_kib() - before;
    assert!(grown < 16 * 1024, "{grown} KiB");
}

#[test]
fn a_product_is_given_out_before_the_rest_is_read() {
    let handed_out = Rc::new(Cell::new(0));
    let mut feed =
        Feed::open(Generated::new(Rc::clone(&handed_out)), FeedDefaults::new(Currency::EUR)).unwrap();
    for product in 0..100 {
        assert!(matches!(feed.next(), Some(Ok(FeedItem::Product(_)))));
        let given = (product + 1) * ROWS_PER_PRODUCT * 512;
        assert!(handed_out.get() < given + 256 * 1024, "{} bytes for {product}", handed_out.get());
    }
}
