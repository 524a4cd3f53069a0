//! Entries to a checked dossier: resolve, find evidence, merge witnesses, compute statuses.
