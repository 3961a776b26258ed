//! The frame around every page of somebody signed in: rail, top bar, and on a phone the bar below.

use crate::{
    AppError,
    components::{Disc, Icon, Mark, Problem},
    session::{SignOut, Viewer, load_viewer},
};
use leptos::prelude::*;
use leptos_router::{
    components::{A, Outlet, Redirect},
    hooks::use_location,
};

type Load = Resource<Result<Option<Viewer>, AppError>>;

/// Loads whoever is signed in, once for all pages, and again after signing in or setting up.
#[component]
pub fn ViewerContext(children: Children) -> impl IntoView {
    let path = use_location().pathname;
    let outside = Memo::new(move |_| {
        path.with(|path| {
            ["/sign-in", "/setup", "/enter"]
                .iter()
                .any(|outside| path.starts_with(outside))
        })
    });
    let load: Load = Resource::new(move || outside.get(), |_| load_viewer());
    provide_context(load);
    children()
}

/// Whoever is signed in, inside the [`Frame`].
pub fn use_viewer() -> Viewer {
    use_context::<Viewer>().unwrap_or_else(|| Viewer {
        id: String::new(),
        name: String::new(),
        email: String::new(),
        administrator: false,
        read_only: true,
        manages: Vec::new(),
        organisation: String::new(),
        gaps: 0,
    })
}

/// Loads the viewer again, for counters that a change has moved.
pub fn refresh_viewer() {
    if let Some(load) = use_context::<Load>() {
        load.refetch();
    }
}

/// The frame, or the way to sign in.
#[component]
pub fn Frame() -> impl IntoView {
    let load = use_context::<Load>();
    let location = use_location();
    let sign_in = move || {
        let path = format!(
            "{}{}",
            location.pathname.get_untracked(),
            match location.search.get_untracked() {
                search if search.is_empty() => String::new(),
                search => format!("?{search}"),
            }
        );
        if path == "/" {
            "/sign-in".to_owned()
        } else {
            format!("/sign-in?next={}", crate::components::percent_encode(&path))
        }
    };
    view! {
        <Transition>
            {move || Suspend::new({
                async move {
                    match load {
                        Some(load) => match load.await {
                            Ok(Some(viewer)) => view! { <Framed viewer/> }.into_any(),
                            Ok(None) => view! { <Redirect path=sign_in()/> }.into_any(),
                            Err(error) => view! { <main class="alone" id="main"><Problem error/></main> }.into_any(),
                        },
                        None => ().into_any(),
                    }
                }
            })}
        </Transition>
    }
}

#[component]
fn Framed(viewer: Viewer) -> impl IntoView {
    provide_context(viewer.clone());
    close_menus_by_escape();
    view! {
        // External: the router would take the jump over and leave the focus behind.
        <a class="skip" href="#main" rel="external">"Skip to content"</a>
        <div class="frame">
            <Rail viewer=viewer.clone()/>
            <TopBar viewer=viewer.clone()/>
            <main class="main" id="main" tabindex="-1"><Outlet/></main>
            <TabBar viewer/>
        </div>
    }
}

/// A menu that is open closes with Escape and gives the focus back to what opened it.
fn close_menus_by_escape() {
    #[cfg(feature = "hydrate")]
    Effect::new(|_| {
        use leptos::wasm_bindgen::JsCast as _;
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
fn places() -> [(&'static str, &'static str, &'static str); 7] {
    [
        ("/", "now", "Now"),
        ("/rotas", "calendar", "Rotas"),
        ("/me", "person", "My shifts"),
        ("/services", "shield", "Services"),
        ("/teams", "team", "Teams"),
        ("/people", "people", "People"),
        ("/settings", "gear", "Settings"),
    ]
}

#[component]
fn Rail(viewer: Viewer) -> impl IntoView {
    view! {
        <nav class="rail" aria-label="Main">
            <A href="/" attr:class="mark" attr:aria-label="Tandem, now"><Mark/><span>"Tandem"</span></A>
            <ul class="rail__list">
                {places().map(|(href, icon, word)| view! {
                    <li>
                        <A href=href exact=href == "/" attr:class="rail__link">
                            <Icon name=icon/><span>{word}</span>
                            {(href == "/").then(|| view! { <GapCount gaps=viewer.gaps/> })}
                        </A>
                    </li>
                }).collect_view()}
            </ul>
        </nav>
    }
}

#[component]
fn GapCount(gaps: usize) -> impl IntoView {
    (gaps > 0).then(|| {
        let word = if gaps == 1 { " gap" } else { " gaps" };
        view! { <span class="count">{gaps}<span class="sr-only">{word}</span></span> }
    })
}

#[component]
fn TopBar(viewer: Viewer) -> impl IntoView {
    view! {
        <header class="topbar">
            <A href="/" attr:class="mark" attr:aria-label="Tandem"><Mark/></A>
            <span class="topbar__name">{viewer.organisation.clone()}</span>
            <ThemeMenu/>
            <AccountMenu viewer/>
        </header>
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
fn AccountMenu(viewer: Viewer) -> impl IntoView {
    let sign_out = ServerAction::<SignOut>::new();
    let details = format!("/people/{}", viewer.id);
    view! {
        <details class="menu">
            <summary class="button button--quiet button--icon" aria-label=format!("Account: {}", viewer.name)>
                <Disc name=viewer.name.clone() id=viewer.id.clone()/>
            </summary>
            <div class="menu__panel">
                <p class="menu__head"><b>{viewer.name.clone()}</b><br/><span class="muted">{viewer.email.clone()}</span></p>
                <A href="/me" attr:class="menu__item"><Icon name="person"/>"My shifts"</A>
                <A href=details attr:class="menu__item"><Icon name="edit"/>"My details"</A>
                <A href="/settings/security" attr:class="menu__item"><Icon name="lock"/>"Security"</A>
                <ActionForm action=sign_out>
                    <button class="menu__item"><Icon name="sign-out"/>"Sign out"</button>
                </ActionForm>
            </div>
        </details>
    }
}

#[component]
fn TabBar(viewer: Viewer) -> impl IntoView {
    view! {
        <nav class="tabbar" aria-label="Main, phone">
            {places().into_iter().take(3).map(|(href, icon, word)| view! {
                <A href=href exact=href == "/" attr:class="tabbar__link">
                    <Icon name=icon/><span>{word}</span>
                    {(href == "/").then(|| view! { <GapCount gaps=viewer.gaps/> })}
                </A>
            }).collect_view()}
            <details class="menu">
                <summary class="tabbar__link"><Icon name="more"/><span>"More"</span></summary>
                <div class="menu__panel">
                    {places().into_iter().skip(3).map(|(href, icon, word)| view! {
                        <A href=href attr:class="menu__item"><Icon name=icon/>{word}</A>
                    }).collect_view()}
                </div>
            </details>
        </nav>
    }
}
