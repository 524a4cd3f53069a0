//! One file per format, each a function from a selection of the graph to a writer.
