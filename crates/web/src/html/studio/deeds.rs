//! A line of the log in words: who did what to which thing. The log keeps stable words, ids and amounts; people read
//! names of today and amounts in their language.

use std::collections::HashMap;

use domain::access::Role;
use domain::catalog::draft::DraftStatus;
use domain::ids;
use domain::money::{Currency, Money};
use domain::nonprofit::staff::NonprofitRole;
use domain::view::staff::StaffAction;
use words::Words;

use super::errors::job;
use super::products::status_tag;

/// Who did it: a person by the handle of that day, a program by the name of its key, or the server itself.
pub(super) fn who(w: &Words, line: &StaffAction, names: &HashMap<String, String>) -> String {
    if line.actor == "system" {
        return w.text("log-system").to_owned();
    }
    match (names.get(&line.actor), ids::raw(&line.actor)) {
        (Some(name), _) => w.fill("log-key", "name", name),
        (None, Some(_)) => w.text("log-key-gone").to_owned(),
        (None, None) => line.actor.clone(),
    }
}

/// To what, and what else is worth knowing.
pub(super) fn about(w: &Words, line: &StaffAction, names: &HashMap<String, String>) -> String {
    let mut parts = [subject(w, line, names), detail(w, line)].to_vec();
    parts.retain(|part| !part.is_empty());
    parts.dedup();
    parts.join(" · ")
}

/// What a thing is called. One that is gone has no name any more, and its id would tell nobody anything.
fn subject(w: &Words, line: &StaffAction, names: &HashMap<String, String>) -> String {
    let subject = &line.subject;
    if line.action == "settings.change" {
        return setting(w, subject).to_owned();
    }
    if line.action.starts_with("switch.") && subject == "server" {
        return w.text("log-server").to_owned();
    }
    match (names.get(subject), subject.split_once('_').map(|(prefix, _)| prefix)) {
        (Some(number), Some("ord" | "req")) => w.fill("order-title", "number", number),
        (Some(handle), Some("acc" | "mer" | "npo")) => format!("@{handle}"),
        (Some(name), _) => name.clone(),
        (None, _) if ids::raw(subject).is_some() => String::new(),
        (None, _) => subject.clone(),
    }
}

/// What else is worth knowing. What this build does not know how to say, a newer build's, is shown as it is.
fn detail(w: &Words, line: &StaffAction) -> String {
    let detail = line.detail.as_str();
    let count = |key: &str| detail.split(' ').next()?.parse::<i64>().ok().map(|count| w.count(key, count));
    let said = match line.action.as_str() {
        _ if detail.is_empty() || ids::raw(detail).is_some() => Some(String::new()),
        "order.refund" => amount(w, detail),
        "order.ship" => shipped(w, detail),
        "product.status" => DraftStatus::from_word(detail).map(|status| status_tag(w, status).text),
        "stock.set" if detail == "not counted" => Some(w.text("log-not-counted").to_owned()),
        "stock.set" => count(words::key!("log-units")),
        "picture.alt" | "picture.remove" => position(w, detail),
        "staff.role" | "staff.join" | "staff.invite" => {
            let of_nonprofit = || NonprofitRole::from_word(detail).map(|role| w.nonprofit_role(role));
            Role::from_word(detail).map(|role| w.role(role)).or_else(of_nonprofit).map(str::to_owned)
        }
        "shipping.change" => count(words::key!("log-zones")),
        "tax.change" => count(words::key!("log-rates")),
        "webhook.resend" => count(words::key!("log-messages")),
        "channel.push" => count(words::key!("log-products")),
        // How it stands since, and its host: the host says which.
        "webhook.change" => detail.split_once(' ').map(|(_, host)| host.to_owned()),
        "customers.export" => count(words::key!("log-customers")),
        "donors.export" => count(words::key!("log-donors")),
        "gifts.export" | "match.export" | "gift_aid.close" | "gift_aid.export" => {
            count(words::key!("log-gifts"))
        }
        "match.raise" => raised(w, detail),
        "nonprofit.apply" => Some(format!("@{detail}")),
        "request.answer" => answer(w, detail).map(str::to_owned),
        "job.resend" => job(w, detail).map(str::to_owned),
        "settings.change" => Some(value(w, &line.subject, detail)),
        "account.create" if detail == "operator" => Some(w.text("role-operator").to_owned()),
        "merchant.open" => Some(format!("@{detail}")),
        _ => None,
    };
    said.unwrap_or_else(|| detail.to_owned())
}

