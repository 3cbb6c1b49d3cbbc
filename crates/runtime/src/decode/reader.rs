//! [`Reader`]: the JSON text and where reading stands: white space, strings, numbers, skipping, the path.
//! Bytes go in; tokens come out. What a token means to a type is `de.rs`'s work.
//!
//! A reader of our own, not a wrapper around another: bending needs to look at the next value before a type is asked
//! (an empty one may be none), and one concrete deserialiser keeps what is compiled for each model small.

use super::choice::Picks;
use super::failure::{Failure, Place};
use super::learned::Learned;
use super::{Bend, describe};
use describe::Empty;
use std::sync::Arc;

/// As deep as objects and lists may nest.
const MAX_DEPTH: u32 = 127;

/// How many bends of one text are kept with their paths; the rest are counted. Keeping all could take many times the
/// memory of the text.
const MAX_BENDS: usize = 10_000;

/// How much of a property's name a path shows.
const MAX_NAME: usize = 80;

pub(crate) type Outcome<T> = Result<T, Failure>;

/// A JSON text being read.
pub(crate) struct Reader<'de> {
    text: &'de str,
    pub(super) at: usize,
    pub(super) depth: u32,
    pub(super) strict: bool,
    /// Whether bends are kept with their paths, or only counted.
    pub(super) observed: bool,
    pub(super) bends: Vec<Bend>,
    pub(super) bend_count: u64,
    pub(super) path: Vec<Step>,
    scratch: String,
    pub(super) learned: Option<Arc<Learned>>,
    /// Properties that no type knows, twice; those of objects whose names are open, once.
    pub(super) strange: u64,
    /// How many choices are being made, one within the other.
    pub(super) choosing: u32,
    pub(super) picks: Picks,
}

/// A step of the path to the value that is read.
#[derive(Clone, Copy, Debug)]
pub(super) enum Step {
    /// A property: where its name stands in the text, quotes excluded.
    Key(usize, usize),
    Index(usize),
}

/// A string, borrowed from the text where it has no escapes.
pub(super) enum Text<'de, 's> {
    Borrowed(&'de str),
    Copied(&'s str),
}

impl Text<'_, '_> {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Borrowed(text) => text,
            Self::Copied(text) => text,
        }
    }
}

/// A number: its text is kept where it does not fit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Number {
    Unsigned(u64),
    Signed(i64),
    Float(f64),
}

impl<'de> Reader<'de> {
    pub(super) fn new(
        text: &'de str,
        strict: bool,
        observed: bool,
        learned: Option<Arc<Learned>>,
    ) -> Self {
        let mut reader = Self {
            text,
            at: 0,
            depth: 0,
            strict,
            observed,
            bends: Vec::new(),
            bend_count: 0,
            path: Vec::new(),
            scratch: String::new(),
            learned,
            strange: 0,
            choosing: 0,
            picks: Picks::new(),
        };
        if !strict && text.starts_with('\u{feff}') {
            reader.at = '\u{feff}'.len_utf8();
            reader.bend("no byte order mark", 0);
        }
        reader
    }

