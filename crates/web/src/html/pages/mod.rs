//! One struct per page, in the order people meet them. Every field is ready to show; handlers fill them.

pub mod account;
pub mod basket;
pub mod buy;
pub mod card;
pub mod compose;
pub mod console;
pub mod demo;
pub mod desk;
pub mod donate;
pub mod nonprofit;
pub mod orders;
pub mod papers;
pub mod plain;
pub mod post;
pub mod studio;
pub mod timeline;
