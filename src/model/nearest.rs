//! The name that was probably meant: for hints about keys, organizations, fields and files.
//!
//! It must not know where the names come from. It never decides about people (`matching` does).

/// Returns the known name that is nearest to `name`, if one is near enough to be meant.
///
/// Near are up to two slips, or one for each three letters of a long name; of equally near ones
/// the first in the order of the alphabet.
pub fn nearest<'k>(name: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    known
        .into_iter()
        .map(|it| (strsim::damerau_levenshtein(name, it), it))
        .min()
        .filter(|(distance, it)| *distance <= 2.max(it.len() / 3))
        .map(|(_, it)| it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_find_the_name_and_other_words_find_none() {
        let known = ["contoso", "fabrikam", "columns"];
        for (name, expected) in [
            ("contsoo", Some("contoso")),
            ("colums", Some("columns")),
            ("fabricam", Some("fabrikam")),
            ("northwind", None),
        ] {
            assert_eq!(nearest(name, known), expected, "{name}");
        }
    }
}
