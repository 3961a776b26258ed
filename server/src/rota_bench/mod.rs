//! The files of `support-rota-bench/1`, by which generators of rotas are compared: an instance becomes a request of the
//! planner, and its plan a solution.

mod instance;
mod solution;

use domain::planner::Request;

/// An instance, ready to be planned.
#[derive(Debug)]
pub struct Problem {
    /// The name of the instance.
    pub id: String,
    /// What the planner is asked.
    pub request: Request,
    /// The shifts' names, in the order of the request's slots.
    shifts: Vec<String>,
    /// The people's names, in the order of the request's people.
    people: Vec<String>,
}

/// What is wrong with an instance.
#[derive(Debug, thiserror::Error)]
pub enum BadInstance {
    /// It is not JSON of this format.
    #[error("it is not a support-rota-bench/1 instance: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It is of another format.
    #[error("its format is ‘{0}’: use support-rota-bench/1")]
    Format(String),
    /// Its time zone does not exist.
    #[error("its timezone is wrong: {0}")]
    Zone(#[from] domain::time::ZoneError),
    /// A value is not what it should be.
    #[error("{place}: {wrong}")]
    Value {
        /// Where in the file.
        place: String,
        /// What is wrong with it.
        wrong: String,
    },
}

#[cfg(test)]
mod tests;
