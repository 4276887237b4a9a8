//! Accounts: opened, confirmed by a code, signed in to, lost and found again.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

use buyline_app as app;

use std::net::{IpAddr, Ipv4Addr};

use app::accounts::{
    CodeError, ResetError, SignInError, SignUp, SignUpError, ask_reset, change_password, claim_orders,
    confirm_email, reset_password, send_claim, send_confirmation, sessions, settings, sign_in, sign_out,
    sign_up,
};
use app::{Ctx, feed};
use domain::access::Actor;
use domain::account::AccountProblem;
use domain::view::people::SignedIn;
use jiff::SignedDuration;
use testkit::house::{Goods, House, On, pay_with};

const PASSWORD: &str = "four quiet words here";
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));

fn camille() -> SignUp {
    SignUp {
        handle: "Camille".to_owned(),
        display_name: "Camille".to_owned(),
        email: "Camille@Example.org".to_owned(),
        password: PASSWORD.to_owned(),
        locale: "en".to_owned(),
        ip: HERE,
    }
}

async fn known(ctx: &Ctx, token: &[u8]) -> Option<std::sync::Arc<SignedIn>> {
    feed::catch_up(ctx).await.unwrap();
    sessions::find(ctx, token).await.unwrap()
}

async fn enter(ctx: &Ctx, password: &str) -> Result<(Vec<u8>, Actor), SignInError> {
    let session = sign_in(ctx, "camille", password.to_owned(), "test", HERE, None).await?;
    let signed_in = known(ctx, &session.token).await.unwrap();
    Ok((session.token.to_vec(), signed_in.actor()))
}

/// The newest mail to `recipient`.
async fn mail(house: &House, recipient: &str) -> String {
    house.drain().await;
    let mails = house
        .ctx
        .db()
        .read(|conn| store::mails::newest(conn, domain::ids::MailId(i64::MAX), 50))
        .await
        .unwrap();
    mails.into_iter().find(|mail| mail.recipient == recipient).expect("a mail was written").text
}

fn digits(text: &str) -> String {
    let six = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
    six.expect("a code of six digits").to_owned()
}

#[tokio::test]
async fn an_address_is_confirmed_by_the_code_that_was_mailed_and_by_no_other() {
    for on in On::BOTH {
        let Some(house) = House::new(on) else { return };
        let ctx = &house.ctx;
        sign_up(ctx, camille()).await.unwrap();
        let code = digits(&mail(&house, "camille@example.org").await);
        let (token, me) = enter(ctx, PASSWORD).await.unwrap();
        let other = if code == "000000" { "000001" } else { "000000" };
        assert!(matches!(confirm_email(ctx, &me, other).await, Err(CodeError::Wrong)));
        assert!(!known(ctx, &token).await.unwrap().email_confirmed);
        confirm_email(ctx, &me, &format!(" {} {} ", &code[..3], &code[3..])).await.unwrap();
        assert!(known(ctx, &token).await.unwrap().email_confirmed, "the session knows at once");
        assert!(matches!(confirm_email(ctx, &me, &code).await, Err(CodeError::Wrong)), "a code works once");
    }
}

#[tokio::test]
async fn a_code_may_be_typed_wrong_nine_times_and_not_eleven() {
    for (wrong, works) in [(9, true), (10, false)] {
        let house = House::sqlite();
        let ctx = &house.ctx;
        sign_up(ctx, camille()).await.unwrap();
        let code = digits(&mail(&house, "camille@example.org").await);
        let (_, me) = enter(ctx, PASSWORD).await.unwrap();
        let other = if code == "000000" { "000001" } else { "000000" };
        for _ in 0..wrong {
            assert!(matches!(confirm_email(ctx, &me, other).await, Err(CodeError::Wrong)));
        }
        assert_eq!(confirm_email(ctx, &me, &code).await.is_ok(), works, "after {wrong} wrong ones");
    }
}

#[tokio::test]
async fn an_old_code_and_a_replaced_code_prove_nothing() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    sign_up(ctx, camille()).await.unwrap();
    let first = digits(&mail(&house, "camille@example.org").await);
    let (_, me) = enter(ctx, PASSWORD).await.unwrap();
    house.clock.advance(SignedDuration::from_secs(1));
    send_confirmation(ctx, &me).await.unwrap();
    let second = digits(&mail(&house, "camille@example.org").await);
    assert!(first == second || matches!(confirm_email(ctx, &me, &first).await, Err(CodeError::Wrong)));
    house.clock.advance(app::accounts::CODE_LASTS);
    assert!(matches!(confirm_email(ctx, &me, &second).await, Err(CodeError::Wrong)), "too old");
}

#[tokio::test]
async fn nothing_is_opened_that_does_not_fit_or_is_taken() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    let bad =
        SignUp { handle: "a b".to_owned(), email: "x".to_owned(), password: "short".to_owned(), ..camille() };
    let Err(SignUpError::Problems(problems)) = sign_up(ctx, bad).await else { panic!("it does not fit") };
    assert_eq!(problems, [AccountProblem::Handle, AccountProblem::Email, AccountProblem::PasswordShort]);
    sign_up(ctx, camille()).await.unwrap();
    assert!(matches!(sign_up(ctx, camille()).await, Err(SignUpError::HandleTaken)));
    let same_address = SignUp { handle: "other".to_owned(), ..camille() };
    assert!(matches!(sign_up(ctx, same_address).await, Err(SignUpError::EmailTaken)));
}

