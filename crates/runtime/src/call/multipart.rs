//! Multipart bodies (RFC 7578): parts from bytes, text or a file, and their encoding as a stream.
//! Written here because a recipe that can be sent again suits retries, and a dependency would bring a table of
//! media types. Files are read piece by piece while the request is sent.

use super::body::{Encoded, Payload};
use bytes::Bytes;
use http::HeaderValue;
use http_body::Frame;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, ReadBuf};

/// How much of a file is read at once.
const CHUNK: usize = 64 * 1024;

/// One part of a multipart body.
///
/// ```
/// use sdk_runtime::Part;
/// let part = Part::bytes(vec![0xff, 0xd8]).file_name("face.jpg").content_type("image/jpeg");
/// ```
#[derive(Clone, Debug)]
pub struct Part {
    content: Content,
    file_name: Option<String>,
    content_type: Option<String>,
}

#[derive(Clone, Debug)]
enum Content {
    Bytes(Bytes),
    File(Arc<Path>),
}

impl Part {
    /// A part that holds bytes.
    #[must_use]
    pub fn bytes(content: impl Into<Bytes>) -> Self {
        Self {
            content: Content::Bytes(content.into()),
            file_name: None,
            content_type: None,
        }
    }

    /// A part that holds text.
    #[must_use]
    pub fn text(content: impl Into<String>) -> Self {
        Self::bytes(content.into())
    }

    /// A part that holds a file; it is opened when the request is sent, and named after the path.
    #[must_use]
    pub fn file(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        let file_name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned());
        Self {
            content: Content::File(path.into()),
            file_name,
            content_type: None,
        }
    }

    /// The file name the server is told.
    #[must_use]
    pub fn file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// The media type of the content.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    pub(crate) fn problem(&self) -> Option<String> {
        let breaks = |text: &Option<String>| {
            text.as_ref()
                .is_some_and(|text| text.contains(['\r', '\n', '\0']))
        };
        if breaks(&self.content_type) {
            return Some("a part's content type has a line break".to_owned());
        }
        breaks(&self.file_name).then(|| "a part's file name has a line break".to_owned())
    }

    fn head(&self, name: &str, boundary: &str) -> String {
        let mut head = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"",
            quoted(name)
        );
        if let Some(file_name) = &self.file_name {
            let _ = write!(head, "; filename=\"{}\"", quoted(file_name));
        }
        let guessed = self.file_name.as_deref().map(media_type);
        if let Some(kind) = self.content_type.as_deref().or(guessed) {
            let _ = write!(head, "\r\nContent-Type: {kind}");
        }
        head.push_str("\r\n\r\n");
        head
    }
}

impl From<Vec<u8>> for Part {
    fn from(content: Vec<u8>) -> Self {
        Self::bytes(content)
    }
}

impl From<Bytes> for Part {
    fn from(content: Bytes) -> Self {
        Self::bytes(content)
    }
}

impl From<&Path> for Part {
    fn from(path: &Path) -> Self {
        Self::file(path)
    }
}

impl From<PathBuf> for Part {
    fn from(path: PathBuf) -> Self {
        Self::file(path)
    }
}

/// As browsers write names in a Content-Disposition: the quote and line breaks percent-encoded.
fn quoted(text: &str) -> String {
    text.replace('"', "%22")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

/// The media type of the few kinds of file that APIs take most; any other is bytes.
fn media_type(file_name: &str) -> &'static str {
    let extension = file_name
        .rsplit_once('.')
        .map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("png") => "image/png",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("svg") => "image/svg+xml",
        Some("pdf") => "application/pdf",
        Some("json") => "application/json",
        Some("csv") => "text/csv",
        Some("txt") => "text/plain",
        _ => "application/octet-stream",
    }
}

