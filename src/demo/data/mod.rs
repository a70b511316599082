//! What the demo directory holds: people, devices, groups, and what happens to them.
//!
//! All of it is invented; ids are made from names (`encoding::guid_of`).

pub(super) mod company;
mod contoso;
mod draft;
mod fabrikam;
pub(super) mod machine;
pub(super) mod names;
mod northwind;
mod rule;
pub(super) mod staff;

use super::DemoTenant;
use super::history::STATES;
use super::object::Directory;
use company::Company;

/// One chapter of a company's story.
type Chapter = fn(&mut Company);

/// A company with its directory after each chapter of its story.
pub(super) struct Told {
    /// The directory at each point in time.
    pub(super) chapters: Vec<Directory>,
    /// The company as it is at the end.
    pub(super) company: Company,
}

/// Tells the story of a tenant.
pub(super) fn tell(tenant: DemoTenant) -> Told {
    const CHAPTERS: usize = STATES as usize;
    let story: [Chapter; CHAPTERS] = match tenant.key {
        "contoso" => contoso::STORY,
        "fabrikam" => fabrikam::STORY,
        _ => northwind::STORY,
    };
    let mut company = Company::new(tenant);
    let mut chapters = Vec::new();
    for chapter in story {
        chapter(&mut company);
        company.apply_rules();
        chapters.push(company.directory.clone());
    }
    Told { chapters, company }
}

/// Returns the ids of people by their sign-in names.
fn people_of(company: &Company, logins: &[&str]) -> Vec<crate::model::ObjectId> {
    logins.iter().map(|login| company.person(login)).collect()
}
