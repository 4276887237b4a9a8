//! The audit crate; its purpose is described in ARCHITECTURE.md.
