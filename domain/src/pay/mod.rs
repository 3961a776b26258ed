//! What duty outside office hours is paid: [`pay`] turns duty, call-outs, rate cards and holidays into the lines of a
//! [`Statement`], exactly. `docs/pay.md` explains the rules with examples.
//!
//! From duty to lines: [`work`] joins what was worked into stretches; [`timetable`] lays the card's bands onto the time
//! line; [`pieces`] cuts the stretches by it; [`claims`] groups the pieces into what is paid as one, and prices it;
//! [`run`] keeps what belongs to the period and words it. Money is rounded once, when a line is made.

mod adjust;
mod calendar;
mod call_out;
mod calls;
mod caps;
mod card;
mod check;
mod check_band;
mod claims;
mod document;
mod entry;
mod exact;
mod fault;
pub mod file;
mod life;
mod mapping;
mod money;
mod period;
mod pieces;
mod preset;
mod price;
mod rest;
mod run;
mod statement;
mod timetable;
mod toil;
mod week;
mod words;
mod work;

pub use adjust::{Adjustment, adjustments};
pub use calendar::PayCalendar;
pub use call_out::{CallOut, CallOutRules, Claimed, Claiming, Place, RestRule};
pub use card::{
    AtOnce, Band, Blocks, Caps, Card, Cut, HolidayCalendar, OnHolidays, Share, Toil, Unit, WholeShift, ZoneRule,
};
pub use check::Known;
pub use document::{Document, DocumentPart, MadeGood, totals as document_totals};
pub use entry::{CallOutRefusal, check_call_out, on_duty};
pub use exact::{Exact, Factor, Rate, Rounding};
pub use fault::Fault;
pub use life::{Approval, StatementRefusal, StatementState};
pub use mapping::{Cell, MappedColumn, MappedRows, Mapping, Separator};
pub use money::{BadAmount, Currency, Money, UnknownCurrency};
pub use period::{EmptyPeriod, PayCycle, Period, overlaps};
pub use preset::{PRESETS, Preset, preset};
pub use price::{ByRole, Payee, Price, Prices};
pub use rest::RestOwed;
pub use statement::{Kind, Line, Request, Statement, pay};
pub use timetable::bands_in;
pub use toil::{ToilBalance, ToilChange, ToilEntry, ToilShort, ToilStep, check_toil, toil_balance, toil_steps};
pub use words::duration;
pub use work::{Worked, worked, worked_by_everybody};

/// How many units of `each` so many have begun.
const fn started(many: i64, each: i64) -> i64 {
    if each <= 0 { 0 } else { (many + each - 1) / each }
}
