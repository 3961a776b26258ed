//! `/pay/columns`.

use super::{PayMappingForm, PayMappingRow, PayMappingsPage, PutPayMapping, RemovePayMapping, load_pay_mappings};
use crate::components::{Done, Empty, Field, FormAlert, Icon, Problem, Select, TextArea, percent_encode};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// `/pay/columns`.
#[component]
pub fn PayMappingsPageView() -> impl IntoView {
    let put = ServerAction::<PutPayMapping>::new();
    let remove = ServerAction::<RemovePayMapping>::new();
    let load = Resource::new(
        move || put.version().get() + remove.version().get(),
        |_| load_pay_mappings(),
    );
    view! {
        <Title text="Columns for payroll"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page put remove/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(
    page: PayMappingsPage,
    put: ServerAction<PutPayMapping>,
    remove: ServerAction<RemovePayMapping>,
) -> impl IntoView {
    let wanted = use_query_map().with(|query| query.get("change"));
    let changed = page.mappings.iter().find(|row| Some(&row.form.name) == wanted.as_ref());
    let form = changed.map(|row| row.form.clone());
    let none = page.mappings.is_empty();
    let error = Signal::derive(move || remove.value().get().and_then(Result::err));
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay">"Pay"</A><Icon name="chevron-right" small=true/><A href="/pay/run">"Pay run"</A></nav>
                <h1>"Columns for payroll"</h1>
                <p class="muted">"What your payroll system reads, saved by name: each export has a file with these columns."</p>
            </div>
        </div>
        <Done key="saved" words="The columns are saved."/>
        <Done key="removed" words="The columns are removed."/>
        <FormAlert error/>
        <div class="split">
            <div class="stack stack--wide">
                {none.then(|| view! {
                    <Empty icon="list" title="No columns are saved" text="Exports have a file of lines, one of people, and one with everything. Save the columns that your payroll system wants, and they have one more."/>
                })}
                {(!none).then(|| view! {
                    <section class="card card--flush">
                        <div class="card__head"><h2>"Saved"</h2></div>
                        <ul class="list list--inset">
                            {page.mappings.clone().into_iter().map(|row| view! { <Row row remove/> }).collect_view()}
                        </ul>
                    </section>
                })}
                <section class="card stack">
                    <h2>"What there is"</h2>
                    <p>"In a row for each line: "<code>{page.line_columns.join(", ")}</code></p>
                    <p>"In a row for each person: "<code>{page.person_columns.join(", ")}</code></p>
                </section>
            </div>
            <section class="card stack">
                <div class="card__head"><h2>{if form.is_some() { "Change" } else { "Save columns" }}</h2></div>
                <Edit form=form.unwrap_or_else(example) put/>
            </section>
        </div>
    }
}

fn example() -> PayMappingForm {
    PayMappingForm {
        rows: "people".to_owned(),
        columns: "Employee = email\nElement = \"On-call\"\nAmount = amount\nCurrency = currency".to_owned(),
        ..PayMappingForm::default()
    }
}

#[component]
fn Row(row: PayMappingRow, remove: ServerAction<RemovePayMapping>) -> impl IntoView {
    let name = row.form.name;
    let change = format!("/pay/columns?change={}", percent_encode(&name));
    let (change_label, label) = (format!("Change {name}"), format!("Remove {name}"));
    view! {
        <li>
            <div class="list__grow">
                <p><b><bdi>{name.clone()}</bdi></b></p>
                <p class="muted small">{row.words}" · "{row.saved}</p>
            </div>
            <A href=change attr:class="button button--quiet button--icon" attr:aria-label=change_label><Icon name="edit"/></A>
            <ActionForm action=remove>
                <input type="hidden" name="name" value=name/>
                <button class="button button--quiet button--icon" aria-label=label><Icon name="trash"/></button>
            </ActionForm>
        </li>
    }
}

#[component]
fn Edit(form: PayMappingForm, put: ServerAction<PutPayMapping>) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    let pairs = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        let pairs = pairs
            .iter()
            .map(|(key, words)| ((*key).to_owned(), (*words).to_owned()));
        pairs.collect()
    };
    let rows = pairs(&[
        ("people", "each person and currency"),
        ("lines", "each line and adjustment"),
    ]);
    let separators = pairs(&[("comma", "commas"), ("semicolon", "semicolons"), ("tab", "tabs")]);
    let amounts = pairs(&[("", "12.50"), ("yes", "12,50")]);
    let heads = pairs(&[("", "in the first row"), ("no", "left out")]);
    view! {
        <FormAlert error/>
        <ActionForm action=put attr:class="form">
            <Field name="form[name]" label="Name" value=form.name hint="Letters, digits, spaces, - and _. Files have this name." required=true error/>
            <Select name="form[rows]" label="A row for" options=rows value=form.rows error/>
            <TextArea name="form[columns]" label="Columns" value=form.columns
                hint="A line each: Heading = column, or Heading = \"text\" for the same text in every row." error/>
            <div class="form__pair">
                <Select name="form[separator]" label="Columns are parted by" options=separators value=form.separator error/>
                <Select name="form[decimal_comma]" label="Amounts" options=amounts value=form.decimal_comma error/>
            </div>
            <Select name="form[headings]" label="Headings" options=heads value=form.headings error/>
            <div class="form__actions">
                <button class="button button--primary" disabled=move || put.pending().get()>"Save the columns"</button>
                <A href="/pay/columns" attr:class="button button--quiet">"New"</A>
            </div>
        </ActionForm>
    }
}
