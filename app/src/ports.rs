//! What the pages need of the server: one port for each vertical, all of them behind one object for the request's actor.

use crate::AppError;
use leptos::prelude::use_context;
use std::sync::Arc;

/// Everything the server does for pages, on behalf of whoever is signed in.
pub trait Ports: crate::session::Port + crate::setup::Port + crate::now::Port + crate::people::Port + crate::teams::Port + crate::organisation::Port + crate::tokens::Port + crate::escalation::Port {}

impl<T: crate::session::Port + crate::setup::Port + crate::now::Port + crate::people::Port + crate::teams::Port + crate::organisation::Port + crate::tokens::Port + crate::escalation::Port> Ports for T {}

/// The ports of the present request.
///
/// # Errors
/// [`AppError::Internal`] when the server forgot to provide them.
pub fn ports() -> Result<Arc<dyn Ports>, AppError> {
    use_context::<Arc<dyn Ports>>().ok_or_else(|| AppError::Internal("no-ports".into()))
}
