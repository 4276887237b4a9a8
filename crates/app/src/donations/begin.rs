//! Tap one of a gift, and what a donor changes before tap two.

use domain::access::Actor;
use domain::donation::amount::{self, AmountProblem};
use domain::donation::asked::{AnswerProblem, Answers};
use domain::donation::gift_aid::{AidProblem, Declaration};
use domain::donation::state::DonationState;
use domain::donation::tribute::{Tribute, TributeProblem};
use domain::donation::{Donation, Donor};
use domain::gate::{Asker, Feature};
use domain::ids::{AccountId, CampaignId, DonationId, MerchantId, NonprofitId, OrderId, PostId};
use domain::money::{Currency, Money};
use domain::nonprofit::campaign::CampaignPause;
use jiff::SignedDuration;
use store::{DbError, Tx, donations};

use super::gift_aid::{self, Declared};
use super::tribute;
use super::view::{DonationView, link_token};
use crate::checkout::{MethodChoice, is_email};
use crate::nonprofits;
use crate::{Ctx, asked, gates};

/// How long a gift that was begun waits to be given.
const KEPT_FOR: SignedDuration = SignedDuration::from_hours(24);
/// Characters of a donor's name.
const NAME_CHARS_MAX: usize = 120;
/// Characters of a postal address.
const ADDRESS_CHARS_MAX: usize = 500;

/// Tap one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begin {
    /// What for.
    pub campaign: CampaignId,
    /// How much, in a currency that the campaign takes.
    pub amount: Money,
    /// The purpose chosen, or empty.
    pub designation: String,
    /// The post whose card was tapped.
    pub post: Option<PostId>,
    /// The donor's language.
    pub locale: String,
    /// The path of the page it was tapped on; empty for none.
    pub back: String,
}

/// A gift that was begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Its id.
    pub donation: DonationId,
    /// The secret of its link.
    pub token: String,
}

