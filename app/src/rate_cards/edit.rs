//! The form of a card: bands, caps, call-outs, and the duty it is tried on.

use super::{
    BandForm, CallOutsForm, CardForm, WholeShiftForm,
    parts::{Check, Faults, pairs},
};
use crate::{
    AppError,
    components::{Field, Select, TextArea},
};
use leptos::prelude::*;

/// Blank bands at the end, so that bands can be added without JavaScript.
const BLANK_BANDS: usize = 1;
/// The most bands of a form.
const MOST_BANDS: usize = 50;

const UNITS: [(&str, &str); 6] = [
    ("hour", "by the hour, to the second"),
    ("night", "a night: once for each window"),
    ("day", "a day: once for each date"),
    ("week", "a week from Monday"),
    ("shift", "a shift"),
    ("blocks", "started blocks"),
];
const HOLIDAYS: [(&str, &str); 3] = [
    ("as_usual", "as on that weekday"),
    ("all_day", "holds all day, before all else"),
    ("only", "holds only where it starts on one"),
];

/// What stands above the bands.
#[component]
pub(super) fn HeadingFields(
    form: CardForm,
    zones: Vec<String>,
    calendars: Vec<(String, String)>,
    error: Faults,
) -> impl IntoView {
    let mut clocks = pairs(&[("rota", "The rota’s"), ("person", "The person’s")]);
    clocks.extend(zones.into_iter().map(|zone| (zone.clone(), zone)));
    let mut days = pairs(&[("person", "Of the person’s region")]);
    days.extend(calendars);
    let rounding = pairs(&[
        ("half_up", "half up"),
        ("half_even", "half to even"),
        ("up", "up"),
        ("down", "down"),
    ]);
    let cut = pairs(&[
        ("at_midnight", "hours are cut at midnight"),
        ("by_start", "a shift is paid in the period it begins in"),
    ]);
    let at_once = pairs(&[("once", "paid once, the better paid"), ("each", "paid for each rota")]);
    view! {
        <fieldset class="form__group">
            <legend>"Card"</legend>
            <Field name="card[name]" label="Name" value=form.name required=true error/>
            <div class="form__pair">
                <Field name="card[currency]" label="Currency" value=form.currency hint="ISO 4217: GBP, EUR, …" required=true error/>
                <Field name="card[effective_from]" label="Pays from" kind="date" value=form.effective_from required=true error/>
            </div>
            <div class="form__pair">
                <Select name="card[zone]" label="Clock" options=clocks value=form.zone hint="Windows and periods are wall-clock time there." error/>
                <Select name="card[holidays]" label="Holidays" options=days value=form.holidays error/>
            </div>
            <details class="disclosure">
                <summary>"Rounding, periods and several rotas at once"</summary>
                <div class="form__pair">
                    <Select name="card[rounding]" label="Lines are rounded" options=rounding value=form.rounding error/>
                    <Select name="card[cut]" label="At a period’s end" options=cut value=form.cut error/>
                    <Select name="card[rotas_at_once]" label="Two rotas at once" options=at_once value=form.rotas_at_once error/>
                </div>
            </details>
        </fieldset>
    }
}

/// The bands, in order, with a blank one at the end.
#[component]
pub(super) fn BandFields(form: CardForm, error: Faults) -> impl IntoView {
    let message = move || error.get().and_then(|error| error.of_field("card[bands]"));
    let count = form.bands.len();
    let blank = BandForm {
        place: (count + 1).to_string(),
        ..BandForm::default()
    };
    let bands: Vec<BandForm> = form
        .bands
        .into_iter()
        .chain(vec![blank; BLANK_BANDS])
        .take(MOST_BANDS)
        .collect();
    view! {
        <fieldset class="form__group">
            <legend>"Bands"</legend>
            <p class="muted">"Of the bands that hold at an instant the first counts; those that hold because of a holiday come before all others."</p>
            <p class="field__error" hidden=move || message().is_none()>{message}</p>
            {bands.into_iter().enumerate().map(|(index, band)| view! { <Band index band new=index == count error/> }).collect_view()}
            <div class="checks--row">
                <Check name="card[gaps]" label="Some of the week may be in no band, and unpaid" on=!form.gaps.is_empty()/>
                <Check name="card[no_overlaps]" label="Bands may not overlap" on=!form.no_overlaps.is_empty()/>
            </div>
        </fieldset>
    }
}

