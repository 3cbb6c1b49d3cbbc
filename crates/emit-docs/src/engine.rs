//! The template engine: the templates of `templates/docs`, embedded, with escaping on for every one of them.
//! A template's name and a view go in; text comes out.

use std::borrow::Cow;

use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value};
use serde::Serialize;

use crate::escape;
use crate::highlight::{Language, highlight};

/// Every template, by the name that others include it by.
const TEMPLATES: &[(&str, &str)] = &[
    (
        "changes.html",
        include_str!("../../../templates/docs/changes.html"),
    ),
    (
        "credentials.html",
        include_str!("../../../templates/docs/credentials.html"),
    ),
    (
        "decoding.html",
        include_str!("../../../templates/docs/decoding.html"),
    ),
    (
        "errors.html",
        include_str!("../../../templates/docs/errors.html"),
    ),
    (
        "group.html",
        include_str!("../../../templates/docs/group.html"),
    ),
    (
        "home.html",
        include_str!("../../../templates/docs/home.html"),
    ),
    (
        "layout.html",
        include_str!("../../../templates/docs/layout.html"),
    ),
    (
        "limits.html",
        include_str!("../../../templates/docs/limits.html"),
    ),
    ("nav.html", include_str!("../../../templates/docs/nav.html")),
    (
        "operation.html",
        include_str!("../../../templates/docs/operation.html"),
    ),
    (
        "pages.html",
        include_str!("../../../templates/docs/pages.html"),
    ),
    (
        "rows.html",
        include_str!("../../../templates/docs/rows.html"),
    ),
    (
        "type.html",
        include_str!("../../../templates/docs/type.html"),
    ),
    (
        "types.html",
        include_str!("../../../templates/docs/types.html"),
    ),
    (
        "union.html",
        include_str!("../../../templates/docs/union.html"),
    ),
    (
        "values.html",
        include_str!("../../../templates/docs/values.html"),
    ),
    (
        "webhooks.html",
        include_str!("../../../templates/docs/webhooks.html"),
    ),
    (
        "group.md",
        include_str!("../../../templates/docs/md/group.md"),
    ),
    (
        "guide.md",
        include_str!("../../../templates/docs/md/guide.md"),
    ),
    (
        "llms.txt",
        include_str!("../../../templates/docs/md/llms.txt"),
    ),
    (
        "type.md",
        include_str!("../../../templates/docs/md/type.md"),
    ),
    (
        "types.md",
        include_str!("../../../templates/docs/md/types.md"),
    ),
    (
        "webhooks.md",
        include_str!("../../../templates/docs/md/webhooks.md"),
    ),
];

/// The name of the escaping of Markdown.
const MARKDOWN: AutoEscape = AutoEscape::Custom(Cow::Borrowed("markdown"));

/// The templates, ready to be filled.
pub(crate) struct Engine {
    environment: Environment<'static>,
}

impl Engine {
    pub(crate) fn new() -> Result<Self, Error> {
        let mut environment = Environment::new();
        environment.set_syntax(
            minijinja::syntax::SyntaxConfig::builder()
                .trim_blocks(true)
                .lstrip_blocks(true)
                .build()?,
        );
        // A misspelt name in a template is an error and not an empty place.
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_auto_escape_callback(|name| {
            if name.ends_with(".html") {
                AutoEscape::Html
            } else {
                MARKDOWN
            }
        });
        environment.set_formatter(format);
        environment.add_filter("rust", |code: String| coloured(&code, Language::Rust));
        environment.add_filter("toml", |code: String| coloured(&code, Language::Toml));
        environment.add_filter("code", |text: String| {
            Value::from_safe_string(escape::code_span(&text))
        });
        environment.add_filter("breakable", |name: String| {
            Value::from_safe_string(escape::html(&name).replace('_', "_<wbr>"))
        });
        for (name, source) in TEMPLATES {
            environment.add_template(name, source)?;
        }
        Ok(Engine { environment })
    }

    /// Fills a template.
    pub(crate) fn render(&self, template: &str, view: impl Serialize) -> Result<String, Error> {
        self.environment
            .get_template(template)?
            .render(Value::from(Serde(view)))
    }

    /// Fills a template whose text becomes part of another.
    pub(crate) fn part(&self, template: &str, view: impl Serialize) -> Result<Value, Error> {
        self.render(template, view).map(Value::from_safe_string)
    }
}

/// Code of a page's own, with colours.
pub(crate) fn coloured(code: &str, language: Language) -> Value {
    Value::from_safe_string(highlight(code.trim(), language))
}

fn format(out: &mut Output, state: &mut State, value: &Value) -> Result<(), Error> {
    let written = match (value.as_str(), state.auto_escape()) {
        (Some(text), _) if value.is_safe() => out.write_str(text),
        (Some(text), AutoEscape::Html) => escape::write_html(out, text),
        (Some(text), _) => escape::write_markdown(out, text),
        (None, _) if value.is_undefined() => {
            return minijinja::escape_formatter(out, state, value);
        }
        (None, _) if value.is_none() => Ok(()),
        (None, AutoEscape::Html) => escape::write_html(out, &value.to_string()),
        (None, _) => escape::write_markdown(out, &value.to_string()),
    };
    written.map_err(Error::from)
}
