//! The documentation of a generated client: a static site, or Markdown for reading in a repository.
//!
//! In comes the intermediate representation ([`sdk_ir::Api`]) with [`Options`]; out comes a map of
//! relative path to bytes. Nothing is read or written. The way there:
//!
//! 1. *links*: every page and anchor gets its address; *usage*: who refers to which type;
//! 2. *example*, *call*, *curl*: what a call looks like, from types and names alone;
//! 3. *operation*, *model*, *tree*, *guide*, *webhooks*: views, plain data in which nothing is left to decide;
//! 4. *site* and *markdown* fill the templates under `templates/docs` with the views.
//!
//! A description is not trusted: every value is escaped by the template engine for the place it is
//! put in, and prose goes through `prose`, which lets no HTML and only harmless links through.

mod call;
mod curl;
mod engine;
mod escape;
mod example;
mod guide;
mod highlight;
mod links;
mod markdown;
mod model;
mod operation;
mod prose;
mod search;
mod site;
mod style;
mod tree;
mod type_name;
mod usage;
mod webhooks;

use std::collections::BTreeMap;
use std::fmt;

use sdk_ir::Api;

/// What the documentation says that the intermediate representation does not know.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What comes out.
    pub form: Form,
    /// The generated package's name: `altegio-b2b-v1`.
    pub crate_name: String,
    /// The generated package's version.
    pub crate_version: String,
    /// The name of the API on the pages; the description's title, or else the package's name, when empty.
    pub title: String,
    /// One line that opens each file: by which command it was generated, from which description.
    pub preamble: String,
    /// Where the crate's rustdoc is: an `https` URL, or a folder relative to the site's root; without
    /// it no page links to rustdoc.
    pub rustdoc: Option<String>,
    /// The change log, in CommonMark.
    pub changes: Option<String>,
    /// Where operations of other descriptions are documented, seen from the root, by the description's name and the
    /// operation's id (see [`entry`]).
    pub elsewhere: BTreeMap<(String, String), String>,
}

/// The form of the documentation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// A static site: HTML pages, a style sheet, a search index.
    #[default]
    Site,
    /// Markdown: a file for each group, and an `llms.txt` index.
    Markdown,
}

/// A template that could not be filled: a fault of this crate, never of a description.
#[derive(Debug)]
pub struct Error(minijinja::Error);

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "a documentation template cannot be filled: {:#}; please report this",
            self.0
        )
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.0)
    }
}

impl From<minijinja::Error> for Error {
    fn from(error: minijinja::Error) -> Self {
        Error(error)
    }
}

/// Where the operation of this id is documented, seen from the root of the documentation of its API.
#[must_use]
pub fn entry(api: &Api, form: Form, id: &str) -> Option<String> {
    let links = links::Links::new(api);
    let (group, operation) = links.with_id(id)?;
    Some(match form {
        Form::Site => links.operation(group, operation),
        Form::Markdown => format!(
            "groups/{}.md#{}",
            links.group_slug(group),
            links.anchor(group, operation)
        ),
    })
}

/// Renders the documentation of `api`: relative path (with `/`) to content.
pub fn emit(api: &Api, options: &Options) -> Result<BTreeMap<String, Vec<u8>>, Error> {
    let files = match options.form {
        Form::Site => site::emit(api, options)?,
        Form::Markdown => markdown::emit(api, options)?,
    };
    Ok(files
        .into_iter()
        .map(|(path, text)| (path, text.into_bytes()))
        .collect())
}
