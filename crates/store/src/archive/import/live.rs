//! What comes alive again: the profile, the shop or nonprofit, its goods or campaigns, posts and pictures. Standing, money,
//! stock that was promised and everything that others did stays behind.

use std::collections::{BTreeMap, HashMap};

use domain::account;
use domain::archive::ArchiveOf;
use domain::ids::{ImageId, raw};
use serde_json::{Map, Value};

use super::super::sizes;
use super::super::unzip::Refused;
use super::ids::Ids;
use super::rows::{Fields, fields, insert};
use super::{ImportError, PAGE_ROWS, Taking, give_to};
use crate::export::families::{Child, Family};
use crate::transfer::{Cell, Table};
use crate::{DbError, Param, Read, Tx};

/// Families that come alive, each after those it refers to.
pub(super) const ORDER: &[&str] = &["images", "accounts", "merchants", "products", "variant_prices", "posts"];
/// Lists in their records that come along.
const CHILDREN: [&str; 13] = [
    "addresses",
    "shipping_zones",
    "shipping_rates",
    "tax_rates",
    "offers",
    "nonprofits",
    "campaigns",
    "campaign_currencies",
    "variants",
    "product_images",
    "pinned_products",
    "post_images",
    "post_tags",
];
/// Endings that pictures are kept under.
const ENDINGS: [&str; 3] = ["webp", "jpg", "png"];

/// Who comes in.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) of: ArchiveOf,
    pub(super) owner: i64,
}

/// What is being written.
pub(super) struct Live<'a> {
    place: Place,
    taking: Taking,
    tables: &'a HashMap<String, Table>,
    /// Rows that wait, by table, in the order in which they may be written.
    waiting: Vec<(&'static str, Vec<Fields>)>,
    /// Offers refer to products, which come after the shop that they belong to.
    offers: Vec<Fields>,
    pub(super) handle: String,
    pub(super) count: u64,
    pub(super) left_out: BTreeMap<String, u64>,
    pub(super) pictures: Vec<(String, String)>,
}

impl<'a> Live<'a> {
    pub(super) fn new(place: Place, taking: Taking, tables: &'a HashMap<String, Table>) -> Self {
        Self {
            place,
            taking,
            tables,
            waiting: Vec::new(),
            offers: Vec::new(),
            handle: String::new(),
            count: 0,
            left_out: BTreeMap::new(),
            pictures: Vec::new(),
        }
    }

    /// Keeps one record with what belongs to it.
    pub(super) fn keep(
        &mut self,
        tx: &mut Tx<'_>,
        family: &'static Family,
        value: Value,
        ids: &Ids,
    ) -> Result<(), ImportError> {
        let Value::Object(object) = value else {
            return Err(Refused(format!("a record of {} is no object", family.file)).into());
        };
        let mut row = fields(&self.tables[family.table], family.columns, &object, ids)?;
        if !self.fit(tx, family.table, &mut row, &object)? {
            self.leave(family.table);
            return Ok(());
        }
        let id = row.get("id").map_or(0, Cell::int);
        let owner =
            if family.table == "merchants" { id } else { row.get("merchant_id").map_or(0, Cell::int) };
        self.wait(family.table, row);
        for child in family.children {
            let all = object.get(child.name).and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
            if !CHILDREN.contains(&child.table) {
                *self.left_out.entry(child.table.to_owned()).or_default() += all.len() as u64;
                continue;
            }
            for value in all {
                self.keep_below(child, value, (id, owner), ids)?;
            }
        }
        if self.waiting.iter().map(|(_, rows)| rows.len()).sum::<usize>() >= PAGE_ROWS {
            self.flush(tx)?;
        }
        Ok(())
    }

