//! `orderCancel`: a job that is done a little later.

use serde_json::{Map, Value, json};

use super::documents::{gid, number_of};
use super::error::user_error;
use super::twin::Twin;

/// A cancellation on its way.
#[derive(Debug, Clone)]
pub(super) struct Job {
    pub(super) id: u64,
    order: u64,
    restock: bool,
    due_ms: i64,
    is_done: bool,
}

impl Twin {
    pub(super) fn order_cancel(&mut self, arguments: &Map<String, Value>) -> Value {
        let refused = |why: &str| {
            let error = user_error(Some("INVALID"), &["orderId"], why);
            json!({ "job": null, "orderCancelUserErrors": [error], "userErrors": [] })
        };
        let id = number_of("Order", &arguments["orderId"]);
        let Some(order) = id.and_then(|id| self.orders.get(&id)) else {
            return refused("Order does not exist");
        };
        if order.canceled_ms.is_some() {
            return refused("Order has already been cancelled");
        }
        if !order.parcels.is_empty() {
            return refused("Cannot cancel an order that has fulfillments");
        }
        let order = order.id;
        let job = Job {
            id: self.next_id(),
            order,
            restock: arguments["restock"] == true,
            due_ms: self.now_ms + self.settings.job_ms,
            is_done: false,
        };
        let name = gid("Job", job.id);
        self.jobs.push(job);
        self.work();
        json!({ "job": name, "orderCancelUserErrors": [], "userErrors": [] })
    }

    pub(super) fn job(&self, id: u64) -> Option<Value> {
        let job = self.jobs.iter().find(|job| job.id == id)?;
        Some(json!({ "__typename": "Job", "id": gid("Job", id), "done": job.is_done }))
    }

    /// Does what is due.
    pub(super) fn work(&mut self) {
        let now_ms = self.now_ms;
        let due: Vec<Job> =
            self.jobs.iter().filter(|job| !job.is_done && job.due_ms <= now_ms).cloned().collect();
        for job in due {
            if let Some(kept) = self.jobs.iter_mut().find(|kept| kept.id == job.id) {
                kept.is_done = true;
            }
            self.cancel(job.order, job.restock);
        }
    }

    /// Cancels an order; nothing happens where it was canceled, or something left meanwhile.
    pub(super) fn cancel(&mut self, id: u64, restock: bool) {
        let now_ms = self.now_ms;
        let Some(order) = self.orders.get_mut(&id) else { return };
        if order.canceled_ms.is_some() || !order.parcels.is_empty() {
            return;
        }
        order.canceled_ms = Some(now_ms);
        let took = order.took_stock;
        let mut back = Vec::new();
        for line in &mut order.lines {
            let left = line.quantity - line.shipped - line.removed;
            line.removed += left;
            back.push((line.variant, left));
        }
        if took && restock {
            for (variant, units) in back {
                self.move_stock(variant, units);
            }
        }
        self.touch(id, &["ORDERS_CANCELLED", "ORDERS_UPDATED"]);
    }
}
