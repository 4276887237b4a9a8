//! Sample goods and the cards that sell them, with their edges.

use buyline_web::html::pages::card::{Card, CardState, Deadline, Offer, Seller, Shape};
use buyline_web::html::parts::{Level, Line, Picture};
use words::Words;

use super::frame::{in_seconds, money, say};

/// A drawing of ours as a picture.
pub fn picture(name: &str, alt: &str) -> Picture {
    let (width, height) = if name == "dawn" { (600, 560) } else { (600, 600) };
    let src = format!("/media/{name}.svg");
    Picture { full_href: src.clone(), src, srcset: String::new(), alt: alt.to_owned(), width, height }
}

/// An offer.
pub fn offer(id: &str, label: &str, price: &str, stock: &str, level: Level, open: bool) -> Offer {
    Offer {
        id: format!("off_{id}"),
        label: label.to_owned(),
        price: price.to_owned(),
        was: String::new(),
        stock: stock.to_owned(),
        level,
        open,
        selected: false,
    }
}

fn seller(name: &str, handle: &str) -> Seller {
    Seller { name: name.to_owned(), href: format!("/@{handle}"), verified: true }
}

/// The print: three frames, few left.
pub fn print(w: &'static Words) -> Card {
    let left = w.count("card-left", 3_i64);
    let price = money(w, "24.90", "24,90");
    let framed = money(w, "44.90", "44,90");
    let mut offers = vec![
        offer("1", &say(w, "No frame", "Sans cadre"), &price, &left, Level::Warn, true),
        offer("2", &say(w, "Oak", "Chêne"), &framed, w.text("card-in-stock"), Level::Good, true),
        offer("3", &say(w, "Black", "Noir"), &framed, w.text("card-sold-out"), Level::Bad, false),
    ];
    offers[0].selected = true;
    Card {
        w,
        id: "card-1".to_owned(),
        post: "pst_1".to_owned(),
        product: "prd_1".to_owned(),
        href: "/products/prd_1".to_owned(),
        title: say(w, "Lac du matin, screen print 40 × 50", "Lac du matin, sérigraphie 40 × 50"),
        picture: Some(picture(
            "dawn",
            &say(
                w,
                "Framed screen print of a mountain lake at dawn",
                "Sérigraphie encadrée d’un lac de montagne à l’aube",
            ),
        )),
        shape: Shape::Natural,
        seller: seller("Atelier Nord", "atelier-nord"),
        price_note: w.text("card-tax-included").to_owned(),
        options_label: say(w, "Frame", "Cadre"),
        offers,
        facts: vec![say(w, "Arrives Tuesday to Thursday", "Livré entre mardi et jeudi")],
        deadline: None,
        preorder: false,
        state: CardState::Open,
    }
}

/// The record: begins on Friday.
pub fn record(w: &'static Words) -> Card {
    let mut only = offer("5", "", &money(w, "28.00", "28,00"), "", Level::Plain, true);
    only.selected = true;
    Card {
        id: "card-3".to_owned(),
        title: say(w, "Marées, 180 g vinyl, orange", "Marées, vinyle 180 g orange"),
        picture: Some(picture(
            "sleeve",
            &say(w, "Record sleeve with a vinyl record half out", "Pochette et disque à moitié sorti"),
        )),
        shape: Shape::Square,
        seller: seller("Disques du Port", "disques-du-port"),
        options_label: String::new(),
        offers: vec![only],
        facts: vec![say(w, "200 copies", "200 exemplaires"), w.count("card-limit", 2_i64)],
        deadline: Some(Deadline::new(w, "card-starts-in", "card-in-stock", &in_seconds(187_920), 187_920)),
        state: CardState::Upcoming,
        ..print(w)
    }
}

