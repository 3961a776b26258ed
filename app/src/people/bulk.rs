//! One change to many people: who, what, see what happens, confirm.

use super::{PeopleFilter, organisation_roles};
use crate::{
    components::{Badge, FormAlert, Icon, Problem, Select},
    help::Help,
    viewer::use_viewer,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};
use serde::{Deserialize, Serialize};

/// Lines shown at most; the rest are counted.
const SHOWN: usize = 200;

/// A change to many people.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct BulkEdit {
    /// Ids of the people, with spaces between them.
    pub people: String,
    /// `join`, `leave`, `qualify`, `role`, `deactivate` or `reactivate`; empty for nothing yet.
    pub change: String,
    /// Slug of the team to join, to leave or to be qualified in.
    pub team: String,
    /// What they may be there: `lead`, `engineer`, `both` or `none`.
    pub qualification: String,
    /// Key of the organisation role to have.
    pub role: String,
}

/// What a change to many people would do or did.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BulkCheck {
    /// Who it is about, as [`BulkEdit::people`].
    pub people: String,
    /// What happens to each: those refused first, then those who change.
    pub lines: Vec<BulkLine>,
    /// Slug and name of each team to choose from.
    pub teams: Vec<(String, String)>,
}

/// What happens to one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct BulkLine {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// `refused`, `changes` or `same`.
    pub kind: String,
    /// Why not, or what changes.
    pub words: String,
}

impl BulkCheck {
    /// How many lines are of a kind.
    pub fn count(&self, kind: &str) -> usize {
        self.lines.iter().filter(|line| line.kind == kind).count()
    }
}

/// What one change to many people would do: to those of `edit`, or to all whom `filter` asks for.
#[server(endpoint = "people/bulk-check")]
pub async fn check_bulk(
    #[server(default)] edit: BulkEdit,
    #[server(default)] all: String,
    #[server(default)] filter: PeopleFilter,
) -> Result<BulkCheck, crate::AppError> {
    let ports = crate::ports::ports()?;
    if all.is_empty() {
        return ports.check_bulk(edit).await;
    }
    let people = ports.people_found(filter)?;
    ports.check_bulk(BulkEdit { people, ..edit }).await
}

/// One change to many people: all of it, or nothing.
#[server(endpoint = "people/bulk")]
pub async fn change_bulk(edit: BulkEdit) -> Result<(), crate::AppError> {
    crate::ports::ports()?.change_bulk(edit).await?;
    leptos_axum::redirect("/people?done=bulk");
    Ok(())
}

/// What the page's query asks.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Asked {
    edit: BulkEdit,
    all: String,
    filter: PeopleFilter,
}

/// The page that changes many people at once.
#[component]
pub fn BulkPage() -> impl IntoView {
    let query = use_query_map();
    let asked = Memo::new(move |_| {
        query.with(|query| {
            let of = |name: &str| query.get(name).unwrap_or_default();
            let ids = query.get_all("id").unwrap_or_default();
            Asked {
                edit: BulkEdit {
                    people: ids.join(" "),
                    change: of("change"),
                    team: of("to_team"),
                    qualification: of("may_be"),
                    role: of("to_role"),
                },
                all: of("all"),
                filter: PeopleFilter::of(query),
            }
        })
    });
    let load = Resource::new(
        move || asked.get(),
        |asked| async move {
            check_bulk(asked.edit.clone(), asked.all.clone(), asked.filter.clone())
                .await
                .map(|check| (asked, check))
        },
    );
    let forbidden = || crate::AppError::Forbidden("Only an administrator can change many people.".into());
    if !use_viewer().administrator {
        return view! { <Problem error=forbidden()/> }.into_any();
    }
    view! {
        <Title text="Change people"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok((asked, check)) => view! { <Page asked check/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Page(asked: Asked, check: BulkCheck) -> impl IntoView {
    let count = check.lines.len();
    let title = if count == 1 {
        "Change 1 person".to_owned()
    } else {
        format!("Change {count} people")
    };
    let chosen = !asked.edit.change.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/people">"People"</A></nav>
                <div class="title"><h1>{title}</h1><Help words=&["team", "qualification"]/></div>
            </div>
        </div>
        <Choice asked=asked.clone() check=check.clone()/>
        {chosen.then(|| view! { <Confirm edit=asked.edit check=check.clone()/> })}
        <Lines check chosen/>
    }
}

/// What to change. A plain form: it works with and without JavaScript, and its address can be kept.
#[component]
fn Choice(asked: Asked, check: BulkCheck) -> impl IntoView {
    let none = Signal::derive(|| None);
    let options = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs
            .iter()
            .map(|(key, words)| ((*key).to_owned(), (*words).to_owned()))
            .collect()
    };
    let changes = options(&[
        ("join", "Add to a team"),
        ("leave", "Take out of a team"),
        ("qualify", "Say what they may be in a team"),
        ("role", "Give an organisation role"),
        ("deactivate", "Deactivate"),
        ("reactivate", "Reactivate"),
    ]);
    let may_be = options(&[
        ("both", "Lead and Engineer"),
        ("lead", "Lead"),
        ("engineer", "Engineer"),
        ("none", "No duty"),
    ]);
    let ids: Vec<String> = check.people.split_whitespace().map(str::to_owned).collect();
    let filter = asked.filter;
    let hidden = |name: &'static str, value: String| {
        (!value.is_empty()).then(|| view! { <input type="hidden" name=name value=value/> })
    };
    let who = if asked.all.is_empty() {
        ids.into_iter()
            .map(|id| view! { <input type="hidden" name="id" value=id/> })
            .collect_view()
            .into_any()
    } else {
        view! {
            <input type="hidden" name="all" value="1"/>
            {hidden("q", filter.query)}{hidden("state", filter.state)}{hidden("role", filter.role)}
            {hidden("team", filter.team)}{hidden("qualification", filter.qualification)}
        }
        .into_any()
    };
    let edit = asked.edit;
    view! {
        <form class="card filters" method="get" action="/people/bulk">
            {who}
            <Select name="change" label="What to do" options=changes value=edit.change error=none/>
            <Select name="to_team" label="Team" hint="To add to, to take out of, or to be something in." options=check.teams value=edit.team error=none/>
            <Select name="may_be" label="May be" hint="When added, or when it is said." options=may_be value=edit.qualification error=none/>
            <Select name="to_role" label="Organisation role" hint="When one is given." options=organisation_roles() value=edit.role error=none/>
            <div class="form__actions"><button class="button button--primary">"See what happens"</button></div>
        </form>
    }
}

