//! A purchase on the wire.

use app::checkout::{PartView, PurchaseView};
use domain::checkout::{CheckoutState, PostalAddress};
use words::{Locale, Words};

use super::wire::{
    Address, Checkout, Fingerprint, Line, OrderRef, Part, Quote, Seller, ShippingOption, UnitDiscount,
};
use crate::rest::wire::{CountryCode, CurrencyCode, Quantity};

/// The checkout as it stands; `token` only for whoever just created it.
pub(crate) fn checkout<'a>(view: &'a PurchaseView, token: Option<&'a str>) -> Checkout<'a> {
    let purchase = &view.purchase;
    Checkout {
        id: purchase.id.into(),
        token,
        email: &purchase.email,
        address: purchase.address.as_ref().map(address),
        country: purchase.country.map(CountryCode),
        locale: &purchase.locale,
        marketing_opt_in: purchase.marketing_opt_in,
        is_test: purchase.is_test,
        created_at: purchase.created_at.into(),
        expires_at: purchase.expires_at.into(),
        parts: view.parts.iter().map(part).collect(),
    }
}

fn part(view: &PartView) -> Part<'_> {
    let checkout = &view.checkout;
    let merchant = &view.pricing.merchant;
    let agreed = checkout.agreed.as_ref();
    let is_open = checkout.state == CheckoutState::Open;
    Part {
        id: checkout.id.into(),
        merchant: Seller {
            id: merchant.id.into(),
            handle: &merchant.handle,
            name: &merchant.display_name,
            legal_name: &merchant.profile.legal_name,
        },
        state: checkout.state.as_str(),
        currency: CurrencyCode(checkout.currency),
        lines: checkout
            .lines
            .iter()
            .enumerate()
            .map(|(index, line)| Line {
                product: line.product.into(),
                variant: line.variant.into(),
                offer: line.offer.map(Into::into),
                post: line.post.map(Into::into),
                quantity: Quantity(line.quantity),
                title: &line.title,
                variant_title: &line.variant_title,
                sku: &line.sku,
                unit_price: agreed
                    .map_or(line.unit_price, |agreed| agreed.unit_price_of(index, line.unit_price))
                    .into(),
                discount: agreed.and_then(|agreed| agreed.discount_of(index)).map(|discount| UnitDiscount {
                    unit_amount: discount.amount.into(),
                    title: &discount.title,
                }),
                requires_shipping: line.requires_shipping,
            })
            .collect(),
        shipping_options: match &view.priced {
            Ok(quote) if is_open => quote
                .shipping_options
                .iter()
                .map(|option| ShippingOption {
                    id: option.id.into(),
                    name: &option.name,
                    price: option.price.into(),
                    days_min: option.days_min,
                    days_max: option.days_max,
                    chosen: quote.shipping.as_ref().is_some_and(|chosen| chosen.id == option.id),
                })
                .collect(),
            Ok(_) | Err(_) => Vec::new(),
        },
        quote: agreed.map(|agreed| Quote {
            subtotal: agreed.subtotal.into(),
            shipping: agreed.shipping.into(),
            tax: agreed.tax.into(),
            tax_included: agreed.tax_included,
            total: agreed.total.into(),
            fingerprint: Fingerprint(agreed.fingerprint),
            provisional: agreed.provisional,
        }),
        unavailable: match &view.priced {
            Err(error) if is_open => Some(Words::of(Locale::En).quote_error(error, &merchant.display_name)),
            Ok(_) | Err(_) => None,
        },
        changed_from: view.changed_from.map(Into::into),
        order: view.order.as_ref().map(|order| OrderRef {
            id: order.id.into(),
            number: &order.number,
            state: order.state.as_str(),
        }),
    }
}

/// An address on the wire.
pub(crate) fn address(address: &PostalAddress) -> Address {
    Address {
        name: address.name.clone(),
        line1: address.line1.clone(),
        line2: address.line2.clone(),
        city: address.city.clone(),
        region: address.region.clone(),
        postal_code: address.postal_code.clone(),
        country: CountryCode(address.country),
        phone: address.phone.clone(),
    }
}
