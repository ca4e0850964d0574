//! Readings of Chinese characters, and the simplified character for each traditional one, for searching and
//! sorting. The table itself is built in a worker, whose crates hold the data.

use std::{cmp::Ordering, str::Chars};

use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

use super::folding::push_letter;

/// Characters with readings: the unified ideographs and extension A.
pub const CHARACTERS: std::ops::RangeInclusive<char> = '\u{3400}'..='\u{9fff}';

/// Number of these characters.
const COUNT: usize = '\u{9fff}' as usize - '\u{3400}' as usize + 1;

/// Separator between the parts of a [`Name`].
pub const BETWEEN: u16 = 0x1f;

/// The table as sent by the worker.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PinyinTable {
    /// Syllables without tones, in alphabetical order; `v` stands for `ü`.
    pub syllables: Vec<String>,
    /// Number of readings of each of [`CHARACTERS`].
    pub counts: Vec<u8>,
    /// Readings as indices into `syllables`, character by character, the most common first.
    pub readings: Vec<u16>,
    /// Rank of each reading of each character among all: by syllable, tone, character.
    pub ranks: Vec<u16>,
    /// Pairs of a traditional character and its simplified form.
    pub simplified: Vec<(char, char)>,
    /// Words with irregular readings: two characters and their ranks.
    pub words: Vec<([char; 2], [u16; 2])>,
}

/// Readings, simplified forms and collation of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pinyin {
    syllables: Vec<String>,
    starts: Vec<u32>,
    readings: Vec<u16>,
    ranks: Vec<u16>,
    /// Initials of each character's readings, one bit per letter.
    letters: Vec<u32>,
    /// Simplified form of each character, as an index; itself if it is already simplified.
    simplified: Vec<u16>,
    words: FxHashMap<[char; 2], [u16; 2]>,
}

/// The names of a record for [`Pinyin::spells`], in folded UTF-16, each followed by [`BETWEEN`].
pub type Name = [u16];

/// The part of a collation key that is compared first.
pub type Key = u128;

/// Initials written with two letters.
const TWO_LETTERS: [&[u8]; 3] = [b"zh", b"ch", b"sh"];

fn place(letter: char) -> Option<usize> {
    let place = (letter as usize).checked_sub(*CHARACTERS.start() as usize)?;
    (place < COUNT).then_some(place)
}

const fn bit(letter: u8) -> u32 {
    if letter.is_ascii_lowercase() { 1 << (letter - b'a') } else { 0 }
}

impl From<PinyinTable> for Pinyin {
    /// Invalid indices in a damaged table read as no entry.
    fn from(table: PinyinTable) -> Self {
        let mut starts = Vec::with_capacity(COUNT + 1);
        let mut start = 0;
        starts.push(0);
        for place in 0..COUNT {
            start += u32::from(table.counts.get(place).copied().unwrap_or(0));
            starts.push(start.min(table.readings.len() as u32));
        }
        let first_letter = |reading: &u16| {
            let syllable = table.syllables.get(usize::from(*reading));
            syllable.and_then(|syllable| syllable.bytes().next())
        };
        let letters = starts.windows(2).map(|span| {
            let own = &table.readings[span[0] as usize..span[1] as usize];
            own.iter().filter_map(first_letter).fold(0, |letters, letter| letters | bit(letter))
        });
        let letters = letters.collect();
        let mut simplified: Vec<u16> = (0..COUNT as u16).collect();
        for (from, to) in &table.simplified {
            if let (Some(from), Some(to)) = (place(*from), place(*to)) {
                simplified[from] = to as u16;
            }
        }
        Self {
            starts,
            letters,
            simplified,
            words: table.words.into_iter().collect(),
            syllables: table.syllables,
            readings: table.readings,
            ranks: table.ranks,
        }
    }
}

impl Pinyin {
    /// Returns the simplified form of a character; other characters are unchanged.
    pub fn simplified(&self, letter: char) -> char {
        let Some(place) = place(letter) else {
            return letter;
        };
        let simple = *CHARACTERS.start() as u32 + u32::from(self.simplified[place]);
        char::from_u32(simple).unwrap_or(letter)
    }

    fn readings(&self, place: usize) -> impl Iterator<Item = &[u8]> {
        let span = self.starts[place] as usize..self.starts[place + 1] as usize;
        let own = self.readings[span].iter();
        own.filter_map(|reading| Some(self.syllables.get(usize::from(*reading))?.as_bytes()))
    }

    /// Returns `true` if these lowercase letters and digits spell part of a name: by whole syllables, initials,
    /// or a mix of both; the last syllable may be incomplete. Every reading of a character counts.
    pub fn spells(&self, name: &Name, letters: &[u8]) -> bool {
        let Some(first) = letters.first() else {
            return false;
        };
        let wanted = bit(*first);
        (0..name.len()).any(|at| {
            let can_begin = match place_of_unit(name[at]) {
                Some(place) => self.letters[place] & wanted != 0,
                None => name[at] == u16::from(*first),
            };
            can_begin && self.begins(&name[at..], letters)
        })
    }

