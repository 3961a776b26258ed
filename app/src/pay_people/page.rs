//! `/pay/people`.

use super::{PayPeoplePage, PayPerson, PayPersonForm, PutPayPerson, load_pay_people};
use crate::components::{Badge, Done, Empty, Field, FormAlert, Icon, Problem, Select, percent_encode};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{
    components::{A, Form},
    hooks::use_query_map,
};

/// `/pay/people`.
#[component]
pub fn PayPeoplePageView() -> impl IntoView {
    let query = use_query_map();
    let action = ServerAction::<PutPayPerson>::new();
    let asked = Memo::new(move |_| {
        let get = |name: &str| query.with(|query| query.get(name)).unwrap_or_default();
        (get("q"), get("edit"))
    });
    let load = Resource::new(
        move || (asked.get(), action.version().get()),
        |((query, edit), _)| load_pay_people(query, edit),
    );
    view! {
        <Title text="People and pay"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page action/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: PayPeoplePage, action: ServerAction<PutPayPerson>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let (query, more) = (page.query.clone(), page.more);
    let people = page.people.clone();
    view! {
        <div class="page-head"><div class="page-head__text">
            <nav class="crumbs" aria-label="Path"><A href="/pay/cards">"Rate cards"</A></nav>
            <h1>"People and pay"</h1>
            <p class="muted">"What rate cards need to know of people: their grade, whose bank holidays they keep, and whose clock they are paid by."</p>
        </div></div>
        <Done key="saved" words="Saved." error/>
        {page.edit.clone().map(|(name, form)| view! { <Edit name form page=page.clone() action/> })}
        <Form method="GET" action="/pay/people" attr:class="row">
            <div class="search"><Icon name="search"/><input class="input" type="search" name="q" value=query aria-label="Find people by name" placeholder="Name"/></div>
            <button class="button">"Find"</button>
        </Form>
        {if people.is_empty() {
            view! { <Empty icon="search" title="Nobody of this name" text="Only people who are active are listed here."/> }.into_any()
        } else {
            view! { <People people q=page.query/> }.into_any()
        }}
        {(more > 0).then(|| view! { <p class="muted small">{format!("{more} more: find them by name.")}</p> })}
    }
}

#[component]
fn People(people: Vec<PayPerson>, q: String) -> impl IntoView {
    let found = percent_encode(&q);
    view! {
        <section class="card card--flush">
            <table class="table">
                <thead><tr><th>"Person"</th><th>"Grade"</th><th>"Holidays"</th><th>"Clock"</th><th><span class="sr-only">"Change"</span></th></tr></thead>
                <tbody>
                    {people.into_iter().map(|person| view! {
                        <tr>
                            <th scope="row"><span class="row"><bdi>{person.name.clone()}</bdi>{person.payroll.then(|| view! { <Badge kind="draft" word="prepares pay"/> })}</span></th>
                            <td data-label="Grade">{or_usual(person.grade, "none")}{person.later.map(|later| view! { <span class="muted small">{format!(" {later}")}</span> })}</td>
                            <td data-label="Holidays">{or_usual(person.region, "the organisation’s")}</td>
                            <td data-label="Clock">{or_usual(person.zone, "where they live")}</td>
                            <td class="table__actions"><A href=format!("/pay/people?q={found}&edit={}", person.id) attr:class="button button--quiet">"Change"<span class="sr-only">{format!(" {}", person.name)}</span></A></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </section>
    }
}

fn or_usual(text: String, usual: &'static str) -> AnyView {
    match text.is_empty() {
        true => view! { <span class="muted">{usual}</span> }.into_any(),
        false => text.into_any(),
    }
}

#[component]
fn Edit(name: String, form: PayPersonForm, page: PayPeoplePage, action: ServerAction<PutPayPerson>) -> impl IntoView {
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let mut regions = vec![(String::new(), "The organisation’s".to_owned())];
    regions.extend(page.regions);
    let mut zones = vec![(String::new(), "Where they live".to_owned())];
    zones.extend(page.zones.into_iter().map(|zone| (zone.clone(), zone)));
    let payroll = [("no", "No"), ("yes", "Yes: sees everybody’s pay, changes rate cards")];
    let payroll = payroll.map(|(key, words)| (key.to_owned(), words.to_owned())).to_vec();
    let grades = match page.grades.is_empty() {
        true => "Where rate cards pay by grade.".to_owned(),
        false => format!("Known: {}.", page.grades.join(", ")),
    };
    view! {
        <ActionForm action=action attr:class="card form">
            <h2><bdi>{name}</bdi></h2>
            <FormAlert error/>
            <input type="hidden" name="form[person]" value=form.person/>
            <div class="form__pair">
                <Field name="form[grade]" label="Grade" value=form.grade hint=grades error/>
                <Field name="form[from]" label="From" kind="date" value=form.from required=true hint="Duty before this date is paid as before." error/>
            </div>
            <div class="form__pair">
                <Select name="form[holiday_region]" label="Holidays of" options=regions value=form.holiday_region hint="For cards that follow the person’s region." error/>
                <Select name="form[zone]" label="Paid by the clock of" options=zones value=form.zone hint="For cards that follow the person’s clock." error/>
            </div>
            {page.may_administer.then(|| view! { <Select name="form[payroll]" label="Prepares pay" options=payroll value=form.payroll error/> })}
            <div class="form__actions">
                <button class="button button--primary" disabled=move || action.pending().get()>"Save"</button>
                <A href="/pay/people" attr:class="button button--quiet">"Cancel"</A>
            </div>
        </ActionForm>
    }
}
