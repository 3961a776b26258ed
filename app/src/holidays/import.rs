//! `/pay/holidays/import`: a new holiday calendar, or a file for one. The form is a plain multipart POST to the page's own
//! address, so that it works with and without JavaScript.

use super::{HolidayUpload, ImportHolidays, load_holidays_import};
use crate::components::{Icon, Problem, in_textarea, percent_encode};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// `/pay/holidays/import`.
#[component]
pub fn ImportHolidaysPage() -> impl IntoView {
    let query = use_query_map();
    let key = Memo::new(move |_| query.with(|query| query.get("key")).unwrap_or_default());
    let load = Resource::new(move || key.get(), load_holidays_import);
    view! {
        <Title text="Holidays from a file"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(page) => view! { <Page page/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(page: ImportHolidays) -> impl IntoView {
    let (action, back, title) = match &page.calendar {
        Some(row) => {
            let key = percent_encode(&row.key);
            let (action, back) = (
                format!("/pay/holidays/import?key={key}"),
                format!("/pay/holidays/{key}"),
            );
            (action, back, format!("Holidays for {}", row.name))
        }
        None => {
            let (action, back) = ("/pay/holidays/import".to_owned(), "/pay/holidays".to_owned());
            (action, back, "Add a holiday calendar".to_owned())
        }
    };
    if page.upload.is_some() {
        crate::status::set_status(422);
    }
    let typed = page.upload.clone().map(|upload| upload.form).unwrap_or_default();
    let new = page.calendar.is_none();
    view! {
        <div class="page-head"><div class="page-head__text">
            <nav class="crumbs" aria-label="Path"><A href="/pay/holidays">"Holiday calendars"</A></nav>
            <h1>{title}</h1>
        </div></div>
        {page.upload.map(|upload| view! { <Faults upload/> })}
        <form class="card form" method="post" action=action enctype="multipart/form-data">
            {new.then(|| view! {
                <div class="form__pair">
                    <div class="field">
                        <label class="field__label" for="name">"Name"</label>
                        <input class="input" id="name" name="name" value=typed.name.clone() required=true placeholder="Ireland"/>
                    </div>
                    <div class="field">
                        <label class="field__label" for="key">"Key"</label>
                        <input class="input" id="key" name="key" value=typed.key.clone() required=true placeholder="IE" aria-describedby="key-hint"/>
                        <p class="field__hint" id="key-hint">"Rate cards name it by this: capital letters, digits and -."</p>
                    </div>
                </div>
            })}
            <div class="field">
                <label class="field__label" for="file">"File of holidays"</label>
                <input class="input" id="file" name="file" type="file" accept=".ics,.csv,.txt,text/calendar,text/csv,text/plain" aria-describedby="file-hint"/>
                <p class="field__hint" id="file-hint">"A calendar (.ics), or a spreadsheet saved as CSV with a date and a name in each row. At most 2 MB."</p>
            </div>
            <div class="field">
                <label class="field__label" for="text">"Or type them"</label>
                <textarea class="input input--mono" id="text" name="text" rows="8" spellcheck="false" aria-describedby="text-hint">{in_textarea(&typed.text)}</textarea>
                <p class="field__hint" id="text-hint">"A line each: 2027-03-17 St Patrick’s Day."{new.then_some(" Or leave this empty, and add days one by one later.")}</p>
            </div>
            {(!new).then(|| view! {
                <div class="field">
                    <label class="field__label" for="others">"Days that the file does not name"</label>
                    <select class="input" id="others" name="others">
                        <option value="keep" selected=typed.others != "remove">"stay"</option>
                        <option value="remove" selected=typed.others == "remove">"are taken out"</option>
                    </select>
                </div>
            })}
            <label class="check"><input type="checkbox" name="bad" value="leave_out" checked=typed.bad == "leave_out"/><span>"Leave out what cannot be read, and take the rest"</span></label>
            <div class="form__actions">
                <button class="button button--primary">{if new { "Add the calendar" } else { "Add the holidays" }}</button>
                <A href=back attr:class="button button--quiet">"Cancel"</A>
            </div>
        </form>
    }
}

#[component]
fn Faults(upload: HolidayUpload) -> impl IntoView {
    let title = match upload.faults.len() {
        1 => "1 thing to correct".to_owned(),
        many => format!("{many} things to correct"),
    };
    view! {
        <div class="alert alert--error" role="alert">
            <Icon name="warning"/>
            <div><p class="alert__title">{title}</p><p>"Nothing has been saved."</p></div>
        </div>
        <div class="card card--flush">
            <table class="table">
                <thead><tr><th>"Where"</th><th>"What to do"</th></tr></thead>
                <tbody>
                    {upload.faults.into_iter().map(|(place, reason)| view! {
                        <tr class="table__row--error">
                            <th scope="row"><bdi>{place}</bdi></th>
                            <td data-label="What to do"><span class="field__error">{reason}</span></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
