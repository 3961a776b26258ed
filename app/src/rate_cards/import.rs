//! `/pay/cards/import`: a card out of a file, or out of what is pasted. The form is a plain multipart POST to the page's
//! own address, so that it works with and without JavaScript.

use super::{CardUpload, ImportCard, load_card_import};
use crate::components::{Icon, Problem, in_textarea};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::{components::A, hooks::use_query_map};

/// `/pay/cards/import`.
#[component]
pub fn ImportCardPage() -> impl IntoView {
    let query = use_query_map();
    let card = Memo::new(move |_| query.with(|query| query.get("card")).unwrap_or_default());
    let load = Resource::new(move || card.get(), load_card_import);
    view! {
        <Title text="Import a rate card"/>
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
fn Page(page: ImportCard) -> impl IntoView {
    let action = match &page.card {
        Some((id, _)) => format!("/pay/cards/import?card={id}"),
        None => "/pay/cards/import".to_owned(),
    };
    let back = page
        .card
        .as_ref()
        .map_or_else(|| "/pay/cards".to_owned(), |(id, _)| format!("/pay/cards/{id}"));
    let title = match &page.card {
        Some((_, name)) => format!("A new version of {name}"),
        None => "Import a rate card".to_owned(),
    };
    if page.upload.is_some() {
        crate::status::set_status(422);
    }
    let text = page
        .upload
        .as_ref()
        .map(|upload| upload.text.clone())
        .unwrap_or_default();
    view! {
        <div class="page-head"><div class="page-head__text">
            <nav class="crumbs" aria-label="Path"><A href="/pay/cards">"Rate cards"</A></nav>
            <h1>{title}</h1>
        </div></div>
        {page.upload.map(|upload| view! { <Faults upload/> })}
        <form class="card form" method="post" action=action enctype="multipart/form-data">
            <div class="field">
                <label class="field__label" for="file">"Rate card file"</label>
                <input class="input" id="file" name="file" type="file" accept=".json,application/json" aria-describedby="file-hint"/>
                <p class="field__hint" id="file-hint">"As another Tandem exports it, or "<code>"tandem pay preset"</code>" prints it. At most 256 KB."</p>
            </div>
            <div class="field">
                <label class="field__label" for="text">"Or paste the file"</label>
                <textarea class="input input--mono" id="text" name="text" rows="16" spellcheck="false">{in_textarea(&text)}</textarea>
            </div>
            <div class="form__actions">
                <button class="button button--primary"><Icon name="upload"/>"Import"</button>
                <A href=back attr:class="button button--quiet">"Cancel"</A>
            </div>
        </form>
    }
}

#[component]
fn Faults(upload: CardUpload) -> impl IntoView {
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
                            <th scope="row"><code>{place}</code></th>
                            <td data-label="What to do"><span class="field__error">{reason}</span></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
        </div>
    }
}
