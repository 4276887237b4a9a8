//! The paper of a gift, and the mail that brings it.

use std::sync::Arc;

use domain::donation::receipt::ReceiptKind;
use domain::ids::DonationId;
use domain::money::Money;
use domain::nonprofit::registry::{Registry, RegistryNumber};
use jiff::Timestamp;
use store::donations::receipts::{self, Receipt};
use store::jobs::Job;
use words::{Arg, Locale, Words};

use super::view::{DonationView, load};
use super::{receipt_law as law, statements, tribute};
use crate::jobs::{Done, JobError};
use crate::mails::{Letter, deliver_with};
use crate::ports::{Attachment, Block, Logo, Paper, PaperError, PaperSize};
use crate::{Ctx, pledges};

/// The paper of a receipt. `is_copy`: it was handed out before, and says so.
#[must_use]
pub fn receipt_paper(w: &Words, view: &DonationView, receipt: &Receipt, is_copy: bool) -> Paper {
    let parties = &receipt.parties;
    let zone = &view.nonprofit.profile.time_zone;
    let registry = Registry::from_word(&parties.registry).unwrap_or(Registry::Other);
    let number = RegistryNumber::parse(registry, &parties.registry_number)
        .map_or_else(|_| parties.registry_number.clone(), |number| number.shown());
    let mut issuer = vec![parties.legal_name.clone()];
    issuer.extend(parties.postal_address.lines().map(str::to_owned));
    issuer.push(match registry.called() {
        "" => number,
        called => format!("{called} {number}"),
    });
    let mut recipient = vec![parties.donor_name.clone()];
    recipient.extend(parties.donor_address.lines().map(str::to_owned));
    let currency = receipt.amount.currency;
    let cover = Money::new(parties.cover, currency);
    let given = Money::new(receipt.amount.amount - cover.amount, currency);
    let given_at = Timestamp::from_microsecond(parties.given_at).unwrap_or(receipt.issued_at);
    let fact = |key: &str, value: String| (w.text(key).to_owned(), value);
    let mut facts = vec![
        fact("receipt-number", receipt.number.to_string()),
        fact("receipt-issued", w.date(receipt.issued_at, zone)),
        fact("receipt-given", w.date(given_at, zone)),
        fact("receipt-campaign", parties.campaign.clone()),
    ];
    if !parties.designation.is_empty() {
        facts.push(fact("receipt-designation", parties.designation.clone()));
    }
    facts.extend(law::facts(w, receipt));
    let mut amounts = vec![fact("receipt-gift", w.money(given))];
    if !cover.is_zero() {
        amounts.push(fact("receipt-cover", w.money(cover)));
    }
    amounts.push(fact("receipt-total", w.money(receipt.amount)));
    let (title, statement) = match receipt.kind {
        ReceiptKind::Donation => {
            ("receipt-title", w.fill("receipt-statement", "nonprofit", &*parties.legal_name))
        }
        ReceiptKind::Void => {
            let first = view.receipts.iter().find(|one| is_voided_by(one, receipt));
            let number = first.map_or_else(String::new, |first| first.number.to_string());
            ("receipt-void-title", w.fill("receipt-void-statement", "number", &*number))
        }
    };
    // Where a part went back, the receipt for the rest says which one it takes the place of.
    let before = |one: &&Receipt| one.kind == ReceiptKind::Donation && one.revision + 1 == receipt.revision;
    if let (ReceiptKind::Donation, Some(one)) = (receipt.kind, view.receipts.iter().find(before)) {
        facts.push(fact("receipt-replaces", one.number.to_string()));
    }
    let mut blocks = vec![Block::Text(statement), Block::Facts(facts), Block::Facts(amounts)];
    if receipt.kind == ReceiptKind::Donation {
        blocks.extend(law::sentences(w, receipt));
    }
    if !parties.note.is_empty() {
        blocks.push(Block::Text(parties.note.clone()));
    }
    let is_void = receipts::is_void(&view.receipts, receipt);
    let mark = match (receipt.kind, is_void, receipt.is_test, is_copy) {
        (_, _, true, _) => Some("receipt-mark-test"),
        (ReceiptKind::Donation, true, false, _) => Some("receipt-mark-void"),
        (_, _, false, true) => Some("receipt-mark-copy"),
        (_, _, false, false) => None,
    };
    Paper {
        language: w.locale().tag().to_owned(),
        title: w.text(title).to_owned(),
        size: if matches!(&*parties.country, "US" | "CA") { PaperSize::Letter } else { PaperSize::A4 },
        logo: None,
        issuer,
        recipient,
        mark: mark.map(|key| w.text(key).to_owned()),
        blocks,
        footer: vec![w.fill("receipt-questions", "email", &*parties.contact_email)],
        created_at: receipt.issued_at,
    }
}

/// `void` voids `one`.
fn is_voided_by(one: &Receipt, void: &Receipt) -> bool {
    one.kind == ReceiptKind::Donation && one.revision == void.revision
}

/// The documents of a kind that whoever opened the gift may fetch: the one with the number `wanted`, or the newest.
#[must_use]
pub fn receipt_of<'a>(view: &'a DonationView, kind: ReceiptKind, wanted: &str) -> Option<&'a Receipt> {
    let mut all = view.receipts.iter().filter(|one| one.kind == kind);
    if wanted.is_empty() { all.next_back() } else { all.find(|one| one.number.to_string() == wanted) }
}

/// A receipt as a PDF.
///
/// # Errors
/// [`PaperError`] when it cannot be drawn.
pub async fn receipt_pdf(
    ctx: &Ctx,
    w: &Words,
    view: &DonationView,
    receipt: &Receipt,
    is_copy: bool,
) -> Result<Vec<u8>, PaperError> {
    let paper = receipt_paper(w, view, receipt, is_copy);
    drawn(ctx, paper, (&receipt.parties.logo, &receipt.parties.legal_name)).await
}

