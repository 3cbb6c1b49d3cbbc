//! Runs the server of `examples/receive_webhooks.rs` on loopback and sends it payloads as the API's server writes them.

#![cfg(feature = "webhook-events")]
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "the example has a `main`; a test may fail"
)]

use std::net::SocketAddr;

use altegio_developers::Event;
use altegio_developers::ids::{LocationId, RecordId};
use altegio_developers::webhook_events::models::EventStatus;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::Receiver;

#[path = "../examples/receive_webhooks.rs"]
mod receive_webhooks;

/// A server with room for so many events, and what it received.
async fn serve(room: usize) -> (SocketAddr, Receiver<Event>) {
    let (router, received) = receive_webhooks::app(room);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, received)
}

/// Sends a payload as the API does, and gives the status and body of the answer.
async fn send(address: SocketAddr, payload: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let request = format!(
        "POST /webhooks HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\nconnection: close\r\n\
         content-length: {}\r\n\r\n{payload}",
        payload.len()
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap();
    (status.parse().unwrap(), body.to_owned())
}

#[tokio::test]
async fn a_payload_in_php_s_dress_becomes_an_event() {
    let (address, mut received) = serve(10).await;
    let payload = r#"{"company_id": "10", "resource": "record", "resource_id": "17", "status": "update",
        "data": {"id": "17", "online": 1, "deleted": "0", "datetime": "", "length": "3600", "client": []}}"#;
    assert_eq!(send(address, payload).await, (200, String::new()));
    let event = received.recv().await.unwrap();
    let Event::Appointment(appointment) = &event else {
        panic!("expected an appointment, found {event:?}")
    };
    assert_eq!(appointment.company_id, LocationId::new(10));
    assert_eq!(appointment.resource_id, RecordId::new(17));
    assert_eq!(appointment.status, EventStatus::Updated);
    let data = &appointment.data;
    assert_eq!((data.online, data.deleted, data.datetime), (Some(true), Some(false), None));
    assert_eq!(data.length, Some(3600));
    assert_eq!(
        receive_webhooks::told(&event),
        "location 10: appointment 17 was Updated, online: Some(true)"
    );
    let empty = r#"{"company_id": 10, "resource": "client", "resource_id": 7, "status": "delete", "data": []}"#;
    assert_eq!(send(address, empty).await.0, 200);
    let Some(Event::Client(client)) = received.recv().await else { panic!("expected a client") };
    assert_eq!((client.status, client.data.birth_date), (EventStatus::Deleted, None));
}

#[tokio::test]
async fn an_unknown_event_is_kept_and_answered_like_any_other() {
    let (address, mut received) = serve(10).await;
    let payload = r#"{"company_id":10,"resource":"robot","resource_id":1,"status":"create"}"#;
    assert_eq!(send(address, payload).await, (200, String::new()));
    let event = received.recv().await.unwrap();
    let Event::Unknown(kept) = &event else { panic!("expected an unknown event, found {event:?}") };
    assert_eq!(kept["resource"], "robot");
    assert_eq!(receive_webhooks::told(&event), format!("not known here: {payload}"));
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_and_the_server_goes_on() {
    let (address, mut received) = serve(1).await;
    for broken in [
        "",
        "<html></html>",
        "{\"resource\": \"client\"",
        "{\"resource\": \"client\", \"company_id\": \"ten\", \"resource_id\": 1, \"status\": \"create\", \"data\": {}}",
    ] {
        let answer = send(address, broken).await;
        assert_eq!(answer, (400, "the payload cannot be read".to_owned()), "{broken}");
    }
    assert!(received.try_recv().is_err());
    let good = r#"{"company_id":10,"resource":"robot"}"#;
    assert_eq!(send(address, good).await.0, 200);
    assert_eq!(send(address, good).await.0, 503, "there is room for one event only");
    assert!(matches!(received.recv().await, Some(Event::Unknown(_))));
    assert_eq!(send(address, good).await.0, 200);
}
