//! From items to a formatted file: imports, blank lines, first line; every file a job of its own.
//!
//! What is the same for thousands of operations and models comes as text in its final layout (`layout`), and its names
//! are read off it (`mentions`); few items are syntax trees, each formatted by itself. Jobs run on as many threads as the
//! machine has. The results are collected in the order of the paths.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::imports::Names;
use crate::{Error, Files, mentions};

/// What a file holds before it is formatted.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// The module's documentation.
    pub(crate) docs: Vec<String>,
    /// Modules, re-exports and attributes at the top, each on a line of its own, as text.
    pub(crate) head: Vec<String>,
    /// The items, in order.
    pub(crate) items: Vec<Item>,
    /// Names that items given as text mention.
    pub(crate) mentions: Vec<String>,
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
    /// Laid out already; the names in it are imported.
    Code(String),
    /// Laid out already, with names of its own.
    Text(String),
    /// An attribute of the next item, laid out already.
    Attribute(String),
}

/// The widest line, as `rustfmt.toml` in the emitted crate says.
pub(crate) const WIDTH: usize = 100;

/// The stack of a thread that formats: a type may be nested as deep as the shapes allow, and the formatter recurses.
const STACK: usize = 32 << 20;

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

/// Runs all jobs on the machine's threads.
pub(crate) fn run(jobs: Vec<Job<'_>>, names: &Names, first: &str) -> Result<Files, Error> {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::with_capacity(jobs.len()));
    let threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(jobs.len().max(1));
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let text = render(&(job.make)(), names, first).map_err(|message| Error {
                path: job.path.clone(),
                message,
            });
            if let Ok(mut done) = done.lock() {
                done.push((job.path.clone(), text));
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..threads {
            let thread = std::thread::Builder::new().stack_size(STACK);
            if thread.spawn_scoped(scope, work).is_err() {
                // No thread to be had: what the others leave is done here.
                work();
            }
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
        match item {
            Item::Tokens(tokens) => collect(tokens.clone(), &mut used),
            Item::Code(text) => mentions::collect(text, &mut used),
            Item::Text(_) | Item::Attribute(_) => {}
        }
    }
    used.extend(source.mentions.iter().cloned());
    for name in &source.defines {
        used.remove(name);
    }
    let imports = names.lines(&used, &source.module);
    for block in [&source.head, &imports] {
        if !block.is_empty() {
            out.push('\n');
            out.push_str(&block.join("\n"));
            out.push('\n');
        }
    }
    let mut attached = false;
    for item in &source.items {
        if !attached {
            out.push('\n');
        }
        attached = matches!(item, Item::Attribute(_));
        match item {
            Item::Tokens(tokens) => {
                let file: syn::File =
                    syn::parse2(tokens.clone()).map_err(|error| format!("{error} in {tokens}"))?;
                out.push_str(&prettyplease::unparse(&file));
            }
            Item::Code(text) | Item::Text(text) => out.push_str(text),
            Item::Attribute(text) => {
                out.push_str(text);
                out.push('\n');
            }
        }
    }
    Ok(out)
}

/// The identifiers in a token stream that may name something from elsewhere: not the one after a path's `::`, no
/// variant where it is defined, and not `Item` of `IntoIterator<Item = T>`.
fn collect(tokens: TokenStream, used: &mut BTreeSet<String>) {
    let (mut after_path, mut opens, mut in_enum) = (0, false, false);
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => {
                let next = match tokens.peek() {
                    Some(TokenTree::Punct(punct)) => punct.as_char(),
                    _ => ' ',
                };
                // `a::B` names B by its path, so it needs no import.
                if after_path < 2 && !(opens && next == '=') {
                    used.insert(ident.to_string());
                }
                in_enum |= ident == "enum";
                (after_path, opens) = (0, false);
            }
            TokenTree::Group(group) => {
                if in_enum && group.delimiter() == Delimiter::Brace {
                    collect_variants(group.stream(), used);
                    in_enum = false;
                } else {
                    collect(group.stream(), used);
                }
                (after_path, opens) = (0, false);
            }
            TokenTree::Punct(punct) if punct.as_char() == ':' => after_path += 1,
            TokenTree::Punct(punct) => (after_path, opens) = (0, punct.as_char() == '<'),
            TokenTree::Literal(_) => (after_path, opens) = (0, false),
        }
    }
}

/// The identifiers in an enum's body without the variants' own names.
fn collect_variants(body: TokenStream, used: &mut BTreeSet<String>) {
    for token in body {
        if let TokenTree::Group(group) = token {
            collect(group.stream(), used);
        }
    }
}
