//! Reading a multipart body: as much of RFC 7578 as a test needs.

/// A part: its name, the file's name if it has one, and what it holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) file_name: Option<String>,
    pub(crate) content: Vec<u8>,
}

/// The parts of a body, in order; none where it is not one.
pub(crate) fn parts(content_type: &str, body: &[u8]) -> Option<Vec<Part>> {
    let boundary = content_type
        .split_once("boundary=")?
        .1
        .split(';')
        .next()?
        .trim_matches('"');
    let limit = format!("--{boundary}").into_bytes();
    let mut found = Vec::new();
    let mut rest = body.get(find(body, &limit)? + limit.len()..)?;
    while let Some(inner) = rest.strip_prefix(b"\r\n") {
        let head = find(inner, b"\r\n\r\n")?;
        let end = find(inner, &[b"\r\n", limit.as_slice()].concat())?;
        let headers = String::from_utf8_lossy(inner.get(..head)?).into_owned();
        found.push(Part {
            name: attribute(&headers, "name")?,
            file_name: attribute(&headers, "filename"),
            content: inner.get(head + 4..end)?.to_vec(),
        });
        rest = inner.get(end + 2 + limit.len()..)?;
    }
    rest.starts_with(b"--").then_some(found)
}

fn attribute(headers: &str, name: &str) -> Option<String> {
    let start = headers.find(&format!("; {name}=\""))? + name.len() + 4;
    let text = headers.get(start..)?;
    text.split_once('"').map(|(value, _)| value.to_owned())
}

fn find(text: &[u8], wanted: &[u8]) -> Option<usize> {
    text.windows(wanted.len())
        .position(|window| window == wanted)
}
