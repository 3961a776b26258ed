//! Words of the rules, as the description of the API shows them: `domain` itself describes nothing to machines.

use utoipa::ToSchema;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($word:ident),* } $case:literal) => {
        $(#[$doc])*
        #[derive(ToSchema)]
        #[schema(rename_all = $case)]
        #[allow(dead_code, missing_docs, reason = "describes the API; the values themselves are the rules' own types")]
        pub enum $name { $($word),* }
    };
}

words!(/// A role.
    RoleWord { Lead, Engineer } "lowercase");
words!(/// The roles somebody may hold.
    QualificationWord { Lead, Engineer, Both } "lowercase");
words!(/// What a stretch of time is.
    StateWord { Covered, Off, Unplanned } "lowercase");
words!(/// Why somebody holds a role.
    ViaWord { Shift, Cover } "lowercase");
words!(/// How bad an incident is.
    SeverityWord { P1, P2, P3 } "UPPERCASE");
words!(/// A way to reach somebody.
    ContactKindWord { Phone, Sms, Email, Chat } "lowercase");
words!(/// What makes somebody a target.
    KindWord { Role, Person, Team } "lowercase");
