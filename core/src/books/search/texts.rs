//! Searchable texts, one string per kind of record, and the search for words in them. The parent module decides which
//! texts of a record are included.

use jiff::civil::Date;
use uuid::Uuid;

use crate::{
    books::table::Table,
    domain::{
        Customer, Id, InOrder, Record,
        folding::{folded, push_letter},
        pinyin::Pinyin,
    },
};

/// The texts of all records of a kind in one string, newest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchTexts {
    text: String,
    /// Byte offset of each record.
    starts: Vec<usize>,
    /// Names in the records, which can also be spelled in pinyin.
    names: Vec<u16>,
    /// Start of each record's names in `names`.
    name_starts: Vec<usize>,
    pub(super) entries: Vec<Entry>,
}

/// A record of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Id of the record.
    pub(super) id: Uuid,
    /// Customer of the record.
    pub(super) customer: Option<Id<Customer>>,
    /// Index in the table.
    place: u32,
}

/// Ends each field of a record, so that no word matches across two fields.
const BETWEEN: char = '\u{1f}';

impl SearchTexts {
    /// Gathers the searchable parts of every record.
    pub fn gather<'a, T: Record>(
        table: &'a Table<T>,
        pinyin: Option<&Pinyin>,
        about: impl Fn(&'a T) -> Option<SearchedParts<'a>>,
    ) -> Self {
        let rows = table.rows();
        let mut about: Vec<(u32, SearchedParts<'_>)> = (0..rows.len())
            .rev()
            .filter_map(|place| Some((place as u32, about(&rows[place])?)))
            .collect();
        // Records with a date are sorted by it, the others by creation.
        about.order_by_key(|(_, about)| std::cmp::Reverse(about.on));
        let mut texts = Self::default();
        for (place, about) in about {
            texts.starts.push(texts.text.len());
            texts.name_starts.push(texts.names.len());
            texts.entries.push(Entry {
                id: rows[place as usize].id().uuid(),
                customer: about.customer,
                place,
            });
            for name in about.names {
                let start = texts.text.len();
                texts.push(name, pinyin);
                texts.names.extend(texts.text[start..].encode_utf16());
            }
            for field in about.fields {
                texts.push(field, pinyin);
            }
        }
        texts
    }

    fn push(&mut self, field: &str, pinyin: Option<&Pinyin>) {
        if field.is_empty() {
            return;
        }
        for letter in field.chars() {
            let letter = pinyin.map_or(letter, |pinyin| pinyin.simplified(letter));
            push_letter(&mut self.text, letter);
        }
        self.text.push(BETWEEN);
    }

    fn record(&self, at: usize) -> &str {
        let end = self.starts.get(at + 1).copied();
        &self.text[self.starts[at]..end.unwrap_or(self.text.len())]
    }

    fn names_of(&self, at: usize) -> &[u16] {
        let end = self.name_starts.get(at + 1).copied();
        &self.names[self.name_starts[at]..end.unwrap_or(self.names.len())]
    }

    /// Returns the first record from byte `from` on that contains the word, and the byte at which the record ends.
    fn next(&self, word: &str, from: usize) -> Option<(usize, usize)> {
        let at = from + self.text.get(from..)?.find(word)?;
        let place = self.starts.partition_point(|start| *start <= at) - 1;
        let end = self.starts.get(place + 1).copied();
        Some((place, end.unwrap_or(self.text.len())))
    }

    /// Returns the records that contain all words, at most `most`, as indices in the texts.
    pub(super) fn find(
        &self,
        words: &SearchWords,
        most: usize,
        pinyin: Option<&Pinyin>,
    ) -> Vec<usize> {
        let Some((first, others)) = words.0.split_first() else {
            return Vec::new();
        };
        if let Some(pinyin) = pinyin.filter(|_| words.0.iter().any(|word| can_be_spelled(word))) {
            return self.spelled(words, most, pinyin);
        }
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((place, end)) = self.next(first, from) {
            let record = self.record(place);
            if others.iter().all(|word| record.contains(word.as_str())) {
                found.push(place);
                if found.len() == most {
                    break;
                }
            }
            from = end;
        }
        found
    }

    /// Like [`SearchTexts::find`], but a word may also be the pinyin of a name.
    fn spelled(&self, words: &SearchWords, most: usize, pinyin: &Pinyin) -> Vec<usize> {
        let mut fits = vec![true; self.entries.len()];
        for word in &words.0 {
            let mut has = vec![false; self.entries.len()];
            let mut from = 0;
            while let Some((place, end)) = self.next(word, from) {
                has[place] = true;
                from = end;
            }
            if can_be_spelled(word) {
                let letters: Vec<u8> = word.bytes().filter(u8::is_ascii_alphanumeric).collect();
                for (place, has) in has.iter_mut().enumerate() {
                    *has = *has || fits[place] && pinyin.spells(self.names_of(place), &letters);
                }
            }
            for (fits, has) in fits.iter_mut().zip(has) {
                *fits &= has;
            }
        }
        let found = fits.into_iter().enumerate().filter(|(_, fits)| *fits);
        found.map(|(place, _)| place).take(most).collect()
    }

    /// Returns the records that contain all words, as indices in the table.
    pub fn places(&self, words: &SearchWords, pinyin: Option<&Pinyin>) -> Vec<u32> {
        let found = self.find(words, usize::MAX, pinyin).into_iter();
        found.map(|at| self.entries[at].place).collect()
    }
}

/// Searchable parts of a record.
#[derive(Clone, Debug)]
pub struct SearchedParts<'a> {
    /// Customer of the record.
    pub customer: Option<Id<Customer>>,
    /// Date that determines its order; the newest comes first.
    pub on: Option<Date>,
    /// Names of customers and people, also found by pinyin.
    pub names: Vec<&'a str>,
    /// All other texts, found only as written.
    pub fields: Vec<&'a str>,
}

/// The words of a search, folded like the texts; longest first, because the longest is in the fewest records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWords(Vec<String>);

impl SearchWords {
    /// Splits and folds the text of a search.
    pub fn of(search: &str, pinyin: Option<&Pinyin>) -> Self {
        let simple = |letter| pinyin.map_or(letter, |pinyin| pinyin.simplified(letter));
        let search: String = search.chars().map(simple).collect();
        let search = folded(&search);
        let mut words: Vec<String> = search.split_whitespace().map(str::to_owned).collect();
        words.sort_by_key(|word| std::cmp::Reverse(word.len()));
        Self(words)
    }

    /// Returns `true` if the search is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Returns `true` if a word may be pinyin: Latin letters, perhaps with digits and the apostrophe of *xi'an*.
fn can_be_spelled(word: &str) -> bool {
    let is_spelling = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'\'';
    word.bytes().all(is_spelling) && word.bytes().any(|byte| byte.is_ascii_lowercase())
}
