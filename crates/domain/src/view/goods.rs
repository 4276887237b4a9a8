//! Products, their variants and the offers that make them buyable, as stored.

use jiff::Timestamp;

use crate::catalog::draft::DraftStatus;
use crate::ids::{ImageId, MerchantId, OfferId, ProductId, VariantId};
use crate::money::{Currency, Money};
use crate::tax::TaxClass;

/// A product without its variants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Whose.
    pub merchant: MerchantId,
    /// What the merchant's own file calls it.
    pub external_id: String,
    /// What buyers read first.
    pub title: String,
    /// HTML that went through the allow-list.
    pub description_html: String,
    /// The brand or maker, or empty.
    pub brand: String,
    /// The merchant's own category, or empty.
    pub product_type: String,
    /// The merchant's own keywords.
    pub tags: Vec<String>,
    /// The page in the merchant's own shop, or empty.
    pub link: String,
    /// What variants differ in, up to three.
    pub option_names: Vec<String>,
    /// Whether buyers may see it.
    pub status: DraftStatus,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A picture of a product, fetched or not yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductImage {
    /// Order on the page, from 1.
    pub position: u32,
    /// The stored picture; none until it was fetched.
    pub image: Option<Image>,
    /// Where it comes from, or empty when it was uploaded.
    pub source_url: String,
    /// What it shows, for those who cannot see it.
    pub alt: String,
}

/// A stored picture. Its sizes lie at `/media/{file_key}/{edge}.{extension}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    /// Its id.
    pub id: ImageId,
    /// Folder of its sizes and their format, such as `images/img_…` and `webp`, joined by a dot.
    pub file_key: String,
    /// Width of the largest size, in pixels.
    pub width: u32,
    /// Height of the largest size, in pixels.
    pub height: u32,
}

/// The longest edges that every picture is kept in, ascending.
pub const IMAGE_EDGES: [u32; 3] = [320, 800, 1600];

impl Image {
    /// The path of the size that fits `edge` best: the smallest that is not smaller, else the largest.
    #[must_use]
    pub fn path(&self, edge: u32) -> String {
        let wanted = IMAGE_EDGES.into_iter().find(|kept| *kept >= edge).unwrap_or(IMAGE_EDGES[2]);
        let (folder, extension) = self.file_key.rsplit_once('.').unwrap_or((&self.file_key, "webp"));
        format!("/media/{folder}/{wanted}.{extension}")
    }
}

/// What a variant costs in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Price {
    /// What a buyer pays for one.
    pub price: Money,
    /// A higher price it was sold at before.
    pub compare_at: Option<Money>,
}

/// How many there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stock {
    /// The merchant does not count it; it never runs out.
    NotTracked,
    /// Counted.
    Units {
        /// Units on the shelf.
        on_hand: i64,
        /// Units promised to open orders.
        reserved: i64,
    },
}

impl Stock {
    /// How many can be bought now; none when it is not counted.
    #[must_use]
    pub const fn available(self) -> Option<i64> {
        match self {
            Self::NotTracked => None,
            Self::Units { on_hand, reserved } => Some(on_hand - reserved),
        }
    }

    /// Nothing can be bought.
    #[must_use]
    pub const fn is_sold_out(self) -> bool {
        matches!(self.available(), Some(available) if available <= 0)
    }
}

/// What is stocked and bought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// Of which product.
    pub product: ProductId,
    /// What the merchant's own file calls it.
    pub external_id: String,
    /// Its value for each option of the product, in their order.
    pub options: Vec<String>,
    /// The merchant's stock-keeping unit, or empty.
    pub sku: String,
    /// GTIN or the like, or empty.
    pub barcode: String,
    /// The price in the merchant's own currency.
    pub price: Price,
    /// Prices in further currencies.
    pub more_prices: Vec<Price>,
    /// What kind of goods, for tax.
    pub tax_class: TaxClass,
    /// Weight with packing.
    pub weight_grams: u32,
    /// Whether it travels.
    pub requires_shipping: bool,
    /// Position of its picture among the product's.
    pub image_position: Option<u32>,
    /// Whether it is still sold.
    pub active: bool,
    /// How many there are.
    pub stock: Stock,
}

