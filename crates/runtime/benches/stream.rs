//! Streaming 1,000 and 100,000 clients through `.stream()`, 200 to a page, from a server on loopback: the time of each
//! on this thread's processor, and the most memory that the process had. The goal: memory that is flat in their number.
//! Each number is streamed in a process of its own, so that the peaks do not mix; the server is in the first one.
#![allow(clippy::unwrap_used, missing_docs)]

mod support {
    pub(crate) mod clock;
    pub(crate) mod tls;
}

use sdk_runtime::model;
use sdk_runtime::{Api, Core, CoreBuilder, Envelope, Operation, Paging};
use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::Duration;
use support::clock::Clock;

static API: Api =
    Api::new("bench", "0.1.0", "http://localhost").sending(&[("Accept", "application/json")]);
static ENVELOPE: Envelope = Envelope::new("data").meta("meta").success("success");
const PAGE: u64 = 200;
const NUMBERS: [u64; 2] = [1_000, 100_000];

#[model]
#[allow(dead_code, reason = "decoded, and read by nobody")]
pub struct Client {
    id: u64,
    name: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    visits: Option<i64>,
    paid: Option<f64>,
    comment: Option<String>,
    tags: Vec<String>,
}

sdk_runtime::request! {
    SearchClients from Clients::search => Vec<Client>, pages of Client,
    by Paging::number("page").size("count", PAGE, PAGE).total("/meta/total_count");
}

fn search_clients(core: &Core) -> SearchClients {
    SearchClients(
        Operation::get("search_clients", "/clients")
            .envelope(&ENVELOPE)
            .call(core),
    )
}

fn main() {
    // Cargo adds `--bench`.
    let given: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("--items", base)) = given
        .first()
        .zip(given.get(1))
        .map(|(a, b)| (a.as_str(), b))
    {
        return stream(base);
    }
    let server = serve();
    for number in NUMBERS {
        let status = Command::new(std::env::current_exe().unwrap())
            .args(["--items", &format!("{server}/{number}")])
            .status()
            .unwrap();
        assert!(status.success());
    }
}

/// Streams all that is there, and says what it took.
fn stream(base: &str) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let http = reqwest::Client::builder()
        .tls_backend_preconfigured(support::tls::tls())
        .build()
        .unwrap();
    let core = CoreBuilder::new(&API)
        .base_url(base)
        .no_limits()
        .http_client(http)
        .build()
        .unwrap();
    let clock = Clock::start();
    let count = runtime.block_on(async {
        let mut clients = search_clients(&core).stream();
        let mut count = 0;
        while let Some(client) = clients.next().await {
            assert_eq!(client.unwrap().id, count);
            count += 1;
        }
        count
    });
    let spent = clock.elapsed();
    let all: u64 = base.rsplit('/').next().unwrap().parse().unwrap();
    assert_eq!(count, all);
    let each = spent.as_nanos() / u128::from(count);
    println!(
        "stream: {count} items, {each} ns each, {} KiB at most",
        peak()
    );
}

/// The most memory that this process has had, in KiB; 0 where the system does not tell.
fn peak() -> u64 {
    std::fs::read_to_string("/proc/self/status")
        .ok()
        .and_then(|status| {
            let line = status
                .lines()
                .find_map(|line| line.strip_prefix("VmHWM:"))?;
            line.split_whitespace().next()?.parse().ok()
        })
        .unwrap_or(0)
}

/// A server of `/NUMBER/clients?page=N`.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || drop(answer(stream)));
        }
    });
    format!("http://{address}")
}

/// Answers the requests of a connection until it is closed.
fn answer(mut stream: TcpStream) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(Duration::from_secs(60)))?;
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    while let Some(first) = lines.next().transpose()? {
        while lines
            .next()
            .transpose()?
            .is_some_and(|line| !line.is_empty())
        {}
        let target = first.split(' ').nth(1).unwrap_or_default();
        let all = target.split('/').nth(1).and_then(|all| all.parse().ok());
        let number = target
            .split(['?', '&'])
            .find_map(|part| part.strip_prefix("page=")?.parse().ok());
        let body = page(all.unwrap_or(0), number.unwrap_or(1));
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )?;
    }
    Ok(())
}

/// One page of so many clients.
fn page(all: u64, number: u64) -> String {
    let mut body = String::from(r#"{"success":true,"data":["#);
    let first = (number - 1) * PAGE;
    for id in first..all.min(first + PAGE) {
        let comma = if id == first { "" } else { "," };
        write!(
            body,
            r#"{comma}{{"id":{id},"name":"Client {id}","phone":"+1555{id:07}","email":"client.{id}@mail.example","visits":{},"paid":{}.5,"comment":"Prefers mornings.","tags":["vip","new"]}}"#,
            id % 40,
            id % 1000
        )
        .unwrap();
    }
    write!(body, r#"],"meta":{{"total_count":{all}}}}}"#).unwrap();
    body
}
