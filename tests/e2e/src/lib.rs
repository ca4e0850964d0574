//! The harness (being built).
