//! The page of a statement: like a good bank's, the sum on top, each line opens to its working.

use super::{
    Amount, AnswerQuery, ApproveStatements, PayAdjustment, PayGroup, PayLine, PayQuery, QueryLine, ReopenStatement,
    StatementPage, SubmitStatement, load_statement,
};
use crate::{
    AppError,
    components::{Badge, Done, Field, FormAlert, Icon, Problem, TextArea},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::A,
    hooks::{use_params_map, use_query_map},
};

/// The forms of a statement.
#[derive(Clone, Copy)]
pub(super) struct Actions {
    submit: ServerAction<SubmitStatement>,
    approve: ServerAction<ApproveStatements>,
    reopen: ServerAction<ReopenStatement>,
    query: ServerAction<QueryLine>,
    answer: ServerAction<AnswerQuery>,
}

impl Actions {
    fn new() -> Self {
        Self {
            submit: ServerAction::new(),
            approve: ServerAction::new(),
            reopen: ServerAction::new(),
            query: ServerAction::new(),
            answer: ServerAction::new(),
        }
    }

    fn versions(self) -> usize {
        self.submit.version().get()
            + self.approve.version().get()
            + self.reopen.version().get()
            + self.query.version().get()
            + self.answer.version().get()
    }

    fn error(self) -> Option<AppError> {
        let all = [
            self.submit.value().get(),
            self.approve.value().get(),
            self.reopen.value().get(),
            self.query.value().get(),
            self.answer.value().get(),
        ];
        all.into_iter().flatten().find_map(Result::err)
    }
}

/// `/pay/statements/{id}`.
#[component]
pub fn StatementPageView() -> impl IntoView {
    let params = use_params_map();
    let actions = Actions::new();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let load = Resource::new(move || (id(), actions.versions()), |(id, _)| load_statement(id));
    view! {
        <Title text="Statement"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: StatementPage, actions: Actions) -> impl IntoView {
    let error = Signal::derive(move || actions.error());
    let line = use_query_map().with(|query| query.get("ask")).unwrap_or_default();
    let (may_query, id) = (page.may_query, page.id.clone());
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/pay">"Pay"</A>
                    {(!page.own).then(|| view! { <Icon name="chevron-right" small=true/><A href=format!("/pay/run?period={}", page.period.first.clone())>"Pay run"</A> })}
                </nav>
                <div class="title"><h1><bdi>{page.name.clone()}</bdi>", "{page.period.words.clone()}</h1><Help words=&["statement", "call-out", "toil"]/></div>
            </div>
        </div>
        <Done key="submitted" words="The statement is submitted." error/>
        <Done key="approved" words="The statement is approved." error/>
        <Done key="reopened" words="The statement is a draft again." error/>
        <Done key="asked" words="The question is sent to those who prepare pay." error/>
        <Done key="answered" words="The answer is sent." error/>
        <FormAlert error/>
        <Sum page=page.clone()/>
        <Notes page=page.clone()/>
        <div class="split">
            <div class="stack stack--wide">
                <Lines groups=page.groups.clone() id=id.clone() may_query/>
                <Adjustments rows=page.adjustments.clone() id=id.clone() may_query/>
            </div>
            <div class="stack no-print">
                {(!line.is_empty() && may_query).then(|| view! { <Ask page=page.clone() line action=actions.query error/> })}
                <Steps page=page.clone() actions error/>
                <Queries page actions error/>
            </div>
        </div>
    }
}

/// Amounts of several currencies, one under the other.
#[component]
pub(super) fn Totals(totals: Vec<Amount>) -> impl IntoView {
    let nothing = totals.is_empty();
    view! {
        {nothing.then(|| view! { <span class="muted">"Nothing"</span> })}
        {totals.into_iter().map(|total| view! { <span class="money">{total.text}</span> }).collect_view()}
    }
}

/// A word for where a statement stands.
#[component]
pub(super) fn StateBadge(#[prop(into)] state: String) -> impl IntoView {
    let (kind, word) = match state.as_str() {
        "submitted" => ("warning", "Submitted"),
        "approved" => ("success", "Approved"),
        "exported" => ("success", "With payroll"),
        _ => ("draft", "Draft"),
    };
    view! { <Badge kind word/> }
}

