//! The quick way from YAML to a tree: its events become values as they come, and what is written without quotes is
//! noted in the same pass. It reads what nearly all descriptions are made of; tags, anchors, aliases, merge keys, keys
//! that are no scalars, deep nesting and anything that cannot be read are left to the other reader, which knows them
//! all and what to say of them.

use saphyr_parser::{Event, Parser, ScalarStyle, Span, StrInput};
use serde::de::value::Error;
use serde::de::{DeserializeSeed, Visitor};
use serde_json::Value;

use super::MAX_DEPTH;
use super::plain::{Seen, is_no_text};
use super::tree::{Builder, Node, is_version};
use crate::diagnostic::Diagnostic;
use crate::pointer::Pointer;

/// The tree of the first document, and what stands in it without quotes; nothing where the other reader has to read.
pub(super) fn read(text: &str, builder: &mut Builder) -> Option<(Value, Seen)> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        builder,
        seen: Seen::default(),
    };
    loop {
        match reader.next()? {
            (Event::StreamStart, _) => {}
            (Event::DocumentStart(_), _) => break,
            _ => return None,
        }
    }
    let (event, span) = reader.next()?;
    let value = reader.value(event, span, &Pointer::root())?;
    if !matches!(reader.next()?.0, Event::DocumentEnd) {
        return None;
    }
    if !matches!(reader.next()?.0, Event::StreamEnd) {
        reader.builder.finding(Diagnostic::warning(
            "several-documents",
            super::SEVERAL_DOCUMENTS,
        ));
    }
    Some((value, reader.seen))
}

struct Reader<'t, 'b> {
    events: Parser<'t, StrInput<'t>>,
    builder: &'b mut Builder,
    seen: Seen,
}

impl<'t> Reader<'t, '_> {
    fn next(&mut self) -> Option<(Event<'t>, Span)> {
        self.events.next_event()?.ok()
    }

    /// The value that starts with an event.
    fn value(&mut self, event: Event<'t>, span: Span, at: &Pointer<'_>) -> Option<Value> {
        match event {
            Event::Scalar(text, ScalarStyle::Plain, 0, None) => {
                self.seen.see_value(&text, span);
                self.plain(&text, at)
            }
            Event::Scalar(text, _, 0, None) => self.text(&text, at),
            Event::SequenceStart(0, None) => self.sequence(at),
            Event::MappingStart(0, None) => self.mapping(at),
            _ => None,
        }
    }

    fn text(&mut self, text: &str, at: &Pointer<'_>) -> Option<Value> {
        let kept = self.builder.text::<Error>(text, at).ok()?;
        Some(Value::String(kept.to_owned()))
    }

    /// What a text without quotes is: nothing, a truth value, a number, or a text (YAML 1.2.2 §10.3.2).
    fn plain(&mut self, text: &str, at: &Pointer<'_>) -> Option<Value> {
        let first = text.bytes().next();
        if !first.is_none_or(|first| first.is_ascii_digit() || b"+-.~nNtTfF".contains(&first)) {
            return self.text(text, at);
        }
        let node = Node::at(self.builder, at);
        match text {
            "" | "~" | "null" | "Null" | "NULL" => node.visit_unit::<Error>().ok(),
            "true" | "True" | "TRUE" => node.visit_bool::<Error>(true).ok(),
            "false" | "False" | "FALSE" => node.visit_bool::<Error>(false).ok(),
            _ => match usual(text) {
                Some(number) => node.visit_i64::<Error>(number).ok(),
                // Whatever else may be a number: the other reader knows all ways to write one.
                None if is_number_like(text) => {
                    let mut documents = serde_yaml::Deserializer::from_str(text);
                    node.deserialize(documents.next()?).ok()
                }
                None => self.text(text, at),
            },
        }
    }

    fn sequence(&mut self, at: &Pointer<'_>) -> Option<Value> {
        self.enter(at)?;
        let mut items = Vec::new();
        loop {
            let (event, span) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                items.shrink_to_fit();
                return Some(Value::Array(items));
            }
            let item = self.value(event, span, &at.index(items.len()))?;
            items.push(item);
        }
    }

    fn mapping(&mut self, at: &Pointer<'_>) -> Option<Value> {
        self.enter(at)?;
        let start = self.builder.entries.len();
        loop {
            let (event, span) = self.next()?;
            let key = match event {
                Event::MappingEnd => return Some(Value::Object(self.builder.mapping(start, at))),
                Event::Scalar(key, style, 0, None) if key != "<<" => {
                    if style == ScalarStyle::Plain {
                        self.key(&key, span)?;
                    }
                    key
                }
                _ => return None,
            };
            self.builder.key::<Error>(&key, at).ok()?;
            let (event, span) = self.next()?;
            let inner = at.key(&key);
            let value = match event {
                // `version: 1.10` is not the number 1.1.
                Event::Scalar(text, _, 0, None) if is_version(at, &key) => {
                    self.text(&text, &inner)?
                }
                event => self.value(event, span, &inner)?,
            };
            self.builder.entries.push((key.into_owned(), value));
        }
    }

    /// Notes a key without quotes. One of which nothing is there is a mistake in block style.
    fn key(&mut self, key: &str, span: Span) -> Option<()> {
        if is_no_text(key) {
            self.seen.see_key(key, span);
        } else {
            self.seen.see_value(key, span);
        }
        (!key.is_empty()).then_some(())
    }

    fn enter(&mut self, at: &Pointer<'_>) -> Option<()> {
        self.builder.spend::<Error>(8).ok()?;
        (at.depth() < MAX_DEPTH).then_some(())
    }
}

