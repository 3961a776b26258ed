//! What a browser says of itself, in words.

/// Token of a browser and its name; the first that is found counts, since most browsers also claim to be others.
const BROWSERS: [(&str, &str); 8] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS/", "Chrome"),
];

/// Token of a system and its name, as with browsers.
const SYSTEMS: [(&str, &str); 7] = [
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
];

/// Browser and device out of a `User-Agent` header.
///
/// ```
/// use domain::access::device;
/// let firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:134.0) Gecko/20100101 Firefox/134.0";
/// assert_eq!(device(firefox), "Firefox on Linux");
/// let safari = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) AppleWebKit/605.1.15 Version/18.2 Mobile/15E148 Safari/604.1";
/// assert_eq!(device(safari), "Safari on iPhone");
/// let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0";
/// assert_eq!(device(edge), "Edge on Windows");
/// assert_eq!(device("curl/8.5.0"), "Unknown browser");
/// assert_eq!(device(""), "Unknown browser");
/// ```
pub fn device(user_agent: &str) -> String {
    let named = |names: &[(&str, &'static str)]| {
        let found = names.iter().find(|(token, _)| user_agent.contains(token));
        found.map(|(_, name)| *name)
    };
    let safari = user_agent.contains("Safari/").then_some("Safari");
    match (named(&BROWSERS).or(safari), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("Unknown browser on {system}"),
        (None, None) => "Unknown browser".to_owned(),
    }
}
