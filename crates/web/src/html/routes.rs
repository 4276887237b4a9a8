//! Every page and form, one line each.

use super::{
    account, archives, basket, buy, closing, console, currency, demo, donate, erase, explore, language, live,
    nonprofits, notify, orders, people, posts, products, prose, sell, settings, status, studio, timeline,
    wallet,
};
use crate::routes::{Route, Who, routes};
use domain::access::MerchantAct;
use domain::nonprofit::staff::NonprofitAct;

/// Method, path, who may, handler. The paths in braces are ids in their text form unless they say otherwise.
pub const ROUTES: &[Route] = routes! {
    // Timelines
    GET "/" Who::Anyone => timeline::home;
    GET "/public" Who::Anyone => timeline::public;
    GET "/shops" Who::Anyone => timeline::shops;
    GET "/tags/{tag}" Who::Anyone => timeline::tag;
    GET "/explore" Who::Anyone => explore::show;
    GET "/live" Who::Anyone => live::follow;

    // Posts
    GET "/compose" Who::Person => posts::compose;
    POST "/posts" Who::Person => posts::publish;
    GET "/posts/{post}" Who::Anyone => posts::show;
    GET "/posts/{post}/delete" Who::Person => posts::ask_delete;
    POST "/posts/{post}/delete" Who::Person => posts::delete;
    POST "/posts/{post}/like" Who::Person => posts::like;
    POST "/posts/{post}/unlike" Who::Person => posts::unlike;
    POST "/posts/{post}/boost" Who::Person => posts::boost;
    POST "/posts/{post}/unboost" Who::Person => posts::unboost;
    GET "/posts/{post}/report" Who::Person => posts::ask_report;
    POST "/posts/{post}/report" Who::Person => posts::report;

    // Goods
    GET "/products/{product}" Who::Anyone => products::show;

    // People: the address of a profile is /@handle
    GET "/{at}" Who::Anyone => people::show;
    GET "/{at}/replies" Who::Anyone => people::replies;
    GET "/{at}/shop" Who::Anyone => people::shop;
    POST "/accounts/{account}/follow" Who::Person => people::follow;
    POST "/accounts/{account}/unfollow" Who::Person => people::unfollow;
    POST "/accounts/{account}/block" Who::Person => people::block;
    POST "/accounts/{account}/unblock" Who::Person => people::unblock;
    POST "/accounts/{account}/mute" Who::Person => people::mute;
    POST "/accounts/{account}/unmute" Who::Person => people::unmute;

    // Getting in
    GET "/sign-in" Who::Anyone => account::ask_sign_in;
    POST "/sign-in" Who::Anyone => account::do_sign_in;
    POST "/sign-out" Who::Anyone => account::leave;
    GET "/sign-up" Who::Anyone => account::ask_sign_up;
    POST "/sign-up" Who::Anyone => account::do_sign_up;
    GET "/confirm" Who::Person => account::ask_confirm;
    POST "/confirm" Who::Person => account::do_confirm;
    POST "/confirm/resend" Who::Person => account::resend;
    GET "/forgot" Who::Anyone => account::ask_forgot;
    POST "/forgot" Who::Anyone => account::do_forgot;
    GET "/reset" Who::Anyone => account::ask_new_password;
    POST "/reset" Who::Anyone => account::do_new_password;

    // One's own account
    GET "/account" Who::Person => settings::profile;
    GET "/account/profile" Who::Person => settings::profile;
    POST "/account/profile" Who::Person => settings::keep_profile;
    GET "/account/security" Who::Person => settings::security;
    POST "/account/password" Who::Person => settings::keep_password;
    POST "/account/sessions/{session}/end" Who::Person => settings::end;
    GET "/account/blocks" Who::Person => settings::blocks;
    GET "/account/data" Who::Person => archives::own_data;
    POST "/account/data" Who::Person => archives::ask_own;
    GET "/account/erase" Who::Person => erase::ask;
    POST "/account/erase" Who::Person => erase::begin;
    GET "/erasures/{erasure}/{token}" Who::Holder => erase::certificate;
    GET "/archives/{archive}" Who::Person => archives::download;
    GET "/account/addresses" Who::Person => wallet::addresses;
    POST "/account/addresses" Who::Person => wallet::add_address;
    GET "/account/addresses/new" Who::Person => wallet::new_address;
    GET "/account/addresses/{address}" Who::Person => wallet::edit_address;
    POST "/account/addresses/{address}" Who::Person => wallet::save_address;
    POST "/account/addresses/{address}/prefer" Who::Person => wallet::prefer_address;
    POST "/account/addresses/{address}/delete" Who::Person => wallet::delete_address;
    GET "/account/cards" Who::Person => wallet::cards;
    POST "/account/cards/{method}/prefer" Who::Person => wallet::prefer_card;
    POST "/account/cards/{method}/delete" Who::Person => wallet::delete_card;
    GET "/account/gifts" Who::Person => donate::statements::list;
    GET "/account/gifts/{nonprofit}/{year}" Who::Person => donate::statements::of_account;
    GET "/account/pledges" Who::Person => donate::pledge::list;
    GET "/orders/claim" Who::Person => account::claim_form;
    POST "/orders/claim" Who::Person => account::do_claim;
    POST "/orders/claim/send" Who::Person => account::ask_claim;

    // About the server
    GET "/about" Who::Anyone => prose::about;
    GET "/status" Who::Anyone => status::show;
    GET "/status/feed" Who::Anyone => status::feed;
    GET "/privacy" Who::Anyone => prose::privacy;
    GET "/terms" Who::Anyone => prose::terms;
    GET "/closing" Who::Anyone => closing::list;
    GET "/closing/{sunset}" Who::Anyone => closing::show;
    GET "/closing/{sunset}/dates.ics" Who::Anyone => closing::dates;

    // The frame
    GET "/language/{tag}" Who::Anyone => language::choose;
    GET "/currency/{code}" Who::Anyone => currency::choose;
    POST "/demo/become" Who::Demo => demo::slip_into;
    GET "/demo/opposite" Who::Demo => demo::opposite;
    POST "/demo/ship" Who::Demo => demo::ship;
    GET "/demo/jump" Who::Demo => demo::jump::show;
    POST "/demo/jump" Who::Demo => demo::jump::go;
    POST "/demo/jump/back" Who::Demo => demo::jump::back;
    GET "/demo/mails" Who::Demo => demo::mails;
    GET "/demo/mails/{mail}/html" Who::Demo => demo::mail_html;

    // Buying
    POST "/buy" Who::Anyone => buy::tap;
    GET "/checkout/{purchase}/{token}" Who::Holder => buy::show;
    GET "/checkout/{purchase}/{token}/details" Who::Holder => buy::step_again;
    POST "/checkout/{purchase}/{token}/details" Who::Holder => buy::save_details;
    GET "/checkout/{purchase}/{token}/change/{what}" Who::Holder => buy::change;
    POST "/checkout/{purchase}/{token}/change/{what}" Who::Holder => buy::save_change;
    GET "/checkout/{purchase}/{token}/quantity" Who::Holder => buy::step_again;
    POST "/checkout/{purchase}/{token}/quantity" Who::Holder => buy::quantity;
    GET "/checkout/{purchase}/{token}/pay" Who::Holder => buy::step_again;
    POST "/checkout/{purchase}/{token}/pay" Who::Holder => buy::pay;
    GET "/checkout/{purchase}/{token}/undo" Who::Holder => buy::step_again;
    POST "/checkout/{purchase}/{token}/undo" Who::Holder => buy::undo;
    GET "/checkout/{purchase}/{token}/round-up" Who::Holder => buy::step_again;
    POST "/checkout/{purchase}/{token}/round-up" Who::Holder => buy::round_up;
    GET "/checkout/{purchase}/{token}/challenge" Who::Holder => buy::step_again;
    POST "/checkout/{purchase}/{token}/challenge" Who::Holder => buy::answer_challenge;
    GET "/checkout/{purchase}/{token}/returned" Who::Holder => buy::returned;

    // Told when it is back
    GET "/notify" Who::Anyone => notify::ask;
    POST "/notify" Who::Anyone => notify::take;
    GET "/notify/stop/{reader}" Who::Anyone => notify::ask_stop;
    POST "/notify/stop/{reader}" Who::Anyone => notify::stop;

    // Giving
    GET "/donate/{campaign}" Who::Anyone => donate::campaign;
    POST "/donate/{campaign}" Who::Anyone => donate::begin;
    GET "/donate/{campaign}/card" Who::Anyone => donate::card;
    GET "/statements/{donation}/{year}/{token}" Who::Holder => donate::statements::by_link;
    GET "/gifts/{donation}/{token}" Who::Holder => donate::show;
    GET "/gifts/{donation}/{token}/details" Who::Holder => donate::step_again;
    POST "/gifts/{donation}/{token}/details" Who::Holder => donate::save;
    GET "/gifts/{donation}/{token}/give" Who::Holder => donate::step_again;
    POST "/gifts/{donation}/{token}/give" Who::Holder => donate::give;
    GET "/gifts/{donation}/{token}/challenge" Who::Holder => donate::step_again;
    POST "/gifts/{donation}/{token}/challenge" Who::Holder => donate::answer_challenge;
    GET "/gifts/{donation}/{token}/returned" Who::Holder => donate::returned;
    GET "/gifts/{donation}/{token}/gift-aid/withdraw" Who::Holder => donate::step_again;
    POST "/gifts/{donation}/{token}/gift-aid/withdraw" Who::Holder => donate::withdraw;
    GET "/gifts/{donation}/{token}/receipt.pdf" Who::Holder => donate::receipt;
    GET "/gifts/{donation}/{token}/void.pdf" Who::Holder => donate::void;
    GET "/pledges/{pledge}/{token}" Who::Holder => donate::pledge::show;
    GET "/pledges/{pledge}/{token}/change" Who::Holder => donate::pledge::step_again;
    POST "/pledges/{pledge}/{token}/change" Who::Holder => donate::pledge::change;
    GET "/pledges/{pledge}/{token}/method" Who::Holder => donate::pledge::step_again;
    POST "/pledges/{pledge}/{token}/method" Who::Holder => donate::pledge::method;
    GET "/pledges/{pledge}/{token}/challenge" Who::Holder => donate::pledge::step_again;
    POST "/pledges/{pledge}/{token}/challenge" Who::Holder => donate::later::answer_for_pledge;
    GET "/pledges/{pledge}/{token}/returned" Who::Holder => donate::later::returned_for_pledge;
    GET "/pledges/{pledge}/{token}/pause" Who::Holder => donate::pledge::step_again;
    POST "/pledges/{pledge}/{token}/pause" Who::Holder => donate::pledge::pause;
    GET "/pledges/{pledge}/{token}/resume" Who::Holder => donate::pledge::step_again;
    POST "/pledges/{pledge}/{token}/resume" Who::Holder => donate::pledge::resume;
    GET "/pledges/{pledge}/{token}/cancel" Who::Holder => donate::pledge::step_again;
    POST "/pledges/{pledge}/{token}/cancel" Who::Holder => donate::pledge::cancel;
    GET "/pledges/{pledge}/{token}/confirm" Who::Holder => donate::pledge::step_again;
    POST "/pledges/{pledge}/{token}/confirm" Who::Holder => donate::pledge::confirm;

    // The basket
    GET "/basket" Who::Anyone => basket::show;
    POST "/basket/add" Who::Anyone => basket::add;
    POST "/basket/quantity" Who::Anyone => basket::quantity;
    POST "/basket/remove" Who::Anyone => basket::remove;
    POST "/basket/checkout" Who::Anyone => basket::check_out;

    // Selling
    GET "/sell" Who::Person => sell::show;
    POST "/sell" Who::Person => sell::open;
    GET "/join/{token}" Who::Person => studio::settings::staff::ask_join;
    POST "/join/{token}" Who::Person => studio::settings::staff::join;

    // The studio
    GET "/studio" Who::Person => studio::enter;
    GET "/studio/{merchant}" Who::Staff(MerchantAct::ViewCatalog) => studio::today::show;
    GET "/studio/{merchant}/orders" Who::Staff(MerchantAct::ViewOrders) => studio::orders::show;
    GET "/studio/{merchant}/orders.csv" Who::Staff(MerchantAct::ViewOrders) => studio::orders::export;
    GET "/studio/{merchant}/orders/{order}" Who::Staff(MerchantAct::ViewOrders) => studio::order::show;
    GET "/studio/{merchant}/orders/{order}/ship" Who::Staff(MerchantAct::FulfillOrders) => studio::act::ask_ship;
    POST "/studio/{merchant}/orders/{order}/ship" Who::Staff(MerchantAct::FulfillOrders) => studio::act::ship;
    POST "/studio/{merchant}/orders/{order}/delivered" Who::Staff(MerchantAct::FulfillOrders) => studio::act::delivered;
    GET "/studio/{merchant}/orders/{order}/cancel" Who::Staff(MerchantAct::ReturnMoney) => studio::act::ask_cancel;
    POST "/studio/{merchant}/orders/{order}/cancel" Who::Staff(MerchantAct::ReturnMoney) => studio::act::cancel;
    GET "/studio/{merchant}/orders/{order}/refund" Who::Staff(MerchantAct::ReturnMoney) => studio::refund::ask;
    POST "/studio/{merchant}/orders/{order}/refund" Who::Staff(MerchantAct::ReturnMoney) => studio::refund::send;
    POST "/studio/{merchant}/orders/{order}/requests/{request}" Who::Staff(MerchantAct::FulfillOrders) => studio::act::answer;
    POST "/studio/{merchant}/orders/{order}/notes" Who::Staff(MerchantAct::FulfillOrders) => studio::act::note;
    GET "/studio/{merchant}/orders/{order}/packing-slip" Who::Staff(MerchantAct::ViewOrders) => studio::papers::packing_slip;
    GET "/studio/{merchant}/orders/{order}/invoice" Who::Staff(MerchantAct::ViewOrders) => studio::papers::invoice;
    GET "/studio/{merchant}/disputes" Who::Staff(MerchantAct::ViewOrders) => studio::disputes::list;
    GET "/studio/{merchant}/disputes/{dispute}" Who::Staff(MerchantAct::ViewOrders) => studio::disputes::show;
    POST "/studio/{merchant}/disputes/{dispute}/answer" Who::Staff(MerchantAct::ReturnMoney) => studio::disputes::answer;
    POST "/studio/{merchant}/disputes/{dispute}/accept" Who::Staff(MerchantAct::ReturnMoney) => studio::disputes::accept;
    GET "/studio/{merchant}/money" Who::Staff(MerchantAct::ViewFigures) => studio::money::show;
    GET "/studio/{merchant}/money.csv" Who::Staff(MerchantAct::ViewFigures) => studio::money::export;
    GET "/studio/{merchant}/payouts/{payout}" Who::Staff(MerchantAct::ViewFigures) => studio::payouts::show;
    GET "/studio/{merchant}/payouts/{payout}/lines.csv" Who::Staff(MerchantAct::ViewFigures) => studio::payouts::export;
    GET "/studio/{merchant}/customers" Who::Staff(MerchantAct::ViewCustomers) => studio::customers::show;
    GET "/studio/{merchant}/customers.csv" Who::Staff(MerchantAct::ViewCustomers) => studio::customers::export;
    GET "/studio/{merchant}/figures" Who::Staff(MerchantAct::ViewFigures) => studio::figures::show;
    GET "/studio/{merchant}/figures/{file}" Who::Staff(MerchantAct::ViewFigures) => studio::figures::export;
    GET "/studio/{merchant}/errors" Who::Staff(MerchantAct::ViewOrders) => studio::errors::show;
    POST "/studio/{merchant}/errors/{job}/resend" Who::Staff(MerchantAct::FulfillOrders) => studio::errors::resend;
    GET "/studio/{merchant}/products" Who::Staff(MerchantAct::ViewCatalog) => studio::products::show;
    POST "/studio/{merchant}/products" Who::Staff(MerchantAct::EditCatalog) => studio::product::create;
    GET "/studio/{merchant}/products/new" Who::Staff(MerchantAct::EditCatalog) => studio::product::new;
    GET "/studio/{merchant}/products/{product}" Who::Staff(MerchantAct::ViewCatalog) => studio::product::show;
    POST "/studio/{merchant}/products/{product}" Who::Staff(MerchantAct::EditCatalog) => studio::product::edit;
    POST "/studio/{merchant}/products/{product}/status/{status}" Who::Staff(MerchantAct::EditCatalog) => studio::product::set_status;
    POST "/studio/{merchant}/products/{product}/pin" Who::Staff(MerchantAct::EditCatalog) => studio::product::pin;
    POST "/studio/{merchant}/products/{product}/unpin" Who::Staff(MerchantAct::EditCatalog) => studio::product::unpin;
    GET "/studio/{merchant}/products/{product}/offers" Who::Staff(MerchantAct::ViewCatalog) => studio::offers::show;
    POST "/studio/{merchant}/products/{product}/offers" Who::Staff(MerchantAct::EditCatalog) => studio::offers::make;
    GET "/studio/{merchant}/products/{product}/sale" Who::Staff(MerchantAct::ViewCatalog) => studio::sale::show;
    POST "/studio/{merchant}/products/{product}/sale" Who::Staff(MerchantAct::EditCatalog) => studio::sale::set;
    POST "/studio/{merchant}/products/{product}/sale/end" Who::Staff(MerchantAct::EditCatalog) => studio::sale::end;
    POST "/studio/{merchant}/products/{product}/offers/{offer}/{what}" Who::Staff(MerchantAct::EditCatalog) => studio::offers::set_open;
    GET "/studio/{merchant}/import" Who::Staff(MerchantAct::EditCatalog) => studio::import::show;
    POST "/studio/{merchant}/import" Who::Staff(MerchantAct::EditCatalog) => studio::import::bring;
    GET "/studio/{merchant}/import/{import}" Who::Staff(MerchantAct::EditCatalog) => studio::import::one;
    POST "/studio/{merchant}/import/{import}/confirm" Who::Staff(MerchantAct::EditCatalog) => studio::import::confirm;
    POST "/studio/{merchant}/import/{import}/discard" Who::Staff(MerchantAct::EditCatalog) => studio::import::discard;
    GET "/studio/{merchant}/import/{import}/refused.csv" Who::Staff(MerchantAct::EditCatalog) => studio::import::refused;
    GET "/studio/{merchant}/settings" Who::Staff(MerchantAct::EditSettings) => studio::settings::shop::show;
    POST "/studio/{merchant}/settings" Who::Staff(MerchantAct::EditSettings) => studio::settings::shop::save;
    GET "/studio/{merchant}/settings/shipping" Who::Staff(MerchantAct::EditSettings) => studio::settings::shipping::show;
    POST "/studio/{merchant}/settings/shipping" Who::Staff(MerchantAct::EditSettings) => studio::settings::shipping::save;
    GET "/studio/{merchant}/settings/tax" Who::Staff(MerchantAct::EditSettings) => studio::settings::tax::show;
    POST "/studio/{merchant}/settings/tax" Who::Staff(MerchantAct::EditSettings) => studio::settings::tax::save;
    GET "/studio/{merchant}/settings/payments" Who::Staff(MerchantAct::EditSettings) => studio::settings::payments::show;
    POST "/studio/{merchant}/settings/payments/connect" Who::Staff(MerchantAct::EditPayee) => studio::settings::payments::connect;
    GET "/studio/{merchant}/settings/payments/back" Who::Staff(MerchantAct::EditPayee) => studio::settings::payments::back;
    GET "/studio/{merchant}/settings/payments/again" Who::Staff(MerchantAct::EditPayee) => studio::settings::payments::again;
    POST "/studio/{merchant}/settings/payments/key" Who::Staff(MerchantAct::EditPayee) => studio::settings::own_key::bring;
    POST "/studio/{merchant}/settings/payments/look" Who::Staff(MerchantAct::EditPayee) => studio::settings::payments::look;
    GET "/studio/{merchant}/settings/payments/disconnect" Who::Staff(MerchantAct::EditPayee) => studio::settings::payments::ask_disconnect;
    POST "/studio/{merchant}/settings/payments/disconnect" Who::Staff(MerchantAct::EditPayee) => studio::settings::payments::disconnect;
    GET "/studio/{merchant}/settings/giving" Who::Staff(MerchantAct::EditSettings) => studio::settings::giving::show;
    POST "/studio/{merchant}/settings/giving" Who::Staff(MerchantAct::EditSettings) => studio::settings::giving::save;
    GET "/studio/{merchant}/settings/staff" Who::Staff(MerchantAct::EditStaff) => studio::settings::staff::show;
    POST "/studio/{merchant}/settings/staff" Who::Staff(MerchantAct::EditStaff) => studio::settings::staff::invite;
    POST "/studio/{merchant}/settings/staff/{account}/role/{role}" Who::Staff(MerchantAct::EditStaff) => studio::settings::staff::set_role;
    POST "/studio/{merchant}/settings/staff/{account}/remove" Who::Staff(MerchantAct::EditStaff) => studio::settings::staff::remove;
    POST "/studio/{merchant}/settings/staff/invitations/{invitation}/withdraw" Who::Staff(MerchantAct::EditStaff) => studio::settings::staff::withdraw;
    GET "/studio/{merchant}/settings/keys" Who::Staff(MerchantAct::EditStaff) => studio::settings::keys::show;
    POST "/studio/{merchant}/settings/keys" Who::Staff(MerchantAct::EditStaff) => studio::settings::keys::make;
    POST "/studio/{merchant}/settings/keys/{key}/revoke" Who::Staff(MerchantAct::EditStaff) => studio::settings::keys::revoke;
    GET "/studio/{merchant}/settings/channels" Who::Staff(MerchantAct::ViewWebhooks) => studio::settings::channels::show;
    GET "/studio/{merchant}/settings/channels/new/{platform}" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel_new::show;
    POST "/studio/{merchant}/settings/channels/new/{platform}" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel_new::connect;
    GET "/studio/{merchant}/settings/channels/{connection}" Who::Staff(MerchantAct::ViewWebhooks) => studio::settings::channel::show;
    POST "/studio/{merchant}/settings/channels/{connection}" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::change;
    POST "/studio/{merchant}/settings/channels/{connection}/keys" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::keys;
    POST "/studio/{merchant}/settings/channels/{connection}/look" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::look;
    POST "/studio/{merchant}/settings/channels/{connection}/compare" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::compare;
    POST "/studio/{merchant}/settings/channels/{connection}/try" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::try_out;
    POST "/studio/{merchant}/settings/channels/{connection}/pause" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::pause;
    POST "/studio/{merchant}/settings/channels/{connection}/on" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::turn_on;
    GET "/studio/{merchant}/settings/channels/{connection}/close" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::ask_close;
    POST "/studio/{merchant}/settings/channels/{connection}/close" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::close;
    POST "/studio/{merchant}/settings/channels/{connection}/sends/{send}/resend" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::channel::resend;
    GET "/studio/{merchant}/settings/quotes" Who::Staff(MerchantAct::ViewWebhooks) => studio::settings::quotes::show;
    POST "/studio/{merchant}/settings/quotes" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::quotes::set_up;
    POST "/studio/{merchant}/settings/quotes/rotate" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::quotes::rotate;
    POST "/studio/{merchant}/settings/quotes/remove" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::quotes::remove;
    GET "/studio/{merchant}/settings/webhooks" Who::Staff(MerchantAct::ViewWebhooks) => studio::settings::webhooks::show;
    POST "/studio/{merchant}/settings/webhooks" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhooks::make;
    GET "/studio/{merchant}/settings/webhooks/{webhook}" Who::Staff(MerchantAct::ViewWebhooks) => studio::settings::webhook::show;
    POST "/studio/{merchant}/settings/webhooks/{webhook}" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhook::change;
    POST "/studio/{merchant}/settings/webhooks/{webhook}/ping" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhook::ping;
    POST "/studio/{merchant}/settings/webhooks/{webhook}/rotate" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhook::rotate;
    POST "/studio/{merchant}/settings/webhooks/{webhook}/resend" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhook::resend_failed;
    POST "/studio/{merchant}/settings/webhooks/{webhook}/replay" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhook::replay;
    POST "/studio/{merchant}/settings/webhooks/{webhook}/deliveries/{delivery}/resend" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhook::resend;
    POST "/studio/{merchant}/settings/webhooks/{webhook}/remove" Who::Staff(MerchantAct::EditWebhooks) => studio::settings::webhook::remove;
    GET "/studio/{merchant}/settings/archive" Who::Staff(MerchantAct::EditStaff) => archives::shop_data;
    POST "/studio/{merchant}/settings/archive" Who::Staff(MerchantAct::EditStaff) => archives::ask_shop;
    GET "/studio/{merchant}/log" Who::Staff(MerchantAct::ViewAuditLog) => studio::log::show;

    // A nonprofit's desk
    GET "/nonprofits" Who::Person => nonprofits::enter;
    GET "/nonprofits/apply" Who::Person => nonprofits::apply::show;
    POST "/nonprofits/apply" Who::Person => nonprofits::apply::send;
    GET "/nonprofits/join/{token}" Who::Person => nonprofits::people::ask_join;
    POST "/nonprofits/join/{token}" Who::Person => nonprofits::people::join;
    GET "/nonprofits/{nonprofit}" Who::Team(NonprofitAct::View) => nonprofits::overview::show;
    GET "/nonprofits/{nonprofit}/application" Who::Team(NonprofitAct::View) => nonprofits::application::show;
    POST "/nonprofits/{nonprofit}/application" Who::Team(NonprofitAct::EditProfile) => nonprofits::application::send;
    GET "/nonprofits/{nonprofit}/campaigns" Who::Team(NonprofitAct::View) => nonprofits::campaigns::list;
    POST "/nonprofits/{nonprofit}/campaigns" Who::Team(NonprofitAct::Campaign) => nonprofits::campaigns::make;
    GET "/nonprofits/{nonprofit}/campaigns/new" Who::Team(NonprofitAct::Campaign) => nonprofits::campaigns::new;
    GET "/nonprofits/{nonprofit}/campaigns/{campaign}" Who::Team(NonprofitAct::Campaign) => nonprofits::campaigns::show;
    POST "/nonprofits/{nonprofit}/campaigns/{campaign}" Who::Team(NonprofitAct::Campaign) => nonprofits::campaigns::save;
    POST "/nonprofits/{nonprofit}/campaigns/{campaign}/{what}" Who::Team(NonprofitAct::Campaign) => nonprofits::campaigns::set_open;
    GET "/nonprofits/{nonprofit}/campaigns/{campaign}/matches" Who::Team(NonprofitAct::View) => nonprofits::matches::list;
    POST "/nonprofits/{nonprofit}/campaigns/{campaign}/matches" Who::Team(NonprofitAct::Campaign) => nonprofits::match_form::make;
    GET "/nonprofits/{nonprofit}/campaigns/{campaign}/matches/new" Who::Team(NonprofitAct::Campaign) => nonprofits::match_form::new;
    GET "/nonprofits/{nonprofit}/matches/{match}" Who::Team(NonprofitAct::View) => nonprofits::matches::show;
    GET "/nonprofits/{nonprofit}/matches/{match}/entries.csv" Who::Team(NonprofitAct::View) => nonprofits::matches::export;
    GET "/nonprofits/{nonprofit}/matches/{match}/raise" Who::Team(NonprofitAct::Campaign) => nonprofits::match_form::ask_raise;
    POST "/nonprofits/{nonprofit}/matches/{match}/raise" Who::Team(NonprofitAct::Campaign) => nonprofits::match_form::raise;
    GET "/nonprofits/{nonprofit}/matches/{match}/end" Who::Team(NonprofitAct::Campaign) => nonprofits::match_form::ask_end;
    POST "/nonprofits/{nonprofit}/matches/{match}/end" Who::Team(NonprofitAct::Campaign) => nonprofits::match_form::end;
    GET "/nonprofits/{nonprofit}/gifts" Who::Team(NonprofitAct::ViewDonors) => nonprofits::gifts::show;
    GET "/nonprofits/{nonprofit}/gifts.csv" Who::Team(NonprofitAct::ViewDonors) => nonprofits::gifts::export;
    GET "/nonprofits/{nonprofit}/gifts/{donation}" Who::Team(NonprofitAct::ViewDonors) => nonprofits::gift::show;
    GET "/nonprofits/{nonprofit}/gifts/{donation}/receipt.pdf" Who::Team(NonprofitAct::ViewDonors) => nonprofits::gift::receipt;
    GET "/nonprofits/{nonprofit}/gifts/{donation}/void.pdf" Who::Team(NonprofitAct::ViewDonors) => nonprofits::gift::void;
    GET "/nonprofits/{nonprofit}/gifts/{donation}/thank" Who::Team(NonprofitAct::WriteDonor) => nonprofits::gift::ask_thank;
    POST "/nonprofits/{nonprofit}/gifts/{donation}/thank" Who::Team(NonprofitAct::WriteDonor) => nonprofits::gift::thank;
    GET "/nonprofits/{nonprofit}/gifts/{donation}/return" Who::Team(NonprofitAct::ReturnGift) => nonprofits::gift::ask_return;
    POST "/nonprofits/{nonprofit}/gifts/{donation}/return" Who::Team(NonprofitAct::ReturnGift) => nonprofits::gift::give_back;
    GET "/nonprofits/{nonprofit}/disputes" Who::Team(NonprofitAct::ViewDonors) => nonprofits::disputes::list;
    GET "/nonprofits/{nonprofit}/disputes/{dispute}" Who::Team(NonprofitAct::ViewDonors) => nonprofits::disputes::show;
    POST "/nonprofits/{nonprofit}/disputes/{dispute}/answer" Who::Team(NonprofitAct::ReturnGift) => nonprofits::disputes::answer;
    POST "/nonprofits/{nonprofit}/disputes/{dispute}/accept" Who::Team(NonprofitAct::ReturnGift) => nonprofits::disputes::accept;
    GET "/nonprofits/{nonprofit}/pledges" Who::Team(NonprofitAct::ViewDonors) => nonprofits::at_risk::show;
    GET "/nonprofits/{nonprofit}/donors" Who::Team(NonprofitAct::ViewDonors) => nonprofits::donors::show;
    GET "/nonprofits/{nonprofit}/donors.csv" Who::Team(NonprofitAct::ViewDonors) => nonprofits::donors::export;
    GET "/nonprofits/{nonprofit}/gift-aid" Who::Team(NonprofitAct::ViewDonors) => nonprofits::gift_aid::show;
    POST "/nonprofits/{nonprofit}/gift-aid" Who::Team(NonprofitAct::Claim) => nonprofits::gift_aid::close;
    GET "/nonprofits/{nonprofit}/gift-aid/{claim}/schedule.csv" Who::Team(NonprofitAct::ViewDonors) => nonprofits::gift_aid::schedule;
    GET "/nonprofits/{nonprofit}/payouts" Who::Team(NonprofitAct::ViewDonors) => nonprofits::payouts::list;
    GET "/nonprofits/{nonprofit}/payouts/{payout}" Who::Team(NonprofitAct::ViewDonors) => nonprofits::payouts::show;
    GET "/nonprofits/{nonprofit}/payouts/{payout}/lines.csv" Who::Team(NonprofitAct::ViewDonors) => nonprofits::payouts::export;
    GET "/nonprofits/{nonprofit}/settings" Who::Team(NonprofitAct::EditProfile) => nonprofits::profile::show;
    POST "/nonprofits/{nonprofit}/settings" Who::Team(NonprofitAct::EditProfile) => nonprofits::profile::save;
    GET "/nonprofits/{nonprofit}/settings/logo" Who::Team(NonprofitAct::EditProfile) => nonprofits::logo::show;
    POST "/nonprofits/{nonprofit}/settings/logo" Who::Team(NonprofitAct::EditProfile) => nonprofits::logo::keep;
    POST "/nonprofits/{nonprofit}/settings/logo/remove" Who::Team(NonprofitAct::EditProfile) => nonprofits::logo::remove;
    GET "/nonprofits/{nonprofit}/settings/payments" Who::Team(NonprofitAct::EditPayee) => nonprofits::payments::show;
    POST "/nonprofits/{nonprofit}/settings/payments/connect" Who::Team(NonprofitAct::EditPayee) => nonprofits::payments::connect;
    GET "/nonprofits/{nonprofit}/settings/payments/back" Who::Team(NonprofitAct::EditPayee) => nonprofits::payments::back;
    GET "/nonprofits/{nonprofit}/settings/payments/again" Who::Team(NonprofitAct::EditPayee) => nonprofits::payments::again;
    POST "/nonprofits/{nonprofit}/settings/payments/look" Who::Team(NonprofitAct::EditPayee) => nonprofits::payments::look;
    GET "/nonprofits/{nonprofit}/settings/payments/disconnect" Who::Team(NonprofitAct::EditPayee) => nonprofits::payments::ask_disconnect;
    POST "/nonprofits/{nonprofit}/settings/payments/disconnect" Who::Team(NonprofitAct::EditPayee) => nonprofits::payments::disconnect;
    GET "/nonprofits/{nonprofit}/settings/staff" Who::Team(NonprofitAct::EditStaff) => nonprofits::people::show;
    POST "/nonprofits/{nonprofit}/settings/staff" Who::Team(NonprofitAct::EditStaff) => nonprofits::people::invite;
    POST "/nonprofits/{nonprofit}/settings/staff/{account}/role/{role}" Who::Team(NonprofitAct::EditStaff) => nonprofits::people::set_role;
    POST "/nonprofits/{nonprofit}/settings/staff/{account}/remove" Who::Team(NonprofitAct::EditStaff) => nonprofits::people::remove;
    POST "/nonprofits/{nonprofit}/settings/staff/invitations/{invitation}/withdraw" Who::Team(NonprofitAct::EditStaff) => nonprofits::people::withdraw;
    GET "/nonprofits/{nonprofit}/settings/archive" Who::Team(NonprofitAct::EditStaff) => archives::nonprofit_data;
    POST "/nonprofits/{nonprofit}/settings/archive" Who::Team(NonprofitAct::EditStaff) => archives::ask_nonprofit;
    GET "/nonprofits/{nonprofit}/log" Who::Team(NonprofitAct::EditStaff) => nonprofits::log::show;

    // The console
    GET "/console" Who::Operator => console::overview::show;
    GET "/console/queue" Who::Operator => console::queue::show;
    POST "/console/queue/resend" Who::Operator => console::queue::resend_all;
    POST "/console/queue/{job}/resend" Who::Operator => console::queue::resend;
    GET "/console/reports" Who::Operator => console::reports::show;
    POST "/console/reports/{report}/{what}" Who::Operator => console::reports::decide;
    GET "/console/merchants" Who::Operator => console::merchants::list;
    GET "/console/merchants/{subject}" Who::Operator => console::merchants::show;
    GET "/console/merchants/{subject}/{what}" Who::Operator => console::merchants::ask;
    POST "/console/merchants/{subject}/{what}" Who::Operator => console::merchants::decide;
    GET "/console/nonprofits" Who::Operator => console::nonprofits::list;
    GET "/console/nonprofits/standing" Who::Operator => console::standings::show;
    POST "/console/nonprofits/standing" Who::Operator => console::standings::record;
    GET "/console/nonprofits/{subject}" Who::Operator => console::nonprofits::show;
    GET "/console/nonprofits/{subject}/consent" Who::Operator => console::nonprofits::consent;
    GET "/console/nonprofits/{subject}/{what}" Who::Operator => console::nonprofits::ask;
    POST "/console/nonprofits/{subject}/{what}" Who::Operator => console::nonprofits::decide;
    GET "/console/switches" Who::Operator => console::switches::show;
    POST "/console/switches" Who::Operator => console::switches::close;
    POST "/console/switches/open/{kind}/{subject}" Who::Operator => console::switches::open;
    GET "/console/gates" Who::Operator => console::gates::list;
    GET "/console/gates/{feature}" Who::Operator => console::gates::show;
    POST "/console/gates/{feature}/{what}" Who::Operator => console::gates::change;
    GET "/console/sunsets" Who::Operator => console::sunsets::list;
    POST "/console/sunsets" Who::Operator => console::sunsets::create;
    GET "/console/sunsets/new" Who::Operator => console::sunsets::new;
    GET "/console/sunsets/{sunset}" Who::Operator => console::sunsets::show;
    POST "/console/sunsets/{sunset}/{what}" Who::Operator => console::sunsets::change;
    GET "/console/money" Who::Operator => console::money::show;
    GET "/console/settings" Who::Operator => console::settings::show;
    POST "/console/settings" Who::Operator => console::settings::save;
    GET "/console/log" Who::Operator => console::desk::log;

    // A buyer's orders
    GET "/orders" Who::Person => orders::list;
    GET "/orders/find" Who::Anyone => orders::find;
    POST "/orders/find" Who::Anyone => orders::send_links;
    GET "/orders/{order}" Who::Holder => orders::show;
    POST "/orders/{order}/undo" Who::Holder => orders::undo;
    GET "/orders/{order}/invoice" Who::Holder => orders::invoice;
    GET "/orders/{order}/received" Who::Holder => orders::receipt;
    GET "/orders/{order}/{what}" Who::Holder => orders::ask;
    POST "/orders/{order}/{what}" Who::Holder => orders::send;
};
