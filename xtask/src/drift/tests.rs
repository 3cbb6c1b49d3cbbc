//! Comparing in a repository of its own for each test: what is reported, what fails, and that nothing is written.

use super::{Args, FailOn, Format, run_in};
use crate::failure::Failure;
use crate::testing::{Folder, Publisher, ok};
use crate::workspace::Workspace;

const SMALL: &str = r"openapi: 3.1.1
info: {title: Small, version: '7'}
servers: [{url: 'https://api.example.com'}]
tags: [{name: Things}]
paths:
  /things:
    get:
      operationId: list_things
      tags: [Things]
      parameters: [{name: q, in: query, schema: {type: string}}]
      responses: {'204': {description: ''}}
";

/// A repository with the description `small`, which an overlay corrects.
struct Repository(Folder);

impl Repository {
    fn new() -> Self {
        let repository = Self(Folder::new());
        repository.put(
            "spec/sdk.toml",
            "[[description]]\nname = 'small'\nurl = 'https://a'\ncrate = 'small-client'\noverlays = ['overlays']\n",
        );
        repository.put("spec/small/openapi.yaml", SMALL);
        repository.put(
            "spec/small/overlays/one.yaml",
            "overlay: 1.0.0\ninfo: {title: O, version: '1'}\nactions: [{target: '$.paths[*].get', update: {summary: Our own words}}]\n",
        );
        repository
    }

    fn put(&self, path: &str, text: &str) -> String {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    }

    /// What is printed, and whether it fails, when `text` is published.
    fn against(&self, text: &str, format: Format, fail_on: FailOn) -> (String, bool) {
        let against = Some(self.put("published.yaml", text));
        let args = Args {
            against,
            format,
            fail_on,
            ..Args::default()
        };
        let (shown, verdict) = run_in(&Workspace::at(self.0.path()), &args).unwrap();
        (shown, verdict.is_err())
    }
}

fn with_card() -> String {
    SMALL.replace(
        "schema: {type: string}}]",
        "schema: {type: string}}, {name: card, in: query, schema: {type: string}}]",
    )
}

#[test]
fn wording_order_and_comments_are_no_drift() {
    let text = SMALL.replace(
        "info: {title: Small,",
        "# hello\ninfo: {description: Many words., title: Other,",
    );
    let text = text.replace(
        "operationId: list_things\n      tags: [Things]",
        "summary: Words\n      tags: [Things]\n      operationId: list_things",
    );
    let (shown, failed) = Repository::new().against(&text, Format::Text, FailOn::Any);
    assert_eq!(shown, "small:\n\nNo drift: the version stays.\n");
    assert!(!failed);
}

#[test]
fn drift_comes_with_a_version_and_an_entry_for_the_change_log() {
    let (shown, failed) = Repository::new().against(&with_card(), Format::Text, FailOn::Breaking);
    assert!(
        shown.contains("additive[request-parameter-added-optional]"),
        "{shown}"
    );
    assert!(shown.contains("0.1.1 after 0.1.0"), "{shown}");
    assert!(shown.contains("## [0.1.1] - "), "{shown}");
    assert!(
        shown.contains("- `Things::list_things`: new optional setter `card`."),
        "{shown}"
    );
    assert!(!failed, "nothing breaks");
}

#[test]
fn what_fails_is_chosen() {
    let repository = Repository::new();
    assert!(
        repository
            .against(&with_card(), Format::Text, FailOn::Any)
            .1
    );
    let gone = SMALL.replace("{name: q, in: query, schema: {type: string}}", "");
    assert!(repository.against(&gone, Format::Text, FailOn::Breaking).1);
    assert!(!repository.against(&gone, Format::Text, FailOn::Never).1);
}

#[test]
fn annotations_name_the_line_of_the_vendored_file() {
    let gone = SMALL.replace("{name: q, in: query, schema: {type: string}}", "");
    let (shown, _) = Repository::new().against(&gone, Format::Github, FailOn::Never);
    assert!(
        shown.starts_with("::error file=spec/small/openapi.yaml,line=10,col="),
        "{shown}"
    );
}

#[test]
fn json_is_one_object() {
    let (shown, _) = Repository::new().against(&with_card(), Format::Json, FailOn::Never);
    let value: serde_json::Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(value["small"]["verdict"], "minor");
}

#[test]
fn an_overlay_that_no_longer_fits_does_not_hide_the_drift() {
    let moved = SMALL.replace("    get:\n", "    post:\n");
    let (shown, failed) = Repository::new().against(&moved, Format::Text, FailOn::Breaking);
    assert!(
        shown.contains("breaking[operation-method-changed]"),
        "{shown}"
    );
    assert!(failed);
}

#[test]
fn what_is_published_may_be_an_address() {
    let repository = Repository::new();
    let publisher = Publisher::says(ok(SMALL));
    let args = Args {
        against: Some(format!("{}/openapi.yaml", publisher.address())),
        ..Args::default()
    };
    let (shown, verdict) = run_in(&Workspace::at(repository.0.path()), &args).unwrap();
    assert!(shown.ends_with("No drift: the version stays.\n") && verdict.is_ok());
    publisher.requests();
}

#[test]
fn what_cannot_be_compared_is_an_error() {
    let repository = Repository::new();
    for text in ["<html>", "openapi: 3.1.0\ninfo: {}\npaths: {}\n"] {
        let against = Some(repository.put("published.yaml", text));
        let args = Args {
            against,
            ..Args::default()
        };
        let outcome = run_in(&Workspace::at(repository.0.path()), &args);
        assert!(
            matches!(outcome, Err(Failure::Bad(_) | Failure::Description(_))),
            "{text}"
        );
    }
    let missing = Args {
        against: Some("nowhere.yaml".to_owned()),
        ..Args::default()
    };
    assert!(matches!(
        run_in(&Workspace::at(repository.0.path()), &missing),
        Err(Failure::Bad(_))
    ));
}
