//! 人员: who works here, and how other records name them. Names in the plural (who is who, which names are
//! shared, who was merged into whom) are [`People`](super::people::People)'s.

use std::{
    fmt,
    hash::{Hash, Hasher},
    sync::Arc,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

use super::{
    Id, Record, Value,
    record::{FieldValue, Whole, record},
};

record! {
    /// 人员: an employee of the company. Two people of one name are two records, and a person keeps its record
    /// under a new name.
    pub struct Person: "person" {
        /// 姓名.
        pub name: String,
        /// 工号; tells people of one name apart.
        pub number: String,
        /// 部门.
        pub department: String,
        /// 岗位.
        pub role: String,
        /// 联系方式.
        pub contact: String,
        /// 代理人, who stands in for this person.
        pub deputy: Option<Id<Person>>,
        /// Earlier names, by which signed papers know this person.
        pub former_names: Whole<Vec<String>>,
        /// Came from a name without a number, so it may stand for several people or repeat somebody.
        pub is_unchecked: bool,
        /// The person that this one turned out to be. Every lookup follows it.
        pub merged_into: Option<Id<Person>>,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Taken out; kept, and can be brought back.
        pub is_deleted: bool,
    }
}

/// The name space of people among name-based UUIDs.
const PEOPLE: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0004);

impl Person {
    /// The id that a name and a number stand for: the same on every device, so that a name in an old store or in a
    /// file becomes one person wherever it is read.
    pub fn id_of(name: &str, number: &str) -> Id<Self> {
        let name = format!("{}\u{1f}{}", name.trim(), number.trim());
        Id::new(Uuid::new_v5(&PEOPLE, name.as_bytes()))
    }

    /// The person that a written name stands for. Without a number it is marked to be checked.
    pub fn named(written: &str) -> Self {
        let (name, number) = split(written);
        Self {
            name: name.to_owned(),
            number: number.to_owned(),
            is_unchecked: number.is_empty(),
            ..Self::empty(Self::id_of(name, number))
        }
    }

    /// The name with the number, where there is one.
    pub fn written(&self) -> String {
        if self.number.is_empty() {
            self.name.clone()
        } else {
            format!("{}（{}）", self.name, self.number)
        }
    }

    /// Returns `true` for somebody who can be chosen: not taken out, not merged into another person, and with a
    /// name, which undoing the addition empties.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.merged_into.is_none() && !self.name.is_empty()
    }

    /// Gives the person another name, and remembers the one it had.
    pub fn rename(&mut self, name: &str) {
        let name = name.trim();
        if name.is_empty() || name == self.name {
            return;
        }
        let former = std::mem::replace(&mut self.name, name.to_owned());
        if !former.is_empty() && !self.former_names.0.contains(&former) {
            self.former_names.0.push(former);
        }
    }
}

/// A written name apart from its number: `张伟（1001）`. Words in brackets without a digit belong to the name.
///
/// ```
/// use busbar_core::domain::person::split;
/// assert_eq!(split(" 张伟（1001） "), ("张伟", "1001"));
/// assert_eq!(split("Zhang Wei (A-17)"), ("Zhang Wei", "A-17"));
/// assert_eq!(split("张伟（营销部）"), ("张伟（营销部）", ""));
/// assert_eq!(split("（1001）"), ("（1001）", ""));
/// ```
pub fn split(written: &str) -> (&str, &str) {
    let written = written.trim();
    let inside = written.strip_suffix(['）', ')']);
    let parts = inside.and_then(|inside| inside.rsplit_once(['（', '(']));
    match parts.map(|(name, number)| (name.trim(), number.trim())) {
        Some((name, number)) if !name.is_empty() && is_number(number) => (name, number),
        _ => (written, ""),
    }
}

fn is_number(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "-_./".contains(letter);
    text.chars().all(is_part) && text.chars().any(|letter| letter.is_ascii_digit())
}

/// A person as a record names them.
///
/// Old stores and files name people by text. Such a name stands for the person whose id is made of it, and is kept
/// as it was written, so that a block, a signed paper and a name without a record read the same for ever. Two
/// are equal if they stand for the same id; whether two ids were merged is known to
/// [`People`](super::people::People).
#[derive(Clone, Default)]
pub struct Who {
    id: Option<Id<Person>>,
    written: Option<Arc<str>>,
}

impl Who {
    /// The person that a written name stands for; nobody for an empty one.
    pub fn named(written: &str) -> Self {
        let (name, number) = split(written);
        if name.is_empty() {
            return Self::default();
        }
        Self { id: Some(Person::id_of(name, number)), written: Some(written.into()) }
    }

    /// The id as it was stored, before merges; `None` for nobody.
    pub const fn id(&self) -> Option<Id<Person>> {
        self.id
    }

    /// Returns `true` if nobody is named.
    pub const fn is_nobody(&self) -> bool {
        self.id.is_none()
    }

    /// The name, where the person was named by text; otherwise empty.
    pub fn written(&self) -> &str {
        self.written.as_deref().unwrap_or_default()
    }

