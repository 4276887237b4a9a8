//! Nonprofits: they apply, bring their consent, are vouched for, ask, and are given to.

use app::checkout::MethodChoice;
use app::donations::{self, Begin, Change, Give, Given};
use app::matching::{self, MatchForm};
use app::nonprofits::{self, Answer, Apply, CampaignForm, Review};
use bytes::Bytes;
use domain::access::{Actor, AsAccount, Permit, Person};
use domain::donation::asked::Answers;
use domain::ids::{AccountId, CampaignId, NonprofitId};
use domain::money::{BasisPoints, Money};
use domain::nonprofit::registry::Registry;
use domain::nonprofit::staff::{AtNonprofit, NonprofitAct, NonprofitRole};
use jiff::Span;

use super::people::person;
use super::{Seed, Step, What, about};
use crate::demo::content::{Charity, Gift};
use crate::failure::Failure;

/// The signed consent that every charity of the demo brought: an empty page is no secret of anybody's.
const CONSENT: &[u8] = b"%PDF-1.4\n%%EOF\n";
/// The test card that the world's donors give with.
const CARD: &str = "card_ok";

/// A charity that stands in the demo, and what it asks for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) nonprofit: NonprofitId,
    pub(super) campaign: CampaignId,
}

/// Applies, answers with the consent, is verified, and makes its campaign.
pub(super) async fn open(seed: &mut Seed<'_>, charity: &Charity) -> Result<AccountId, Failure> {
    let what = || format!("charity @{}", charity.handle);
    let owner = seed.account(&charity.owner);
    let permit = person(owner).may(AsAccount(owner)).map_err(about(what()))?;
    let registry = Registry::from_word(&charity.registry).ok_or("no such register").map_err(about(what()))?;
    let form = Apply {
        handle: charity.handle.clone(),
        display_name: charity.name.clone(),
        legal_name: charity.legal_name.clone(),
        mission: charity.mission.clone(),
        contact_email: charity.contact_email.clone(),
        postal_address: charity.postal_address.trim().to_owned(),
        country: charity.country,
        currency: charity.currency,
        registry,
        number: charity.register_number.clone(),
    };
    let nonprofit = nonprofits::apply(seed.ctx, &permit, form).await.map_err(about(what()))?;
    let answer = Answer {
        words: String::new(),
        consent: Some(("consent.pdf".to_owned(), Bytes::from_static(CONSENT))),
    };
    let may = |act| permit_for(owner, nonprofit, act);
    nonprofits::answer(seed.ctx, &may(NonprofitAct::EditProfile), answer).await.map_err(about(what()))?;
    if charity.verified {
        nonprofits::decide(seed.ctx, &seed.operator(), nonprofit, Review::Verify)
            .await
            .map_err(about(what()))?;
    }
    let money = |minor| Money::new(minor, charity.currency);
    let campaign = CampaignForm {
        title: charity.campaign.title.clone(),
        story: charity.campaign.story.trim().to_owned(),
        open: true,
        currency: charity.currency,
        goal: Some(money(charity.campaign.goal_minor)),
        presets: charity.campaign.presets_minor.iter().copied().map(money).collect(),
        more: Vec::new(),
        designations: charity.campaign.designations.clone(),
        image: None,
        starts_at: None,
        ends_at: None,
    };
    let campaign = nonprofits::make_campaign(seed.ctx, &may(NonprofitAct::Campaign), campaign)
        .await
        .map_err(about(what()))?;
    let found = nonprofits::find(seed.ctx, nonprofit).await?.expect("it applied in the lines above");
    if let Some(promised) = &charity.campaign.matched {
        let last =
            seed.ago(0).to_zoned(found.profile.time_zone.clone()) + Span::new().days(promised.days_left);
        let form = MatchForm {
            campaign,
            sponsor: promised.sponsor.clone(),
            link: String::new(),
            ratio: BasisPoints(promised.ratio_basis_points),
            cap: money(promised.cap_minor),
            gift_cap: None,
            starts_at: Some(seed.ago(promised.minutes_ago)),
            ends_at: last.start_of_day().map_err(about(what()))?.timestamp(),
            why: promised.why.clone(),
        };
        matching::make_match(seed.ctx, &may(NonprofitAct::Campaign), form).await.map_err(about(what()))?;
    }
    seed.accounts.insert(charity.handle.clone(), found.account);
    seed.charities.insert(charity.handle.clone(), Standing { nonprofit, campaign });
    Ok(found.account)
}

/// Whoever speaks in the charity's name.
pub(super) fn staff(account: AccountId, nonprofit: NonprofitId) -> Actor {
    Actor::Person(Person {
        account,
        staff_of: [].into(),
        nonprofits: [(nonprofit, NonprofitRole::Owner)].into(),
        operator: false,
    })
}

fn permit_for(account: AccountId, nonprofit: NonprofitId, act: NonprofitAct) -> Permit<AtNonprofit> {
    let asked = AtNonprofit { nonprofit, act };
    staff(account, nonprofit).may(asked).expect("an owner may do everything")
}

/// Every gift, at its time.
pub(super) fn steps(seed: &Seed<'_>) -> Vec<Step> {
    let mut steps = Vec::new();
    for (charity, standing) in seed.world.charities.iter().enumerate() {
        for (gift, given) in standing.campaign.gifts.iter().enumerate() {
            steps.push(Step { at: seed.ago(given.minutes_ago), what: What::Gift(charity, gift) });
        }
    }
    steps
}

/// Gives, from the newest post that asks.
pub(super) async fn give(seed: &Seed<'_>, charity: usize, gift: usize) -> Result<(), Failure> {
    let charity = &seed.world.charities[charity];
    let Gift { by, minor, designation, cover, hide_name, hide_amount, contact, .. } =
        &charity.campaign.gifts[gift];
    let what = || format!("gift of @{by} to @{}", charity.handle);
    let donor =
        seed.world.people.iter().find(|person| person.handle == *by).expect("a test keeps every handle");
    let actor = person(seed.account(by));
    let amount = Money::new(*minor, charity.currency);
    let asking = seed.world.posts.iter().find(|post| post.asks && post.author == charity.handle);
    let begin = Begin {
        campaign: seed.charities[&charity.handle].campaign,
        amount,
        designation: designation.clone(),
        post: asking.and_then(|post| seed.posts.get(&post.key)).copied(),
        locale: donor.language.clone(),
        back: String::new(),
    };
    let begun = donations::begin(seed.ctx, &actor, begin).await.map_err(about(what()))?;
    let opened = donations::open_by_link(seed.ctx, &actor, begun.donation, &begun.token).await;
    let mut view = opened.map_err(about(what()))?;
    let change = Change {
        amount,
        cover: *cover,
        designation: designation.clone(),
        email: donor.email.clone(),
        name: donor.name.clone(),
        address: String::new(),
        hide_name: *hide_name,
        hide_amount: *hide_amount,
        contact_opt_in: *contact,
        tribute: None,
        answers: Answers::default(),
        gift_aid: None,
        tag: "en",
    };
    donations::change(seed.ctx, &mut view, change).await.map_err(about(what()))?;
    let method = MethodChoice::New { token: CARD.to_owned(), remember: false };
    let give =
        Give { method, seen: view.donation.total(), from_day: None, return_url: String::new(), from: None };
    match donations::give(seed.ctx, &view, give).await.map_err(about(what()))? {
        Given::Settled => Ok(()),
        other => Err(about(what())(format!("the sandbox says {other:?}"))),
    }
}
