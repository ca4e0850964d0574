//! The pinyin table, built in a worker: the crates with the data are too large for the first load of the page.
//! Its use is in the domain.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;
use simplet2s::convert;

use super::attachments::Computed;
use crate::{
    domain::pinyin::{CHARACTERS, PinyinTable},
    messages::Outcome,
};

/// Characters whose usual reading in names is not the first in the dictionary, and two-character words with
/// irregular readings; one per line, with syllables.
const READINGS: &str = include_str!("readings.txt");

/// A reading: its syllable, and the syllable with the tone as a digit.
type Reading = (String, String);

/// Builds the table as the result of a job.
pub(super) fn make() -> Computed {
    Ok((Outcome::Pinyin(table()), Vec::new()))
}

/// Builds the table.
pub fn table() -> PinyinTable {
    let all: Vec<(char, Vec<Reading>)> =
        CHARACTERS.map(|character| (character, readings(character))).collect();
    let syllables: BTreeSet<&str> =
        all.iter().flat_map(|(_, own)| own.iter().map(|(syllable, _)| syllable.as_str())).collect();
    let syllables: Vec<&str> = syllables.into_iter().collect();
    let mut order: Vec<(&Reading, char)> = all
        .iter()
        .flat_map(|(character, own)| own.iter().map(|reading| (reading, *character)))
        .collect();
    order.sort_unstable();
    let rank = |reading: &Reading, character: char| {
        let found = order.binary_search(&(reading, character));
        u16::try_from(found.unwrap_or_default()).unwrap_or(u16::MAX)
    };
    let syllable = |reading: &Reading| {
        let found = syllables.binary_search(&reading.0.as_str());
        u16::try_from(found.unwrap_or_default()).unwrap_or(u16::MAX)
    };
    let flat = || {
        let each = |(character, own): &'_ (char, Vec<Reading>)| {
            let character = *character;
            own.iter().map(move |reading| (reading.clone(), character)).collect::<Vec<_>>()
        };
        all.iter().flat_map(each)
    };
    let in_word = |character: char, wanted: &str| {
        let own = readings(character);
        let reading = own.iter().find(|(syllable, _)| syllable == wanted)?;
        Some(rank(reading, character))
    };
    let words = read_otherwise().filter_map(|(characters, read)| {
        let ([first, second], [a, b]) =
            (characters[..].try_into().ok()?, read[..].try_into().ok()?);
        Some(([first, second], [in_word(first, a)?, in_word(second, b)?]))
    });
    PinyinTable {
        counts: all.iter().map(|(_, own)| u8::try_from(own.len()).unwrap_or(u8::MAX)).collect(),
        readings: flat().map(|(reading, _)| syllable(&reading)).collect(),
        ranks: flat().map(|(reading, character)| rank(&reading, character)).collect(),
        simplified: CHARACTERS.filter_map(simplified).collect(),
        words: words.collect(),
        syllables: syllables.into_iter().map(str::to_owned).collect(),
    }
}

/// Returns the readings of a character, each syllable once, the most common first. `ü` can be typed as `v` or
/// `u`.
fn readings(character: char) -> Vec<Reading> {
    let mut own: Vec<Reading> = Vec::new();
    let mut add = |syllable: String, with_tone: String| {
        if own.iter().all(|(known, _)| *known != syllable) {
            own.push((syllable, with_tone));
        }
    };
    for reading in character.to_pinyin_multi().into_iter().flatten() {
        let (plain, with_tone) = (reading.plain(), reading.with_tone_num_end());
        if plain.contains('ü') {
            for letter in ["v", "u"] {
                add(plain.replace('ü', letter), with_tone.replace('ü', letter));
            }
        } else if plain.is_ascii() {
            add(plain.to_owned(), with_tone.to_owned());
        }
    }
    let of_character = |line: &'static str| line.strip_prefix(character)?.strip_prefix(' ');
    let usual = READINGS.lines().find_map(of_character);
    let place = usual.and_then(|usual| own.iter().position(|(syllable, _)| syllable == usual));
    if let Some(place) = place {
        own[..=place].rotate_right(1);
    }
    own
}

/// Returns the lines of [`READINGS`]: characters and their syllables.
fn read_otherwise() -> impl Iterator<Item = (Vec<char>, Vec<&'static str>)> {
    READINGS.lines().map(|line| {
        let mut words = line.split(' ');
        let characters = words.next().unwrap_or_default().chars().collect();
        (characters, words.collect())
    })
}

