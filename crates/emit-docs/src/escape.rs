//! Escaping: text goes in, and comes out harmless in one kind of place (HTML, Markdown, a comment).
//! Characters that could hide what a page says (controls, changes of writing direction) are made visible.

use std::borrow::Cow;
use std::fmt::{self, Write};

/// Escapes text for HTML content and for quoted attribute values.
pub(crate) fn write_html(out: &mut impl Write, text: &str) -> fmt::Result {
    // Nearly all texts are plain: names, paths, words.
    let plain = |byte: u8| matches!(byte, b'\n' | b' '..=b'~') && !b"&<>\"'".contains(&byte);
    if text.bytes().all(plain) {
        return out.write_str(text);
    }
    let mut rest = 0;
    for (at, character) in text.char_indices() {
        let escaped = match character {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            hidden if is_hidden(hidden) => "\u{fffd}",
            _ => continue,
        };
        out.write_str(&text[rest..at])?;
        out.write_str(escaped)?;
        rest = at + character.len_utf8();
    }
    out.write_str(&text[rest..])
}

/// Escapes text for HTML.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    // Writing to a String does not fail.
    let _ = write_html(&mut out, text);
    out
}

/// Escapes text for one line of Markdown, outside of code.
pub(crate) fn write_markdown(out: &mut impl Write, text: &str) -> fmt::Result {
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&' | '!' | '$' => {
                out.write_char('\\')?;
                out.write_char(character)?;
            }
            '\n' | '\r' => out.write_char(' ')?,
            hidden if is_hidden(hidden) => out.write_char('\u{fffd}')?,
            plain => out.write_char(plain)?,
        }
    }
    Ok(())
}

/// A code span that holds exactly this text (CommonMark 0.31 §6.1), also inside a table.
pub(crate) fn code_span(text: &str) -> String {
    let text: String = visible(text).replace(['\n', '\r'], " ").replace('|', "¦");
    let longest = text
        .split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}

/// Text for a comment of HTML, CSS or JavaScript: nothing in it can end the comment.
pub(crate) fn comment(text: &str) -> String {
    visible(text)
        .replace("--", "- -")
        .replace("*/", "* /")
        .replace(['<', '>'], "")
        .replace(['\n', '\r'], " ")
}

/// The text with hidden characters replaced.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_hidden) {
        let shown = |character| {
            if is_hidden(character) {
                '\u{fffd}'
            } else {
                character
            }
        };
        Cow::Owned(text.chars().map(shown).collect())
    } else {
        Cow::Borrowed(text)
    }
}

fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}'..='\u{9f}'
        | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_cannot_leave_its_place() {
        assert_eq!(
            html("<b a=\"1\" c='2'>&\u{202e}\0"),
            "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn a_code_span_holds_backticks() {
        assert_eq!(code_span("a"), "`a`");
        assert_eq!(code_span("a`b"), "``a`b``");
        assert_eq!(code_span("``"), "``` `` ```");
    }

    #[test]
    fn a_comment_cannot_be_ended_from_inside() {
        assert_eq!(comment("a --> b */ c\n<d"), "a - - b * / c d");
    }
}
