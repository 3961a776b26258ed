//! Now: who is Lead and who is Engineer, until when, who is next, and any gap.

use crate::{
    components::{Badge, Disc, Empty, Icon, Problem, RoleIcon, Stamp, TimeStamp, lane_class},
    handover::{HandoverCard, HandoverCardView},
    help::Help,
    live,
    viewer::use_viewer,
};
use domain::Role;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

/// Every rota as it stands at one instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Board {
    /// The instant, in the viewer's zone.
    pub at: Stamp,
    /// Own rotas first, then those with gaps, then by name.
    pub cards: Vec<Card>,
    /// Whether there is a team yet: a rota needs one.
    pub any_team: bool,
}

/// One rota at the board's instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Card {
    /// The rota's name in addresses.
    pub slug: String,
    /// The rota's name.
    pub rota: String,
    /// The team that serves it.
    pub team: String,
    /// That team’s name in addresses.
    pub team_slug: String,
    /// The rota's zone, as people say it.
    pub zone: String,
    /// `covered`, `off` or `unplanned`.
    pub state: String,
    /// The role the viewer holds now.
    #[cfg_attr(feature = "ssr", schema(value_type = Option<crate::schema::RoleWord>))]
    pub mine: Option<Role>,
    /// Whether the viewer belongs to the team.
    pub my_team: bool,
    /// Whether a cover is in force.
    pub covered: bool,
    /// Lead, then Engineer.
    pub lanes: [Lane; 2],
    /// Roles without anybody, in words with their end: `No Engineer until 17:30 · 14 h 18 min`.
    pub gap: Option<String>,
    /// Duty within a week that its holder should not have, until it is covered: the first of it.
    pub conflicts: Vec<crate::timeline::Unfit>,
    /// How much more of it there is.
    pub more_conflicts: usize,
    /// What there is to do about its handover, for those who may read its notes.
    pub handover: Option<HandoverCard>,
    /// When the pairing changes next, and to whom.
    pub next: Option<NextPair>,
    /// The coming seven days as fractions of their length.
    pub week: Week,
}

/// One role of a card.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Lane {
    /// Which.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// Who holds it.
    pub holder: Option<Holder>,
    /// The address at which the viewer takes it until handover; none for somebody who may not.
    pub take: Option<String>,
}

/// Somebody on duty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Holder {
    /// The person's id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// End of their unbroken stretch, with what is left of it.
    pub until: Stamp,
    /// Such as `2 d 4 h left`.
    pub left: String,
    /// Their telephone number, for those entitled to it.
    pub phone: Option<String>,
}

/// The pairing after this one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct NextPair {
    /// From when.
    pub at: Stamp,
    /// The Lead's name, or `None` for a gap.
    pub lead: Option<String>,
    /// The Engineer's name, or `None` for a gap.
    pub engineer: Option<String>,
}

/// Seven days drawn to scale: positions and widths are percent of their whole.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct Week {
    /// Start of each local day after the first, with its short name and whether it is a weekend or holiday.
    pub days: Vec<WeekDay>,
    /// What each role does.
    pub bars: Vec<WeekBar>,
}

/// One local day of a [`Week`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WeekDay {
    /// Such as `Tue`.
    pub name: String,
    /// Where it starts.
    pub x: f64,
    /// How long it is.
    pub width: f64,
    /// Shaded as a weekend or a bank holiday.
    pub shaded: bool,
}

/// One stretch of a role in a [`Week`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ssr", derive(utoipa::ToSchema))]
pub struct WeekBar {
    /// Whose lane.
    #[cfg_attr(feature = "ssr", schema(value_type = crate::schema::RoleWord))]
    pub role: Role,
    /// Where it starts.
    pub x: f64,
    /// How long it is.
    pub width: f64,
    /// Who; `None` for a gap.
    pub name: Option<String>,
    /// Spoken and shown on hover.
    pub title: String,
}

