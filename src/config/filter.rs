//! Filters over groups by name glob or id (FEATURES.md C14).

use std::str::FromStr as _;

use serde::Deserialize;

use crate::model::ObjectId;

/// Patterns of names, `*` for any text and `?` for one character, without case; or object ids.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(transparent)]
pub struct GlobSet(pub Vec<String>);

impl GlobSet {
    /// Returns whether a pattern fits the name, or an id equals `id`.
    pub fn matches(&self, name: &str, id: ObjectId) -> bool {
        self.0
            .iter()
            .any(|pattern| match ObjectId::from_str(pattern) {
                Ok(wanted) => wanted == id,
                Err(_) => glob(&fold(pattern), &fold(name)),
            })
    }
}

/// What is let through: everything included (empty = all) that is not excluded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameFilter {
    /// What to let through; empty = all.
    pub include: GlobSet,
    /// What to leave out even so.
    pub exclude: GlobSet,
}

impl NameFilter {
    /// Returns whether a group of this name and id is let through.
    pub fn lets_through(&self, name: &str, id: ObjectId) -> bool {
        (self.include.0.is_empty() || self.include.matches(name, id))
            && !self.exclude.matches(name, id)
    }
}

fn fold(text: &str) -> Vec<char> {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Matches iteratively, with one step back to the last `*`: linear in practice, never recursive.
fn glob(pattern: &[char], text: &[char]) -> bool {
    let (mut at, mut pos) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while pos < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, pos));
                at += 1;
            }
            Some(&letter) if letter == '?' || letter == text[pos] => {
                at += 1;
                pos += 1;
            }
            _ => match star {
                Some((star_at, star_pos)) => {
                    at = star_at + 1;
                    pos = star_pos + 1;
                    star = Some((star_at, pos));
                }
                None => return false,
            },
        }
    }
    pattern[at..].iter().all(|&letter| letter == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_fit_names_without_case_and_ids_exactly() {
        let id: ObjectId = "3f2a9c1e-0b7d-4c55-9a51-6f0d2c8b1e77"
            .parse()
            .expect("valid");
        let cases = [
            ("SG-*", "sg-vpn-users", true),
            ("*-users", "SG-VPN-Users", true),
            ("*a*b*", "xxaxxbxx", true),
            ("S?-VPN*", "SG-VPN-Users", true),
            ("SG", "SG-VPN-Users", false),
            ("Ü*", "über uns", true),
            ("3F2A9C1E-0B7D-4C55-9A51-6F0D2C8B1E77", "anything", true),
            ("", "", true),
            ("", "x", false),
        ];
        for (pattern, name, expected) in cases {
            let set = GlobSet(vec![pattern.to_owned()]);
            assert_eq!(set.matches(name, id), expected, "{pattern} on {name}");
        }
    }

    #[test]
    fn exclude_wins_over_include_and_empty_include_means_all() {
        let id = ObjectId::from_u128(1);
        let globs = |text: &str| GlobSet(vec![text.to_owned()]);
        let filter = NameFilter {
            include: globs("SG-*"),
            exclude: globs("*-test"),
        };
        assert!(filter.lets_through("SG-VPN", id));
        assert!(!filter.lets_through("SG-VPN-Test", id));
        assert!(!filter.lets_through("Sales", id));
        assert!(NameFilter::default().lets_through("Sales", id));
    }
}
