//! Payroll: pay periods, statements, and what becomes of them.

mod api;
mod my;
mod run;
mod run_page;
mod settings;
mod show;
mod statement;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    ChangePaySettings, LoadMyPay, LoadPaySettings, MyPay, PayPeriodRow, PaySettings, PaySettingsForm, PaySummary,
    change_pay_settings, load_my_pay, load_pay_settings,
};
pub use my::MyPayPage;
pub use run::{ExportPay, LoadPayRun, PayExportRow, PayRun, RunRow, SubmitAll, export_pay, load_pay_run, submit_all};
pub use run_page::PayRunPage;
pub use settings::PaySettingsPage;
pub use show::StatementPageView;
pub use statement::{
    Amount, AnswerQuery, ApproveStatements, LoadStatement, PayAdjustment, PayGroup, PayLine, PayQuery, PayQueryForm,
    QueryLine, ReopenStatement, StatementPage, SubmitStatement, answer_query, approve_statements, load_statement,
    query_line, reopen_statement, submit_statement,
};
