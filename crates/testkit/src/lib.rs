//! The testkit crate; its purpose is described in ARCHITECTURE.md.
