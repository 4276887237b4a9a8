//! What the states, roles and registers of nonprofits are called. Each `match` is complete: a new variant asks for its
//! words here.

use domain::nonprofit::registry::{Registry, RegistryProblem};
use domain::nonprofit::staff::NonprofitRole;
use domain::nonprofit::state::NonprofitState;

use crate::{Arg, Words};

impl Words {
    /// Where a nonprofit stands with the operator, in a word.
    #[must_use]
    pub fn nonprofit_state(&self, state: NonprofitState) -> &str {
        self.text(match state {
            NonprofitState::Applied => key!("nonprofit-state-applied"),
            NonprofitState::Refused => key!("nonprofit-state-refused"),
            NonprofitState::Verified => key!("nonprofit-state-verified"),
            NonprofitState::Suspended => key!("nonprofit-state-suspended"),
        })
    }

    /// The name of a role among a nonprofit's people.
    #[must_use]
    pub fn nonprofit_role(&self, role: NonprofitRole) -> &str {
        self.text(match role {
            NonprofitRole::Owner => key!("nonprofit-role-owner"),
            NonprofitRole::Fundraiser => key!("nonprofit-role-fundraiser"),
            NonprofitRole::DonorCare => key!("nonprofit-role-donor-care"),
            NonprofitRole::Treasurer => key!("nonprofit-role-treasurer"),
        })
    }

    /// What that role may do, in a line.
    #[must_use]
    pub fn nonprofit_role_text(&self, role: NonprofitRole) -> &str {
        self.text(match role {
            NonprofitRole::Owner => key!("nonprofit-role-owner-text"),
            NonprofitRole::Fundraiser => key!("nonprofit-role-fundraiser-text"),
            NonprofitRole::DonorCare => key!("nonprofit-role-donor-care-text"),
            NonprofitRole::Treasurer => key!("nonprofit-role-treasurer-text"),
        })
    }

    /// How a register writes its numbers, in a sentence.
    #[must_use]
    pub fn registry_rule(&self, registry: Registry) -> &str {
        self.text(match registry {
            Registry::UsEin => key!("registry-rule-us-ein"),
            Registry::GbCcew => key!("registry-rule-gb-ccew"),
            Registry::GbOscr => key!("registry-rule-gb-oscr"),
            Registry::GbCcni => key!("registry-rule-gb-ccni"),
            Registry::IeCra => key!("registry-rule-ie-cra"),
            Registry::FrRna => key!("registry-rule-fr-rna"),
            Registry::FrSiren => key!("registry-rule-fr-siren"),
            Registry::DeRegister => key!("registry-rule-de-register"),
            Registry::CaBn => key!("registry-rule-ca-bn"),
            Registry::AuAbn => key!("registry-rule-au-abn"),
            Registry::NzCharities => key!("registry-rule-nz-charities"),
            Registry::ChUid => key!("registry-rule-ch-uid"),
            Registry::AtZvr => key!("registry-rule-at-zvr"),
            Registry::BeEnterprise => key!("registry-rule-be-enterprise"),
            Registry::NlRsin => key!("registry-rule-nl-rsin"),
            Registry::EsNif => key!("registry-rule-es-nif"),
            Registry::ItCodiceFiscale => key!("registry-rule-it-codice-fiscale"),
            Registry::PtNif => key!("registry-rule-pt-nif"),
            Registry::SeOrg => key!("registry-rule-se-org"),
            Registry::NoOrg => key!("registry-rule-no-org"),
            Registry::DkCvr => key!("registry-rule-dk-cvr"),
            Registry::FiYTunnus => key!("registry-rule-fi-y-tunnus"),
            Registry::PlKrs => key!("registry-rule-pl-krs"),
            Registry::Other => key!("registry-rule-other"),
        })
    }

    /// What is wrong with a number, and how its register writes them.
    #[must_use]
    pub fn registry_problem(&self, registry: Registry, problem: &RegistryProblem) -> String {
        let wrong = match problem {
            RegistryProblem::Length { found: 0, .. } => self.text("field-required").to_owned(),
            RegistryProblem::Length { least, most, found } if least == most => {
                self.with("registry-wrong-length", &[("wanted", count(*most)), ("found", count(*found))])
            }
            RegistryProblem::Length { least, most, found } => self.with(
                "registry-wrong-length-between",
                &[("least", count(*least)), ("most", count(*most)), ("found", count(*found))],
            ),
            RegistryProblem::Characters { found } => {
                self.fill("registry-wrong-characters", "found", &*found.to_string())
            }
            RegistryProblem::Prefix { found } => self.fill("registry-wrong-prefix", "found", found.as_str()),
            RegistryProblem::CheckDigit => self.text("registry-wrong-check-digit").to_owned(),
            RegistryProblem::Zeros => self.text("registry-wrong-zeros").to_owned(),
            RegistryProblem::Personal => self.text("registry-wrong-personal").to_owned(),
            RegistryProblem::NoCourt => self.text("registry-wrong-no-court").to_owned(),
            RegistryProblem::NoRegister => self.text("registry-wrong-no-register").to_owned(),
        };
        format!("{wrong} {}", self.registry_rule(registry))
    }
}

fn count(count: usize) -> Arg<'static> {
    Arg::Int(i64::try_from(count).unwrap_or(i64::MAX))
}
