//! [`Paging`]: how an operation pages, as static facts; `Progress`: where a walk through the pages stands.
//! The request and each answer's body go in; the next request's parameters come out, or that there is no next one.

use crate::api::Envelope;
use crate::call::Parts;
use crate::decode::pointer;
use crate::param::ParamValue;
use serde_json::Value;
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

/// How an operation pages.
///
/// ```
/// use sdk_runtime::Paging;
/// // `?page=2&count=50`; 25 to a page unless asked otherwise, 300 at most.
/// static NUMBERED: Paging = Paging::number("page").size("count", 25, 300).total("/meta/total_count");
/// // The answer says what to ask for next, in the body of the request.
/// static CURSOR: Paging = Paging::cursor(&[("/meta/cursor/next/from", "from"), ("/meta/cursor/next/to", "to")]).in_body();
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Paging {
    kind: Kind,
    in_body: bool,
    total: Option<&'static str>,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Number {
        page: &'static str,
        first: i64,
        size: Option<Size>,
    },
    Cursor(&'static [(&'static str, &'static str)]),
}

#[derive(Clone, Copy, Debug)]
struct Size {
    name: &'static str,
    default: u64,
    most: u64,
}

impl Paging {
    /// Pages by number, from 1, in the parameter `page`.
    #[must_use]
    pub const fn number(page: &'static str) -> Self {
        Self {
            kind: Kind::Number {
                page,
                first: 1,
                size: None,
            },
            in_body: false,
            total: None,
        }
    }

    /// Pages by values of each answer: pairs of a JSON pointer into the answer and the parameter that takes the value.
    /// A value that is absent or null means that there are no more pages.
    #[must_use]
    pub const fn cursor(values: &'static [(&'static str, &'static str)]) -> Self {
        Self {
            kind: Kind::Cursor(values),
            in_body: false,
            total: None,
        }
    }

    /// The parameter that sets a page's size, the size without it, and the most the server gives (0: not known).
    /// A page with fewer items is the last.
    #[must_use]
    pub const fn size(mut self, name: &'static str, default: u64, most: u64) -> Self {
        if let Kind::Number { page, first, .. } = self.kind {
            self.kind = Kind::Number {
                page,
                first,
                size: Some(Size {
                    name,
                    default,
                    most,
                }),
            };
        }
        self
    }

    /// The number of the first page, where it is not 1.
    #[must_use]
    pub const fn first(mut self, number: i64) -> Self {
        if let Kind::Number { page, size, .. } = self.kind {
            self.kind = Kind::Number {
                page,
                first: number,
                size,
            };
        }
        self
    }

    /// The parameters are fields of the JSON body, not of the query.
    #[must_use]
    pub const fn in_body(mut self) -> Self {
        self.in_body = true;
        self
    }

    /// Where the answer says how many items there are on all pages: a JSON pointer.
    #[must_use]
    pub const fn total(mut self, pointer: &'static str) -> Self {
        self.total = Some(pointer);
        self
    }
}

/// Where a walk stands.
pub(super) struct Progress {
    paging: &'static Paging,
    number: i64,
    /// How many items lie before the next page, where that is known.
    before: Option<u64>,
    size: Option<u64>,
    cursor: Vec<Value>,
    last_digest: Option<u64>,
}

/// What an answer says about the walk.
pub(super) struct Seen {
    /// Whether there may be another page.
    pub(super) more: bool,
    /// Whether the page is worth giving: it is not empty after the first, and not the one before once more.
    pub(super) fresh: bool,
    pub(super) total: Option<u64>,
}

