//! How much is asked of Stripe at once.
//!
//! After a long night a thousand jobs may want to ask at the same moment; Stripe takes a hundred requests a second and fewer
//! from a test key (<https://docs.stripe.com/rate-limits>). A place is held for a whole errand, which is up to a dozen
//! requests one after the other, and not for each of them: otherwise a thousand that have begun wait for their second
//! request behind each other's first, all of them run out of time together, and all begin anew.
//!
//! How many fit is learned, as TCP does it: each errand that comes to an end makes room for one more, and each that does not
//! halves the room. A Stripe that is slow gets few, and those end.

use std::sync::Arc;
use std::time::Duration;

use app::ports::PaymentError;
use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Errands under way at once.
const UNDER_WAY_MAX: usize = 64;
/// Of those, the ones that nobody sits in front of: a buyer does not wait behind what a night has left over.
const LATER_MAX: usize = 48;
/// The least of those: where even one at a time does not end, waiting is all there is.
const LATER_MIN: usize = 1;
/// Longest wait for a place. Who waits has not sent anything, so nothing is uncertain about giving up.
const WAIT: Duration = Duration::from_secs(10);

tokio::task_local! {
    /// This errand has its place: its requests need none of their own.
    static HAS_PLACE: ();
}

/// Who waits for an errand to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waits {
    /// Somebody in front of a page.
    Somebody,
    /// A job.
    Nobody,
}

/// The places, shared by all keys: they are for one and the same Stripe.
#[derive(Clone)]
pub(super) struct Places {
    all: Arc<Semaphore>,
    later: Arc<Later>,
    wait: Duration,
}

/// The places of jobs, as many as turned out to be good.
struct Later {
    places: Arc<Semaphore>,
    room: Mutex<Room>,
}

struct Room {
    /// How many may be under way.
    size: usize,
    /// How many are more than that, and go as they come back.
    over: usize,
}

/// A job's place, given back when dropped: an errand that is cut off has not come to an end.
struct Held {
    later: Arc<Later>,
    permit: Option<OwnedSemaphorePermit>,
    has_ended: bool,
}

impl Places {
    pub(super) fn new() -> Self {
        let later = Later {
            places: Arc::new(Semaphore::new(LATER_MAX)),
            room: Mutex::new(Room { size: LATER_MAX, over: 0 }),
        };
        Self { all: Arc::new(Semaphore::new(UNDER_WAY_MAX)), later: Arc::new(later), wait: WAIT }
    }

    /// Does the whole of `errand` in one place.
    ///
    /// # Errors
    /// Its own, or [`PaymentError::Busy`] when no place came free: then nothing was sent.
    pub(super) async fn errand<T>(
        &self,
        waits: Waits,
        errand: impl Future<Output = Result<T, PaymentError>>,
    ) -> Result<T, PaymentError> {
        let waiting = async {
            let later = match waits {
                Waits::Nobody => Some(self.later.place().await?),
                Waits::Somebody => None,
            };
            Some((later, self.all.acquire().await.ok()?))
        };
        let Ok(Some((mut later, _place))) = tokio::time::timeout(self.wait, waiting).await else {
            return Err(PaymentError::Busy);
        };
        let ended = HAS_PLACE.scope((), errand).await;
        if let Some(held) = &mut later {
            held.has_ended = !matches!(ended, Err(PaymentError::Unknown | PaymentError::Down));
        }
        ended
    }

    /// One request: in its errand's place, or in one of its own.
    pub(super) async fn request<T>(&self, request: impl Future<Output = T>) -> T {
        let place = match HAS_PLACE.try_with(|()| ()) {
            Ok(()) => None,
            Err(_) => self.all.acquire().await.ok(),
        };
        let answer = request.await;
        drop(place);
        answer
    }
}

