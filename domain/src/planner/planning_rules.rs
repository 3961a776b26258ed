//! What an organisation or a rota asks of its plans, in words and steps that a manager chooses from.

use super::{Rules, Term, Weights, WindowLimit};
use crate::{PersonId, Zone};
use serde::{Deserialize, Serialize};

/// The rules and weights of plans, as they are kept: without zone and people, which come from the rota and its team.
///
/// ```
/// use domain::planner::{PlanningRules, Preset};
/// let rules = PlanningRules::default();
/// assert_eq!(rules, Preset::UkWorkingTime.rules());
/// let before_there_was_more: PlanningRules =
///     serde_json::from_str(r#"{"min_rest_hours":8,"allow_back_to_back":true,"weekly_rest_hours":0}"#)?;
/// assert_eq!((before_there_was_more.min_rest_hours, before_there_was_more.weekly_rest_hours), (8, 0));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlanningRules {
    /// Hours between the end of one shift and the start of the same person's next.
    pub min_rest_hours: u32,
    /// Hours of unbroken rest within every week; 0 for none.
    pub weekly_rest_hours: u32,
    /// Whether one person may serve two successive shifts.
    pub allow_back_to_back: bool,
    /// At most so many shifts in so many days; several such limits.
    pub max_in_window: Vec<WindowLimit>,
    /// The most days in a row.
    pub max_consecutive_days: Option<u32>,
    /// Who is on duty more hours a week than this on average is reported; `None` reports nobody. Nothing is forbidden.
    pub report_weekly_hours: Option<u32>,
    /// How much each term counts.
    pub emphasis: Emphasis,
    /// How often two people may be together before it counts against varied pairs; `None` for an even share.
    pub pair_cap: Option<u32>,
}

impl Default for PlanningRules {
    fn default() -> Self {
        Preset::UkWorkingTime.rules()
    }
}

impl PlanningRules {
    /// The hard rules for a plan in this zone, with these people kept apart.
    ///
    /// ```
    /// use domain::{Zone, planner::PlanningRules};
    /// let rules = PlanningRules::default().rules(Zone::utc(), vec![]);
    /// assert_eq!((rules.min_rest_seconds, rules.weekly_rest_seconds), (11 * 3600, 24 * 3600));
    /// ```
    pub fn rules(&self, zone: Zone, apart: Vec<[PersonId; 2]>) -> Rules {
        Rules {
            zone,
            min_rest_seconds: self.min_rest_seconds(),
            weekly_rest_seconds: i64::from(self.weekly_rest_hours) * 3600,
            no_back_to_back: !self.allow_back_to_back,
            max_in_window: self.max_in_window.clone(),
            max_consecutive_days: self.max_consecutive_days,
            apart,
        }
    }

    /// How long somebody rests between two shifts.
    ///
    /// ```
    /// assert_eq!(domain::planner::PlanningRules::default().min_rest_seconds(), 11 * 3600);
    /// ```
    pub fn min_rest_seconds(&self) -> i64 {
        i64::from(self.min_rest_hours) * 3600
    }

    /// The weights of a plan. What counts as usual everywhere gives [`Weights::default`].
    ///
    /// ```
    /// use domain::planner::{Emphasis, Level, PlanningRules, Term, Weights};
    /// let mut rules = PlanningRules::default();
    /// assert_eq!(rules.weights(), Weights::default());
    /// rules.emphasis.set(Term::Wishes, Level::More);
    /// assert_eq!(rules.weights().of(Term::Wishes), 2 * Weights::default().of(Term::Wishes));
    /// ```
    pub fn weights(&self) -> Weights {
        let quarters = |term: Term| {
            let usual = u32::try_from(Weights::default().of(term)).unwrap_or(0);
            usual * self.emphasis.of(term).quarters()
        };
        let all = Term::ALL.map(quarters);
        let common = all.into_iter().fold(0, divisor).max(1);
        let [
            fair_load,
            fair_holidays,
            wishes,
            pair_variety,
            even_turns,
            role_alternation,
            few_changes,
        ] = all.map(|weight| weight / common);
        Weights {
            fair_load,
            fair_holidays,
            wishes,
            pair_variety,
            pair_cap: self.pair_cap,
            even_turns,
            role_alternation,
            few_changes,
        }
    }
}

/// The greatest common divisor; of 0 and anything that thing.
fn divisor(one: u32, other: u32) -> u32 {
    match other {
        0 => one,
        _ => divisor(other, one % other),
    }
}

/// Rules to start from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// The Working Time Regulations 1998: 11 hours of daily rest, 24 hours of weekly rest, and an average of more than
    /// 48 hours a week is reported.
    UkWorkingTime,
    /// Eight hours between two shifts, and no two turns in a row.
    Light,
    /// Nothing but what always holds: two people, qualified and present.
    None,
}

