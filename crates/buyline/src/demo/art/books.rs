//! Éditions Lisière: novels and atlases on the reading table.

use super::{
    PORTRAIT, SQUARE, Scene,
    block::{Block, leftward, rightward},
    covers,
    ink::{GLINT, Ink, SHADOW, ink},
    letters::{Hang, plain},
    pen::Pen,
    pots::{Pot, handle, steam},
    shape::{At, curve, poly},
    stage::{cast, cloth, daylight, table, wall, window},
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("lisiere-saison-des-pluies", PORTRAIT, |pen| {
        reading_table(pen, ink(0xc8d0cc), ink(0xa87a50));
        lying(pen, (560.0, 1340.0), covers::SHADE, 74.0);
        standing(pen, (500.0, 1216.0), covers::RAIN, 1.18);
        teacup(pen, 960.0, 1390.0);
    }),
    Scene::new("lisiere-petit-traite-ombre", SQUARE, |pen| {
        reading_table(pen, ink(0xd9b48a), ink(0xe8dcc6));
        standing(pen, (440.0, 1060.0), covers::SHADE, 1.1);
        glasses(pen, 840.0, 1070.0);
    }),
    Scene::new("lisiere-atlas-des-iles", PORTRAIT, |pen| {
        reading_table(pen, ink(0x8fa3a0), ink(0x6f4d34));
        lying(pen, (600.0, 1390.0), covers::RAIN, 62.0);
        lying(pen, (610.0, 1328.0), covers::KITCHEN, 58.0);
        standing(pen, (470.0, 1180.0), covers::ATLAS, 1.16);
        shell(pen, 1000.0, 1330.0);
    }),
    Scene::new("lisiere-cuisine-de-vent", SQUARE, |pen| {
        cloth(pen, ink(0xcbb79a));
        flat(pen, covers::KITCHEN);
    }),
    Scene::new("lisiere-coffret-quatre-saisons", SQUARE, |pen| {
        reading_table(pen, ink(0xb9c2ac), ink(0x9c7048));
        boxed_set(pen);
    }),
];

/// A cover on 400 by 600, the colour of its spine, the words on it.
#[derive(Clone, Copy)]
pub(super) struct Book {
    pub cover: fn(&mut Pen),
    pub spine: Ink,
    pub lettering: Ink,
    pub title: &'static str,
}

const PAGES: Ink = ink(0xf1e7d3);

fn reading_table(pen: &mut Pen, paint: Ink, wood: Ink) {
    let h = pen.h;
    wall(pen, paint);
    window(pen, 120.0, -130.0, 680.0, ink(0xffeac0), 0.45);
    table(pen, h * 0.66, wood, true);
}

/// A book standing slightly open towards the right.
fn standing(pen: &mut Pen, foot: At, book: Book, scale: f64) {
    let (w, h, thick) = (470.0 * scale, 690.0 * scale, 92.0 * scale);
    let block = Block { foot, right: rightward(w), left: leftward(thick), tall: h };
    block.shadow(pen);
    block.top(pen, 400.0, 80.0, |pen| {
        pen.rect(0.0, 0.0, 400.0, 80.0, 0.0, PAGES.shade(0.08));
        for k in 0..16 {
            pen.rect(0.0, 6.0 + f64::from(k) * 4.4, 396.0, 1.5, 0.0, PAGES.shade(0.28).alpha(0.6));
        }
        pen.rect(0.0, 0.0, 400.0, 5.0, 0.0, book.spine.shade(0.2));
        pen.rect(0.0, 75.0, 400.0, 5.0, 0.0, book.spine.lit(0.2));
        pen.rect(0.0, 0.0, 10.0, 80.0, 0.0, book.spine.shade(0.1));
        let dark =
            pen.across(&[(0.0, SHADOW.alpha(0.35)), (0.3, SHADOW.alpha(0.0)), (1.0, SHADOW.alpha(0.12))]);
        pen.rect(0.0, 0.0, 400.0, 80.0, 0.0, dark);
    });
    block.right_face(pen, 400.0, 600.0, |pen| {
        (book.cover)(pen);
        hinge(pen, 400.0, 600.0);
    });
    block.left_face(pen, 80.0, 600.0, |pen| spine(pen, book));
    block.edges(pen, GLINT);
}

