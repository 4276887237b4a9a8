//! What a file says about itself: its title, language, issuer and time, and nothing else.

use app::ports::Paper;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use pdf_writer::{Date, Pdf, Ref, TextStr};

use super::text;

/// Who wrote the file.
const PRODUCER: &str = "Buyline";

/// Writes the information dictionary, for readers that know no other.
pub fn info(pdf: &mut Pdf, id: Ref, paper: &Paper) {
    let mut info = pdf.document_info(id);
    info.title(TextStr(&text::line(&paper.title))).producer(TextStr(PRODUCER));
    if let Some(author) = author(paper) {
        info.author(TextStr(&author));
    }
    let date = date(paper.created_at);
    info.creation_date(date).modified_date(date);
}

fn date(time: Timestamp) -> Date {
    let time = time.to_zoned(TimeZone::UTC);
    let small = |number: i8| u8::try_from(number).unwrap_or_default();
    Date::new(u16::try_from(time.year()).unwrap_or_default())
        .month(small(time.month()))
        .day(small(time.day()))
        .hour(small(time.hour()))
        .minute(small(time.minute()))
        .second(small(time.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

/// The issuer's name.
fn author(paper: &Paper) -> Option<String> {
    paper.issuer.first().map(|name| text::line(name)).filter(|name| !name.is_empty())
}

/// The same as an XMP packet (ISO 16684-1).
pub fn xmp(paper: &Paper) -> String {
    let title = escaped(&text::line(&paper.title));
    let creator = author(paper).map_or(String::new(), |name| {
        format!("<dc:creator><rdf:Seq><rdf:li>{}</rdf:li></rdf:Seq></dc:creator>\n", escaped(&name))
    });
    let language = escaped(&paper.language);
    let time = paper.created_at.strftime("%Y-%m-%dT%H:%M:%SZ");
    format!(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
         <x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
         <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\">\n\
         <dc:format>application/pdf</dc:format>\n\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>\n\
         {creator}\
         <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>\n\
         <xmp:CreateDate>{time}</xmp:CreateDate>\n\
         <xmp:ModifyDate>{time}</xmp:ModifyDate>\n\
         <pdf:Producer>{PRODUCER}</pdf:Producer>\n\
         </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"r\"?>"
    )
}

/// Text for an element of XML 1.0, which has no place for two characters that Rust's strings may hold.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_leave_its_element() {
        assert_eq!(escaped("a</b>&\u{ffff}"), "a&lt;/b&gt;&amp;\u{fffd}");
    }
}
