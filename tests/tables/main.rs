//! What `match` and `export` print, as a whole, on small sites; and the tables beside the lists.

mod fixture;
mod guard;
mod matching;
mod property;
mod tables;
