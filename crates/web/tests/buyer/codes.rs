//! Codes and passwords that cannot be right: told at their field, and neither a password nor a session nor a confirmed
//! address comes of them.

use domain::account::PASSWORD_CHARACTERS_MAX;
use domain::ids::AccountId;
use jiff::SignedDuration;

use super::bad_input::dump;
use super::town::{Browser, Page, Town};

const PASSWORD: &str = "a quay at dawn";
const OTHER: &str = "a lamp in the fog";
const FORM: &str = "application/x-www-form-urlencoded";

/// Somebody with [`PASSWORD`], whose mail address waits to be confirmed.
async fn camille(town: &Town) -> (AccountId, Browser) {
    let id = town.account("camille", false).await;
    let hash = app::accounts::hash_password(PASSWORD.to_owned()).await;
    let kept = town.house.ctx.db().write("password", move |tx| {
        store::accounts::set_password(tx, id, &hash)?;
        tx.execute("UPDATE accounts SET email_confirmed_at = NULL WHERE id = $1", &[store::Param::id(id)])
    });
    kept.await.unwrap();
    let browser = town.signed_in(id).await;
    (id, browser)
}

/// What stands in the newest mail to her between two texts.
async fn mailed(town: &Town, before: &str, length: usize) -> String {
    town.house.drain().await;
    let mails = app::mails::newest(&town.house.ctx, None).await.unwrap();
    let mail = mails.iter().find(|mail| mail.recipient == "camille@example.org").expect("a mail to her");
    let text = format!("{} {}", mail.subject, mail.text);
    text.split_once(before).expect(&text).1.chars().take(length).collect()
}

/// Accounts with their passwords, and the sessions: what a wrong code or password must not touch.
fn doors(town: &Town) -> String {
    let text = dump(&town.house);
    text.lines().filter(|line| line.starts_with("accounts: ")).collect::<Vec<_>>().join("\n")
}

/// Sends the form with a value that is no text.
async fn not_text(town: &Town, browser: &Browser, path: &str, name: &str) -> Page {
    let csrf = town.csrf(browser).await;
    let body = [format!("csrf={csrf}&{name}=").as_bytes(), b"\xff\xfe12"].concat();
    town.send(browser, "POST", path, FORM, body).await
}

/// Field errors stand under their field's name.
fn at(name: &str) -> String {
    format!("id=\"f-{name}-error\"")
}

#[tokio::test]
async fn where_one_was_going_is_kept_through_sign_up_and_the_code() {
    let town = Town::new().await;
    let (_, her) = camille(&town).await;
    let nobody = Browser::default();
    let sign_in = town.get(&nobody, "/sign-in?back=/sell").await.expect(200);
    sign_in.says(&["href=\"/sign-up?back=/sell\""]);
    let sign_up = town.get(&nobody, "/sign-up?back=/sell").await.expect(200);
    sign_up.says(&["href=\"/sign-in?back=/sell\"", "name=\"back\" value=\"/sell\""]);
    let confirm = town.get(&her, "/confirm?back=/sell").await.expect(200);
    confirm.says(&["name=\"back\" value=\"/sell\"", "action=\"/confirm/resend?back=/sell\""]);
    let resent = town.post(&her, "/confirm/resend?back=/sell", "").await.expect(303);
    assert_eq!(resent.location(), "/confirm?back=/sell");
    let code = mailed(&town, "confirm your email: ", 6).await;
    let done = town.post(&her, "/confirm", &format!("code={code}&back=/sell")).await.expect(303);
    assert_eq!(done.location(), "/sell");
}

#[tokio::test]
async fn a_wrong_code_confirms_no_address_and_a_right_one_once() {
    let town = Town::new().await;
    let (_, her) = camille(&town).await;
    town.post(&her, "/confirm/resend", "").await.expect(303);
    let code = mailed(&town, "confirm your email: ", 6).await;
    assert!(code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit()), "{code}");
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let before = doors(&town);
    let long = "1".repeat(100_000);
    let (nul, more, less) = (format!("{code}%00"), format!("{code}7"), &code[..5]);
    for typed in ["", wrong, less, more.as_str(), long.as_str(), "%3Cscript%3E", "%00"] {
        let answer = town.post(&her, "/confirm", &format!("code={typed}")).await.expect(422);
        answer.says(&[&at("code"), "aria-invalid=\"true\""]);
        assert!(doors(&town) == before, "{typed:?} confirmed something");
    }
    not_text(&town, &her, "/confirm", "code").await.expect(400);
    assert!(doors(&town) == before, "what is no text confirmed something");
    // Only digits count: what a mail program puts around them does no harm.
    town.post(&her, "/confirm", &format!("code=+{nul}+")).await.expect(303);
    assert!(doors(&town) != before, "the right code confirms");
    let confirmed = doors(&town);
    town.post(&her, "/confirm", &format!("code={code}")).await.expect(422).says(&[&at("code")]);
    assert!(doors(&town) == confirmed, "a code counts once");
}

