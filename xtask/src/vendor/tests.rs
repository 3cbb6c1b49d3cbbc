//! What is taken for a description, and what is said about the rest.

use sdk_spec::contract::KeepProse;

use super::vendor;
use crate::lock::Counts;

const SMALL: &str = "openapi: 3.1.1\ninfo: {title: T, version: '7'}\npaths:\n  /a:\n    parameters: []\n    get: {}\n    put: {}\ncomponents:\n  schemas: {B: {}}\n";

#[test]
fn a_description_is_counted_and_hashed() {
    let vendored = vendor("small", SMALL.as_bytes(), KeepProse::No).unwrap();
    assert_eq!(
        vendored.counts,
        Counts {
            paths: 1,
            operations: 2,
            schemas: 1
        }
    );
    assert_eq!(
        (vendored.openapi.as_str(), vendored.info_version.as_str()),
        ("3.1.1", "7")
    );
    assert_eq!(vendored.bytes, SMALL.len() as u64);
    // As `sha256sum` prints it.
    assert_eq!(
        vendored.sha256,
        "247ba0b6da47220a1e41c33e0ada250ba31c24e62ac6b9fb90e6a20874251c7c"
    );
    assert!(
        vendored
            .yaml
            .starts_with("# Written by `cargo xtask fetch small`")
    );
    assert!(!vendored.yaml.contains("title: T"));
    assert!(
        vendor("small", SMALL.as_bytes(), KeepProse::Yes)
            .unwrap()
            .yaml
            .contains("title: T")
    );
}

#[test]
fn what_was_vendored_can_be_vendored_again() {
    let once = vendor("small", SMALL.as_bytes(), KeepProse::No)
        .unwrap()
        .yaml;
    assert_eq!(
        vendor("small", once.as_bytes(), KeepProse::No)
            .unwrap()
            .yaml,
        once
    );
}

#[test]
fn anything_else_is_refused_with_what_it_is() {
    for (bytes, said) in [
        (
            &b"<!DOCTYPE html><html><head><title>Sign in</title>"[..],
            "titled `Sign in`",
        ),
        (b"", "expected an OpenAPI description"),
        (b"just a text", "expected an OpenAPI description"),
        (b"- a\n- b\n", "expected an OpenAPI description"),
        (b"key: [1, 2", ":1:11"),
        (b"\x1f\x8b\x08\x00", "not UTF-8"),
        (
            b"message: Not Found\nstatus: 404\n",
            "expected an OpenAPI description",
        ),
        (
            b"openapi: 4.0.0\ninfo: {version: '1'}\npaths: {/: {get: {}}}\n",
            "4.0.0",
        ),
        (b"openapi: 3.1.0\npaths: {/: {get: {}}}\n", "info.version"),
        (
            b"openapi: 3.1.0\ninfo: {version: '1'}\npaths: {}\n",
            "without any",
        ),
    ] {
        let failure = format!("{:?}", vendor("x", bytes, KeepProse::No).unwrap_err());
        assert!(failure.contains(said), "`{said}` not in {failure}");
    }
}
