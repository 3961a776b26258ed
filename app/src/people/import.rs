//! Bringing people in from a file: choose it, see what would happen, confirm.
//!
//! The page's form is a plain multipart POST to the page's own address, which answers with this page and the preview in
//! it: it works the same with and without JavaScript.

use crate::{
    components::{Icon, Problem, Qualified, in_textarea},
    help::Help,
    viewer::use_viewer,
};
use domain::Qualification;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};
use serde::{Deserialize, Serialize};
use std::{collections::HashSet, time::Duration};

/// Bad lines shown at most; the rest are counted.
const FAULTS_SHOWN: usize = 200;
/// Good lines shown at most; the rest are counted.
const LINES_SHOWN: usize = 200;
/// How long the page waits before it looks how far an import is.
const AGAIN: Duration = Duration::from_millis(500);

/// What a people file would do or did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportOutcome {
    /// Each person of the file, in its order.
    pub lines: Vec<ImportLine>,
    /// Teams that are new, by their first mention.
    pub new_teams: Vec<String>,
    /// What is wrong with the file. Unless there is nothing, nothing is written.
    pub faults: Vec<ImportFault>,
    /// What there is to say about how it was read, such as in which encoding.
    pub notes: Vec<String>,
}

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportState {
    /// Its id.
    pub job: String,
    /// How many people there are to write; 0 until the file is read.
    pub total: usize,
    /// How many are written. None of it counts before all of it is.
    pub done: usize,
    /// What came of it, at its end.
    pub outcome: Option<ImportOutcome>,
    /// Why it failed, at its end.
    pub error: Option<crate::AppError>,
}

impl ImportState {
    /// Whether it goes on.
    pub fn is_running(&self) -> bool {
        self.outcome.is_none() && self.error.is_none()
    }
}

/// A good line of a people file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportLine {
    /// Its number in the file, from 1.
    pub line: usize,
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// Team.
    pub team: String,
    /// The roles they may hold there.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<crate::schema::QualificationWord>))]
    pub qualification: Option<Qualification>,
    /// Whether the person is new.
    pub new: bool,
    /// What changes for a person who is not: such as `zone Europe/Paris → Europe/London`.
    pub changes: Vec<String>,
}

/// Something wrong with a people file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct ImportFault {
    /// Number of the line at fault, from 1; 0 for the file as a whole.
    pub line: usize,
    /// Name of the column; empty for the line as a whole.
    pub column: String,
    /// The value, shortened; empty where there is none.
    pub value: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl ImportOutcome {
    /// The people of some lines, each once: somebody in several teams has several lines.
    fn people(&self, wanted: impl Fn(&ImportLine) -> bool) -> HashSet<&str> {
        let lines = self.lines.iter().filter(|line| wanted(line));
        lines.map(|line| line.email.as_str()).collect()
    }

    /// How many people are new.
    pub fn added(&self) -> usize {
        self.people(|line| line.new).len()
    }

    /// How many people change.
    pub fn changed(&self) -> usize {
        let new = self.people(|line| line.new);
        let changing = self.people(|line| !line.changes.is_empty());
        changing.difference(&new).count()
    }

    /// How many people stay as they are.
    pub fn unchanged(&self) -> usize {
        self.people(|_| true).len() - self.added() - self.changed()
    }

    /// `20 people added, 2 changed, 1 as before; new teams: Payments, Identity`.
    pub fn summary(&self) -> String {
        let people = if self.added() == 1 { "person" } else { "people" };
        let counts = format!(
            "{} {people} added, {} changed, {} as before",
            self.added(),
            self.changed(),
            self.unchanged()
        );
        match self.new_teams.as_slice() {
            [] => counts,
            [team] => format!("{counts}; new team: {team}"),
            teams => format!("{counts}; new teams: {}", teams.join(", ")),
        }
    }
}

/// What came of the file that was uploaded to the page. The server provides it when it answers an upload.
#[derive(Debug, Clone)]
pub struct Upload(pub Result<ImportPreview, crate::AppError>);

/// A checked file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPreview {
    /// The file's text, to send again on confirmation; empty when the file has faults.
    pub text: String,
    /// What it would do.
    pub outcome: ImportOutcome,
}

/// What the page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    /// The file that was just uploaded.
    pub preview: Option<ImportPreview>,
    /// The import that was begun.
    pub state: Option<ImportState>,
}

/// What was uploaded to the page, if it answers an upload, or how far the import `job` is.
#[server(endpoint = "people/import")]
pub async fn load_import(#[server(default)] job: String) -> Result<ImportPage, crate::AppError> {
    let ports = crate::ports::ports()?;
    ports.may_import()?;
    let preview = use_context::<Upload>().map(|upload| upload.0).transpose()?;
    let state = if job.is_empty() {
        None
    } else {
        Some(ports.import_state(job).await?)
    };
    Ok(ImportPage { preview, state })
}

