//! Money: whole minor units of a currency.

use super::Rate;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// A currency of ISO 4217, written as its three letters.
///
/// ```
/// use domain::pay::Currency;
/// assert_eq!("JPY".parse::<Currency>()?.digits(), 0);
/// assert!("GBX".parse::<Currency>().is_err());
/// # Ok::<(), domain::pay::UnknownCurrency>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    code: &'static str,
    digits: u8,
    sign: &'static str,
}

/// ISO 4217 knows no such code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("‘{0}’ is not a currency: use a code of ISO 4217 such as GBP or EUR")]
pub struct UnknownCurrency(pub String);

/// The text is not an amount that a card may hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadAmount {
    /// Not a decimal number.
    #[error("‘{0}’ is not an amount: write it as 12.50")]
    NotANumber(String),
    /// Less than nothing.
    #[error("{0} is negative: pay cannot be")]
    Negative(String),
    /// More digits than can be held exactly.
    #[error("{0} has too many decimals: at most {1} in this currency")]
    TooFine(String, u8),
    /// More than anyone is paid.
    #[error("{0} cannot be meant: the most a card may hold is 100,000,000")]
    Absurd(String),
}

/// The most that a card may hold, in major units: no currency's hour or week costs more.
const MOST: i64 = 100_000_000;

impl Currency {
    /// The three letters.
    pub const fn code(self) -> &'static str {
        self.code
    }

    /// The decimals of its minor unit.
    pub const fn digits(self) -> u8 {
        self.digits
    }

    /// Reads an amount in major units, such as `12.50`, to six decimals beyond the minor unit.
    ///
    /// # Errors
    /// [`BadAmount`] when it is not a number, negative, too fine or absurdly large.
    ///
    /// ```
    /// let pounds: domain::pay::Currency = "GBP".parse()?;
    /// assert_eq!(pounds.rate("29.205")?.millionths(), 2_920_500_000);
    /// assert!(pounds.rate("-1").is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn rate(self, text: &str) -> Result<Rate, BadAmount> {
        let text = text.trim();
        let finest = self.digits + 6;
        if text.starts_with('-') || text.starts_with('−') {
            return Err(BadAmount::Negative(text.to_owned()));
        }
        let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if !digits(whole) || !digits(part) {
            return Err(BadAmount::NotANumber(text.to_owned()));
        }
        let part = part.trim_end_matches('0');
        if part.len() > usize::from(finest) {
            return Err(BadAmount::TooFine(text.to_owned(), finest));
        }
        let absurd = || BadAmount::Absurd(text.to_owned());
        let whole = whole
            .parse()
            .ok()
            .filter(|whole: &i64| *whole <= MOST)
            .ok_or_else(absurd)?;
        let scaled = format!("{whole}{part:0<width$}", width = usize::from(finest));
        scaled.parse().map(Rate::from_millionths).map_err(|_| absurd())
    }

    /// A rate for people: `£12.00`, with more decimals where it has them.
    pub fn words(self, rate: Rate) -> String {
        let minor = rate.millionths() / 1_000_000;
        let rest = rate.millionths() % 1_000_000;
        let money = Money::new(minor, self).to_string();
        if rest == 0 {
            return money;
        }
        let point = if self.digits == 0 { "." } else { "" };
        format!("{money}{point}{}", format!("{rest:06}").trim_end_matches('0'))
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;
    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        let lines = include_str!("../../data/currencies.txt").lines();
        let mut known = lines.filter_map(|line| {
            let mut words = line.split(' ');
            let (code, digits) = (words.next()?, words.next()?.parse().ok()?);
            let sign = words.next().unwrap_or_default();
            Some(Currency { code, digits, sign })
        });
        known
            .find(|currency| currency.code == code)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code)
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// An amount of money that can be paid: whole minor units of one currency.
///
/// ```
/// use domain::pay::Money;
/// assert_eq!(Money::new(123_450, "GBP".parse()?).to_string(), "£1,234.50");
/// assert_eq!(Money::new(-1_500, "CHF".parse()?).to_string(), "−CHF 15.00");
/// # Ok::<(), domain::pay::UnknownCurrency>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    /// Pence, cents and the like.
    pub minor: i64,
    /// Of which currency.
    pub currency: Currency,
}

impl Money {
    /// So many minor units.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Currency { code, digits, sign } = self.currency;
        let minus = if self.minor < 0 { "−" } else { "" };
        let scale = 10u64.pow(u32::from(digits));
        let (whole, part) = (self.minor.unsigned_abs() / scale, self.minor.unsigned_abs() % scale);
        match sign {
            "" => write!(f, "{minus}{code} {}", grouped(whole))?,
            sign => write!(f, "{minus}{sign}{}", grouped(whole))?,
        }
        match digits {
            0 => Ok(()),
            digits => write!(f, ".{part:0width$}", width = usize::from(digits)),
        }
    }
}

/// `1,234,567`.
fn grouped(number: u64) -> String {
    if number < 1_000 {
        return number.to_string();
    }
    format!("{},{:03}", grouped(number / 1_000), number % 1_000)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn amounts_are_read_exactly_or_refused_with_the_reason() {
        let pounds: Currency = "GBP".parse().unwrap();
        let yen: Currency = "JPY".parse().unwrap();
        assert_eq!(pounds.rate("3.66").unwrap().millionths(), 366_000_000);
        assert_eq!(yen.rate("1500").unwrap().millionths(), 1_500_000_000);
        assert_eq!(pounds.words(pounds.rate("12.345").unwrap()), "£12.345");
        assert_eq!(yen.words(yen.rate("1500.5").unwrap()), "¥1,500.5");
        let reason = |text| pounds.rate(text).unwrap_err().to_string();
        assert!(reason("-3").contains("negative"));
        assert!(reason("1e9").contains("not an amount"));
        assert!(reason("").contains("not an amount"));
        assert!(reason("1.123456789").contains("too many decimals"));
        assert!(reason("100000001").contains("cannot be meant"));
        assert!(reason("99999999999999999999999").contains("cannot be meant"));
    }

    #[test]
    fn every_currency_of_the_list_can_be_read_back() {
        for line in include_str!("../../data/currencies.txt").lines() {
            let currency: Currency = line[..3].parse().unwrap();
            assert_eq!(currency.code(), &line[..3]);
            assert!(currency.digits() <= 3);
        }
    }
}