/// Encodes the parts: as bytes when all are at hand, as a stream when there are files.
pub(super) fn encode(parts: &[(Cow<'static, str>, Part)]) -> Encoded {
    let boundary = format!("{:016x}{:016x}", fastrand::u64(..), fastrand::u64(..));
    let mut pieces = Vec::with_capacity(parts.len() * 3 + 1);
    for (name, part) in parts {
        pieces.push(Piece::Bytes(Bytes::from(part.head(name, &boundary))));
        pieces.push(match &part.content {
            Content::Bytes(bytes) => Piece::Bytes(bytes.clone()),
            Content::File(path) => Piece::File(Arc::clone(path)),
        });
        pieces.push(Piece::Bytes(Bytes::from_static(b"\r\n")));
    }
    pieces.push(Piece::Bytes(Bytes::from(format!("--{boundary}--\r\n"))));
    let content_type =
        HeaderValue::try_from(format!("multipart/form-data; boundary={boundary}")).ok();
    let body = match all_bytes(&pieces) {
        Some(bytes) => Payload::Bytes(bytes),
        None => Payload::Parts(Parts {
            pieces: pieces.into_iter(),
            state: State::Next,
            length: None,
        }),
    };
    Encoded { content_type, body }
}

fn all_bytes(pieces: &[Piece]) -> Option<Bytes> {
    let mut all = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Bytes(bytes) => all.extend_from_slice(bytes),
            Piece::File(_) => return None,
        }
    }
    Some(Bytes::from(all))
}

enum Piece {
    Bytes(Bytes),
    File(Arc<Path>),
}

type Opening = Pin<Box<dyn Future<Output = std::io::Result<tokio::fs::File>> + Send + Sync>>;

enum State {
    Next,
    Opening(Opening),
    Reading(tokio::fs::File),
}

/// A body that is read from memory and files in turn.
pub(crate) struct Parts {
    pieces: std::vec::IntoIter<Piece>,
    state: State,
    length: Option<u64>,
}

impl Parts {
    /// Learns the length of the whole, and whether each file can be read, before anything is sent.
    pub(crate) async fn measure(&mut self) -> Result<(), String> {
        let mut length = 0;
        for piece in self.pieces.as_slice() {
            length += match piece {
                Piece::Bytes(bytes) => bytes.len() as u64,
                Piece::File(path) => match tokio::fs::metadata(path).await {
                    Ok(found) if found.is_file() => found.len(),
                    Ok(_) => return Err(format!("{} is not a file", path.display())),
                    Err(error) => {
                        return Err(format!("{} cannot be read: {error}", path.display()));
                    }
                },
            };
        }
        self.length = Some(length);
        Ok(())
    }
}

impl http_body::Body for Parts {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        loop {
            match &mut self.state {
                State::Next => match self.pieces.next() {
                    None => return Poll::Ready(None),
                    Some(Piece::Bytes(bytes)) => return Poll::Ready(Some(Ok(Frame::data(bytes)))),
                    Some(Piece::File(path)) => {
                        self.state =
                            State::Opening(Box::pin(
                                async move { tokio::fs::File::open(path).await },
                            ));
                    }
                },
                State::Opening(opening) => match ready!(opening.as_mut().poll(context)) {
                    Ok(file) => self.state = State::Reading(file),
                    Err(error) => return Poll::Ready(Some(Err(error))),
                },
                State::Reading(file) => {
                    let mut chunk = vec![0; CHUNK];
                    let mut buffer = ReadBuf::new(&mut chunk);
                    if let Err(error) = ready!(Pin::new(file).poll_read(context, &mut buffer)) {
                        return Poll::Ready(Some(Err(error)));
                    }
                    let read = buffer.filled().len();
                    if read > 0 {
                        chunk.truncate(read);
                        return Poll::Ready(Some(Ok(Frame::data(Bytes::from(chunk)))));
                    }
                    self.state = State::Next;
                }
            }
        }
    }

    fn size_hint(&self) -> http_body::SizeHint {
        self.length.map_or_else(
            http_body::SizeHint::default,
            http_body::SizeHint::with_exact,
        )
    }
}
