//! Text in, tree out: YAML or JSON becomes a `serde_json::Value`, with every odd thing in the text dealt with here.
//!
//! `tree` builds the values (duplicate keys, keys that are not strings, merge keys, bounds); `long` bounds single texts;
//! `quick`
//! reads what is in no way out of the ordinary; `plain` notes what YAML allows and a description should not have; `version` says whether the tree is a description
//! this crate reads. What the tree means is for the later stages.

mod long;
mod plain;
mod quick;
mod tree;
mod version;

#[cfg(test)]
mod tests;

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::position::Position;
use serde::de::DeserializeSeed;
use serde_json::Value;
use std::borrow::Cow;
use tree::{Builder, Node};

pub use long::MAX_TEXT;
pub(crate) use version::kind;
pub use version::{Version, version};

/// A text and the name it goes by in diagnostics (a path, mostly).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// What diagnostics call it.
    pub name: String,
    /// The whole text.
    pub text: String,
}

impl Source {
    /// A text under a name.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            text: text.into(),
        }
    }
}

/// How deep mappings and lists may nest. The YAML and JSON readers have this same bound; it keeps every later walk
/// from overflowing the stack.
pub const MAX_DEPTH: usize = 128;

/// Larger texts are refused before anything is read.
pub const MAX_BYTES: usize = 128 << 20;

/// Reads any YAML or JSON text.
///
/// Findings that do not stop the reading (a key that stands twice, say) go to `diagnostics`.
///
/// # Errors
/// When the text is neither, nests too deep, or grows out of proportion through YAML aliases.
pub fn read(source: &Source, diagnostics: &mut Diagnostics) -> Result<Value, Diagnostic> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    if text.len() > MAX_BYTES {
        let message = format!(
            "expected a text of at most {} MB, found {} MB",
            MAX_BYTES >> 20,
            text.len() >> 20
        );
        return Err(Diagnostic::error("too-large", message).at_position(Position::new(1, 1)));
    }
    let json = text.trim_start().starts_with(['{', '[']);
    let mut builder = Builder::new(text.len(), !json);
    let mut seen = None;
    let outcome = if json {
        read_json(text, &mut builder)
    } else if let Some((value, noted)) = quickly(text, &mut builder) {
        seen = Some(noted);
        Ok(value)
    } else {
        builder = Builder::new(text.len(), true);
        read_yaml(text, &mut builder)
    };
    diagnostics.extend(builder.into_findings());
    if outcome.is_ok() {
        let has_mark = text.len() < source.text.len();
        plain::note(text, has_mark, json, seen, diagnostics);
    }
    outcome
}

fn read_json(text: &str, builder: &mut Builder) -> Result<Value, Diagnostic> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let outcome = Node::root(builder)
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    let error = match outcome {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // The text may be YAML in flow style (unquoted keys, comments, a comma too many); unless it was only too deep.
    let too_deep = error.to_string().contains("recursion limit");
    if !too_deep && !builder.exhausted() && builder.refusal().is_none() {
        let mut second = Builder::new(text.len(), true);
        if let Ok(value) = read_yaml(text, &mut second) {
            *builder = second;
            return Ok(value);
        }
    }
    let position = Position::new(error.line().max(1), error.column().max(1));
    Err(explain(
        "not-json",
        "JSON",
        &error.to_string(),
        position,
        builder,
    ))
}

/// The tree of a text in which nothing is out of the ordinary, and nothing is to be mended.
fn quickly(text: &str, builder: &mut Builder) -> Option<(Value, plain::Seen)> {
    let is_sound = hopeless(text).is_none()
        && matches!(tabs_to_spaces(text), Cow::Borrowed(_))
        && matches!(without_controls(text), Cow::Borrowed(_));
    is_sound.then(|| quick::read(text, builder)).flatten()
}

/// A change to a text; borrowed where there is nothing to change.
type Mend = fn(&str) -> Cow<'_, str>;

fn read_yaml(text: &str, builder: &mut Builder) -> Result<Value, Diagnostic> {
    if let Some(line) = hopeless(text) {
        return Err(too_deep().at_position(Position::new(line, 1)));
    }
    let first = match yaml(text, builder) {
        Ok(value) => return Ok(value),
        Err(error) => error,
    };
    // The mistakes in YAML's syntax that have an obvious meaning; both may be in one text.
    let mut mended = Cow::Borrowed(text);
    let mends: [(Mend, Diagnostic); 2] = [
        (
            tabs_to_spaces,
            Diagnostic::warning(
                "repair-tabs",
                "lines are indented with tabs, which YAML forbids; each tab is read as two spaces",
            )
            .help("indent with spaces"),
        ),
        (
            without_controls,
            Diagnostic::warning(
                "repair-control-characters",
                "the text holds control characters, which YAML forbids; read without them",
            )
            .help("remove them"),
        ),
    ];
    let mut applied = Vec::new();
    for (mend, finding) in mends {
        if let Cow::Owned(text) = mend(&mended) {
            mended = Cow::Owned(text);
            applied.push(finding);
        }
    }
    if !applied.is_empty() {
        let mut second = Builder::new(mended.len(), true);
        if let Ok(value) = yaml(&mended, &mut second) {
            applied
                .into_iter()
                .for_each(|finding| second.finding(finding));
            *builder = second;
            return Ok(value);
        }
    }
    Err(first)
}

