//! The calls that pages show: what a reader copies must be what the client and the server take.
//! Texts are compared as copied: without the markup of their colours.

#![allow(
    clippy::expect_used,
    clippy::panic,
    reason = "a test that cannot go on has failed"
)]

mod support;

use sdk_emit_docs::{Form, emit};
use support::{garden, options};

/// The code blocks of one operation's entry, as copied.
fn samples(api: &sdk_ir::Api, page: &str, operation: &str) -> Vec<String> {
    let files = emit(api, &options(Form::Site)).expect("the templates are sound");
    let page = String::from_utf8_lossy(&files[page]).into_owned();
    let entry = page
        .split(&format!("id=\"{operation}\""))
        .nth(1)
        .expect("the operation has an entry");
    let entry = entry.split("</article>").next().unwrap_or_default();
    let blocks = entry.split("<pre><code>").skip(1);
    blocks
        .map(|block| text(block.split("</code></pre>").next().unwrap_or_default()))
        .collect()
}

fn text(html: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for character in html.chars() {
        match character {
            '<' => inside = true,
            '>' => inside = false,
            _ if !inside => out.push(character),
            _ => {}
        }
    }
    out.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

#[test]
fn a_list_with_optional_parameters() {
    let samples = samples(&garden(), "operations/plants.html", "list_plants");
    insta::assert_snapshot!(samples[0], @r#"
    let plants = client
        .plants()
        .list_plants()
        .page(1)
        .ids([id])
        .await?;
    "#);
    insta::assert_snapshot!(samples[1], @r#"
    curl \
      'https://garden.example/api/plants?page=1&ids%5B%5D=1631' \
      -H 'Accept: application/json' \
      -H "Authorization: Bearer $PARTNER_TOKEN, User $USER_TOKEN"
    "#);
}

#[test]
fn a_body_with_a_null_that_is_always_sent() {
    let samples = samples(&garden(), "operations/plants.html", "water_plant");
    insta::assert_snapshot!(samples[0], @r#"
    let plant = client
        .plants()
        .water_plant(plant_id, 40.5)
        .since(since)
        .note("A short note")
        .await?;
    "#);
    insta::assert_snapshot!(samples[1]);
    insta::assert_snapshot!(samples[2]);
}

#[test]
fn a_file_and_a_download() {
    let upload = samples(&garden(), "operations/beds.html", "upload_photo");
    insta::assert_snapshot!(upload.join("\n\n"));
    let download = samples(&garden(), "operations/beds.html", "map");
    insta::assert_snapshot!(download.join("\n\n"));
}

#[test]
fn nothing_needed_nothing_sent() {
    let samples = samples(&garden(), "operations/plants.html", "old_list");
    assert!(!samples[1].contains("Authorization"), "{}", samples[1]);
}

/// What a description says must reach a shell as one literal word: the shell itself is asked.
#[test]
#[cfg(unix)]
fn a_shell_runs_nothing_of_a_hostile_description() {
    let api = support::hostile();
    for (page, operation) in [
        ("plants", "list_plants"),
        ("plants", "water_plant"),
        ("beds", "upload_photo"),
    ] {
        let command = &samples(&api, &format!("operations/{page}.html"), operation)[1];
        let script = format!(
            "curl() {{ printf '%s\\n' \"$#\"; }}\nid() {{ echo EXECUTED >&2; }}\nalert() {{ id; }}\n{command}\n"
        );
        let ran = std::process::Command::new("sh")
            .args(["-c", &script])
            .env("PARTNER_TOKEN", "secret; id")
            .output()
            .expect("a shell");
        let errors = String::from_utf8_lossy(&ran.stderr);
        assert!(
            ran.status.success() && errors.is_empty(),
            "{command}\n{errors}"
        );
        assert!(!String::from_utf8_lossy(&ran.stdout).contains("EXECUTED"));
    }
}
