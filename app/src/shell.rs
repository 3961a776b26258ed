//! The document around every page, and which page answers which address.

use crate::{
    AppError,
    components::{HatchPatterns, Problem},
    entry::EnterPage,
    escalation::{EditServicePage, NewServicePage, ServiceListPage, ServicePageView},
    frame::{Frame, Framed},
    help::HelpPage,
    now::NowPage,
    organisation::OrganisationPageView,
    people::{ImportPageView, NewPersonPageView, PeopleListPage, PersonPageView},
    planning::PlanPage,
    profile::ProfilePage,
    rotas::{NewRotaPage, RotaSettingsPage, RotasPage},
    search::SearchPage,
    security::SecurityPage,
    settings::SettingsPage,
    setup::SetupPage,
    sign_in::SignInPage,
    teams::{TeamListPage, TeamPageView},
    timeline::RotaPage,
    tokens::TokensPageView,
    viewer::{Standing, ViewerContext, use_standing},
};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode, StaticSegment,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

/// Where the site's files are, and what the person chose to see them in. The server provides it.
#[derive(Debug, Clone, Default)]
pub struct Assets {
    /// Folder of the wasm, script and style, which changes with their content.
    pub folder: String,
    /// `light`, `dark`, or empty for what the device prefers.
    pub theme: String,
}

/// The whole document; the browser takes over its body.
pub fn shell() -> impl IntoView {
    let assets = use_context::<Assets>().unwrap_or_default();
    let folder = assets.folder;
    let theme = (!assets.theme.is_empty()).then_some(assets.theme);
    let start = format!(
        "import('{folder}/tandem.js').then(m=>m.default({{module_or_path:'{folder}/tandem_bg.wasm'}}).then(()=>m.hydrate()))"
    );
    view! {
        <!DOCTYPE html>
        <html lang="en-GB" data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/favicon.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=format!("{folder}/tandem.css")/>
                <link rel="modulepreload" href=format!("{folder}/tandem.js") nonce=use_nonce()/>
                <MetaTags/>
            </head>
            <body>
                <App/>
                <script type="module" nonce=use_nonce()>{start}</script>
            </body>
        </html>
    }
}

/// Every page of Tandem.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    mark_hydrated();
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Tandem".into() } else { format!("{title} · Tandem") }/>
        <HatchPatterns/>
        <Router>
            <ViewerContext>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/setup") view=SetupPage ssr=SsrMode::Async/>
                    <Route path=path!("/enter") view=EnterPage ssr=SsrMode::Async/>
                    <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                        <Route path=StaticSegment("") view=NowPage ssr=SsrMode::Async/>
                        <Route path=path!("/me") view=crate::me::MePage ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/cover") view=crate::covers::CoverPageView ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug/leave") view=crate::leave::TeamLeavePage ssr=SsrMode::Async/>
                        <Route path=path!("/people") view=PeopleListPage ssr=SsrMode::Async/>
                        <Route path=path!("/people/new") view=NewPersonPageView ssr=SsrMode::Async/>
                        <Route path=path!("/people/import") view=ImportPageView ssr=SsrMode::Async/>
                        <Route path=path!("/people/:id") view=PersonPageView ssr=SsrMode::Async/>
                        <Route path=path!("/teams") view=TeamListPage ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug") view=TeamPageView ssr=SsrMode::Async/>
                        <Route path=path!("/help") view=HelpPage ssr=SsrMode::Async/>
                        <Route path=path!("/search") view=SearchPage ssr=SsrMode::Async/>
                        <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async/>
                        <Route path=path!("/settings/profile") view=ProfilePage ssr=SsrMode::Async/>
                        <Route path=path!("/settings/security") view=SecurityPage ssr=SsrMode::Async/>
                        <Route path=path!("/settings/organisation") view=OrganisationPageView ssr=SsrMode::Async/>
                        <Route path=path!("/services") view=ServiceListPage ssr=SsrMode::Async/>
                        <Route path=path!("/services/new") view=NewServicePage ssr=SsrMode::Async/>
                        <Route path=path!("/services/:slug") view=ServicePageView ssr=SsrMode::Async/>
                        <Route path=path!("/services/:slug/edit") view=EditServicePage ssr=SsrMode::Async/>
                        <Route path=path!("/settings/tokens") view=TokensPageView ssr=SsrMode::Async/>
                        <Route path=path!("/rotas") view=RotasPage ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/new") view=NewRotaPage ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug") view=RotaPage ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/plan") view=PlanPage ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/settings") view=RotaSettingsPage ssr=SsrMode::Async/>
                    </ParentRoute>
                    <Route path=path!("/*any") view=NotFoundPage ssr=SsrMode::Async/>
                </Routes>
            </ViewerContext>
        </Router>
    }
}

/// No page answers the address.
#[component]
fn NotFoundPage() -> impl IntoView {
    let standing = use_standing();
    let problem = || view! { <Problem error=AppError::NotFound("There is no page at this address.".into())/> };
    move || match standing.get() {
        Standing::Person(_) => view! { <Framed>{problem()}</Framed> }.into_any(),
        _ => view! { <main class="alone" id="main">{problem()}</main> }.into_any(),
    }
}

/// Says that the page now reacts: what a script or a test can wait for.
fn mark_hydrated() {
    Effect::new(|_| {
        if let Some(body) = document().body() {
            // An attribute that cannot be set leaves the page as usable as it was.
            let _ = body.set_attribute("data-hydrated", "");
        }
    });
}
