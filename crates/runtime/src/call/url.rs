//! Building the address of a request: base URL, path template, percent-encoding, query.
//! Templates and named texts go in, a parsed URL comes out, or a sentence that says which argument cannot be sent.

use crate::param::{ParamValue, QueryPair};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

/// Everything but RFC 3986's unreserved characters.
pub(super) const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// As for values, but brackets stay: servers know `ids[]` as it is written.
const NAME: &AsciiSet = &VALUE.remove(b'[').remove(b']');

/// As for values, but reserved characters stay, save those that end a value or stand for another in a query.
const RESERVED: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');
/// As for these, but the comma between values is not one within a value.
const RESERVED_ITEM: &AsciiSet = &RESERVED.add(b',');

/// The value of a path parameter or a cookie: text to be encoded, or what a style wrote.
#[derive(Clone, Debug)]
pub(super) enum Text {
    Plain(ParamValue),
    Written(String),
}

impl Text {
    fn is_empty(&self) -> bool {
        match self {
            Self::Plain(value) => value.as_str().is_empty(),
            Self::Written(text) => text.is_empty(),
        }
    }

    /// Writes it, encoded.
    pub(super) fn push_to(&self, out: &mut String) {
        match self {
            Self::Plain(value) => push_encoded(out, value.as_str(), VALUE),
            Self::Written(text) => out.push_str(text),
        }
    }
}

