//! The generator built for speed: what is measured is a release. It is copied, so that a build that goes on meanwhile
//! does not change what is measured.

use std::path::PathBuf;
use std::process::Command;

use crate::failure::Failure;
use crate::workspace::Workspace;

/// Cargo itself: the one that started this command, where one did.
pub(crate) fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// What the runtime's benchmarks of these names print, given these arguments.
pub(crate) fn benchmarks(
    workspace: &Workspace,
    names: &[&str],
    arguments: &[&str],
) -> Result<String, Failure> {
    let mut command = cargo();
    command
        .args(["bench", "--quiet", "--package", "sdk-runtime"])
        .arg("--manifest-path")
        .arg(workspace.path("Cargo.toml"));
    for name in names {
        command.args(["--bench", name]);
    }
    let output = command
        .arg("--")
        .args(arguments)
        .stderr(std::process::Stdio::inherit())
        .output()
        .map_err(|error| Failure::Bad(format!("cannot start cargo: {error}")))?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The generator, in this folder of `target`.
pub(crate) fn generator(workspace: &Workspace, folder: &str) -> Result<PathBuf, Failure> {
    let status = cargo()
        .args(["build", "--quiet", "--release", "--package", "xtask"])
        .arg("--manifest-path")
        .arg(workspace.path("Cargo.toml"))
        .status()
        .map_err(|error| Failure::Bad(format!("cannot start cargo: {error}")))?;
    if !status.success() {
        return Err(Failure::Bad(
            "the generator was not built; what stopped it stands above".to_owned(),
        ));
    }
    let name = format!("xtask{}", std::env::consts::EXE_SUFFIX);
    let built = workspace.target().join("release").join(&name);
    let copy = workspace.target().join(folder).join(name);
    if let Some(folder) = copy.parent() {
        std::fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    }
    // Another run may be using it: a running program is not written over, but may be replaced.
    let fresh = copy.with_extension(std::process::id().to_string());
    std::fs::copy(&built, &fresh)
        .and_then(|_| std::fs::rename(&fresh, &copy))
        .map_err(|error| Failure::io("copy", &built, &error))?;
    Ok(copy)
}
