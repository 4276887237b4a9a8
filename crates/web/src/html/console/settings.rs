//! The server's settings.

use app::settings::{
    self, FEE_BASIS_POINTS_MAX, ServerSettings, SettingsError, TEXT_CHARS_MAX, UNDO_SECONDS_MAX,
};
use axum::extract::{Form, State};
use axum::response::Response;
use domain::money::BasisPoints;
use words::Words;

use super::desk::{Place, desk, may};
use crate::Web;
use crate::html::field::{Field, Kind};
use crate::html::mistakes::{answer, at, mark};
use crate::html::pages::desk::{Group, Settings};
use crate::html::parts::FormError;
use crate::html::percent::{percent, to_percent};
use crate::html::said::say;
use crate::html::typed::Typed;
use crate::html::{Failure, Visit, render};

const HOME: &str = "/console/settings";

/// The page.
///
/// # Errors
/// [`Failure`]; so for all handlers here.
pub async fn show(web: State<Web>, visit: Visit) -> Result<Response, Failure> {
    may(&visit)?;
    let stored = settings::load(web.ctx()).await?;
    let mut typed = Typed::default();
    typed.set("undo_seconds", &stored.undo_seconds.to_string());
    typed.set("fee", &to_percent(BasisPoints(stored.fee_basis_points)));
    page(&web, &visit, &stored, &typed, Vec::new())
}

fn page(
    web: &Web,
    visit: &Visit,
    shown: &ServerSettings,
    typed: &Typed,
    mut errors: Vec<FormError>,
) -> Result<Response, Failure> {
    let w = visit.words();
    let mut fields = fields(w, shown, typed.get("undo_seconds"));
    // Where all money is the operator's own, there is nothing to keep of it.
    if web.ctx().needs_payees() {
        let fee = Field::new("fee", w.text("csettings-fee")).kind(Kind::Amount).value(typed.get("fee"));
        fields.push(fee.hint(w.text("csettings-fee-hint")));
    }
    mark(&mut fields, &mut errors);
    let is_wrong = !errors.is_empty();
    let page = render(&Settings {
        standing: None,
        p: &desk(web, visit, Place::Settings),
        title: w.text("console-settings").to_owned(),
        nav: Vec::new(),
        heading: w.text("console-settings").to_owned(),
        text: String::new(),
        action: HOME.to_owned(),
        groups: vec![Group { title: String::new(), text: String::new(), fields }],
        blocks: Vec::new(),
        add: None,
        tables: Vec::new(),
        other: None,
        secret: None,
        errors,
    })?;
    Ok(answer(page, is_wrong))
}

fn fields(w: &Words, shown: &ServerSettings, undo: &str) -> Vec<Field> {
    let optional = w.text("state-optional");
    let open = [
        ("open".to_owned(), w.text("csettings-signup-open").to_owned()),
        ("closed".to_owned(), w.text("csettings-signup-closed").to_owned()),
    ];
    vec![
        Field::new("server_name", w.text("csettings-server-name"))
            .value(&shown.server_name)
            .optional(optional)
            .limit(200),
        Field::new("contact", w.text("csettings-contact"))
            .value(&shown.contact)
            .optional(optional)
            .limit(200),
        Field::new("sign_up", w.text("csettings-signup"))
            .kind(Kind::Select(open.to_vec()))
            .value(if shown.sign_up_open { "open" } else { "closed" }),
        Field::new("self_serve", w.text("csettings-auto-verify"))
            .kind(Kind::Check)
            .value(if shown.self_serve_merchants { "on" } else { "" }),
        Field::new("undo_seconds", w.text("csettings-undo-seconds"))
            .kind(Kind::Number)
            .value(undo)
            .hint(w.text("csettings-undo-hint")),
    ]
}

/// Takes the form.
pub async fn save(web: State<Web>, visit: Visit, Form(typed): Form<Typed>) -> Result<Response, Failure> {
    let permit = may(&visit)?;
    let w = visit.words();
    let undo = typed.get("undo_seconds");
    // Where it is not asked for, it stays.
    let fee = match (web.ctx().needs_payees(), typed.get("fee")) {
        (false, _) => Some(BasisPoints(settings::load(web.ctx()).await?.fee_basis_points)),
        (true, "") => Some(BasisPoints(0)),
        (true, text) => percent(text),
    };
    let sign_up = typed.get("sign_up");
    let wanted = ServerSettings {
        self_serve_merchants: typed.is_on("self_serve"),
        // What is no number is beyond the limit.
        undo_seconds: undo.parse().unwrap_or(u32::MAX),
        sign_up_open: sign_up == "open",
        server_name: typed.get("server_name").to_owned(),
        contact: typed.get("contact").to_owned(),
        // What is no rate is beyond the limit.
        fee_basis_points: fee.map_or(u32::MAX, |fee| fee.0),
    };
    if !matches!(sign_up, "open" | "closed") {
        let errors = vec![at("sign_up", w.text("field-choice-invalid").to_owned())];
        return page(&web, &visit, &wanted, &typed, errors);
    }
    match settings::change(web.ctx(), &permit, wanted.clone()).await {
        Ok(()) => Ok(say(&web, words::key!("action-saved"), HOME)),
        Err(SettingsError::TooLong(name)) => {
            let errors = vec![at(name, w.count("field-too-long", TEXT_CHARS_MAX))];
            page(&web, &visit, &wanted, &typed, errors)
        }
        Err(SettingsError::UndoSeconds) => {
            let errors = vec![at("undo_seconds", w.fill("csettings-undo-invalid", "max", UNDO_SECONDS_MAX))];
            page(&web, &visit, &wanted, &typed, errors)
        }
        Err(SettingsError::Fee) => {
            let most = w.percent(BasisPoints(FEE_BASIS_POINTS_MAX));
            let errors = vec![at("fee", w.fill("csettings-fee-invalid", "max", most.as_str()))];
            page(&web, &visit, &wanted, &typed, errors)
        }
        Err(SettingsError::Db(error)) => Err(error.into()),
    }
}
