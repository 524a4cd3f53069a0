//! Dossiers with tables, compiled.
