//! The committed sites, generated/docs/*: every link and every entry of the search index leads somewhere, and no page is
//! larger than 300 KB. Skipped aloud while there is none.

#[path = "support/links.rs"]
mod links;

use std::path::Path;

use links::{Files, assert_index, assert_links_but, pages};

fn read(folder: &Path, prefix: &str, files: &mut Files) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            read(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, std::fs::read_to_string(entry.path())?);
        }
    }
    Ok(())
}

#[test]
fn the_committed_sites_are_whole() -> std::io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../generated/docs");
    let (mut all, mut seen) = (Files::new(), 0);
    for entry in std::fs::read_dir(&root).into_iter().flatten() {
        let folder = entry?.path();
        if !folder.join("index.html").exists() {
            continue;
        }
        let mut files = Files::new();
        read(&folder, "", &mut files)?;
        assert!(assert_index(&files) > 260);
        for (path, page) in pages(&files) {
            assert!(page.len() <= 300_000, "{path} has {} bytes", page.len());
        }
        let site = folder.file_name().unwrap_or_default().to_string_lossy();
        all.extend(
            files
                .into_iter()
                .map(|(path, text)| (format!("{site}/{path}"), text)),
        );
        seen += 1;
    }
    // One site may link to another. Rustdoc is made by `cargo doc`, and is not committed.
    assert_links_but(&all, |link| {
        link.starts_with("https://") || link.contains("/target/doc/")
    });
    if seen == 0 {
        eprintln!("SKIPPED: there is no site below generated/docs; run `cargo xtask codegen`");
    }
    Ok(())
}
