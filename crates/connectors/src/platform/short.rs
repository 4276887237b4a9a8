//! What of an order a shop has too few of.

use std::collections::HashMap;

use app::ports::OrderOut;
use domain::catalog::draft::StockDraft;

/// How many of each variant an order wants, over all its lines.
pub(crate) fn wanted(order: &OrderOut) -> HashMap<&str, i64> {
    let mut wanted: HashMap<&str, i64> = HashMap::new();
    for line in &order.lines {
        *wanted.entry(&line.variant).or_default() += i64::from(line.quantity);
    }
    wanted
}

/// The variants of which there are fewer than that.
pub(crate) fn short(wanted: &HashMap<&str, i64>, stock: Vec<(String, StockDraft)>) -> Vec<String> {
    let is_short = |(id, stock): &(String, StockDraft)| match stock {
        StockDraft::Units(units) => wanted.get(id.as_str()).is_some_and(|wanted| wanted > units),
        StockDraft::OutOfStock => true,
        StockDraft::NotTracked | StockDraft::InStock | StockDraft::Unsaid => false,
    };
    stock.into_iter().filter(is_short).map(|(id, _)| id).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_lines_of_one_variant_count_together() {
        let wanted = HashMap::from([("a", 3), ("b", 1), ("c", 1), ("d", 1)]);
        let stock = [
            ("a", StockDraft::Units(2)),
            ("b", StockDraft::Units(1)),
            ("c", StockDraft::OutOfStock),
            ("d", StockDraft::NotTracked),
            ("nobody's", StockDraft::Units(0)),
        ];
        let stock = stock.map(|(id, stock)| (id.to_owned(), stock)).to_vec();
        assert_eq!(short(&wanted, stock), ["a", "c"]);
    }
}
