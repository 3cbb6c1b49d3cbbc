//! Checks over a whole site: that every link, and every entry of the search index, leads to a part of a page.
//! The site's files go in; a panic that names page and link comes out.

#![allow(
    clippy::expect_used,
    dead_code,
    missing_docs,
    unreachable_pub,
    reason = "each user needs a part of it, and a test that cannot go on has failed"
)]

use std::collections::{BTreeMap, BTreeSet};

/// The site's files by their paths.
pub type Files = BTreeMap<String, String>;

/// The values of an attribute, in order.
pub fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    page.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect()
}

pub fn pages(files: &Files) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(path, _)| path.ends_with(".html"))
}

/// A relative link, seen from a page, as a path from the root with its fragment.
pub fn resolve(page: &str, link: &str) -> (String, String) {
    let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
    if file.is_empty() {
        return (page.to_owned(), fragment.to_owned());
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in file.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    (parts.join("/"), fragment.to_owned())
}

/// Panics at a link that leads nowhere; `outside` tells those that lead out of the site on purpose.
pub fn assert_links_but(files: &Files, outside: impl Fn(&str) -> bool) {
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages(files)
        .map(|(path, page)| (path.as_str(), attributes(page, "id").into_iter().collect()))
        .collect();
    for (path, page) in pages(files) {
        let links = attributes(page, "href")
            .into_iter()
            .chain(attributes(page, "src"));
        for link in links.filter(|link| !outside(link)) {
            assert!(!link.contains(':'), "{path} links out: {link}");
            let (file, fragment) = resolve(path, link);
            assert!(
                files.contains_key(&file),
                "{path} links to {link}, which does not exist"
            );
            if !fragment.is_empty() {
                let known = ids
                    .get(file.as_str())
                    .is_some_and(|ids| ids.contains(fragment.as_str()));
                assert!(known, "{path} links to {link}, which has no such part");
            }
        }
    }
}

/// Panics at a link that leads nowhere, or out of the site to anything but its rustdoc.
pub fn assert_links(files: &Files) {
    assert_links_but(files, |link| link.starts_with("https://docs.example/"));
}

/// Panics at an entry of the search index that leads nowhere; gives the number of entries.
pub fn assert_index(files: &Files) -> usize {
    let script = &files["assets/index.js"];
    let json = script.split_once(" = ").expect("an assignment").1;
    let json = json.trim_end().trim_end_matches(';');
    let index: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages(files)
        .map(|(path, page)| (path.as_str(), attributes(page, "id").into_iter().collect()))
        .collect();
    let has = |file: &str, id: &str| {
        let known = ids.get(file).is_some_and(|ids| ids.contains(id));
        assert!(
            known,
            "the search index leads to {file}#{id}, which does not exist"
        );
    };
    let at = |value: &serde_json::Value| {
        usize::try_from(value.as_u64().expect("a number")).expect("small")
    };
    let text = |value: &serde_json::Value| value.as_str().expect("a text").to_owned();
    let page = |operation: &serde_json::Value| text(&index["groups"][at(&operation[0])][0]);
    let list = |value: &serde_json::Value| value.as_array().expect("a list").clone();
    let mut checked = 0;
    let operations = list(&index["operations"]);
    for operation in &operations {
        has(&page(operation), &text(&operation[1]));
        checked += 1;
    }
    for field in list(&index["fields"]) {
        let slug = text(&field[1]);
        for owner in list(&field[2]) {
            let operation = &operations[at(&owner)];
            has(&page(operation), &format!("{}.{slug}", text(&operation[1])));
            checked += 1;
        }
        for owner in list(&field[3]) {
            has(
                &text(&index["types"][at(&owner)][0]),
                &format!("field-{slug}"),
            );
            checked += 1;
        }
    }
    for event in list(&index["events"]) {
        let address = text(&event[0]);
        let (file, id) = address.split_once('#').expect("an event is part of a page");
        has(file, id);
        checked += 1;
    }
    checked
}