/// The address of a request: a base address, a filled path template, and queries one after the other.
pub(super) fn build(
    base: &Url,
    template: &str,
    values: &[(&'static str, Text)],
    queries: [&[QueryPair]; 2],
) -> Result<Url, String> {
    // A query of the base address (a version, say) stays before those of the request.
    let (base, base_query) = base.as_str().split_once('?').unwrap_or((base.as_str(), ""));
    let mut address = String::with_capacity(base.len() + template.len() + 96);
    address.push_str(base.trim_end_matches('/'));
    // A fragment stays with the client (RFC 9110 §7.1).
    let template = template.split('#').next().unwrap_or_default();
    path(&mut address, template, values)?;
    let mut mark = if template.contains('?') { '&' } else { '?' };
    if !base_query.is_empty() {
        address.push(mark);
        address.push_str(base_query);
        mark = '&';
    }
    for pair in queries.into_iter().flatten() {
        address.push(mark);
        push_pair(&mut address, pair);
        mark = '&';
    }
    Url::parse(&address)
        .map_err(|error| format!("the address of the request cannot be formed: {error}"))
}

/// Writes a filled path template; each value becomes one segment, or a part of one, and never more.
fn path(
    address: &mut String,
    template: &str,
    values: &[(&'static str, Text)],
) -> Result<(), String> {
    address.push('/');
    let mut rest = template.strip_prefix('/').unwrap_or(template);
    let mut segment = address.len();
    while let Some(at) = rest.bytes().position(|byte| matches!(byte, b'/' | b'{')) {
        let (before, marked) = rest.split_at(at);
        let (mark, after) = marked.split_at(1);
        address.push_str(before);
        rest = after;
        if mark == "/" {
            no_step(address, segment)?;
            address.push('/');
            segment = address.len();
            continue;
        }
        // A brace that is not closed within its segment is one.
        let end = after
            .bytes()
            .position(|byte| matches!(byte, b'}' | b'/'))
            .map(|end| after.split_at(end));
        match end.and_then(|(name, tail)| Some((name, tail.strip_prefix('}')?))) {
            None => address.push('{'),
            Some((name, tail)) => {
                value(values, name)?.push_to(address);
                rest = tail;
            }
        }
    }
    address.push_str(rest);
    no_step(address, segment)
}

/// The value of a path parameter: the one that was set last.
fn value<'v>(values: &'v [(&'static str, Text)], name: &str) -> Result<&'v Text, String> {
    let mut known = values.iter().rev();
    match known.find(|(known, _)| *known == name) {
        Some((_, value)) if !value.is_empty() => Ok(value),
        Some(_) => Err(format!(
            "the path parameter `{name}` is empty; a path segment needs a value"
        )),
        None => Err(format!("the path parameter `{name}` is not set")),
    }
}

/// A URL parser takes these two for steps in the tree, however they are encoded.
fn no_step(address: &str, segment: usize) -> Result<(), String> {
    match address.get(segment..) {
        Some(step @ ("." | "..")) => Err(format!("a path segment cannot be `{step}`")),
        _ => Ok(()),
    }
}

/// A text, percent-encoded.
#[cfg(feature = "oauth")]
pub(crate) fn encoded(text: &str) -> String {
    let mut out = String::new();
    push_encoded(&mut out, text, VALUE);
    out
}

/// Writes pairs as an urlencoded form.
pub(crate) fn form(pairs: &[QueryPair]) -> String {
    let mut form = String::new();
    for pair in pairs {
        if !form.is_empty() {
            form.push('&');
        }
        push_pair(&mut form, pair);
    }
    form
}

fn push_pair(text: &mut String, pair: &QueryPair) {
    push_encoded(text, &pair.name, NAME);
    text.push('=');
    let set = match (pair.reserved, pair.values.len()) {
        (false, _) => VALUE,
        (true, 1) => RESERVED,
        (true, _) => RESERVED_ITEM,
    };
    for (index, value) in pair.values.iter().enumerate() {
        if index > 0 {
            text.push_str(pair.separator);
        }
        push_encoded(text, value.as_str(), set);
    }
}

/// Most values are numbers and plain words, which need no encoding.
pub(super) fn push_encoded(text: &mut String, value: &str, set: &'static AsciiSet) {
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if value.bytes().all(plain) {
        text.push_str(value);
    } else {
        text.extend(utf8_percent_encode(value, set));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, value: &str) -> Result<String, String> {
        let mut address = String::new();
        path(&mut address, template, &[("id", Text::Plain(value.into()))]).map(|()| address)
    }

    #[test]
    fn a_value_stays_within_its_segment() {
        assert_eq!(
            filled("/a/{id}/b", "x/y?z#w %").unwrap(),
            "/a/x%2Fy%3Fz%23w%20%25/b"
        );
        assert_eq!(filled("/files/{id}.pdf", "..").unwrap(), "/files/...pdf");
        assert_eq!(filled("/a/{id}/", "é").unwrap(), "/a/%C3%A9/");
        assert_eq!(filled("a/{id}{id}", "1").unwrap(), "/a/11");
        assert_eq!(filled("/a{/b}/{id", "1").unwrap(), "/a{/b}/{id");
    }

    #[test]
    fn a_value_that_would_change_the_path_is_refused() {
        for value in ["", ".", ".."] {
            assert!(filled("/a/{id}/b", value).is_err(), "{value:?}");
        }
        assert!(
            filled("/a/{other}", "1")
                .unwrap_err()
                .contains("`other` is not set")
        );
    }

    #[test]
    fn queries_come_one_after_the_other_and_are_encoded() {
        let pairs = [
            QueryPair::one("ids[]".into(), 1.into()),
            QueryPair::one("name".into(), "a&b=c +".into()),
            QueryPair {
                name: "list".into(),
                values: vec![1.into(), "x,y".into()],
                separator: ",",
                reserved: false,
            },
        ];
        let encoded = "ids[]=1&name=a%26b%3Dc%20%2B&list=1,x%2Cy";
        assert_eq!(form(&pairs), encoded);
        let base = Url::parse("https://h.example/v1/?key=1").unwrap();
        let other = build(&base, "/a?b=2#c", &[], [&[], &[]]).unwrap();
        assert_eq!(other.as_str(), "https://h.example/v1/a?b=2&key=1");
        let (first, rest) = pairs.split_at(1);
        let url = build(&base, "/a", &[], [first, rest]).unwrap();
        assert_eq!(
            url.as_str(),
            format!("https://h.example/v1/a?key=1&{encoded}")
        );
    }
}
