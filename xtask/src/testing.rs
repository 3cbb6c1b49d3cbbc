//! What several tests of this package need: a folder that goes with the test, and a publisher on this machine.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;

/// A new, empty folder. It is removed when this is dropped.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("xtask-test-{}-{number}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// A server on this machine that answers each connection with the next of its replies.
pub(crate) struct Publisher {
    address: String,
    thread: JoinHandle<Vec<String>>,
}

/// One reply: whatever a server may do with a connection.
pub(crate) type Reply = Box<dyn FnOnce(&mut TcpStream) -> std::io::Result<()> + Send>;

impl Publisher {
    pub(crate) fn new(replies: Vec<Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let thread = std::thread::spawn(move || {
            let mut requests = Vec::new();
            for reply in replies {
                let (mut stream, _) = listener.accept().unwrap();
                requests.push(head(&stream));
                // A client that hangs up early is part of the play.
                drop(reply(&mut stream));
            }
            requests
        });
        Self { address, thread }
    }

    /// Answers once with this text, byte for byte.
    pub(crate) fn says(text: impl Into<Vec<u8>>) -> Self {
        let text = text.into();
        Self::new(vec![Box::new(move |stream| stream.write_all(&text))])
    }

    /// Its address, without a slash at the end.
    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// The heads of all requests, in lower case, once every reply was given.
    pub(crate) fn requests(self) -> Vec<String> {
        self.thread.join().unwrap()
    }
}

fn head(stream: &TcpStream) -> String {
    let mut text = String::new();
    let mut lines = BufReader::new(stream);
    while lines.read_line(&mut text).is_ok_and(|read| read > 2) {}
    text.to_lowercase()
}

/// An answer with this body and the headers that make the next request conditional.
pub(crate) fn ok(body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\nETag: \"v1\"\r\nLast-Modified: Mon, 23 Nov 2026 00:00:00 GMT\r\n\r\n{body}"
    )
}
