//! Files in a folder of this machine, through `object_store`: an object store takes its place when outgrown.

use std::io::{Cursor, Read};
use std::path::Path;

use app::ports::{Answer, FileError, Files, Pieces};
use bytes::Bytes;
use futures_util::StreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{Error, GetResultPayload, ObjectStore, ObjectStoreExt, PutPayload, WriteMultipart};

/// Parts of one upload that are on their way to the disk at once.
const PARTS_WAITING_MAX: usize = 4;

/// Keeps files in a folder.
pub struct Folder {
    store: LocalFileSystem,
}

impl Folder {
    /// Keeps files under `root`, which is made if it is not there.
    ///
    /// # Errors
    /// What the operating system refused.
    pub fn open(root: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(root)?;
        let store = LocalFileSystem::new_with_prefix(root).map_err(std::io::Error::other)?;
        Ok(Self { store: store.with_automatic_cleanup(true) })
    }
}

impl Files for Folder {
    fn put<'a>(&'a self, key: &'a str, bytes: Bytes) -> Answer<'a, Result<(), FileError>> {
        Box::pin(async move {
            self.store.put(&parse(key)?, PutPayload::from_bytes(bytes)).await.map_err(refused)?;
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Bytes, FileError>> {
        Box::pin(async move {
            let found = self.store.get(&parse(key)?).await.map_err(refused)?;
            found.bytes().await.map_err(refused)
        })
    }

    fn delete<'a>(&'a self, key: &'a str) -> Answer<'a, Result<(), FileError>> {
        Box::pin(async move {
            match self.store.delete(&parse(key)?).await {
                Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
                Err(error) => Err(refused(error)),
            }
        })
    }

    fn part<'a>(&'a self, key: &'a str, from: u64, bytes: u64) -> Answer<'a, Result<Bytes, FileError>> {
        Box::pin(async move {
            let key = parse(key)?;
            self.store.get_range(&key, from..from.saturating_add(bytes)).await.map_err(refused)
        })
    }

    fn keys(&self) -> Answer<'_, Result<Vec<String>, FileError>> {
        Box::pin(async move {
            let listed: Vec<_> = self.store.list(None).collect().await;
            listed.into_iter().map(|file| Ok(file.map_err(refused)?.location.to_string())).collect()
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a str,
        mut pieces: Pieces<'a>,
        bytes_max: u64,
    ) -> Answer<'a, Result<u64, FileError>> {
        Box::pin(async move {
            let upload = self.store.put_multipart(&parse(key)?).await.map_err(refused)?;
            let mut upload = WriteMultipart::new(upload);
            match pour(&mut pieces, &mut upload, bytes_max).await {
                Ok(size) => {
                    upload.finish().await.map_err(refused)?;
                    Ok(size)
                }
                Err(error) => {
                    if let Err(left) = upload.abort().await {
                        tracing::warn!(error = %left, "a broken upload could not be removed");
                    }
                    Err(error)
                }
            }
        })
    }

    fn open<'a>(&'a self, key: &'a str) -> Answer<'a, Result<Box<dyn Read + Send>, FileError>> {
        Box::pin(async move {
            let found = self.store.get(&parse(key)?).await.map_err(refused)?;
            Ok(match found.payload {
                GetResultPayload::File(file, _) => Box::new(file) as Box<dyn Read + Send>,
                GetResultPayload::Stream(_) => Box::new(Cursor::new(found.bytes().await.map_err(refused)?)),
            })
        })
    }
}

async fn pour(
    pieces: &mut Pieces<'_>,
    upload: &mut WriteMultipart,
    bytes_max: u64,
) -> Result<u64, FileError> {
    let mut size = 0_u64;
    while let Some(piece) = pieces.next().await {
        let piece = piece?;
        size = size.saturating_add(piece.len() as u64);
        if size > bytes_max {
            return Err(FileError::TooLarge(bytes_max));
        }
        upload.wait_for_capacity(PARTS_WAITING_MAX).await.map_err(refused)?;
        upload.write(&piece);
    }
    Ok(size)
}

/// A key never leads out of the folder: `..` and empty parts are no keys.
fn parse(key: &str) -> Result<Key, FileError> {
    Key::parse(key).map_err(|_| FileError::Missing)
}

fn refused(error: Error) -> FileError {
    match error {
        Error::NotFound { .. } => FileError::Missing,
        other => FileError::Store(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let root = tempfile::tempdir().unwrap();
        let folder = Folder::open(&root.path().join("files")).unwrap();
        (root, folder)
    }

    #[tokio::test]
    async fn what_is_put_is_had_until_it_is_deleted() {
        let (_root, folder) = folder();
        folder.put("images/img_1/320.jpg", Bytes::from_static(b"one")).await.unwrap();
        folder.put("images/img_1/320.jpg", Bytes::from_static(b"two")).await.unwrap();
        assert_eq!(folder.get("images/img_1/320.jpg").await.unwrap(), "two");
        folder.delete("images/img_1/320.jpg").await.unwrap();
        folder.delete("images/img_1/320.jpg").await.unwrap();
        assert!(matches!(folder.get("images/img_1/320.jpg").await, Err(FileError::Missing)));
    }

    #[tokio::test]
    async fn nothing_outside_of_the_folder_is_reached() {
        let (root, folder) = folder();
        std::fs::write(root.path().join("secret"), "secret").unwrap();
        for key in ["../secret", "a/../../secret", "/../secret", "a//b", "./secret"] {
            assert!(matches!(folder.get(key).await, Err(FileError::Missing)), "{key}");
        }
    }

    #[tokio::test]
    async fn an_upload_that_is_too_large_or_breaks_off_leaves_nothing() {
        let (_root, folder) = folder();
        let piece = || Ok(Bytes::from_static(b"0123456789"));
        let size = folder.save("imports/a", Box::pin(stream::iter([piece(), piece()])), 20).await.unwrap();
        assert_eq!(size, 20);
        let mut text = String::new();
        folder.open("imports/a").await.unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "01234567890123456789");

        let refused = folder.save("imports/b", Box::pin(stream::iter([piece(), piece()])), 19).await;
        assert!(matches!(refused, Err(FileError::TooLarge(19))));
        let broken =
            folder.save("imports/b", Box::pin(stream::iter([piece(), Err(FileError::BrokeOff)])), 99);
        assert!(matches!(broken.await, Err(FileError::BrokeOff)));
        assert!(matches!(folder.get("imports/b").await, Err(FileError::Missing)));
    }
}
