//! Reading an archive that somebody brings. Nothing in it is believed: paths, sizes and checksums are looked at before a byte
//! of it is used, and no file is ever unpacked to where its path says.
//!
//! Source: APPNOTE.TXT 6.3.10 of PKWARE; of its many forms those that are needed: stored or deflated, one disk, no comment,
//! no encryption.

use std::collections::BTreeMap;
use std::io::{self, BufReader, Read, Seek, SeekFrom};

use domain::hex::hex;
use flate2::read::DeflateDecoder;
use sha2::{Digest, Sha256};

use super::manifest::{FORMAT, MANIFEST, Manifest, VERSION};

/// Files in one archive: a large shop with all its pictures has a tenth.
const FILES_MAX: u64 = 2_000_000;
/// Bytes that an archive may unpack to.
const UNPACKED_BYTES_MAX: u64 = 1 << 40;
/// Bytes of a list of files, and of a manifest: a hundred for each.
const LIST_BYTES_MAX: u64 = 400 << 20;
/// Characters of a path.
const PATH_MAX: usize = 200;

/// Why an archive is refused: a sentence for whoever brings it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl From<io::Error> for Refused {
    fn from(error: io::Error) -> Self {
        Self(format!("the archive cannot be read: {error}"))
    }
}

fn refused(text: impl Into<String>) -> Refused {
    Refused(text.into())
}

#[derive(Debug, Clone, Copy)]
struct Place {
    at: u64,
    packed: u64,
    bytes: u64,
    deflated: bool,
}

/// An archive whose list of files and manifest were read and agree.
pub struct Opened<R> {
    source: R,
    files: BTreeMap<String, Place>,
    /// What it says of itself.
    pub manifest: Manifest,
}

impl<R: Read + Seek> Opened<R> {
    /// Opens an archive, and reads every byte of it once to compare it with its checksums.
    ///
    /// # Errors
    /// [`Refused`] with a sentence: no archive, another version, a path that leads elsewhere, a file that is missing,
    /// larger or other than its manifest says.
    pub fn open(mut source: R) -> Result<Self, Refused> {
        let files = list(&mut source)?;
        let mut opened = Self { source, files, manifest: Manifest::none() };
        let mut text = Vec::new();
        opened.reader(MANIFEST)?.take(LIST_BYTES_MAX).read_to_end(&mut text)?;
        opened.manifest = serde_json::from_slice(&text)
            .map_err(|error| refused(format!("{MANIFEST} cannot be understood: {error}")))?;
        opened.check()?;
        Ok(opened)
    }

    fn check(&mut self) -> Result<(), Refused> {
        let manifest = self.manifest.clone();
        if manifest.format != FORMAT {
            return Err(refused(format!(
                "this is no {FORMAT}: it calls itself \"{}\"",
                short(&manifest.format)
            )));
        }
        if manifest.version != VERSION {
            return Err(refused(format!(
                "the archive is of version {}, and this server reads version {VERSION}",
                manifest.version
            )));
        }
        if manifest.files.len() + 1 != self.files.len() {
            return Err(refused(format!(
                "the archive holds {} files, and its manifest names {}",
                self.files.len() - 1,
                manifest.files.len()
            )));
        }
        let mut all: u64 = 0;
        for named in &manifest.files {
            let place =
                self.files.get(&named.path).filter(|place| place.bytes == named.bytes).ok_or_else(|| {
                    refused(format!("{} is missing, or not as long as the manifest says", short(&named.path)))
                })?;
            all = all.saturating_add(place.bytes);
            if all > UNPACKED_BYTES_MAX {
                return Err(refused("the archive unpacks to more than a server can hold"));
            }
        }
        for named in &manifest.files {
            let mut summing = Summing { sha: Sha256::new() };
            let count = io::copy(&mut self.reader(&named.path)?, &mut summing)?;
            if count != named.bytes || hex(&summing.sha.finalize()) != named.sha256 {
                return Err(refused(format!(
                    "{} is not what it was: its checksum differs from the manifest's",
                    named.path
                )));
            }
        }
        Ok(())
    }

