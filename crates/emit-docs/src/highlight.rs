//! Colours for code: keywords, texts, numbers, comments, calls and types are wrapped in short classes.
//! Code goes in; escaped HTML comes out. A tokenizer of a few lines is enough for what the pages show.

use crate::escape;

/// The languages of the pages.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Language {
    Rust,
    Shell,
    Json,
    Toml,
}

/// A line longer than this gets places to break it at, or else a narrow screen would move its whole rest down.
const LONG: usize = 46;

/// The code as HTML.
pub(crate) fn highlight(code: &str, language: Language) -> String {
    let mut out = String::with_capacity(code.len() * 2);
    let mut rest = code;
    let mut line_start = true;
    let mut long = is_long(rest, language);
    while let Some(first) = rest.chars().next() {
        let (length, class) = token(rest, first, language, line_start);
        let (text, after) = rest.split_at(length.max(first.len_utf8()));
        if text.contains('\n') {
            long = is_long(after, language);
        }
        line_start = text.ends_with('\n') || (line_start && text.trim().is_empty());
        match class {
            Some(class) => {
                out.push_str("<span class=\"");
                out.push_str(class);
                out.push_str("\">");
                push(&mut out, text, language);
                out.push_str("</span>");
            }
            None => {
                if long && text == "." {
                    out.push_str("<wbr>");
                }
                push(&mut out, text, language);
                if long && matches!(text, "(" | ":") && !after.starts_with(':') {
                    out.push_str("<wbr>");
                }
            }
        }
        rest = after;
    }
    out
}

fn is_long(rest: &str, language: Language) -> bool {
    language == Language::Rust && rest.lines().next().is_some_and(|line| line.len() > LONG)
}

/// Appends escaped text; an address in a command may be broken between its parts.
fn push(out: &mut String, text: &str, language: Language) {
    if language == Language::Shell && text.len() > 40 {
        let html = escape::html(text).replace('/', "<wbr>/");
        out.push_str(&html.replace("&amp;", "<wbr>&amp;"));
    } else {
        // Writing to a String does not fail.
        let _ = escape::write_html(out, text);
    }
}

fn token(
    rest: &str,
    first: char,
    language: Language,
    line_start: bool,
) -> (usize, Option<&'static str>) {
    let slashes = language == Language::Rust && rest.starts_with("//");
    let hash = matches!(language, Language::Shell | Language::Toml) && first == '#' && line_start;
    if slashes || hash {
        return (rest.find('\n').unwrap_or(rest.len()), Some("c"));
    }
    if first == '"' || (first == '\'' && language == Language::Shell) {
        return text(rest, first, language);
    }
    if first.is_ascii_digit() {
        return (
            span(rest, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_'),
            Some("n"),
        );
    }
    if first.is_alphabetic() || first == '_' {
        return word(rest, language);
    }
    if language == Language::Shell && first == '-' {
        return (
            span(rest, |c| c == '-' || c.is_ascii_alphanumeric()),
            Some("k"),
        );
    }
    if first.is_whitespace() {
        // To the end of a line at most, so that the next token knows that it begins one.
        let length = span(rest, |c| c.is_whitespace() && c != '\n');
        return (length.max(first.len_utf8()), None);
    }
    (first.len_utf8(), None)
}

fn text(rest: &str, quote: char, language: Language) -> (usize, Option<&'static str>) {
    let mut escaped = false;
    for (at, character) in rest.char_indices().skip(1) {
        if escaped {
            escaped = false;
        } else if character == '\\' && quote == '"' {
            escaped = true;
        } else if character == quote {
            let end = at + 1;
            let key = language == Language::Json && rest[end..].starts_with(':');
            return (end, Some(if key { "f" } else { "s" }));
        }
    }
    (rest.len(), Some("s"))
}

fn word(rest: &str, language: Language) -> (usize, Option<&'static str>) {
    const KEYWORDS: [&str; 17] = [
        "async", "await", "else", "fn", "for", "if", "in", "let", "match", "mut", "return", "use",
        "while", "true", "false", "null", "impl",
    ];
    let length = span(rest, |c| c.is_alphanumeric() || c == '_');
    let word = &rest[..length];
    let class = match language {
        Language::Shell => (word == "curl").then_some("f"),
        _ if KEYWORDS.contains(&word) => Some("k"),
        Language::Rust if word.starts_with(char::is_uppercase) => Some("t"),
        Language::Rust if rest[length..].starts_with('(') => Some("f"),
        _ => None,
    };
    (length, class)
}

fn span(rest: &str, belongs: impl Fn(char) -> bool) -> usize {
    rest.find(|character| !belongs(character))
        .unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_is_coloured_and_escaped() {
        assert_eq!(
            highlight("let a = Id::from(4); // <b>", Language::Rust),
            "<span class=\"k\">let</span> a = <span class=\"t\">Id</span>::<span class=\"f\">from</span>\
             (<span class=\"n\">4</span>); <span class=\"c\">// &lt;b&gt;</span>"
        );
    }

    #[test]
    fn no_input_loses_a_character() {
        for code in ["\"open", "'", "é\"\\", "\n\n #x\n", "a\u{0}b", "-", "\\"] {
            for language in [
                Language::Rust,
                Language::Shell,
                Language::Json,
                Language::Toml,
            ] {
                let html = highlight(code, language);
                let mut text = String::new();
                let mut inside = false;
                for character in html.chars() {
                    match character {
                        '<' => inside = true,
                        '>' => inside = false,
                        _ if !inside => text.push(character),
                        _ => {}
                    }
                }
                let text = text.replace("&quot;", "\"").replace("&#39;", "'");
                assert_eq!(text, escape::visible(code));
            }
        }
    }
}
