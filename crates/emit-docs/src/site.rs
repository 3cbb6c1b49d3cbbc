//! The static site: which pages there are, and what each is filled with.
//! The API and the options go in; path and text of every file come out.

mod home;
mod nav;

use std::cell::OnceCell;
use std::collections::BTreeMap;

use minijinja::{Error, Value};
use sdk_ir::operation::Elsewhere;
use sdk_ir::{Api, features};
use serde::Serialize;

use crate::engine::Engine;
use crate::links::Links;
use crate::operation::{OperationView, title};
use crate::prose::{self, Headings};
use crate::tree::Rendered;
use crate::usage::Usage;
use crate::{Options, escape, model, search, webhooks};

const STYLE: &str = include_str!("../../../templates/docs/site.css");
const SCRIPT: &str = include_str!("../../../templates/docs/site.js");
const ICON: &str = include_str!("../../../templates/docs/icon.svg");
const THEME: &str = include_str!("../../../templates/docs/theme.js");

/// A page larger than this is rendered again with smaller trees.
const LARGEST_PAGE: usize = 260_000;

/// The most rows of one tree, tried in turn until the page is small enough.
const BUDGETS: [usize; 5] = [80, 40, 20, 8, 0];

/// Everything that pages are made from.
pub(crate) struct Site<'a> {
    pub(crate) api: &'a Api,
    pub(crate) options: &'a Options,
    pub(crate) links: Links,
    pub(crate) usage: Usage<'a>,
    pub(crate) engine: Engine,
    pub(crate) rendered: Rendered,
    types_nav: OnceCell<Value>,
}

/// What the frame around every page needs.
#[derive(Serialize)]
struct Frame<'a> {
    title: &'a str,
    /// The way to the site's root: empty or `../`.
    root: &'static str,
    summary: String,
    api: &'a str,
    crate_name: &'a str,
    crate_version: &'a str,
    preamble: String,
    nav: Value,
}

#[derive(Serialize)]
struct Page<'a, V> {
    frame: Frame<'a>,
    view: V,
}

/// Where in the site a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Here<'a> {
    Home,
    Guide(&'a str),
    Group(usize),
    Types,
}

#[derive(Serialize)]
struct GroupView<'a> {
    title: &'a str,
    module: &'a str,
    /// The Cargo feature that the group can be left out by.
    feature: String,
    rustdoc: Option<String>,
    description: Option<Value>,
    operations: Vec<OperationView>,
    types: Vec<(String, String)>,
}

#[derive(Serialize)]
struct TypesView {
    letters: Vec<Letter>,
    count: usize,
}

#[derive(Serialize)]
struct Letter {
    letter: String,
    types: Vec<(String, String, &'static str)>,
}

/// Renders the whole site.
///
/// The types' pages are half of the work and are made beside the others; what comes out does not depend on it.
pub(crate) fn emit(api: &Api, options: &Options) -> Result<BTreeMap<String, String>, Error> {
    let (types, others) = std::thread::scope(|scope| {
        let types = scope.spawn(|| Site::new(api, options)?.types());
        let others = Site::new(api, options).and_then(|site| site.others());
        (types.join(), others)
    });
    let mut files = others?;
    files.extend(types.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?);
    Ok(files)
}

impl<'a> Site<'a> {
    pub(crate) fn new(api: &'a Api, options: &'a Options) -> Result<Self, Error> {
        Ok(Site {
            api,
            options,
            links: Links::new(api),
            usage: Usage::new(api),
            engine: Engine::new()?,
            rendered: Rendered::default(),
            types_nav: OnceCell::new(),
        })
    }

    /// Every file but the types' pages.
    fn others(&self) -> Result<BTreeMap<String, String>, Error> {
        let mut files = BTreeMap::new();
        let preamble = escape::comment(&self.options.preamble);
        let index = search::index(self);
        for (name, text) in [
            ("index.js", index.as_str()),
            ("site.css", STYLE),
            ("site.js", SCRIPT),
            ("theme.js", THEME),
        ] {
            files.insert(
                format!("assets/{name}"),
                format!("/* {preamble} */\n{text}"),
            );
        }
        files.insert("assets/icon.svg".to_owned(), ICON.to_owned());
        files.insert("index.html".to_owned(), self.home()?);
        for (name, title) in self.guide_pages() {
            let page = match &self.api.webhooks {
                Some(webhooks) if name == webhooks::PAGE => within(|budget| {
                    let view = self.webhooks_view(webhooks, budget)?;
                    self.filled_guide_page(name, title, view)
                })?,
                _ => self.filled_guide_page(name, title, self.guide(name))?,
            };
            files.insert(format!("guide/{name}.html"), page);
        }
        for at in 0..self.api.groups.len() {
            let page = within(|budget| self.group(at, budget))?;
            files.insert(self.links.group(at), page);
        }
        Ok(files)
    }

    /// The API's name on the pages.
    pub(crate) fn title(&self) -> &'a str {
        [
            &self.options.title,
            &self.api.title,
            &self.options.crate_name,
        ]
        .into_iter()
        .find(|title| !title.trim().is_empty())
        .map_or("API", String::as_str)
    }

