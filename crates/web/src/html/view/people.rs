//! People beside posts and in lists.

use domain::view::goods::Image;
use domain::view::people::Face;

use crate::html::page::Person;
use crate::html::parts::Avatar;

/// The path of a profile.
#[must_use]
pub fn href_of(handle: &str) -> String {
    format!("/@{handle}")
}

/// Somebody's picture, or what stands in for it.
#[must_use]
pub fn avatar(name: &str, image: Option<&Image>) -> Avatar {
    /// Avatars are at most 88 px wide, twice that on dense screens.
    const EDGE: u32 = 176;
    Avatar::of(name, &image.map(|image| image.path(EDGE)).unwrap_or_default())
}

/// Somebody in a list of people.
#[must_use]
pub fn person(face: &Face, about: &str, following: bool) -> Person {
    Person {
        id: face.id.to_string(),
        name: face.name.clone(),
        handle: format!("@{}", face.handle),
        href: href_of(&face.handle),
        avatar: avatar(&face.name, face.avatar.as_ref()),
        verified: face.verified,
        about: about.to_owned(),
        following,
    }
}