/// Looking at the present.
#[cfg(feature = "ssr")]
#[async_trait::async_trait]
pub trait Port: Send + Sync {
    /// Every rota the viewer may see, now.
    async fn board(&self) -> crate::Answer<Board>;
}

/// Every rota the viewer may see, now.
#[server(endpoint = "now/board")]
pub async fn load_board() -> Result<Board, crate::AppError> {
    crate::ports::ports()?.board().await
}

/// How often the page asks again, in milliseconds.
#[cfg(feature = "hydrate")]
const REFRESH_MS: u64 = 30_000;

/// The front page.
#[component]
pub fn NowPage() -> impl IntoView {
    let load = Resource::new(|| (), |()| load_board());
    refresh_every_half_minute(load);
    live::follow("board", move || load.refetch());
    view! {
        <Title text="Now"/>
        <Transition>
            {move || Suspend::new(async move {
                match load.await {
                    Ok(board) => view! { <BoardView board reload=Callback::new(move |()| load.refetch())/> }.into_any(),
                    Err(error) => view! { <Problem error/> }.into_any(),
                }
            })}
        </Transition>
    }
}

fn refresh_every_half_minute(load: Resource<Result<Board, crate::AppError>>) {
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| {
        let handle = set_interval_with_handle(move || load.refetch(), std::time::Duration::from_millis(REFRESH_MS));
        if let Ok(handle) = handle {
            on_cleanup(move || handle.clear());
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = load;
}

#[component]
fn BoardView(board: Board, reload: Callback<()>) -> impl IntoView {
    let (mine, others): (Vec<_>, Vec<_>) = board
        .cards
        .into_iter()
        .partition(|card| card.mine.is_some() || card.my_team);
    let any_team = board.any_team;
    let empty = mine.is_empty() && others.is_empty();
    let headed = !mine.is_empty() && !others.is_empty();
    view! {
        <div class="page-head">
            <div class="page-head__text"><div class="title"><h1>"On duty now"</h1><Help words=&["lead", "engineer", "duty", "gap"]/></div></div>
            <div class="page-head__actions row">
                <span class="muted small">"As of "<TimeStamp stamp=board.at/></span>
                <button class="button button--quiet" type="button" on:click=move |_| reload.run(())><Icon name="undo"/>"Refresh"</button>
            </div>
        </div>
        {empty.then(|| view! { <NoRotas any_team/> })}
        {(!mine.is_empty()).then(|| view! { <Cards title=headed.then_some("Your teams") cards=mine/> })}
        {(!others.is_empty()).then(|| view! { <Cards title=headed.then_some("Other rotas") cards=others/> })}
    }
}

#[component]
fn NoRotas(any_team: bool) -> impl IntoView {
    // A rota is served by a team, so that people come first.
    let (import, create) = match any_team {
        true => ("button", "button button--primary"),
        false => ("button button--primary", "button"),
    };
    let text = if any_team {
        "A rota always has two people on it: a Lead who decides and an Engineer who fixes."
    } else {
        "Bring your people and teams in first. Then each rota has two of them on it, always: a Lead who decides and an Engineer who fixes."
    };
    let import = view! { <A href="/people/import" attr:class=import><Icon name="upload"/>"Import people"</A> };
    let create = view! { <A href="/rotas/new" attr:class=create><Icon name="plus"/>"Create rota"</A> };
    let steps = match any_team {
        true => (create.into_any(), import.into_any()),
        false => (import.into_any(), create.into_any()),
    };
    view! {
        <Empty icon="calendar" title="No rotas yet" text>
            {use_viewer().administrator.then_some(steps)}
        </Empty>
    }
}

#[component]
fn Cards(title: Option<&'static str>, cards: Vec<Card>) -> impl IntoView {
    view! {
        <section class="section">
            {title.map(|title| view! { <h2>{title}</h2> })}
            <div class="board">{cards.into_iter().map(|card| view! { <CardView card/> }).collect_view()}</div>
        </section>
    }
}

#[component]
pub(crate) fn CardView(card: Card) -> impl IntoView {
    let class = if card.gap.is_some() {
        "card duty duty--gap"
    } else {
        "card duty"
    };
    let href = format!("/rotas/{}", card.slug);
    let cover = format!("/rotas/{}/cover", card.slug);
    view! {
        <article class=class data-rota=card.slug.clone()>
            {card.gap.clone().map(|gap| view! {
                <div class="duty__gap">
                    <strong><Icon name="warning"/><span class="duty__gap-text">{gap}</span></strong>
                    <A href=cover attr:class="button button--primary"><Icon name="plus"/>"Find cover"</A>
                </div>
            })}
            <header class="duty__head">
                <h2><A href=href><bdi>{card.rota.clone()}</bdi></A></h2>
                {card.mine.map(|role| view! { <Badge kind=role.key() word=format!("You are {role}")/> })}
                {card.covered.then(|| view! { <Badge kind="cover" word="Cover"/> })}
                <span class="muted small"><bdi>{card.team}</bdi>{format!(" · {}", card.zone)}</span>
            </header>
            <Idle state=card.state.clone() next=card.next.clone()/>
            <div class="lanes">
                {card.lanes.clone().into_iter().map(|lane| view! { <LaneView lane state=card.state.clone()/> }).collect_view()}
            </div>
            <Conflicts team=card.team_slug.clone() conflicts=card.conflicts.clone() more=card.more_conflicts/>
            {card.handover.clone().map(|card| view! { <HandoverCardView card/> })}
            {card.next.clone().map(|next| view! { <NextView next/> })}
            <WeekView week=card.week.clone()/>
        </article>
    }
}

/// Coming duty that somebody else has to take.
#[component]
fn Conflicts(team: String, conflicts: Vec<crate::timeline::Unfit>, more: usize) -> impl IntoView {
    (!conflicts.is_empty()).then(|| {
        view! {
            <ul class="duty__conflicts plain">
                {conflicts.into_iter().map(|one| view! {
                    <li class="field__error">
                        <Icon name="warning" small=true/><span>{one.words.clone()}" "<A href=one.cover attr:aria-label=format!("Find cover: {}", one.words)>"Find cover"</A></span>
                    </li>
                }).collect_view()}
                {(more > 0).then(|| view! { <li><A href=format!("/teams/{team}/conflicts")>{format!("{more} more")}</A></li> })}
            </ul>
        }
    })
}

/// What stands in the lanes' place while nobody has to be there.
#[component]
fn Idle(state: String, next: Option<NextPair>) -> impl IntoView {
    let (answer, reason) = match (state.as_str(), next) {
        ("off", Some(next)) => (format!("Off until {}", next.at.text), "Outside this rota’s coverage."),
        ("off", None) => (
            "Off".to_owned(),
            "Outside this rota’s coverage, and nothing more is published.",
        ),
        ("unplanned", Some(next)) => (
            format!("Starts {}", next.at.text),
            "Nothing is published for the time before.",
        ),
        ("unplanned", None) => ("Not planned".to_owned(), "Nothing is published: nobody is on duty."),
        _ => return ().into_any(),
    };
    view! {
        <div class="duty__idle">
            <p class="lane__name">{answer}</p>
            <p class="lane__until">{reason}</p>
        </div>
    }
    .into_any()
}

#[component]
fn LaneView(lane: Lane, state: String) -> impl IntoView {
    let class = lane_class(lane.role);
    match lane.holder {
        Some(holder) => {
            view! { <div class=class><RoleIcon role=lane.role/><HolderView holder take=lane.take/></div> }.into_any()
        }
        None if state == "covered" => view! {
            <div class=format!("{class} lane--gap")>
                <RoleIcon role=lane.role/>
                <span class="disc disc--large" aria-hidden="true"><Icon name="warning"/></span>
                <div><p class="lane__name">"Nobody"</p></div>
            </div>
        }
        .into_any(),
        None => ().into_any(),
    }
}

#[component]
fn HolderView(holder: Holder, take: Option<String>) -> impl IntoView {
    let name = holder.name.clone();
    view! {
        <Disc name=holder.name.clone() id=holder.id.clone() large=true/>
        <div>
            <p class="lane__name"><bdi>{holder.name.clone()}</bdi></p>
            <p class="lane__until"><span>"until "<TimeStamp stamp=holder.until/></span><span>{holder.left}</span></p>
            {take.map(|href| view! {
                <p class="small"><A href=href attr:aria-label=format!("Take over from {} until handover", holder.name)>"Take over until handover"</A></p>
            })}
        </div>
        {holder.phone.map(|phone| view! {
            <div class="lane__actions">
                <a class="button button--icon" href=format!("tel:{phone}") aria-label=format!("Call {name}")><Icon name="phone"/></a>
                <a class="button button--icon" href=format!("sms:{phone}") aria-label=format!("Message {name}")><Icon name="chat"/></a>
            </div>
        })}
    }
}

#[component]
fn NextView(next: NextPair) -> impl IntoView {
    let pair = [(Role::Lead, next.lead), (Role::Engineer, next.engineer)];
    view! {
        <p class="duty__next">
            <span>"Next "<TimeStamp stamp=next.at/></span>
            {pair.map(|(role, name)| view! {
                <span class=format!("{} row", lane_class(role))>
                    <RoleIcon role quiet=true/><b><bdi>{name.unwrap_or_else(|| "nobody".into())}</bdi></b>
                </span>
            }).collect_view()}
        </p>
    }
}

/// Where in the drawing a role's lane lies.
const fn lane_y(role: Role) -> &'static str {
    match role {
        Role::Lead => "3",
        Role::Engineer => "19",
    }
}

#[component]
fn WeekView(week: Week) -> impl IntoView {
    let percent = |value: f64| format!("{value:.3}%");
    view! {
        <div class="duty__week timeline-plain">
            <svg class="timeline__chart" height="60" role="img" aria-label="The coming 7 days">
                <svg y="4" height="34" width="100%">
                    {week.days.iter().filter(|day| day.shaded).map(|day| view! {
                        <rect class="shade--weekend" x=percent(day.x) width=percent(day.width) height="34"></rect>
                    }).collect_view()}
                    {week.days.iter().skip(1).map(|day| view! {
                        <line class="line--grid" x1=percent(day.x) x2=percent(day.x) y2="34"></line>
                    }).collect_view()}
                    {week.bars.into_iter().map(|bar| view! { <WeekBarView bar/> }).collect_view()}
                </svg>
                <g transform="translate(0 4)"><line class="line--now" x1="0%" x2="0%" y2="34"></line></g>
                <g class="duty__days">
                    {week.days.iter().filter(|day| day.width > 7.0).map(|day| view! {
                        <text x=percent(day.x + day.width / 2.0) y="54" text-anchor="middle">{day.name.clone()}</text>
                    }).collect_view()}
                </g>
            </svg>
        </div>
    }
}

#[component]
fn WeekBarView(bar: WeekBar) -> impl IntoView {
    let class = match bar.name {
        Some(_) => format!("bar bar--{} bar--thin", bar.role.key()),
        None => "bar bar--thin bar--gap".to_owned(),
    };
    let fill = bar.name.is_none().then_some("url(#hatch-gap)");
    view! {
        <svg class=class x=format!("{:.3}%", bar.x) y=lane_y(bar.role) width=format!("{:.3}%", bar.width) height="12">
            <title>{bar.title}</title>
            <rect class="bar__shape" x=".5" y=".5" width="100%" height="11" rx="2" fill=fill></rect>
        </svg>
    }
}