/// A whole number in the usual digits, small enough to be one without a doubt.
fn usual(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_usual = match digits.as_bytes() {
        [b'0'] => digits.len() == text.len(),
        [b'1'..=b'9', rest @ ..] => rest.len() < 18 && rest.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    if is_usual { text.parse().ok() } else { None }
}

/// Whether all of a text may be part of a number: its digits in any base, its signs, its exponent, `.inf`, `.nan`.
fn is_number_like(text: &str) -> bool {
    text.len() < 400
        && text
            .bytes()
            .all(|byte| byte.is_ascii_hexdigit() || b"+-.xonifINFA".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Diagnostics;
    use std::path::Path;

    fn slowly(text: &str) -> (Option<Value>, Vec<String>) {
        let mut builder = Builder::new(text.len(), true);
        let value = super::super::read_yaml(text, &mut builder).ok();
        let mut found = builder.into_findings();
        super::super::plain::note(text, false, false, None, &mut found);
        (value, said(&found))
    }

    fn quickly(text: &str) -> Option<(Value, Vec<String>)> {
        let mut builder = Builder::new(text.len(), true);
        let (value, seen) = super::super::quickly(text, &mut builder)?;
        let mut found = builder.into_findings();
        super::super::plain::note(text, false, false, Some(seen), &mut found);
        Some((value, said(&found)))
    }

    fn said(found: &Diagnostics) -> Vec<String> {
        found.iter().map(|finding| format!("{finding:?}")).collect()
    }

    fn texts(folder: &Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                texts(&path, found);
            } else if path.extension().is_some_and(|ending| ending == "yaml") {
                found.push(std::fs::read_to_string(path).unwrap());
            }
        }
    }

    #[test]
    fn both_readers_read_the_same() {
        // Another folder of descriptions can be held against both as well.
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let more = std::env::var_os("SDK_DESCRIPTIONS").map(std::path::PathBuf::from);
        let mut found = Vec::new();
        let own = [root.join("tests/features"), root.join("spec")];
        for folder in own.into_iter().chain(more) {
            texts(&folder, &mut found);
        }
        let mut quick = 0;
        for text in &found {
            if let Some((value, notes)) = quickly(text) {
                quick += 1;
                assert_eq!((Some(value), notes), slowly(text), "{text}");
            }
        }
        assert!(quick * 10 > found.len() * 9, "{quick} of {}", found.len());
    }

    #[test]
    fn words_without_quotes_are_what_they_are_to_the_other_reader() {
        for word in [
            "",
            "~",
            "null",
            "Null",
            "nul",
            "true",
            "TRUE",
            "tRue",
            "yes",
            "on",
            "0",
            "-0",
            "+1",
            "007",
            "-7",
            "1_000",
            "0x1F",
            "0o17",
            "0b11",
            "1.0",
            "1.",
            ".5",
            "1e3",
            "1E-3",
            "1e400",
            ".inf",
            "-.INF",
            ".nan",
            "inf",
            "nan",
            "12345678901234567",
            "1234567890123456789",
            "18446744073709551615",
            "18446744073709551616",
            "-9223372036854775808",
            "-9223372036854775809",
            "2020-01-02",
            "2020-01-02T10:00:00Z",
            "12:30",
            "1.2.3",
            "+",
            "-",
            ".",
            "...x",
            "e5",
            "deadbeef",
            "- a",
            "--",
            "-x",
            "-.",
            "+.5",
            "0.10",
        ] {
            for text in [
                format!("a: {word}\n"),
                format!("- {word}\n"),
                format!("{{a: {word}}}\n"),
                format!("{word}: x\n"),
            ] {
                if let Some((value, notes)) = quickly(&text) {
                    assert_eq!((Some(value), notes), slowly(&text), "{text}");
                }
            }
        }
    }

    #[test]
    fn what_is_out_of_the_ordinary_is_left_to_the_other_reader() {
        let deep = format!("a: {}1{}\n", "[".repeat(200), "]".repeat(200));
        for text in [
            "a: &x 1\nb: *x\n",
            "a: !!str 1\n",
            "<<: {a: 1}\n",
            "? [a]\n: 1\n",
            "a: [1\n",
            "a:\n\tb: 1\n",
            "a: \u{8}\n",
            &deep,
            "",
        ] {
            assert!(quickly(text).is_none(), "{text:?}");
        }
    }
}