    fn keep_below(
        &mut self,
        child: &'static Child,
        value: &Value,
        (parent, owner): (i64, i64),
        ids: &Ids,
    ) -> Result<(), ImportError> {
        let Value::Object(object) = value else {
            return Err(Refused(format!("a record of {} is no object", child.table)).into());
        };
        let table = &self.tables[child.table];
        let mut row = fields(table, child.columns, object, ids)?;
        row.insert(child.parent, Cell::Int(parent));
        if table.place("merchant_id").is_some() {
            row.insert("merchant_id", Cell::Int(owner));
        }
        let zero = |row: &mut Fields, names: &[&'static str]| {
            for name in names {
                row.insert(name, Cell::Int(0));
            }
        };
        let none = |row: &mut Fields, names: &[&'static str]| {
            for name in names {
                row.insert(name, Cell::Null);
            }
        };
        match child.table {
            // What was promised to open orders is shipped from where they were placed.
            "variants" => {
                let left = row.get("on_hand").map_or(0, Cell::int) - row.get("reserved").map_or(0, Cell::int);
                row.insert("on_hand", Cell::Int(left.max(0)));
                zero(&mut row, &["reserved"]);
            }
            "campaigns" => zero(&mut row, &["raised", "gifts"]),
            "campaign_currencies" => zero(&mut row, &["raised"]),
            "nonprofits" => {
                row.insert("state", Cell::Text("applied".to_owned()));
                row.insert("state_reason", Cell::Text(String::new()));
                row.insert("standing", Cell::Text("good".to_owned()));
                none(&mut row, &["standing_at", "decided_by", "decided_at"]);
            }
            "product_images" => only_web(&mut row, "source_url"),
            "post_images" if row.get("image_id") == Some(&Cell::Null) => {
                self.leave("post_images");
                return Ok(());
            }
            "offers" => {
                self.count += 1;
                self.offers.push(row);
                return Ok(());
            }
            _ => {}
        }
        self.wait(child.table, row);
        Ok(())
    }

    /// Changes what may not come along as it is; says whether the record comes along at all.
    fn fit(
        &mut self,
        tx: &mut Tx<'_>,
        table: &str,
        row: &mut Fields,
        object: &Map<String, Value>,
    ) -> Result<bool, ImportError> {
        match table {
            "images" => self.picture(row, object),
            "accounts" => self.face(tx, row),
            "merchants" => {
                for (name, word) in [("state", "new"), ("state_reason", ""), ("payee", "")] {
                    row.insert(name, Cell::Text(word.to_owned()));
                }
                row.insert("verified_at", Cell::Null);
                let kind =
                    if matches!(self.place.of, ArchiveOf::Nonprofit(_)) { "nonprofit" } else { "shop" };
                row.insert("kind", Cell::Text(kind.to_owned()));
                only_web(row, "terms_url");
                only_web(row, "privacy_url");
                Ok(row.get("id").map_or(0, Cell::int) == self.place.of.subject())
            }
            "products" => {
                only_web(row, "link");
                if let Some(Cell::Text(text)) = row.get("description_html") {
                    let clean = (self.taking.clean)(text);
                    row.insert("description_html", Cell::Text(clean));
                }
                Ok(true)
            }
            "posts" => {
                for name in ["like_count", "boost_count", "reply_count"] {
                    row.insert(name, Cell::Int(0));
                }
                let was_boost = object.get("boost_of").is_some_and(|value| !value.is_null());
                // A boost says nothing without what it boosts.
                Ok(!was_boost || row.get("boost_of") != Some(&Cell::Null))
            }
            _ => Ok(true),
        }
    }

