//! A server on this machine plays the publisher, and does to a download what publishers do.

use std::io::Write;
use std::time::{Duration, Instant};

use super::http::{join, same_site};
use super::{Answer, Limits, Page, Request, download};
use crate::testing::{Publisher, Reply, ok};

fn get(publisher: &Publisher, request: Request<'_>, limits: Limits) -> Result<Answer, String> {
    let url = format!("{}/spec/openapi.yaml", publisher.address());
    download(
        Request {
            url: &url,
            ..request
        },
        limits,
        &mut |_, _| {},
    )
    .map_err(|failure| format!("{failure:?}"))
}

fn page(publisher: &Publisher) -> Result<Page, String> {
    match get(publisher, Request::default(), quick())? {
        Answer::Page(page) => Ok(page),
        Answer::NotModified => Err("not modified".to_owned()),
    }
}

fn quick() -> Limits {
    Limits {
        bytes: 1 << 20,
        silence: Duration::from_millis(300),
        ..Limits::default()
    }
}

#[test]
fn brings_the_bytes_and_what_the_next_request_needs() {
    let publisher = Publisher::says(ok("openapi: 3.1.1\n"));
    let mut seen = Vec::new();
    let url = format!("{}/a", publisher.address());
    let answer = download(
        Request {
            url: &url,
            ..Request::default()
        },
        quick(),
        &mut |read, of| seen.push((read, of)),
    );
    let Ok(Answer::Page(page)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(page.bytes, b"openapi: 3.1.1\n");
    assert_eq!(page.etag.as_deref(), Some("\"v1\""));
    assert_eq!(
        page.last_modified.as_deref(),
        Some("Mon, 23 Nov 2026 00:00:00 GMT")
    );
    assert_eq!(seen.last(), Some(&(15, Some(15))));
    let request = &publisher.requests()[0];
    assert!(request.starts_with("get /a http/1.1\r\n"), "{request}");
    assert!(request.contains("accept-encoding: gzip"), "{request}");
    assert!(!request.contains("if-none-match"), "{request}");
}

#[test]
fn asks_whether_anything_changed() {
    let publisher = Publisher::says("HTTP/1.1 304 Not Modified\r\n\r\n");
    let request = Request {
        etag: Some("\"v1\""),
        last_modified: Some("Mon, 23 Nov 2026 00:00:00 GMT"),
        ..Request::default()
    };
    assert!(matches!(
        get(&publisher, request, quick()),
        Ok(Answer::NotModified)
    ));
    let request = &publisher.requests()[0];
    assert!(request.contains("if-none-match: \"v1\"\r\n"), "{request}");
    assert!(
        request.contains("if-modified-since: mon, 23 nov 2026"),
        "{request}"
    );
}

#[test]
fn unpacks_gzip_and_counts_the_unpacked_bytes() {
    // `openapi: 3.1.1\n` and two million zeros, each as Python's gzip.compress(…, mtime=0) packs them.
    const SMALL: &[u8] = include_bytes!("small.gz");
    const BOMB: &[u8] = include_bytes!("bomb.gz");
    let packed = |body: &[u8]| {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        Publisher::says([head.as_bytes(), body].concat())
    };
    assert_eq!(page(&packed(SMALL)).unwrap().bytes, b"openapi: 3.1.1\n");
    let bomb = page(&packed(BOMB)).unwrap_err();
    assert!(bomb.contains("larger than the 1 MiB allowed"), "{bomb}");
    let cut = page(&packed(&SMALL[..SMALL.len() - 9])).unwrap_err();
    assert!(cut.contains("broke off"), "{cut}");
}

#[test]
fn refuses_every_other_status() {
    for status in [
        "404 Not Found",
        "500 Internal Server Error",
        "204 No Content",
        "304 Not Modified",
    ] {
        let said = page(&Publisher::says(format!(
            "HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n"
        )))
        .unwrap_err();
        assert!(
            said.contains(&status[..3]) && said.contains("expected status 200"),
            "{said}"
        );
    }
}

#[test]
fn follows_redirects_on_the_same_site_only() {
    let moved = |to: &str| {
        format!(
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        )
    };
    let first = moved("../moved.yaml");
    let publisher = Publisher::new(vec![
        Box::new(move |stream| stream.write_all(first.as_bytes())),
        Box::new(|stream| stream.write_all(ok("here").as_bytes())),
    ]);
    assert_eq!(page(&publisher).unwrap().bytes, b"here");
    assert!(publisher.requests()[1].starts_with("get /spec/../moved.yaml "));

    for (to, why) in [
        ("https://example.com/openapi.yaml", "another site"),
        (
            "http://example.com/openapi.yaml",
            "expected an https address",
        ),
        ("http://localhost:1/openapi.yaml", "another site"),
        ("//example.com/openapi.yaml", "expected an https address"),
        ("file:///etc/passwd", "expected an https address"),
    ] {
        let said = page(&Publisher::says(moved(to))).unwrap_err();
        assert!(said.contains(why), "{to}: {said}");
    }
    let nowhere = page(&Publisher::says(
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
    ))
    .unwrap_err();
    assert!(nowhere.contains("without saying where"), "{nowhere}");
    let circle = (0..6).map(|_| -> Reply {
        let again = moved("/again");
        Box::new(move |stream| stream.write_all(again.as_bytes()))
    });
    let said = page(&Publisher::new(circle.collect())).unwrap_err();
    assert!(said.contains("redirects in a row"), "{said}");
}

#[test]
fn refuses_a_body_that_breaks_off() {
    let said = page(&Publisher::says(
        "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nopenapi: 3.1.1\n",
    ))
    .unwrap_err();
    assert!(said.contains("broke off after 15 bytes"), "{said}");
    let said = page(&Publisher::says(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nf\r\nopenapi: 3.1.1\n\r\n",
    ))
    .unwrap_err();
    assert!(said.contains("broke off"), "{said}");
}

#[test]
fn refuses_ten_gigabytes_whether_announced_or_not() {
    let said = page(&Publisher::says(
        "HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n",
    ))
    .unwrap_err();
    assert!(said.contains("larger than the 1 MiB allowed"), "{said}");
    let endless: Reply = Box::new(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n")?;
        let zeros = vec![b'0'; 1 << 16];
        for _ in 0..(10 << 30) / zeros.len() {
            stream.write_all(&zeros)?;
        }
        Ok(())
    });
    let said = page(&Publisher::new(vec![endless])).unwrap_err();
    assert!(said.contains("larger than the 1 MiB allowed"), "{said}");
}

