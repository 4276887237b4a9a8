//! A session that ends in the middle of a form: nothing is done, and after signing in what was typed is there again.

use super::town::{Browser, DETAILS, Page, Town};

const FORM: &str = "application/x-www-form-urlencoded";
const PASSWORD: &str = "a+long+enough+secret";

/// Somebody with a password, signed in, and the token of their forms.
async fn camille(town: &Town) -> (Browser, String) {
    let browser = Browser::default();
    let form = format!("display_name=Camille&handle=camille&email=camille%40example.org&password={PASSWORD}");
    town.post(&browser, "/sign-up", &form).await.expect(303);
    let csrf = town.csrf(&browser).await;
    (browser, csrf)
}

/// Ends every session of Camille's, from another of her browsers.
async fn end_sessions(town: &Town) {
    let other = Browser::default();
    let signed_in = format!("login=camille&password={PASSWORD}");
    town.post(&other, "/sign-in", &signed_in).await.expect(303);
    let page = town.get(&other, "/account/security").await.expect(200);
    let ends = |part: &&str| part.starts_with("/account/sessions/") && part.ends_with("/end");
    for end in page.body.split('"').filter(ends) {
        town.post(&other, end, "").await;
    }
}

fn hidden(page: &Page, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.body.split(&start).nth(1).unwrap_or_else(|| panic!("no {name} in {}", page.body));
    rest.split('"').next().unwrap().to_owned()
}

async fn sign_in(town: &Town, browser: &Browser, held: &str) -> Page {
    let form = format!("login=camille&password={PASSWORD}&back=%2F&held={held}");
    town.post(browser, "/sign-in", &form).await
}

