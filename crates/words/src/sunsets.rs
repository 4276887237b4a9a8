//! What ends, its days, and where partners stand, in words.

use domain::gate::Feature;
use domain::partner::PartnerState;
use domain::sunset::Scope;
use domain::sunset::calendar::Step;
use domain::sunset::notice::Round;

use crate::Words;

impl Words {
    /// What ends, as the subject of a sentence: `Buying`, `The shop Atelier Nord`.
    #[must_use]
    pub fn sunset_subject(&self, scope: Scope, name: Option<&str>) -> String {
        let name = name.unwrap_or("?");
        let key = match scope {
            Scope::Shop(_) => return self.fill("sunset-what-shop", "name", name),
            Scope::Nonprofit(_) => return self.fill("sunset-what-nonprofit", "name", name),
            Scope::Feature(Feature::Buy) => key!("sunset-what-buy"),
            Scope::Feature(Feature::Selling) => key!("sunset-what-selling"),
            Scope::Feature(Feature::Donate) => key!("sunset-what-donate"),
            Scope::Feature(Feature::Asking) => key!("sunset-what-asking"),
            Scope::Feature(Feature::Pledges) => key!("sunset-what-pledges"),
            Scope::Feature(Feature::RoundUp) => key!("sunset-what-round-up"),
            Scope::Feature(Feature::Imports) => key!("sunset-what-imports"),
            Scope::Server => key!("sunset-what-server"),
        };
        self.text(key).to_owned()
    }

    /// What a day of a plan changes.
    #[must_use]
    pub fn sunset_step(&self, scope: Scope, step: Step) -> &str {
        let takes_shops = scope.closes_from(Feature::Selling) == Some(Step::NoOnboarding);
        let takes_nonprofits = scope.closes_from(Feature::Asking) == Some(Step::NoOnboarding);
        self.text(match step {
            Step::Notice => key!("sunset-day-notice"),
            Step::NoOnboarding => match (takes_shops, takes_nonprofits) {
                (true, true) => key!("sunset-day-onboarding-both"),
                (true, false) => key!("sunset-day-onboarding-shops"),
                (false, true) => key!("sunset-day-onboarding-nonprofits"),
                (false, false) => key!("sunset-day-onboarding"),
            },
            Step::NoSales => match (scope, scope.concerns_buyers(), scope.concerns_donors()) {
                (Scope::Feature(Feature::Imports), ..) => key!("sunset-day-sales-files"),
                (_, true, true) => key!("sunset-day-sales-both"),
                (_, false, true) => key!("sunset-day-sales-gifts"),
                (_, _, false) if takes_nonprofits => key!("sunset-day-onboarding-nonprofits"),
                (_, true, false) => key!("sunset-day-sales-orders"),
                (_, false, false) => key!("sunset-day-onboarding-shops"),
            },
            Step::ReadOnly => key!("sunset-day-read-only"),
            Step::ExportEnds => key!("sunset-day-export-ends"),
            Step::Erasure => key!("sunset-day-erasure"),
        })
    }

    /// What goes out to an audience, in a word.
    #[must_use]
    pub fn sunset_round(&self, round: Round) -> &str {
        self.text(match round {
            Round::Announce => key!("sunset-mail-announce"),
            Round::Ending => key!("sunset-mail-ending"),
            Round::Exporting => key!("sunset-mail-exporting"),
            Round::Withdraw => key!("sunset-mail-withdraw"),
        })
    }

    /// Where a partner stands, in a word.
    #[must_use]
    pub fn partner_state(&self, state: PartnerState) -> &str {
        self.text(match state {
            PartnerState::Invited => key!("partner-invited"),
            PartnerState::Connected => key!("partner-connected"),
            PartnerState::TestPassed => key!("partner-test-passed"),
            PartnerState::Limited => key!("partner-limited"),
            PartnerState::General => key!("partner-general"),
            PartnerState::Paused => key!("partner-paused"),
            PartnerState::SunsetNotice => key!("partner-sunset-notice"),
            PartnerState::ReadOnly => key!("partner-read-only"),
            PartnerState::ExportWindow => key!("partner-export-window"),
            PartnerState::Erased => key!("partner-erased"),
        })
    }
}
