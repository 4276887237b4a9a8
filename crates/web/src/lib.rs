//! The web crate; its purpose is described in ARCHITECTURE.md.
