//! The server on loopback: what it records, and what it answers.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::io::{Read, Write};
use std::net::TcpStream;

use sdk_wire::{Answer, Recorder};

/// Sends a text and gives the answer's, up to a text that it ends with.
fn exchange(stream: &mut TcpStream, request: &str, end: &str) -> String {
    stream.write_all(request.as_bytes()).unwrap();
    let (mut answer, mut byte) = (Vec::new(), [0]);
    while !answer.ends_with(end.as_bytes()) {
        stream.read_exact(&mut byte).unwrap();
        answer.push(byte[0]);
    }
    String::from_utf8(answer).unwrap()
}

#[test]
fn each_place_has_its_answer_and_its_requests_and_connections_stay_open() {
    let recorder = Recorder::start().unwrap();
    let first = recorder.slot(Answer::new(200).body("text/plain", "one"));
    let second = recorder.slot(Answer::new(204));
    let host = first.url().strip_prefix("http://").unwrap();
    let (host, place) = host.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    let chunked = format!(
        "POST /{place}/a%2Fb?x=1&y[]=2 HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    );
    let answer = exchange(&mut stream, &chunked, "one");
    assert!(
        answer.starts_with("HTTP/1.1 200 ") && answer.contains("content-length: 3"),
        "{answer}"
    );
    let place = second.url().rsplit('/').next().unwrap();
    let answer = exchange(
        &mut stream,
        &format!("DELETE /{place}/ HTTP/1.1\r\n\r\n"),
        "\r\n\r\n",
    );
    assert!(
        answer.starts_with("HTTP/1.1 204 ") && !answer.contains("content-length"),
        "{answer}"
    );
    let requests = first.requests();
    assert_eq!(requests.len(), 1);
    assert_eq!(
        (requests[0].method.as_str(), requests[0].path.as_str()),
        ("POST", "/a%2Fb")
    );
    assert_eq!(requests[0].query, ["x=1", "y[]=2"]);
    assert_eq!(requests[0].body, b"abcde");
    assert_eq!(second.requests().len(), 1);
    let lost = exchange(&mut stream, "GET /elsewhere/x HTTP/1.1\r\n\r\n", "\r\n\r\n");
    assert!(lost.starts_with("HTTP/1.1 599 "), "{lost}");
}
