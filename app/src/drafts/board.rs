//! The board: every turn of a draft with its two roles, moved by pointer or by keys.

use super::{
    Choices, DraftTurn, EditForm,
    api::load_choices,
    keys,
    seat::{SeatCell, seat_id},
    tools::Editing,
};
use crate::{AppError, components::RoleIcon};
use domain::Role;
use leptos::{prelude::*, wasm_bindgen::JsCast as _, web_sys::HtmlElement};
use leptos_router::{NavigateOptions, hooks::use_navigate};

/// What is picked up, and where it is held: outlives each drawing of the board.
#[derive(Clone, Copy)]
pub(super) struct Hand {
    pub(super) editing: Editing,
    /// The seat that is picked up.
    pub(super) picked: RwSignal<Option<String>>,
    /// The seat that it is held over.
    pub(super) over: RwSignal<Option<String>>,
    /// The seat that has the focus, or had it last.
    pub(super) here: RwSignal<Option<String>>,
    /// What could be done with what is picked up.
    probe: Action<(String, String, String), Result<Choices, AppError>>,
    /// What is said aloud.
    pub(super) said: RwSignal<String>,
}

impl Hand {
    pub(super) fn new(editing: Editing) -> Self {
        Self {
            editing,
            picked: RwSignal::new(None),
            over: RwSignal::new(None),
            here: RwSignal::new(None),
            probe: Action::new(|(slug, id, seat): &(String, String, String)| {
                load_choices(slug.clone(), id.clone(), seat.clone())
            }),
            said: RwSignal::new(String::new()),
        }
    }

    /// Picks a seat up, and asks what could be done with it.
    pub(super) fn pick(self, seat: &str) {
        let (slug, id, _) = self.editing.draft.get_value();
        self.picked.set(Some(seat.to_owned()));
        self.said
            .set("Picked up. Go to another role and press Space to exchange, or Escape to put it back.".to_owned());
        self.probe.dispatch((slug, id, seat.to_owned()));
    }

    pub(super) fn put_down(self) {
        self.picked.set(None);
        self.over.set(None);
    }

    /// What exchanging what is picked up with a seat would be: the verdict, and the words for it.
    pub(super) fn verdict(self, seat: &str) -> Option<(String, String)> {
        let picked = self.picked.get()?;
        let choices = self.probe.value().get()?.ok()?;
        let found = choices.swaps.iter().find(|swap| swap.seat.as_deref() == Some(seat));
        let swap = found.filter(|_| choices.seat == picked)?;
        let why = [vec![swap.change.clone()], swap.terms.clone(), swap.broken.clone()].concat();
        let why: Vec<String> = why.into_iter().filter(|words| !words.is_empty()).collect();
        Some((swap.verdict.clone(), format!("{}: {}", swap.when, why.join(", "))))
    }

    /// Holds what is picked up over a seat.
    pub(super) fn hover(self, seat: &str) {
        if self.picked.get_untracked().is_some() && self.over.get_untracked().as_deref() != Some(seat) {
            self.over.set(Some(seat.to_owned()));
        }
    }

    pub(super) fn arrive(self, seat: &str) {
        self.here.set(Some(seat.to_owned()));
        self.hover(seat);
    }

    /// Exchanges what is picked up with a seat: at once when no rule speaks against it, else by way of its reason.
    pub(super) fn drop_on(self, seat: &str) {
        let Some(picked) = self.picked.get_untracked().filter(|picked| picked != seat) else {
            return self.put_down();
        };
        let verdict = untrack(|| self.verdict(seat));
        self.put_down();
        match verdict {
            Some((verdict, words)) if verdict == "never" => self.said.set(words),
            Some((verdict, _)) if verdict == "against" => {
                let address = format!("{}?seat={picked}&with={seat}", self.editing.address());
                use_navigate()(&address, NavigateOptions::default());
            }
            _ => self.editing.send(EditForm {
                what: "swap".to_owned(),
                seat: picked,
                other: seat.to_owned(),
                ..EditForm::default()
            }),
        }
    }
}

/// Puts the focus on a seat.
pub(super) fn focus(seat: &str) {
    let found = document().get_element_by_id(&seat_id(seat));
    if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // Without the focus the board is as usable as before.
        let _ = element.focus();
    }
}

/// Every turn with its two roles.
#[component]
pub(super) fn Board(turns: Vec<DraftTurn>, hand: Hand) -> impl IntoView {
    let order = StoredValue::new(keys::Order::of(&turns));
    let navigate = StoredValue::new(use_navigate());
    let outcome = move || {
        hand.over
            .get()
            .and_then(|seat| hand.verdict(&seat))
            .map(|(_, words)| words)
    };
    let said = move || outcome().unwrap_or_else(|| hand.said.get());
    view! {
        <section class="card card--flush board" aria-labelledby="board-title">
            <div class="card__head">
                <h2 id="board-title">"Turns"</h2>
                <span class="muted small">"Choose a role to see who else could take it. Drag one onto another to exchange them."</span>
            </div>
            <div class="board__scroll">
                <table class="board__table" role="grid" aria-labelledby="board-title" on:keydown=move |event| {
                    order.with_value(|order| keys::pressed(&event, hand, order, &navigate.get_value()));
                }>
                    <thead><tr role="row">
                        <th scope="col" role="columnheader">"Turn"</th>
                        {Role::BOTH.map(|role| view! { <th scope="col" role="columnheader"><RoleIcon role/></th> })}
                    </tr></thead>
                    <tbody>{turns.into_iter().map(|turn| view! { <Turn turn hand/> }).collect_view()}</tbody>
                </table>
            </div>
            <div class="board__foot">
                <p class="board__said" role="status">{said}</p>
                <p class="muted small">
                    <kbd>"←↑↓→"</kbd>" move, "<kbd>"Enter"</kbd>" choose, "<kbd>"Space"</kbd>" pick up and exchange, "
                    <kbd>"L"</kbd>" lock, "<kbd>"Ctrl Z"</kbd>" undo, "<kbd>"Ctrl Y"</kbd>" redo"
                </p>
            </div>
        </section>
    }
}

#[component]
fn Turn(turn: DraftTurn, hand: Hand) -> impl IntoView {
    let past = turn.past;
    view! {
        {turn.month.map(|month| view! {
            <tr role="row" class="board__month"><th scope="rowgroup" role="rowheader" colspan="3">{month}</th></tr>
        })}
        <tr role="row" class:board__past=past>
            <th scope="row" role="rowheader" class="board__when">
                <span>{turn.from}</span>
                <span class="muted small">{format!("to {}", turn.to)}</span>
                {turn.special.map(|name| view! { <span class="board__special">{name}</span> })}
            </th>
            {turn.seats.into_iter().map(|seat| view! { <SeatCell seat hand past/> }).collect_view()}
        </tr>
    }
}
