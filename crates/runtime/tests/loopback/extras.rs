//! The rest of a client: metadata, raw access, downloads, middleware, proxies, blocking, limits, spans.

use crate::client::{Client, Meta, build, client, pet};
use crate::server::{Server, answer, hasten, json};
use sdk_runtime::{ErrorKind, Limit, Request, StatusCode};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;

#[tokio::test]
async fn metadata_status_headers_and_bends_come_with_the_answer() {
    let bent = || {
        answer(
            200,
            "X-Id: 9\r\n",
            r#"{"meta":{"total_count":"3"},"data":{"id":"7","born":""},"success":1}"#,
        )
    };
    let server = Server::start([bent(), bent(), bent()]);
    let seen = Arc::new(Mutex::new(Vec::new()));
    let kept = Arc::clone(&seen);
    let client = build(&server.url(), |core| {
        core.no_limits().on_bend(move |operation, bend| {
            kept.lock()
                .unwrap()
                .push(format!("{} {}", operation.id(), bend.path))
        })
    });
    let reply = client.get_pet(7).with_meta().await.unwrap();
    assert_eq!(
        (reply.data, reply.meta),
        (
            pet(7),
            Some(Meta {
                total_count: Some(3)
            })
        )
    );
    assert_eq!(
        (reply.status, reply.headers["x-id"].as_bytes()),
        (StatusCode::OK, b"9".as_slice())
    );
    assert_eq!(reply.bends.len(), 4);
    client.get_pet(7).await.unwrap();
    let first = [
        "get_pet $.meta.total_count",
        "get_pet $.data.id",
        "get_pet $.data.born",
        "get_pet $.success",
    ];
    let again = [
        "get_pet $.data.id",
        "get_pet $.data.born",
        "get_pet $.success",
    ];
    assert_eq!(
        *seen.lock().unwrap(),
        [first.as_slice(), again.as_slice()].concat()
    );
    let strict = build(&server.url(), |core| core.no_limits().strict());
    let error = strict.get_pet(7).await.unwrap_err();
    assert_eq!(
        (error.kind(), error.json_path()),
        (ErrorKind::Decode, Some("$.data.id"))
    );
}

#[tokio::test]
async fn raw_access_gives_the_answer_as_it_came() {
    let server = Server::start([
        answer(404, "X-Id: 9\r\n", "no such thing"),
        answer(503, "", ""),
        answer(503, "", "gone"),
    ]);
    let client = client(&server.url());
    let raw = client.get_pet(7).raw().await.unwrap();
    assert_eq!(
        (raw.status, &raw.body[..], raw.headers["x-id"].as_bytes()),
        (StatusCode::NOT_FOUND, &b"no such thing"[..], &b"9"[..])
    );
    let policy = sdk_runtime::RetryPolicy::default().max_attempts(2);
    let raw = hasten(async { client.get_pet(7).retry(policy).raw().await })
        .await
        .unwrap();
    assert_eq!((raw.attempts, &raw.body[..]), (2, &b"gone"[..]));
}

const PDF_HEAD: &str =
    "Content-Type: application/pdf\r\nContent-Disposition: attachment; filename=\"../p.pdf\"\r\n";

/// A place for a download that no other test uses.
fn place(name: &str) -> std::path::PathBuf {
    std::env::temp_dir().join(format!(
        "runtime-download-{}-{name}.pdf",
        std::process::id()
    ))
}

