//! What is sold here of what a shop has.

/// Units that go on our shelf, of `theirs` that the shop counts: without those that were sold here and the shop does not know of
/// yet, and without the margin that its merchant keeps back.
///
/// A shop may count below zero where it sells what it does not have; that is none.
#[must_use]
pub fn sold_here(theirs: i64, unknown_there: i64, margin: u32) -> i64 {
    theirs.saturating_sub(unknown_there.max(0)).saturating_sub(i64::from(margin)).max(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_shop_does_not_know_of_is_not_sold_twice() {
        assert_eq!(sold_here(10, 0, 0), 10);
        assert_eq!(sold_here(10, 3, 0), 7);
        assert_eq!(sold_here(10, 3, 2), 5);
        assert_eq!(sold_here(3, 3, 2), 0);
        assert_eq!(sold_here(-4, 0, 0), 0);
        assert_eq!(sold_here(i64::MIN, i64::MAX, u32::MAX), 0);
        assert_eq!(sold_here(10, -3, 0), 10, "nothing is put on the shelf that the shop does not have");
    }
}
