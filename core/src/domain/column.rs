//! The values of one field across many records, in the most compact form for their type.

use std::iter;

use serde::{Deserialize, Serialize};

use super::Value;

/// One value per record. Columns compare by value, independent of representation. The order of the variants is
/// part of the stored format.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Column {
    /// Values of mixed type.
    Values(Vec<Value>),
    /// Texts; an empty text stands for no value.
    Texts(Texts),
    /// Numbers; NaN stands for no value.
    Numbers(#[serde(with = "super::packed")] Vec<f64>),
}

/// Texts stored in one string, without duplicates.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Texts {
    text: String,
    /// End of each text in `text`, in bytes.
    ends: Vec<u32>,
    /// For each record, the index of its text; empty if each record has its own.
    which: Vec<u32>,
}

impl Texts {
    fn new<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut this = Self::default();
        let mut places = rustc_hash::FxHashMap::default();
        for text in texts {
            let next = places.len() as u32;
            let place = *places.entry(text).or_insert(next);
            if place == next {
                this.text.push_str(text);
                this.ends.push(this.text.len() as u32);
            }
            this.which.push(place);
        }
        if this.which.len() == this.ends.len() {
            this.which.clear();
        }
        this
    }

    fn len(&self) -> usize {
        match self.which.len() {
            0 => self.ends.len(),
            len => len,
        }
    }

    /// Returns the text of a record; empty if there is none or the row is damaged.
    fn get(&self, row: usize) -> &str {
        let place = match self.which.is_empty() {
            true => Some(row),
            false => self.which.get(row).map(|place| *place as usize),
        };
        let Some((place, end)) = place.and_then(|at| Some((at, self.ends.get(at)?))) else {
            return "";
        };
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        let text = self.text.get(start as usize..*end as usize);
        text.unwrap_or_default()
    }
}

impl Column {
    /// Builds the column in the representation that suits the values.
    pub fn of(values: Vec<Value>) -> Self {
        let is_text = |value: &Value| match value {
            Value::Text(text) => !text.is_empty(),
            value => *value == Value::Empty,
        };
        let is_number = |value: &Value| match value {
            Value::Number(number) => !number.is_nan(),
            value => *value == Value::Empty,
        };
        if values.iter().all(is_number) {
            let number = |value: &Value| match value {
                Value::Number(number) => *number,
                _ => f64::NAN,
            };
            Self::Numbers(values.iter().map(number).collect())
        } else if values.iter().all(is_text) {
            let texts = values.iter().map(|value| match value {
                Value::Text(text) => text.as_str(),
                _ => "",
            });
            Self::Texts(Texts::new(texts))
        } else {
            Self::Values(values)
        }
    }

    /// Returns the number of values.
    pub fn len(&self) -> usize {
        match self {
            Self::Values(values) => values.len(),
            Self::Texts(texts) => texts.len(),
            Self::Numbers(numbers) => numbers.len(),
        }
    }

    /// Returns `true` if there are no values.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the value of a record; [`Value::Empty`] past the end.
    pub fn value(&self, row: usize) -> Value {
        match self {
            Self::Values(values) => values.get(row).cloned().unwrap_or_default(),
            Self::Texts(texts) => match texts.get(row) {
                "" => Value::Empty,
                text => Value::Text(text.to_owned()),
            },
            Self::Numbers(numbers) => match numbers.get(row) {
                Some(number) if !number.is_nan() => Value::Number(*number),
                _ => Value::Empty,
            },
        }
    }

    /// Returns all values, in order.
    pub fn values(&self) -> impl Iterator<Item = Value> + '_ {
        let mut row = 0..self.len();
        iter::from_fn(move || row.next().map(|row| self.value(row)))
    }
}

impl PartialEq for Column {
    fn eq(&self, other: &Self) -> bool {
        self.values().eq(other.values())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Value {
        Value::Text(text.into())
    }

    #[test]
    fn values_come_back_however_they_are_kept() {
        let kept = |values: Vec<Value>| {
            let column = Column::of(values.clone());
            let bytes = postcard::to_extend(&column, Vec::new()).unwrap();
            let back: Column = postcard::from_bytes(&bytes).unwrap();
            assert_eq!(back.values().collect::<Vec<_>>(), values);
            assert_eq!(back, Column::Values(values));
            match column {
                Column::Values(_) => "values",
                Column::Texts(texts) if texts.which.is_empty() => "own texts",
                Column::Texts(_) => "texts",
                Column::Numbers(_) => "numbers",
            }
        };
        assert_eq!(kept(vec![text("甲"), text("乙")]), "own texts");
        assert_eq!(kept(vec![text("甲"), Value::Empty, text("甲")]), "texts");
        assert_eq!(kept(vec![Value::Number(-0.5), Value::Empty]), "numbers");
        assert_eq!(kept(vec![text("")]), "values");
        assert_eq!(kept(vec![text("甲"), Value::Bool(true)]), "values");
        assert_eq!(kept(vec![]), "numbers");
        let nan = Column::of(vec![Value::Number(f64::NAN)]);
        assert!(matches!(nan, Column::Values(_)));
    }

    #[test]
    fn what_is_damaged_reads_as_nothing() {
        let texts = |ends: &[u32], which: &[u32]| {
            Column::Texts(Texts { text: "甲乙".into(), ends: ends.into(), which: which.into() })
        };
        let column = texts(&[3, 6], &[1, 0, 7]);
        let values: Vec<Value> = column.values().collect();
        assert_eq!(values, [text("乙"), text("甲"), Value::Empty]);
        // Inside a character, decreasing, past the end.
        for ends in [[1, 6], [6, 3], [3, 9]] {
            assert_eq!(texts(&ends, &[]).value(1), Value::Empty, "{ends:?}");
        }
        assert_eq!(column.value(3), Value::Empty);
    }
}
