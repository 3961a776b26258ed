//! The organisation's own settings: what new people and rotas start with.

use crate::{
    components::{Done, Field, FormAlert, Problem, Select},
    help::Help,
    settings::SettingsNav,
};
use leptos::prelude::*;
use leptos_meta::Title;
use serde::{Deserialize, Serialize};

/// The organisation's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OrganisationPage {
    /// Its name.
    pub name: String,
    /// Its IANA zone.
    pub zone: String,
    /// Start of its office hours on Monday to Friday, such as `09:00`; empty when they are not that simple.
    pub office_from: String,
    /// Their end.
    pub office_to: String,
    /// The office hours in words.
    pub office_hours: String,
    /// Key of its holiday calendar.
    pub holiday_calendar: String,
    /// Whether one person may be on duty on two rotas at once: `allow`, `warn` or `forbid`.
    pub two_rotas: String,
    /// Names of the zones to choose from.
    pub zones: Vec<String>,
    /// Key and name of each holiday calendar.
    pub holiday_calendars: Vec<(String, String)>,
}

/// The settings changed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct OrganisationForm {
    /// Name.
    pub name: String,
    /// IANA zone.
    pub zone: String,
    /// Start of office hours on Monday to Friday. Both times empty leave office hours as they are.
    #[serde(default)]
    pub office_from: String,
    /// End of office hours.
    #[serde(default)]
    pub office_to: String,
    /// Key of the holiday calendar.
    pub holiday_calendar: String,
    /// `allow`, `warn` or `forbid`; empty leaves it.
    #[serde(default)]
    pub two_rotas: String,
}

/// The organisation's settings.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// What they are.
    async fn organisation_page(&self) -> crate::Answer<OrganisationPage>;
    /// Changes them.
    async fn change_organisation(&self, organisation: OrganisationForm) -> crate::Answer<()>;
}

/// The organisation's settings.
#[server(endpoint = "organisation/show")]
pub async fn load_organisation() -> Result<OrganisationPage, crate::AppError> {
    crate::ports::ports()?.organisation_page().await
}

/// Changes the organisation's settings.
#[server(endpoint = "organisation/change")]
pub async fn change_organisation(organisation: OrganisationForm) -> Result<(), crate::AppError> {
    crate::ports::ports()?.change_organisation(organisation).await?;
    leptos_axum::redirect("/settings/organisation?done=saved");
    Ok(())
}

/// What may be thought of one person on two rotas at once.
const TWO_ROTAS: [(&str, &str); 3] = [
    ("allow", "Allow it: nobody is told"),
    ("warn", "Warn: covers may do it, and it stands among the conflicts"),
    ("forbid", "Forbid: covers and publications that would do it are refused"),
];

/// The organisation's settings page.
#[component]
pub fn OrganisationPageView() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_organisation());
    let action = ServerAction::<ChangeOrganisation>::new();
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            load.refetch();
            crate::viewer::refresh_viewer();
        }
    });
    view! {
        <Title text="Organisation"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! {
                        <div class="page-head"><div class="page-head__text"><div class="title"><h1>"Organisation"</h1><Help words=&["office-hours", "rota"]/></div></div></div>
                        <div class="settings"><SettingsNav/><Form page action/></div>
                    }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Form(page: OrganisationPage, action: ServerAction<ChangeOrganisation>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let zones = page.zones.into_iter().map(|zone| (zone.clone(), zone)).collect();
    let hint = if page.office_from.is_empty() {
        format!("Now {}. Leave both times empty to keep that.", page.office_hours)
    } else {
        "Monday to Friday, in the zone of each rota; none on its bank holidays.".to_owned()
    };
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="saved" words="Saved. Rotas keep the rules they have; new ones start with these." error/>
            <FormAlert error/>
            <Field name="organisation[name]" label="Name" value=page.name required=true error/>
            <div class="form__pair">
                <Select name="organisation[zone]" label="Time zone" options=zones value=page.zone hint="What new people and rotas start with." error/>
                <Select name="organisation[holiday_calendar]" label="Bank holidays" options=page.holiday_calendars value=page.holiday_calendar error/>
            </div>
            <fieldset class="form__group">
                <legend>"Office hours"</legend>
                <p class="field__hint">{hint}</p>
                <div class="form__pair">
                    <Field name="organisation[office_from]" label="From" kind="time" value=page.office_from error/>
                    <Field name="organisation[office_to]" label="To" kind="time" value=page.office_to error/>
                </div>
            </fieldset>
            <Select name="organisation[two_rotas]" label="One person on two rotas at once" options=TWO_ROTAS.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec()
                value=page.two_rotas hint="Duty that stands already is not changed." error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
            </div>
        </ActionForm>
    }
}
