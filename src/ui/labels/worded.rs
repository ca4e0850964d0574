//! Enums with labels: parts of a page, criteria of grouping. Labels of the domain's enums are in the other modules of
//! this folder.

use busbar_core::domain::Named;

use crate::ui::i18n::Locale;

/// Closed set of options, each with a label. Implemented by [`worded!`].
pub trait Worded: Named + PartialEq + Send + Sync {
    /// Returns the label of the option.
    fn word(self, locale: Locale) -> &'static str;

    /// Returns the option with the given name, as in an address; the first option if the name is missing or unknown.
    fn asked(name: Option<&str>) -> Self {
        name.and_then(Self::named).unwrap_or(Self::ALL[0])
    }

    /// Returns every option with its label, in order.
    fn words(locale: Locale) -> Vec<(Self, String)> {
        Self::ALL.iter().map(|choice| (*choice, choice.word(locale).to_owned())).collect()
    }
}

/// `Variant = "stable name" => namespace.key`: declares an enum together with its options, names and labels.
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

/// Returns every option of a domain enum with its stable name and label, in order.
pub fn options<T: Named>(
    locale: Locale,
    word: fn(Locale, T) -> &'static str,
) -> Vec<(String, String)> {
    let pair = |choice: &T| (choice.name().to_owned(), word(locale, *choice).to_owned());
    T::ALL.iter().map(pair).collect()
}

pub(crate) use worded;
