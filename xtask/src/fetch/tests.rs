//! Fetching into a repository of its own for each test, from a publisher on this machine.

use std::io::Write;
use std::time::{Duration, SystemTime};

use super::{Args, LOCK, OPENAPI, fetch, lock_in};
use crate::download::Limits;
use crate::lock::today;
use crate::testing::{Folder, Publisher, Reply, ok};
use crate::workspace::{Description, Workspace};

const SMALL: &str = "openapi: 3.1.1\ninfo: {title: Wording, version: '7'}\npaths:\n  /b: {get: {summary: Wording}}\n  /a: {put: {}, get: {}}\n";

/// A repository, and the files of its one description.
struct Repository(Folder);

impl Repository {
    fn new() -> Self {
        Self(Folder::new())
    }

    /// A repository that has fetched `SMALL` and knows its tag.
    fn with_small() -> Self {
        let repository = Self::new();
        repository.fetch(&Publisher::says(ok(SMALL))).unwrap();
        repository
    }

    fn run(&self, url: &str, args: &Args) -> Result<String, String> {
        let (name, package) = ("small".to_owned(), "small".to_owned());
        let description = Description {
            name,
            url: url.to_owned(),
            package,
            overlays: Vec::new(),
            version: "0.1.0".to_owned(),
            dev_dependencies: toml::Table::new(),
            ids: None,
            successors: Vec::new(),
            config: sdk_ir::Config::default(),
        };
        let limits = Limits {
            bytes: 1 << 20,
            silence: Duration::from_millis(300),
            ..Limits::default()
        };
        fetch(&Workspace::at(self.0.path()), &description, args, limits)
            .map_err(|failure| format!("{failure:?}"))
    }

    fn fetch(&self, publisher: &Publisher) -> Result<String, String> {
        self.run(publisher.address(), &Args::default())
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.path().join("spec/small").join(name)).unwrap()
    }

    /// The texts and time stamps of all files.
    fn state(&self) -> Vec<(String, SystemTime)> {
        let names = std::fs::read_dir(self.0.path().join("spec/small"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name());
        let mut state: Vec<_> = names
            .map(|name| {
                let modified = std::fs::metadata(self.0.path().join("spec/small").join(&name))
                    .unwrap()
                    .modified()
                    .unwrap();
                (
                    format!("{name:?} {}", self.read(name.to_str().unwrap())),
                    modified,
                )
            })
            .collect();
        state.sort();
        state
    }
}

fn says(text: String) -> Reply {
    Box::new(move |stream| stream.write_all(text.as_bytes()))
}

#[test]
fn vendors_the_contract_and_locks_what_it_came_from() {
    let repository = Repository::new();
    let publisher = Publisher::says(ok(SMALL));
    let news = repository.fetch(&publisher).unwrap();
    assert!(news.contains("3 operations on 2 paths"), "{news}");
    let contract = repository.read(OPENAPI);
    assert!(!contract.contains("Wording"), "{contract}");
    assert!(contract.find("/a:") < contract.find("/b:"));
    let lock = lock_in(&repository.0.path().join("spec/small"))
        .unwrap()
        .unwrap();
    assert_eq!(lock.url, publisher.address());
    assert_eq!(lock.date, today());
    assert_eq!(lock.etag.as_deref(), Some("\"v1\""));
    assert_eq!(
        (
            lock.bytes,
            lock.openapi.as_str(),
            lock.info_version.as_str()
        ),
        (SMALL.len() as u64, "3.1.1", "7")
    );
    assert_eq!(repository.state().len(), 2, "no temporary file stays");
}

#[test]
fn asks_only_for_what_is_new() {
    let repository = Repository::new();
    let publisher = Publisher::new(vec![
        says(ok(SMALL)),
        says("HTTP/1.1 304 Not Modified\r\n\r\n".to_owned()),
        says(ok(SMALL)),
    ]);
    repository.fetch(&publisher).unwrap();
    let before = repository.state();
    for _ in 0..2 {
        assert_eq!(
            repository.fetch(&publisher).unwrap(),
            format!("unchanged since {}", today())
        );
        assert_eq!(repository.state(), before);
    }
    let requests = publisher.requests();
    assert!(!requests[0].contains("if-none-match"));
    assert!(requests[1].contains("if-none-match: \"v1\""));
}