fn hinge(pen: &mut Pen, w: f64, h: f64) {
    let groove = pen.lin(
        (0.0, 0.0),
        (40.0, 0.0),
        &[
            (0.0, GLINT.alpha(0.25)),
            (0.35, SHADOW.alpha(0.05)),
            (0.55, SHADOW.alpha(0.30)),
            (0.75, GLINT.alpha(0.22)),
            (1.0, GLINT.alpha(0.0)),
        ],
    );
    pen.rect(0.0, 0.0, 40.0, h, 0.0, groove);
    let sheen = pen.lin(
        (0.0, 0.0),
        (w, h),
        &[
            (0.0, GLINT.alpha(0.22)),
            (0.35, GLINT.alpha(0.02)),
            (0.5, GLINT.alpha(0.08)),
            (0.55, SHADOW.alpha(0.0)),
            (1.0, SHADOW.alpha(0.22)),
        ],
    );
    pen.rect(0.0, 0.0, w, h, 0.0, sheen);
}

fn spine(pen: &mut Pen, book: Book) {
    let paint = pen.lin(
        (0.0, 0.0),
        (80.0, 0.0),
        &[
            (0.0, book.spine.shade(0.45)),
            (0.4, book.spine.shade(0.22)),
            (0.85, book.spine.shade(0.12)),
            (1.0, book.spine.lit(0.1)),
        ],
    );
    pen.rect(0.0, 0.0, 80.0, 600.0, 0.0, paint);
    pen.moved("translate(40 70) rotate(90)", |pen| {
        pen.letters(book.title, 0.0, 11.0, plain(22.0), Hang::Start, book.lettering.alpha(0.9));
    });
    tree(pen, 40.0, 556.0, 20.0, book.lettering.alpha(0.85));
}

/// The publisher's mark: three trees at a wood's edge.
pub(super) fn tree(pen: &mut Pen, x: f64, y: f64, size: f64, colour: Ink) {
    for (dx, s) in [(-0.62, 0.72), (0.0, 1.0), (0.62, 0.62)] {
        let (cx, h) = (x + dx * size, size * 1.6 * s);
        pen.fill(poly(&[(cx, y - h), (cx + size * 0.34 * s, y), (cx - size * 0.34 * s, y)]), colour);
    }
}

/// A book lying on its back, its foot towards the right.
fn lying(pen: &mut Pen, foot: At, book: Book, thick: f64) {
    let block = Block { foot, right: rightward(520.0), left: leftward(420.0), tall: thick };
    block.shadow(pen);
    block.right_face(pen, 520.0, 80.0, |pen| pages(pen, 520.0, book.spine));
    block.left_face(pen, 600.0, 80.0, |pen| {
        let paint = pen.down(&[
            (0.0, book.spine.lit(0.08)),
            (0.5, book.spine.shade(0.18)),
            (1.0, book.spine.shade(0.45)),
        ]);
        pen.rect(0.0, 0.0, 600.0, 80.0, 0.0, paint);
        pen.letters(book.title, 300.0, 52.0, plain(24.0), Hang::Middle, book.lettering.alpha(0.9));
    });
    block.top(pen, 400.0, 600.0, |pen| {
        (book.cover)(pen);
        hinge(pen, 400.0, 600.0);
    });
    block.edges(pen, GLINT);
}