fn multipart(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut body = String::new();
    for (name, value) in parts {
        let name = match *name {
            "picture" => "picture\"; filename=\"a.png",
            other => other,
        };
        body.push_str(&format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"));
    }
    body.push_str("--b--\r\n");
    body.into_bytes()
}

#[tokio::test]
async fn a_post_survives_the_end_of_its_session() {
    let town = Town::new().await;
    let (browser, csrf) = camille(&town).await;
    end_sessions(&town).await;
    let typed = "Long & <b>thought</b>\r\nof an \"hour\"";
    let body = multipart(&[("csrf", &csrf), ("text", typed), ("picture", "PNG"), ("warning", "long")]);
    let asked =
        town.send(&browser, "POST", "/posts", "multipart/form-data; boundary=b", body).await.expect(401);
    let asked = asked.says(&["Please sign in to go on.", "name=\"password\""]);
    assert!(!asked.body.contains("PNG") && !asked.body.contains("thought"));
    let held = hidden(&asked, "held");

    // A wrong password keeps it; so does nobody else's browser.
    let wrong = format!("login=camille&password=wrong&held={held}");
    let again = town.post(&browser, "/sign-in", &wrong).await.expect(422);
    assert_eq!(hidden(&again, "held"), held);
    let eve = Browser::default();
    sign_in(&town, &eve, &held).await.expect(303);

    let page = sign_in(&town, &browser, &held).await.expect(200);
    let page =
        page.says(&["Long &#38; &#60;b&#62;thought&#60;/b&#62;", "of an &#34;hour&#34;", "value=\"long\""]);
    // Not yet written; with the form's new token it is.
    assert!(!town.get(&browser, "/@camille").await.body.contains("thought"));
    let body = multipart(&[("csrf", &hidden(&page, "csrf")), ("text", typed)]);
    town.send(&browser, "POST", "/posts", "multipart/form-data; boundary=b", body).await.expect(303);
    town.get(&browser, "/@camille").await.expect(200).says(&["thought"]);
}

#[tokio::test]
async fn a_picture_that_cannot_be_read_is_named_and_the_text_is_kept() {
    let town = Town::new().await;
    let (browser, csrf) = camille(&town).await;
    let body = multipart(&[("csrf", &csrf), ("text", "A quiet morning"), ("picture", "no picture")]);
    let refused =
        town.send(&browser, "POST", "/posts", "multipart/form-data; boundary=b", body).await.expect(422);
    refused
        .says(&["href=\"#picture-1\">Picture 1: Use a JPEG, PNG, WebP or GIF picture.", "A quiet morning"]);
    assert!(!town.get(&browser, "/@camille").await.body.contains("quiet morning"), "nothing was written");
}

#[tokio::test]
async fn a_checkout_and_a_basket_survive_the_end_of_their_session() {
    let town = Town::new().await;
    let (browser, csrf) = camille(&town).await;
    let choice = town.choice(0);
    let at = town.post(&browser, "/buy", &format!("offer={choice}")).await.location().to_owned();
    end_sessions(&town).await;

    // The first step; a mistake in it, so that what is shown can only be what was typed.
    let typed = DETAILS.replace("Camille", "Tante+Odette").replace("city=Rennes", "city=");
    let body = format!("csrf={csrf}&{typed}").into_bytes();
    let asked = town.send(&browser, "POST", &format!("{at}/details"), FORM, body).await.expect(401);
    let page = sign_in(&town, &browser, &hidden(&asked, "held")).await.expect(200);
    page.says(&["Tante Odette", "12 rue des Lilas", &format!("action=\"{at}/details\"")]);
    town.post(&browser, &format!("{at}/details"), DETAILS).await.expect(303);
    let csrf = town.csrf(&browser).await;

    // A change, the paying tap (which nothing but the buyer repeats), and the basket.
    end_sessions(&town).await;
    let body = format!("csrf={csrf}&name=Oncle&line1=3+place&city=Lyon&postal_code=69001&country=FR");
    let asked = town.send(&browser, "POST", &format!("{at}/change/address"), FORM, body.into_bytes()).await;
    let page = sign_in(&town, &browser, &hidden(&asked.expect(401), "held")).await.expect(200);
    page.says(&["Oncle", "3 place"]);
    town.get(&browser, &at).await.expect(200).says(&["12 rue des Lilas"]);
    let csrf = town.csrf(&browser).await;
    end_sessions(&town).await;
    let body = format!("csrf={csrf}&seen=").into_bytes();
    let asked = town.send(&browser, "POST", &format!("{at}/pay"), FORM, body).await.expect(401);
    let back = sign_in(&town, &browser, &hidden(&asked, "held")).await.expect(303);
    assert_eq!(back.location(), at);
    let csrf = town.csrf(&browser).await;
    end_sessions(&town).await;
    let body = format!("csrf={csrf}&offer={choice}&quantity=3&back=%2Fexplore").into_bytes();
    let asked = town.send(&browser, "POST", "/basket/add", FORM, body).await.expect(401);
    let page = sign_in(&town, &browser, &hidden(&asked, "held")).await.expect(200);
    let page =
        page.says(&["nothing has been sent yet", "name=\"quantity\" value=\"3\"", "action=\"/basket/add\""]);
    let again = format!("csrf={}&offer={choice}&quantity=3", hidden(&page, "csrf"));
    town.send(&browser, "POST", "/basket/add", FORM, again.into_bytes()).await.expect(303);
    town.get(&browser, "/basket").await.expect(200).says(&["<option selected>3</option>"]);
}

#[tokio::test]
async fn nothing_is_held_for_others_for_long_or_from_elsewhere() {
    let town = Town::new().await;
    let (browser, csrf) = camille(&town).await;
    end_sessions(&town).await;
    let body = |csrf: &str| format!("csrf={csrf}&name=secret&password=hidden").into_bytes();
    // Neither the token of the session that ended nor a page of ours: as any foreign form.
    let foreign = town.send(&browser, "POST", "/account/addresses", FORM, body("00")).await;
    assert!(!foreign.body.contains("name=\"held\""), "{}", foreign.body);
    let asked = town.send(&browser, "POST", "/account/addresses", FORM, body(&csrf)).await.expect(401);
    let held = hidden(&asked, "held");

    // Forged, cut, or too late: signed in as ever, and shown nothing.
    let (mac, text) = held.split_once('.').unwrap();
    for bad in [format!("{}.{text}", "0".repeat(mac.len())), format!("{mac}.{}", &text[4..]), "x".to_owned()]
    {
        let other = sign_in(&town, &browser, &bad).await.expect(303);
        assert_eq!(other.location(), "/");
        end_sessions(&town).await;
    }
    let page = sign_in(&town, &browser, &held).await.expect(200).says(&["value=\"secret\""]);
    assert!(!page.body.contains("value=\"hidden\""), "no secret travels");
    end_sessions(&town).await;
    town.house.clock.advance(jiff::SignedDuration::from_mins(61));
    sign_in(&town, &browser, &held).await.expect(303);

    // More than is held: said, without a promise.
    let long = "x".repeat(70_000);
    let csrf = town.csrf(&browser).await;
    end_sessions(&town).await;
    let body = format!("csrf={csrf}&name={long}").into_bytes();
    let asked = town.send(&browser, "POST", "/account/addresses", FORM, body).await.expect(401);
    let asked = asked.says(&["You were signed out for safety"]);
    assert!(!asked.body.contains("name=\"held\""));
    assert!(!asked.body.contains("Please sign in to go on"), "it promises nothing");
}
