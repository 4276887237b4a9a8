//! Many runs, one after the other.

use crate::weather::Weather;
use crate::world::{Failure, Plan, Tally, World};

/// People and steps of the runs that are repeated for each commit: small, since each is run as often as it commits.
const BUYERS: usize = 8;
const STEPS: u32 = 14;

/// Runs of one seed after the other until `checkouts` were begun; one at least.
///
/// # Errors
/// The first run that went wrong.
pub fn storms(first: Plan, checkouts: u64) -> Result<(u64, Tally), Box<Failure>> {
    let (mut runs, mut sum) = (0, Tally::default());
    while runs == 0 || sum.checkouts < checkouts {
        sum = sum.and(World::new(Plan { seed: first.seed + runs, ..first }).run()?);
        runs += 1;
    }
    Ok((runs, sum))
}

/// The same run again and again, with a death at its first commit, at its second, and so on to its last; then the next
/// seed, until `checkouts` were begun. A run that was begun is finished: every one of its commits has its death.
///
/// # Errors
/// The first run that went wrong.
pub fn every_commit(first: u64, checkouts: u64, is_loud: bool) -> Result<(u64, Tally), Box<Failure>> {
    let (mut runs, mut sum) = (0, Tally::default());
    let mut seed = first;
    while sum.checkouts < checkouts {
        // What goes wrong beside the deaths differs from seed to seed.
        let weather =
            if seed.is_multiple_of(3) { Weather::CALM } else { Weather { deaths: 0, ..Weather::STORM } };
        let undisturbed = Plan { seed, buyers: BUYERS, steps: STEPS, weather, dies_after: None, is_loud };
        let whole = World::new(undisturbed).run()?;
        sum = sum.and(whole);
        runs += 1;
        for commit in 1..=whole.commits {
            let tally = World::new(Plan { dies_after: Some(commit), ..undisturbed }).run()?;
            sum = sum.and(tally);
            runs += 1;
        }
        seed += 1;
    }
    Ok((runs, sum))
}
