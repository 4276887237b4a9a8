//! I4, I5, I9 and I10 again, against what the provider itself says it did.

use std::collections::{BTreeMap, HashMap};

use crate::provider::{Charge, Record};
use crate::source::Payment;
use crate::{Line, names};

/// The name under which the recording provider's payments are stored.
const RECORDING_PROVIDER: &str = "sandbox";

/// Adds to the lines what a comparison with the provider's record shows. The record was read `before` the
/// payments and again `after`.
pub(crate) fn against_record(lines: &mut [Line], payments: &[Payment], before: &Record, after: &Record) {
    let ours: HashMap<&str, &Payment> = payments
        .iter()
        .filter(|payment| payment.provider == RECORDING_PROVIDER)
        .map(|payment| (payment.key.as_str(), payment))
        .collect();
    let mut charges: Vec<(&String, &Charge)> = before.charges.iter().collect();
    charges.sort_by_key(|(key, _)| *key);
    for (key, charge) in charges {
        let payment = ours.get(key.as_str()).copied();
        charged_once(line(lines, "I4"), key, charge, payment);
        settled(line(lines, "I5"), key, charge, payment);
        given_back(line(lines, "I9"), key, charge, payment);
    }
    same_sums(line(lines, "I10"), &ours, before);
    for payment in ours.values() {
        let known = after.charges.get(&payment.key);
        never_invented(lines, payment, known);
    }
}

fn line<'a>(lines: &'a mut [Line], number: &str) -> &'a mut Line {
    lines.iter_mut().find(|line| line.invariant == number).expect("every invariant has its line")
}

/// A payment as its pages name it.
fn name(payment: &Payment) -> String {
    format!("payment {}", names::text("pay", payment.id))
}

fn charged_once(line: &mut Line, key: &str, charge: &Charge, payment: Option<&Payment>) {
    if charge.captures > 1 {
        line.add("the provider took money more than once", || format!("charge {key}"));
    }
    match payment {
        None if charge.captures > 0 => {
            line.add("the provider took money that belongs to no payment of ours", || {
                format!("charge {key}")
            });
        }
        Some(payment)
            if charge.captures > 0
                && payment.state == "captured"
                && (payment.captured != charge.captured || payment.currency != charge.currency) =>
        {
            line.add("the provider took another amount than we recorded", || name(payment));
        }
        Some(_) | None => {}
    }
}

fn settled(line: &mut Line, key: &str, charge: &Charge, payment: Option<&Payment>) {
    let Some(payment) = payment else {
        if charge.authorized && !charge.voided && charge.captures == 0 {
            line.add("the provider holds money that belongs to no payment of ours", || {
                format!("charge {key}")
            });
        }
        return;
    };
    if charge.captures > 0 && payment.state != "captured" && !payment.in_progress {
        line.add("the provider took money and we did not notice", || name(payment));
    }
    let held = charge.authorized && !charge.voided && charge.captures == 0;
    if held && payment.order_state == "canceled" && !payment.in_progress {
        line.add("the provider still holds money for a canceled order", || name(payment));
    }
}

fn given_back(line: &mut Line, key: &str, charge: &Charge, payment: Option<&Payment>) {
    let returned: i64 = charge.refunds.iter().map(|(_, amount)| amount).sum();
    if returned > charge.captured {
        line.add("the provider gave back more than it took", || format!("charge {key}"));
    }
    for (index, (refund, amount)) in charge.refunds.iter().enumerate() {
        if charge.refunds[..index].iter().any(|(earlier, _)| earlier == refund) {
            line.add("the provider gave money back twice under one key", || format!("refund {refund}"));
        }
        let recorded = payment.is_some_and(|payment| {
            payment.in_progress
                || payment.refunds_done.iter().any(|done| done.0 == *refund && done.1 == *amount)
        });
        if !recorded {
            line.add("the provider gave money back and we did not record it", || format!("refund {refund}"));
        }
    }
}

/// Per currency, what the provider took and gave back is what the ledger says; what the server is still at is left out.
fn same_sums(line: &mut Line, ours: &HashMap<&str, &Payment>, record: &Record) {
    let mut differences: BTreeMap<&str, i64> = BTreeMap::new();
    for payment in ours.values().filter(|payment| !payment.in_progress) {
        *differences.entry(&payment.currency).or_default() += payment.booked;
    }
    for (key, charge) in &record.charges {
        if ours.get(key.as_str()).is_some_and(|payment| payment.in_progress) {
            continue;
        }
        let returned: i64 = charge.refunds.iter().map(|(_, amount)| amount).sum();
        *differences.entry(&charge.currency).or_default() -= charge.captured - returned;
    }
    for (currency, difference) in differences.into_iter().filter(|(_, difference)| *difference != 0) {
        line.add("the ledger differs from the provider's own sums", || {
            format!("currency {currency} by {difference}")
        });
    }
}

/// What we say happened, the provider must know of.
fn never_invented(lines: &mut [Line], payment: &Payment, known: Option<&Charge>) {
    let charged = known.is_some_and(|charge| charge.captures > 0);
    if payment.captured > 0 && !charged {
        line(lines, "I5").add("recorded as captured, and the provider does not know of it", || name(payment));
    }
    for (refund, amount) in &payment.refunds_done {
        let given = known.is_some_and(|charge| {
            charge.refunds.iter().any(|(key, returned)| key == refund && returned == amount)
        });
        if !given {
            line(lines, "I9").add("recorded as given back, and the provider does not know of it", || {
                format!("refund {refund}")
            });
        }
    }
}
