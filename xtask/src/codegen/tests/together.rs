//! Crates of several descriptions: their identifiers, and the name under which they are found.

use super::{Args, Repository, SMALL, state};
use crate::failure::Failure;

const IDS: &str = "generated/all-ids/src/lib.rs";

/// A repository with the descriptions `small` and `other`, which share their identifiers and a facade.
fn repository() -> Repository {
    let repository = Repository::new();
    let sdk = "[[ids]]\ncrate = 'all-ids'\n\
        [[facade]]\ncrate = 'all'\ndescription = 'All of it. And more.'\ndefault = ['one']\n\
        modules = [{ name = 'one', description = 'small' }, { name = 'two', description = 'other' }]\n\
        [[description]]\nname = 'small'\nurl = 'https://a'\ncrate = 'small-client'\nids = 'all-ids'\n\
        [[description]]\nname = 'other'\nurl = 'https://a'\ncrate = 'other-client'\nids = 'all-ids'\n";
    repository.put("spec/sdk.toml", sdk);
    let pets = SMALL
        .replace("{thing_id}:", "{thing_id}/pets/{pet_id}:")
        .replace(
            "parameters: [",
            "parameters: [{name: pet_id, in: path, required: true, schema: {type: integer}}, ",
        );
    repository.put("spec/other/openapi.yaml", &pets);
    repository
}

fn read(repository: &Repository, path: &str) -> String {
    std::fs::read_to_string(repository.path(path)).unwrap()
}

fn generate(repository: &Repository, name: &str) -> Result<(), Failure> {
    repository.run(&Args {
        names: vec![name.to_owned()],
        ..Args::default()
    })
}

#[test]
fn descriptions_that_say_so_have_their_identifiers_in_one_crate() {
    let repository = repository();
    repository.generate().unwrap();
    let ids = read(&repository, IDS);
    assert!(ids.contains("pub struct PetId(i64)") && ids.contains("pub struct ThingId(i64)"));
    let own = read(&repository, "generated/small-client/src/ids.rs");
    assert!(own.contains("pub use all_ids::ThingId;") && !own.contains("identifier!"));
    let both = read(&repository, "generated/other-client/src/ids.rs");
    assert!(
        both.contains("pub use all_ids::{PetId, ThingId};"),
        "{both}"
    );
    let manifest = read(&repository, "generated/small-client/Cargo.toml");
    assert!(
        manifest.contains("all-ids = { path = \"../all-ids\" }"),
        "{manifest}"
    );
    assert_eq!(repository.check(), None);
}

#[test]
fn a_crate_of_one_name_gives_the_whole_shared_crate() {
    let repository = repository();
    generate(&repository, "small").unwrap();
    assert!(read(&repository, IDS).contains("pub struct PetId(i64)"));
    assert!(!repository.path("generated/other-client").exists());

    repository.generate().unwrap();
    let before = state(&repository.path("generated"));
    repository.edit("spec/other/openapi.yaml", "pet_id", "animal_id");
    let shown = repository.check().unwrap_or_default();
    assert!(shown.contains(&format!("{IDS}: changed")), "{shown}");
    generate(&repository, "other").unwrap();
    let ids = read(&repository, IDS);
    assert!(ids.contains("AnimalId") && !ids.contains("PetId") && ids.contains("ThingId"));
    let untouched = |path: &&String| path.starts_with("small-client/");
    let after = state(&repository.path("generated"));
    assert!(
        before
            .keys()
            .filter(untouched)
            .all(|path| before[path] == after[path])
    );
    assert_eq!(repository.check(), None);
}

#[test]
fn an_identifier_that_is_text_elsewhere_is_told_with_both_places() {
    let repository = repository();
    repository.edit(
        "spec/sdk.toml",
        "crate = 'other-client'\n",
        "crate = 'other-client'\nidentifiers = { ThingId = { names = ['thing_id'], kind = 'string' } }\n",
    );
    repository.edit(
        "spec/other/openapi.yaml",
        "name: thing_id, in: path, required: true, schema: {type: integer}",
        "name: thing_id, in: path, required: true, schema: {type: string}",
    );
    let Err(Failure::Description(text)) = repository.generate() else {
        panic!("a number and a text became one type")
    };
    assert!(text.contains("`ThingId`"), "{text}");
    assert!(
        text.contains("text at spec/other/openapi.yaml:10:"),
        "{text}"
    );
    assert!(text.contains("--> spec/small/openapi.yaml:10:"), "{text}");
    assert!(text.contains("`kind`"), "{text}");
    assert!(!repository.path("generated").exists());
}

#[test]
fn a_description_of_ones_own_keeps_its_identifiers() {
    let repository = repository();
    repository
        .run(&Args {
            input: Some(repository.path("spec/small/openapi.yaml")),
            output: Some(repository.path("client")),
            name: Some("other-client".to_owned()),
            ..Args::default()
        })
        .unwrap();
    assert!(read(&repository, "client/src/ids.rs").contains("pub struct ThingId(i64)"));
    assert!(!repository.path("generated").exists());
}

