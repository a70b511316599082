//! Fabrikam Works: a builder of garden furniture with some 120 people.

use super::Chapter;
use super::company::Company;
use super::draft::security;

/// What happens at Fabrikam.
pub(super) const STORY: [Chapter; 6] = [beginning, quiet, quiet, quiet, quiet, quiet];

fn beginning(company: &mut Company) {
    company.add(security("Quiet", ""));
}

fn quiet(_: &mut Company) {}
