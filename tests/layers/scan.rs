//! Reads Rust source just far enough to know what it names: comments, strings and characters fall
//! away, paths become whole. It knows nothing of the layers.

/// A path as the source writes it, with the line it starts on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    pub(crate) line: usize,
    /// The parts from the first one, with `super` and `self` resolved to `crate` paths.
    pub(crate) parts: Vec<String>,
}

/// A word or a sign of the source.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Token {
    line: usize,
    text: String,
}

/// Returns every path of a file that is the module `module` (`["cli", "sync"]`), imports taken
/// apart: `use a::{b, c::d}` names `a::b` and `a::c::d`.
pub(crate) fn paths(source: &str, module: &[String]) -> Vec<Named> {
    let tokens = tokens(source);
    let mut found = Vec::new();
    let mut inner: Vec<(usize, String)> = Vec::new();
    let mut depth = 0;
    let mut at = 0;
    while at < tokens.len() {
        let text = tokens[at].text.as_str();
        match text {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                inner.retain(|(opened, _)| *opened <= depth);
            }
            "mod" if is(&tokens, at + 2, "{") => {
                inner.push((depth + 1, tokens[at + 1].text.clone()));
            }
            "use" => {
                let here = whole(module, &inner);
                at = import(&tokens, at + 1, &[], &here, &mut found);
                continue;
            }
            _ if starts_path(&tokens, at) => {
                let (next, parts) = plain(&tokens, at);
                if parts.len() > 1 {
                    let parts = resolved(&parts, &whole(module, &inner));
                    found.push(Named {
                        line: tokens[at].line,
                        parts,
                    });
                }
                at = next;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Returns the lines on which the macro `name` is called.
pub(crate) fn macro_calls(source: &str, name: &str) -> Vec<usize> {
    let tokens = tokens(source);
    (0..tokens.len())
        .filter(|at| tokens[*at].text == name && is(&tokens, at + 1, "!"))
        .map(|at| tokens[at].line)
        .collect()
}

/// Returns the lines on which the word `word` stands in code.
pub(crate) fn words(source: &str, word: &str) -> Vec<usize> {
    let tokens = tokens(source);
    let found = tokens.iter().filter(|token| token.text == word);
    found.map(|token| token.line).collect()
}

fn whole(module: &[String], inner: &[(usize, String)]) -> Vec<String> {
    let inner = inner.iter().map(|(_, name)| name.clone());
    module.iter().cloned().chain(inner).collect()
}

fn is(tokens: &[Token], at: usize, text: &str) -> bool {
    tokens.get(at).is_some_and(|token| token.text == text)
}

fn is_word(token: &Token) -> bool {
    token
        .text
        .starts_with(|c: char| c.is_alphabetic() || c == '_')
}

fn starts_path(tokens: &[Token], at: usize) -> bool {
    let after = at == 0 || !matches!(tokens[at - 1].text.as_str(), "::" | ".");
    is_word(&tokens[at]) && after
}

/// Reads `a::b::c`, leaving generic arguments to be read for themselves.
fn plain(tokens: &[Token], mut at: usize) -> (usize, Vec<String>) {
    let mut parts = vec![tokens[at].text.clone()];
    at += 1;
    while is(tokens, at, "::") && tokens.get(at + 1).is_some_and(is_word) {
        parts.push(tokens[at + 1].text.clone());
        at += 2;
    }
    (at, parts)
}

/// Reads one branch of a `use` and returns the place behind it.
fn import(
    tokens: &[Token],
    mut at: usize,
    before: &[String],
    here: &[String],
    found: &mut Vec<Named>,
) -> usize {
    let mut parts = before.to_vec();
    let line = tokens.get(at).map_or(0, |token| token.line);
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "::" => at += 1,
            "{" => {
                at += 1;
                while at < tokens.len() && !is(tokens, at, "}") {
                    at = import(tokens, at, &parts, here, found);
                    if is(tokens, at, ",") {
                        at += 1;
                    }
                }
                return at + 1;
            }
            "as" => at += 2,
            ";" | "," | "}" => break,
            text => {
                parts.push(text.to_owned());
                at += 1;
            }
        }
    }
    found.push(Named {
        line,
        parts: resolved(&parts, here),
    });
    at
}

/// Turns `super::x` and `self::x` into `crate::…::x`.
fn resolved(parts: &[String], here: &[String]) -> Vec<String> {
    let climbs = parts.iter().take_while(|part| *part == "super").count();
    let own = climbs == 0 && parts.first().is_some_and(|part| part == "self");
    if climbs == 0 && !own {
        return parts.to_vec();
    }
    let keep = here.len().saturating_sub(climbs);
    let rest = &parts[climbs.max(usize::from(own))..];
    let start = std::iter::once("crate".to_owned());
    start
        .chain(here[..keep].iter().cloned())
        .chain(rest.iter().cloned())
        .collect()
}

/// Takes the source apart; `::` is one sign, everything quoted or commented is left out.
fn tokens(source: &str) -> Vec<Token> {
    let code = bare(source);
    let mut found = Vec::new();
    let mut line = 1;
    let mut rest = code.as_str();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_alphanumeric() || first == '_' {
            rest.find(|c: char| !c.is_alphanumeric() && c != '_')
                .unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        if first == '\n' {
            line += 1;
        } else if !first.is_whitespace() {
            found.push(Token {
                line,
                text: rest[..length].to_owned(),
            });
        }
        rest = &rest[length..];
    }
    found
}

/// Replaces comments, strings and characters by spaces, keeping the lines.
fn bare(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut in_word = false;
    while let Some(first) = rest.chars().next() {
        let length = if in_word { None } else { skipped(rest) };
        let length = length.or_else(|| skipped_anywhere(rest));
        match length {
            Some(length) => {
                out.push(' ');
                out.extend(rest[..length].chars().filter(|c| *c == '\n'));
                rest = &rest[length..];
                in_word = false;
            }
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
                in_word = first.is_alphanumeric() || first == '_';
            }
        }
    }
    out
}

/// The length of what may not follow a letter: a raw or byte string.
fn skipped(text: &str) -> Option<usize> {
    let prefix = ["br", "cr", "r"]
        .into_iter()
        .find(|prefix| text.starts_with(prefix))?;
    let hashes = text[prefix.len()..]
        .chars()
        .take_while(|c| *c == '#')
        .count();
    let open = prefix.len() + hashes;
    if !text[open..].starts_with('"') {
        return None;
    }
    let close = format!("\"{}", "#".repeat(hashes));
    let end = text[open + 1..]
        .find(&close)
        .map(|end| open + 1 + end + close.len());
    Some(end.unwrap_or(text.len()))
}

/// The length of a comment, string or character that starts here.
fn skipped_anywhere(text: &str) -> Option<usize> {
    if text.starts_with("//") {
        return Some(text.find('\n').unwrap_or(text.len()));
    }
    if text.starts_with("/*") {
        return Some(block(text));
    }
    if text.starts_with('"') {
        return Some(quoted(text, '"'));
    }
    let mut letters = text.strip_prefix('\'')?.chars();
    let first = letters.next()?;
    let character = first == '\\' || letters.next() == Some('\'');
    character.then(|| quoted(text, '\''))
}

fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if letter == quote => return at + letter.len_utf8(),
            _ => {}
        }
    }
    text.len()
}

fn block(text: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if text[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    text.len()
}
