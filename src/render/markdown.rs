//! Markdown to HTML: what people write, made safe to stand in a page (SAFETY.md 6).
//!
//! Raw HTML is shown as text, links keep to a few schemes, images never leave the site.
//! It must not know whose text it renders, nor on which page it will stand.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd,
    html,
};

use super::escape;
use super::link::{Target, safe_target};

/// Stands before every id made here, so that no text can take an id that the page uses.
const ID_PREFIX: &str = "text-";

/// Renders Markdown as HTML; its headings start at `<h2>`, relative links stay as they are.
pub fn to_html(markdown: &str) -> String {
    escape::directions(to_html_with_links(markdown, |_| None))
}

/// Renders Markdown as HTML, with relative links and images replaced by what `resolve` returns.
///
/// `resolve` gets the target as written, fragment included; `None` leaves it as it is.
pub(super) fn to_html_with_links(
    markdown: &str,
    resolve: impl Fn(&str) -> Option<String>,
) -> String {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS;
    let events: Vec<Event<'_>> = Parser::new_ext(markdown, options).collect();
    let mut filter = Filter {
        deepen: deepen(&events),
        headings: heading_ids(&events).into_iter(),
        anchors: heading_ids(&events).into_iter().collect(),
        resolve: &resolve,
        notes: BTreeMap::new(),
        alignments: Vec::new(),
        cell: 0,
        in_head: false,
        links: Vec::new(),
        out: Vec::with_capacity(events.len()),
    };
    filter.run(events);
    let mut text = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut text, filter.out.into_iter());
    text
}

/// Escapes text for the inside of an element, as Markdown's text is escaped.
pub fn escape_text(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    html::push_html(&mut escaped, std::iter::once(Event::Text(text.into())));
    escaped
}

/// Turns the parser's events into those that may be written.
struct Filter<'e, 'r> {
    /// By how much headings move.
    deepen: i8,
    headings: std::vec::IntoIter<String>,
    anchors: BTreeSet<String>,
    resolve: &'r dyn Fn(&str) -> Option<String>,
    /// Footnotes by label, numbered as they are first met.
    notes: BTreeMap<String, usize>,
    alignments: Vec<Alignment>,
    cell: usize,
    in_head: bool,
    /// For each open link, whether its element was written.
    links: Vec<bool>,
    out: Vec<Event<'e>>,
}

