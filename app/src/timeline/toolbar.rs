//! The ways through a rota's time: plain links and forms, so that they work without JavaScript and can be shared.

use super::RotaTimeline;
use crate::components::Icon;
use leptos::prelude::*;

/// How it can be laid out: key, word and icon.
const LAYOUTS: [(&str, &str, &str); 4] = [
    ("roles", "Roles", "lanes"),
    ("people", "People", "people"),
    ("calendar", "Calendar", "calendar"),
    ("agenda", "Agenda", "list"),
];

/// How much of it can be shown, from near to far.
pub(super) const ZOOMS: [&str; 5] = ["day", "week", "month", "quarter", "year"];

/// An address of the same rota, seen otherwise. What is usual is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The rota's address.
    pub(super) base: String,
    /// The first date; `None` for around today.
    pub(super) from: Option<String>,
    /// How much of it.
    pub(super) view: String,
    /// How it is laid out.
    pub(super) layout: String,
}

impl Place {
    /// Where a rota is looked at now. A window around today stays around today when it is seen otherwise.
    pub(super) fn of(base: &str, rota: &RotaTimeline) -> Self {
        Self {
            base: base.to_owned(),
            from: rota.chart.now.is_none().then(|| rota.from.clone()),
            view: rota.view.clone(),
            layout: rota.layout.clone(),
        }
    }

    /// The same from another date.
    pub(super) fn at(&self, from: Option<&str>) -> Self {
        Self {
            from: from.map(str::to_owned),
            ..self.clone()
        }
    }

    /// Where forms lead back to: the query of this address, or a dash for the usual one.
    pub(super) fn back(&self) -> String {
        let href = self.href();
        href.split_once('?')
            .map_or_else(|| "-".to_owned(), |(_, query)| query.to_owned())
    }

    /// The address.
    pub(super) fn href(&self) -> String {
        let view = (self.view != "month").then(|| format!("view={}", self.view));
        let layout = (self.layout != "roles").then(|| format!("layout={}", self.layout));
        let from = self.from.as_ref().map(|from| format!("from={from}"));
        let query: Vec<String> = [from, view, layout].into_iter().flatten().collect();
        if query.is_empty() {
            self.base.clone()
        } else {
            format!("{}?{}", self.base, query.join("&"))
        }
    }
}

/// Earlier, today, later, a date, how much is shown and how.
#[component]
pub(super) fn Toolbar(base: String, rota: RotaTimeline) -> impl IntoView {
    let here = Place::of(&base, &rota);
    let zooms = (rota.layout != "calendar").then(|| view! { <Zooms here=here.clone()/> });
    let print = format!("{}{}print=yes", here.at(Some(&rota.from)).href(), "&");
    view! {
        <div class="toolbar timeline__tools">
            <span class="toolbar__group">
                <a class="button button--icon" href=here.at(Some(&rota.earlier)).href() aria-label="Earlier"><Icon name="chevron-left"/></a>
                <a class="button" href=here.at(None).href()>"Today"</a>
                <a class="button button--icon" href=here.at(Some(&rota.later)).href() aria-label="Later"><Icon name="chevron-right"/></a>
            </span>
            <h2 class="timeline__title">{rota.title.clone()}</h2>
            <Jump here=here.clone() from=rota.from.clone()/>
            <span class="toolbar__push toolbar__group">
                {zooms}
                <Layouts here/>
                <a class="button button--icon" href=print aria-label="Print view" title="Print view"><Icon name="print"/></a>
            </span>
        </div>
    }
}

/// A field for any date.
#[component]
fn Jump(here: Place, from: String) -> impl IntoView {
    view! {
        <form class="jump" method="get" action=here.base>
            <label class="sr-only" for="jump">"Go to date"</label>
            <input class="input" type="date" id="jump" name="from" value=from min="1970-01-01" max="2099-12-31" required/>
            <input type="hidden" name="view" value=here.view/>
            <input type="hidden" name="layout" value=here.layout/>
            <button class="button">"Go"</button>
        </form>
    }
}

#[component]
fn Zooms(here: Place) -> impl IntoView {
    let links = ZOOMS.map(|zoom| {
        let href = Place {
            view: zoom.to_owned(),
            ..here.clone()
        }
        .href();
        let word = format!("{}{}", zoom[..1].to_uppercase(), &zoom[1..]);
        view! { <a href=href data-zoom=zoom aria-current=(zoom == here.view).then_some("true")>{word}</a> }
    });
    view! { <nav class="segments" aria-label="Zoom">{links.collect_view()}</nav> }
}

#[component]
fn Layouts(here: Place) -> impl IntoView {
    let links = LAYOUTS.map(|(key, word, icon)| {
        let href = Place {
            layout: key.to_owned(),
            ..here.clone()
        }
        .href();
        view! {
            <a href=href data-layout=key aria-current=(key == here.layout).then_some("true")><Icon name=icon small=true/>{word}</a>
        }
    });
    view! { <nav class="segments" aria-label="Layout">{links.collect_view()}</nav> }
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn an_address_says_only_what_is_not_usual() {
        let usual = Place {
            base: "/rotas/nights".to_owned(),
            from: None,
            view: "month".to_owned(),
            layout: "roles".to_owned(),
        };
        assert_eq!(usual.href(), "/rotas/nights");
        let other = Place {
            view: "year".to_owned(),
            layout: "people".to_owned(),
            ..usual.at(Some("2026-11-23"))
        };
        assert_eq!(other.href(), "/rotas/nights?from=2026-11-23&view=year&layout=people");
    }
}
