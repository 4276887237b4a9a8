//! The frame of a page, filled for one visitor.

use app::demo::{Role, RoleKind};

use super::{avatar, href_of};
use crate::Web;
use crate::html::Visit;
use crate::html::page::{DemoRole, OtherDay, Page, Section, Side, Viewer};
use crate::html::parts::{Level, Notice};

/// The frame around a page.
#[must_use]
pub fn page(web: &Web, visit: &Visit, section: Section) -> Page {
    let config = web.config();
    let viewer = visit.signed_in.as_ref().map(|signed_in| Viewer {
        name: signed_in.display_name.clone(),
        handle: format!("@{}", signed_in.handle),
        href: href_of(&signed_in.handle),
        avatar: avatar(&signed_in.display_name, signed_in.avatar.as_ref()),
        has_studio: !signed_in.staff_of.is_empty() || !signed_in.nonprofits.is_empty(),
        is_operator: signed_in.operator,
    });
    Page {
        w: visit.words(),
        nonce: visit.nonce.clone(),
        csrf: visit.csrf.clone(),
        viewer,
        base: config.base_url.clone(),
        path: visit.path.clone(),
        server_name: config.server_name.clone(),
        test_mode: config.test_mode,
        method_form: web.ctx().ports().payments.method_form().cloned(),
        section,
        notice: visit.said.map(|key| Notice {
            level: Level::Good,
            title: visit.words().text(key).to_owned(),
            text: String::new(),
            links: Vec::new(),
        }),
        closing: super::closing::banner(visit.words(), &visit.closings, &visit.path, web.ctx().now()),
        roles: visit.roles.iter().map(|role| demo_role(visit, role)).collect(),
        other_day: web.other_day().map(|other| match &other.later {
            None => OtherDay::Ahead,
            Some(later) => {
                OtherDay::Come { day: visit.words().date_of(later.day), ahead_s: later.ahead.as_secs() }
            }
        }),
        basket_count: visit.basket_count,
        refresh_s: None,
        side: Side::default(),
        opposite: None,
        desk: None,
    }
}

/// "Camille, a buyer".
fn demo_role(visit: &Visit, role: &Role) -> DemoRole {
    let w = visit.words();
    let (as_what, short, icon) = match role.kind {
        RoleKind::Buyer => (w.text("role-buyer"), w.text("role-short-buyer"), "user"),
        RoleKind::Merchant => (w.text("role-merchant"), w.text("role-short-merchant"), "shop"),
        RoleKind::Nonprofit => (w.text("role-nonprofit"), w.text("role-short-nonprofit"), "heart"),
        RoleKind::Operator => (w.text("role-operator"), w.text("role-short-operator"), "settings"),
    };
    DemoRole {
        short: short.to_owned(),
        icon,
        key: role.face.handle.clone(),
        label: format!("{}, {as_what}", role.face.name),
        current: visit.signed_in.as_ref().is_some_and(|signed_in| signed_in.account == role.face.id),
    }
}
