//! The accounts that take merchants' money at the payment provider, where each merchant has one of its own. What an
//! account may do is always asked of the provider, never read from what comes back through a browser or an event.

use domain::payee::{Permission, Standing};
use store::DbError;

use super::{Answer, PaymentError};
use crate::sealer::Secret;

/// An account to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPayee {
    /// Our key: of the merchant and the try. The same key never opens a second account.
    pub key: String,
    /// What the shop is called.
    pub name: String,
    /// Where its owner is written to.
    pub email: String,
    /// Where the business is established, as ISO 3166 has it.
    pub country: String,
    /// The shop's page.
    pub url: String,
    /// The merchant's public id, for the provider's own records.
    pub merchant: String,
}

/// Where somebody goes to tell the provider what it asks for, and where they come back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkWanted {
    /// The account.
    pub account: String,
    /// Where a link that is too old or used up leads: to a new one.
    pub refresh_url: String,
    /// Where the provider sends its visitor back to, whatever was said there.
    pub return_url: String,
}

/// What a key that its owner brought turns out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// The provider does not take it, or not any more.
    Unknown,
    /// It may not do all that is needed.
    Lacks(Vec<Permission>),
    /// It may, on this account.
    Good {
        /// The provider's name of the account.
        account: String,
        /// How the account stands.
        standing: Standing,
    },
}

/// Our webhook at an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listening {
    /// The provider's name of it.
    pub id: String,
    /// What its events are signed with. It is told this once.
    pub secret: Secret,
}

/// The keys that merchants brought.
pub trait Keyring: Send + Sync {
    /// The key of this account, opened; none where there is none, or none that opens.
    fn key_of<'a>(&'a self, account: &'a str) -> Answer<'a, Result<Option<Secret>, DbError>>;
}

/// Who opens accounts for merchants, and knows how they stand.
pub trait Payees: Send + Sync {
    /// Opens an account and says the provider's name of it.
    fn open(&self, wanted: NewPayee) -> Answer<'_, Result<String, PaymentError>>;
    /// The address of the provider's own pages for an account: good for minutes, and once.
    fn link(&self, wanted: LinkWanted) -> Answer<'_, Result<String, PaymentError>>;
    /// How an account stands; none when we may not ask about it, or not any more.
    fn look<'a>(&'a self, account: &'a str) -> Answer<'a, Result<Option<Standing>, PaymentError>>;
    /// What a key may do, and on which account: asked at the provider, call by call, without doing anything there.
    fn examine<'a>(&'a self, key: &'a Secret) -> Answer<'a, Result<Brought, PaymentError>>;
    /// Asks to be told at `url` what happens on the account of a key. The same `once` never makes a second webhook.
    fn listen<'a>(
        &'a self,
        key: &'a Secret,
        url: &'a str,
        once: &'a str,
    ) -> Answer<'a, Result<Listening, PaymentError>>;
    /// Takes every webhook at `url` away but the one named `but`; all of them where that is empty.
    fn stop_listening<'a>(
        &'a self,
        key: &'a Secret,
        url: &'a str,
        but: &'a str,
    ) -> Answer<'a, Result<(), PaymentError>>;
    /// Scheme and host of the provider's own pages, where a form may lead to.
    fn pages(&self) -> &[String];
}
