//! openCypher over the graph. Must not know files or the terminal.
