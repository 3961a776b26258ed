//! Help: what Tandem's words mean, on the pages that use them and all together.

mod glossary;
mod page;
mod words;

pub use page::HelpPage;
pub(crate) use words::Help;
