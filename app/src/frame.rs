//! The frame around every page of somebody signed in: rail, top bar, and on a phone the bar below.

use crate::{
    changes::SavedMessage,
    components::{Disc, Icon, Mark, Problem, percent_encode},
    live::{self, LiveMark},
    search::Palette,
    session::{SignOut, Viewer},
    viewer::{Standing, use_moving_viewer, use_standing},
};
use leptos::prelude::*;
use leptos_router::{
    components::{A, Outlet, Redirect},
    hooks::use_location,
};

/// The frame around a page, or the way to sign in. Nothing here waits for data: what stands between a page and its
/// `Outlet` must not, or the server would load the page's data once for each wait.
#[component]
pub fn Frame() -> impl IntoView {
    let standing = use_standing();
    let location = use_location();
    move || match standing.get() {
        Standing::Asked => ().into_any(),
        Standing::Nobody => {
            let (path, search) = (location.pathname.get_untracked(), location.search.get_untracked());
            view! { <Redirect path=sign_in_path(&path, &search)/> }.into_any()
        }
        Standing::Fault(error) => view! { <main class="alone" id="main"><Problem error/></main> }.into_any(),
        Standing::Person(_) => view! { <Framed><Outlet/></Framed> }.into_any(),
    }
}

/// The sign-in page that leads back to where somebody wanted to go.
fn sign_in_path(path: &str, search: &str) -> String {
    match (path, search) {
        ("/", "") => "/sign-in".to_owned(),
        (path, "") => format!("/sign-in?next={}", percent_encode(path)),
        (path, search) => format!("/sign-in?next={}", percent_encode(&format!("{path}?{search}"))),
    }
}

/// A page of somebody signed in.
#[component]
pub(crate) fn Framed(children: Children) -> impl IntoView {
    let viewer = use_moving_viewer();
    close_menus_by_escape();
    live::listen();
    view! {
        // External: the router would take the jump over and leave the focus behind.
        <a class="skip" href="#main" rel="external">"Skip to content"</a>
        <div class="frame">
            <Rail viewer/>
            <TopBar viewer/>
            <main class="main" id="main" tabindex="-1"><SavedMessage/>{children()}</main>
            <TabBar viewer/>
            <LiveMark/>
        </div>
    }
}

