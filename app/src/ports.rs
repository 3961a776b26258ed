//! What the pages need of the server: one port for each vertical, all of them behind one object for the request's actor.

use crate::AppError;
use leptos::prelude::use_context;
use std::sync::Arc;

macro_rules! ports {
    ($($vertical:ident),+ $(,)?) => {
        /// Everything the server does for pages, on behalf of whoever is signed in.
        pub trait Ports: $(crate::$vertical::Port +)+ Send + Sync {}

        impl<T: $(crate::$vertical::Port +)+ Send + Sync> Ports for T {}
    };
}

ports! {
    alerts,
    audit,
    changes,
    call_outs,
    conflicts,
    contacts,
    corrections,
    costs,
    covers,
    drafts,
    entry,
    escalation,
    feeds,
    handover,
    inbox,
    history,
    holidays,
    leave,
    me,
    notice_choices,
    notices,
    now,
    offers,
    organisation,
    pay_mappings,
    pay_people,
    payroll,
    people,
    permissions,
    planning,
    planning_people,
    planning_rules,
    profile,
    rate_cards,
    rotas,
    rotation,
    search,
    security,
    session,
    setup,
    support,
    teams,
    timeline,
    toil,
    tokens,
    webhooks,
    wishes,
}

/// The ports of the present request.
///
/// # Errors
/// [`AppError::Internal`] when the server forgot to provide them.
pub fn ports() -> Result<Arc<dyn Ports>, AppError> {
    use_context::<Arc<dyn Ports>>().ok_or_else(|| AppError::Internal("no-ports".into()))
}
