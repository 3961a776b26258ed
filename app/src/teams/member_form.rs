//! The form that adds a member or changes their place, and what it would make of their published duty.

use super::{
    MemberForm, MemberImpact, MemberRow, PutMember, RemoveMember, TeamPage,
    api::{PreviewMember, preview_member},
};
use crate::{
    AppError,
    components::{Field, FormAlert, Icon, OverIt, Select, typed},
};
use domain::Role;
use leptos::{ev::MouseEvent, html, prelude::*};
use leptos_router::{components::A, hooks::use_query_map, params::ParamsMap};

/// What a preview answered; nothing where none was asked for.
pub(super) type Asked = Option<Result<MemberImpact, AppError>>;

/// The preview that an address asks for: of somebody taken out, or of what a form says.
///
/// It is loaded by the page itself: a resource made inside a `Suspend` is made several times on the server.
pub(super) async fn asked(slug: String, query: ParamsMap) -> Asked {
    let form = match query.get("remove") {
        Some(person) => MemberForm {
            team: slug,
            person,
            share_percent: "100".to_owned(),
            ..MemberForm::default()
        },
        None => in_address(&slug, &query)?,
    };
    Some(preview_member(form).await)
}

/// The form as an address has it, without JavaScript.
fn in_address(slug: &str, query: &ParamsMap) -> Option<MemberForm> {
    let get = |name: &str| query.get(&format!("member[{name}]"));
    Some(MemberForm {
        team: slug.to_owned(),
        person: get("person")?,
        lead: get("lead"),
        engineer: get("engineer"),
        manager: get("manager"),
        share_percent: get("share_percent").unwrap_or_default(),
        first_day: get("first_day"),
        last_day: get("last_day"),
        days: get("days"),
        ..MemberForm::default()
    })
}

/// What the page's form holds now.
#[cfg(feature = "hydrate")]
fn read(form: &leptos::web_sys::HtmlFormElement) -> Option<MemberForm> {
    use leptos::{form::FromFormData as _, web_sys::FormData};
    let data = FormData::new_with_form(form).ok()?;
    PutMember::from_form_data(&data).ok().map(|form| form.member)
}

#[cfg(not(feature = "hydrate"))]
fn read(_form: &leptos::web_sys::HtmlFormElement) -> Option<MemberForm> {
    None
}

/// With `?edit=id` the form for a member, with `?remove=id` what taking them out means, else the form that adds one.
#[component]
pub(super) fn EditOrAdd(
    page: TeamPage,
    first: Asked,
    put: ServerAction<PutMember>,
    remove: ServerAction<RemoveMember>,
) -> impl IntoView {
    let query = use_query_map();
    let named = move |key: &'static str| Memo::new(move |_| query.with(|query| query.get(key)));
    let (edited, removed) = (named("edit"), named("remove"));
    move || {
        let found = |id: Option<String>| id.and_then(|id| page.members.iter().find(|member| member.id == id).cloned());
        let (team, first) = (page.slug.clone(), first.clone());
        match (found(removed.get()), found(edited.get())) {
            (Some(member), _) => view! { <RemoveCard team member first remove/> }.into_any(),
            (None, Some(member)) => view! { <EditForm team member first put/> }.into_any(),
            (None, None) => view! { <AddForm page=page.clone() put/> }.into_any(),
        }
    }
}

/// The place of a member as it stands, or as it was typed for a preview.
fn filled(member: &MemberRow, team: &str) -> MemberForm {
    let tick = |yes: bool| yes.then(|| "on".to_owned());
    let may = |role: Role| tick(member.qualification.is_some_and(|it| it.allows(role)));
    let kept = || MemberForm {
        lead: may(Role::Lead),
        engineer: may(Role::Engineer),
        manager: tick(member.manager),
        share_percent: member.share_percent.to_string(),
        first_day: Some(member.first_day.clone()),
        last_day: Some(member.last_day.clone()),
        ..MemberForm::default()
    };
    let asked = use_query_map().with_untracked(|query| in_address(team, query));
    asked.filter(|form| form.person == member.id).unwrap_or_else(kept)
}

