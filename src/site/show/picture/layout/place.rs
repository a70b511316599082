//! How far down each vertex stands: as near to its neighbours as its column allows.

use super::Columns;

/// How often the columns are gone through.
const SWEEPS: usize = 8;

/// Returns the middle of each vertex from the top, and how high it all is.
pub(super) fn place(parts: &Columns) -> (Vec<i32>, i32) {
    let mut middle: Vec<f64> = vec![0.0; parts.rooms.len()];
    for column in &parts.order {
        let wanted = vec![0.0; column.len()];
        settle(parts, column, &wanted, &mut middle);
    }
    let columns = parts.order.len();
    for sweep in 0..SWEEPS {
        let from_left = sweep % 2 == 0;
        for step in 0..columns {
            let at = if from_left { step } else { columns - 1 - step };
            let column = &parts.order[at];
            let wanted: Vec<f64> = column
                .iter()
                .map(|&at| {
                    let near = if from_left {
                        &parts.left[at]
                    } else {
                        &parts.right[at]
                    };
                    if near.is_empty() {
                        return middle[at];
                    }
                    near.iter().map(|&it| middle[it]).sum::<f64>() / near.len() as f64
                })
                .collect();
            settle(parts, column, &wanted, &mut middle);
        }
    }
    let half = |at: usize| f64::from(parts.rooms[at].size) / 2.0;
    let all = 0..middle.len();
    let top = all
        .clone()
        .map(|at| middle[at] - half(at))
        .fold(f64::INFINITY, f64::min);
    let rounded: Vec<i32> = middle.iter().map(|it| (it - top).round() as i32).collect();
    let height = all
        .map(|at| rounded[at] + parts.rooms[at].size / 2)
        .max()
        .unwrap_or(0);
    (rounded, height)
}

/// Puts a column where its vertices want to be, as far as they do not overlap: the least sum of
/// squares, found by joining neighbours that are in each other's way into blocks.
fn settle(parts: &Columns, column: &[usize], wanted: &[f64], middle: &mut [f64]) {
    struct Block {
        first: usize,
        sum: f64,
        count: f64,
    }
    // What is above each vertex when the column is packed.
    let mut packed = Vec::with_capacity(column.len());
    let mut below = 0.0;
    for (at, &vertex) in column.iter().enumerate() {
        let half = f64::from(parts.rooms[vertex].size) / 2.0;
        below += if at == 0 { 0.0 } else { half };
        packed.push(below);
        below += half;
    }
    let mut blocks: Vec<Block> = Vec::new();
    for (at, wanted) in wanted.iter().enumerate() {
        let mut new = Block {
            first: at,
            sum: wanted - packed[at],
            count: 1.0,
        };
        while let Some(last) = blocks.last() {
            if last.sum / last.count <= new.sum / new.count {
                break;
            }
            new = Block {
                first: last.first,
                sum: last.sum + new.sum,
                count: last.count + new.count,
            };
            blocks.pop();
        }
        blocks.push(new);
    }
    for (number, block) in blocks.iter().enumerate() {
        let end = blocks.get(number + 1).map_or(column.len(), |it| it.first);
        for at in block.first..end {
            middle[column[at]] = block.sum / block.count + packed[at];
        }
    }
}
