//! Accounts, in the order in which they were opened, and whom they follow.

use app::accounts::{self, Changed, NewUser};
use domain::access::{Actor, Person};
use domain::ids::AccountId;
use jiff::Timestamp;
use store::DbError;
use store::people::Tie;

use super::{OTHER_OWNERS, PASSWORD, ROLES, Seed, about, charities, shops};
use crate::demo::content;
use crate::failure::Failure;

/// Days before the demo when those who own shops opened their accounts.
const OWNERS_JOINED_DAYS_AGO: u32 = 420;
const MINUTES_OF_DAY: u32 = 24 * 60;

/// An account to be opened.
enum Joins<'a> {
    Owner { handle: &'a str, name: &'a str, operator: bool },
    Person(&'a content::Person),
    Charity(&'a content::Charity),
    Shop(&'a content::Shop),
}

/// Opens every account and every shop, on its day.
pub(super) async fn open_accounts(seed: &mut Seed<'_>) -> Result<(), Failure> {
    let world = seed.world;
    let roles = ROLES.iter().filter(|role| !role.name.is_empty());
    let roles = roles.map(|role| (role.handle, role.name, role.role == "operator"));
    let others = OTHER_OWNERS.iter().map(|(handle, name)| (*handle, *name, false));
    let owners = roles.chain(others);
    let mut joins: Vec<(u32, Joins<'_>)> = owners
        .map(|(handle, name, operator)| (OWNERS_JOINED_DAYS_AGO, Joins::Owner { handle, name, operator }))
        .collect();
    joins.extend(world.people.iter().map(|person| (person.joined_days_ago, Joins::Person(person))));
    joins.extend(world.charities.iter().map(|charity| (charity.joined_days_ago, Joins::Charity(charity))));
    joins.extend(world.shops.iter().map(|shop| (shop.joined_days_ago, Joins::Shop(shop))));
    joins.sort_by_key(|(days, _)| std::cmp::Reverse(*days));
    for (days, joins) in joins {
        seed.clock.set(seed.ago(days * MINUTES_OF_DAY));
        match joins {
            Joins::Owner { handle, name, operator } => {
                let email = format!("{handle}@example.org");
                open(seed, handle, name, &email, "fr", operator).await?;
            }
            Joins::Person(person) => {
                let account =
                    open(seed, &person.handle, &person.name, &person.email, &person.language, false).await?;
                describe(seed, account, &person.name, &person.bio, &person.language).await?;
            }
            Joins::Charity(charity) => {
                let account = charities::open(seed, charity).await?;
                describe(seed, account, &charity.name, &charity.bio, &charity.language).await?;
            }
            Joins::Shop(shop) => {
                let account = shops::open(seed, shop).await?;
                describe(seed, account, &shop.name, &shop.bio, &shop.language).await?;
            }
        }
    }
    Ok(())
}

async fn open(
    seed: &mut Seed<'_>,
    handle: &str,
    name: &str,
    email: &str,
    locale: &str,
    operator: bool,
) -> Result<AccountId, Failure> {
    let user = NewUser {
        handle: handle.to_owned(),
        display_name: name.to_owned(),
        email: email.to_owned(),
        password: PASSWORD.to_owned(),
        locale: locale.to_owned(),
        operator,
    };
    let account = accounts::create(seed.ctx, &seed.operator(), user)
        .await
        .map_err(about(format!("account @{handle}")))?;
    seed.accounts.insert(handle.to_owned(), account);
    Ok(account)
}

async fn describe(
    seed: &Seed<'_>,
    account: AccountId,
    name: &str,
    bio: &str,
    language: &str,
) -> Result<(), Failure> {
    let changed = Changed { display_name: name.to_owned(), bio: bio.to_owned(), locale: language.to_owned() };
    accounts::change_settings(seed.ctx, &person(account), changed)
        .await
        .map_err(about(format!("profile of {name}")))
}

/// Everybody follows whom the world says, once all are there.
pub(super) async fn follow(seed: &Seed<'_>) -> Result<(), Failure> {
    let people = seed.world.people.iter().map(|person| (&person.handle, &person.follows));
    let charities = seed.world.charities.iter().map(|charity| (&charity.handle, &charity.follows));
    let mut ties: Vec<(AccountId, AccountId)> = Vec::new();
    for (handle, follows) in people.chain(charities) {
        ties.extend(follows.iter().map(|other| (seed.account(handle), seed.account(other))));
    }
    let now: Timestamp = seed.ctx.now();
    let tied: Result<(), DbError> = seed
        .ctx
        .db()
        .write("follow_all", move |tx| {
            for (from, to) in &ties {
                store::people::tie(tx, Tie::Follow, *from, *to, now)?;
            }
            Ok(())
        })
        .await;
    tied.map_err(about("follows"))
}

/// Tells the frame of every page which roles there are.
pub(super) async fn name_roles(seed: &Seed<'_>) -> Result<(), Failure> {
    let roles: Vec<String> = ROLES.iter().map(|role| format!("{}:{}", role.handle, role.role)).collect();
    let roles = roles.join(" ");
    let set: Result<bool, DbError> = seed
        .ctx
        .db()
        .write("name_roles", move |tx| store::settings::set(tx, app::demo::ROLES_SETTING, &roles))
        .await;
    set.map(|_| ()).map_err(about("roles"))
}

/// Somebody without a hat.
pub(super) fn person(account: AccountId) -> Actor {
    Actor::Person(Person { account, staff_of: [].into(), nonprofits: [].into(), operator: false })
}