    /// As text in JSON and in the author of a change: the name as it was written, or the id.
    pub fn stored(&self) -> String {
        match (&self.written, self.id) {
            (Some(written), _) => written.to_string(),
            (None, Some(id)) => id.to_string(),
            (None, None) => String::new(),
        }
    }

    /// Reads [`Who::stored`].
    pub fn read(stored: &str) -> Self {
        match Uuid::try_parse(stored) {
            Ok(id) => Id::new(id).into(),
            Err(_) => Self::named(stored),
        }
    }
}

impl From<Id<Person>> for Who {
    fn from(id: Id<Person>) -> Self {
        Self { id: Some(id), written: None }
    }
}

impl From<Option<Id<Person>>> for Who {
    fn from(id: Option<Id<Person>>) -> Self {
        Self { id, written: None }
    }
}

impl From<&str> for Who {
    fn from(written: &str) -> Self {
        Self::named(written)
    }
}

impl From<&Person> for Who {
    fn from(person: &Person) -> Self {
        person.id.into()
    }
}

impl PartialEq for Who {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Who {}

impl Hash for Who {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Debug for Who {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.written, self.id) {
            (Some(written), _) => write!(f, "Who({written})"),
            (None, id) => write!(f, "Who({id:?})"),
        }
    }
}

impl FieldValue for Who {
    const IS_PERSON: bool = true;

    fn to_value(&self) -> Value {
        match (&self.written, self.id) {
            (Some(written), _) => Value::Text(written.to_string()),
            (None, Some(id)) => Value::Id(id.uuid()),
            (None, None) => Value::Empty,
        }
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(Self::default()),
            Value::Text(name) => Some(Self::named(&name)),
            Value::Id(id) => Some(Id::new(id).into()),
            _ => None,
        }
    }

    fn who(&self) -> Option<&Who> {
        Some(self)
    }
}

impl Serialize for Who {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.stored())
    }
}

impl<'de> Deserialize<'de> for Who {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|stored| Self::read(&stored))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::uuid;

    use super::*;
    use crate::domain::Customer;

    #[test]
    fn a_name_is_the_same_person_on_every_device_for_ever() {
        // Stored in every workspace: these never change.
        let cases = [
            ("李明", uuid!("46e11293-ca61-5926-aefc-45087d2210dc")),
            ("张伟（1001）", uuid!("9bd60203-42d8-5c12-8d11-6ab336a5094b")),
        ];
        for (written, id) in cases {
            assert_eq!(Who::named(written).id().map(Id::uuid), Some(id), "{written}");
            assert_eq!(Person::named(written).id.uuid(), id, "{written}");
        }
    }

    #[test]
    fn number_and_name_tell_people_apart() {
        let id = |written| Who::named(written).id();
        assert_eq!(id("张伟（1001）"), id(" 张伟 (1001)"));
        assert_ne!(id("张伟（1001）"), id("张伟（1002）"));
        assert_ne!(id("张伟（1001）"), id("张伟"));
        assert_eq!(id("  "), None);
        assert!(Person::named("张伟").is_unchecked);
        assert!(!Person::named("张伟（1001）").is_unchecked);
    }

    #[test]
    fn an_old_store_names_people_by_text() {
        let mut customer = Customer::empty(Id::new(Uuid::from_u128(1)));
        customer.set("account_manager", Value::Text("李明".into())).unwrap();
        assert_eq!(customer.account_manager.id(), Some(Person::id_of("李明", "")));
        assert_eq!(customer.value("account_manager"), Some(Value::Text("李明".into())));
        let id = Uuid::from_u128(7);
        customer.set("account_manager", Value::Id(id)).unwrap();
        assert_eq!(customer.value("account_manager"), Some(Value::Id(id)));
        assert!(customer.set("account_manager", Value::Bool(true)).is_err());
        assert!(Customer::is_person("account_manager"));
        assert!(!Customer::is_person("name"));
        assert!(!Customer::is_person("nobody"));
    }

    #[test]
    fn a_new_name_keeps_the_former() {
        let mut person = Person::named("李明");
        for name in ["李鸣", "", "李鸣", "李明"] {
            person.rename(name);
        }
        assert_eq!(person.name, "李明");
        assert_eq!(person.former_names.0, ["李明", "李鸣"]);
        assert_eq!(person.id, Person::id_of("李明", ""));
    }

    proptest! {
        #[test]
        fn a_person_comes_back_from_where_it_was_stored(name in any::<String>(), id in any::<u128>()) {
            for who in [Who::named(&name), Id::new(Uuid::from_u128(id)).into(), Who::default()] {
                prop_assert_eq!(&Who::from_value(who.to_value()), &Some(who.clone()));
                prop_assert_eq!(Who::read(&who.stored()), who);
            }
        }

        #[test]
        fn a_written_person_is_read_as_the_same(name in "[\u{4e00}-\u{4e40}]{1,3}", number in "[0-9]{0,4}") {
            let person = Person {
                name: name.clone(),
                number: number.clone(),
                ..Person::empty(Person::id_of(&name, &number))
            };
            prop_assert_eq!(Person::named(&person.written()).id, person.id);
        }
    }
}
