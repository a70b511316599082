//! How deeply TOML nests, told from its text alone, before a parser could recurse into it.
//!
//! It counts tables, arrays and the parts of dotted keys; it does not check that the text is TOML.

/// Returns the offset at which `text` first nests deeper than `limit`.
pub(super) fn too_deep(text: &str, limit: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    // Each open bracket remembers the depth around it; `header` is that of the table in force.
    let mut open: Vec<usize> = Vec::new();
    let mut header = 0;
    let mut depth = 0;
    let mut line_is_blank = true;
    let mut in_header = false;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        let started_line = line_is_blank;
        line_is_blank &= matches!(byte, b' ' | b'\t');
        match byte {
            b'#' => {
                at = line_end(bytes, at);
                continue;
            }
            b'"' | b'\'' => {
                at = string_end(bytes, at);
                continue;
            }
            b'\n' => {
                line_is_blank = true;
                if open.is_empty() {
                    if in_header {
                        (header, in_header) = (depth, false);
                    }
                    depth = header;
                }
            }
            b'[' if open.is_empty() && (started_line || in_header) => {
                (depth, in_header) = (if in_header { depth + 1 } else { 1 }, true);
            }
            b'[' | b'{' => {
                open.push(depth);
                depth += 1;
            }
            b']' | b'}' if !in_header => depth = open.pop().unwrap_or(header),
            b'.' => depth += 1,
            b',' => depth = open.last().map_or(header, |around| around + 1),
            _ => {}
        }
        if depth > limit {
            return Some(at);
        }
        at += 1;
    }
    None
}

fn line_end(bytes: &[u8], from: usize) -> usize {
    bytes[from..]
        .iter()
        .position(|&byte| byte == b'\n')
        .map_or(bytes.len(), |length| from + length)
}

/// Returns where the string that begins at `from` ends; a basic one that never does ends its line.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let quote = bytes[from];
    let long = bytes[from..].starts_with(&[quote; 3]);
    let mut at = from + if long { 3 } else { 1 };
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == b'"' => at += 1,
            b'\n' if !long => return at,
            byte if byte == quote => {
                if !long {
                    return at + 1;
                }
                if bytes[at..].starts_with(&[quote; 3]) {
                    return at + 3;
                }
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::too_deep;

    #[track_caller]
    fn check(text: &str, limit: usize, expected: Option<usize>) {
        assert_eq!(too_deep(text, limit), expected, "{text}");
    }

    #[test]
    fn brackets_headers_and_dotted_keys_count_together() {
        check("a = [[1]]", 2, None);
        check("a = [[[1]]]", 2, Some(6));
        check("a.b.c = 1", 2, None);
        check("a.b.c.d = 1", 2, Some(5));
        check("[a.b]\nc = [1]", 3, None);
        check("[a.b]\nc = [[1]]", 3, Some(11));
        check("a = { b.c = { d = 1 } }", 3, None);
        check("a = { b.c = { d.e = 1 } }", 3, Some(15));
    }

    #[test]
    fn what_is_closed_no_longer_counts() {
        check(&"a = [1]\nb.c = 2\n[d.e]\n".repeat(50), 3, None);
        check("a = [1.5, 2.5, 3.5, { b = 1 }, { c = 2 }]", 2, None);
    }

    #[test]
    fn strings_and_comments_hold_no_brackets() {
        check("a = \"[[[[\\\"[[[\" # [[[[[\nb = '[[['", 1, None);
        check("a = \"\"\"\n[[[[\n\"\"\"\nb = '''{{{{\n'''", 1, None);
    }
}