    fn picture(&mut self, row: &mut Fields, object: &Map<String, Value>) -> Result<bool, ImportError> {
        let old = object.get("file_key").and_then(Value::as_str).unwrap_or_default();
        let ending = old.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| ENDINGS.contains(ending));
        let named =
            old.strip_prefix("images/").and_then(|rest| rest.split_once('.')).and_then(|(id, _)| raw(id));
        let (Some(ending), Some(_)) = (ending, named) else {
            return Err(Refused("a picture of the archive lies where no picture lies".to_owned()).into());
        };
        let key = format!("images/{}.{ending}", ImageId(row.get("id").map_or(0, Cell::int)));
        let paths = sizes(old).into_iter().map(|size| format!("media/{size}"));
        self.pictures.extend(paths.zip(sizes(&key)));
        row.insert("file_key", Cell::Text(key));
        Ok(true)
    }

    fn face(&mut self, tx: &mut Tx<'_>, row: &mut Fields) -> Result<bool, ImportError> {
        let text = |row: &Fields, name: &str| match row.get(name) {
            Some(Cell::Text(text)) => text.clone(),
            _ => String::new(),
        };
        let wrong = |what: &str| Refused(format!("the {what} of the archive cannot be one here"));
        let name = account::name(&text(row, "display_name")).map_err(|_| wrong("name"))?;
        let bio = account::bio(&text(row, "bio")).map_err(|_| wrong("words about oneself"))?;
        let wanted = account::handle(&text(row, "handle")).map_err(|_| wrong("handle"))?;
        self.handle = free_handle(tx, &wanted)?;
        let is_person = matches!(self.place.of, ArchiveOf::Person(_));
        if is_person != (text(row, "kind") == "person") {
            return Err(wrong("kind of account").into());
        }
        let email = text(row, "email");
        if !email.is_empty() && crate::accounts::taken(tx, "", &email)?.1 {
            return Err(Refused(format!(
                "{email} has an account here already; whoever it is can erase or rename one of the two"
            ))
            .into());
        }
        row.insert("display_name", Cell::Text(name));
        row.insert("bio", Cell::Text(bio));
        row.insert("handle", Cell::Text(self.handle.clone()));
        row.insert("is_operator", Cell::Int(0));
        // Whoever reads the mail that a link to a new password goes to has proven the address.
        for name in ["email_confirmed_at", "suspended_at", "erased_at"] {
            row.insert(name, Cell::Null);
        }
        Ok(true)
    }

    fn wait(&mut self, table: &'static str, row: Fields) {
        self.count += 1;
        match self.waiting.iter_mut().find(|(known, _)| *known == table) {
            Some((_, rows)) => rows.push(row),
            None => self.waiting.push((table, vec![row])),
        }
    }

    fn leave(&mut self, table: &str) {
        *self.left_out.entry(table.to_owned()).or_default() += 1;
    }

    /// Writes what waits: parents stand before their children in it.
    pub(super) fn flush(&mut self, tx: &mut Tx<'_>) -> Result<(), ImportError> {
        for (table, rows) in &mut self.waiting {
            insert(tx, &self.tables[*table], &std::mem::take(rows))?;
        }
        Ok(())
    }

    /// What had to wait for everything else.
    pub(super) fn end(&mut self, tx: &mut Tx<'_>) -> Result<(), ImportError> {
        let offers = std::mem::take(&mut self.offers);
        let (here, gone): (Vec<_>, Vec<_>) =
            offers.into_iter().partition(|offer| offer.get("product_id") != Some(&Cell::Null));
        self.count -= gone.len() as u64;
        for _ in &gone {
            self.leave("offers");
        }
        insert(tx, &self.tables["offers"], &here)?;
        Ok(give_to(tx, self.place, self.taking.now)?)
    }
}

/// An address that a browser may follow, or none.
fn only_web(row: &mut Fields, name: &'static str) {
    if let Some(Cell::Text(text)) = row.get(name)
        && !text.starts_with("https://")
        && !text.starts_with("http://")
    {
        row.insert(name, Cell::Text(String::new()));
    }
}

/// The handle, or with a number behind it where it is taken.
fn free_handle(read: &mut impl Read, wanted: &str) -> Result<String, DbError> {
    let mut handle = wanted.to_owned();
    let mut number = 2;
    while read
        .first("SELECT id FROM accounts WHERE handle = $1", &[Param::from(handle.as_str())], |row| {
            row.int(0)
        })?
        .is_some()
    {
        handle = format!("{wanted}-{number}");
        number += 1;
    }
    Ok(handle)
}
