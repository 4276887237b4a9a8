//! What a real server asks a program for quotes, case by case; its answers are read by the code that reads real ones.

use bytes::Bytes;
use domain::callback::Topic;
use domain::country::Country;
use domain::ids::{MerchantId, ProductId, VariantId};
use domain::money::{Currency, Money};
use domain::quantity::Quantity;
use domain::quote::{Answer, Destination, QUOTE_LINES_MAX, QuoteLine, QuoteRequest};
use domain::tax::TaxClass;
use tokio::time::timeout;

use super::drive::{Drive, How};
use super::{Checked, Partner, Verdict};
use crate::callbacks::{ANSWER_BYTES_MAX, ASKED, Line, data, read};
use crate::ports::Reply;
use crate::webhooks::envelope;

/// More of anything than a shop has.
const MANY: i64 = 999;
/// What no shop sells.
const NOT_THERE: &str = "CHECK-NOT-THERE";
/// What is asked about else: a shop that is checked sells it, or says that it does not.
const USUAL: &str = "CHECK-1";

/// A case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Case {
    Euros,
    Yen,
    Dinars,
    NoDestination,
    NoRegion,
    Download,
    Gone,
    Again,
    Large,
    OtherSecret,
    OtherWords,
    Unsigned,
    Old,
    Rotation,
}

impl Case {
    /// All cases, in the order in which they are tried.
    const ALL: [Self; 14] = [
        Self::Euros,
        Self::Yen,
        Self::Dinars,
        Self::NoDestination,
        Self::NoRegion,
        Self::Download,
        Self::Gone,
        Self::Again,
        Self::Large,
        Self::OtherSecret,
        Self::OtherWords,
        Self::Unsigned,
        Self::Old,
        Self::Rotation,
    ];

    /// What is tried, in a few words.
    const fn name(self) -> &'static str {
        match self {
            Self::Euros => "a cart in euros",
            Self::Yen => "a cart in yen, which have no decimals",
            Self::Dinars => "a cart in Kuwaiti dinars, which have three decimals",
            Self::NoDestination => "a cart whose buyer has not said where it goes",
            Self::NoRegion => "a place without region and postal code",
            Self::Download => "a cart of which nothing travels",
            Self::Gone => "more of something than is in stock",
            Self::Again => "the same question twice",
            Self::Large => "a cart of 100 lines",
            Self::OtherSecret => "a question signed by another secret",
            Self::OtherWords => "a question that was changed",
            Self::Unsigned => "a question without a signature",
            Self::Old => "a question that was signed ten minutes ago",
            Self::Rotation => "a question with two signatures, of which one is right",
        }
    }
}

/// Asks a program every question, one after the other, and hands what became of each to `told` as soon as it is known.
/// `topics` is what the program answers.
pub async fn check_quotes(
    partner: &Partner<'_>,
    topics: &[Topic],
    mut told: impl FnMut(&Checked),
) -> Vec<Checked> {
    let asking = Asking { drive: Drive { partner }, topics };
    let mut all = Vec::new();
    for case in Case::ALL {
        let verdict = match asking.run(case).await {
            Ok(()) => Verdict::Passed,
            Err(why) => Verdict::Failed(why),
        };
        let checked = Checked { case: case.name(), verdict };
        told(&checked);
        all.push(checked);
    }
    all
}

/// The names of all cases about quotes, in the order in which they are tried.
#[must_use]
pub fn quote_names() -> Vec<&'static str> {
    Case::ALL.iter().map(|case| case.name()).collect()
}

struct Asking<'a> {
    drive: Drive<'a>,
    topics: &'a [Topic],
}

