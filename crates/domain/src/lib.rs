//! The domain crate; its purpose is described in ARCHITECTURE.md.