#[component]
fn Band(index: usize, band: BandForm, new: bool, error: Faults) -> impl IntoView {
    let at = |field: &str| format!("card[bands][{index}][{field}]");
    let title = match (new, band.name.is_empty()) {
        (true, _) => "Another band".to_owned(),
        (false, true) => "Band without a name".to_owned(),
        (false, false) => band.name.clone(),
    };
    let rates = match (band.lead.is_empty(), band.engineer.is_empty()) {
        (true, true) => String::new(),
        _ => format!("{} · {}", band.lead, band.engineer),
    };
    let when = match band.on_holidays.as_str() {
        "all_day" if band.windows.is_empty() => "on holidays".to_owned(),
        _ => band.windows.lines().collect::<Vec<_>>().join("; "),
    };
    // A band with a fault is open, so that the fault is seen.
    let prefix = format!("card[bands][{index}]");
    let faulty = error.get_untracked().is_some_and(|error| match error {
        AppError::Invalid(faults) => faults.iter().any(|fault| fault.field.starts_with(&prefix)),
        _ => false,
    });
    view! {
        <details class="band" open=faulty>
            <summary class="band__head"><span class=format!("band__swatch band-{}", index % 8)></span><b><bdi>{title}</bdi></b><span class="muted">{when}</span><span class="band__rates">{rates}</span></summary>
            <div class="band__fields">
                <div class="form__pair">
                    <Field name=at("name") label="Name" value=band.name.clone() error/>
                    <Select name=at("unit") label="Paid" options=pairs(&UNITS) value=band.unit.clone() error/>
                </div>
                <div class="form__pair">
                    <TextArea name=at("windows") label="When" value=band.windows.clone() hint="A line each: Mon–Fri 17:30 – 09:00, or Fri 17:30 – Mon 09:00." error/>
                    <Select name=at("on_holidays") label="On holidays" options=pairs(&HOLIDAYS) value=band.on_holidays.clone() error/>
                </div>
                <Rates index band=band.clone() error/>
                <More index band=band.clone() error/>
                <div class="band__foot">
                    <div class="band__place"><Field name=at("place") label="Place in the order" kind="number" value=band.place.clone() error/></div>
                    {(!new).then(|| view! { <Check name=at("remove") label="Take this band away" on=!band.remove.is_empty()/> })}
                </div>
            </div>
        </details>
    }
}

#[component]
fn Rates(index: usize, band: BandForm, error: Faults) -> impl IntoView {
    let at = |field: &str| format!("card[bands][{index}][{field}]");
    view! {
        <div class="form__pair">
            <Field name=at("lead") label="Lead" value=band.lead hint="0 for nothing." error/>
            <Field name=at("engineer") label="Engineer" value=band.engineer error/>
        </div>
        <div class="band__blocks">
            <p class="field__hint">"The rates above are for the first block."</p>
            <div class="form__pair">
                <Field name=at("lead_then") label="Lead, each further block" value=band.lead_then error/>
                <Field name=at("engineer_then") label="Engineer, each further block" value=band.engineer_then error/>
            </div>
            <div class="form__pair">
                <Field name=at("first_minutes") label="First block, minutes" kind="number" value=band.first_minutes error/>
                <Field name=at("each_minutes") label="Further blocks, minutes" kind="number" value=band.each_minutes error/>
                <Field name=at("at_most_minutes") label="At most, minutes" kind="number" value=band.at_most_minutes error/>
            </div>
            <Check name=at("again") label="After that a first block begins again" on=!band.again.is_empty()/>
        </div>
    }
}

