//! Escalation: services, their policies, and who would be called.

mod api;
mod ask;
mod calls;
mod edit;
mod list;
mod policy;
mod show;
mod versions;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AskedInstant, Call, CallReason, CallTarget, CallWarning, ChangePolicy, KeptDraft, LoadService, LoadServiceForm,
    LoadServices, PolicyForm, PolicyLine, PolicyVersionView, PutService, RuleForm, ServiceCard, ServiceForm,
    ServiceFormPage, ServicePage, ServicesPage, StepForm, change_policy, load_service, load_service_form,
    load_services, put_service,
};
pub use calls::CallView;
pub use edit::{EditServicePage, NewServicePage};
pub use list::ServiceListPage;
pub use show::ServicePageView;
