//! The connectors crate; its purpose is described in ARCHITECTURE.md.