    /// The first byte of the next value, or 0 at the end.
    #[inline]
    pub(super) fn peek(&mut self) -> u8 {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return byte;
            }
            self.at += 1;
        }
        0
    }

    /// The text from `start` to where reading stands.
    pub(super) fn since(&self, start: usize) -> &'de str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// The text from where reading stands.
    pub(super) fn rest(&self) -> &'de str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// Takes one byte if it is the next after white space.
    #[inline]
    pub(super) fn take(&mut self, wanted: u8) -> bool {
        let found = self.peek() == wanted;
        if found {
            self.at += 1;
        }
        found
    }

    /// Takes a literal (`null`, `true`, `false`) whose first letter has been seen.
    pub(super) fn word(&mut self, word: &'static str) -> Outcome<()> {
        if !self.rest().starts_with(word) {
            return Err(self.syntax("a word that is not true, false or null"));
        }
        self.at += word.len();
        Ok(())
    }

    /// Makes sure that nothing follows.
    pub(super) fn end(&mut self) -> Outcome<()> {
        if self.peek() == 0 && self.at >= self.text.len() {
            return Ok(());
        }
        Err(self.syntax("something follows the value"))
    }

    pub(super) fn enter(&mut self) -> Outcome<()> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.syntax("nested more than 127 deep"));
        }
        Ok(())
    }

    pub(super) fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Counts a bend of the value that is read, and keeps it if anyone looks.
    pub(super) fn bend(&mut self, expected: &'static str, start: usize) {
        self.bend_count += 1;
        if self.observed && self.bends.len() < MAX_BENDS {
            let path = self.json_path();
            let found = self.found(start);
            self.bends.push(Bend {
                path,
                expected,
                found,
            });
        }
    }

    pub(super) fn syntax(&self, message: &'static str) -> Failure {
        let message = if self.at >= self.text.len() {
            "the text ends too early"
        } else {
            message
        };
        Failure::syntax(message).placed(self.place(self.at))
    }

    pub(super) fn place(&self, start: usize) -> Place {
        Place {
            path: self.json_path(),
            start,
        }
    }

    /// What stands at `start`, for messages.
    pub(super) fn found(&self, start: usize) -> String {
        describe::value(self.text.get(start..).unwrap_or_default())
    }

    /// Which empty value stands at `start`, if one does.
    pub(super) fn empty(&self, start: usize) -> Option<Empty> {
        describe::empty(self.text.get(start..).unwrap_or_default())
    }

    fn json_path(&self) -> String {
        let mut path = String::from("$");
        for step in &self.path {
            match *step {
                Step::Index(index) => path.push_str(&format!("[{index}]")),
                Step::Key(start, end) => {
                    let name = self.text.get(start..end).unwrap_or_default();
                    let cut = name.char_indices().nth(MAX_NAME).map(|(cut, _)| cut);
                    let name = name.get(..cut.unwrap_or(name.len())).unwrap_or_default();
                    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
                    if !name.is_empty() && name.bytes().all(plain) {
                        path.push('.');
                        path.push_str(name);
                    } else {
                        path.push_str(&format!("[\"{name}\"]"));
                    }
                }
            }
        }
        path
    }

    /// The name of the property that is read.
    pub(super) fn key(&self) -> Option<&'de str> {
        match *self.path.last()? {
            Step::Key(start, end) => self.text.get(start..end),
            Step::Index(_) => None,
        }
    }

    /// The string with escapes that was read last.
    pub(super) fn copied(&self) -> &str {
        &self.scratch
    }

    /// Reads a string; its first quote is the next byte.
    pub(super) fn string(&mut self) -> Outcome<Text<'de, '_>> {
        let start = self.at + 1;
        self.at = plain_until(self.text.as_bytes(), start);
        match self.text.as_bytes().get(self.at) {
            Some(b'"') => {
                let text = self.since(start);
                self.at += 1;
                Ok(Text::Borrowed(text))
            }
            Some(b'\\') => {
                self.escaped(start)?;
                Ok(Text::Copied(&self.scratch))
            }
            Some(_) => Err(self.syntax("a control character in a string")),
            None => Err(self.syntax("a string without an end")),
        }
    }

    /// Reads the rest of a string whose first escape is the next byte.
    fn escaped(&mut self, start: usize) -> Outcome<()> {
        self.scratch.clear();
        let mut plain = start;
        loop {
            let piece = self.since(plain);
            self.scratch.push_str(piece);
            match self.text.as_bytes().get(self.at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    let letter = self.escape()?;
                    self.scratch.push(letter);
                }
                Some(_) => return Err(self.syntax("a control character in a string")),
                None => return Err(self.syntax("a string without an end")),
            }
            plain = self.at;
            self.at = plain_until(self.text.as_bytes(), plain);
        }
    }

    fn escape(&mut self) -> Outcome<char> {
        let kind = self.text.as_bytes().get(self.at + 1).copied().unwrap_or(0);
        self.at += 2;
        Ok(match kind {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(self.syntax("an unknown escape in a string")),
        })
    }

    fn unicode(&mut self) -> Outcome<char> {
        let first = self.hex()?;
        if !(0xD800..0xE000).contains(&first) {
            return char::from_u32(first)
                .ok_or_else(|| self.syntax("an escape that is no character"));
        }
        if first < 0xDC00 && self.rest().starts_with("\\u") {
            self.at += 2;
            let second = self.hex()?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return char::from_u32(code)
                    .ok_or_else(|| self.syntax("an escape that is no character"));
            }
        }
        Err(self.syntax("half a surrogate pair in a string"))
    }

    fn hex(&mut self) -> Outcome<u32> {
        let digits = self
            .text
            .get(self.at..self.at + 4)
            .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let code = digits.and_then(|digits| u32::from_str_radix(digits, 16).ok());
        let code =
            code.ok_or_else(|| self.syntax("an escape that is no four hexadecimal digits"))?;
        self.at += 4;
        Ok(code)
    }

    /// Passes over a string; its first quote is the next byte.
    pub(super) fn skip_string(&mut self) -> Outcome<()> {
        let mut at = self.at + 1;
        loop {
            at = plain_until(self.text.as_bytes(), at);
            self.at = at;
            match self.text.as_bytes().get(at) {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    // A half surrogate pair in a value nobody reads is no reason to fail.
                    let known = matches!(
                        self.text.as_bytes().get(at + 1),
                        Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' | b'u')
                    );
                    if !known {
                        return Err(self.syntax("an unknown escape in a string"));
                    }
                    at += 2;
                }
                Some(_) => return Err(self.syntax("a control character in a string")),
                None => return Err(self.syntax("a string without an end")),
            }
        }
    }
}

/// Where the first quote, backslash or control character stands, or the end.
#[inline]
fn plain_until(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const TOPS: u64 = 0x8080_8080_8080_8080;
    // Eight bytes at once: a byte that is zero after the exclusive or borrows into its top bit.
    while let Some(chunk) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
        let word = u64::from_le_bytes(*chunk);
        let quote = word ^ (ONES * u64::from(b'"'));
        let slash = word ^ (ONES * u64::from(b'\\'));
        let special = (quote.wrapping_sub(ONES) & !quote)
            | (slash.wrapping_sub(ONES) & !slash)
            | (word.wrapping_sub(ONES * 0x20) & !word);
        let special = special & TOPS;
        if special != 0 {
            return at + (special.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            return at;
        }
        at += 1;
    }
    at
}
