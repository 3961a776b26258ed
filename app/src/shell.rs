//! The document around every page, and which page answers which address.

use crate::{
    AppError,
    components::{HatchPatterns, Problem},
    frame::{Frame, Framed},
    now::NowPage,
    pieces,
    sign_in::SignInPage,
    viewer::{Standing, ViewerContext, use_standing},
};
use leptos::prelude::*;
use leptos_meta::{MetaTags, Title, provide_meta_context};
use leptos_router::{
    Lazy, SsrMode, StaticSegment,
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
    view! {
        <Title formatter=|title: String| if title.is_empty() { "Tandem".into() } else { format!("{title} · Tandem") }/>
        <HatchPatterns/>
        <Router>
            <ViewerContext>
                <Routes fallback=NotFoundPage>
                    <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                    <Route path=path!("/setup") view={Lazy::<pieces::SetupPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/enter") view={Lazy::<pieces::EnterPage>::new()} ssr=SsrMode::Async/>
                    <Route path=path!("/forgotten") view={Lazy::<pieces::ForgottenPage>::new()} ssr=SsrMode::Async/>
                    <ParentRoute path=path!("") view=Frame ssr=SsrMode::Async>
                        <Route path=StaticSegment("") view=NowPage ssr=SsrMode::Async/>
                        <Route path=path!("/me") view={Lazy::<pieces::MePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/inbox") view={Lazy::<pieces::InboxPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/cover") view={Lazy::<pieces::CoverPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/correct") view={Lazy::<pieces::CorrectionPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/offer") view={Lazy::<pieces::MakeOfferPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/offers") view={Lazy::<pieces::OffersPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/offers/:id") view={Lazy::<pieces::OfferPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug/leave") view={Lazy::<pieces::TeamLeavePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/conflicts") view={Lazy::<pieces::ConflictsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug/conflicts") view={Lazy::<pieces::TeamConflictsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay") view={Lazy::<pieces::MyPayPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/run") view={Lazy::<pieces::PayRunPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/statements/:id") view={Lazy::<pieces::StatementPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/settings") view={Lazy::<pieces::PaySettingsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/time-off") view={Lazy::<pieces::ToilPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/call-outs") view={Lazy::<pieces::CallOutsPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people") view={Lazy::<pieces::PeopleListPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/new") view={Lazy::<pieces::NewPersonPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/bulk") view={Lazy::<pieces::BulkPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/import") view={Lazy::<pieces::ImportPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/people/:id") view={Lazy::<pieces::PersonPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/teams") view={Lazy::<pieces::TeamListPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug") view={Lazy::<pieces::TeamPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/help") view={Lazy::<pieces::HelpPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/search") view={Lazy::<pieces::SearchPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings") view={Lazy::<pieces::SettingsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/profile") view={Lazy::<pieces::ProfilePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/security") view={Lazy::<pieces::SecurityPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/audit") view={Lazy::<pieces::AuditPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/permissions") view={Lazy::<pieces::PermissionsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/organisation") view={Lazy::<pieces::OrganisationPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/alerts") view={Lazy::<pieces::AlertsPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/services") view={Lazy::<pieces::ServiceListPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/services/new") view={Lazy::<pieces::NewServicePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/services/:slug") view={Lazy::<pieces::ServicePageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/services/:slug/card") view={Lazy::<pieces::SupportCardPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/services/:slug/edit") view={Lazy::<pieces::EditServicePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/tokens") view={Lazy::<pieces::TokensPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/contacts") view={Lazy::<pieces::ContactsPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/notices") view={Lazy::<pieces::NoticeChoicesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/mail") view={Lazy::<pieces::MailPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/webhooks") view={Lazy::<pieces::WebhooksPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug/webhooks") view={Lazy::<pieces::TeamWebhooksPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/webhooks/:id") view={Lazy::<pieces::WebhookPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/columns") view={Lazy::<pieces::PayMappingsPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/holidays") view={Lazy::<pieces::HolidaysPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/holidays/import") view={Lazy::<pieces::ImportHolidaysPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/holidays/:key") view={Lazy::<pieces::HolidayCalendarPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/people") view={Lazy::<pieces::PayPeoplePageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/costs") view={Lazy::<pieces::CostsPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug/costs") view={Lazy::<pieces::TeamCostsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/cards") view={Lazy::<pieces::CardsPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/cards/import") view={Lazy::<pieces::ImportCardPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/cards/compare") view={Lazy::<pieces::CompareCardsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/pay/cards/:id") view={Lazy::<pieces::CardPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas") view={Lazy::<pieces::RotasPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/new") view={Lazy::<pieces::NewRotaPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug") view={Lazy::<pieces::RotaPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/history") view={Lazy::<pieces::HistoryPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/handover") view={Lazy::<pieces::HandoverPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/handovers") view={Lazy::<pieces::HandoverHistoryPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/plan") view={Lazy::<pieces::PlanPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/settings") view={Lazy::<pieces::RotaSettingsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/drafts") view={Lazy::<pieces::DraftsPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/drafts/:id") view={Lazy::<pieces::DraftPageView>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/drafts/:id/publish") view={Lazy::<pieces::PublishDraftPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/teams/:slug/planning") view={Lazy::<pieces::PlanningPeoplePage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/settings/planning") view={Lazy::<pieces::PlanningDefaultsPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/plan/rules") view={Lazy::<pieces::RotaRulesPage>::new()} ssr=SsrMode::Async/>
                        <Route path=path!("/rotas/:slug/plan/order") view={Lazy::<pieces::OrderPageView>::new()} ssr=SsrMode::Async/>
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