impl Preset {
    /// All of them, the strictest first.
    pub const ALL: [Preset; 3] = [Preset::UkWorkingTime, Preset::Light, Preset::None];

    /// Its word in forms and in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Preset::UkWorkingTime => "uk-working-time",
            Preset::Light => "light",
            Preset::None => "none",
        }
    }

    /// Its name for people.
    pub const fn name(self) -> &'static str {
        match self {
            Preset::UkWorkingTime => "UK working time",
            Preset::Light => "Light",
            Preset::None => "None",
        }
    }

    /// The preset of a word.
    ///
    /// ```
    /// use domain::planner::Preset;
    /// assert_eq!(Preset::of("light"), Some(Preset::Light));
    /// assert!(Preset::ALL.iter().all(|preset| Preset::of(preset.key()) == Some(*preset)));
    /// assert_eq!(Preset::of("strict"), None);
    /// ```
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|preset| preset.key() == key)
    }

    /// Its rules; every term counts as usual.
    pub fn rules(self) -> PlanningRules {
        let (min_rest_hours, weekly_rest_hours, allow_back_to_back, report_weekly_hours) = match self {
            Preset::UkWorkingTime => (11, 24, false, Some(48)),
            Preset::Light => (8, 0, false, None),
            Preset::None => (0, 0, true, None),
        };
        PlanningRules {
            min_rest_hours,
            weekly_rest_hours,
            allow_back_to_back,
            max_in_window: Vec::new(),
            max_consecutive_days: None,
            report_weekly_hours,
            emphasis: Emphasis::default(),
            pair_cap: None,
        }
    }
}

/// How much a term counts, beside what is usual for it: each step is twice the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Not at all.
    Off,
    /// A quarter of usual.
    Little,
    /// Half of usual.
    Less,
    /// As usual.
    #[default]
    Usual,
    /// Twice as much.
    More,
    /// Four times as much.
    Much,
    /// Eight times as much.
    Most,
}

impl Level {
    /// All of them, the least first: the steps of a slider.
    pub const ALL: [Level; 7] = [
        Level::Off,
        Level::Little,
        Level::Less,
        Level::Usual,
        Level::More,
        Level::Much,
        Level::Most,
    ];

    /// The step of a slider: 0 to 6.
    ///
    /// ```
    /// use domain::planner::Level;
    /// assert_eq!(Level::ALL.map(Level::step), [0, 1, 2, 3, 4, 5, 6]);
    /// ```
    pub const fn step(self) -> usize {
        self as usize
    }

    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Level::Off => "does not count",
            Level::Little => "a little",
            Level::Less => "less than usual",
            Level::Usual => "as usual",
            Level::More => "more than usual",
            Level::Much => "much",
            Level::Most => "above all",
        }
    }

    const fn quarters(self) -> u32 {
        match self {
            Level::Off => 0,
            other => 1 << (other as u32 - 1),
        }
    }
}

/// The level of each term.
///
/// ```
/// use domain::planner::{Emphasis, Level, Term};
/// let mut emphasis = Emphasis::default();
/// emphasis.set(Term::FewChanges, Level::Off);
/// assert_eq!((emphasis.of(Term::FewChanges), emphasis.of(Term::Wishes)), (Level::Off, Level::Usual));
/// assert!(serde_json::to_string(&emphasis).unwrap().contains(r#""few_changes":"off""#));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Emphasis {
    fair_load: Level,
    fair_holidays: Level,
    wishes: Level,
    pair_variety: Level,
    even_turns: Level,
    role_alternation: Level,
    few_changes: Level,
}

impl Emphasis {
    /// How much a term counts.
    pub const fn of(&self, term: Term) -> Level {
        match term {
            Term::FairLoad => self.fair_load,
            Term::FairHolidays => self.fair_holidays,
            Term::Wishes => self.wishes,
            Term::PairVariety => self.pair_variety,
            Term::EvenTurns => self.even_turns,
            Term::RoleAlternation => self.role_alternation,
            Term::FewChanges => self.few_changes,
        }
    }

    /// Lets a term count so much.
    pub const fn set(&mut self, term: Term, level: Level) {
        match term {
            Term::FairLoad => self.fair_load = level,
            Term::FairHolidays => self.fair_holidays = level,
            Term::Wishes => self.wishes = level,
            Term::PairVariety => self.pair_variety = level,
            Term::EvenTurns => self.even_turns = level,
            Term::RoleAlternation => self.role_alternation = level,
            Term::FewChanges => self.few_changes = level,
        }
    }
}
