//! Words and identifiers: the case rules, plural forms and keywords behind every name the client shows.
//!
//! Whatever comes in (emoji, markup, a megabyte), what goes out is an ASCII identifier of bounded
//! length, or `None` where nothing usable is left.

use std::cell::RefCell;
use std::collections::HashMap;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Longer identifiers are cut: a name is for reading, and some systems limit file names to 255 bytes.
const LONGEST: usize = 64;

/// Keywords of the 2024 edition, strict and reserved (The Rust Reference, "Keywords").
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Path keywords, which cannot be raw identifiers.
const PATH_KEYWORDS: &[&str] = &["self", "super", "crate", "_"];

/// The ASCII words of a text, joined by single spaces, cut to a readable length.
fn ascii(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        if out.len() >= LONGEST {
            break;
        }
        if c.is_ascii_alphanumeric() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// What texts became in one case, by text: a large description has its names thousands of times.
type Known = RefCell<HashMap<String, Option<String>>>;

thread_local! {
    static SNAKE: Known = RefCell::default();
    static CAMEL: Known = RefCell::default();
}

/// `Client files` and `clientFiles` as `client_files`; `None` when no letter or digit is ASCII.
pub(crate) fn snake(text: &str) -> Option<String> {
    SNAKE.with_borrow_mut(|known| once(known, text, |words| words.to_snake_case()))
}

/// `client_files` as `ClientFiles`; `None` when no letter or digit is ASCII.
pub(crate) fn camel(text: &str) -> Option<String> {
    CAMEL.with_borrow_mut(|known| once(known, text, |words| words.to_upper_camel_case()))
}

/// A text in another case, made when it is first asked for. What is too long for a name is not kept.
fn once(
    known: &mut HashMap<String, Option<String>>,
    text: &str,
    make: fn(&str) -> String,
) -> Option<String> {
    if let Some(made) = known.get(text) {
        return made.clone();
    }
    let made = Some(make(&ascii(text))).filter(|name| !name.is_empty());
    if text.len() <= LONGEST {
        known.insert(text.to_owned(), made.clone());
    }
    made
}

/// A field, argument or method name: snake_case, raw where it is a keyword.
pub(crate) fn value_ident(text: &str, fallback: &str) -> String {
    let name = snake(text).unwrap_or_else(|| fallback.to_owned());
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    if PATH_KEYWORDS.contains(&name.as_str()) {
        return format!("{name}_");
    }
    if KEYWORDS.contains(&name.as_str()) {
        return format!("r#{name}");
    }
    name
}

/// A module's name, which is also a file's: snake_case, with `_api` after it where it is a keyword or among `reserved`.
pub(crate) fn module_ident(text: &str, reserved: &[&str]) -> String {
    let name = value_ident(text, "operations");
    match name.strip_prefix("r#") {
        Some(keyword) => format!("{keyword}_api"),
        None if reserved.contains(&name.as_str()) || is_device(&name) => format!("{name}_api"),
        None => name,
    }
}

/// Whether some systems take a file of this name for a device (Windows, "Naming Files").
fn is_device(name: &str) -> bool {
    let port = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    port.is_some_and(|rest| rest.len() == 1 && rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// A type or variant name: UpperCamelCase, prefixed where it would start with a digit.
pub(crate) fn type_ident(text: &str, fallback: &str) -> String {
    let name = camel(text).unwrap_or_else(|| fallback.to_owned());
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("{fallback}{name}");
    }
    if name == "Self" {
        return "Self_".to_owned();
    }
    name
}

/// `categories` as `category`: the usual English endings, nothing else.
pub(crate) fn singular(word: &str) -> String {
    let (head, last) = word
        .rsplit_once('_')
        .map_or(("", word), |(head, last)| (head, last));
    let stem = match last {
        "series" | "news" | "status" | "address" | "data" | "analytics" => last.to_owned(),
        "ids" => "id".to_owned(),
        _ if last.len() > 4 && last.ends_with("ies") => format!("{}y", &last[..last.len() - 3]),
        _ if ["sses", "shes", "ches", "xes", "uses"]
            .iter()
            .any(|end| last.ends_with(end)) =>
        {
            last[..last.len() - 2].to_owned()
        }
        _ if last.len() > 3
            && last.ends_with('s')
            && !["ss", "us", "is"].iter().any(|end| last.ends_with(end)) =>
        {
            last[..last.len() - 1].to_owned()
        }
        _ => last.to_owned(),
    };
    if head.is_empty() {
        stem
    } else {
        format!("{head}_{stem}")
    }
}

/// `id` as `ids`.
pub(crate) fn plural(word: &str) -> String {
    if word.ends_with('s') {
        return word.to_owned();
    }
    match word.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'o', 'u']) => format!("{stem}ies"),
        _ => format!("{word}s"),
    }
}

