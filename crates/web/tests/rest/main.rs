//! The API over its own router: a request and its answer.

mod api;
mod bad_input;
mod buying;
mod carts;
mod description;
