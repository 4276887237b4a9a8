//! Timelines, profiles and what is around them.

use buyline_web::html::field::{Field, Kind};
use buyline_web::html::fragment::{Fragment, ViewerFlags};
use buyline_web::html::page::Section;
use buyline_web::html::pages::compose::{Compose, Composer, Pick};
use buyline_web::html::pages::post::{Mark, Post};
use buyline_web::html::pages::timeline::*;
use buyline_web::html::parts::{Avatar, Choice, Level, Link, Pager, Tag};
use buyline_web::html::safe::Html;
use words::{Locale, Words};

use super::frame::{buyer, guest, money, person, say};
use super::posts::{VIEWER, author, feed, home, post};
use super::{Sample, goods, show};

/// Every page of the timeline.
pub fn pages(locale: Locale) -> Vec<Sample> {
    let w = Words::of(locale);
    let p = buyer(locale, Section::Home, "/");
    let plain = guest(locale, Section::Home, "/public");
    let pager = Pager { newer: String::new(), older: "/?before=1".to_owned() };
    let timeline = Timeline {
        p: &p,
        title: w.text("feed-home-title").to_owned(),
        tab: Tab::Following,
        composer: None,
        posts: feed(&home(w), &VIEWER),
        empty: Empty {
            icon: "home",
            title: w.text("feed-empty-title").to_owned(),
            text: w.text("feed-empty-text").to_owned(),
            action: Some(Link { label: w.text("feed-empty-action").to_owned(), href: "/explore".to_owned() }),
        },
        pager: pager.clone(),
    };
    let public = Timeline {
        p: &plain,
        tab: Tab::Public,
        posts: feed(&home(w)[2..], &ViewerFlags { csrf: "x", ..ViewerFlags::default() }),
        ..timeline.clone()
    };
    let empty = Timeline { posts: Html::default(), pager: Pager::default(), ..timeline.clone() };
    let tag = Timeline {
        tab: Tab::None,
        title: w.fill("feed-tag", "tag", "print"),
        composer: Some(composer(w, "")),
        ..timeline.clone()
    };
    vec![
        ("home", show(&timeline)),
        ("public", show(&public)),
        ("home-empty", show(&empty)),
        ("tag", show(&tag)),
        ("thread", show(&thread(w, &p))),
        ("explore", show(&explore(w, &p))),
        ("profile", show(&profile(w, &p, ProfileTab::Posts))),
        ("profile-shop", show(&profile(w, &p, ProfileTab::Shop))),
        ("product", show(&product(w, &p))),
        (
            "compose",
            show(&Compose {
                p: &p,
                title: w.text("compose-title").to_owned(),
                composer: composer(w, ""),
                errors: Vec::new(),
            }),
        ),
        (
            "post-delete",
            show(&DeletePost {
                p: &p,
                id: "1".to_owned(),
                excerpt: say(w, "Pulled this morning …", "Tirée ce matin …"),
                back: "/posts/1".to_owned(),
            }),
        ),
        ("report", show(&report(w, &p))),
    ]
}

/// A place to write.
pub fn composer(w: &'static Words, in_reply_to: &str) -> Composer {
    let pick = |id: &str, title: &str, selected| Pick {
        id: id.to_owned(),
        title: title.to_owned(),
        meta: format!("{} · {}", money(w, "24.90", "24,90"), w.count("card-left", 3_i64)),
        picture: Some(goods::picture("dawn", "")),
        selected,
    };
    Composer {
        w,
        csrf: "t0k3n".to_owned(),
        avatar: Avatar::of("Camille Renard", ""),
        in_reply_to: in_reply_to.to_owned(),
        placeholder: if in_reply_to.is_empty() {
            w.text("compose-placeholder").to_owned()
        } else {
            w.fill("compose-reply-title", "name", "Atelier Nord")
        },
        text: String::new(),
        text_max: 1000,
        warning: String::new(),
        pictures_max: 4,
        pictures: Vec::new(),
        goods: if in_reply_to.is_empty() {
            vec![pick("prd_1", "Lac du matin", true), pick("prd_2", "Nuit claire", false)]
        } else {
            Vec::new()
        },
        goods_refused: String::new(),
        as_whom: if in_reply_to.is_empty() {
            w.with("compose-as-shop", &[("shop", "Atelier Nord".into()), ("name", "Camille Renard".into())])
        } else {
            String::new()
        },
        error: String::new(),
    }
}

