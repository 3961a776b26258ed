//! Time off in lieu: what was earned on duty, what was taken, and what is left.

mod api;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    ChooseToil, LoadToil, TakeToil, ToilChoice, ToilChoiceForm, ToilForm, ToilPage, ToilRow, ToilSum, WithdrawToil,
    choose_toil, load_toil, take_toil, withdraw_toil,
};
pub(crate) use page::ToilCard;
pub use page::ToilPageView;
