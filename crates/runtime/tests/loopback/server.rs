//! A server on loopback that misbehaves as told: one step of its script for each request.
//! It runs on threads of its own, so that a test's virtual time does not touch it, and keeps what it was sent.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What the server does with one request.
pub enum Step {
    /// Writes these bytes and closes the connection.
    Answer(Vec<u8>),
    /// Writes these bytes and resets the connection.
    Cut(Vec<u8>),
    /// Never answers; the connection stays open.
    Stall,
}

/// A request, as it came.
#[derive(Clone, Debug)]
pub struct Received {
    pub method: String,
    pub target: String,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self
            .headers
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

#[derive(Default)]
struct Log {
    received: Vec<Received>,
    hung_up: usize,
}

pub struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
}

impl Server {
    pub fn start(script: impl IntoIterator<Item = Step>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let log = Arc::<Mutex<Log>>::default();
        let script = Arc::new(Mutex::new(
            script.into_iter().collect::<Vec<_>>().into_iter(),
        ));
        let kept = Arc::clone(&log);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (script, log) = (Arc::clone(&script), Arc::clone(&kept));
                std::thread::spawn(move || {
                    if let Some(received) = receive(&stream) {
                        log.lock().unwrap().received.push(received);
                        let step = script.lock().unwrap().next();
                        let step =
                            step.unwrap_or_else(|| answer(599, "", "the script is at its end"));
                        act(stream, step, &log);
                    }
                });
            }
        });
        Self { address, log }
    }

    pub fn url(&self) -> String {
        format!("http://{}/v1", self.address)
    }

    pub fn received(&self) -> Vec<Received> {
        self.log.lock().unwrap().received.clone()
    }

    /// The only request there was.
    pub fn only(&self) -> Received {
        let received = self.received();
        assert_eq!(received.len(), 1, "{received:?}");
        received.into_iter().next().unwrap()
    }

    /// How many clients have hung up on a stalled answer.
    pub fn hung_up(&self) -> usize {
        self.log.lock().unwrap().hung_up
    }
}

fn act(mut stream: TcpStream, step: Step, log: &Mutex<Log>) {
    match step {
        Step::Answer(bytes) => {
            let _ = stream.write_all(&bytes);
            let _ = stream.shutdown(std::net::Shutdown::Write);
            let _ = stream.read(&mut [0]);
        }
        Step::Cut(bytes) => {
            let _ = stream.write_all(&bytes);
            // What was written is given time to arrive; a reset may overtake it.
            std::thread::sleep(Duration::from_millis(20));
            socket2::SockRef::from(&stream)
                .set_linger(Some(Duration::ZERO))
                .unwrap();
        }
        Step::Stall => {
            let _ = stream.read(&mut [0]);
            log.lock().unwrap().hung_up += 1;
        }
    }
}

fn receive(mut stream: &TcpStream) -> Option<Received> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte).ok()? == 0 {
            return None;
        }
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).ok()?;
    let mut lines = head.lines();
    let mut request = lines.next()?.split(' ').map(str::to_owned);
    let headers: Vec<_> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut received = Received {
        method: request.next()?,
        target: request.next()?,
        headers,
        body: Vec::new(),
    };
    let length = received
        .header("content-length")
        .and_then(|length| length.parse().ok())
        .unwrap_or(0);
    assert!(
        received.header("transfer-encoding").is_none(),
        "the client knows its bodies' lengths"
    );
    received.body = vec![0; length];
    stream.read_exact(&mut received.body).ok()?;
    Some(received)
}

/// An answer with a status, further header lines (each ended by `\r\n`) and a body.
pub fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Step {
    let body = body.as_ref();
    let mut bytes = format!(
        "HTTP/1.1 {status} Told\r\nContent-Length: {}\r\nConnection: close\r\n{headers}\r\n",
        body.len()
    )
    .into_bytes();
    bytes.extend_from_slice(body);
    Step::Answer(bytes)
}

/// A JSON answer.
pub fn json(status: u16, body: &str) -> Step {
    answer(status, "Content-Type: application/json\r\n", body)
}

/// Runs a future while virtual time passes: 25 milliseconds for each real one.
pub async fn hasten<F: Future>(future: F) -> F::Output {
    tokio::time::pause();
    let mut future = std::pin::pin!(future);
    loop {
        // The blocking task keeps time from jumping while sockets are waited for.
        let tick = tokio::task::spawn_blocking(|| std::thread::sleep(Duration::from_millis(1)));
        tokio::select! {
            biased;
            output = &mut future => {
                tokio::time::resume();
                return output;
            }
            _ = tick => tokio::time::advance(Duration::from_millis(25)).await,
        }
    }
}
