//! The application's form: every mistake at once, and what somebody else has already.

use http::StatusCode;

use crate::town::Town;
use crate::{FORM, apply, everything, find, refused, towns, with};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

#[tokio::test(flavor = "multi_thread")]
async fn an_application_tells_every_mistake_at_once_and_keeps_what_was_typed() {
    let town = Town::new();
    let owner = town.browser("anne", false).await;
    let before = everything::of(&town.house);
    let empty = FORM.map(|(name, _)| (name, ""));
    let answer = owner.post("/nonprofits/apply", &empty).await;
    for (field, says) in [
        ("display_name", "from 1 to 60 characters"),
        ("handle", ""),
        ("mission", "from 1 to 600 characters"),
        ("legal_name", "from 1 to 200 characters"),
        ("country", ""),
        ("registry", "Choose one of the list."),
        ("number", "Please fill this in."),
        ("contact_email", ""),
        ("postal_address", "from 1 to 500 characters"),
        ("currency", ""),
    ] {
        refused(&answer, field, says);
    }
    assert_eq!(everything::of(&town.house), before, "nothing has changed");

    let mut wrong = FORM;
    wrong[1].1 = "not a handle!";
    wrong[6].1 = "775 672 273";
    wrong[7].1 = "nowhere";
    let answer = owner.post("/nonprofits/apply", &wrong).await;
    refused(&answer, "handle", "");
    refused(&answer, "number", "The check digit does not agree with the others");
    refused(&answer, "number", "Nine digits; the last one checks the others.");
    refused(&answer, "contact_email", "");
    assert!(answer.text.contains("Association des sauveteurs") && answer.text.contains("775 672 273"));
    assert!(answer.text.contains("<details class=\"panel\" id=\"registers\" open"), "the rules are shown");
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_its_register_does_not_give_is_told_with_the_registers_rule() {
    let town = Town::new();
    let owner = town.browser("anne", false).await;
    let before = everything::of(&town.house);
    for (country, registry, number, says) in [
        ("FR", "fr_siren", "77567227", "The number has 8 characters where it should have 9."),
        ("FR", "fr_siren", "000000000", "nothing but zeros"),
        ("FR", "fr_rna", "X751004076", "W and nine characters"),
        ("US", "us_ein", "53-01966", "Nine digits; the first two say"),
        ("GB", "gb_oscr", "SC37", "SC and six digits."),
        ("DE", "de_register", "VR 23855", "The court that keeps the register is missing."),
        ("BE", "be_enterprise", "0406.729.808", "The check digit does not agree"),
        ("NL", "nl_rsin", "815649655", "The check digit does not agree"),
        ("JP", "other", "", "Please fill this in."),
        ("FR", "fr_siren", "<script>", "may not stand where it does"),
    ] {
        let mut form = FORM;
        form[4].1 = country;
        form[5].1 = registry;
        form[6].1 = number;
        let answer = owner.post("/nonprofits/apply", &form).await;
        refused(&answer, "number", says);
        assert!(!answer.text.contains("<script>\""), "{number} carries markup");
    }
    let elsewhere = owner.post("/nonprofits/apply", &with("country", "DE")).await;
    refused(&elsewhere, "registry", "of another country");
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_second_with_a_number_or_a_handle_is_told_both() {
    for (on, town) in towns() {
        let first = town.browser("anne", false).await;
        let second = town.browser("bob", false).await;
        apply(&first).await;
        let answer = second.post("/nonprofits/apply", &FORM).await;
        refused(&answer, "handle", "taken");
        refused(&answer, "number", "A nonprofit with this number is here already.");
        // However it is written, it is the same number.
        let mut form = FORM;
        form[1].1 = "others";
        form[6].1 = "SIREN 775.672.272";
        let answer = second.post("/nonprofits/apply", &form).await;
        refused(&answer, "number", "is here already");
        assert!(!answer.text.contains("id=\"f-handle-error\""), "{on:?}: {}", answer.text);
    }
}

/// A refused application holds no number; who answers after another one took it is told so.
#[tokio::test(flavor = "multi_thread")]
async fn a_refused_number_is_free_for_another_and_the_first_is_told_when_it_answers() {
    for (on, town) in towns() {
        let first = town.browser("anne", false).await;
        let second = town.browser("bob", false).await;
        let operator = town.browser("olga", true).await;
        let id = apply(&first).await;
        operator.post(&format!("/console/nonprofits/{id}/refuse"), &[("reason", "No.")]).await;
        let mut form = FORM;
        form[1].1 = "others";
        assert_eq!(second.post("/nonprofits/apply", &form).await.status, StatusCode::SEE_OTHER, "{on:?}");
        let home = format!("/nonprofits/{id}/application");
        let late = first.post_files(&home, &[("words", "Why?")], None).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY, "{on:?}");
        assert!(late.text.contains("A nonprofit with this number is here already."), "{}", late.text);
        assert!(late.text.contains("Why?"), "what was written is not lost");
        let state = find(&town, id).await.state;
        assert_eq!(state, domain::nonprofit::state::NonprofitState::Refused);
        let verify = operator.post(&format!("/console/nonprofits/{id}/verify"), &[]).await;
        assert_eq!(verify.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_consent_that_is_too_large_or_no_document_is_told_at_its_field_and_changes_nothing() {
    let town = Town::new();
    let owner = town.browser("anne", false).await;
    let id = apply(&owner).await;
    let home = format!("/nonprofits/{id}/application");
    let before = everything::of(&town.house);
    let mut large = PDF.to_vec();
    large.resize(10 * 1024 * 1024 + 1, b' ');
    let mut huge = PDF.to_vec();
    huge.resize(21 * 1024 * 1024, b' ');
    for file in [&large[..], &huge, b"<html><script>alert(1)</script>", b"PK\x03\x04", b"GIF89a"] {
        let answer = owner.post_files(&home, &[("words", "Here.")], Some(("consent", file))).await;
        refused(&answer, "consent", "no PDF, PNG or JPEG of at most 10 MB");
    }
    let empty = owner.post_files(&home, &[("words", " ")], None).await;
    refused(&empty, "words", "Write something, or bring the signed consent.");
    let long = "é".repeat(4_001);
    refused(&owner.post_files(&home, &[("words", &long)], None).await, "words", "At most 4,000 characters.");
    assert_eq!(everything::of(&town.house), before, "nothing has changed");
    large.truncate(10 * 1024 * 1024);
    let right = owner.post_files(&home, &[("words", "")], Some(("consent", &large))).await;
    assert_eq!(right.status, StatusCode::SEE_OTHER, "{}", right.text);
}
