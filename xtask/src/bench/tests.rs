//! Tests of the bench command's own judgement: what it reads out of others' output, and what it says of figures.

use std::time::Duration;

use super::check::{Record, compare, read, replace, write};
use super::document::thin_out;
use super::growth::Size;
use super::stream::{self, Streamed};
use super::table::{Count, Memory, Table};
use super::{count, rival, running};
use crate::child::Cost;
use crate::testing::Folder;

fn record(lines: u64, instructions: impl Into<Option<u64>>) -> Record {
    Record {
        lines: Some(lines),
        instructions: instructions.into(),
        compiler: Some("rustc 1.0.0".to_owned()),
    }
}

#[test]
fn the_total_is_read_in_the_column_of_instructions() {
    let file = |events: &str, sum: &str| {
        format!("version: 1\ncmd: a summary: 3\nevents: {events}\nfn=a\n1 20\n{sum}\n")
    };
    assert_eq!(
        count::total(&file("Ir", "summary: 8861539668")),
        Some(8_861_539_668)
    );
    assert_eq!(count::total(&file("Ir Dr", "totals: 20 7")), Some(20));
    assert_eq!(count::total(&file("Dr Ir", "summary: 7 20")), Some(20));
    for (events, sum) in [("Dr", "summary: 7"), ("Ir", ""), ("Ir", "summary: many")] {
        assert_eq!(count::total(&file(events, sum)), None, "{events}, {sum}");
    }
    assert_eq!(count::total(""), None);
}

#[test]
fn a_tenth_more_is_held_and_anything_above_it_is_not() {
    let recorded = record(1000, 500);
    assert!(compare(&recorded, &record(1100, 550)).held);
    for counted in [record(1101, 500), record(1000, 551)] {
        let found = compare(&recorded, &counted);
        assert!(!found.held, "{found:?}");
        assert!(found.text.contains("above the record"), "{found:?}");
    }
}

#[test]
fn what_shrank_is_held_and_may_be_recorded() {
    let found = compare(&record(1000, 500), &record(899, 499));
    assert!(found.held);
    assert_eq!(found.text.matches("bench --record").count(), 1, "{found:?}");
    assert!(
        found.text.contains("899, recorded 1,000 (-10.1 %)"),
        "{found:?}"
    );
}

#[test]
fn what_is_not_recorded_fails_and_what_cannot_be_counted_is_said_aloud() {
    let found = compare(&Record::default(), &record(1000, 500));
    assert!(!found.held);
    assert!(
        found.text.contains("1,000, and none are recorded"),
        "{found:?}"
    );
    let found = compare(&record(1000, 500), &record(1000, None));
    assert!(found.held);
    assert!(
        found.text.contains("NOT COUNTED; install valgrind"),
        "{found:?}"
    );
    // A record without instructions was made without valgrind; who has it has to add them.
    assert!(!compare(&record(1000, None), &record(1000, 500)).held);
}

#[test]
fn another_compiler_is_named_beside_the_figures() {
    let mut counted = record(1000, 600);
    counted.compiler = Some("rustc 2.0.0".to_owned());
    let found = compare(&record(1000, 500), &counted);
    assert!(
        found
            .text
            .contains("rustc 2.0.0, recorded with rustc 1.0.0"),
        "{found:?}"
    );
    counted.instructions = None;
    assert!(
        !compare(&record(1000, 500), &counted)
            .text
            .contains("compiler")
    );
}

#[test]
fn a_record_is_read_as_it_was_written_and_keeps_what_was_not_counted() {
    let before = record(1000, 500);
    assert_eq!(read(&write(&before)).unwrap(), before);
    assert_eq!(read(&write(&Record::default())).unwrap(), Record::default());
    assert!(read("line = 3").is_err());
    let mut counted = record(1200, None);
    counted.compiler = None;
    assert_eq!(replace(before.clone(), counted), record(1200, 500));
    assert_eq!(replace(before, record(1200, 600)), record(1200, 600));
}

