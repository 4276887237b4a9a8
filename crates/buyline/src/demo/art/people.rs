//! Portraits of the people in the demo: head and shoulders, one lamp, few lines.

use super::{
    AVATAR, Scene,
    ink::{GLINT, Ink, SHADOW, ink},
    marks::ground,
    pen::Pen,
    shape::{closed, curve, round},
};

pub(super) const SCENES: &[Scene] = &[
    Scene::new("avatar-camille", AVATAR, |pen| {
        let person = Person {
            back: ink(0xe9b08a),
            skin: ink(0xe8b592),
            hair: ink(0x5b3423),
            cut: Cut::Bob,
            top: ink(0x2f5d63),
            extra: Extra::None,
        };
        person.draw(pen);
    }),
    Scene::new("avatar-jonas", AVATAR, |pen| {
        let person = Person {
            back: ink(0x7f9bb0),
            skin: ink(0xf0c4a4),
            hair: ink(0xc98f4a),
            cut: Cut::Short,
            top: ink(0x33404f),
            extra: Extra::Beard,
        };
        person.draw(pen);
    }),
    Scene::new("avatar-ines", AVATAR, |pen| {
        let person = Person {
            back: ink(0xd9c36b),
            skin: ink(0xb57a52),
            hair: ink(0x241813),
            cut: Cut::Curls,
            top: ink(0xb5432f),
            extra: Extra::Earrings,
        };
        person.draw(pen);
    }),
    Scene::new("avatar-tom", AVATAR, |pen| {
        let person = Person {
            back: ink(0x9fb78f),
            skin: ink(0xecc0a0),
            hair: ink(0x8c8780),
            cut: Cut::Cap,
            top: ink(0x8a4f2a),
            extra: Extra::Beard,
        };
        person.draw(pen);
    }),
    Scene::new("avatar-aiko", AVATAR, |pen| {
        let person = Person {
            back: ink(0xe3b7b4),
            skin: ink(0xf0cba8),
            hair: ink(0x17151a),
            cut: Cut::Bun,
            top: ink(0x3c4a78),
            extra: Extra::Glasses,
        };
        person.draw(pen);
    }),
    Scene::new("avatar-samir", AVATAR, |pen| {
        let person = Person {
            back: ink(0x54788a),
            skin: ink(0x8f5a3c),
            hair: ink(0x15100e),
            cut: Cut::Short,
            top: ink(0xe0a63c),
            extra: Extra::Glasses,
        };
        person.draw(pen);
    }),
    Scene::new("avatar-lucie", AVATAR, |pen| {
        let person = Person {
            back: ink(0xb9a2c4),
            skin: ink(0xf3cfb6),
            hair: ink(0xb0522c),
            cut: Cut::Long,
            top: ink(0xf0e6d2),
            extra: Extra::None,
        };
        person.draw(pen);
    }),
];

#[derive(Clone, Copy, PartialEq)]
enum Cut {
    Bob,
    Short,
    Curls,
    Cap,
    Bun,
    Long,
}

#[derive(Clone, Copy, PartialEq)]
enum Extra {
    None,
    Beard,
    Earrings,
    Glasses,
}

struct Person {
    back: Ink,
    skin: Ink,
    hair: Ink,
    cut: Cut,
    top: Ink,
    extra: Extra,
}

const FACE: &str =
    "M162 214C160 142 200 110 256 110S352 142 350 214C350 292 312 352 256 354C200 352 162 292 162 214Z";

impl Person {
    fn draw(&self, pen: &mut Pen) {
        ground(pen, self.back);
        self.hair_behind(pen);
        self.shoulders(pen);
        self.face(pen);
        self.features(pen);
        self.hair_before(pen);
        self.extras(pen);
    }

    fn shoulders(&self, pen: &mut Pen) {
        let neck = pen.lin(
            (206.0, 0.0),
            (306.0, 0.0),
            &[(0.0, self.skin.shade(0.10)), (0.4, self.skin.shade(0.14)), (1.0, self.skin.shade(0.38))],
        );
        pen.fill("M208 300H304V420Q256 448 208 420Z", neck);
        pen.within("M208 300H304V420Q256 448 208 420Z", |pen| {
            pen.glow(262.0, 334.0, 76.0, 52.0, self.skin.shade(0.7), 0.7);
        });
        let cloth = pen.lin(
            (60.0, 380.0),
            (460.0, 520.0),
            &[(0.0, self.top.lit(0.24)), (0.5, self.top), (1.0, self.top.shade(0.35))],
        );
        pen.fill("M36 530C40 450 96 408 204 388Q256 436 308 388C416 408 472 450 476 530Z", cloth);
        pen.line("M204 388Q256 438 308 388", self.top.shade(0.35), 9.0);
        pen.line("M202 383Q256 432 310 383", self.top.lit(0.3), 4.0);
    }