/// What few bands need.
#[component]
fn More(index: usize, band: BandForm, error: Faults) -> impl IntoView {
    let at = |field: &str| format!("card[bands][{index}][{field}]");
    let used = [
        &band.adds,
        &band.others,
        &band.counts_from_minutes,
        &band.across,
        &band.toil_factor,
    ];
    let open = used.iter().any(|text| !text.is_empty());
    view! {
        <details class="disclosure" open=open>
            <summary>"Other rates, what counts, time off"</summary>
            <div class="stack stack--tight">
                <TextArea name=at("others") label="Other rates for grades and people" value=band.others
                    hint="A line each: senior: lead 14.00, engineer 12.00. People are named by their id." error/>
                <div class="form__pair">
                    <Field name=at("counts_from_minutes") label="Counts from, minutes" kind="number" value=band.counts_from_minutes hint="Shorter duty pays nothing." error/>
                    <Field name=at("across") label="Only across" kind="time" value=band.across hint="Duty has to run over this time." error/>
                </div>
                <div class="form__pair">
                    <Field name=at("call_out_factor") label="Call-outs meanwhile, times" value=band.call_out_factor hint="1.5 is time and a half." error/>
                    <Field name=at("toil_factor") label="Time off instead of money, times" value=band.toil_factor hint="Empty: money." error/>
                </div>
                <Check name=at("toil_chosen") label="People choose between time off and money" on=!band.toil_chosen.is_empty()/>
                <Check name=at("adds") label="Pays on top of the band that holds" on=!band.adds.is_empty()/>
            </div>
        </details>
    }
}

/// Caps, and whole stretches paid as one band.
#[component]
pub(super) fn LimitFields(form: CardForm, error: Faults) -> impl IntoView {
    let capped = [&form.cap_day, &form.cap_week, &form.cap_period];
    let open = capped.iter().any(|cap| !cap.is_empty());
    let when = pairs(&[
        ("more_than_half", "more than half counts"),
        ("half_or_more", "half or more counts"),
    ]);
    let rules = form.whole_shift.len();
    let shown: Vec<WholeShiftForm> = form
        .whole_shift
        .into_iter()
        .chain([WholeShiftForm::default()])
        .take(20)
        .collect();
    view! {
        <fieldset class="form__group">
            <legend>"Caps and whole shifts"</legend>
            <details class="disclosure" open=open>
                <summary>"The most that standby comes to"</summary>
                <div class="form__pair">
                    <Field name="card[cap_day]" label="A day" value=form.cap_day error/>
                    <Field name="card[cap_week]" label="A week" value=form.cap_week error/>
                    <Field name="card[cap_period]" label="A pay period" value=form.cap_period error/>
                </div>
            </details>
            <details class="disclosure" open={rules > 0}>
                <summary>"Pay a whole stretch as one band when enough of it lies in some bands"</summary>
                <div class="stack stack--tight">
                    {shown.into_iter().enumerate().map(|(index, rule)| {
                        let at = |field: &str| format!("card[whole_shift][{index}][{field}]");
                        view! {
                            <div class="form__pair">
                                <Field name=at("band") label="Paid as the band" value=rule.band error/>
                                <Field name=at("counting") label="When time in" value=rule.counting hint="Names of bands, with commas." error/>
                                <Select name=at("when") label="Is enough" options=when.clone() value=rule.when error/>
                            </div>
                        }
                    }).collect_view()}
                </div>
            </details>
        </fieldset>
    }
}

