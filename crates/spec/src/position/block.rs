//! The quick way to positions: a text whose mappings and lists are written as blocks, as nearly all YAML descriptions
//! are, tells by the indentation of its lines where a key's value ends, so that only the lines on the way to what is
//! wanted are read. Whatever else comes on that way (flow style, anchors, tags, escapes, tabs) ends the attempt; the
//! caller then has the whole text parsed.

use std::ops::Range;

use super::{Position, Trie};

/// A line: where it starts, and by how many spaces it is indented.
struct Line {
    start: usize,
    indent: usize,
    /// Whether there is nothing on it but white space or a comment.
    is_void: bool,
}

struct Block<'t> {
    text: &'t str,
    lines: Vec<Line>,
}

/// Finds the wanted nodes; `None` where the text is not of this kind, with some of them found or not.
pub(super) fn search(text: &str, trie: &mut Trie) -> Option<()> {
    // JSON, mostly: not worth a look at its lines.
    if text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let block = Block {
        text,
        lines: lines(text)?,
    };
    let all = 0..block.lines.len();
    let Some(mut first) = block.next(all.clone()) else {
        return Some(());
    };
    if block.content(first, 0) == "---" {
        let Some(next) = block.next(first + 1..all.end) else {
            return Some(());
        };
        first = next;
    }
    block.mapping(trie, first..all.end, block.lines[first].indent, 0)
}

fn lines(text: &str) -> Option<Vec<Line>> {
    // Other ends of lines count differently.
    if text.contains('\r') {
        return None;
    }
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let content = line.trim_start_matches(' ');
        let is_void = content.is_empty() || content.starts_with('#') || content.trim().is_empty();
        if content.starts_with('\t') && !is_void {
            return None;
        }
        lines.push(Line {
            start,
            indent: line.len() - content.len(),
            is_void,
        });
        start += line.len() + 1;
    }
    Some(lines)
}

impl Block<'_> {
    /// The first line with something on it.
    fn next(&self, mut lines: Range<usize>) -> Option<usize> {
        lines.find(|index| !self.lines[*index].is_void)
    }

    /// What a line says from a column on.
    fn content(&self, line: usize, column: usize) -> &str {
        let end = self
            .lines
            .get(line + 1)
            .map_or(self.text.len(), |next| next.start - 1);
        self.text[self.lines[line].start + column..end].trim_end()
    }

    fn is_item(&self, line: usize) -> bool {
        is_item(self.content(line, self.lines[line].indent))
    }

    /// The end of what belongs to a line whose content stands at this column: where the next line is that is indented
    /// as little. Items of a list may stand below their key without indentation.
    fn end(&self, line: usize, end: usize, column: usize, items: bool) -> usize {
        let belongs = |index: &usize| {
            let line = &self.lines[*index];
            line.is_void
                || line.indent > column
                || items && line.indent == column && self.is_item(*index)
        };
        (line + 1..end).find(|index| !belongs(index)).unwrap_or(end)
    }

    /// Looks for a node's members in a mapping whose keys stand at this column.
    fn mapping(
        &self,
        trie: &mut Trie,
        lines: Range<usize>,
        column: usize,
        node: usize,
    ) -> Option<()> {
        let mut at = lines.start;
        while let Some(line) = self.next(at..lines.end) {
            // The first key of a list's item stands behind the item's dash.
            if line != lines.start && self.lines[line].indent != column {
                return None;
            }
            let content = self.content(line, column);
            let key = key(content)?;
            at = self.end(line, lines.end, column, true);
            if let Some(child) = trie.child(Some(node), key.name) {
                let mut position = Position::new(line + 1, column + 1);
                position.width = content[..key.length].chars().count();
                trie.found(child, position);
                if trie.has_children(child) {
                    self.value(trie, key.value, line + 1..at, child)?;
                }
            }
        }
        Some(())
    }

    /// Looks for the members of a node in what follows its key.
    fn value(&self, trie: &mut Trie, beside: &str, below: Range<usize>, node: usize) -> Option<()> {
        if !beside.is_empty() && !beside.starts_with('#') {
            // A text has no members.
            return (!beside.starts_with(['{', '[', '&', '*', '!'])).then_some(());
        }
        let Some(first) = self.next(below.clone()) else {
            return Some(());
        };
        let column = self.lines[first].indent;
        if self.is_item(first) {
            self.sequence(trie, first..below.end, column, node)
        } else {
            self.mapping(trie, first..below.end, column, node)
        }
    }

    /// Looks for a node's items in a list whose dashes stand at this column.
    fn sequence(
        &self,
        trie: &mut Trie,
        lines: Range<usize>,
        column: usize,
        node: usize,
    ) -> Option<()> {
        let (mut at, mut index) = (lines.start, 0_usize);
        while let Some(line) = self.next(at..lines.end) {
            if self.lines[line].indent != column || !self.is_item(line) {
                return None;
            }
            at = self.end(line, lines.end, column, false);
            let wanted = trie.child(Some(node), &index.to_string());
            index += 1;
            let Some(child) = wanted else { continue };
            let behind = &self.content(line, column)[1..];
            let inner = column + 1 + (behind.len() - behind.trim_start_matches(' ').len());
            // Only an item that is a mapping is this simple.
            key(self.content(line, inner))?;
            trie.found(child, Position::new(line + 1, inner + 1));
            if trie.has_children(child) {
                self.mapping(trie, line..at, inner, child)?;
            }
        }
        Some(())
    }
}

