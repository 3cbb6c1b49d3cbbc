//! One call through the runtime against the same call written by hand on reqwest, over one kept connection on loopback.
//! The goal: at most 1.05 times the time on the processor. It is this thread's own time that is measured (on Linux), so
//! that neither the server nor a busy machine counts.
#![allow(clippy::unwrap_used, missing_docs)]

mod support {
    pub(crate) mod clock;
    pub(crate) mod tls;
    pub(crate) mod turns;
}

use criterion::{Criterion, criterion_group, criterion_main};
use sdk_runtime::model;
use sdk_runtime::{Api, Core, CoreBuilder, Envelope, Operation, Security, SecurityScheme};
use std::hint::black_box;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::time::Duration;
use support::tls::tls;
use support::turns::{self, spent};

static API: Api =
    Api::new("bench", "0.1.0", "http://localhost").sending(&[("Accept", "application/json")]);
const BOTH: Security = &[&[&SecurityScheme::header(
    "Authorization",
    "Bearer {partner}, User {user}",
)]];
static ENVELOPE: Envelope = Envelope::new("data").meta("meta").success("success");
const BODY: &str = r#"{"success":true,"data":{"id":7,"name":"Ada","phone":"+1 555 0100","visits":12,"paid":310.5,"tags":["vip","new"]},"meta":{"message":"","count":1}}"#;

#[model]
#[allow(dead_code, reason = "decoded, and read by nobody")]
pub struct Client {
    id: i64,
    name: Option<String>,
    phone: Option<String>,
    visits: Option<i64>,
    paid: Option<f64>,
    tags: Vec<String>,
}

#[model]
struct Wrapped {
    success: bool,
    data: Client,
}

sdk_runtime::request!(GetClient from Clients::get => Client);

fn get_client(core: &Core, location: i64, client: i64) -> GetClient {
    let mut call = Operation::get("get_client", "/client/{location_id}/{id}")
        .security(BOTH)
        .envelope(&ENVELOPE)
        .call(core);
    call.path("location_id", location);
    call.path("id", client);
    call.query("include", "visits");
    GetClient(call)
}

async fn by_hand(http: &reqwest::Client, base: &str, location: i64, client: i64) -> Client {
    let response = http
        .get(format!("{base}/client/{location}/{client}?include=visits"))
        .header("Accept", "application/json")
        .header("User-Agent", "bench/0.1.0")
        .header("Authorization", format!("Bearer {}, User {}", "P", "U"))
        .send()
        .await
        .unwrap();
    assert!(response.status().is_success());
    let wrapped: Wrapped = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert!(wrapped.success);
    wrapped.data
}

/// Answers every request on every connection with the same body.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            std::thread::spawn(move || {
                stream.set_nodelay(true).unwrap();
                let answer = format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{BODY}",
                    BODY.len()
                );
                let mut buffer = [0; 4096];
                while stream.read(&mut buffer).is_ok_and(|read| read > 0) {
                    stream.write_all(answer.as_bytes()).unwrap();
                }
            });
        }
    });
    format!("http://{address}")
}

fn calls(criterion: &mut Criterion) {
    let base = serve();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let builder = || reqwest::Client::builder().tls_backend_preconfigured(tls());
    let own = builder()
        .redirect(reqwest::redirect::Policy::none())
        .referer(false)
        .build()
        .unwrap();
    let core = CoreBuilder::new(&API)
        .base_url(&base)
        .secret("partner", "P")
        .secret("user", "U")
        .no_limits()
        .http_client(own)
        .build()
        .unwrap();
    // The runtime bounds every call; what is written by hand must, too.
    let http = builder().timeout(Duration::from_secs(60)).build().unwrap();
    let mut group = criterion.benchmark_group("call");
    let by_hand = || drop(runtime.block_on(by_hand(&http, &base, black_box(1), black_box(2))));
    let by_runtime = || {
        let request = get_client(&core, black_box(1), black_box(2));
        drop(runtime.block_on(request.into_future()).unwrap());
    };
    group.bench_function("by_hand", |bencher| {
        bencher.iter_custom(|count| spent(count, by_hand))
    });
    group.bench_function("runtime", |bencher| {
        bencher.iter_custom(|count| spent(count, by_runtime))
    });
    group.finish();

    turns::compare(
        2000,
        ("call/runtime", &by_runtime),
        ("call/by_hand", &by_hand),
    );
}

criterion_group!(benches, calls);
criterion_main!(benches);