/// `24.90 EUR`, as the log keeps it.
fn amount(w: &Words, detail: &str) -> Option<String> {
    let (amount, currency) = detail.rsplit_once(' ')?;
    let currency: Currency = currency.parse().ok()?;
    Some(w.money(Money::parse(amount, currency).ok()?))
}

/// `6000.00 EUR Letter of 3 November`: the new cap, and why.
fn raised(w: &Words, detail: &str) -> Option<String> {
    let (amount, rest) = detail.split_once(' ')?;
    let (currency, why) = rest.split_once(' ')?;
    let cap = Money::parse(amount, currency.parse().ok()?).ok()?;
    Some(format!("{} · {why}", w.money(cap)))
}

/// How many units, and the number of their parcel.
fn shipped(w: &Words, detail: &str) -> Option<String> {
    let (units, number) = detail.split_once(' ')?;
    let units = w.count("log-units", units.parse::<i64>().ok()?);
    Some(if number.is_empty() { units } else { format!("{units} · {number}") })
}

/// Which of a product's pictures.
fn position(w: &Words, detail: &str) -> Option<String> {
    Some(w.fill("log-picture", "number", detail.parse::<i64>().ok()?))
}

fn answer<'w>(w: &'w Words, detail: &str) -> Option<&'w str> {
    match detail {
        "accepted" => Some(w.text("log-accepted")),
        "refused" => Some(w.text("log-refused")),
        _ => None,
    }
}

fn setting<'a>(w: &'a Words, name: &'a str) -> &'a str {
    match name {
        "self_serve_merchants" => w.text("csettings-auto-verify"),
        "undo_seconds" => w.text("csettings-undo-seconds"),
        "sign_up_open" => w.text("csettings-signup"),
        "server_name" => w.text("csettings-server-name"),
        "contact" => w.text("csettings-contact"),
        newer => newer,
    }
}

fn value(w: &Words, name: &str, value: &str) -> String {
    let word = match (name, value) {
        ("self_serve_merchants", "1") => w.text("action-yes"),
        ("self_serve_merchants", "0") => w.text("action-no"),
        ("sign_up_open", "1") => w.text("csettings-signup-open"),
        ("sign_up_open", "0") => w.text("csettings-signup-closed"),
        (_, other) => other,
    };
    word.to_owned()
}

