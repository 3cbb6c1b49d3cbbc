//! The rival: openapi-to-rust, at the version the goals are set against, installed once below the work folder.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::failure::Failure;
use crate::release;

const NAME: &str = "openapi-to-rust";
const VERSION: &str = "0.23.0";

/// Its program.
#[derive(Debug)]
pub(super) struct Rival {
    program: PathBuf,
}

impl Rival {
    /// The program at this path, or else the one below `work`, installed where it is not there yet.
    pub(super) fn find(given: Option<&Path>, work: &Path) -> Result<Self, Failure> {
        let tools = work.join("tools");
        let program = match given {
            Some(program) => program.to_path_buf(),
            None => {
                let program = tools.join(format!("bin/{NAME}{}", std::env::consts::EXE_SUFFIX));
                if !program.is_file() {
                    install(&tools)?;
                }
                program
            }
        };
        let said = Command::new(&program)
            .arg("--version")
            .output()
            .map_err(|error| Failure::io("start", &program, &error))?;
        let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        if said == format!("{NAME} {VERSION}") {
            return Ok(Self { program });
        }
        Err(Failure::Bad(format!(
            "expected {NAME} {VERSION} at {}, found `{said}`",
            program.display()
        )))
    }

    /// Its call for a description.
    pub(super) fn generate(&self, description: &Path, folder: &Path) -> Command {
        let mut command = Command::new(&self.program);
        command
            .arg("generate")
            .arg(description)
            .arg("--output-dir")
            .arg(folder)
            .args(["--module-name", "client"]);
        command
    }
}

fn install(tools: &Path) -> Result<(), Failure> {
    eprintln!("installing {NAME} {VERSION} from the crates registry; this takes minutes");
    let status = release::cargo()
        .args(["install", "--quiet", "--locked", NAME, "--version", VERSION])
        .arg("--root")
        .arg(tools)
        .status()
        .map_err(|error| Failure::Bad(format!("cannot start cargo: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure::Bad(format!(
        "{NAME} {VERSION} was not installed; what stopped it stands above. Build it elsewhere and give it with --rival"
    )))
}

/// Makes a crate, a workspace of its own, of what it wrote into `out`: it writes modules and a list of dependencies.
pub(super) fn assemble(out: &Path, package: &Path) -> Result<(), Failure> {
    let read = |name: &str| {
        let path = out.join(name);
        std::fs::read_to_string(&path).map_err(|error| Failure::io("read", &path, &error))
    };
    let write = |name: &str, text: &str| {
        let path = package.join(name);
        std::fs::write(&path, text).map_err(|error| Failure::io("write", &path, &error))
    };
    let sources = package.join("src");
    std::fs::create_dir_all(&sources).map_err(|error| Failure::io("make", &sources, &error))?;
    let head = "[package]\nname = \"bench-rival\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n";
    write(
        "Cargo.toml",
        &format!("{head}{}", read("REQUIRED_DEPS.toml")?),
    )?;
    write("src/lib.rs", &read("mod.rs")?)?;
    write("src/client.rs", &read("client.rs")?)?;
    write("src/types.rs", &read("types.rs")?)
}

/// The operations in what it wrote: its documentation names the method and the path of each.
pub(super) fn operations(client: &str) -> usize {
    let named = |line: &str| {
        let call = line.trim().strip_prefix("/// `")?.strip_suffix('`')?;
        let (method, path) = call.split_once(' ')?;
        let is_method = method.bytes().all(|letter| letter.is_ascii_uppercase());
        (is_method && path.starts_with('/')).then(|| call.to_owned())
    };
    let found: std::collections::BTreeSet<String> = client.lines().filter_map(named).collect();
    found.len()
}
