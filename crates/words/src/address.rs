//! Postal addresses as a parcel carries them.

use domain::checkout::PostalAddress;

use crate::Words;

impl Words {
    /// An address, one line each; what is empty is left out.
    #[must_use]
    pub fn address_lines(&self, address: &PostalAddress) -> Vec<String> {
        let town = [&address.postal_code, &address.city]
            .into_iter()
            .filter(|part| !part.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ");
        [
            address.name.clone(),
            address.line1.clone(),
            address.line2.clone(),
            town,
            address.region.clone(),
            self.country_name(address.country).to_owned(),
        ]
        .into_iter()
        .filter(|line| !line.trim().is_empty())
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Locale;

    #[test]
    fn empty_lines_are_left_out_and_the_country_is_named() {
        let address = PostalAddress {
            name: "Camille".to_owned(),
            line1: "12 rue des Lilas".to_owned(),
            line2: " ".to_owned(),
            city: "Rennes".to_owned(),
            region: String::new(),
            postal_code: "35000".to_owned(),
            country: "DE".parse().unwrap(),
            phone: "1".to_owned(),
        };
        let lines = Words::of(Locale::Fr).address_lines(&address);
        assert_eq!(lines, ["Camille", "12 rue des Lilas", "35000 Rennes", "Allemagne"]);
    }
}
