//! Slow clients, and many clients.

use std::net::SocketAddr;
use std::time::Duration;

use portal::{Config, Limits, Login, RequestRates};
use testkit::TestClinic;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
#[cfg(target_os = "linux")]
use tokio::net::TcpSocket;
use tokio::net::{TcpListener, TcpStream};

/// How long to wait before a test fails. Normally everything is much quicker.
const PATIENCE: Duration = Duration::from_secs(60);

const WHOLE: &str = "GET /logg-inn HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

async fn portal_within(limits: Limits, test: &TestClinic) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = portal::router(Config {
        clinic: test.clinic.clone(),
        login: Login::Demo,
        rates: RequestRates::default(),
        entrance: portal::Entrance::default(),
    });
    tokio::spawn(portal::serve_within(limits, listener, router, std::future::pending::<()>()));
    address
}

async fn send(address: SocketAddr, words: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(words.as_bytes()).await.unwrap();
    stream
}

/// Everything received until the other side closes the connection.
async fn heard(mut stream: TcpStream) -> String {
    let mut heard = Vec::new();
    let read = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut heard)).await;
    let _ = read.expect("the connection ends");
    String::from_utf8_lossy(&heard).into_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_thousand_half_headers_stand_in_nobodys_way_and_end() {
    assert!(Limits::default().connections > 2000 && Limits::default().header < Duration::from_secs(15));
    rlimit::increase_nofile_limit(8192).unwrap();
    let test = TestClinic::demo().await;
    let limits = Limits { header: Duration::from_secs(2), ..Limits::default() };
    let address = portal_within(limits, &test).await;
    let mut half = Vec::new();
    for _ in 0..2000 {
        half.push(send(address, "GET / HTTP/1.1\r\nHost: loc").await);
    }
    assert!(heard(send(address, WHOLE).await).await.starts_with("HTTP/1.1 200"));
    for stream in half {
        heard(stream).await;
    }
}

#[tokio::test]
async fn an_idle_connection_ends() {
    let test = TestClinic::demo().await;
    let limits = Limits { header: Duration::from_millis(200), ..Limits::default() };
    let address = portal_within(limits, &test).await;
    let kept = send(address, "GET /logg-inn HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    assert!(heard(kept).await.starts_with("HTTP/1.1 200"));
    assert_eq!(heard(TcpStream::connect(address).await.unwrap()).await, "");
}

#[tokio::test]
async fn beyond_the_cap_a_page_says_when_to_come_back() {
    let test = TestClinic::demo().await;
    let address = portal_within(Limits { connections: 1, ..Limits::default() }, &test).await;
    let mut first = send(address, "GET /logg-inn HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    first.read_u8().await.expect("the first has its place");
    let answer = heard(send(address, WHOLE).await).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("retry-after: 5\r\n") && answer.contains("</html>"), "{answer}");
    // «Prøv igjen» leads to no other site, whatever was asked for.
    let foreign = WHOLE.replace("/logg-inn", "//evil.example/x");
    let answer = heard(send(address, &foreign).await).await;
    assert!(answer.starts_with("HTTP/1.1 503") && !answer.contains("href=\"//"), "{answer}");
    drop(first);
    let again = async { while !heard(send(address, WHOLE).await).await.starts_with("HTTP/1.1 200") {} };
    tokio::time::timeout(PATIENCE, again).await.expect("the place is free again");
}

#[tokio::test]
async fn what_was_typed_is_on_the_page_of_who_is_turned_away() {
    let test = TestClinic::demo().await;
    let address = portal_within(Limits { connections: 1, ..Limits::default() }, &test).await;
    let mut first = send(address, "GET /logg-inn HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    first.read_u8().await.expect("the first has its place");
    let form = "skjema=a&nokkel=b&sted=c&tid=d&dag=e&grunn=vondt+i+armen";
    let request = format!(
        "POST /bestill/vaksine/se-gjennom HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{form}",
        form.len()
    );
    let answer = heard(send(address, &request).await).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains(r#"name="grunn" value="vondt i armen""#), "{answer}");
    assert!(answer.contains("Vi vet ikke om bestillingen er sendt"), "{answer}");
}

/// A connection from another address of this machine.
#[cfg(target_os = "linux")]
async fn send_from(client: &str, address: SocketAddr, words: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::new(client.parse().unwrap(), 0)).unwrap();
    let mut stream = socket.connect(address).await.unwrap();
    stream.write_all(words.as_bytes()).await.unwrap();
    stream
}

// Other systems have no second address of the machine itself.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn one_client_cannot_take_every_connection_but_a_proxy_can() {
    let silent = "GET / HTTP/1.1\r\nHost: loc";
    for (proxies, third) in [(vec![], "HTTP/1.1 503"), (vec!["127.0.0.1".parse().unwrap()], "HTTP/1.1 200")] {
        let test = TestClinic::demo().await;
        let address = portal_within(Limits { connections: 4, proxies, ..Limits::default() }, &test).await;
        let _first = send(address, silent).await;
        let second = send(address, silent).await;
        let answer = heard(send(address, WHOLE).await).await;
        assert!(answer.starts_with(third), "{answer}");
        let answer = heard(send_from("127.0.0.2", address, WHOLE).await).await;
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        drop(second);
        let again = async { while !heard(send(address, WHOLE).await).await.starts_with("HTTP/1.1 200") {} };
        tokio::time::timeout(PATIENCE, again).await.expect("the connection is free again");
    }
}

#[tokio::test]
async fn silent_clients_beyond_the_cap_soon_make_room_for_those_who_ask() {
    let test = TestClinic::demo().await;
    let limits = Limits { connections: 1, header: PATIENCE * 10, ..Limits::default() };
    let address = portal_within(limits, &test).await;
    let _first = send(address, "GET / HTTP/1.1\r\nHost: loc").await;
    let mut silent = Vec::new();
    for _ in 0..64 {
        silent.push(TcpStream::connect(address).await.unwrap());
    }
    for stream in silent {
        assert_eq!(heard(stream).await, "");
    }
    let answer = heard(send(address, WHOLE).await).await;
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
}