impl<'e> Filter<'e, '_> {
    fn run(&mut self, events: Vec<Event<'e>>) {
        let mut events = events.into_iter();
        while let Some(event) = events.next() {
            match event {
                Event::Start(Tag::Image {
                    dest_url, title, ..
                }) => {
                    let alt = plain_text_to(&mut events, |end| matches!(end, TagEnd::Image));
                    self.image(&dest_url, title, alt);
                }
                Event::Start(Tag::HtmlBlock) => {
                    let text = plain_text_to(&mut events, |end| matches!(end, TagEnd::HtmlBlock));
                    let text = without_comments(&text);
                    if !text.trim().is_empty() {
                        self.out.push(Event::Start(Tag::Paragraph));
                        self.out
                            .push(Event::Text(text.trim_end().to_owned().into()));
                        self.out.push(Event::End(TagEnd::Paragraph));
                    }
                }
                Event::Html(text) | Event::InlineHtml(text) => {
                    let text = without_comments(&text);
                    self.out.push(Event::Text(text.into()));
                }
                Event::FootnoteReference(label) => {
                    let number = self.note(&label);
                    self.raw(format!(
                        "<sup class=\"footnote-reference\"><a href=\"#{ID_PREFIX}note-{number}\">{number}</a></sup>"
                    ));
                }
                Event::TaskListMarker(done) => self.raw(if done {
                    "<input type=\"checkbox\" disabled checked aria-label=\"done\"> ".to_owned()
                } else {
                    "<input type=\"checkbox\" disabled aria-label=\"to do\"> ".to_owned()
                }),
                Event::Start(tag) => self.start(tag),
                Event::End(end) => self.end(end),
                other => self.out.push(other),
            }
        }
    }

    fn start(&mut self, tag: Tag<'e>) {
        let tag = match tag {
            Tag::Heading { level, .. } => Tag::Heading {
                level: deeper(level, self.deepen),
                id: self
                    .headings
                    .next()
                    .map(|id| (ID_PREFIX.to_owned() + &id).into()),
                classes: Vec::new(),
                attrs: Vec::new(),
            },
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => return self.link(link_type, &dest_url, title),
            Tag::CodeBlock(kind) => Tag::CodeBlock(language_only(kind)),
            Tag::FootnoteDefinition(label) => {
                let number = self.note(&label);
                return self.raw(format!(
                    "<div class=\"footnote\" id=\"{ID_PREFIX}note-{number}\"><sup>{number}</sup>\n"
                ));
            }
            Tag::Table(alignments) => {
                self.alignments = alignments;
                return self.raw("<table>\n".to_owned());
            }
            Tag::TableHead => {
                (self.in_head, self.cell) = (true, 0);
                return self.raw("<thead><tr>".to_owned());
            }
            Tag::TableRow => {
                self.cell = 0;
                return self.raw("<tr>".to_owned());
            }
            Tag::TableCell => return self.table_cell(),
            other => other,
        };
        self.out.push(Event::Start(tag));
    }

    fn end(&mut self, end: TagEnd) {
        let raw = match end {
            TagEnd::Heading(level) => {
                self.out
                    .push(Event::End(TagEnd::Heading(deeper(level, self.deepen))));
                return;
            }
            TagEnd::Link => {
                if self.links.pop() == Some(true) {
                    self.out.push(Event::End(TagEnd::Link));
                }
                return;
            }
            TagEnd::FootnoteDefinition => "</div>\n",
            TagEnd::Table => "</tbody></table>\n",
            TagEnd::TableHead => {
                self.in_head = false;
                "</tr></thead><tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell if self.in_head => "</th>",
            TagEnd::TableCell => "</td>",
            other => {
                self.out.push(Event::End(other));
                return;
            }
        };
        self.raw(raw.to_owned());
    }

    /// Writes HTML of our own making; nothing from the text may be in it.
    fn raw(&mut self, html: String) {
        self.out.push(Event::Html(html.into()));
    }

    fn note(&mut self, label: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(label.to_owned()).or_insert(next)
    }

    /// Alignment is a class, for the policy of the pages forbids `style` attributes.
    fn table_cell(&mut self) {
        let class = match self.alignments.get(self.cell) {
            Some(Alignment::Left) => " class=\"align-start\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-end\"",
            _ => "",
        };
        self.cell += 1;
        self.raw(if self.in_head {
            format!("<th scope=\"col\"{class}>")
        } else {
            format!("<td{class}>")
        });
    }

    fn link(&mut self, link_type: LinkType, target: &str, title: CowStr<'e>) {
        let target = match link_type {
            LinkType::Email => format!("mailto:{target}"),
            _ => target.to_owned(),
        };
        let href = match safe_target(&target) {
            _ if self.links.contains(&true) => None,
            Some(Target::Elsewhere(url)) => Some(url),
            Some(Target::Relative(url)) => Some(self.relative(url)),
            None => None,
        };
        self.links.push(href.is_some());
        if let Some(href) = href {
            self.open_link(href, title);
        }
    }

    fn open_link(&mut self, href: String, title: CowStr<'e>) {
        self.out.push(Event::Start(Tag::Link {
            link_type: LinkType::Inline,
            dest_url: href.into(),
            title,
            id: "".into(),
        }));
    }

    /// Pictures of the site are shown, those of other hosts become links, all else its text.
    fn image(&mut self, target: &str, title: CowStr<'e>, alt: String) {
        match safe_target(target) {
            Some(Target::Relative(url)) if !url.starts_with('#') => {
                let dest_url = self.relative(url).into();
                self.out.push(Event::Start(Tag::Image {
                    link_type: LinkType::Inline,
                    dest_url,
                    title,
                    id: "".into(),
                }));
                self.out.push(Event::Text(alt.into()));
                self.out.push(Event::End(TagEnd::Image));
            }
            Some(Target::Elsewhere(url)) if !self.links.contains(&true) => {
                let text = if alt.is_empty() { url.clone() } else { alt };
                self.open_link(url, title);
                self.out.push(Event::Text(text.into()));
                self.out.push(Event::End(TagEnd::Link));
            }
            _ => self.out.push(Event::Text(alt.into())),
        }
    }

    fn relative(&self, url: String) -> String {
        match url.strip_prefix('#') {
            Some(anchor) if self.anchors.contains(anchor) => format!("#{ID_PREFIX}{anchor}"),
            _ => (self.resolve)(&url)
                .and_then(|resolved| match safe_target(&resolved) {
                    Some(Target::Relative(resolved)) => Some(resolved),
                    _ => None,
                })
                .unwrap_or(url),
        }
    }
}

