//! Shops: opened, described, verified, filled from their product files.

use std::io::Cursor;

use app::catalog::{offers, pins, products};
use app::imports::{FileMode, import_file};
use app::merchants::sign_up::OpenShop;
use app::merchants::trust::Decision;
use app::merchants::{profile, rates, sign_up, trust};
use domain::access::{Actor, AsAccount, AtMerchant, MerchantAct, Permit, Person, Role};
use domain::ids::{AccountId, MerchantId};
use domain::merchant::MerchantProfile;
use domain::money::{BasisPoints, Currency, Money};
use domain::policy::SellerPolicies;
use domain::shipping::{ShippingRate, ShippingRateKind, ShippingTable, ShippingZone, WeightBand, ZoneArea};
use domain::tax::{TaxClass, TaxRate, TaxTable};
use domain::view::goods::Goods;
use jiff::SignedDuration;

use super::people::person;
use super::{OTHER_OWNERS, ROLES, Seed, about};
use crate::demo::content::{Profile, Rate, Shop};
use crate::failure::Failure;

/// Shops that the second of the other owners has; the first has the rest.
const SHOPS_OF_THE_SECOND: usize = 5;
/// Products that a shop's page lists: more than any shop of the world has.
const GOODS_MAX: u32 = 200;

/// Opens a shop, says who sells, where it ships and what it collects, and verifies it.
pub(super) async fn open(seed: &mut Seed<'_>, shop: &Shop) -> Result<AccountId, Failure> {
    let what = || format!("shop @{}", shop.handle);
    let owner = seed.account(owner_of(seed, shop));
    let permit = person(owner).may(AsAccount(owner)).map_err(about(what()))?;
    let Profile { legal_name, contact_email, postal_address, country, currency, .. } = &shop.profile;
    let form = OpenShop {
        handle: shop.handle.clone(),
        display_name: shop.name.clone(),
        legal_name: legal_name.clone(),
        contact_email: contact_email.clone(),
        postal_address: postal_address.trim().to_owned(),
        country: *country,
        currency: *currency,
    };
    let merchant = sign_up::open_shop(seed.ctx, &permit, form).await.map_err(about(what()))?;
    let found = app::merchants::find(seed.ctx, merchant).await?.expect("it was opened in the line above");
    seed.accounts.insert(shop.handle.clone(), found.account);
    seed.shops.insert(shop.handle.clone(), merchant);
    let settings = permit_for(seed, shop, MerchantAct::EditSettings);
    profile::change(seed.ctx, &settings, &shop.name, profile_of(shop)).await.map_err(about(what()))?;
    rates::change_shipping(seed.ctx, &settings, shipping(seed, shop)?).await?;
    rates::change_tax(seed.ctx, &settings, taxes(shop)?).await?;
    if shop.verified {
        trust::decide(seed.ctx, &seed.operator(), merchant, Decision::Verify).await.map_err(about(what()))?;
    }
    Ok(found.account)
}

/// The shop one slips into has an owner of its own.
fn owner_of<'a>(seed: &Seed<'a>, shop: &Shop) -> &'static str {
    let place = seed.world.shops.iter().position(|known| known.handle == shop.handle).unwrap_or(0);
    match place {
        0 => ROLES.iter().find(|role| role.role == "merchant").expect("a merchant is among the roles").handle,
        place if place <= SHOPS_OF_THE_SECOND => OTHER_OWNERS[1].0,
        _ => OTHER_OWNERS[0].0,
    }
}

/// Whoever speaks in the shop's name.
pub(super) fn staff(account: AccountId, merchant: MerchantId) -> Actor {
    Actor::Person(Person {
        account,
        staff_of: [(merchant, Role::Owner)].into(),
        nonprofits: [].into(),
        operator: false,
    })
}

/// What the shop's owner may do.
pub(super) fn permit_for(seed: &Seed<'_>, shop: &Shop, act: MerchantAct) -> Permit<AtMerchant> {
    let merchant = seed.shops[&shop.handle];
    staff(seed.account(&shop.handle), merchant)
        .may(AtMerchant { merchant, act })
        .expect("an owner may do everything in the shop")
}

fn profile_of(shop: &Shop) -> MerchantProfile {
    let Profile { legal_name, contact_email, phone, postal_address, register_number, vat_number, .. } =
        &shop.profile;
    let url = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    MerchantProfile {
        legal_name: legal_name.clone(),
        contact_email: contact_email.clone(),
        phone: phone.clone(),
        postal_address: postal_address.trim().to_owned(),
        register_number: register_number.clone(),
        vat_number: vat_number.clone(),
        country: shop.profile.country,
        currency: shop.profile.currency,
        more_currencies: Vec::new(),
        time_zone: jiff::tz::TimeZone::get(shop.profile.country.time_zone())
            .unwrap_or(jiff::tz::TimeZone::UTC),
        accent: shop.accent.clone(),
        policies: SellerPolicies {
            returns_days: Some(shop.policies.returns_days),
            returns_text: shop.policies.returns_text.clone(),
            shipping_text: shop.policies.shipping_text.clone(),
            terms_url: url(&shop.policies.terms_url),
            privacy_url: url(&shop.policies.privacy_url),
        },
        prices_include_tax: shop.profile.prices_include_tax,
        low_stock_at: shop.profile.low_stock_at,
    }
}

