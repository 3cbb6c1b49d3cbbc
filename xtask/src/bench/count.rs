//! What no load changes: lines, and the instructions of a run under valgrind.

use std::path::Path;
use std::process::{Command, Stdio};

use super::document::VENDORED;
use crate::failure::Failure;
use crate::files;
use crate::workspace::Workspace;

/// The lines of all Rust files in a folder and its subfolders.
pub(super) fn lines(folder: &Path) -> Result<u64, Failure> {
    let mut lines = 0;
    for name in files::below(folder)? {
        if name.ends_with(".rs") {
            let path = folder.join(name);
            let text = std::fs::read_to_string(&path)
                .map_err(|error| Failure::io("read", &path, &error))?;
            lines += text.lines().count() as u64;
        }
    }
    Ok(lines)
}

/// The instructions of generating the vendored description with this very program; none where valgrind is not there.
pub(super) fn instructions(workspace: &Workspace) -> Result<Option<u64>, Failure> {
    let program = std::env::current_exe()
        .map_err(|error| Failure::Bad(format!("cannot tell where this program is: {error}")))?;
    let work = workspace.target().join("bench");
    std::fs::create_dir_all(&work).map_err(|error| Failure::io("make", &work, &error))?;
    let folder = work.join("counted");
    super::generate::clear(&folder)?;
    let mut command = Command::new(program);
    command
        .args(["codegen", "--docs", "none", "--name", "counted", "--input"])
        .arg(workspace.spec(VENDORED).join("openapi.yaml"))
        .arg("--output")
        .arg(&folder);
    of_run(&command, &work)
}

/// The instructions of a run, which keeps its notes in the folder `work`; none where valgrind is not there. Cachegrind
/// without its caches counts what callgrind counts, in a third of the time.
pub(super) fn of_run(command: &Command, work: &Path) -> Result<Option<u64>, Failure> {
    let counted = work.join("cachegrind.out");
    let output = Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no"])
        .arg(format!("--cachegrind-out-file={}", counted.display()))
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::null())
        .output();
    let output = match output {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Failure::Bad(format!("cannot start valgrind: {error}"))),
        Ok(output) => output,
    };
    let text = std::fs::read_to_string(&counted).unwrap_or_default();
    match total(&text) {
        Some(total) if output.status.success() => Ok(Some(total)),
        _ => Err(Failure::Bad(format!(
            "valgrind counted no instructions:\n{}",
            String::from_utf8_lossy(&output.stderr).trim_end()
        ))),
    }
}

/// The instructions that a file of cachegrind's or callgrind's sums up.
pub(super) fn total(text: &str) -> Option<u64> {
    let field = |name: &str| text.lines().find_map(|line| line.strip_prefix(name));
    // The columns of a sum are those of the events; what stands at the end is left out where it is 0.
    let column = field("events:")?
        .split_whitespace()
        .position(|event| event == "Ir")?;
    field("summary:")
        .or_else(|| field("totals:"))?
        .split_whitespace()
        .nth(column)?
        .parse()
        .ok()
}
