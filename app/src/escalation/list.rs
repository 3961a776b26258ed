//! Every service, and who would be called first.

use super::{ServiceCard, ServicesPage, load_services};
use crate::{
    components::{Disc, Empty, Icon, Problem},
    help::Help,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// The services page.
#[component]
pub fn ServiceListPage() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_services());
    view! {
        <Title text="Services"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <List page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn List(page: ServicesPage) -> impl IntoView {
    let empty = page.services.is_empty();
    let may_create = page.may_create;
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <div class="title"><h1>"Services"</h1><Help words=&["service", "office-hours", "escalation"]/></div>
                <p class="muted">"What is supported, and who is called first when it breaks."</p>
            </div>
            <div class="page-head__actions row">
                <A href="/alerts" attr:class="button"><Icon name="warning"/>"Alerts"</A>
                {(may_create && !empty).then(|| view! { <A href="/services/new" attr:class="button button--primary"><Icon name="plus"/>"New service"</A> })}
            </div>
        </div>
        {empty.then(|| view! {
            <Empty icon="phone" title="No services yet" text="A service is what people support: it has a rota in office hours, one out of hours, and an escalation policy.">
                {may_create.then(|| view! { <A href="/services/new" attr:class="button button--primary"><Icon name="plus"/>"New service"</A> })}
            </Empty>
        })}
        <div class="grid">{page.services.into_iter().map(|service| view! { <Card service/> }).collect_view()}</div>
    }
}

#[component]
fn Card(service: ServiceCard) -> impl IntoView {
    view! {
        <article class="card stack stack--tight">
            <div class="row row--between">
                <h2><A href=format!("/services/{}", service.slug)><bdi>{service.name.clone()}</bdi></A></h2>
                {service.gap.then(|| view! { <span class="badge badge--gap"><Icon name="warning" small=true/>"Gap"</span> })}
            </div>
            {(!service.description.is_empty()).then(|| view! { <p>{service.description.clone()}</p> })}
            {service.first.map(|(id, name, because)| view! {
                <div class="call__target">
                    <Disc name=name.clone() id/>
                    <p class="call__name"><bdi>{name}</bdi></p>
                    <p class="call__because">{because}</p>
                </div>
            })}
            <p class="muted small"><bdi>{service.team}</bdi></p>
        </article>
    }
}
