//! Refuses templates that put data where escaping does not protect (SAFETY.md 6).
//!
//! It reads the source of one template as HTML with Tera in it, and must not know of views.

#[cfg(test)]
mod tests;

/// What is wrong, and at which byte.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    /// The byte where the offending piece begins.
    pub(super) offset: usize,
    /// What is wrong.
    pub(super) message: String,
}

/// The only values that may go into a page unescaped: HTML that we made of Markdown ourselves.
const SAFE: [&str; 4] = [
    "view.html",
    "view.intro_html",
    "view.notes_html",
    "group.notes_html",
];

/// The only value that may stand in a `<style>`, unescaped.
const STYLE: &str = "assets.runbook_css | safe";

/// Attributes that hold an address.
const ADDRESSES: [&str; 11] = [
    "href",
    "src",
    "action",
    "formaction",
    "poster",
    "data",
    "srcset",
    "xlink:href",
    "ping",
    "background",
    "cite",
];

#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Text,
    Comment,
    /// Inside `<script>` or `<style>`.
    Raw(&'static str),
    /// In a tag, between attributes or in a name.
    Tag,
    /// After the equals sign of an attribute.
    Value,
    /// In the quotes of an attribute's value, which begins at `start`.
    Quoted {
        quote: u8,
        start: usize,
    },
    Unquoted,
}

struct Scanner<'a> {
    source: &'a str,
    at: usize,
    state: State,
    tag: String,
    attribute: String,
    has_source: bool,
}

/// Checks a template.
pub(super) fn check(source: &str) -> Result<(), Finding> {
    let mut scanner = Scanner {
        source,
        at: 0,
        state: State::Text,
        tag: String::new(),
        attribute: String::new(),
        has_source: false,
    };
    while scanner.at < source.len() {
        scanner.step()?;
    }
    Ok(())
}

