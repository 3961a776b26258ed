use super::*;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpListener,
};

fn closed() -> Outward {
    Outward::allowing(Vec::new())
}

fn to_this_machine() -> Outward {
    Outward::allowing(vec!["127.0.0.0/8".parse().unwrap()])
}

#[test]
fn only_https_addresses_outside_are_taken() {
    let closed = closed();
    for good in [
        "https://example.org/hook?x=1",
        "https://8.8.8.8:8443/",
        " https://bücher.example/ ",
    ] {
        assert!(closed.address(good).is_ok(), "{good}");
    }
    for (bad, why) in [
        ("example.org/hook", "not an address"),
        ("", "not an address"),
        ("http://example.org/", "https addresses only"),
        ("http://localhost/", "https addresses only"),
        ("ftp://example.org/", "https addresses only"),
        ("https://ada:secret@example.org/", "user and password"),
        ("https://127.0.0.1/", "inside"),
        // The same written otherwise.
        ("https://0x7f.1/", "inside"),
        ("https://2130706433/", "inside"),
        ("https://[::ffff:10.0.0.1]/", "inside"),
        ("https://[::1]/", "inside"),
        ("https://169.254.169.254/latest/meta-data", "inside"),
    ] {
        let error = closed.address(bad).unwrap_err().to_string();
        assert!(error.contains(why), "{bad}: {error}");
    }
    assert_eq!(
        closed.address(&format!("https://example.org/{}", "x".repeat(2_000))),
        Err(BadAddress::Long)
    );
}

#[test]
fn what_the_operator_allows_is_taken_and_plain_on_this_machine_alone() {
    let open = Outward::allowing(vec!["127.0.0.0/8".parse().unwrap(), "10.0.0.0/8".parse().unwrap()]);
    assert!(open.address("http://127.0.0.1:9000/").is_ok());
    assert!(open.address("http://localhost:9000/").is_ok());
    assert!(open.address("https://10.1.1.1/").is_ok());
    assert_eq!(open.address("http://10.1.1.1/"), Err(BadAddress::NotHttps));
    assert!(matches!(
        open.address("https://192.168.1.1/"),
        Err(BadAddress::Inside(_))
    ));
}

fn call(address: &str) -> Call {
    Call {
        method: Method::POST,
        address: Url::parse(address).unwrap(),
        headers: HeaderMap::new(),
        body: Bytes::from_static(b"{}"),
    }
}

/// A server that answers every connection with these bytes; answers its port.
async fn answering(bytes: &'static [u8]) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                let mut request = [0; 4096];
                drop(stream.read(&mut request).await);
                drop(stream.write_all(bytes).await);
                // The client hangs up.
                drop(stream.read(&mut request).await);
            });
        }
    });
    port
}

#[tokio::test]
async fn a_name_that_leads_inside_is_not_called() {
    let port = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let fault = closed().status(&call(&format!("https://localhost:{port}/"))).await;
    assert_eq!(fault, Err(BadAddress::Inside("localhost".into()).into()));
}

#[tokio::test]
async fn an_answer_is_read_up_to_its_size_and_a_redirect_is_not_followed() {
    let client = to_this_machine();
    let port = answering(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello").await;
    let here = call(&format!("http://127.0.0.1:{port}/x"));
    assert_eq!(client.read(&here, 5).await.unwrap().body, "hello");
    assert_eq!(client.read(&here, 4).await.unwrap_err(), Fault::TooLarge(4));
    assert_eq!(client.status(&here).await, Ok(200));
    let port = answering(b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n").await;
    assert_eq!(
        client.status(&call(&format!("http://127.0.0.1:{port}/"))).await,
        Ok(302)
    );
    let port = answering(b"SMTP anybody?\r\n").await;
    let fault = client.status(&call(&format!("http://127.0.0.1:{port}/"))).await;
    assert_eq!(fault, Err(Fault::Broken("127.0.0.1".into())));
}

#[tokio::test]
async fn whoever_does_not_answer_is_left() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let held = tokio::spawn(async move {
        let held = listener.accept().await.unwrap();
        std::future::pending::<()>().await;
        drop(held);
    });
    let client = to_this_machine().waiting(Duration::from_secs(1));
    let fault = client.status(&call(&format!("http://127.0.0.1:{port}/"))).await;
    assert_eq!(fault, Err(Fault::Slow(1)));
    held.abort();
}
