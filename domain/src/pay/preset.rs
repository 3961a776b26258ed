//! Rate cards to start from.

/// A card that comes with Tandem: copy it, and change what it pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preset {
    /// What it is asked for by.
    pub key: &'static str,
    /// What it does, in a line.
    pub about: &'static str,
    /// The card's file.
    pub json: &'static str,
}

/// All of them.
pub const PRESETS: &[Preset] = &[
    Preset {
        key: "flat-nightly",
        about: "So much for a night, more at weekends and on holidays; days off too, but each date once",
        json: include_str!("../../data/pay/flat-nightly.json"),
    },
    Preset {
        key: "hourly-bands",
        about: "By the hour: evenings and nights, weekends, holidays; call-outs with a minimum claim",
        json: include_str!("../../data/pay/hourly-bands.json"),
    },
    Preset {
        key: "unsocial-hours",
        about: "Supplements for unsocial hours as the NHS has them, whole shifts included",
        json: include_str!("../../data/pay/unsocial-hours.json"),
    },
    Preset {
        key: "standby-blocks",
        about: "Standby in started blocks; call-outs beyond a free allowance by the hour",
        json: include_str!("../../data/pay/standby-blocks.json"),
    },
];

/// The preset of this key.
///
/// ```
/// assert!(domain::pay::preset("flat-nightly").is_some());
/// assert!(domain::pay::preset("piecework").is_none());
/// ```
pub fn preset(key: &str) -> Option<&'static Preset> {
    PRESETS.iter().find(|preset| preset.key == key)
}