impl Scanner<'_> {
    fn step(&mut self) -> Result<(), Finding> {
        let rest = &self.source[self.at..];
        for (open, close) in [("{{", "}}"), ("{%", "%}"), ("{#", "#}")] {
            if rest.starts_with(open) {
                let end = end_of(rest, close);
                let inside = rest.get(2..end.saturating_sub(2)).unwrap_or_default();
                let inside = inside.trim_matches('-').trim();
                match open {
                    "{{" => self.expression(inside)?,
                    "{%" => self.statement(inside)?,
                    _ => {}
                }
                self.at += end;
                return Ok(());
            }
        }
        let byte = rest.as_bytes()[0];
        match self.state.clone() {
            State::Text => self.text(rest),
            State::Comment => {
                if rest.starts_with("-->") {
                    self.state = State::Text;
                }
            }
            State::Raw(tag) => {
                let ahead = rest.get(..tag.len() + 2).unwrap_or_default();
                if ahead.eq_ignore_ascii_case(&format!("</{tag}")) {
                    self.state = State::Text;
                } else if !byte.is_ascii_whitespace() {
                    return self.fail(format!(
                        "`<{tag}>` has content, which the policy of the pages blocks"
                    ));
                }
            }
            State::Tag => self.in_tag(byte, rest)?,
            State::Value => match byte {
                b'"' | b'\'' => {
                    self.state = State::Quoted {
                        quote: byte,
                        start: self.at + 1,
                    };
                }
                byte if byte.is_ascii_whitespace() => {}
                _ => self.state = State::Unquoted,
            },
            State::Quoted { quote, .. } if byte == quote => self.state = State::Tag,
            State::Quoted { .. } => {}
            State::Unquoted => match byte {
                b'>' => self.close_tag()?,
                byte if byte.is_ascii_whitespace() => self.state = State::Tag,
                _ => {}
            },
        }
        self.at += rest.chars().next().map_or(1, char::len_utf8);
        Ok(())
    }

    fn text(&mut self, rest: &str) {
        if rest.starts_with("<!--") {
            self.state = State::Comment;
        } else if let Some(name) = rest.strip_prefix('<') {
            let name = name.trim_start_matches('/');
            let name: String = name
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | ':' | '!'))
                .collect();
            if !name.is_empty() || rest.as_bytes().get(1) == Some(&b'{') {
                let closing = rest.starts_with("</");
                self.tag = if closing {
                    String::new()
                } else {
                    name.to_ascii_lowercase()
                };
                self.attribute.clear();
                self.has_source = false;
                self.state = State::Tag;
            }
        }
    }

    fn in_tag(&mut self, byte: u8, rest: &str) -> Result<(), Finding> {
        match byte {
            b'>' => self.close_tag(),
            b'=' => {
                self.state = State::Value;
                self.attribute_allowed()
            }
            byte if byte.is_ascii_whitespace() || byte == b'/' => {
                // The name is kept while blanks stand before the equals sign.
                if !rest.trim_start().starts_with('=') {
                    self.attribute.clear();
                }
                Ok(())
            }
            byte => {
                self.attribute.push(char::from(byte.to_ascii_lowercase()));
                Ok(())
            }
        }
    }

    fn attribute_allowed(&mut self) -> Result<(), Finding> {
        if self.tag == "script" && self.attribute == "src" {
            self.has_source = true;
        }
        let name = self.attribute.clone();
        if (name.starts_with("on") && name.len() > 2) || name == "style" || name == "srcdoc" {
            return self.fail(format!(
                "`{name}=` is not allowed, the policy of the pages blocks it"
            ));
        }
        Ok(())
    }

    fn close_tag(&mut self) -> Result<(), Finding> {
        self.attribute.clear();
        self.state = match self.tag.as_str() {
            "script" if !self.has_source => {
                return self.fail(
                    "a `<script>` without `src` is not allowed, the policy of the pages blocks it"
                        .to_owned(),
                );
            }
            "script" => State::Raw("script"),
            "style" => State::Raw("style"),
            _ => State::Text,
        };
        self.tag.clear();
        Ok(())
    }

    fn expression(&mut self, inside: &str) -> Result<(), Finding> {
        let style = inside == STYLE && self.state == State::Raw("style");
        if style {
            return Ok(());
        }
        let safe = inside
            .split_once('|')
            .is_some_and(|(value, filter)| filter.trim() == "safe" && SAFE.contains(&value.trim()));
        if names_safe(inside) && !(safe && self.state == State::Text) {
            return self.fail(format!(
                "`safe` is for {} in text only, not for `{inside}`",
                SAFE.map(|name| format!("`{name}`")).join(", ")
            ));
        }
        match &self.state {
            State::Text => Ok(()),
            State::Comment => self.fail("data in a comment".to_owned()),
            State::Raw(tag) => self.fail(format!("data in `<{tag}>`")),
            State::Tag => self.fail("data in the name of a tag or attribute".to_owned()),
            State::Value | State::Unquoted => {
                self.fail("data in an attribute without quotes".to_owned())
            }
            State::Quoted { start, .. } => {
                let anchor = self.source[*start..self.at].starts_with('#');
                let checked = inside.starts_with("href(")
                    || inside.starts_with("picture(")
                    || inside == "address";
                if ADDRESSES.contains(&self.attribute.as_str()) && !checked && !anchor {
                    return self.fail(format!(
                        "an address in `{}=` has to come from `href(root, url)`, not from `{inside}`",
                        self.attribute
                    ));
                }
                Ok(())
            }
        }
    }

    fn statement(&mut self, inside: &str) -> Result<(), Finding> {
        if names_safe(inside) {
            return self.fail("`safe` is not allowed in statements".to_owned());
        }
        let word = inside.split_whitespace().next().unwrap_or_default();
        let rest = inside[word.len()..].trim_start();
        let names_address = rest
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .any(|name| name == "address");
        let from_href = rest
            .strip_prefix("address")
            .and_then(|rest| rest.trim_start().strip_prefix('='))
            .map(str::trim_start)
            .is_some_and(|value| value.starts_with("href(") || value.starts_with("picture("));
        let binds = matches!(word, "set" | "set_global" | "for" | "component");
        if binds && names_address && !from_href {
            return self.fail("`address` is kept for results of `href(root, url)`".to_owned());
        }
        if self.state == State::Value {
            return self.fail("an attribute's value has to begin with a quote".to_owned());
        }
        Ok(())
    }

    fn fail(&self, message: String) -> Result<(), Finding> {
        Err(Finding {
            offset: self.at,
            message,
        })
    }
}

/// Returns whether the word `safe` stands in it, outside of strings.
fn names_safe(inside: &str) -> bool {
    let mut quote = None;
    let mut bare = String::with_capacity(inside.len());
    for c in inside.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None => bare.push(c),
        }
    }
    bare.split(|c: char| !c.is_alphanumeric() && c != '_')
        .any(|word| word == "safe")
}

/// Returns where a piece of Tera ends, its closing mark included; marks in strings do not count.
fn end_of(rest: &str, close: &str) -> usize {
    let mut quote = None;
    for (at, c) in rest.char_indices().skip(2) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if close != "#}" && matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if rest[at..].starts_with(close) => return at + close.len(),
            None => {}
        }
    }
    rest.len()
}
