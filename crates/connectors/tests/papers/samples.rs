//! Papers as the house issues them.

use std::io::Cursor;

use app::ports::{Block, Column, Logo, Paper, PaperSize};
use image::{ImageFormat, Rgba, RgbaImage};

pub fn strings(lines: &[&str]) -> Vec<String> {
    lines.iter().map(|line| (*line).to_owned()).collect()
}

/// A paper that says nothing.
pub fn empty() -> Paper {
    Paper {
        language: "en".to_owned(),
        title: String::new(),
        size: PaperSize::A4,
        logo: None,
        issuer: Vec::new(),
        recipient: Vec::new(),
        mark: None,
        blocks: Vec::new(),
        footer: Vec::new(),
        created_at: "2026-01-15T09:30:00Z".parse().unwrap(),
    }
}

/// A paper of one block.
pub fn of(block: Block) -> Paper {
    Paper { blocks: vec![block], ..empty() }
}

/// A round mark on nothing, as PNG.
pub fn logo() -> Logo {
    let picture = RgbaImage::from_fn(240, 240, |x, y| {
        let (x, y) = (i64::from(x) - 120, i64::from(y) - 120);
        let distance = x * x + y * y;
        let in_leaf = (x - 40).pow(2) + (y + 20).pow(2) < 60 * 60;
        match (distance < 118 * 118, in_leaf) {
            (true, false) => Rgba([22, 92, 88, 255]),
            (true, true) => Rgba([240, 180, 60, 255]),
            (false, _) => Rgba([0, 0, 0, 0]),
        }
    });
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).unwrap();
    Logo { bytes, alt: "River Trust".to_owned() }
}

/// A donation receipt for the United States.
pub fn receipt() -> Paper {
    let facts = [
        ("Receipt number", "RT-2026-000481"),
        ("Date of gift", "January 14, 2026"),
        ("Amount", "$1,250.00"),
        ("Campaign", "Clean water for the upper valley"),
        ("Payment method", "Card ending in 4242"),
        ("Tax ID (EIN)", "12-3456789"),
    ];
    Paper {
        language: "en-US".to_owned(),
        title: "Donation receipt".to_owned(),
        size: PaperSize::Letter,
        logo: Some(logo()),
        issuer: strings(&["River Trust, Inc.", "480 Harbor Street, Suite 12", "Portland, OR 97209", "receipts@river.example"]),
        recipient: strings(&["Maria Kowalski-Nguyen", "2217 Northeast Alberta Street, Apartment 4B", "Portland, OR 97211"]),
        blocks: vec![
            Block::Text("Dear Maria, thank you for your gift. Please keep this receipt with your tax records.".to_owned()),
            Block::Facts(facts.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()),
            Block::Emphasis("No goods or services were provided in exchange for this contribution.".to_owned()),
            Block::Heading("About this receipt".to_owned()),
            Block::Text("River Trust, Inc. is a nonprofit organization exempt from federal income tax under section 501(c)(3) of the Internal Revenue Code. Your contribution is tax-deductible to the extent allowed by law. This receipt is issued once; a copy is marked as such.".to_owned()),
        ],
        footer: strings(&["River Trust, Inc. · EIN 12-3456789 · Registered in Oregon", "Issued electronically and valid without a signature."]),
        ..empty()
    }
}

/// A French tax receipt, on A4.
pub fn recu() -> Paper {
    let facts = [
        ("Numéro d’ordre", "2026-00481"),
        ("Date du versement", "14 janvier 2026"),
        ("Montant", "1\u{202f}250,00\u{a0}€"),
        ("Somme en lettres", "mille deux cent cinquante euros"),
        ("Mode de versement", "Carte bancaire"),
        (
            "Forme du don",
            "Déclaration de don manuel, versée en une fois par l’intermédiaire de la plateforme et affectée à la campagne « De l’eau propre pour la haute vallée »",
        ),
    ];
    Paper {
        language: "fr".to_owned(),
        title: "Reçu au titre des dons à certains organismes d’intérêt général".to_owned(),
        logo: Some(logo()),
        issuer: strings(&["Association Rivières Vivantes", "14 bis, rue de l’Île-aux-Cygnes", "44000 Nantes", "RNA W442000000"]),
        recipient: strings(&["Mme Hélène Lefèbvre-Œuvrard", "Résidence Les Hêtres, bâtiment C", "8, allée du Maréchal-de-Lattre", "35000 Rennes"]),
        blocks: vec![
            Block::Text("Le bénéficiaire reconnaît avoir reçu au titre des dons et versements ouvrant droit à réduction d’impôt la somme indiquée ci-dessous.".to_owned()),
            Block::Facts(facts.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()),
            Block::Emphasis("Le bénéficiaire certifie sur l’honneur que les dons et versements qu’il reçoit ouvrent droit à la réduction d’impôt prévue à l’article 200 du code général des impôts.".to_owned()),
        ],
        footer: strings(&["Association Rivières Vivantes, régie par la loi du 1er juillet 1901"]),
        ..empty()
    }
}

