//! Which link targets may stand in a page (SAFETY.md 6).
//!
//! It decides from the text alone; whether a target exists is not its concern.

/// A target that may be linked to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Target {
    /// Another host, a mailbox or a telephone.
    Elsewhere(String),
    /// A place in the site, fragments included.
    Relative(String),
}

/// Returns the target without control characters if its scheme is allowed, else `None`.
///
/// Allowed are http, https, mailto, tel and relative targets.
pub(super) fn safe_target(target: &str) -> Option<Target> {
    let clean: String = target.chars().filter(|letter| !obeyed(*letter)).collect();
    let clean = clean.trim();
    if clean.is_empty() {
        return None;
    }
    let scheme_end = clean
        .find([':', '/', '?', '#', '\\'])
        .filter(|&end| clean[end..].starts_with(':'));
    let Some(end) = scheme_end else {
        // Two slashes of either kind begin another host's address.
        let other_host = clean
            .as_bytes()
            .first_chunk::<2>()
            .is_some_and(|start| start.iter().all(|byte| matches!(byte, b'/' | b'\\')));
        return (!other_host).then(|| Target::Relative(clean.to_owned()));
    };
    let rest = &clean[end + 1..];
    match clean[..end].to_ascii_lowercase().as_str() {
        scheme @ ("http" | "https") => {
            let host = rest.strip_prefix("//")?;
            (!host.is_empty()).then(|| Target::Elsewhere(format!("{scheme}://{host}")))
        }
        "mailto" => mailto(rest).map(Target::Elsewhere),
        "tel" => tel(rest).map(Target::Elsewhere),
        _ => None,
    }
}

/// Returns a `mailto:` link to one address, without headers, or `None` when there is no address.
pub(super) fn mailto(address: &str) -> Option<String> {
    let address = address.split('?').next().unwrap_or("");
    let decoded = String::from_utf8(percent_decoded(address)).ok()?;
    let mut link = "mailto:".to_owned();
    for letter in decoded.trim().chars().filter(|letter| !obeyed(*letter)) {
        if letter.is_ascii_alphanumeric() || "@.-_+~'".contains(letter) {
            link.push(letter);
        } else {
            for byte in letter.encode_utf8(&mut [0; 4]).bytes() {
                link.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    link.contains('@').then_some(link)
}

fn tel(number: &str) -> Option<String> {
    let number: String = number
        .chars()
        .filter(|letter| letter.is_ascii_digit() || "+-.()".contains(*letter))
        .collect();
    (!number.is_empty()).then(|| format!("tel:{number}"))
}

/// Returns whether a browser or terminal would obey the character instead of showing it.
fn obeyed(letter: char) -> bool {
    letter.is_control()
        || matches!(letter,
            '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

fn percent_decoded(text: &str) -> Vec<u8> {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| (byte as char).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        match (bytes[at], digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, ..) => {
                decoded.push(byte);
                at += 1;
            }
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::{Target, safe_target};

    #[track_caller]
    fn check(target: &str, expected: Option<&str>) {
        let actual = safe_target(target).map(|target| match target {
            Target::Elsewhere(url) | Target::Relative(url) => url,
        });
        assert_eq!(actual.as_deref(), expected, "{target:?}");
    }

    #[test]
    fn allowed_schemes_and_relative_targets_pass() {
        check(
            "https://contoso.example/a?b#c",
            Some("https://contoso.example/a?b#c"),
        );
        check("HTTP://contoso.example", Some("http://contoso.example"));
        check(
            "../groups/index.html#members",
            Some("../groups/index.html#members"),
        );
        check("#members", Some("#members"));
        check("a/b:c", Some("a/b:c"));
        check("tel:+49 (0)30 123-4", Some("tel:+49(0)30123-4"));
    }

    #[test]
    fn schemes_that_run_or_carry_are_refused_however_they_are_spelled() {
        for target in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " \u{1}javascript:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "java\u{200b}script:alert(1)",
            "java%73cript:alert(1)",
            "vbscript:x",
            "data:text/html,x",
            "file:///etc/passwd",
            "blob:x",
            ":x",
            "https:evil.example",
            "//evil.example/x",
            "\\\\evil.example\\x",
            "/\\evil.example",
            "",
            "\u{0}",
        ] {
            check(target, None);
        }
    }

    #[test]
    fn mail_links_hold_one_address_and_no_headers() {
        check("mailto:a@b.example", Some("mailto:a@b.example"));
        check("mailto:a@b.example?bcc=x", Some("mailto:a@b.example"));
        check(
            "mailto:a@b.example%3Fbcc=x",
            Some("mailto:a@b.example%3Fbcc%3Dx"),
        );
        check(
            "mailto:a%0d%0aBcc:@b.example",
            Some("mailto:aBcc%3A@b.example"),
        );
        check("mailto:Ünal@b.example", Some("mailto:%C3%9Cnal@b.example"));
        check("mailto:nobody", None);
        check("mailto:%ff@b.example", None);
    }
}
