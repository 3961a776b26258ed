//! One person: what there is to know, and what may be changed.

use super::{
    ComingDuty, EditPerson, PersonPage, SetPersonPassword, load_person, organisation_roles, role_words,
    state::{StateForm, ToCover, TokensLeft},
};
use crate::{
    components::{
        Badge, Disc, Done, Field, FormAlert, Icon, Problem, Qualified, RoleIcon, Select, TimeStamp, lane_class,
    },
    contacts::{ContactsCard, ContactsHandle, use_contacts},
    entry::{EntryCard, MadeLink, MakeEntryLink, RevokeEntryLink},
    help::Help,
    security::{SessionsCard, SessionsHandle, use_sessions},
    viewer::use_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

pub(super) type Load = Resource<Result<PersonPage, crate::AppError>>;

/// What an administrator does about somebody's way in.
#[derive(Clone, Copy)]
struct Access {
    make: ServerAction<MakeEntryLink>,
    revoke: ServerAction<RevokeEntryLink>,
    sessions: SessionsHandle,
}

/// A person's page.
#[component]
pub fn PersonPageView() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).unwrap_or_default());
    let load: Load = Resource::new(move || id.get(), load_person);
    let administers = use_viewer().administrator;
    let access = Access {
        make: ServerAction::new(),
        revoke: ServerAction::new(),
        sessions: use_sessions(move || administers.then(|| id.get()), false),
    };
    let contacts = use_contacts(move || id.get(), false);
    reload_after(access.make, load);
    reload_after(access.revoke, load);
    view! {
        <MadeLink/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Person page load access contacts/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Person(page: PersonPage, load: Load, access: Access, contacts: ContactsHandle) -> impl IntoView {
    let row = page.row.clone();
    let may_edit = page.may_edit;
    let may_administer = page.may_administer;
    let is_viewer = use_viewer().id == row.id;
    view! {
        <Title text=row.name.clone()/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/people">"People"</A></nav>
                <div class="title">
                    <span class="person"><Disc name=row.name.clone() id=row.id.clone() large=true/><h1><bdi>{row.name.clone()}</bdi></h1></span>
                    <Help words=&["qualification", "duty"]/>
                </div>
            </div>
            {(!row.active).then(|| view! { <Badge kind="leave" word="Deactivated"/> })}
            {is_viewer.then(|| view! {
                <div class="page-head__actions row"><A href="/settings/security" attr:class="button"><Icon name="lock"/>"Security"</A></div>
            })}
        </div>
        <div class="split">
            <div class="stack">
                <ToCover turns=page.to_cover.clone()/>
                {(!may_edit).then(|| view! { <Facts page=page.clone()/> })}
                {may_edit.then(|| view! { <EditForm page=page.clone() load/> })}
                {page.sees_contacts.then(|| view! { <ContactsCard contacts/> })}
                {may_administer.then(|| view! { <Administration page=page.clone() load access/> })}
            </div>
            <aside class="stack">
                <Memberships page=page.clone()/>
                <Coming coming=page.coming.clone()/>
            </aside>
        </div>
    }
}

/// What only administrators see: how the person gets in, where they are, and whether they may.
#[component]
fn Administration(page: PersonPage, load: Load, access: Access) -> impl IntoView {
    let (make, revoke, sessions) = (access.make, access.revoke, access.sessions);
    let active = page.row.active;
    view! {
        <TokensLeft tokens=page.tokens.clone()/>
        {active.then(|| view! { <EntryCard person=page.row.clone() make revoke/> })}
        {active.then(|| view! { <PasswordForm page=page.clone()/> })}
        {active.then(|| view! { <SessionsCard sessions/> })}
        <p class="small"><A href=format!("/settings/audit?who={}", page.row.id)>"What they did, in the audit log"</A></p>
        <StateForm page load/>
    }
}

#[component]
fn Facts(page: PersonPage) -> impl IntoView {
    view! {
        <section class="card">
            <dl class="facts">
                {page.row.email.clone().map(|email| view! { <dt>"E-mail"</dt><dd><a href=format!("mailto:{email}")>{email.clone()}</a></dd> })}
                <dt>"Time zone"</dt><dd>{page.row.zone.clone()}</dd>
                <dt>"Organisation role"</dt><dd>{role_words(&page.row.role)}</dd>
            </dl>
            {(!page.sees_contacts).then(|| view! {
                <p class="muted small card__foot">"Only their own teams and administrators see how to reach them."</p>
            })}
        </section>
    }
}

/// Shows what was saved once a form has succeeded; keeps what was typed when it has not.
pub(super) fn reload_after<S>(action: ServerAction<S>, load: Load)
where
    S: leptos::server_fn::ServerFn<Output = (), Error = crate::AppError> + Clone + Send + Sync + 'static,
{
    Effect::new(move |_| {
        if matches!(action.value().get(), Some(Ok(()))) {
            load.refetch();
            crate::viewer::refresh_viewer();
        }
    });
}

#[component]
fn EditForm(page: PersonPage, load: Load) -> impl IntoView {
    let action = ServerAction::<EditPerson>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    reload_after(action, load);
    let row = page.row.clone();
    let zones = page.zones.iter().map(|zone| (zone.clone(), zone.clone())).collect();
    let administer = page.may_administer;
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="added" words="Added. Next: their team." error/>
            <Done key="saved" words="Saved." error/>
            <FormAlert error/>
            <h2>"Details"</h2>
            <input type="hidden" name="person[id]" value=row.id.clone()/>
            <div class="form__pair">
                <Field name="person[name]" label="Name" value=row.name.clone() required=true error/>
                {if administer {
                    view! { <Field name="person[email]" label="E-mail" kind="email" value=row.email.clone().unwrap_or_default() required=true error/> }.into_any()
                } else {
                    view! { <ReadOnly label="E-mail" value=row.email.clone().unwrap_or_default()/> }.into_any()
                }}
            </div>
            <Select name="person[zone]" label="Time zone" options=zones value=row.zone.clone() error/>
            {administer.then(|| view! {
                <Select
                    name="person[role]" label="Organisation role" options=organisation_roles() value=row.role.clone()
                    hint="Administrators change everything; members their own things; read-only people nothing." error
                />
            })}
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
            </div>
        </ActionForm>
    }
}