/// The import page.
#[component]
pub fn ImportPageView() -> impl IntoView {
    let query = use_query_map();
    let job = Memo::new(move |_| query.with(|query| query.get("job")).unwrap_or_default());
    let load = Resource::new(move || job.get(), load_import);
    follow(load);
    let forbidden = || crate::AppError::Forbidden("Only an administrator can import people.".into());
    if !use_viewer().administrator {
        return view! { <Problem error=forbidden()/> }.into_any();
    }
    view! {
        <Title text="Import people"/>
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/people">"People"</A></nav>
                <div class="title"><h1>"Import people"</h1><Help words=&["team", "qualification", "share"]/></div>
            </div>
        </div>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Steps page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
    .into_any()
}

#[component]
fn Steps(page: ImportPage) -> impl IntoView {
    if let Some(state) = page.state {
        return view! { <State state/> }.into_any();
    }
    match page.preview {
        None => view! { <Choose label="People file" button="Check file"/> }.into_any(),
        Some(preview) if !preview.outcome.faults.is_empty() => {
            crate::status::set_status(422);
            view! {
                <Faults outcome=preview.outcome/>
                <Choose label="The corrected file" button="Check again"/>
            }
            .into_any()
        }
        Some(preview) => view! { <Confirm preview/> }.into_any(),
    }
}

/// Looks again while an import goes on.
fn follow(load: Resource<Result<ImportPage, crate::AppError>>) {
    Effect::new(move |_| {
        let running = load.with(|page| {
            let state = page.as_ref().and_then(|page| page.as_ref().ok()?.state.as_ref());
            state.is_some_and(ImportState::is_running)
        });
        if running {
            set_timeout(move || load.refetch(), AGAIN);
        }
    });
}

/// How far an import is, and at its end what came of it.
#[component]
fn State(state: ImportState) -> impl IntoView {
    let again = format!("/people/import?job={}", state.job);
    match (state.error, state.outcome) {
        (Some(error), _) => view! { <Problem error/> }.into_any(),
        (None, Some(outcome)) if !outcome.faults.is_empty() => view! {
            <Faults outcome/>
            <Choose label="The corrected file" button="Check again"/>
        }
        .into_any(),
        (None, Some(outcome)) => view! {
            <section class="card stack stack--tight" role="status">
                <p class="answer">"Imported"</p>
                <p>{outcome.summary()}</p>
                <div class="form__actions"><A href="/people" attr:class="button button--primary">"See everyone"</A></div>
            </section>
        }
        .into_any(),
        (None, None) => view! {
            <section class="card stack stack--tight" role="status">
                <p class="answer">"Importing…"</p>
                <progress class="progress" max=state.total.max(1) value=state.done aria-label="People written"></progress>
                <p class="muted">
                    {if state.total == 0 { "The file is being read".to_owned() } else { format!("{} of {} people", state.done, state.total) }}
                    ". All of it counts at its end, or nothing. It goes on when you leave this page."
                </p>
                <div class="form__actions"><a class="button" href=again>"Look again"</a></div>
                // Without JavaScript the page asks again by itself. Set as text, which hydration leaves alone.
                <noscript inner_html="<meta http-equiv=\"refresh\" content=\"2\">"></noscript>
            </section>
        }
        .into_any(),
    }
}

#[component]
fn Choose(label: &'static str, button: &'static str) -> impl IntoView {
    view! {
        <form class="card form" method="post" action="/people/import" enctype="multipart/form-data">
            <input type="hidden" name="step" value="check"/>
            <div class="field">
                <label class="field__label" for="file">{label}</label>
                <input class="input" id="file" name="file" type="file" accept=".csv,.tsv,.txt,text/csv" aria-describedby="file-hint"/>
                <p class="field__hint" id="file-hint">
                    "A table with the columns "<code>"name, email, time_zone, phone, team, qualifications, fte_percent"</code>
                    ", separated by commas, semicolons or tabs. At most 10 MB. A file that the people list exports, with the columns "<code>"id, manager, role, state"</code>" too, can be changed and imported again."
                </p>
            </div>
            <div class="field">
                <label class="field__label" for="text">"Or paste the table"</label>
                <textarea class="input input--mono" id="text" name="text" rows="6" spellcheck="false" aria-describedby="text-hint"></textarea>
                <p class="field__hint" id="text-hint">
                    "Qualifications are "<code>"lead"</code>", "<code>"engineer"</code>" or "<code>"lead+engineer"</code>
                    " or "<code>"none"</code>". People are known by their id or their e-mail address, so a file can be imported again. Somebody in two teams has two lines. Nothing is written before you confirm."
                </p>
            </div>
            <div class="form__actions">
                <button class="button button--primary">{button}</button>
                <A href="/people" attr:class="button button--quiet">"Cancel"</A>
            </div>
        </form>
    }
}

#[component]
fn Faults(outcome: ImportOutcome) -> impl IntoView {
    let total = outcome.faults.len();
    let title = if total == 1 {
        "1 thing to correct".to_owned()
    } else {
        format!("{total} things to correct")
    };
    view! {
        <div class="alert alert--error" role="alert">
            <Icon name="warning"/>
            <div>
                <p class="alert__title">{title}</p>
                <p>"Nothing has been saved. Correct the file and choose it again."</p>
            </div>
        </div>
        <div class="card card--flush">
            <table class="table">
                <thead><tr><th>"Line"</th><th>"Column"</th><th>"Value"</th><th>"What to do"</th></tr></thead>
                <tbody>
                    {outcome.faults.into_iter().take(FAULTS_SHOWN).map(|fault| view! {
                        <tr class="table__row--error">
                            <th scope="row">{if fault.line == 0 { "File".to_owned() } else { format!("Line {}", fault.line) }}</th>
                            <td data-label="Column">{fault.column}</td>
                            <td data-label="Value">{fault.value}</td>
                            <td data-label="What to do"><span class="field__error">{fault.message}</span></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
            <Rest total shown=FAULTS_SHOWN/>
        </div>
    }
}

#[component]
fn Confirm(preview: ImportPreview) -> impl IntoView {
    let outcome = preview.outcome;
    let idle = outcome.added() + outcome.changed() == 0;
    let (added, changed) = (outcome.added(), outcome.changed());
    view! {
        <section class="card stack stack--tight">
            <p class="answer">{if idle { "Nothing would change".to_owned() } else { format!("{added} new, {changed} changed") }}</p>
            <p class="muted">{format!("{} people stay as they are.", outcome.unchanged())}</p>
            {outcome.notes.iter().cloned().map(|note| view! { <p class="row"><Icon name="warning" small=true/>{note}</p> }).collect_view()}
            {(!outcome.new_teams.is_empty()).then(|| view! { <p>{format!("New teams: {}", outcome.new_teams.join(", "))}</p> })}
            <div class="form__actions">
                {(!idle).then(|| view! {
                    <form method="post" action="/people/import" enctype="multipart/form-data">
                        <input type="hidden" name="step" value="import"/>
                        <textarea hidden=true name="text" aria-label="The file's text">{in_textarea(&preview.text)}</textarea>
                        <button class="button button--primary"><Icon name="upload"/>{format!("Import {}", added + changed)}</button>
                    </form>
                })}
                <a class="button" href="/people/import">"Another file"</a>
                <A href="/people" attr:class="button button--quiet">"Cancel"</A>
            </div>
        </section>
        <div class="card card--flush">
            <table class="table">
                <thead><tr><th>"Line"</th><th>"Name"</th><th>"E-mail"</th><th>"Team"</th><th>"Qualified as"</th><th>"What happens"</th></tr></thead>
                <tbody>
                    {outcome.lines.iter().take(LINES_SHOWN).cloned().map(|line| view! { <LineView line/> }).collect_view()}
                </tbody>
            </table>
            <Rest total=outcome.lines.len() shown=LINES_SHOWN/>
        </div>
    }
}

#[component]
fn LineView(line: ImportLine) -> impl IntoView {
    let happens = match (line.new, line.changes.is_empty()) {
        (true, _) => view! { <span class="badge badge--success">"New"</span> }.into_any(),
        (false, true) => view! { <span class="muted">"As before"</span> }.into_any(),
        (false, false) => {
            view! { <span><span class="badge">"Changed"</span>" "{line.changes.join("; ")}</span> }.into_any()
        }
    };
    view! {
        <tr>
            <th scope="row">{format!("Line {}", line.line)}</th>
            <td data-label="Name"><bdi>{line.name}</bdi></td>
            <td data-label="E-mail" class="muted">{line.email}</td>
            <td data-label="Team"><bdi>{line.team}</bdi></td>
            <td data-label="Qualified as"><Qualified qualification=line.qualification/></td>
            <td data-label="What happens">{happens}</td>
        </tr>
    }
}

/// How many rows of a long table are not shown.
#[component]
fn Rest(total: usize, shown: usize) -> impl IntoView {
    (total > shown).then(|| view! { <div class="pager"><span>{format!("{} more", total - shown)}</span></div> })
}
