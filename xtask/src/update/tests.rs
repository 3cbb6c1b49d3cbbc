//! Updating in a repository of its own: what a changed publication does to version, change log and crate.

use super::{Args, run_in};
use crate::codegen;
use crate::testing::Folder;
use crate::workspace::Workspace;

const OLD: &str = r"openapi: 3.1.1
info: {title: Small, version: '7'}
servers: [{url: 'https://api.example.com'}]
tags: [{name: Things}]
paths:
  /things/{thing_id}:
    get:
      operationId: get_thing
      tags: [Things]
      parameters: [{name: thing_id, in: path, required: true, schema: {type: integer}}]
      responses: {'200': {description: ''}}
";

const SDK: &str =
    "# Kept.\n[[description]]\nname = 'small'\nurl = 'https://a'\ncrate = 'small-client'\n";

fn repository() -> (Folder, Workspace) {
    let folder = Folder::new();
    let root = folder.path();
    std::fs::create_dir_all(root.join("spec/small")).unwrap();
    std::fs::write(root.join("spec/sdk.toml"), SDK).unwrap();
    std::fs::write(root.join("published.yaml"), OLD).unwrap();
    let workspace = Workspace::at(root);
    let from = root.join("published.yaml").to_string_lossy().into_owned();
    crate::fetch::one(&workspace, "small", Some(&from)).unwrap();
    codegen::all_of(&workspace, &["small".to_owned()]).unwrap();
    (folder, workspace)
}

fn update(folder: &Folder, workspace: &Workspace, published: &str) -> String {
    let path = folder.path().join("published.yaml");
    std::fs::write(&path, published).unwrap();
    let args = Args {
        name: "small".to_owned(),
        from: Some(path.to_string_lossy().into_owned()),
    };
    let (summary, outcome) = run_in(workspace, &args).unwrap();
    outcome.unwrap();
    summary
}

fn read(folder: &Folder, path: &str) -> String {
    std::fs::read_to_string(folder.path().join(path)).unwrap()
}

#[test]
fn an_addition_becomes_a_version_an_entry_and_a_setter() {
    let (folder, workspace) = repository();
    let parameter = "{name: thing_id, in: path, required: true, schema: {type: integer}}";
    let more = OLD.replace(
        parameter,
        &format!("{parameter}, {{name: colour, in: query, schema: {{type: string}}}}"),
    );
    let summary = update(&folder, &workspace, &more);
    assert!(summary.contains("colour"), "{summary}");
    let sdk = read(&folder, "spec/sdk.toml");
    assert!(
        sdk.starts_with("# Kept.") && sdk.contains("version = \"0.1.1\""),
        "{sdk}"
    );
    let log = read(&folder, "spec/small/CHANGELOG.md");
    assert!(
        log.contains("## ") && log.contains("0.1.1") && log.contains("colour"),
        "{log}"
    );
    assert!(
        read(&folder, "generated/small-client/src/things.rs")
            .contains("query colour(into String);")
    );
    assert!(read(&folder, "generated/small-client/Cargo.toml").contains("version = \"0.1.1\""));
}

#[test]
fn the_newest_entry_stands_first() {
    let (folder, workspace) = repository();
    let with = |name: &str, text: &str| {
        text.replace(
            "parameters: [",
            &format!("parameters: [{{name: {name}, in: query, schema: {{type: string}}}}, "),
        )
    };
    let first = with("colour", OLD);
    update(&folder, &workspace, &first);
    update(&folder, &workspace, &with("weight", &first));
    let log = read(&folder, "spec/small/CHANGELOG.md");
    let (colour, weight) = (log.find("colour").unwrap(), log.find("weight").unwrap());
    assert!(weight < colour, "{log}");
}

#[test]
fn without_drift_the_version_stays() {
    let (folder, workspace) = repository();
    let summary = update(
        &folder,
        &workspace,
        &OLD.replace("description: ''", "description: New words"),
    );
    assert_eq!(read(&folder, "spec/sdk.toml"), SDK);
    assert!(
        !folder.path().join("spec/small/CHANGELOG.md").exists(),
        "{summary}"
    );
}

#[test]
fn crates_in_common_get_their_next_versions_too() {
    let (folder, workspace) = repository();
    let joint = "[[ids]]\ncrate = 'all-ids'\n[[facade]]\ncrate = 'all'\ndescription = 'All.'\n\
         modules = [{ name = 'one', description = 'small' }]\n";
    std::fs::write(
        folder.path().join("spec/sdk.toml"),
        format!("{joint}{SDK}ids = 'all-ids'\n"),
    )
    .unwrap();
    codegen::all_of(&workspace, &[]).unwrap();
    let parameter = "{name: thing_id, in: path, required: true, schema: {type: integer}}";
    let more = OLD.replace(
        parameter,
        &format!("{parameter}, {{name: colour, in: query, schema: {{type: string}}}}"),
    );
    let summary = update(&folder, &workspace, &more);
    assert!(
        summary.contains("next version of `all` is 0.1.1"),
        "{summary}"
    );
    assert!(!summary.contains("all-ids"), "{summary}");
    // Another name of the path parameter is another identifier: one is gone.
    let summary = update(&folder, &workspace, &more.replace("thing_id", "pet_id"));
    assert!(
        summary.contains("next version of `all-ids` is 0.2.0"),
        "{summary}"
    );
    assert!(
        summary.contains("next version of `all` is 0.2.0"),
        "{summary}"
    );
    assert!(read(&folder, "generated/all-ids/Cargo.toml").contains("version = \"0.2.0\""));
    assert!(read(&folder, "generated/all/Cargo.toml").contains("version = \"0.2.0\""));
    assert!(read(&folder, "generated/all-ids/src/lib.rs").contains("PetId"));
}

#[test]
fn what_points_to_an_updated_description_names_its_new_methods() {
    let (folder, workspace) = repository();
    let root = folder.path();
    let sdk = format!(
        "{SDK}[[description]]\nname = 'first'\nurl = 'https://a'\ncrate = 'first-client'\n\
         successors = ['small']\n"
    );
    std::fs::write(root.join("spec/sdk.toml"), sdk).unwrap();
    std::fs::create_dir_all(root.join("spec/first")).unwrap();
    let successor = "deprecated: true\n      x-sdk-successor: {description: small, operation: get_thing}\n      tags:";
    let first = OLD.replacen("tags:", "labels:", 1).replacen(
        "      tags:",
        &format!("      {successor}"),
        1,
    );
    let first = first.replacen("labels:", "tags:", 1);
    std::fs::write(root.join("spec/first/openapi.yaml"), first).unwrap();
    codegen::all_of(&workspace, &[]).unwrap();
    let group = "generated/first-client/src/things.rs";
    assert!(read(&folder, group).contains("use `small_client::things::Things::get_thing` instead"));
    update(&folder, &workspace, &OLD.replace("Things", "Items"));
    assert!(read(&folder, group).contains("use `small_client::items::Items::get_thing` instead"));
}
