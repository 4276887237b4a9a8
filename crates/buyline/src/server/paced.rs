//! A body that trickles does not keep its request for ever: after a while to begin with, it must arrive at some pace.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};

/// The slowest line that anybody sends pictures over.
const BYTES_PER_SECOND_MIN: u64 = 4 * 1_024;

/// A body with a clock. How long it may pause is somebody else's limit: this one looks when something arrives.
pub(super) struct Paced {
    body: Body,
    began: Instant,
    grace: Duration,
    bytes: u64,
}

impl Paced {
    /// `body`, which may take `grace` however slow it is.
    pub(super) fn new(body: Body, grace: Duration) -> Self {
        Self { body, began: Instant::now(), grace, bytes: 0 }
    }

    fn is_too_slow(&self) -> bool {
        self.began.elapsed() > self.grace + Duration::from_secs(self.bytes / BYTES_PER_SECOND_MIN)
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let polled = Pin::new(&mut self.body).poll_frame(context);
        let Poll::Ready(Some(Ok(frame))) = &polled else { return polled };
        self.bytes += frame.data_ref().map_or(0, |data| data.len() as u64);
        if self.is_too_slow() {
            let slow = io::Error::new(io::ErrorKind::TimedOut, "the body arrives too slowly");
            return Poll::Ready(Some(Err(axum::Error::new(slow))));
        }
        polled
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use futures_util::{StreamExt, stream};

    use super::*;

    async fn read(pieces: usize, bytes: usize, pause: Duration) -> bool {
        let piece = move |_| async move {
            tokio::time::sleep(pause).await;
            Ok::<_, io::Error>(Bytes::from(vec![b'a'; bytes]))
        };
        let body = Body::from_stream(stream::iter(0..pieces).then(piece));
        axum::body::to_bytes(Body::new(Paced::new(body, Duration::from_millis(100))), usize::MAX)
            .await
            .is_ok()
    }

    #[tokio::test]
    async fn drops_are_cut_off_and_a_slow_line_is_not() {
        assert!(!read(100, 1, Duration::from_millis(10)).await, "a byte at a time");
        assert!(read(5, 1, Duration::from_millis(5)).await, "a small form may take its while");
        assert!(read(30, 4 * 1_024, Duration::from_millis(10)).await, "a picture over a slow line");
    }
}
