//! Call-outs: work done while on duty, entered by those who did it.

mod api;
mod entry;
mod list;
mod page;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    CallOutForm, CallOutRow, CallOutsPage, ChangeCallOut, EnterCallOut, FinishCallOut, LoadCallOuts, WithdrawCallOut,
    change_call_out, enter_call_out, finish_call_out, load_call_outs, withdraw_call_out,
};
pub use entry::CallOutEntry;
pub use list::CallOutList;
pub use page::CallOutsPageView;
pub(crate) use page::{CallOutActions, CallOutDone};
