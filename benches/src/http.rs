//! A small HTTP/1.1 client: one kept-alive connection, the bytes of a request in, the answer out. It costs
//! little compared with what it measures, and the same for the product and for the floors.

use std::net::{Ipv4Addr, SocketAddr};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::Result;

/// One connection.
pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

/// A complete response.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The status code.
    pub(crate) status: u16,
    /// Status line and headers.
    head: String,
    /// The body, with chunks joined.
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The values of a header, in order.
    pub(crate) fn headers(&self, name: &str) -> impl Iterator<Item = &str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }

    /// The value of a header that occurs once.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers(name).next()
    }

    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Client {
    /// Opens a connection.
    pub(crate) async fn connect(address: SocketAddr) -> Result<Self> {
        Self::on(TcpStream::connect(address).await?)
    }

    /// Opens a connection from another address of this machine, as if from another machine.
    pub(crate) async fn connect_from(sender: Ipv4Addr, address: SocketAddr) -> Result<Self> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::from((sender, 0)))?;
        Self::on(socket.connect(address).await?)
    }

    fn on(stream: TcpStream) -> Result<Self> {
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(32 * 1024) })
    }

    /// Sends a request and reads the answer to its end.
    pub(crate) async fn send(&mut self, request: &[u8]) -> Result<Answer> {
        self.received.clear();
        self.stream.write_all(request).await?;
        let head_end = self.until(0, b"\r\n\r\n").await?;
        let head = std::str::from_utf8(&self.received[..head_end])?.to_owned();
        let status = head.get(9..12).ok_or("no status line")?.parse()?;
        let mut answer = Answer { status, head, body: Vec::new() };
        let length = answer.header("content-length").map(str::parse::<usize>).transpose()?;
        answer.body = match length {
            Some(length) => {
                self.at_least(head_end + length).await?;
                self.received[head_end..head_end + length].to_vec()
            }
            None if answer.header("transfer-encoding") == Some("chunked") => self.chunks(head_end).await?,
            None => Vec::new(),
        };
        Ok(answer)
    }

    async fn chunks(&mut self, mut at: usize) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let start = self.until(at, b"\r\n").await?;
            let size = usize::from_str_radix(std::str::from_utf8(&self.received[at..start - 2])?.trim(), 16)?;
            self.at_least(start + size + 2).await?;
            body.extend_from_slice(&self.received[start..start + size]);
            at = start + size + 2;
            if size == 0 {
                return Ok(body);
            }
        }
    }

    /// Reads until `mark` is found after `start`; returns where it ends.
    async fn until(&mut self, start: usize, mark: &[u8]) -> Result<usize> {
        let mut from = start;
        loop {
            let unseen = &self.received[from.min(self.received.len())..];
            if let Some(found) = unseen.windows(mark.len()).position(|window| window == mark) {
                return Ok(from + found + mark.len());
            }
            from = self.received.len().saturating_sub(mark.len() - 1).max(start);
            self.read().await?;
        }
    }

    async fn at_least(&mut self, length: usize) -> Result<()> {
        while self.received.len() < length {
            self.read().await?;
        }
        Ok(())
    }

    async fn read(&mut self) -> Result<()> {
        match self.stream.read_buf(&mut self.received).await? {
            0 => Err("the server closed the connection".into()),
            _ => Ok(()),
        }
    }
}

/// URL-encodes a text for a form.
pub(crate) fn urlencoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => encoded.push(byte.into()),
            b' ' => encoded.push('+'),
            other => encoded.push_str(&format!("%{other:02X}")),
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn answered(pieces: &[&[u8]]) -> Answer {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("an address");
        let server = async {
            let (mut stream, _) = listener.accept().await.expect("a client");
            for piece in pieces {
                stream.write_all(piece).await.expect("sent");
                stream.flush().await.expect("flushed");
                tokio::task::yield_now().await;
            }
            stream
        };
        let client = async {
            let mut client = Client::connect(address).await.expect("connected");
            client.send(b"GET / HTTP/1.1\r\n\r\n").await.expect("an answer")
        };
        tokio::join!(server, client).1
    }

    #[tokio::test]
    async fn a_body_of_known_length_is_read_to_its_end() {
        let answer =
            answered(&[b"HTTP/1.1 303 See Other\r\nLoca", b"tion: /x\r\nContent-Length: 3\r\n\r\na", b"bc"])
                .await;
        assert_eq!(
            (answer.status, answer.header("location"), answer.text().as_str()),
            (303, Some("/x"), "abc")
        );
    }

    #[tokio::test]
    async fn chunks_are_joined() {
        let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        let answer = answered(&[head, b"3\r\nabc\r\n", b"2\r", b"\nde\r\n0\r\n\r\n"]).await;
        assert_eq!(answer.text(), "abcde");
    }

    #[test]
    fn forms_carry_norwegian() {
        assert_eq!(urlencoded("rød 1/2"), "r%C3%B8d+1%2F2");
    }
}
