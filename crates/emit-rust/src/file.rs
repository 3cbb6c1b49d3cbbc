//! From items to a formatted file: imports, blank lines, first line; every file a job of its own.
//!
//! Items are formatted one by one as syntax trees, never printed and parsed again as a whole, and jobs
//! run on as many threads as the machine has. The results are collected in the order of the paths.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro2::{TokenStream, TokenTree};
use sdk_ir::Api;

use crate::model::Homes;
use crate::{Error, Files};

/// What a file holds before it is formatted.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// The module's documentation.
    pub(crate) docs: Vec<String>,
    /// Modules, re-exports and attributes at the top, each on a line of its own, as text.
    pub(crate) head: Vec<String>,
    /// The items, in order.
    pub(crate) items: Vec<Item>,
    /// Constants whose values are chains of calls, which are laid out here: by the name that stands for each.
    pub(crate) chains: BTreeMap<String, Vec<String>>,
    /// The types the file defines itself, which need no import whatever else goes by their names.
    pub(crate) defines: Vec<String>,
    /// The path of the module that the file is: `crate::clients::models`.
    pub(crate) module: String,
}

/// One item of a file.
#[derive(Debug)]
pub(crate) enum Item {
    /// To be formatted.
    Tokens(TokenStream),
    /// A call of a macro whose body is not Rust, laid out already.
    Text(String),
}

/// The widest line, as `rustfmt.toml` in the emitted crate says and prettyplease assumes.
pub(crate) const WIDTH: usize = 89;

/// A file to be made.
pub(crate) struct Job<'a> {
    path: String,
    make: Box<dyn Fn() -> Source + Send + Sync + 'a>,
}

impl<'a> Job<'a> {
    pub(crate) fn new(
        path: impl Into<String>,
        make: impl Fn() -> Source + Send + Sync + 'a,
    ) -> Self {
        Job {
            path: path.into(),
            make: Box::new(make),
        }
    }
}

/// Where the names that items use come from.
#[derive(Debug)]
pub(crate) struct Names {
    modules: HashMap<String, String>,
}

/// What the runtime gives generated code by name.
const RUNTIME: &[&str] = &[
    "Api",
    "Bytes",
    "Call",
    "Core",
    "CoreBuilder",
    "Date",
    "DateTime",
    "Envelope",
    "File",
    "ListStyle",
    "Nullable",
    "ObjectStyle",
    "Operation",
    "Paging",
    "Part",
    "Result",
    "Secret",
    "Security",
    "SecurityScheme",
    "Time",
    "Value",
];

impl Names {
    pub(crate) fn new(api: &Api, homes: &Homes) -> Self {
        let mut modules = HashMap::new();
        for name in ["Deserialize", "Serialize"] {
            modules.insert(name.to_owned(), "serde".to_owned());
        }
        modules.insert("client".to_owned(), "crate::client".to_owned());
        modules.insert("BTreeMap".to_owned(), "std::collections".to_owned());
        for name in api.identifiers.keys() {
            modules.insert(name.clone(), "crate::ids".to_owned());
        }
        for (name, home) in homes.iter() {
            modules.insert(name.to_owned(), home.to_owned());
        }
        Names { modules }
    }

    /// The module a name comes from. The client names no model, whatever else models are called.
    fn home(&self, name: &str, module: &str) -> Option<&str> {
        let runtime = RUNTIME.contains(&name).then_some("sdk_runtime");
        let known = self.modules.get(name).map(String::as_str);
        if module == "crate::client" {
            runtime
        } else {
            known.or(runtime)
        }
    }

    /// The imports of a file that uses these names.
    fn imports(&self, used: &BTreeSet<String>, module: &str) -> Vec<String> {
        let mut by_module: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for name in used {
            if let Some(home) = self.home(name, module)
                && home != module
            {
                by_module.entry(home).or_default().push(name);
            }
        }
        let line = |(module, names): (&&str, &Vec<&str>)| match names.as_slice() {
            ["client"] => vec![format!("use {module};")],
            [only] => vec![format!("use {module}::{only};")],
            several => wrap_use(module, several),
        };
        let (own, other): (Vec<_>, Vec<_>) = by_module
            .iter()
            .partition(|(module, _)| module.starts_with("crate"));
        let mut lines: Vec<String> = other.into_iter().flat_map(line).collect();
        let own: Vec<String> = own.into_iter().flat_map(line).collect();
        if !lines.is_empty() && !own.is_empty() {
            lines.push(String::new());
        }
        lines.extend(own);
        lines
    }
}

/// A `use` of several names as rustfmt writes it: on one line where it fits, else filled.
pub(crate) fn wrap_use(module: &str, names: &[&str]) -> Vec<String> {
    let single = format!("use {module}::{{{}}};", names.join(", "));
    if single.len() <= WIDTH {
        return vec![single];
    }
    let mut lines = vec![format!("use {module}::{{")];
    let mut current = String::from("   ");
    for name in names {
        if current.len() + name.len() + 2 > WIDTH {
            lines.push(std::mem::replace(&mut current, String::from("   ")));
        }
        current.push(' ');
        current.push_str(name);
        current.push(',');
    }
    lines.push(current);
    lines.push("};".to_owned());
    lines
}

/// Runs all jobs on the machine's threads.
pub(crate) fn run(jobs: Vec<Job<'_>>, names: &Names, first: &str) -> Result<Files, Error> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(jobs.len().max(1));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let text = render(&(job.make)(), names, first).map_err(|message| Error {
                        path: job.path.clone(),
                        message,
                    });
                    if let Ok(mut done) = done.lock() {
                        done.push((job.path.clone(), text));
                    }
                }
            });
        }
    });
    let mut done = done
        .into_inner()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    done.sort_by(|(left, _), (right, _)| left.cmp(right));
    done.into_iter()
        .map(|(path, text)| Ok((path, text?.into_bytes())))
        .collect()
}

