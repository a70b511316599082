//! The parts of the data of a large site: by the first letters of words (UX.md 10).
//!
//! A word that very many share, such as the beginning of all device names, finds nothing that the
//! other words would not: it brings the first few into its part, and the number of the others.
//! It must not know how a part is written.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::entry::{Entry, Kind};
use crate::site::text::sort_key;

/// How the data is split.
pub(super) struct Split {
    /// Above this many people it is.
    pub(super) people: usize,
    /// Above this many entries of one kind, a word is shared by too many.
    pub(super) shared: usize,
    /// How many entries such a word brings into its part: as many as are shown at once.
    pub(super) first: usize,
}

/// How many entries of a kind a word would have brought in as well, by kind and word.
pub(super) type More = BTreeMap<Kind, BTreeMap<String, usize>>;

/// The entries of one part.
#[derive(Default)]
pub(super) struct Part<'a> {
    pub(super) entries: Vec<&'a Entry<'a>>,
    pub(super) more: More,
}

/// Returns the parts by their names; all is one part without a name when there are few people.
pub(super) fn parts<'a>(
    entries: &'a [Entry<'a>],
    people: usize,
    split: &Split,
) -> BTreeMap<String, Part<'a>> {
    let mut parts: BTreeMap<String, Part<'a>> = BTreeMap::new();
    if people <= split.people {
        parts.entry(String::new()).or_default().entries = entries.iter().collect();
        return parts;
    }
    let mut counts: HashMap<(Kind, String), usize> = HashMap::new();
    for entry in entries {
        for word in words(entry) {
            *counts.entry((entry.kind, word)).or_default() += 1;
        }
    }
    counts.retain(|_, count| *count > split.shared);
    // From here on: how many a word that is shared by too many has brought in.
    let mut brought: HashMap<(Kind, String), usize> =
        counts.into_keys().map(|key| (key, 0)).collect();
    for entry in entries {
        let (shared, own): (BTreeSet<_>, BTreeSet<_>) = words(entry)
            .into_iter()
            .map(|word| (entry.kind, word))
            .partition(|key| brought.contains_key(key));
        let telling = if own.is_empty() { &shared } else { &own };
        let mut letters: BTreeSet<String> =
            telling.iter().filter_map(|(_, word)| part(word)).collect();
        for key in shared {
            let Some(letter) = part(&key.1) else { continue };
            if letters.contains(&letter) {
                continue;
            }
            let count = brought.entry(key.clone()).or_default();
            if *count < split.first {
                *count += 1;
                letters.insert(letter);
            } else {
                let part = parts.entry(letter).or_default();
                let more = part.more.entry(key.0).or_default();
                *more.entry(key.1).or_default() += 1;
            }
        }
        for letter in letters {
            parts.entry(letter).or_default().entries.push(entry);
        }
    }
    parts
}

/// Returns the folded words of an entry.
fn words(entry: &Entry<'_>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for text in entry.searched().flat_map(str::split_whitespace) {
        // The domain of an address is the same for a whole tenant.
        let local = text.split('@').next().unwrap_or(text);
        let folded = sort_key(local).0;
        let found = folded.split(|letter: char| !letter.is_alphanumeric());
        for word in found.filter(|it| !it.is_empty()) {
            // Nobody types the zeros of LT-00042.
            let short = word.trim_start_matches('0');
            if !short.is_empty() {
                words.insert(short.to_owned());
            }
            words.insert(word.to_owned());
        }
    }
    words
}

/// Returns the part that a word belongs to, as the browser's script does.
fn part(word: &str) -> Option<String> {
    Some(match word.chars().next()? {
        letter @ ('a'..='z' | '0'..='9') => letter.to_string(),
        'ß' => "s".to_owned(),
        'æ' => "a".to_owned(),
        'œ' | 'ø' => "o".to_owned(),
        'ł' => "l".to_owned(),
        'đ' | 'ð' => "d".to_owned(),
        'þ' => "t".to_owned(),
        other => format!("u{:x}", u32::from(other) >> 8),
    })
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::super::entry::Shown;
    use super::*;

    const SPLIT: Split = Split {
        people: 3,
        shared: 3,
        first: 2,
    };

    fn entry(kind: Kind, name: &'static str) -> Entry<'static> {
        Entry {
            organization: None,
            kind,
            folder: name,
            name: Cow::Borrowed(name),
            address: Cow::Borrowed(""),
            serial: Cow::Borrowed(""),
            others: Vec::new(),
            mark: String::new(),
            shown: Shown::Nothing,
        }
    }

    /// Returns each part as its name and those in it, and what it leaves out.
    fn split(people: usize, entries: &[Entry<'_>]) -> Vec<String> {
        let parts = parts(entries, people, &SPLIT).into_iter();
        let lines = parts.map(|(name, part)| {
            let names: Vec<&str> = part.entries.iter().map(|it| &*it.name).collect();
            let mut line = format!("{name}: {}", names.join(", "));
            for (word, count) in part.more.values().flatten() {
                line.push_str(&format!("; {count} more {word}"));
            }
            line
        });
        lines.collect()
    }

    #[test]
    fn few_people_are_one_part() {
        let entries = ["Mira Okafor", "Sam Hale"].map(|it| entry(Kind::People, it));
        assert_eq!(split(3, &entries), [": Mira Okafor, Sam Hale"]);
    }

    #[test]
    fn everybody_is_in_the_parts_of_all_words() {
        let entries = ["Mira Okafor", "Örjan Ćosić-Ng", "佐藤"].map(|it| entry(Kind::People, it));
        assert_eq!(
            split(4, &entries),
            [
                "c: Örjan Ćosić-Ng",
                "m: Mira Okafor",
                "n: Örjan Ćosić-Ng",
                "o: Mira Okafor, Örjan Ćosić-Ng",
                "u4f: 佐藤",
            ]
        );
    }

    #[test]
    fn word_that_very_many_share_brings_in_the_first_and_counts_the_others() {
        let names = ["LT-1", "LT-2", "LT-03", "LT-4", "LT-Lobby"];
        let mut entries: Vec<_> = names.map(|it| entry(Kind::Devices, it)).into();
        entries.push(entry(Kind::Groups, "LT"));
        assert_eq!(
            split(4, &entries),
            [
                "0: LT-03",
                "1: LT-1",
                "2: LT-2",
                "3: LT-03",
                "4: LT-4",
                "l: LT-1, LT-2, LT-Lobby, LT; 2 more lt",
            ]
        );
    }

    #[test]
    fn those_of_whom_all_words_are_shared_are_in_all_their_parts() {
        let entries = ["Anna Weber"; 4].map(|it| entry(Kind::People, it));
        let four = "Anna Weber, Anna Weber, Anna Weber, Anna Weber";
        assert_eq!(
            split(4, &entries),
            [format!("a: {four}"), format!("w: {four}")]
        );
    }
}
