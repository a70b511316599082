//! The picture of a group's nesting.

use serde::Serialize;

/// A box of a picture: a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureNode {
    /// The left side.
    pub x: i32,
    /// The upper side.
    pub y: i32,
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
    /// `home` for the group of the page, `group`, or `plain` for one that is not documented.
    pub kind: &'static str,
    /// `enabled`, `orphaned` or `disabled`.
    pub status: &'static str,
    /// Its page, relative to the site's root; `null` for the page's own group and plain ones.
    pub url: Option<String>,
    /// The whole name, how many members it has, and its marks.
    pub title: String,
    /// The name in one or two lines, cut to fit.
    pub lines: Vec<String>,
    /// Members and marks, cut to fit.
    pub info: String,
}

/// A line of a picture: one group contains another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureEdge {
    /// In words: "All Staff contains Finance".
    pub title: String,
    /// The line, as the `d` of a path.
    pub line: String,
    /// The head of the arrow, as the `d` of a path.
    pub tip: String,
    /// Whether it closes a cycle.
    pub cycle: bool,
}

/// What contains a group, and what is inside it, from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PictureView {
    /// The width.
    pub width: i32,
    /// The height.
    pub height: i32,
    /// Where the picture begins: negative when a line turns back beside the first column.
    pub left: i32,
    /// How many groups it shows.
    pub groups: usize,
    /// The boxes, by name.
    pub nodes: Vec<PictureNode>,
    /// The lines.
    pub edges: Vec<PictureEdge>,
    /// Whether a line closes a cycle.
    pub cycles: bool,
}
