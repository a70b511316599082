//! Records in small drawers, so that near ones are found without comparing with each of them.
//!
//! A record stands in several drawers by parts of its names; only those in a drawer that the other
//! side would stand in, too, are compared. It must not know what the names of drawers are made of.

use std::collections::HashMap;

use super::near::NearReason;

/// So many near records are named.
const NAMED: usize = 3;

/// The most records of one drawer that are looked at: a common name has thousands.
const DRAWER: usize = 64;

/// Records, as places in the list that they come from, by drawer.
#[derive(Debug, Default)]
pub(super) struct Drawers(HashMap<String, Vec<u32>>);

impl Drawers {
    /// Puts a record into drawers; it stands once in each, however often that is named.
    pub(super) fn put(&mut self, at: usize, mut drawers: Vec<String>) {
        drawers.sort_unstable();
        drawers.dedup();
        for drawer in drawers {
            let drawer = self.0.entry(drawer).or_default();
            if drawer.len() < DRAWER {
                drawer.push(at as u32);
            }
        }
    }

    /// Returns the nearest of the records in these drawers, the nearest first, then in their order.
    pub(super) fn nearest(
        &self,
        drawers: &[String],
        judge: impl Fn(usize) -> Option<NearReason>,
    ) -> Vec<(NearReason, usize)> {
        let found = drawers.iter().filter_map(|drawer| self.0.get(drawer));
        let mut places: Vec<usize> = found.flatten().map(|at| *at as usize).collect();
        places.sort_unstable();
        places.dedup();
        let judged = places.into_iter().filter_map(|at| Some((judge(at)?, at)));
        let mut near: Vec<(NearReason, usize)> = judged.collect();
        near.sort_unstable();
        near.truncate(NAMED);
        near
    }
}
