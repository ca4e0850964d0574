//! The record abstraction: an id, and typed fields that can be read and written by name.
//!
//! Fields travel as [`Value`]s, so that the change log is independent of record types, and a new kind of record
//! needs only a `record!`. Concurrent versions of a field are handled in the sync room.

use std::marker::PhantomData;

use jiff::civil::Date;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use uuid::Uuid;

use super::{Id, person::Who};

/// Stable name of a kind of record, as stored: `customer`, `supply_point`, …
pub type RecordKind = &'static str;

/// Value of a field. The order of the variants is part of the stored format and never changes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Value {
    /// No value.
    #[default]
    Empty,
    /// Boolean.
    Bool(bool),
    /// A number; its unit is in the field's name.
    Number(f64),
    /// Text, or the stable name of a choice.
    Text(String),
    /// A calendar day.
    Date(#[serde(with = "super::date::stored")] Date),
    /// Reference to another record.
    Id(Uuid),
    /// A structure edited as a whole, as JSON.
    Json(String),
}

/// A stored value does not fit its field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The record has no field of this name, though a newer version may.
    #[error("no field {0}")]
    Unknown(String),
    /// The value has a different type than the field.
    #[error("field {0} cannot hold this value")]
    Mismatch(&'static str),
}

/// A record, implemented by `record!`.
pub trait Record: Sized + Clone + PartialEq + 'static {
    /// Stable name of this kind.
    const RECORD_KIND: RecordKind;
    /// Stable names of the fields, in the order of [`Record::values`].
    const FIELDS: &'static [&'static str];
    /// `true` for each field that holds a person, in the same order.
    const PEOPLE: &'static [bool];

    /// Creates an empty record with this id.
    fn empty(id: Id<Self>) -> Self;

    /// Returns the id.
    fn id(&self) -> Id<Self>;

    /// Returns the value of the field at this index of [`Record::FIELDS`]; [`Value::Empty`] past the end.
    fn value_at(&self, field: usize) -> Value;

    /// Sets the field at this index of [`Record::FIELDS`].
    ///
    /// # Errors
    /// [`FieldError`] if there is no such field or the value does not fit; the record is then unchanged.
    fn set_at(&mut self, field: usize, value: Value) -> Result<(), FieldError>;

    /// Calls `each` with the people in its fields.
    fn people(&self, each: &mut dyn FnMut(&Who));

    /// Returns `true` if the named field holds a person.
    fn is_person(name: &str) -> bool {
        Self::field(name).is_some_and(|field| Self::PEOPLE[field])
    }

    /// Returns the index of the field with this name.
    fn field(name: &str) -> Option<usize> {
        Self::FIELDS.iter().position(|field| *field == name)
    }

    /// Returns the value of the named field.
    fn value(&self, name: &str) -> Option<Value> {
        Self::field(name).map(|field| self.value_at(field))
    }

    /// Sets the named field.
    ///
    /// # Errors
    /// [`FieldError`], as for [`Record::set_at`].
    fn set(&mut self, name: &str, value: Value) -> Result<(), FieldError> {
        let field = Self::field(name).ok_or_else(|| FieldError::Unknown(name.into()))?;
        self.set_at(field, value)
    }

    /// Returns all values, in the order of [`Record::FIELDS`].
    fn values(&self) -> Vec<Value> {
        (0..Self::FIELDS.len()).map(|field| self.value_at(field)).collect()
    }
}

/// A field of a kind of record. `record!` defines a constant for each, for example `Customer::NAME`, so that a field
/// that does not exist or belongs to another kind of record is a compile-time error.
pub struct FieldOf<T> {
    name: &'static str,
    of: PhantomData<fn() -> T>,
}

impl<T> FieldOf<T> {
    /// Only for `record!`, where the field is known to exist.
    pub(crate) const fn new(name: &'static str) -> Self {
        Self { name, of: PhantomData }
    }

    /// Returns the stable name, as stored.
    pub const fn name(self) -> &'static str {
        self.name
    }
}

impl<T: Record> FieldOf<T> {
    /// Returns the field with this stable name; `None` if there is none, although a newer version may have it.
    pub fn named(name: &str) -> Option<Self> {
        T::field(name).map(|place| Self::new(T::FIELDS[place]))
    }