    /// The bytes of a file; never more than its list says.
    ///
    /// # Errors
    /// [`Refused`] when there is none.
    pub fn reader(&mut self, path: &str) -> Result<Box<dyn Read + '_>, Refused> {
        let place =
            *self.files.get(path).ok_or_else(|| refused(format!("the archive has no {}", short(path))))?;
        self.source.seek(SeekFrom::Start(place.at))?;
        let head = bytes::<30>(&mut self.source)?;
        if u32_at(&head, 0) != 0x0403_4b50 {
            return Err(refused("the archive is damaged: a file does not begin where its list says"));
        }
        let skipped = i64::from(u16_at(&head, 26)) + i64::from(u16_at(&head, 28));
        self.source.seek(SeekFrom::Current(skipped))?;
        let packed = BufReader::new((&mut self.source).take(place.packed));
        Ok(if place.deflated {
            Box::new(DeflateDecoder::new(packed).take(place.bytes))
        } else {
            Box::new(packed.take(place.bytes))
        })
    }

    /// Whether there is such a file.
    #[must_use]
    pub fn has(&self, path: &str) -> bool {
        self.files.contains_key(path)
    }
}

/// Sums up what is written into it.
struct Summing {
    sha: Sha256,
}

impl io::Write for Summing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.sha.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Manifest {
    fn none() -> Self {
        Self {
            format: String::new(),
            version: 0,
            schema: 0,
            scope: String::new(),
            subject: String::new(),
            server: String::new(),
            made_at: String::new(),
            files: Vec::new(),
        }
    }
}

fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(PATH_MAX).collect()
}

