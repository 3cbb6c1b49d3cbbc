//! The receiving side: payloads of webhooks, as a PHP server writes them.

use sdk_runtime::Value;

#[sdk_runtime::model]
pub struct Sale {
    id: i64,
    note: Option<String>,
}

sdk_runtime::events! {
    /// Events.
    pub enum Event by "kind" {
        /// A sale.
        Sale(Sale) is "SaleEvent" = "sale",
        /// Two kinds of one shape.
        Stock(Sale) is "StockEvent" = "in" | "3",
    }
}

#[test]
fn the_member_tells_the_event_and_the_rest_is_bent() {
    let sale = Sale {
        id: 7,
        note: Some("5".to_owned()),
    };
    let decoded = Event::decode(br#"{"note": 5, "id": "7", "kind": "sale"}"#, false).unwrap();
    assert_eq!(decoded.data, Event::Sale(sale.clone()));
    assert_eq!(decoded.bend_count, 2);
    let numbered = Event::from_slice(br#"{"kind": 3, "id": 7, "note": "5"}"#).unwrap();
    assert_eq!(numbered, Event::Stock(sale.clone()));
    assert!(Event::decode(br#"{"id": "7", "kind": "sale"}"#, true).is_err());
    let named = Event::named("StockEvent", br#"{"id": 7, "note": 5}"#).unwrap();
    assert_eq!(named, Event::Stock(sale));
}

#[test]
fn unknown_events_are_kept_and_broken_ones_are_errors() {
    for payload in [r#"{"kind": "new", "x": [1]}"#, r#"{"id": 1}"#, "[]"] {
        let kept: Value = sdk_runtime::serde_json::from_str(payload).unwrap();
        let event = Event::from_slice(payload.as_bytes()).unwrap();
        assert_eq!(event, Event::Unknown(kept));
    }
    let broken = [
        "<html>",
        "",
        r#"{"kind": "sale", "id": "x"}"#,
        r#"{"kind": "new""#,
    ];
    for payload in broken {
        assert!(Event::from_slice(payload.as_bytes()).is_err(), "{payload}");
    }
}
