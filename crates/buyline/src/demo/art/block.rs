//! Boxes seen from above and from the side: books, tins, packets. Parallel projection, three faces.

use super::{
    ink::{Ink, SHADOW},
    pen::Pen,
    shape::{At, poly},
};

/// A box whose nearest bottom corner is `foot`.
pub struct Block {
    /// The nearest bottom corner.
    pub foot: At,
    /// Along its right face, on the ground.
    pub right: At,
    /// Along its left face, on the ground.
    pub left: At,
    /// How tall it stands.
    pub tall: f64,
}

/// A way across the ground to the right, seen from a chair.
pub const fn rightward(length: f64) -> At {
    (length * 0.90, length * -0.25)
}

/// A way across the ground to the left.
pub const fn leftward(length: f64) -> At {
    (length * -0.78, length * -0.36)
}

impl Block {
    /// Draws its shadow, falling to the right.
    pub fn shadow(&self, pen: &mut Pen) {
        let ((x, y), (rx, ry), (lx, ly)) = (self.foot, self.right, self.left);
        let (sx, sy) = (self.tall * 0.62, -self.tall * 0.05);
        let d = poly(&[
            (x, y),
            (x + rx, y + ry),
            (x + rx + sx, y + ry + sy),
            (x + rx + lx + sx, y + ry + ly + sy),
            (x + rx + lx, y + ry + ly),
        ]);
        let paint = pen.lin((x, y), (x + rx + sx, y), &[(0.0, SHADOW.alpha(0.5)), (1.0, SHADOW.alpha(0.16))]);
        pen.soft(12.0, |pen| pen.fill(&d, paint));
        let seam = poly(&[
            (x + lx - 4.0, y + ly + 4.0),
            (x, y + 8.0),
            (x + rx + 6.0, y + ry + 5.0),
            (x + rx, y + ry - 10.0),
            (x, y - 8.0),
            (x + lx, y + ly - 8.0),
        ]);
        pen.soft(4.0, |pen| pen.fill(&seam, SHADOW.alpha(0.5)));
    }

    /// Draws on the right face, where (0, 0) is top left and (`w`, `h`) bottom right.
    pub fn right_face(&self, pen: &mut Pen, w: f64, h: f64, draw: impl FnOnce(&mut Pen)) {
        let (x, y) = (self.foot.0, self.foot.1 - self.tall);
        face(pen, (x, y), (self.right.0 / w, self.right.1 / w), (0.0, self.tall / h), (w, h), draw);
    }

    /// Draws on the left face.
    pub fn left_face(&self, pen: &mut Pen, w: f64, h: f64, draw: impl FnOnce(&mut Pen)) {
        let (x, y) = (self.foot.0 + self.left.0, self.foot.1 + self.left.1 - self.tall);
        face(pen, (x, y), (-self.left.0 / w, -self.left.1 / w), (0.0, self.tall / h), (w, h), draw);
    }

    /// Draws on the top, whose lower edge is the one above the right face.
    pub fn top(&self, pen: &mut Pen, w: f64, h: f64, draw: impl FnOnce(&mut Pen)) {
        let (x, y) = (self.foot.0 + self.left.0, self.foot.1 + self.left.1 - self.tall);
        face(
            pen,
            (x, y),
            (self.right.0 / w, self.right.1 / w),
            (-self.left.0 / h, -self.left.1 / h),
            (w, h),
            draw,
        );
    }

    /// A light along the three visible edges that meet in front.
    pub fn edges(&self, pen: &mut Pen, colour: Ink) {
        let ((x, y), (rx, ry), (lx, ly)) = (self.foot, self.right, self.left);
        let top = y - self.tall;
        pen.line(
            format_args!("M{:.1} {:.1}L{x:.1} {top:.1}L{:.1} {:.1}", x + lx, top + ly, x + rx, top + ry),
            colour.alpha(0.6),
            2.2,
        );
        pen.line(format_args!("M{x:.1} {top:.1}V{y:.1}"), colour.alpha(0.45), 2.2);
    }
}

fn face(pen: &mut Pen, origin: At, across: At, down: At, size: At, draw: impl FnOnce(&mut Pen)) {
    let matrix = format!(
        "matrix({:.5} {:.5} {:.5} {:.5} {:.2} {:.2})",
        across.0, across.1, down.0, down.1, origin.0, origin.1
    );
    pen.moved(matrix, |pen| pen.within(super::shape::boxed(0.0, 0.0, size.0, size.1), draw));
}
