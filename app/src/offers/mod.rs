//! Offers of duty: somebody gives a stretch of theirs to whoever accepts it, for nothing or in return for one.

mod api;
mod list;
mod make;
mod row;
mod show;

#[cfg(feature = "ssr")]
pub use api::Port;
pub use api::{
    AnswerOffer, ChangeOfferSettings, DecideOffer, FindCover, LoadMyOffers, LoadOffer, LoadOfferChoices, MakeOffer,
    OfferCandidate, OfferChoices, OfferForm, OfferOutcome, OfferPage, OfferPerson, OfferRow, OffersPage, WithdrawOffer,
    answer_offer, change_offer_settings, decide_offer, find_cover, load_my_offers, load_offer, load_offer_choices,
    make_offer, withdraw_offer,
};
pub use list::OffersPageView;
pub use make::MakeOfferPage;
pub use row::OfferRows;
pub use show::OfferPageView;
