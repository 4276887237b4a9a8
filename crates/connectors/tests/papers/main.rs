//! Papers as PDF files, read back by another library.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod hostile;
mod reader;
mod samples;

use app::ports::{PaperSize, Papers};
use buyline_connectors::papers::PdfPapers;

#[test]
fn the_text_of_a_receipt_is_read_back_in_order() {
    let pdf = PdfPapers.pdf(&samples::receipt()).unwrap();
    let pages = reader::pages(&pdf);
    assert_eq!(pages.len(), 1);
    assert_eq!(
        pages[0],
        [
            "River Trust, Inc.",
            "480 Harbor Street, Suite 12",
            "Portland, OR 97209",
            "receipts@river.example",
            "Maria Kowalski-Nguyen",
            "2217 Northeast Alberta Street, Apartment 4B",
            "Portland, OR 97211",
            "Donation receipt",
            "Dear Maria, thank you for your gift. Please keep this receipt with your tax records.",
            "Receipt number",
            "RT-2026-000481",
            "Date of gift",
            "January 14, 2026",
            "Amount",
            "$1,250.00",
            "Campaign",
            "Clean water for the upper valley",
            "Payment method",
            "Card ending in 4242",
            "Tax ID (EIN)",
            "12-3456789",
            "No goods or services were provided in exchange for this contribution.",
            "About this receipt",
            "River Trust, Inc. is a nonprofit organization exempt from federal income tax under section 501(c)(3) of ",
            "the Internal Revenue Code. Your contribution is tax-deductible to the extent allowed by law. This ",
            "receipt is issued once; a copy is marked as such.",
            "River Trust, Inc. · EIN 12-3456789 · Registered in Oregon ",
            "Issued electronically and valid without a signature.",
            "1 / 1",
        ]
    );
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let first = PdfPapers.pdf(&samples::recu()).unwrap();
    assert!(first == PdfPapers.pdf(&samples::recu()).unwrap());
    let later = samples::recu().created_at + jiff::SignedDuration::from_secs(1);
    let later = app::ports::Paper { created_at: later, ..samples::recu() };
    assert!(first != PdfPapers.pdf(&later).unwrap());
}

#[test]
fn a_table_over_three_pages_repeats_its_head_and_numbers_the_pages() {
    let pdf = PdfPapers.pdf(&samples::statement(60)).unwrap();
    let pages = reader::pages(&pdf);
    assert_eq!(pages.len(), 3);
    for (index, page) in pages.iter().enumerate() {
        let count = |words: &str| page.iter().filter(|line| *line == words).count();
        assert_eq!((count("Date"), count("Campaign"), count("Receipt")), (1, 1, 1), "page {}", index + 1);
        assert_eq!(page.last().unwrap(), &format!("{} / 3", index + 1));
        assert!(
            page.contains(
                &"River Trust is a registered charity in England and Wales (no. 0000000).".to_owned()
            )
        );
    }
    let rows: Vec<&String> = pages.iter().flatten().filter(|line| line.starts_with("RT-2025-")).collect();
    assert_eq!(rows.len(), 60);
    assert!(rows.is_sorted());
    assert!(pages[2].contains(&"41,306.47".to_owned()));
}

#[test]
fn words_of_many_languages_are_shown_and_found() {
    let text = reader::text(&PdfPapers.pdf(&samples::statement(7)).unwrap());
    for words in [
        "Žluťoučký kůň: stáje v Třebíči",
        "Zażółć gęślą jaźń",
        "Ηλιακή ενέργεια για τα σχολεία",
        "Книги для сельских библиотек",
        "Nước sạch cho trẻ em miền núi",
        "İstanbul Çocuk Kütüphanesi, Şişli",
    ] {
        assert!(text.contains(words), "{words} is not in:\n{text}");
    }
    assert!(!text.contains('\u{fffd}'));
}

#[test]
fn a_mark_is_on_every_page_and_read_once() {
    let copy = reader::pages(&PdfPapers.pdf(&samples::copy()).unwrap());
    assert_eq!(copy[0][..2], ["COPY", "River Trust, Inc."]);
    let paper = app::ports::Paper { mark: Some("VOID".to_owned()), ..samples::statement(60) };
    let pdf = PdfPapers.pdf(&paper).unwrap();
    let pages = reader::pages(&pdf);
    assert!(pages.iter().all(|page| page.first().unwrap() == "VOID"));
    let (_, structure) = reader::structure(&pdf);
    assert!(structure.starts_with("Document(P Div("), "{structure}");
}

#[test]
fn a_screen_reader_meets_the_structure_and_the_language() {
    let (language, structure) = reader::structure(&PdfPapers.pdf(&samples::void()).unwrap());
    assert_eq!(language, "de");
    assert_eq!(
        structure,
        "Document(P Figure[River Trust] Div(P P P P) Div(P P P P) H1 P \
         Table(TBody(TR(TH TD) TR(TH TD) TR(TH TD))) Div(P))"
    );
    let (_, structure) = reader::structure(&PdfPapers.pdf(&samples::statement(1)).unwrap());
    let table = "Table(THead(TR(TH TH TH TH TH)) TBody(TR(TD TD TD TD TD)) TFoot(TR(TH TD TD TD TD)))";
    assert!(structure.contains(table), "{structure}");
}

#[test]
fn a_sheet_is_as_large_as_asked() {
    for (size, [width, height]) in [(PaperSize::A4, [595, 841]), (PaperSize::Letter, [612, 792])] {
        let pdf = PdfPapers.pdf(&app::ports::Paper { size, ..samples::empty() }).unwrap();
        let pdf = hayro_syntax::Pdf::new(pdf).unwrap();
        let (w, h) = pdf.pages()[0].base_dimensions();
        assert_eq!([w as u32, h as u32], [width, height]);
    }
}