#[test]
fn the_table_shows_figures_with_their_units_and_names_what_was_missed() {
    let mut table = Table::default();
    let cost = |milliseconds, memory| Cost {
        time: Duration::from_millis(milliseconds),
        memory,
    };
    table.costs(
        "generating",
        cost(200, 51_200),
        cost(1000, 102_400),
        Some(0.25),
    );
    table.ratio("lines", Count(22_552), Count(68_424), None);
    table.bound("files touched", Count(0), Some(Count(0)));
    table.bound(
        "clean",
        Duration::from_secs(61),
        Some(Duration::from_secs(60)),
    );
    table.lone("release", &Duration::from_micros(3), "error: a | b\nfailed");
    table.ratio("nothing", Memory(0), Memory(0), Some(1.0));
    table.note("About it.");
    assert_eq!(
        table.to_string(),
        "\
| | ours | compared with | ratio | goal |
|---|---:|---:|---:|---:|
| generating: time | 200 ms | 1.00 s | 0.200 | ≤ 0.25 |
| generating: memory | 50.0 MiB | 100.0 MiB | **0.500, missed** | ≤ 0.25 |
| lines | 22,552 | 68,424 | 0.330 |  |
| files touched | 0 |  | met | ≤ 0 |
| clean | 61 s |  | **missed** | ≤ 60 s |
| release | 3.00 µs | error: a \\| b failed |  |  |
| nothing | 0.0 MiB | 0.0 MiB | **NaN, missed** | ≤ 1 |

About it.
"
    );
}

#[test]
fn an_operation_more_costs_what_the_larger_document_costs_beyond_the_smaller() {
    let size = |operations, cost| Size { operations, cost };
    assert_eq!(size(300, 5000).beyond(&size(100, 3000)), 10);
    // What is divided by is never nothing.
    assert_eq!(size(100, 300).beyond(&size(100, 400)), 1);
}

#[test]
fn one_of_so_many_paths_is_kept_in_order_and_everything_else_stays() {
    let mut tree =
        serde_json::json!({"paths": {"/a": 1, "/b": 2, "/c": 3, "/d": 4}, "components": {}});
    thin_out(&mut tree, 1);
    assert_eq!(tree["paths"].as_object().map(serde_json::Map::len), Some(4));
    thin_out(&mut tree, 2);
    assert_eq!(
        tree.to_string(),
        r#"{"paths":{"/a":1,"/c":3},"components":{}}"#
    );
}

#[test]
fn the_streams_figures_are_read_and_nothing_else() {
    let line = "stream: 1000 items, 812 ns each, 9120 KiB at most";
    let streamed = Streamed {
        items: 1000,
        each: Duration::from_nanos(812),
        peak: 9120,
    };
    assert_eq!(stream::read(line), Some(streamed));
    assert_eq!(stream::read("stream: 1000 items, 812 ns each"), None);
    assert_eq!(stream::read("running 0 tests"), None);
}

#[test]
fn the_rivals_operations_are_counted_once_however_many_methods_they_have() {
    let client = "    /// `GET /a/{b}`\n    pub async fn a(&self) {}\n    /// `GET /a/{b}`\n    \
                  pub async fn a_with_content_type(&self) {}\n    /// `POST /a/{b}`\n    /// See `GET /c`.\n    /// `a b`\n";
    assert_eq!(rival::operations(client), 2);
}

#[test]
fn the_rivals_output_becomes_a_crate_of_its_own() {
    let folder = Folder::new();
    let (out, package) = (folder.path().join("out"), folder.path().join("crate"));
    std::fs::create_dir_all(&out).unwrap();
    for (name, text) in [
        (
            "REQUIRED_DEPS.toml",
            "# Made by it.\n[dependencies]\nserde = \"1\"\n",
        ),
        ("mod.rs", "//! It.\npub mod client;\npub mod types;\n"),
        ("client.rs", "\n\n"),
        ("types.rs", "\n"),
    ] {
        std::fs::write(out.join(name), text).unwrap();
    }
    rival::assemble(&out, &package).unwrap();
    let manifest = std::fs::read_to_string(package.join("Cargo.toml")).unwrap();
    let manifest: toml::Table = toml::from_str(&manifest).unwrap();
    assert!(manifest.contains_key("workspace"));
    assert_eq!(manifest["dependencies"]["serde"].as_str(), Some("1"));
    assert_eq!(count::lines(&package).unwrap(), 6);
}

#[test]
fn a_pair_of_a_benchmark_is_read() {
    let pair = running::read("call/runtime 1500 ns, call/by_hand 1400 ns").unwrap();
    assert_eq!(pair.name, "call/runtime");
    assert_eq!(pair.time, Duration::from_nanos(1500));
    assert_eq!(pair.other, Duration::from_nanos(1400));
    assert_eq!(running::read("call/runtime: 1.05"), None);
}
