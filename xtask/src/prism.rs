//! `cargo xtask prism`: holds the generated clients against Prism, which judges each request by the description.
//!
//! The test `wire` of the crate sends every call, with all parameters and with the required ones only, to a Prism that
//! serves the vendored description with its overlays; what Prism refuses is a difference. Prism comes from the npm
//! registry into target/prism, so this needs node and npm. Four things make up for how Prism reads descriptions: the media
//! types asked for are widened, header parameters that OpenAPI says are ignored are left out, and so are answers of
//! media types that Prism cannot write; and Prism is started by `serve.cjs`, not by its own command, which takes
//! `filter[from]` for a parameter of another name.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use sdk_spec::{Options, load};
use serde_json::Value;

use crate::codegen::{self, Corrected};
use crate::failure::Failure;
use crate::workspace::Workspace;

/// The package that is fetched.
const PRISM: &str = "@stoplight/prism-cli@5";
/// How Prism is started.
const SERVE: &str = include_str!("prism/serve.cjs");
/// How long Prism may take to read a description.
const PATIENCE: Duration = Duration::from_secs(120);

/// Hold the generated clients against Prism (needs node and npm).
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Args {
    /// The descriptions to use, by their names in spec/sdk.toml [default: all].
    names: Vec<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> Result<(), Failure> {
    let workspace = Workspace::here();
    let folder = workspace.target().join("prism");
    installed(&folder)?;
    // Beside the packages, where node finds them.
    let script = folder.join("serve.cjs");
    std::fs::write(&script, SERVE).map_err(|error| Failure::io("write", &script, &error))?;
    let sdk = workspace.sdk()?;
    let packages: BTreeMap<&str, &str> = sdk
        .descriptions
        .iter()
        .map(|description| (description.name.as_str(), description.package.as_str()))
        .collect();
    let mut refused = Vec::new();
    for description in codegen::corrected(&workspace, &args.names)? {
        let Some(package) = packages.get(description.name.as_str()) else {
            continue;
        };
        let file = folder.join(format!("{}.json", description.name));
        write(&file, &description)?;
        let server = Server::start(&script, &file)?;
        let told = offer(package, &server.url)?;
        let accepted = told.values().filter(|accepted| **accepted).count();
        println!(
            "{}: Prism accepts {accepted} of {} operations",
            description.name,
            told.len()
        );
        refused.extend(told.into_iter().filter(|(_, accepted)| !accepted));
    }
    if refused.is_empty() {
        return Ok(());
    }
    let names: Vec<String> = refused.into_iter().map(|(name, _)| name).collect();
    Err(Failure::Differs(format!("refused: {}", names.join(", "))))
}

/// Fetches the package into the folder if it is not there yet.
fn installed(folder: &Path) -> Result<(), Failure> {
    if folder.join("node_modules/@stoplight/prism-cli").exists() {
        return Ok(());
    }
    std::fs::create_dir_all(folder).map_err(|error| Failure::io("make", folder, &error))?;
    println!("fetching {PRISM} into {}", folder.display());
    let mut npm = Command::new("npm");
    npm.args([
        "install",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "--prefix",
    ])
    .arg(folder)
    .arg(PRISM);
    let status = npm
        .status()
        .map_err(|error| Failure::Bad(format!("cannot run npm: {error}; install node and npm")))?;
    if status.success() {
        Ok(())
    } else {
        Err(Failure::Bad(format!("`npm install {PRISM}` failed")))
    }
}

/// Writes the description as it is after its overlays.
fn write(file: &Path, description: &Corrected) -> Result<(), Failure> {
    let (source, overlays) = (&description.source, &description.overlays);
    let loaded = load(source, overlays, &Options::default()).map_err(|findings| {
        let sources: Vec<_> = std::iter::once(source).chain(overlays).collect();
        Failure::Description(findings.render(&sources, false))
    })?;
    let mut tree = loaded.tree;
    adapt(&mut tree);
    std::fs::write(file, tree.to_string()).map_err(|error| Failure::io("write", file, &error))
}

/// Leaves out the header parameters that shall be ignored (OpenAPI 3.1.1 §4.8.12.1). Prism asks for them where they are
/// declared, a `Content-Type` on requests without content among them. And what it has to answer with is left out where it
/// is no JSON: Prism fails to make it up, after it has judged the request.
fn adapt(tree: &mut Value) {
    let shared = tree.pointer("/components/parameters").cloned();
    let is_ignored = |parameter: &Value| {
        let name = parameter
            .get("$ref")
            .and_then(Value::as_str)
            .and_then(|reference| reference.strip_prefix("#/components/parameters/"));
        let parameter = name
            .and_then(|name| shared.as_ref()?.get(name))
            .unwrap_or(parameter);
        let text = |key: &str| {
            parameter
                .get(key)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        text("in") == "header"
            && ["accept", "content-type", "authorization"]
                .iter()
                .any(|known| text("name").eq_ignore_ascii_case(known))
    };
    let Some(paths) = tree.get_mut("paths").and_then(Value::as_object_mut) else {
        return;
    };
    for item in paths.values_mut().filter_map(Value::as_object_mut) {
        for operation in item.values_mut() {
            if let Some(list) = operation
                .get_mut("parameters")
                .and_then(Value::as_array_mut)
            {
                list.retain(|parameter| !is_ignored(parameter));
            }
            let responses = operation
                .get_mut("responses")
                .and_then(Value::as_object_mut);
            for response in responses.into_iter().flat_map(|all| all.values_mut()) {
                if let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) {
                    content.retain(|media_type, _| media_type.contains("json"));
                }
            }
        }
    }
}

/// A Prism that serves one description; it ends when this is dropped.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(script: &Path, file: &Path) -> Result<Self, Failure> {
        let bad = |error: std::io::Error| Failure::Bad(format!("cannot start Prism: {error}"));
        // The port is free again when the listener is dropped.
        let address = TcpListener::bind(("127.0.0.1", 0))
            .and_then(|listener| listener.local_addr())
            .map_err(bad)?;
        let child = Command::new("node")
            .args([script, file])
            .arg(address.port().to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(bad)?;
        let mut server = Self {
            child,
            url: format!("http://{address}"),
        };
        server.wait(address)?;
        Ok(server)
    }

    fn wait(&mut self, address: SocketAddr) -> Result<(), Failure> {
        let started = Instant::now();
        while started.elapsed() < PATIENCE {
            if TcpStream::connect(address).is_ok() {
                return Ok(());
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(Failure::Bad(format!(
                    "Prism ended with {status} before it served anything"
                )));
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Err(Failure::Bad(format!(
            "Prism serves nothing after {PATIENCE:?}"
        )))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

/// Sends every call of a crate there, and says of each operation whether all of its calls were accepted.
fn offer(package: &str, url: &str) -> Result<BTreeMap<String, bool>, Failure> {
    let bad = |error: std::io::Error| Failure::Bad(format!("cannot run the tests: {error}"));
    let prefix = package
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_uppercase();
    let mut tests = crate::release::cargo()
        .args(["test", "--quiet", "--package", package, "--test", "wire"])
        .env(format!("{prefix}_BASE_URL"), url)
        .env(format!("{prefix}_ACCEPT"), "*/*")
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(bad)?;
    let mut told = BTreeMap::new();
    for line in tests
        .stderr
        .take()
        .into_iter()
        .flat_map(|stderr| BufReader::new(stderr).lines())
    {
        let line = line.map_err(bad)?;
        let Some(call) = line.strip_prefix("wire: ") else {
            continue;
        };
        let accepted = call.contains("): accepted with ");
        if !accepted {
            println!("{call}");
        }
        let operation = call.split(" (").next().unwrap_or(call);
        *told.entry(operation.to_owned()).or_insert(true) &= accepted;
    }
    tests.wait().map_err(bad)?;
    if told.is_empty() {
        return Err(Failure::Bad(format!(
            "`cargo test -p {package} --test wire` made no call; does it build?"
        )));
    }
    Ok(told)
}
