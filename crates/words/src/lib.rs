//! The words crate; its purpose is described in ARCHITECTURE.md.
