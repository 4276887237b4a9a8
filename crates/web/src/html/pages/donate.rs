//! Giving: the campaign's page, who gives, and thanks.

use askama::Template;
use askama::filters::HtmlSafe;
use words::Words;

use crate::html::donate::gift_aid::AidForm;
use crate::html::field::Field;
use crate::html::page::Page;
use crate::html::pages::buy::NewMethod;
use crate::html::pages::card::Seller;
use crate::html::parts::{Choice, FormError, Link, Notice, Picture};
use crate::html::ui;

/// How far a campaign is; also what open pages are told.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Meter {
    /// The campaign: open pages move it by this name.
    #[serde(rename = "campaign")]
    pub id: String,
    /// "3 120 € of 5 000 €".
    pub text: String,
    /// "48 gifts".
    pub gifts: String,
    /// Who matches gifts now, what is left of it, what was added; empty where nobody does.
    pub matched: String,
    /// How full the bar is; none without a goal.
    pub percent: Option<u8>,
}

/// The Donate card of a post. It holds a form, and so the marker of the form token, as the Buy card does.
#[derive(Clone, Debug, Template)]
#[template(path = "timeline/donate.html")]
pub struct DonateCard {
    /// The reader's language.
    pub w: &'static Words,
    /// Its `id` in the page, unique: `give-<post>`.
    pub id: String,
    /// The post that carries it.
    pub post: String,
    /// The post's page, where closing the sheet leads.
    pub back: String,
    /// The campaign's page.
    pub href: String,
    /// What for.
    pub title: String,
    /// Its picture.
    pub picture: Option<Picture>,
    /// Who asks.
    pub nonprofit: Seller,
    /// How far it is.
    pub meter: Meter,
    /// Amounts to choose from.
    pub presets: Vec<Choice>,
    /// What they are in.
    pub currency: String,
    /// Why nothing is taken; empty where it is.
    pub closed: String,
    /// When nothing will be taken any more; empty where no end was announced.
    pub closing: String,
}

impl HtmlSafe for DonateCard {}

impl DonateCard {
    fn title_id(&self) -> String {
        format!("{}-t", self.id)
    }
}

/// A campaign with its form.
#[derive(Clone, Debug, Template)]
#[template(path = "donate/campaign.html")]
pub struct CampaignPage<'a> {
    /// The frame.
    pub p: &'a Page,
    /// What for.
    pub title: String,
    /// More about it, paragraph by paragraph.
    pub story: Vec<String>,
    /// Who asks.
    pub nonprofit: String,
    /// Their profile.
    pub nonprofit_href: String,
    /// What donors can check: mission, name and number in the register, who looked.
    pub about: Vec<String>,
    /// How far it is.
    pub meter: Meter,
    /// Where the form goes.
    pub action: String,
    /// The post it was opened from; may be empty.
    pub post: String,
    /// Where closing leads; may be empty.
    pub back: String,
    /// Amounts to choose from; the last leaves it to the field.
    pub presets: Vec<Choice>,
    /// What they are in.
    pub currency: String,
    /// The other currencies that are taken.
    pub currencies: Vec<Link>,
    /// An amount of one's own.
    pub other: Field,
    /// How often, once first; empty where gifts that come again are not taken.
    pub rhythms: Vec<Choice>,
    /// The purposes, where there are some.
    pub designations: Option<Field>,
    /// Why nothing is taken; empty where it is.
    pub closed: String,
    /// Who matches gifts, or has: name, the sponsor's page (may be empty), and what was promised and added.
    pub sponsors: Vec<(String, String, String)>,
    /// The newest gifts: who, and how much (may be empty).
    pub gifts: Vec<(String, String)>,
}

/// The card of a campaign by itself, in a frame of another page.
#[derive(Clone, Debug, Template)]
#[template(path = "donate/embed.html")]
pub struct Embed<'a> {
    /// Words and style.
    pub p: &'a Page,
    /// What for.
    pub title: String,
    /// Who asks.
    pub nonprofit: String,
    /// How far it is.
    pub meter: Meter,
    /// The campaign's page.
    pub action: String,
    /// Amounts to choose from; the last leaves it to the page.
    pub presets: Vec<Choice>,
    /// What they are in.
    pub currency: String,
    /// Why nothing is taken; empty where it is.
    pub closed: String,
}