/// The number of a name's first namesake.
const SECOND: usize = 2;

/// Gives each name in a scope once: a second one gets a number.
#[derive(Debug, Default)]
pub(crate) struct Scope {
    /// The names that are taken, each with the number that its next namesake may have.
    taken: HashMap<String, usize>,
}

impl Scope {
    /// A scope in which these names are taken from the start.
    pub(crate) fn with(reserved: &[&str]) -> Self {
        Scope {
            taken: reserved
                .iter()
                .map(|name| ((*name).to_owned(), SECOND))
                .collect(),
        }
    }

    /// Whether a name is still free.
    pub(crate) fn is_free(&self, name: &str) -> bool {
        !self.taken.contains_key(name)
    }

    /// Takes the name, or where it is taken the name with an ending, or the first free one of those.
    pub(crate) fn take_or(&mut self, name: String, ending: &str) -> String {
        if self.is_free(&name) {
            return self.take(&name);
        }
        let stem = name.strip_prefix("r#").unwrap_or(&name);
        self.take(&format!("{stem}{ending}"))
    }

    /// Takes the name, or the first free one of `name_2`, `name_3` (`Name2` for types).
    pub(crate) fn take(&mut self, name: &str) -> String {
        let Some(next) = self.taken.get(name) else {
            self.taken.insert(name.to_owned(), SECOND);
            return name.to_owned();
        };
        let mut number = *next;
        let is_type = name.starts_with(|c: char| c.is_ascii_uppercase());
        let stem = name.strip_prefix("r#").unwrap_or(name);
        let stem = stem.trim_end_matches('_');
        loop {
            let candidate = if is_type {
                format!("{stem}{number}")
            } else {
                format!("{stem}_{number}")
            };
            number += 1;
            if self.is_free(&candidate) {
                self.taken.insert(candidate.clone(), SECOND);
                self.taken.insert(name.to_owned(), number);
                return candidate;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_valid_whatever_comes_in() {
        assert_eq!(
            value_ident("filter[is_approved]", "field"),
            "filter_is_approved"
        );
        assert_eq!(value_ident("type", "field"), "r#type");
        assert_eq!(value_ident("self", "field"), "self_");
        assert_eq!(module_ident("match", &[]), "match_api");
        assert_eq!(module_ident("Core", &["core"]), "core_api");
        assert_eq!(module_ident("../COM1", &[]), "com1_api");
        assert_eq!(value_ident("1c_id", "field"), "_1c_id");
        assert_eq!(value_ident("🦀", "field"), "field");
        assert_eq!(value_ident("", "field"), "field");
        assert_eq!(
            type_ident("401_unauthorized", "Type"),
            "Type401Unauthorized"
        );
        assert_eq!(type_ident("self", "Type"), "Self_");
        assert!(value_ident(&"x".repeat(1 << 20), "field").len() <= LONGEST);
    }

    #[test]
    fn plurals_become_singulars_and_back() {
        for (many, one) in [
            ("categories", "category"),
            ("payment_statuses", "payment_status"),
            ("staff_ids", "staff_id"),
            ("boxes", "box"),
            ("services", "service"),
            ("address", "address"),
            ("news", "news"),
            ("class", "class"),
        ] {
            assert_eq!(singular(many), one);
        }
        assert_eq!(plural("id"), "ids");
        assert_eq!(plural("category"), "categories");
    }

    #[test]
    fn a_scope_gives_each_name_once() {
        let mut scope = Scope::with(&["client"]);
        assert_eq!(scope.take("client"), "client_2");
        assert_eq!(scope.take("Client"), "Client");
        assert_eq!(scope.take("Client"), "Client2");
        assert_eq!(scope.take("Client4"), "Client4");
        assert_eq!(scope.take("Client"), "Client3");
        assert_eq!(scope.take("Client"), "Client5");
        assert_eq!(scope.take("r#type"), "r#type");
        assert_eq!(scope.take("r#type"), "type_2");
    }
}
