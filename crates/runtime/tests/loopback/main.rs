//! The runtime over real sockets, against a server that misbehaves on purpose.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

mod client;
mod events;
mod extras;
mod failing;
mod oauth;
mod pages;
mod sending;
mod server;