    /// Returns the value of the field in this record.
    pub fn of(self, record: &T) -> Value {
        record.value(self.name).unwrap_or_default()
    }
}

impl<T> Clone for FieldOf<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for FieldOf<T> {}

impl<T> PartialEq for FieldOf<T> {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl<T> Eq for FieldOf<T> {}

impl<T> std::fmt::Debug for FieldOf<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A type that can be stored in a field.
pub trait FieldValue: Sized {
    /// The field holds a person.
    const IS_PERSON: bool = false;
    /// Converts to the stored value.
    fn to_value(&self) -> Value;
    /// Converts from the stored value; `None` if it has another type.
    fn from_value(value: Value) -> Option<Self>;

    /// Returns the person in the field; `None` if the field holds something else.
    fn who(&self) -> Option<&Who> {
        None
    }
}

impl FieldValue for String {
    fn to_value(&self) -> Value {
        if self.is_empty() { Value::Empty } else { Value::Text(self.clone()) }
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(Self::new()),
            Value::Text(text) => Some(text),
            _ => None,
        }
    }
}

impl FieldValue for bool {
    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(false),
            Value::Bool(bool) => Some(bool),
            _ => None,
        }
    }
}

/// Implements [`FieldValue`] for optional fields of a `Copy` type, with the variant that holds them.
macro_rules! optional_field {
    ($type:ty, $variant:ident) => {
        impl FieldValue for Option<$type> {
            fn to_value(&self) -> Value {
                self.map_or(Value::Empty, Value::$variant)
            }

            fn from_value(value: Value) -> Option<Self> {
                match value {
                    Value::Empty => Some(None),
                    Value::$variant(inner) => Some(Some(inner)),
                    _ => None,
                }
            }
        }
    };
}

optional_field!(f64, Number);
optional_field!(Date, Date);

impl<T> FieldValue for Option<Id<T>> {
    fn to_value(&self) -> Value {
        self.map_or(Value::Empty, |id| Value::Id(id.uuid()))
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(None),
            Value::Id(uuid) => Some(Some(Id::new(uuid))),
            _ => None,
        }
    }
}

/// A structure edited as a whole: concurrent edits by two people produce two versions of all of it, so it should
/// hold only what users regard as one thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whole<T>(pub T);

impl<T: Serialize + DeserializeOwned + Default> FieldValue for Whole<T> {
    fn to_value(&self) -> Value {
        serde_json::to_string(&self.0).map_or(Value::Empty, Value::Json)
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(Self::default()),
            Value::Json(json) => serde_json::from_str(&json).ok().map(Self),
            _ => None,
        }
    }
}

/// A closed list of choices with stable names: an enum made by `named!`.
pub trait Named: Copy + 'static {
    /// All choices, in order.
    const ALL: &'static [Self];

    /// Returns the stable name, as stored.
    fn name(self) -> &'static str;

    /// Returns the choice with this stable name.
    fn named(name: &str) -> Option<Self>;
}

/// Defines an enum of choices with stable names.
#[macro_export]
macro_rules! named {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$variant_meta:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$variant_meta])* #[serde(rename = $text)] $variant,)+ }

        impl $name {
            /// All choices, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Returns the stable name, as stored.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Returns the choice with this stable name.
            pub fn named(name: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|choice| choice.name() == name)
            }
        }

        impl $crate::domain::record::Named for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn name(self) -> &'static str {
                self.name()
            }

            fn named(name: &str) -> Option<Self> {
                Self::named(name)
            }
        }
    };
}