#[tokio::test]
async fn downloads_are_streamed_named_and_saved() {
    let pdf = vec![b'x'; 3 << 20];
    let full = || answer(200, PDF_HEAD, &pdf);
    let server = Server::start([
        full(),
        full(),
        full(),
        json(404, r#"{"message":"No passport"}"#),
    ]);
    let client = build(&server.url(), |core| {
        core.no_limits().max_response_size(1 << 20)
    });
    let target = place("saved");

    let file = client.passport().await.unwrap();
    assert_eq!(file.content_type(), Some("application/pdf"));
    assert_eq!(file.file_name().as_deref(), Some("p.pdf"));
    assert_eq!(file.save(&target).await.unwrap(), pdf.len() as u64);
    assert_eq!(std::fs::read(&target).unwrap(), pdf);
    std::fs::remove_file(&target).unwrap();
    let mut written = Vec::new();
    client
        .passport()
        .await
        .unwrap()
        .write_to(&mut written)
        .await
        .unwrap();
    assert_eq!(written, pdf);
    // The bound holds for what is kept in memory.
    let whole = client.passport().await.unwrap().bytes().await;
    assert_eq!(whole.unwrap_err().kind(), ErrorKind::TooLarge);
    assert_eq!(
        client.passport().await.unwrap_err().message(),
        Some("No passport")
    );
    assert_eq!(
        server.received()[0].header("accept"),
        Some("application/pdf")
    );
}

#[tokio::test]
async fn a_broken_download_leaves_what_was_there() {
    let cut = b"HTTP/1.1 200 OK\r\nContent-Length: 9999999\r\n\r\nstart".to_vec();
    let server = Server::start([crate::server::Step::Cut(cut)]);
    let target = place("broken");
    std::fs::write(&target, "before").unwrap();
    let file = client(&server.url()).passport().await.unwrap();
    assert_eq!(
        file.save(&target).await.unwrap_err().kind(),
        ErrorKind::Transport
    );
    assert_eq!(std::fs::read(&target).unwrap(), b"before");
    let name = target.file_name().unwrap().to_string_lossy().into_owned();
    let left = std::fs::read_dir(std::env::temp_dir()).unwrap().flatten();
    let left = left.filter(|entry| entry.file_name().to_string_lossy().starts_with(&name));
    assert_eq!(left.count(), 1);
    std::fs::remove_file(&target).unwrap();
}

#[tokio::test]
async fn middleware_sees_each_attempt_and_may_change_it() {
    let server = Server::start([
        answer(503, "Retry-After: 0\r\n", ""),
        json(200, r#"{"data":{"id":7}}"#),
    ]);
    let attempts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&attempts);
    let layer = tower::util::MapRequestLayer::new(move |mut request: reqwest::Request| {
        let number = counted.fetch_add(1, Ordering::Relaxed);
        request.headers_mut().insert("x-attempt", number.into());
        request
    });
    let client = build(&server.url(), |core| core.no_limits().middleware(layer));
    hasten(async { client.get_pet(7).await }).await.unwrap();
    assert_eq!(attempts.load(Ordering::Relaxed), 2);
    assert_eq!(server.received()[1].header("x-attempt"), Some("1"));
}

#[tokio::test]
async fn a_proxy_or_a_client_of_ones_own_is_used() {
    let server = Server::start([
        json(200, r#"{"data":{"id":7}}"#),
        json(200, r#"{"data":{"id":7}}"#),
    ]);
    let proxy = server.url().replace("/v1", "");
    build("http://pets.invalid/v1", |core| {
        core.no_limits().proxy(proxy)
    })
    .get_pet(7)
    .await
    .unwrap();
    let own = reqwest::Client::builder()
        .tls_backend_preconfigured(tls())
        .default_headers(
            [(http::header::REFERER, http::HeaderValue::from_static("own"))]
                .into_iter()
                .collect(),
        )
        .build()
        .unwrap();
    build(&server.url(), |core| core.no_limits().http_client(own))
        .get_pet(7)
        .await
        .unwrap();
    let sent = server.received();
    assert_eq!(sent[0].target, "http://pets.invalid/v1/pets/7");
    assert_eq!(sent[1].header("referer"), Some("own"));
}

fn tls() -> rustls::ClientConfig {
    rustls::ClientConfig::builder_with_provider(Arc::new(rustls_graviola::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth()
}

#[test]
fn without_an_executor_calls_block_and_awaiting_is_told() {
    let list = |ids: &str| {
        json(
            200,
            &format!(r#"{{"data":[{ids}],"meta":{{"total_count":3}}}}"#),
        )
    };
    let pair = r#"{"id":1},{"id":2}"#;
    let server = Server::start([
        json(200, r#"{"data":{"id":7}}"#),
        list(pair),
        list(r#"{"id":3}"#),
        list(pair),
        list(r#"{"id":3}"#),
        json(404, "{}"),
    ]);
    let client = client(&server.url());
    assert_eq!(client.get_pet(7).call_blocking().unwrap(), pet(7));
    let all: Result<Vec<_>, _> = client.search().stream().into_blocking().collect();
    assert_eq!(all.unwrap(), [pet(1), pet(2), pet(3)]);
    let pages = client
        .search()
        .pages()
        .into_blocking()
        .map(|page| page.unwrap().items.len());
    assert_eq!(pages.collect::<Vec<_>>(), [2, 1]);
    assert_eq!(
        client.get_pet(7).with_meta().wait().unwrap_err().status(),
        Some(StatusCode::NOT_FOUND)
    );
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let awaited = std::pin::pin!(client.get_pet(7).into_future()).poll(&mut context);
    assert!(
        matches!(awaited, std::task::Poll::Ready(Err(error)) if error.kind() == ErrorKind::Configuration)
    );
}

#[tokio::test]
async fn clones_share_the_limits_and_wait_their_turn() {
    let server = Server::start((0..12).map(|_| json(200, r#"{"data":{"id":7}}"#)));
    let client = build(&server.url(), |core| core.limits([Limit::new(5, 1)]));
    let started = Instant::now();
    let took = hasten(async {
        let calls: Vec<_> = (0..12)
            .map(|_| {
                let clone = Client {
                    core: client.core.with_secret("user_token", "other"),
                };
                tokio::spawn(async move { clone.get_pet(7).await.map(|_| started.elapsed()) })
            })
            .collect();
        let mut took = Vec::new();
        for call in calls {
            took.push(call.await.unwrap().unwrap());
        }
        took.sort();
        took
    })
    .await;
    assert!(took[4] < Duration::from_secs(1), "{took:?}");
    assert!(
        took[5] >= Duration::from_secs(1) && took[10] >= Duration::from_secs(2),
        "{took:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_tasks_share_one_client() {
    let server = Server::start((0..64).map(|_| json(200, r#"{"data":{"id":7}}"#)));
    let client = client(&server.url());
    let calls: Vec<_> = (0..64)
        .map(|_| tokio::spawn(client.get_pet(7).into_future()))
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), pet(7));
    }
}

/// Another API of the same publisher.
static OTHER: sdk_runtime::Api = sdk_runtime::Api::new("toys", "0.2.0", "https://toys.example/v2")
    .sending(&[("Accept", "application/vnd.toys+json")]);

#[tokio::test]
async fn a_client_of_another_api_shares_connections_credentials_and_limits() {
    let ok = || json(200, r#"{"data":{"id":1}}"#);
    let server = Server::start([ok(), ok()]);
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&sent);
    let layer = tower::util::MapRequestLayer::new(move |request: reqwest::Request| {
        counted.fetch_add(1, Ordering::Relaxed);
        request
    });
    let first = build(&server.url(), |core| {
        core.limits([Limit::new(1, 1)])
            .user_agent("shop/1")
            .header("X-Shop", "7")
            .middleware(layer)
    });
    let shared = first.core.share(&OTHER).base_url(server.url());
    let second = Client {
        core: shared.build().unwrap(),
    };
    let took = hasten(async {
        let start = Instant::now();
        first.get_pet(1).await.unwrap();
        second.get_pet(1).await.unwrap();
        start.elapsed()
    })
    .await;
    assert!(
        took >= Duration::from_secs(1),
        "one limit for both: {took:?}"
    );
    assert_eq!(sent.load(Ordering::Relaxed), 2, "one transport for both");
    let [one, other] = &server.received()[..] else {
        panic!("expected two requests")
    };
    for header in ["authorization", "x-shop"] {
        assert!(one.header(header).is_some());
        assert_eq!(one.header(header), other.header(header));
    }
    assert_eq!(other.header("accept"), Some("application/vnd.toys+json"));
    assert_eq!(other.header("user-agent"), Some("shop/1 toys/0.2.0"));
}