/// Edge of the logo that is put on papers, in pixels.
const LOGO_EDGE: u32 = 320;

/// Sets a paper with its issuer's logo: the file's key, and what it shows. A logo that is gone, or that no paper takes, is
/// left out: nobody's receipt may wait for a picture.
pub(super) async fn drawn(
    ctx: &Ctx,
    paper: Paper,
    (logo, name): (&str, &str),
) -> Result<Vec<u8>, PaperError> {
    let mut with_logo = paper.clone();
    if let Some((folder, extension)) = logo.rsplit_once('.') {
        let key = format!("{folder}/{LOGO_EDGE}.{extension}");
        match ctx.ports().files.get(&key).await {
            Ok(bytes) => with_logo.logo = Some(Logo { bytes: bytes.to_vec(), alt: name.to_owned() }),
            Err(error) => tracing::warn!(%error, "a logo is left out of a paper: its file cannot be read"),
        }
    }
    let papers = Arc::clone(&ctx.ports().papers);
    let set = tokio::task::spawn_blocking(move || match papers.pdf(&with_logo) {
        Err(PaperError::LogoFormat | PaperError::LogoTooLarge | PaperError::LogoDamaged) => {
            papers.pdf(&paper)
        }
        done => done,
    });
    set.await.unwrap_or_else(|error| Err(PaperError::Unwritable(error.to_string())))
}

/// The job: thanks the donor with the receipt, or tells that the gift is back with the document that voids it.
pub(crate) async fn send_gift_mail(ctx: &Ctx, job: &Job) -> Result<Done, JobError> {
    let Some(view) = load(ctx, DonationId(job.subject)).await? else { return Ok(Done::Finished) };
    let w = Words::of(Locale::from_tag(&view.donation.locale).unwrap_or(Locale::En));
    // What stands now, and what of it went back: a letter that is late tells what is known.
    let void = receipt_of(&view, ReceiptKind::Void, "");
    let standing = receipts::standing(&view.receipts);
    let kind = if void.is_some() { ReceiptKind::Void } else { ReceiptKind::Donation };
    let donation = &view.donation;
    let amount = ("amount", Arg::Money(donation.total()));
    let nonprofit = ("nonprofit", Arg::Text(&view.nonprofit.display_name));
    let campaign = ("campaign", Arg::Text(&view.campaign.title));
    let mut letter = Letter { lang: w.locale().tag(), ..Letter::default() };
    letter.paragraphs.push(match donation.donor.name.as_str() {
        "" => w.text("mail-hello-plain").to_owned(),
        name => w.fill("mail-hello", "name", name),
    });
    match kind {
        ReceiptKind::Donation => {
            letter.subject = w.with("mail-gift-subject", &[nonprofit, amount]);
            letter.paragraphs.push(w.with("mail-gift-lead", &[nonprofit, amount, campaign]));
            letter.paragraphs.push(w.text("mail-gift-receipt").to_owned());
            let outcomes = crate::matching::outcomes(ctx, donation).await?;
            let became = words::matching::became(w, donation.amount, &outcomes);
            if !became.is_empty() {
                letter.paragraphs.push(became.join(" "));
                letter.notes.push(w.text("match-not-receipt").to_owned());
            }
        }
        ReceiptKind::Void => {
            let back = ("amount", Arg::Money(donation.refunded));
            let left = ("left", Arg::Money(donation.left()));
            let (subject, lead) = match (view.is_taken_back(), donation.is_all_back()) {
                (true, true) => ("mail-gift-taken-back-subject", "mail-gift-taken-back-lead"),
                (true, false) => ("mail-gift-taken-back-subject", "mail-gift-part-taken-back-lead"),
                (false, true) => ("mail-gift-back-subject", "mail-gift-back-lead"),
                (false, false) => ("mail-gift-back-subject", "mail-gift-part-back-lead"),
            };
            letter.subject = w.with(subject, &[nonprofit, back]);
            letter.paragraphs.push(w.with(lead, &[nonprofit, back, left]));
        }
    }
    if let (ReceiptKind::Donation, Some(given)) = (kind, &donation.tribute) {
        let told = tribute::notice(w, given);
        letter.paragraphs.push(format!("{}. {told}", tribute::title(w, given)).trim_end().to_owned());
    }
    let link = format!("{}/gifts/{}/{}", ctx.base_url(), donation.id, view.token);
    letter.buttons.push((w.text("mail-gift-open").to_owned(), link));
    if let (ReceiptKind::Donation, Some(year)) = (kind, statements::year_of(&view.nonprofit, donation)) {
        let label = w.fill("statement-open", "year", &*year.to_string());
        letter.buttons.push((label, statements::link(ctx, donation, year)));
    }
    if let Some(link) = pledges::link_of(ctx, donation).await? {
        letter.buttons.push((w.text("mail-pledge-manage").to_owned(), link));
    }
    let mut attachments = Vec::new();
    for receipt in void.into_iter().chain(standing) {
        let pdf = receipt_pdf(ctx, w, &view, receipt, false).await;
        attachments.push(Attachment {
            name: format!("{}-{}.pdf", w.text("receipt-file"), receipt.number),
            kind: "application/pdf",
            bytes: pdf.map_err(|error| JobError::Never(error.to_string()))?,
        });
    }
    let key = match void.map_or(0, |void| void.revision) {
        0 => format!("gift-{}-{}", kind.as_str(), donation.id.0),
        later => format!("gift-{}-{}-{later}", kind.as_str(), donation.id.0),
    };
    deliver_with(ctx, &key, &donation.donor.email, &letter, attachments).await?;
    Ok(Done::Finished)
}