/// The text of a file.
fn render(source: &Source, names: &Names, first: &str) -> Result<String, String> {
    let mut out = format!("{first}\n");
    if !source.docs.is_empty() {
        out.push('\n');
    }
    for line in &source.docs {
        out.push_str(if line.is_empty() { "//!" } else { "//! " });
        out.push_str(line);
        out.push('\n');
    }
    let mut used = BTreeSet::new();
    for item in &source.items {
        if let Item::Tokens(tokens) = item {
            collect(tokens.clone(), &mut used);
        }
    }
    // A field of that name is no use of the module.
    used.remove("client");
    if source
        .chains
        .values()
        .flatten()
        .any(|call| call.contains("client::"))
    {
        used.insert("client".to_owned());
    }
    for name in &source.defines {
        used.remove(name);
    }
    let imports = names.imports(&used, &source.module);
    for block in [&source.head, &imports] {
        if !block.is_empty() {
            out.push('\n');
            out.push_str(&block.join("\n"));
            out.push('\n');
        }
    }
    for item in &source.items {
        out.push('\n');
        match item {
            Item::Tokens(tokens) => {
                let file: syn::File =
                    syn::parse2(tokens.clone()).map_err(|error| format!("{error} in {tokens}"))?;
                space(&prettyplease::unparse(&file), &source.chains, &mut out);
            }
            Item::Text(text) => out.push_str(text),
        }
    }
    Ok(out)
}

/// Adds the blank lines a person would leave: between members of an `impl`, between items.
fn space(text: &str, chains: &BTreeMap<String, Vec<String>>, out: &mut String) {
    let mut previous = "";
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let ended = matches!(previous, "}" | "    }")
            || previous.ends_with(';') && !previous.starts_with("    ");
        let goes_on = line.trim_start().starts_with('}') || line.is_empty();
        if ended && !goes_on && indent(previous) == indent(line) {
            out.push('\n');
        }
        match chains.get(
            line.rsplit(' ')
                .next()
                .unwrap_or_default()
                .trim_end_matches(';'),
        ) {
            Some(chain) => lay_out(line, chain, out),
            None if line.trim_start() == "self.0" => join_call(line, &mut lines, out),
            None => {
                out.push_str(line);
                out.push('\n');
            }
        }
        previous = line;
    }
}

/// A call on `self.0` with the receiver on the call's own line, as rustfmt writes it.
fn join_call<'t>(receiver: &str, lines: &mut impl Iterator<Item = &'t str>, out: &mut String) {
    let Some(call) = lines.next() else { return };
    if !call.ends_with('(') {
        out.push_str(&format!("{receiver}\n{call}\n"));
        return;
    }
    out.push_str(&format!("{receiver}{}\n", call.trim_start()));
    for line in lines {
        out.push_str(line.strip_prefix("    ").unwrap_or(line));
        out.push('\n');
        if line.trim_start().starts_with(')') && indent(line) == indent(receiver) + 4 {
            break;
        }
    }
}

/// A constant whose value is a chain of calls, as rustfmt lays it out.
fn lay_out(line: &str, chain: &[String], out: &mut String) {
    let head = line.rsplit_once(' ').map_or(line, |(head, _)| head);
    let (indent, whole) = (indent(line), chain.concat());
    let inner = " ".repeat(indent + 4);
    if head.len() + whole.len() + 2 <= WIDTH {
        out.push_str(&format!("{head} {whole};\n"));
    } else if inner.len() + whole.len() < WIDTH {
        out.push_str(&format!("{head}\n{inner}{whole};\n"));
    } else if let [first, rest @ ..] = chain {
        let tail = if rest.is_empty() { ";" } else { "" };
        if head.len() + 1 + first.len() + tail.len() <= WIDTH {
            out.push_str(&format!("{head} {first}{tail}\n"));
            for (index, call) in rest.iter().enumerate() {
                let end = if index + 1 == rest.len() { ";" } else { "" };
                out.push_str(&format!("{inner}{call}{end}\n"));
            }
            return;
        }
        if inner.len() + first.len() + tail.len() <= WIDTH {
            out.push_str(&format!("{head}\n{inner}{first}{tail}\n"));
            for (index, call) in rest.iter().enumerate() {
                let end = if index + 1 == rest.len() { ";" } else { "" };
                out.push_str(&format!("{inner}    {call}{end}\n"));
            }
            return;
        }
        // Arguments one to a line; their texts hold no comma that is not inside quotes.
        let (name, arguments) = first.split_once('(').unwrap_or((first, ")"));
        let outer = " ".repeat(indent);
        out.push_str(&format!("{head} {name}(\n"));
        for argument in arguments.trim_end_matches(')').split(", \"") {
            let quote = if argument.starts_with('"') { "" } else { "\"" };
            out.push_str(&format!("{inner}{quote}{argument},\n"));
        }
        out.push_str(&format!("{outer}){tail}\n"));
        for (index, call) in rest.iter().enumerate() {
            let end = if index + 1 == rest.len() { ";" } else { "" };
            out.push_str(&format!("{outer}{call}{end}\n"));
        }
    }
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The identifiers in a token stream.
fn collect(tokens: TokenStream, used: &mut BTreeSet<String>) {
    let mut after_path = 0;
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => {
                // `a::B` names B by its path, so it needs no import.
                if after_path < 2 {
                    used.insert(ident.to_string());
                }
                after_path = 0;
            }
            TokenTree::Group(group) => {
                collect(group.stream(), used);
                after_path = 0;
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => after_path += 1,
            TokenTree::Punct(_) | TokenTree::Literal(_) => after_path = 0,
        }
    }
}