    fn face(&self, pen: &mut Pen) {
        for (x, side) in [(160.0, -1.0), (352.0, 1.0)] {
            pen.oval(x, 240.0, 17.0, 28.0, self.skin.shade(if side < 0.0 { 0.06 } else { 0.24 }));
        }
        let paint = pen.rad(
            (214.0, 190.0),
            230.0,
            &[
                (0.0, self.skin.lit(0.26)),
                (0.45, self.skin.lit(0.04)),
                (0.8, self.skin.shade(0.14)),
                (1.0, self.skin.shade(0.34)),
            ],
        );
        pen.fill(FACE, paint);
        pen.within(FACE, |pen| {
            let blush = self.skin.mix(ink(0xd9523f), 0.45);
            pen.glow(198.0, 276.0, 40.0, 30.0, blush, 0.45);
            pen.glow(316.0, 276.0, 36.0, 30.0, blush, 0.40);
            pen.glow(372.0, 250.0, 60.0, 130.0, self.skin.shade(0.6), 0.5);
        });
    }

    fn features(&self, pen: &mut Pen) {
        let dark = self.hair.mix(ink(0x201512), 0.7);
        for x in [214.0, 300.0] {
            pen.oval(x, 238.0, 9.0, 11.0, ink(0x231a18));
            pen.oval(x - 3.0, 234.0, 3.0, 3.4, GLINT.alpha(0.9));
            pen.line(format_args!("M{} 208Q{x} 196 {} 207", x - 22.0, x + 22.0), dark, 8.0);
        }
        pen.line(curve(&[(258.0, 240.0), (266.0, 270.0), (254.0, 282.0)]), self.skin.shade(0.32), 6.0);
        let lip = self.skin.mix(ink(0xb5363a), 0.55);
        pen.fill("M226 308Q257 318 290 306Q282 336 256 337Q234 335 226 308Z", lip.shade(0.18));
        pen.fill("M232 311Q257 319 284 309Q276 318 256 320Q240 319 232 311Z", ink(0xfff8ee));
    }

    fn strands(&self, pen: &mut Pen, d: &str) {
        let paint = pen.lin(
            (140.0, 60.0),
            (380.0, 420.0),
            &[(0.0, self.hair.lit(0.30)), (0.35, self.hair), (1.0, self.hair.shade(0.45))],
        );
        pen.fill(d, paint);
    }

    fn hair_behind(&self, pen: &mut Pen) {
        match self.cut {
            Cut::Bob => self.strands(pen, "M122 236C112 120 176 62 258 62S404 122 392 240C398 300 396 344 380 372C340 384 322 350 318 300H196C192 352 172 384 134 372C116 340 118 292 122 236Z"),
            Cut::Long => self.strands(pen, "M120 240C108 118 172 60 258 60S408 120 394 240C404 330 424 400 408 470C360 500 330 460 322 380H190C184 462 152 500 104 470C88 400 112 330 120 240Z"),
            Cut::Bun => {
                self.strands(pen, "M214 66C206 20 232 0 260 0S316 22 306 68Z");
                self.strands(pen, "M136 224C126 126 186 76 256 76S388 126 376 224C372 262 360 282 350 292H162C150 280 140 258 136 224Z");
            }
            Cut::Curls => {
                for k in 0..26 {
                    let a = std::f64::consts::PI * (0.80 + 1.40 * f64::from(k) / 25.0);
                    let (x, y) = (256.0 + 132.0 * a.cos(), 208.0 + 128.0 * a.sin());
                    let r = pen.rnd(34.0, 46.0);
                    let tone = self.hair.lit(pen.rnd(0.0, 0.16) + if x < 256.0 { 0.07 } else { 0.0 });
                    let paint = pen.ball((0.34, 0.3), 0.8, &[(0.0, tone.lit(0.22)), (0.6, tone), (1.0, self.hair.shade(0.3))]);
                    pen.oval(x, y, r, r, paint);
                }
            }
            Cut::Short | Cut::Cap => self.strands(pen, "M150 236C140 132 190 92 256 92S372 132 362 236Z"),
        }
    }