fn pages(pen: &mut Pen, w: f64, binding: Ink) {
    let paint =
        pen.down(&[(0.0, PAGES.shade(0.25)), (0.2, PAGES), (0.8, PAGES.shade(0.1)), (1.0, PAGES.shade(0.4))]);
    pen.rect(0.0, 0.0, w, 80.0, 0.0, paint);
    for k in 0..17 {
        let tone = PAGES.shade(0.35).alpha(0.35);
        pen.rect(0.0, 8.0 + f64::from(k) * 4.0, w, 1.2, 0.0, tone);
    }
    pen.rect(0.0, 0.0, w, 7.0, 0.0, binding.lit(0.1));
    pen.rect(0.0, 73.0, w, 7.0, 0.0, binding.shade(0.3));
    pen.rect(0.0, 0.0, 7.0, 80.0, 0.0, binding);
}

/// The cook book seen from straight above, with what one cooks from it.
fn flat(pen: &mut Pen, book: Book) {
    let (x, y, w, h) = (246.0, 130.0, 640.0, 930.0);
    pen.moved("rotate(-4 600 600)", |pen| {
        pen.soft(22.0, |pen| pen.rect(x + 22.0, y + 30.0, w, h, 8.0, SHADOW.alpha(0.45)));
        for k in (0..6).rev() {
            let off = f64::from(k) * 3.2;
            pen.rect(
                x + off + 4.0,
                y + off + 6.0,
                w - 2.0,
                h - 2.0,
                3.0,
                if k % 2 == 0 { PAGES.shade(0.18) } else { PAGES },
            );
        }
        pen.moved(format_args!("translate({x} {y}) scale({:.4} {:.4})", w / 400.0, h / 600.0), |pen| {
            pen.within(super::shape::rounded(0.0, 0.0, 400.0, 600.0, 3.0), |pen| {
                (book.cover)(pen);
                hinge(pen, 400.0, 600.0);
            });
        });
        pen.fill(
            format_args!("M{} {}q10 70 -4 128l22 -20l18 22q10 -70 -2 -132z", x + 470.0, y + h - 6.0),
            ink(0xb8432f),
        );
    });
    for (cx, cy, r) in [(1010.0, 250.0, 74.0), (1096.0, 396.0, 66.0)] {
        tomato(pen, cx, cy, r);
    }
    garlic(pen, 150.0, 1010.0);
    daylight(pen, 0.10);
}

fn tomato(pen: &mut Pen, x: f64, y: f64, r: f64) {
    pen.shadow(x + 12.0, y + 18.0, r * 1.25, r * 1.2, 0.55);
    let skin = pen.ball(
        (0.34, 0.3),
        0.85,
        &[(0.0, ink(0xff9a72)), (0.3, ink(0xe2452f)), (0.75, ink(0xa92218)), (1.0, ink(0x641010))],
    );
    let outline = super::shape::stone(pen, x, y, r, r * 0.96, 0.035, 8);
    pen.fill(outline, skin);
    pen.glint(x - r * 0.38, y - r * 0.42, r * 0.3, r * 0.2, 0.9);
    for k in 0..6 {
        let (near, far) = super::shape::leaf(r * 0.62, r * 0.16, 0.4, 8.0);
        pen.moved(format_args!("translate({x} {y}) rotate({})", k * 60 + 11), |pen| {
            pen.fill(&near, ink(0x3f5f2c));
            pen.fill(&far, ink(0x6f9145));
        });
    }
    pen.oval(x, y, 6.0, 6.0, ink(0x8aa35a));
}

fn garlic(pen: &mut Pen, x: f64, y: f64) {
    pen.shadow(x + 14.0, y + 20.0, 118.0, 108.0, 0.5);
    let skin =
        pen.ball((0.36, 0.32), 0.85, &[(0.0, ink(0xfffaf2)), (0.5, ink(0xeadccf)), (1.0, ink(0xa58d8a))]);
    pen.oval(x, y, 92.0, 86.0, skin);
    for k in 0..9 {
        let turn = f64::from(k) * 40.0 + 8.0;
        pen.moved(format_args!("translate({x} {y}) rotate({turn})"), |pen| {
            pen.line("M12 0Q50 -16 88 0", ink(0xa06f83).alpha(0.35), 3.0);
        });
    }
    pen.oval(x, y, 15.0, 14.0, ink(0xcdb79a));
    pen.oval(x - 3.0, y - 3.0, 8.0, 7.0, ink(0xf0e2cc));
}