fn thread<'a>(w: &'static Words, p: &'a buyline_web::html::page::Page) -> Thread<'a> {
    let lead = Post { lead: true, ..home(w).remove(0) };
    let reply =
        |id: &str, name: &str, text: &str| post(w, id, author(name, "lou", Mark::None), "5 min", text);
    let replies = [
        reply("20", "Lou", &say(w, "Which paper is it?", "Quel papier ?")),
        reply("21", "Atelier Nord", &say(w, "Fedrigoni, 300 g, acid-free.", "Fedrigoni 300 g, sans acide.")),
    ];
    Thread {
        p,
        title: say(w, "Atelier Nord: Pulled this morning…", "Atelier Nord : Tirée ce matin…"),
        description: say(w, "Pulled this morning, the ink is barely dry", "Tirée ce matin à l’atelier"),
        image: "https://buyline.example/media/dawn.svg".to_owned(),
        canonical: "https://buyline.example/posts/1".to_owned(),
        above: Html::default(),
        post: feed(&[lead], &ViewerFlags { is_author: true, ..VIEWER }),
        composer: Some(composer(w, "1")),
        replies: feed(&replies, &VIEWER),
        replies_title: w.count("post-replies", 2_i64),
        sign_in: "/sign-in".to_owned(),
    }
}

fn good(w: &'static Words, art: &str, title: &str, tag: Option<Tag>) -> Good {
    Good {
        href: "/products/prd_1".to_owned(),
        title: title.to_owned(),
        picture: Some(goods::picture(art, title)),
        price: money(w, "24.90", "24,90"),
        was: String::new(),
        tag,
    }
}

fn shelf(w: &'static Words) -> Vec<Good> {
    let few = Tag { text: w.count("card-left", 3_i64), level: Level::Warn };
    let out = Tag { text: w.text("card-sold-out").to_owned(), level: Level::Plain };
    vec![
        good(w, "dawn", "Lac du matin", Some(few)),
        Good {
            was: money(w, "32.00", "32,00"),
            ..good(w, "sleeve", &say(w, "Marées, vinyl", "Marées, vinyle"), None)
        },
        good(
            w,
            "mug",
            &say(
                w,
                "Wood-fired mug with a running blue glaze, thrown by hand",
                "Mug cuit au bois, émail bleu coulant, tourné à la main",
            ),
            Some(out),
        ),
        Good { picture: None, ..good(w, "dawn", &say(w, "Gift card", "Carte cadeau"), None) },
    ]
}

fn explore<'a>(w: &'static Words, p: &'a buyline_web::html::page::Page) -> Explore<'a> {
    let tag = |name: &str| Link { label: name.to_owned(), href: "/tags/x".to_owned() };
    Explore {
        p,
        query: String::new(),
        summary: String::new(),
        people: vec![
            person(
                "Atelier Nord",
                "@atelier-nord",
                &say(w, "Screen prints from Rennes", "Sérigraphies de Rennes"),
            ),
            person("Terre & Sel", "@terre-et-sel", &say(w, "Stoneware, wood-fired", "Grès cuit au bois")),
        ],
        goods: shelf(w),
        tags: vec![tag("#print"), tag("#ceramics"), tag("#vinyl"), tag("#bread")],
        posts: feed(&home(w)[3..4], &VIEWER),
        pager: Pager::default(),
    }
}