/// Defines an enum of choices that can be stored in a field: [`named!`] plus [`FieldValue`].
macro_rules! choice {
    ($(#[$meta:meta])* pub enum $name:ident { $($variants:tt)+ }) => {
        $crate::domain::record::named! { $(#[$meta])* pub enum $name { $($variants)+ } }

        impl $crate::domain::record::FieldValue for Option<$name> {
            fn to_value(&self) -> $crate::domain::Value {
                self.map_or($crate::domain::Value::Empty, |choice| $crate::domain::Value::Text(choice.name().into()))
            }

            fn from_value(value: $crate::domain::Value) -> Option<Self> {
                match value {
                    $crate::domain::Value::Empty => Some(None),
                    $crate::domain::Value::Text(name) => $name::named(&name).map(Some),
                    _ => None,
                }
            }
        }
    };
}

/// Defines a record: a struct with an id, whose fields implement [`FieldValue`] and are stored by name, and a
/// constant for each field ([`FieldOf`]).
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident: $kind:literal {
        $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            /// The id.
            pub id: $crate::domain::Id<$name>,
            $($(#[$field_meta])* pub $field: $type,)+
        }

        pastey::paste! {
            impl $name {
                $(
                    #[doc = concat!("The field `", stringify!($field), "`.")]
                    pub const [<$field:upper>]: $crate::domain::FieldOf<Self> =
                        $crate::domain::FieldOf::new(stringify!($field));
                )+
            }
        }

        impl $crate::domain::Record for $name {
            const RECORD_KIND: $crate::domain::RecordKind = $kind;
            const FIELDS: &'static [&'static str] = &[$(stringify!($field),)+];
            const PEOPLE: &'static [bool] =
                &[$(<$type as $crate::domain::record::FieldValue>::IS_PERSON,)+];

            fn empty(id: $crate::domain::Id<Self>) -> Self {
                Self { id, $($field: <$type>::default(),)+ }
            }

            fn id(&self) -> $crate::domain::Id<Self> {
                self.id
            }

            fn people(&self, each: &mut dyn FnMut(&$crate::domain::person::Who)) {
                $(
                    if let Some(who) = $crate::domain::record::FieldValue::who(&self.$field) {
                        each(who);
                    }
                )+
            }

            fn value_at(&self, field: usize) -> $crate::domain::Value {
                let mut place = 0;
                $(
                    if field == place {
                        return $crate::domain::record::FieldValue::to_value(&self.$field);
                    }
                    place += 1;
                )+
                let _ = place;
                $crate::domain::Value::Empty
            }

            fn set_at(
                &mut self,
                field: usize,
                value: $crate::domain::Value,
            ) -> Result<(), $crate::domain::FieldError> {
                let mut place = 0;
                $(
                    if field == place {
                        self.$field = $crate::domain::record::FieldValue::from_value(value)
                            .ok_or($crate::domain::FieldError::Mismatch(stringify!($field)))?;
                        return Ok(());
                    }
                    place += 1;
                )+
                let _ = place;
                Err($crate::domain::FieldError::Unknown(field.to_string()))
            }
        }
    };
}

pub use named;
pub(crate) use {choice, record};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Customer, Importance};

    #[test]
    fn every_field_goes_out_and_comes_back() {
        let mut customer = Customer::empty(Id::new(Uuid::from_u128(1)));
        customer.name = "皖北新型建材有限公司".into();
        customer.importance = Some(Importance::First);
        customer.voltage_level_kv = Some(35.0);
        let mut copy = Customer::empty(customer.id);
        for (field, value) in Customer::FIELDS.iter().zip(customer.values()) {
            copy.set(field, value).unwrap();
        }
        assert_eq!(copy, customer);
    }

    #[test]
    fn a_field_is_named_by_its_constant() {
        let customer =
            Customer { name: "甲".into(), ..Customer::empty(Id::new(Uuid::from_u128(1))) };
        assert_eq!(Customer::ACCOUNT_NUMBER.name(), "account_number");
        assert_eq!(Customer::NAME.of(&customer), Value::Text("甲".into()));
        for name in Customer::FIELDS {
            assert_eq!(FieldOf::<Customer>::named(name).map(FieldOf::name), Some(*name));
        }
        assert_eq!(FieldOf::<Customer>::named("nickname"), None);
    }

    #[test]
    fn a_value_that_does_not_fit_changes_nothing() {
        let mut customer = Customer::empty(Id::new(Uuid::from_u128(1)));
        customer.name = "甲".into();
        assert_eq!(customer.set("name", Value::Number(1.0)), Err(FieldError::Mismatch("name")));
        assert_eq!(
            customer.set("nickname", Value::Empty),
            Err(FieldError::Unknown("nickname".into()))
        );
        assert_eq!(
            customer.set("importance", Value::Text("zeroth".into())),
            Err(FieldError::Mismatch("importance"))
        );
        assert_eq!(customer.name, "甲");
    }
}
