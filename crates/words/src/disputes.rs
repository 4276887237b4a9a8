//! What disputes are called, why banks take back, and what helps against it.

use domain::dispute::{Dispute, DisputeReason, DisputeState, Disputed};

use crate::Words;

impl Words {
    /// Where a dispute stands, in a word or two.
    #[must_use]
    pub fn dispute_state(&self, dispute: &Dispute) -> &str {
        self.text(match (dispute.state, dispute.is_inquiry) {
            (DisputeState::Waiting, true) => key!("dispute-state-inquiry"),
            (DisputeState::Waiting, false) => key!("dispute-state-waiting"),
            (DisputeState::UnderReview, _) => key!("dispute-state-under-review"),
            (DisputeState::Won, _) => key!("dispute-state-won"),
            (DisputeState::Lost, _) => key!("dispute-state-lost"),
            (DisputeState::Closed, _) => key!("dispute-state-closed"),
        })
    }

    /// Where a dispute stands, and what that means for the money.
    #[must_use]
    pub fn dispute_state_text(&self, dispute: &Dispute) -> &str {
        if let Disputed::Gift(_) = dispute.about {
            return self.text(gift_state(dispute));
        }
        self.text(match (dispute.state, dispute.is_inquiry) {
            (DisputeState::Waiting, true) => key!("dispute-state-inquiry-text"),
            (DisputeState::Waiting, false) => key!("dispute-state-waiting-text"),
            (DisputeState::UnderReview, true) => key!("dispute-state-inquiry-review-text"),
            (DisputeState::UnderReview, false) => key!("dispute-state-under-review-text"),
            (DisputeState::Won, _) => key!("dispute-state-won-text"),
            (DisputeState::Lost, _) => key!("dispute-state-lost-text"),
            (DisputeState::Closed, _) => key!("dispute-state-closed-text"),
        })
    }

    /// Why the bank takes back, in a few words.
    #[must_use]
    pub fn dispute_reason(&self, reason: DisputeReason) -> &str {
        self.text(match reason {
            DisputeReason::Fraudulent => key!("dispute-reason-fraudulent"),
            DisputeReason::Unrecognized => key!("dispute-reason-unrecognized"),
            DisputeReason::NotReceived => key!("dispute-reason-not-received"),
            DisputeReason::NotAsDescribed => key!("dispute-reason-not-as-described"),
            DisputeReason::CreditNotProcessed => key!("dispute-reason-credit-not-processed"),
            DisputeReason::Duplicate => key!("dispute-reason-duplicate"),
            DisputeReason::Canceled => key!("dispute-reason-canceled"),
            DisputeReason::Other => key!("dispute-reason-other"),
        })
    }

    /// Why the bank takes back, as a sentence.
    #[must_use]
    pub fn dispute_reason_text(&self, dispute: &Dispute) -> &str {
        if let Disputed::Gift(_) = dispute.about {
            return self.text(gift_reason(dispute.reason));
        }
        self.text(match dispute.reason {
            DisputeReason::Fraudulent => key!("dispute-reason-fraudulent-text"),
            DisputeReason::Unrecognized => key!("dispute-reason-unrecognized-text"),
            DisputeReason::NotReceived => key!("dispute-reason-not-received-text"),
            DisputeReason::NotAsDescribed => key!("dispute-reason-not-as-described-text"),
            DisputeReason::CreditNotProcessed => key!("dispute-reason-credit-not-processed-text"),
            DisputeReason::Duplicate => key!("dispute-reason-duplicate-text"),
            DisputeReason::Canceled => key!("dispute-reason-canceled-text"),
            DisputeReason::Other => key!("dispute-reason-other-text"),
        })
    }

    /// What helps to answer it.
    #[must_use]
    pub fn dispute_evidence(&self, dispute: &Dispute) -> &str {
        if let Disputed::Gift(_) = dispute.about {
            return self.text(key!("gift-dispute-evidence"));
        }
        self.text(match dispute.reason {
            DisputeReason::Fraudulent | DisputeReason::Unrecognized => key!("dispute-evidence-who"),
            DisputeReason::NotReceived => key!("dispute-evidence-delivery"),
            DisputeReason::NotAsDescribed => key!("dispute-evidence-goods"),
            DisputeReason::CreditNotProcessed => key!("dispute-evidence-credit"),
            DisputeReason::Duplicate => key!("dispute-evidence-duplicate"),
            DisputeReason::Canceled => key!("dispute-evidence-canceled"),
            DisputeReason::Other => key!("dispute-evidence-other"),
        })
    }
}

/// Where a dispute about a gift stands, and what that means for the money.
const fn gift_state(dispute: &Dispute) -> &'static str {
    match (dispute.state, dispute.is_inquiry) {
        (DisputeState::Waiting, true) => key!("gift-dispute-state-inquiry-text"),
        (DisputeState::Waiting, false) => key!("gift-dispute-state-waiting-text"),
        (DisputeState::UnderReview, true) => key!("gift-dispute-state-inquiry-review-text"),
        (DisputeState::UnderReview, false) => key!("gift-dispute-state-under-review-text"),
        (DisputeState::Won, _) => key!("dispute-state-won-text"),
        (DisputeState::Lost, _) => key!("gift-dispute-state-lost-text"),
        (DisputeState::Closed, _) => key!("dispute-state-closed-text"),
    }
}

/// Why a bank takes a gift back: what is said of goods says little of gifts.
const fn gift_reason(reason: DisputeReason) -> &'static str {
    match reason {
        DisputeReason::Fraudulent => key!("dispute-reason-fraudulent-text"),
        DisputeReason::Unrecognized => key!("gift-dispute-reason-unrecognized-text"),
        DisputeReason::NotReceived | DisputeReason::NotAsDescribed => {
            key!("gift-dispute-reason-promised-text")
        }
        DisputeReason::CreditNotProcessed => key!("gift-dispute-reason-credit-not-processed-text"),
        DisputeReason::Duplicate => key!("gift-dispute-reason-duplicate-text"),
        DisputeReason::Canceled => key!("gift-dispute-reason-canceled-text"),
        DisputeReason::Other => key!("dispute-reason-other-text"),
    }
}
