//! Lists that are stored as maps by their natural key, so that every item is an entry of its own in a setting. Older
//! versions stored them as lists; both forms are read.

use std::{collections::BTreeMap, fmt, marker::PhantomData};

use jiff::civil::Date;
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{
        MapAccess, SeqAccess, Visitor,
        value::{MapAccessDeserializer, SeqAccessDeserializer},
    },
};

use super::date::stored;

/// Stored form of a list, by any version.
pub(super) enum Keyed<L, K, V> {
    /// Items in order, as stored by older versions.
    List(Vec<L>),
    /// Values by key.
    Map(BTreeMap<K, V>),
}

impl<L, K: Ord, V> Keyed<L, K, V> {
    /// Returns the values by key; `entry` converts an item at a position of the older list.
    pub fn into_map(self, entry: impl Fn(usize, L) -> (K, V)) -> BTreeMap<K, V> {
        match self {
            Self::List(items) => {
                items.into_iter().enumerate().map(|(place, item)| entry(place, item)).collect()
            }
            Self::Map(map) => map,
        }
    }
}

impl<'de, L, K, V> Deserialize<'de> for Keyed<L, K, V>
where
    L: Deserialize<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// Reads either form.
struct Either<T>(PhantomData<T>);

impl<'de, L, K, V> Visitor<'de> for Either<Keyed<L, K, V>>
where
    L: Deserialize<'de>,
    K: Deserialize<'de> + Ord,
    V: Deserialize<'de>,
{
    type Value = Keyed<L, K, V>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list, or a map by key")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Vec::deserialize(SeqAccessDeserializer::new(items)).map(Keyed::List)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        BTreeMap::deserialize(MapAccessDeserializer::new(map)).map(Keyed::Map)
    }
}

/// A day as a key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Day(#[serde(with = "stored")] pub Date);

/// Stored form of a set, for `#[serde(with)]`: a map with `true` for every member.
pub(super) mod set {
    use std::collections::BTreeSet;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::Keyed;

    pub fn serialize<T, S>(set: &BTreeSet<T>, serializer: S) -> Result<S::Ok, S::Error>
    where
        T: Serialize,
        S: Serializer,
    {
        serializer.collect_map(set.iter().map(|member| (member, true)))
    }

    pub fn deserialize<'de, T, D>(deserializer: D) -> Result<BTreeSet<T>, D::Error>
    where
        T: Deserialize<'de> + Ord,
        D: Deserializer<'de>,
    {
        let members = Keyed::<T, T, bool>::deserialize(deserializer)?;
        let members = members.into_map(|_, member| (member, true)).into_iter();
        Ok(members.filter_map(|(member, is_in)| is_in.then_some(member)).collect())
    }
}
