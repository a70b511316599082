//! Short forms of what repeats: folders and addresses are mostly made of the name beside them.
//!
//! The browser's script takes them apart again (`themes/default/static/js/60-lines.js`).
//! It must not know what is searched.

/// The most words of a name that an address refers to: `A` is the first, `P` the last.
const WORDS: usize = 16;

/// How long the last part of a folder is: the end of an object's id.
const ID: usize = 12;

/// The words of a name that short forms refer to: plain letters and digits, in lower case.
pub(super) struct Words(Vec<String>);

impl Words {
    /// Takes a name apart.
    pub(super) fn of(name: &str) -> Self {
        let words = name.split(|it: char| !it.is_ascii_alphanumeric());
        let words = words.filter(|it| !it.is_empty());
        Self(words.map(str::to_ascii_lowercase).collect())
    }

    /// Returns the end of the id when the words and it make the folder, else the whole folder.
    ///
    /// Folders of objects have a hyphen, so that the two forms cannot be mixed up.
    pub(super) fn folder<'a>(&self, folder: &'a str) -> &'a str {
        match folder.rsplit_once('-') {
            Some((slug, id)) if id.len() == ID && slug == self.0.join("-") => id,
            _ => folder,
        }
    }

    /// Returns an address with letters for words of the name and a number for its domain, which is
    /// added to `domains` when it is new; a text of another shape stays as it is, behind `=`.
    pub(super) fn address<'a>(&self, address: &'a str, domains: &mut Vec<&'a str>) -> String {
        if address.is_empty() {
            return String::new();
        }
        let parts = address.rsplit_once('@').filter(|(local, _)| {
            !local.is_empty()
                && !local.starts_with('=')
                && !local.contains(|it: char| it.is_ascii_uppercase())
        });
        let Some((mut rest, domain)) = parts else {
            return format!("={address}");
        };
        let mut out = String::new();
        while let Some(letter) = rest.chars().next() {
            let words = self.0.iter().take(WORDS).zip('A'..);
            let fitting =
                words.filter(|(word, _)| word.len() > 1 && rest.starts_with(word.as_str()));
            let taken =
                match fitting.max_by_key(|(word, token)| (word.len(), std::cmp::Reverse(*token))) {
                    Some((word, token)) => {
                        out.push(token);
                        word.len()
                    }
                    None => {
                        out.push(letter);
                        letter.len_utf8()
                    }
                };
            rest = &rest[taken..];
        }
        let number = domains.iter().position(|it| *it == domain);
        let number = number.unwrap_or_else(|| {
            domains.push(domain);
            domains.len() - 1
        });
        format!("{out}@{number}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_made_of_the_name_is_short_and_any_other_stays_readable() {
        for (name, address, expected) in [
            ("Mira Okafor", "mira.okafor@contoso.example", "A.B@0"),
            ("Mira Okafor 12", "mira.okafor12@contoso.example", "A.BC@0"),
            ("Okafor, Mira", "mokafor@fabrikam.example", "mA@1"),
            ("Al Alba", "alba@contoso.example", "B@0"),
            ("Zoë Hale", "zoe.hale@contoso.example", "Ae.B@0"),
            (
                "Mira Okafor",
                "Mira.Okafor@contoso.example",
                "=Mira.Okafor@contoso.example",
            ),
            ("Mira", "=mira@contoso.example", "==mira@contoso.example"),
            ("Mira", "@contoso.example", "=@contoso.example"),
            ("Mira Okafor", "M. Okafor", "=M. Okafor"),
            ("Ö", "\u{202e}ö@contoso.example", "\u{202e}ö@0"),
            ("Mira", "", ""),
        ] {
            let mut domains = vec!["contoso.example"];
            assert_eq!(Words::of(name).address(address, &mut domains), expected);
        }
    }

    #[test]
    fn folder_is_its_id_when_the_name_gives_the_rest() {
        for (name, folder, expected) in [
            ("Mira Okafor", "mira-okafor-000000000011", "000000000011"),
            (
                "SG-Sales (all)",
                "sg-sales-all-000000000011",
                "000000000011",
            ),
            ("Zoë", "zoe-000000000011", "zoe-000000000011"),
            ("O'Brien", "obrien-000000000011", "obrien-000000000011"),
            ("plan", "plan", "plan"),
        ] {
            assert_eq!(Words::of(name).folder(folder), expected);
        }
    }
}
