//! The pages of a list.

use std::ops::Range;

use crate::site::address::list_page;
use crate::site::pages::page_count;
use crate::site::view::{PageLink, Pager};

/// Returns the pager of page `number` of a list in `folder`, and the rows that stand on it.
pub(super) fn pager(
    folder: &str,
    number: usize,
    total: usize,
    per_page: usize,
) -> (Pager, Range<usize>) {
    let ends = (1..=page_count(total, per_page)).map(|page| (page * per_page).min(total));
    pager_of(folder, number, &ends.collect::<Vec<_>>())
}

/// Returns the pager of page `number` of a list whose pages end at these numbers of rows.
pub(super) fn pager_of(folder: &str, number: usize, ends: &[usize]) -> (Pager, Range<usize>) {
    let count = ends.len();
    let total = ends.last().copied().unwrap_or_default();
    let begin = number.checked_sub(2).map_or(0, |before| ends[before]);
    let end = ends[number - 1];
    let pager = Pager {
        number,
        count,
        first: if total == 0 { 0 } else { begin + 1 },
        last: end,
        total,
        previous: (number > 1).then(|| list_page(folder, number - 1)),
        next: (number < count).then(|| list_page(folder, number + 1)),
        pages: links(folder, number, count),
    };
    (pager, begin..end)
}

/// Returns the pager of page `number` of a list whose pages hold these rows.
pub(super) fn of_ranges(folder: &str, number: usize, ranges: &[Range<usize>]) -> Pager {
    let count = ranges.len().max(1);
    let here = ranges.get(number - 1).cloned().unwrap_or(0..0);
    Pager {
        number,
        count,
        first: if here.is_empty() { 0 } else { here.start + 1 },
        last: here.end,
        total: ranges.last().map_or(0, |it| it.end),
        previous: (number > 1).then(|| list_page(folder, number - 1)),
        next: (number < count).then(|| list_page(folder, number + 1)),
        pages: links(folder, number, count),
    }
}

fn links(folder: &str, number: usize, count: usize) -> Vec<PageLink> {
    (1..=count)
        .map(|page| PageLink {
            number: page,
            url: list_page(folder, page),
            current: page == number,
        })
        .collect()
}