impl Variant {
    /// What tells it from its siblings: `Navy / M`; empty for an only variant.
    #[must_use]
    pub fn title(&self) -> String {
        self.options.join(" / ")
    }

    /// Its price in `currency`, when it has one.
    #[must_use]
    pub fn price_in(&self, currency: Currency) -> Option<Price> {
        std::iter::once(&self.price)
            .chain(&self.more_prices)
            .find(|price| price.price.currency == currency)
            .copied()
    }
}

/// A product made buyable from posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: OfferId,
    /// Whose.
    pub merchant: MerchantId,
    /// Of which product.
    pub product: ProductId,
    /// Not closed by the merchant.
    pub open: bool,
    /// Not before.
    pub starts_at: Option<Timestamp>,
    /// Not from then on.
    pub ends_at: Option<Timestamp>,
    /// Units that one buyer may have in all.
    pub limit_per_buyer: Option<u32>,
}

/// Why an offer cannot be bought just now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum OfferPause {
    /// The merchant closed it.
    Closed,
    /// Its time has not come.
    NotYet,
    /// Its time is over.
    Over,
}

impl Offer {
    /// Why it cannot be bought at `now`; none when it can.
    #[must_use]
    pub fn pause(&self, now: Timestamp) -> Option<OfferPause> {
        if !self.open {
            Some(OfferPause::Closed)
        } else if self.starts_at.is_some_and(|start| now < start) {
            Some(OfferPause::NotYet)
        } else if self.ends_at.is_some_and(|end| now >= end) {
            Some(OfferPause::Over)
        } else {
            None
        }
    }
}

/// A product with all that its page shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goods {
    /// The product.
    pub product: Product,
    /// Its pictures, by position.
    pub images: Vec<ProductImage>,
    /// Its variants, by position; archived ones are left out.
    pub variants: Vec<Variant>,
}

impl Goods {
    /// The picture of `variant`, else the product's first.
    #[must_use]
    pub fn image_of(&self, variant: &Variant) -> Option<(&Image, &str)> {
        let own = variant
            .image_position
            .and_then(|position| self.images.iter().find(|image| image.position == position));
        own.into_iter()
            .chain(&self.images)
            .find_map(|picture| picture.image.as_ref().map(|image| (image, picture.alt.as_str())))
    }
}

/// An offer with its product.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferGoods {
    /// The offer.
    pub offer: Offer,
    /// What it offers.
    pub goods: Goods,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_offer_pauses_outside_its_time() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let offer = Offer {
            id: OfferId(1),
            merchant: MerchantId(1),
            product: ProductId(1),
            open: true,
            starts_at: Some(at(10)),
            ends_at: Some(at(20)),
            limit_per_buyer: None,
        };
        let cases = [(9, Some(OfferPause::NotYet)), (10, None), (19, None), (20, Some(OfferPause::Over))];
        for (second, pause) in cases {
            assert_eq!(offer.pause(at(second)), pause, "{second}");
        }
        assert_eq!(Offer { open: false, ..offer }.pause(at(15)), Some(OfferPause::Closed));
    }

    #[test]
    fn a_picture_is_served_in_the_size_that_fits() {
        let image = Image { id: ImageId(1), file_key: "images/a.jpg".to_owned(), width: 900, height: 600 };
        let cases = [(1, 320), (320, 320), (321, 800), (1600, 1600), (4000, 1600)];
        for (edge, kept) in cases {
            assert_eq!(image.path(edge), format!("/media/images/a/{kept}.jpg"), "{edge}");
        }
    }

    #[test]
    fn what_is_promised_cannot_be_bought() {
        assert_eq!(Stock::Units { on_hand: 5, reserved: 2 }.available(), Some(3));
        assert!(Stock::Units { on_hand: 2, reserved: 2 }.is_sold_out());
        assert!(!Stock::NotTracked.is_sold_out());
    }
}
