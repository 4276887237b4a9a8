//! A body that trickles does not keep its request for ever: it must arrive at some pace all along.

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
    /// The span that is looked at; what came before it counts for nothing.
    began: Instant,
    span: Duration,
    bytes: u64,
}

impl Paced {
    /// `body`, which must keep its pace over each `span`. One that ends within the first may be as slow as it likes.
    pub(super) fn new(body: Body, span: Duration) -> Self {
        Self { body, began: Instant::now(), span, bytes: 0 }
    }

    /// `bytes` more have arrived. Says whether they came too slowly.
    fn is_too_slow(&mut self, bytes: u64) -> bool {
        self.bytes += bytes;
        let elapsed = self.began.elapsed();
        if elapsed < self.span {
            return false;
        }
        let wanted = u128::from(BYTES_PER_SECOND_MIN) * elapsed.as_millis() / 1_000;
        let is_too_slow = u128::from(self.bytes) < wanted;
        (self.began, self.bytes) = (Instant::now(), 0);
        is_too_slow
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
        let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
        if self.is_too_slow(bytes) {
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

    #[tokio::test]
    async fn what_came_fast_before_buys_no_time() {
        let first = stream::iter([Ok::<_, io::Error>(Bytes::from(vec![b'a'; 1_024 * 1_024]))]);
        let drops = stream::iter(0..100).then(|_| async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Ok(Bytes::from_static(b"a"))
        });
        let body = Paced::new(Body::from_stream(first.chain(drops)), Duration::from_millis(100));
        assert!(axum::body::to_bytes(Body::new(body), usize::MAX).await.is_err());
    }
}
