//! What every page of one rota starts with.

use super::RotaHeading;
use crate::{
    components::{Icon, current_in_sight},
    help::Help,
};
use leptos::{html, prelude::*};
use leptos_router::components::A;

/// The pages of one rota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RotaTab {
    /// Who is there, when.
    Timeline,
    /// Drafts.
    Plan,
    /// Who takes whose role.
    Covers,
    /// What those who go leave for those who come.
    Handover,
    /// What was changed, and believed before.
    History,
    /// Its rules.
    Settings,
}

/// What is explained on each page.
const fn words_of(tab: RotaTab) -> &'static [&'static str] {
    match tab {
        RotaTab::Timeline => &["handover", "cover", "gap", "draft"],
        RotaTab::Plan => &["draft", "published", "fair", "wish"],
        RotaTab::Covers => &["cover", "override", "gap"],
        RotaTab::Handover => &["handover", "duty"],
        RotaTab::History => &["cover", "correction", "published"],
        RotaTab::Settings => &["coverage", "handover", "office-hours"],
    }
}

/// Name, facts, what can be done, and the way to the rota's other pages.
#[component]
pub fn RotaHead(
    heading: RotaHeading,
    /// The page that is open.
    tab: RotaTab,
    /// Buttons beside the name.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let facts = [
        heading.zone.clone(),
        heading.handover.clone(),
        heading.published.clone(),
    ]
    .join(" · ");
    let (team_name, team, team_href, name) = (
        heading.team.clone(),
        heading.team.clone(),
        format!("/teams/{}", heading.team_slug),
        heading.name.clone(),
    );
    view! {
        <div class="page-head">
            <div class="page-head__text">
                <nav class="crumbs" aria-label="Path">
                    <A href="/rotas">"Rotas"</A><Icon name="chevron-right" small=true/>
                    <A href=team_href><bdi>{team}</bdi></A>
                </nav>
                <div class="title"><h1><bdi>{name}</bdi></h1><Help words=words_of(tab)/></div>
                <p class="muted"><bdi>{team_name}</bdi>" · "{facts}</p>
            </div>
            <div class="page-head__actions row">{children.map(|children| children())}</div>
        </div>
        <Tabs heading tab/>
    }
}

#[component]
fn Tabs(heading: RotaHeading, tab: RotaTab) -> impl IntoView {
    let base = format!("/rotas/{}", heading.slug);
    let mut tabs = vec![(RotaTab::Timeline, base.clone(), "Timeline")];
    if heading.may_manage {
        tabs.push((RotaTab::Plan, format!("{base}/plan"), "Plan"));
    }
    if heading.may_cover {
        tabs.push((RotaTab::Covers, format!("{base}/cover"), "Covers"));
    }
    if heading.reads_handovers {
        tabs.push((RotaTab::Handover, format!("{base}/handover"), "Handover"));
    }
    tabs.push((RotaTab::History, format!("{base}/history"), "History"));
    if heading.may_manage {
        tabs.push((RotaTab::Settings, format!("{base}/settings"), "Settings"));
    }
    let row = NodeRef::<html::Nav>::new();
    current_in_sight(row);
    view! {
        <nav class="tabs" aria-label="Rota" node_ref=row>
            {tabs.into_iter().map(|(place, href, word)| view! {
                // A plain link: the router would also mark the timeline as current on the pages below it.
                <a href=href aria-current=(place == tab).then_some("page")>{word}</a>
            }).collect_view()}
        </nav>
    }
}