#[component]
fn ReadOnly(label: &'static str, value: String) -> impl IntoView {
    view! {
        <div class="field">
            <span class="field__label">{label}</span>
            <p>{value}</p>
            <p class="field__hint">"An administrator can change it."</p>
        </div>
    }
}

#[component]
fn PasswordForm(page: PersonPage) -> impl IntoView {
    let action = ServerAction::<SetPersonPassword>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let words = if page.row.can_sign_in {
        "A new password ends every session of theirs."
    } else {
        "Instead of a link: set a first password and tell them."
    };
    view! {
        <ActionForm action=action attr:class="card form">
            <Done key="password" words="The password is set." error/>
            <FormAlert error/>
            <h2>"Password"</h2>
            <p class="muted">{words}</p>
            <input type="hidden" name="id" value=page.row.id.clone()/>
            <Field name="password" label="New password" kind="password" autocomplete="new-password" hint="12 to 128 characters; a sentence is good." required=true error/>
            <div class="form__actions">
                <button class="button" disabled=move || action.pending().get()><Icon name="key"/>"Set password"</button>
            </div>
        </ActionForm>
    }
}

#[component]
fn Memberships(page: PersonPage) -> impl IntoView {
    let none = page.row.teams.is_empty();
    view! {
        <section class="card">
            <div class="card__head"><h2>"Teams"</h2></div>
            {none.then(|| view! { <p class="muted">"In no team. A team’s page adds members."</p> })}
            <ul class="list">
                {page.row.teams.into_iter().map(|place| view! {
                    <li>
                        <A href=format!("/teams/{}", place.slug) attr:class="list__grow"><bdi>{place.team}</bdi></A>
                        <Qualified qualification=place.qualification/>
                        {place.manager.then(|| view! { <Badge word="Manager"/> })}
                        {(place.share_percent < 100).then(|| view! { <span class="muted small">{format!("{} %", place.share_percent)}</span> })}
                    </li>
                }).collect_view()}
            </ul>
        </section>
    }
}

#[component]
fn Coming(coming: Vec<ComingDuty>) -> impl IntoView {
    (!coming.is_empty()).then(|| view! {
        <section class="card">
            <div class="card__head"><h2>"Next on duty"</h2></div>
            <ul class="list">
                {coming.into_iter().map(|duty| view! {
                    <li class=lane_class(duty.role)>
                        <A href=format!("/rotas/{}", duty.slug) attr:class="list__grow"><bdi>{duty.rota}</bdi></A>
                        <RoleIcon role=duty.role/>
                        {if duty.now { view! { <Badge kind=duty.role.key() word="Now"/> }.into_any() } else { view! { <span class="muted small"><TimeStamp stamp=duty.from/></span> }.into_any() }}
                    </li>
                }).collect_view()}
            </ul>
        </section>
    })
}