fn is_item(content: &str) -> bool {
    content == "-" || content.starts_with("- ")
}

/// A key as it stands at the start of a text.
struct Key<'t> {
    name: &'t str,
    /// Its bytes, with quotes.
    length: usize,
    /// What stands behind the colon on the same line.
    value: &'t str,
}

fn key(content: &str) -> Option<Key<'_>> {
    let (name, length) = match content.as_bytes().first()? {
        quote @ (b'"' | b'\'') => {
            let end = 1 + content[1..].find(char::from(*quote))?;
            let name = &content[1..end];
            // Escapes, and quotes that are doubled.
            if name.contains('\\') || content[end + 1..].starts_with('\'') {
                return None;
            }
            (name, end + 1)
        }
        b'[' | b']' | b'{' | b'}' | b',' | b'#' | b'&' | b'*' | b'!' | b'|' | b'>' | b'%'
        | b'@' | b'`' => {
            return None;
        }
        b'-' | b'?' if content[1..].is_empty() || content[1..].starts_with(' ') => return None,
        _ => {
            let end = match content.find(": ") {
                Some(end) => end,
                None => content.strip_suffix(':')?.len(),
            };
            let name = content[..end].trim_end();
            if name.contains(" #") {
                return None;
            }
            (name, name.len())
        }
    };
    let value = content[length..]
        .trim_start_matches(' ')
        .strip_prefix(':')?;
    let is_end = value.is_empty() || value.starts_with(' ');
    is_end.then(|| Key {
        name,
        length,
        value: value.trim_start_matches(' '),
    })
}

#[cfg(test)]
mod tests {
    use super::super::{Trie, parsed};
    use super::*;
    use serde_json::Value;
    use std::path::Path;

    /// All pointers of a tree.
    fn pointers(value: &Value, at: String, all: &mut Vec<String>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(key, member)| {
                let key = key.replace('~', "~0").replace('/', "~1");
                pointers(member, format!("{at}/{key}"), all);
            }),
            Value::Array(items) => items.iter().enumerate().for_each(|(index, item)| {
                pointers(item, format!("{at}/{index}"), all);
            }),
            _ => {}
        }
        all.push(at);
    }

    fn positions(text: &str, pointers: &[&String], quick: bool) -> Option<Vec<Position>> {
        let mut trie = Trie::default();
        let nodes: Vec<usize> = pointers
            .iter()
            .map(|pointer| trie.insert(pointer))
            .collect();
        if quick {
            search(text, &mut trie)?;
        } else {
            parsed(text, &mut trie);
        }
        Some(nodes.into_iter().map(|node| trie.nearest(node)).collect())
    }

    fn descriptions(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                descriptions(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn the_quick_way_leads_where_parsing_does() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let mut texts = Vec::new();
        descriptions(&root.join("tests/features"), &mut texts);
        descriptions(&root.join("spec/b2b-v2"), &mut texts);
        descriptions(&root.join("spec/developers"), &mut texts);
        let (mut quick, mut tried) = (0, 0);
        for text in &texts {
            let source = crate::Source::new("test.yaml", text.clone());
            let Ok(tree) = crate::source::read(&source, &mut crate::Diagnostics::new()) else {
                continue;
            };
            let mut all = Vec::new();
            pointers(&tree, String::new(), &mut all);
            let wanted: Vec<&String> = all.iter().collect();
            let expected = positions(text, &wanted, false).unwrap();
            // One by one as well: what is not on the way must not matter.
            let single = all.len().div_ceil(20);
            for (index, pointer) in all.iter().enumerate().step_by(single) {
                tried += 1;
                if let Some(found) = positions(text, &[pointer], true) {
                    quick += 1;
                    assert_eq!(found[0], expected[index], "{pointer} in {text}");
                }
            }
            if let Some(found) = positions(text, &wanted, true) {
                assert_eq!(found, expected, "in {text}");
            }
        }
        assert!(quick * 3 > tried, "{quick} of {tried}");
    }

    #[test]
    fn what_is_not_of_this_kind_is_left_to_the_parser() {
        for text in [
            "{\"a\": {\"b\": 1}}",
            "a: {b: 1}",
            "a: &x\n  b: 1",
            "a: !t\n  b: 1",
            "a:\n\tb: 1",
            "a:\r\n  b: 1",
            "? a\n: b: 1",
            "\"\\x61\":\n  b: 1",
            "'a''':\n  b: 1",
        ] {
            let mut trie = Trie::default();
            trie.insert("/a/b");
            assert_eq!(search(text, &mut trie), None, "{text}");
        }
    }
}
