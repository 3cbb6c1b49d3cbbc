//! Diagnostics as people read them: `error[code]: message`, `--> file:line:column`, the line itself, what to do.
//!
//! All positions in one source are looked up in one pass over its text.

use super::{Diagnostic, Diagnostics, Severity};
use crate::position::{self, Position};
use crate::source::Source;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::HashMap;

/// A longer line is not shown: the place in it says enough.
const LONGEST_LINE: usize = 300;

impl Diagnostics {
    /// All findings as text; `sources` are the description first, then the overlays and bundled files.
    #[must_use]
    pub fn render(&self, sources: &[&Source], colour: bool) -> String {
        let renderer = if colour {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let positions = self.positions(sources);
        let mut lines: HashMap<&str, Vec<&str>> = HashMap::new();
        let mut out = String::new();
        for (item, position) in self.items.iter().zip(positions) {
            let source = source_of(item, sources);
            let line = source.map(|source| {
                let lines = lines
                    .entry(&source.name)
                    .or_insert_with(|| split_lines(&source.text));
                lines
                    .get(position.line.saturating_sub(1))
                    .copied()
                    .unwrap_or_default()
            });
            let group = group(item, sources, line, position);
            out.push_str(&renderer.render(&[group]));
            out.push_str("\n\n");
        }
        out
    }

    /// The place of each finding, in order.
    #[must_use]
    pub fn positions(&self, sources: &[&Source]) -> Vec<Position> {
        let mut positions: Vec<Position> = self
            .items
            .iter()
            .map(|item| item.position.unwrap_or(Position::new(1, 1)))
            .collect();
        let mut wanted: HashMap<&str, Vec<usize>> = HashMap::new();
        for (index, item) in self.items.iter().enumerate() {
            if item.position.is_none()
                && let Some(source) = source_of(item, sources)
            {
                wanted.entry(&source.name).or_default().push(index);
            }
        }
        for source in sources {
            let Some(indices) = wanted.remove(source.name.as_str()) else {
                continue;
            };
            let pointers: Vec<&str> = indices
                .iter()
                .map(|&index| self.items[index].pointer.as_str())
                .collect();
            for (index, position) in indices
                .into_iter()
                .zip(position::locate_all(&source.text, &pointers))
            {
                positions[index] = position;
            }
        }
        positions
    }
}

fn source_of<'a>(item: &Diagnostic, sources: &[&'a Source]) -> Option<&'a Source> {
    match &item.source {
        None => sources.first().copied(),
        Some(name) => sources.iter().find(|source| source.name == *name).copied(),
    }
}

/// The lines as the YAML reader counts them: a lone carriage return ends one, too.
fn split_lines(text: &str) -> Vec<&str> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.split('\n')
        .flat_map(|line| line.strip_suffix('\r').unwrap_or(line).split('\r'))
        .collect()
}

fn group<'a>(
    item: &'a Diagnostic,
    sources: &[&'a Source],
    line: Option<&'a str>,
    position: Position,
) -> Group<'a> {
    let level = match item.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(printable(&item.message)).id(item.code));
    let name = item
        .source
        .as_deref()
        .or_else(|| sources.first().map(|source| source.name.as_str()));
    let origin = |name: &'a str| {
        Origin::path(name)
            .line(position.line)
            .char_column(position.column)
    };
    group = match (name, line) {
        (Some(name), Some(line)) if line.len() <= LONGEST_LINE => group.element(
            Snippet::source(line)
                .line_start(position.line)
                .path(name)
                .annotation(AnnotationKind::Primary.span(underline(line, position))),
        ),
        (Some(name), Some(_)) => group.element(origin(name)),
        // The text is not at hand: the file and the pointer must do.
        (Some(name), None) => group
            .element(Origin::path(name))
            .element(Level::NOTE.message(format!("at `{}`", printable(&item.pointer)))),
        (None, _) => group,
    };
    if let Some(operation) = &item.operation {
        group = group.element(Level::NOTE.message(format!("in {}", printable(operation))));
    }
    if let Some(help) = &item.help {
        group = group.element(Level::HELP.message(printable(help)));
    }
    group
}

/// The bytes of `line` to underline.
fn underline(line: &str, position: Position) -> std::ops::Range<usize> {
    let byte = |column: usize| {
        line.char_indices()
            .nth(column)
            .map_or(line.len(), |(byte, _)| byte)
    };
    let start = byte(position.column.saturating_sub(1));
    let end = byte(position.column.saturating_sub(1) + position.width.max(1));
    start..end
}

/// A description can hold terminal escapes and line breaks; none of them reaches the terminal.
fn printable(text: &str) -> String {
    let mut out: String = text
        .chars()
        .take(1000)
        .map(|c| {
            if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') {
                '\u{fffd}'
            } else {
                c
            }
        })
        .collect();
    if out.len() < text.len() && text.chars().nth(1000).is_some() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source() -> Source {
        Source::new(
            "pets.yaml",
            "openapi: 3.0.0\npaths:\n  /pets:\n    get:\n      tags: wrong\n",
        )
    }

    #[test]
    fn names_file_line_and_column_and_shows_the_line() {
        let diagnostics = Diagnostics::from(
            Diagnostic::error("wrong-type", "`tags` must be a list, found a string")
                .at("/paths/~1pets/get/tags")
                .help("write `tags: [wrong]`"),
        );
        let text = diagnostics.render(&[&source()], false);
        assert!(
            text.starts_with("error[wrong-type]: `tags` must be a list, found a string\n"),
            "{text}"
        );
        assert!(text.contains("--> pets.yaml:5:7"), "{text}");
        assert!(text.contains("5 |       tags: wrong\n"), "{text}");
        assert!(text.contains("in GET /pets"), "{text}");
        assert!(text.contains("help: write `tags: [wrong]`"), "{text}");
        assert!(!text.contains('\u{1b}'), "no colour was asked for: {text}");
    }

    #[test]
    fn a_message_cannot_write_to_the_terminal() {
        let diagnostics = Diagnostics::from(Diagnostic::note("x", "a\u{1b}[2Jb\nc\u{202e}d"));
        let text = diagnostics.render(&[&source()], false);
        assert!(
            !text.contains('\u{1b}') && !text.contains('\u{202e}'),
            "{text}"
        );
        assert_eq!(
            text.lines().next(),
            Some("note[x]: a\u{fffd}[2Jb\u{fffd}c\u{fffd}d")
        );
    }

    #[test]
    fn a_very_long_line_is_named_but_not_shown() {
        let long = Source::new(
            "long.json",
            format!("{{\"openapi\": \"{}\", \"b\": 1}}", "x".repeat(5000)),
        );
        let text =
            Diagnostics::from(Diagnostic::warning("y", "m").at("/b")).render(&[&long], false);
        assert!(text.contains("--> long.json:1:5017"), "{text}");
        assert!(text.len() < 300, "{text}");
    }
}