/// Takes events up to the end that fits and returns their text.
fn plain_text_to<'e>(
    events: &mut impl Iterator<Item = Event<'e>>,
    is_end: impl Fn(&TagEnd) -> bool,
) -> String {
    let mut text = String::new();
    let mut depth = 0usize;
    for event in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(end) if depth == 0 && is_end(&end) => break,
            Event::End(_) => depth = depth.saturating_sub(1),
            other => push_text(&mut text, &other),
        }
    }
    text
}

fn push_text(text: &mut String, event: &Event<'_>) {
    match event {
        Event::Text(part) | Event::Code(part) | Event::Html(part) | Event::InlineHtml(part) => {
            text.push_str(part);
        }
        Event::SoftBreak | Event::HardBreak => text.push(' '),
        _ => {}
    }
}

/// Drops what people hide in comments; other raw HTML is text.
fn without_comments(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, after)) = rest.split_once("<!--") {
        text.push_str(before);
        match after.split_once("-->") {
            Some((_, after)) => rest = after,
            None => return text,
        }
    }
    text + rest
}

/// Returns an id for each heading, in order: its words, with a number when they repeat.
fn heading_ids(events: &[Event<'_>]) -> Vec<String> {
    let mut ids = Vec::new();
    let mut taken = BTreeSet::new();
    let mut heading: Option<String> = None;
    for event in events {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => {
                let words = words(&heading.take().unwrap_or_default());
                let mut id = words.clone();
                let mut number = 1;
                while !taken.insert(id.clone()) {
                    id = format!("{words}-{number}");
                    number += 1;
                }
                ids.push(id);
            }
            other => {
                if let Some(text) = &mut heading {
                    push_text(text, other);
                }
            }
        }
    }
    ids
}

fn words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    if words.is_empty() {
        return "section".to_owned();
    }
    words.join("-")
}

/// Returns by how much headings move so that the highest one becomes an `<h2>`: the page has its
/// `<h1>`, and no level is skipped below it.
fn deepen(events: &[Event<'_>]) -> i8 {
    let levels = events.iter().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as i8),
        _ => None,
    });
    2 - levels.min().unwrap_or(2)
}

fn deeper(level: HeadingLevel, by: i8) -> HeadingLevel {
    match level as i8 + by {
        ..=2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        5 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

/// Keeps the language of a fence when it is a plain word; the rest could be anything.
fn language_only(kind: CodeBlockKind<'_>) -> CodeBlockKind<'_> {
    let CodeBlockKind::Fenced(info) = kind else {
        return CodeBlockKind::Indented;
    };
    let word = info.split_whitespace().next().unwrap_or("");
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "+-_.#".contains(letter);
    if word.is_empty() || word.len() > 40 || !word.chars().all(plain) {
        return CodeBlockKind::Indented;
    }
    CodeBlockKind::Fenced(word.to_owned().into())
}

#[cfg(test)]
mod tests;