/// Why nothing was begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// There is no such campaign.
    #[error("there is no such campaign")]
    NotFound,
    /// The campaign takes nothing now.
    #[error("this campaign takes no gifts now")]
    Paused(CampaignPause),
    /// Nobody vouches for the nonprofit, or it was stopped, or nobody can pay it.
    #[error("this nonprofit takes no gifts now")]
    NotTaking,
    /// Giving, or rounding up, is not open to this person.
    #[error("this server takes no new gifts now")]
    NotOpen,
    /// The campaign does not take that currency; this one it counts in.
    #[error("this campaign takes {0}")]
    Currency(Currency),
    /// Too little or too much.
    #[error(transparent)]
    Amount(#[from] AmountProblem),
    /// The campaign has no such purpose.
    #[error("this campaign has no such purpose")]
    Designation,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Begins a gift. What the account has told before is filled in: who, where the receipt goes, how it is paid.
///
/// # Errors
/// [`BeginError`]; nothing has changed then.
pub async fn begin(ctx: &Ctx, actor: &Actor, begin: Begin) -> Result<Begun, BeginError> {
    begin_with(ctx, actor, begin, Known::default()).await
}

/// What is known of a gift that begins with something else.
#[derive(Debug, Clone, Default)]
pub(super) struct Known {
    /// Who gives, where no account tells it.
    pub(super) email: String,
    pub(super) name: String,
    /// The order that the gift rounds up: once.
    pub(super) rounds_up: Option<(MerchantId, OrderId)>,
}

/// Begins a gift of which some things are known.
pub(super) async fn begin_with(
    ctx: &Ctx,
    actor: &Actor,
    begin: Begin,
    known: Known,
) -> Result<Begun, BeginError> {
    let (campaign, nonprofit) =
        nonprofits::campaign(ctx, begin.campaign).await?.ok_or(BeginError::NotFound)?;
    let now = ctx.now();
    if let Some(pause) = campaign.pause(now) {
        return Err(BeginError::Paused(pause));
    }
    if !nonprofit.takes_donations() || (ctx.needs_payees() && !nonprofit.payee.takes) {
        return Err(BeginError::NotTaking);
    }
    let asker = Asker::giving(actor.account(), &nonprofit);
    if !gates::ask(ctx, Feature::Donate, &asker).await?.is_open() {
        return Err(BeginError::NotOpen);
    }
    if campaign.presets_in(begin.amount.currency).is_none() {
        return Err(BeginError::Currency(campaign.currency));
    }
    let rule = asked::rule_of(ctx, &nonprofit);
    // What rounds a purchase up may be less than others begin with.
    if known.rounds_up.is_none() {
        match &rule {
            Some(rule) => rule.check(begin.amount)?,
            None => amount::check(begin.amount, None)?,
        }
    }
    if !campaign.offers(&begin.designation) {
        return Err(BeginError::Designation);
    }
    let id: DonationId = ctx.id();
    let seed = ctx.random::<16>();
    let account = actor.account();
    let payee = if ctx.needs_payees() { nonprofit.payee.account.clone() } else { String::new() };
    let house = ctx.clone();
    let (id, seed) = ctx
        .db()
        .write("begin_donation", move |tx| {
            if let Some((_, order)) = known.rounds_up
                && let Some(before) = store::round_ups::of_order(tx, order)?
                && let Some(before) = donations::by_id(tx, before)?
                && before.state != DonationState::Ended
            {
                // Whatever became of it: its page tells, and can be gone on with.
                return Ok((before.id, before.link_seed));
            }
            let Known { email, name, rounds_up } = &known;
            let (email, name) = (email.clone(), name.clone());
            let (mut donor, mut method) = (Donor { account, email, name, ..Donor::default() }, None);
            let mut answers = Answers::default();
            if let Some(account) = account {
                if let Some(known) = store::accounts::settings(tx, account)? {
                    donor.email = known.email;
                    donor.name = known.display_name;
                }
                let payments = &house.ports().payments;
                let usable = |one: &store::wallet::Method| {
                    one.provider == payments.name() && payments.serves(&one.token, &payee)
                };
                if let Some(rule) = &rule
                    && let Some(before) = newest_to(tx, account, nonprofit.id)?
                {
                    donor.address = before.donor.address;
                    answers = rule.told_before(&before.answers);
                }
                method = store::wallet::methods(tx, account)?.into_iter().find(usable).map(|one| one.id);
            }
            // A post that does not carry the campaign earns nothing for it, and stops no gift.
            let post = match begin.post {
                Some(post) if store::posts::asks_for(tx, post, campaign.id)? => Some(post),
                Some(_) | None => None,
            };
            let donation = Donation {
                id,
                nonprofit: nonprofit.id,
                campaign: campaign.id,
                link_seed: seed,
                state: DonationState::Open,
                amount: begin.amount,
                cover: Money::zero(begin.amount.currency),
                refunded: Money::zero(begin.amount.currency),
                designation: begin.designation.clone(),
                donor,
                tribute: None,
                answers,
                locale: begin.locale.clone(),
                pledge: None,
                post,
                method,
                method_token: String::new(),
                remember: false,
                attempt: 0,
                is_test: house.ports().payments.is_test(),
                back: begin.back.clone(),
                created_at: now,
                expires_at: now + KEPT_FOR,
                settled_at: None,
            };
            donations::insert(tx, &donation)?;
            if let Some(order) = *rounds_up {
                store::round_ups::keep(tx, order, id)?;
            }
            Ok::<_, DbError>((id, seed))
        })
        .await?;
    Ok(Begun { donation: id, token: link_token(ctx, id, &seed) })
}

/// Gifts of an account among which one to the same nonprofit is looked for.
const LOOKED_BACK: u32 = 50;

/// The newest gift of an account to a nonprofit.
fn newest_to(
    tx: &mut Tx<'_>,
    account: AccountId,
    nonprofit: NonprofitId,
) -> Result<Option<Donation>, DbError> {
    let gifts = donations::of_account(tx, account, LOOKED_BACK)?;
    Ok(gifts.into_iter().find(|gift| gift.nonprofit == nonprofit))
}

/// What a donor may change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// How much.
    pub amount: Money,
    /// Also what the provider keeps, so that all of the amount arrives.
    pub cover: bool,
    /// The purpose, or empty.
    pub designation: String,
    /// Where the receipt goes.
    pub email: String,
    /// The name on it.
    pub name: String,
    /// The address on it; may be empty.
    pub address: String,
    /// Nobody but the nonprofit reads the name.
    pub hide_name: bool,
    /// Nobody but the nonprofit reads the amount.
    pub hide_amount: bool,
    /// The nonprofit may write about other things.
    pub contact_opt_in: bool,
    /// In whose honour or memory, if in somebody's.
    pub tribute: Option<Tribute>,
    /// What the law of the nonprofit's country wants to know, as it was typed.
    pub answers: Answers,
    /// What is declared for Gift Aid, where the charity claims it.
    pub gift_aid: Option<Declared>,
    /// The language in which all of it was asked.
    pub tag: &'static str,
}

