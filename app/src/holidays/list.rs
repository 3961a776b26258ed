//! `/pay/holidays`: every holiday calendar.

use super::{HolidayCalendarRow, load_holidays};
use crate::components::{Badge, Done, Icon, Problem, percent_encode};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;

/// `/pay/holidays`.
#[component]
pub fn HolidaysPageView() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_holidays());
    view! {
        <Title text="Holiday calendars"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page calendars=page.calendars/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(calendars: Vec<HolidayCalendarRow>) -> impl IntoView {
    let (built_in, own): (Vec<_>, Vec<_>) = calendars.into_iter().partition(|row| row.built_in);
    let none = own.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path"><A href="/pay/cards">"Rate cards"</A></nav>
                <h1>"Holiday calendars"</h1>
                <p class="muted">"Rotas, rate cards and people follow one of these: coverage, office hours, fair plans and pay go by it."</p>
            </div>
            <div class="page-head__actions row">
                <A href="/pay/holidays/import" attr:class="button button--primary"><Icon name="plus"/>"Add a calendar"</A>
            </div>
        </div>
        <Done key="removed" words="The calendar is removed."/>
        <section class=if none { "card" } else { "card card--flush" }>
            <div class="card__head"><h2>"Your own"</h2></div>
            {if none {
                view! { <p class="muted">"None yet. Add one for another country, or for days off that are your own: from a file, or by hand."</p> }.into_any()
            } else {
                view! { <Rows rows=own/> }.into_any()
            }}
        </section>
        <section class="card card--flush">
            <div class="card__head"><h2>"Come with Tandem"</h2></div>
            <Rows rows=built_in/>
        </section>
    }
}

#[component]
fn Rows(rows: Vec<HolidayCalendarRow>) -> impl IntoView {
    view! {
        <table class="table">
            <thead><tr><th>"Calendar"</th><th>"Key"</th><th>"Known to"</th><th>"Next"</th></tr></thead>
            <tbody>
                {rows.into_iter().map(|row| {
                    let (href, name, key) = (format!("/pay/holidays/{}", percent_encode(&row.key)), row.name.clone(), row.key.clone());
                    let next = or_nothing(row.next.join(", "));
                    view! {
                        <tr>
                            <th scope="row"><A href=href><bdi>{name}</bdi></A></th>
                            <td data-label="Key"><code>{key}</code></td>
                            <td data-label="Known to"><Known row/></td>
                            <td data-label="Next"><bdi>{next}</bdi></td>
                        </tr>
                    }
                }).collect_view()}
            </tbody>
        </table>
    }
}

fn or_nothing(text: String) -> String {
    if text.is_empty() { "none".to_owned() } else { text }
}

/// Until when a calendar knows its holidays, marked when that is soon.
#[component]
pub(super) fn Known(row: HolidayCalendarRow) -> impl IntoView {
    let words = match row.days {
        0 => "no day yet".to_owned(),
        _ => row.data_to_words,
    };
    view! {
        <span class="row"><span>{words}</span>{(row.ends_soon && row.days > 0).then(|| view! { <Badge kind="warning" word="ends soon"/> })}</span>
    }
}
