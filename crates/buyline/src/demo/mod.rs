//! The world of `buyline demo`: shops, people, posts, and goods that are drawn.
//!
//! Content is data under `crates/buyline/demo/`: for each shop a product file in a format that shops really
//! export, and what the shop says about itself; beside them the people and what they post. The addresses of
//! pictures in the product files lead nowhere; [`art::scene_for`] knows which scene each of them means.

pub mod art;
pub mod content;
