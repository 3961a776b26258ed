//! What can be said before anything is planned.

use super::OutlookView;
use crate::components::{Disc, Icon};
use leptos::prelude::*;

/// Who could serve, and what no plan can have.
#[component]
pub(super) fn Outlook(outlook: OutlookView) -> impl IntoView {
    let possible = outlook.impossible.is_empty();
    view! {
        <section class="card plan__outlook">
            <div class="card__head"><h2>"Before you plan"</h2><span class="muted small">{outlook.what}</span></div>
            {if possible {
                view! { <p class="row"><Icon name="check"/>"Both roles of every shift have somebody who could take them."</p> }.into_any()
            } else {
                view! {
                    <div class="alert alert--warning">
                        <Icon name="warning"/>
                        <div>
                            <p class="alert__title">"No plan can change this"</p>
                            <ul>{outlook.impossible.into_iter().map(|words| view! { <li>{words}</li> }).collect_view()}</ul>
                        </div>
                    </div>
                }.into_any()
            }}
            <table class="table">
                <thead><tr>
                    <th scope="col">"Who could serve"</th><th scope="col">"Turns as Lead"</th><th scope="col">"Turns as Engineer"</th>
                </tr></thead>
                <tbody>
                    {outlook.people.into_iter().map(|prospect| view! {
                        <tr>
                            <th scope="row">
                                <span class="person">
                                    <Disc name=prospect.person.name.clone() id=prospect.person.id/><bdi>{prospect.person.name}</bdi>
                                </span>
                            </th>
                            <td data-label="Turns as Lead"><Turns turns=prospect.lead/></td>
                            <td data-label="Turns as Engineer"><Turns turns=prospect.engineer/></td>
                        </tr>
                    }).collect_view()}
                </tbody>
            </table>
            <p class="muted small">"Each by themselves: leave, rest, duty elsewhere and covers taken into account."</p>
        </section>
    }
}

#[component]
fn Turns(turns: Option<String>) -> impl IntoView {
    match turns {
        Some(turns) => turns.into_any(),
        None => view! { <span class="muted">"not qualified"</span> }.into_any(),
    }
}
