//! 人员: the company's people, and references to them from other records. [`People`](super::people::People) resolves
//! merges and shared names.

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
    /// 人员: an employee of the company. Two people with the same name have two records; a renamed person keeps the
    /// record.
    pub struct Person: "person" {
        /// 姓名.
        pub name: String,
        /// 工号; distinguishes people with the same name.
        pub number: String,
        /// 部门.
        pub department: String,
        /// 岗位.
        pub role: String,
        /// 联系方式.
        pub contact: String,
        /// 代理人.
        pub deputy: Option<Id<Person>>,
        /// Former names; papers signed earlier show them.
        pub former_names: Whole<Vec<String>>,
        /// Created from a name without a number, so it may stand for several people or duplicate another person.
        pub is_unchecked: bool,
        /// The person that this one was merged into. Every lookup follows it.
        pub merged_into: Option<Id<Person>>,
        /// Made up by the generator.
        pub is_sample: bool,
        /// Removed; the record is kept and can be restored.
        pub is_deleted: bool,
    }
}

/// Namespace of people's name-based UUIDs.
const PEOPLE: Uuid = Uuid::from_u128(0x5d3e_9f0a_77c1_4c6e_9a30_b0b5_ba12_0004);

impl Person {
    /// Returns the id of a name and a number. It is the same on every device, so a name in an old store or file is one
    /// person wherever it is read.
    pub fn id_of(name: &str, number: &str) -> Id<Self> {
        let name = format!("{}\u{1f}{}", name.trim(), number.trim());
        Id::new(Uuid::new_v5(&PEOPLE, name.as_bytes()))
    }

    /// Creates the person of a written name. Without a number, the person is marked as unchecked.
    pub fn named(written: &str) -> Self {
        let (name, number) = split(written);
        Self {
            name: name.to_owned(),
            number: number.to_owned(),
            is_unchecked: number.is_empty(),
            ..Self::empty(Self::id_of(name, number))
        }
    }

    /// Returns the name, with the number if there is one.
    pub fn written(&self) -> String {
        if self.number.is_empty() {
            self.name.clone()
        } else {
            format!("{}（{}）", self.name, self.number)
        }
    }

    /// Returns `true` if the person can be chosen: not removed, not merged into another person, and with a name.
    /// Undoing the addition of a person empties the name.
    pub fn is_here(&self) -> bool {
        !self.is_deleted && self.merged_into.is_none() && !self.name.is_empty()
    }

    /// Changes the name and adds the old one to the former names.
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

/// Splits a written name, for example `张伟（1001）`, into name and number. Words in brackets without a digit belong to
/// the name.
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

/// Reference to a person from another record.
///
/// Old stores and files name people by text. The id is then derived from the name, and the text is kept unchanged, so
/// that blocks, signed papers and names without a record never change. Two references are equal if their ids are;
/// [`People`](super::people::People) resolves merges.
#[derive(Clone, Default)]
pub struct Who {
    id: Option<Id<Person>>,
    written: Option<Arc<str>>,
}

impl Who {
    /// Refers to the person of a written name; to nobody if it is empty.
    pub fn named(written: &str) -> Self {
        let (name, number) = split(written);
        if name.is_empty() {
            return Self::default();
        }
        Self { id: Some(Person::id_of(name, number)), written: Some(written.into()) }
    }

    /// Returns the id as stored, before merges; `None` for nobody.
    pub const fn id(&self) -> Option<Id<Person>> {
        self.id
    }

    /// Returns `true` if nobody is named.
    pub const fn is_nobody(&self) -> bool {
        self.id.is_none()
    }

    /// Returns the name if the person was named by text; otherwise empty.
    pub fn written(&self) -> &str {
        self.written.as_deref().unwrap_or_default()
    }

    /// Returns the form stored in JSON and as the author of a change: the name as written, or the id.
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
