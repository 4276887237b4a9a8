//! Stored pictures in the widths browsers choose from.

use domain::view::goods::{IMAGE_EDGES, Image};

use crate::html::parts::Picture;

/// `image` as an element needs it; `alt` says what it shows.
#[must_use]
pub fn picture(image: &Image, alt: &str) -> Picture {
    let srcset = IMAGE_EDGES
        .iter()
        .map(|edge| format!("{} {}w", image.path(*edge), width_at(image, *edge)))
        .collect::<Vec<_>>()
        .join(", ");
    Picture {
        src: image.path(IMAGE_EDGES[1]),
        srcset,
        alt: alt.to_owned(),
        width: image.width,
        height: image.height,
        full_href: image.path(IMAGE_EDGES[2]),
    }
}

/// How wide the size with this longest edge is; pictures are never enlarged.
fn width_at(image: &Image, edge: u32) -> u32 {
    let longest = image.width.max(image.height).max(1);
    let edge = edge.min(longest);
    u32::try_from(u64::from(image.width) * u64::from(edge) / u64::from(longest)).unwrap_or(edge).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::ImageId;

    #[test]
    fn widths_follow_the_longest_edge() {
        let image = Image { id: ImageId(1), file_key: "images/a.webp".to_owned(), width: 800, height: 1000 };
        let srcset = picture(&image, "").srcset;
        assert_eq!(
            srcset,
            "/media/images/a/320.webp 256w, /media/images/a/800.webp 640w, /media/images/a/1600.webp 800w"
        );
    }
}