const SEVERAL_DOCUMENTS: &str =
    "the text holds several YAML documents (separated by `---`); only the first one is read";

fn yaml(text: &str, builder: &mut Builder) -> Result<Value, Diagnostic> {
    // Only the first document counts; a second one in the same text is reported, not read.
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(document) = documents.next() else {
        return Ok(Value::Null);
    };
    match Node::root(builder).deserialize(document) {
        Ok(value) => {
            if documents.next().is_some() {
                builder.finding(Diagnostic::warning("several-documents", SEVERAL_DOCUMENTS));
            }
            Ok(value)
        }
        Err(error) => {
            // Its lines are YAML 1.1's, which some rare characters end, too.
            let position = error.location().map_or(Position::new(1, 1), |at| {
                Position::of_byte(text, at.index())
            });
            Err(explain(
                "not-yaml",
                "YAML",
                &error.to_string(),
                position,
                builder,
            ))
        }
    }
}

/// How many brackets may be open at once before the text is not even given to the YAML reader, whose time grows with
/// the square of that number. Quotes and comments are not looked at, so this is far beyond what is allowed.
const HOPELESS: usize = 1_000;

/// The same for the whole text, whatever its lines look like.
const HOPELESS_IN_ALL: usize = 15_000;

/// The line where far too many brackets are open.
fn hopeless(text: &str) -> Option<usize> {
    let (mut open, mut in_all) = (0_usize, 0_usize);
    for (number, line) in text.split('\n').enumerate() {
        // A word at the start of a line is a key of the outermost mapping: no bracket is open there.
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            open = 0;
        }
        let is_bracket = |byte: &u8| matches!(byte, b'[' | b'{' | b']' | b'}');
        for byte in line.bytes().filter(is_bracket) {
            if matches!(byte, b'[' | b'{') {
                open += 1;
                in_all += 1;
            } else {
                open = open.saturating_sub(1);
                in_all = in_all.saturating_sub(1);
            }
            if open > HOPELESS || in_all > HOPELESS_IN_ALL {
                return Some(number + 1);
            }
        }
    }
    None
}

fn too_deep() -> Diagnostic {
    let message =
        format!("expected at most {MAX_DEPTH} nested levels of mappings and lists, found more");
    Diagnostic::error("too-deep", message)
        .help("move the inner parts to `components` and refer to them with `$ref`")
}

/// A reader's error in words for people.
fn explain(
    code: &'static str,
    what: &str,
    error: &str,
    position: Position,
    builder: &Builder,
) -> Diagnostic {
    if let Some(refusal) = builder.refusal() {
        return refusal.clone();
    }
    let diagnostic = if builder.exhausted() || error.contains("repetition limit") {
        Diagnostic::error(
            "alias-explosion",
            "the YAML aliases (`*name`) in this text expand to far more than the text itself",
        )
        .help("write the repeated parts as `$ref`s instead")
    } else if error.contains("recursion limit") {
        too_deep()
    } else {
        // The reader repeats the position at the end of its message; the diagnostic shows it itself.
        let reason = error.split(" at line ").next().unwrap_or(error);
        Diagnostic::error(code, format!("expected {what}, but the text cannot be read: {reason}"))
            .help("an OpenAPI description is a YAML or JSON file; check that the download is complete and is not an HTML page")
    };
    diagnostic.at_position(position)
}

/// The text without the characters that YAML allows nowhere.
fn without_controls(text: &str) -> Cow<'_, str> {
    let wrong = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}');
    // Each of them is, or starts with, one of these bytes; most texts have none.
    let may_be = |byte: u8| {
        byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || matches!(byte, 0x7f | 0xc2 | 0xef)
    };
    let mut bytes = text.bytes().enumerate();
    if bytes.any(|(at, byte)| may_be(byte) && text[at..].starts_with(wrong)) {
        Cow::Owned(text.replace(wrong, ""))
    } else {
        Cow::Borrowed(text)
    }
}

/// The text with each tab of a line's indentation as two spaces.
fn tabs_to_spaces(text: &str) -> Cow<'_, str> {
    let mut lines = text.split('\n');
    let is_indented = |line: &str| line.trim_start_matches(' ').starts_with('\t');
    if !text.contains('\t') || !lines.any(is_indented) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for line in text.split_inclusive('\n') {
        let body = line.trim_start_matches([' ', '\t']);
        for c in line[..line.len() - body.len()].chars() {
            out.push_str(if c == '\t' { "  " } else { " " });
        }
        out.push_str(body);
    }
    Cow::Owned(out)
}
