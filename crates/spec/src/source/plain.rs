//! What is legal in YAML and still not meant so in a description: numbers and words as keys, dates without quotes, a
//! byte order mark, carriage returns. All of it is read as the text it is; each kind is noted once for a document.

use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::position::Position;
use saphyr_parser::{Event, Parser, ScalarStyle, Span};

/// Notes everything that this module knows of in a text that was read already, and of which the reader may have seen
/// what stands without quotes.
pub(super) fn note(
    text: &str,
    has_mark: bool,
    is_json: bool,
    seen: Option<Seen>,
    diagnostics: &mut Diagnostics,
) {
    if has_mark {
        diagnostics.push(byte_order_mark());
    }
    if is_json {
        return;
    }
    diagnostics.extend(carriage_returns(text));
    // A second reading is for those texts only in which something may be found.
    let mut lines = text.split('\n').flat_map(|line| line.split('\r'));
    let seen = seen.or_else(|| lines.any(is_suspicious).then(|| Seen::of(text)));
    if let Some(seen) = seen {
        diagnostics.extend(seen.keys.note(keys));
        diagnostics.extend(seen.dates.note(dates));
    }
}

/// U+FEFF before the first character: a mark of UTF-8 for some editors, which JSON forbids, is left out.
fn byte_order_mark() -> Diagnostic {
    let message = "the text starts with a byte order mark; read without it";
    Diagnostic::note("repair-byte-order-mark", message).at_position(Position::new(1, 1))
}

/// CR and CR LF end lines as LF does; in block texts they are read as LF.
fn carriage_returns(text: &str) -> Option<Diagnostic> {
    let before = &text[..text.find('\r')?];
    let line = 1 + before.matches('\n').count();
    let message = "lines end with carriage returns; read as line feeds";
    Some(Diagnostic::note("repair-carriage-returns", message).at_position(Position::new(line, 1)))
}

/// `200:` and `true:`: keys that YAML takes for numbers and words, where OpenAPI wants texts (3.1.1, 4.8.16.1).
fn keys(count: usize, first: &str) -> (&'static str, String) {
    let message = format!(
        "{} without quotes and no text in YAML (`{first}`); read as written",
        some(count, "a key", "keys")
    );
    ("repair-key", message)
}

/// `2020-01-02`: a date to YAML 1.1, a text to YAML 1.2, and meant as one in a description.
fn dates(count: usize, first: &str) -> (&'static str, String) {
    let message = format!(
        "{} without quotes (`{first}`), which old YAML readers take for a time stamp; read as written",
        some(count, "a date", "dates")
    );
    ("repair-date", message)
}

fn some(count: usize, one: &str, many: &str) -> String {
    match count {
        1 => format!("{one} is"),
        _ => format!("{count} {many} are"),
    }
}

/// Whether a line may hold such a key or date; texts in blocks and quotes are not told apart.
fn is_suspicious(line: &str) -> bool {
    let bytes = line.as_bytes();
    // Whether a key or a value may start here.
    let mut start = true;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b' ' | b'\t' => {}
            b'{' | b'[' | b',' => start = true,
            b'-' | b'?' | b':' if matches!(bytes.get(at + 1), None | Some(b' ' | b'\t')) => {
                start = start || *byte == b':';
            }
            _ => {
                if start && may_be_no_text(*byte) && starts_so(&line[at..]) {
                    return true;
                }
                start = false;
            }
        }
    }
    false
}

fn starts_so(text: &str) -> bool {
    let end = text.find([':', ',', '}', ']', ' ']).unwrap_or(text.len());
    is_date(text) || text[end..].trim_start().starts_with(':') && is_no_text(&text[..end])
}

/// Whether a word that starts so can be a number, a truth value, nothing or a date.
fn may_be_no_text(first: u8) -> bool {
    first.is_ascii_digit() || b"+-.~nNtTfF".contains(&first)
}

/// Whether YAML's core schema reads this plain word as a number, a truth value or nothing.
pub(super) fn is_no_text(word: &str) -> bool {
    let number = word.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '+' | '-' | '.'));
    number && word.parse::<f64>().is_ok()
        || matches!(word, "~" | "null" | "Null" | "NULL")
        || matches!(word, "true" | "True" | "TRUE" | "false" | "False" | "FALSE")
}

/// Whether a plain word starts as `2020-01-02` does.
fn is_date(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() >= 10
        && bytes[..10].iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

/// How often something was seen, and the first of it.
#[derive(Default)]
struct Count {
    count: usize,
    first: Option<(String, Position)>,
}

impl Count {
    fn see(&mut self, word: &str, span: Span) {
        self.count += 1;
        if self.first.is_none() {
            self.first = Some((word.to_owned(), Position::of(span)));
        }
    }

    fn note(self, words: fn(usize, &str) -> (&'static str, String)) -> Option<Diagnostic> {
        let (first, position) = self.first?;
        let (code, message) = words(self.count, &first);
        Some(
            Diagnostic::note(code, message)
                .at_position(position)
                .help("put it into quotes"),
        )
    }
}

/// What stands without quotes in the first document of a text.
#[derive(Default)]
pub(super) struct Seen {
    keys: Count,
    dates: Count,
}

impl Seen {
    /// A key without quotes that is no text.
    pub(super) fn see_key(&mut self, word: &str, span: Span) {
        self.keys.see(word, span);
    }

    /// A value without quotes.
    pub(super) fn see_value(&mut self, word: &str, span: Span) {
        if is_date(word) {
            self.dates.see(word, span);
        }
    }

    fn of(text: &str) -> Self {
        let mut seen = Self::default();
        // For each open mapping, whether a key comes next; nothing for a list.
        let mut open: Vec<Option<bool>> = Vec::new();
        for event in Parser::new_from_str(text) {
            // A text that one YAML reader takes and another does not is answered with what was found so far.
            let Ok((event, span)) = event else { break };
            match event {
                Event::MappingEnd | Event::SequenceEnd => {
                    open.pop();
                    if open.is_empty() {
                        break;
                    }
                }
                Event::MappingStart(..) => {
                    turn(&mut open);
                    open.push(Some(true));
                }
                Event::SequenceStart(..) => {
                    turn(&mut open);
                    open.push(None);
                }
                Event::Scalar(word, style, _, tag) => {
                    let is_key = turn(&mut open);
                    if style != ScalarStyle::Plain || tag.is_some() {
                        continue;
                    }
                    if is_key && is_no_text(&word) {
                        seen.see_key(&word, span);
                    } else {
                        seen.see_value(&word, span);
                    }
                }
                Event::Alias(_) => {
                    turn(&mut open);
                }
                _ => {}
            }
        }
        seen
    }
}

/// Whether the node that comes now is a key; the next one in its mapping is not, then.
fn turn(open: &mut [Option<bool>]) -> bool {
    match open.last_mut() {
        Some(Some(is_key)) => std::mem::replace(is_key, !*is_key),
        _ => false,
    }
}
