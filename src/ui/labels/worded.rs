//! Closed lists of choices with their words: what a page is divided into, what it is grouped by. Choices of
//! the domain have their words in the other files of this room.

use busbar_core::domain::Named;

use crate::ui::i18n::Locale;

/// A closed list of choices, each with its word: made by [`worded!`].
pub trait Worded: Named + PartialEq + Send + Sync {
    /// The word of the choice.
    fn word(self, locale: Locale) -> &'static str;

    /// The choice that an address names; the first where it names none.
    fn asked(name: Option<&str>) -> Self {
        name.and_then(Self::named).unwrap_or(Self::ALL[0])
    }

    /// Every choice with its word, in order.
    fn words(locale: Locale) -> Vec<(Self, String)> {
        Self::ALL.iter().map(|choice| (*choice, choice.word(locale).to_owned())).collect()
    }
}

/// `Variant = "stable name" => namespace.key`: an enum, its list, the names and the words in one table.
macro_rules! worded {
    ($(#[$meta:meta])* pub enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $text:literal => $space:ident.$key:ident,)+
    }) => {
        busbar_core::domain::record::named! {
            $(#[$meta])*
            #[allow(missing_docs, reason = "the word of a choice says what it is")]
            pub enum $name { $($(#[$variant_meta])* $variant = $text,)+ }
        }

        impl $crate::ui::labels::Worded for $name {
            fn word(self, locale: $crate::ui::i18n::Locale) -> &'static str {
                match self { $(Self::$variant => leptos_i18n::td_string!(locale, $space.$key),)+ }
            }
        }
    };
}

/// Every choice of a list of the domain with its stable name and word, in order.
pub fn options<T: Named>(
    locale: Locale,
    word: fn(Locale, T) -> &'static str,
) -> Vec<(String, String)> {
    let pair = |choice: &T| (choice.name().to_owned(), word(locale, *choice).to_owned());
    T::ALL.iter().map(pair).collect()
}

pub(crate) use worded;
