//! Every page and form, one line each.

use super::language;
use crate::routes::{Route, Who, routes};

/// Method, path, who may, handler. The paths in braces are ids in their text form unless they say otherwise.
pub const ROUTES: &[Route] = routes! {
    // The frame
    GET "/language/{tag}" Who::Anyone => language::choose;
};
