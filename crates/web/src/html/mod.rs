//! Pages for people: the design system, the frame of every page, and the templates.

pub mod assets;
pub mod field;
pub mod fragment;
pub mod page;
pub mod pages;
pub mod parts;
pub mod safe;
pub mod ui;