#[component]
fn EditForm(team: String, member: MemberRow, first: Asked, put: ServerAction<PutMember>) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    let form = filled(&member, &team);
    let (changed, node) = (ServerAction::<PreviewMember>::new(), NodeRef::<html::Form>::new());
    let preview = move || {
        if let Some(member) = node.get_untracked().and_then(|form| read(&form)) {
            changed.dispatch(PreviewMember { member });
        }
    };
    // Without JavaScript the button asks for the page again, with the fields in its address.
    let look = move |event: MouseEvent| {
        event.prevent_default();
        preview();
    };
    let page = format!("/teams/{team}");
    let back = page.clone();
    view! {
        <div class="split">
            <ActionForm action=put node_ref=node attr:class="card form" attr:id="member" on:change=move |_| preview()>
                <FormAlert error/>
                <h2><bdi>{member.name.clone()}</bdi></h2>
                <input type="hidden" name="member[team]" value=team/>
                <input type="hidden" name="member[person]" value=member.id.clone()/>
                <input type="hidden" name="member[seen]" value=typed("member[seen]").unwrap_or(member.seen)/>
                <Place form=form.clone() error/>
                <ServingDays form error/>
                <OverIt name="member[over]" error/>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || put.pending().get()>"Save"</button>
                    <button class="button" name="edit" value=member.id formmethod="get" formaction=page formnovalidate=true on:click=look>"Preview"</button>
                    <A href=back attr:class="button button--quiet">"Cancel"</A>
                </div>
            </ActionForm>
            <aside class="card" aria-live="polite" data-impact="member">
                <div class="card__head"><h2>"Published duty"</h2><span class="badge">"Preview"</span></div>
                {move || match changed.value().get().or_else(|| first.clone()) {
                    None => view! { <p class="muted">"What changes here is shown before it is saved: duty that is published stays with its holder until it is covered."</p> }.into_any(),
                    Some(answer) => view! { <Impact answer/> }.into_any(),
                }}
            </aside>
        </div>
    }
}

/// What taking somebody out of the team means, and the button that does it.
#[component]
fn RemoveCard(team: String, member: MemberRow, first: Asked, remove: ServerAction<RemoveMember>) -> impl IntoView {
    let back = format!("/teams/{team}");
    let edit = format!("/teams/{team}?edit={}#member", member.id);
    view! {
        <section class="card form" id="member" data-impact="member">
            <h2>"Take "<bdi>{member.name.clone()}</bdi>" out of the team"</h2>
            <p>"This holds at once. Somebody who serves until a certain day gets "<A href=edit>"a last day"</A>" instead."</p>
            {first.map(|answer| view! { <Impact answer/> })}
            <ActionForm action=remove attr:class="form__actions">
                <input type="hidden" name="team" value=team/>
                <input type="hidden" name="person" value=member.id/>
                <input type="hidden" name="seen" value=member.seen/>
                <button class="button button--danger" disabled=move || remove.pending().get()>"Take out of the team"</button>
                <A href=back attr:class="button button--quiet">"Cancel"</A>
            </ActionForm>
        </section>
    }
}

