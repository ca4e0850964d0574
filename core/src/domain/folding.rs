//! Folds text for comparison: full and half width, case, invisible characters. Traditional characters are folded
//! by [`super::pinyin`], whose table loads later.

/// Appends the folded form of one character: half width, lowercase, nothing for an invisible character. Almost
/// every character is Chinese and stays as it is.
pub fn push_letter(to: &mut String, letter: char) {
    match letter {
        '\u{2e80}'..='\u{2fff}' | '\u{3001}'..='\u{30fa}' | '\u{30fc}'..='\u{a4cf}' => {
            to.push(letter)
        }
        _ if letter.is_ascii() => to.push(letter.to_ascii_lowercase()),
        // Full-width forms are in ASCII order.
        '\u{ff01}'..='\u{ff5e}' => {
            let half = char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter);
            to.push(half.to_ascii_lowercase());
        }
        '\u{3000}' | '\u{a0}' => to.push(' '),
        // Name separators and dashes.
        '•' | '・' | '･' | '‧' => to.push('·'),
        '‐'..='―' | '−' => to.push('-'),
        // Roman numerals in the names of lines and transformers.
        'Ⅰ'..='Ⅻ' | 'ⅰ'..='ⅻ' => {
            let first = if letter < 'ⅰ' { 'Ⅰ' } else { 'ⅰ' };
            let place = u32::from(letter) - u32::from(first);
            to.push_str(ROMAN[place as usize % ROMAN.len()]);
        }
        _ if is_unseen(letter) => {}
        _ => to.extend(letter.to_lowercase()),
    }
}

const ROMAN: [&str; 12] =
    ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"];

/// Returns `true` if a character is invisible on the screen: zero-width characters, direction marks, byte
/// order marks, soft hyphens.
pub const fn is_unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}'
    )
}

/// Returns the folded form of a text.
///
/// ```
/// use busbar_core::domain::folding::folded;
/// assert_eq!(folded("（安徽）ＴＥＳＴ１２号"), "(安徽)test12号");
/// ```
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        push_letter(&mut folded, letter);
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_read_alike_are_alike() {
        for (text, expected) in [
            ("（安徽）", "(安徽)"),
            ("ＴＥＳＴ", "test"),
            ("Test", "test"),
            ("１２号", "12号"),
            ("SY\u{200b}9114\u{feff}0001", "sy91140001"),
            ("恒泰\u{3000}纺织", "恒泰 纺织"),
            ("Ⅱ回 ⅻ", "ii回 xii"),
            ("买买提•阿卜杜拉", "买买提·阿卜杜拉"),
            ("10 – 35", "10 - 35"),
            ("İÉ", "i\u{307}é"),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }
}
