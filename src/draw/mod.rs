//! Pictures: layout and SVG, read from the graph. Must not know files, articles or YAML.
