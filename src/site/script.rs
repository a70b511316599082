//! Data scripts: a value handed to one function, so that pages opened from disk can read it.
//!
//! It must not know what the value means.

use serde::Serialize;

/// Returns JSON that may stand in a script: nothing in it can end the script (SAFETY.md 6).
///
/// # Panics
/// Never for values made of plain fields, the only ones that are handed over.
pub fn script_json(value: &impl Serialize) -> String {
    let json = serde_json::to_string(value).expect("plain fields become JSON");
    let mut out = String::with_capacity(json.len() + json.len() / 64);
    let mut rest = json.as_str();
    while let Some(at) = rest.find(['<', '>', '&', '\u{2028}', '\u{2029}']) {
        let (before, from) = rest.split_at(at);
        let letter = from.chars().next().expect("a letter was found here");
        out.push_str(before);
        out.push_str(&format!("\\u{:04x}", u32::from(letter)));
        rest = &from[letter.len_utf8()..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::script_json;

    #[test]
    fn data_cannot_end_the_script_it_stands_in() {
        assert_eq!(
            script_json(&"</script><!--\u{2028}& ä \u{2029}end"),
            r#""\u003c/script\u003e\u003c!--\u2028\u0026 ä \u2029end""#
        );
    }
}
