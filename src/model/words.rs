//! The closed lists of words: stages, phases, stances, statuses.

/// Defines an enumeration whose variants are written as words, in the order of the model.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident: $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)+
        }

        impl $name {
            /// All of them, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// Reads the word.
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.as_str() == word)
            }

            /// All words, in order.
            pub fn words() -> impl Iterator<Item = &'static str> {
                Self::ALL.iter().map(|value| value.as_str())
            }
        }
    };
}

words! {
    /// How far an agreement has come.
    Stage:
    /// Spoken about.
    Discussed = "discussed",
    /// Promised by one side.
    Promised = "promised",
    /// Agreed on.
    Agreed = "agreed",
    /// Signed.
    Signed = "signed",
    /// Ratified.
    Ratified = "ratified",
    /// Paid out.
    Disbursed = "disbursed",
    /// Delivered.
    Delivered = "delivered",
    /// Called off.
    Cancelled = "cancelled",
}

words! {
    /// Whether an event is to come, came, or will not.
    Phase:
    /// It was to come when the article was written.
    Planned = "planned",
    /// It happened, or is happening.
    Happened = "happened",
    /// It was called off.
    Cancelled = "cancelled",
}

words! {
    /// What a speaker does with a claim.
    Stance:
    /// Says that it is so.
    Asserts = "asserts",
    /// Says that it is not so.
    Denies = "denies",
    /// Says that it will be so.
    Predicts = "predicts",
    /// Says that it should be so.
    Demands = "demands",
    /// Says that he or she will make it so.
    Promises = "promises",
}

words! {
    /// How well a thing is supported.
    Status:
    /// No article uses or says it.
    Background = "background",
    /// Only said by somebody whom an article quotes.
    Claimed = "claimed",
    /// Reported by one witness.
    Reported = "reported",
    /// Reported by two independent witnesses or more.
    Corroborated = "corroborated",
    /// Values that cannot both be right, or denied.
    Disputed = "disputed",
}
