//! What an organisation thinks of one person on two rotas at once.

/// Whether one person may be on duty on two rotas at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum TwoRotas {
    /// It is nobody's business.
    Allow,
    /// It may be done, is said beforehand, and stands among the conflicts.
    #[default]
    Warn,
    /// Covers and publications that would do it are refused.
    Forbid,
}

impl TwoRotas {
    /// All of them, the mildest first.
    pub const ALL: [TwoRotas; 3] = [Self::Allow, Self::Warn, Self::Forbid];

    /// Its word in forms and in the API.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Forbid => "forbid",
        }
    }

    /// What a word stands for.
    ///
    /// ```
    /// use domain::conflicts::TwoRotas;
    /// assert!(TwoRotas::ALL.iter().all(|one| TwoRotas::of(one.key()) == Some(*one)));
    /// assert_eq!(TwoRotas::of("never"), None);
    /// ```
    pub fn of(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.key() == key)
    }
}
