//! The query of a request: parsing, and the properties that it selects.

use serde_json::{Map, Value};

use super::object::{Kind, Object};
use super::reply::Reply;

/// The parameters of a query, in the order of arrival.
#[derive(Debug, Clone, Default)]
pub(super) struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind the `?`, or the body of a form.
    pub(super) fn parse(text: &str) -> Self {
        let pairs = text.split('&').filter(|part| !part.is_empty()).map(|part| {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            (decode(key, true), decode(value, true))
        });
        Self(pairs.collect())
    }

    /// Returns the first value of a parameter, whose name is compared without case.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// Undoes percent-encoding; a lone `%` stays as it is, and what is no UTF-8 becomes `�`.
pub(super) fn decode(text: &str, plus_is_blank: bool) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let digit = |offset: usize| {
            let byte = *bytes.get(at + offset)?;
            (byte as char).to_digit(16)
        };
        match (byte, digit(1), digit(2)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                at += 3;
                continue;
            }
            (b'+', _, _) if plus_is_blank => out.push(b' '),
            _ => out.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// What a request selects: properties, and for groups in a round members and owners.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Selection {
    /// Sorted, each once, spelled as the directory spells them.
    pub(super) properties: Vec<&'static str>,
    pub(super) members: bool,
    pub(super) owners: bool,
}

impl Selection {
    /// Reads a `$select`; without one, every property is selected and no relationship.
    pub(super) fn parse(kind: Kind, select: Option<&str>) -> Result<Self, Reply> {
        let mut selection = Self {
            properties: Vec::new(),
            members: false,
            owners: false,
        };
        let Some(select) = select.filter(|select| !select.trim().is_empty()) else {
            selection.properties = kind.properties().to_vec();
            return Ok(selection);
        };
        for name in select.split(',').map(str::trim) {
            let known = kind
                .properties()
                .iter()
                .find(|known| known.eq_ignore_ascii_case(name));
            match (known, name.to_ascii_lowercase().as_str()) {
                (Some(known), _) => selection.properties.push(known),
                (None, "id") => {}
                (None, "members") if kind == Kind::Group => selection.members = true,
                (None, "owners") if kind == Kind::Group => selection.owners = true,
                _ => return Err(Reply::unknown_property(name, kind)),
            }
        }
        selection.properties.sort_unstable();
        selection.properties.dedup();
        Ok(selection)
    }

    /// Writes the selection so that [`Selection::parse`] gives it again.
    pub(super) fn text(&self) -> String {
        let mut names = vec!["id"];
        names.extend(&self.properties);
        names.extend(self.members.then_some("members"));
        names.extend(self.owners.then_some("owners"));
        names.join(",")
    }

    /// Returns the object as a round reports it: what was never set is absent.
    pub(super) fn set_properties(&self, object: &Object) -> Map<String, Value> {
        let mut map = Map::new();
        map.insert("id".into(), object.id.to_string().into());
        for &name in &self.properties {
            if let Some(value) = object.properties.get(name) {
                map.insert(name.into(), value.clone());
            }
        }
        map
    }

    /// Returns the object as a direct read gives it: what was never set is `null`.
    pub(super) fn all_properties(&self, object: &Object) -> Map<String, Value> {
        let mut map = self.set_properties(object);
        for &name in &self.properties {
            map.entry(name).or_insert(Value::Null);
        }
        map
    }

    /// Returns whether a selected property differs.
    pub(super) fn differs(&self, one: &Object, other: &Object) -> bool {
        self.properties
            .iter()
            .any(|&name| one.properties.get(name) != other.properties.get(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_decoded_and_names_compare_without_case() {
        let query = Query::parse("%24select=id%2cmail&$TOP=5&flag&a=b=c&x=%zz%2");
        for (name, value) in [
            ("$select", Some("id,mail")),
            ("$top", Some("5")),
            ("flag", Some("")),
            ("a", Some("b=c")),
            ("x", Some("%zz%2")),
            ("y", None),
        ] {
            assert_eq!(query.get(name), value, "{name}");
        }
    }

    #[test]
    fn selection_survives_its_own_text() {
        let text = Some("owners, displayname,ID,mail,displayName,members");
        let selection = Selection::parse(Kind::Group, text).expect("known properties");
        assert_eq!(selection.text(), "id,displayName,mail,members,owners");
        let again = Selection::parse(Kind::Group, Some(&selection.text()));
        assert_eq!(again.ok(), Some(selection));
    }

    #[test]
    fn unknown_property_is_refused_by_name() {
        let reply = Selection::parse(Kind::User, Some("id,members")).expect_err("no such property");
        assert_eq!(reply.status, 400);
        assert_eq!(
            reply.body["error"]["message"],
            "Could not find a property named 'members' on type 'microsoft.graph.user'."
        );
    }
}