impl Asking<'_> {
    async fn run(&self, case: Case) -> Result<(), String> {
        match case {
            Case::Euros => self.answered(&usual(Currency::EUR, 1_990)).await.map(|_| ()),
            Case::Yen => self.answered(&usual(Currency::JPY, 12_345)).await.map(|_| ()),
            Case::Dinars => self.answered(&usual(Currency::KWD, 12_345)).await.map(|_| ()),
            Case::NoDestination => {
                let request = QuoteRequest { destination: None, ..usual(Currency::EUR, 1_990) };
                self.answered(&request).await.map(|_| ())
            }
            Case::NoRegion => {
                let destination = Some(Destination { postal_code: None, ..to("HK") });
                let request = QuoteRequest { destination, ..usual(Currency::EUR, 1_990) };
                self.answered(&request).await.map(|_| ())
            }
            Case::Download => {
                let mut request = usual(Currency::EUR, 99);
                request.lines.iter_mut().for_each(|line| line.requires_shipping = false);
                self.answered(&request).await.map(|_| ())
            }
            Case::Gone => self.gone().await,
            Case::Again => self.again().await,
            Case::Large => {
                let mut request = usual(Currency::EUR, 100);
                let line = request.lines[0].clone();
                let variants = (1..).map(VariantId).take(QUOTE_LINES_MAX);
                request.lines = variants.map(|variant_id| QuoteLine { variant_id, ..line.clone() }).collect();
                self.answered(&request).await.map(|_| ())
            }
            Case::OtherSecret => self.refused(How::ByAnotherSecret).await,
            Case::OtherWords => self.refused(How::WithOtherWords).await,
            Case::Unsigned => self.refused(How::Unsigned).await,
            Case::Old => self.refused(How::TooOld).await,
            Case::Rotation => {
                let request = usual(Currency::EUR, 1_990);
                let reply = self.ask(&request, USUAL, How::WithTwoSignatures).await?;
                self.read(&request, &reply).map(|_| ())
            }
        }
    }

    /// The answer, read as a real one is.
    async fn answered(&self, request: &QuoteRequest) -> Result<Answer, String> {
        let reply = self.ask(request, USUAL, How::Rightly).await?;
        self.read(request, &reply)
    }

    async fn gone(&self) -> Result<(), String> {
        let mut request = usual(Currency::EUR, 100);
        request.lines[0].quantity = Quantity::try_from(MANY).expect("as many may be asked for");
        let answer = self.read(&request, &self.ask(&request, NOT_THERE, How::Rightly).await?)?;
        if !self.topics.contains(&Topic::Stock) {
            return Ok(());
        }
        match answer.lines[0].available {
            Some(left) if i64::from(left) < MANY => Ok(()),
            Some(_) | None => Err(format!(
                "it says that it can deliver {MANY} of {NOT_THERE}; answer as many as there are, and 0 of what you do \
                 not know"
            )),
        }
    }

    async fn again(&self) -> Result<(), String> {
        let request = usual(Currency::EUR, 1_990);
        if self.answered(&request).await? == self.answered(&request).await? {
            return Ok(());
        }
        Err("the second answer is another; a buyer who is shown one price and asked for another is asked again, so answer \
             the same while nothing has changed"
            .to_owned())
    }

    async fn refused(&self, how: How) -> Result<(), String> {
        match self.ask(&usual(Currency::EUR, 1_990), USUAL, how).await?.status {
            400..=499 => Ok(()),
            status => Err(format!(
                "it answered {status}; answer 401 to what is not signed rightly, for anybody may send it"
            )),
        }
    }

    async fn ask(&self, request: &QuoteRequest, sku: &str, how: How) -> Result<Reply, String> {
        let partner = self.drive.partner;
        let message = self.drive.message(self.body(request, sku));
        let asked = partner.tell.ask(self.drive.telling(&message, how), ANSWER_BYTES_MAX);
        match timeout(partner.deadline, asked).await {
            Ok(Ok(reply)) => Ok(reply),
            Ok(Err(error)) => Err(format!("it did not answer: {error}")),
            Err(_) => Err(format!(
                "it did not answer within {} ms; buyers are shown the price of the fall-back then",
                partner.deadline.as_millis()
            )),
        }
    }

    fn body(&self, request: &QuoteRequest, sku: &str) -> Bytes {
        let lines: Vec<Line<'_>> = request
            .lines
            .iter()
            .map(|priced| Line {
                priced,
                product: ProductId(1).to_string(),
                product_external_id: sku,
                external_id: sku,
                sku,
            })
            .collect();
        envelope(ASKED, self.drive.now(), data(request, self.topics, &lines))
    }

    fn read(&self, request: &QuoteRequest, reply: &Reply) -> Result<Answer, String> {
        if reply.status != 200 {
            return Err(format!("it answered {}; only 200 is an answer", reply.status));
        }
        let read = read(request, self.topics, &reply.body);
        read.map(|(answer, _)| answer).map_err(|wrong| match wrong.field.as_str() {
            "" => format!("its answer {}", wrong.reason),
            field => format!("in its answer {field} {}", wrong.reason),
        })
    }
}

fn to(country: &str) -> Destination {
    let country: Country = country.parse().expect("the kit's places exist");
    Destination { country, region: None, postal_code: Some("10115".to_owned()) }
}

/// A cart of two pieces.
fn usual(currency: Currency, price: i64) -> QuoteRequest {
    let line = QuoteLine {
        variant_id: VariantId(1),
        quantity: Quantity::try_from(2).expect("two is a quantity"),
        unit_price: Money::new(price, currency),
        tax_class: TaxClass::Standard,
        weight_grams: 500,
        requires_shipping: true,
    };
    let destination = Some(to("DE"));
    QuoteRequest { merchant: MerchantId(1), currency, destination, lines: vec![line], chosen_rate: None }
}
