//! What the binary is wired from. The demo's world lives here, beside the binary that seeds it,
//! because no other crate may know that it exists.

pub mod demo;
