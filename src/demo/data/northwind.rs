//! Northwind IT Services: the provider itself, some 40 people.

use super::Chapter;
use super::company::Company;
use super::draft::security;

/// What happens at Northwind.
pub(super) const STORY: [Chapter; 6] = [beginning, quiet, quiet, quiet, quiet, quiet];

fn beginning(company: &mut Company) {
    company.add(security("Quiet", ""));
}

fn quiet(_: &mut Company) {}