/// What was done, in words. What this build has no words for, a newer build's, keeps its own.
pub(super) fn what<'w>(w: &'w Words, action: &'w str) -> &'w str {
    match action {
        "merchant.open" => w.text("act-merchant-open"),
        "merchant.verify" => w.text("act-merchant-verify"),
        "merchant.limit" => w.text("act-merchant-limit"),
        "merchant.suspend" => w.text("act-merchant-suspend"),
        "profile.change" => w.text("act-profile-change"),
        "shipping.change" => w.text("act-shipping-change"),
        "tax.change" => w.text("act-tax-change"),
        "staff.invite" => w.text("act-staff-invite"),
        "staff.withdraw" => w.text("act-staff-withdraw"),
        "staff.join" => w.text("act-staff-join"),
        "staff.role" => w.text("act-staff-role"),
        "staff.remove" => w.text("act-staff-remove"),
        "key.make" => w.text("act-key-make"),
        "key.revoke" => w.text("act-key-revoke"),
        "shop.connect" => w.text("act-shop-connect"),
        "shop.terms" => w.text("act-shop-terms"),
        "shop.on" => w.text("act-shop-on"),
        "shop.pause" => w.text("act-shop-pause"),
        "shop.keys" => w.text("act-shop-keys"),
        "shop.close" => w.text("act-shop-close"),
        "shop.try" => w.text("act-shop-try"),
        "shop.resend" => w.text("act-shop-resend"),
        "webhook.make" => w.text("act-webhook-make"),
        "webhook.change" => w.text("act-webhook-change"),
        "webhook.rotate" => w.text("act-webhook-rotate"),
        "webhook.remove" => w.text("act-webhook-remove"),
        "webhook.resend" => w.text("act-webhook-resend"),
        "quotes.set" => w.text("act-quotes-set"),
        "quotes.rotate" => w.text("act-quotes-rotate"),
        "quotes.remove" => w.text("act-quotes-remove"),
        "channel.push" => w.text("act-channel-push"),
        "product.create" => w.text("act-product-create"),
        "product.edit" => w.text("act-product-edit"),
        "product.status" => w.text("act-product-status"),
        "product.pin" => w.text("act-product-pin"),
        "product.unpin" => w.text("act-product-unpin"),
        "prices.set" => w.text("act-prices-set"),
        "stock.set" => w.text("act-stock-set"),
        "picture.add" => w.text("act-picture-add"),
        "picture.alt" => w.text("act-picture-alt"),
        "picture.remove" => w.text("act-picture-remove"),
        "offer.make" => w.text("act-offer-make"),
        "offer.open" => w.text("act-offer-open"),
        "offer.close" => w.text("act-offer-close"),
        "sale.set" => w.text("act-sale-set"),
        "sale.end" => w.text("act-sale-end"),
        "import.bring" => w.text("act-import-bring"),
        "import.file" => w.text("act-import-file"),
        "import.confirm" => w.text("act-import-confirm"),
        "import.discard" => w.text("act-import-discard"),
        "import.done" => w.text("act-import-done"),
        "order.ship" => w.text("act-order-ship"),
        "order.delivered" => w.text("act-order-delivered"),
        "order.cancel" => w.text("act-order-cancel"),
        "order.refund" => w.text("act-order-refund"),
        "order.note" => w.text("act-order-note"),
        "order.reference" => w.text("act-order-reference"),
        "dispute.answer" => w.text("act-dispute-answer"),
        "dispute.accept" => w.text("act-dispute-accept"),
        "payee.connect" => w.text("act-payee-connect"),
        "payee.key" => w.text("act-payee-key"),
        "payee.disconnect" => w.text("act-payee-disconnect"),
        "round_up.choose" => w.text("act-round-up-choose"),
        "request.answer" => w.text("act-request-answer"),
        "customers.export" => w.text("act-customers-export"),
        "job.resend" => w.text("act-job-resend"),
        "nonprofit.apply" => w.text("act-nonprofit-apply"),
        "nonprofit.answer" => w.text("act-nonprofit-answer"),
        "nonprofit.verify" => w.text("act-nonprofit-verify"),
        "nonprofit.refuse" => w.text("act-nonprofit-refuse"),
        "nonprofit.suspend" => w.text("act-nonprofit-suspend"),
        "nonprofit.check" => w.text("act-nonprofit-check"),
        "nonprofit.write" => w.text("act-nonprofit-write"),
        "nonprofit.consent" => w.text("act-nonprofit-consent"),
        "campaign.make" => w.text("act-campaign-make"),
        "campaign.change" => w.text("act-campaign-change"),
        "campaign.close" => w.text("act-campaign-close"),
        "campaign.open" => w.text("act-campaign-open"),
        "match.make" => w.text("act-match-make"),
        "match.raise" => w.text("act-match-raise"),
        "match.end" => w.text("act-match-end"),
        "match.export" => w.text("act-match-export"),
        "donation.return" => w.text("act-donation-return"),
        "donor.thank" => w.text("act-donor-thank"),
        "donors.export" => w.text("act-donors-export"),
        "gifts.export" => w.text("act-gifts-export"),
        "logo.change" => w.text("act-logo-change"),
        "gift_aid.close" => w.text("act-gift-aid-close"),
        "gift_aid.export" => w.text("act-gift-aid-export"),
        "switch.throw" => w.text("act-switch-throw"),
        "sunset.draft" => w.text("act-sunset-draft"),
        "sunset.start" => w.text("act-sunset-start"),
        "sunset.change" => w.text("act-sunset-change"),
        "sunset.erase" => w.text("act-sunset-erase"),
        "sunset.withdraw" => w.text("act-sunset-withdraw"),
        "gate.open" => w.text("act-gate-open"),
        "gate.restrict" => w.text("act-gate-restrict"),
        "gate.rule" => w.text("act-gate-rule"),
        "gate.drop_rule" => w.text("act-gate-drop-rule"),
        "gate.auto_stop" => w.text("act-gate-auto-stop"),
        "switch.lift" => w.text("act-switch-lift"),
        "settings.change" => w.text("act-settings-change"),
        "archive.bring" => w.text("act-archive-bring"),
        "archive.ask" => w.text("act-archive-ask"),
        "account.erase" => w.text("act-account-erase"),
        "account.create" => w.text("act-account-create"),
        newer => newer,
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{AuditId, Id, ImageId, OrderId, ProductId};
    use jiff::Timestamp;
    use words::Locale;

    use super::*;

    fn line(action: &str, subject: &str, detail: &str) -> StaffAction {
        StaffAction {
            id: AuditId::from_raw(1),
            actor: "camille".to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_owned(),
            created_at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn ids_and_amounts_are_told_as_people_say_them() {
        let (order, product) = (OrderId(7).to_string(), ProductId(9).to_string());
        let names = HashMap::from([
            (order.clone(), "1042".to_owned()),
            (product.clone(), "Lamp".to_owned()),
            ("key_0000000000003".to_owned(), "till".to_owned()),
        ]);
        let (en, fr) = (Words::of(Locale::ALL[0]), Words::of(Locale::from_tag("fr").unwrap()));
        for (action, subject, detail, english, french) in [
            (
                "order.refund",
                order.as_str(),
                "24.90 EUR",
                "Order 1042 · €24.90",
                "Commande 1042 · 24,90\u{a0}€",
            ),
            (
                "order.refund",
                &order,
                "1500 JPY",
                "Order 1042 · ¥1,500",
                "Commande 1042 · 1\u{202f}500\u{a0}JPY",
            ),
            ("order.ship", &order, "2 6A1", "Order 1042 · 2 units · 6A1", "Commande 1042 · 2 unités · 6A1"),
            ("product.status", &product, "archived", "Lamp · Archived", "Lamp · Archivé"),
            ("picture.add", &product, &ImageId(3).to_string(), "Lamp", "Lamp"),
            ("picture.remove", &product, "1", "Lamp · picture 1", "Lamp · image 1"),
            ("product.create", &product, "Lamp", "Lamp", "Lamp"),
            ("order.note", "ord_0000000000zzz", "Late", "Late", "Late"),
            ("stock.set", &product, "not counted", "Lamp · not counted", "Lamp · non compté"),
            (
                "settings.change",
                "sign_up_open",
                "0",
                "Who may open an account · Nobody",
                "Qui peut ouvrir un compte · Personne",
            ),
            (
                "match.raise",
                "mch_0000000000zzz",
                "6000.00 EUR Letter of May",
                "€6,000.00 · Letter of May",
                "6\u{202f}000,00\u{a0}€ · Letter of May",
            ),
            ("of.tomorrow", "x", "y z", "x · y z", "x · y z"),
        ] {
            let line = line(action, subject, detail);
            assert_eq!(about(en, &line, &names), english, "{action}");
            assert_eq!(about(fr, &line, &names), french, "{action}");
        }
        let by = |actor: &str| who(en, &StaffAction { actor: actor.to_owned(), ..line("", "", "") }, &names);
        assert_eq!(
            [by("camille"), by("system"), by("key_0000000000003"), by("key_0000000000004")],
            ["camille", "Buyline", "API key “till”", "an API key"]
        );
    }
}
