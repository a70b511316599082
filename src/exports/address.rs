//! Lists in one cell: mail addresses and telephone numbers (EXPORTS.md 3).
//!
//! It must not know which column a cell is from.

use crate::model::email_key;

/// Returns the mail addresses in a cell, in their order, as written but without prefix and name.
///
/// A cell may be a JSON array, or addresses separated by `;`, `,`, `|` or a newline; each may be
/// `Name <address>`. What is no address is left out, and so is the sign-in name of a guest.
pub(super) fn emails(cell: &str) -> Vec<String> {
    let cell = cell.trim();
    let parts = match json_values(cell) {
        Some(values) => values,
        None => cell
            .split([';', ',', '|', '\n', '\r'])
            .map(str::to_owned)
            .collect(),
    };
    parts.iter().filter_map(|part| address(part)).collect()
}

/// Returns the telephone numbers in a cell, as written.
pub(super) fn phones(cell: &str) -> Vec<String> {
    let cell = cell.trim();
    let parts = match json_values(cell) {
        Some(values) => values,
        None => cell
            .split([';', '|', '\n', '\r'])
            .map(str::to_owned)
            .collect(),
    };
    parts
        .iter()
        .map(|part| part.trim())
        .filter(|part| part.chars().any(|c| c.is_alphanumeric()))
        .map(str::to_owned)
        .collect()
}

/// Returns the one address in `text`, without a name around it.
fn address(text: &str) -> Option<String> {
    let mut text = text.trim();
    if let Some((_, rest)) = text.rsplit_once('<') {
        text = rest.split('>').next().unwrap_or(rest).trim();
    }
    for prefix in ["mailto:", "smtp:"] {
        if let Some(start) = text.get(..prefix.len())
            && start.eq_ignore_ascii_case(prefix)
        {
            text = text[prefix.len()..].trim();
        }
    }
    let text = text.trim_matches(['"', '\'']);
    let key = email_key(text)?;
    if key.contains("#ext#") || key.contains(' ') {
        return None;
    }
    Some(text.to_owned())
}

/// Returns the texts of a JSON array of texts or of objects with a `value`, the main one first.
fn json_values(cell: &str) -> Option<Vec<String>> {
    if !cell.starts_with('[') {
        return None;
    }
    let items: Vec<serde_json::Value> = serde_json::from_str(cell).ok()?;
    let mut values: Vec<(bool, String)> = items
        .iter()
        .filter_map(|item| {
            let main = item.get("primary").and_then(|main| main.as_bool());
            let text = item.as_str().or_else(|| item.get("value")?.as_str())?;
            Some((main == Some(true), text.to_owned()))
        })
        .collect();
    values.sort_by_key(|(main, _)| !main);
    Some(values.into_iter().map(|(_, text)| text).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_a_cell_are_found_however_they_are_joined() {
        let both = ["mira@contoso.example", "m.okafor@contoso.example"];
        for cell in [
            "mira@contoso.example; m.okafor@contoso.example",
            "mira@contoso.example,m.okafor@contoso.example",
            "mira@contoso.example|m.okafor@contoso.example",
            "mira@contoso.example\r\nm.okafor@contoso.example",
            "SMTP:mira@contoso.example;mailto:m.okafor@contoso.example",
            "Okafor, Mira <mira@contoso.example>; \"Work\" <m.okafor@contoso.example>",
            r#"["mira@contoso.example","m.okafor@contoso.example"]"#,
            r#"[{"value":"m.okafor@contoso.example","primary":false},
                {"value":"mira@contoso.example","primary":true}]"#,
        ] {
            assert_eq!(emails(cell), both, "{cell}");
        }
    }

    #[test]
    fn what_is_no_address_is_left_out() {
        for cell in [
            "",
            "n/a",
            "@",
            "a@b@c",
            "[broken",
            "[]",
            "[1, null, {\"value\": 2}]",
            "pat_fabrikam.example#EXT#@contoso.onmicrosoft.com",
            "<",
            "é@",
        ] {
            assert_eq!(emails(cell), [""; 0], "{cell}");
        }
    }

    #[test]
    fn telephone_numbers_keep_their_spelling() {
        assert_eq!(
            phones("+44 20 7946 0000; (0)12/3"),
            ["+44 20 7946 0000", "(0)12/3"]
        );
        assert_eq!(phones(" - ; "), [""; 0]);
    }
}
