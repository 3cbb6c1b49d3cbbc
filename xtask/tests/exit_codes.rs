//! What a shell sees of a command: 0 for done, 1 for a check that found a difference, 2 for bad input.

use std::path::Path;
use std::process::{Command, Output};

/// Runs `cargo xtask` on the repository at `root`.
fn xtask(root: &Path, args: &[&str]) -> std::io::Result<Output> {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .args(args)
        .env("CARGO_MANIFEST_DIR", root.join("xtask"))
        .env("CARGO_TARGET_DIR", root.join("target"))
        .output()
}

#[test]
fn commands_say_by_their_exit_code_what_happened() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("exit-codes");
    if root.exists() {
        std::fs::remove_dir_all(&root)?;
    }
    std::fs::create_dir_all(root.join("spec"))?;
    std::fs::write(
        root.join("spec/sdk.toml"),
        "[[description]]\nname = 'a'\nurl = 'https://a'\ncrate = 'a-client'\n",
    )?;
    let published = root.join("published.yaml");
    let text = "openapi: 3.1.1\ninfo: {title: T, version: '1'}\nservers: [{url: 'https://a'}]\npaths:\n  /things:\n    get: {operationId: get_things, tags: [Things], responses: {'204': {description: D}}}\n";
    std::fs::write(&published, text)?;
    let from = published.to_string_lossy();

    let expect = |args: &[&str], code: i32, said: &str| -> std::io::Result<()> {
        let output = xtask(&root, args)?;
        let shown = format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
        assert_eq!(output.status.code(), Some(code), "{args:?}: {shown}");
        assert!(shown.contains(said), "{args:?}: `{said}` not in {shown}");
        Ok(())
    };
    expect(&["codegen"], 2, "cargo xtask fetch a")?;
    expect(
        &["fetch", "b", "--from", &from],
        2,
        "no description is named `b`",
    )?;
    expect(
        &["fetch", "a", "--from", &from],
        0,
        "1 operations on 1 paths",
    )?;
    expect(
        &["codegen", "--check"],
        1,
        "generated/a-client/Cargo.toml: missing",
    )?;
    expect(&["codegen"], 0, "1 operations")?;
    expect(&["codegen"], 0, "nothing to do")?;
    expect(&["codegen", "--check"], 0, "")?;
    expect(
        &["codegen", "--report"],
        0,
        "untyped JSON is exposed in 0 places",
    )?;
    std::fs::write(
        root.join("spec/a/openapi.yaml"),
        "openapi: 3.1.1\ninfo: {\n",
    )?;
    expect(&["codegen"], 2, "spec/a/openapi.yaml:3:1")?;
    expect(
        &[
            "codegen",
            "--input",
            "nowhere.yaml",
            "--output",
            "x",
            "--name",
            "x",
        ],
        2,
        "cannot read nowhere.yaml",
    )?;
    expect(&["no-such-command"], 2, "no-such-command")?;
    Ok(())
}