#[test]
fn asks_for_everything_when_the_vendored_file_is_not_its_own_or_the_address_is_new() {
    let repository = Repository::new();
    let publisher = Publisher::new(vec![says(ok(SMALL)), says(ok(SMALL))]);
    repository.fetch(&publisher).unwrap();
    let path = repository.0.path().join("spec/small").join(OPENAPI);
    std::fs::write(
        &path,
        repository.read(OPENAPI).replace("paths:", "paths: # mine"),
    )
    .unwrap();
    repository.fetch(&publisher).unwrap();
    assert!(!publisher.requests()[1].contains("if-none-match"));
    assert!(!repository.read(OPENAPI).contains("# mine"));

    let moved = Publisher::says(ok(SMALL));
    repository.fetch(&moved).unwrap();
    assert!(repository.read(LOCK).contains(moved.address()));
    assert!(!moved.requests()[0].contains("if-none-match"));
}

#[test]
fn a_refused_download_leaves_everything_as_it_was() {
    let repository = Repository::with_small();
    let before = repository.state();
    let status = |line: &str| {
        format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\nLocation: https://example.com/\r\n\r\n")
    };
    let stall: Reply = Box::new(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nopenapi: 3.1.1\n")?;
        std::thread::sleep(Duration::from_secs(1));
        Ok(())
    });
    for (publisher, said) in [
        (Publisher::says(status("404 Not Found")), "404"),
        (Publisher::says(status("500 Internal Server Error")), "500"),
        (Publisher::says(status("302 Found")), "another site"),
        (
            Publisher::says(ok("<html><title>Sign in</title></html>")),
            "titled `Sign in`",
        ),
        (
            Publisher::says(ok("message: Not Found\n")),
            "expected an OpenAPI description",
        ),
        (
            Publisher::says(ok(SMALL).replace("Content-Length: ", "Content-Length: 1")),
            "broke off",
        ),
        (
            Publisher::says(ok(&SMALL[..SMALL.len() - 3])),
            "expected an OpenAPI description",
        ),
        (
            Publisher::says(
                ok(SMALL.split_inclusive("  /a").next().unwrap_or("")).replace("  /a", ""),
            ),
            "broke off",
        ),
        (
            Publisher::says(ok(&SMALL.lines().take(4).collect::<Vec<_>>().join("\n"))),
            "looks cut off",
        ),
        (
            Publisher::says("HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n"),
            "larger than",
        ),
        (Publisher::new(vec![stall]), "silent for too long"),
    ] {
        let failure = repository.fetch(&publisher).unwrap_err();
        assert!(failure.contains(said), "`{said}` not in {failure}");
        assert_eq!(repository.state(), before, "after: {failure}");
    }
}

#[test]
fn reads_a_file_in_place_of_the_address_and_says_nothing_of_it() {
    let repository = Repository::with_small();
    let file = repository.0.path().join("elsewhere.yaml");
    std::fs::write(&file, SMALL.replace("'7'", "'8'")).unwrap();
    let args = Args {
        from: Some(file.to_string_lossy().into_owned()),
        ..Args::default()
    };
    repository
        .run("https://example.com/openapi.yaml", &args)
        .unwrap();
    let lock = repository.read(LOCK);
    assert!(
        lock.contains("url = \"https://example.com/openapi.yaml\""),
        "{lock}"
    );
    assert!(
        !lock.contains("elsewhere") && !lock.contains("etag"),
        "{lock}"
    );

    let missing = Args {
        from: Some("no/such/file.yaml".to_owned()),
        ..Args::default()
    };
    let failure = repository
        .run("https://example.com/openapi.yaml", &missing)
        .unwrap_err();
    assert!(failure.contains("no/such/file.yaml"), "{failure}");
}

#[test]
fn keeps_the_wording_for_who_asks() {
    let repository = Repository::with_small();
    let publisher = Publisher::says(ok(SMALL));
    let args = Args {
        keep_prose: true,
        ..Args::default()
    };
    repository.run(publisher.address(), &args).unwrap();
    assert!(repository.read(OPENAPI).contains("summary: Wording"));
    assert!(repository.read(LOCK).contains("keep_prose = true"));
    repository.fetch(&Publisher::says(ok(SMALL))).unwrap();
    assert!(!repository.read(OPENAPI).contains("Wording"));
}
