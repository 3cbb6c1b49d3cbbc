//! What happens when the server, the network or the answer is not as it should be.

use crate::client::{build, client, pet};
use crate::server::{Server, Step, answer, hasten, json};
use sdk_runtime::jiff::{SignedDuration, Timestamp, fmt::rfc2822::DateTimePrinter};
use sdk_runtime::{ErrorKind, Request, RetryPolicy, StatusCode};
use std::io::Write;
use std::time::Duration;
use tokio::time::Instant;

fn found() -> Step {
    json(200, r#"{"data":{"id":7}}"#)
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_even_for_post() {
    let free = std::net::TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let client = client(&format!("http://{free}"));
    let error = hasten(async { client.add_pet(&pet(1)).await })
        .await
        .unwrap_err();
    assert!(error.is_connect() && error.is_retryable(), "{error:?}");
    assert_eq!(error.attempts(), 4);
    assert!(
        error.to_string().contains("no connection to the server"),
        "{error}"
    );
    assert!(
        client
            .get_pet(1)
            .no_retry()
            .await
            .is_err_and(|error| error.attempts() == 1)
    );
}

#[tokio::test]
async fn a_broken_connection_is_tried_again_only_where_that_is_safe() {
    let partial = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":".to_vec();
    let server = Server::start([
        Step::Cut(Vec::new()),
        Step::Cut(partial.clone()),
        found(),
        Step::Cut(partial),
    ]);
    let client = client(&server.url());
    let reply = hasten(async { client.get_pet(7).with_meta().await })
        .await
        .unwrap();
    assert_eq!((reply.data, reply.attempts), (pet(7), 3));
    let error = hasten(async { client.add_pet(&pet(1)).await })
        .await
        .unwrap_err();
    assert_eq!(
        (error.kind(), error.attempts(), error.is_retryable()),
        (ErrorKind::Transport, 1, false)
    );
    assert_eq!(server.received().len(), 4);
}

#[tokio::test]
async fn the_servers_wish_to_wait_is_kept_in_each_form() {
    let date = |seconds: i64| {
        let at = Timestamp::now() + SignedDuration::from_secs(seconds);
        DateTimePrinter::new()
            .timestamp_to_rfc9110_string(&at)
            .unwrap()
    };
    for (wait, least) in [("7".to_owned(), 7), (date(12), 10), (date(-5), 0)] {
        let busy = answer(429, &format!("Retry-After: {wait}\r\n"), "");
        let server = Server::start([busy, found()]);
        let client = client(&server.url());
        let started = Instant::now();
        let (reply, took) = hasten(async {
            let reply = client.add_pet(&pet(7)).with_meta().await.unwrap();
            (reply, started.elapsed())
        })
        .await;
        assert_eq!(reply.attempts, 2, "{wait}");
        assert!(
            took >= Duration::from_secs(least) && took < Duration::from_secs(least + 20),
            "{wait}: {took:?}"
        );
    }
}

#[tokio::test]
async fn rate_limits_that_are_too_long_are_the_callers() {
    let server = Server::start([answer(
        429,
        "Retry-After: 3600\r\n",
        r#"{"meta":{"message":"Slow down"}}"#,
    )]);
    let error = client(&server.url()).get_pet(7).await.unwrap_err();
    assert!(error.is_rate_limited() && error.is_retryable());
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3600)));
    assert_eq!((error.message(), error.attempts()), (Some("Slow down"), 1));
}

#[tokio::test]
async fn a_server_that_is_down_for_a_moment_is_waited_for() {
    let down = || answer(503, "", "");
    let server = Server::start([down(), down(), down(), found(), down()]);
    let client = client(&server.url());
    let reply = hasten(async { client.get_pet(7).with_meta().await })
        .await
        .unwrap();
    assert_eq!(reply.attempts, 4);
    let error = hasten(async { client.add_pet(&pet(1)).await })
        .await
        .unwrap_err();
    assert_eq!(
        (error.status(), error.attempts()),
        (Some(StatusCode::SERVICE_UNAVAILABLE), 1)
    );
    let policy = RetryPolicy::default().max_attempts(2);
    let server = Server::start([down(), down(), found()]);
    let once_more =
        hasten(async { self::client(&server.url()).get_pet(7).retry(policy).await }).await;
    assert_eq!(once_more.unwrap_err().attempts(), 2);
}

#[tokio::test]
async fn a_failure_under_status_200_is_an_api_error() {
    let bodies = [
        r#"{"success":false,"data":null,"meta":{"message":"No such pet"}}"#,
        r#"{"meta":{"message":"No such pet"},"data":[],"success":0}"#,
        r#"{"success":false,"data":{"id":1},"meta":{"message":"No such pet"}}"#,
    ];
    let server = Server::start(bodies.map(|body| json(200, body)));
    let client = client(&server.url());
    for body in bodies {
        let error = client.get_pet(7).await.unwrap_err();
        assert!(error.is_api(), "{body}: {error:?}");
        assert_eq!(
            (error.status(), error.message()),
            (Some(StatusCode::OK), Some("No such pet"))
        );
        assert_eq!(error.body().unwrap(), body);
    }
}

