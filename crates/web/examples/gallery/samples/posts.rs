//! Sample posts, compiled to fragments and finished for a viewer, as the timeline does.

use buyline_web::html::fragment::ViewerFlags;
use buyline_web::html::pages::post::{Author, Mark, Post};
use buyline_web::html::parts::{Avatar, Link, When};
use buyline_web::html::safe::Html;
use words::Words;

use super::frame::say;
use super::goods;

/// What Camille is to the posts.
pub const VIEWER: ViewerFlags<'static> =
    ViewerFlags { csrf: "t0k3n", liked: true, boosted: false, is_author: false };

/// An author.
pub fn author(name: &str, handle: &str, mark: Mark) -> Author {
    Author {
        id: format!("acc_{handle}"),
        name: name.to_owned(),
        handle: format!("@{handle}"),
        href: format!("/@{handle}"),
        avatar: Avatar::of(name, ""),
        mark,
    }
}

/// A post without anything special.
pub fn post(w: &'static Words, id: &str, author: Author, age: &str, text: &str) -> Post {
    Post {
        w,
        id: id.to_owned(),
        href: format!("/posts/{id}"),
        author,
        at: When {
            iso: "2025-11-22T14:32:00Z".to_owned(),
            words: age.to_owned(),
            full: "22 November 2025, 14:32".to_owned(),
        },
        boosted_by: None,
        replying_to: None,
        pinned: false,
        warning: None,
        body: Html::trusted(format!("<p>{text}</p>")),
        pictures: Vec::new(),
        card: None,
        donate: None,
        replies: String::new(),
        boosts: String::new(),
        likes: String::new(),
        lead: false,
        has_reply_below: false,
    }
}

/// The posts of the home timeline.
pub fn home(w: &'static Words) -> Vec<Post> {
    let atelier = || author("Atelier Nord", "atelier-nord", Mark::Shop);
    let reader = author("Maël", "mael", Mark::None);
    let text = |en, fr| say(w, en, fr);
    vec![
        Post {
            card: Some(goods::print(w)),
            replies: "18".to_owned(),
            boosts: "42".to_owned(),
            likes: "311".to_owned(),
            ..post(
                w,
                "1",
                atelier(),
                "12 min",
                &text(
                    "Pulled this morning, the ink is barely dry: <em>Lac du matin</em>, six passes of colour, a hundred numbered copies. <a href=\"/tags/print\">#print</a>",
                    "Tirée ce matin à l’atelier, l’encre est à peine sèche : <em>Lac du matin</em>, six passages de couleur, cent exemplaires numérotés. <a href=\"/tags/serigraphie\">#sérigraphie</a>",
                ),
            )
        },
        Post {
            card: Some(goods::mug(w)),
            boosted_by: Some(Link { label: "Maël".to_owned(), href: "/@mael".to_owned() }),
            likes: "96".to_owned(),
            boosts: "7".to_owned(),
            ..post(
                w,
                "4",
                author("Terre & Sel", "terre-et-sel", Mark::Shop),
                "1 h",
                &text(
                    "The kiln is open. Twelve glazes, none like the other.",
                    "Le four est ouvert. Douze émaux, aucun pareil.",
                ),
            )
        },
        Post {
            card: Some(goods::record(w)),
            likes: "1.2k".to_owned(),
            ..post(
                w,
                "3",
                author("Disques du Port", "disques-du-port", Mark::Shop),
                "3 h",
                &text(
                    "The new Quatuor du Port arrives on Friday at six. Two hundred orange records, two per person.",
                    "Le nouveau Quatuor du Port arrive vendredi à 18 h. Deux cents vinyles orange, deux par personne.",
                ),
            )
        },
        Post {
            replying_to: Some(Link { label: "Atelier Nord".to_owned(), href: "/posts/1".to_owned() }),
            pictures: vec![
                goods::picture("dawn", "The print on a kitchen wall"),
                goods::picture("mug", "A mug beside it"),
                goods::picture("sleeve", "A record on the shelf"),
            ],
            likes: "4".to_owned(),
            ..post(
                w,
                "6",
                reader,
                "4 h",
                &text(
                    "It hangs. The light at breakfast does the rest.",
                    "Il est au mur. La lumière du petit déjeuner fait le reste.",
                ),
            )
        },
        Post {
            warning: Some(text("Food", "Nourriture")),
            card: Some(goods::sold_out(w)),
            ..post(
                w,
                "5",
                author("Boulangerie Le Goff", "le-goff", Mark::Shop),
                "6 h",
                &text(
                    "Gone in eleven minutes. More on the first of December, promised.",
                    "Parti en onze minutes. D’autres le premier décembre, promis.",
                ),
            )
        },
        Post {
            card: Some(goods::ending(w)),
            ..post(
                w,
                "8",
                author("Kitakaze Press", "kitakaze", Mark::Shop),
                "8 h",
                &text("Last hours at the fair price.", "Dernières heures au prix du salon."),
            )
        },
        Post {
            card: Some(goods::link(w)),
            ..post(
                w,
                "7",
                author("Studio Ohm", "ohm", Mark::None),
                "9 h",
                &text("A lamp for short days.", "Une lampe pour les jours courts."),
            )
        },
        Post {
            card: Some(goods::paused(w)),
            ..post(w, "9", atelier(), "1 d", &text("From the archive.", "Des archives."))
        },
    ]
}

/// The posts finished for `viewer` and joined.
pub fn feed(posts: &[Post], viewer: &ViewerFlags<'_>) -> Html {
    let mut out = String::new();
    for post in posts {
        post.compile().expect("the template's markers fit together").render_into(&mut out, viewer);
    }
    Html::trusted(out)
}
