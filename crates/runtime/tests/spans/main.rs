//! What a call tells through `tracing`. A program of its own: a subscriber of one thread misses what other threads'
//! tests have registered before.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    dead_code,
    missing_docs,
    unreachable_pub
)]

#[path = "../loopback/client.rs"]
mod client;
#[path = "../loopback/server.rs"]
mod server;

use client::client;
use server::{Server, answer, json};
use std::io::Write;
use std::sync::{Arc, Mutex};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn spans_tell_of_a_call_and_keep_its_secrets() {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(move || writer.clone())
        .with_ansi(false)
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let server = Server::start([
        answer(503, "Retry-After: 0\r\n", ""),
        json(200, r#"{"data":{"id":"7","name":"private"}}"#),
    ]);
    client(&server.url()).get_pet(7).await.unwrap();
    let text = String::from_utf8(lines.0.lock().unwrap().clone()).unwrap();
    for part in [
        "request{operation=\"get_pet\"",
        "attempt=1 status=503",
        "attempt=2 status=200",
        "attempts=2",
        "latency_ms=",
        "path=$.data.id",
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    for secret in ["P-secret", "U-secret", "private"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}
