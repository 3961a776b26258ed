//! The pay run of a period: exceptions first, many approved at once, then handed to payroll.

use super::{
    ApproveStatements, ExportPay, PayExportRow, PayRun, RunRow, SubmitAll, load_pay_run,
    show::{StateBadge, Totals},
};
use crate::{
    AppError,
    components::{Badge, Done, Empty, FormAlert, Icon, Problem, percent_encode},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// The forms of the pay run.
#[derive(Clone, Copy)]
struct Actions {
    submit: ServerAction<SubmitAll>,
    approve: ServerAction<ApproveStatements>,
    export: ServerAction<ExportPay>,
}

impl Actions {
    fn error(self) -> Option<AppError> {
        let all = [
            self.submit.value().get(),
            self.approve.value().get(),
            self.export.value().get(),
        ];
        all.into_iter().flatten().find_map(Result::err)
    }

    fn versions(self) -> usize {
        self.submit.version().get() + self.approve.version().get() + self.export.version().get()
    }
}

/// `/pay/run`.
#[component]
pub fn PayRunPage() -> impl IntoView {
    let query = use_query_map();
    let actions = Actions {
        submit: ServerAction::new(),
        approve: ServerAction::new(),
        export: ServerAction::new(),
    };
    let period = move || query.with(|query| query.get("period")).unwrap_or_default();
    let load = Resource::new(
        move || (period(), actions.versions()),
        |(period, _)| load_pay_run(period),
    );
    view! {
        <Title text="Pay run"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(run) => view! { <Page run actions/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(run: PayRun, actions: Actions) -> impl IntoView {
    let error = Signal::derive(move || actions.error());
    let [drafts, submitted, approved, exported] = run.counts;
    let counts = format!("{drafts} drafts · {submitted} submitted · {approved} approved · {exported} with payroll");
    let first = run.period.first.clone();
    let nobody = run.rows.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay">"Pay"</A></nav>
                <div class="title"><h1>"Pay run"</h1><Help words=&["statement", "call-out", "toil"]/></div>
            </div>
            <nav class="page-head__actions row" aria-label="Periods">
                {run.before.clone().map(|before| view! { <A href=format!("/pay/run?period={before}") attr:class="button"><Icon name="chevron-left"/>"Before"</A> })}
                {run.after.clone().map(|after| view! { <A href=format!("/pay/run?period={after}") attr:class="button">"After"<Icon name="chevron-right"/></A> })}
            </nav>
        </div>
        <Done key="submitted" words="The drafts are submitted." error/>
        <Done key="approved" words="The statements are approved." error/>
        <Done key="exported" words="The statements are with payroll: fetch the files below." error/>
        <FormAlert error/>
        <section class="card statement__sum">
            <p class="muted">{run.period.words.clone()}</p>
            <p class="answer answer--huge"><Totals totals=run.totals.clone()/></p>
            <p class="muted small">{counts}</p>
            <Steps run=run.clone() actions/>
        </section>
        {nobody.then(|| view! {
            <Empty icon="coins" title="Nobody is paid anything" text="No duty that a rate card pays falls into this period.">
                <A href="/pay/settings" attr:class="button">"Pay periods"</A>
            </Empty>
        })}
        {(!nobody).then(|| view! { <People rows=run.rows.clone() period=first actions/> })}
        {run.exports.is_empty().then(|| view! { <p class="muted small"><A href="/pay/columns">"Columns for payroll"</A></p> })}
        {(!run.exports.is_empty()).then(|| view! { <Exports rows=run.exports mappings=run.mappings/> })}
    }
}

/// What the period waits for.
#[component]
fn Steps(run: PayRun, actions: Actions) -> impl IntoView {
    let [drafts, _, approved, _] = run.counts;
    let submit = (run.over && drafts > 0).then(|| run.period.first.clone());
    let export = (approved > 0).then_some((run.period.first, run.key));
    view! {
        <div class="form__actions">
            {submit.map(|period| view! {
                <ActionForm action=actions.submit>
                    <input type="hidden" name="period" value=period/>
                    <button class="button" disabled=move || actions.submit.pending().get()>{format!("Submit the drafts ({drafts})")}</button>
                </ActionForm>
            })}
            {export.map(|(period, key)| view! {
                <ActionForm action=actions.export>
                    <input type="hidden" name="period" value=period/>
                    <input type="hidden" name="key" value=key/>
                    <button class="button button--primary" disabled=move || actions.export.pending().get()><Icon name="download"/>{format!("Export and lock ({approved})")}</button>
                </ActionForm>
            })}
            {(!run.over).then(|| view! { <p class="muted small">"The period goes on: statements are submitted when it is over."</p> })}
        </div>
    }
}

#[component]
fn People(rows: Vec<RunRow>, period: String, actions: Actions) -> impl IntoView {
    let ready = rows
        .iter()
        .filter(|row| row.may_approve && row.exceptions.is_empty())
        .count();
    let some = rows.iter().any(|row| row.may_approve);
    view! {
        <ActionForm action=actions.approve attr:class="card card--flush pay-run">
            <input type="hidden" name="back" value=period/>
            <div class="card__head">
                <h2>"People"</h2>
                {some.then(|| view! {
                    <button class="button button--primary" disabled=move || actions.approve.pending().get()><Icon name="check"/>"Approve the chosen"</button>
                })}
            </div>
            {some.then(|| view! { <p class="muted small pay-run__note">{format!("{ready} without anything to look at are chosen.")}</p> })}
            <ul class="list list--inset">
                {rows.into_iter().enumerate().map(|(index, row)| view! { <Row index row/> }).collect_view()}
            </ul>
        </ActionForm>
    }
}

#[component]
fn Row(index: usize, row: RunRow) -> impl IntoView {
    let label = format!("Approve {}", row.name);
    let chosen = row.may_approve && row.exceptions.is_empty();
    let name = format!("ids[{index}]");
    view! {
        <li>
            <span class="pay-run__pick">
                {row.may_approve.then(|| view! {
                    <label class="check"><input type="checkbox" name=name value=row.id.clone() checked=chosen aria-label=label/></label>
                })}
            </span>
            <div class="list__grow">
                <p class="row"><b><A href=format!("/pay/statements/{}", row.id)><bdi>{row.name}</bdi></A></b><StateBadge state=row.state/>
                    {row.adjusts.then(|| view! { <Badge word="Adjusts earlier pay"/> })}</p>
                {row.exceptions.into_iter().map(|words| view! {
                    <p class="field__error small"><Icon name="warning" small=true/><span>{words}</span></p>
                }).collect_view()}
            </div>
            <span class="pay-run__sum"><Totals totals=row.totals/>{(!row.toil.is_empty()).then(|| view! { <span class="muted small">{row.toil}" off"</span> })}</span>
        </li>
    }
}

#[component]
fn Exports(rows: Vec<PayExportRow>, mappings: Vec<String>) -> impl IntoView {
    view! {
        <section class="card">
            <div class="card__head"><h2>"With payroll"</h2><A href="/pay/columns">"Columns for payroll"</A></div>
            <ul class="list">
                {rows.into_iter().map(|row| {
                    let file = |name: &str| format!("/pay/exports/{}/{name}", row.id);
                    let own: Vec<(String, String)> = mappings
                        .iter()
                        .map(|name| (name.clone(), file(&format!("{}.csv", percent_encode(name)))))
                        .collect();
                    let (lines, people, json) = (file("lines.csv"), file("people.csv"), file("statements.json"));
                    view! {
                        <li>
                            <div class="list__grow">
                                <p><b>{format!("{} statements", row.statements)}</b>" · "<Totals totals=row.totals/></p>
                                <p class="muted small">{row.made}</p>
                            </div>
                            <span class="row">
                                {own.into_iter().map(|(name, href)| view! {
                                    <a href=href rel="external" class="button"><Icon name="download" small=true/><bdi>{name}</bdi></a>
                                }).collect_view()}
                                <a href=lines rel="external" class="button"><Icon name="download" small=true/>"Lines (CSV)"</a>
                                <a href=people rel="external" class="button"><Icon name="download" small=true/>"People (CSV)"</a>
                                <a href=json rel="external" class="button"><Icon name="download" small=true/>"JSON"</a>
                            </span>
                        </li>
                    }
                }).collect_view()}
            </ul>
        </section>
    }
}
