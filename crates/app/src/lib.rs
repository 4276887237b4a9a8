//! The app crate; its purpose is described in ARCHITECTURE.md.
