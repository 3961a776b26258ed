//! Pages that a browser loads when they are first asked for. Those that are used together come together, as a piece of
//! wasm that is cut out of the whole when the site is built; the server has them all.
//!
//! The first page and the sign-in page stay with what every page needs.

#[cfg(feature = "hydrate")]
use crate::{AppError, components::Problem};
use leptos::prelude::*;
#[cfg(feature = "hydrate")]
use leptos::wasm_split::{SplitLoaderError, wasm_split};
use leptos_router::LazyRoute;

/// Makes a lazy route of each page, and a piece of each group: a function that makes any page of it. `wasm_split` makes
/// the other function, which fetches the piece.
macro_rules! pieces {
    ($($(#[$about:meta])* $piece:ident, fetched by $fetch:ident: $pages:ident {
        $($page:ident in $module:path;)*
    })*) => {$(
        $(#[$about])*
        #[repr(u8)]
        #[allow(clippy::enum_variant_names, reason = "the variants are the pages by their own names")]
        enum $pages {
            $($page,)*
        }

        impl $pages {
            fn make(self) -> AnyView {
                match self {
                    $(Self::$page => {
                        use $module as place;
                        place::$page().into_any()
                    })*
                }
            }
        }

        #[cfg(feature = "hydrate")]
        #[wasm_split($piece, wasm_split_path = ::leptos::wasm_split, preload($fetch), fallible)]
        fn $piece(page: $pages) -> Result<AnyView, SplitLoaderError> {
            Ok(page.make())
        }

        $(
            #[doc = concat!("The route to [`", stringify!($page), "`](", stringify!($module), ").")]
            #[derive(Debug)]
            pub struct $page;

            impl LazyRoute for $page {
                fn data() -> Self {
                    Self
                }

                #[cfg(feature = "hydrate")]
                async fn view(_page: Self) -> AnyView {
                    $piece($pages::$page).await.unwrap_or_else(|_| lost())
                }

                #[cfg(not(feature = "hydrate"))]
                async fn view(_page: Self) -> AnyView {
                    $pages::$page.make()
                }

                // Hydration takes a page over in one go: its piece has to be there before. A failure shows in `view`.
                #[cfg(feature = "hydrate")]
                async fn preload() {
                    let _ = $fetch().await;
                }
            }
        )*
    )*};
}

/// What stands in place of a page whose piece did not arrive.
#[cfg(feature = "hydrate")]
fn lost() -> AnyView {
    let text = "This page did not arrive. Check the connection, then load it again.";
    view! { <Problem error=AppError::Transport(text.into())/> }.into_any()
}

pieces! {
    /// What people look at and change from day to day.
    duty_pages, fetched by fetch_duty_pages: DutyPages {
        MePage in crate::me;
        InboxPageView in crate::inbox;
        RotasPage in crate::rotas;
        RotaPage in crate::timeline;
        CoverPageView in crate::covers;
        CorrectionPageView in crate::corrections;
        TeamLeavePage in crate::leave;
        OffersPageView in crate::offers;
        OfferPageView in crate::offers;
        MakeOfferPage in crate::offers;
        ConflictsPage in crate::conflicts;
        TeamConflictsPage in crate::conflicts;
        HistoryPageView in crate::history;
        HandoverPageView in crate::handover;
        HandoverHistoryPage in crate::handover;
    }

    /// What those who plan need.
    rota_pages, fetched by fetch_rota_pages: RotaPages {
        NewRotaPage in crate::rotas;
        RotaSettingsPage in crate::rotas;
        PlanPage in crate::planning;
        DraftsPageView in crate::drafts;
        DraftPageView in crate::drafts;
        PublishDraftPage in crate::drafts;
        PlanningPeoplePage in crate::planning_people;
        PlanningDefaultsPage in crate::planning_rules;
        RotaRulesPage in crate::planning_rules;
        OrderPageView in crate::rotation;
    }

    /// Who to call.
    service_pages, fetched by fetch_service_pages: ServicePages {
        ServiceListPage in crate::escalation;
        NewServicePage in crate::escalation;
        ServicePageView in crate::escalation;
        EditServicePage in crate::escalation;
        SupportCardPageView in crate::support;
        AlertsPageView in crate::alerts;
    }

    /// What duty pays.
    pay_pages, fetched by fetch_pay_pages: PayPages {
        MyPayPage in crate::payroll;
        PaySettingsPage in crate::payroll;
        PayRunPage in crate::payroll;
        StatementPageView in crate::payroll;
        CallOutsPageView in crate::call_outs;
        ToilPageView in crate::toil;
        CardsPageView in crate::rate_cards;
        CardPageView in crate::rate_cards;
        ImportCardPage in crate::rate_cards;
        CompareCardsPage in crate::rate_cards;
        PayPeoplePageView in crate::pay_people;
        HolidaysPageView in crate::holidays;
        HolidayCalendarPageView in crate::holidays;
        ImportHolidaysPage in crate::holidays;
        PayMappingsPageView in crate::pay_mappings;
        CostsPageView in crate::costs;
        TeamCostsPage in crate::costs;
    }

    /// People, teams and settings.
    administration_pages, fetched by fetch_administration_pages: AdministrationPages {
        SetupPage in crate::setup;
        EnterPage in crate::entry;
        ForgottenPage in crate::entry;
        PeopleListPage in crate::people;
        NewPersonPageView in crate::people;
        BulkPage in crate::people;
        ImportPageView in crate::people;
        PersonPageView in crate::people;
        TeamListPage in crate::teams;
        TeamPageView in crate::teams;
        SettingsPage in crate::settings;
        SecurityPage in crate::security;
        ContactsPageView in crate::contacts;
        MailPageView in crate::notices;
        NoticeChoicesPage in crate::notice_choices;
        WebhooksPageView in crate::webhooks;
        TeamWebhooksPage in crate::webhooks;
        WebhookPageView in crate::webhooks;
        OrganisationPageView in crate::organisation;
        TokensPageView in crate::tokens;
        AuditPageView in crate::audit;
        PermissionsPage in crate::permissions;
        HelpPage in crate::help;
        SearchPage in crate::search;
        ProfilePage in crate::profile;
    }
}
