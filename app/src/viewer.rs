//! Whoever looks at the pages. The server knows it before it draws the first one; the browser keeps it while pages change,
//! so that none of them has to wait for it.

use crate::{
    Answer, AppError,
    session::{Viewer, Visit, load_visit},
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The pages on which somebody comes in.
const OUTSIDE: [&str; 4] = ["/sign-in", "/forgotten", "/setup", "/enter"];

/// What is known of the visit, and the way to ask again.
#[derive(Clone, Copy)]
struct Visits {
    /// Nothing while it is being asked.
    latest: RwSignal<Option<Answer<Visit>>>,
    /// Counts the questions, so that a late answer to an earlier one is dropped.
    asked: StoredValue<u32>,
    /// What was last known of this Tandem, which does not depend on who looks and is never forgotten.
    tandem: StoredValue<Facts>,
}

/// What holds of a Tandem for everybody.
#[derive(Clone, Copy, Default)]
struct Facts {
    /// Somebody has set it up.
    set_up: bool,
    /// It sends mail.
    mail: bool,
}

impl From<&Visit> for Facts {
    fn from(visit: &Visit) -> Self {
        Self {
            set_up: visit.set_up,
            mail: visit.mail,
        }
    }
}

/// Who stands before the frame.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Standing {
    /// Not known yet: somebody is just signing in.
    Asked,
    /// Nobody is signed in.
    Nobody,
    /// The person of this id is.
    Person(String),
    /// It could not be found out.
    Fault(AppError),
}

impl Visits {
    fn viewer(self) -> Option<Viewer> {
        self.latest.with(|latest| match latest {
            Some(Ok(visit)) => visit.viewer.clone(),
            _ => None,
        })
    }

    fn standing(self) -> Standing {
        self.latest.with(|latest| match latest {
            None => Standing::Asked,
            Some(Err(error)) => Standing::Fault(error.clone()),
            Some(Ok(visit)) => match &visit.viewer {
                None => Standing::Nobody,
                Some(viewer) => Standing::Person(viewer.id.clone()),
            },
        })
    }

    /// Asks the server again; what was known stays until it has answered.
    fn ask(self) {
        let question = self.begin();
        leptos::task::spawn_local(async move {
            let answer = load_visit().await;
            let known = self.latest.try_with_untracked(Option::is_some).unwrap_or(true);
            let useful = answer.is_ok() || !known;
            if useful && self.asked.try_get_value() == Some(question) {
                if let Ok(visit) = &answer {
                    self.tandem.set_value(visit.into());
                }
                self.latest.set(Some(answer));
            }
        });
    }

    /// Forgets who looked: at the sign-in page somebody else may come next.
    fn forget(self) {
        self.begin();
        self.latest.set(None);
    }

    fn begin(self) -> u32 {
        self.asked.update_value(|asked| *asked = asked.wrapping_add(1));
        self.asked.get_value()
    }
}

/// Keeps whoever looks for all pages. The server draws it into the first page; the browser asks again after the sign-in
/// and set-up pages.
#[component]
pub fn ViewerContext(children: Children) -> impl IntoView {
    let first = SharedValue::new(first_visit).into_inner();
    let visits = Visits {
        tandem: StoredValue::new((&first).into()),
        latest: RwSignal::new(Some(Ok(first))),
        asked: StoredValue::new(0),
    };
    provide_context(visits);
    crate::live::provide();
    follow(visits);
    wear_theme(visits);
    children()
}

#[cfg(feature = "ssr")]
fn first_visit() -> Visit {
    // There are no ports while the routes are listed at the start.
    crate::ports::ports().map(|ports| ports.visit()).unwrap_or_default()
}

/// The browser is handed what the server knew.
#[cfg(not(feature = "ssr"))]
fn first_visit() -> Visit {
    Visit::default()
}

/// Forgets the viewer on the pages outside the frame, and asks when one inside it needs to know.
fn follow(visits: Visits) {
    let path = use_location().pathname;
    Effect::new(move |_| {
        let outside = path.with(|path| OUTSIDE.iter().any(|page| path.starts_with(page)));
        let known = visits.latest.with_untracked(|latest| matches!(latest, Some(Ok(_))));
        match (outside, known) {
            (true, _) => visits.forget(),
            (false, false) => visits.ask(),
            (false, true) => {}
        }
    });
}

/// Puts the document into the viewer's theme: they may have signed in, or chosen another, since the server drew it.
fn wear_theme(visits: Visits) {
    let theme = Memo::new(move |_| visits.viewer().map(|viewer| viewer.theme));
    Effect::new(move |_| {
        let (Some(theme), Some(root)) = (theme.get(), document().document_element()) else {
            return;
        };
        // A document that refuses stays as readable as it was.
        let _ = match theme.as_str() {
            "light" | "dark" => root.set_attribute("data-theme", &theme),
            _ => root.remove_attribute("data-theme"),
        };
    });
}

/// Whoever is signed in, on a page inside the frame.
pub fn use_viewer() -> Viewer {
    let viewer = use_context::<Visits>().and_then(|visits| untrack(|| visits.viewer()));
    viewer.unwrap_or_else(Viewer::nobody)
}

/// Asks for the viewer again, for counters that a change has moved. The page stays as it is.
pub fn refresh_viewer() {
    if let Some(visits) = use_context::<Visits>() {
        visits.ask();
    }
}

/// [`refresh_viewer`] for where there is no owner: in what the browser calls.
#[cfg(feature = "hydrate")]
pub(crate) fn refresher() -> Callback<()> {
    let visits = use_context::<Visits>();
    Callback::new(move |()| {
        if let Some(visits) = visits {
            visits.ask();
        }
    })
}

/// Whether this is known to be a Tandem that nobody has set up.
pub(crate) fn awaits_set_up() -> bool {
    use_context::<Visits>().is_some_and(|visits| !visits.tandem.get_value().set_up)
}

/// Whether this is known to be a Tandem that sends mail.
pub(crate) fn sends_mail() -> bool {
    use_context::<Visits>().is_some_and(|visits| visits.tandem.get_value().mail)
}

/// Who stands before the frame, for as long as it is the same person.
pub(crate) fn use_standing() -> Memo<Standing> {
    let visits = use_context::<Visits>();
    Memo::new(move |_| visits.map_or(Standing::Nobody, Visits::standing))
}

/// Whoever is signed in, with counters that move.
pub(crate) fn use_moving_viewer() -> Memo<Viewer> {
    let visits = use_context::<Visits>();
    Memo::new(move |last: Option<&Viewer>| {
        let viewer = visits.and_then(Visits::viewer);
        // While somebody signs out, the frame shows them until it is gone.
        viewer.or_else(|| last.cloned()).unwrap_or_else(Viewer::nobody)
    })
}
