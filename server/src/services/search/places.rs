//! The pages and commands that are found by their words.

/// A page, or something that is done at once.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) title: &'static str,
    pub(super) detail: &'static str,
    pub(super) icon: &'static str,
    pub(super) href: &'static str,
    /// What it is also found by.
    pub(super) other_words: &'static str,
    /// The field that is sent to the address, of something that is done.
    pub(super) send: Option<(&'static str, &'static str)>,
    needs: Need,
}

/// Whom a place is open to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    Nothing,
    Change,
    Manage,
    Administer,
}

/// What somebody may do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rights {
    /// Change their own things.
    pub(super) change: bool,
    /// Administer the organisation.
    pub(super) administer: bool,
    /// Manage at least one team.
    pub(super) manage: bool,
}

impl Place {
    /// Its number among all places.
    pub(super) fn number(&self) -> usize {
        PLACES
            .iter()
            .position(|place| place.title == self.title)
            .unwrap_or_default()
    }
}

/// The places that are open to somebody.
pub(super) fn open_to(may: Rights) -> impl Iterator<Item = &'static Place> {
    PLACES.iter().filter(move |place| match place.needs {
        Need::Nothing => true,
        Need::Change => may.change,
        Need::Manage => may.manage || may.administer,
        Need::Administer => may.administer,
    })
}

const fn page(title: &'static str, icon: &'static str, href: &'static str, other_words: &'static str) -> Place {
    Place {
        title,
        detail: "Page",
        icon,
        href,
        other_words,
        send: None,
        needs: Need::Nothing,
    }
}

const fn of_managers(place: Place) -> Place {
    Place {
        needs: Need::Manage,
        ..place
    }
}

const fn of_administrators(place: Place) -> Place {
    Place {
        needs: Need::Administer,
        ..place
    }
}

const fn command(
    title: &'static str,
    icon: &'static str,
    href: &'static str,
    send: Option<(&'static str, &'static str)>,
    other_words: &'static str,
) -> Place {
    Place {
        detail: "Command",
        send,
        ..page(title, icon, href, other_words)
    }
}

static PLACES: [Place; 23] = [
    page("Now", "now", "/", "on duty board home"),
    page("Rotas", "calendar", "/rotas", "schedule timeline"),
    page("My shifts", "person", "/me", "duty calendar subscribe"),
    page("Offers", "swap", "/offers", "swap shift duty give away approve"),
    page("Services", "shield", "/services", "escalation policy call"),
    page("Teams", "team", "/teams", "members"),
    page("People", "people", "/people", "members"),
    page("Settings", "gear", "/settings", ""),
    page(
        "My profile",
        "edit",
        "/settings/profile",
        "settings name time zone date clock theme language",
    ),
    page("Security", "lock", "/settings/security", "settings password sessions"),
    page("Help", "help", "/help", "glossary words keys"),
    page("API documentation", "list", "/api/docs", "machines openapi"),
    of_managers(page("New rota", "plus", "/rotas/new", "create add")),
    of_managers(page("New service", "plus", "/services/new", "create add escalation")),
    of_administrators(page(
        "Organisation",
        "gear",
        "/settings/organisation",
        "settings office hours holidays",
    )),
    of_administrators(page("API tokens", "key", "/settings/tokens", "settings machines")),
    of_administrators(page("Add person", "plus", "/people/new", "create invite")),
    of_administrators(page("Import people", "upload", "/people/import", "csv file")),
    Place {
        needs: Need::Change,
        ..command("Enter leave", "plus", "/me#leave", None, "holiday vacation away")
    },
    command(
        "Dark theme",
        "moon",
        "/theme",
        Some(("theme", "dark")),
        "appearance night",
    ),
    command(
        "Light theme",
        "sun",
        "/theme",
        Some(("theme", "light")),
        "appearance day",
    ),
    command(
        "Theme of the device",
        "gear",
        "/theme",
        Some(("theme", "system")),
        "appearance system",
    ),
    command(
        "Sign out",
        "sign-out",
        "/fn/session/sign-out",
        Some(("from", "search")),
        "leave log end session",
    ),
];
