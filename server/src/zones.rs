//! IANA zones, each built once.

use domain::{Zone, time::ZoneError};
use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

static BUILT: LazyLock<Mutex<HashMap<String, Zone>>> = LazyLock::new(Mutex::default);

/// The zone of this IANA name.
///
/// # Errors
/// [`ZoneError::Unknown`] for any other name.
pub fn zone(name: &str) -> Result<Zone, ZoneError> {
    let mut built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(zone) = built.get(name) {
        return Ok(zone.clone());
    }
    let zone = Zone::named(name)?;
    built.insert(name.to_owned(), zone.clone());
    Ok(zone)
}

/// Every name people may choose, in order: places, without the database's historical aliases.
pub fn names() -> Vec<String> {
    let places = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
    ];
    let mut names: Vec<String> = chrono_tz::TZ_VARIANTS
        .iter()
        .map(|tz| tz.name())
        .filter(|name| *name == "UTC" || places.iter().any(|place| name.starts_with(place)))
        .map(str::to_owned)
        .collect();
    names.sort_unstable();
    names
}
