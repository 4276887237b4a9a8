//! What the demo has instead of the open internet: the addresses of pictures in its shops' product files lead to
//! scenes, which are drawn when they are asked for.

use app::ports::{Answer, Fetch, FetchError};
use bytes::Bytes;

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
                None => Err(FetchError::Refused("the demo reaches no other server".to_owned())),
            }
        })
    }
}

/// Draws a scene, on a thread for such work.
pub(crate) async fn draw(scene: Scene) -> Bytes {
    let drawn = tokio::task::spawn_blocking(move || raster::render_scaled(&scene.svg(), SCALE)).await;
    drawn.expect("every scene is drawn by a test").into()
}
