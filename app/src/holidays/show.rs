//! `/pay/holidays/{key}`: a holiday calendar with its days.

use super::{
    HolidayCalendarPage, HolidayCalendarRow, HolidayDay, HolidayYear, PutHoliday, PutHolidays, RemoveHoliday,
    RemoveHolidays, list::Known, load_holiday_calendar,
};
use crate::components::{Done, Field, FormAlert, Icon, Problem, percent_encode};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_params_map};

/// `/pay/holidays/{key}`.
#[component]
pub fn HolidayCalendarPageView() -> impl IntoView {
    let params = use_params_map();
    let actions = Actions {
        put: ServerAction::new(),
        name: ServerAction::new(),
        take: ServerAction::new(),
        remove: ServerAction::new(),
    };
    let key = Memo::new(move |_| params.with(|params| params.get("key")).unwrap_or_default());
    let load = Resource::new(
        move || {
            (
                key.get(),
                actions.put.version().get() + actions.take.version().get() + actions.name.version().get(),
            )
        },
        |(key, _)| load_holiday_calendar(key),
    );
    view! {
        <Title text="Holiday calendar"/>
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

#[derive(Clone, Copy)]
struct Actions {
    put: ServerAction<PutHoliday>,
    name: ServerAction<PutHolidays>,
    take: ServerAction<RemoveHoliday>,
    remove: ServerAction<RemoveHolidays>,
}

#[component]
fn Page(page: HolidayCalendarPage, actions: Actions) -> impl IntoView {
    let refused = Signal::derive(move || {
        let removed = actions.remove.value().get().and_then(Result::err);
        removed.or_else(|| actions.take.value().get().and_then(Result::err))
    });
    let row = page.calendar;
    let import = format!("/pay/holidays/import?key={}", percent_encode(&row.key));
    let own = (!row.built_in).then_some(row.key.clone());
    let empty = page.years.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay/holidays">"Holiday calendars"</A></nav>
                <h1><bdi>{row.name.clone()}</bdi></h1>
                <p class="muted row"><code>{row.key.clone()}</code><span>"Known to"</span><Known row=row.clone()/></p>
            </div>
            {own.clone().map(|_| view! {
                <div class="page-head__actions row">
                    <A href=import attr:class="button"><Icon name="upload"/>"Add from a file"</A>
                </div>
            })}
        </div>
        <Done key="saved" words="Saved. Plans, office hours and pay follow it from now on; what it changes of pay that is settled is made good in the next statement." error=refused/>
        <Done key="day" words="The holiday is saved." error=refused/>
        <Done key="removed" words="The holiday is taken out." error=refused/>
        <FormAlert error=refused/>
        <Soon row=row.clone()/>
        <div class="split">
            <div class="stack stack--wide">
                {empty.then(|| view! { <section class="card"><p class="muted">"No day yet."</p></section> })}
                {page.years.into_iter().map(|year| view! { <Year year own=own.clone() take=actions.take/> }).collect_view()}
            </div>
            <div class="stack stack--wide">
                {own.clone().map(|key| view! { <AddDay key put=actions.put/> })}
                <Users users=page.users.clone()/>
                {own.map(|key| view! { <Own key name=row.name.clone() last_change=page.last_change used=!page.users.is_empty() actions/> })}
            </div>
        </div>
    }
}

/// That nothing is known of the year to come.
#[component]
fn Soon(row: HolidayCalendarRow) -> impl IntoView {
    let mend = match row.built_in {
        true => "Later holidays count as other days until Tandem is brought up to date.",
        false => "Later holidays count as other days until they are added.",
    };
    (row.ends_soon && row.days > 0).then(|| {
        view! {
            <div class="alert alert--warning">
                <Icon name="warning"/>
                <div><p>{format!("Known to {} only. {mend}", row.data_to_words)}</p></div>
            </div>
        }
    })
}

#[component]
fn Year(year: HolidayYear, own: Option<String>, take: ServerAction<RemoveHoliday>) -> impl IntoView {
    let title = format!("{} · {}", year.year, count(year.days.len()));
    let days = view! {
        <ul class="list list--inset">
            {year.days.into_iter().map(|day| view! { <Day day own=own.clone() take/> }).collect_view()}
        </ul>
    };
    match year.past {
        true => view! {
            <details class="card disclosure"><summary><b>{title}</b></summary>{days}</details>
        }
        .into_any(),
        false => view! {
            <section class="card card--flush"><div class="card__head"><h2>{title}</h2></div>{days}</section>
        }
        .into_any(),
    }
}

fn count(days: usize) -> String {
    match days {
        1 => "1 day".to_owned(),
        days => format!("{days} days"),
    }
}

#[component]
fn Day(day: HolidayDay, own: Option<String>, take: ServerAction<RemoveHoliday>) -> impl IntoView {
    let label = format!("Take {} out, {}", day.name, day.words);
    view! {
        <li>
            <div class="list__grow"><p><bdi>{day.name}</bdi></p><p class="muted small">{day.words}</p></div>
            {own.map(|key| view! {
                <ActionForm action=take>
                    <input type="hidden" name="key" value=key/>
                    <input type="hidden" name="date" value=day.date/>
                    <button class="button button--quiet button--icon" aria-label=label><Icon name="trash"/></button>
                </ActionForm>
            })}
        </li>
    }
}

#[component]
fn AddDay(key: String, put: ServerAction<PutHoliday>) -> impl IntoView {
    let error = Signal::derive(move || put.value().get().and_then(Result::err));
    view! {
        <section class="card stack">
            <div class="card__head"><h2>"Add a day"</h2></div>
            <FormAlert error/>
            <ActionForm action=put attr:class="form">
                <input type="hidden" name="form[key]" value=key/>
                <Field name="form[date]" label="Date" kind="date" required=true error/>
                <Field name="form[name]" label="Name" required=true hint="A date that is there already is renamed." error/>
                <div class="form__actions">
                    <button class="button button--primary" disabled=move || put.pending().get()>"Add the day"</button>
                </div>
            </ActionForm>
        </section>
    }
}

#[component]
fn Users(users: Vec<String>) -> impl IntoView {
    view! {
        <section class="card stack stack--tight">
            <div class="card__head"><h2>"Followed by"</h2></div>
            {if users.is_empty() {
                view! { <p class="muted">"Nothing yet. Choose it in a rota’s settings, on a rate card, for a person under Pay › People, or for the organisation."</p> }.into_any()
            } else {
                view! { <ul>{users.into_iter().map(|user| view! { <li><bdi>{user}</bdi></li> }).collect_view()}</ul> }.into_any()
            }}
        </section>
    }
}

#[component]
fn Own(key: String, name: String, last_change: String, used: bool, actions: Actions) -> impl IntoView {
    let named = key.clone();
    let error = Signal::derive(move || actions.name.value().get().and_then(Result::err));
    view! {
        <section class="card stack stack--tight">
            <div class="card__head"><h2>"This calendar"</h2></div>
            <p class="muted small">{last_change}</p>
            <FormAlert error/>
            <ActionForm action=actions.name attr:class="form">
                <input type="hidden" name="form[key]" value=named/>
                <Field name="form[name]" label="Name of the calendar" value=name required=true error/>
                <div class="form__actions"><button class="button" disabled=move || actions.name.pending().get()>"Rename"</button></div>
            </ActionForm>
            {if used {
                view! { <p class="muted">"It can be removed once nothing follows it."</p> }.into_any()
            } else {
                view! {
                    <ActionForm action=actions.remove>
                        <input type="hidden" name="key" value=key/>
                        <button class="button button--danger"><Icon name="trash"/>"Remove the calendar"</button>
                    </ActionForm>
                }.into_any()
            }}
        </section>
    }
}
