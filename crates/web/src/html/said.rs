//! One sentence about what was just done, on the page that a form leads to. It travels in a cookie that the next page
//! takes away; only these sentences can be said, so a link cannot put words into our mouth.

use axum::response::Response;
use http::header;

use super::cookies::Cookie;
use super::see_other;
use crate::Web;

/// Every sentence that can follow a form, by its key.
const SAID: &[&str] = &[
    words::key!("report-done"),
    words::key!("post-delete-done"),
    words::key!("compose-published"),
    words::key!("account-saved"),
    words::key!("sign-out-done"),
    words::key!("confirm-done"),
    words::key!("confirm-resent"),
    words::key!("forgot-done"),
    words::key!("reset-done"),
    words::key!("card-notify-done"),
    words::key!("notify-already"),
    words::key!("notify-back"),
    words::key!("notify-gone"),
    words::key!("notify-stopped"),
    words::key!("account-address-deleted"),
    words::key!("account-card-deleted"),
    words::key!("action-saved"),
    words::key!("pledge-changed"),
    words::key!("pledge-method-changed"),
    words::key!("pledge-paused"),
    words::key!("pledge-resumed"),
    words::key!("pledge-canceled"),
    words::key!("payments-looked"),
    words::key!("payments-disconnected"),
    words::key!("payments-provider-down"),
    words::key!("sorder-fulfill-done"),
    words::key!("sorder-cancel-done"),
    words::key!("sorder-refund-underway"),
    words::key!("queue-resent"),
    words::key!("webhook-sent-again"),
    words::key!("channels-connected"),
    words::key!("channels-looking"),
    words::key!("channels-trying"),
    words::key!("channels-nothing-to-try"),
    words::key!("channels-let-go"),
    words::key!("webhook-stopped-first"),
    words::key!("queue-refund-not-so-much"),
    words::key!("dispute-answered"),
    words::key!("dispute-accepted"),
    words::key!("guest-lookup-done"),
    words::key!("buy-error-undo-over"),
    words::key!("apply-done"),
    words::key!("desk-answered"),
    words::key!("campaign-made"),
    words::key!("gift-returning"),
    words::key!("gift-thanked"),
    words::key!("nonprofit-decided"),
    words::key!("nonprofit-written"),
    words::key!("standing-recorded"),
    words::key!("archive-asked"),
    words::key!("demo-back-done"),
];

/// Goes to `path`, where the sentence under `key` is said. A key that is not in the list of this module says nothing.
#[must_use]
pub fn say(web: &Web, key: &str, path: &str) -> Response {
    let mut response = see_other(path);
    if SAID.contains(&key) {
        response.headers_mut().append(header::SET_COOKIE, Cookie::Said.set(key, web.config()));
    }
    response
}

/// The sentence that a cookie names.
pub(crate) fn known(value: &str) -> Option<&'static str> {
    SAID.iter().copied().find(|key| *key == value)
}