#[component]
fn Sum(page: StatementPage) -> impl IntoView {
    view! {
        <section class="card statement__sum">
            <p class="muted">{page.period.words}</p>
            <p class="answer answer--huge"><Totals totals=page.totals/></p>
            {(!page.so_far.is_empty()).then(|| view! {
                <p class="muted">"of which so far "<Totals totals=page.so_far/>"; the rest as planned"</p>
            })}
            {(!page.toil.is_empty()).then(|| view! { <p>"and "<b>{page.toil}</b>" off"</p> })}
            <p class="row"><StateBadge state=page.state/><span class="muted small">{page.state_words}</span></p>
        </section>
    }
}

#[component]
fn Notes(page: StatementPage) -> impl IntoView {
    let problems = page.problems;
    let minded: Vec<String> = page.rest.into_iter().chain(page.warnings).collect();
    view! {
        {(!problems.is_empty()).then(|| view! {
            <div class="alert alert--error">
                <Icon name="warning"/>
                <div>
                    <p class="alert__title">"Not everything could be paid"</p>
                    {problems.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}
                </div>
            </div>
        })}
        {(!minded.is_empty()).then(|| view! {
            <div class="alert alert--warning">
                <Icon name="warning"/>
                <div>{minded.into_iter().map(|words| view! { <p>{words}</p> }).collect_view()}</div>
            </div>
        })}
    }
}

#[component]
fn Lines(groups: Vec<PayGroup>, id: String, may_query: bool) -> impl IntoView {
    let none = groups.is_empty();
    view! {
        {none.then(|| view! { <section class="card"><p class="muted">"No duty that a rate card pays falls into this period."</p></section> })}
        {groups.into_iter().map(|group| view! { <Group group id=id.clone() may_query/> }).collect_view()}
    }
}

#[component]
fn Group(group: PayGroup, id: String, may_query: bool) -> impl IntoView {
    view! {
        <section class="card card--flush statement__group">
            <div class="card__head">
                <h2><bdi>{group.title}</bdi></h2>
                <span class="money"><b>{group.sum.text}</b></span>
            </div>
            <ul class="list list--inset">
                {group.lines.into_iter().map(|line| view! { <Line line id=id.clone() may_query/> }).collect_view()}
            </ul>
            <p class="muted small statement__card">{format!("By the rate card {}", group.card)}</p>
        </section>
    }
}

/// A line: what it pays on top, how that is worked out beneath.
#[component]
fn Line(line: PayLine, id: String, may_query: bool) -> impl IntoView {
    let about = match (line.time.as_str(), line.toil.as_str()) {
        (time, "") => format!("{} · {time}", line.when),
        (time, toil) => format!("{} · {time} · {toil} off", line.when),
    };
    view! {
        <li>
            <details class="statement__line">
                <summary>
                    <span class="list__grow"><b>{line.what.clone()}</b><br/><span class="muted small">{about}</span></span>
                    {line.queried.then(|| view! { <Badge kind="warning" word="Asked about"/> })}
                    <span class="money">{line.amount.text}</span>
                    <Icon name="chevron-down" small=true/>
                </summary>
                <p class="statement__why">{line.why}</p>
                {may_query.then(|| view! { <Question id key=line.key/> })}
            </details>
        </li>
    }
}

#[component]
fn Question(id: String, key: String) -> impl IntoView {
    view! {
        <p class="no-print"><A href=format!("/pay/statements/{id}?ask={key}#ask") attr:class="button button--quiet"><Icon name="help" small=true/>"Ask about this line"</A></p>
    }
}

