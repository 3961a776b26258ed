//! The page on which a rota's order is set.

use super::{EndOrder, OrderPage, OrderView, PlaceRow, PutOrder, load_order};
use crate::{
    AppError,
    components::{Disc, Done, Empty, Field, FormAlert, Icon, Problem, RoleIcon},
    rotas::{Named, RotaHead, RotaTab},
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// `/rotas/{slug}/plan/order`.
#[component]
pub fn OrderPageView() -> impl IntoView {
    let params = use_params_map();
    let (put, end) = (ServerAction::<PutOrder>::new(), ServerAction::<EndOrder>::new());
    let key = move || {
        let slug = params.with(|params| params.get("slug")).unwrap_or_default();
        (slug, put.version().get(), end.version().get())
    };
    let load = Resource::new(key, |(slug, ..)| load_order(slug));
    view! {
        <Title text="Rotation order"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page put end/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: OrderPage, put: ServerAction<PutOrder>, end: ServerAction<EndOrder>) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    let refused = Signal::derive(move || end.value().get().and_then(Result::err));
    let slug = page.heading.slug.clone();
    let (back, ended) = (format!("/rotas/{slug}/plan"), slug.clone());
    let (on, form) = (page.on, page.form);
    view! {
        <RotaHead heading=page.heading tab=RotaTab::Plan/>
        <p><A href=back attr:class="row"><Icon name="chevron-left" small=true/>"Back to the plan"</A></p>
        <Done key="ended" words="The rota is planned fairly again." error=refused/>
        <FormAlert error=refused/>
        <div class="split">
            <ActionForm action=put attr:class="card form">
                <h2>"Rotation order"</h2>
                <p class="muted">"For teams that want a plain round robin: each takes a turn when they are next. Whoever is away is passed over and takes the next turn they can. What is published is never reshuffled."</p>
                <Done key="saved" words="Saved. It applies to what is planned from that day on." error/>
                <FormAlert error/>
                <input type="hidden" name="slug" value=slug/>
                <Places role=Role::Lead people=page.leads rows=form.leads error/>
                <Places role=Role::Engineer people=page.engineers rows=form.engineers error/>
                <Field name="order[from]" label="Applies from" kind="date" value=form.from required=true
                    hint="Turns that begin on this day or later. Earlier turns keep to the order before." error/>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || put.pending().get()>{if on { "Save order" } else { "Plan by this order" }}</button>
                </div>
            </ActionForm>
            <section class="card">
                <div class="card__head"><h2>"What applies"</h2></div>
                <Orders orders=page.orders/>
                {on.then(|| view! {
                    <ActionForm action=end>
                        <input type="hidden" name="slug" value=ended/>
                        <button class="button" disabled=move || end.pending().get()>"Plan fairly instead"</button>
                    </ActionForm>
                })}
            </section>
        </div>
    }
}

#[component]
fn Places(role: Role, people: Vec<Named>, rows: Vec<PlaceRow>, error: Signal<Option<AppError>>) -> impl IntoView {
    let group = match role {
        Role::Lead => "leads",
        Role::Engineer => "engineers",
    };
    let place = |id: &str| {
        let row = rows.iter().find(|row| row.person == id);
        row.map(|row| row.place.clone()).unwrap_or_default()
    };
    // Whoever is in the order comes first, as they come.
    let mut people: Vec<(String, Named)> = people.into_iter().map(|person| (place(&person.id), person)).collect();
    people.sort_by_key(|(place, _)| place.parse::<u32>().unwrap_or(u32::MAX));
    view! {
        <fieldset class="form__group">
            <legend class="row"><RoleIcon role/>{format!("{role}s")}</legend>
            <p class="field__hint">"Number them in order. Whoever has no number is not in it."</p>
            {people.into_iter().enumerate().map(|(index, (place, person))| {
                let name = format!("order[{group}][{index}]");
                view! {
                    <div class="order__row">
                        <input type="hidden" name=format!("{name}[person]") value=person.id/>
                        <Field name=format!("{name}[place]") label=person.name kind="number" value=place error/>
                    </div>
                }
            }).collect_view()}
        </fieldset>
    }
}

#[component]
fn Orders(orders: Vec<OrderView>) -> impl IntoView {
    if orders.is_empty() {
        return view! { <Empty icon="people" title="No order" text="This rota is planned fairly: by load, wishes and variety. Number people to plan it as a rotation."/> }.into_any();
    }
    view! {
        <ol class="list">
            {orders.into_iter().map(|order| view! {
                <li>
                    <div class="list__grow stack stack--tight">
                        <b>{order.from}</b>
                        <Chain role=Role::Lead people=order.leads/>
                        <Chain role=Role::Engineer people=order.engineers/>
                    </div>
                </li>
            }).collect_view()}
        </ol>
    }
    .into_any()
}

#[component]
fn Chain(role: Role, people: Vec<Named>) -> impl IntoView {
    view! {
        <p class="row">
            <RoleIcon role/><span class="sr-only">{format!("{role}s: ")}</span>
            {people.into_iter().map(|person| view! {
                <span class="person"><Disc name=person.name.clone() id=person.id/><bdi>{person.name}</bdi></span>
            }).collect_view()}
        </p>
    }
}