/// Four volumes in a slipcase.
fn boxed_set(pen: &mut Pen) {
    let (foot, tall) = ((700.0, 1070.0), 610.0);
    let case = Block { foot, right: rightward(430.0), left: leftward(620.0), tall };
    case.shadow(pen);
    let card = ink(0x2d3b36);
    case.top(pen, 430.0, 620.0, |pen| {
        let paint = pen.lin((0.0, 0.0), (430.0, 620.0), &[(0.0, card.lit(0.22)), (1.0, card.lit(0.05))]);
        pen.rect(0.0, 0.0, 430.0, 620.0, 0.0, paint);
    });
    case.right_face(pen, 430.0, 610.0, |pen| {
        let paint = pen.lin((0.0, 0.0), (430.0, 610.0), &[(0.0, card.lit(0.06)), (1.0, card.shade(0.3))]);
        pen.rect(0.0, 0.0, 430.0, 610.0, 0.0, paint);
        for k in 0..26 {
            let (x, tone) = (14.0 + f64::from(k % 13) * 34.0, ink(0xd8b06a));
            let y = 610.0 - f64::from(k / 13) * 46.0;
            let size = pen.rnd(46.0, 120.0);
            pen.fill(
                poly(&[(x, y - size), (x + size * 0.2, y), (x - size * 0.2, y)]),
                tone.alpha(if k < 13 { 0.95 } else { 0.4 }),
            );
        }
        pen.oval(300.0, 170.0, 62.0, 62.0, ink(0xd8b06a));
        pen.letters("QUATRE", 40.0, 110.0, plain(30.0), Hang::Start, ink(0xf3e6cc));
        pen.letters("SAISONS", 40.0, 158.0, plain(30.0), Hang::Start, ink(0xf3e6cc));
    });
    case.left_face(pen, 620.0, 610.0, |pen| {
        pen.rect(0.0, 0.0, 620.0, 610.0, 0.0, card.shade(0.25));
        let volumes = [
            (ink(0x86a06a), "PRINTEMPS"),
            (ink(0xe0a63c), "ÉTÉ"),
            (ink(0xb5512f), "AUTOMNE"),
            (ink(0x54758c), "HIVER"),
        ];
        for (k, (tone, title)) in volumes.into_iter().enumerate() {
            let x = 16.0 + k as f64 * 148.0;
            let paint = pen.lin(
                (x, 0.0),
                (x + 144.0, 0.0),
                &[
                    (0.0, tone.shade(0.5)),
                    (0.12, tone.shade(0.06)),
                    (0.5, tone.lit(0.10)),
                    (0.88, tone.shade(0.10)),
                    (1.0, tone.shade(0.5)),
                ],
            );
            pen.rect(x, 16.0, 144.0, 594.0, 5.0, paint);
            for y in [60.0, 70.0, 520.0, 530.0] {
                pen.rect(x, y, 144.0, 3.0, 0.0, ink(0xf3e6cc).alpha(0.8));
            }
            pen.moved(format_args!("translate({} 100) rotate(90)", x + 72.0), |pen| {
                pen.letters(title, 0.0, 15.0, plain(30.0), Hang::Start, ink(0xfbf3e2));
            });
            tree(pen, x + 72.0, 582.0, 20.0, ink(0xfbf3e2));
        }
        let lip = pen.down(&[(0.0, SHADOW.alpha(0.6)), (1.0, SHADOW.alpha(0.0))]);
        pen.rect(14.0, 14.0, 592.0, 60.0, 0.0, lip);
    });
    case.edges(pen, GLINT);
}