/// What is wrong with what a donor says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChangeProblem {
    /// Too little, too much, or of another currency.
    #[error(transparent)]
    Amount(#[from] AmountProblem),
    /// The campaign has no such purpose.
    #[error("this campaign has no such purpose")]
    Designation,
    /// No mail address: nobody could be sent a receipt.
    #[error("a mail address is needed for the receipt")]
    Email,
    /// No name, or one that is too long.
    #[error("a name of at most {NAME_CHARS_MAX} characters is needed for the receipt")]
    Name,
    /// The address is too long.
    #[error("an address has at most {ADDRESS_CHARS_MAX} characters")]
    Address,
    /// Whom it is for, or who is told.
    #[error(transparent)]
    Tribute(#[from] TributeProblem),
    /// Something that the law of the nonprofit's country asks, by the key of its field.
    #[error("{0} {1}")]
    Answer(String, AnswerProblem),
    /// Who declares Gift Aid.
    #[error(transparent)]
    Aid(#[from] AidProblem),
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// A payment runs, or it is over.
    #[error("this gift cannot be changed any more")]
    Closed,
    /// Something cannot be right: all of it.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Problems(Vec<ChangeProblem>),
    /// No such way to pay.
    #[error("there is no such way to pay")]
    Method,
    /// The database failed.
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Writes what the donor says.
///
/// # Errors
/// [`ChangeError`]; nothing has changed then.
pub async fn change(ctx: &Ctx, view: &mut DonationView, change: Change) -> Result<(), ChangeError> {
    let name = change.name.trim().to_owned();
    let address = change.address.trim().to_owned();
    let email = change.email.trim().to_owned();
    let mut problems = Vec::new();
    let asked = asked::of(ctx, &view.nonprofit, &view.donation, &email).await?;
    let within = match &asked {
        // As it was begun with: less than others begin with where it rounds a purchase up.
        _ if change.amount == view.donation.amount => Ok(()),
        Some(asked) => asked.rule.check(change.amount),
        None => amount::check(change.amount, None),
    };
    if let Err(problem) = within {
        problems.push(ChangeProblem::Amount(problem));
    }
    if change.amount.currency != view.donation.currency() || !view.campaign.offers(&change.designation) {
        problems.push(ChangeProblem::Designation);
    }
    if !is_email(&email) {
        problems.push(ChangeProblem::Email);
    }
    // Spaces that nobody sees are no name.
    if !(1..=NAME_CHARS_MAX).contains(&name.chars().count()) || !name.chars().any(char::is_alphanumeric) {
        problems.push(ChangeProblem::Name);
    }
    if address.chars().count() > ADDRESS_CHARS_MAX {
        problems.push(ChangeProblem::Address);
    }
    let in_name_of = change.tribute.map(Tribute::tidied);
    if let Some(tribute) = &in_name_of {
        let found = tribute::problems(ctx, &view.donation, &email, tribute).await?;
        problems.extend(found.into_iter().map(ChangeProblem::Tribute));
    }
    let cover = if change.cover { view.cover_of(change.amount) } else { Money::zero(change.amount.currency) };
    let mut answers = Answers::default();
    if let (Some(asked), Ok(total)) = (&asked, change.amount.checked_add(cover)) {
        match asked.rule.read(&change.answers, &asked.asking(total, &address, change.tag)) {
            Ok(read) => answers = read,
            Err(found) => problems.extend(found.into_iter().map(|(key, it)| ChangeProblem::Answer(key, it))),
        }
    }
    let mut declared = None;
    if let Some(typed) = change.gift_aid.as_ref()
        && gift_aid::is_offered(&view.nonprofit, view.donation.currency())
    {
        match gift_aid::read(typed, ctx.now()) {
            Ok(read) => declared = Some(read),
            Err(found) => problems.extend(found.into_iter().map(ChangeProblem::Aid)),
        }
    }
    if !problems.is_empty() {
        return Err(ChangeError::Problems(problems));
    }
    let donation = Donation {
        amount: change.amount,
        cover,
        designation: change.designation,
        donor: Donor {
            account: view.donation.donor.account,
            email,
            name,
            address,
            hide_name: change.hide_name,
            hide_amount: change.hide_amount,
            contact_opt_in: change.contact_opt_in,
        },
        tribute: in_name_of,
        answers,
        ..view.donation.clone()
    };
    let known = view.aid.as_ref().and_then(|aid| aid.own.as_ref());
    let is_declared_anew = known.is_some() || declared.is_some();
    keep(ctx, view, donation, is_declared_anew.then_some(declared)).await
}

/// Remembers how the donor will pay.
///
/// # Errors
/// [`ChangeError::Method`] when a saved way is not the donor's; nothing has changed then.
pub async fn choose_method(
    ctx: &Ctx,
    view: &mut DonationView,
    choice: MethodChoice,
) -> Result<(), ChangeError> {
    let mut donation = view.donation.clone();
    match choice {
        MethodChoice::Saved(id) if view.methods.iter().any(|method| method.id == id) => {
            (donation.method, donation.method_token, donation.remember) = (Some(id), String::new(), false);
        }
        MethodChoice::Saved(_) => return Err(ChangeError::Method),
        MethodChoice::New { token, remember } => {
            (donation.method, donation.method_token, donation.remember) = (None, token, remember);
        }
    }
    keep(ctx, view, donation, None).await
}

/// Writes the gift, and what is declared with it where something else is than was.
async fn keep(
    ctx: &Ctx,
    view: &mut DonationView,
    donation: Donation,
    declared: Option<Option<Declaration>>,
) -> Result<(), ChangeError> {
    if !donation.is_payable(ctx.now()) {
        return Err(ChangeError::Closed);
    }
    let (written, put) = (donation.clone(), declared.clone());
    let done = ctx
        .db()
        .write("change_donation", move |tx| {
            let is_open = donations::update_open(tx, &written)?;
            if let (true, Some(declared)) = (is_open, &put) {
                donations::gift_aid::put(tx, &written, declared.as_ref())?;
            }
            Ok::<_, DbError>(is_open)
        })
        .await?;
    if !done {
        return Err(ChangeError::Closed);
    }
    view.donation = donation;
    if let (Some(aid), Some(declared)) = (view.aid.as_mut(), declared) {
        aid.own = declared;
    }
    Ok(())
}