#[test]
fn a_facade_has_a_module_for_each_crate() {
    let repository = repository();
    repository.put("spec/all/tests/both.rs", "//! A test of both.\n");
    generate(&repository, "other").unwrap();
    let root = read(&repository, "generated/all/src/lib.rs");
    assert!(
        root.contains("#[cfg(feature = \"one\")]\npub use small_client as one;"),
        "{root}"
    );
    assert!(root.contains("pub use all_ids as ids;"), "{root}");
    assert!(
        root.contains("let two = all::two::Client::from_shared(&one)?;"),
        "{root}"
    );
    assert!(
        root.contains("fn same(id: one::ids::ThingId) -> two::ids::ThingId"),
        "{root}"
    );
    let manifest = read(&repository, "generated/all/Cargo.toml");
    assert!(
        manifest.contains("description = \"All of it.\""),
        "{manifest}"
    );
    assert!(
        manifest.contains("\"dep:small-client\",\n    \"ids\",\n    \"small-client/things\","),
        "{manifest}"
    );
    assert!(manifest.contains("sdk-wire = "), "{manifest}");
    assert!(read(&repository, "generated/all/tests/both.rs").contains("A test of both."));
    // What has no identifiers to share has no module for them.
    repository.edit(
        "spec/sdk.toml",
        "crate = 'small-client'\nids = 'all-ids'",
        "crate = 'small-client'",
    );
    repository.generate().unwrap();
    assert!(!read(&repository, "generated/all/src/lib.rs").contains("ids"));
    assert!(read(&repository, "generated/small-client/src/ids.rs").contains("identifier!"));
}

/// The repository, whose `small` has a deprecated operation with a successor in `other`.
fn deprecating() -> Repository {
    let repository = repository();
    repository.edit(
        "spec/sdk.toml",
        "crate = 'small-client'",
        "crate = 'small-client'\nsuccessors = ['other']\noverlays = ['overlays']",
    );
    repository.edit(
        "spec/small/overlays/one.yaml",
        "summary: Our own words",
        "deprecated: true, x-sdk-successor: {description: other, operation: get_thing}",
    );
    repository
}

#[test]
fn a_deprecated_operation_names_the_method_of_another_crate() {
    let repository = deprecating();
    repository.generate().unwrap();
    let group = "generated/small-client/src/things.rs";
    let note = "use `other_client::things::Things::get_thing` instead";
    assert!(read(&repository, group).contains(note));
    let page = read(&repository, "generated/docs/small/operations/things.html");
    let link = "<a href=\"../../other/operations/things.html#get_thing\"><code>other_client::things::Things::get_thing</code></a>";
    assert!(page.contains(link), "{page}");

    // What the other description calls it counts.
    repository.edit(
        "spec/other/openapi.yaml",
        "tags: [Things]\n      parameters",
        "tags: [Things]\n      x-sdk-name: read_thing\n      parameters",
    );
    let shown = repository.check().unwrap_or_default();
    assert!(shown.contains("Things::read_thing` instead"), "{shown}");
    generate(&repository, "small").unwrap();
    assert!(read(&repository, group).contains("Things::read_thing` instead"));
}

#[test]
fn a_successor_that_is_not_there_is_told_with_its_place() {
    for (from, to, said) in [
        ("get_thing}", "get_things}", "found `get_things`"),
        (
            "description: other",
            "description: others",
            "the `successors` of `small`",
        ),
        ("operation: get", "operations: get", "other members"),
        (
            "{description: other, operation: get_thing}",
            "get_things",
            "`get_things`, which is not there",
        ),
        ("deprecated: true, ", "", "not deprecated"),
    ] {
        let repository = deprecating();
        repository.edit("spec/small/overlays/one.yaml", from, to);
        let outcome = repository.generate();
        let Err(Failure::Description(text)) = outcome else {
            panic!("{to}: {outcome:?}")
        };
        let place = "--> spec/small/overlays/one.yaml:3:";
        assert!(text.contains(said) && text.contains(place), "{text}");
        assert!(!repository.path("generated").exists());
    }
}

#[test]
fn a_description_that_stands_alone_keeps_the_name_of_a_successor_elsewhere() {
    let repository = deprecating();
    repository
        .run(&Args {
            input: Some(repository.path("spec/small/openapi.yaml")),
            overlay: vec![repository.path("spec/small/overlays/one.yaml")],
            output: Some(repository.path("client")),
            name: Some("other-client".to_owned()),
            ..Args::default()
        })
        .unwrap();
    let group = read(&repository, "client/src/things.rs");
    assert!(
        group.contains("use `get_thing of other` instead"),
        "{group}"
    );
}
