//! Webhooks as the server sends them: numbers as text, an empty list for an object, events of tomorrow.

#![cfg(feature = "webhook-events")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use altegio_developers::Event;
use altegio_developers::ids::{LocationId, ServiceCategoryId, TeamMemberId};
use altegio_developers::webhook_events::models::EventStatus;

#[test]
fn an_event_is_told_by_its_resource_and_bent_into_shape() {
    let payload = br#"{"company_id": "643", "resource": "schedule", "resource_id": "17", "status": "update", "data": {}}"#;
    let decoded = Event::decode(payload, false).unwrap();
    let Event::Schedule(schedule) = decoded.data else {
        panic!("expected a schedule, found {:?}", decoded.data)
    };
    assert_eq!(schedule.company_id, LocationId::new(643));
    assert_eq!(schedule.resource_id, TeamMemberId::new(17));
    assert_eq!(schedule.status, EventStatus::Updated);
    assert!(schedule.data.is_empty());
    assert_eq!(decoded.bend_count, 3, "{:?}", decoded.bends);
    assert!(Event::decode(payload, true).is_err());
}

#[test]
fn the_thing_itself_comes_along() {
    let payload = br#"{"company_id": 643, "resource": "service_category", "resource_id": 5, "status": "create",
        "data": {"id": "5", "salon_service_id": ""}}"#;
    let Event::ServiceCategory(category) = Event::from_slice(payload).unwrap() else {
        panic!("expected a category of services")
    };
    assert_eq!(category.data.id, Some(ServiceCategoryId::new(5)));
    assert_eq!(category.data.salon_service_id, None);
}

#[test]
fn what_is_not_known_is_kept_and_what_is_no_event_is_refused() {
    let payload = br#"{"company_id": 643, "resource": "robot", "resource_id": 1, "status": "create", "data": []}"#;
    let Event::Unknown(robot) = Event::from_slice(payload).unwrap() else {
        panic!("expected an unknown event")
    };
    assert_eq!(robot["resource"], "robot");
    assert!(Event::from_slice(b"<html></html>").is_err());
}
