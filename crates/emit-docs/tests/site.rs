//! The site as a reader meets it: every link leads somewhere, nothing injects, pages look as expected.
//! Snapshots hold one behaviour each: an entry, a type's page, an index.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::collections::{BTreeMap, BTreeSet};

use sdk_emit_docs::{Form, emit};
use support::{HOSTILE, garden, hostile, options};

type Files = BTreeMap<String, String>;

fn site(api: &sdk_ir::Api) -> Files {
    let files = emit(api, &options(Form::Site)).expect("the templates are sound");
    files
        .into_iter()
        .map(|(path, bytes)| (path, String::from_utf8(bytes).expect("UTF-8")))
        .collect()
}

/// The values of an attribute, in order.
fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    page.split(&format!(" {name}=\""))
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap_or_default())
        .collect()
}

fn pages(files: &Files) -> impl Iterator<Item = (&String, &String)> {
    files.iter().filter(|(path, _)| path.ends_with(".html"))
}

/// A relative link, seen from a page, as a path from the root with its fragment.
fn resolve(page: &str, link: &str) -> (String, String) {
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

fn assert_links(files: &Files) {
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages(files)
        .map(|(path, page)| (path.as_str(), attributes(page, "id").into_iter().collect()))
        .collect();
    for (path, page) in pages(files) {
        let links = attributes(page, "href")
            .into_iter()
            .chain(attributes(page, "src"));
        for link in links.filter(|link| !link.starts_with("https://docs.example/")) {
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

#[test]
fn every_link_leads_somewhere() {
    assert_links(&site(&garden()));
}

#[test]
fn every_entry_of_the_search_index_leads_somewhere() {
    let files = site(&garden());
    let script = &files["assets/index.js"];
    let json = script
        .split_once(" = ")
        .expect("an assignment")
        .1
        .trim_end()
        .trim_end_matches(';');
    let index: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let has = |file: &str, id: &str| attributes(&files[file], "id").contains(&id);
    let group = |operation: &serde_json::Value| {
        let at = usize::try_from(operation[0].as_u64().expect("a number")).expect("small");
        index["groups"][at][0].as_str().expect("a page").to_owned()
    };
    let operations = index["operations"].as_array().expect("a list");
    assert_eq!(operations.len(), 7);
    for operation in operations {
        assert!(has(
            &group(operation),
            operation[1].as_str().expect("an anchor")
        ));
    }
    let mut checked = 0;
    for field in index["fields"].as_array().expect("a list") {
        let slug = field[1].as_str().expect("a slug");
        for at in field[2].as_array().expect("a list") {
            let operation =
                &operations[usize::try_from(at.as_u64().expect("a number")).expect("small")];
            let id = format!("{}.{slug}", operation[1].as_str().expect("an anchor"));
            assert!(has(&group(operation), &id), "{id}");
            checked += 1;
        }
        for at in field[3].as_array().expect("a list") {
            let of =
                &index["types"][usize::try_from(at.as_u64().expect("a number")).expect("small")];
            assert!(
                has(of[0].as_str().expect("a page"), &format!("field-{slug}")),
                "{field}"
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 23, "eleven parameters and twelve fields");
}

#[test]
fn ids_are_unique_on_each_page_and_headings_skip_no_level() {
    for (path, page) in pages(&site(&garden())) {
        let ids = attributes(page, "id");
        let unique: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), unique.len(), "{path}");
        let levels: Vec<u32> = page
            .match_indices("<h")
            .filter_map(|(at, _)| page[at + 2..].chars().next()?.to_digit(10))
            .collect();
        assert_eq!(levels.first(), Some(&1), "{path}");
        assert!(
            levels.windows(2).all(|pair| pair[1] <= pair[0] + 1),
            "{path}: {levels:?}"
        );
    }
}

#[test]
fn a_page_needs_nothing_but_its_own_files() {
    for (path, page) in pages(&site(&garden())) {
        assert!(
            page.starts_with("<!doctype html><!-- Generated by a test; do not edit. -->\n"),
            "{path}"
        );
        let policy =
            "content=\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';";
        assert!(page.contains(policy), "{path}");
        assert_eq!(
            page.matches("<script").count(),
            page.matches("<script src=\"").count(),
            "{path}"
        );
        for inline in ["<style", " style=", " onclick", " onload", "javascript:"] {
            assert!(!page.contains(inline), "{path}: {inline}");
        }
    }
}

#[test]
fn a_hostile_description_is_shown_and_does_nothing() {
    let files = site(&hostile());
    assert_links(&files);
    let scripts = pages(&files).map(|(_, page)| page.matches("<script").count());
    assert!(scripts.into_iter().all(|count| count == 2));
    for (path, page) in pages(&files) {
        assert!(!page.contains("<img"), "{path}");
        assert!(!page.contains("49"), "{path}: an expression was evaluated");
        assert!(
            !page.contains(['\0', '\u{202e}']),
            "{path}: a hidden character"
        );
        assert!(
            page.contains("&lt;script&gt;") && page.contains("{{ 7*7 }}"),
            "{path} shows what was said"
        );
        let tags = page.matches("onerror").count();
        let escaped = page.matches("&lt;img src=x onerror").count()
            + page.matches("img src=x onerror").count();
        assert!(tags <= escaped, "{path}");
    }
    let index = &files["assets/index.js"];
    assert!(
        !index.contains("*/ ]]>") || index.starts_with("/* Generated by a test; do not edit. */\n")
    );
    assert_eq!(index.lines().count(), 2, "the index is one statement");
}

#[test]
fn a_preamble_cannot_leave_its_comment() {
    let mut options = options(Form::Site);
    options.preamble = format!("a{HOSTILE}\nb");
    let files = emit(&garden(), &options).expect("the templates are sound");
    for (path, bytes) in files.iter().filter(|(path, _)| !path.ends_with(".svg")) {
        let text = String::from_utf8_lossy(bytes);
        let first = text.lines().next().unwrap_or_default();
        let (open, close) = if path.ends_with(".html") {
            ("<!--", "-->")
        } else {
            ("/*", "*/")
        };
        assert!(first.ends_with(close), "{path}: {first}");
        assert_eq!(
            (first.matches(open).count(), first.matches(close).count()),
            (1, 1),
            "{path}: {first}"
        );
    }
}

#[test]
fn names_that_differ_only_in_case_get_files_of_their_own() {
    let mut api = garden();
    let mut second = api.models["Plant"].clone();
    second.name = "PLANT".to_owned();
    api.models.insert(second.name.clone(), second);
    let files = site(&api);
    let lower: BTreeSet<_> = files.keys().map(|path| path.to_lowercase()).collect();
    assert_eq!(lower.len(), files.len());
    assert_links(&files);
}

#[test]
fn an_empty_api_has_a_site() {
    let files = site(&sdk_ir::Api::default());
    assert_links(&files);
    assert!(files.contains_key("index.html"));
}

#[test]
fn the_same_api_gives_the_same_bytes() {
    assert_eq!(site(&garden()), site(&garden()));
}

/// A large group's trees are cut until its page is small enough to load at once.
#[test]
fn a_page_stays_small() {
    let mut api = garden();
    let mut fields = Vec::new();
    for number in 0..60 {
        fields.push(support::field(
            &format!("field_{number}"),
            support::named("Plant"),
            Some("A field."),
        ));
    }
    let wide = support::model(
        "Wide",
        sdk_ir::types::ModelKind::Struct(fields),
        &["plants"],
    );
    api.models.insert("Wide".to_owned(), wide);
    let content = sdk_ir::operation::Content::Json(support::named("Wide"));
    for number in 0..40 {
        let name = format!("operation_{number}");
        let method = sdk_ir::operation::Method::Get;
        api.groups[0]
            .operations
            .push(support::operation(&name, method, "/wide", content.clone()));
    }
    let files = site(&api);
    for (path, page) in pages(&files) {
        assert!(page.len() < 300_000, "{path} has {} bytes", page.len());
    }
    assert_links(&files);
}

/// From the first `open` to the first `close` after it.
fn part<'p>(page: &'p str, open: &str, close: &str) -> &'p str {
    let start = page.find(open).expect("the page has the part");
    let end = start + page[start..].find(close).expect("the part ends") + close.len();
    &page[start..end]
}

#[test]
fn an_entry() {
    let files = site(&garden());
    let page = &files["operations/plants.html"];
    insta::assert_snapshot!(part(
        page,
        "<article class=\"op\" id=\"water_plant\">",
        "<div class=\"code\">"
    ));
}

#[test]
fn a_deprecated_entry_names_its_successor() {
    let files = site(&garden());
    let page = &files["operations/plants.html"];
    let entry = part(page, "<article class=\"op\" id=\"old_list\">", "</article>");
    insta::assert_snapshot!(part(entry, "<p class=\"note old\">", "</p>"), @r#"<p class="note old"><strong>Deprecated.</strong> Use <a href="../operations/plants.html#list_plants"><code>plants.list_plants</code></a> instead. It is slow.</p>"#);
}

#[test]
fn an_entry_that_pages_tells_how() {
    let files = site(&garden());
    let page = &files["operations/plants.html"];
    let entry = part(
        page,
        "<article class=\"op\" id=\"list_plants\">",
        "</article>",
    );
    insta::assert_snapshot!(part(entry, "<p class=\"note\"><strong>Pages.", "</p>"), @r#"<p class="note"><strong>Pages.</strong> One call gives one page, chosen by <code>page</code>; <code>.stream()</code> in place of <code>.await</code> walks every <span class="t"><a href="../types/Plant.html">Plant</a></span>. <a href="../guide/pages.html">How pages work</a></p>"#);
}

#[test]
fn a_type() {
    let files = site(&garden());
    insta::assert_snapshot!(part(&files["types/Plant.html"], "<main", "</main>"));
}

#[test]
fn a_union_and_an_enum() {
    let files = site(&garden());
    let union = part(&files["types/Owner.html"], "<section>", "</section>").to_owned();
    let values = part(&files["types/Health.html"], "<section>", "</section>");
    insta::assert_snapshot!(union + "\n" + values);
}

#[test]
fn the_search_index() {
    insta::assert_snapshot!(site(&garden())["assets/index.js"]);
}