/// A menu that is open closes with Escape and gives the focus back to what opened it.
fn close_menus_by_escape() {
    #[cfg(feature = "hydrate")]
    use leptos::wasm_bindgen::JsCast as _;
    #[cfg(feature = "hydrate")]
    Effect::new(|_| {
        let handle = window_event_listener(leptos::ev::keydown, |event| {
            let open = document().query_selector("details.menu[open]").ok().flatten();
            let Some(menu) = open.filter(|_| event.key() == "Escape") else {
                return;
            };
            let held_focus = document()
                .active_element()
                .is_some_and(|element| menu.contains(Some(&element)));
            // What cannot be closed or focused stays as usable as it was.
            let _ = menu.remove_attribute("open");
            let summary = menu.query_selector("summary").ok().flatten();
            if let Some(summary) = summary.filter(|_| held_focus) {
                let _ = summary.unchecked_into::<web_sys::HtmlElement>().focus();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

/// Address, icon and word of each place.
fn places() -> [(&'static str, &'static str, &'static str); 10] {
    [
        ("/", "now", "Now"),
        ("/rotas", "calendar", "Rotas"),
        ("/me", "person", "My shifts"),
        ("/offers", "swap", "Offers"),
        ("/pay", "coins", "Pay"),
        ("/conflicts", "warning", "Conflicts"),
        ("/services", "shield", "Services"),
        ("/teams", "team", "Teams"),
        ("/people", "people", "People"),
        ("/settings", "gear", "Settings"),
    ]
}

#[component]
fn Rail(viewer: Memo<Viewer>) -> impl IntoView {
    view! {
        <nav class="rail" aria-label="Main">
            <A href="/" attr:class="mark" attr:aria-label="Tandem, now"><Mark/><span>"Tandem"</span></A>
            <ul class="rail__list">
                {places().map(|(href, icon, word)| view! {
                    <li>
                        <A href=href exact=href == "/" attr:class="rail__link">
                            <Icon name=icon/><span>{word}</span>
                            {(href == "/").then(|| view! { <GapCount viewer/> })}
                            {(href == "/offers").then(|| view! { <OfferCount viewer/> })}
                            {(href == "/conflicts").then(|| view! { <ConflictCount viewer/> })}
                        </A>
                    </li>
                }).collect_view()}
            </ul>
        </nav>
    }
}

#[component]
fn GapCount(viewer: Memo<Viewer>) -> impl IntoView {
    let gaps = Memo::new(move |_| viewer.with(|viewer| viewer.gaps));
    move || {
        let gaps = gaps.get();
        (gaps > 0).then(|| {
            let word = if gaps == 1 { " gap" } else { " gaps" };
            view! { <span class="count">{gaps}<span class="sr-only">{word}</span></span> }
        })
    }
}

/// Gaps and conflicts that the viewer’s teams have to mend.
#[component]
fn ConflictCount(viewer: Memo<Viewer>) -> impl IntoView {
    let open = Memo::new(move |_| viewer.with(|viewer| viewer.conflicts));
    move || {
        (open.get() > 0).then(|| view! { <span class="count">{open.get()}<span class="sr-only">" open"</span></span> })
    }
}

#[component]
fn OfferCount(viewer: Memo<Viewer>) -> impl IntoView {
    let offers = Memo::new(move |_| viewer.with(|viewer| viewer.offers));
    move || {
        let offers = offers.get();
        (offers > 0)
            .then(|| view! { <span class="count">{offers}<span class="sr-only">" waiting for you"</span></span> })
    }
}

#[component]
fn TopBar(viewer: Memo<Viewer>) -> impl IntoView {
    view! {
        <header class="topbar">
            <A href="/" attr:class="mark" attr:aria-label="Tandem"><Mark/></A>
            <span class="topbar__name">{move || viewer.with(|viewer| viewer.organisation.clone())}</span>
            <Palette/>
            <Bell viewer/>
            <ThemeMenu/>
            <AccountMenu viewer/>
        </header>
    }
}

/// The way to the inbox, with how much of it is unread.
#[component]
fn Bell(viewer: Memo<Viewer>) -> impl IntoView {
    let unread = Memo::new(move |_| viewer.with(|viewer| viewer.unread));
    view! {
        <A href="/inbox" attr:class="button button--quiet button--icon bell">
            <Icon name="bell"/><span class="sr-only">"Inbox"</span>
            {move || (unread.get() > 0).then(|| view! {
                <span class="count">{shown(unread.get())}<span class="sr-only">" unread"</span></span>
            })}
        </A>
    }
}

/// A count that keeps its width: `99+` is many.
fn shown(count: i64) -> String {
    if count > 99 {
        "99+".to_owned()
    } else {
        count.to_string()
    }
}

#[component]
fn ThemeMenu() -> impl IntoView {
    let choices = [
        ("system", "gear", "As the device"),
        ("light", "sun", "Light"),
        ("dark", "moon", "Dark"),
    ];
    view! {
        <details class="menu">
            <summary class="button button--quiet button--icon" aria-label="Theme"><Icon name="sun"/></summary>
            <div class="menu__panel">
                <form method="post" action="/theme">
                    {choices.map(|(value, icon, word)| view! {
                        <button class="menu__item" name="theme" value=value><Icon name=icon/>{word}</button>
                    }).collect_view()}
                </form>
            </div>
        </details>
    }
}

#[component]
fn AccountMenu(viewer: Memo<Viewer>) -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let name = Memo::new(move |_| viewer.with(|viewer| viewer.name.clone()));
    view! {
        <details class="menu">
            <summary class="button button--quiet button--icon" aria-label=move || format!("Account: {}", name.get())>
                {move || view! { <Disc name=name.get() id=viewer.with(|viewer| viewer.id.clone())/> }}
            </summary>
            <div class="menu__panel">
                <p class="menu__head"><b><bdi>{name}</bdi></b><br/><span class="muted">{move || viewer.with(|viewer| viewer.email.clone())}</span></p>
                <A href="/me" attr:class="menu__item"><Icon name="person"/>"My shifts"</A>
                <A href="/settings/profile" attr:class="menu__item"><Icon name="edit"/>"My profile"</A>
                <A href="/help" attr:class="menu__item"><Icon name="help"/>"Help"</A>
                <A href="/settings/security" attr:class="menu__item"><Icon name="lock"/>"Security"</A>
                <ActionForm action=sign_out>
                    <button class="menu__item"><Icon name="sign-out"/>"Sign out"</button>
                </ActionForm>
            </div>
        </details>
    }
}

#[component]
fn TabBar(viewer: Memo<Viewer>) -> impl IntoView {
    view! {
        <nav class="tabbar" aria-label="Main, phone">
            {places().into_iter().take(4).map(|(href, icon, word)| view! {
                <A href=href exact=href == "/" attr:class="tabbar__link">
                    <Icon name=icon/><span>{word}</span>
                    {(href == "/").then(|| view! { <GapCount viewer/> })}
                    {(href == "/offers").then(|| view! { <OfferCount viewer/> })}
                </A>
            }).collect_view()}
            <details class="menu">
                <summary class="tabbar__link"><Icon name="more"/><span>"More"</span></summary>
                <div class="menu__panel">
                    {places().into_iter().skip(4).map(|(href, icon, word)| view! {
                        <A href=href attr:class="menu__item">
                            <Icon name=icon/>{word}
                            {(href == "/conflicts").then(|| view! { <ConflictCount viewer/> })}
                        </A>
                    }).collect_view()}
                </div>
            </details>
        </nav>
    }
}

#[cfg(test)]
mod tests {
    use super::sign_in_path;

    #[test]
    fn signing_in_leads_back_to_where_somebody_wanted_to_go() {
        assert_eq!(sign_in_path("/", ""), "/sign-in");
        assert_eq!(sign_in_path("/me", ""), "/sign-in?next=/me");
        assert_eq!(
            sign_in_path("/rotas/nights", "from=2026-11-24&view=week"),
            "/sign-in?next=/rotas/nights%3Ffrom%3D2026-11-24%26view%3Dweek"
        );
    }
}
