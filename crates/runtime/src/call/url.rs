//! Building the address of a request: base URL, path template, percent-encoding, query.
//! Templates and named texts go in, a parsed URL comes out, or a sentence that says which argument cannot be sent.

use crate::param::{ParamValue, QueryPair};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::Url;

/// Everything but RFC 3986's unreserved characters.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');
/// As for values, but brackets stay: servers know `ids[]` as it is written.
const NAME: &AsciiSet = &VALUE.remove(b'[').remove(b']');

/// Fills a path template; each value becomes one segment, or a part of one, and never more.
pub(super) fn path(
    template: &str,
    values: &[(&'static str, ParamValue)],
) -> Result<String, String> {
    let mut path = String::with_capacity(template.len() + 32);
    for segment in template
        .split('/')
        .skip(usize::from(template.starts_with('/')))
    {
        let start = path.len() + 1;
        path.push('/');
        let mut rest = segment;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, tail)) = after.split_once('}') else {
                break;
            };
            path.push_str(before);
            let value = values
                .iter()
                .rev()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| value.as_str());
            let value = value.ok_or_else(|| format!("the path parameter `{name}` is not set"))?;
            if value.is_empty() {
                return Err(format!(
                    "the path parameter `{name}` is empty; a path segment needs a value"
                ));
            }
            path.extend(utf8_percent_encode(value, VALUE));
            rest = tail;
        }
        path.push_str(rest);
        // A URL parser takes these two for steps in the tree, however they are encoded.
        if matches!(path.get(start..), Some("." | "..")) && segment.contains('{') {
            return Err(format!(
                "a path segment cannot be `{}`",
                path.get(start..).unwrap_or_default()
            ));
        }
    }
    Ok(path)
}

/// Writes pairs as a query or an urlencoded form.
pub(super) fn query(pairs: &[QueryPair]) -> String {
    let mut query = String::new();
    for pair in pairs {
        if !query.is_empty() {
            query.push('&');
        }
        query.extend(utf8_percent_encode(&pair.name, NAME));
        query.push('=');
        for (index, value) in pair.values.iter().enumerate() {
            if index > 0 {
                query.push_str(pair.separator);
            }
            query.extend(utf8_percent_encode(value.as_str(), VALUE));
        }
    }
    query
}

/// Joins a base address, a path and a query.
pub(super) fn join(base: &Url, path: &str, query: &str) -> Result<Url, String> {
    let base_text = base.as_str();
    // A query of the base address (a version, say) stays first.
    let (base_path, base_query) = base_text.split_once('?').unwrap_or((base_text, ""));
    let mut text = String::with_capacity(base_path.len() + path.len() + query.len() + 2);
    text.push_str(base_path.trim_end_matches('/'));
    text.push_str(path);
    let mut mark = '?';
    for part in [base_query, query] {
        if !part.is_empty() {
            text.push(mark);
            text.push_str(part);
            mark = '&';
        }
    }
    Url::parse(&text)
        .map_err(|error| format!("the address of the request cannot be formed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(template: &str, value: &str) -> Result<String, String> {
        path(template, &[("id", ParamValue::from(value))])
    }

    #[test]
    fn a_value_stays_within_its_segment() {
        assert_eq!(
            filled("/a/{id}/b", "x/y?z#w %").unwrap(),
            "/a/x%2Fy%3Fz%23w%20%25/b"
        );
        assert_eq!(filled("/files/{id}.pdf", "..").unwrap(), "/files/...pdf");
        assert_eq!(filled("/a/{id}/", "é").unwrap(), "/a/%C3%A9/");
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
    fn queries_keep_brackets_in_names_and_encode_values() {
        let pairs = [
            QueryPair::one("ids[]".into(), 1.into()),
            QueryPair::one("name".into(), "a&b=c +".into()),
            QueryPair {
                name: "list".into(),
                values: vec![1.into(), "x,y".into()],
                separator: ",",
            },
        ];
        assert_eq!(query(&pairs), "ids[]=1&name=a%26b%3Dc%20%2B&list=1,x%2Cy");
        let base = Url::parse("https://h.example/v1/?key=1").unwrap();
        assert_eq!(
            join(&base, "/a%2Fb", "x=1").unwrap().as_str(),
            "https://h.example/v1/a%2Fb?key=1&x=1"
        );
    }
}
