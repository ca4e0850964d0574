//! Texts with arguments. Counts and dates are passed as they are and formatted here in the language of the text; other
//! figures have units or decimals and are formatted by [`super::format`] first.

use jiff::civil::Date;
use leptos_i18n::I18nContext;

use super::{format, i18n::*};

/// Argument of a text.
pub trait Argument {
    /// Formats the argument in a language.
    fn written(self, locale: Locale) -> String;
}

impl Argument for usize {
    fn written(self, locale: Locale) -> String {
        format::count(locale, self)
    }
}

impl Argument for Date {
    fn written(self, locale: Locale) -> String {
        format::date(locale, self)
    }
}

impl Argument for String {
    fn written(self, _: Locale) -> String {
        self
    }
}

impl Argument for &str {
    fn written(self, _: Locale) -> String {
        self.to_owned()
    }
}

impl Argument for i16 {
    fn written(self, _: Locale) -> String {
        self.to_string()
    }
}

/// Language source of a text: a fixed language, or the language of the page, which is a signal.
pub trait TextLanguage {
    /// Returns the language. Subscribes to changes if it is the page's.
    fn language(self) -> Locale;
}

impl TextLanguage for Locale {
    fn language(self) -> Locale {
        self
    }
}

impl TextLanguage for I18nContext<Locale> {
    fn language(self) -> Locale {
        self.get_locale()
    }
}

/// `say!(i18n, namespace.key, name = argument, …)`: returns a text with its arguments, see [`Argument`].
macro_rules! say {
    ($in:expr, $space:ident.$key:ident, $($name:ident = $value:expr),+ $(,)?) => {{
        let language = $crate::ui::say::TextLanguage::language($in);
        leptos_i18n::td_string!(
            language,
            $space.$key,
            $($name = $crate::ui::say::Argument::written($value, language)),+
        )
    }};
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_written_as_the_language_writes_them() {
        let day = jiff::civil::date(2026, 11, 23);
        for (locale, date, count) in
            [(Locale::zh, "2026年11月23日", "2\u{202f}621"), (Locale::en, "23 Nov 2026", "2,621")]
        {
            assert_eq!(day.written(locale), date);
            assert_eq!(2621_usize.written(locale), count);
            assert_eq!("A".written(locale), "A");
        }
        assert_eq!(say!(Locale::en, labels.customer_many, count = 2621_usize), "2,621 customers");
    }
}