    fn hair_before(&self, pen: &mut Pen) {
        let sheen = |pen: &mut Pen, d: &str| pen.line(d, self.hair.lit(0.45).alpha(0.55), 7.0);
        match self.cut {
            Cut::Bob => {
                self.strands(pen, "M150 250C136 160 180 84 262 84S372 150 362 244C352 220 346 196 338 178C300 186 230 176 206 150C196 190 170 216 150 250Z");
                sheen(pen, "M178 168Q196 122 244 106");
            }
            Cut::Long => {
                self.strands(pen, "M148 262C132 160 184 82 258 84S380 150 364 262C348 226 330 190 270 152C240 176 176 200 148 262Z");
                sheen(pen, "M176 176Q196 126 240 108");
            }
            Cut::Bun => {
                self.strands(pen, "M150 232C146 146 196 98 256 98S366 146 362 232C350 196 330 168 300 160C250 152 190 166 150 232Z");
                sheen(pen, "M180 166Q204 128 250 120");
                sheen(pen, "M236 30Q250 14 270 18");
            }
            Cut::Short => {
                self.strands(pen, "M154 224C136 138 186 84 262 84C344 84 378 142 358 226C350 196 344 182 330 168C290 172 226 168 196 150C182 172 166 190 154 224Z");
                sheen(pen, "M190 134Q216 106 258 102");
            }
            Cut::Curls => {
                for (x, y, r) in [
                    (196.0, 138.0, 32.0),
                    (240.0, 122.0, 36.0),
                    (288.0, 124.0, 34.0),
                    (328.0, 146.0, 30.0),
                    (166.0, 172.0, 26.0),
                    (350.0, 178.0, 24.0),
                ] {
                    let tone = self.hair.lit(0.10);
                    let paint = pen.ball(
                        (0.34, 0.3),
                        0.8,
                        &[(0.0, tone.lit(0.28)), (0.6, tone), (1.0, self.hair.shade(0.2))],
                    );
                    pen.oval(x, y, r, r, paint);
                }
            }
            Cut::Cap => {
                let wool = ink(0x3f5a4a);
                let paint = pen.lin(
                    (140.0, 60.0),
                    (380.0, 200.0),
                    &[(0.0, wool.lit(0.3)), (0.5, wool), (1.0, wool.shade(0.4))],
                );
                pen.fill("M144 196C140 110 190 58 256 58S372 110 368 196Z", paint);
                let band = pen.lin(
                    (140.0, 160.0),
                    (372.0, 210.0),
                    &[(0.0, wool.lit(0.38)), (0.5, wool.lit(0.12)), (1.0, wool.shade(0.28))],
                );
                pen.rect(136.0, 158.0, 240.0, 50.0, 18.0, band);
                for k in 0..14 {
                    pen.line(format_args!("M{} 166V200", 152 + k * 16), SHADOW.alpha(0.22), 4.0);
                }
            }
        }
    }

    fn extras(&self, pen: &mut Pen) {
        match self.extra {
            Extra::None => {}
            Extra::Beard => {
                let d = closed(&[
                    (164.0, 250.0),
                    (176.0, 290.0),
                    (214.0, 296.0),
                    (256.0, 290.0),
                    (300.0, 296.0),
                    (336.0, 290.0),
                    (348.0, 250.0),
                    (344.0, 318.0),
                    (306.0, 366.0),
                    (256.0, 380.0),
                    (206.0, 366.0),
                    (168.0, 318.0),
                ]);
                let paint = pen.lin(
                    (170.0, 250.0),
                    (340.0, 380.0),
                    &[(0.0, self.hair.lit(0.22)), (0.5, self.hair), (1.0, self.hair.shade(0.4))],
                );
                pen.fill(d, paint);
                pen.fill("M228 312Q257 322 288 310Q278 336 256 337Q236 334 228 312Z", ink(0x8a3a34));
                pen.fill("M232 314Q257 322 284 312Q276 321 256 322Q240 321 232 314Z", ink(0xfff8ee));
            }
            Extra::Earrings => {
                for x in [152.0, 360.0] {
                    pen.ring(x, 290.0, 17.0, 21.0, ink(0xa87a2a), 8.0);
                    pen.ring(x - 1.0, 289.0, 17.0, 21.0, ink(0xf6d98a), 4.0);
                }
            }
            Extra::Glasses => {
                for x in [212.0, 302.0] {
                    pen.within(round(x, 240.0, 36.0, 33.0), |pen| {
                        pen.fill(
                            format_args!(
                                "M{} 200L{} 200L{} 280L{} 280Z",
                                x - 20.0,
                                x + 4.0,
                                x - 22.0,
                                x - 46.0
                            ),
                            GLINT.alpha(0.28),
                        );
                    });
                    pen.ring(x, 240.0, 37.0, 34.0, ink(0x2a1f1c), 8.0);
                }
                pen.line("M248 234Q257 228 266 234M176 234L158 228M338 234L356 228", ink(0x2a1f1c), 8.0);
            }
        }
    }
}
