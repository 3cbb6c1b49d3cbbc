//! [`File`]: a binary answer, read piece by piece.
//! The caller decides where it goes: memory (within the client's bound), a path, a writer, or piece by piece.

use crate::api::Operation;
use crate::call::Held;
use crate::error::{Detail, Error, Result};
use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode, header};
use percent_encoding::percent_decode_str;
use std::path::Path;
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// A binary answer: a PDF, an image, an export. Its body is read as it is asked for.
pub struct File {
    operation: Operation,
    status: StatusCode,
    headers: HeaderMap,
    body: Held,
    bound: u64,
}

impl File {
    pub(crate) fn new(
        operation: Operation,
        status: StatusCode,
        headers: HeaderMap,
        body: Held,
        bound: u64,
    ) -> Self {
        Self {
            operation,
            status,
            headers,
            body,
            bound,
        }
    }

    /// The status of the answer.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The media type, as the server gives it.
    #[must_use]
    pub fn content_type(&self) -> Option<&str> {
        self.headers.get(header::CONTENT_TYPE)?.to_str().ok()
    }

    /// The file name the server proposes, without any folders: it is the server's word, so it cannot lead elsewhere.
    #[must_use]
    pub fn file_name(&self) -> Option<String> {
        let value = self.headers.get(header::CONTENT_DISPOSITION)?;
        let name = proposed_name(&String::from_utf8_lossy(value.as_bytes()))?;
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
        (!name.is_empty() && !name.chars().all(|letter| letter == '.')).then(|| name.to_owned())
    }

    /// The next piece of the body; none at its end.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>> {
        self.body
            .chunk()
            .await
            .map_err(|error| error.of(self.operation, 1))
    }

    /// The whole body; an error when it is larger than the client's bound on answers.
    pub async fn bytes(mut self) -> Result<Bytes> {
        let mut whole = BytesMut::new();
        while let Some(chunk) = self.chunk().await? {
            if (whole.len() + chunk.len()) as u64 > self.bound {
                return Err(Error::new(Detail::TooLarge(self.bound)).of(self.operation, 1));
            }
            whole.extend_from_slice(&chunk);
        }
        Ok(whole.freeze())
    }

    /// Writes the body to a writer and returns the number of bytes.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<u64> {
        let mut length = 0;
        while let Some(chunk) = self.chunk().await? {
            writer
                .write_all(&chunk)
                .await
                .map_err(|error| self.unwritable(error))?;
            length += chunk.len() as u64;
        }
        writer
            .flush()
            .await
            .map_err(|error| self.unwritable(error))?;
        Ok(length)
    }

    /// Writes the body to a file, replacing it, and returns the number of bytes.
    ///
    /// It is written beside the target under another name and moved there when complete, so that a broken download
    /// leaves nothing half written.
    pub async fn save(self, path: impl AsRef<Path>) -> Result<u64> {
        let path = path.as_ref();
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{:08x}.part", fastrand::u32(..)));
        let partial = path.with_file_name(name);
        let operation = self.operation;
        let written = self.save_as(&partial).await;
        let moved = match written {
            Ok(length) => tokio::fs::rename(&partial, path)
                .await
                .map(|()| length)
                .map_err(|error| unwritable(error, operation)),
            Err(error) => Err(error),
        };
        if moved.is_err() {
            // What is left over matters less than the error that caused it.
            let _ = tokio::fs::remove_file(&partial).await;
        }
        moved
    }

    async fn save_as(self, path: &Path) -> Result<u64> {
        let mut file = tokio::fs::File::create(path)
            .await
            .map_err(|error| self.unwritable(error))?;
        self.write_to(&mut file).await
    }

    fn unwritable(&self, error: std::io::Error) -> Error {
        unwritable(error, self.operation)
    }
}

fn unwritable(error: std::io::Error, operation: Operation) -> Error {
    Error::new(Detail::InvalidInput(format!(
        "the download cannot be written: {error}"
    )))
    .with_source(error)
    .of(operation, 1)
}

impl std::fmt::Debug for File {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("File")
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}

/// The name in a Content-Disposition header: `filename*` (RFC 8187) before `filename`.
fn proposed_name(disposition: &str) -> Option<String> {
    let mut plain = None;
    for parameter in disposition.split(';').skip(1) {
        let Some((name, value)) = parameter.split_once('=') else {
            continue;
        };
        let value = value.trim();
        if name.trim().eq_ignore_ascii_case("filename*") {
            let encoded = value.splitn(3, '\'').nth(2)?;
            return Some(percent_decode_str(encoded).decode_utf8_lossy().into_owned());
        }
        if name.trim().eq_ignore_ascii_case("filename") {
            plain = Some(value.trim_matches('"').to_owned());
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proposed_name_is_read_and_kept_from_wandering() {
        assert_eq!(
            proposed_name("attachment; filename=\"a b.pdf\"").as_deref(),
            Some("a b.pdf")
        );
        let both = "attachment; filename=\"x.pdf\"; filename*=UTF-8''%D1%87%D0%B5%D0%BA.pdf";
        assert_eq!(proposed_name(both).as_deref(), Some("чек.pdf"));
        assert_eq!(proposed_name("inline"), None);
        static GET: Operation = Operation::get("get", "/");
        let named = |value: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(
                header::CONTENT_DISPOSITION,
                http::HeaderValue::from_static(value),
            );
            File::new(GET, StatusCode::OK, headers, Held::Whole(Bytes::new()), 0).file_name()
        };
        assert_eq!(
            named("attachment; filename=\"../../etc/passwd\"").as_deref(),
            Some("passwd")
        );
        assert_eq!(named("attachment; filename=\"..\""), None);
    }
}