/// Returns the simplified form of a traditional character.
fn simplified(character: char) -> Option<(char, char)> {
    let simple = convert(&character.to_string()).chars().next()?;
    (simple != character).then_some((character, simple))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{folding::folded, pinyin::Pinyin};

    fn pinyin() -> Pinyin {
        Pinyin::from(table())
    }

    #[test]
    fn names_are_spelled_by_syllables_and_initials() {
        let pinyin = pinyin();
        for (name, letters, is_found) in [
            ("恒泰纺织有限公司", "hengtai", true),
            ("恒泰纺织有限公司", "htfz", true),
            ("恒泰纺织有限公司", "hengtaif", true),
            ("恒泰纺织有限公司", "htfangzhi", true),
            ("恒泰纺织有限公司", "fz", true),
            ("恒泰纺织有限公司", "hf", false),
            ("恒泰纺织有限公司", "gs恒", false),
            ("重庆钢铁", "chongqing", true),
            ("重庆钢铁", "zhongqing", true),
            ("重庆钢铁", "cqgt", true),
            ("单志强", "szq", true),
            ("单志强", "shanzhiqiang", true),
            ("曾国强", "zeng", true),
            ("长江（安徽）电子", "cjahdz", true),
            ("第12号变电站", "d12hao", true),
            ("吕梁", "lvliang", true),
            ("吕梁", "luliang", true),
            ("中石化", "zhshh", true),
            ("中石化", "zsh", true),
            ("西安", "xian", true),
            ("安徽", "", false),
        ] {
            let units: Vec<u16> = folded(name).encode_utf16().collect();
            assert_eq!(pinyin.spells(&units, letters.as_bytes()), is_found, "{name} {letters}");
        }
        // Not across two names.
        let units: Vec<u16> = "安康\u{1f}王强\u{1f}".encode_utf16().collect();
        assert!(!pinyin.spells(&units, b"kw"));
    }

    #[test]
    fn names_stand_in_the_order_of_their_pinyin() {
        let pinyin = pinyin();
        let mut names = [
            "重庆钢铁",
            "中石化",
            "厦门钨业",
            "大厦物业",
            "安徽水泥",
            "ABC Steel",
            "长江电子",
            "单县化工",
            "曾氏食品",
            "12号站",
            "鞍山钢铁",
            "六安瓜片",
            "恒泰",
            "恒泰纺织",
            "成都银行",
        ];
        names.sort_by(|a, b| pinyin.order(a, b));
        let expected = [
            "12号站",
            "ABC Steel",
            "安徽水泥",
            "鞍山钢铁",
            "长江电子",
            "成都银行",
            "重庆钢铁",
            "大厦物业",
            "恒泰",
            "恒泰纺织",
            "六安瓜片",
            "单县化工",
            "厦门钨业",
            "曾氏食品",
            "中石化",
        ];
        assert_eq!(names, expected);
        names.sort_by_key(|name| pinyin.key(name));
        assert_eq!(names, expected);
        // Traditional and simplified forms of a name sort together.
        assert_eq!(pinyin.key("鋼鐵"), pinyin.key("钢铁"));
    }

    /// Sorting by blocks of eight letters gives the same order as comparing whole names.
    #[test]
    fn a_list_is_sorted_as_its_names_compare() {
        let pinyin = pinyin();
        let shared = "云川市第一人民医院";
        let mut names: Vec<String> = (0..40)
            .map(|n| format!("{shared}{}分院", n * 7 % 40))
            .chain(
                ["鋼鐵", "钢铁", "恒泰", "恒泰纺织", "", shared, "ABC", "abc", "恒泰"]
                    .map(Into::into),
            )
            .collect();
        let mut sorted: Vec<usize> = (0..names.len()).collect();
        pinyin.sort(&mut sorted, |place| names[place].as_str());
        let sorted: Vec<String> = sorted.into_iter().map(|place| names[place].clone()).collect();
        names.sort_by(|a, b| pinyin.order(a, b));
        assert_eq!(sorted, names);
    }

    #[test]
    fn traditional_characters_have_their_simplified_form() {
        let pinyin = pinyin();
        let simple: String = "鋼鐵廠電力發展A".chars().map(|one| pinyin.simplified(one)).collect();
        assert_eq!(simple, "钢铁厂电力发展A");
    }

    #[test]
    fn the_table_holds_every_word_it_names() {
        let table = table();
        let (usual, words): (Vec<_>, Vec<_>) =
            read_otherwise().partition(|(characters, _)| characters.len() == 1);
        assert!(usual.len() > 5 && words.len() > 20);
        assert_eq!(table.words.len(), words.len());
        assert!(table.ranks.len() < 0xdffe, "{}", table.ranks.len());
        for (character, usual) in usual {
            assert_eq!(readings(character[0])[0].0, usual[0]);
        }
        assert_eq!(table.ranks.len(), table.readings.len());
    }
}
