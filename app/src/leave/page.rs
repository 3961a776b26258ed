//! The leave of a team.

use super::{AddLeave, LeaveEntry, LeaveList, TeamLeave, WithdrawLeave, form::DaysOff, load_team_leave};
use crate::{
    components::{Icon, Problem},
    help::Help,
    live,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// `/teams/{slug}/leave`.
#[component]
pub fn TeamLeavePage() -> impl IntoView {
    let params = use_params_map();
    let (add, withdraw) = (ServerAction::<AddLeave>::new(), ServerAction::<WithdrawLeave>::new());
    let key = move || {
        (
            params.with(|params| params.get("slug")).unwrap_or_default(),
            add.version().get(),
            withdraw.version().get(),
        )
    };
    let load = Resource::new(key, |(slug, ..)| load_team_leave(slug));
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    live::follow_any(move || format!("team:{}", slug()), move || load.refetch());
    view! {
        <Title text="Leave"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(leave) => view! { <Page leave add withdraw/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(leave: TeamLeave, add: ServerAction<AddLeave>, withdraw: ServerAction<WithdrawLeave>) -> impl IntoView {
    let href = format!("/teams/{}", leave.slug);
    let may = !leave.people.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/teams">"Teams"</A><Icon name="chevron-right" small=true/><A href=href>{leave.team.clone()}</A>
                </nav>
                <div class="title"><h1>"Leave"</h1><Help words=&["leave", "cover"]/></div>
            </div>
        </div>
        <div class="split">
            <section class="card">
                <LeaveList rows=leave.rows.clone() action=withdraw named=true team=leave.slug.clone()
                    none="Nobody is away, now or later. Plans keep clear of leave that is entered here."/>
                <DaysOff days_off=leave.days_off.clone() team=leave.slug.clone()/>
            </section>
            {may.then(|| view! {
                <section class="card">
                    <div class="card__head"><h2>"Add leave"</h2></div>
                    <LeaveEntry action=add people=leave.people.clone() team=leave.slug.clone() key=leave.key.clone() seen=leave.seen.clone()/>
                </section>
            })}
        </div>
    }
}
