//! The container: a zip file that is written from its beginning to its end, without ever going back, so that nothing of it
//! has to be held anywhere before it leaves.
//!
//! Source: APPNOTE.TXT 6.3.10 of PKWARE. Sizes follow their data (4.3.9), every number that may outgrow 32 bits stands in
//! the zip64 extra field (4.5.3), names are UTF-8 (4.4.4, bit 11).

use std::io::{self, Write};

use domain::hex::hex;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use sha2::{Digest, Sha256};

/// 4.5: the version that reads zip64.
const VERSION: u16 = 45;
/// Made on a system whose permissions are those of POSIX.
const MADE_BY: u16 = 3 << 8 | VERSION;
/// Sizes follow the data; the name is UTF-8.
const FLAGS: u16 = 1 << 3 | 1 << 11;
const DEFLATED: u16 = 8;
/// 1 January 1980: what a file was changed at says nothing here, and two archives of the same are the same.
const DAY: u16 = 1 << 5 | 1;
/// A regular file that anybody may read.
const PERMISSIONS: u32 = 0o100_644 << 16;
/// Stands where a number is in the zip64 extra field.
const ELSEWHERE: u32 = u32::MAX;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its path in the archive.
    pub path: String,
    /// Its bytes, as they come out again.
    pub bytes: u64,
    /// SHA-256 of them, in hexadecimal.
    pub sha256: String,
}

struct Central {
    name: String,
    crc: u32,
    packed: u64,
    bytes: u64,
    at: u64,
}

/// Writes an archive.
pub struct ZipWriter<W: Write> {
    out: Counted<W>,
    files: Vec<Central>,
}

struct Counted<W> {
    inner: W,
    count: u64,
}

impl<W: Write> Write for Counted<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.count += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

impl<W: Write> ZipWriter<W> {
    /// Writes into `out`.
    pub fn new(out: W) -> Self {
        Self { out: Counted { inner: out, count: 0 }, files: Vec::new() }
    }

    /// Adds a file whose bytes `body` writes.
    ///
    /// # Errors
    /// What `body` failed with, or `out`.
    pub fn file<E: From<io::Error>>(
        &mut self,
        path: &str,
        body: impl FnOnce(&mut dyn Write) -> Result<(), E>,
    ) -> Result<Written, E> {
        let at = self.out.count;
        let mut head = Head::default();
        head.u32(0x0403_4b50).u16(VERSION).u16(FLAGS).u16(DEFLATED).u16(0).u16(DAY).u32(0);
        head.u32(ELSEWHERE).u32(ELSEWHERE).u16(length(path)).u16(20).bytes(path.as_bytes());
        head.u16(1).u16(16).u64(0).u64(0);
        self.out.write_all(&head.0)?;
        let begun = self.out.count;
        let (crc, sha256, bytes) = {
            let mut packing = Packing {
                deflate: DeflateEncoder::new(&mut self.out, Compression::fast()),
                crc: Crc::new(),
                sha: Sha256::new(),
                bytes: 0,
            };
            body(&mut packing)?;
            let Packing { deflate, crc, sha, bytes } = packing;
            deflate.finish()?;
            (crc.sum(), hex(&sha.finalize()), bytes)
        };
        let packed = self.out.count - begun;
        let mut tail = Head::default();
        tail.u32(0x0807_4b50).u32(crc).u64(packed).u64(bytes);
        self.out.write_all(&tail.0)?;
        self.files.push(Central { name: path.to_owned(), crc, packed, bytes, at });
        Ok(Written { path: path.to_owned(), bytes, sha256 })
    }

    /// Writes the list of files at the end, and gives back what it was written into.
    ///
    /// # Errors
    /// What `out` failed with.
    pub fn finish(mut self) -> io::Result<W> {
        let begins = self.out.count;
        for file in &self.files {
            let mut head = Head::default();
            head.u32(0x0201_4b50).u16(MADE_BY).u16(VERSION).u16(FLAGS).u16(DEFLATED).u16(0).u16(DAY);
            head.u32(file.crc).u32(ELSEWHERE).u32(ELSEWHERE).u16(length(&file.name)).u16(28);
            head.u16(0).u16(0).u16(0).u32(PERMISSIONS).u32(ELSEWHERE).bytes(file.name.as_bytes());
            head.u16(1).u16(24).u64(file.bytes).u64(file.packed).u64(file.at);
            self.out.write_all(&head.0)?;
        }
        let (ends, count) = (self.out.count, self.files.len() as u64);
        let mut end = Head::default();
        end.u32(0x0606_4b50).u64(44).u16(MADE_BY).u16(VERSION).u32(0).u32(0);
        end.u64(count).u64(count).u64(ends - begins).u64(begins);
        end.u32(0x0706_4b50).u32(0).u64(ends).u32(1);
        end.u32(0x0605_4b50).u16(0).u16(0).u16(u16::MAX).u16(u16::MAX).u32(ELSEWHERE).u32(ELSEWHERE).u16(0);
        self.out.write_all(&end.0)?;
        self.out.flush()?;
        Ok(self.out.inner)
    }
}

/// A file on its way in.
struct Packing<'a, W: Write> {
    deflate: DeflateEncoder<&'a mut Counted<W>>,
    crc: Crc,
    sha: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Packing<'_, W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.deflate.write_all(bytes)?;
        self.crc.update(bytes);
        self.sha.update(bytes);
        self.bytes += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Numbers as a zip file has them: the low byte first.
#[derive(Default)]
struct Head(Vec<u8>);

impl Head {
    fn u16(&mut self, value: u16) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    fn u32(&mut self, value: u32) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    fn u64(&mut self, value: u64) -> &mut Self {
        self.bytes(&value.to_le_bytes())
    }

    fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.0.extend_from_slice(bytes);
        self
    }
}

fn length(name: &str) -> u16 {
    u16::try_from(name.len()).expect("paths in an archive are short and our own")
}