#[component]
fn Confirm(edit: BulkEdit, check: BulkCheck) -> impl IntoView {
    let action = ServerAction::<ChangeBulk>::new();
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let (refused, changes, same) = (check.count("refused"), check.count("changes"), check.count("same"));
    let words = match (refused, changes) {
        (0, 0) => "Nothing would change".to_owned(),
        (0, 1) => "1 person changes".to_owned(),
        (0, changes) => format!("{changes} people change"),
        (1, _) => "1 refusal: nothing can be changed".to_owned(),
        (refused, _) => format!("{refused} refusals: nothing can be changed"),
    };
    let can = refused == 0 && changes > 0;
    view! {
        <section class="card stack stack--tight" id="outcome">
            <p class="answer">{words}</p>
            <p class="muted">
                {format!("{same} stay as they are. ")}
                {if refused > 0 { "It is all or nothing: take those who are refused out of the choice, or put in order what stands in the way." } else { "Nothing is written before you confirm; then all of it is, or nothing." }}
            </p>
            <FormAlert error/>
            <div class="form__actions">
                {can.then(|| view! {
                    <ActionForm action=action>
                        <input type="hidden" name="edit[people]" value=check.people/>
                        <input type="hidden" name="edit[change]" value=edit.change/>
                        <input type="hidden" name="edit[team]" value=edit.team/>
                        <input type="hidden" name="edit[qualification]" value=edit.qualification/>
                        <input type="hidden" name="edit[role]" value=edit.role/>
                        <button class="button button--primary" disabled=move || action.pending().get()><Icon name="check"/>{format!("Change {changes}")}</button>
                    </ActionForm>
                })}
                <A href="/people" attr:class="button button--quiet">"Cancel"</A>
            </div>
        </section>
    }
}

#[component]
fn Lines(check: BulkCheck, chosen: bool) -> impl IntoView {
    let total = check.lines.len();
    view! {
        <div class="card card--flush">
            <table class="table">
                <thead><tr><th scope="col">"Name"</th><th scope="col">"What happens"</th></tr></thead>
                <tbody>{check.lines.into_iter().take(SHOWN).map(|line| view! { <Line line chosen/> }).collect_view()}</tbody>
            </table>
            {(total > SHOWN).then(|| view! { <div class="pager"><span>{format!("{} more", total - SHOWN)}</span></div> })}
        </div>
    }
}

#[component]
fn Line(line: BulkLine, chosen: bool) -> impl IntoView {
    let happens = match line.kind.as_str() {
        "refused" => view! { <span><Badge kind="gap" word="Refused"/>" "{line.words}</span> }.into_any(),
        "changes" => view! { <span>{line.words}</span> }.into_any(),
        _ if chosen => view! { <span class="muted">{line.words}</span> }.into_any(),
        _ => view! { <span class="muted">"Nothing yet"</span> }.into_any(),
    };
    view! {
        <tr class:table__row--error=line.kind == "refused">
            <th scope="row"><A href=format!("/people/{}", line.id)><bdi>{line.name}</bdi></A></th>
            <td data-label="What happens">{happens}</td>
        </tr>
    }
}
