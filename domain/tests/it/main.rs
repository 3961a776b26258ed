//! Integration tests of the domain rules.