fn teacup(pen: &mut Pen, x: f64, base: f64) {
    pen.moved(format_args!("translate({x} {base})"), |pen| {
        let profile = [(-150.0, 104.0), (-140.0, 104.0), (-70.0, 94.0), (-20.0, 66.0), (0.0, 54.0)];
        let pot = Pot {
            cx: 0.0,
            profile: &profile,
            flat: 0.25,
            clay: ink(0xc9a98a),
            glaze: ink(0xf0e6d4),
            glaze_to: 100.0,
            speckles: 46,
            gloss: 0.8,
            inside: ink(0xf4ebdc),
        };
        cast(pen, 0.0, 8.0, 60.0, 130.0);
        handle(pen, "M96 -118C160 -126 160 -44 82 -52", ink(0xf0e6d4), 19.0);
        pot.body(pen);
        pot.mouth(pen);
        pot.filled(pen, 8.0, ink(0x9a5a24));
    });
    steam(pen, x, base - 170.0, 190.0);
}

fn glasses(pen: &mut Pen, x: f64, y: f64) {
    let horn = ink(0x4a2f22);
    let frame = |pen: &mut Pen, colour: Ink, width: f64| {
        pen.ring(x - 96.0, y, 78.0, 40.0, colour, width);
        pen.ring(x + 92.0, y - 16.0, 78.0, 40.0, colour, width);
        pen.line(curve(&[(x - 24.0, y - 16.0), (x, y - 28.0), (x + 22.0, y - 26.0)]), colour, width);
        pen.line(
            curve(&[
                (x - 168.0, y - 18.0),
                (x - 120.0, y - 90.0),
                (x - 40.0, y - 130.0),
                (x + 20.0, y - 128.0),
            ]),
            colour,
            width,
        );
        pen.line(
            curve(&[
                (x + 166.0, y - 32.0),
                (x + 190.0, y - 100.0),
                (x + 240.0, y - 140.0),
                (x + 284.0, y - 134.0),
            ]),
            colour,
            width,
        );
    };
    pen.soft(6.0, |pen| pen.moved("translate(14 16)", |pen| frame(pen, SHADOW.alpha(0.42), 11.0)));
    for (cx, cy) in [(x - 96.0, y), (x + 92.0, y - 16.0)] {
        let lens = pen.ball(
            (0.3, 0.2),
            0.9,
            &[(0.0, GLINT.alpha(0.5)), (0.5, GLINT.alpha(0.10)), (1.0, GLINT.alpha(0.25))],
        );
        pen.oval(cx, cy, 76.0, 38.0, lens);
    }
    frame(pen, horn, 10.0);
    pen.moved("translate(-1.5 -2.5)", |pen| frame(pen, horn.lit(0.4).alpha(0.6), 2.4));
}

fn shell(pen: &mut Pen, x: f64, y: f64) {
    pen.shadow(x + 24.0, y + 22.0, 130.0, 42.0, 0.55);
    let tone = ink(0xefd3b8);
    let rays = 15;
    let fan = |t: f64, r: f64| {
        let angle = std::f64::consts::PI * (1.04 + 0.92 * t);
        (x + r * angle.cos(), y + 10.0 + r * 0.86 * angle.sin())
    };
    for k in 0..rays {
        let (a, b) = (f64::from(k) / f64::from(rays), f64::from(k + 1) / f64::from(rays));
        let (p, q, m) = (fan(a, 104.0), fan(b, 104.0), fan(f64::midpoint(a, b), 114.0));
        let side = tone.lit(0.4).mix(tone.shade(0.35), a);
        let paint = pen.lin(
            (p.0, p.1),
            (q.0, q.1),
            &[(0.0, side.shade(0.28)), (0.4, side.lit(0.3)), (1.0, side.shade(0.12))],
        );
        pen.fill(
            format_args!(
                "M{x} {}L{:.1} {:.1}Q{:.1} {:.1} {:.1} {:.1}Z",
                y + 10.0,
                p.0,
                p.1,
                m.0,
                m.1,
                q.0,
                q.1
            ),
            paint,
        );
    }
    for k in 1..5 {
        let r = 24.0 + f64::from(k) * 19.0;
        let band: Vec<At> = (0..=12).map(|j| fan(f64::from(j) / 12.0, r)).collect();
        pen.line(curve(&band), ink(0xb5654a).alpha(0.26), 5.0);
    }
}
