//! Properties with three states: absent, null and value are different answers (GRAPH.md 2.1).

use serde::{Deserialize, Deserializer};

/// A property of an answer.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Field<T> {
    /// The answer does not name it: whatever is known stays.
    #[default]
    Absent,
    /// The answer says that there is none.
    Null,
    /// The answer gives this value.
    Value(T),
}

impl<T> Field<T> {
    /// Changes what is known as the answer says.
    pub fn apply(self, known: &mut Option<T>) {
        match self {
            Self::Absent => {}
            Self::Null => *known = None,
            Self::Value(value) => *known = Some(value),
        }
    }

    /// Returns whether the answer gives a value.
    pub fn is_value(&self) -> bool {
        matches!(self, Self::Value(_))
    }

    /// Returns whether the answer says that there is none.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Field<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match Option::deserialize(deserializer)? {
            Some(value) => Self::Value(value),
            None => Self::Null,
        })
    }
}