#[tokio::test]
async fn an_answer_that_is_no_json_is_told_clearly() {
    let page = "<!DOCTYPE html><html><title>502 Bad Gateway</title></html>";
    let html = |status| answer(status, "Content-Type: text/html\r\n", page);
    let bare = || json(200, r#"{"id":7,"name":"Rex"}"#);
    let server = Server::start([
        html(502),
        html(200),
        bare(),
        json(200, r#"["x"]"#),
        answer(200, "", ""),
    ]);
    let client = client(&server.url());
    let gateway = client.get_pet(7).no_retry().await.unwrap_err();
    assert!(gateway.is_api());
    assert!(
        gateway
            .to_string()
            .contains("502 Bad Gateway with an HTML page titled “502 Bad Gateway”"),
        "{gateway}"
    );
    let told = |error: sdk_runtime::Error| {
        (
            error.json_path().unwrap().to_owned(),
            error.expected().unwrap().to_owned(),
            error.found().unwrap().to_owned(),
        )
    };
    let page = client.get_pet(7).await.unwrap_err();
    assert!(
        page.is_decode() && page.to_string().contains("<!DOCTYPE html>"),
        "{page}"
    );
    let bare = client.get_pet(7).await.unwrap_err();
    assert_eq!(
        told(bare),
        (
            "$".into(),
            "the property `data`".into(),
            "an object without it".into()
        )
    );
    let list = client.get_pet(7).await.unwrap_err();
    assert_eq!(
        told(list),
        ("$".into(), "an object with `data`".into(), "a list".into())
    );
    let empty = client.get_pet(7).await.unwrap_err();
    assert_eq!(empty.found(), Some("an empty body"));
    assert_eq!(empty.status(), Some(StatusCode::OK));
}

#[tokio::test]
async fn where_nothing_is_documented_any_answer_will_do() {
    let server = Server::start([answer(200, "", "OK"), answer(204, "", ""), json(200, "[]")]);
    let client = client(&server.url());
    for _ in 0..3 {
        client.form().await.unwrap();
    }
}

#[tokio::test]
async fn a_wrong_length_is_no_answer() {
    let raw = |length: usize| {
        Step::Answer(
            format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{{\"data\":{{\"id\":7}}}}")
                .into_bytes(),
        )
    };
    let server = Server::start([raw(100), raw(10), found()]);
    let client = client(&server.url());
    let longer = client.get_pet(7).no_retry().await.unwrap_err();
    assert_eq!(
        (longer.kind(), longer.is_retryable()),
        (ErrorKind::Transport, true)
    );
    let shorter = client.get_pet(7).await.unwrap_err();
    assert_eq!(
        (shorter.kind(), shorter.found()),
        (ErrorKind::Decode, Some("the text ends too early"))
    );
    assert_eq!(client.get_pet(7).await.unwrap(), pet(7));
}

#[tokio::test]
async fn answers_are_decompressed_and_bounded() {
    let gzip = |body: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(body).unwrap();
        answer(200, "Content-Encoding: gzip\r\n", encoder.finish().unwrap())
    };
    let bomb = vec![b' '; 64 << 20];
    let declared = Step::Answer(b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n".to_vec());
    let server = Server::start([gzip(br#"{"data":{"id":7}}"#), gzip(&bomb), declared]);
    let client = build(&server.url(), |core| {
        core.no_limits().max_response_size(1 << 20)
    });
    assert_eq!(client.get_pet(7).await.unwrap(), pet(7));
    for _ in 0..2 {
        let error = client.get_pet(7).await.unwrap_err();
        assert_eq!((error.kind(), error.attempts()), (ErrorKind::TooLarge, 1));
    }
}

#[tokio::test]
async fn silence_ends_in_a_timeout() {
    let server = Server::start([Step::Stall, Step::Stall, Step::Stall, found()]);
    let client = build(&server.url(), |core| {
        core.no_limits().read_timeout(Duration::from_secs(5))
    });
    let whole = hasten(async { client.get_pet(7).timeout(Duration::from_secs(2)).await })
        .await
        .unwrap_err();
    assert!(
        whole.is_timeout() && whole.to_string().contains("no answer within 2s"),
        "{whole}"
    );
    assert_eq!(whole.attempts(), 1);
    let post = hasten(async { client.add_pet(&pet(1)).await })
        .await
        .unwrap_err();
    assert!(
        post.is_timeout() && !post.is_retryable() && post.to_string().contains("read timeout"),
        "{post}"
    );
    let reply = hasten(async { client.get_pet(7).with_meta().await })
        .await
        .unwrap();
    assert_eq!(reply.attempts, 2);
}

#[tokio::test]
async fn redirects_are_followed_and_tokens_stay_at_home() {
    let to = |location: &str| answer(302, &format!("Location: {location}\r\n"), "");
    let abroad = Server::start([json(200, r#"{"id":1}"#), json(200, r#"{"data":{"id":2}}"#)]);
    let away = format!("{}/elsewhere", abroad.url());
    let home = Server::start([to("/v1/moved"), found(), to(&away), to(&away), to(&away)]);
    let client = client(&home.url());

    assert_eq!(client.get_pet(7).await.unwrap(), pet(7));
    let sent = home.received();
    assert_eq!(sent[1].target, "/v1/moved");
    assert_eq!(
        sent[1].header("authorization"),
        Some("Bearer P-secret, User U-secret")
    );

    assert_eq!(
        client
            .named("x")
            .header("X-Api-Key", "K-secret")
            .await
            .unwrap(),
        pet(1)
    );
    assert_eq!(client.get_pet(7).await.unwrap(), pet(2));
    let error = client.add_pet(&pet(1)).await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::FOUND));
    let strangers = abroad.received();
    assert_eq!(strangers.len(), 2);
    assert!(
        !format!("{strangers:?}").contains("secret"),
        "{strangers:?}"
    );
}

#[tokio::test]
async fn a_dropped_call_is_given_up() {
    let server = Server::start([Step::Stall]);
    let client = client(&server.url());
    let call = tokio::spawn(async move { client.get_pet(7).await });
    while server.received().is_empty() {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    call.abort();
    let hung_up = async {
        while server.hung_up() == 0 {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(5), hung_up)
        .await
        .unwrap();
}
