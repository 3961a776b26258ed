//! What a lookup is measured against: an axum route that answers the bytes of a file, and nothing else.
//!
//! `bare FILE CONTENT_TYPE` listens on a free port, prints its address, and answers every path until it is ended.

use axum::{Router, body::Bytes, http::header, serve::ListenerExt as _};
use tokio::net::TcpListener;

#[tokio::main(flavor = "multi_thread", worker_threads = 4)]
async fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (Some(file), Some(kind)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: bare FILE CONTENT_TYPE");
    };
    let bytes = Bytes::from(std::fs::read(file)?);
    let kind = header::HeaderValue::from_str(&kind)?;
    let answer = move || {
        let (bytes, kind) = (bytes.clone(), kind.clone());
        async move { ([(header::CONTENT_TYPE, kind)], bytes) }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        // As the real server does: without it, answers wait for acknowledgements.
        let _ = stream.set_nodelay(true);
    });
    axum::serve(listener, Router::new().fallback(axum::routing::get(answer))).await?;
    Ok(())
}
