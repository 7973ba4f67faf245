//! A local server that behaves like a service, in good weather and bad; it remembers all that it was asked.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// A request as it came.
#[derive(Debug, Clone)]
pub struct Asked {
    pub method: String,
    /// With the query.
    pub path: String,
    /// Names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: String,
    pub at: Instant,
}

impl Asked {
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// How a request is answered.
#[derive(Debug, Clone)]
pub enum Reply {
    Full {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    /// The connection is torn down.
    Reset,
    /// Nothing, for as long as the asker waits.
    Stall,
    /// Chunked, and broken off in the middle.
    Truncated(Vec<u8>),
    /// A header that tells of so many bytes, and then bytes without end.
    Huge {
        kind: &'static str,
        told: Option<u64>,
    },
    /// A byte now and then, without end.
    Drip,
}

impl Reply {
    pub fn json(value: serde_json::Value) -> Self {
        Self::of(200, "application/json", value.to_string())
    }

    pub fn of(status: u16, kind: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Full { status, headers: vec![("content-type", kind.to_owned())], body: body.into() }
    }

    pub fn status(status: u16) -> Self {
        Self::of(status, "application/json", format!("{{\"error\": {{\"message\": \"status {status}\"}}}}"))
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Full { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

pub struct Server {
    pub url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Server {
    /// `answer` is given each request and how many came before it.
    pub fn start(answer: impl Fn(&Asked, usize) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (book, answer) = (asked.clone(), Arc::new(answer));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (book, answer) = (book.clone(), answer.clone());
                std::thread::spawn(move || {
                    let _ = serve(stream, |asked| {
                        let before = {
                            let mut book = book.lock().unwrap();
                            book.push(asked.clone());
                            book.len() - 1
                        };
                        answer(asked, before)
                    });
                });
            }
        });
        Self { url, asked }
    }

    /// Always the same answer.
    pub fn always(reply: Reply) -> Self {
        Self::start(move |_, _| reply.clone())
    }

    /// First these answers, then the last one.
    pub fn in_turn(replies: Vec<Reply>) -> Self {
        Self::start(move |_, before| replies[before.min(replies.len() - 1)].clone())
    }

    pub fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    pub fn count(&self) -> usize {
        self.asked.lock().unwrap().len()
    }
}

fn serve(mut stream: TcpStream, answer: impl FnOnce(&Asked) -> Reply) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let mut reader = BufReader::new(stream.try_clone()?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut parts = line.split(' ');
    let (method, path) = (parts.next().unwrap_or_default().to_owned(), parts.next().unwrap_or_default().to_owned());
    let mut headers = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.trim().split_once(':') else { break };
        headers.push((name.to_ascii_lowercase(), value.trim().to_owned()));
    }
    let length = headers.iter().find(|(name, _)| name == "content-length");
    let mut body = vec![0; length.and_then(|(_, value)| value.parse().ok()).unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    let asked = Asked { method, path, headers, body, at: Instant::now() };
    send(&mut stream, answer(&asked))
}

fn send(stream: &mut TcpStream, reply: Reply) -> std::io::Result<()> {
    match reply {
        Reply::Full { status, headers, body } => {
            let mut head = format!("HTTP/1.1 {status} X\r\nconnection: close\r\ncontent-length: {}\r\n", body.len());
            for (name, value) in headers {
                head += &format!("{name}: {value}\r\n");
            }
            stream.write_all((head + "\r\n").as_bytes())?;
            stream.write_all(&body)
        }
        Reply::Reset => {
            // No answer at all: the asker sees the connection end where a status was due.
            stream.shutdown(std::net::Shutdown::Both)
        }
        Reply::Stall => hold(stream),
        Reply::Truncated(body) => {
            stream.write_all(
                b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
            )?;
            stream.write_all(format!("{:x}\r\n", body.len() + 100).as_bytes())?;
            stream.write_all(&body)?;
            stream.shutdown(std::net::Shutdown::Both)
        }
        Reply::Huge { kind, told } => {
            let length = told.map_or("connection: close".to_owned(), |told| format!("content-length: {told}"));
            stream.write_all(format!("HTTP/1.1 200 OK\r\ncontent-type: {kind}\r\n{length}\r\n\r\n").as_bytes())?;
            let piece = vec![b' '; 1 << 20];
            loop {
                stream.write_all(&piece)?;
            }
        }
        Reply::Drip => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n")?;
            loop {
                stream.write_all(b" ")?;
                stream.flush()?;
                std::thread::sleep(Duration::from_millis(20));
            }
        }
    }
}

/// Until the asker hangs up.
fn hold(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.read_to_end(&mut Vec::new()).map(drop)
}

/// A WAV of a tone, as long as a voice would take for the text, with pauses between the words.
pub fn spoken(text: &str) -> Vec<u8> {
    const RATE: usize = 16_000;
    let mut samples: Vec<i16> = Vec::new();
    for word in text.split_whitespace() {
        let length = RATE * 70 * word.len().max(2) / 1000;
        samples.extend((0..length).map(|at| ((at as f32 * 0.15).sin() * 9000.0) as i16));
        samples.extend(std::iter::repeat_n(0, RATE / 12));
    }
    wav(&samples)
}

pub fn wav(samples: &[i16]) -> Vec<u8> {
    let data = samples.len() as u32 * 2;
    let mut file = Vec::new();
    file.extend(b"RIFF");
    file.extend((36 + data).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    file.extend([1, 0, 1, 0]);
    file.extend(16_000_u32.to_le_bytes());
    file.extend(32_000_u32.to_le_bytes());
    file.extend([2, 0, 16, 0]);
    file.extend(b"data");
    file.extend(data.to_le_bytes());
    file.extend(samples.iter().flat_map(|sample| sample.to_le_bytes()));
    file
}

/// A small picture of one colour, as PNG.
pub fn picture(red: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let pixels = image::RgbImage::from_pixel(64, 64, image::Rgb([red, 90, 160]));
    pixels.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

/// A language model's answer that holds a script about the brief's topic.
pub fn script_reply(scenes: &[&str]) -> Reply {
    chat(&script(scenes).to_string())
}

pub fn script(scenes: &[&str]) -> serde_json::Value {
    let scenes: Vec<_> = scenes
        .iter()
        .map(|narration| serde_json::json!({ "title": "Part", "narration": narration, "idea": "wooden boat harbour" }))
        .collect();
    serde_json::json!({ "title": "A title", "description": "What it is.", "tags": ["one"], "scenes": scenes })
}

/// A whole answer of `/chat/completions`.
pub fn chat(content: &str) -> Reply {
    Reply::json(serde_json::json!({
        "choices": [{ "message": { "role": "assistant", "content": content }, "finish_reason": "stop" }],
        "usage": { "prompt_tokens": 1000, "completion_tokens": 500 },
    }))
}

/// Answers after which one asks again.
pub fn passing_trouble() -> [Reply; 9] {
    [
        Reply::status(408),
        Reply::status(429),
        Reply::status(429).with("retry-after", "3"),
        Reply::status(429).with("retry-after", "Wed, 21 Oct 2015 07:28:00 GMT"),
        Reply::status(500),
        Reply::of(502, "text/html", "<html><h1>Bad gateway</h1>"),
        Reply::status(503).with("retry-after", "1"),
        Reply::Reset,
        Reply::Truncated(b"{\"choices\": [".to_vec()),
    ]
}
