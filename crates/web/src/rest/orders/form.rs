//! Orders for the programs that are told of them: in exactly the form in which they are asked for.

use app::ports::OrderForm;
use domain::view::orders::OrderStory;
use serde_json::Value;

use super::wire::Order;

/// Writes orders as the API does.
#[derive(Debug, Clone, Copy, Default)]
pub struct RestOrders;

impl OrderForm for RestOrders {
    fn write(&self, story: &OrderStory) -> Value {
        serde_json::to_value(Order::from(story))
            .expect("an order on the wire has text keys and whole numbers")
    }
}