/// The mug: sold out in one glaze, twelve to choose from, a long title, a price before.
pub fn mug(w: &'static Words) -> Card {
    let glazes = [
        "Atlantique",
        "Brume",
        "Cendre",
        "Écume",
        "Granit",
        "Iode",
        "Lande",
        "Lichen",
        "Nacre",
        "Sable",
        "Sel",
        "Varech",
    ];
    let mut offers: Vec<Offer> = glazes
        .iter()
        .enumerate()
        .map(|(at, glaze)| {
            let price = if at % 4 == 3 { money(w, "36.00", "36,00") } else { money(w, "32.00", "32,00") };
            let open = at % 5 != 4;
            let stock = if open { w.text("card-in-stock") } else { w.text("card-sold-out") };
            let level = if open { Level::Good } else { Level::Bad };
            let label = say(w, &format!("{glaze}, 30 cl"), &format!("{glaze}, 30 cl"));
            offer(&format!("m{at}"), &label, &price, stock, level, open)
        })
        .collect();
    offers[0].selected = true;
    offers[0].was = money(w, "38.00", "38,00");
    Card {
        id: "card-4".to_owned(),
        title: say(
            w,
            "Wood-fired stoneware mug with a running blue glaze, thrown by hand in the workshop of Saint-Malo, each one different",
            "Mug en grès cuit au bois, émail bleu coulant, tourné à la main à l’atelier de Saint-Malo, chaque pièce est différente",
        ),
        picture: Some(picture(
            "mug",
            &say(w, "Speckled stoneware mug with blue glaze", "Mug en grès moucheté, émail bleu"),
        )),
        shape: Shape::Square,
        seller: seller("Terre & Sel", "terre-et-sel"),
        options_label: say(w, "Glaze", "Émail"),
        offers,
        facts: vec![w.text("card-shipping-free").to_owned()],
        ..print(w)
    }
}

/// Sold out.
pub fn sold_out(w: &'static Words) -> Card {
    let mut only = offer("9", "", &money(w, "18.00", "18,00"), w.text("card-sold-out"), Level::Bad, false);
    only.selected = true;
    Card {
        id: "card-5".to_owned(),
        title: say(w, "Advent loaf with figs and hazelnuts", "Pain de l’avent, figues et noisettes"),
        picture: None,
        seller: seller("Boulangerie Le Goff", "le-goff"),
        offers: vec![only],
        facts: Vec::new(),
        state: CardState::SoldOut,
        ..print(w)
    }
}

/// A limited time, a currency without decimals, no picture.
pub fn ending(w: &'static Words) -> Card {
    let mut only = offer("10", "", &say(w, "¥3,200", "3 200 ¥"), w.text("card-in-stock"), Level::Good, true);
    only.selected = true;
    only.was = say(w, "¥4,000", "4 000 ¥");
    Card {
        id: "card-6".to_owned(),
        title: say(w, "Night train: a zine in two colours", "Train de nuit : un zine en deux couleurs"),
        picture: None,
        seller: seller("Kitakaze Press", "kitakaze"),
        offers: vec![only],
        facts: Vec::new(),
        deadline: Some(Deadline::new(w, "card-ends-in", "card-ended", &in_seconds(15_120), 15_120)),
        ..print(w)
    }
}

/// Not sold here.
pub fn link(w: &'static Words) -> Card {
    Card {
        id: "card-7".to_owned(),
        href: "https://shop.example/lamp".to_owned(),
        title: say(w, "Paper lamp ‘Moon’", "Lampe de papier « Lune »"),
        picture: None,
        seller: Seller { name: "Studio Ohm".to_owned(), href: "/@ohm".to_owned(), verified: false },
        offers: Vec::new(),
        state: CardState::Link { host: "shop.example".to_owned(), why: String::new() },
        ..print(w)
    }
}

/// Paused by the operator.
pub fn paused(w: &'static Words) -> Card {
    Card {
        id: "card-8".to_owned(),
        state: CardState::Closed { why: w.text("card-paused").to_owned() },
        ..print(w)
    }
}

/// The print as a line of a checkout.
pub fn line(w: &'static Words) -> Line {
    Line {
        id: "lin_1".to_owned(),
        picture: Some(picture("dawn", "")),
        title: say(w, "Lac du matin, screen print 40 × 50", "Lac du matin, sérigraphie 40 × 50"),
        href: String::new(),
        meta: say(w, "No frame · 1 · sold by Atelier Nord", "Sans cadre · 1 · vendu par Atelier Nord"),
        quantity: 1,
        quantities: vec![1, 2, 3],
        total: money(w, "24.90", "24,90"),
        note: None,
        wrong: None,
    }
}