/// A year of gifts: `count` rows.
pub fn statement(count: usize) -> Paper {
    let campaigns = [
        "Clean water for the upper valley",
        "Žluťoučký kůň: stáje v Třebíči",
        "Zażółć gęślą jaźń",
        "Ηλιακή ενέργεια για τα σχολεία του νησιού και για τους κατοίκους που μένουν μακριά από το δίκτυο",
        "Книги для сельских библиотек",
        "Nước sạch cho trẻ em miền núi",
        "İstanbul Çocuk Kütüphanesi, Şişli",
    ];
    let column = |title: &str, right_aligned| Column { title: title.to_owned(), right_aligned };
    let row = |index: usize| {
        let month = index * 12 / count.max(1) + 1;
        let fee = if index % 7 == 3 {
            "—".to_owned()
        } else {
            format!("{}.{:02}", index % 3, (index * 37) % 100)
        };
        vec![
            format!("2025-{month:02}-{:02}", index % 28 + 1),
            campaigns[index % campaigns.len()].to_owned(),
            format!("RT-2025-{:06}", 1000 + index * 13),
            fee,
            format!("{}.{:02}", (index * 7919) % 1400 + 5, (index * 41) % 100),
        ]
    };
    Paper {
        title: "Annual donation statement 2025".to_owned(),
        issuer: strings(&["River Trust", "Harbour House, 3 Quay Lane", "Bristol BS1 4QA", "United Kingdom"]),
        recipient: strings(&[
            "Dr. Alexandros Papadopoulos-Featherstonehaugh",
            "17 Upper Belgrave Road",
            "Bristol BS8 2XL",
        ]),
        blocks: vec![
            Block::Text(
                "This statement lists every gift that we received from you in the calendar year.".to_owned(),
            ),
            Block::Heading("Gifts".to_owned()),
            Block::Table {
                columns: vec![
                    column("Date", false),
                    column("Campaign", false),
                    column("Receipt", false),
                    column("Fees covered (£)", true),
                    column("Amount (£)", true),
                ],
                rows: (0..count).map(row).collect(),
                total: Some(strings(&["Total", "", "", "58.20", "41,306.47"])),
            },
            Block::Text("Gifts that were refunded are not listed.".to_owned()),
        ],
        footer: strings(&["River Trust is a registered charity in England and Wales (no. 0000000)."]),
        ..empty()
    }
}

/// A notice that a receipt is void.
pub fn void() -> Paper {
    Paper {
        language: "de".to_owned(),
        title: "Zuwendungsbestätigung – widerrufen".to_owned(),
        mark: Some("UNGÜLTIG".to_owned()),
        blocks: vec![
            Block::Emphasis("Diese Bestätigung wurde am 3. Februar 2026 widerrufen. Die Zuwendung wurde erstattet und darf nicht geltend gemacht werden.".to_owned()),
            Block::Facts(vec![
                ("Nummer".to_owned(), "RT-2026-000481".to_owned()),
                ("Betrag".to_owned(), "1.250,00 €".to_owned()),
                ("Grund".to_owned(), "Doppelt ausgestellt".to_owned()),
            ]),
        ],
        ..recu()
    }
}

/// A copy of the receipt.
pub fn copy() -> Paper {
    Paper { mark: Some("COPY".to_owned()), ..receipt() }
}
