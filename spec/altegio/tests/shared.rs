//! One client serves all: a client made from another one sends what that one was given, and takes its identifiers.

#![cfg(all(feature = "v1", feature = "v2"))]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use altegio::ids::{LocationId, TagId};
use altegio::runtime::serde_json::json;
use altegio::{Request, v1, v2};
use sdk_wire::{Answer, Recorder};

#[tokio::test]
async fn a_v1_answer_asks_v2_over_the_same_credentials() {
    let recorder = Recorder::start().unwrap();
    let answer = json!({"success": true, "data": [{"id": "643"}], "meta": {}});
    let answer = Answer::new(200).body("application/json", answer.to_string());
    let first = recorder.slot(answer);
    let builder = v1::Client::builder().partner_token("partner").user_token("user");
    let one = builder.base_url(first.url()).build().unwrap();
    let locations = one.locations().get_location_list().await.unwrap();
    // The identifier that version 1 answers with is one of version 2.
    let location: LocationId = locations[0].id.unwrap();

    let tag = json!({"type": "tag", "id": "5", "attributes": {
        "company_id": 643, "title": "New", "color": "#ffffff", "entity_type": "client",
        "is_deleted": false, "is_editable": true,
    }});
    let answer = json!({"data": [tag], "meta": {}});
    let answer = Answer::new(200).body("application/json", answer.to_string());
    let second = recorder.slot(answer);
    let builder = v2::Client::builder_from_shared(&one);
    let two = builder.base_url(second.url()).build().unwrap();
    let tags = two.tags().list_tags(location).with_meta().await.unwrap();
    // What JSON:API has as text is the identifier that version 1 has as a number, and no bend.
    assert_eq!(tags.data[0].id, TagId::new(5));
    assert_eq!(tags.bend_count, 0, "{:?}", tags.bends);
    let sent = second.requests().remove(0);
    assert_eq!(sent.path, "/locations/643/tags");
    assert_eq!(sent.header("authorization"), Some("Bearer partner, User user"));
}