    /// Prose for a page one folder below the root.
    pub(crate) fn blocks(&self, text: Option<&str>) -> Option<Value> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        let html = prose::blocks(text, Headings::Flat, &self.links, "../");
        Some(Value::from_safe_string(html))
    }

    /// The address of something in rustdoc, from a page one folder below the root.
    pub(crate) fn rustdoc(&self, path: &str) -> Option<String> {
        self.rustdoc_from("../", path)
    }

    fn rustdoc_from(&self, root: &str, path: &str) -> Option<String> {
        let base = self.options.rustdoc.as_deref()?.trim_end_matches('/');
        let root = if base.starts_with("https://") {
            ""
        } else {
            root
        };
        Some(format!("{root}{base}/{path}"))
    }

    fn page(
        &self,
        here: Here,
        title: &str,
        summary: &str,
        template: &str,
        view: impl Serialize,
    ) -> Result<String, Error> {
        let root = if here == Here::Home { "" } else { "../" };
        let nav = self.nav_html(here, root)?;
        let frame = Frame {
            title,
            root,
            summary: prose::words(summary, 160),
            api: self.title(),
            crate_name: &self.options.crate_name,
            crate_version: &self.options.crate_version,
            preamble: escape::comment(&self.options.preamble),
            nav,
        };
        self.engine.render(template, Page { frame, view })
    }

    fn group(&self, at: usize, budget: usize) -> Result<String, Error> {
        let group = &self.api.groups[at];
        let operations = group
            .operations
            .iter()
            .enumerate()
            .map(|(index, operation)| self.operation((at, index), operation, budget))
            .collect::<Result<_, _>>()?;
        let own = self
            .api
            .models
            .values()
            .filter(|model| model.groups.len() == 1 && model.groups.contains(&group.module));
        let view = GroupView {
            title: &group.title,
            module: &group.module,
            feature: features::name(&group.module),
            rustdoc: self.rustdoc(&format!("{}/struct.{}.html", group.module, group.handle)),
            description: self.blocks(group.description.as_deref()),
            operations,
            types: own
                .filter_map(|model| Some((self.links.type_page(&model.name)?, model.name.clone())))
                .collect(),
        };
        let summary = group.description.as_deref().unwrap_or(&group.title);
        self.page(Here::Group(at), &group.title, summary, "group.html", view)
    }

    /// The types' pages.
    fn types(&self) -> Result<BTreeMap<String, String>, Error> {
        let mut files = BTreeMap::new();
        let mut all = BTreeMap::new();
        for model in self.api.models.values() {
            let view = self.model(model)?;
            all.insert(model.name.as_str(), view);
        }
        for identifier in self.api.identifiers.values() {
            all.entry(&identifier.name)
                .or_insert_with(|| self.identifier(identifier));
        }
        let mut letters: Vec<Letter> = Vec::new();
        for (name, view) in &all {
            let Some(path) = self.links.type_page(name) else {
                continue;
            };
            let letter = name
                .chars()
                .next()
                .unwrap_or('_')
                .to_uppercase()
                .to_string();
            let entry = (path.clone(), (*name).to_owned(), view.kind);
            match letters.last_mut().filter(|last| last.letter == letter) {
                Some(last) => last.types.push(entry),
                None => letters.push(Letter {
                    letter,
                    types: vec![entry],
                }),
            }
            let summary = format!("{name}, a {} of {}", view.kind, self.title());
            files.insert(
                path,
                self.page(Here::Types, name, &summary, "type.html", view)?,
            );
        }
        let view = TypesView {
            letters,
            count: all.len(),
        };
        let summary = format!("The types of {}", self.title());
        let page = self.page(Here::Types, "Types", &summary, "types.html", view)?;
        files.insert("types/index.html".to_owned(), page);
        Ok(files)
    }

    /// Every secret a client can be given, in order of need.
    pub(crate) fn secrets(&self) -> Vec<&'a str> {
        let mut secrets: Vec<&str> = Vec::new();
        for secret in self
            .api
            .security_schemes
            .values()
            .flat_map(|scheme| &scheme.secrets)
        {
            if !secrets.contains(&secret.as_str()) {
                secrets.push(secret);
            }
        }
        secrets
    }

    /// An operation's link and words, for lists.
    pub(crate) fn mention(&self, at: (usize, usize)) -> Option<Mention> {
        let group = self.api.groups.get(at.0)?;
        let operation = group.operations.get(at.1)?;
        Some(Mention {
            href: self.links.operation(at.0, at.1),
            call: format!("{}.{}", group.module, operation.name),
            title: title(operation),
        })
    }

    /// Where an operation of another description is documented, seen from the root, where that is known.
    pub(crate) fn elsewhere(&self, elsewhere: &Elsewhere) -> Option<String> {
        let key = (elsewhere.description.clone(), elsewhere.operation.clone());
        self.options
            .elsewhere
            .get(&key)
            .map(|href| escape::html(href))
    }

    fn filled_guide_page(
        &self,
        name: &'static str,
        title: &str,
        view: impl Serialize,
    ) -> Result<String, Error> {
        let summary = format!("{title}: {}", self.title());
        self.page(
            Here::Guide(name),
            title,
            &summary,
            &format!("{name}.html"),
            view,
        )
    }

    /// The kind of each type, for the search index.
    pub(crate) fn kinds(&self) -> BTreeMap<&'a str, &'static str> {
        let models = self.api.models.values();
        let mut kinds: BTreeMap<_, _> = models
            .map(|of| (of.name.as_str(), model::kind(&of.kind)))
            .collect();
        for identifier in self.api.identifiers.keys() {
            kinds.entry(identifier).or_insert("identifier");
        }
        kinds
    }
}

/// The page with the largest trees with which it is small enough.
fn within(page: impl Fn(usize) -> Result<String, Error>) -> Result<String, Error> {
    let mut made = String::new();
    for budget in BUDGETS {
        made = page(budget)?;
        if made.len() <= LARGEST_PAGE {
            break;
        }
    }
    Ok(made)
}

/// An operation in a list.
#[derive(Serialize)]
pub(crate) struct Mention {
    pub(crate) href: String,
    pub(crate) call: String,
    pub(crate) title: String,
}
