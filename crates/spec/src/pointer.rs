//! A JSON pointer that costs nothing until it is printed.
//!
//! Walking a document, each call frame holds one [`Pointer`] that borrows its parent's; no string is built unless a
//! diagnostic is made. Printing gives RFC 6901 text, which `position` turns into a line and a column.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

/// A place in a document: a linked frame per step from the root.
#[derive(Clone, Copy, Debug)]
pub struct Pointer<'a> {
    parent: Option<&'a Pointer<'a>>,
    segment: Segment<'a>,
    depth: usize,
}

#[derive(Clone, Copy, Debug)]
enum Segment<'a> {
    Base(&'a str),
    Key(&'a str),
    Index(usize),
}

impl<'a> Pointer<'a> {
    /// The document itself.
    #[must_use]
    pub const fn root() -> Self {
        Self::base("")
    }

    /// A pointer that starts at an already printed one, such as `/components/schemas/Client`.
    #[must_use]
    pub const fn base(pointer: &'a str) -> Self {
        Self {
            parent: None,
            segment: Segment::Base(pointer),
            depth: 0,
        }
    }

    /// The value under `key` of the mapping here.
    #[must_use]
    pub const fn key(&'a self, key: &'a str) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Key(key),
            depth: self.depth + 1,
        }
    }

    /// The item at `index` of the list here.
    #[must_use]
    pub const fn index(&'a self, index: usize) -> Self {
        Self {
            parent: Some(self),
            segment: Segment::Index(index),
            depth: self.depth + 1,
        }
    }

    /// How many steps lie between the base and here.
    #[must_use]
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// The last key or index as text; of the root, nothing.
    #[must_use]
    pub fn last(&self) -> Cow<'a, str> {
        match self.segment {
            Segment::Base(text) => unescape(text.rsplit('/').next().unwrap_or_default()),
            Segment::Key(key) => Cow::Borrowed(key),
            Segment::Index(index) => Cow::Owned(index.to_string()),
        }
    }

    /// The keys on the way from here up to the base, without indices.
    pub fn keys(&self) -> impl Iterator<Item = &'a str> {
        std::iter::successors(Some(self), |pointer| pointer.parent).filter_map(|pointer| {
            match pointer.segment {
                Segment::Key(key) => Some(key),
                Segment::Base(_) | Segment::Index(_) => None,
            }
        })
    }
}

impl fmt::Display for Pointer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // As deep as the walk that made the frames was, so that the stack has room.
        if let Some(parent) = self.parent {
            parent.fmt(f)?;
        }
        match self.segment {
            Segment::Base(text) => f.write_str(text),
            Segment::Key(key) => {
                f.write_char('/')?;
                escaped(key).try_for_each(|part| f.write_str(part))
            }
            Segment::Index(index) => write!(f, "/{index}"),
        }
    }
}

/// The pieces of a key as a pointer segment.
fn escaped(key: &str) -> impl Iterator<Item = &str> {
    key.split_inclusive(['~', '/']).flat_map(|part| {
        match (part.strip_suffix('~'), part.strip_suffix('/')) {
            (Some(before), _) => [before, "~0"],
            (_, Some(before)) => [before, "~1"],
            _ => [part, ""],
        }
    })
}

/// One key as a pointer segment: `~` becomes `~0`, `/` becomes `~1`.
#[must_use]
pub fn escape(key: &str) -> Cow<'_, str> {
    if key.contains(['~', '/']) {
        Cow::Owned(escaped(key).collect())
    } else {
        Cow::Borrowed(key)
    }
}

/// One pointer segment as a key: the reverse of [`escape`].
#[must_use]
pub fn unescape(segment: &str) -> Cow<'_, str> {
    if segment.contains('~') {
        Cow::Owned(segment.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(segment)
    }
}

/// The keys of a printed pointer, unescaped, from the root on.
pub fn segments(pointer: &str) -> impl Iterator<Item = Cow<'_, str>> {
    pointer
        .strip_prefix('/')
        .into_iter()
        .flat_map(|rest| rest.split('/'))
        .map(unescape)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_as_rfc_6901() {
        let root = Pointer::root();
        let paths = root.key("paths");
        let path = paths.key("/a~b/{id}");
        let list = path.key("parameters");
        assert_eq!(
            list.index(2).to_string(),
            "/paths/~1a~0b~1{id}/parameters/2"
        );
        assert_eq!(root.to_string(), "");
        assert_eq!(Pointer::base("/x").key("y").to_string(), "/x/y");
    }

    #[test]
    fn segments_give_the_keys_back() {
        let keys: Vec<_> = segments("/paths/~1a~0b/x").collect();
        assert_eq!(keys, ["paths", "/a~b", "x"]);
        assert_eq!(segments("").count(), 0);
    }
}
