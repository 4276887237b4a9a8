//! Ids: time-ordered 64-bit integers, one newtype per kind.
//!
//! Layout, high to low: 42 bits of milliseconds since 2020-01-01T00:00:00Z (good until 2159), 10 bits of
//! node number, 11 bits of counter. An id is the row's own address in SQLite, `BIGINT` in PostgreSQL and a
//! decimal string where the Mastodon API wants one. Its text form elsewhere is a prefix and Crockford base32,
//! `ord_01h2xcejqtf2n`. Ids are not secrets: whatever grants access carries its own random token.

use std::fmt;

/// Milliseconds between the Unix epoch and the epoch of ids, 2020-01-01T00:00:00Z.
pub const ID_EPOCH_MS: i64 = 1_577_836_800_000;
/// Bits of the counter: 2,048 ids per node and millisecond before the clock is borrowed from.
pub const COUNTER_BITS: u32 = 11;
/// Bits of the node number: 1,024 nodes may share one database.
pub const NODE_BITS: u32 = 10;

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
/// 13 characters of five bits hold the 63 bits of a positive id.
const TEXT_LENGTH: usize = 13;
/// Every kind has a prefix of three letters.
const PREFIX_LENGTH: usize = 3;

/// The node's id maker. It never reads the clock itself and never goes back: when the clock stands still or
/// steps back it counts on from the last id it gave, so a clock step makes no twins.
#[derive(Debug)]
pub struct IdMaker {
    node: u16,
    last_slot: i64,
}

impl IdMaker {
    /// A maker for `node` (leased from the database, below 1,024), going on after `floor`, the highest id known.
    #[must_use]
    pub fn new(node: u16, floor: i64) -> Self {
        assert!(u32::from(node) < 1 << NODE_BITS, "node numbers are leased below 1,024");
        // The floor's millisecond is spent, whichever node spent it.
        let last_slot = (((floor >> (NODE_BITS + COUNTER_BITS)) + 1) << COUNTER_BITS) - 1;
        Self { node, last_slot }
    }

    /// The next id at `now_ms` (milliseconds since the Unix epoch).
    pub fn next(&mut self, now_ms: i64) -> i64 {
        let slot_now = (now_ms - ID_EPOCH_MS).max(0) << COUNTER_BITS;
        self.last_slot = slot_now.max(self.last_slot + 1);
        let ms = self.last_slot >> COUNTER_BITS;
        let counter = self.last_slot & ((1 << COUNTER_BITS) - 1);
        ms << (NODE_BITS + COUNTER_BITS) | i64::from(self.node) << COUNTER_BITS | counter
    }
}

/// When an id was made, in milliseconds since the Unix epoch.
#[must_use]
pub fn made_at_ms(id: i64) -> i64 {
    (id >> (NODE_BITS + COUNTER_BITS)) + ID_EPOCH_MS
}

/// The smallest id that can be made at `ms` (since the Unix epoch): a border for paging by time.
#[must_use]
pub fn floor_of_ms(ms: i64) -> i64 {
    (ms - ID_EPOCH_MS).max(0) << (NODE_BITS + COUNTER_BITS)
}

/// Why a text is not an id of the wanted kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum IdError {
    /// The prefix names another kind, or none.
    #[error("the id must begin with \"{expected}_\"")]
    Prefix {
        /// The prefix of the wanted kind.
        expected: &'static str,
    },
    /// The part after the prefix is not 13 characters of Crockford base32.
    #[error("the id is not complete or holds a character that ids do not use")]
    Form,
}

/// The text form of the id `raw` whose kind has `prefix`, where the kind is only known at run time.
#[must_use]
pub fn text(prefix: &str, raw: i64) -> String {
    let digits = encode(raw);
    format!("{prefix}_{}", std::str::from_utf8(&digits).expect("the alphabet is ASCII"))
}

/// The number in the text form of an id, where the kind is only known at run time.
#[must_use]
pub fn raw(text: &str) -> Option<i64> {
    let (_, digits) = text.split_once('_').filter(|(prefix, _)| prefix.len() == PREFIX_LENGTH)?;
    decode(digits).ok()
}

fn encode(id: i64) -> [u8; TEXT_LENGTH] {
    let mut out = [b'0'; TEXT_LENGTH];
    let mut rest = id.unsigned_abs();
    for place in out.iter_mut().rev() {
        *place = ALPHABET[usize::try_from(rest & 31).expect("five bits fit in usize")];
        rest >>= 5;
    }
    out
}

fn decode(text: &str) -> Result<i64, IdError> {
    if text.len() != TEXT_LENGTH {
        return Err(IdError::Form);
    }
    let mut value: u64 = 0;
    for byte in text.bytes() {
        // Crockford reads the look-alikes as the digits they resemble.
        let byte = match byte.to_ascii_lowercase() {
            b'o' => b'0',
            b'i' | b'l' => b'1',
            other => other,
        };
        let digit = ALPHABET.iter().position(|known| *known == byte).ok_or(IdError::Form)?;
        value =
            value.checked_mul(32).ok_or(IdError::Form)? | u64::try_from(digit).map_err(|_| IdError::Form)?;
    }
    i64::try_from(value).map_err(|_| IdError::Form)
}

