//! From the application to the first campaign, on both engines.

use domain::nonprofit::state::NonprofitState;
use http::StatusCode;

use crate::{apply, find, mails_to, towns};

const PDF: &[u8] = b"%PDF-1.7\n1 0 obj\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_charity_applies_is_refused_answers_is_verified_and_asks() {
    for (on, town) in towns() {
        let owner = town.browser("anne", false).await;
        let operator = town.browser("olga", true).await;
        let id = apply(&owner).await;
        let desk = format!("/nonprofits/{id}");
        let first = owner.get(&desk).await;
        assert_eq!(first.status, StatusCode::OK, "{on:?}");
        assert!(first.text.contains("Waits for the operator"), "{}", first.text);
        assert!(first.text.contains("Signed consent") && first.text.contains("First campaign"));

        // The operator sees it wait, and cannot vouch for what nobody signed.
        let console = format!("/console/nonprofits/{id}");
        assert!(operator.get("/console").await.text.contains("nonprofit to look at"), "{on:?}");
        assert!(operator.get("/console/nonprofits").await.text.contains("Sauveteurs"), "{on:?}");
        let shown = operator.get(&console).await.text;
        assert!(shown.contains("SIREN 775 672 272"), "{shown}");
        assert!(shown.contains("https://annuaire-entreprises.data.gouv.fr/"), "the way to look it up");
        let early = operator.post(&format!("{console}/verify"), &[]).await;
        assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            early.text.contains("cannot be verified before it has brought the consent"),
            "{}",
            early.text
        );
        let silent = operator.post(&format!("{console}/refuse"), &[("reason", "  ")]).await;
        crate::refused(&silent, "reason", "Please fill this in.");
        assert_eq!(find(&town, id).await.state, NonprofitState::Applied, "{on:?}");

        // Refused, and why; the reason is read on the desk and in a mail.
        let reason = "Please bring the <b>signed</b> consent.";
        let refused = operator.post(&format!("{console}/refuse"), &[("reason", reason)]).await;
        assert_eq!(refused.status, StatusCode::SEE_OTHER, "{}", refused.text);
        let read = owner.get(&format!("{desk}/application")).await.text;
        assert!(read.contains("Please bring the &#60;b&#62;signed&#60;/b&#62; consent."), "{read}");
        let mails = mails_to(&town, "anne@example.org").await;
        assert!(mails[0].subject.contains("cannot be verified yet"), "{on:?}: {mails:?}");
        assert!(mails[0].text.contains(reason) && mails[0].text.contains(&format!("{desk}/application")));

        // An answer with the consent is a new application.
        let form = [("words", "Here it is.\nThank you.")];
        let sent = owner.post_files(&format!("{desk}/application"), &form, Some(("consent", PDF))).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text);
        let found = find(&town, id).await;
        assert_eq!((found.state, found.consent.as_deref()), (NonprofitState::Applied, Some("upload")));
        let shown = operator.get(&console).await.text;
        assert!(shown.contains("Here it is.") && shown.contains(&format!("{console}/consent")), "{shown}");

        // A question back, without a decision.
        let asked = operator.post(&format!("{console}/write"), &[("words", "Who signed?")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER);
        assert!(owner.get(&format!("{desk}/application")).await.text.contains("Who signed?"));
        assert_eq!(find(&town, id).await.state, NonprofitState::Applied);
        let mails = mails_to(&town, "anne@example.org").await;
        assert!(mails[0].text.contains("Who signed?"), "{mails:?}");

        let verified = operator.post(&format!("{console}/verify"), &[]).await;
        assert_eq!(verified.status, StatusCode::SEE_OTHER, "{}", verified.text);
        let found = find(&town, id).await;
        assert_eq!((found.state, found.state_reason.as_str()), (NonprofitState::Verified, ""));
        assert!(found.standing_at.is_some(), "the day of the look is kept");
        let mails = mails_to(&town, "anne@example.org").await;
        assert!(mails[0].subject.contains("is verified"), "{mails:?}");

        // A campaign, and its page for everybody.
        let campaign = [
            ("title", "A new boat"),
            ("story", "The old one is forty."),
            ("designations", "Boats\r\nTraining"),
            ("currency", "EUR"),
            ("goal", "5000"),
            ("presets", "50\r\n10\r\n25.50"),
            ("starts_at", ""),
            ("ends_at", ""),
        ];
        let made = owner.post(&format!("{desk}/campaigns"), &campaign).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let list = owner.get(&format!("{desk}/campaigns")).await.text;
        let public = crate::town::between(&list, "href=\"/donate/", "\"").unwrap().to_owned();
        let asked = town.guest().await.get(&format!("/donate/{public}")).await;
        assert_eq!(asked.status, StatusCode::OK);
        for wanted in ["A new boat", "€25.50", "Training", "€5,000"] {
            assert!(asked.text.contains(wanted), "{on:?}: {wanted} in {}", asked.text);
        }
        let done = owner.get(&desk).await.text;
        assert!(!done.contains("The way to the first gift"), "nothing is missing any more: {done}");

        // The operator takes its word back: nothing new is given, and the desk says why.
        let form = [("reason", "The register struck you off.")];
        let suspended = operator.post(&format!("{console}/suspend"), &form).await;
        assert_eq!(suspended.status, StatusCode::SEE_OTHER);
        assert!(owner.get(&desk).await.text.contains("The register struck you off."));
        assert!(
            town.guest().await.get(&format!("/donate/{public}")).await.text.contains("takes no gifts here")
        );
        for path in ["/gifts.csv", "/donors.csv", "/log"] {
            assert_eq!(owner.get(&format!("{desk}{path}")).await.status, StatusCode::OK, "{on:?} {path}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_wrong_in_the_register_is_mended_before_it_was_checked_and_not_after() {
    for (on, town) in towns() {
        let owner = town.browser("anne", false).await;
        let operator = town.browser("olga", true).await;
        let id = apply(&owner).await;
        let settings = format!("/nonprofits/{id}/settings");
        let mended = [
            ("display_name", "Sauveteurs du Port"),
            ("mission", "Boats."),
            ("contact_email", "allo@sauveteurs.example"),
            ("postal_address", "2 quai du Port"),
            ("legal_name", "Association des sauveteurs du Port"),
            ("registry", "fr_rna"),
            ("number", "w751004076"),
            ("receipt_note", "Articles 200 et 238 bis du CGI."),
        ];
        let saved = owner.post(&settings, &mended).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{on:?}: {}", saved.text);
        let found = find(&town, id).await;
        assert_eq!(found.profile.number.as_str(), "W751004076");
        assert_eq!((&*found.display_name, &*found.receipt_note), ("Sauveteurs du Port", mended[7].1));

        let application = format!("/nonprofits/{id}/application");
        owner.post_files(&application, &[("words", "")], Some(("consent", PDF))).await;
        operator.post(&format!("/console/nonprofits/{id}/verify"), &[]).await;
        assert_eq!(find(&town, id).await.state, NonprofitState::Verified);
        assert!(!owner.get(&settings).await.text.contains("name=\"number\""));
        let mut again = mended;
        again[4].1 = "Somebody else";
        again[6].1 = "W751004077";
        again[1].1 = "Boats and people.";
        assert_eq!(owner.post(&settings, &again).await.status, StatusCode::SEE_OTHER);
        let found = find(&town, id).await;
        assert_eq!(found.profile.mission, "Boats and people.");
        assert_eq!(found.profile.number.as_str(), "W751004076", "{on:?}: what was checked stays");
        assert_eq!(found.profile.legal_name, "Association des sauveteurs du Port");
    }
}
