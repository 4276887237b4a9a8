//! Random carts whose sums are right, in currencies with no, two and three decimals, taxes included and not.

use app::ports::{LineOut, OrderOut};
use domain::checkout::PostalAddress;
use domain::money::{Currency, Money};
use jiff::Timestamp;

/// Numbers that one seed determines (xorshift).
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn money(&mut self, bound: u64, currency: Currency) -> Money {
        Money::new(i64::try_from(self.below(bound)).unwrap(), currency)
    }
}

/// How many carts are tried: a thousand, or as many as `BUYLINE_CARTS` says.
pub fn many() -> u64 {
    std::env::var("BUYLINE_CARTS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_000)
}

/// What can be bought: the platform's ids of product and variant.
pub type Goods<'a> = &'a [(String, String)];

/// A cart by its number.
pub fn cart(number: u64, currency: Currency, goods: Goods<'_>) -> OrderOut {
    let mut dice = Dice::new(number + 1);
    let tax_included = dice.below(2) == 0;
    let taxed = |dice: &mut Dice, amount: Money| {
        let rate = [0, 550, 1_900, 2_000, 2_550][usize::try_from(dice.below(5)).unwrap()];
        let base = i128::from(amount.amount) * rate;
        let tax = if tax_included { base / (10_000 + rate) } else { base / 10_000 };
        Money::new(i64::try_from(tax).unwrap(), currency)
    };
    let mut lines = Vec::new();
    for place in 0..=dice.below(6) {
        let (product, variant) = &goods[usize::try_from(dice.below(goods.len() as u64)).unwrap()];
        let quantity = match dice.below(20) {
            0 => 1 + dice.below(999),
            _ => 1 + dice.below(5),
        };
        let quantity = u32::try_from(quantity).unwrap();
        let unit_price = dice.money(30_000, currency);
        let whole = unit_price.times(quantity).unwrap();
        let discount = if dice.below(3) == 0 {
            dice.money(whole.amount.unsigned_abs() + 1, currency)
        } else {
            Money::zero(currency)
        };
        let subtotal = whole.checked_sub(discount).unwrap();
        lines.push(LineOut {
            id: format!("lin_{number}_{place}"),
            product: product.clone(),
            variant: variant.clone(),
            sku: format!("SKU-{variant}"),
            title: format!("Thing {place}"),
            quantity,
            unit_price,
            subtotal,
            tax: taxed(&mut dice, subtotal),
            requires_shipping: true,
        });
    }
    let shipping = dice.money(2_000, currency);
    let shipping_tax = taxed(&mut dice, shipping);
    settled(OrderOut {
        id: format!("ord_{number}"),
        number: format!("B{number}"),
        url: format!("https://buyline.example/orders/{number}"),
        placed_at: Timestamp::from_millisecond(super::line::BEGAN_MS).unwrap(),
        email: "buyer@example.com".to_owned(),
        buyer_name: "Ada Lovelace".to_owned(),
        address: Some(PostalAddress {
            name: "Ada Lovelace".to_owned(),
            line1: "1 Rue de la Paix".to_owned(),
            line2: String::new(),
            city: "Paris".to_owned(),
            region: String::new(),
            postal_code: "75002".to_owned(),
            country: "FR".parse().unwrap(),
            phone: String::new(),
        }),
        lines,
        shipping,
        shipping_name: "Standard".to_owned(),
        shipping_tax,
        tax: Money::zero(currency),
        tax_included,
        total: Money::zero(currency),
        payment: ("stripe".to_owned(), format!("pi_{number}")),
        post: Some("pst_1".to_owned()),
        creator: Some("usr_1".to_owned()),
        is_test: false,
    })
}

/// The sums of an order whose parts are known.
pub fn settled(mut order: OrderOut) -> OrderOut {
    let currency = order.total.currency;
    let sum = |parts: Vec<Money>| Money::sum(currency, parts).unwrap();
    order.tax = sum(order.lines.iter().map(|line| line.tax).chain([order.shipping_tax]).collect());
    let net = sum(order.lines.iter().map(|line| line.subtotal).chain([order.shipping]).collect());
    order.total = if order.tax_included { net } else { net.checked_add(order.tax).unwrap() };
    order
}
