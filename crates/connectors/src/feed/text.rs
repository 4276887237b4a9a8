//! Any encoding we accept, as a stream of valid UTF-8.

use std::io::{self, BufRead, Read};

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8};

use super::error::FeedError;

/// Bytes read at a time.
const CHUNK_BYTES: usize = 64 * 1024;

/// Bytes looked at to tell text from anything else, and to find an XML declaration.
const SNIFFED_BYTES: usize = 1_024;

/// Decodes `source` as it is read. What cannot be decoded becomes U+FFFD, which no cell is accepted with.
pub(super) struct Utf8<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_at: usize,
    text: Vec<u8>,
    text_at: usize,
    bytes_read: u64,
    source_ended: bool,
    decoder_ended: bool,
}

impl<R: Read> Utf8<R> {
    /// Reads the beginning of `source` and settles its encoding: the byte order mark decides, then the XML
    /// declaration, then UTF-8.
    pub(super) fn open(source: R) -> Result<Utf8<R>, FeedError> {
        let mut text = Utf8 {
            source,
            decoder: UTF_8.new_decoder(),
            raw: Vec::new(),
            raw_at: 0,
            text: Vec::new(),
            text_at: 0,
            bytes_read: 0,
            source_ended: false,
            decoder_ended: false,
        };
        while text.raw.len() < SNIFFED_BYTES && text.read_raw()? {}
        text.decoder = encoding_of(&text.raw)?.new_decoder();
        Ok(text)
    }

    /// The next decoded bytes, at least `wanted` of them unless the file ends before.
    pub(super) fn peek(&mut self, wanted: usize) -> io::Result<&[u8]> {
        while self.text.len() - self.text_at < wanted && self.decode()? {}
        Ok(&self.text[self.text_at..])
    }

    /// Bytes taken from the source so far, in its own encoding.
    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// Nothing is left.
    pub(super) fn is_ended(&self) -> bool {
        self.decoder_ended && self.text_at == self.text.len()
    }