/// What is typed as a new password, and why it will not do.
fn weak() -> Vec<(&'static str, String, String)> {
    let long = PASSWORD_CHARACTERS_MAX + 1;
    vec![
        ("nothing", String::new(), "At least 12 characters.".to_owned()),
        ("too short", "short".to_owned(), "At least 12 characters.".to_owned()),
        ("a NUL", "%00".to_owned(), "At least 12 characters.".to_owned()),
        ("too long", "ab1+".repeat(long), format!("At most {PASSWORD_CHARACTERS_MAX} characters.")),
        ("one letter", "a".repeat(20), String::new()),
        ("her own address", "camille%40example.org".to_owned(), String::new()),
    ]
}

#[tokio::test]
async fn a_password_is_changed_by_the_old_one_and_for_a_good_one_only() {
    let town = Town::new().await;
    let (_, her) = camille(&town).await;
    let before = doors(&town);
    let change = async |current: &str, new: &str| {
        town.post(&her, "/account/password", &format!("current={current}&password={new}")).await
    };
    for current in ["", "wrong", "a+quay+at+dawn%00", "A+QUAY+AT+DAWN", &"x".repeat(100_000)] {
        let answer = change(current, "a+lamp+in+the+fog").await.expect(422).says(&[&at("current")]);
        assert!(!answer.body.contains("a lamp in the fog"), "a password never comes back");
        assert!(doors(&town) == before, "{current:?} changed something");
    }
    // Tries are limited, right ones too.
    town.house.clock.advance(SignedDuration::from_mins(20));
    for (what, new, says) in weak() {
        change("a+quay+at+dawn", &new).await.expect(422).says(&[&at("password"), &says]);
        assert!(doors(&town) == before, "{what} changed something");
    }
    not_text(&town, &her, "/account/password", "current").await.expect(400);
    town.house.clock.advance(SignedDuration::from_mins(20));
    assert!(doors(&town) == before);
    change("a+quay+at+dawn", "a+lamp+in+the+fog").await.expect(303);
    change("a+quay+at+dawn", "a+quay+at+dawn").await.expect(422).says(&[&at("current")]);
    let guest = Browser::default();
    town.post(&guest, "/sign-in", &format!("login=camille&password={}", OTHER.replace(' ', "+")))
        .await
        .expect(303);
}

#[tokio::test]
async fn a_reset_link_is_good_once_and_for_a_good_password_only() {
    let town = Town::new().await;
    camille(&town).await;
    let guest = Browser::default();
    town.post(&guest, "/forgot", "email=camille%40example.org").await;
    let link = mailed(&town, "/reset?token=", 80).await;
    let token: String = link.chars().take_while(|sign| sign.is_ascii_hexdigit() || *sign == '.').collect();
    let before = doors(&town);
    let good = OTHER.replace(' ', "+");
    let (first, second) = token.split_once('.').expect("a number and a secret");
    let cut = &token[..token.len() - 1];
    let (nul, other) = (format!("{token}%00"), format!("{first}.{}", "0".repeat(second.len())));
    let long = "f".repeat(100_000);
    for wrong in ["", ".", "x", "-1.0", cut, nul.as_str(), other.as_str(), long.as_str(), "%3Cscript%3E"] {
        let answer = town.post(&guest, "/reset", &format!("token={wrong}&password={good}")).await.expect(422);
        answer.says(&["This link is used or too old."]);
        assert!(doors(&town) == before, "{wrong:?} changed something");
    }
    for (what, new, says) in weak() {
        let answer = town.post(&guest, "/reset", &format!("token={token}&password={new}")).await.expect(422);
        // The link stays in the form: it was not used up.
        answer.says(&[&at("password"), &says, &token]);
        assert!(doors(&town) == before, "{what} changed something");
    }
    not_text(&town, &guest, "/reset", "password").await.expect(400);
    assert!(doors(&town) == before);
    town.post(&guest, "/reset", &format!("token={token}&password={good}")).await.expect(303);
    let after = doors(&town);
    assert!(after != before);
    let thief = Browser::default();
    let again = town.post(&thief, "/reset", &format!("token={token}&password=another+good+password")).await;
    again.expect(422).says(&["This link is used or too old."]);
    assert!(doors(&town) == after, "a link is good once");
}