/// The duty that somebody could not hold any more.
#[component]
fn Impact(answer: Result<MemberImpact, AppError>) -> impl IntoView {
    let impact = match answer {
        Ok(impact) => impact,
        Err(error) => return view! { <p class="muted">"No preview yet: "{error.to_string()}</p> }.into_any(),
    };
    let count = impact.rows.len() + impact.more;
    let name = impact.name;
    let words = match count {
        0 if impact.before > 0 => format!("{name} may hold all their published duty then."),
        0 => format!("{name} keeps all their published duty."),
        1 => format!(
            "1 stretch of published duty is not for {name} then. It stays theirs until it is covered, and is a conflict."
        ),
        many => format!(
            "{many} stretches of published duty are not for {name} then. They stay theirs until they are covered, and are conflicts."
        ),
    };
    view! {
        <p>{words}</p>
        <ul class="list">
            {impact.rows.into_iter().map(|row| view! {
                <li><span class="list__grow">{row.words}</span><A href=row.cover attr:class="small">"Find cover"</A></li>
            }).collect_view()}
        </ul>
        {(impact.more > 0).then(|| view! { <p class="muted small">{format!("and {} more", impact.more)}</p> })}
    }
    .into_any()
}

#[component]
fn AddForm(page: TeamPage, put: ServerAction<PutMember>) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    if page.candidates.is_empty() && !page.many_candidates {
        return view! { <p class="muted">"Everyone is in this team. "<A href="/people">"People"</A>" adds more."</p> }
            .into_any();
    }
    let on = || Some("on".to_owned());
    let form = MemberForm {
        lead: on(),
        engineer: on(),
        share_percent: "100".to_owned(),
        ..MemberForm::default()
    };
    view! {
        <ActionForm action=put attr:class="card form" attr:id="member">
            <FormAlert error/>
            <h2>"Add member"</h2>
            <input type="hidden" name="member[team]" value=page.slug/>
            {if page.many_candidates {
                view! { <Field name="member[person]" label="Person" kind="email" hint="Their e-mail address. The people list adds many at once." required=true error/> }.into_any()
            } else {
                view! { <Select name="member[person]" label="Person" options=page.candidates error/> }.into_any()
            }}
            <input type="hidden" name="member[seen]" value="none"/>
            <Place form=form.clone() error/>
            <ServingDays form error/>
            <OverIt name="member[over]" error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || put.pending().get()><Icon name="plus"/>"Add member"</button>
            </div>
        </ActionForm>
    }
    .into_any()
}

/// What somebody may do in the team, and how much of it.
#[component]
fn Place(form: MemberForm, #[prop(into)] error: Signal<Option<AppError>>) -> impl IntoView {
    // A box that was not ticked is not sent: only the share tells that the form came back.
    let came_back = typed("member[share_percent]").is_some();
    let ticked = move |name: &str, kept: Option<String>| {
        if came_back {
            typed(name).is_some()
        } else {
            kept.is_some()
        }
    };
    view! {
        <fieldset class="field">
            <legend class="field__label">"May be"</legend>
            <div class="checks">
                <label class="check"><input type="checkbox" name="member[lead]" checked=ticked("member[lead]", form.lead)/><span>"Lead "<span class="muted">"coordinates and decides"</span></span></label>
                <label class="check"><input type="checkbox" name="member[engineer]" checked=ticked("member[engineer]", form.engineer)/><span>"Engineer "<span class="muted">"diagnoses and fixes"</span></span></label>
                <label class="check"><input type="checkbox" name="member[manager]" checked=ticked("member[manager]", form.manager)/><span>"Manager "<span class="muted">"changes the team and plans its rotas"</span></span></label>
            </div>
        </fieldset>
        <Field
            name="member[share_percent]" label="Share of duty in percent" kind="number" value=form.share_percent
            hint="100 for a full turn; 50 for somebody who takes half as much." required=true error
        />
    }
}

/// From which day to which somebody serves.
#[component]
fn ServingDays(form: MemberForm, #[prop(into)] error: Signal<Option<AppError>>) -> impl IntoView {
    view! {
        <input type="hidden" name="member[days]" value="on"/>
        <div class="form__pair">
            <Field name="member[first_day]" label="First day of duty" kind="date" value=form.first_day.unwrap_or_default() hint="Empty: there already." error/>
            <Field name="member[last_day]" label="Last day of duty" kind="date" value=form.last_day.unwrap_or_default() hint="Empty: stays." error/>
        </div>
    }
}
