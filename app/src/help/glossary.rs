//! What Tandem's words mean: the one place that says so on screen.

/// A word and what it means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its place on the help page.
    pub(super) key: &'static str,
    /// The word.
    pub(super) word: &'static str,
    /// What it means, in two lines or so.
    pub(super) meaning: &'static str,
    /// The page on which it matters most.
    pub(super) href: &'static str,
}

/// The entry of a key.
pub(super) fn entry(key: &str) -> Option<&'static Entry> {
    GLOSSARY.iter().find(|entry| entry.key == key)
}

const fn say(key: &'static str, word: &'static str, href: &'static str, meaning: &'static str) -> Entry {
    Entry {
        key,
        word,
        meaning,
        href,
    }
}

/// Every word, the broader ones first.
pub(super) static GLOSSARY: [Entry; 29] = [
    say(
        "team",
        "Team",
        "/teams",
        "People with operational responsibility. A team owns services and serves rotas.",
    ),
    say(
        "qualification",
        "Qualification",
        "/teams",
        "Which roles a member may hold: Lead, Engineer, or both. Somebody without one takes no turns.",
    ),
    say(
        "share",
        "Share",
        "/teams",
        "How much of a full turn of duty somebody takes. With 50 % a plan gives them half as much.",
    ),
    say(
        "lead",
        "Lead",
        "/",
        "Coordinates, communicates, decides and calls for help. Never the same person as the Engineer.",
    ),
    say(
        "engineer",
        "Engineer",
        "/",
        "Diagnoses, fixes and keeps notes. Never the same person as the Lead.",
    ),
    say(
        "rota",
        "Rota",
        "/rotas",
        "A team’s schedule in one time zone: when somebody has to be there, and when they hand over.",
    ),
    say(
        "coverage",
        "Coverage",
        "/rotas",
        "The hours of each week in which a rota has a Lead and an Engineer. Outside them it is off.",
    ),
    say(
        "handover",
        "Handover",
        "/rotas",
        "When the next two people take over. From one handover to the next is one shift.",
    ),
    say(
        "shift",
        "Shift",
        "/me",
        "All coverage between two handovers, with the two people who are planned for it.",
    ),
    say(
        "duty",
        "Duty",
        "/",
        "What really happens: shifts with covers applied. Calendars, escalation and pay follow it.",
    ),
    say("off", "Off", "/", "Outside a rota’s coverage: nobody has to be there."),
    say(
        "gap",
        "Gap",
        "/",
        "Time that has to be covered and in which a role has nobody. Find cover for it.",
    ),
    say(
        "offer",
        "Offer",
        "/offers",
        "A shift or a part of it that somebody would give away: to one person, to several, or to anyone qualified. Whoever accepts first has it.",
    ),
    say(
        "swap",
        "Swap",
        "/offers",
        "An offer with something wanted in return: two people exchange stretches of duty, both or neither.",
    ),
    say(
        "conflict",
        "Conflict",
        "/conflicts",
        "Published duty that has to be mended: its holder is on leave, not qualified, gone, on two rotas or without rest.",
    ),
    say(
        "cover",
        "Cover",
        "/rotas",
        "Somebody else takes a role for a while. Covers lie on top of the plan, the latest on top; withdrawing one gives the role back.",
    ),
    say(
        "correction",
        "Correction",
        "/rotas",
        "Says who was really on duty in the past, with a reason. It lies on top of plan and covers, and is seen in history, audit and pay.",
    ),
    say(
        "override",
        "Override",
        "/rotas",
        "Takes somebody who is on leave or not qualified all the same, with a reason that is shown. Nobody is ever both Lead and Engineer.",
    ),
    say(
        "draft",
        "Draft",
        "/rotas",
        "A plan that only those who manage the rota see. Nothing of it is binding until it is published.",
    ),
    say(
        "published",
        "Published",
        "/rotas",
        "Visible and binding. The past of what was published never changes; “published to” says how far it reaches.",
    ),
    say(
        "fair",
        "Fair share",
        "/rotas",
        "What each person would carry if every hour were shared out evenly. Nights, weekends and bank holidays weigh more.",
    ),
    say(
        "leave",
        "Leave",
        "/me#leave",
        "Time in which somebody is away. Plans respect it; published duty in it is listed so that cover can be found.",
    ),
    say(
        "wish",
        "Wish",
        "/me#wishes",
        "What somebody would rather do or not. Plans follow wishes where that is fair to the others.",
    ),
    say(
        "call-out",
        "Call-out",
        "/pay/call-outs",
        "Work while on duty: from the call until it was done. Whoever was called enters it, and the rate card says what it pays.",
    ),
    say(
        "statement",
        "Statement",
        "/pay",
        "What somebody is paid for a period, line by line. It follows duty until it is submitted; once approved, it stands.",
    ),
    say(
        "toil",
        "Time off in lieu",
        "/pay/time-off",
        "Time off that a rate card gives instead of money, always or to those who choose it.",
    ),
    say(
        "service",
        "Service",
        "/services",
        "Something that is supported: a team owns it, one rota serves it in office hours and one out of hours.",
    ),
    say(
        "office-hours",
        "Office hours",
        "/services",
        "Weekly hours in the rota’s zone, none on its bank holidays. They decide which rota serves a service.",
    ),
    say(
        "escalation",
        "Escalation policy",
        "/services",
        "Who is called, after how long, and in which order. A gap is passed over to the last resort.",
    ),
];

#[cfg(test)]
mod tests {
    use super::GLOSSARY;
    use std::collections::BTreeSet;

    #[test]
    fn each_word_is_explained_once_and_briefly() {
        let keys: BTreeSet<&str> = GLOSSARY.iter().map(|entry| entry.key).collect();
        assert_eq!(keys.len(), GLOSSARY.len());
        for entry in &GLOSSARY {
            let length = entry.meaning.chars().count();
            assert!((20..=150).contains(&length), "{}: {length} characters", entry.word);
            assert!(entry.href.starts_with('/'));
        }
    }
}
