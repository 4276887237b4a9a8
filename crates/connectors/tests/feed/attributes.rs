//! What we read is what Google defines.

use buyline_connectors::feed::ATTRIBUTES;
use serde_json::Value;

#[test]
fn every_attribute_we_read_is_in_the_official_list() {
    let official = include_str!("../fixtures/feed/google-merchantapi.products_v1.trimmed.json");
    let official: Value = serde_json::from_str(official).unwrap();
    let has =
        |schema: &str, property: &str| official["schemas"][schema]["properties"].get(property).is_some();
    let mut ours_alone = Vec::new();
    for (_, name, property) in ATTRIBUTES {
        match property {
            Some(property) => {
                assert!(
                    has("ProductAttributes", property) || has("ProductInput", property),
                    "{name} {property}"
                );
            }
            None => ours_alone.push(name),
        }
    }
    assert_eq!(ours_alone, ["quantity_to_sell_on_facebook", "inventory"], "only Meta knows these");
}
