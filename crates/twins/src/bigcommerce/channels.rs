//! Channels: where a store sells.

use serde_json::{Value, json};

use super::error::Refusal;
use super::pages::Page;
use super::twin::{Twin, moment};
use crate::platform::{Answer, Request};

/// The first channel of every store is its own shop window.
pub(super) const STOREFRONT: u64 = 1;

impl Twin {
    pub(super) fn list_channels(&self, request: &Request) -> Result<Answer, Refusal> {
        let page = Page::of(request)?;
        let kinds = request.asked("type:in");
        let fits = |channel: &&Value| {
            let kind = channel["type"].as_str().unwrap_or_default();
            kinds.as_deref().is_none_or(|kinds| kinds.split(',').any(|one| one == kind))
        };
        let all: Vec<Value> = self.channels.values().filter(fits).cloned().collect();
        let total = all.len();
        Ok(page.v3(&page.cut(all), total))
    }

    pub(super) fn create_channel(&mut self, body: &Value) -> Result<Answer, Refusal> {
        let same =
            |channel: &Value| ["name", "type", "platform"].iter().all(|part| channel[part] == body[part]);
        if self.channels.values().any(same) {
            return Err(Refusal::new(409, "A channel with this name, type and platform exists."));
        }
        let id = self.next_id();
        let mut channel = json!({
            "id": id, "status": "active", "external_id": "", "is_listable_from_ui": true, "is_visible": true,
            "date_created": moment(self.now_ms), "date_modified": moment(self.now_ms), "icon_url": "",
        });
        change(&mut channel, body);
        self.channels.insert(id, channel.clone());
        Ok(Answer::new(200, json!({ "data": channel, "meta": {} })))
    }

    pub(super) fn show_channel(&self, id: u64) -> Result<Answer, Refusal> {
        let channel = self.channels.get(&id).ok_or_else(Refusal::missing)?;
        Ok(Answer::new(200, json!({ "data": channel, "meta": {} })))
    }

    pub(super) fn change_channel(&mut self, id: u64, body: &Value) -> Result<Answer, Refusal> {
        let channel = self.channels.get_mut(&id).ok_or_else(Refusal::missing)?;
        change(channel, body);
        let shown = json!({ "data": channel, "meta": {} });
        self.tell("store/channel/updated", json!({ "type": "channel", "id": id }));
        Ok(Answer::new(200, shown))
    }
}

fn change(channel: &mut Value, body: &Value) {
    for (name, value) in body.as_object().into_iter().flatten() {
        channel[name] = value.clone();
    }
}
