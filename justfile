# `just check` is what CI runs; `just` lists the rest.

# Lists what there is
default:
    @just --list

# Format, clippy, documentation, tests and browser tests: the same as CI
check:
    scripts/test

# Format, clippy and the tests that need no browser
quick:
    scripts/test --no-browser

# The browser tests alone; `just browser home` runs those with "home" in their name
browser *only:
    cargo build --locked
    scripts/browser {{ only }}

# Licences, sources and known faults of the crates: needs cargo-deny
deny:
    cargo deny --locked check

# Speed and memory on 10,000 pages, with Hugo beside it when it is installed
bench:
    tests/bench/run
