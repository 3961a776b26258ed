//! What a draft changes of what is published: who gains and loses, and which roles change.

use super::{Affected, ChangeRow, DifferenceView};
use crate::components::{Disc, RoleIcon, lane_class};
use crate::rotas::Named;
use leptos::prelude::*;

/// How many changes are listed before the rest is asked for.
const FIRST: usize = 12;

/// Who gains and loses, then role by role.
#[component]
pub(super) fn Difference(difference: DifferenceView) -> impl IntoView {
    let mut changes = difference.changes;
    let rest = changes.split_off(changes.len().min(FIRST));
    let more = rest.len();
    let people = difference.people;
    view! {
        <p>{difference.words}</p>
        {(!people.is_empty()).then(|| view! {
            <table class="table affected">
                <thead><tr><th scope="col">"Person"</th><th scope="col">"Gets"</th><th scope="col">"Gives up"</th><th scope="col" class="number">"Points"</th></tr></thead>
                <tbody>{people.into_iter().map(|one| view! { <Person one/> }).collect_view()}</tbody>
            </table>
        })}
        <ul class="changes">{changes.into_iter().map(|row| view! { <Change row/> }).collect_view()}</ul>
        {(more > 0).then(|| view! {
            <details class="more">
                <summary>{format!("{more} more")}</summary>
                <ul class="changes">{rest.into_iter().map(|row| view! { <Change row/> }).collect_view()}</ul>
            </details>
        })}
    }
}

#[component]
fn Person(one: Affected) -> impl IntoView {
    let count = |shifts: &[String]| match shifts.len() {
        0 => "nothing".to_owned(),
        1 => shifts[0].clone(),
        many => format!("{many} turns"),
    };
    let (gains, loses) = (count(&one.gains), count(&one.loses));
    let points = match one.points {
        0 => "0".to_owned(),
        more if more > 0 => format!("+{more}"),
        fewer => format!("−{}", -fewer),
    };
    view! {
        <tr>
            <th scope="row"><span class="person"><Disc name=one.person.name.clone() id=one.person.id/><bdi>{one.person.name}</bdi></span></th>
            <td data-label="Gets">{gains}</td>
            <td data-label="Gives up">{loses}</td>
            <td class="number" data-label="Points">{points}</td>
        </tr>
    }
}

#[component]
fn Change(row: ChangeRow) -> impl IntoView {
    let name = |person: Option<Named>| person.map_or("nobody".to_owned(), |person| person.name);
    let (before, after) = (name(row.before), name(row.after));
    let words = match row.kind.as_str() {
        "new" => view! { <bdi class="strong">{after}</bdi>" (new)" }.into_any(),
        "gone" => view! { <s><bdi>{before}</bdi></s>" (the turn goes)" }.into_any(),
        "hours" => view! { <bdi class="strong">{after}</bdi>" (other hours)" }.into_any(),
        _ => view! { <s><bdi>{before}</bdi></s>" → "<bdi class="strong">{after}</bdi> }.into_any(),
    };
    view! {
        <li class=lane_class(row.role)><RoleIcon role=row.role/><span>{words}</span><span class="muted small">{row.when}</span></li>
    }
}
