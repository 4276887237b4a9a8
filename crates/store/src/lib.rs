//! The store crate; its purpose is described in ARCHITECTURE.md.
