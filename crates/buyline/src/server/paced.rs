//! A body that pauses or trickles does not keep its request for ever: it must arrive at some pace all along.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::{Duration, Instant};

use axum::body::{Body, Bytes, HttpBody};
use http_body::{Frame, SizeHint};
use tokio::time::Sleep;

/// The slowest line that anybody sends pictures over.
const BYTES_PER_SECOND_MIN: u64 = 4 * 1_024;

/// `body`, which may pause for `span`, and must keep its pace over each `span`. One that ends within the first may be as
/// slow as it likes. Most requests have no body; theirs is handed on as it is.
pub(super) fn paced(body: Body, span: Duration) -> Body {
    if body.is_end_stream() {
        return body;
    }
    Body::new(Paced { body, span, looked: None, pause: None })
}

struct Paced {
    body: Body,
    span: Duration,
    /// When the span that is looked at began and what has arrived in it; what came before it counts for nothing.
    looked: Option<(Instant, u64)>,
    /// Runs out when nothing arrives.
    pause: Option<Pin<Box<Sleep>>>,
}

impl Paced {
    /// `bytes` more have arrived. Says whether they came too slowly.
    fn is_too_slow(&mut self, bytes: u64) -> bool {
        let Some((began, before)) = self.looked else { return false };
        let bytes = before + bytes;
        let elapsed = began.elapsed();
        if elapsed < self.span {
            self.looked = Some((began, bytes));
            return false;
        }
        self.looked = Some((Instant::now(), 0));
        let wanted = u128::from(BYTES_PER_SECOND_MIN) * elapsed.as_millis() / 1_000;
        u128::from(bytes) < wanted
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        let slow = |why: &'static str| {
            Poll::Ready(Some(Err(axum::Error::new(io::Error::new(io::ErrorKind::TimedOut, why)))))
        };
        let polled = Pin::new(&mut self.body).poll_frame(context);
        if polled.is_pending() {
            let span = self.span;
            // Both clocks start with the first wait: what is there already was not slow.
            self.looked.get_or_insert_with(|| (Instant::now(), 0));
            let pause = self.pause.get_or_insert_with(|| Box::pin(tokio::time::sleep(span)));
            ready!(pause.as_mut().poll(context));
            return slow("the body stopped arriving");
        }
        self.pause = None;
        let Poll::Ready(Some(Ok(frame))) = &polled else { return polled };
        let bytes = frame.data_ref().map_or(0, |data| data.len() as u64);
        if self.is_too_slow(bytes) { slow("the body arrives too slowly") } else { polled }
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
        axum::body::to_bytes(paced(body, Duration::from_millis(100)), usize::MAX).await.is_ok()
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
        let body = paced(Body::from_stream(first.chain(drops)), Duration::from_millis(100));
        assert!(axum::body::to_bytes(body, usize::MAX).await.is_err());
    }

    #[tokio::test]
    async fn a_body_that_stops_is_given_up() {
        let first = stream::iter([Ok::<_, io::Error>(Bytes::from_static(b"title="))]);
        let body = Body::from_stream(first.chain(stream::pending()));
        assert!(axum::body::to_bytes(paced(body, Duration::from_millis(20)), usize::MAX).await.is_err());
    }

    #[tokio::test]
    async fn what_has_no_body_is_left_alone() {
        assert!(paced(Body::empty(), Duration::ZERO).is_end_stream());
        let bytes = axum::body::to_bytes(paced(Body::from("a=1"), Duration::ZERO), usize::MAX).await;
        assert_eq!(bytes.unwrap(), "a=1", "what is there already was not slow");
    }
}
