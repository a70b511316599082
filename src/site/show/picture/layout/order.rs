//! The order within columns: lines cross as little as sweeps from side to side can make them.

use super::Columns;

/// How often the columns are gone through; the picture settles within a few.
const SWEEPS: usize = 10;

/// Arranges the vertices of each column, best of all sweeps.
pub(super) fn arrange(parts: &mut Columns) {
    let mut best = (crossings(parts), parts.order.clone());
    for sweep in 0..SWEEPS {
        if best.0 == 0 {
            break;
        }
        let columns = parts.order.len();
        if sweep % 2 == 0 {
            (1..columns).for_each(|column| sort(parts, column, true));
        } else {
            (0..columns.saturating_sub(1))
                .rev()
                .for_each(|column| sort(parts, column, false));
        }
        let now = crossings(parts);
        if now < best.0 {
            best = (now, parts.order.clone());
        }
    }
    parts.order = best.1;
}

/// Sorts a column by the mean place of each vertex's neighbours on one side.
fn sort(parts: &mut Columns, column: usize, from_left: bool) {
    let places = places(parts);
    let links = if from_left { &parts.left } else { &parts.right };
    let mut keyed: Vec<(f64, usize)> = parts.order[column]
        .iter()
        .map(|&at| {
            let near = &links[at];
            let sum: usize = near.iter().map(|&it| places[it]).sum();
            // Without a neighbour it stays where it is.
            let mean = if near.is_empty() {
                places[at] as f64
            } else {
                sum as f64 / near.len() as f64
            };
            (mean, at)
        })
        .collect();
    keyed.sort_by(|(one, first), (two, second)| {
        one.total_cmp(two)
            .then(places[*first].cmp(&places[*second]))
    });
    parts.order[column] = keyed.into_iter().map(|(_, at)| at).collect();
}

/// Returns the place of each vertex within its column.
fn places(parts: &Columns) -> Vec<usize> {
    let mut places = vec![0; parts.rooms.len()];
    for column in &parts.order {
        for (place, &at) in column.iter().enumerate() {
            places[at] = place;
        }
    }
    places
}

/// Returns how many pairs of lines cross.
fn crossings(parts: &Columns) -> usize {
    let places = places(parts);
    let mut count = 0;
    for column in &parts.order {
        // The lines to the next column, by where they begin: those that end in the wrong order cross.
        let mut ends: Vec<usize> = Vec::new();
        for &at in column {
            let mut own: Vec<usize> = parts.right[at].iter().map(|&it| places[it]).collect();
            own.sort_unstable();
            count += own
                .iter()
                .map(|end| ends.iter().filter(|other| *other > end).count())
                .sum::<usize>();
            ends.extend(own);
        }
    }
    count
}
