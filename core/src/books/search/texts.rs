//! The texts that are searched, in one piece a kind of record, and how words are found in them. Which texts
//! of a record these are is the module's above.

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

/// The texts of all records of one kind, in one piece; the newest comes first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SearchTexts {
    text: String,
    /// Where each record begins.
    starts: Vec<usize>,
    /// The names in the records, which can be spelled by pinyin as well.
    names: Vec<u16>,
    /// Where the names of each record begin.
    name_starts: Vec<usize>,
    pub(super) entries: Vec<Entry>,
}

/// One record of the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// Its id.
    pub(super) id: Uuid,
    /// The customer it is about.
    pub(super) customer: Option<Id<Customer>>,
    /// Its place in the table.
    place: u32,
}

/// Ends each field of a record, so that no word is found across two of them.
const BETWEEN: char = '\u{1f}';

impl SearchTexts {
    /// Gathers what is searched of every record.
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
        // Entries with a day are sorted by it, the others by creation.
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

    /// The first record from a byte of the text on that has this word, and the byte that follows it.
    fn next(&self, word: &str, from: usize) -> Option<(usize, usize)> {
        let at = from + self.text.get(from..)?.find(word)?;
        let place = self.starts.partition_point(|start| *start <= at) - 1;
        let end = self.starts.get(place + 1).copied();
        Some((place, end.unwrap_or(self.text.len())))
    }

    /// The records that have all the words, at most so many, as places in the texts.
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

    /// Like [`SearchTexts::find`], where a word may be the pinyin of a name.
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

    /// The records that have all the words, by their places in the table.
    pub fn places(&self, words: &SearchWords, pinyin: Option<&Pinyin>) -> Vec<u32> {
        let found = self.find(words, usize::MAX, pinyin).into_iter();
        found.map(|at| self.entries[at].place).collect()
    }
}

/// The searchable parts of a record.
#[derive(Clone, Debug)]
pub struct SearchedParts<'a> {
    /// The customer it is about.
    pub customer: Option<Id<Customer>>,
    /// The day by which it is new or old.
    pub on: Option<Date>,
    /// Names of customers and people, found by pinyin too.
    pub names: Vec<&'a str>,
    /// Everything else, found by its own letters.
    pub fields: Vec<&'a str>,
}

/// The words of a search, folded like the texts: the longest first, which most records lack.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchWords(Vec<String>);

impl SearchWords {
    /// Reads what was typed.
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