impl Later {
    async fn place(self: &Arc<Self>) -> Option<Held> {
        let permit = Arc::clone(&self.places).acquire_owned().await.ok()?;
        Some(Held { later: Arc::clone(self), permit: Some(permit), has_ended: false })
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        let mut room = self.later.room.lock();
        if !self.has_ended {
            let size = (room.size / 2).max(LATER_MIN);
            room.over += room.size - size;
            room.size = size;
        } else if room.size < LATER_MAX {
            room.size += 1;
            match room.over.checked_sub(1) {
                Some(less) => room.over = less,
                None => self.later.places.add_permits(1),
            }
        }
        if let Some(less) = room.over.checked_sub(1) {
            room.over = less;
            self.permit.take().into_iter().for_each(OwnedSemaphorePermit::forget);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    /// Counts how many are under way.
    #[derive(Default)]
    struct Count {
        now: AtomicUsize,
        most: AtomicUsize,
    }

    impl Count {
        /// Four requests, each a moment.
        async fn errand(&self, places: &Places) -> Result<(), PaymentError> {
            self.most.fetch_max(self.now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            for _ in 0..4 {
                places.request(tokio::task::yield_now()).await;
            }
            self.now.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        }
    }

    async fn crowd(places: &Places, count: &Count) -> usize {
        let job = |_| places.errand(Waits::Nobody, count.errand(places));
        let ended = futures_util::future::join_all((0..1_000).map(job)).await;
        ended.into_iter().filter(Result::is_ok).count()
    }

    #[tokio::test]
    async fn who_has_begun_is_done_before_others_begin() {
        let (places, count) = (Places::new(), Count::default());
        assert_eq!((crowd(&places, &count).await, count.most.into_inner()), (1_000, LATER_MAX));
    }

    #[tokio::test]
    async fn requests_of_no_errand_have_places_of_their_own() {
        let (places, now, most) = (Places::new(), AtomicUsize::new(0), AtomicUsize::new(0));
        let ask = |_| {
            places.request(async {
                most.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                tokio::task::yield_now().await;
                now.fetch_sub(1, Ordering::SeqCst);
            })
        };
        futures_util::future::join_all((0..1_000).map(ask)).await;
        assert_eq!(most.into_inner(), UNDER_WAY_MAX, "all places are used, and no more");
    }

    #[tokio::test]
    async fn a_buyer_has_a_place_when_jobs_have_taken_all_of_theirs() {
        let places = Places { wait: Duration::from_millis(50), ..Places::new() };
        let never = |_| places.errand(Waits::Nobody, std::future::pending::<Result<(), PaymentError>>());
        let mut jobs = Box::pin(futures_util::future::join_all((0..LATER_MAX).map(never)));
        assert!(futures_util::poll!(&mut jobs).is_pending());
        let buyer = places.errand(Waits::Somebody, async { Ok(()) }).await;
        assert_eq!(buyer, Ok(()), "somebody who waits has a place");
        let one_more = places.errand(Waits::Nobody, async { Ok(()) }).await;
        assert_eq!(one_more, Err(PaymentError::Busy), "nothing was sent, and it says so");
    }

    #[tokio::test]
    async fn errands_that_do_not_end_leave_room_for_few_and_those_that_do_win_it_back() {
        let places = Places::new();
        let cut_off = |_| async {
            let errand = places.errand(Waits::Nobody, std::future::pending::<Result<(), PaymentError>>());
            let _ = tokio::time::timeout(Duration::from_millis(20), errand).await;
        };
        futures_util::future::join_all((0..LATER_MAX).map(cut_off)).await;
        let lost = |_| places.errand(Waits::Nobody, async { Err::<(), _>(PaymentError::Unknown) });
        futures_util::future::join_all((0..3).map(lost)).await;
        let small = Count::default();
        let few = futures_util::future::join_all(
            (0..LATER_MIN).map(|_| places.errand(Waits::Nobody, small.errand(&places))),
        );
        assert!(few.await.iter().all(Result::is_ok));
        assert!(small.most.into_inner() <= LATER_MIN, "few at once after that");
        let count = Count::default();
        assert_eq!(crowd(&places, &count).await, 1_000, "all of them come through");
        assert_eq!(count.most.into_inner(), LATER_MAX, "and the room is what it was");
        assert_eq!(places.later.places.available_permits(), LATER_MAX, "no place was lost or made up");
    }
}
