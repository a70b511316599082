//! Names of invented people.

/// First names; with 71 surnames they give each of some thousand people a name of their own.
pub(in crate::demo) const GIVEN: [&str; 60] = [
    "Amelia", "Jonas", "Priya", "Oliver", "Zoë", "Marcus", "Ingrid", "Daniel", "Fatima", "Henry",
    "Chloé", "Tomasz", "Grace", "Samuel", "Leila", "Björn", "Hannah", "Idris", "Sofia", "Callum",
    "Mei", "Patrick", "Jürgen", "Nadia", "Owen", "Renée", "Kofi", "Lucy", "Matteo", "Aisha",
    "George", "Hedda", "Rohan", "Emily", "Łukasz", "Beatriz", "Adam", "Siobhán", "Yusuf", "Clara",
    "Ethan", "Anaïs", "Victor", "Thandiwe", "Liam", "Märta", "Arjun", "Isobel", "Peter", "Noor",
    "Hugo", "Eleanor", "Dmitri", "Rosa", "Connor", "Yuki", "Stefan", "Harriet", "Omar", "Freya",
];

/// Surnames; 71 of them, because 60 and 71 have no common divisor.
pub(in crate::demo) const SURNAMES: [&str; 71] = [
    "Okafor",
    "Weber",
    "Lindqvist",
    "Hale",
    "Nakamura",
    "Ashworth",
    "Müller",
    "Patel",
    "O'Neill",
    "Dubois",
    "Kowalski",
    "Fairbairn",
    "Osei",
    "Nuñez",
    "Whitlock",
    "Jansen",
    "Brandt",
    "Achterberg",
    "Sharma",
    "Pemberton",
    "Ferreira",
    "Håkansson",
    "Ellery",
    "Novák",
    "Tanaka",
    "Bexley",
    "Rossi",
    "Thorne",
    "Schäfer",
    "Adeyemi",
    "Calloway",
    "Petrov",
    "Larkin",
    "Mbeki",
    "Hollis",
    "Grünwald",
    "Kaur",
    "Sinclair",
    "Moreau",
    "Vance",
    "Eriksen",
    "Rahman",
    "Dunmore",
    "Yılmaz",
    "Haddad",
    "Prescott",
    "Costa",
    "Winslow",
    "Iyer",
    "Bergström",
    "Radcliffe",
    "Chen",
    "Marlowe",
    "Gonçalves",
    "Keating",
    "Fischer",
    "Nkosi",
    "Abbott",
    "Lefèvre",
    "Stanhope",
    "Ivanova",
    "Burke",
    "Quist",
    "Farrow",
    "Demir",
    "Holloway",
    "Sato",
    "Trent",
    "Wójcik",
    "Yardley",
    "Zimmermann",
];

/// Returns the name of the `number`-th person; no two numbers below 4,260 share one.
pub(in crate::demo) fn nth_name(number: usize) -> (&'static str, &'static str) {
    (
        GIVEN[number % GIVEN.len()],
        SURNAMES[number * 29 % SURNAMES.len()],
    )
}

/// Returns a name as sign-in names spell it: lower-case letters, digits and hyphens.
pub(in crate::demo) fn ascii(name: &str) -> String {
    let mut text = String::new();
    for letter in name.to_lowercase().chars() {
        match letter {
            'ä' => text.push_str("ae"),
            'ö' | 'ø' => text.push_str("oe"),
            'ü' => text.push_str("ue"),
            'ß' => text.push_str("ss"),
            'å' | 'á' | 'à' | 'â' => text.push('a'),
            'é' | 'è' | 'ê' | 'ë' => text.push('e'),
            'í' | 'ï' | 'î' | 'ı' => text.push('i'),
            'ó' | 'ô' => text.push('o'),
            'ú' => text.push('u'),
            'ñ' => text.push('n'),
            'ç' => text.push('c'),
            'ł' => text.push('l'),
            letter if letter.is_ascii_alphanumeric() || letter == '-' => text.push(letter),
            letter if letter.is_whitespace() => text.push('-'),
            _ => {}
        }
    }
    text
}
