//! FNV-1a, 64 bits: a hash that is the same on every machine and in every release.
//!
//! Source: draft-eastlake-fnv. Not secret and not collision-proof against an attacker; it tells whether what we
//! computed ourselves has changed.

const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0100_0000_01b3;

/// A hash in the making. Every value is written with a fixed length, so two different lists never read alike.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fnv(u64);

impl Fnv {
    pub(crate) const fn new() -> Fnv {
        Fnv(OFFSET_BASIS)
    }

    pub(crate) fn bytes(self, bytes: &[u8]) -> Fnv {
        Fnv(bytes.iter().fold(self.0, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(PRIME)))
    }

    pub(crate) fn number(self, number: i64) -> Fnv {
        self.bytes(&number.to_le_bytes())
    }

    pub(crate) const fn finish(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_published_vectors_hold() {
        let cases = [
            ("", 0xcbf2_9ce4_8422_2325),
            ("a", 0xaf63_dc4c_8601_ec8c),
            ("foobar", 0x8594_4171_f739_67e8_u64),
        ];
        for (text, hash) in cases {
            assert_eq!(Fnv::new().bytes(text.as_bytes()).finish(), hash, "{text}");
        }
    }
}
