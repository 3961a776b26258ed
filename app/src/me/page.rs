//! The page of one's own shifts.

use super::{Month, MyShifts, NextTurn, TurnRow, load_my_shifts};
use crate::{
    components::{Badge, Beside, Empty, Problem, RoleIcon, TimeStamp, lane_class},
    feeds::{FeedCard, FeedHandle, use_feed},
    handover::HandoverCardView,
    help::Help,
    leave::{AddLeave, LeaveEntry, LeaveList, WithdrawLeave},
    live,
    wishes::{AddWish, WishCard, WithdrawWish},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/me`.
#[component]
pub fn MePage() -> impl IntoView {
    let leave = (ServerAction::<AddLeave>::new(), ServerAction::<WithdrawLeave>::new());
    let wishes = (ServerAction::<AddWish>::new(), ServerAction::<WithdrawWish>::new());
    let feed = use_feed("person", String::new);
    let load = Resource::new(
        move || {
            (
                leave.0.version().get(),
                leave.1.version().get(),
                wishes.0.version().get(),
                wishes.1.version().get(),
            )
        },
        |_| load_my_shifts(),
    );
    live::follow("board", move || load.refetch());
    view! {
        <Title text="My shifts"/>
        <div class="page-head"><div class="page-head__text"><div class="title"><h1>"My shifts"</h1><Help words=&["shift", "cover", "leave", "wish"]/></div></div></div>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(shifts) => view! { <Shifts shifts leave wishes feed/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Shifts(
    shifts: MyShifts,
    leave: (ServerAction<AddLeave>, ServerAction<WithdrawLeave>),
    wishes: (ServerAction<AddWish>, ServerAction<WithdrawWish>),
    feed: FeedHandle,
) -> impl IntoView {
    let zone = shifts.zone.clone();
    let none = shifts.next.is_none();
    view! {
        {shifts.next.map(|next| view! { <Next next zone/> })}
        {shifts.handovers.into_iter().map(|card| view! { <HandoverCardView card/> }).collect_view()}
        <div class="split">
            <div class="stack stack--wide">
                {none.then(|| view! {
                    <Empty icon="calendar" title="No shifts ahead" text="When a plan with you in it is published, its shifts are listed here.">
                        <A href="/rotas" attr:class="button">"All rotas"</A>
                    </Empty>
                })}
                {shifts.months.into_iter().map(|month| view! { <MonthView month/> }).collect_view()}
            </div>
            <div class="stack">
                <section class="card" id="leave">
                    <div class="card__head"><h2>"Leave"</h2></div>
                    <LeaveEntry action=leave.0 key=shifts.leave_key seen=shifts.leave_seen/>
                    <div class="card__foot"><LeaveList rows=shifts.leave action=leave.1 none="No leave ahead."/></div>
                    {shifts.days_off.into_iter().map(|(team, days)| view! {
                        <p class="muted small">{format!("You never work on {days}: plans of ")}<bdi>{team}</bdi>" know it."</p>
                    }).collect_view()}
                </section>
                {shifts.wishes.map(|rows| view! { <WishCard rows add=wishes.0 withdraw=wishes.1/> })}
                <FeedCard feed/>
            </div>
        </div>
    }
}

#[component]
fn Next(next: NextTurn, zone: String) -> impl IntoView {
    let (state, word) = if next.on_now {
        ("on duty now", "until ")
    } else {
        ("next", "from ")
    };
    view! {
        <section class=format!("card next {}", lane_class(next.role))>
            <div class="next__text">
                <span class="row"><RoleIcon role=next.role/>{format!("· {state}")}</span>
                <p class="answer answer--huge">{word}<TimeStamp stamp=next.at/></p>
                <p class="muted">{format!("{} {} · {} · {zone}", next.rota, next.partners, next.left)}</p>
            </div>
            <div class="form__actions">
                <A href=next.offer attr:class="button button--primary">"Offer"</A>
                <A href=next.cover attr:class="button">"Find cover"</A>
                <A href=format!("/rotas/{}", next.slug) attr:class="button">"See the rota"</A>
            </div>
        </section>
    }
}

#[component]
fn MonthView(month: Month) -> impl IntoView {
    view! {
        <section class="section">
            <div class="section-head"><h2>{month.title}</h2><span class="muted small">{month.summary}</span></div>
            <div class="card card--flush">
                <ul>{month.turns.into_iter().map(|turn| view! { <Turn turn/> }).collect_view()}</ul>
            </div>
        </section>
    }
}

#[component]
fn Turn(turn: TurnRow) -> impl IntoView {
    let label = format!("Find cover for {}, {}", turn.rota, turn.when);
    let offer_label = format!("Offer {}, {}", turn.rota, turn.when);
    view! {
        <li class="shift">
            <span class="shift__date">{turn.weekday}<b>{turn.day}</b></span>
            <div class="shift__what">
                <p class="row">
                    <b><A href=format!("/rotas/{}", turn.slug)><bdi>{turn.rota}</bdi></A></b>
                    {turn.holiday.map(|name| view! { <Badge kind="warning" word=name/> })}
                </p>
                <p class="muted small">{turn.when}<Beside words=turn.beside/>" · "<bdi>{turn.partners}</bdi></p>
            </div>
            <span class=lane_class(turn.role)><RoleIcon role=turn.role/></span>
            <span class="muted small nowrap">{turn.length}</span>
            <span class="row">
                <A href=turn.offer attr:class="button" attr:aria-label=offer_label>"Offer"</A>
                <A href=turn.cover attr:class="button" attr:aria-label=label>"Find cover"</A>
            </span>
        </li>
    }
}