#[component]
fn Adjustments(rows: Vec<PayAdjustment>, id: String, may_query: bool) -> impl IntoView {
    let any = !rows.is_empty();
    any.then(|| {
        view! {
            <section class="card card--flush statement__group">
                <div class="card__head"><h2>"Made good of earlier periods"</h2></div>
                <ul class="list list--inset">
                    {rows.into_iter().map(|row| view! {
                        <li>
                            <details class="statement__line">
                                <summary>
                                    <span class="list__grow"><b>{row.what}</b><br/><span class="muted small">{row.period}{(!row.toil.is_empty()).then(|| format!(" · {} off", row.toil))}</span></span>
                                    <span class="money">{row.amount.text}</span>
                                    <Icon name="chevron-down" small=true/>
                                </summary>
                                <p class="statement__why">{row.why}</p>
                                {may_query.then(|| view! { <Question id=id.clone() key=row.key/> })}
                            </details>
                        </li>
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}

/// What may be done with it now.
#[component]
fn Steps(page: StatementPage, actions: Actions, error: Signal<Option<AppError>>) -> impl IntoView {
    let id = page.id.clone();
    let words = match (page.state.as_str(), page.own) {
        ("submitted", _) => "Submit it as it is now",
        (_, true) => "It is right: submit it",
        _ => "Submit it",
    };
    let (submit, approve, reopen) = (
        page.may_submit.then(|| id.clone()),
        page.may_approve.then(|| id.clone()),
        page.may_reopen.then(|| id.clone()),
    );
    let any = page.may_submit || page.may_approve || page.may_reopen || !page.not_yet.is_empty();
    any.then(|| view! {
        <section class="card stack">
            <h2>"What next"</h2>
            {(!page.not_yet.is_empty()).then(|| view! { <p class="muted">{page.not_yet}</p> })}
            {submit.map(|id| view! {
                <ActionForm action=actions.submit>
                    <input type="hidden" name="id" value=id/>
                    <button class="button button--primary button--wide" disabled=move || actions.submit.pending().get()><Icon name="check"/>{words}</button>
                </ActionForm>
            })}
            {approve.map(|id| view! {
                <ActionForm action=actions.approve>
                    <input type="hidden" name="ids[0]" value=id/>
                    <button class="button button--primary button--wide" disabled=move || actions.approve.pending().get()><Icon name="check"/>"Approve"</button>
                </ActionForm>
            })}
            {reopen.map(|id| view! {
                <details class="disclosure">
                    <summary><Icon name="chevron-right" small=true/>"Reopen it"</summary>
                    <ActionForm action=actions.reopen attr:class="form">
                        <input type="hidden" name="id" value=id/>
                        <Field name="reason" label="Why" required=true hint="What was approved or exported is kept beside it." error/>
                        <div class="form__actions"><button class="button button--danger">"Reopen the statement"</button></div>
                    </ActionForm>
                </details>
            })}
        </section>
    })
}

#[component]
fn Ask(
    page: StatementPage,
    line: String,
    action: ServerAction<QueryLine>,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    let lines = page.groups.iter().flat_map(|group| &group.lines);
    let found = lines.filter(|one| one.key == line).map(|one| one.why.clone());
    let adjusted = page.adjustments.iter().filter(|one| one.key == line);
    let words = found
        .chain(adjusted.map(|one| one.why.clone()))
        .next()
        .unwrap_or_default();
    view! {
        <section class="card" id="ask">
            <div class="card__head"><h2>"Ask about a line"</h2></div>
            <p class="muted small">{words}</p>
            <ActionForm action=action attr:class="form">
                <input type="hidden" name="id" value=page.id/>
                <input type="hidden" name="form[line]" value=line/>
                <TextArea name="form[question]" label="Your question" error/>
                <div class="form__actions"><button class="button button--primary" disabled=move || action.pending().get()>"Send"</button></div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Queries(page: StatementPage, actions: Actions, error: Signal<Option<AppError>>) -> impl IntoView {
    let (any, may, id) = (!page.queries.is_empty(), page.may_answer, page.id);
    let mut open = page.queries.iter().filter(|query| query.answer.is_empty());
    let first = open.next().map(|query| query.id.clone()).filter(|_| may);
    any.then(|| {
        view! {
            <section class="card">
                <div class="card__head"><h2>"Questions"</h2></div>
                <ul class="list">
                    {page.queries.into_iter().map(|query| {
                        let answers = first.as_ref() == Some(&query.id);
                        view! { <Query query answers id=id.clone() actions error/> }
                    }).collect_view()}
                </ul>
            </section>
        }
    })
}

#[component]
fn Query(
    query: PayQuery,
    answers: bool,
    id: String,
    actions: Actions,
    error: Signal<Option<AppError>>,
) -> impl IntoView {
    view! {
        <li>
            <div class="list__grow stack stack--tight">
                <p class="muted small">{query.line_words}</p>
                <p><b><bdi>{query.question}</bdi></b><br/><span class="muted small">{query.asked}</span></p>
                {(!query.answer.is_empty()).then(|| view! { <p><bdi>{query.answer.clone()}</bdi><br/><span class="muted small">{query.answered.clone()}</span></p> })}
                {(query.answer.is_empty() && !answers).then(|| view! { <Badge kind="warning" word="Waits for an answer"/> })}
                {answers.then(|| view! {
                    <ActionForm action=actions.answer attr:class="form">
                        <input type="hidden" name="query" value=query.id/>
                        <input type="hidden" name="id" value=id/>
                        <TextArea name="answer" label="Your answer" error/>
                        <div class="form__actions"><button class="button" disabled=move || actions.answer.pending().get()>"Answer"</button></div>
                    </ActionForm>
                })}
            </div>
        </li>
    }
}