fn profile<'a>(w: &'static Words, p: &'a buyline_web::html::page::Page, tab: ProfileTab) -> Profile<'a> {
    let stat = |number: &str, label: String| Stat { number: number.to_owned(), label };
    Profile {
        p,
        person: person("Atelier Nord", "@atelier-nord", ""),
        cover: String::new(),
        bio: Html::trusted(format!(
            "<p>{}</p>",
            say(
                w,
                "Screen prints, six colours at most. Rennes, since 2014.",
                "Sérigraphies, six couleurs au plus. Rennes, depuis 2014."
            )
        )),
        stats: vec![
            stat("1,204", say(w, "followers", "abonnés")),
            stat("86", say(w, "posts", "publications")),
            stat("12", say(w, "products", "produits")),
        ],
        facts: vec![
            Fact { icon: "map", text: "Rennes".to_owned(), href: String::new() },
            Fact {
                icon: "link",
                text: "atelier-nord.example".to_owned(),
                href: "https://atelier-nord.example".to_owned(),
            },
            Fact {
                icon: "clock",
                text: say(w, "Answers within 40 minutes", "Répond en 40 minutes"),
                href: String::new(),
            },
        ],
        relation: Relation::None,
        tab,
        has_shop: true,
        pinned_goods: shelf(w)[..3].to_vec(),
        goods: shelf(w),
        imprint: vec![
            (
                say(w, "Seller of record", "Vendeur"),
                "Atelier Nord SARL, 4 quai Lamennais, 35000 Rennes".to_owned(),
            ),
            (say(w, "Contact", "Contact"), "bonjour@atelier-nord.example".to_owned()),
            (say(w, "Returns", "Retours"), w.count("review-returns-days", 14_i64)),
        ],
        posts: feed(&[Post { pinned: true, ..home(w).remove(0) }], &VIEWER),
        pager: Pager::default(),
    }
}

fn product<'a>(w: &'static Words, p: &'a buyline_web::html::page::Page) -> Product<'a> {
    let card = Fragment::compile(show(&goods::print(w))).expect("the template's markers fit together");
    Product {
        p,
        title: goods::print(w).title,
        description_short: say(w, "Six passes of colour", "Six passages de couleur"),
        image: String::new(),
        canonical: "https://buyline.example/products/prd_1".to_owned(),
        pictures: vec![goods::picture("dawn", "Detail"), goods::picture("mug", "Detail")],
        card: Html::trusted(card.render(&VIEWER)),
        description: Html::trusted(format!(
            "<p>{}</p>",
            say(
                w,
                "Six passes of colour on Fedrigoni 300 g, numbered and signed. Shipped flat.",
                "Six passages de couleur sur Fedrigoni 300 g, numérotée et signée. Expédiée à plat."
            )
        )),
        currencies: Vec::new(),
        facts: vec![
            (
                w.text("sum-shipping").to_owned(),
                say(w, "€4.90 to France, tracked", "4,90 € en France, suivi"),
            ),
            (w.text("review-returns").to_owned(), w.count("review-returns-days", 14_i64)),
        ],
        posts: feed(&home(w)[3..4], &VIEWER),
    }
}

fn report<'a>(w: &'static Words, p: &'a buyline_web::html::page::Page) -> Report<'a> {
    let reason = |value: &str, title: &str| Choice {
        value: value.to_owned(),
        title: title.to_owned(),
        ..Choice::default()
    };
    Report {
        p,
        action: "/posts/1/report".to_owned(),
        about: w.fill("post-by", "author", "Studio Ohm"),
        excerpt: say(w, "A lamp for short days.", "Une lampe pour les jours courts."),
        reasons: vec![
            reason("spam", w.text("report-spam")),
            reason("scam", w.text("report-scam")),
            reason("illegal", w.text("report-illegal")),
            reason("other", w.text("report-other")),
        ],
        comment: Field::new("comment", w.text("report-comment"))
            .kind(Kind::Area)
            .optional(w.text("state-optional")),
        errors: Vec::new(),
    }
}
