//! Receives webhooks over HTTP: the bytes of a payload in, an event out, and an answer before any work is done.
//!
//! `cargo run --example receive_webhooks -- 127.0.0.1:8080`, and have the payloads sent to `/webhooks` there.

use std::env::args;
use std::error::Error;

use altegio_developers::Event;
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Gives the routes of a server, and the end where the events come out that are sent to it.
pub(crate) fn app(room: usize) -> (Router, Receiver<Event>) {
    let (events, received) = channel(room);
    (Router::new().route("/webhooks", post(receive)).with_state(events), received)
}

/// Reads a payload and puts the event aside: a sender does not wait while work is done.
async fn receive(
    State(events): State<Sender<Event>>,
    payload: Bytes,
) -> (StatusCode, &'static str) {
    let decoded = match Event::decode(&payload, false) {
        Ok(decoded) => decoded,
        Err(error) => {
            eprintln!("refused: {error}");
            return (StatusCode::BAD_REQUEST, "the payload cannot be read");
        }
    };
    for bend in &decoded.bends {
        eprintln!("bent: {bend:?}");
    }
    match events.try_send(decoded.data) {
        Ok(()) => (StatusCode::OK, ""),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "too many events; send it again"),
    }
}

/// Gives what an event tells in one line. Unknown events are kept: somebody may want to look at them.
pub(crate) fn told(event: &Event) -> String {
    match event {
        Event::Appointment(event) => format!(
            "location {}: appointment {} was {:?}, online: {:?}",
            event.company_id, event.resource_id, event.status, event.data.online
        ),
        Event::Client(event) => format!(
            "location {}: client {} was {:?}, born {:?}",
            event.company_id, event.resource_id, event.status, event.data.birth_date
        ),
        Event::Unknown(payload) => format!("not known here: {payload}"),
        other => format!("{other:?}"),
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let address = args().nth(1).unwrap_or_else(|| "127.0.0.1:8080".to_owned());
    let listener = TcpListener::bind(&address).await?;
    println!("listening at http://{}/webhooks", listener.local_addr()?);
    let (router, mut received) = app(1_000);
    tokio::spawn(async move {
        while let Some(event) = received.recv().await {
            println!("{}", told(&event));
        }
    });
    axum::serve(listener, router).await?;
    Ok(())
}
