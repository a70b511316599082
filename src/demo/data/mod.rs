//! What the demo directory holds: people, devices, groups, and what happens to them.
//!
//! All of it is invented; ids are made from names (`encoding::guid_of`).

mod company;
mod contoso;
mod draft;
mod fabrikam;
mod machine;
mod names;
mod northwind;
mod rule;
mod staff;

use super::DemoTenant;
use super::history::STATES;
use super::object::Directory;
use company::Company;

/// One chapter of a company's story.
type Chapter = fn(&mut Company);

/// Returns a tenant's directory after each chapter of its story.
pub(super) fn chapters(tenant: DemoTenant) -> Vec<Directory> {
    const CHAPTERS: usize = STATES as usize;
    let story: [Chapter; CHAPTERS] = match tenant.key {
        "contoso" => contoso::STORY,
        "fabrikam" => fabrikam::STORY,
        _ => northwind::STORY,
    };
    let mut company = Company::new(tenant);
    let mut chapters = Vec::new();
    for tell in story {
        tell(&mut company);
        company.apply_rules();
        chapters.push(company.directory.clone());
    }
    chapters
}

/// Returns the ids of people by their sign-in names.
fn people_of(company: &Company, logins: &[&str]) -> Vec<crate::model::ObjectId> {
    logins.iter().map(|login| company.person(login)).collect()
}