#[test]
fn does_not_wait_for_a_server_that_stalls() {
    let stall = |before: &'static str| -> Reply {
        Box::new(move |stream| {
            stream.write_all(before.as_bytes())?;
            std::thread::sleep(Duration::from_secs(2));
            Ok(())
        })
    };
    for before in ["", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nopen"] {
        let started = Instant::now();
        let said = page(&Publisher::new(vec![stall(before)])).unwrap_err();
        assert!(said.contains("silent for too long"), "{said}");
        assert!(started.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn refuses_addresses_that_are_not_https() {
    for url in [
        "http://example.com/",
        "ftp://example.com/",
        "example.com",
        "",
        "https://",
    ] {
        assert!(
            download(
                Request {
                    url,
                    ..Request::default()
                },
                quick(),
                &mut |_, _| {}
            )
            .is_err(),
            "{url}"
        );
    }
}

#[test]
fn a_server_without_a_certificate_is_an_error() {
    let publisher = Publisher::says(ok("openapi: 3.1.1\n"));
    let url = publisher.address().replace("http:", "https:");
    let outcome = download(
        Request {
            url: &url,
            ..Request::default()
        },
        quick(),
        &mut |_, _| {},
    );
    let said = format!("{outcome:?}");
    assert!(said.contains("cannot fetch https://127.0.0.1"), "{said}");
}

#[test]
fn a_location_is_relative_to_the_address() {
    let base = "https://a.io/x/y.yaml?q".parse().unwrap();
    for (location, expected) in [
        ("https://b.io/", "https://b.io/"),
        ("//b.io/z", "https://b.io/z"),
        ("/z", "https://a.io/z"),
        ("z", "https://a.io/x/z"),
    ] {
        assert_eq!(join(&base, location), expected);
    }
}

#[test]
fn a_site_is_a_host_and_its_parts() {
    for (one, other, same) in [
        ("developer.alteg.io", "developer.ALTEG.io", true),
        ("alteg.io", "developer.alteg.io", true),
        ("developer.alteg.io", "alteg.io", true),
        ("developer.alteg.io", "evilalteg.io", false),
        ("developer.alteg.io", "io", false),
        ("a.example.com", "b.example.com", false),
    ] {
        assert_eq!(same_site(one, other), same, "{one} {other}");
    }
}
