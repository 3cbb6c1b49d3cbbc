//! The files that references lead to: which one a reference means, and its tree, fetched once.

use crate::Loader;
use crate::diagnostic::Diagnostics;
use crate::source::{self, Source};
use serde_json::Value;

/// At most this many other files are read.
const MOST_FILES: usize = 2_000;

pub(super) struct Files<'a> {
    loader: Option<Loader<'a>>,
    /// The description first; its tree is held elsewhere.
    names: Vec<String>,
    others: Vec<(Source, Value)>,
}

impl<'a> Files<'a> {
    pub(super) fn new(name: &str, loader: Option<Loader<'a>>) -> Self {
        Self {
            loader,
            names: vec![name.to_owned()],
            others: Vec::new(),
        }
    }

    pub(super) fn name(&self, file: usize) -> &str {
        self.names.get(file).map_or("", String::as_str)
    }

    /// A file's tree; none for the description itself.
    pub(super) fn tree(&self, file: usize) -> Option<&Value> {
        self.others.get(file.checked_sub(1)?).map(|(_, tree)| tree)
    }

    pub(super) fn into_sources(self) -> Vec<Source> {
        self.others.into_iter().map(|(source, _)| source).collect()
    }

    /// The file and the fragment (percent-decoded) that a reference written in `from` means.
    pub(super) fn target(
        &mut self,
        reference: &str,
        from: usize,
    ) -> Result<(usize, String), String> {
        let (file, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let fragment = percent_decoded(fragment);
        if file.is_empty() {
            return Ok((from, fragment));
        }
        // A bare word is a component's name in some documents; `find` looks for it.
        if !file.contains(['/', '.', ':']) && !reference.contains('#') {
            return Ok((from, reference.to_owned()));
        }
        // The escapes of an address are for its server.
        let is_address = self.name(from).contains("://") || file.contains("://");
        let name = if is_address {
            join(self.name(from), file)?
        } else {
            join(self.name(from), &percent_decoded(file))?
        };
        let known = self.names.iter().position(|known| *known == name);
        let file = match known {
            Some(file) => file,
            None => self.fetch(name, reference)?,
        };
        Ok((file, fragment))
    }

    fn fetch(&mut self, name: String, reference: &str) -> Result<usize, String> {
        let Some(loader) = self.loader else {
            return Err(format!(
                "`{reference}` leads to another file, and reading other files is not allowed"
            ));
        };
        if self.names.len() > MOST_FILES {
            return Err(format!(
                "`{reference}` leads to another file, and {MOST_FILES} were read already"
            ));
        }
        let text =
            loader(&name).map_err(|error| format!("`{reference}` cannot be read: {error}"))?;
        let source = Source::new(name.clone(), text);
        let tree = source::read(&source, &mut Diagnostics::new())
            .map_err(|error| format!("`{reference}` cannot be read: {}", error.message))?;
        self.names.push(name);
        self.others.push((source, tree));
        Ok(self.names.len() - 1)
    }
}

/// `reference` as seen from the file `base`: both paths, or both addresses.
fn join(base: &str, reference: &str) -> Result<String, String> {
    if reference.contains("://") {
        return if reference.starts_with("http://") || reference.starts_with("https://") {
            Ok(reference.to_owned())
        } else {
            Err(format!(
                "`{reference}` is neither a relative path nor an http address"
            ))
        };
    }
    let (origin, path) = match base.split_once("://") {
        Some((scheme, rest)) => {
            let rest = rest.split('?').next().unwrap_or(rest);
            let end = rest.find('/').unwrap_or(rest.len());
            (
                format!("{scheme}://{}", &rest[..end]),
                rest[end..].to_owned(),
            )
        }
        None => (String::new(), base.replace('\\', "/")),
    };
    let reference = reference.replace('\\', "/");
    if reference.starts_with('/') {
        return if origin.is_empty() {
            Err(format!(
                "`{reference}` is an absolute path; only files beside the description are read"
            ))
        } else {
            Ok(format!("{origin}{reference}"))
        };
    }
    let rooted = path.starts_with('/');
    let mut parts: Vec<&str> = path
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    parts.pop();
    for part in reference.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            // There is nothing above the root of a server.
            ".." if !origin.is_empty() => {}
            other => parts.push(other),
        }
    }
    Ok(format!(
        "{origin}{}{}",
        if rooted || !origin.is_empty() {
            "/"
        } else {
            ""
        },
        parts.join("/")
    ))
}

/// `%20` and the like as what they stand for; what is no valid escape stays as it is.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let digits = (byte == b'%').then(|| {
            let mut ahead = bytes.clone();
            Some((hex(ahead.next()?)?, hex(ahead.next()?)?))
        });
        if let Some(Some((high, low))) = digits {
            out.push(high * 16 + low);
            bytes.next();
            bytes.next();
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_addresses_are_joined() {
        for (base, reference, joined) in [
            ("spec/api.yaml", "models/pet.yaml", "spec/models/pet.yaml"),
            ("spec/a/api.yaml", "../b.yaml", "spec/b.yaml"),
            ("api.yaml", "../b.yaml", "../b.yaml"),
            ("/x/api.yaml", "./b.yaml", "/x/b.yaml"),
            (
                "https://e.com/v1/api.yaml",
                "b.yaml",
                "https://e.com/v1/b.yaml",
            ),
            (
                "https://e.com/v1/api.yaml",
                "/b.yaml",
                "https://e.com/b.yaml",
            ),
            ("api.yaml", "https://e.com/b.yaml", "https://e.com/b.yaml"),
            ("https://e.com", "b.yaml", "https://e.com/b.yaml"),
            (
                "https://e.com/v1/a?of=x/y",
                "../../b%20c.yaml?v=1",
                "https://e.com/b%20c.yaml?v=1",
            ),
        ] {
            assert_eq!(join(base, reference).as_deref(), Ok(joined));
        }
        assert!(join("api.yaml", "/etc/passwd").is_err());
        assert!(join("api.yaml", "file:///etc/passwd").is_err());
    }

    #[test]
    fn percent_escapes_are_decoded_and_others_left() {
        assert_eq!(percent_decoded("/a%20b/%7Bid%7D"), "/a b/{id}");
        assert_eq!(percent_decoded("100%"), "100%");
        assert_eq!(percent_decoded("%zz%"), "%zz%");
    }
}