/// Who gives, what may be shown of it, and how it is paid.
#[derive(Clone, Debug, Template)]
#[template(path = "donate/details.html")]
pub struct GiftDetails<'a> {
    /// The frame.
    pub p: &'a Page,
    /// Where the form goes.
    pub action: String,
    /// Where closing leads.
    pub back: String,
    /// What for.
    pub title: String,
    /// To whom.
    pub nonprofit: String,
    /// What the gift becomes with those who match it; may be empty.
    pub matched: String,
    /// Amount, mail address, name, postal address.
    pub fields: Vec<Field>,
    /// How often and until when, where the gift comes again.
    pub pledge: Vec<Field>,
    /// The fee, what may be shown, news; none ticked before.
    pub checks: Vec<Field>,
    /// Gift Aid, where the charity claims it.
    pub aid: Option<AidForm>,
    /// What the law of the nonprofit's country asks.
    pub asked: Vec<Field>,
    /// In whose honour or memory, and who is told of it.
    pub tribute: Vec<Field>,
    /// Something of it is filled in.
    pub has_tribute: bool,
    /// The purpose chosen before.
    pub designation: String,
    /// Saved cards and the provider's other ways.
    pub payments: Vec<Choice>,
    /// The provider's form for a new one.
    pub new_method: Option<NewMethod>,
    /// Keep the card.
    pub keep: Option<Field>,
    /// What is wrong with the form.
    pub errors: Vec<FormError>,
    /// Something to say first.
    pub notice: Option<Notice>,
}

/// It arrived.
#[derive(Clone, Debug, Template)]
#[template(path = "donate/thanks.html")]
pub struct Thanks<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "Thank you".
    pub title: String,
    /// What happened, in one sentence.
    pub lead: String,
    /// How much.
    pub total: String,
    /// To whom.
    pub nonprofit: String,
    /// What for.
    pub campaign: String,
    /// Its page.
    pub campaign_href: String,
    /// How far it is now.
    pub meter: Meter,
    /// What sponsors added to it, or why not; a sentence each.
    pub matched: Vec<String>,
    /// The receipt, and what voids it.
    pub papers: Vec<Link>,
    /// Where the mail went.
    pub mail: String,
    /// "You give €10.00 every month, …" and the page where that is changed; none for a gift that comes once.
    pub pledge: Option<(String, Link)>,
    /// In whose honour or memory, and whether somebody is told; none for a gift in nobody's.
    pub tribute: Option<(String, String)>,
    /// What stands of Gift Aid, and where it is taken back; the second may be empty.
    pub aid: Option<(String, String)>,
    /// What to share; empty for nothing.
    pub share: String,
    /// Where it is shared with readers here.
    pub compose: String,
    /// Where to write to; may be empty.
    pub contact: String,
    /// Back to reading.
    pub back: String,
}

/// A gift that comes again.
#[derive(Clone, Debug, Template)]
#[template(path = "donate/pledge.html")]
pub struct PledgePage<'a> {
    /// The frame.
    pub p: &'a Page,
    /// "€10.00 every month".
    pub each: String,
    /// To whom.
    pub nonprofit: String,
    /// What for.
    pub campaign: String,
    /// Its page.
    pub campaign_href: String,
    /// Where it stands.
    pub state: String,
    /// Since when, until when, how it is paid: name and value.
    pub facts: Vec<(String, String)>,
    /// What can be done in one tap.
    pub acts: Vec<Link>,
    /// It can be changed.
    pub is_open: bool,
    /// Its path; the forms hang below it.
    pub action: String,
    /// Amount, rhythm, the fee.
    pub fields: Vec<Field>,
    /// Saved cards and the provider's other ways.
    pub payments: Vec<Choice>,
    /// The provider's form for a new one.
    pub new_method: Option<NewMethod>,
    /// What it brought: the gift's page and the amount.
    pub gifts: Vec<(Link, String)>,
    /// What is wrong with a form.
    pub errors: Vec<FormError>,
}
