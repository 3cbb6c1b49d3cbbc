//! A server on loopback that answers HTTP/1.1 and keeps what it was sent: a thread for each connection, nothing else.

use std::collections::HashMap;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// A request as it arrived.
#[derive(Clone, Debug, Default)]
pub struct Recorded {
    /// The method.
    pub method: String,
    /// The path as it stood in the request line, without the query.
    pub path: String,
    /// The pairs of the query as they stood there.
    pub query: Vec<String>,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body, put together where it came in chunks.
    pub body: Vec<u8>,
}

impl Recorded {
    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// The cookies, names and values as they stood.
    pub(crate) fn cookies(&self) -> impl Iterator<Item = &str> {
        let sent = self.header("cookie").unwrap_or_default();
        sent.split("; ").filter(|pair| !pair.is_empty())
    }
}

/// What is answered.
#[derive(Clone, Debug)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Answer {
    /// An answer without a body.
    #[must_use]
    pub fn new(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// The same with a body.
    #[must_use]
    pub fn body(self, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let mut answer = self.header("content-type", media_type);
        answer.body = body.into();
        answer
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

type Handler = dyn Fn(&Recorded) -> Answer + Send + Sync;

/// A server that answers with what a function makes of each request. It runs as long as the process.
#[derive(Clone, Copy, Debug)]
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// Starts a server on a free port.
    ///
    /// # Errors
    /// When there is no port to listen on.
    pub fn start(
        handler: impl Fn(&Recorded) -> Answer + Send + Sync + 'static,
    ) -> io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let handler: Arc<Handler> = Arc::new(handler);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let handler = Arc::clone(&handler);
                std::thread::spawn(move || drop(serve(stream, &*handler)));
            }
        });
        Ok(Self { address })
    }

    /// The server's address as a URL without a path.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }
}

/// A server with a place for each call, so that any number of them can be under way.
#[derive(Clone, Debug)]
pub struct Recorder {
    server: Server,
    slots: Slots,
}

type Slots = Arc<Mutex<HashMap<String, (Answer, Vec<Recorded>)>>>;

/// A call's place on the server: a base URL of its own.
#[derive(Debug)]
pub struct Slot {
    name: String,
    url: String,
    slots: Slots,
}

impl Recorder {
    /// Starts a recording server.
    ///
    /// # Errors
    /// When there is no port to listen on.
    pub fn start() -> io::Result<Self> {
        let slots: Slots = Arc::default();
        let known = Arc::clone(&slots);
        let server = Server::start(move |request| {
            let (name, path) = split(&request.path);
            let mut slots = known.lock().unwrap_or_else(PoisonError::into_inner);
            match slots.get_mut(name) {
                Some((answer, requests)) => {
                    requests.push(Recorded {
                        path: path.to_owned(),
                        ..request.clone()
                    });
                    answer.clone()
                }
                None => Answer::new(599),
            }
        })?;
        Ok(Self { server, slots })
    }

    /// A place where requests get this answer.
    #[must_use]
    pub fn slot(&self, answer: Answer) -> Slot {
        let mut slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        let name = format!("call-{}", slots.len());
        slots.insert(name.clone(), (answer, Vec::new()));
        Slot {
            url: format!("{}/{name}", self.server.url()),
            name,
            slots: Arc::clone(&self.slots),
        }
    }
}

impl Slot {
    /// The base URL of the place.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// What arrived there.
    #[must_use]
    pub fn requests(&self) -> Vec<Recorded> {
        let slots = self.slots.lock().unwrap_or_else(PoisonError::into_inner);
        slots
            .get(&self.name)
            .map(|(_, requests)| requests.clone())
            .unwrap_or_default()
    }
}

/// The first segment of a path, and the rest.
fn split(path: &str) -> (&str, &str) {
    let inner = path.trim_start_matches('/');
    inner.find('/').map_or((inner, ""), |at| inner.split_at(at))
}

fn serve(stream: TcpStream, handler: &Handler) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut writer = stream.try_clone()?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = read(&mut reader)? {
        let answer = handler(&request);
        let mut head = format!("HTTP/1.1 {} Answered\r\n", answer.status);
        for (name, value) in &answer.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if answer.status != 204 {
            head.push_str(&format!("content-length: {}\r\n", answer.body.len()));
        }
        head.push_str("\r\n");
        let body = if request.method == "HEAD" || answer.status == 204 {
            &[]
        } else {
            answer.body.as_slice()
        };
        writer.write_all(&[head.as_bytes(), body].concat())?;
    }
    Ok(())
}

/// A request's target: the path, and the pairs of the query.
pub(crate) fn path_and_query(target: &str) -> (String, Vec<String>) {
    let (path, query) = target.split_once('?').unwrap_or((target, ""));
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    (path.to_owned(), pairs.map(str::to_owned).collect())
}

/// The next request of a connection; none when it is closed.
fn read(reader: &mut BufReader<TcpStream>) -> io::Result<Option<Recorded>> {
    let first = line(reader)?;
    let mut parts = first.split(' ');
    let (Some(method), Some(target)) = (parts.next(), parts.next()) else {
        return Ok(None);
    };
    let (path, query) = path_and_query(target);
    let mut request = Recorded {
        method: method.to_owned(),
        path,
        query,
        ..Recorded::default()
    };
    loop {
        let header = line(reader)?;
        let Some((name, value)) = header.split_once(':') else {
            break;
        };
        request
            .headers
            .push((name.to_owned(), value.trim().to_owned()));
    }
    if request
        .header("transfer-encoding")
        .is_some_and(|coding| coding.contains("chunked"))
    {
        loop {
            let size = usize::from_str_radix(line(reader)?.trim(), 16).map_err(io::Error::other)?;
            let mut chunk = vec![0; size];
            reader.read_exact(&mut chunk)?;
            line(reader)?;
            if size == 0 {
                break;
            }
            request.body.append(&mut chunk);
        }
    } else if let Some(length) = request.header("content-length") {
        request.body = vec![0; length.parse().map_err(io::Error::other)?];
        reader.read_exact(&mut request.body)?;
    }
    Ok(Some(request))
}

fn line(reader: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = Vec::new();
    reader.read_until(b'\n', &mut line)?;
    Ok(String::from_utf8_lossy(&line).trim_end().to_owned())
}
