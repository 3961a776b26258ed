//! Call-outs: work done while on standby.

use super::{Prices, Toil};
use crate::rota::OfficeHours;
use crate::{RotaId, Span};
use serde::{Deserialize, Serialize};

/// Someone on duty was called, and worked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallOut {
    /// From the call until the work was done.
    pub span: Span,
    /// Where the work was done.
    pub place: Place,
    /// What it was about.
    pub reason: String,
    /// The rota it was for; without one, the duty that began first.
    #[serde(default)]
    pub rota: Option<RotaId>,
}

/// Where a call-out was worked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// From where the person was.
    Remote,
    /// At the site.
    OnSite,
}

impl Place {
    /// The word in databases and answers.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Remote => "remote",
            Self::OnSite => "on_site",
        }
    }
}

impl std::str::FromStr for Place {
    type Err = String;
    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "remote" => Ok(Self::Remote),
            "on_site" => Ok(Self::OnSite),
            _ => Err(format!("‘{word}’ is no place: use remote or on_site.")),
        }
    }
}

/// For people: `remote` or `on site`.
impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Place::Remote => "remote",
            Place::OnSite => "on site",
        })
    }
}

/// How call-outs are paid.
#[derive(Debug, Clone, PartialEq)]
pub struct CallOutRules {
    /// Pay per hour, before the factor of the band.
    pub prices: Prices,
    /// How the time of remote call-outs is claimed.
    pub remote: Claiming,
    /// How the time of call-outs on site is claimed.
    pub on_site: Claiming,
    /// Whether the free allowance is one for the whole shift instead of one for each call.
    pub free_once_a_shift: bool,
    /// Seconds that the call-outs of a shift come to at least, once one is paid.
    pub shift_minimum: i64,
    /// Seconds that the call-outs of a shift come to at most; what was worked is never cut unless `cap_cuts_work`.
    pub shift_cap: Option<i64>,
    /// Whether the cap cuts time that was worked too.
    pub cap_cuts_work: bool,
    /// Whether hourly standby stops meanwhile.
    pub suspends_standby: bool,
    /// When a call-out breaks rest.
    pub rest: Option<RestRule>,
    /// Time off instead of money.
    pub toil: Option<Toil>,
}

/// How the time of one call-out is claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Claiming {
    /// Seconds that standby pay already covers.
    pub free: i64,
    /// Seconds paid at least.
    pub minimum: i64,
    /// Seconds to which claims are rounded up; 0 for none.
    pub step: i64,
}

/// Unbroken rest that people are owed before work.
#[derive(Debug, Clone, PartialEq)]
pub struct RestRule {
    /// Seconds of unbroken rest.
    pub seconds: i64,
    /// When people work anyway.
    pub work: OfficeHours,
}

/// The time of one call-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claimed {
    /// Seconds worked that standby pay already covers.
    pub free: i64,
    /// Seconds paid.
    pub paid: i64,
    /// Seconds worked beyond the free ones.
    pub worked: i64,
}

impl CallOutRules {
    /// How a call-out at `place` is claimed.
    pub const fn claiming(&self, place: Place) -> Claiming {
        match place {
            Place::Remote => self.remote,
            Place::OnSite => self.on_site,
        }
    }

    /// What the call-outs of one shift come to, in their order: free allowance, then minimum claim, then rounding up,
    /// then the shift's minimum and cap.
    pub fn claim(&self, calls: &[(Place, i64)]) -> Vec<Claimed> {
        let mut free_left: Option<i64> = None;
        let mut claimed = Vec::with_capacity(calls.len());
        for (place, seconds) in calls {
            let claiming = self.claiming(*place);
            let allowance = match free_left {
                Some(left) if self.free_once_a_shift => left,
                _ => claiming.free,
            };
            let free = allowance.min(*seconds);
            free_left = Some(allowance - free);
            let worked = seconds - free;
            let paid = claiming.paid(worked);
            claimed.push(Claimed { free, paid, worked });
        }
        self.raise_to_minimum(&mut claimed);
        self.hold_to_cap(&mut claimed);
        claimed
    }

    fn raise_to_minimum(&self, claimed: &mut [Claimed]) {
        let paid: i64 = claimed.iter().map(|call| call.paid).sum();
        let last = claimed.iter_mut().rev().find(|call| call.paid > 0);
        if let Some(last) = last.filter(|_| paid < self.shift_minimum) {
            last.paid += self.shift_minimum - paid;
        }
    }

    /// Takes what is too much from the last call-outs first.
    fn hold_to_cap(&self, claimed: &mut [Claimed]) {
        let Some(cap) = self.shift_cap else { return };
        let paid: i64 = claimed.iter().map(|call| call.paid).sum();
        let mut excess = (paid - cap).max(0);
        for call in claimed.iter_mut().rev() {
            let spared = if self.cap_cuts_work { 0 } else { call.worked };
            let taken = excess.min((call.paid - spared).max(0));
            call.paid -= taken;
            excess -= taken;
        }
    }
}

impl Claiming {
    /// What so many seconds beyond the free ones are claimed as.
    fn paid(&self, worked: i64) -> i64 {
        let claim = if worked > 0 { worked.max(self.minimum) } else { 0 };
        match self.step {
            0 => claim,
            step => super::started(claim, step) * step,
        }
    }
}
