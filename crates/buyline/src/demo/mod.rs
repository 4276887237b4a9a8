//! The world of `buyline demo`: shops, people, posts, and goods that are drawn.

pub mod art;