fn bytes<const N: usize>(source: &mut impl Read) -> Result<[u8; N], Refused> {
    let mut bytes = [0; N];
    source.read_exact(&mut bytes)?;
    Ok(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

/// The list at the end.
fn list(source: &mut (impl Read + Seek)) -> Result<BTreeMap<String, Place>, Refused> {
    let no_archive = || refused("this is no archive of Buyline: it does not end as a zip file does");
    let length = source.seek(SeekFrom::End(0))?;
    source.seek(SeekFrom::Start(length.checked_sub(22).ok_or_else(no_archive)?))?;
    let end = bytes::<22>(source)?;
    if u32_at(&end, 0) != 0x0605_4b50 {
        return Err(no_archive());
    }
    let (mut count, mut size, mut at) =
        (u64::from(u16_at(&end, 10)), u64::from(u32_at(&end, 12)), u64::from(u32_at(&end, 16)));
    if count == u64::from(u16::MAX) || at == u64::from(u32::MAX) {
        source.seek(SeekFrom::Start(length.checked_sub(42).ok_or_else(no_archive)?))?;
        let locator = bytes::<20>(source)?;
        if u32_at(&locator, 0) != 0x0706_4b50 {
            return Err(no_archive());
        }
        source.seek(SeekFrom::Start(u64_at(&locator, 8)))?;
        let end = bytes::<56>(source)?;
        if u32_at(&end, 0) != 0x0606_4b50 {
            return Err(no_archive());
        }
        (count, size, at) = (u64_at(&end, 32), u64_at(&end, 40), u64_at(&end, 48));
    }
    if count > FILES_MAX || size > LIST_BYTES_MAX || at.checked_add(size).is_none_or(|end| end > length) {
        return Err(refused(
            "the archive lists more files than a server can hold, or its list leads outside of it",
        ));
    }
    source.seek(SeekFrom::Start(at))?;
    let mut list = BufReader::new(source.take(size));
    let mut files = BTreeMap::new();
    for _ in 0..count {
        let (path, place) = entry(&mut list)?;
        if place.at.checked_add(place.packed).is_none_or(|end| end > length) {
            return Err(refused(format!("{path} leads outside of the archive")));
        }
        if files.insert(path.clone(), place).is_some() {
            return Err(refused(format!("{path} stands in the archive twice")));
        }
    }
    Ok(files)
}

fn entry(list: &mut impl Read) -> Result<(String, Place), Refused> {
    let head = bytes::<46>(list)?;
    if u32_at(&head, 0) != 0x0201_4b50 {
        return Err(refused("the archive is damaged: its list of files breaks off"));
    }
    let mut name = vec![0; usize::from(u16_at(&head, 28))];
    list.read_exact(&mut name)?;
    let mut extra = vec![0; usize::from(u16_at(&head, 30))];
    list.read_exact(&mut extra)?;
    io::copy(&mut list.take(u64::from(u16_at(&head, 32))), &mut io::sink())?;
    let path = String::from_utf8(name).ok().filter(|path| is_plain(path));
    let Some(path) = path else {
        return Err(refused("the archive holds a path that leads elsewhere, or no path that an archive has"));
    };
    if u16_at(&head, 8) & 1 != 0 {
        return Err(refused(format!("{path} is encrypted")));
    }
    let deflated = match u16_at(&head, 10) {
        0 => false,
        8 => true,
        _ => return Err(refused(format!("{path} is packed in a way that is not read here"))),
    };
    let mut long = wide(&extra);
    let mut number = |value: u32| {
        if value == u32::MAX { long.next().unwrap_or(u64::MAX) } else { u64::from(value) }
    };
    let (bytes, packed, at) = (u32_at(&head, 24), u32_at(&head, 20), u32_at(&head, 42));
    let place = Place { bytes: number(bytes), packed: number(packed), at: number(at), deflated };
    Ok((path, place))
}

/// The numbers of the zip64 extra field, in their order.
fn wide(extra: &[u8]) -> impl Iterator<Item = u64> + use<> {
    let mut rest = extra;
    let mut numbers = Vec::new();
    while rest.len() >= 4 {
        let length = usize::from(u16_at(rest, 2));
        let Some(body) = rest.get(4..4 + length) else { break };
        if u16_at(rest, 0) == 1 {
            numbers = body.as_chunks::<8>().0.iter().map(|bytes| u64::from_le_bytes(*bytes)).collect();
        }
        rest = &rest[4 + length..];
    }
    numbers.into_iter()
}

/// A path below the archive, of letters that no system reads as anything else.
fn is_plain(path: &str) -> bool {
    !path.is_empty()
        && path.len() <= PATH_MAX
        && path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-/".contains(&byte))
        && path.split('/').all(|part| !part.is_empty() && !part.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::zip::ZipWriter;
    use super::*;
    use crate::archive::ManifestFile;

    /// An archive with one file, whose manifest and path are made by the test.
    fn archive(path: &str, change: impl FnOnce(&mut Manifest)) -> Vec<u8> {
        let mut zip = ZipWriter::new(Vec::new());
        let text = "one\ntwo\n".repeat(1_000);
        let written = zip.file::<io::Error>(path, |out| out.write_all(text.as_bytes())).unwrap();
        let mut manifest = Manifest { format: FORMAT.to_owned(), version: VERSION, ..Manifest::none() };
        manifest.files.push(ManifestFile {
            path: written.path,
            records: 2_000,
            bytes: written.bytes,
            sha256: written.sha256,
        });
        change(&mut manifest);
        let text = serde_json::to_vec(&manifest).unwrap();
        zip.file::<io::Error>(MANIFEST, |out| out.write_all(&text)).unwrap();
        zip.finish().unwrap()
    }

    fn why(bytes: Vec<u8>) -> String {
        Opened::open(Cursor::new(bytes)).err().map_or("opened".to_owned(), |refused| refused.0)
    }

    #[test]
    fn what_is_written_is_read_again() {
        let mut opened = Opened::open(Cursor::new(archive("data/a.jsonl", |_| ()))).unwrap();
        let mut text = String::new();
        opened.reader("data/a.jsonl").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text.len(), 8_000);
        assert!(text.starts_with("one\ntwo\none\n"));
    }

    #[test]
    fn whatever_does_not_hold_is_refused_with_a_sentence() {
        type Change = fn(&mut Manifest);
        let cases: [(&str, Change, &str); 6] = [
            ("a", |m| m.version = 2, "version 2"),
            ("a", |m| m.format = "tar".to_owned(), "calls itself"),
            ("a", |m| m.files[0].sha256 = "00".to_owned(), "checksum differs"),
            ("a", |m| m.files[0].bytes += 1, "not as long"),
            ("a", |m| m.files.clear(), "names 0"),
            ("a", |m| m.files[0].path = "b".to_owned(), "missing"),
        ];
        for (path, change, wanted) in cases {
            let said = why(archive(path, change));
            assert!(said.contains(wanted), "{wanted}: {said}");
        }
        for path in ["../a", "/a", "a/../b", "a//b", ".a", "a\\b", "C:a", "a b"] {
            assert!(why(archive(path, |_| ())).contains("leads elsewhere"), "{path}");
        }
    }

    #[test]
    fn bytes_that_are_cut_or_changed_never_open_as_something_else() {
        let whole = archive("data/a.jsonl", |_| ());
        for length in 0..whole.len() {
            assert_ne!(why(whole[..length].to_vec()), "opened", "{length} bytes");
        }
        let text = "one\ntwo\n".repeat(1_000);
        for at in 0..whole.len() {
            let mut changed = whole.clone();
            changed[at] ^= 0x55;
            if let Ok(mut opened) = Opened::open(Cursor::new(changed)) {
                let mut read = String::new();
                opened.reader("data/a.jsonl").unwrap().read_to_string(&mut read).unwrap();
                assert_eq!(read, text, "byte {at}");
            }
        }
    }
}
