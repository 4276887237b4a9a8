//! What the demo has instead of the open internet: the addresses of pictures in its shops' product files lead to
//! scenes, which are drawn when they are asked for.

use std::num::NonZeroUsize;
use std::sync::LazyLock;
use std::thread;

use app::ports::{Answer, Fetch, FetchError, FetchRefusal};
use bytes::Bytes;
use tokio::sync::Semaphore;

use super::art::{self, Scene, raster};

/// Pictures are drawn at so much of their size: 900 pixels for a square one, sharp on a phone and drawn in half the
/// time. A debug build draws slowly, and what it draws is not looked at.
const SCALE: f32 = if cfg!(debug_assertions) { 0.1 } else { 0.75 };

/// Draws pictures of goods; nothing else can be fetched in the demo.
pub(crate) struct DrawnPictures;

impl Fetch for DrawnPictures {
    fn get<'a>(&'a self, url: &'a str, _bytes_max: usize) -> Answer<'a, Result<Bytes, FetchError>> {
        Box::pin(async move {
            match art::scene_for(url) {
                Some(scene) => Ok(draw(scene).await),
                None => Err(FetchError::Refused(FetchRefusal::Closed)),
            }
        })
    }
}

/// Pictures drawn at the same time, at most: the demo is to start on a small machine. Without a limit, and with huge
/// pages, a first start took 1.7 GB at its peak; on two cores it takes 334 MB.
const DRAWN_AT_ONCE_MAX: usize = 4;
/// One picture per core: all shops ask for theirs at once, and more threads would not draw them sooner.
static PENS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(thread::available_parallelism().map_or(1, NonZeroUsize::get).min(DRAWN_AT_ONCE_MAX))
});

/// Draws a scene, on a thread for such work, when it is its turn.
pub(crate) async fn draw(scene: Scene) -> Bytes {
    let _pen = PENS.acquire().await.expect("the pens are never taken away");
    let drawn = tokio::task::spawn_blocking(move || raster::render_scaled(&scene.svg(), SCALE)).await;
    drawn.expect("every scene is drawn by a test").into()
}