impl Progress {
    pub(super) fn new(paging: &'static Paging, parts: &Parts) -> Self {
        let read = |name: &str| {
            parts
                .current(name)
                .and_then(|value| value.as_str().parse::<i64>().ok())
        };
        let mut progress = Self {
            paging,
            number: 1,
            before: None,
            size: None,
            cursor: Vec::new(),
            last_digest: None,
        };
        if let Kind::Number { page, first, size } = paging.kind {
            progress.number = read(page).unwrap_or(first);
            progress.size = size.and_then(|size| {
                let asked = read(size.name).and_then(|asked| u64::try_from(asked).ok());
                let known = if size.most > 0 {
                    asked.map(|asked| asked.min(size.most))
                } else {
                    asked.map(|asked| asked.min(size.default))
                };
                known.or(Some(size.default)).filter(|size| *size > 0)
            });
            let skipped = u64::try_from(progress.number - first).unwrap_or(0);
            progress.before = if skipped == 0 { Some(0) } else { None };
        }
        progress
    }

    /// Writes the next page's parameters into the request.
    pub(super) fn place(&self, parts: &mut Parts) {
        match self.paging.kind {
            Kind::Number { page, .. } => {
                // The first page is asked for as the caller wrote the request.
                if self.last_digest.is_some() {
                    self.set(parts, page, &Value::from(self.number));
                }
            }
            Kind::Cursor(values) => {
                for ((_, name), value) in values.iter().zip(&self.cursor) {
                    self.set(parts, name, value);
                }
            }
        }
    }

    fn set(&self, parts: &mut Parts, name: &'static str, value: &Value) {
        if self.paging.in_body {
            parts.set_field(name, value.to_string());
        } else {
            let text = match value {
                Value::String(text) => text.clone(),
                value => value.to_string(),
            };
            parts.set_query(Cow::Borrowed(name), ParamValue::from(text));
        }
    }

    /// Learns from an answer.
    pub(super) fn advance(
        &mut self,
        body: &[u8],
        count: usize,
        envelope: Option<&'static Envelope>,
    ) -> Seen {
        let total = self
            .paging
            .total
            .and_then(|at| pointer::value(body, at))
            .as_ref()
            .and_then(whole);
        let first = self.last_digest.is_none();
        let digest = digest(body, envelope);
        let repeated = count > 0 && self.last_digest == Some(digest);
        self.last_digest = Some(digest);
        let fresh = !repeated && (count > 0 || first);
        if repeated {
            return Seen {
                more: false,
                fresh,
                total,
            };
        }
        let more = match self.paging.kind {
            Kind::Number { .. } => count > 0 && self.advance_number(count as u64, total),
            Kind::Cursor(values) => self.advance_cursor(body, values),
        };
        Seen { more, fresh, total }
    }

    fn advance_number(&mut self, count: u64, total: Option<u64>) -> bool {
        self.number += 1;
        self.before = self.before.map(|before| before + count);
        let full = self.size.is_none_or(|size| count >= size);
        match (total, self.before) {
            // Some servers call the number of items on the page the total; with a full page that cannot be told apart,
            // and asking once too often loses nothing.
            (Some(total), _) if total == count && full => true,
            // The server's own word counts for more than a page's length, which it may have cut.
            (Some(total), Some(before)) if total > 0 => before < total,
            _ => full,
        }
    }

    /// A cursor may lead over an empty stretch, so an empty page is no end; the same cursor again is.
    fn advance_cursor(
        &mut self,
        body: &[u8],
        values: &'static [(&'static str, &'static str)],
    ) -> bool {
        let next: Option<Vec<Value>> = values
            .iter()
            .map(|(at, _)| {
                pointer::value(body, at)
                    .filter(|value| !value.is_null() && value.as_str() != Some(""))
            })
            .collect();
        match next {
            Some(next) if next != self.cursor => {
                self.cursor = next;
                true
            }
            _ => false,
        }
    }
}

fn whole(value: &Value) -> Option<u64> {
    value
        .as_u64()
        .or_else(|| value.as_str()?.trim().parse().ok())
}

/// A digest of the data, to tell a page the server gives again whatever is asked.
fn digest(body: &[u8], envelope: Option<&'static Envelope>) -> u64 {
    let data = envelope.and_then(|envelope| pointer::raw(body, &format!("/{}", envelope.data)));
    let mut hasher = DefaultHasher::new();
    match &data {
        Some(data) => data.get().as_bytes().hash(&mut hasher),
        None => body.hash(&mut hasher),
    }
    hasher.finish()
}