    fn begins(&self, name: &Name, letters: &[u8]) -> bool {
        let Some(next) = letters.first() else {
            return true;
        };
        let Some((unit, rest)) = name.split_first() else {
            return false;
        };
        let Some(place) = place_of_unit(*unit) else {
            return match u8::try_from(*unit) {
                Ok(letter) if letter == *next => self.begins(rest, &letters[1..]),
                // Brackets, dots and spaces are skipped.
                Ok(sign) => {
                    *unit != BETWEEN && !sign.is_ascii_alphanumeric() && self.begins(rest, letters)
                }
                Err(_) => false,
            };
        };
        if self.letters[place] & bit(*next) == 0 {
            return false;
        }
        self.readings(place).any(|syllable| {
            let same = syllable.iter().zip(letters);
            let same = same.take_while(|(a, b)| a == b).count();
            let goes_on_after = |count: usize| self.begins(rest, &letters[count..]);
            same == letters.len()
                || same == syllable.len() && goes_on_after(same)
                || same >= 2 && TWO_LETTERS.contains(&&syllable[..2]) && goes_on_after(2)
                || same >= 1 && goes_on_after(1)
        })
    }

    /// Returns the collation key of a name's first eight characters: letters and digits sort before Chinese
    /// characters, which sort by pinyin.
    pub fn key(&self, name: &str) -> Key {
        self.key_from(name, 0)
    }

    /// Returns the same for the characters after the first `depth` × 8.
    fn key_from(&self, name: &str, depth: usize) -> Key {
        const LETTERS: usize = size_of::<Key>() / size_of::<u16>();
        let weights = self.weights(name).chain(std::iter::repeat(0));
        let letters = weights.skip(depth * LETTERS).take(LETTERS);
        letters.fold(0, |key, weight| key << 16 | Key::from(weight))
    }

    /// Sorts items by name in the order of [`Pinyin::order`]: by the first eight characters, and by more only
    /// where these are equal.
    pub fn sort<'a, T: Copy>(&self, items: &mut [T], name: impl Fn(T) -> &'a str) {
        let keyed = items.iter().map(|item| (self.key(name(*item)), *item));
        let mut keyed: Vec<(Key, T)> = keyed.collect();
        self.sort_keyed(&mut keyed, name);
        for (item, (_, sorted)) in items.iter_mut().zip(keyed) {
            *item = sorted;
        }
    }

    /// Like [`Pinyin::sort`], for items that already have the [`Pinyin::key`] of their name.
    pub fn sort_keyed<'a, T: Copy>(&self, items: &mut [(Key, T)], name: impl Fn(T) -> &'a str) {
        self.sort_at(items, &name, 0);
    }

    fn sort_at<'a, T: Copy>(
        &self,
        items: &mut [(Key, T)],
        name: &impl Fn(T) -> &'a str,
        depth: usize,
    ) {
        items.sort_unstable_by_key(|(key, _)| *key);
        for alike in items.chunk_by_mut(|a, b| a.0 == b.0) {
            let is_whole = alike[0].0 & Key::from(u16::MAX) == 0;
            match alike.len() {
                1 => {}
                _ if is_whole => alike.sort_unstable_by(|a, b| name(a.1).cmp(name(b.1))),
                _ => {
                    for (key, item) in alike.iter_mut() {
                        *key = self.key_from(name(*item), depth + 1);
                    }
                    self.sort_at(alike, name, depth + 1);
                }
            }
        }
    }

    /// Compares two names in full.
    pub fn order(&self, a: &str, b: &str) -> Ordering {
        self.weights(a).cmp(self.weights(b)).then_with(|| a.cmp(b))
    }

    fn weights<'a>(&'a self, name: &'a str) -> Weights<'a> {
        Weights {
            pinyin: self,
            letters: name.chars(),
            folded: String::new(),
            peeked: None,
            second: None,
        }
    }

    fn rank(&self, letter: char) -> Option<u16> {
        let place = place(letter)?;
        let start = self.starts[place];
        if start == self.starts[place + 1] {
            return None;
        }
        self.ranks.get(start as usize).copied()
    }
}

/// Iterator over the ranks of a name's characters. Nothing is allocated per name, because a sort compares a
/// hundred thousand of them.
struct Weights<'a> {
    pinyin: &'a Pinyin,
    letters: Chars<'a>,
    /// Folded form of one character, in reverse order.
    folded: String,
    peeked: Option<char>,
    /// Rank of the next character, if a word determines its reading.
    second: Option<u16>,
}

impl Weights<'_> {
    fn letter(&mut self) -> Option<char> {
        loop {
            if let Some(letter) = self.folded.pop() {
                return Some(letter);
            }
            let letter = self.letters.next()?;
            // Same result as `push_letter`, without allocating.
            if letter.is_ascii() {
                return Some(letter.to_ascii_lowercase());
            }
            let letter = self.pinyin.simplified(letter);
            if CHARACTERS.contains(&letter) {
                return Some(letter);
            }
            push_letter(&mut self.folded, letter);
            if self.folded.len() > 1 {
                self.folded = self.folded.chars().rev().collect();
            }
        }
    }
}

impl Iterator for Weights<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        let letter = match self.peeked.take() {
            Some(letter) => letter,
            None => self.letter()?,
        };
        let mut rank = self.second.take();
        if rank.is_none() && place(letter).is_some() {
            self.peeked = self.letter();
            let word = self.peeked.map(|next| [letter, next]);
            let word = word.and_then(|word| self.pinyin.words.get(&word));
            (rank, self.second) = (word.map(|ranks| ranks[0]), word.map(|ranks| ranks[1]));
        }
        Some(match rank.or_else(|| self.pinyin.rank(letter)) {
            Some(rank) => 0x2000 + rank.min(0xdffe),
            None => (letter as u32).min(0x1fff) as u16,
        })
    }
}

fn place_of_unit(unit: u16) -> Option<usize> {
    char::from_u32(u32::from(unit)).and_then(place)
}