#[tokio::test]
async fn guessing_a_password_is_slowed_down_even_when_the_guess_is_right() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    sign_up(ctx, camille()).await.unwrap();
    for _ in 0..10 {
        assert!(matches!(enter(ctx, "not this one at all").await, Err(SignInError::Wrong)));
    }
    assert!(matches!(enter(ctx, PASSWORD).await, Err(SignInError::TooMany(_))));
    house.clock.advance(SignedDuration::from_mins(1));
    assert!(enter(ctx, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn strangers_cannot_keep_anybody_from_signing_in_and_being_right_counts_for_nothing() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    sign_up(ctx, camille()).await.unwrap();
    let tried = async |password: &str, place: u8| {
        let ip = IpAddr::V4(Ipv4Addr::new(198, 51, 100, place));
        sign_in(ctx, "camille", password.to_owned(), "", ip, None).await
    };
    for _ in 0..10 {
        assert!(matches!(tried("not this one at all", 1).await, Err(SignInError::Wrong)));
    }
    assert!(matches!(tried(PASSWORD, 1).await, Err(SignInError::TooMany(_))), "that place waits");
    let by_mail =
        sign_in(ctx, "camille@example.org", PASSWORD.to_owned(), "", [198, 51, 100, 1].into(), None).await;
    assert!(matches!(by_mail, Err(SignInError::TooMany(_))), "handle and address are one account");
    for _ in 0..20 {
        enter(ctx, PASSWORD).await.expect("its owner does not, elsewhere");
    }
    for place in 2..=30 {
        for _ in 0..10 {
            assert!(matches!(tried("not this one at all", place).await, Err(SignInError::Wrong)));
        }
    }
    assert!(
        matches!(tried("guess", 31).await, Err(SignInError::TooMany(_))),
        "many places are slowed down, too"
    );
    house.clock.advance(SignedDuration::from_secs(5));
    assert!(enter(ctx, PASSWORD).await.is_ok());
}

#[tokio::test]
async fn a_session_ends_when_it_is_ended_and_by_itself() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    let neighbour = house.neighbour(2, testkit::house::Plan::default());
    sign_up(ctx, camille()).await.unwrap();
    let (token, _) = enter(ctx, PASSWORD).await.unwrap();
    let signed_in = known(&neighbour, &token).await.expect("another process knows it, too");
    sign_out(ctx, &signed_in).await.unwrap();
    assert!(known(ctx, &token).await.is_none());
    assert!(known(&neighbour, &token).await.is_none(), "and forgets it from the commit on");
    let (token, _) = enter(ctx, PASSWORD).await.unwrap();
    house.clock.advance(sessions::SESSION_LASTS);
    assert!(known(ctx, &token).await.is_none());
}

#[tokio::test]
async fn a_new_password_ends_every_other_session() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    sign_up(ctx, camille()).await.unwrap();
    let (old, _) = enter(ctx, PASSWORD).await.unwrap();
    let (kept, me) = enter(ctx, PASSWORD).await.unwrap();
    assert_eq!(settings(ctx, &me).await.unwrap().1.len(), 2);
    let signed_in = known(ctx, &kept).await.unwrap();
    let new = "another few quiet words".to_owned();
    assert!(change_password(ctx, &signed_in, "wrong wrong wrong".to_owned(), new.clone()).await.is_err());
    change_password(ctx, &signed_in, PASSWORD.to_owned(), new.clone()).await.unwrap();
    assert!(known(ctx, &old).await.is_none());
    assert!(known(ctx, &kept).await.is_some());
    assert!(matches!(enter(ctx, PASSWORD).await, Err(SignInError::Wrong)));
    assert!(enter(ctx, &new).await.is_ok());
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_by_the_mailed_link_once() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    sign_up(ctx, camille()).await.unwrap();
    let (old, _) = enter(ctx, PASSWORD).await.unwrap();
    ask_reset(ctx, "nobody@example.org", HERE).await.unwrap();
    ask_reset(ctx, "camille@example.org", HERE).await.unwrap();
    let text = mail(&house, "camille@example.org").await;
    let token = text.split("token=").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let new = "another few quiet words".to_owned();
    let forged = format!("{}0", &token[..token.len() - 1]);
    if forged != token {
        assert!(matches!(reset_password(ctx, &forged, new.clone()).await, Err(ResetError::Link)));
    }
    let weak = reset_password(ctx, &token, "short".to_owned()).await;
    assert!(matches!(weak, Err(ResetError::Password(AccountProblem::PasswordShort))), "the link stays good");
    reset_password(ctx, &token, new.clone()).await.unwrap();
    assert!(known(ctx, &old).await.is_none());
    assert!(matches!(reset_password(ctx, &token, new.clone()).await, Err(ResetError::Link)));
    assert!(enter(ctx, &new).await.is_ok());
}

#[tokio::test]
async fn a_guests_order_is_taken_over_by_a_code_only() {
    let house = House::sqlite();
    let ctx = &house.ctx;
    let shop = house.shop(&[Goods { title: "Print", price: 100, units: Some(3) }]).await;
    let view = shop.tap(ctx, &[(0, 1)]).await;
    pay_with(ctx, &view, "card_ok").await;
    let buyer = testkit::house::details().email;
    sign_up(ctx, SignUp { email: buyer.clone(), ..camille() }).await.unwrap();
    let (_, me) = enter(ctx, PASSWORD).await.unwrap();
    assert!(matches!(claim_orders(ctx, &me, "123456").await, Err(CodeError::Wrong)));
    send_claim(ctx, &me).await.unwrap();
    let code = digits(&mail(&house, &buyer).await);
    assert_eq!(claim_orders(ctx, &me, &code).await.unwrap(), 1);
    assert!(send_claim(ctx, &Actor::Anonymous).await.is_err());
}
