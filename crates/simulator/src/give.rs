//! What donors do: tap Donate, give, answer their bank; and what a nonprofit's people do with what was given.

use std::time::Duration;

use app::checkout::MethodChoice;
use app::donations::{self, DonationView, Give, GiveError, Given};
use app::pledges::{self, Wish};
use domain::access::Actor;
use domain::donation::interval::{Interval, Until};
use domain::ids::DonationId;
use domain::nonprofit::staff::NonprofitAct;
use store::DbError;
use testkit::house::donor;

use crate::act::Hand;

/// Gifts of those who give for some weeks: fewer than the due dates in a row without money that would end them before.
pub(crate) const WEEKS: u32 = 3;

/// A donor, as far as a donor remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Donor {
    gift: Option<(DonationId, String)>,
    /// The page as it was loaded last.
    page: Option<DonationView>,
    /// Where the bank waits.
    bank: Option<String>,
    /// Gifts that this donor was thanked for.
    pub(crate) thanked: Vec<DonationId>,
}

impl Donor {
    pub(crate) fn has_begun(&self) -> bool {
        self.gift.is_some()
    }

    pub(crate) fn waits(&self) -> bool {
        self.bank.is_some()
    }

    /// The gift on the page is given, as far as the donor was told.
    pub(crate) fn is_thanked(&self) -> bool {
        self.gift.as_ref().is_some_and(|(gift, _)| self.thanked.contains(gift))
    }
}

/// One thing that is done about a gift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum GiftAct {
    /// Taps Donate on so many cents, with what covers the fee or without, once or for some weeks.
    Tap { cents: i64, cover: bool, weekly: bool },
    /// Pays for it, as [`Act::Pay`](crate::act::Act::Pay) does.
    Give { paper: &'static str, stale: bool, patience: Duration },
    /// Answers the bank.
    Bank { agrees: bool },
    /// Comes back from the bank to the page.
    Return,
    /// Wants no more gifts to follow the one on the page.
    Stop,
    /// The nonprofit's people give it back.
    GiveBack(DonationId),
}

impl GiftAct {
    /// It is done by a donor.
    pub(crate) const fn is_donors(&self) -> bool {
        !matches!(self, Self::GiveBack(_))
    }

    /// A finger may tap it twice.
    pub(crate) const fn may_come_twice(&self) -> bool {
        matches!(self, Self::Give { .. } | Self::Stop | Self::GiveBack(_))
    }
}

impl Hand {
    pub(crate) async fn act_on_gift(&self, act: &GiftAct) -> String {
        match act {
            GiftAct::Tap { cents, cover, weekly } => self.tap_donate(*cents, *cover, *weekly).await,
            GiftAct::Give { paper, stale, patience } => self.give(paper, *stale, *patience).await,
            GiftAct::Bank { agrees } => {
                let place = self.donor.lock().bank.take();
                self.answer_bank(place, *agrees)
            }
            GiftAct::Return => self.come_back_to_gift().await,
            GiftAct::Stop => self.stop_giving().await,
            GiftAct::GiveBack(gift) => {
                let may = self.charity.may(NonprofitAct::ReturnGift);
                let done = donations::give_back(&self.ctx, &may, *gift, "").await;
                format!("{:?}", done.map_err(|error| error.to_string()))
            }
        }
    }

    async fn tap_donate(&self, cents: i64, cover: bool, weekly: bool) -> String {
        let wish = self.charity.wish(cents);
        let begun = match donations::begin(&self.ctx, &Actor::Anonymous, wish).await {
            Ok(begun) => begun,
            Err(error) => return error.to_string(),
        };
        {
            let mut donor = self.donor.lock();
            let thanked = std::mem::take(&mut donor.thanked);
            *donor = Donor { gift: Some((begun.donation, begun.token)), thanked, ..Donor::default() };
        }
        let Some(mut view) = self.load_gift().await else { return "not shown".to_owned() };
        let mut told = donor(view.donation.amount);
        (told.email, told.cover) = (format!("donor{}@example.com", self.name), cover);
        if let Err(error) = donations::change(&self.ctx, &mut view, told).await {
            return error.to_string();
        }
        if weekly {
            let wish = Wish { until: Until::Count(WEEKS), ..Wish::each(Interval::Weekly) };
            let gift = (view.donation.nonprofit, view.donation.id);
            if let Err(error) = pledges::promise(&self.ctx, gift, Some(wish)).await {
                return error.to_string();
            }
        }
        format!("{}", self.load_gift().await.is_some())
    }

    async fn stop_giving(&self) -> String {
        let Some(view) = self.load_gift().await else { return "no page".to_owned() };
        let pledge = match pledges::of_gift(&self.ctx, &view.donation).await {
            Ok(Some(pledge)) => pledge,
            Ok(None) => return "given once".to_owned(),
            Err(error) => return error.to_string(),
        };
        let token = pledges::link_token(&self.ctx, &pledge);
        let stopped = match pledges::open_by_link(&self.ctx, &Actor::Anonymous, pledge.id, &token).await {
            Ok(view) => {
                let done = pledges::act(&self.ctx, &view, pledges::Act::Cancel).await;
                done.map_err(|error| error.to_string())
            }
            Err(error) => Err(error.to_string()),
        };
        format!("{stopped:?}")
    }

    async fn load_gift(&self) -> Option<DonationView> {
        let (gift, token) = self.donor.lock().gift.clone()?;
        let view = donations::open_by_link(&self.ctx, &Actor::Anonymous, gift, &token).await.ok()?;
        self.donor.lock().page = Some(view.clone());
        Some(view)
    }

    async fn give(&self, paper: &str, stale: bool, patience: Duration) -> String {
        let known = self.donor.lock().page.clone().filter(|_| stale);
        let Some(view) = (if known.is_some() { known } else { self.load_gift().await }) else {
            return "no page".to_owned();
        };
        let token = match self.type_into_form(paper) {
            Ok(token) => token,
            Err(refused) => return refused,
        };
        let give = Give {
            method: MethodChoice::New { token, remember: false },
            seen: view.donation.total(),
            from_day: None,
            return_url: "https://buyline.test/back".to_owned(),
            from: None,
        };
        let Ok(answer) = tokio::time::timeout(patience, donations::give(&self.ctx, &view, give)).await else {
            return "hung up".to_owned();
        };
        match answer {
            Ok(given) => {
                let mut donor = self.donor.lock();
                match &given {
                    Given::Settled if !donor.thanked.contains(&view.donation.id) => {
                        donor.thanked.push(view.donation.id);
                    }
                    Given::Action { url } => donor.bank = Some(url.clone()),
                    Given::Settled
                    | Given::Promised
                    | Given::Checking
                    | Given::Declined(_)
                    | Given::Changed
                    | Given::Unanswered
                    | Given::NotTaking(_)
                    | Given::Over
                    | Given::ProviderDown
                    | Given::Stopped(_) => {}
                }
                format!("{given:?}")
            }
            Err(error) => {
                if matches!(&error, GiveError::Db(cause) if !matches!(cause, DbError::Closed)) {
                    self.shared.wrong.lock().push(format!("donor {} was told: {error}", self.name));
                }
                error.to_string()
            }
        }
    }

    async fn come_back_to_gift(&self) -> String {
        let Some(view) = self.load_gift().await else { return "no page".to_owned() };
        match donations::returned(&self.ctx, &view).await {
            Ok(()) => "back".to_owned(),
            Err(error) => error.to_string(),
        }
    }
}
