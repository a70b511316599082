//! Names in boxes: broken into two lines by an estimate of their width.
//!
//! Nothing measures text at build time, and system fonts differ: the estimate is that of a wide
//! font, and boxes cut off what is still too long.

/// The most lines of a name.
const LINES: usize = 2;

/// Returns a name as at most two lines of `room` tenths of a letter's height; what is left out
/// ends in an ellipsis.
pub(super) fn lines(name: &str, room: u32) -> Vec<String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines = Vec::new();
    let mut rest = name.as_str();
    while !rest.is_empty() && lines.len() + 1 < LINES {
        let end = break_at(rest, room);
        lines.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    if !rest.is_empty() {
        lines.push(cut(rest, room));
    }
    lines
}

/// Returns one line of `room` tenths of a letter's height.
pub(super) fn cut(text: &str, room: u32) -> String {
    if width(text) <= room {
        return text.to_owned();
    }
    let fitting = room.saturating_sub(letter('…'));
    let end = fits(text, fitting);
    format!("{}…", text[..end].trim_end())
}

/// Returns where the first line of a text ends: after a blank or hyphen, or within a long word.
fn break_at(text: &str, room: u32) -> usize {
    let end = fits(text, room);
    if end == text.len() {
        return end;
    }
    let good = |at: &usize| {
        text[..*at].ends_with([' ', '-', '_', '.', '/', ',', ')']) || text[*at..].starts_with(' ')
    };
    let starts = text.char_indices().map(|(at, _)| at);
    let near = starts.take_while(|at| *at <= end).filter(good).last();
    // A break in the first third would leave a line nearly empty.
    near.filter(|at| at * 3 >= end).unwrap_or(end)
}

/// Returns how much of a text fits, never parting what is drawn as one sign.
fn fits(text: &str, room: u32) -> usize {
    let mut used = 0;
    let mut end = 0;
    let mut joined = false;
    for (at, sign) in text.char_indices() {
        if !joined && !clings(sign) {
            end = at;
        }
        used += letter(sign);
        joined = sign == '\u{200d}';
        if used > room {
            return end;
        }
    }
    text.len()
}

fn width(text: &str) -> u32 {
    text.chars().map(letter).sum()
}

/// Returns whether a sign is drawn onto the one before it.
fn clings(sign: char) -> bool {
    matches!(sign,
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{1ab0}'..='\u{1aff}'
        | '\u{200b}'..='\u{200f}' | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}')
}

/// Returns the width of a sign in tenths of a letter's height, that of a wide font.
fn letter(sign: char) -> u32 {
    match sign {
        // Controls of direction are written out: `[U+202E]`.
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => 50,
        _ if clings(sign) => 0,
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 3,
        'f' | 'r' | 't' | '(' | ')' | '[' | ']' | '/' | '\\' | '-' | '"' => 4,
        'm' | 'w' | 'M' | 'W' | '@' | '%' | '&' | '…' => 10,
        'A'..='Z' => 8,
        '\u{1100}'.. => 11,
        '\u{80}'.. => 7,
        _ => 7,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &[&str]) {
        assert_eq!(lines(name, 130), expected, "{name}");
    }

    #[test]
    fn names_break_at_blanks_and_hyphens_and_end_in_an_ellipsis() {
        check("Finance", &["Finance"]);
        check(
            "SG-Region-United-Kingdom",
            &["SG-Region-United-", "Kingdom"],
        );
        check(
            "  All   staff of the northern offices ",
            &["All staff of the northern", "offices"],
        );
        check(
            "Everybody who is allowed to open the door at night",
            &["Everybody who is", "allowed to open the d…"],
        );
        check("", &[]);
    }

    #[test]
    fn words_without_a_break_are_parted_and_signs_are_not() {
        let long = "x".repeat(256);
        let lines = lines(&long, 130);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…') && lines.iter().all(|it| width(it) <= 130));
        // A family of four is one sign, joined by U+200D.
        let family = "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{200d}\u{1f466}";
        for line in super::lines(&family.repeat(5), 130) {
            let whole = line.trim_end_matches('…');
            assert_eq!(whole.replace(family, ""), "", "{line}");
        }
    }
}
