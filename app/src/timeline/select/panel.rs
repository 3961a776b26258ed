//! What can be done with what is chosen: who could take it, what that would change, and saving it.

use super::{Choice, Selecting, browser};
use crate::{
    components::{FormAlert, Icon, Problem, RoleIcon, lane_class},
    covers::{Asked, CoverPage, OutcomeView, Suggestions, Writing, load_cover_page},
    timeline::bar::{cover_href, offer_href},
};
use leptos::{html, prelude::*};
use leptos_router::{components::A, hooks::use_query_map};

/// The panel of what is chosen on the drawing of the rota `slug`.
#[component]
pub(in super::super) fn Panel(slug: String, writing: Writing) -> impl IntoView {
    let Some(selecting) = use_context::<Selecting>() else {
        return ().into_any();
    };
    let query = use_query_map();
    let person = RwSignal::new(String::new());
    let panel = NodeRef::<html::Section>::new();
    let page: Answered = Action::new(move |asked: &Asked| {
        let (slug, asked) = (slug.clone(), asked.clone());
        async move { (asked.clone(), load_cover_page(slug, asked).await) }
    });
    let back = move || {
        query.with(|query| {
            let kept = ["from", "view", "layout"].into_iter();
            let pairs =
                kept.filter_map(|name| Some(format!("{name}={}", query.get(name).filter(|it| !it.is_empty())?)));
            let pairs = pairs.collect::<Vec<_>>();
            if pairs.is_empty() {
                "-".to_owned()
            } else {
                pairs.join("&")
            }
        })
    };
    // Another choice starts over; the same with somebody chosen is previewed.
    Effect::new(move |before: Option<Option<Choice>>| {
        let choice = selecting.choice.get();
        if before.is_some_and(|before| before != choice) {
            person.set(String::new());
            writing.create.clear();
            writing.change.clear();
            writing.withdraw.clear();
        }
        choice
    });
    Effect::new(move |_| {
        let (open, choice, person) = (selecting.open.get(), selecting.choice.get(), person.get());
        if let Some(choice) = choice.filter(|_| open) {
            page.dispatch(asked(&choice, &person));
        }
    });
    Effect::new(move |_| {
        if selecting.open.get() {
            request_animation_frame(move || browser::focus_panel(panel));
        }
    });
    let close = move || {
        selecting.clear();
        browser::focus_chart();
    };
    let shown = move || selecting.open.get().then(|| selecting.choice.get()).flatten();
    view! {
        {move || shown().map(|choice| (format!("picked {}", lane_class(choice.role)), choice)).map(|(class, choice)| view! {
            <section
                class=class node_ref=panel tabindex="-1" aria-label="What is chosen"
                on:keydown=move |event| if event.key() == "Escape" { event.stop_propagation(); close() }
            >
                <Contents choice page person writing back=back() close/>
            </section>
        })}
    }
    .into_any()
}

/// What was asked, and the answer.
type Answered = Action<Asked, (Asked, Result<CoverPage, crate::AppError>)>;

fn asked(choice: &Choice, person: &str) -> Asked {
    let (id, changing) = match &choice.cover {
        Some((id, _)) => (id.clone(), true),
        None => (String::new(), false),
    };
    let taken = |role| {
        if choice.role == role && !changing {
            person.to_owned()
        } else {
            String::new()
        }
    };
    Asked {
        role: if changing {
            String::new()
        } else {
            choice.role.key().to_owned()
        },
        lead: taken(domain::Role::Lead),
        engineer: taken(domain::Role::Engineer),
        from: choice.from.to_string(),
        to: choice.to.to_string(),
        preview: if changing || !person.is_empty() {
            "yes".to_owned()
        } else {
            String::new()
        },
        change: id,
        ..Asked::default()
    }
}

/// Whether something was asked about a choice.
fn is_of(asked: &Asked, choice: &Choice) -> bool {
    let own = self::asked(choice, "");
    (&asked.role, &asked.change, &asked.from, &asked.to) == (&own.role, &own.change, &own.from, &own.to)
}

#[component]
fn Contents(
    choice: Choice,
    page: Answered,
    person: RwSignal<String>,
    writing: Writing,
    back: String,
    close: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let title = match &choice.cover {
        Some((_, whose)) => format!("Cover by {whose}"),
        None => "Cover this stretch".to_owned(),
    };
    let role = choice.role;
    let answered = move || {
        let (choice, back) = (choice.clone(), back.clone());
        // Until it is answered what an older choice was answered is nobody's business.
        let answer = page.value().get().filter(|(of, _)| is_of(of, &choice));
        answer.map(|(_, answer)| match answer {
            Ok(page) => view! { <Answer choice page person writing back/> }.into_any(),
            Err(error) => view! { <Problem error/> }.into_any(),
        })
    };
    view! {
        <div class="picked__head">
            <h2>{title}</h2>
            <RoleIcon role/>
            <button class="button button--icon button--quiet" aria-label="Close" on:click=move |_| close()><Icon name="x"/></button>
        </div>
        <div class="picked__body" aria-busy=move || page.pending().get().to_string()>{answered}</div>
    }
}

#[component]
fn Answer(choice: Choice, page: CoverPage, person: RwSignal<String>, writing: Writing, back: String) -> impl IntoView {
    let base = format!("/rotas/{}", page.slug);
    let changing = choice.cover.is_some();
    let (all, offer) = (
        cover_href(&base, choice.role, choice.from, choice.to),
        offer_href(&base, choice.role, choice.from, choice.to),
    );
    let all = match &choice.cover {
        Some((id, _)) => format!("{base}/cover?change={id}"),
        None => all,
    };
    let pick = Callback::new(move |id: String| person.set(id));
    let withdraw = choice.cover.clone();
    let error = Signal::derive(move || writing.withdraw.value().get().and_then(Result::err));
    let after = back.clone();
    view! {
        <p class="picked__when"><b>{page.when.clone()}</b><span class="muted">{page.length.clone()}</span></p>
        {(!changing).then(|| view! { <Suggestions page=page.clone() pick chosen=person/> })}
        {page.outcome.clone().map(|outcome| view! { <OutcomeView outcome page writing back/> })}
        <FormAlert error/>
        <p class="picked__ways">
            {withdraw.map(|(id, _)| view! {
                <ActionForm action=writing.withdraw>
                    <input type="hidden" name="id" value=id/>
                    <input type="hidden" name="back" value=after/>
                    <button class="button"><Icon name="undo"/>"Withdraw"</button>
                </ActionForm>
            })}
            <A href=all attr:class="button button--quiet">"All choices"</A>
            {(!changing).then(|| view! { <A href=offer attr:class="button button--quiet"><Icon name="swap"/>"Offer this shift"</A> })}
        </p>
    }
}
