//! Every protocol spoken to us. Handlers turn a request into a command, prove who asks, call one use case and render.
//!
//! Imports `domain`, `app` and `words`; never the store, never a connector.

pub mod html;
