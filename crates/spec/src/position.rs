//! Line and column of a JSON pointer in a source text.
//!
//! Nothing is remembered while a document is read: when diagnostics are printed, one pass over the text finds all their
//! pointers at once, by the indentation of its lines (`block`) or else by its YAML events. A pointer to something that an overlay or a lowering step made is answered with
//! its nearest ancestor that stands in the text.

mod block;

use crate::pointer;
use saphyr_parser::{Event, Parser, Span};
use serde::Serialize;
use std::collections::HashMap;

/// A place in a text, both counted from one; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Position {
    /// The line, from 1.
    pub line: usize,
    /// The character in the line, from 1.
    pub column: usize,
    /// How many characters to underline; 0 where that is not known.
    #[serde(skip)]
    pub width: usize,
}

impl Position {
    /// A place of unknown width.
    #[must_use]
    pub const fn new(line: usize, column: usize) -> Self {
        Self {
            line,
            column,
            width: 0,
        }
    }

    /// The place of a byte of the text; of its end, if the text is shorter.
    pub(crate) fn of_byte(text: &str, byte: usize) -> Self {
        let mut end = byte.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let before = &text[..end];
        // A carriage return before a line feed ends no line of its own.
        let lines = before.matches('\n').count() + before.matches('\r').count();
        let line = 1 + lines - before.matches("\r\n").count();
        let start = before.rfind(['\n', '\r']).map_or(0, |at| at + 1);
        Self::new(line, before[start..].chars().count() + 1)
    }

    pub(crate) fn of(span: Span) -> Self {
        let width = if span.start.line() == span.end.line() {
            span.end.col().saturating_sub(span.start.col())
        } else {
            0
        };
        Self {
            line: span.start.line(),
            column: span.start.col() + 1,
            width,
        }
    }
}

/// Where one pointer stands in `text`.
#[must_use]
pub fn locate(text: &str, pointer: &str) -> Position {
    locate_all(text, &[pointer])
        .first()
        .copied()
        .unwrap_or(Position::new(1, 1))
}

/// Where each of `pointers` stands in `text`, in one pass.
#[must_use]
pub fn locate_all(text: &str, pointers: &[&str]) -> Vec<Position> {
    let mut trie = Trie::default();
    let wanted: Vec<usize> = pointers
        .iter()
        .map(|pointer| trie.insert(pointer))
        .collect();
    search(text.strip_prefix('\u{feff}').unwrap_or(text), &mut trie);
    wanted.into_iter().map(|node| trie.nearest(node)).collect()
}

/// The wanted pointers as a tree of keys.
struct Trie {
    nodes: Vec<Node>,
}

#[derive(Default)]
struct Node {
    parent: Option<usize>,
    children: HashMap<String, usize>,
    position: Option<Position>,
}

impl Default for Trie {
    fn default() -> Self {
        Self {
            nodes: vec![Node {
                position: Some(Position::new(1, 1)),
                ..Node::default()
            }],
        }
    }
}

impl Trie {
    fn insert(&mut self, pointer: &str) -> usize {
        let mut at = 0;
        for key in pointer::segments(pointer) {
            at = match self.nodes[at].children.get(key.as_ref()) {
                Some(&child) => child,
                None => {
                    let child = self.nodes.len();
                    self.nodes.push(Node {
                        parent: Some(at),
                        ..Node::default()
                    });
                    self.nodes[at].children.insert(key.into_owned(), child);
                    child
                }
            };
        }
        at
    }

    fn child(&self, parent: Option<usize>, key: &str) -> Option<usize> {
        self.nodes.get(parent?)?.children.get(key).copied()
    }

    // A key that stands twice is reported where it stands last, as that is the one that counts.
    fn found(&mut self, node: usize, position: Position) {
        self.nodes[node].position = Some(position);
    }

    fn has_children(&self, node: usize) -> bool {
        !self.nodes[node].children.is_empty()
    }

    /// Forgets all positions but the root's.
    fn forget(&mut self) {
        for node in self.nodes.iter_mut().skip(1) {
            node.position = None;
        }
    }

