//! The site's files, inside the binary in a release and read from disk in development.

use axum::{
    Router,
    extract::Path,
    response::{IntoResponse as _, Response},
    routing::get,
};
use http::{HeaderMap, StatusCode, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use std::sync::LazyLock;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Site;

const ICON: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 28 28"><circle cx="9.5" cy="14" r="8.5" fill="#5b5bd6"/><circle cx="18.5" cy="14" r="8.5" fill="#12a594"/><path d="M14 6.8a8.5 8.5 0 0 1 0 14.4 8.5 8.5 0 0 1 0-14.4Z" fill="#fff"/></svg>"##;

/// Where the files are served: the folder's name changes with their content, so that browsers may keep them for ever.
pub(super) fn folder() -> String {
    static FIXED: LazyLock<String> = LazyLock::new(digest);
    if cfg!(debug_assertions) {
        format!("/pkg/{}", changes_on_disk())
    } else {
        format!("/pkg/{}", *FIXED)
    }
}

/// Another word after each build of the site. Digesting its megabytes for every page would take longer than the page.
fn changes_on_disk() -> String {
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../target/site/pkg"));
    let mut marks: Vec<String> = files
        .into_iter()
        .flatten()
        .filter_map(|file| {
            let file = file.ok()?;
            let about = file.metadata().ok()?;
            Some(format!(
                "{:?} {} {:?}",
                file.file_name(),
                about.len(),
                about.modified().ok()?
            ))
        })
        .collect();
    marks.sort_unstable();
    crate::secret::fingerprint(&marks.join("\n"))[..12].to_owned()
}

fn digest() -> String {
    let mut names: Vec<_> = Site::iter().collect();
    names.sort_unstable();
    let hashes: Vec<u8> = names
        .iter()
        .filter_map(|name| Site::get(name))
        .flat_map(|file| file.metadata.sha256_hash())
        .collect();
    crate::secret::fingerprint(&String::from_utf8_lossy(&hashes))[..12].to_owned()
}

pub(super) fn router<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/pkg/{version}/{*file}", get(file))
        .route("/favicon.svg", get(icon))
        .route("/robots.txt", get(|| async { "User-agent: *\nDisallow: /\n" }))
}

async fn icon() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
    ];
    (headers, ICON).into_response()
}

async fn file(Path((version, name)): Path<(String, String)>, asked: HeaderMap) -> Response {
    let plain = format!("pkg/{name}");
    let current = folder() == format!("/pkg/{version}");
    // A piece fits only the wasm it was cut from: a page of an older version has to be loaded again.
    let fits = current || !is_piece(&name);
    let Some((encoding, found)) = best(&plain, &asked).filter(|_| fits) else {
        return (StatusCode::NOT_FOUND, "There is no such file.").into_response();
    };
    let kind = mime_guess::from_path(&plain).first_or_octet_stream();
    // Only the folder of this content may be kept: an older one could mix files of two versions.
    let keep = if current {
        "public, max-age=31536000, immutable"
    } else {
        "no-store"
    };
    let mut response = found.data.into_owned().into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, kind.essence_str()),
        (header::CACHE_CONTROL, keep),
        (header::VARY, "accept-encoding"),
    ] {
        if let Ok(value) = value.parse() {
            headers.insert(name, value);
        }
    }
    if let Some(encoding) = encoding {
        headers.insert(header::CONTENT_ENCODING, http::HeaderValue::from_static(encoding));
    }
    response
}

/// Whether a file is a piece of wasm that some pages load, as `cargo xtask build` names them.
fn is_piece(name: &str) -> bool {
    name.starts_with("split_") || name.starts_with("chunk_")
}

/// The smallest form of a file that the browser takes.
fn best(name: &str, asked: &HeaderMap) -> Option<(Option<&'static str>, EmbeddedFile)> {
    let accepted = asked
        .get(header::ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    for (encoding, ending) in [("br", "br"), ("gzip", "gz")] {
        let taken = accepted
            .split(',')
            .any(|word| word.trim().split(';').next() == Some(encoding));
        if let Some(file) = taken.then(|| Site::get(&format!("{name}.{ending}"))).flatten() {
            return Some((Some(encoding), file));
        }
    }
    Site::get(name).map(|file| (None, file))
}
