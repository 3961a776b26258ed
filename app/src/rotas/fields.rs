//! The fields of a rota's form, group by group.

use super::{FormChoices, RotaForm, rows::WindowRows};
use crate::{
    AppError,
    components::{Field, Select},
};
use leptos::prelude::*;

type Faults = Signal<Option<AppError>>;

fn pairs(options: &[(&str, &str)]) -> Vec<(String, String)> {
    options
        .iter()
        .map(|(key, words)| ((*key).to_owned(), (*words).to_owned()))
        .collect()
}

/// Name, team and zone.
#[component]
pub(super) fn NameFields(form: RotaForm, choices: FormChoices, fixed: bool, error: Faults) -> impl IntoView {
    let zones = choices.zones.into_iter().map(|zone| (zone.clone(), zone)).collect();
    view! {
        <fieldset class="form__group">
            <legend>"Rota"</legend>
            <Field name="rota[name]" label="Name" value=form.name hint="As people say it: “Payments out of hours”." required=true error/>
            <div class="form__pair">
                {if fixed {
                    view! { <input type="hidden" name="rota[team]" value=form.team/> }.into_any()
                } else {
                    view! { <Select name="rota[team]" label="Team" options=choices.teams value=form.team error/> }.into_any()
                }}
                <Select name="rota[zone]" label="Time zone" options=zones value=form.zone hint="All rules are wall-clock time in this zone." error/>
            </div>
        </fieldset>
    }
}

/// What is covered, and when the office is open.
#[component]
pub(super) fn Coverage(form: RotaForm, error: Faults) -> impl IntoView {
    let kinds = [
        ("out_of_hours", "Out of hours", "Everything outside office hours"),
        ("round_the_clock", "Round the clock", "All day, every day"),
        ("office_hours", "Office hours", "Only while the office is open"),
        ("custom", "Own windows", "Days and times of your own, below"),
    ];
    let message = move || error.get().and_then(|error| error.of_field("coverage"));
    view! {
        <fieldset class="form__group coverage">
            <legend>"Coverage"</legend>
            <p class="muted">"The hours in which both roles must be held."</p>
            <div class="choice choice--pairs">
                {kinds.map(|(key, word, hint)| view! {
                    <label>
                        <input type="radio" name="rota[coverage]" value=key checked=form.coverage == key/>
                        <b>{word}</b><span class="field__hint">{hint}</span>
                    </label>
                }).collect_view()}
            </div>
            <p class="field__error" hidden=move || message().is_none()>{message}</p>
            <div class="coverage__windows stack">
                <h3>"Own windows"</h3>
                <WindowRows group="windows" rows=form.windows error/>
            </div>
        </fieldset>
        <fieldset class="form__group">
            <legend>"Office hours"</legend>
            <p class="muted">"When the team is at work anyway; none on holidays. They also decide what counts as out of hours."</p>
            <WindowRows group="office" rows=form.office error/>
        </fieldset>
    }
}

/// Which days are holidays, and what happens on them.
#[component]
pub(super) fn HolidayFields(form: RotaForm, choices: FormChoices, error: Faults) -> impl IntoView {
    let rules = pairs(&[
        ("as_sunday", "Cover as on a Sunday"),
        ("as_usual", "Cover as usual"),
        ("all_day", "Cover all day"),
        ("uncovered", "No coverage"),
    ]);
    view! {
        <fieldset class="form__group">
            <legend>"Holidays"</legend>
            <div class="form__pair">
                <Select name="rota[holiday_calendar]" label="Holiday calendar" options=choices.holiday_calendars value=form.holiday_calendar error/>
                <Select name="rota[holiday_rule]" label="On a bank holiday" options=rules value=form.holiday_rule error/>
            </div>
        </fieldset>
    }
}

/// When one turn ends and the next begins.
#[component]
pub(super) fn HandoverFields(form: RotaForm, error: Faults) -> impl IntoView {
    let units = pairs(&[
        ("hours", "hours"),
        ("days", "days"),
        ("weeks", "weeks"),
        ("months", "months"),
    ]);
    view! {
        <fieldset class="form__group">
            <legend>"Handover"</legend>
            <Field
                name="rota[first_handover]" label="A handover" kind="datetime-local" value=form.first_handover
                hint="Any one of them: the others are counted from it, before and after." required=true error
            />
            <div class="form__pair">
                <Field name="rota[every]" label="Every" kind="number" value=form.every required=true error/>
                <Select name="rota[unit]" label="Unit" options=units value=form.unit error/>
                <Field name="rota[also_at]" label="Also at" value=form.also_at hint="Other times of the same dates: 13:00, 21:00." error/>
            </div>
        </fieldset>
    }
}
