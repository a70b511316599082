//! Contoso Ltd: a maker of kitchen machines with some 600 people in four offices.

mod access;
mod devices;
mod odd;
mod people;
mod story;
mod teams;

use super::Chapter;
use super::company::Company;

/// What happens at Contoso.
pub(super) const STORY: [Chapter; 6] = [
    beginning,
    story::newcomers,
    story::leaver,
    story::tidying,
    story::reorganisation,
    story::rollout,
];

/// What the directory holds when it is first read.
fn beginning(company: &mut Company) {
    people::hire_everyone(company);
    devices::enrol_everything(company);
    devices::groups(company);
    teams::groups(company);
    access::groups(company);
    odd::groups(company);
}