    /// Appends a chunk of raw bytes; false at the end of the source.
    fn read_raw(&mut self) -> io::Result<bool> {
        self.raw.drain(..self.raw_at);
        self.raw_at = 0;
        let kept = self.raw.len();
        self.raw.resize(kept + CHUNK_BYTES, 0);
        let outcome = loop {
            match self.source.read(&mut self.raw[kept..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                outcome => break outcome,
            }
        };
        let count = outcome.as_ref().map_or(0, |count| *count);
        self.raw.truncate(kept + count);
        self.bytes_read += count as u64;
        self.source_ended |= outcome? == 0;
        Ok(!self.source_ended)
    }

    /// Decodes one chunk more; false when there is none.
    fn decode(&mut self) -> io::Result<bool> {
        if self.decoder_ended {
            return Ok(false);
        }
        if self.raw_at == self.raw.len() && !self.source_ended {
            self.read_raw()?;
        }
        self.text.drain(..self.text_at);
        self.text_at = 0;
        let start = self.text.len();
        self.text.resize(start + CHUNK_BYTES, 0);
        let (outcome, taken, written, _) =
            self.decoder.decode_to_utf8(&self.raw[self.raw_at..], &mut self.text[start..], self.source_ended);
        self.text.truncate(start + written);
        self.raw_at += taken;
        self.decoder_ended = self.source_ended && outcome == CoderResult::InputEmpty;
        Ok(true)
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let count = available.len().min(buffer.len());
        buffer[..count].copy_from_slice(&available[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl<R: Read> BufRead for Utf8<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.peek(1)
    }

    fn consume(&mut self, count: usize) {
        self.text_at += count;
    }
}

fn encoding_of(raw: &[u8]) -> Result<&'static Encoding, FeedError> {
    let head = &raw[..raw.len().min(SNIFFED_BYTES)];
    if head.is_empty() {
        return Err(FeedError::Empty);
    }
    if head.starts_with(b"PK\x03\x04") {
        return Err(FeedError::Archive);
    }
    if head.starts_with(b"\x1f\x8b") {
        return Err(FeedError::Compressed);
    }
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return Ok(encoding);
    }
    if head.contains(&0) {
        return Err(FeedError::NotText);
    }
    let Some(label) = declared_encoding(head) else { return Ok(UTF_8) };
    let encoding = Encoding::for_label(label)
        .ok_or_else(|| FeedError::Encoding(String::from_utf8_lossy(label).chars().take(40).collect()))?;
    // A declaration that can be read byte by byte is not in UTF-16, whatever it says of itself.
    Ok(encoding.output_encoding())
}

/// The `encoding` of `<?xml version="1.0" encoding="ISO-8859-1"?>`.
fn declared_encoding(head: &[u8]) -> Option<&[u8]> {
    let head = head.trim_ascii_start().strip_prefix(b"<?xml")?;
    let declaration = &head[..head.windows(2).position(|pair| pair == b"?>")?];
    let at = declaration.windows(8).position(|word| word == b"encoding")?;
    let rest = declaration[at + 8..].trim_ascii_start().strip_prefix(b"=")?.trim_ascii_start();
    let (quote, rest) = rest.split_first().filter(|(quote, _)| matches!(quote, b'"' | b'\''))?;
    Some(&rest[..rest.iter().position(|byte| byte == quote)?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8]) -> Result<String, FeedError> {
        let mut text = String::new();
        Utf8::open(bytes)?.read_to_string(&mut text)?;
        Ok(text)
    }

    fn utf16(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect()
    }

    #[test]
    fn every_encoding_becomes_the_same_text() {
        let text = "id,title\n1,\"Größe, 𝄞\"\n";
        assert_eq!(decoded(text.as_bytes()).unwrap(), text);
        assert_eq!(decoded(&[b"\xef\xbb\xbf", text.as_bytes()].concat()).unwrap(), text);
        assert_eq!(decoded(&utf16(text, u16::to_le_bytes)).unwrap(), text);
        assert_eq!(decoded(&utf16(text, u16::to_be_bytes)).unwrap(), text);
    }

    #[test]
    fn an_xml_declaration_names_the_encoding() {
        let latin = b"<?xml version='1.0' encoding = 'ISO-8859-1'?><t>Gr\xf6\xdfe</t>";
        assert!(decoded(latin).unwrap().ends_with("<t>Größe</t>"));
        let wrong = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><t>ö</t>";
        assert_eq!(decoded(wrong.as_bytes()).unwrap(), wrong);
        assert!(matches!(decoded(b"<?xml encoding='klingon'?>"), Err(FeedError::Encoding(_))));
    }

    #[test]
    fn what_is_not_text_is_named() {
        assert!(matches!(decoded(b""), Err(FeedError::Empty)));
        assert!(matches!(decoded(b"PK\x03\x04rest"), Err(FeedError::Archive)));
        assert!(matches!(decoded(b"\x1f\x8brest"), Err(FeedError::Compressed)));
        assert!(matches!(decoded(b"i\0d\0,\0"), Err(FeedError::NotText)));
    }

    #[test]
    fn bytes_that_do_not_fit_become_the_replacement_character() {
        assert_eq!(decoded(b"Gr\xf6\xdfe").unwrap(), "Gr\u{fffd}\u{fffd}e");
        assert_eq!(decoded(b"\xff\xfea\0\x00\xd8b\0").unwrap(), "a\u{fffd}b");
        assert_eq!(decoded(b"cut \xe2\x82").unwrap(), "cut \u{fffd}");
    }

    #[test]
    fn a_source_that_trickles_gives_the_same_text() {
        struct Trickle<'a>(&'a [u8]);
        impl Read for Trickle<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
                self.0.read(&mut buffer[..1])
            }
        }
        let bytes = utf16("a𝄞b", u16::to_le_bytes);
        let mut text = String::new();
        Utf8::open(Trickle(&bytes)).unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "a𝄞b");
    }
}