/// How call-outs are paid.
#[component]
pub(super) fn CallOutFields(form: CallOutsForm, error: Faults) -> impl IntoView {
    let at = |field: &str| format!("card[call_outs][{field}]");
    let more = [
        &form.others,
        &form.shift_minimum,
        &form.shift_cap,
        &form.rest_minutes,
        &form.toil_factor,
    ];
    let open = more.iter().any(|text| !text.is_empty());
    view! {
        <fieldset class="form__group call-outs">
            <legend>"Call-outs"</legend>
            <Check name=at("paid") label="Work while on standby is paid" on=!form.paid.is_empty()/>
            <div class="call-outs__fields stack">
                <div class="form__pair">
                    <Field name=at("lead") label="Lead, an hour" value=form.lead error/>
                    <Field name=at("engineer") label="Engineer, an hour" value=form.engineer error/>
                </div>
                <Claiming place="remote" words="Remote" values=[form.remote_free, form.remote_minimum, form.remote_round] error/>
                <Claiming place="site" words="On site" values=[form.site_free, form.site_minimum, form.site_round] error/>
                <Check name=at("suspends_standby") label="Standby paid by the hour stops meanwhile" on=!form.suspends_standby.is_empty()/>
                <details class="disclosure" open=open>
                    <summary>"Other rates, limits of a shift, rest and time off"</summary>
                    <div class="stack stack--tight">
                        <TextArea name=at("others") label="Other rates for grades and people" value=form.others hint="A line each: senior: lead 40.00, engineer 36.00." error/>
                        <div class="form__pair">
                            <Field name=at("shift_minimum") label="A shift at least, minutes" kind="number" value=form.shift_minimum error/>
                            <Field name=at("shift_cap") label="A shift at most, minutes" kind="number" value=form.shift_cap error/>
                        </div>
                        <Check name=at("free_once_a_shift") label="Free minutes are once a shift, not once a call" on=!form.free_once_a_shift.is_empty()/>
                        <Check name=at("cap_cuts_work") label="The most of a shift cuts time worked too" on=!form.cap_cuts_work.is_empty()/>
                        <div class="form__pair">
                            <Field name=at("rest_minutes") label="Unbroken rest before work, minutes" kind="number" value=form.rest_minutes hint="660 are 11 hours. Empty: not looked at." error/>
                            <TextArea name=at("rest_work") label="When people work anyway" value=form.rest_work hint="A line each: Mon–Fri 09:00 – 17:30." error/>
                        </div>
                        <div class="form__pair">
                            <Field name=at("toil_factor") label="Time off instead of money, times" value=form.toil_factor hint="Empty: money." error/>
                        </div>
                        <Check name=at("toil_chosen") label="People choose between time off and money" on=!form.toil_chosen.is_empty()/>
                    </div>
                </details>
            </div>
        </fieldset>
    }
}

#[component]
fn Claiming(place: &'static str, words: &'static str, values: [String; 3], error: Faults) -> impl IntoView {
    let at = |field: &str| format!("card[call_outs][{place}_{field}]");
    let [free, minimum, round] = values;
    view! {
        <div class="form__pair">
            <Field name=at("free") label=format!("{words}: free, minutes") kind="number" value=free error/>
            <Field name=at("minimum") label=format!("{words}: at least, minutes") kind="number" value=minimum error/>
            <Field name=at("round") label=format!("{words}: rounded up to, minutes") kind="number" value=round error/>
        </div>
    }
}

/// The duty that the card is tried on.
#[component]
pub(super) fn ExampleFields(form: CardForm, error: Faults) -> impl IntoView {
    let roles = pairs(&[("lead", "Lead"), ("engineer", "Engineer")]);
    let example = form.example;
    let called = !example.call_from.is_empty();
    view! {
        <fieldset class="form__group">
            <legend>"Try it on"</legend>
            <div class="form__pair">
                <Field name="card[example][from]" label="Duty from" kind="datetime-local" value=example.from error/>
                <Field name="card[example][to]" label="Until" kind="datetime-local" value=example.to error/>
                <Select name="card[example][role]" label="As" options=roles value=example.role error/>
            </div>
            <details class="disclosure" open=called>
                <summary>"With a call-out, a grade, another year"</summary>
                <div class="form__pair">
                    <Field name="card[example][call_from]" label="Called from" kind="datetime-local" value=example.call_from error/>
                    <Field name="card[example][call_to]" label="Called until" kind="datetime-local" value=example.call_to error/>
                    <Field name="card[example][grade]" label="Grade" value=example.grade error/>
                    <Field name="card[example][year]" label="Year of the calendar" kind="number" value=example.year error/>
                </div>
            </details>
        </fieldset>
    }
}