fn shipping(seed: &Seed<'_>, shop: &Shop) -> Result<ShippingTable, Failure> {
    let currency = shop.profile.currency;
    let zones = shop.zones.iter().map(|zone| ShippingZone {
        id: seed.ctx.id(),
        name: zone.name.clone(),
        area: match zone.countries.is_empty() {
            true => ZoneArea::RestOfWorld,
            false => ZoneArea::Countries(zone.countries.clone()),
        },
        rates: zone
            .rates
            .iter()
            .map(|rate| ShippingRate {
                id: seed.ctx.id(),
                name: rate.name.clone(),
                kind: rate_kind(rate, currency),
                days_min: rate.days_min,
                days_max: rate.days_max,
            })
            .collect(),
    });
    ShippingTable::new(zones.collect()).map_err(about(format!("shipping of @{}", shop.handle)))
}

fn rate_kind(rate: &Rate, currency: Currency) -> ShippingRateKind {
    let money = |minor| Money::new(minor, currency);
    match (rate.price_minor, rate.free_above_minor) {
        (Some(price), None) => ShippingRateKind::Flat { price: money(price) },
        (Some(price), Some(threshold)) => {
            ShippingRateKind::FreeAbove { threshold: money(threshold), otherwise: money(price) }
        }
        (None, _) => ShippingRateKind::ByWeight {
            bands: rate
                .bands
                .iter()
                .map(|band| WeightBand { grams_max: band.grams_max, price: money(band.price_minor) })
                .collect(),
        },
    }
}

fn taxes(shop: &Shop) -> Result<TaxTable, Failure> {
    let rates = shop.taxes.iter().map(|line| TaxRate {
        country: line.country,
        region: line.region.clone(),
        class: line.class,
        rate: BasisPoints(line.rate_basis_points),
        included: line.included,
        applies_to_shipping: line.applies_to_shipping,
    });
    TaxTable::new(rates.collect()).map_err(about(format!("taxes of @{}", shop.handle)))
}

/// Imports every shop's product file, pins what it pins and offers what it offers for a time.
pub(super) async fn bring_goods(seed: &mut Seed<'_>) -> Result<(), Failure> {
    let world = seed.world;
    for shop in &world.shops {
        let what = || format!("goods of @{}", shop.handle);
        let (merchant, goods) = (seed.shops[&shop.handle], shop.goods);
        let catalog = permit_for(seed, shop, MerchantAct::EditCatalog);
        let open = || Ok(Box::new(Cursor::new(goods)) as Box<dyn std::io::Read + Send>);
        let report = import_file(seed.ctx, &catalog, &shop.file, open, FileMode::Write).await;
        let report = report.map_err(about(what()))?;
        if let Some(remark) = report.remarks.first() {
            return Err(about(what())(format!("line {}: {}", remark.line, remark.reason.said())));
        }
        for goods in app::catalog::shop(seed.ctx, merchant, GOODS_MAX).await? {
            if shop.tax_class != TaxClass::Standard {
                let form = form_of(&goods, shop.tax_class);
                products::edit(seed.ctx, &catalog, goods.product.id, form).await.map_err(about(what()))?;
            }
            seed.products.insert((merchant, goods.product.external_id.clone()), goods.product.id);
        }
        // The last one pinned stands first.
        for name in shop.pinned.iter().rev() {
            let product = product(seed, merchant, name)?;
            pins::set_pinned(seed.ctx, &catalog, product, true).await.map_err(about(what()))?;
        }
        for offer in &shop.offers {
            let product = product(seed, merchant, &offer.product)?;
            let terms = offers::Terms {
                starts_at: None,
                ends_at: Some(seed.plan.begins + SignedDuration::from_hours(i64::from(offer.ends_in_hours))),
                limit_per_buyer: offer.per_buyer_max,
            };
            let made = offers::make(seed.ctx, &catalog, product, terms).await.map_err(about(what()))?;
            seed.offers.insert(product, made);
        }
    }
    Ok(())
}

/// The product that a shop's file calls `name`.
pub(super) fn product(
    seed: &Seed<'_>,
    merchant: MerchantId,
    name: &str,
) -> Result<domain::ids::ProductId, Failure> {
    seed.products
        .get(&(merchant, name.to_owned()))
        .copied()
        .ok_or_else(|| about(format!("product {name}"))("the shop's file does not name it"))
}

/// The product as its form would show it, with another tax class where the file named none.
fn form_of(goods: &Goods, class: TaxClass) -> products::ProductForm {
    let product = &goods.product;
    let variants = goods.variants.iter().map(|variant| products::VariantForm {
        id: Some(variant.id),
        options: variant.options.clone(),
        sku: variant.sku.clone(),
        barcode: variant.barcode.clone(),
        price: variant.price.price,
        compare_at: variant.price.compare_at,
        more_prices: None,
        tax_class: if variant.tax_class == TaxClass::Standard { class } else { variant.tax_class },
        weight_grams: variant.weight_grams,
        requires_shipping: variant.requires_shipping,
        units: products::Shelf::AsItIs,
    });
    products::ProductForm {
        title: product.title.clone(),
        description: None,
        brand: product.brand.clone(),
        product_type: product.product_type.clone(),
        tags: product.tags.clone(),
        option_names: product.option_names.clone(),
        status: product.status,
        variants: variants.collect(),
    }
}