/// What every id newtype can do, so that stores and wires can treat them alike.
pub trait Id: Copy + Eq + Ord + fmt::Display {
    /// The prefix of the text form, without the underscore.
    const PREFIX: &'static str;
    /// The id with this number.
    fn from_raw(raw: i64) -> Self;
    /// The number itself, as the database keeps it.
    fn raw(self) -> i64;
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub i64);

        impl Id for $name {
            const PREFIX: &'static str = $prefix;
            fn from_raw(raw: i64) -> Self {
                Self(raw)
            }
            fn raw(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let text = encode(self.0);
                write!(f, concat!($prefix, "_{}"), std::str::from_utf8(&text).expect("the alphabet is ASCII"))
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                let rest = text.strip_prefix(concat!($prefix, "_")).ok_or(IdError::Prefix { expected: $prefix })?;
                decode(rest).map(Self)
            }
        }
    )+};
}

ids! {
    /// A person or a merchant's public face: whoever posts, follows and signs in.
    AccountId = "acc";
    /// A business that sells.
    MerchantId = "mer";
    /// What is described: title, pictures, options.
    ProductId = "prd";
    /// What is stocked: one combination of options, with a SKU.
    VariantId = "var";
    /// A stored picture.
    ImageId = "img";
    /// A timeline entry.
    PostId = "pst";
    /// A product made buyable from posts; a card points at it.
    OfferId = "off";
    /// The lines a buyer collects before buying.
    CartId = "crt";
    /// One attempt to buy, over one or several merchants.
    PurchaseId = "pur";
    /// One merchant's part of a purchase: priced, and expiring.
    CheckoutId = "chk";
    /// The accepted purchase at one merchant.
    OrderId = "ord";
    /// One line of an order.
    OrderLineId = "oln";
    /// One try to collect an order's money with one provider.
    PaymentId = "pay";
    /// Money given back.
    RefundId = "rfd";
    /// A payment that the buyer's bank takes back.
    DisputeId = "dsp";
    /// What a provider paid out to a shop's bank.
    PayoutId = "pot";
    /// What was shipped together.
    FulfillmentId = "ful";
    /// A buyer's wish to cancel, return or withdraw.
    RequestId = "req";
    /// A saved postal address.
    AddressId = "adr";
    /// A saved payment method.
    MethodId = "mth";
    /// A product file on its way in.
    ImportId = "imp";
    /// A report about a post, for the operator.
    ReportId = "rep";
    /// A shipping zone of a merchant.
    ZoneId = "zon";
    /// A shipping rate in a zone.
    RateId = "rat";
    /// A merchant's API key.
    KeyId = "key";
    /// An address of a merchant's own program that is told what happens.
    WebhookId = "whk";
    /// One message to such an address.
    WebhookDeliveryId = "dlv";
    /// A shop that a merchant connected.
    ConnectionId = "con";
    /// Something on its way to such a shop.
    SendId = "snd";
    /// A plan by which something ends on a date.
    SunsetId = "sun";
    /// A job in the outbox.
    JobId = "job";
    /// A charity that is given to.
    NonprofitId = "npo";
    /// What a nonprofit asks for.
    CampaignId = "cpn";
    /// A gift.
    DonationId = "don";
    /// A gift that comes again.
    PledgeId = "plg";
    /// A sponsor's promise to match gifts.
    MatchId = "mch";
    /// A signed-in browser.
    SessionId = "ses";
    /// A mail on its way out.
    MailId = "mal";
    /// Everything of somebody, to take away.
    ArchiveId = "arc";
    /// The erasure of somebody's data, and its certificate.
    ErasureId = "era";
    /// A line in the log of staff actions.
    AuditId = "aud";
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ids_grow_even_when_the_clock_steps_back() {
        let mut maker = IdMaker::new(3, 0);
        let mut last = 0;
        for now in [ID_EPOCH_MS + 5, ID_EPOCH_MS + 5, ID_EPOCH_MS + 1, ID_EPOCH_MS - 900, ID_EPOCH_MS + 6] {
            let id = maker.next(now);
            assert!(id > last, "{id} after {last}");
            last = id;
        }
    }

    #[test]
    fn a_full_millisecond_borrows_from_the_next() {
        let mut maker = IdMaker::new(0, 0);
        let ids: Vec<i64> = (0..5_000).map(|_| maker.next(ID_EPOCH_MS + 1)).collect();
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(made_at_ms(ids[4_999]), ID_EPOCH_MS + 3);
    }

    #[test]
    fn a_restart_goes_on_after_the_highest_id_known() {
        let floor = IdMaker::new(9, 0).next(ID_EPOCH_MS + 10_000);
        assert!(IdMaker::new(2, floor).next(ID_EPOCH_MS) > floor);
    }

    #[test]
    fn a_merchants_id_never_names_an_order() {
        let text = MerchantId(77).to_string();
        assert_eq!(text, "mer_000000000002d");
        assert_eq!(text.parse::<OrderId>(), Err(IdError::Prefix { expected: "ord" }));
        assert_eq!("ord_".parse::<OrderId>(), Err(IdError::Form));
        assert_eq!("ord_zzzzzzzzzzzzz".parse::<OrderId>(), Err(IdError::Form));
        assert_eq!("ord_0000000000u0d".parse::<OrderId>(), Err(IdError::Form));
    }

    proptest! {
        #[test]
        fn text_and_number_are_the_same_id(raw in 0..i64::MAX) {
            prop_assert_eq!(OrderId(raw).to_string().parse::<OrderId>(), Ok(OrderId(raw)));
        }
    }
}
