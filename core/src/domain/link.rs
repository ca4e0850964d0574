//! Reference to a record of one of several kinds: the source of an action, the subject of a photo.

use uuid::Uuid;

use super::{Id, Record, Value, record::FieldValue};

/// Kind and id of a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Link {
    kind: String,
    id: Uuid,
}

impl Link {
    /// Creates a link to this record.
    pub fn to<T: Record>(id: Id<T>) -> Self {
        Self { kind: T::KIND.into(), id: id.uuid() }
    }

    /// Returns the id if the record is a `T`.
    ///
    /// ```
    /// use busbar_core::domain::{Customer, Id, Link, visit::Visit};
    /// let id = Id::<Customer>::new(uuid::Uuid::from_u128(7));
    /// assert_eq!(Link::to(id).of::<Customer>(), Some(id));
    /// assert_eq!(Link::to(id).of::<Visit>(), None);
    /// ```
    pub fn of<T: Record>(&self) -> Option<Id<T>> {
        (self.kind == T::KIND).then(|| Id::new(self.id))
    }

    /// Returns the stored form, `kind/id`.
    pub(super) fn stored(&self) -> String {
        format!("{}/{}", self.kind, self.id)
    }

    /// Returns the stable name of the kind.
    pub fn kind(&self) -> &str {
        &self.kind
    }
}

/// Stored as `kind/id`.
impl FieldValue for Option<Link> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Empty, |link| Value::Text(link.stored()))
    }

    fn from_value(value: Value) -> Option<Self> {
        match value {
            Value::Empty => Some(None),
            Value::Text(text) => {
                let (kind, id) = text.split_once('/')?;
                let id = Uuid::parse_str(id).ok()?;
                let kind = kind.to_owned();
                Some(Some(Link { kind, id }))
            }
            _ => None,
        }
    }
}
