//! What the connectors of shop platforms share: one request and what its answer means, and values that become goods.
//!
//! Never here: what one platform alone says.

pub(crate) mod address;
pub(crate) mod ask;
pub(crate) mod goods;
pub(crate) mod hear;
pub(crate) mod instant;
pub(crate) mod mark;
pub(crate) mod pieces;
pub(crate) mod place;
pub(crate) mod short;