    fn nearest(&self, node: usize) -> Position {
        let mut at = Some(node);
        while let Some(index) = at {
            if let Some(position) = self.nodes[index].position {
                return position;
            }
            at = self.nodes[index].parent;
        }
        Position::new(1, 1)
    }
}

/// An open mapping or list, and the wanted node it is, if any.
enum Frame {
    Mapping {
        node: Option<usize>,
        value: Option<Option<usize>>,
    },
    Sequence {
        node: Option<usize>,
        next: usize,
    },
}

fn search(text: &str, trie: &mut Trie) {
    if block::search(text, trie).is_none() {
        trie.forget();
        parsed(text, trie);
    }
}

/// The sure way: all of the text's events.
fn parsed(text: &str, trie: &mut Trie) {
    let mut stack: Vec<Frame> = Vec::new();
    for event in Parser::new_from_str(text) {
        // A text that one YAML reader takes and another does not is answered with what was found so far.
        let Ok((event, span)) = event else { return };
        match event {
            Event::MappingStart(..) => {
                let node = enter(&mut stack, trie, span, None);
                stack.push(Frame::Mapping { node, value: None });
            }
            Event::SequenceStart(..) => {
                let node = enter(&mut stack, trie, span, None);
                stack.push(Frame::Sequence { node, next: 0 });
            }
            Event::Scalar(scalar, ..) => {
                enter(&mut stack, trie, span, Some(&scalar));
            }
            Event::Alias(_) => {
                enter(&mut stack, trie, span, None);
            }
            Event::MappingEnd | Event::SequenceEnd => {
                stack.pop();
                if stack.is_empty() {
                    return;
                }
            }
            _ => {}
        }
    }
}

/// Takes note of one node (a key or a value) and says which wanted node it is.
fn enter(stack: &mut [Frame], trie: &mut Trie, span: Span, scalar: Option<&str>) -> Option<usize> {
    match stack.last_mut() {
        None => Some(0),
        Some(Frame::Sequence { node, next }) => {
            if node.is_none() {
                return None;
            }
            let found = trie.child(*node, &next.to_string());
            *next += 1;
            if let Some(found) = found {
                trie.found(found, Position::of(span));
            }
            found
        }
        Some(Frame::Mapping { node, value }) => match value.take() {
            Some(found) => found,
            None => {
                let found = scalar.and_then(|key| trie.child(*node, key));
                if let Some(found) = found {
                    trie.found(found, Position::of(span));
                }
                *value = Some(found);
                None
            }
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "openapi: 3.1.0\npaths:\n  /a/b:\n    get:\n      tags: [one, two]\n      200: x\n";

    fn at(pointer: &str) -> (usize, usize) {
        let position = locate(TEXT, pointer);
        (position.line, position.column)
    }

    #[test]
    fn finds_keys_items_and_number_like_keys() {
        assert_eq!(at("/paths/~1a~1b"), (3, 3));
        assert_eq!(at("/paths/~1a~1b/get/tags/1"), (5, 19));
        assert_eq!(at("/paths/~1a~1b/get/200"), (6, 7));
    }

    #[test]
    fn falls_back_to_the_nearest_ancestor() {
        assert_eq!(at("/paths/~1a~1b/get/added/by/overlay"), (4, 5));
        assert_eq!(at("/nowhere"), (1, 1));
    }

    #[test]
    fn reads_json_too() {
        let position = locate("{\n \"a\": [1, {\"b\": 2}]\n}", "/a/1/b");
        assert_eq!((position.line, position.column, position.width), (2, 12, 3));
    }

    #[test]
    fn bytes_have_places_whatever_ends_the_lines() {
        let text = "a\r\nb\rä\u{2028}c\n";
        for (byte, line, column) in [
            (0, 1, 1),
            (3, 2, 1),
            (5, 3, 1),
            (6, 3, 1),
            (10, 3, 3),
            (99, 4, 1),
        ] {
            assert_eq!(
                Position::of_byte(text, byte),
                Position::new(line, column),
                "{byte}"
            );
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_found_where_it_counts() {
        assert_eq!(locate("a: 1\nb: 2\na: 3\n", "/a").line, 3);
    }
}
